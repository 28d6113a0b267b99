"""The rows of a register, read in a confined process: what `extractors.engine.aside` runs.

A table came from outside. `answer` runs where there is no network and nothing to write; what it
says is decoded strictly by `Rows`, which lives on our side. The first question brings profile and
table, each further one asks for the next rows.
"""

import gc
import io
import json
import struct
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Annotated

import msgspec

from ...evidence.errors import TruyvetError
from ...evidence.scans.locator import Locator
from ...extractors.engine.aside import Aside, Bounds, Failed

if TYPE_CHECKING:
    from ...extractors.tables.reading import Tables

MAX_TABLE = 1 << 30
"""Bytes of a register's table: it is held in memory while it is read."""
_ROWS = 5_000  # rows of one answer
_BYTES = 4 << 20  # characters of cells in one answer
_BOUNDS = Bounds(wall=120.0, cpu=3600, memory=3 << 30, answer=64 << 20)
_YOUNG = 1_000_000  # objects between two looks for cycles: rows make very many, and none
_NEXT = b"N"
_LOAD = b"L"
_tables: "Tables | None" = None
_rows: "Iterator[object] | None" = None


class Row(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """A row of a register."""

    number: int
    """Its number in its table from 1."""
    sheet: str
    """Name of the sheet; empty for a text."""
    locator: Locator
    """Where it stands."""
    headings: int
    """Which of the headings told so far are its own."""
    cells: tuple[str, ...]
    """Its cells."""
    selectors: tuple[tuple[str, Annotated[str, msgspec.Meta(min_length=1, max_length=512)]], ...]
    """(kind, normal form) of what its cells name."""
    problem: str
    """Why it could not be read, or not all of it; empty for most."""


class Batch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows of one answer."""

    rows: tuple[Row, ...]
    """In order."""
    headings: tuple[tuple[str, ...], ...]
    """Headings that these rows are the first to have, numbered on."""
    ended: bool
    """Whether there are no more."""


class Rows:
    """Reads the rows of one register; a context manager."""

    def __init__(self, table: bytes, profile: str) -> None:
        """`profile` is the profile's whole text; nothing is started yet."""
        self.headings = list[tuple[str, ...]]()
        """Headings that were met, in the order of their numbers."""
        self._aside = Aside(f"{__package__}.reading", _BOUNDS)
        self._question = _LOAD + struct.pack(">I", len(profile.encode())) + profile.encode()
        self._question += table

    def batches(self) -> Iterator[tuple[Row, ...]]:
        """Yield the rows in order, some thousand at a time.

        Raises `TruyvetError` E619 where the table cannot be read by this profile.
        """
        question, self._question = self._question, b""
        with ThreadPoolExecutor(1) as ahead:  # it reads on while we work with what came
            asked = ahead.submit(self._aside.ask, question)
            while True:
                batch = self._decoded(asked)
                if not batch.ended:
                    asked = ahead.submit(self._aside.ask, _NEXT)
                yield batch.rows
                if batch.ended:
                    return

    def _decoded(self, asked: "Future[bytes]") -> Batch:
        """Return what was answered; its headings are learnt."""
        try:
            batch = msgspec.json.decode(asked.result(), type=Batch)
        except (Failed, msgspec.MsgspecError) as error:
            raise TruyvetError("E619", reason=error) from error
        self.headings += batch.headings
        known = [len(names) for names in self.headings]
        for row in batch.rows:
            if row.headings >= len(known) or len(row.cells) != known[row.headings]:
                raise TruyvetError("E619", reason="an answer that is none")
        return batch

    def __enter__(self) -> "Rows":
        return self

    def __exit__(self, *_: object) -> None:
        self._aside.close()


# In the confined process.

_known: dict[tuple[str, ...], int] = {}


def load() -> None:
    """Import what reading needs, before the process is confined."""
    from ...extractors.tables import profile, reading

    del profile, reading
    gc.freeze()
    gc.set_threshold(_YOUNG)


def answer(question: bytes) -> bytes:
    """Take in a table, or go on; return the next rows as JSON."""
    global _tables, _rows  # a process for one table
    if question[:1] == _LOAD:
        _tables = _begin(question)
        _rows = iter(_tables.rows())
        _known.clear()
    if _rows is None:
        raise ValueError("no table")
    return _next(_rows)


def _begin(question: bytes) -> "Tables":
    from ...extractors.tables.profile import parse_profile
    from ...extractors.tables.reading import Tables

    (length,) = struct.unpack(">I", question[1:5])
    profile = parse_profile(question[5 : 5 + length].decode())
    # Only who and what stands in a row is looked up: what rows state is not made.
    plain = msgspec.structs.replace(profile, statements=(), made={})
    return Tables(file=io.BytesIO(question[5 + length :]), profile=plain)


def _next(rows: "Iterator[object]") -> bytes:
    told, fresh, size = list[object](), list[tuple[str, ...]](), 0
    ended = True
    for row in rows:
        names, cells = tuple(row.cells), tuple(row.cells.values())  # type: ignore[attr-defined]
        if names not in _known:
            _known[names] = len(_known)
            fresh.append(names)
        selectors = [(one.node.kind, one.node.value) for one in row.selectors]  # type: ignore[attr-defined]
        told.append(
            (row.number, row.sheet, row.locator, _known[names], cells, selectors, row.problem)  # type: ignore[attr-defined]
        )
        size += sum(map(len, cells))
        if len(told) >= _ROWS or size >= _BYTES:
            ended = False
            break
    return msgspec.json.encode({"rows": told, "headings": fresh, "ended": ended})


def headings_text(headings: list[tuple[str, ...]]) -> str:
    """Return headings as they are kept."""
    return json.dumps(headings, ensure_ascii=False)
