"""Who had a hand in a Word 97 document: revisers, commenters, and where it was saved."""

import struct

import pytest
from tests.extractors.documents.support.compound import compound, word
from tests.extractors.documents.support.packages import holds, survives

from truyvet.extractors import office
from truyvet.extractors.documents import word97people
from truyvet.extractors.documents.findings import Finding, Seen
from truyvet.extractors.documents.word97people import owners, strings

PAIRS = 0x9A
REFERENCES, TEXTS, ASSOCIATED, OWNERS, REVISERS, SAVED = 4, 5, 32, 36, 51, 71
Tables = dict[int, bytes]


def xst(text: str) -> bytes:
    return struct.pack("<H", len(text)) + text.encode("utf-16-le")


def listed(*texts: str, extra: int = 0) -> bytes:
    head = struct.pack("<HHH", 0xFFFF, len(texts), extra)
    return head + b"".join(xst(text) + bytes(extra) for text in texts)


def commented(*rows: tuple[str, int, int]) -> Tables:
    """Tables of comments, each (initials, number of its author, length of its text)."""
    marks = struct.pack(f"<{len(rows) + 1}I", *range(len(rows) + 1))
    for initials, owner, _ in rows:
        name = struct.pack("<H", len(initials)) + initials.encode("utf-16-le").ljust(18, b"\0")
        marks += name + struct.pack("<hHHi", owner, 0, 0, -1)
    edges = [0]
    for _, _, length in rows:
        edges.append(edges[-1] + length)
    return {REFERENCES: marks, TEXTS: struct.pack(f"<{len(edges)}I", *edges)}


def document(tables: Tables, *parts: str) -> dict[tuple[str, ...], bytes]:
    """A document with these structures behind its table of pieces."""
    streams = word(list(parts or ("x",)))
    main, table = bytearray(streams[("WordDocument",)]), bytearray(streams[("1Table",)])
    for number, raw in tables.items():
        struct.pack_into("<II", main, PAIRS + 8 * number, len(table), len(raw))
        table += raw
    return streams | {("WordDocument",): bytes(main), ("1Table",): bytes(table)}


def read(tables: Tables, *parts: str, names: tuple[str, ...] = ()) -> list[Finding]:
    streams = document(tables, *parts)
    return list(word97people.read(streams[("WordDocument",)], streams[("1Table",)], names))


def seen(tables: Tables, *parts: str) -> list[tuple[str, str, dict[str, str]]]:
    return [
        (one.kind, str(one.raw), dict(one.facts))
        for one in read(tables, *parts)
        if isinstance(one, Seen) and one.raw
    ]


def test_a_document_that_names_nobody_says_nothing() -> None:
    assert seen({}) == []


def test_revisers_are_named_but_for_the_unknown_one() -> None:
    assert seen({REVISERS: listed("Unknown", "Lê Văn Hùng", "Trần Thị Lan")}) == [
        ("author", "Lê Văn Hùng", {"role": "reviser"}),
        ("author", "Trần Thị Lan", {"role": "reviser"}),
    ]


def test_who_saved_a_document_and_where_is_told_in_order() -> None:
    saved = listed("Đức", "C:\\Hồ sơ\\đơn.doc", "Lan", "A:\\don.doc")
    found = seen({SAVED: saved})
    assert [(kind, raw) for kind, raw, _ in found] == [
        ("author", "Đức"), ("document-property", "C:\\Hồ sơ\\đơn.doc"),
        ("author", "Lan"), ("document-property", "A:\\don.doc"),
    ]  # fmt: skip
    assert found[0][2] == {"role": "saver", "path": "C:\\Hồ sơ\\đơn.doc", "number": "1"}


def test_a_saver_without_a_path_is_named_still() -> None:
    assert seen({SAVED: listed("Đức", "", "Lan")}) == [
        ("author", "Đức", {"role": "saver", "path": "", "number": "1"})
    ]


@pytest.mark.parametrize(
    ("template", "flag"),
    [
        ("Normal", ""), ("C:\\mẫu.dot", ""), ("http://a.example/m.dot", "script"),
        ("HTTPS://a.example/m.dot", "script"), ("\\\\may\\m.dot", "script"),
        ("file://may/m.dot", "script"),
    ],
)  # fmt: skip
def test_a_template_is_flagged_where_it_lies_elsewhere(template: str, flag: str) -> None:
    found = read({ASSOCIATED: listed("", template, "tiêu đề")})
    (one,) = [one for one in found if isinstance(one, Seen) and one.kind == "template" and one.raw]
    assert (one.raw, one.flag) == (template, flag)


def test_comments_have_their_author_initials_and_text() -> None:
    tables = commented(("PQ", 1, 5), ("L", 0, 4)) | {OWNERS: xst("Lan") + xst("Phạm Quang")}
    assert seen(tables, "chính", "", "đầu", "", "\x05sai\r\x05đủ\r") == [
        ("comment", "sai", {"author": "Phạm Quang", "initials": "PQ"}),
        ("comment", "đủ", {"author": "Lan", "initials": "L"}),
    ]


@pytest.mark.parametrize("owner", [-1, 2, 32_767])
def test_an_author_that_is_not_listed_is_unknown(owner: int) -> None:
    tables = commented(("PQ", owner, 3)) | {OWNERS: xst("Lan") + xst("Quang")}
    assert seen(tables, "a", "", "", "", "abc")[0][2]["author"] == ""


def test_initials_are_read_to_their_bound() -> None:
    tables = commented(("ABCDEFGHI", 0, 1))
    marks = bytearray(tables[REFERENCES])
    struct.pack_into("<H", marks, 8, 60_000)
    found = seen(tables | {REFERENCES: bytes(marks)}, "a", "", "", "", "x")
    assert found[0][2]["initials"] == "ABCDEFGHI"


@pytest.mark.parametrize("cut", range(0, 40, 5))
def test_tables_of_comments_that_are_cut_are_no_fault(cut: int) -> None:
    tables = commented(("PQ", 0, 3))
    tables[REFERENCES] = tables[REFERENCES][:cut]
    assert len(seen(tables, "a", "", "", "", "abc")) <= 1


def test_edges_that_run_backwards_give_no_text() -> None:
    tables = commented(("a", 0, 1), ("b", 0, 1)) | {TEXTS: struct.pack("<3I", 9, 4, 0)}
    assert seen(tables, "a", "", "", "", "abc") == []


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", []),
        (b"\xff\xff\x01", []),
        (listed("a", "đ"), ["a", "đ"]),
        (listed("a", "b", extra=6), ["a", "b"]),
        (listed("abc")[:-2], ["ab"]),
        (listed("a", "b")[:-3], ["a"]),
        (struct.pack("<HHH", 0xFFFF, 0xFFFF, 0) + xst("a"), ["a"]),
        (b"\x02\0\0\0\x01a\x01b", []),
    ],
)
def test_tables_of_strings_are_read_as_far_as_they_go(raw: bytes, found: list[str]) -> None:
    assert strings(raw) == found


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", []),
        (xst("Đức") + xst("Lan"), ["Đức", "Lan"]),
        (xst("Đức")[:-2], ["Đứ"]),
        (b"\x01", []),
    ],
)
def test_strings_without_a_count_are_read_as_far_as_they_go(raw: bytes, found: list[str]) -> None:
    assert owners(raw) == found


def test_no_more_names_than_the_bound_are_read() -> None:
    assert len(strings(listed(*["a"] * 3_000))) == word97people.MAX_NAMES
    assert len(owners(xst("a") * 3_000)) == word97people.MAX_NAMES


def test_older_or_shorter_documents_have_no_such_tables() -> None:
    streams = document({REVISERS: listed("", "Lan")})
    main = streams[("WordDocument",)]
    assert list(word97people.read(main[:0x200], streams[("1Table",)], ())) == []
    old = main[:2] + b"\x65\0" + main[4:]
    assert list(word97people.read(old, streams[("1Table",)], ())) == []


def test_people_keep_the_laws_and_damage_is_survived() -> None:
    tables = commented(("PQ", 0, 4)) | {
        OWNERS: xst("Quang"), REVISERS: listed("", "Lan"), SAVED: listed("Đức", "C:\\a.doc"),
    }  # fmt: skip
    whole = compound(document(tables, "chính", "", "", "", "sai\r"))
    assert {one.kind for one in holds(office, whole).observations} == {
        "author", "comment", "document-property",
    }  # fmt: skip
    survives(office, whole)
