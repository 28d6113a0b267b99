"""The file of a bundle: a zip that everything unpacks, and of which every byte is fixed."""

import io
import struct
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.reports.proof.archive import NotABundle, read_archive, write_archive

MEMBERS = {"entries/0.json": b'{"a":1}', "proof.json": b"{}", "readme.md": "chứng minh".encode()}
MOST = 1 << 20
NAMES = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,9}(/[a-z0-9][a-z0-9.-]{0,9})?", fullmatch=True)


def packed(members: Mapping[str, bytes]) -> bytes:
    """The file of these members."""
    file = io.BytesIO()
    write_archive(file, members)
    return file.getvalue()


def unpacked(content: bytes, *, most: int = MOST) -> dict[str, bytes]:
    """What such a file holds."""
    return read_archive(io.BytesIO(content), len(content), most=most)


def foreign(*members: tuple[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    """A zip as Python's own module writes it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as zipped:
        for name, content in members:
            zipped.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, how)
    return file.getvalue()


@given(st.dictionaries(NAMES, st.binary(max_size=50), min_size=1, max_size=6))
def test_what_is_written_is_read_again(members: dict[str, bytes]) -> None:
    assert unpacked(packed(members)) == members


def test_any_zip_program_unpacks_it() -> None:
    with zipfile.ZipFile(io.BytesIO(packed(MEMBERS))) as zipped:
        assert zipped.testzip() is None
        assert {name: zipped.read(name) for name in zipped.namelist()} == MEMBERS


def test_the_order_in_which_members_are_given_does_not_matter() -> None:
    assert packed(dict(reversed(MEMBERS.items()))) == packed(MEMBERS)


@pytest.mark.parametrize("flip", [0x01, 0x80])
def test_every_flipped_bit_is_found(flip: int) -> None:
    whole = packed(MEMBERS)
    for at in range(len(whole)):
        with pytest.raises(NotABundle):
            unpacked(whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :])


def test_every_cut_is_found() -> None:
    whole = packed(MEMBERS)
    for end in range(len(whole)):
        with pytest.raises(NotABundle):
            unpacked(whole[:end])


@pytest.mark.parametrize("extra", [b"\x00", b"PK\x05\x06", packed(MEMBERS)])
def test_bytes_after_the_end_are_found(extra: bytes) -> None:
    with pytest.raises(NotABundle):
        unpacked(packed(MEMBERS) + extra)


def test_bytes_before_the_beginning_are_found() -> None:
    with pytest.raises(NotABundle):
        unpacked(b"#!/bin/sh\n" + packed(MEMBERS))


def test_a_bomb_is_refused_unread() -> None:
    bomb = foreign(("proof.json", bytes(1 << 20)), how=zipfile.ZIP_DEFLATED)
    with pytest.raises(NotABundle, match=r"compressed|longer than the file"):
        unpacked(bomb)


@pytest.mark.parametrize(
    "name", ["../proof.json", "/etc/passwd", "a/b/c", "C:proof.json", "Proof.json", "proof json"]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(NotABundle, match="no name of a member"):
        unpacked(foreign((name, b"{}")))
    with pytest.raises(NotABundle, match="no name of a member"):
        packed({name: b"{}"})


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice_is_refused() -> None:
    twice = io.BytesIO()
    one, two = packed({"proof.json": b"{}"}), packed({"proof.json": b"[]"})
    twice.write(one[: 30 + 10 + 2] + two)
    with pytest.raises(NotABundle, match="twice"):
        unpacked(twice.getvalue())


def test_members_out_of_order_are_refused() -> None:
    first, second = packed({"b": b"1"}), packed({"a": b"2"})
    with pytest.raises(NotABundle, match="out of order"):
        unpacked(first[: 30 + 1 + 1] + second)


def test_a_length_beyond_the_file_is_refused_before_it_is_read() -> None:
    whole = bytearray(packed({"a": b"1"}))
    struct.pack_into("<2I", whole, 18, 0xFFFFFFFF, 0xFFFFFFFF)
    with pytest.raises(NotABundle, match="longer than the file"):
        unpacked(bytes(whole))


def test_a_file_that_is_too_long_is_refused_unread() -> None:
    whole = packed(MEMBERS)
    with pytest.raises(NotABundle, match="are more than 10"):
        unpacked(whole, most=10)


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all", bytes(100)])
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    with pytest.raises(NotABundle):
        unpacked(content)
