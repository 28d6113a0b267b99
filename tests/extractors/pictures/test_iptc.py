"""IPTC-IIM: data sets, long lengths, character sets, dates, and chains that break."""

import struct

import pytest
from tests.extractors.pictures.build import jpeg

from truyvet.extractors import image
from truyvet.extractors.fields.field import Field
from truyvet.extractors.pictures import iptc
from truyvet.extractors.pictures.block import Block, piece
from truyvet.testing import examine, resolve

UTF8 = b"\x1c\x01\x5a\x00\x03\x1b%G"


def dataset(number: int, value: bytes, record: int = 2) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value


def wide(number: int, value: bytes, width: int) -> bytes:
    """Return an extended data set, whose length has `width` bytes."""
    head = struct.pack(">BBBH", 0x1C, 2, number, 0x8000 | width)
    return head + len(value).to_bytes(width, "big") + value


def fields(*sets: bytes) -> list[Field]:
    return list(iptc.fields(piece("iptc", b"".join(sets))))


@pytest.mark.parametrize(
    ("number", "kind", "name"),
    [
        (5, "title", "title"), (25, "keyword", "keyword"), (65, "application", "program"),
        (80, "author", "by-line"), (105, "title", "headline"), (116, "copyright", "copyright"),
        (118, "author", "contact"), (120, "description", "caption"), (122, "author", "writer"),
        (90, "metadata", "city"), (101, "metadata", "country"), (200, "metadata", ""),
    ],
)  # fmt: skip
def test_a_data_set_means_what_the_model_says(number: int, kind: str, name: str) -> None:
    (seen,) = fields(dataset(number, b"value"))
    assert (seen.kind, seen.step, seen.facts.get("name", "")) == (kind, f"iptc:2/{number}", name)


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_an_extended_length_is_read_in_any_width(width: int) -> None:
    found = fields(wide(120, b"caption", width), dataset(5, b"after"))
    assert [each.raw for each in found] == [b"caption", b"after"]


def test_a_caption_longer_than_32_kilobytes_is_whole() -> None:
    (seen,) = fields(wide(120, b"x" * 40_000, 4))
    assert len(seen.raw) == 40_000


@pytest.mark.parametrize(
    "tail",
    [b"\x1c\x02\x05\x80\x05\0\0\0\0\1x", b"\x1c\x02\x05\x00\xff", b"\x1c\x02\x05", b"garbage!",
     b"\x1c\x02\x05\x80\x04\xff\xff\xff\xff"],
)  # fmt: skip
def test_a_chain_that_breaks_keeps_what_came_before(tail: bytes) -> None:
    assert [each.raw for each in fields(dataset(5, b"before"), tail)] == [b"before"]


@pytest.mark.parametrize("value", [b"", b"   ", b"\0\0"])
def test_an_empty_data_set_is_nothing(value: bytes) -> None:
    assert fields(dataset(5, value)) == []


def test_the_version_and_the_first_record_are_no_values() -> None:
    assert fields(dataset(0, b"\0\4"), dataset(5, b"x", record=1), UTF8) == []


@pytest.mark.parametrize(
    ("head", "value", "shown"),
    [
        (b"", b"caf\xe9", "café"),
        (UTF8, "Huế".encode(), "Huế"),
        (b"", "Huế".encode(), "Huế".encode().decode("latin-1")),
        (UTF8, b"caf\xe9", "caf\ufffd"),
        (b"", b"plain", ""),
    ],
)
def test_the_character_set_is_latin_unless_declared(head: bytes, value: bytes, shown: str) -> None:
    (seen,) = fields(head, dataset(90, value))
    assert (seen.raw, seen.normal) == (value, shown)


def test_a_declaration_after_the_text_holds_too() -> None:
    seen, *_ = fields(dataset(90, "Huế".encode()), UTF8)
    assert seen.normal == "Huế"


@pytest.mark.parametrize(
    ("date", "clock", "shown"),
    [
        (b"20260314", b"091500+0700", "2026-03-14T02:15:00Z"),
        (b"20260314", b"091500-0330", "2026-03-14T12:45:00Z"),
        (b"20260314", b"091500", "2026-03-14T09:15:00"),
        (b"20260314", b"", "2026-03-14"),
        (b"20260314", b"0915", "2026-03-14"),
        (b"20260314", b"091500+07:00", "2026-03-14T02:15:00Z"),
        (b"20260314", b"xx1500+0700", ""),
        (b"20261314", b"091500+0700", ""),
        (b"00000000", b"", ""),
        (b"2026", b"", ""),
        (b"\xff\xfe\xfd", b"", ""),
    ],
)
@pytest.mark.parametrize(("day", "hour", "role"), [(55, 60, "created"), (62, 63, "digitised")])
def test_date_and_clock_are_one_time(
    date: bytes, clock: bytes, shown: str, day: int, hour: int, role: str
) -> None:
    seen, *_ = fields(dataset(day, date), dataset(hour, clock))
    assert (seen.kind, seen.raw, seen.normal, seen.facts["role"]) == (
        "media-time", date, shown, role,
    )  # fmt: skip


def test_repeated_keywords_have_locators_of_their_own() -> None:
    inner = b"".join(dataset(25, word.encode()) for word in ("ma túy", "vũ khí", "tiền"))
    resource = (
        b"8BIM\x04\x04\0\0" + struct.pack(">I", len(inner)) + inner + b"\0" * (len(inner) & 1)
    )
    content = jpeg([(0xED, b"Photoshop 3.0\0" + resource)])
    found = examine(image, content).of("keyword")
    assert [seen.locator for seen in found] == [("iptc:2/25",), ("iptc:2/25#2",), ("iptc:2/25#3",)]
    for seen, word in zip(found, ("ma túy", "vũ khí", "tiền"), strict=True):
        assert resolve(image, content, seen.locator).decode() == word
        offset, _, length = seen.facts["bytes"].partition("+")
        assert content[int(offset) : int(offset) + int(length)].decode() == word


def test_a_value_tells_its_place_from_the_begin_of_the_item() -> None:
    content = b"1234567" + dataset(5, b"title")
    (seen,) = iptc.fields(Block(kind="iptc", source=content, start=7, length=len(content) - 7))
    assert seen.facts["bytes"] == f"{content.index(b'title')}+5"


def test_no_more_data_sets_than_a_bound_are_read() -> None:
    assert len(fields(dataset(25, b"x") * (iptc.MAX_SETS + 10))) == iptc.MAX_SETS
