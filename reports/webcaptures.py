"""What is known of a captured page, with its records checked against the stored bytes.

Read by the command that shows a capture and by reports. Memory: one chunk of a body.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..collectors.warcs.records import check_record
from ..evidence.case import Case
from ..evidence.durable import open_plain
from ..evidence.errors import TruyvetError
from ..evidence.web.capture import RENDERED_WARC_NAME, WARC_NAME, Exchange
from ..evidence.web.reading import Captured

GONE = "the bytes are not stored"


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """One record of an exchange, as its bytes stand in the store."""

    warc: str
    """Last part of the path of the WARC item."""
    exchange: int
    """Number of the exchange."""
    id: str
    """WARC-Record-ID."""
    problem: str
    """In what it differs from its digests; empty if in nothing."""


def check_capture(case: Case, found: Captured) -> list[Checked]:
    """Read every record of the capture again and compare it with its digests, in order."""
    rendering = found.record.rendering
    checked = _check_warc(case, found, WARC_NAME, found.record.exchanges)
    if rendering is not None:
        checked += _check_warc(case, found, RENDERED_WARC_NAME, rendering.exchanges)
    return checked


def _check_warc(
    case: Case, found: Captured, name: str, exchanges: Iterable[Exchange]
) -> list[Checked]:
    places = [(one, place) for one in exchanges for place in one.records]
    row = found.rows.get(name)
    if row is None or row.sha256 is None:
        problems = [GONE] * len(places)
    else:
        try:
            with open_plain(case.store.path(row.sha256)) as file:
                problems = [check_record(file, place, one.head) for one, place in places]
        except FileNotFoundError as error:
            raise TruyvetError("E301", sha256=row.sha256) from error
    return [
        Checked(warc=name, exchange=one.number, id=place.id, problem=problem)
        for (one, place), problem in zip(places, problems, strict=True)
    ]


def check_parts(case: Case, found: Captured) -> list[str]:
    """Return in what the items of the capture are not those its record names, and not sound."""
    problems = []
    for part in found.record.parts:
        row = found.rows.get(part.name)
        if row is None or (row.sha256, row.size) != (part.sha256, part.size):
            problems.append(f"{part.name} is not the item that the record names")
    for name, row in found.rows.items():
        if row.sha256 is None:
            continue
        try:
            for _ in case.store.read(row.sha256):
                pass
        except TruyvetError as error:
            problems.append(f"{name}: {error.text}")
    return problems


def missing_of(found: Captured) -> list[Exchange]:
    """Return the exchanges for what the page needs that did not come, or not whole."""
    return [
        one
        for one in found.record.exchanges
        if one.purpose != found.record.purpose
        and (one.result != "whole" or (one.status or 0) >= 400)
    ]
