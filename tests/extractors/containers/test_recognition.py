"""Which container an item is, by its bytes alone."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest
from tests.extractors.containers import sevens, tars, zips
from tests.extractors.containers.views import MemoryView, view

from truyvet.extractors.containers.recognition import container_of


def standard_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as writer:
        writer.writestr("a", b"1")
    return out.getvalue()


def standard_tar(form: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as writer:
        writer.addfile(tarfile.TarInfo("a"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (standard_zip(), "zip"),
        (zips.zipped(), "zip"),
        (b"PK\7\x08" + standard_zip(), "zip"),
        (b"PK\3\4", "zip"),
        (standard_tar(tarfile.USTAR_FORMAT), "tar"),
        (standard_tar(tarfile.GNU_FORMAT), "tar"),
        (standard_tar(tarfile.PAX_FORMAT), "tar"),
        (tars.block(magic=tars.OLD), "tar"),
        (sevens.stored(b"one"), "7z"),
        (b"Rar!\x1a\7\0", "rar"),
        (b"Rar!\x1a\7\1\0", "rar"),
        (b"!<arch>\n", "ar"),
        (b"070701", "cpio"),
        (b"070702", "cpio"),
        (b"070707", "cpio"),
        (b"\xc7\x71", "cpio"),
        (b"MSCF\0\0\0\0", "cab"),
        (b"xar!\0\x1c", "xar"),
        (b"hsqs", "squashfs"),
        (b"MSWIM\0\0\0", "wim"),
        (b"SZDD\x88\xf0\x27\x33", "szdd"),
        (b"1234567**ACE**", "ace"),
        (b"\x20\x10-lh5-", "lha"),
        (b"\x20\x10-lzs-", "lha"),
    ],
)
def test_a_container_is_known_by_its_beginning(content: bytes, word: str) -> None:
    assert container_of(view(content)) == word


@pytest.mark.parametrize(
    "content",
    [
        b"", b"P", b"PK", b"PK\1\2" + bytes(80), b"7z\xbc\xaf\x27", b"Rar!", b"!<arch>",
        b"!<thin>\n", b"070703", b"\x71\xc7", b"MSCF", b"\x20\x10-lhx", bytes(1024), b"ACE**" * 9,
        gzip.compress(b"1", mtime=0), bz2.compress(b"1"), lzma.compress(b"1"),
        "Công văn".encode() * 99,
    ],
)  # fmt: skip
def test_what_is_no_container_has_no_word(content: bytes) -> None:
    assert container_of(view(content)) == ""


@pytest.mark.parametrize("lead", [b"MZ", b"\xff\xd8\xff\xe0" + bytes(999), b"#!/bin/sh\n", b"PK"])
def test_a_zip_behind_other_bytes_is_known_by_its_end(lead: bytes) -> None:
    assert container_of(view(lead + standard_zip())) == "zip"
    assert container_of(view(lead + zips.zipped())) == ""


@pytest.mark.parametrize(
    "damage", [b"PK\5\7", b"XK\5\6"]
)  # fmt: skip
def test_a_zip_behind_other_bytes_without_its_end_record_is_none(damage: bytes) -> None:
    content = b"MZ" + standard_zip().replace(b"PK\5\6", damage)
    assert container_of(view(content)) == ""


@pytest.mark.parametrize("length", [511, 512])
def test_a_tar_archive_is_a_whole_block_at_least(length: int) -> None:
    assert container_of(view(tars.block()[:length])) == ("tar" if length == 512 else "")


@pytest.mark.parametrize("place", [0, 99, 124, 148, 156, 257, 344, 511])
def test_a_tar_header_with_a_turned_bit_is_none(place: int) -> None:
    raw = bytearray(tars.block())
    raw[place] ^= 0x02
    assert container_of(view(bytes(raw))) == ""


def test_a_tar_header_without_a_name_is_none() -> None:
    assert container_of(view(tars.block(b""))) == ""


@pytest.mark.parametrize("signed", [False, True])
def test_both_sums_of_a_tar_header_with_foreign_letters_are_known(signed: bool) -> None:
    content = tars.summed(tars.block("Hồ sơ vụ án".encode()), signed)
    assert container_of(view(content)) == "tar"


def test_little_is_read_of_what_is_no_container() -> None:
    item = MemoryView(bytes(1 << 20))
    container_of(item)  # type: ignore[arg-type]
    assert item.reads == 2
