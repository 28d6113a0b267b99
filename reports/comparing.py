"""Comparing captures: reads two of a case and says what became of the page between them.

Reads only. The pictures are decoded in a confined process; texts and observations are those that
scans have recorded.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..evidence.case import Case
from ..evidence.examined import MAX_VALUE, Sighted
from ..evidence.index import Index, Row
from ..evidence.web.capture import Connection, Exchange, WebCapture
from ..evidence.web.contents import PICTURE_NAME, Contents, is_answered, page_exchanges
from ..evidence.web.reading import Captured
from ..evidence.web.watching import Watched
from ..extractors.engine.aside import Aside, Failed
from ..extractors.pictures.comparing import MAX_FILE, Marked, compare
from ..extractors.selectors import KINDS
from ..hashes.digest import sha256_hex
from .comparison import Alarm, Change, Comparison, Picture, Seen, Shown, Side, Text, Why, change
from .comparison_text import difference

TRACKERS = frozenset({"tracker-id", "site-verification", "favicon-hash"})
"""Kinds of observations that tie sites to who runs them."""
_ACCOUNT = "bank-account"
_PROFILE = "page-profile"
_OFFERED = "page-"  # begins the kinds of what a page offers, such as `page-phone`


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A capture, read once for all comparisons it takes part in."""

    contents: Contents
    """Its inside."""
    bodies: tuple[Row, ...]
    """Items that hold what servers sent and a browser made of it."""
    seen: tuple[tuple[Row, Sighted], ...]
    """What scans have seen in them."""
    side: Side
    """What is told of it."""


def read(case: Case, index: Index, captured: Captured) -> Read:
    """Read a capture."""
    contents = Contents(layout=case, index=index, captured=captured)
    bodies = contents.bodies()
    return Read(
        contents=contents,
        bodies=tuple(bodies),
        seen=tuple(contents.seen(bodies)),
        side=_side(contents),
    )


def compare_captures(
    old: Read | None,
    new: Read,
    *,
    selectors: Iterable[Watched],
    aside: Aside | None,
    between: int = 0,
) -> Comparison:
    """Return what became of a page between two captures, or what the first one holds.

    `aside` compares pictures (`pictures.comparing.comparer`); none leaves them uncompared, but for
    those that are the same byte for byte.
    """
    before = None if old is None else old.contents
    scans = _unread(old, new, scanned=True)
    return Comparison(
        old=None if old is None else old.side,
        new=new.side,
        between=between,
        page=_text(
            None if before is None else before.page_text(), new.contents.page_text(), scans,
            ("textless-before", "textless"),
        ),
        rendered=_text(
            None if before is None else before.rendered_text(), new.contents.rendered_text(),
            _unread(old, new, scanned=False), ("unrendered-before", "unrendered"),
        ),
        picture=_picture(before, new.contents, aside),
        changes={
            "links": change(
                None if old is None else _links(old), _links(new), _unread(old, new, scanned=False)
            ),
            "selectors": _seen_change(old, new, scans, trackers=False),
            "trackers": _seen_change(old, new, scans, trackers=True),
        },
        flags=_flags(old, new),
        hits=_hits(old, new, tuple(selectors)),
    )  # fmt: skip


def _unread(old: Read | None, new: Read, *, scanned: bool) -> Why | None:
    """Return why two captures cannot be compared, if they cannot; `scanned` if a scan is needed."""
    if not new.side.answered:
        return "failed"
    if scanned and not new.side.scanned:
        return "unscanned"
    if old is None:
        return "first"
    if not old.side.answered:
        return "failed-before"
    return "unscanned-before" if scanned and not old.side.scanned else None


def _side(contents: Contents) -> Side:
    captured, record = contents.captured, contents.captured.record
    exchanges = page_exchanges(record)
    facts = {"address": record.url, "result": record.result, "title": record.title}
    facts["redirects"] = "\n".join(one.url for one in exchanges[1:])
    facts["status"] = "" if record.status is None else str(record.status)
    if exchanges:
        facts |= _of_exchange(record, exchanges[-1])
    if record.unverified:
        facts["tls"] = f"{facts.get('tls', '')} (not verified)".strip()
    return Side(
        name=captured.name,
        given=record.given,
        time=record.started,
        result=record.result,
        reason=record.reason,
        facts={code: fact for code, fact in facts.items() if fact},
        answered=is_answered(record),
        scanned=contents.is_scanned(),
    )


def _of_exchange(record: WebCapture, page: Exchange) -> dict[str, str]:
    facts = {"document": page.body_sha256 or ""}
    found = [one for one in record.connections if one.number == page.connection]
    for connection in found[:1]:
        facts["peer"] = connection.peer
        facts["certificate"] = _certificate(connection)
        if connection.tls is not None:
            facts["tls"] = f"{connection.tls.version} {connection.tls.cipher}".strip()
    return facts


def _certificate(connection: Connection) -> str:
    """Return the SHA-256 of the server's own certificate; empty where there is none."""
    if connection.tls is None or not connection.tls.chain:
        return ""
    try:
        return sha256_hex(base64.b64decode(connection.tls.chain[0], validate=True))
    except binascii.Error:
        return ""


def _text(old: str | None, new: str | None, why: Why | None, lacking: tuple[Why, Why]) -> Text:
    if why is None and (old is None or new is None):
        why = lacking[1] if new is None else lacking[0]
    if why is not None and why != "first":
        return Text(state="unknown", why=why)
    if new is None:
        return Text(state="unknown", why=lacking[1])
    if old is None:
        return Text(state="unknown", why="first")
    found = difference(old, new)
    if found.differs:
        return Text(state="changed", difference=found)
    if found.uncompared:
        return Text(state="unknown", why="cut", difference=found)
    return Text(state="same", difference=found)


def _picture(old: Contents | None, new: Contents, aside: Aside | None) -> Picture:
    after = new.part(PICTURE_NAME)
    before = None if old is None else old.part(PICTURE_NAME)
    if after is None:
        return Picture(state="unknown", why="unrendered")
    if old is None:
        return Picture(state="unknown", why="first")
    if before is None:
        return Picture(state="unknown", why="unrendered-before")
    if before.sha256 == after.sha256 and aside is None:
        return Picture(state="same")
    one, two = old.picture(MAX_FILE), new.picture(MAX_FILE)
    if aside is None or one is None or two is None:
        return Picture(state="unknown", why="uncompared")
    try:
        found = compare(aside, one, two)
    except Failed as error:
        return Picture(state="unknown", why="uncompared", detail=str(error))
    return Picture(
        state="changed" if found.changed else "same",
        changed=found.changed,
        old=_shown(found.old),
        new=_shown(found.new),
    )


def _shown(marked: Marked) -> Shown:
    boxes = tuple((one.left, one.top, one.width, one.height) for one in marked.places)
    return Shown(width=marked.width, height=marked.height, boxes=boxes, jpeg=marked.jpeg)


def _links(read: Read) -> set[Seen]:
    record = read.contents.captured.record
    return {Seen(kind=one.use, value=one.url) for one in record.outlinks}


def _seen_change(old: Read | None, new: Read, why: Why | None, *, trackers: bool) -> Change:
    before = None if old is None else _values(old, trackers=trackers)
    return change(before, _values(new, trackers=trackers), why)


def _values(read: Read, *, trackers: bool) -> set[Seen]:
    wanted = TRACKERS if trackers else KINDS.keys()
    keys = {_key(one) for _, one in read.seen}
    return {Seen(kind=kind, value=value) for kind, value in keys if kind in wanted}


def _flags(old: Read | None, new: Read) -> tuple[Alarm, ...]:
    """Return the flags on items whose bytes the earlier capture did not have."""
    known = set[str | None]() if old is None else {row.sha256 for row in old.bodies}
    found = dict[tuple[str, str, str | None], Alarm]()
    for row, one in new.seen:
        if one.flag and row.sha256 not in known:
            alarm = Alarm(name=one.name, item=row.name, kind=one.flag, value=one.value)
            found.setdefault((one.flag, one.value, row.sha256), alarm)
    return tuple(found.values())


def _hits(old: Read | None, new: Read, selectors: tuple[Watched, ...]) -> tuple[Alarm, ...]:
    """Return the watched selectors among what the earlier capture did not have."""
    wanted = {
        (reading.kind, reading.normal[:MAX_VALUE]): one
        for one in selectors
        for reading in one.act.readings
    }
    known = set[tuple[str, str]]() if old is None else {_key(one) for _, one in old.seen}
    found = dict[tuple[str, str], Alarm]()
    for row, one in new.seen:
        key = _key(one)
        watched = None if key in known else wanted.get(key) or wanted.get(_without_bank(key))
        if watched is not None and key not in found:
            alarm = Alarm(name=one.name, item=row.name, kind=key[0], value=one.value)
            found[key] = replace(alarm, watch=watched.act.value, note=watched.act.note)
    return tuple(found.values())


def _key(seen: Sighted) -> tuple[str, str]:
    """Return the (kind, value) that a sight stands for, however the page offers it."""
    if seen.kind == _PROFILE:
        network, _, value = seen.value.partition(":")
        return network, value
    return seen.kind.removeprefix(_OFFERED), seen.value


def _without_bank(key: tuple[str, str]) -> tuple[str, str]:
    """Return an account without its bank, which the page may name and the watch-list may not."""
    kind, value = key
    return key if kind != _ACCOUNT else (kind, value.rpartition(":")[2])
