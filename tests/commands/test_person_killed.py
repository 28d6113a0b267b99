"""kill -9 in the middle of `person add` and `same`: all of an act is recorded, or nothing."""

import os
import random
import shutil
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import does, reads
from tests.evidence.support.killing import dies_at, lines_of

from truyvet.cli import main

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks under a tracer")
ADD = ("person", "add", "Trần Hùng", "--phone", "0987654321", "--alias", "Hùng Sẹo")
SAME = ("same", "Nguyễn Văn Đức", "Đức Cá", "--because", "cùng số")


@pytest.fixture(scope="module")
def begun(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a case of two people; only for copying."""
    place = tmp_path_factory.mktemp("begun") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    does(an, "person", "add", "Nguyễn Văn Đức", "--phone", "0912345678")
    does(an, "person", "add", "Đức Cá", "--email", "ca@example.vn")
    reads(an, "person", "list")
    return place


def typing(officer: Officer, arguments: tuple[str, ...]) -> Callable[[], None]:
    """The command as a work that a child does."""

    def work() -> None:
        os.chdir(officer.place)
        os.environ.update(officer.environment)
        with open(os.devnull, "w") as hole, redirect_stdout(hole), redirect_stderr(hole):
            assert main(["--case", "vu-01", *arguments]) == 0

    return work


def lines_in_child(work: Callable[[], None], note: Path) -> int:
    """How many lines of evidence/ the work runs through, counted where it changes nothing here."""

    def counting() -> None:
        note.write_text(str(lines_of(work)))

    assert not dies_at(1 << 60, counting)
    return int(note.read_text())


def copied(begun: Path, place: Path) -> Officer:
    """An officer beside a copy of the case."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(begun, place, symlinks=True)
    return Officer(place=place, keys=place / "config/truyvet/keys")


@pytest.mark.parametrize("arguments", [ADD, SAME], ids=lambda one: str(one[0]))
def test_an_act_is_recorded_whole_or_not_at_all(
    begun: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    place = tmp_path / "an"
    total = lines_in_child(typing(copied(begun, place), arguments), tmp_path / "lines")
    chosen = random.Random(arguments[0])
    outcomes = set()
    for line in [*sorted(chosen.sample(range(1, total), 4)), total]:
        an = copied(begun, place)
        before = (place / "vu-01/ledger/entries.jsonl").read_bytes()
        assert dies_at(line, typing(an, arguments)), line
        after = (place / "vu-01/ledger/entries.jsonl").read_bytes()
        assert after.startswith(before)
        people = {one["name"]: one for one in reads(an, "person", "list")}
        if after == before:
            assert sorted(people) == ["Nguyễn Văn Đức", "Đức Cá"]
        elif arguments is ADD:
            assert people["Trần Hùng"]["names"] == ["Trần Hùng", "Hùng Sẹo"]
            assert people["Trần Hùng"]["links"] == 1
        else:
            assert len(people) == 1
        outcomes.add(after == before)
        does(an, "person", "add", "Lê Hải", "--phone", "0900000001")
        assert '"verdict":"VALID"' in does(an, "verify", "vu-01", "--json").replace(" ", "")
    assert False in outcomes
