"""What is shown of a statement is read back from its signed line."""

import sqlite3

import pytest
from tests.evidence.support.linking import (
    DUC,
    OTHER,
    PHONE,
    Says,
    fact,
    link,
    scan,
    stated,
    told,
)
from tests.evidence.support.scenes import collect

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.reading import Told, entry_of, evidence_of
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.schema import LINKS_NAME
from truyvet.evidence.links.view import Links


@pytest.fixture
def linked(case: Case, who: Acting) -> Case:
    """A case in which an officer and an extractor say something."""
    collect(case, who, {b"a": b"0912345678"})
    call = link(PHONE, "called", OTHER, duration="640", since="2026-03")
    scan(case, who, {"a": [Says(kind="yara"), Says(normal=PHONE.value, confidence=90), call]})
    with case.reading() as index:
        item = next(row.id for row in index.items())
    said = fact(DUC, "uses", PHONE, item=item, locator=("bytes:0+10",), grade="B2", note="x")
    stated(case, who, fact(DUC, "owns", OTHER), said)
    return case


def evidence(case: Case, relation: str) -> Told:
    """The evidence of the only edge of a relation."""
    with Links.open(case) as links:
        (edge,) = links.all_edges(Lens(relations=frozenset({relation})))
        (row,) = links.statements([edge.id])
        return evidence_of(links, links.index, row)


def test_an_officers_statement_comes_back_as_he_made_it(linked: Case) -> None:
    told = evidence(linked, "uses")
    assert (told.statement.subject, told.statement.object) == (DUC, PHONE)
    assert (told.statement.note, told.statement.grade) == ("x", "B2")
    assert told.said_by == "Nguyễn Văn An"
    assert (told.row.name, told.entry.seq) == ("3:1", 3)
    assert told.item is not None
    assert (told.item.path, told.raw, told.seen) == ("a", "", None)


def test_a_mention_comes_back_as_what_its_extractor_saw(linked: Case) -> None:
    told = evidence(linked, "mentioned_in")
    assert told.item is not None
    assert told.statement.subject == PHONE
    assert told.statement.object == Node(kind="item", value=told.item.id)
    assert (told.statement.confidence, told.statement.locator) == (90, ("bytes:0+4",))
    assert (told.raw, told.said_by, told.row.name) == (PHONE.value, "toy 2", "2:1")


def test_a_link_of_an_extractor_comes_back_with_its_facts(linked: Case) -> None:
    told = evidence(linked, "called")
    assert told.statement.facts == {"duration": "640"}
    assert (told.statement.since, told.row.raw_sums) == ("2026-03", "640 s")


@pytest.mark.parametrize(
    "lie",
    [
        "UPDATE statements SET grade = 'A1' WHERE source = 0",
        "UPDATE statements SET since = '2020' WHERE source = 0",
        "UPDATE statements SET confidence = 1 WHERE source = 0",
        "UPDATE statements SET item = NULL WHERE source = 0",
        "UPDATE statements SET sums = '9 VND' WHERE source = 0",
        "UPDATE edges SET relation = 'called' WHERE relation = 'uses'",
        "UPDATE edges SET b = a WHERE relation = 'uses'",
        "UPDATE nodes SET value = value || '0' WHERE kind = 'phone'",
        "UPDATE nodes SET kind = 'zalo' WHERE kind = 'phone'",
        "UPDATE entries SET position = 0",
        "UPDATE entries SET position = 1",
        "UPDATE statements SET seq = 0 WHERE source = 0",
        "UPDATE statements SET seq = 2 WHERE source = 0",
        "UPDATE statements SET source = 1",
        "UPDATE sources SET name = 'oracle'",
        "UPDATE statements SET source = 0",
    ],
)
def test_an_index_that_lies_is_found_out(linked: Case, lie: str) -> None:
    told(linked)
    database = sqlite3.connect(linked.folder / LINKS_NAME)
    database.execute(lie)
    database.commit()
    database.close()
    codes = set[str]()
    with Links.open(linked) as links:
        for edge in list(links.all_edges()):
            for row in list(links.statements([edge.id])):
                try:
                    evidence_of(links, links.index, row)
                except TruyvetError as error:
                    codes.add(error.code)
    assert codes
    assert codes <= {"E604", "E302"}


def test_a_line_that_stands_elsewhere_is_no_evidence(linked: Case) -> None:
    told(linked)
    database = sqlite3.connect(linked.folder / LINKS_NAME)
    database.execute("UPDATE statements SET position = position + 1 WHERE source = 0")
    database.commit()
    database.close()
    with pytest.raises(TruyvetError, match="E302"):
        evidence(linked, "uses")


def test_a_list_that_is_gone_is_missing(linked: Case) -> None:
    told(linked)
    entries = [signed.entry for signed in linked.ledger.entries()]
    linked.store.remove(entries[3].outputs[0].sha256)
    with pytest.raises(TruyvetError, match="E301"):
        evidence(linked, "uses")


def test_entries_are_read_from_the_ledger(linked: Case) -> None:
    entries = [signed.entry for signed in linked.ledger.entries()]
    with Links.open(linked) as links:
        assert [entry_of(links, seq) for seq in range(4)] == entries
        with pytest.raises(TruyvetError, match="E604"):
            entry_of(links, 4)
