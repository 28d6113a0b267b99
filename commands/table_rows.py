"""What came of the rows of tables, as the scan that read them has gathered it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from ..evidence.scans.gathering import Gathering
from ..evidence.scans.outcome import FULL, Examined

MAX_LISTED = 200
"""Rows that are listed; the others are counted."""
_READER = "rows"


@dataclass(kw_only=True, slots=True)
class Rows:
    """What came of the rows of some tables."""

    rows: int = 0
    """Rows below the headings."""
    statements: Counter[str] = field(default_factory=Counter)
    """By relation, how many statements they give."""
    silent: int = 0
    """Rows that were read and give no statement."""
    unread: int = 0
    """Rows that could not be read, or not all of them."""
    problems: list[str] = field(default_factory=list)
    """The first of them, each with its table and why."""
    short: list[str] = field(default_factory=list)
    """Tables that could not be read to their end, each with why."""
    scan: int | None = None
    """Entry of the scan."""


class _Seen(msgspec.Struct):
    """What is looked at of an observation."""

    item: str
    kind: str
    facts: dict[str, str] = {}


def rows_of(gathering: Gathering, paths: Mapping[str, str]) -> Rows:
    """Return what a scan has gathered of these tables, given by id and path."""
    found, seen = Rows(), msgspec.json.Decoder(_Seen)
    for line in gathering.lines("observations"):
        one = seen.decode(line)
        if one.item not in paths:
            continue
        if one.kind == "link":
            found.statements[one.facts.get("relation", "")] += 1
        elif one.kind == "table":
            found.rows += int(one.facts["rows"])
            found.unread += int(one.facts["problems"])
            found.silent += int(one.facts.get("no-statement", 0))
        elif one.kind == "row" and "problem" in one.facts and len(found.problems) < MAX_LISTED:
            sheet = f" {one.facts['sheet']}" if "sheet" in one.facts else ""
            where = f"{paths[one.item]}{sheet} row {one.facts['row']}"
            found.problems.append(f"{where}: {one.facts['problem']}")
    outcomes = msgspec.json.Decoder(Examined)
    for line in gathering.outcomes():
        told = outcomes.decode(line)
        for outcome in told.outcomes:
            whole = outcome.status in FULL or (outcome.status == "partial" and not outcome.reason)
            if told.item in paths and outcome.extractor == _READER and not whole:
                why = outcome.reason or "; ".join(one.text for one in outcome.defects[:1])
                found.short.append(f"{paths[told.item]}: {why or outcome.status}")
    return found
