"""`truyvet scan --diff`: what another version of an extractor or rule set changes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import msgspec

from ..evidence.case import Case
from ..evidence.errors import ExitStatus, TruyvetError
from ..evidence.examined import Ran
from ..evidence.index import Index
from ..evidence.manifest import read_lines
from ..evidence.scans.locator import shown
from ..evidence.scans.observation import Observation, observation_id
from ..evidence.scans.outcome import Examined
from .output import Align, note, say, say_json, table

_SHOWN = 200  # lines printed for people; --json prints all
_OBSERVATIONS = msgspec.json.Decoder(Observation)
_OUTCOMES = msgspec.json.Decoder(Examined)


def show_difference(case: Case, one: int, two: int, *, as_json: bool) -> ExitStatus:
    """Print what scan `two` saw otherwise than scan `one`, where both examined the same item."""
    with case.reading() as index, closing(sqlite3.connect("")) as database:
        extractors = _changed(index, one, two)
        _load(case, index, database, one, two)
        differences = _differences(database)
        if as_json:
            for fact in (*extractors, *differences):
                say_json(fact)
            return ExitStatus.DONE
        for fact in extractors:
            say(f"{fact['extractor']}: {fact['change']}")
        listed = list(islice(differences, _SHOWN + 1))
        columns = {"change": Align.LEFT, "extractor": Align.LEFT, "kind": Align.LEFT}
        columns |= {"value": Align.WRAP, "where": Align.WRAP}
        table(columns, (_cells(fact) for fact in listed[:_SHOWN]))
        if len(listed) > _SHOWN:
            note("… all of them: --json")
        if not listed:
            note("both scans saw the same")
    return ExitStatus.DONE


def _cells(fact: dict[str, str]) -> tuple[str, ...]:
    where = f"{fact['item'][:12]} {fact['locator']}"
    return fact["change"], fact["extractor"], fact["kind"], fact["value"], where


def _changed(index: Index, one: int, two: int) -> list[dict[str, str]]:
    """Return how the extractors of two scans differ."""
    runs = index.examinations.runs()
    for seq in (one, two):
        if seq not in runs:
            raise TruyvetError("E845", seq=seq, known=", ".join(map(str, runs)) or "none yet")
    first = {ran.name: ran for ran in runs[one] if not ran.left_out}
    second = {ran.name: ran for ran in runs[two] if not ran.left_out}
    return [
        {"extractor": name, "change": _change(first.get(name), second.get(name))}
        for name in sorted(first.keys() | second.keys())
    ]


def _change(first: Ran | None, second: Ran | None) -> str:
    if first is None or second is None:
        return "only in the second scan" if first is None else "only in the first scan"
    if first.version != second.version:
        return f"version {first.version}, then {second.version}"
    if first.configuration != second.configuration:
        return f"configuration {first.configuration[:12]}, then {second.configuration[:12]}"
    return "the same"


def _load(case: Case, index: Index, database: sqlite3.Connection, one: int, two: int) -> None:
    database.executescript(
        "CREATE TABLE covered (scan, item, extractor, status, PRIMARY KEY (scan, item, extractor));"
        "CREATE TABLE seen (scan, id, item, extractor, line, PRIMARY KEY (scan, id));"
    )
    for scan, seq in enumerate((one, two)):
        objects = {
            kind: case.store.path(index.examinations.output(seq, kind))
            for kind in index.examinations.outputs(seq)
        }
        for line in _lines(objects.get("outcomes")):
            told = _OUTCOMES.decode(line)
            rows = [(scan, told.item, name, "not_applicable") for name in told.not_applicable]
            rows += [(scan, told.item, one.extractor, one.status) for one in told.outcomes]
            database.executemany("INSERT INTO covered VALUES (?,?,?,?)", rows)
        for line in _lines(objects.get("observations")):
            seen = _OBSERVATIONS.decode(line)
            row = (scan, observation_id(seen), seen.item, seen.extractor, line)
            database.execute("INSERT INTO seen VALUES (?,?,?,?,?)", row)


def _lines(path: Path | None) -> Iterator[bytes]:
    for lines in () if path is None else read_lines(path):
        yield from lines


_GONE_OR_NEW = """
SELECT line FROM seen AS s WHERE scan = ?1
AND EXISTS (SELECT 1 FROM covered AS c
  WHERE c.scan = ?2 AND c.item = s.item AND c.extractor = s.extractor)
AND NOT EXISTS (SELECT 1 FROM seen AS o WHERE o.scan = ?2 AND o.id = s.id)
ORDER BY rowid
"""
_OTHERWISE = """
SELECT two.line FROM seen AS one JOIN seen AS two ON one.id = two.id
WHERE one.scan = 0 AND two.scan = 1 AND one.line <> two.line ORDER BY two.rowid
"""
_OUTCOMES_CHANGED = """
SELECT one.item, one.extractor, one.status, two.status FROM covered AS one
JOIN covered AS two ON one.item = two.item AND one.extractor = two.extractor
WHERE one.scan = 0 AND two.scan = 1 AND one.status <> two.status ORDER BY one.rowid
"""


def _differences(database: sqlite3.Connection) -> Iterator[dict[str, str]]:
    for change, one, two in (("gone", 0, 1), ("new", 1, 0)):
        for (line,) in database.execute(_GONE_OR_NEW, (one, two)):
            yield _fact(change, _OBSERVATIONS.decode(line))
    for (line,) in database.execute(_OTHERWISE):
        yield _fact("otherwise", _OBSERVATIONS.decode(line))
    for item, extractor, before, after in database.execute(_OUTCOMES_CHANGED):
        value = f"{before}, then {after}"
        yield {"change": "outcome", "extractor": extractor, "kind": "", "value": value,
               "item": item, "locator": ""}  # fmt: skip


def _fact(change: str, seen: Observation) -> dict[str, str]:
    return {
        "change": change,
        "extractor": seen.extractor,
        "kind": seen.kind,
        "value": seen.normal or seen.raw,
        "item": seen.item,
        "locator": shown(seen.locator),
    }
