"""Reading web archives: every record, where it stands, and what is wrong with it."""

import base64
import hashlib
import io

import pytest
from tests.extractors.webarchives.archives import (
    PAGE,
    answer,
    packed,
    problems,
    read,
    record,
    response,
    tape,
)

from truyvet.extractors.webarchives.blocks import block_of, payload_of
from truyvet.extractors.webarchives.reading import Garbage, header_of, record_at, records
from truyvet.extractors.webarchives.sources import source_of_file
from truyvet.extractors.webarchives.tapes import tape_of

ONE, TWO, THREE = record(block=b"one"), response(PAGE), record(block=b"three" * 900)


def blocks(content: bytes) -> list[bytes]:
    first, second = tape(content), tape(content)
    return [block_of(second, one).read() for one in records(first) if not isinstance(one, Garbage)]


def test_records_are_found_by_their_byte() -> None:
    found, garbage = read(ONE + TWO + THREE)
    assert [one.place for one in found] == ["0", str(len(ONE)), str(len(ONE + TWO))]
    assert [one.kind for one in found] == ["resource", "response", "resource"]
    assert garbage == []
    assert problems(ONE + TWO + THREE) == []


def test_blocks_are_the_bytes_that_stand_there() -> None:
    assert blocks(ONE + TWO + THREE) == [b"one", answer(PAGE), b"three" * 900]


def test_compressed_records_are_found_by_the_byte_of_their_member() -> None:
    found, _ = read(packed(ONE, TWO, THREE))
    lengths = [len(packed(one)) for one in (ONE, TWO)]
    assert [one.place for one in found] == ["0", str(lengths[0]), str(sum(lengths))]
    assert problems(packed(ONE, TWO, THREE)) == []
    assert blocks(packed(ONE, TWO, THREE)) == [b"one", answer(PAGE), b"three" * 900]


def test_a_record_is_read_at_its_place() -> None:
    for content in (ONE + TWO + THREE, packed(ONE, TWO, THREE), packed(ONE + TWO + THREE)):
        for one in read(content)[0]:
            again = record_at(tape(content), one.member, one.inner)
            assert (again.place, again.fields, again.length) == (one.place, one.fields, one.length)


def test_a_place_where_no_record_begins_is_an_error() -> None:
    content = packed(ONE, TWO)
    for member, inner in ((1, 0), (0, 5), (len(packed(ONE)) - 3, 0), (10**9, 0), (0, len(ONE))):
        with pytest.raises(LookupError):
            record_at(tape(content), member, inner)
    with pytest.raises(LookupError):
        record_at(tape(ONE), 7)


def test_a_header_is_kept_as_it_stands() -> None:
    found, _ = read(ONE)
    assert header_of(tape(ONE), found[0]) == ONE[: -len(b"one\r\n\r\n")]
    assert found[0].first(b"warc-date") == b"2026-11-20T02:00:00Z"


@pytest.mark.parametrize("version", ["0.9", "0.17", "0.18", "1.0", "1.1"])
def test_every_version_is_read(version: str) -> None:
    found, _ = read(record(version=version))
    assert (found[0].version, found[0].problems) == (version, ())


def test_bare_line_feeds_are_read() -> None:
    content = record(block=b"abc", line="\n", end=b"\n\n")
    found, _ = read(content + content)
    assert len(found) == 2
    assert blocks(content) == [b"abc"]


def test_the_head_of_a_message_is_read() -> None:
    (found,), _ = read(TWO)
    assert found.message is not None
    assert payload_of(tape(TWO), found, found.message).read() == PAGE


def test_a_file_that_is_cut_off_is_told() -> None:
    content = ONE + TWO
    size = len(answer(PAGE))
    text = f"it is cut off: {size - 96} of {size} bytes are there"
    assert problems(content[:-100]) == [(str(len(ONE)), text)]
    assert blocks(content[:-100])[1] == answer(PAGE)[:-96]


def test_a_missing_end_is_told() -> None:
    assert problems(ONE[:-4]) == [("0", "nothing closes it")]
    assert problems(ONE[:-4] + TWO) == [("0", "nothing closes it")]
    text = "it is closed by b'\\r\\n' where two line ends belong"
    assert problems(ONE[:-2] + TWO) == [("0", text)]


def test_a_length_that_is_too_short_costs_no_other_record() -> None:
    content = record(block=b"one" * 50, length=100) + TWO
    found, garbage = read(content)
    assert [one.kind for one in found] == ["resource", "response"]
    assert found[0].problems == ("it does not end after the 100 bytes that it announces",)
    assert [one.length for one in garbage] == [50]


def test_a_length_that_is_too_long_costs_no_other_record() -> None:
    content = record(block=b"one" * 50, length=300) + TWO + THREE
    found, garbage = read(content)
    assert [one.kind for one in found] == ["resource", "response", "resource"]
    assert found[0].length == 150
    text = "its length is 300, and 150 bytes later the next one begins"
    assert found[0].problems == (text,)
    assert garbage == []


def test_a_length_beyond_the_end_is_told_and_the_next_record_found() -> None:
    content = record(block=b"one", length=10**9) + TWO
    found, _ = read(content)
    assert [one.length for one in found] == [3, len(answer(PAGE))]


@pytest.mark.parametrize("bad", ["-1", "many", "", "9" * 30])
def test_a_record_without_a_length_reaches_to_the_next(bad: str) -> None:
    content = ONE.replace(b"Content-Length: 3", f"Content-Length: {bad}".encode()) + TWO
    found, _ = read(content)
    assert [one.length for one in found] == [3, len(answer(PAGE))]
    assert found[0].problems == ("the header does not tell one length",)


def test_a_header_that_lacks_what_it_must_have_is_told() -> None:
    content = b"WARC/1.0\r\nContent-Length: 2\r\n\r\nab\r\n\r\n"
    assert [text for _, text in problems(content)] == [
        "the header has no WARC-Type", "the header has no WARC-Record-ID",
        "the header has no WARC-Date",
    ]  # fmt: skip


def test_garbage_between_records_is_told_with_its_place() -> None:
    content = ONE + b"\x00garbage WARC/ 1.0\r\n" + TWO
    found, garbage = read(content)
    assert len(found) == 2
    (one,) = garbage
    assert (one.position, one.length) == (len(ONE), 18)


def test_garbage_at_the_end_is_told() -> None:
    _, garbage = read(ONE + b"the rest of a broken copy")
    assert [one.length for one in garbage] == [25]


def test_an_archive_inside_an_archive_is_one_record() -> None:
    inner = ONE + TWO
    content = record(block=inner) + THREE
    assert blocks(content) == [inner, b"three" * 900]
    assert problems(content) == []


def test_a_file_packed_as_a_whole_is_told() -> None:
    found, _ = read(packed(ONE + TWO + THREE))
    assert [one.place for one in found] == ["0", f"0+{len(ONE)}", f"0+{len(ONE + TWO)}"]
    assert [one.shared for one in found] == [False, True, True]


def test_a_record_over_several_members_is_told() -> None:
    content = packed(TWO[:500], TWO[500:], THREE)
    found, _ = read(content)
    assert [one.problems for one in found] == [("it reaches over several compressed members",), ()]
    assert blocks(content) == [answer(PAGE), b"three" * 900]


def test_a_damaged_member_costs_no_other_record() -> None:
    members = [packed(one) for one in (ONE, TWO, THREE)]
    bad = bytearray(members[1])
    bad[len(bad) // 2] ^= 0xFF
    content = members[0] + bytes(bad) + members[2]
    opened = tape(content)
    places = [getattr(one, "place", "") for one in records(opened)]
    assert places[0] == "0"
    assert places[-1] == str(len(members[0]) + len(bad))
    (fault,) = opened.faults
    assert fault.member == len(members[0])
    assert fault.text.startswith(f"the compressed member at byte {fault.member} is damaged")


def test_a_cut_member_is_told() -> None:
    content = packed(ONE, TWO)[:-30]
    opened = tape(content)
    assert len(list(records(opened))) == 2
    assert opened.faults[0].text.endswith("is cut off")


def test_bytes_between_members_are_told() -> None:
    opened = tape(packed(ONE) + b"no member" + packed(TWO))
    assert len(list(records(opened))) == 2
    assert [fault.member for fault in opened.faults] == [len(packed(ONE))]


def digest(block: bytes, name: str, spelling: str) -> str:
    value = hashlib.new(name, block).digest()
    spelled = {
        "hex": value.hex(), "base32": base64.b32encode(value).decode(),
        "base32-lower": base64.b32encode(value).decode().lower().rstrip("="),
        "base64": base64.b64encode(value).decode(),
    }  # fmt: skip
    return f"{name}:{spelled[spelling]}"


@pytest.mark.parametrize("name", ["sha1", "sha256", "md5", "sha512"])
@pytest.mark.parametrize("spelling", ["hex", "base32", "base32-lower", "base64"])
def test_digests_are_checked_in_every_spelling(name: str, spelling: str) -> None:
    field = f"WARC-Block-Digest: {digest(PAGE, name, spelling)}"
    (found,), _ = read(record("resource", "a:b", PAGE, field))
    assert found.digests == (("block", "ok"),)
    (found,), _ = read(record("resource", "a:b", PAGE + b"!", field))
    assert found.digests == (("block", "wrong"),)
    assert found.problems == ("its block has another digest",)


@pytest.mark.parametrize("value", ["crc32:abcd", "sha1:", "sha1:nonsense", "nonsense"])
def test_a_digest_nobody_knows_is_unknown(value: str) -> None:
    (found,), _ = read(record("resource", "a:b", PAGE, f"WARC-Block-Digest: {value}"))
    assert found.digests == (("block", "unknown"),)
    assert found.problems == ()


@pytest.mark.parametrize("hashed", ["chunks", "content"])
def test_a_payload_may_be_hashed_with_its_chunks_or_without(hashed: str) -> None:
    chunks = b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    claimed = digest(chunks if hashed == "chunks" else PAGE, "sha1", "base32")
    block = answer(chunks, "Transfer-Encoding: chunked")
    field = f"WARC-Payload-Digest: {claimed}"
    (found,), _ = read(record("response", "a:b", block, field, media="application/http"))
    assert found.digests == (("payload", "ok"),)


def test_a_wrong_payload_is_told() -> None:
    field = f"WARC-Payload-Digest: {digest(b'other', 'sha1', 'base32')}"
    content = record("response", "a:b", answer(PAGE), field, media="application/http")
    assert problems(content) == [("0", "its payload has another digest")]


def test_the_digest_of_a_revisit_is_that_of_another_record() -> None:
    field = f"WARC-Payload-Digest: {digest(PAGE, 'sha1', 'base32')}"
    content = record("revisit", "a:b", answer(b""), field, media="application/http")
    assert problems(content) == []


ARC = (
    b"filedesc://a.arc 0.0.0.0 20261120020000 text/plain 76\n1 0 InternetArchive\n"
    b"URL IP-address Archive-date Content-type Archive-length\n\n"
)


def arc(target: bytes, block: bytes) -> bytes:
    line = b"%b 192.0.2.1 20261120020000 text/html %d\n" % (target, len(block))
    return line + block + b"\n"


def test_the_older_format_is_read() -> None:
    content = ARC + arc(b"http://a.example/", answer(PAGE)) + arc(b"dns:a.example", b"1.2.3.4")
    found, garbage = read(content)
    assert garbage == []
    assert [(one.kind, one.target) for one in found] == [
        ("warcinfo", "filedesc://a.arc"), ("response", "http://a.example/"),
        ("response", "dns:a.example"),
    ]  # fmt: skip
    assert found[1].text(b"WARC-Date") == "2026-11-20T02:00:00Z"
    assert found[1].text(b"WARC-IP-Address") == "192.0.2.1"
    assert blocks(content)[1:] == [answer(PAGE), b"1.2.3.4"]
    assert problems(content) == []


def test_a_wrong_length_in_the_older_format_costs_no_other_record() -> None:
    bad = arc(b"http://a.example/", answer(PAGE)).replace(b"html ", b"html 9")
    found, _ = read(ARC + bad + arc(b"http://b.example/", answer(PAGE)))
    assert [one.target for one in found[1:]] == ["http://a.example/", "http://b.example/"]


def test_zstandard_frames_are_read_with_their_dictionary() -> None:
    zstandard = pytest.importorskip("zstandard")
    plain = b"".join(zstandard.compress(one) for one in (ONE, TWO))
    assert [one.place for one in read(plain)[0]] == ["0", str(len(zstandard.compress(ONE)))]
    trained = zstandard.ZstdCompressionDict(PAGE, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    packer = zstandard.ZstdCompressor(dict_data=trained)
    for kept in (PAGE, zstandard.compress(PAGE)):
        head = b"\x5d\x2a\x4d\x18" + len(kept).to_bytes(4, "little") + kept
        content = head + packer.compress(ONE) + packer.compress(TWO)
        found, _ = read(content)
        assert [one.kind for one in found] == ["resource", "response"]
        assert found[0].member == len(head)
        assert blocks(content)[1] == answer(PAGE)


@pytest.mark.parametrize("content", [b"", b"WARC", b"\x1f\x8b\x08", b"PK\3\4", b"%PDF-1.4"])
def test_what_is_no_archive_has_no_tape(content: bytes) -> None:
    assert tape_of(source_of_file(io.BytesIO(content))) is None
