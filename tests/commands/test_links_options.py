"""What all questions about links share: which statements count, and what an answer covers."""

from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.asking import ask, reads, stated
from tests.commands.support.calls import node, said

from truyvet.commands.links_options import LinkOptions, relation_words
from truyvet.evidence.links.rows import EdgeRow

TOLD = [
    said(node(1), "called", node(2), since="2026-01-05T23:30:00Z", grade="A1"),
    said(node(1), "called", node(3), since="2026-01", grade="B3"),
    said(node(1), "messaged", node(4), since="2026-02-01", grade="C2"),
    said(node(1), "uses", node(5), since="2025-12-01", until="2026-01-10"),
    said(node(1), "uses", node(6), until="2026-01-31"),
    said(node(1), "met", node(7), since="2026", grade="F6"),
    said(node(1), "associate", node(8)),
    said(node(1), "called", node(1), since="2026-01-06", grade="A1"),
]
"""Of 1 with 2 to 8, and with itself."""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stated(tmp_path_factory.mktemp("told") / "case", TOLD)


def linked(case: Path, *options: str) -> set[int]:
    """With whom 1 is linked by these options."""
    asked = ask(case, "ego", node(1), "--limit", "0", "--json", *options)
    assert (asked.status == 1) == (not asked.out)
    return {int(one["node"][-3:]) for one in asked.lines}


@pytest.mark.parametrize(
    ("options", "others"),
    [
        ("", {2, 3, 4, 5, 6, 7, 8}),
        ("--since 2026-01-06", {3, 4, 5, 6, 7, 8}),
        ("--since 2026-01-05", {2, 3, 4, 5, 6, 7, 8}),
        ("--since 2026-01-05T23:30:01Z", {3, 4, 5, 6, 7, 8}),
        ("--since 2026-01-06T06:30:00+07:00", {2, 3, 4, 5, 6, 7, 8}),
        ("--since 6/1/2026", {3, 4, 5, 6, 7, 8}),
        ("--since 2026-02", {4, 7, 8}),
        ("--since 2027", {8}),
        ("--until 2025-11-30", {6, 8}),
        ("--until 2025-12-01", {5, 6, 8}),
        ("--until 2026-01-05", {2, 3, 5, 6, 7, 8}),
        ("--until 2026-01-05T23:29:59Z", {3, 5, 6, 7, 8}),
        ("--until 2026", {2, 3, 4, 5, 6, 7, 8}),
        ("--since 2026-01-11 --until 2026-01-31", {3, 6, 7, 8}),
        ("--since 2026-02-02 --until 2026-01-01", {7, 8}),
        ("--min-grade A1", {2}),
        ("--min-grade b3", {2, 3}),
        ("--min-grade C2", {2, 4}),
        ("--min-grade C3", {2, 3, 4}),
        ("--min-grade F6", {2, 3, 4, 5, 6, 7, 8}),
        ("--min-grade <=B3", {2, 3}),
        ("--via called", {2, 3}),
        ("--via called,uses", {2, 3, 5, 6}),
        ("--via called,,called,", {2, 3}),
        ("--via transferred", set()),
        ("--via mentioned_with", set()),
        ("--via ,", {2, 3, 4, 5, 6, 7, 8}),
        ("--via called --min-grade B2", {2}),
        ("--via uses --since 2026-01-11", {6}),
        ("--no-mentions", {2, 3, 4, 5, 6, 7, 8}),
        ("--together", {2, 3, 4, 5, 6, 7, 8}),
        ("--as-of 2026-03-13", set()),
        ("--as-of 2026-03-14", {2, 3, 4, 5, 6, 7, 8}),
        ("--as-of 14/3/2026", {2, 3, 4, 5, 6, 7, 8}),
        ("--as-of 2026-03", {2, 3, 4, 5, 6, 7, 8}),
        ("--as-of 2026-03-14T02:14:59Z", set()),
        ("--as-of 2026-03-14T09:16:00+07:00", {2, 3, 4, 5, 6, 7, 8}),
        ("--as-of 9999", {2, 3, 4, 5, 6, 7, 8}),
        ("--as-of 0001", set()),
        ("--as-of 2026-03-14 --min-grade B3 --via called --until 2026-01-31", {2, 3}),
    ],
)  # fmt: skip
def test_only_what_the_options_say_counts(case: Path, options: str, others: set[int]) -> None:
    assert linked(case, *options.split()) == others


@pytest.mark.parametrize(
    "verb", ["ego", "path", "common", "between", "rank", "communities", "timeline"]
)
def test_every_question_takes_them_and_a_negative_answer_tells_them(case: Path, verb: str) -> None:
    who = {"ego": [node(2)], "timeline": [node(8)], "rank": [], "communities": []}
    options = ["--min-grade", "A1", "--until", "2026-01-01", "--via", "met", "--no-mentions"]
    asked = ask(case, verb, *who.get(verb, [node(2), node(3)]), *options)
    told = "from  " if verb == "path" else ""
    assert (asked.status, asked.out[:6]) == (1, told)
    assert "until 2026-01-01, graded at least A1, by met, without mentions" in asked.err
    assert "looked at 8 nodes, 8 links, 8 statements: entries 0 to 1 of the ledger" in asked.err


@pytest.mark.parametrize(
    "verb", ["ego", "path", "common", "between", "rank", "communities", "timeline"]
)
def test_help_names_every_option_and_ends_with_an_example(case: Path, verb: str) -> None:
    asked = ask(case, verb, "--help")
    assert asked.status == 0
    for option in ("--as-of", "--since", "--until", "--min-grade", "--via", "--without",
                   "--no-mentions", "--together", "--json"):  # fmt: skip
        assert option in asked.out
    assert f"Example: truyvet {verb}" in asked.out.splitlines()[-1]


def test_without_a_container_what_rests_on_an_item_inside_it_does_not_count(
    scanned: Officer,
) -> None:
    folder = scanned.place / "vu-01"
    items = {one["path"]: one["item"] for one in reads(folder, "items")}
    letter = next(path for path in items if path.endswith("letter.eml"))
    innermost = next(path for path in items if path.startswith(letter) and "trong" in path)
    around = [path for path in items if path.startswith(letter)]
    between = [path for path in around if innermost.startswith(path) and path != innermost]
    other = next(path for path in items if path.endswith("same-1.zip"))
    add = ("--case", "vu-01", "link", "add", node(1), "met", node(2), "--item")
    scanned.does(*add, items[innermost])
    assert len(between) >= 2
    for path in (*between, innermost):
        assert reads(folder, "ego", node(1), "--without", items[path], status=1) == []
    assert len(reads(folder, "ego", node(1), "--without", items[other])) == 1
    (told,) = reads(folder, "path", node(1), node(2), "--without", items[letter], status=1)
    assert told["survival"] == {"survives": False, "with": 1, "without": None}
    scanned.does(*add, items[other])
    (told,) = reads(folder, "path", node(1), node(2), "--without", items[letter])
    assert told["survival"] == {"survives": True, "with": 1, "without": 1}
    both = ("--without", items[letter], "--without", items[other])
    assert reads(folder, "ego", node(1), *both, status=1) == []


def test_words_tell_nothing_where_everything_counts() -> None:
    none = LinkOptions(as_of="", since="", until="", least_grade="", via=frozenset(), without=(),
                       mentions=True, together=False)  # fmt: skip
    assert none.words() == ""


def edge(a: int, relation: str, b: int, count: int = 1) -> EdgeRow:
    return EdgeRow(id=a * 100 + b, a=a, b=b, relation=relation, count=count, first="", last="")


@pytest.mark.parametrize(
    ("edges", "away", "words"),
    [
        ([], True, ""),
        ([edge(1, "called", 2)], True, "→ called"),
        ([edge(1, "called", 2)], False, "← called"),
        ([edge(2, "called", 1)], True, "← called"),
        ([edge(2, "called", 1)], False, "→ called"),
        ([edge(1, "met", 2)], True, "↔ met"),
        ([edge(2, "family", 1)], False, "↔ is family of"),
        ([edge(1, "called", 2, 1_234)], True, "→ called 1,234"),
        ([edge(1, "uses", 2), edge(2, "called", 1, 7)], True, "← called 7, → uses"),
    ],
)
def test_links_read_away_from_an_end_or_towards_it(
    edges: list[EdgeRow], away: bool, words: str
) -> None:
    assert relation_words(edges, 1, away=away) == words
