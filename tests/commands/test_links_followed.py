"""What becomes of statements, and of who is who, is seen by every question, also as of then."""

import io
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.calls import linked, node, phone, said
from tests.evidence.support.people import Clock, acting

from truyvet.cli import main
from truyvet.evidence.acts import Decide
from truyvet.evidence.case import Case
from truyvet.evidence.keyring import Keyring, open_key
from truyvet.evidence.links.stating import decide, retract, state

FIRST = 2
"""Entry of the statements of `linked`; its statement 4 is the first call of 1 to 3."""
DAYS = ("2027-01-01", "2027-01-02", "2027-01-03")


@pytest.fixture(scope="module")
def called_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return linked(template, tmp_path_factory.mktemp("called") / "an").place


@pytest.fixture
def an(called_template: Path, tmp_path: Path) -> Officer:
    """An officer of his own beside the case of calls."""
    place = tmp_path / "an"
    shutil.copytree(called_template, place, symlinks=True)
    return Officer(place=place, keys=place / "config/truyvet/keys").with_(TRUYVET_CASE="vu-01")


class Pen:
    """Writes acts in that case, each on a day of its own in 2027."""

    def __init__(self, officer: Officer) -> None:
        self.case = Case(officer.place / "vu-01")
        signer = open_key(Keyring(officer.keys).find(None), None)
        self.clock = Clock(25_320_000)  # 2027-01-01
        self.who = acting(signer, clock=self.clock, seed=5)

    def next_day(self) -> None:
        self.clock.seconds += 86_400

    def same(self, one: str, two: str, **more: Any) -> int:
        told = Decide(
            because="one", decision=more.pop("decision", "same"), left=one, right=two, **more
        )
        with self.case.writing() as writer:
            seq = decide(writer, self.who, told).seq
        self.next_day()
        return seq

    def ends(self, *names: str) -> int:
        with self.case.writing() as writer:
            seq = retract(writer, self.who, names, "wrong").seq
        self.next_day()
        return seq

    def says(self, *told: Any) -> int:
        with self.case.writing() as writer:
            seq = state(writer, self.who, told).seq
        self.next_day()
        return seq


@pytest.fixture
def pen(an: Officer) -> Pen:
    return Pen(an)


QUESTIONS: dict[str, tuple[str, ...]] = {
    "ego": ("ego", phone(1), "--hops", "2"),
    "path": ("path", phone(1), phone(2)),
    "path in time order": ("path", phone(1), phone(2), "--in-time-order"),
    "common": ("common", phone(1), phone(2), "--via", "called"),
    "between": ("between", phone(1), phone(2)),
    "pairs": ("between", phone(1), phone(2), "--pairs"),
    "rank": ("rank",),
    "degree": ("rank", "--metric", "degree"),
    "betweenness": ("rank", "--metric", "betweenness"),
    "communities": ("communities", "--members", "0"),
    "timeline": ("timeline", phone(3)),
}
ON_MERGE = QUESTIONS | {"timeline": ("timeline", phone(9))}
"""The same, asked so that it makes a difference whether 3 and 9 are one."""


def answer(officer: Officer, *question: str) -> Any:
    """What a question is answered, whatever its status, but for the number of entries."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        status = main(["--case", str(officer.place / "vu-01"), *question, "--json"])
    assert status in (0, 1), question
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    for one in told:
        one.pop("entries", None)
    return told


asking = pytest.mark.parametrize("question", sorted(QUESTIONS))


@asking
def test_what_is_retracted_is_in_no_answer(an: Officer, pen: Pen, question: str) -> None:
    before = answer(an, *QUESTIONS[question])
    pen.ends(*(f"{FIRST}:{n}" for n in range(4, 8)))  # all of 1 to 3, and 3 to 2
    after = answer(an, *QUESTIONS[question])
    assert after != before
    text = json.dumps(after)
    assert not any(f'"{FIRST}:{n}"' in text for n in range(4, 8))


@asking
def test_as_of_before_it_was_retracted_the_answer_is_the_former(
    an: Officer, pen: Pen, question: str
) -> None:
    before = answer(an, *QUESTIONS[question])
    pen.clock.seconds += 86_400
    pen.ends(*(f"{FIRST}:{n}" for n in range(4, 8)))
    then = answer(an, *QUESTIONS[question], "--as-of", DAYS[0])
    assert without_degrees(then) == without_degrees(before)


def without_degrees(told: Any) -> Any:
    """An answer without what a node has in the whole case today, and a statement's end."""
    if isinstance(told, dict):
        return {
            name: without_degrees(value)
            for name, value in told.items()
            if name not in ("degree", "specificity", "ended")
        }
    return [without_degrees(one) for one in told] if isinstance(told, list) else told


@asking
def test_an_undone_merge_leaves_no_trace_in_any_answer(
    an: Officer, pen: Pen, question: str
) -> None:
    before = answer(an, *ON_MERGE[question])
    seq = pen.same(node(3), node(9))
    merged = answer(an, *ON_MERGE[question])
    pen.same(node(3), node(9), decision="undo", undoes=seq)
    assert answer(an, *ON_MERGE[question]) == before
    assert merged != before


@asking
def test_as_of_before_a_merge_the_answer_is_the_former(
    an: Officer, pen: Pen, question: str
) -> None:
    before = answer(an, *ON_MERGE[question])
    pen.clock.seconds += 86_400
    pen.same(node(3), node(9))
    assert answer(an, *ON_MERGE[question]) != before
    assert answer(an, *ON_MERGE[question], "--as-of", DAYS[0]) == before


@asking
def test_as_of_a_merge_that_was_undone_later_it_still_holds(
    an: Officer, pen: Pen, question: str
) -> None:
    pen.clock.seconds += 86_400
    seq = pen.same(node(3), node(9))
    merged = answer(an, *ON_MERGE[question])
    pen.same(node(3), node(9), decision="undo", undoes=seq)
    assert answer(an, *ON_MERGE[question], "--as-of", DAYS[1]) == merged


@asking
def test_what_is_stated_later_is_not_known_before(an: Officer, pen: Pen, question: str) -> None:
    before = answer(an, *QUESTIONS[question])
    pen.clock.seconds += 86_400
    pen.says(
        said(node(1), "called", node(2), since="2026-01-02"),
        said(node(3), "met", node(4), since="2026-01-05"),
        said(node(4), "called", node(1)), said(node(4), "called", node(2)),
    )  # fmt: skip
    assert answer(an, *QUESTIONS[question]) != before
    then = answer(an, *QUESTIONS[question], "--as-of", DAYS[0])
    assert without_degrees(then) == without_degrees(before)


def test_before_a_merge_either_of_them_is_asked_about_by_itself(an: Officer, pen: Pen) -> None:
    pen.clock.seconds += 86_400
    pen.same(node(1), node(2))
    for number, others in (
        (1, {node(3), node(9), "person:duc"}),
        (2, {node(3), node(9), "person:hoa"}),
    ):
        told = answer(an, "ego", phone(number), "--as-of", DAYS[0])
        assert {one["node"] for one in told} == others
    (found,) = answer(an, "path", phone(1), phone(2), "--max", "2", "--as-of", DAYS[0])
    assert [len(path["hops"]) for path in found["paths"]] == [2, 2]
    assert an.run("path", phone(1), phone(2)).returncode == 2
    shared = answer(an, "common", phone(1), phone(2), "--as-of", DAYS[0])
    assert {one["node"] for one in shared} == {node(3), node(9)}


def test_names_before_a_merge_are_those_of_each(an: Officer, pen: Pen) -> None:
    pen.clock.seconds += 86_400
    pen.same("person:duc", "person:hoa")
    then = answer(an, "ego", "Trần Thị Hoa", "--as-of", DAYS[0])
    assert [one["node"] for one in then] == [node(2)]
    now = answer(an, "ego", "Trần Thị Hoa")
    assert {one["node"] for one in now} == {node(1), node(2)}


def test_different_and_unsure_join_nobody(an: Officer, pen: Pen) -> None:
    before = {name: answer(an, *question) for name, question in QUESTIONS.items()}
    pen.same(node(3), node(9), decision="different")
    pen.same(node(1), node(2), decision="unsure")
    assert {name: answer(an, *question) for name, question in QUESTIONS.items()} == before


def test_three_that_are_one_answer_for_all(an: Officer, pen: Pen) -> None:
    pen.same(node(4), node(5))
    pen.same(node(5), node(6))
    for number in (4, 5, 6):
        (told,) = answer(an, "ego", phone(number))
        assert (told["node"], told["links"][0]["count"]) == (node(9), 1)
        assert len(told["links"]) == 3
    assert [
        one["degree"] for one in answer(an, "ego", phone(9)) if one["node"] in map(node, (4, 5, 6))
    ] == [3]


def test_a_link_between_two_that_are_one_is_no_link(an: Officer, pen: Pen) -> None:
    pen.same(node(1), node(3))
    told = answer(an, "ego", phone(1))
    assert {one["node"] for one in told} == {"person:duc", node(2), node(9)}
    shared = an.run("common", phone(1), phone(2))
    assert "directly: 1 link" in shared.stderr  # 3 called 2; not 1 called 3
    dated = answer(an, "timeline", phone(1))
    assert len([one for one in dated if one["relation"] == "called"]) == 4


LIES: dict[str, str] = {
    "when": "UPDATE statements SET since = '2031-01-01' WHERE n = 7",
    "until when": "UPDATE statements SET until = '2031-01-01' WHERE n = 7",
    "how graded": "UPDATE statements SET grade = 'A1' WHERE n = 7",
    "how sure": "UPDATE statements SET confidence = 7 WHERE n = 7",
    "where it stands": "UPDATE statements SET position = position + 1 WHERE n = 7",
    "which line": "UPDATE statements SET position = 0 WHERE n = 7",
    "of whom": "UPDATE nodes SET value = '+84912000099' WHERE value = '+84912000002'",
    "what": "UPDATE edges SET relation = 'met' WHERE id IN"
    " (SELECT edge FROM statements WHERE n = 7)",
    "in which item": "UPDATE statements SET item = NULL WHERE n = 7",
    "how much": "UPDATE statements SET sums = '5 VND' WHERE n = 7",
}  # fmt: skip


@pytest.mark.parametrize("lie", sorted(LIES))
def test_evidence_that_does_not_say_what_the_index_says_is_no_answer(
    an: Officer, forge: Callable[[str], None], lie: str
) -> None:
    two = phone(99) if lie == "of whom" else phone(2)
    forge(LIES[lie])
    for question in (("path", phone(3), two), ("timeline", phone(3))):
        ran = an.run(*question, "--json")
        assert ran.returncode in (1, 3), ran
        assert any(code in ran.stderr for code in ("E604", "E302")), ran
        assert "hint" in ran.stderr


@pytest.fixture
def forge(an: Officer) -> Callable[[str], None]:
    """Change the second index behind everybody's back."""
    an.does("ego", phone(1))

    def forge(statement: str) -> None:
        with sqlite3.connect(an.place / "vu-01/links.db") as database:
            assert database.execute(statement).rowcount > 0
        database.close()

    return forge


def test_a_missing_list_is_told_by_its_hash(an: Officer) -> None:
    an.does("ego", phone(1))
    case = Case(an.place / "vu-01")
    (ref,) = [
        ref
        for signed in case.ledger.entries()
        for ref in signed.entry.outputs
        if ref.kind == "statements"
    ]
    case.store.path(ref.sha256).unlink()
    ran = an.run("path", phone(1), phone(3))
    assert (ran.returncode, "E301" in ran.stderr, ref.sha256[:12] in ran.stderr) == (1, True, True)
