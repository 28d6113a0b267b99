"""What an OLE compound file really is."""

import struct

import pytest

from truyvet.extractors.letters.storage import Tree, written
from truyvet.extractors.signatures.compound import compound_type


def kind(content: bytes) -> str:
    return compound_type(lambda offset, length: content[offset : offset + length])


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("WordDocument", "application/msword"),
        ("Workbook", "application/vnd.ms-excel"),
        ("Book", "application/vnd.ms-excel"),
        ("PowerPoint Document", "application/vnd.ms-powerpoint"),
        ("__properties_version1.0", "application/vnd.ms-outlook"),
        ("VisioDocument", "application/vnd.visio"),
        ("EncryptedPackage", "application/x-ole-storage"),
        ("Anything", "application/x-ole-storage"),
    ],
)
def test_a_name_in_the_directory_tells_the_type(name: str, media: str) -> None:
    assert kind(written({"a": b"x", name: b"y" * 5000, "zz": b""})) == media


def test_the_mark_may_stand_in_a_far_sector_of_the_directory() -> None:
    tree: Tree = {f"{number:05d}": b"" for number in range(150)} | {"WordDocument": b""}
    assert kind(written(tree)) == "application/msword"


def test_an_installer_is_told_by_its_class() -> None:
    content = bytearray(written({"a": b"x"}))
    (directory,) = struct.unpack_from("<L", content, 48)
    at = (directory + 1) * 512 + 80
    content[at : at + 16] = bytes.fromhex("84100c0000000000c000000000000046")
    assert kind(bytes(content)) == "application/x-msi"


def test_a_directory_that_leads_back_to_itself_ends() -> None:
    content = bytearray(written({f"{number:05d}": b"" for number in range(50)}))
    (directory,) = struct.unpack_from("<L", content, 48)
    (table,) = struct.unpack_from("<L", content, 76)
    struct.pack_into("<L", content, (table + 1) * 512 + 4 * directory, directory)
    assert kind(bytes(content)) == "application/x-ole-storage"


def test_any_cut_and_any_byte_of_the_header_changed_is_still_some_type() -> None:
    content = written({"WordDocument": b"x"})
    for at in range(512):
        assert kind(content[:at] + b"\xff" + content[at + 1 :])
        assert kind(content[:at])
