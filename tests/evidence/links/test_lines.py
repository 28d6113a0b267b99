"""The fast way to read lines says what the checked way says."""

from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.support.linking import (
    PHONE,
    Says,
    dump,
    fact,
    link,
    rebuilt,
    scan,
    stated,
    told,
)
from tests.evidence.support.people import Clock, acting
from tests.evidence.support.scenes import add, collect, open_case

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import SourcePath
from truyvet.evidence.case import Case
from truyvet.evidence.item import Item
from truyvet.evidence.links.database import drafting
from truyvet.evidence.links.lines import Reader, sums_of
from truyvet.evidence.links.loading import Loader
from truyvet.evidence.links.mentions import MENTIONS, mention
from truyvet.evidence.links.node import KINDS, Node, parse_node
from truyvet.evidence.links.relation import RELATIONS
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.statement import (
    Statement,
    contradictions,
    link_facts,
    link_normal,
    statement_of,
)
from truyvet.evidence.links.striking import Struck
from truyvet.evidence.scans.observation import Observation
from truyvet.extractors.selectors import KINDS as SELECTORS
from truyvet.hashes.canonical import encode_record

ITEM = "ab" * 32
WORDS = st.sampled_from(
    ["", "phone:1", "phone:", "person:a:b", "ghost:1", "Phone:1", "x", ":", f"item:{ITEM}"]
)
WHEN = st.sampled_from(["", "2026", "2026-3", "2026-03-12T08:00:00Z", "2026-03-12T8Z", "٢٠٢٦"])
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "subject": WORDS,
        "object": WORDS,
        "relation": st.sampled_from(
            [*list(RELATIONS)[:4], "mentioned_in", "mentioned_with", "haunts", ""]
        ),
        "since": WHEN,
        "until": WHEN,
        "grade": st.sampled_from(["", "B2", "b2", "B", "Z1", "A0", "F6"]),
        "amount": st.sampled_from(["5", "", "5,5"]),
    },
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for drafts."""
    return tmp_path_factory.mktemp("drafts")


@given(facts=FACTS)
@settings(max_examples=300)
def test_a_link_is_taken_when_and_as_its_checked_reading_takes_it(
    folder: Path, facts: dict[str, str]
) -> None:
    seen = Observation(
        extractor="toy", facts=facts, item=ITEM, kind="link", locator=("bytes:0+1",), raw="x"
    )
    expected = None
    with suppress(ValueError):
        said = statement_of(seen)
        expected = said if not list(contradictions(said)) else None
    with drafting(folder) as database:
        database.execute("BEGIN")
        loader = Loader(database, bulk=True)
        reader = Reader(loader, frozenset(), Struck(database))
        reader.observations(3, [encode_record(seen)])
        loader.finish(lambda _: "")
        database.execute("COMMIT")
        query = (
            "SELECT a.kind || ':' || a.value, relation, b.kind || ':' || b.value, since, until,"
            " grade, sums FROM statements JOIN edges AS e ON e.id = edge JOIN nodes AS a"
            " ON a.id = e.a JOIN nodes AS b ON b.id = e.b"
        )
        rows = database.execute(query).fetchall()
    if expected is None:
        assert (rows, reader.skipped) == ([], 1)
        return
    told = (
        str(expected.subject), expected.relation, str(expected.object), expected.since,
        expected.until, expected.grade, sums_of(expected.facts),
    )  # fmt: skip
    assert (rows, reader.skipped) == ([told], 0)


def test_facts_say_the_statement_they_are_made_of() -> None:
    said = Statement(
        subject=PHONE, relation="called", object=Node(kind="phone", value="x:y"), since="2026",
        grade="B2", facts={"duration": "5"}, item=ITEM, locator=("bytes:0+1",), confidence=7,
    )  # fmt: skip
    seen = Observation(
        confidence=7, extractor="toy", facts=link_facts(said), item=ITEM, kind="link",
        locator=("bytes:0+1",), normal=link_normal(said), raw="x",
    )  # fmt: skip
    assert statement_of(seen) == said
    assert link_normal(said) == "phone:+84912345678 called phone:x:y"


@pytest.mark.parametrize(
    ("facts", "sums"),
    [
        ({"amount": "1500000", "currency": "VND"}, "1500000 VND"),
        ({"amount": "5"}, "5"),
        ({"duration": "640"}, "640 s"),
        ({"duration": "640 s"}, "640 s"),
        ({"currency": "VND"}, ""),
        ({"amount": "1,500", "currency": "VND"}, ""),
        ({"amount": "-12.50", "currency": "USD"}, "-12.50 USD"),
        ({"amount": "5", "currency": "đồng VN"}, ""),
        ({"duration": "04:10"}, ""),
        ({}, ""),
    ],
)
def test_sums_are_amounts_or_durations(facts: dict[str, str], sums: str) -> None:
    assert sums_of(facts) == sums


# Mentions.


def test_every_selector_that_is_a_node_is_mentioned_as_itself() -> None:
    assert [kind for kind in SELECTORS if MENTIONS.get(kind) != kind] == []
    assert set(MENTIONS.values()) <= {*KINDS, "account", "address"}


@pytest.mark.parametrize(
    ("kind", "value", "node"),
    [
        ("mail-from", "a@b.vn", ("email", "a@b.vn")),
        ("page-phone", "+84912345678", ("phone", "+84912345678")),
        ("page-profile", "facebook:lan.anh", ("facebook", "lan.anh")),
        ("page-profile", "mastodon:lan", ("user-account", "mastodon:lan")),
        ("page-profile", "lan", ("user-account", "lan")),
        ("mail-originating-ip", "1.2.3.4", ("ipv4", "1.2.3.4")),
        ("mail-originating-ip", "2001:db8::1", ("ipv6", "2001:db8::1")),
        ("author", "  Nguyễn \n Văn An ", ("name", "Nguyễn Văn An")),
        ("author", "  ", None),
        ("phone", "1" * 513, None),
        ("yara", "swindle", None),
        ("link", "a b c", None),
    ],
)
def test_a_mention_is_of_the_node_that_its_value_tells(
    kind: str, value: str, node: tuple[str, str] | None
) -> None:
    assert mention(kind, value, "raw") == node


def test_a_value_without_a_normal_form_is_taken_as_it_stands() -> None:
    assert mention("email", "", "A@b.vn") == ("email", "A@b.vn")


def test_what_stands_in_a_table_is_not_linked_by_that(tmp_path: Path) -> None:
    clock = Clock()
    case = open_case(tmp_path / "case", acting(clock=clock))
    who = acting(clock=clock, seed=1)
    collect(case, who, {b"a.txt": b"text"})
    with case.writing() as writer:
        collecting = writer.begin_collect(who, "table", (SourcePath(path="/x"),), "")
        stored = case.store.put_bytes(b"rows")
        add(
            collecting,
            [Item(n=0, kind="file", source=0, path="cdr.csv", sha256=stored.sha256, size=4)],
        )
        writer.finish_collect(who, collecting, finished=True)
    said = [Says(normal=PHONE.value), link(PHONE, "called", Node(kind="phone", value="1"))]
    scan(case, acting(clock=clock, seed=2), {"a.txt": said, "cdr.csv": said})
    assert told(case, Lens(decisions=False))[(str(PHONE), "called", "phone:1")] == 2
    mentioned = [triple for triple in told(case) if triple[1] == "mentioned_in"]
    assert len(mentioned) == 1
    before = dump(case)
    rebuilt(case)
    assert dump(case) == before


# Statements of officers.


def test_a_line_that_no_reader_takes_is_skipped_and_counted(case: Case, who: Acting) -> None:
    stated(case, who, fact(PHONE, "called", PHONE))
    good = encode_record(fact(PHONE, "called", PHONE))
    lines = [
        b"{}", b"\xff", b"[", good.replace(b'"phone"', b'"ghost"'),
        good.replace(b"called", b"mentioned_with"), good.replace(b"called", b"mentioned_in"), good,
    ]  # fmt: skip
    with drafting(case.folder) as database:
        database.execute("BEGIN")
        loader = Loader(database, bulk=True)
        reader = Reader(loader, frozenset(), Struck(database))
        reader.statements(1, lines)
        loader.finish(lambda _: "")
        database.execute("COMMIT")
        assert reader.skipped == 6
        query = "SELECT seq, n, position FROM statements"
        assert database.execute(query).fetchall() == [(1, 6, sum(map(len, lines[:6])) + 6)]


@pytest.mark.parametrize("text", ["phone", "phone:", "ghost:1", "", ":x", "phone:" + "9" * 513])
def test_what_is_no_node_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no node"):
        parse_node(text)


def test_a_node_may_hold_colons_in_its_value() -> None:
    assert parse_node("url:https://a/") == Node(kind="url", value="https://a/")


def test_records_of_other_kinds_are_no_statements() -> None:
    seen = Observation(extractor="toy", item=ITEM, kind="link", locator=("bytes:0+1",), raw="x")
    with pytest.raises(ValueError, match="no statement"):
        statement_of(seen)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b"{}", type=Statement)
