"""What several have in common is what all of them are linked with."""

from collections.abc import Iterator
from functools import reduce
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
from tests.graph.support.drawing import Drawn, drawn
from tests.graph.support.linking import linked, node, statement

from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.view import Links
from truyvet.graph.common import Common, common_of
from truyvet.graph.steps import Steps


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    with drawn(tmp_path_factory.mktemp("drawn") / "case", 21, edges=120) as made:
        yield made


@pytest.mark.parametrize("size", [2, 3])
def test_they_are_the_neighbours_of_all(case: Drawn, size: int) -> None:
    steps = Steps(case.links, Lens())
    for some in list(combinations(sorted(case.plain), size))[::200]:
        shared = reduce(set.intersection, (set(case.plain[name]) for name in some))
        told = common_of(case.links, steps, [case.row(name) for name in some], limit=None)
        assert {str(one.node.node) for one in told.shared} == shared - set(some)
        assert told.count == len(told.shared)


def test_two_have_the_common_neighbours_of_networkx(case: Drawn) -> None:
    one, two = max(
        combinations(sorted(case.plain), 2),
        key=lambda pair: len(list(nx.common_neighbors(case.plain, *pair))),
    )
    told = common_of(case.links, Steps(case.links, Lens()), [case.row(one), case.row(two)])
    wanted = set(nx.common_neighbors(case.plain, one, two))
    assert {str(shared.node.node) for shared in told.shared} == wanted


def asked(folder: Path, names: str, **how: int) -> Common:
    told = [
        *(statement((one, "8")) for one in "123"),
        *(statement((one, "9")) for one in "12"),
        *(statement(("8", f"80{number}")) for number in range(4)),
        statement(("1", "7")),
        statement(("2", "7")),
        statement(("7", "70")),
        statement(("1", "2", "messaged")),
    ]
    with Links.open(linked(folder, told)) as links:
        found = (links.find(parse_node(node(name))) for name in names)
        rows = [row for row in found if row is not None]
        return common_of(links, Steps(links, Lens()), rows, **how)


def values(told: Common) -> list[str]:
    return [one.node.node.value for one in told.shared]


def test_those_of_few_links_come_first(tmp_path: Path) -> None:
    assert values(asked(tmp_path / "case", "12")) == ["9", "7", "8"]


def test_with_a_least_number_those_shared_by_more_come_first(tmp_path: Path) -> None:
    told = asked(tmp_path / "case", "123", least=2)
    assert [(one.node.node.value, len(one.of)) for one in told.shared] == [
        ("8", 3), ("9", 2), ("7", 2),
    ]  # fmt: skip


def test_a_shared_node_is_told_with_its_links_to_those_asked_for(tmp_path: Path) -> None:
    (first, *_) = asked(tmp_path / "case", "12").shared
    assert [edge.relation for edge in first.edges] == ["called", "called"]


def test_links_of_those_asked_for_among_themselves_are_told_apart(tmp_path: Path) -> None:
    told = asked(tmp_path / "case", "12")
    assert [edge.relation for edge in told.direct] == ["messaged"]
    assert told.linked == (3, 3)


def test_the_limit_cuts_what_is_told_not_what_is_counted(tmp_path: Path) -> None:
    told = asked(tmp_path / "case", "12", limit=1)
    assert (values(told), told.count) == (["9"], 3)
