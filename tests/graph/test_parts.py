"""A part carries the evidence of its edges, read back from the lines that the ledger names."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.evidence.support.people import Clock, acting
from tests.graph.support.collecting import collected
from tests.graph.support.linking import linked, node, statement

from truyvet.evidence.acts import Decide
from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.links.rows import EdgeRow, Lens
from truyvet.evidence.links.stating import decide, state
from truyvet.evidence.links.view import Links
from truyvet.graph.model import MAX_EVIDENCE, Part
from truyvet.graph.parts import about_of, part_of, sums_of
from truyvet.graph.together import TogetherSteps


def whole(case: Case, lens: Lens | None = None) -> Part:
    lens = lens or Lens()
    with Links.open(case) as links:
        about = about_of(case, links, lens, title="all", question="the whole case")
        return part_of(case, links, (), links.all_edges(lens), about, lens)


def test_an_edge_tells_what_it_rests_on(tmp_path: Path) -> None:
    case, who, items = collected(tmp_path, {"cdr.csv": b"1,2"})
    told = [
        statement(("1", "2", "called", "2026-01-02"), item=items["cdr.csv"], grade="B2",
                  locator=("row:4",), facts={"duration": "60"}),
        statement(("1", "2", "called", "2026-01-01")),
    ]  # fmt: skip
    with case.writing() as writer:
        state(writer, who, told)
    (edge,) = whole(case).edges()
    assert (edge.source, edge.target, edge.relation) == ("phone:1", "phone:2", "called")
    assert (edge.count, edge.first, edge.last) == (2, "2026-01-01", "2026-01-02")
    assert (edge.grade, edge.label) == ("B2", "called")
    first, second = edge.evidence
    assert (first.name, first.entry, first.said_by) == ("2:0", 2, who.signer.card.name)
    assert (first.item, first.path, first.locator) == ("1.1", "source/cdr.csv", ("row:4",))
    assert (first.grade, first.facts, len(first.sha256)) == ("B2", {"duration": "60"}, 64)
    assert (second.item, second.since) == ("", "2026-01-01")


def test_nodes_bear_names_and_what_is_one_with_them(tmp_path: Path) -> None:
    told = [
        statement(("person:an", "name:Nguyễn Văn An", "named")),
        statement(("person:an", "alias:An Bụi", "alias")),
        statement(("person:an", "1", "uses")),
        statement(("2", "3")),
    ]
    case = linked(tmp_path / "case", told)
    with case.writing() as writer:
        same = Decide(because="one SIM", decision="same", left=node("1"), right=node("2"))
        decide(writer, acting(clock=Clock(90), seed=9), same)
    nodes = {one.id: one for one in whole(case).nodes()}
    assert set(nodes) == {"person:an", "phone:1", "phone:3"}
    assert (nodes["person:an"].label, nodes["person:an"].pole) == ("Nguyễn Văn An", "P")
    assert nodes["person:an"].names == ("Nguyễn Văn An", "An Bụi")
    assert (nodes["phone:1"].same, nodes["phone:1"].degree) == (("phone:2",), 2)
    apart = {one.id for one in whole(case, Lens(decisions=False)).nodes()}
    assert apart == {"person:an", "phone:1", "phone:2", "phone:3"}


def test_places_and_items_tell_what_their_value_says(tmp_path: Path) -> None:
    case, who, items = collected(tmp_path, {"a.jpg": b"1"})
    item = f"item:{items['a.jpg']}"
    told = [statement(("geo:21.028500,105.854200", item, "mentioned_in"), item=item[5:])]
    with case.writing() as writer:
        state(writer, who, told)
    nodes = {one.kind: one for one in whole(case).nodes()}
    assert nodes["geo"].facts == {"latitude": "21.028500", "longitude": "105.854200"}
    assert nodes["item"].facts["item"] == "1.1"
    assert nodes["item"].label == "source/a.jpg"


def test_the_same_part_is_told_in_the_same_order(tmp_path: Path) -> None:
    case = linked(tmp_path / "case", [statement(pair) for pair in ("32", "13", "21", "12")])
    part = whole(case)
    assert [one.id for one in part.nodes()] == ["phone:1", "phone:2", "phone:3"]
    assert [one.id for one in part.edges()] == [one.id for one in whole(case).edges()]


def test_an_edge_carries_only_so_much_evidence_and_tells_how_much_there_is(tmp_path: Path) -> None:
    told = [statement(("1", "2"))] * (MAX_EVIDENCE + 5)
    (edge,) = whole(linked(tmp_path / "case", told)).edges()
    assert (edge.count, len(edge.evidence)) == (MAX_EVIDENCE + 5, MAX_EVIDENCE)


def test_amounts_are_summed_by_currency(tmp_path: Path) -> None:
    told = [
        statement(("1", "2", "transferred"), facts={"amount": amount, "currency": currency})
        for amount, currency in (("1500000", "VND"), ("0.10", "USD"), ("500000", "VND"))
    ]
    with Links.open(linked(tmp_path / "case", told)) as links:
        (edge,) = links.all_edges()
        assert sums_of(links.statements([edge.id])) == {"sum USD": "0.10", "sum VND": "2000000"}


@pytest.mark.parametrize(
    ("written", "sums"),
    [
        (["1,500 đồng VN", "1,500 đồng VN"], {}),
        (["1500 đồng VN", "500 đồng VN", "5 VND"], {"sum đồng VN": "2000", "sum VND": "5"}),
        (["5", "", "NaN VND", "640 s"], {"sum s": "640"}),
    ],
)
def test_a_figure_is_summed_with_all_the_words_of_its_unit_or_not_at_all(
    tmp_path: Path, written: list[str], sums: dict[str, str]
) -> None:
    with Links.open(linked(tmp_path / "case", [statement(("1", "2", "called"))])) as links:
        (edge,) = links.all_edges()
        (row,) = links.statements([edge.id])
    assert sums_of(replace(row, raw_sums=one) for one in written) == sums


def test_what_stands_together_has_the_mentions_as_evidence(tmp_path: Path) -> None:
    case, who, items = collected(tmp_path, {"chat.txt": b"1 2"})
    item = items["chat.txt"]
    told = [statement((one, f"item:{item}", "mentioned_in"), item=item) for one in "12"]
    with case.writing() as writer:
        state(writer, who, told)
    with Links.open(case) as links:
        lens = Lens()
        steps = TogetherSteps(links, lens)
        ids = [row.id for row in links.all_nodes() if row.node.kind == "phone"]
        about = about_of(case, links, lens, title="", question="")
        (edge,) = part_of(case, links, ids, steps.edges_between(ids), about, lens, steps).edges()
    assert (edge.relation, edge.id) == ("mentioned_with", "t1")
    assert [one.name for one in edge.evidence] == ["2:0", "2:1"]


def test_nothing_is_shown_on_the_word_of_an_altered_index(tmp_path: Path) -> None:
    case = linked(tmp_path / "case", [statement(("1", "2"))])
    with Links.open(case) as links:
        (edge,) = links.all_edges()
        three = EdgeRow(
            id=edge.id, a=edge.a, b=edge.b, relation="called", count=1, first="", last=""
        )
        about = about_of(case, links, Lens(), title="", question="")
        assert part_of(case, links, (), [three], about, Lens()).held_edges
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(case.folder / "links.db")) as database, database:
        database.execute("UPDATE statements SET grade = 'A1'")
    with pytest.raises(TruyvetError) as caught:
        whole(case)
    assert caught.value.code == "E604"


def test_it_tells_what_it_is_of(tmp_path: Path) -> None:
    case = linked(tmp_path / "case", [statement(("1", "2"))])
    about = whole(case, Lens(as_of="2026-12-31")).about
    assert (about.title, about.cases, about.entries, about.as_of) == (
        "all",
        ("5",),
        2,
        "2026-12-31",
    )
