"""The JSON of every question: its keys, its order, its numbers; and cases of next to nothing."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.asking import ask, forge, reads, stated
from tests.commands.support.calls import node, said

NODE = {"node", "kind", "label", "degree"}
LINK = {"subject", "relation", "object", "count", "first", "last"}
TOLD = [
    said("person:duc", "named", "name:Đức"),
    said("person:duc", "alias", "alias:Đức Cống"),
    said("person:duc", "uses", node(1), grade="B2"),
    *(said(node(1), "called", node(2), since=f"2026-01-{day:02}") for day in range(1, 26)),
    said(node(2), "called", node(1), since="2026-02-01T08:00:00Z"),
    said(node(2), "called", node(3), since="2026-01-15"),
    said(node(3), "met", node(4), since="2026-03"),
    said(node(3), "associate", node(4)),
    said(node(7), "called", node(7), since="2026-01-01"),
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stated(tmp_path_factory.mktemp("told") / "case", TOLD)


def test_ego(case: Path) -> None:
    told = reads(case, "ego", node(1), "--hops", "2")
    assert all(one.keys() == NODE | {"hop", "links", "one_by", "repeated"} for one in told)
    assert [(one["node"], one["hop"]) for one in told] == [
        (node(2), 1),
        ("person:duc", 1),
        (node(3), 2),
    ]
    there, back = told[0]["links"]
    assert (there.keys(), back.keys()) == (LINK, LINK)
    assert (there["count"], there["first"], there["last"]) == (25, "2026-01-01", "2026-01-25")
    assert (back["subject"], back["object"]) == (node(2), node(1))
    assert told[1]["label"] == "Đức"


def test_path(case: Path) -> None:
    (told,) = reads(case, "path", "duc", node(3))
    assert told.keys() == {
        "start", "goal", "paths", "shortest", "shortest_is_cut", "hubs", "hub_count", "hidden",
        "hidden_length", "survival", "left_out",
    }  # fmt: skip
    (path,) = told["paths"]
    assert path.keys() == {"nodes", "specificity", "hops"}
    assert all(one.keys() == NODE | {"one_by"} for one in path["nodes"])
    assert [one["node"] for one in path["nodes"]] == ["person:duc", node(1), node(2), node(3)]
    hop = path["hops"][1]
    assert hop.keys() == {"links", "count", "statements", "carried_by"}
    assert (hop["count"], len(hop["statements"]), len(hop["links"])) == (26, 21, 2)
    assert hop["statements"][0].keys() == {
        "statement", "subject", "subject_name", "relation", "object", "object_name", "since",
        "until", "facts", "grade", "confidence", "note", "raw", "said_by", "recorded", "entry",
        "item", "item_id", "path", "sha256", "locator", "ended",
    }  # fmt: skip
    assert (told["start"]["label"], told["goal"]["node"]) == ("Đức", node(3))
    assert (told["shortest"], told["shortest_is_cut"], told["hubs"], told["survival"]) == (
        1,
        False,
        [],
        None,
    )


def test_path_where_there_is_none(case: Path) -> None:
    (told,) = reads(case, "path", node(1), node(7), status=1)
    assert (told["paths"], told["shortest"], told["hidden_length"]) == ([], 0, None)


def test_common(case: Path) -> None:
    (told,) = reads(case, "common", "duc", node(2))
    assert told.keys() == NODE | {"of", "links"}
    assert (told["node"], told["of"]) == (node(1), ["person:duc", node(2)])
    assert sorted((one["relation"], one["count"]) for one in told["links"]) == [
        ("called", 1), ("called", 25), ("uses", 1),
    ]  # fmt: skip


def test_between(case: Path) -> None:
    told = reads(case, "between", "duc", node(3), node(4))
    assert [(one["node"], one["suspect"], one["pairs"]) for one in told] == [
        (node(1), False, 2), (node(2), False, 2), (node(3), True, 1),
    ]  # fmt: skip
    assert all(one.keys() == NODE | {"score", "pairs", "suspect", "connects"} for one in told)
    assert [one["score"] for one in told] == [2.0, 2.0, 1.0]
    pairs = reads(case, "between", "duc", node(4), node(7), "--pairs")
    assert [(one["one"], one["two"], one["length"], one["paths"]) for one in pairs] == [
        ("person:duc", node(4), 4, 1), ("person:duc", node(7), None, 0),
        (node(4), node(7), None, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("metric", ["pagerank", "betweenness", "degree"])
@pytest.mark.parametrize("more", [(), ("--directed",)])
def test_rank(case: Path, metric: str, more: tuple[str, ...]) -> None:
    told = reads(case, "rank", "--metric", metric, *more)
    assert all(
        one.keys() == NODE | {"rank", "value", "metric", "method", "error", "entries"}
        for one in told
    )
    assert [one["rank"] for one in told] == list(range(1, 7))
    values = [one["value"] for one in told]
    assert values == sorted(values, reverse=True)
    assert {one["entries"] for one in told} == {2}
    if metric == "pagerank":
        assert sum(values) == pytest.approx(1)
        assert ("along" in told[0]["method"]) == bool(more)
    if metric == "degree":
        assert values == [2, 2, 2, 1, 1, 0]


def test_rank_of_a_kind_keeps_the_numbers_of_that_kind(case: Path) -> None:
    (told,) = reads(case, "rank", "--kind", "person")
    assert (told["node"], told["rank"]) == ("person:duc", 1)
    assert len(reads(case, "rank", "--kind", "person", "--kind", "phone")) == 6
    assert len(reads(case, "rank", "--limit", "2")) == 2
    assert reads(case, "rank", "--kind", "vin", status=1) == []


def test_communities(case: Path) -> None:
    told = reads(case, "communities", "--members", "0")
    keys = {"size", "inside", "outside", "members", "method", "modularity", "entries"}
    assert all(one.keys() == keys for one in told)
    sizes = [one["size"] for one in told]
    assert (sum(sizes), sizes) == (6, sorted(sizes, reverse=True))
    (own,) = reads(case, "communities", "--of", node(7))
    assert (own["members"], own["size"], own["inside"], own["outside"]) == ([node(7)], 1, 0, 0)


@pytest.mark.parametrize("seed", ["0", "1", "99999999"])
def test_communities_of_one_seed_are_the_same_again(case: Path, seed: str) -> None:
    once, again = (reads(case, "communities", "--seed", seed) for _ in "12")
    assert once == again


def test_timeline(case: Path) -> None:
    told = reads(case, "timeline", node(2), node(3))
    times = [one["since"] for one in told]
    assert times == sorted(times)
    assert len({one["statement"] for one in told}) == len(told) == 28
    assert [one["since"] for one in reads(case, "timeline", node(2), "--limit", "2")] == times[:2]
    newest = reads(case, "timeline", node(2), node(3), "--limit", "2", "--last")
    assert [one["since"] for one in newest] == times[-2:]
    assert [one["relation"] for one in reads(case, "timeline", node(7))] == ["called"]


def test_a_link_of_somebody_with_himself_is_told_but_is_no_neighbour(case: Path) -> None:
    asked = ask(case, "ego", node(7))
    assert (asked.status, "is linked with nothing" in asked.err) == (1, True)
    assert "directly" not in ask(case, "common", node(7), node(1)).err


VERBS: dict[str, tuple[str, ...]] = {
    "ego": ("ego", node(1)),
    "path": ("path", node(1), node(2)),
    "common": ("common", node(1), node(2)),
    "between": ("between", node(1), node(2)),
    "timeline": ("timeline", node(1)),
}


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_in_an_empty_case_nobody_is_known(tmp_path: Path, verb: str) -> None:
    case = stated(tmp_path / "case", [])
    asked = ask(case, *VERBS[verb])
    assert (asked.status, asked.out, "E570" in asked.err) == (1, "", True)


@pytest.mark.parametrize("verb", ["rank", "communities"])
@pytest.mark.parametrize("names", [0, 1])
def test_of_no_links_there_is_nothing_to_tell(tmp_path: Path, verb: str, names: int) -> None:
    told = [said("person:an", "named", "name:An")][:names]
    asked = ask(stated(tmp_path / "case", told), verb, "--json")
    assert (asked.status, asked.out) == (1, "")
    assert f"looked at {2 * names} nodes" in asked.err or "looked at 1 node" in asked.err


@pytest.mark.parametrize("metric", ["pagerank", "betweenness", "degree"])
def test_one_node_alone_can_be_ranked(tmp_path: Path, metric: str) -> None:
    case = stated(tmp_path / "case", [said(node(1), "called", node(1))])
    (told,) = reads(case, "rank", "--metric", metric)
    assert (told["node"], told["rank"]) == (node(1), 1)


DAMAGE: dict[str, Any] = {
    "not there": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "no database": lambda path: path.write_bytes(b"\x00\xff" * 9_000),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:6_000]),
    "another database": lambda path: path.write_bytes(b"SQLite format 3\x00" + bytes(4_080)),
}


@pytest.mark.parametrize("damage", sorted(DAMAGE))
@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_damaged_index_is_built_anew_and_the_answer_the_same(
    tmp_path: Path, verb: str, damage: str
) -> None:
    case = stated(tmp_path / "case", TOLD)
    before = ask(case, *VERBS[verb], "--json")
    DAMAGE[damage](case / "links.db")
    again = ask(case, *VERBS[verb], "--json")
    assert (again.status, again.out) == (before.status, before.out)


def test_statements_that_the_index_hides_are_not_read_but_what_it_tells_is_checked(
    case: Path, tmp_path: Path
) -> None:
    own = stated(tmp_path / "case", TOLD)
    reads(own, "ego", node(1))
    forge(own, "UPDATE statements SET since = '2020-01-01' WHERE n = 29")
    asked = ask(own, "path", node(2), node(3), "--json")
    assert asked.status in (1, 3)
    assert "E604" in asked.err
    assert reads(own, "ego", node(1)) == reads(case, "ego", node(1))


@pytest.fixture
def media(limited: Officer) -> Iterator[Officer]:
    """An officer beside a case that nobody may write."""
    case = stated(limited.place / "media", TOLD)
    reads(case, "ego", node(1))
    case.chmod(0o500)
    yield limited.with_(TRUYVET_CASE="media")
    case.chmod(0o700)


@pytest.mark.parametrize("verb", [*sorted(VERBS), "rank", "communities"])
def test_media_that_cannot_be_written_are_asked_likewise(
    media: Officer, case: Path, verb: str
) -> None:
    question = VERBS.get(verb, (verb,))
    ran = media.run(*question, "--json")
    wanted = ask(case, *question, "--json")
    assert (ran.returncode, ran.stderr) == (wanted.status, wanted.err)
    assert timeless(ran.stdout) == timeless(wanted.out)
    assert not (media.place / "media/links.snapshot").exists()


def timeless(text: str) -> list[Any]:
    """JSON without when its statements were recorded."""
    return [json.loads(re.sub(r'"recorded": "[^"]*"', '"recorded": ""', line))
            for line in text.splitlines()]  # fmt: skip


def test_without_an_index_media_that_cannot_be_written_are_refused(media: Officer) -> None:
    folder = media.place / "media"
    folder.chmod(0o700)
    (folder / "links.db").unlink()
    folder.chmod(0o500)
    ran = media.run("ego", node(1))
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "E572" in ran.stderr
    assert "hint" in ran.stderr
