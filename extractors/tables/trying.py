"""Trying a profile on the beginning of a table, in a confined process, before anything is recorded.

`answer` is what the process runs (`engine.aside`); `try_out` asks it. What comes back was made of
hostile bytes: it is decoded strictly, and shown like all foreign text.
"""

from io import BytesIO
from itertools import islice
from pathlib import Path

import msgspec

from ..documents.package import DAMAGE, TooMuch
from ..engine.aside import Aside, Bounds, Failed
from .profile import NotAProfile, parse_profile
from .reading import NoHeader, NoTable, ReadRow, Sheet, Tables
from .workbooks import is_workbook

HEAD_BYTES = 1 << 20
"""Bytes of a text that are looked at, up to the last whole line."""
MAX_WORKBOOK = 256 << 20
"""Bytes of a workbook that is looked at: it cannot be read in part."""
MAX_ROWS = 5_000
"""Rows that are read at most."""
_MAX_SHOWN = 2_000  # characters of a cell or statement that are handed back
_BOUNDS = Bounds(wall=120.0, cpu=120, memory=1 << 30, answer=64 << 20)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked."""

    profile: str
    """Text of the profile."""
    content: bytes
    """The table, or its beginning."""
    rows: int
    """How many rows are wanted."""


class TriedSheet(msgspec.Struct, frozen=True, kw_only=True):
    """How a table would be read."""

    name: str
    """Name of the sheet; empty for a text."""
    header: int
    """Number of the row with its headings; 0 for none."""
    encoding: str
    """Of a text."""
    delimiter: str
    """Of a text."""
    columns: dict[str, str]
    """By the profile's word for a column: its heading, or its number."""
    unread: tuple[str, ...]
    """Headings that the profile does not know."""


class TriedRow(msgspec.Struct, frozen=True, kw_only=True):
    """How a row would be read."""

    number: int
    """Its number."""
    sheet: str
    """Its sheet."""
    cells: dict[str, str]
    """Its cells by heading."""
    says: tuple[str, ...]
    """Its statements: `phone:200 called phone:5 2006-06-01T00:08:00Z duration=640`."""
    problem: str
    """Why it could not be read, or not all of it."""


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    why: str = ""
    """Why it is no table that can be read; empty if it is."""
    lacking: tuple[str, ...] = ()
    """Columns that no row names."""
    seen: tuple[str, ...] = ()
    """The row that comes nearest to headings."""
    sheets: tuple[TriedSheet, ...] = ()
    """What was read."""
    passed: tuple[str, ...] = ()
    """Sheets with other headings."""
    rows: tuple[TriedRow, ...] = ()
    """The first rows."""


class NotTried(Exception):
    """The table could not be looked at; the message says why."""


def try_out(path: Path, profile: str, rows: int) -> Tried:
    """Read the beginning of a file by the text of a profile; OSError where it cannot be read.

    `NotTried` where it is too large to be looked at, or its reader did not survive it.
    """
    with path.open("rb") as file:
        content = file.read(HEAD_BYTES)
        if is_workbook(content):
            if path.stat().st_size > MAX_WORKBOOK:
                raise NotTried(f"a workbook of more than {MAX_WORKBOOK} bytes")
            content += file.read(MAX_WORKBOOK - len(content))
        elif len(content) == HEAD_BYTES:
            content = _whole_lines(content)
    question = Question(profile=profile, content=content, rows=min(rows, MAX_ROWS))
    try:
        with Aside(__name__, _BOUNDS) as aside:
            told = aside.ask(msgspec.msgpack.encode(question))
        return msgspec.msgpack.decode(told, type=Tried)
    except (Failed, msgspec.MsgspecError, ValueError) as error:
        raise NotTried(str(error)) from error


def _whole_lines(content: bytes) -> bytes:
    """Return the beginning of a text up to the end of its last whole line."""
    unit = {b"\xff\xfe": b"\n\0", b"\xfe\xff": b"\0\n"}.get(content[:2], b"\n")
    end = content.rfind(unit)
    while end >= 0 and end % len(unit):
        end = content.rfind(unit, 0, end + 1)
    return content[: end + len(unit)] if end >= 0 else content


def answer(question: bytes) -> bytes:
    """Read the beginning of a table; what the confined process runs."""
    asked = msgspec.msgpack.decode(question, type=Question)
    return msgspec.msgpack.encode(tried(asked))


def tried(asked: Question) -> Tried:
    """Return how the rows of a table would be read."""
    rows = list[ReadRow]()
    try:
        profile = parse_profile(asked.profile)
        tables = Tables(file=BytesIO(asked.content), profile=profile)
        rows += islice(tables.rows(), asked.rows)
    except (NotAProfile, NoTable) as error:
        return Tried(why=str(error))
    except NoHeader as error:
        return Tried(lacking=error.lacking, seen=tuple(one[:_MAX_SHOWN] for one in error.seen))
    except (*DAMAGE, TooMuch) as error:
        return Tried(why=f"it cannot be read: {type(error).__name__}")
    return Tried(
        sheets=tuple(map(_sheet, tables.sheets)),
        passed=tuple(tables.passed),
        rows=tuple(map(_row, rows)),
    )


def _sheet(sheet: Sheet) -> TriedSheet:
    headings, places = sheet.header.headings, sheet.header.places
    known = set(places.values())
    return TriedSheet(
        name=sheet.name, header=sheet.header.row, encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        columns={
            word: headings[place].strip() if place < len(headings) else str(place + 1)
            for word, place in places.items()
        },
        unread=tuple(
            one.strip() for n, one in enumerate(headings) if n not in known and one.strip()
        ),
    )  # fmt: skip


def _row(row: ReadRow) -> TriedRow:
    return TriedRow(
        number=row.number, sheet=row.sheet, problem=row.problem,
        cells={name: cell[:_MAX_SHOWN] for name, cell in row.cells.items()},
        says=tuple(
            " ".join(
                filter(None, (
                    f"{said.subject} {said.relation} {said.object}", said.since,
                    *(f"{name}={fact}" for name, fact in said.facts.items() if name != "row"),
                ))
            )[:_MAX_SHOWN]
            for said in row.statements
        ),
    )  # fmt: skip
