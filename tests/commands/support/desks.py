"""A desk to ask: An keeps it, Bình and Chi may ask it; each has a case of his own on it."""

import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.commands.conftest import Officer
from tests.evidence.support.people import acting
from tests.evidence.support.people import officer as people_officer

from truyvet.evidence.case import Case, create
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.relation import Relation
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.links.stating import state

Person = tuple[str, str, str, str]

VEHICLES = """Biển số,Chủ xe,CCCD,Điện thoại,Số khung
30A-123.45,Nguyễn Văn Đức,001085012345,0912 345 678,RLHJF5803DY123456
29H1-234.56,"Trần Thị Bình",031190001234,0987654321,RLHJF5803DY123457
,Ai đó,,,
"""
"""A register of vehicles, whose last row says no plate."""
ASKS = ("--all", "--purpose", "vụ 12/2026")
"""What every look-up across cases needs."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The desk and its officers; case `va` is An's, `vb` is Bình's."""

    an: Officer
    """Keeps the desk."""
    binh: Officer
    """May ask it."""
    place: Path
    """Where all of them stand."""

    def asks(self, officer: Officer, *values: str, status: int = 0) -> list[Any]:
        """Let an officer look values up everywhere; the answers."""
        return officer.reads("known", *values, *ASKS, status=status)


def standing_in(place: Path, name: str) -> Officer:
    """Return the officer of this name who stands in a folder, and uses the desk there."""
    return Officer(
        place=place,
        keys=place / f"{name}/config/truyvet/keys",
        settings={"TRUYVET_DESK": str(place / "desk")},
    )


def officer(place: Path, name: str, role: str = "investigator") -> Officer:
    """Make an officer with a key, who uses the desk."""
    made = standing_in(place, name)
    arguments = ("--name", name, "--unit", "PA05", "--role", role, "--no-passphrase")
    made.does("key", "new", *arguments)
    made.does("key", "show", "-o", f"{name}.pub.json")
    return made


def open_case(by: Officer, folder: str, number: str, *people: tuple[str, str]) -> None:
    """Open a case that knows of people: (name, telephone number)."""
    by.does("case", "new", folder, "--title", number, "--number", number)
    for name, phone in people:
        by.does("--case", folder, "person", "add", name, "--phone", phone)


def state_case(folder: Path, number: str, people: Iterable[Person]) -> Case:
    """Make a case that states of people: (made-up id, name, kind of identifier, its value).

    In this process and by a key of its own: tests of many cases need no command for each person.
    """
    seed = int.from_bytes(number.encode(), "big") % 100_000
    who = acting(people_officer(7), seed=seed)
    case = create(folder, who, title=number, number=number)
    statements = list[Statement]()
    for made_up, name, kind, value in people:
        person = Node(kind="person", value=made_up)
        said: dict[Relation, Node] = {
            "named": Node(kind="name", value=name),
            "uses": Node(kind=kind, value=value),
            "involved_in": Node(kind="investigation", value=number),
        }
        statements += [
            Statement(subject=person, relation=relation, object=other)
            for relation, other in said.items()
        ]
    if statements:
        with case.writing() as writer:
            state(writer, who, statements)
    return case


def lay_desk(place: Path, *, access: str = "open") -> Desk:
    """Make a desk with An's case `va`, open, and Bình's case `vb` of this access class."""
    place.mkdir(parents=True, exist_ok=True)
    an, binh = officer(place, "An"), officer(place, "Bình")
    open_case(an, "va", "1/2026", ("Nguyễn Văn Đức", "0912345678"), ("Lê Thị Mai", "0911000001"))
    open_case(binh, "vb", "2/2026", ("Nguyen Van Duc", "+84 912 345 678"), ("Vũ Hải", "0922000002"))
    an.does("desk", "init", "desk")
    an.does("--case", "desk", "key", "admit", "Bình.pub.json")
    an.does("desk", "add", "va")
    an.does("desk", "add", "vb", "--access", access, "--contact", "Bình, PA05, máy lẻ 12")
    return Desk(an=an, binh=binh, place=place)


def moved(template: Path, place: Path) -> Desk:
    """Return a copy of a desk, which knows where its cases stand now."""
    shutil.copytree(template, place)
    desk = Desk(an=standing_in(place, "An"), binh=standing_in(place, "Bình"), place=place)
    for case in ("va", "vb"):
        desk.an.does("desk", "add", case)
    return desk


def states(by: Officer, status: int = 0) -> dict[str, str]:
    """Return the state of each case on the desk by its number."""
    told = by.reads("desk", "status", status=status)
    return {one["number"]: one["state"] for one in told if one["what"] == "case"}


def rows(place: Path) -> dict[str, list[Any]]:
    """Return what the look-up index holds, but for numbers that mean nothing elsewhere."""
    with sqlite3.connect(place / "desk/desk.db") as database:
        tables = {
            "sightings": "SELECT s.value, k.kind, s.place, s.row, s.count, s.first, s.last"
            " FROM sightings AS s JOIN kinds AS k ON k.id = s.kind",
            "held": "SELECT h.place, h.person, k.kind, h.value FROM held AS h"
            " JOIN kinds AS k ON k.id = h.kind",
        }
        tables |= {
            name: f"SELECT * FROM {name}"  # noqa: S608
            for name in ("persons", "differing", "rows", "unread")
        }
        found = {name: sorted(database.execute(query)) for name, query in tables.items()}
    database.close()
    return found
