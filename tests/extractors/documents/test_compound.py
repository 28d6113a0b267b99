"""Compound files: their streams with bounds, and which of them are read by what."""

import struct

import pytest
from tests.extractors.documents.support.compound import Streams, compound, packaged
from tests.extractors.documents.support.packages import codes, holds, looked_at, seen

from truyvet.extractors import office
from truyvet.extractors.documents.compound import DAMAGE, Compound

PLAIN = {("một",): b"1" * 5_000, ("Kho", "hai"): b"2" * 4_096}


def opened(streams: dict[tuple[str, ...], bytes]) -> Compound:
    return Compound.of(compound(streams))


def test_streams_are_listed_sorted_by_their_path() -> None:
    with opened(PLAIN) as found:
        assert found.streams == sorted(PLAIN)
        assert not found.cut


def test_names_are_found_in_any_case() -> None:
    with opened({("Workbook",): b"x" * 4_096}) as found:
        assert ("WORKBOOK",) in found
        assert found.read(("wOrKbOoK",))[:1] == b"x"
        assert list(found.named("workbook", "book")) == [("Workbook",)]


def test_a_stream_longer_than_its_limit_is_refused() -> None:
    with opened(PLAIN) as found:
        assert found.size(("một",)) == 5_000
        assert found.read(("một",), 5_000) == b"1" * 5_000
        with pytest.raises(ValueError, match="too long"):
            found.read(("một",), 4_999)


def test_a_stream_that_is_not_there_is_damage() -> None:
    with opened(PLAIN) as found, pytest.raises(DAMAGE):
        found.read(("ba",))


@pytest.mark.parametrize("length", [0, 8, 100, 511])
def test_less_than_a_header_is_no_compound_file(length: int) -> None:
    with pytest.raises(ValueError, match="header"):
        Compound.of(compound(PLAIN)[:length])


@pytest.mark.parametrize(
    ("offset", "value"),
    [(44, 0xFFFFFFFF), (48, 0xFFFFFFFF), (48, 0x7FFFFFFF), (60, 5), (64, 0xFFFFFFFF), (68, 3),
     (72, 0xFFFFFFFF), (76, 0xFFFFFFFF), (76, 0x7FFFFFFF)],
)  # fmt: skip
def test_a_header_that_lies_is_named_and_never_a_fault(offset: int, value: int) -> None:
    whole = bytearray(compound(PLAIN))
    struct.pack_into("<I", whole, offset, value)
    found = looked_at(office, bytes(whole))
    assert found.outcome.status in {"corrupt", "empty", "ok"}


@pytest.mark.parametrize("target", [0, 1, 5, 0xFFFFFFFE, 0xFFFFFFFF, 0x7FFFFFFF])
def test_a_chain_of_sectors_may_lead_anywhere(target: int) -> None:
    whole = bytearray(compound({("\x01Ole10Native",): packaged("a", "C:\\a", b"x" * 9_000)}))
    table = 512 + 512 * struct.unpack_from("<I", whole, 76)[0]
    struct.pack_into("<I", whole, table + 4, target)
    assert looked_at(office, bytes(whole)).outcome.status in {"corrupt", "ok", "empty"}


def native(name: str = "hoá đơn.exe", source: str = "C:\\tmp\\a.exe") -> bytes:
    return packaged(name.encode("cp1252", "replace").decode("cp1252"), source, b"MZ\x90")


def test_a_packaged_file_is_given_once_with_its_source() -> None:
    found = holds(office, compound({("ObjectPool", "_9", "\x01Ole10Native"): native("a.exe")}))
    (child,) = found.children
    assert (child.name, child.content) == ("a.exe", b"MZ\x90")
    assert list(seen(found, "embedded-object").values()) == ["C:\\tmp\\a.exe"]


def test_a_label_with_a_path_gives_the_name_alone() -> None:
    found = looked_at(office, compound({("\x01Ole10Native",): native("C:\\x\\b.scr")}))
    assert found.children[0].name == "b.scr"


def test_an_object_that_is_no_package_is_given_as_it_is() -> None:
    raw = struct.pack("<IH", 4, 7) + b"abcd"
    found = looked_at(office, compound({("\x01Ole10Native",): raw}))
    assert (found.children[0].name, found.children[0].content) == ("object", raw[4:8])


@pytest.mark.parametrize("cut", range(0, 40, 3))
def test_a_package_that_is_cut_is_named_or_given_in_part(cut: int) -> None:
    found = looked_at(office, compound({("\x01Ole10Native",): native()[:cut]}))
    assert found.outcome.status in {"ok", "corrupt"}


@pytest.mark.parametrize(
    ("stream", "name"), [("Package", "package"), ("CONTENTS", "contents"), ("EmbeddedOdf", "odf")]
)
def test_a_stream_that_is_a_file_of_its_own_is_given(stream: str, name: str) -> None:
    content = b"PK\x03\x04" + bytes(5_000)
    (child,) = holds(office, compound({("ObjectPool", "_1", stream): content})).children
    assert (child.name, child.content) == (name, content)


@pytest.mark.parametrize(
    ("version", "method"),
    [((4, 4), "agile"), ((2, 2), "standard"), ((3, 2), "standard"), ((4, 2), "standard"),
     ((3, 3), "extensible"), ((4, 3), "extensible")],
)  # fmt: skip
def test_the_method_of_an_encrypted_package_is_named(version: tuple[int, int], method: str) -> None:
    streams: Streams = {
        ("EncryptionInfo",): struct.pack("<HH", *version),
        ("EncryptedPackage",): b"x",
    }
    found = looked_at(office, compound(streams))
    assert found.outcome.status == "encrypted"
    assert method in found.outcome.defects[0].text


def test_an_encrypted_package_without_its_description_is_named_still() -> None:
    found = looked_at(office, compound({("EncryptedPackage",): b"x"}))
    assert codes(found) == ["encrypted"]
    assert found.of("encryption")[0].facts == {"scope": "document"}


def test_several_documents_in_one_file_keep_their_names_apart() -> None:
    same = native("a.exe")
    streams: Streams = {("ObjectPool", f"_{n}", "\x01Ole10Native"): same for n in range(3)}
    found = holds(office, compound(streams))
    assert len({child.found.locator for child in found.children}) == 3
