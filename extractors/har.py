"""HAR files of browsers: each body that was sent or answered becomes an item.

An entry is named by the byte at which it begins. What the browser did not save is said, and where
the JSON breaks off, with all entries before it kept.
"""

from collections.abc import Mapping

from ..evidence.scans.locator import span
from ..evidence.scans.observation import MAX_RAW
from .interface import Accepts, Emit, ItemView, Limits, Member
from .settings import Settings
from .webarchives import hars

NAME = "har"
VERSION = "1"
ACCEPTS = Accepts(media=("application/json",), names=(".har",))
LIMITS = Limits(wall=1_200.0, cpu=1_200, memory=1 << 30)
KINDS: Mapping[str, str] = {
    "web-response": "an answer of a server as a browser saw it: its address",
    "web-archive": "the item is an archive of web pages: its form, how many entries",
    "har-info": "which program wrote a HAR file",
}
STEPS: Mapping[str, str] = {
    "har": "`har:1234/response`: the body answered in the entry at this byte, base64 undone; "
    "`/request`: the body sent; `/url`: its address",
}
PROGRAMS: tuple[str, ...] = ()

HEAD_BYTES = 64 << 10
"""Bytes at the beginning that are looked at for the makers of a file."""
_SIDES = ("request", "response")


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return nothing: the results depend on the bytes alone."""
    return {}


def prepare(settings: Settings, /) -> object:
    """There is nothing costly to make."""
    return None


def extract(view: ItemView, emit: Emit, /) -> None:
    """Emit every entry with its bodies; name what is broken."""
    head = view.read(0, HEAD_BYTES)
    if not hars.begins(head):
        if view.facts.name.endswith(".har"):
            emit.problem("corrupt", "", "it does not begin as a HAR file")
        return
    for role, place, raw in hars.makers(head):
        emit.observation("har-info", span(place, len(raw)), raw, facts={"role": role})
    content, count, damaged = view.memory(), 0, 0
    for one in hars.entries(content):
        if isinstance(one, hars.Broken):
            emit.problem("corrupt", span(one.place, 0), f"at byte {one.place}: {one.text}")
            continue
        count += 1
        try:
            entry = hars.parsed(content, one)
        except LookupError as error:
            emit.problem("corrupt", span(one.start, 1), f"at byte {one.start}: {error.args[0]}")
            damaged += 1
            continue
        damaged += _entry(bytes(content[one.start : one.end]), entry, one.start, emit)
    facts = {"format": "HAR", "entries": str(count), "damaged": str(damaged) if damaged else ""}
    emit.observation("web-archive", span(0, 4), view.read(0, 4), facts=facts)


def _entry(raw: bytes, entry: dict[str, object], start: int, emit: Emit) -> bool:
    """Emit one entry; tell whether it is damaged."""
    damaged = False
    url = hars.text_of(entry, "request", "url")
    value = hars.encoded(url)[:MAX_RAW]
    place = raw.find(b'"' + value + b'"')
    where = span(start + place + 1, len(value)) if place >= 0 else f"har:{start}/url"
    if value:
        emit.observation("web-response", where, value, normal=url, facts=_facts(entry, start))
    for side in _SIDES:
        body, wrong = hars.body_of(entry, side)
        step = f"har:{start}/{side}"
        if body:
            name = url or f"entry-{start}"
            emit.child(step, body, Member(name=name if side == "response" else f"{name} (request)"))
        if wrong:
            emit.problem("corrupt", step, f"the entry at byte {start}: {wrong}")
            damaged = True
    return damaged


def _facts(entry: dict[str, object], start: int) -> dict[str, str]:
    size = hars.text_of(entry, "response", "content", "size")
    saved = hars.part(entry, "response", "content").get("text")
    return {
        "entry": str(start),
        "method": hars.text_of(entry, "request", "method"),
        "status": hars.text_of(entry, "response", "status"),
        "reason": hars.text_of(entry, "response", "statusText"),
        "mime": hars.text_of(entry, "response", "content", "mimeType"),
        "location": hars.text_of(entry, "response", "redirectURL"),
        "protocol": hars.text_of(entry, "response", "httpVersion"),
        "server": hars.header_of(entry, "response", "server"),
        "ip": hars.text_of(entry, "serverIPAddress").strip("[]"),
        "date": hars.text_of(entry, "startedDateTime"),
        "milliseconds": hars.text_of(entry, "time"),
        "size": size,
        "body": "not saved" if size not in ("", "0", "-1") and not saved else "",
    }


def resolve(view: ItemView, step: str, /) -> bytes:
    """Return a body or an address; LookupError where there is none."""
    start, _, part = step.removeprefix("har:").partition("/")
    if not (start.isascii() and start.isdecimal() and len(start) < 17):
        raise LookupError(step[:200])
    entry = hars.entry_at(view.memory(), int(start))
    if part == "url":
        return hars.encoded(hars.text_of(entry, "request", "url"))[:MAX_RAW]
    body = hars.body_of(entry, part)[0] if part in _SIDES else b""
    if not body:
        raise LookupError(step[:200])
    return body
