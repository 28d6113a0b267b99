"""A case whose links an officer stated: who calls whom, who uses which number."""

import re
import shutil
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.evidence.support.people import acting

from truyvet.evidence.case import Case, find_item
from truyvet.evidence.keyring import Keyring, open_key
from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.links.stating import state
from truyvet.evidence.times import now


def linked(template: Path, place: Path) -> Officer:
    """An officer beside `vu-01`: Đức uses 1, Hoa 2; 1 called 3 thrice, 3 called 2, 9 all of 1–8."""
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys").with_(TRUYVET_CASE="vu-01")
    case = Case(place / "vu-01")
    with case.reading() as index:
        exhibit = find_item(index, "1.1").id
    told = [
        said("person:duc", "named", "name:Nguyễn Văn Đức"),
        said("person:duc", "uses", node(1)),
        said("person:hoa", "named", "name:Trần Thị Hoa"),
        said("person:hoa", "uses", node(2), grade="C3"),
        *(said(node(1), "called", node(3), since=f"2026-01-0{day}") for day in (1, 2, 3)),
        said(node(3), "called", node(2), since="2026-01-02", grade="B2", item=exhibit,
             locator=("row:7",)),
        *(said(node(9), "called", node(other)) for other in range(1, 9)),
    ]  # fmt: skip
    signer = open_key(Keyring(an.keys).find(None), None)
    with case.writing() as writer:
        state(writer, acting(signer, clock=now), told)
    return an


def said(one: str, relation: str, two: str, **more: object) -> Statement:
    """A statement."""
    facts = {"subject": parse_node(one), "relation": relation, "object": parse_node(two)}
    return Statement(**(facts | more))  # type: ignore[arg-type]


def phone(number: int) -> str:
    """A telephone number, as people write it."""
    return f"0912 000 {number:03}"


def node(number: int) -> str:
    """The same as a node."""
    return f"phone:+84912000{number:03}"


def widest(shown: str) -> int:
    """Return the columns that the longest line of a terminal's output takes."""
    return max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in shown.splitlines())


@pytest.fixture(scope="module")
def officer(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """The officer, once for all tests of a file that only ask."""
    return linked(template, tmp_path_factory.mktemp("linked") / "an")
