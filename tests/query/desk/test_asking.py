"""Taking turns at a desk's ledger, and the questions that an entry lists."""

import shutil
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from tests.evidence.support.killing import dies_at, lines_of
from tests.evidence.support.people import Clock, acting
from tests.evidence.support.scenes import check

from truyvet.evidence.acts import Inquire, Note
from truyvet.evidence.case import Case, create
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import Verdict
from truyvet.query.desk.asking import MAX_QUESTIONS, in_turn, inquire


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A desk's case."""
    return create(tmp_path / "desk", acting(), title="Desk", number="desk")


def test_who_comes_second_waits_for_the_first(case: Case) -> None:
    done = list[str]()

    def second() -> None:
        with in_turn(case) as writer:
            done.append("second")
            writer.append(acting(seed=2), Note(text="second"))

    with in_turn(case) as writer:
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.1)
        done.append("first")
        writer.append(acting(seed=1), Note(text="first"))
    thread.join(30)
    assert done == ["first", "second"]
    texts = [getattr(signed.entry.act, "text", "") for signed in case.ledger.entries()]
    assert texts[1:] == ["first", "second"]


def test_patience_ends(case: Case) -> None:
    with (
        case.writing(),
        pytest.raises(TruyvetError, match="E103"),
        in_turn(case, patience=0.05),
    ):
        pass


def test_no_look_up_is_recorded_without_purpose(case: Case) -> None:
    for purpose in ("", "  "):
        with pytest.raises(TruyvetError, match="E616"):
            inquire(
                case, acting(purpose=purpose), command="known", questions=["x"], covered=0, hits=0,
                withheld=0,
            )  # fmt: skip
    assert case.ledger.tail().seq == 1


@pytest.mark.parametrize(
    ("questions", "inline"),
    [
        (["a"] * MAX_QUESTIONS, MAX_QUESTIONS),
        (["a"] * (MAX_QUESTIONS + 1), MAX_QUESTIONS),
        (["đ" * 3000] * 3, 1),
        (["x" * 5000], 0),
    ],
)
def test_what_an_entry_cannot_list_stands_in_an_object(
    case: Case, questions: list[str], inline: int
) -> None:
    entry = inquire(
        case, acting(purpose="x"), command="known", questions=questions, covered=1, hits=2,
        withheld=1,
    )  # fmt: skip
    assert isinstance(entry.act, Inquire)
    assert (len(entry.act.questions), entry.act.question_count) == (inline, len(questions))
    assert [ref.count for ref in entry.outputs] == [len(questions)] * (inline < len(questions))


LONG = [f"09{number:08d}" for number in range(MAX_QUESTIONS + 1)]


def ask_long(case: Case) -> None:
    """Record a look-up of more values than an entry lists."""
    inquire(
        case, acting(purpose="x", clock=Clock(5)), command="known", questions=LONG, covered=1,
        hits=0, withheld=0,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="forks under a tracer")
def test_a_look_up_that_is_killed_leaves_nothing_that_nobody_explains(
    tmp_path: Path, case: Case
) -> None:
    def copied() -> Case:
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        return Case(shutil.copytree(case.folder, tmp_path / "copy", symlinks=True))

    def counting() -> None:
        (tmp_path / "lines").write_text(str(lines_of(partial(ask_long, copied()))))

    assert not dies_at(1 << 60, counting)
    total, recorded = int((tmp_path / "lines").read_text()), set[int]()
    for part in (60, 80, 90, 95, 100):
        copy = copied()
        assert dies_at(max(1, total * part // 100), partial(ask_long, copy))
        with copy.writing() as writer:
            recorded.add(writer.tail.seq)
            writer.append(acting(clock=Clock(50), seed=9), Note(text="next"))
        assert check(copy.folder).verdict is Verdict.VALID
        left = {path.name for path in (copy.folder / "objects").rglob("*") if path.is_file()}
        named = {ref.sha256 for one in copy.ledger.entries() for ref in one.entry.outputs}
        assert left == named
    assert recorded == {1, 2}
