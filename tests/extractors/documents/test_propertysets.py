"""Property sets of compound files: every sort of value, code pages, names of one's own, links."""

import struct

import pytest
from tests.extractors.documents.support.compound import compound, in_page
from tests.extractors.documents.support.packages import codes, holds, looked_at, seen, survives

from truyvet.extractors import office
from truyvet.extractors.documents.findings import Finding, Seen, Trouble
from truyvet.extractors.documents.propertysets import (
    DOCUMENT,
    MAX_PROPERTIES,
    SUMMARY,
    properties,
    read,
)

NAME = "Nguyễn Văn Đức"
USER = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")
TICKS = 134_179_533_000_000_000  # 14 March 2026, 09:15 UTC
Value = tuple[int, bytes]


def narrow(text: str, page: int = 65001) -> Value:
    raw = (text.encode() if page == 65001 else in_page(text, page)) + b"\0"
    return 0x1E, struct.pack("<I", len(raw)) + raw


def wide(text: str) -> Value:
    raw = (text + "\0").encode("utf-16-le")
    return 0x1F, struct.pack("<I", len(raw) // 2) + raw


def time(ticks: int) -> Value:
    return 0x40, struct.pack("<Q", ticks)


def whole(number: int) -> Value:
    return 0x03, struct.pack("<i", number)


def section(values: dict[int, Value], *, page: int = 65001, listing: bytes = b"") -> bytes:
    packed = {1: struct.pack("<HHI", 2, 0, page)}
    if listing:
        packed[0] = listing
    packed |= {key: struct.pack("<I", kind) + raw for key, (kind, raw) in values.items()}
    at, places = 8 + 8 * len(packed), b""
    for key, one in packed.items():
        places += struct.pack("<II", key, at)
        at += len(one)
    return struct.pack("<II", at, len(packed)) + places + b"".join(packed.values())


def stream(*sections: bytes, sorts: tuple[bytes, ...] = ()) -> bytes:
    head = struct.pack("<HHI16sI", 0xFFFE, 0, 0, bytes(16), len(sections))
    at, listed = len(head) + 20 * len(sections), b""
    for n, one in enumerate(sections):
        listed += struct.pack("<16sI", sorts[n] if n < len(sorts) else bytes(16), at)
        at += len(one)
    return head + listed + b"".join(sections)


def named(names: dict[int, str], page: int = 65001) -> bytes:
    """The dictionary of names: aligned only in 16 bits (2.17)."""
    out = struct.pack("<I", len(names))
    for key, name in names.items():
        if page == 1200:
            raw = (name + "\0").encode("utf-16-le")
            out += struct.pack("<II", key, len(raw) // 2) + raw + bytes(-len(raw) % 4)
        else:
            raw = name.encode() + b"\0"
            out += struct.pack("<II", key, len(raw)) + raw
    return out + bytes(-len(out) % 4)


def values(raw: bytes, name: str = SUMMARY) -> dict[str, int | str]:
    return {key: value for key, value, _ in properties(raw, name)}


def one(key: int, value: Value, name: str = SUMMARY, page: int = 65001) -> object:
    found = list(values(stream(section({key: value}, page=page)), name).values())
    return found[0] if found else None


def findings(raw: bytes, name: str = SUMMARY) -> list[Finding]:
    return list(read(raw, (name,)))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (narrow(NAME), NAME),
        (wide(NAME), NAME),
        (narrow("a\0b"), "a"),
        (narrow("   "), None),
        (narrow(""), None),
        (whole(-7), -7),
        ((0x02, struct.pack("<h", -2)), -2),
        ((0x05, struct.pack("<d", 2.5)), "2.5"),
        ((0x0B, b"\xff\xff"), "true"),
        ((0x0B, b"\0\0"), "false"),
        (time(TICKS), TICKS),
        (time(0), None),
        ((0x47, bytes(8)), None),
        ((0x00, b""), None),
        ((0x101E, bytes(8)), None),
    ],
)
def test_every_sort_of_value_is_read(value: Value, shown: object) -> None:
    assert one(2, value) == shown


@pytest.mark.parametrize("page", [1258, 1252, 65001, 932])
def test_a_narrow_string_stands_in_the_code_page_of_its_set(page: int) -> None:
    text = NAME if page in {1258, 65001} else "abc"
    assert one(4, narrow(text, page), page=page) == text


def test_the_number_of_utf_8_is_negative_as_some_write_it() -> None:
    raw = section({4: narrow(NAME)})
    changed = raw.replace(struct.pack("<HHI", 2, 0, 65001), struct.pack("<HHh2x", 2, 0, -535))
    assert list(values(stream(changed)).values()) == [NAME]


def test_a_string_in_16_bits_of_a_wide_set_is_read() -> None:
    raw = (NAME + "\0").encode("utf-16-le")
    assert one(4, (0x1E, struct.pack("<I", len(raw)) + raw), page=1200) == NAME


@pytest.mark.parametrize(
    ("key", "name"),
    [(2, "title"), (3, "subject"), (4, "creator"), (5, "keywords"), (6, "comments"),
     (7, "Template"), (8, "lastModifiedBy"), (9, "revision"), (18, "Application")],
)  # fmt: skip
def test_the_summary_has_its_names(key: int, name: str) -> None:
    assert values(stream(section({key: narrow("x")}))) == {name: "x"}


@pytest.mark.parametrize(
    ("key", "name"),
    [(2, "category"), (14, "Manager"), (15, "Company"), (21, "HyperlinkBase"), (28, "language")],
)
def test_the_document_summary_has_its_own_names(key: int, name: str) -> None:
    assert values(stream(section({key: narrow("x")})), DOCUMENT) == {name: "x"}


def test_what_has_no_name_is_left_out() -> None:
    assert values(stream(section({17: narrow("x"), 99: narrow("y"), 2: narrow("z")}))) == {
        "title": "z"
    }


def test_the_editing_time_is_a_duration() -> None:
    raw = stream(section({10: time(37_230_000_000)}))
    assert list(properties(raw, SUMMARY)) == [("TotalTime", 3723, {"unit": "seconds"})]
    assert one(10, time(0)) is None


@pytest.mark.parametrize(
    ("number", "shown"), [(0x000F0000, "15.0000"), (0x000A0972, "10.2418"), (-1, "65535.65535")]
)
def test_the_version_of_the_program_has_two_halves(number: int, shown: str) -> None:
    assert one(23, whole(number), DOCUMENT) == shown


def test_names_of_ones_own_are_read_in_both_widths() -> None:
    for page, value in ((65001, narrow("HS-017")), (1200, wide("HS-017"))):
        listing = named({2: "Số hồ sơ"}, page)
        raw = stream(section({}), section({2: value}, page=page, listing=listing),
                     sorts=(bytes(16), USER))  # fmt: skip
        assert list(properties(raw, DOCUMENT)) == [("Số hồ sơ", "HS-017", {"custom": "yes"})]


def test_a_value_without_a_name_of_its_own_is_numbered() -> None:
    raw = stream(section({}), section({7: narrow("x")}), sorts=(bytes(16), USER))
    assert values(raw, DOCUMENT) == {"property-7": "x"}


def test_more_than_two_sections_are_not_looked_at() -> None:
    raw = stream(*[section({2: narrow("x")})] * 3)
    assert [name for name, _, _ in properties(raw, SUMMARY)] == ["title", "title"]


def vector(*rows: tuple[str, str]) -> Value:
    """A VecVtHyperlink: six values for each link, the address and the place in it the last."""
    out = b""
    for address, place in rows:
        for _ in range(4):
            out += struct.pack("<II", 3, 0)
        for text in (address, place):
            raw = (text + "\0").encode("utf-16-le")
            out += struct.pack("<II", 0x1F, len(raw) // 2) + raw + bytes(-len(raw) % 4)
    return 0x41, struct.pack("<II", len(out) + 4, 6 * len(rows)) + out


def linked(value: Value) -> list[tuple[str, int | str]]:
    raw = stream(
        section({}), section({2: value}, listing=named({2: "_PID_HLINKS"})),
        sorts=(bytes(16), USER),
    )  # fmt: skip
    return [(name, value) for name, value, _ in properties(raw, DOCUMENT)]


def test_links_that_lead_outside_are_read_with_the_place_in_them() -> None:
    rows = [("https://vi-du.example/a", ""), ("tệp.xls", "Sheet1!A1"), ("", "dấu"), ("", "")]
    assert linked(vector(*rows)) == [
        ("hyperlink-1", "https://vi-du.example/a"), ("hyperlink-2", "tệp.xls#Sheet1!A1"),
    ]  # fmt: skip


def test_links_of_another_sort_are_none() -> None:
    assert linked((0x1E, bytes(40))) == []


def test_a_link_becomes_an_observation() -> None:
    own = section({2: vector(("https://a.example", ""))}, listing=named({2: "_PID_HLINKS"}))
    raw = stream(section({}), own, sorts=(bytes(16), USER))
    (found,) = findings(raw, DOCUMENT)
    assert isinstance(found, Seen)
    assert (found.kind, found.raw) == ("external-link", "https://a.example")
    assert found.step == "ole:%05DocumentSummaryInformation/hyperlink-1"


@pytest.mark.parametrize(
    ("template", "flag"),
    [("Normal.dot", ""), ("http://a.example/x.dotm", "metadata"), ("\\\\may\\x.dot", "metadata")],
)
def test_a_template_from_elsewhere_is_flagged(template: str, flag: str) -> None:
    (found,) = findings(stream(section({7: narrow(template)})))
    assert isinstance(found, Seen)
    assert (found.kind, found.flag) == ("template", flag)


def test_times_are_told_in_utc_with_their_role() -> None:
    (found,) = findings(stream(section({13: time(TICKS)})))
    assert isinstance(found, Seen)
    assert (found.kind, found.raw, found.normal) == (
        "document-time", "2026-03-14T09:15:00Z", "2026-03-14T09:15:00Z",
    )  # fmt: skip
    assert found.facts["role"] == "modified"


@pytest.mark.parametrize("cut", [0, 10, 27, 30, 47, 50, 60, 75, 80])
def test_a_set_that_ends_early_is_named_and_what_came_before_stays(cut: int) -> None:
    raw = stream(section({2: narrow("một"), 3: narrow("hai")}))
    found = findings(raw[:cut])
    assert isinstance(found[-1], Trouble)
    assert found[-1].why == "a property set that ends early"


@pytest.mark.parametrize("offset", [0, 4, 24, 44, 48, 52, 56, 60, 64])
@pytest.mark.parametrize("value", [0, 0x7FFFFFFF, 0xFFFFFFFF])
def test_any_number_of_a_set_may_lie(offset: int, value: int) -> None:
    raw = bytearray(stream(section({2: narrow("một"), 13: time(TICKS)})))
    struct.pack_into("<I", raw, offset, value)
    for found in findings(bytes(raw)):
        assert isinstance(found, Seen | Trouble)


def test_a_count_of_properties_is_bounded() -> None:
    rows = b"".join(struct.pack("<II", 2, 8) for _ in range(MAX_PROPERTIES * 3))
    raw = stream(struct.pack("<II", 0, MAX_PROPERTIES * 3) + rows)
    assert len(list(properties(raw, SUMMARY))) <= 1


def test_property_sets_keep_the_laws_and_survive_damage() -> None:
    whole_file = compound({
        (SUMMARY,): stream(section({2: narrow("Đơn"), 4: narrow(NAME), 13: time(TICKS)})),
        (DOCUMENT,): stream(section({15: narrow("Công ty")})),
    })  # fmt: skip
    found = holds(office, whole_file)
    assert list(seen(found, "author").values()) == [NAME]
    assert codes(looked_at(office, compound({(SUMMARY,): b"x" * 40}))) == ["corrupt"]
    survives(office, whole_file)
