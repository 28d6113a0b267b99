"""Damage of every kind: each byte of the file, of each member, and what hostile hands pack anew."""

import binascii
import io
import struct
import zipfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports.proof.support.forged import Members, bundle, codes, good, resealed
from tests.reports.proof.support.made import BUNDLE

from truyvet.evidence.findings import Verdict
from truyvet.evidence.verification.trust import Trust
from truyvet.reports.proof.archive import NotABundle, read_archive, write_archive
from truyvet.reports.proof.checking import MAX_BUNDLE_BYTES, check_bundle

WHOLE = BUNDLE.read_bytes()
SMALL = ("checkpoint", "proof.sig.json", "lines/3-statements-2.json")


@pytest.fixture(scope="module")
def members() -> Members:
    """What the true bundle holds."""
    return good()


def read(content: bytes) -> Members:
    """What a file holds."""
    return read_archive(io.BytesIO(content), len(content), most=1 << 20)


def flipped(content: bytes, at: int, bit: int) -> bytes:
    """The same with one bit turned."""
    return content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :]


def test_each_byte_of_the_file_is_fixed() -> None:
    for at in range(len(WHOLE)):
        with pytest.raises(NotABundle):
            read(flipped(WHOLE, at, 1 << at % 8))


@given(at=st.integers(0, len(WHOLE)), more=st.binary(min_size=1, max_size=40))
def test_nothing_can_be_put_in_between(at: int, more: bytes) -> None:
    with pytest.raises(NotABundle):
        read(WHOLE[:at] + more + WHOLE[at:])


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 400))
def test_nothing_can_be_cut_out(at: int, count: int) -> None:
    with pytest.raises(NotABundle):
        read(WHOLE[:at] + WHOLE[at + count :])


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(NotABundle):
        read(content)
    with pytest.raises(NotABundle):
        read(b"PK\x03\x04" + content)


@pytest.mark.parametrize("name", SMALL)
def test_each_byte_of_a_small_member_counts(members: Members, tmp_path: Path, name: str) -> None:
    content = members[name]
    for at in range(len(content)):
        altered = members | {name: flipped(content, at, 1 << at % 8)}
        assert codes(altered, tmp_path), at


RESEALED = [name for name in good() if name.split("/")[0] in ("checkpoint", "entries", "lines")]


@pytest.mark.parametrize("name", RESEALED)
def test_not_even_the_maker_can_alter_a_byte_of_the_case(
    members: Members, tmp_path: Path, name: str
) -> None:
    content = members[name]
    for at in range(0, len(content), max(1, len(content) // 16)):
        altered = resealed(members | {name: flipped(content, at, 1 << at % 7)})
        assert codes(altered, tmp_path), at


@pytest.mark.parametrize("name", RESEALED)
@pytest.mark.parametrize("how", ["empty", "cut", "longer", "doubled", "nul"])
def test_not_even_the_maker_can_alter_the_length_of_a_member(
    members: Members, tmp_path: Path, name: str, how: str
) -> None:
    content = members[name]
    altered = {
        "empty": b"", "cut": content[:-1], "longer": content + b"\n", "doubled": content * 2,
        "nul": content + b"\x00",
    }  # fmt: skip
    assert codes(resealed(members | {name: altered[how]}), tmp_path)


def test_no_two_members_can_be_exchanged_by_the_maker(members: Members, tmp_path: Path) -> None:
    for one, two in combinations(RESEALED, 2):
        altered = resealed(members | {one: members[two], two: members[one]})
        assert codes(altered, tmp_path), (one, two)


# Files of others.


def foreign(names: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    """A zip as Python's own module writes it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as zipped:
        for name, content in names.items():
            zipped.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, how)
    return file.getvalue()


def encrypted(whole: bytes) -> bytes:
    """The same with the bit that says so in the first head."""
    return whole[:6] + struct.pack("<H", 0x0801) + whole[8:]


def with_descriptor(whole: bytes) -> bytes:
    """The same with the bit that puts lengths behind the bytes."""
    return whole[:6] + struct.pack("<H", 0x0808) + whole[8:]


def with_comment(whole: bytes) -> bytes:
    """The same with a comment at its end."""
    return whole[:-2] + b"\x05\x00hello"


def with_wide_end(whole: bytes) -> bytes:
    """The same with the 64-bit end records before its end."""
    wide = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 0, 0)
    pointer = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(whole), 1)
    return whole[:-22] + wide + pointer + whole[-22:]


FILES = {
    "packed anew by another program": foreign(good()),
    "compressed": foreign(good(), zipfile.ZIP_DEFLATED),
    "compressed otherwise": foreign(good(), zipfile.ZIP_BZIP2),
    "a bomb": foreign({"proof.json": bytes(8 << 20)}, zipfile.ZIP_DEFLATED),
    "a way out": foreign(good() | {"../../etc/passwd": b"x"}),
    "a way to the root": foreign({"/etc/passwd": b"x"}),
    "a way by a drive": foreign({"C:\\x": b"x"}),
    "a folder": foreign({"items/": b""}),
    "a name in another script": foreign({"‮gpj.exe": b"x"}),
    "a name of 65,535 letters": foreign({"a" * 65_535: b"x"}),
    "encrypted": encrypted(WHOLE),
    "with lengths behind": with_descriptor(WHOLE),
    "with a comment": with_comment(WHOLE),
    "with 64-bit ends": with_wide_end(WHOLE),
    "behind a program": b"#!/bin/sh\n" + WHOLE,
    "twice": WHOLE + WHOLE,
    "nothing but an end": WHOLE[-22:],
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "text": "không phải gói chứng minh\n".encode() * 100,
    "nothing": b"",
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", FILES)
def test_no_other_zip_is_taken(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.zip").write_bytes(FILES[name])
    answer = check_bundle(tmp_path / "x.zip", Trust())
    assert [one.code for one in answer.faults] == ["E645"]
    assert answer.verdict is Verdict.INVALID
    assert answer.proof is None
    assert [one.name for one in tmp_path.iterdir()] == ["x.zip"]


def heads(count: int) -> Iterator[bytes]:
    """So many empty members, in order, without a directory."""
    for number in range(count):
        name = f"{number:06}".encode()
        facts = (b"PK\x03\x04", 20, 0x0800, 0, 0, 33, binascii.crc32(b""), 0, 0, len(name), 0)
        yield struct.pack("<4s5H3I2H", *facts) + name


def test_a_hundred_thousand_members_are_refused() -> None:
    content = b"".join(heads(100_000))
    with pytest.raises(NotABundle, match="too many members"):
        read_archive(io.BytesIO(content), len(content), most=1 << 30)


def test_many_members_that_nothing_lists_are_each_told(members: Members, tmp_path: Path) -> None:
    crowd = {f"items/{number:064x}": b"" for number in range(3_000)}
    assert codes(members | crowd, tmp_path) == ["E646"] * 3_000


def test_as_many_members_as_a_directory_counts_are_read_again() -> None:
    file = io.BytesIO()
    crowd = {f"items/{number:05}": b"" for number in range(20_000)}
    write_archive(file, crowd)
    assert read_archive(file, file.tell(), most=1 << 24) == crowd


def test_more_members_than_a_directory_counts_are_not_written() -> None:
    with pytest.raises(NotABundle, match="too much"):
        write_archive(io.BytesIO(), {f"{number:06}": b"" for number in range(65_536)})


def test_a_file_longer_than_any_bundle_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "x.zip").open("wb") as file:
        file.truncate(MAX_BUNDLE_BYTES + 1)
    (fault,) = check_bundle(tmp_path / "x.zip", Trust()).faults
    assert fault.code == "E645"
    assert "are more than 1,073,741,824" in fault.text


def test_a_length_that_promises_more_than_the_file_is_not_reserved() -> None:
    head = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0x0800, 0, 0, 33, 0, 0xFFFFFFFE, 0xFFFFFFFE, 1, 0
    )
    with pytest.raises(NotABundle, match="longer than the file"):
        read(head + b"a" + b"x" * 100)


def test_a_bundle_is_the_same_from_whatever_order(members: Members, tmp_path: Path) -> None:
    backwards = dict(sorted(members.items(), reverse=True))
    assert bundle(backwards, tmp_path).read_bytes() == WHOLE
