"""Desks in this process: laid by a made-up officer, their look-up index filled by hand."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.evidence.support.people import acting, officer

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Attach
from truyvet.evidence.case import Case, create
from truyvet.evidence.entry import Entry
from truyvet.query.desk.access import Viewer
from truyvet.query.desk.database import kind_id, make_index, writing
from truyvet.query.desk.desk import Desk, opened
from truyvet.query.desk.schema import NAME, name_key

Held = tuple[str, str, int]
"""(kind, value, how often) of what a case is to hold."""
Owned = tuple[str, str, str]
"""(person, kind, value) of what somebody in a case has."""


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A desk, and who keeps it."""

    home: Case
    """The desk is a case."""
    who: Acting
    """Its keeper; one clock goes through all that he does."""

    def attach(
        self, case: str, path: object, *, number: str = "", access: str = "open",
        contact: str = "", off: bool = False,
    ) -> Entry:  # fmt: skip
        """Put a case on the desk, by its id alone, or take it off."""
        told = Attach(
            access=access, attached=case, contact=contact, number=number, off=off, path=str(path)
        )
        with self.home.writing() as writer:
            return writer.append(self.who, told)

    @contextmanager
    def opened(self) -> Iterator[Desk]:
        """Open it to be written."""
        with opened(self.home.folder, writable=True) as desk:
            yield desk

    def viewer(self, desk: Desk, key: str = "0" * 16) -> Viewer:
        """Somebody who asks."""
        return Viewer(desk, key)


def lay(folder: Path) -> Laid:
    """Make a desk."""
    who = acting(officer(1, name="Trần Giữ"), seed=1, purpose="vụ 12")
    home = create(folder, who, title="Desk", number="desk")
    make_index(home.folder, home.opening()[0])
    return Laid(home=home, who=who)


def case_id(number: int) -> str:
    """Return the id of the case with this number."""
    return f"{number:08x}-0000-4000-8000-000000000000"


def key_of(kind: str, value: str) -> str:
    """Return under which value something stands in the look-up index."""
    return name_key(value) if kind == NAME else value


def fill(
    desk: Desk, held: Mapping[int, Iterable[Held]], owned: Mapping[int, Iterable[Owned]]
) -> None:
    """Let cases, by their places, hold just this, as if they had been read."""
    with writing(desk.database):
        for table in ("sightings", "held", "persons", "differing"):
            desk.database.execute(f"DELETE FROM {table}")  # noqa: S608
        desk.database.execute("UPDATE cases SET entries = 1, problem = '', utc = '2026-03-14'")
        for place, things in held.items():
            rows = {(key_of(kind, value), kind_id(desk.database, kind)): n
                    for kind, value, n in things}  # fmt: skip
            desk.database.executemany(
                "INSERT INTO sightings VALUES (?,?,?,0,?,1,2)",
                [(value, kind, place, n) for (value, kind), n in rows.items()],
            )
        for place, persons in owned.items():
            for person, kind, value in persons:
                row = (place, person, kind_id(desk.database, kind), key_of(kind, value))
                desk.database.execute("INSERT OR IGNORE INTO held VALUES (?,?,?,?)", row)
                desk.database.execute(
                    "INSERT OR IGNORE INTO persons VALUES (?,?,?)", (place, person, f"L {person}")
                )
