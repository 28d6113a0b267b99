"""A toy engine: examines files of made-up formats with the product's own recording, at once.

`BOX:a=…|b=…` is an archive of members, `LOCKED` in it a member without bytes; any other bytes are
text, in which ten digits that begin with 0 are a telephone number. `CRASH` ends `entities` by a
signal, `SLOW` by its time; `EVIL` is flagged.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from fnmatch import fnmatch

from tests.vectors.scanning import configuration, gathered, saw

from truyvet.evidence import examining
from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Note, Tag
from truyvet.evidence.case import Case
from truyvet.evidence.entry import Entry
from truyvet.evidence.examining import Scanning
from truyvet.evidence.index import Index
from truyvet.evidence.item import Item, item_id
from truyvet.evidence.records import Ref
from truyvet.evidence.scans.configuration import Configuration
from truyvet.evidence.scans.gathering import Gathered, child_id, child_key, root_key
from truyvet.evidence.scans.locator import quote, span
from truyvet.evidence.scans.observation import Observation, TextLine
from truyvet.evidence.scans.outcome import Defect, Outcome, Status
from truyvet.evidence.store import Store
from truyvet.evidence.writing import Writer

from .scenes import Memory

NAMES = ("filetype", "archive", "plaintext", "entities")
PHONE = re.compile(rb"0[0-9]{9}")
BOX = b"BOX:"
FILES = {
    b"phone/sms.txt": "gọi 0912345678 hoặc 0987654321 – số tài khoản ở trong hộp".encode(),
    b"phone/box": BOX + b"inner.txt=ring 0901234567|nested=BOX;deep.txt:EVIL 0333333333|k=LOCKED",
    b"phone/bad.txt": b"CRASH 0911111111",
    b"phone/slow.txt": b"SLOW",
    b"phone/empty": b"",
}
"""Files of which the toy makes every sort of record."""


def members(content: bytes) -> Iterator[tuple[str, bytes | None]]:
    """Yield the (name, bytes) of a box; inside one, `;` and `:` stand for its own separators."""
    for part in content.removeprefix(BOX).split(b"|"):
        name, _, inner = part.partition(b"=")
        told = inner.replace(b"BOX;", BOX).replace(b":EVIL", b"=EVIL")
        yield name.decode("utf-8", "surrogateescape"), None if inner == b"LOCKED" else told


def examined(
    store: Store,
    key: bytes,
    of: str,
    path: str,
    depth: int,
    content: bytes,
    names: tuple[str, ...] = NAMES,
) -> Gathered:
    """Return what these extractors make of one item; the bytes of its children are stored."""
    seen = [saw(of, "filetype", "file-type", "type:media", media_of(content))]
    texts, children, outcomes = list[TextLine](), list[tuple[bytes, Item]](), list[Outcome]()
    outcomes.append(Outcome(extractor="filetype", observations=1, status="ok"))
    if content.startswith(BOX):
        children = [
            (child_key(key, n), _child(store, of, path, depth, name, inner))
            for n, (name, inner) in enumerate(members(content))
        ]
        locked = [item for _, item in children if item.sha256 is None]
        defects = tuple(
            Defect(code="encrypted", locator=(item.locator,), text="no password") for item in locked
        )
        outcomes += [
            Outcome(
                children=len(children), defects=defects, extractor="archive",
                problems=len(locked), status="encrypted" if locked else "ok",
            ),
            Outcome(extractor="plaintext", status="not_applicable"),
        ]  # fmt: skip
    else:
        outcomes.append(Outcome(extractor="archive", status="not_applicable"))
        if content:
            locator = (span(0, len(content)),)
            told = content.decode("utf-8", "replace")
            texts.append(TextLine(extractor="plaintext", item=of, locator=locator, text=told))
        status: Status = "ok" if content else "empty"
        outcomes.append(Outcome(extractor="plaintext", status=status, texts=len(texts)))
    phones = list(_phones(of, content))
    outcomes.append(_ended(content, len(phones)))
    return gathered(
        key,
        of,
        len(content),
        [one for one in outcomes if one.extractor in names],
        [one for one in seen + phones if one.extractor in names],
        texts if "plaintext" in names else [],
        tuple(children),
    )


def media_of(content: bytes) -> bytes:
    """Return the media type of some bytes."""
    return b"application/x-box" if content.startswith(BOX) else b"text/plain"


def _phones(of: str, content: bytes) -> Iterator[Observation]:
    for found in () if b"SLOW" in content else PHONE.finditer(content):
        yield saw(
            of, "entities", "phone", span(found.start(), 10), found[0],
            normal=f"+84{found[0][1:].decode()}", flag="known-bad" if b"EVIL" in content else "",
        )  # fmt: skip


def _ended(content: bytes, found: int) -> Outcome:
    endings: dict[bytes, tuple[Status, str]] = {
        b"CRASH": ("crash", "SIGSEGV"),
        b"SLOW": ("timeout", "wall: 1 s"),
    }
    for word, (status, reason) in endings.items():
        if word in content:
            return Outcome(extractor="entities", observations=found, reason=reason, status=status)
    return Outcome(extractor="entities", observations=found, status="ok" if found else "empty")


def _child(store: Store, of: str, path: str, depth: int, name: str, content: bytes | None) -> Item:
    digest = None if content is None else store.put(Memory(content)).sha256
    return Item(
        allowance=1 << 20, depth=depth + 1, kind="file", locator=f"box:{quote(name)}", n=0,
        parent=of, path=f"{path}/{quote(name)}", sha256=digest, size=len(content or b""), source=0,
    )  # fmt: skip


def run(writer: Writer, scanning: Scanning, *, most: int = 1 << 30, only: str = "*") -> int:
    """Examine what is lacking, at most so many items; return how many were examined."""
    store, gathering, done = writer.layout.store, scanning.gathering, 0
    for key, of, path, depth, sha256 in _lacking(writer.index, scanning, only):
        if done == most:
            break
        content = b"".join(store.read(sha256))
        names = tuple(one.name for one in scanning.pending.configuration.extractors)
        found = examined(store, key, of, path, depth, content, names)
        known = writer.index.has_child
        fresh = tuple(pair for pair in found.children if not known(child_id(pair[1])))
        gathering.add(replace(found, children=fresh))
        gathering.commit()
        done += 1
    return done


def _lacking(
    index: Index, scanning: Scanning, only: str
) -> Iterator[tuple[bytes, str, str, int, str]]:
    gathering = scanning.gathering
    wanted = {one.name: one.examiner() for one in scanning.pending.configuration.extractors}
    for row in list(index.items_with_bytes()):
        key = root_key(row.seq, row.n)
        ran = index.examinations.done_for(row.id)
        same = [
            name
            for name, one in ran.items()
            if name in wanted and one.configuration == wanted[name].configuration
        ]
        if fnmatch(row.path, only) and len(same) < len(wanted) and not gathering.has(row.id):
            depth = row.path.count("/") - 1 if row.parent else 0
            yield key, row.id, row.path, depth, row.sha256 or ""
        while (child := gathering.take_child()) is not None:
            place, item = child
            yield place, item_id("", item), item.path, item.depth, item.sha256 or ""


def scan(
    case: Case,
    who: Acting,
    *,
    settings: Configuration | None = None,
    left_out: tuple[str, ...] = (),
    finished: bool = True,
    only: str = "*",
) -> Entry:
    """Scan a case, or go on with the scan that was stopped, and record it."""
    with case.writing() as writer:
        scanning = examining.begin(writer, who, settings or configuration(NAMES), left_out)
        with closing(scanning.gathering):
            run(writer, scanning, only=only)
            return examining.finish(
                writer, who, scanning, finished=finished, confinement=("privileges", "network")
            )


def stop_scan(
    case: Case, who: Acting, *, most: int = 2, settings: Configuration | None = None
) -> str:
    """Begin a scan, or go on with it, and stop after so many items; return its id."""
    with case.writing() as writer:
        scanning = examining.begin(writer, who, settings or configuration(NAMES), ())
        with closing(scanning.gathering):
            run(writer, scanning, most=most)
            return scanning.pending.scan


def tag(case: Case, who: Acting, name: str, of: str, words: str, *, off: bool = False) -> Entry:
    """Put a tag on what has this short name, in the item with the id `of`, or take it off."""
    with case.writing() as writer:
        return writer.append(who, Tag(item=of, name=name, off=off, tag=words))


def note(case: Case, who: Acting, words: str, *, name: str = "", of: str | None = None) -> Entry:
    """Write something down."""
    with case.writing() as writer:
        return writer.append(who, Note(item=of, name=name, text=words))


def refs_of(entry: Entry) -> dict[str, Ref]:
    """Return the outputs of a scan by kind."""
    return {ref.kind: ref for ref in entry.outputs}


def lines_of(case: Case, entry: Entry, kind: str) -> list[bytes]:
    """Return the lines of a list of a scan."""
    refs = refs_of(entry)
    return case.store.path(refs[kind].sha256).read_bytes().splitlines() if kind in refs else []
