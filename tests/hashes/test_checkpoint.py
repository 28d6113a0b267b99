"""Checkpoints: the C2SP formats, byte for byte, and what is refused."""

import base64
import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.hashes import checkpoint, signatures
from truyvet.hashes.checkpoint import Checkpoint, NotACheckpoint

# The example of c2sp.org/tlog-checkpoint and tlog-witness, with a cosignature beside it.
PUBLISHED = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa \
Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa \
opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
""".encode()

# The example of golang.org/x/mod/sumdb/note: a signer key and the line it must write.
NOTE_TEXT = b"""\
If you think cryptography is the answer to your problem,
then you don't know what your problem is.
"""
NOTE_SIGNER = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"  # 0x01, then the seed
NOTE_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb"
    "6KE6RyyBwJnAM=\n"
).encode()

KEY = signatures.generate(bytes(range(32)))
OTHER = signatures.generate(bytes(32))
NAME = "Tran-Van-A"
HEAD = Checkpoint(origin="truyvet/0b0f4c1e", size=17, root=bytes(range(32)))
ROOT = base64.b64encode(HEAD.root).decode()
NOTE = checkpoint.sign(HEAD, NAME, KEY)
LINE = NOTE.partition(b"\n\n")[2].decode()


def line_of(name: str, content: bytes) -> bytes:
    return f"— {name} {base64.b64encode(content).decode()}\n".encode()


def test_the_published_example_is_read() -> None:
    signed = checkpoint.parse(PUBLISHED)
    assert signed.checkpoint == Checkpoint(
        origin="example.com/behind-the-sofa",
        size=20852163,
        root=bytes.fromhex("0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"),
    )
    assert [line.key_id.hex() for line in signed.signatures] == ["033de0ae", "a292ea05"]


def test_the_published_example_is_written_back() -> None:
    assert (
        checkpoint.parse(PUBLISHED).checkpoint.encode() == PUBLISHED.partition(b"\n\n")[0] + b"\n"
    )


def test_the_published_note_is_signed_byte_for_byte() -> None:
    key = signatures.generate(base64.b64decode(NOTE_SIGNER)[1:])
    assert checkpoint.signature_line(NOTE_TEXT, "PeterNeumann", key) == NOTE_LINE


def test_the_key_ids_of_published_keys() -> None:
    peter = signatures.generate(base64.b64decode(NOTE_SIGNER)[1:])
    foo = "e932791ae6e7a840a46164c904786426d5e7821dd8b29a00d61cae72afdd4da4"
    assert checkpoint.key_id("PeterNeumann", peter.public).hex() == "c74f20a3"
    assert checkpoint.key_id("example.com/foo", bytes.fromhex(foo)).hex() == "530d903a"


def test_a_note_is_three_lines_a_blank_one_and_a_signature() -> None:
    assert NOTE.decode() == f"truyvet/0b0f4c1e\n17\n{ROOT}\n\n{LINE}"


def test_a_signature_line_holds_the_key_id_and_a_signature_of_the_text() -> None:
    mark, name, encoded = LINE.rstrip("\n").split(" ")
    content = base64.b64decode(encoded)
    key_id = hashlib.sha256(NAME.encode() + b"\n\x01" + KEY.public).digest()[:4]
    text = NOTE.partition(b"\n\n")[0] + b"\n"
    assert (mark, name, content[:4]) == ("—", NAME, key_id)
    assert content[4:] == KEY.sign_raw(text)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
def test_openssl_verifies_a_checkpoint_without_this_program(tmp_path: Path) -> None:
    text, _, line = NOTE.partition(b"\n\n")
    (tmp_path / "text").write_bytes(text + b"\n")
    (tmp_path / "sig").write_bytes(base64.b64decode(line.split()[-1])[4:])
    (tmp_path / "key").write_bytes(bytes.fromhex("302a300506032b6570032100") + KEY.public)
    command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile sig"
    done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True)
    if "rawin" in done.stderr:
        pytest.skip("this openssl is older than -rawin")
    assert "Verified Successfully" in done.stdout


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1),
    st.integers(0, checkpoint.MAX_SIZE),
    st.binary(min_size=32, max_size=32),
)
def test_what_was_signed_reads_as_itself_and_verifies(origin: str, size: int, root: bytes) -> None:
    head = Checkpoint(origin=origin, size=size, root=root)
    signed = checkpoint.parse(checkpoint.sign(head, NAME, KEY))
    assert signed.checkpoint == head
    assert checkpoint.verify(signed, NAME, KEY.public)


@given(st.integers(0, len(NOTE) * 8 - 1))
def test_a_note_with_any_bit_flipped_is_refused_or_does_not_verify(bit: int) -> None:
    changed = (int.from_bytes(NOTE, "big") ^ 1 << bit).to_bytes(len(NOTE), "big")
    try:
        signed = checkpoint.parse(changed)
    except NotACheckpoint:
        return
    assert not checkpoint.verify(signed, NAME, KEY.public)


@given(st.integers(0, len(NOTE) - 1))
def test_a_note_cut_short_is_refused(length: int) -> None:
    with pytest.raises(NotACheckpoint):
        checkpoint.parse(NOTE[:length])


@given(st.binary(max_size=200) | st.text().map(str.encode))
def test_no_bytes_raise_anything_but_the_refusal(note: bytes) -> None:
    with pytest.raises(NotACheckpoint):
        checkpoint.parse(note)


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        (b"", "no blank line"),
        (f"o\n1\n{ROOT}\n", "no blank line"),
        (f"o\n1\n{ROOT}\n\n", "no newline after"),
        (f"o\n1\n{ROOT}\n\n\n", "signature line"),
        (f"o\n1\n{ROOT}\n\n{LINE[:-1]}", "no newline after"),
        (f"o\n1\n{ROOT}\n\n{LINE}\n", "signature line"),
        (f"o\n1\n{ROOT}\n\n{LINE}extra\n", "signature line"),
        (f"o\n1\n\n{LINE}", "2 lines"),
        (f"o\n1\n{ROOT}\nextension\n\n{LINE}", "4 lines"),
        (f"\n\n1\n{ROOT}\n\n{LINE}", "1 lines"),
        (f"\n1\n{ROOT}\n\n{LINE}", "origin is empty"),
        (f"o\r\n1\n{ROOT}\n\n{LINE}", "control characters"),
        (f"o\x7f\n1\n{ROOT}\n\n{LINE}", "control characters"),
        (f"o\u2028o\n1\n{ROOT}\n\n{LINE}", "line breaks"),
        (f"o\n01\n{ROOT}\n\n{LINE}", "leading zeros"),
        (f"o\n00\n{ROOT}\n\n{LINE}", "leading zeros"),
        (f"o\n+1\n{ROOT}\n\n{LINE}", "decimal number"),
        (f"o\n-1\n{ROOT}\n\n{LINE}", "decimal number"),
        (f"o\n1 \n{ROOT}\n\n{LINE}", "decimal number"),
        (f"o\n1_0\n{ROOT}\n\n{LINE}", "decimal number"),
        (f"o\n١\n{ROOT}\n\n{LINE}", "decimal number"),
        (f"o\n²\n{ROOT}\n\n{LINE}", "decimal number"),
        (f"o\n9223372036854775808\n{ROOT}\n\n{LINE}", "2\\^63-1"),
        (f"o\n{'9' * 5000}\n{ROOT}\n\n{LINE}", "decimal number"),
        (f"o\n1\n{ROOT[:-4]}\n\n{LINE}", "32 bytes, not 30"),
        (f"o\n1\n{ROOT[:-1]}\n\n{LINE}", "base64"),
        (f"o\n1\n {ROOT}\n\n{LINE}", "base64"),
        (f"o\n1\n{ROOT[:-2]}9=\n\n{LINE}", "one canonical form"),
        (f"o\n1\n{'_' * 43}=\n\n{LINE}", "base64"),
        (f"o\n1\n{ROOT}\n\n- {LINE[2:]}", "signature line"),
        (f"o\n1\n{ROOT}\n\n—{LINE[2:]}", "signature line"),
        (f"o\n1\n{ROOT}\n\n— {NAME}\n", "signature line"),
        (f"o\n1\n{ROOT}\n\n—  {LINE.split()[-1]}\n", "name"),
        (f"o\n1\n{ROOT}\n\n— a+b {LINE.split()[-1]}\n", "name"),
        (f"o\n1\n{ROOT}\n\n— a\u00a0b {LINE.split()[-1]}\n", "name"),
        (f"o\n1\n{ROOT}\n\n— a {LINE.split()[-1]} \n", "base64"),
        (f"o\n1\n{ROOT}\n\n— a AAAAAA==\n", "key id and a signature"),
        (f"o\n1\n{ROOT}\n\n— a ÄÄÄÄ\n", "base64"),
        (b"\xff" + NOTE, "UTF-8 at byte 0"),
        (NOTE + line_of("a", bytes(50_000)), "more than 65536"),
    ],
)
def test_another_shape_is_refused_with_its_reason(note: str | bytes, reason: str) -> None:
    with pytest.raises(NotACheckpoint, match=reason):
        checkpoint.parse(note.encode() if isinstance(note, str) else note)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [
        ("", 1, bytes(32)),
        ("two\nlines", 1, bytes(32)),
        ("a\ud800", 1, bytes(32)),
        ("o", -1, bytes(32)),
        ("o", 2**63, bytes(32)),
        ("o", 1, bytes(31)),
        ("o", 1, b""),
    ],
)
def test_fields_that_cannot_be_written_are_refused(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(NotACheckpoint):
        checkpoint.sign(Checkpoint(origin=origin, size=size, root=root), NAME, KEY)


@pytest.mark.parametrize("name", ["", "Trần Văn A", "a+b", "a\tb", "a\n", "\ud800"])
def test_a_name_that_cannot_be_written_is_refused(name: str) -> None:
    with pytest.raises(NotACheckpoint):
        checkpoint.sign(HEAD, name, KEY)


def test_a_name_may_be_vietnamese() -> None:
    signed = checkpoint.parse(checkpoint.sign(HEAD, "Trần-Văn-Ắ", KEY))
    assert checkpoint.verify(signed, "Trần-Văn-Ắ", KEY.public)


def test_another_key_or_another_name_does_not_verify() -> None:
    signed = checkpoint.parse(NOTE)
    assert not checkpoint.verify(signed, NAME, OTHER.public)
    assert not checkpoint.verify(signed, "Tran-Van-B", KEY.public)


def test_the_key_id_in_a_line_is_not_trusted() -> None:
    text = HEAD.encode()
    borrowed = line_of(NAME, checkpoint.key_id(NAME, KEY.public) + OTHER.sign_raw(text))
    signed = checkpoint.parse(text + b"\n" + borrowed)
    assert not checkpoint.verify(signed, NAME, KEY.public)
    assert not checkpoint.verify(signed, NAME, OTHER.public)


def test_a_line_may_be_added_and_both_verify() -> None:
    signed = checkpoint.parse(NOTE + checkpoint.signature_line(HEAD.encode(), "witness", OTHER))
    assert checkpoint.verify(signed, NAME, KEY.public)
    assert checkpoint.verify(signed, "witness", OTHER.public)


def test_a_line_of_an_unknown_algorithm_is_kept_and_not_judged() -> None:
    signed = checkpoint.parse(NOTE + line_of("witness", b"\x01\x02\x03\x04" + bytes(72)))
    assert [line.name for line in signed.signatures] == [NAME, "witness"]
    assert checkpoint.verify(signed, NAME, KEY.public)


def test_a_forged_line_beside_a_good_one_spoils_the_note() -> None:
    forged = line_of(NAME, checkpoint.key_id(NAME, KEY.public) + bytes(64))
    assert not checkpoint.verify(checkpoint.parse(NOTE + forged), NAME, KEY.public)


def test_a_signature_bound_to_a_domain_is_no_checkpoint_signature() -> None:
    text = HEAD.encode()
    domain, _, message = text.decode().removesuffix("\n").partition("\n")
    bound = KEY.sign(domain, message.encode())  # as near as a message without a last newline gets
    signed = checkpoint.parse(
        text + b"\n" + line_of(NAME, checkpoint.key_id(NAME, KEY.public) + bound)
    )
    assert not checkpoint.verify(signed, NAME, KEY.public)
