"""A desk opened: what stands on it by its ledger, and in what state its look-up index knows it."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ...evidence.case import Case
from ...evidence.desks import DESK_NAME, REMOVED, Registered, Standing
from ...evidence.entry import read_leaf
from ...evidence.errors import TruyvetError
from ...evidence.ledger import LEDGER_NAME
from .database import guarding_index, open_index, writing
from .rights import Admissions
from .schema import OF_CASES, OF_REGISTERS
from .stored import name_of

_MARKS = (b'"type":"attach"', b'"collector":"register"', f'"tag":"{REMOVED}"'.encode())
"""What an entry's line holds that says what stands on a desk; no other case has such lines."""
_KEYS = (b'"type":"case.open"', b'"type":"key.add"', b'"type":"key.revoke"')
"""What it holds that says who keeps the desk; other lines need no reading."""
NOT_READ = "it was never read: truyvet desk refresh"
"""Problem of a case or register that the look-up index knows nothing of yet."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OnDesk:
    """A case as the look-up index knows it."""

    place: int
    """Its number on the desk: the entry that put it there."""
    id: str
    """Id of the case."""
    number: str
    """Its number in the unit's register."""
    path: str
    """Folder where it stands."""
    access: str
    """Access class."""
    contact: str
    """Whom to ask about it."""
    entries: int
    """Entries of its ledger that were copied from; 0 where it was never read."""
    prev: str
    """Hash of the last of them."""
    size: int
    """Bytes of its ledger up to there."""
    utc: str
    """When that entry was recorded, UTC."""
    coverage: str
    """What of it was examined then, as JSON."""
    problem: str
    """Why it could not be read when that was tried last; empty if it could."""

    @property
    def title(self) -> str:
        """How it is called where its number is not."""
        return self.number or self.id[:8]


@dataclass(frozen=True, kw_only=True, slots=True)
class Register:
    """A reference register as the look-up index knows it."""

    place: int
    """Its number on the desk: the entry that brought it."""
    name: str
    """Its name."""
    profile: str
    """Profile by which it is read."""
    utc: str
    """When it was brought in."""
    source: str
    """Path it came from."""
    item: str
    """Id of the item that is its table."""
    item_name: str
    """Short name of that item."""
    sha256: str
    """Hash of the table."""
    profile_sha256: str
    """Hash of the profile's text."""
    headings: str
    """Headings of its sheets, as JSON."""
    rows: int
    """Rows that were read."""
    unread: int
    """Rows that could not be read, or not all of them."""
    problem: str
    """Why it could not be read; empty if it could."""


class Desk:
    """An open desk; made by `opened`."""

    def __init__(
        self, case: Case, desk_id: str, standing: Standing, database: sqlite3.Connection
    ) -> None:
        self.standing = standing
        """What stands on it by its ledger."""
        self.case = case
        """The desk is a case."""
        self.id = desk_id
        """Its id."""
        self.database = database
        """The look-up index."""

    def cases(self) -> list[OnDesk]:
        """Return the cases on the desk, in the order in which they came."""
        columns = ", ".join(OnDesk.__slots__)
        rows = self.database.execute(f"SELECT {columns} FROM cases ORDER BY place")  # noqa: S608
        return [OnDesk(**dict(zip(OnDesk.__slots__, row, strict=True))) for row in rows]

    def registers(self) -> list[Register]:
        """Return the registers of the desk; of those with one name only the newest.

        One that could not be read leaves the older of its name in place, and stands beside it.
        """
        newest = dict[tuple[str, bool], Register]()
        for one in self.all_registers():
            name = one.name or str(one.place)
            if not one.problem:
                newest.pop((name, True), None)
            newest[name, bool(one.problem)] = one
        return sorted(newest.values(), key=lambda one: one.place)

    def all_registers(self) -> list[Register]:
        """Return all registers of the desk, also those that a newer one of their name replaces."""
        columns = ", ".join(Register.__slots__)
        rows = self.database.execute(f"SELECT {columns} FROM registers ORDER BY place")  # noqa: S608
        return [Register(**dict(zip(Register.__slots__, row, strict=True))) for row in rows]

    def find_case(self, text: str, named: Callable[[str], bool] = lambda _: True) -> OnDesk:
        """Return the case with this number, path, or start of id; `TruyvetError` E617 or E618.

        `named` tells by its id whether a case may be found.
        """
        path = os.path.realpath(text)
        cases = [one for one in self.cases() if named(one.id)]
        found = [one for one in cases if text in (one.number, one.id)]
        found = found or [one for one in cases if os.path.realpath(one.path) == path]
        if not found and len(text) >= 4:
            found = [one for one in cases if one.id.startswith(text.lower())]
        if not found:
            raise TruyvetError("E617", case=text)
        if len(found) > 1:
            listed = ", ".join(f"{one.number} ({one.id[:8]})" for one in found)
            raise TruyvetError("E618", case=text, found=listed)
        return found[0]


@contextmanager
def opened(folder: Path, *, writable: bool = False) -> Iterator[Desk]:
    """Open the desk at `folder`, in step with what its ledger says stands on it.

    Raises `TruyvetError` E613 where no desk is, E614 where its look-up index is missing, E615
    where that is damaged.
    """
    case = desk_case(folder)
    desk_id, _ = case.opening()
    standing = standing_on(case)
    with (
        closing(open_index(case.folder, desk_id, writable=writable)) as database,
        guarding_index(case.folder / DESK_NAME),
    ):
        if not _in_step(database, standing):
            with closing(open_index(case.folder, desk_id, writable=True)) as other:
                _follow(other, case, standing)
        yield Desk(case, desk_id, standing, database)


def desk_case(folder: Path) -> Case:
    """Return the case that a desk is; `TruyvetError` E613 where there is none."""
    if not (folder / LEDGER_NAME).is_file():
        raise TruyvetError("E613", path=folder)
    case = Case(Path(os.path.realpath(folder)))
    if not (case.folder / DESK_NAME).exists() and not _has_stood(case):
        raise TruyvetError("E613", path=folder)
    return case


def _has_stood(case: Case) -> bool:
    """Tell whether a case without a look-up index is a desk by its ledger."""
    return any(any(mark in line.content for mark in _MARKS) for line in case.ledger.lines())


def standing_on(case: Case) -> Standing:
    """Return what stands on a desk by its ledger.

    Reads only the lines that can say something of it; that they follow one another is checked
    whenever something is appended, and by `verify`. Where somebody who does not keep the desk said
    a second time something of a case, that case is read for whom it admits.
    """
    standing = Standing(Admissions())
    for number, line in enumerate(case.ledger.lines()):
        if line.ends and any(mark in line.content for mark in (*_MARKS, *_KEYS)):
            try:
                standing.follow(read_leaf(line.content).entry)
            except ValueError as error:
                raise TruyvetError("E202", line=number + 1, reason=error) from error
    return standing


def _in_step(database: sqlite3.Connection, standing: Standing) -> bool:
    query = "SELECT id, place, number, path, access, contact FROM cases ORDER BY place"
    registers = [row[0] for row in database.execute("SELECT place FROM registers ORDER BY place")]
    return database.execute(query).fetchall() == _told(standing) and registers == sorted(
        standing.registers()
    )


def _told(standing: Standing) -> list[tuple[object, ...]]:
    return [
        (id_, one.place, one.act.number, one.act.path, one.act.access, one.act.contact)
        for id_, one in standing.cases().items()
    ]


def _follow(database: sqlite3.Connection, case: Case, standing: Standing) -> None:
    """Bring the tables of cases and registers into step with the ledger."""
    with writing(database):
        told = _told(standing)
        known = {row[0]: row[1] for row in database.execute("SELECT id, place FROM cases")}
        for id_ in known.keys() - {row[0] for row in told}:
            forget(database, known[id_], OF_CASES)
            database.execute("DELETE FROM cases WHERE id = ?", (id_,))
        database.executemany(
            "INSERT INTO cases VALUES (?2, ?1, ?3, ?4, ?5, ?6, 0, '', 0, '', '', ?7)"
            " ON CONFLICT (id) DO UPDATE SET number = ?3, path = ?4, access = ?5, contact = ?6",
            [(*row, NOT_READ) for row in told],
        )
        _follow_registers(database, case, standing.registers())


def _follow_registers(
    database: sqlite3.Connection, case: Case, standing: dict[int, Registered]
) -> None:
    known = {row[0] for row in database.execute("SELECT place FROM registers")}
    for place in known - standing.keys():
        forget(database, place, OF_REGISTERS)
        database.execute("DELETE FROM registers WHERE place = ?", (place,))
    rows = [
        (place, name_of(case, standing[place].manifest), standing[place].utc, NOT_READ)
        for place in standing.keys() - known
    ]
    database.executemany(
        "INSERT INTO registers VALUES (?, ?, '', ?, '', '', '', '', '', '', 0, 0, ?)", rows
    )


def forget(database: sqlite3.Connection, place: int, tables: tuple[str, ...]) -> None:
    """Delete what the look-up index holds of a case or register, within a transaction."""
    for table in tables:
        database.execute(f"DELETE FROM {table} WHERE place = ?", (place,))  # noqa: S608
