"""Questions to the second index, and what a lens lets through."""

from pathlib import Path

import pytest
from tests.evidence.support import examining
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
    link,
    named,
    scan,
    stated,
    told,
)
from tests.evidence.support.people import Clock, acting
from tests.evidence.support.scenes import collect, open_case

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.rows import Lens, NodeRow
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.links.view import Links

USES = (str(DUC), "uses", str(PHONE))
CALLED = (str(PHONE), "called", str(OTHER))
EVENT = "2026-03-12T08:00:00Z"


def id_of(case: Case, path: str) -> str:
    """The id of the item with this path."""
    with case.reading() as index:
        return next(row.id for row in index.items(glob=path))


def row(links: Links, node: Node) -> NodeRow:
    """The row of a node that is there."""
    found = links.find(node)
    assert found is not None
    return found


# Nodes and names.


def test_a_node_that_nothing_speaks_of_is_not_found(case: Case) -> None:
    with Links.open(case) as links:
        assert links.find(DUC) is None
        assert links.by_value(PHONE.value) == []
        assert links.counts() == (0, 0, 0)
        with pytest.raises(LookupError):
            links.node(1)


def test_the_first_name_of_a_node_is_its_label(case: Case, who: Acting) -> None:
    stated(case, who, named(DUC, "Đức Cá", "alias"), named(DUC, "Nguyễn Văn Đức"))
    with Links.open(case) as links:
        assert row(links, DUC).label == "Nguyễn Văn Đức"
        assert links.names(row(links, DUC).id) == ["Nguyễn Văn Đức", "Đức Cá"]


def test_a_name_that_was_ended_is_no_label(case: Case, who: Acting) -> None:
    entry = stated(case, who, named(DUC, "Nguyễn Văn Đức"))
    ended(case, who, f"{entry.seq}:0")
    with Links.open(case) as links:
        assert row(links, DUC).label == DUC.value
        assert links.named("Nguyễn Văn Đức") == []
        assert list(links.all_nodes()) == []


@pytest.mark.parametrize("typed", ["Lê  Thị   Hoa", "le\tthi\u00a0hoa ", "Lê Thị Hoa"])
def test_a_name_is_found_whatever_white_space_was_typed(
    case: Case, who: Acting, typed: str
) -> None:
    stated(case, who, named(DUC, "Lê Thị Hoa"))
    with Links.open(case) as links:
        assert [one.node for one in links.named(typed)] == [DUC]


def test_a_name_is_found_without_marks_and_exactly_accented_first(case: Case, who: Acting) -> None:
    stated(case, who, named(DUC, "Duc"), named(CUONG, "ĐỨC"), named(HUNG, "Đục"))
    with Links.open(case) as links:
        assert [one.node for one in links.named("đức")] == [CUONG, DUC, HUNG]
        assert [one.node for one in links.named("duc")] == [DUC, CUONG, HUNG]


def test_names_are_no_links(case: Case, who: Acting) -> None:
    stated(case, who, named(DUC, "Đức"))
    with Links.open(case) as links:
        assert links.counts() == (1, 0, 0)
        assert list(links.all_edges()) == []
        assert row(links, DUC).degree == 0
        assert [one.node for one in links.all_nodes()] == [DUC]


def test_names_are_told_to_who_asks_for_them(case: Case, who: Acting) -> None:
    stated(case, who, named(DUC, "Đức"))
    asked = told(case, Lens(relations=frozenset({"named"})))
    assert asked == {(str(DUC), "named", "name:Đức"): 1}


def test_a_value_is_found_in_any_kind(case: Case, who: Acting) -> None:
    zalo = Node(kind="zalo", value=PHONE.value)
    stated(case, who, fact(DUC, "uses", PHONE), fact(DUC, "uses", zalo))
    with Links.open(case) as links:
        assert [one.node for one in links.by_value(PHONE.value)] == [PHONE, zalo]


def test_an_item_bears_its_path(case: Case, who: Acting) -> None:
    collect(case, who, {b"sms.txt": b"0912345678"})
    scan(case, who, {"sms.txt": [Says(normal=PHONE.value)]})
    item = Node(kind="item", value=id_of(case, "sms.txt"))
    with Links.open(case) as links:
        assert row(links, item).label == "sms.txt"
        assert row(links, item).degree == 1


# Statements.


def test_statements_come_with_who_says_them_where_and_when(case: Case, who: Acting) -> None:
    collect(case, who, {b"cdr.csv": b"row 1"})
    item = id_of(case, "cdr.csv")
    said = fact(DUC, "uses", PHONE, grade="B2", since="2026-03", confidence=80, item=item)
    entry = stated(case, who, said)
    examined = scan(
        case,
        who,
        {"cdr.csv": [link(DUC, "uses", PHONE, amount="5", currency="VND"), Says(kind="yara")]},
    )
    with Links.open(case) as links:
        (edge,) = links.all_edges(Lens(mentions=False))
        one, two = links.statements([edge.id])
    assert (one.name, one.item, one.grade, one.since) == (f"{entry.seq}:0", item, "B2", "2026-03")
    assert (one.confidence, one.source, one.recorded) == (80, "", entry.time.utc)
    assert (two.name, two.item, two.source) == (f"{examined.seq}:0", item, "toy")
    assert (two.raw_sums, edge.count) == ("5 VND", 2)


def test_what_was_ended_is_told_only_to_who_looks_back(case: Case, who: Acting) -> None:
    entry = stated(case, who, fact(DUC, "uses", PHONE))
    end = ended(case, who, f"{entry.seq}:0")
    assert told(case) == {}
    assert told(case, Lens(as_of=entry.time.utc)) == {USES: 1}
    assert told(case, Lens(as_of=end.time.utc)) == {}
    with Links.open(case) as links:
        (edge,) = links.all_edges(Lens(as_of=entry.time.utc))
        (statement,) = links.statements([edge.id], Lens(as_of=entry.time.utc))
        assert statement.ended == end.seq
        assert list(links.edges_at([edge.a])) == []
        (at,) = links.edges_at([edge.a], Lens(as_of=entry.time.utc))
        assert at.id == edge.id


def test_what_was_ended_and_is_said_again_stands(case: Case, who: Acting) -> None:
    entry = stated(case, who, fact(DUC, "uses", PHONE))
    ended(case, who, f"{entry.seq}:0")
    stated(case, who, fact(DUC, "uses", PHONE))
    assert told(case) == {USES: 1}


def test_a_later_examination_of_an_item_supersedes_the_extractors_earlier_one(
    case: Case, who: Acting
) -> None:
    collect(case, who, {b"a": b"one 1", b"b": b"two 2"})
    says = [Says(normal=PHONE.value), Says(normal=OTHER.value, by="other")]
    scan(case, who, {"a": says, "b": says}, names=("toy", "other"))
    again = scan(case, who, {"a": []})
    item_a, item_b = (f"item:{id_of(case, path)}" for path in "ab")
    assert told(case) == {
        (str(PHONE), "mentioned_in", item_b): 1,
        (str(OTHER), "mentioned_in", item_a): 1,
        (str(OTHER), "mentioned_in", item_b): 1,
    }
    before = Lens(as_of=case_time(case, again.seq - 1))
    assert len(told(case, before)) == 4


def case_time(case: Case, seq: int) -> str:
    """The time of an entry."""
    return next(one.entry.time.utc for one in case.ledger.entries() if one.entry.seq == seq)


def test_a_retracted_mention_links_nothing(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b"one 1"})
    entry = scan(case, who, {"a": [Says(normal=PHONE.value), Says(normal=OTHER.value)]})
    ended(case, who, f"{entry.seq}:1")
    assert [triple[0] for triple in told(case)] == [str(PHONE)]


def test_a_link_that_says_nothing_is_skipped_and_counted(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b"one 1"})
    bad = [
        Says(kind="link", facts={"subject": "phone:1", "relation": "called"}),
        Says(kind="link", facts=dict(link(DUC, "uses", PHONE).facts) | {"relation": "haunts"}),
        Says(kind="link", facts=dict(link(DUC, "uses", PHONE).facts) | {"object": "ghost:1"}),
        Says(kind="link", facts=dict(link(DUC, "uses", PHONE).facts) | {"since": "yesterday"}),
        Says(kind="link", facts=dict(link(DUC, "uses", PHONE).facts) | {"grade": "Z9"}),
        Says(kind="phone", normal="9" * 513),
    ]
    scan(case, who, {"a": [*bad, link(DUC, "uses", PHONE)]})
    assert told(case) == {USES: 1}
    with Links.open(case) as links:
        assert links.skipped() == len(bad)


def test_first_and_last_are_of_the_statements_that_stand(case: Case, who: Acting) -> None:
    times = ("2026-03-12T08:00:00Z", "2026-01", "2026-05-01")
    entry = stated(case, who, *(fact(PHONE, "called", OTHER, since=one) for one in times))
    ended(case, who, f"{entry.seq}:2")
    with Links.open(case) as links:
        (edge,) = links.all_edges()
        assert (edge.count, edge.first, edge.last) == (2, "2026-01", times[0])


# The lens.


@pytest.mark.parametrize(
    ("since", "until", "passes"),
    [
        ("2026-03-12", "", True),
        ("2026-03-13", "", False),
        ("2026-03-12T08:00:00Z", "", True),
        ("2026-03-12T08:00:01Z", "", False),
        ("", "2026-03-12", True),
        ("", "2026-03", True),
        ("", "2026-03-11", False),
        ("", "2026-03-12T08:00:00Z", True),
        ("", "2026-03-12T07:59:59Z", False),
        ("2026", "2026", True),
    ],
)
def test_an_event_counts_when_it_happened(
    case: Case, who: Acting, since: str, until: str, passes: bool
) -> None:
    stated(case, who, fact(PHONE, "called", OTHER, since=EVENT))
    assert (told(case, Lens(since=since, until=until)) == {CALLED: 1}) == passes


@pytest.mark.parametrize(
    ("since", "until", "passes"),
    [
        ("2026-06", "", True),
        ("2026-08", "", False),
        ("", "2026-02", False),
        ("", "2026-03", True),
        ("2026-04", "2026-05", True),
    ],
)
def test_what_holds_counts_from_its_beginning_to_its_end(
    case: Case, who: Acting, since: str, until: str, passes: bool
) -> None:
    stated(case, who, fact(DUC, "uses", PHONE, since="2026-03-05", until="2026-07"))
    assert (told(case, Lens(since=since, until=until)) == {USES: 1}) == passes


def test_what_has_no_end_holds_to_this_day(case: Case, who: Acting) -> None:
    stated(case, who, fact(DUC, "uses", PHONE, since="2020"))
    assert told(case, Lens(since="2026")) == {USES: 1}


def test_what_has_no_time_is_let_through(case: Case, who: Acting) -> None:
    stated(case, who, fact(DUC, "uses", PHONE), fact(PHONE, "called", OTHER))
    assert told(case, Lens(since="2026", until="2026")) == {USES: 1, CALLED: 1}


@pytest.mark.parametrize(
    ("least", "passes"), [("A1", False), ("B2", True), ("C3", True), ("B1", False), ("A6", False)]
)
def test_a_grade_must_be_as_good_in_both_letters(
    case: Case, who: Acting, least: str, passes: bool
) -> None:
    stated(case, who, fact(DUC, "uses", PHONE, grade="B2"))
    assert (told(case, Lens(least_grade=least)) == {USES: 1}) == passes


def test_what_has_no_grade_counts_as_the_worst(case: Case, who: Acting) -> None:
    stated(case, who, fact(DUC, "uses", PHONE))
    assert told(case, Lens(least_grade="F6")) == {USES: 1}
    assert told(case, Lens(least_grade="F5")) == {}


def test_an_edge_counts_the_statements_that_the_lens_lets_through(case: Case, who: Acting) -> None:
    stated(case, who, *(fact(PHONE, "called", OTHER, since=f"2026-0{n}") for n in range(1, 8)))
    with Links.open(case) as links:
        (edge,) = links.all_edges(Lens(since="2026-03", until="2026-05"))
        assert (edge.count, edge.first, edge.last) == (3, "2026-03", "2026-05")


def test_relations_and_mentions_can_be_chosen(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b"one 1"})
    scan(case, who, {"a": [Says(normal=PHONE.value)]})
    stated(case, who, fact(DUC, "uses", PHONE), fact(PHONE, "called", OTHER))
    assert set(told(case, Lens(mentions=False))) == {USES, CALLED}
    assert set(told(case, Lens(relations=frozenset({"called"})))) == {CALLED}
    mentioned = told(case, Lens(relations=frozenset({"mentioned_in"})))
    assert [triple[1] for triple in mentioned] == ["mentioned_in"]


def test_without_an_item_what_rests_on_it_or_on_what_is_inside_it_is_gone(
    case: Case, who: Acting
) -> None:
    collect(case, who, examining.FILES)
    examining.scan(case, who)
    with case.reading() as index:
        rows = {row.path: row.id for row in index.items()}
    box, other = rows["phone/box"], rows["phone/sms.txt"]
    deep = next(id_ for path, id_ in rows.items() if path.endswith("deep.txt"))
    stated(
        case,
        who,
        fact(DUC, "uses", PHONE, item=deep),
        fact(PHONE, "called", OTHER, item=other),
        fact(DUC, "owns", OTHER),
    )
    with_box = told(case)
    assert any(triple[2] == f"item:{deep}" for triple in with_box)
    left = told(case, Lens(without=frozenset({box})))
    inside = {f"item:{id_}" for path, id_ in rows.items() if path.startswith("phone/box")}
    assert left == {
        triple: count
        for triple, count in with_box.items()
        if triple != USES and triple[2] not in inside
    }
    assert told(case, Lens(without=frozenset({box, other}))).keys() < left.keys()


def test_edges_between_have_both_ends_among_the_nodes(case: Case, who: Acting) -> None:
    stated(case, who, fact(DUC, "uses", PHONE), fact(PHONE, "called", OTHER))
    with Links.open(case) as links:
        ids = [row(links, node).id for node in (DUC, PHONE)]
        (edge,) = links.edges_between(ids)
        assert edge.relation == "uses"
        assert len(list(links.edges_at(ids))) == 2
        assert list(links.edges_between(ids[:1])) == []
        assert list(links.edges_at([])) == []


def test_a_link_to_itself_is_one_edge(case: Case, who: Acting) -> None:
    stated(case, who, fact(PHONE, "called", PHONE))
    with Links.open(case) as links:
        id_ = row(links, PHONE).id
        (edge,) = links.edges_at([id_])
        assert (edge.a, edge.b) == (id_, id_)
        assert links.degrees([id_]) == {id_: 1}


def test_arrays_are_the_edges(case: Case, who: Acting) -> None:
    entry = stated(case, who, fact(DUC, "uses", PHONE), fact(PHONE, "called", OTHER))
    stated(case, who, fact(PHONE, "called", OTHER))
    decided(case, who, "same", DUC, CUONG)
    for lens in (Lens(), Lens(as_of=entry.time.utc), Lens(decisions=False)):
        with Links.open(case) as links:
            edges = [(one.id, one.a, one.b, one.count) for one in links.all_edges(lens)]
            assert list(zip(*links.arrays(lens), strict=True)) == edges


# Identity.


def test_nodes_that_are_one_answer_as_one(case: Case, who: Acting) -> None:
    stated(case, who, fact(DUC, "uses", PHONE), fact(HUNG, "owns", OTHER), named(HUNG, "Hùng"))
    decided(case, who, "same", HUNG, DUC)
    with Links.open(case) as links:
        one = row(links, HUNG)
        assert one.id == row(links, DUC).id
        assert (one.node, one.label, one.degree) == (DUC, "Hùng", 2)
        assert [member.node for member in links.members(one.id)] == [DUC, HUNG]
        assert links.names(one.id) == ["Hùng"]
        assert links.degrees([one.id]) == {one.id: 2}
        assert [edge.a for edge in links.edges_at([one.id])] == [one.id, one.id]
        assert [member.node for member in links.named("hung")] == [DUC]


def test_without_decisions_each_node_stands_by_itself(case: Case, who: Acting) -> None:
    stated(case, who, fact(DUC, "uses", PHONE), fact(HUNG, "owns", OTHER))
    decided(case, who, "same", HUNG, DUC)
    with Links.open(case) as links:
        id_ = row(links, DUC).id
        assert len(list(links.edges_at([id_], Lens(decisions=False)))) == 1


def test_as_of_an_earlier_day_its_decisions_count(case: Case, who: Acting) -> None:
    stated(case, who, fact(DUC, "uses", PHONE), fact(HUNG, "owns", OTHER))
    before = case_time(case, 1)
    same = decided(case, who, "same", HUNG, DUC)
    decided(case, who, "undo", HUNG, DUC, undoes=same.seq)
    with Links.open(case) as links:
        duc, hung = (row(links, node).id for node in (DUC, HUNG))
        assert duc != hung
        for as_of, count in ((before, 1), (same.time.utc, 2), ("2100", 1)):
            assert len(list(links.edges_at([duc], Lens(as_of=as_of)))) == count
        both = list(links.edges_at([hung], Lens(as_of=same.time.utc)))
        assert {edge.a for edge in both} == {duc}


def test_an_undone_decision_leaves_no_trace_in_the_graph(case: Case, who: Acting) -> None:
    stated(case, who, fact(DUC, "uses", PHONE), fact(HUNG, "uses", PHONE))
    decided(case, who, "same", CUONG, OTHER)
    before = everything(case)
    same = decided(case, who, "same", HUNG, DUC)
    assert everything(case) != before
    decided(case, who, "undo", HUNG, DUC, undoes=same.seq)
    assert everything(case) == before


def everything(case: Case) -> tuple[object, ...]:
    """All that questions about a graph are answered from."""
    with Links.open(case) as links:
        same = links.database.execute("SELECT * FROM same").fetchall()
        return list(links.all_nodes()), list(links.all_edges()), same


# What it knows.


def test_its_head_is_that_of_the_ledger(case: Case, who: Acting) -> None:
    stated(case, who, fact(DUC, "uses", PHONE))
    tail = case.ledger.tail()
    with Links.open(case) as links:
        assert links.head() == (tail.seq, tail.prev)


def test_entries_are_counted_to_the_end_of_a_day(tmp_path: Path) -> None:
    clock = Clock()
    case = open_case(tmp_path / "case", acting(clock=clock))
    stated(case, acting(clock=clock, seed=1), fact(DUC, "uses", PHONE))
    clock.seconds += 86_400
    stated(case, acting(clock=clock, seed=2), fact(DUC, "uses", OTHER))
    with Links.open(case) as links:
        assert links.entries_at("2026-03-14") == 2
        assert links.entries_at("2026-03-13") == 0
        assert links.entries_at("2026-03") == 3
        assert links.entries_at("2026-03-14T02:15:00Z") == 1


def test_two_statements_of_one_list_have_their_own_numbers(case: Case, who: Acting) -> None:
    said: list[Statement] = [fact(DUC, "uses", PHONE), fact(DUC, "uses", PHONE, note="x")]
    entry = stated(case, who, *said)
    with Links.open(case) as links:
        (edge,) = links.all_edges()
        names = [one.name for one in links.statements([edge.id])]
    assert names == [f"{entry.seq}:0", f"{entry.seq}:1"]
