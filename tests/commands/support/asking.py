"""Asking a case by the real command line within this process: many questions in little time."""

import io
import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.evidence.support.people import Clock, acting

from truyvet.cli import main
from truyvet.evidence.case import create
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.links.stating import state

plain = re.compile(r"\x1b\[[0-9;]*m")
"""What colours a terminal."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Its JSON values."""
        return [json.loads(line) for line in self.out.splitlines()]


def ask(case: Path, *arguments: str) -> Asked:
    """Run a command on a case."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(["--case", str(case), *arguments])
    return Asked(status=status, out=out.getvalue(), err=err.getvalue())


def reads(case: Path, *arguments: str, status: int = 0) -> list[Any]:
    """Run a command with --json that must end with this status."""
    asked = ask(case, *arguments, "--json")
    assert asked.status == status, asked
    return asked.lines


def stated(folder: Path, told: Iterable[Statement]) -> Path:
    """A case in which an officer stated these; its folder."""
    who, statements = acting(clock=Clock(0), seed=7), list(told)
    case = create(folder, who, title="Links", number="5")
    if statements:
        with case.writing() as writer:
            state(writer, who, statements)
    return case.folder


def forge(case: Path, statement: str) -> None:
    """Change the second index behind everybody's back."""
    with closing(sqlite3.connect(case / "links.db")) as database, database:
        assert database.execute(statement).rowcount > 0


def columns(text: str) -> int:
    """The most columns that a line takes on a terminal, wide letters two and marks none."""
    return max((sum(map(_wide, plain.sub("", line))) for line in text.splitlines()), default=0)


def _wide(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
