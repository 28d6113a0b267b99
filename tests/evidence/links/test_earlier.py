"""As of an earlier time nodes are what was known of them: names, labels, and their links."""

from collections.abc import Iterator

import pytest
from tests.evidence.support.linking import (
    CUONG,
    DUC,
    HUNG,
    OTHER,
    PHONE,
    ended,
    fact,
    named,
    stated,
)

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.view import Links


@pytest.fixture
def told(case: Case, who: Acting) -> Case:
    """Entries: 1 names and a link, 2 another name, 3 the first name ended, 4 what came later."""
    stated(case, who, named(DUC, "Đức"), fact(DUC, "uses", PHONE), named(CUONG, "Cường"))
    stated(case, who, named(DUC, "Hùng"))
    ended(case, who, "1:0")
    stated(case, who, fact(HUNG, "uses", PHONE), named(HUNG, "Đức"), fact(DUC, "uses", OTHER))
    return case


def at(case: Case, seq: int) -> Lens:
    """The lens of the time of an entry."""
    times = {one.entry.seq: one.entry.time.utc for one in case.ledger.entries()}
    return Lens(as_of=times[seq])


@pytest.fixture
def links(told: Case) -> Iterator[Links]:
    with Links.open(told) as opened:
        yield opened


def label(links: Links, node: Node) -> str:
    found = links.find(node)
    return found.label if found else ""


@pytest.mark.parametrize(("seq", "name"), [(1, "Đức"), (2, "Đức"), (3, "Hùng"), (4, "Hùng")])
def test_a_label_is_the_first_name_that_stood(
    told: Case, links: Links, seq: int, name: str
) -> None:
    links.identify_by(at(told, seq))
    assert label(links, DUC) == name


@pytest.mark.parametrize(
    ("seq", "names"), [(1, ["Đức"]), (2, ["Đức", "Hùng"]), (3, ["Hùng"]), (4, ["Hùng"])]
)
def test_names_are_those_that_stood(told: Case, links: Links, seq: int, names: list[str]) -> None:
    links.identify_by(at(told, seq))
    row = links.find(DUC)
    assert row is not None
    assert links.names(row.id) == names


@pytest.mark.parametrize(("seq", "degree"), [(1, 1), (2, 1), (3, 1), (4, 2)])
def test_degrees_count_what_stood(told: Case, links: Links, seq: int, degree: int) -> None:
    links.identify_by(at(told, seq))
    for node in (DUC, PHONE):
        row = links.find(node)
        assert row is not None
        assert (row.degree, links.degrees([row.id])) == (degree, {row.id: degree})


@pytest.mark.parametrize("node", [HUNG, OTHER])
def test_who_was_told_of_later_has_no_name_and_no_links(
    told: Case, links: Links, node: Node
) -> None:
    links.identify_by(at(told, 3))
    row = links.find(node)
    assert row is not None
    assert (row.label, row.degree, links.names(row.id)) == (node.value, 0, [])
    assert node not in [row.node for row in links.all_nodes()]
    links.identify_by(at(told, 4))
    assert node in [row.node for row in links.all_nodes()]


def test_a_name_finds_who_bore_it(told: Case, links: Links) -> None:
    links.identify_by(at(told, 2))
    assert [row.node for row in links.named("duc")] == [DUC]
    links.identify_by(at(told, 4))
    assert [row.node for row in links.named("duc")] == [HUNG]


def test_who_is_named_so_today_is_found_too_and_shown_by_the_name_of_then(
    told: Case, links: Links
) -> None:
    links.identify_by(at(told, 1))
    (row,) = links.named("hung")
    assert (row.node, row.label) == (DUC, "Đức")


def test_before_the_first_entry_nothing_is_known(links: Links) -> None:
    links.identify_by(Lens(as_of="2000"))
    assert list(links.all_nodes()) == []
    assert [row.label for row in links.named("hung")] == [DUC.value]


def test_one_with_no_name_yet_goes_by_what_he_is(case: Case, who: Acting) -> None:
    stated(case, who, fact(DUC, "uses", PHONE))
    stated(case, who, named(DUC, "Đức"))
    with Links.open(case) as links:
        links.identify_by(at(case, 1))
        assert label(links, DUC) == DUC.value
        links.identify_by(at(case, 2))
        assert label(links, DUC) == "Đức"


def test_today_all_is_as_it_was(told: Case, links: Links) -> None:
    before = list(links.all_nodes())
    links.identify_by(at(told, 1))
    assert list(links.all_nodes()) != before
    links.identify_by(Lens())
    assert list(links.all_nodes()) == before


def test_what_is_counted_is_all_that_stands_today(told: Case, links: Links) -> None:
    before = links.counts()
    links.identify_by(at(told, 1))
    assert links.counts() == before
