"""Who connects suspects has the betweenness that networkx computes for them."""

from collections.abc import Iterator

import networkx as nx
import pytest
from tests.graph.support.drawing import Drawn, drawn

from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.links.rows import Lens
from truyvet.graph.between import MAX_SUSPECTS, Between, between
from truyvet.graph.steps import Steps


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    with drawn(tmp_path_factory.mktemp("drawn") / "case", 31) as made:
        yield made


def asked(case: Drawn, suspects: list[str], **how: int) -> Between:
    rows = [case.row(name) for name in suspects]
    return between(case.links, Steps(case.links, Lens()), rows, **({"hops": 99} | how))


@pytest.mark.parametrize("step", [3, 5, 9])
def test_scores_are_those_of_networkx(case: Drawn, step: int) -> None:
    suspects = sorted(case.plain)[::step]
    told = asked(case, suspects, limit=10_000)
    scores = nx.betweenness_centrality_subset(case.plain, suspects, suspects)
    wanted = {name: score for name, score in scores.items() if score}
    assert {str(one.node.node): one.score for one in told.connectors} == pytest.approx(wanted)


def test_the_highest_score_comes_first(case: Drawn) -> None:
    scores = [one.score for one in asked(case, sorted(case.plain)[::4]).connectors]
    assert scores == sorted(scores, reverse=True)


def test_each_pair_is_told_with_its_distance(case: Drawn) -> None:
    suspects = sorted(case.plain)[::6]
    for told in asked(case, suspects).connections:
        one, two = str(told.one.node), str(told.two.node)
        if told.length is None:
            assert not nx.has_path(case.plain, one, two)
        else:
            assert told.length == nx.shortest_path_length(case.plain, one, two)
            assert told.paths == len(list(nx.all_shortest_paths(case.plain, one, two)))


def test_a_connector_names_whom_it_connects(case: Drawn) -> None:
    suspects = sorted(case.plain)[:4]
    ids = {case.row(name).id for name in suspects}
    for one in asked(case, suspects).connectors:
        assert set(one.suspects) <= ids
        assert len(one.suspects) >= 2
        assert one.pairs >= 1


def test_pairs_too_far_apart_are_not_connected(case: Drawn) -> None:
    suspects = sorted(case.plain)[::6]
    told = asked(case, suspects, hops=1)
    assert told.connectors == ()
    assert {one.length for one in told.connections} <= {None, 1}


def test_the_limit_cuts_what_is_told_not_what_is_counted(case: Drawn) -> None:
    suspects = sorted(case.plain)[::4]
    told = asked(case, suspects, limit=2)
    assert (len(told.connectors), told.count) == (2, asked(case, suspects, limit=999).count)


def test_too_many_suspects_are_refused(case: Drawn) -> None:
    some = [sorted(case.plain)[0]] * (MAX_SUSPECTS + 1)
    with pytest.raises(TruyvetError) as caught:
        asked(case, some)
    assert caught.value.code == "E579"
