"""Passwords open containers, are written nowhere, and are not silently left out later."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

# A stored member "ghi-chu.txt" under ZipCrypto with the password "matkhau": made by Info-ZIP's
# algorithm in `encrypted` below, for the standard library can read such archives only.
SECRET = b"so tai khoan 19036789012345 Techcombank"


def _crc_step(crc: int, byte: int) -> int:
    crc ^= byte
    for _ in range(8):
        crc = crc >> 1 ^ (0xEDB88320 if crc & 1 else 0)
    return crc


def encrypted(content: bytes, password: bytes, check: int) -> bytes:
    """Encrypt as PKWARE's APPNOTE.TXT 6.1 says, with a fixed head of twelve bytes."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = _crc_step(keys[0], byte)
        keys[1] = (keys[1] + (keys[0] & 0xFF)) * 134775813 + 1 & 0xFFFFFFFF
        keys[2] = _crc_step(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in bytes(11) + bytes([check]) + content:
        mask = keys[2] & 0xFFFF | 2
        out.append(byte ^ (mask * (mask ^ 1) >> 8 & 0xFF))
        update(byte)
    return bytes(out)


def locked(path: Path) -> None:
    """Write an archive with one encrypted, stored member."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("ghi-chu.txt", (2026, 3, 14, 0, 0, 0)), SECRET)
        member = archive.infolist()[0]
    raw = path.read_bytes()
    sealed = encrypted(SECRET, b"matkhau", member.CRC >> 24)
    at = raw.index(SECRET)
    grown = raw[:at] + sealed + raw[at + len(SECRET) :]
    head = bytearray(grown)
    directory = head.index(b"PK\1\2")
    for place, size in ((6, 18), (directory + 8, directory + 20)):
        head[place] |= 1  # general purpose flag, bit 0: encrypted
        head[size : size + 4] = len(sealed).to_bytes(4, "little")
    last = head.index(b"PK\5\6")
    head[last + 16 : last + 20] = directory.to_bytes(4, "little")
    path.write_bytes(bytes(head))


@pytest.fixture
def place(newcomer: Any) -> Any:
    """An officer with a case of one locked archive, and a file of passwords."""
    newcomer.does("key", "new", "--name", "An", "--unit", "PA05", "--no-passphrase")
    newcomer.does("case", "new", "case", "--title", "t", "--number", "1")
    locked(newcomer.place / "a.zip")
    (newcomer.place / "words").write_text("sai\nmatkhau\n", encoding="utf-8")
    officer = newcomer.with_(TRUYVET_CASE=str(newcomer.place / "case"))
    officer.does("collect", "files", "a.zip")
    return officer


def scan(officer: Any, *options: str, status: int = 0) -> Any:
    ran = officer.run("scan", "--only", "archive,entities", *options)
    assert ran.returncode == status, ran
    return ran


def test_the_archive_made_here_is_one_that_others_can_open(tmp_path: Path) -> None:
    locked(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.read("ghi-chu.txt", pwd=b"matkhau") == SECRET


def test_a_password_that_comes_later_opens_what_was_encrypted(place: Any) -> None:
    scan(place, status=4)
    scan(place, "--passwords", "words")
    assert "19036789012345" in place.does("observations", "--kind", "bank-account")


def test_a_later_scan_without_them_is_refused_unless_it_is_meant(place: Any) -> None:
    scan(place, "--passwords", "words")
    assert "E850" in scan(place, status=1).stderr
    assert "19036789012345" in place.does("observations", "--kind", "bank-account")
    scan(place, "--no-passwords", status=4)


def test_no_password_is_written_anywhere_in_the_case(place: Any) -> None:
    scan(place, "--passwords", "words")
    for path in Path(place.place, "case").rglob("*"):
        assert not (path.is_file() and b"matkhau" in path.read_bytes()), path
