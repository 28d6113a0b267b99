"""What a decision rests on, and whether anything of it is left without an exhibit."""

import pytest
from tests.evidence.support.linking import (
    CUONG,
    DUC,
    HUNG,
    OTHER,
    PHONE,
    Says,
    decided,
    ended,
    fact,
    scan,
    stated,
)
from tests.evidence.support.people import another, officer
from tests.evidence.support.scenes import admit, collect

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.entry import Entry
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.view import Links

SEEN, TYPE = "2:0", "2:1"
"""What the scan of entry 2 says: a phone and, which links nothing, a type; 3 is a word alone."""


@pytest.fixture
def made(case: Case, who: Acting) -> tuple[Case, frozenset[str]]:
    """A case of two items, of which the first was scanned; the id of the first."""
    collect(case, who, {b"a.txt": b"one", b"b.txt": b"two"})
    scan(case, who, {"a.txt": [Says(normal=PHONE.value), Says(kind="type", raw="text")]})
    stated(case, who, fact(DUC, "uses", PHONE), fact(CUONG, "uses", OTHER))
    with case.reading() as index:
        return case, frozenset(row.id for row in index.items(glob="a.txt"))


def same(case: Case, who: Acting, *evidence: str) -> Entry:
    """Decide that Đức and Cường are one."""
    return decided(case, who, "same", DUC, CUONG, evidence=evidence)


def idle(case: Case, items: frozenset[str], as_of: str = "") -> list[int]:
    """The entries of the decisions that do not count without these items."""
    with Links.open(case) as links:
        lens = Lens(without=items, as_of=as_of)
        found = [one.seq for one in links.left_out(lens)]
        joined = links.roots(lens)
        assert bool(joined) is (not found or len(links.decisions()) > 1)
        return found


@pytest.mark.parametrize("evidence", [(SEEN,), (TYPE,), (SEEN, TYPE)])
def test_what_rests_on_nothing_else_does_not_count(
    made: tuple[Case, frozenset[str]], who: Acting, evidence: tuple[str, ...]
) -> None:
    case, item = made
    entry = same(case, who, *evidence)
    assert idle(case, item) == [entry.seq]


@pytest.mark.parametrize("evidence", [(), ("3:0",), (SEEN, "3:0")])
def test_a_word_that_rests_on_no_item_is_left(
    made: tuple[Case, frozenset[str]], who: Acting, evidence: tuple[str, ...]
) -> None:
    case, item = made
    same(case, who, *evidence)
    assert idle(case, item) == []


def test_without_another_item_it_counts(made: tuple[Case, frozenset[str]], who: Acting) -> None:
    case, _ = made
    same(case, who, SEEN)
    with case.reading() as index:
        other = frozenset(row.id for row in index.items(glob="b.txt"))
    assert idle(case, other) == []


def test_what_who_confirms_it_names_counts_too(
    made: tuple[Case, frozenset[str]], who: Acting
) -> None:
    case, item = made
    binh = officer(2, name="Bình", role="analyst")
    admit(case, who, binh.card)
    entry = same(case, who, SEEN)
    confirming = {"confirms": entry.seq, "evidence": ("3:0",)}
    decided(case, another(who, binh), "same", DUC, CUONG, **confirming)
    assert idle(case, item) == []


def test_a_decision_that_was_taken_back_is_not_told(
    made: tuple[Case, frozenset[str]], who: Acting
) -> None:
    case, item = made
    entry = same(case, who, SEEN)
    decided(case, who, "undo", DUC, CUONG, undoes=entry.seq)
    with Links.open(case) as links:
        assert links.left_out(Lens(without=item)) == []


def test_another_decision_on_the_same_two_still_joins_them(
    made: tuple[Case, frozenset[str]], who: Acting
) -> None:
    case, item = made
    first = same(case, who, SEEN)
    same(case, who)
    assert idle(case, item) == [first.seq]


def test_a_different_holds_apart_whatever_is_left_out(
    made: tuple[Case, frozenset[str]], who: Acting
) -> None:
    case, item = made
    decided(case, who, "different", DUC, HUNG, evidence=(SEEN,))
    with Links.open(case) as links:
        assert links.left_out(Lens(without=item)) == []


def test_what_is_retracted_lies_in_its_item_still(
    made: tuple[Case, frozenset[str]], who: Acting
) -> None:
    case, item = made
    entry = same(case, who, SEEN)
    ended(case, who, SEEN)
    assert idle(case, item) == [entry.seq]


def test_with_nothing_left_out_all_count(made: tuple[Case, frozenset[str]], who: Acting) -> None:
    case, _ = made
    same(case, who, SEEN)
    assert idle(case, frozenset()) == []


def test_questions_see_two_where_the_decision_does_not_count(
    made: tuple[Case, frozenset[str]], who: Acting
) -> None:
    case, item = made
    same(case, who, SEEN)
    with Links.open(case) as links:
        one, two = links.find(DUC), links.find(CUONG)
        assert one == two
        lens = Lens(without=item)
        links.identify_by(lens)
        one, two = links.find(DUC), links.find(CUONG)
        assert one is not None
        assert two is not None
        assert one.id != two.id
        assert {edge.b for edge in links.edges_at([one.id], lens)}.isdisjoint(
            {edge.b for edge in links.edges_at([two.id], lens)}
        )
        links.identify_by(Lens())
        assert links.find(DUC) == links.find(CUONG)
