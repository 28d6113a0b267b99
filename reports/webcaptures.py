"""What is known of a captured page, with its record checked against the stored bytes.

Read by the command that shows a capture and by whatever rests on it. What has no counterpart in
the bytes is not checked: docs/spec/web.md lists it. Memory: one chunk of a body, and the record.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..collectors.warcs.records import check_record
from ..evidence.case import Case
from ..evidence.durable import open_plain
from ..evidence.errors import TruyvetError
from ..evidence.web.capture import (
    RECORD_NAME,
    RENDERED_WARC_NAME,
    WARC_NAME,
    Exchange,
    WebCapture,
    is_unverified,
)
from ..evidence.web.reading import Captured
from .webwarcs import Load, compare

MAX_DIFFERENCES = 100
"""Differences of one WARC that are told."""
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

    @property
    def text(self) -> str:
        """Its problem, with where it stands."""
        return f"{self.warc}, exchange {self.exchange}: {self.problem}"


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
    problems = list(_named(found))
    for name, row in found.rows.items():
        if row.sha256 is None:
            continue
        try:
            for _ in case.store.read(row.sha256):
                pass
        except TruyvetError as error:
            problems.append(f"{name}: {error.text}")
    return problems


def _named(found: Captured) -> Iterator[str]:
    """Yield in what the items are not those that the record names."""
    names = {part.name for part in found.record.parts}
    for part in found.record.parts:
        row = found.rows.get(part.name)
        if row is None or (row.sha256, row.size) != (part.sha256, part.size):
            yield f"{part.name} is not the item that the record names"
    for name in found.rows:
        if name != RECORD_NAME and name not in names:
            yield f"{name} is an item that the record does not name"
    if found.prefix != f"{found.record.capture}/{found.record.given}/":
        yield "number and given address are not those of the item's path"


def differences(case: Case, found: Captured) -> list[str]:
    """Return in what the record says something else than its WARC files, or than itself.

    The exchanges are compared with their own records, the answers with their status lines and
    lengths, connections and names with theirs; what follows from them is made again. Raises
    `TruyvetError` E301 where an object is gone.
    """
    problems = list(_follows(found.record))
    for name, load in _loads(found.record):
        row = found.rows.get(name)
        if row is None or row.sha256 is None:
            problems.append(f"{name}: {GONE}")
            continue
        try:
            with open_plain(case.store.path(row.sha256)) as file:
                told = [f"{name}, {text}" for text in compare(file, load)]
        except FileNotFoundError as error:
            raise TruyvetError("E301", sha256=row.sha256) from error
        problems += told[:MAX_DIFFERENCES]
        if len(told) > MAX_DIFFERENCES:
            problems.append(f"{name}: {len(told) - MAX_DIFFERENCES} more differences")
    return problems


def refuse_untrue(case: Case, found: Captured) -> None:
    """Raise `TruyvetError` E567 for a capture whose record does not fit its bytes.

    Raises E301, E302 where the bytes are gone or are not those that were stored.
    """
    for name in (WARC_NAME, RENDERED_WARC_NAME):
        row = found.rows.get(name)
        if row is not None and row.sha256 is not None:
            for _ in case.store.read(row.sha256):
                pass  # raises where the bytes are not the ones that were stored
    problems = [one.text for one in check_capture(case, found) if one.problem]
    problems += [*_named(found), *differences(case, found)]
    if problems:
        more = f"; {len(problems) - 1} more differences" if len(problems) > 1 else ""
        raise TruyvetError("E567", item=found.name, reason=f"{problems[0]}{more}")


def _loads(record: WebCapture) -> Iterator[tuple[str, Load]]:
    """Yield the loads of the page with the names of their WARC items."""
    yield (
        WARC_NAME,
        Load(
            exchanges=record.exchanges,
            connections=record.connections,
            names=record.names,
            begun=record.started.utc,
        ),
    )
    if (shown := record.rendering) is not None:
        yield (
            RENDERED_WARC_NAME,
            Load(exchanges=shown.exchanges, connections=shown.connections, names=shown.names),
        )


def _follows(record: WebCapture) -> Iterator[str]:
    """Yield what of the record does not follow from its exchanges and connections."""
    asked = [one for one in record.exchanges if one.purpose == record.purpose]
    if not asked or asked[0] is not record.exchanges[0]:
        yield "no exchange asks for the page"
        return
    if asked[0].url != record.given:
        yield f"given: {record.given}, and {asked[0].url} was asked for"
    last = asked[-1]
    if last.url != record.url:
        yield f"url: {record.url}, and the last answer was that of {last.url}"
    if last.status != record.status:
        yield f"status: {record.status}, and the last answer has {last.status}"
    if record.result == "whole" and last.result != "whole":
        yield f"result: whole, and the last answer is {last.result}"
    loads = [load for _, load in _loads(record)]
    came = any(is_unverified(one.exchanges, one.connections) for one in loads)
    tls = [one.tls for load in loads for one in load.connections if one.tls is not None]
    # An untrusted server that nothing came from may be told of, one that answered must be.
    if (came and not record.unverified) or (record.unverified and all(t.verified for t in tls)):
        yield "unverified: not as its connections tell"


def missing_of(found: Captured) -> list[Exchange]:
    """Return the exchanges for what the page needs that did not come, or not whole."""
    return [
        one
        for one in found.record.exchanges
        if one.purpose != found.record.purpose
        and (one.result != "whole" or (one.status or 0) >= 400)
    ]
