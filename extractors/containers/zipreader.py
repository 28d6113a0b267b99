"""The members of a zip file, those its central directory hides, and what does not agree in it.

Two passes over the central directory: the first only counts and measures, so that overlapping
members (D. Fifield, "A better zip bomb", 2019) are told before any of them is decoded; the second
yields the members in its order. What it does not list is looked for between the members
afterwards, and everywhere where there is no central directory.
"""

from collections.abc import Iterator
from functools import partial

from ...evidence.scans.locator import span
from ...evidence.scans.observation import MAX_RAW
from ..interface import ItemView, Member
from .entry import Entry, Event, Notice, Steps, Trouble
from .passwords import Keys
from .reading import Content, Damage, Refused
from .zipformat import CENTRAL, DESCRIPTOR, END, LOCAL, End, Header, central, find_end, local
from .ziphidden import SCHEME, Budget, attempt, entry_of, hidden
from .zipmembers import METHODS, Opener

MAX_MEASURED = 400_000
"""Members whose places are kept to find gaps and overlaps; 16 bytes of memory each and more."""
MAX_TARGET = 4_096
"""Bytes of a symbolic link's target."""
_SHOWN = 64
_SYSTEMS = {0: "dos", 3: "unix", 7: "macintosh", 10: "ntfs", 11: "mvs", 14: "vfat", 19: "macos"}


def events(view: ItemView, keys: Keys) -> Iterator[Event]:
    """Yield what there is to say of a zip file."""
    opener = Opener(view, keys)
    end = find_end(view)
    if end is None:
        yield Trouble(code="corrupt", text="no central directory; members by their own headers")
        size = min(view.facts.size, 4)
        yield Notice(kind="archive", locator=span(0, size), raw=view.read(0, size),
                     facts={"format": "zip", "central-directory": "missing"})  # fmt: skip
        yield from hidden(view, opener, [(0, view.facts.size)], listed=False)
        return
    if end.parts:
        yield Trouble(code="unsupported", text="a split archive: other parts are other files")
    measured = _Measured(view, end)
    yield from measured.notices()
    steps = Steps(SCHEME)
    try:
        for header in central(view, end):
            yield from _member(view, opener, header, steps)
    except Damage as damage:
        yield Trouble(code="corrupt", text=str(damage))
    if measured.complete:
        yield from hidden(view, opener, measured.gaps(), listed=True)
    else:
        yield Trouble(code="partial", text=f"more than {MAX_MEASURED} members: gaps not searched")


def placed(view: ItemView, keys: Keys, position: int) -> Entry | None:
    """Return the member whose own header stands at `position`, without looking at any other."""
    if view.read(position, 4) != LOCAL:
        return None
    tried = attempt(view, Opener(view, keys), position, view.facts.size, Budget.of(view))
    return entry_of(tried, SCHEME) if tried is not None else None


def _member(view: ItemView, opener: Opener, header: Header, steps: Steps) -> Iterator[Event]:
    own = None
    try:
        own = local(view, header.local)
    except Damage as damage:
        trouble = str(damage)
    else:
        trouble = ""
        yield from _disagreement(header, own)
    kind = header.kind
    if kind == "directory":
        return
    step = steps.first(header.name, header.position)
    start = header.local + own.length if own is not None else None
    target = _target(opener, header, start) if kind == "symlink" and start is not None else b""
    yield Entry(
        step=step, name=header.name, name_at=header.name_at,
        content=partial(_open, opener, header, start, trouble) if kind == "file" else None,
        member=Member(
            name=header.name, kind=kind, modified=header.modified, target=target, size=header.size
        ),
    )  # fmt: skip


def _open(opener: Opener, header: Header, start: int | None, trouble: str) -> Content:
    if start is None:
        raise Refused("corrupt", trouble)
    return opener.open(header, start, header.packed)[0]


def _target(opener: Opener, header: Header, start: int) -> bytes:
    if header.size > MAX_TARGET:
        return b""
    try:
        return opener.open(header, start, header.packed)[0].read(MAX_TARGET)
    except (Refused, Damage):
        return b""


def _disagreement(header: Header, own: Header) -> Iterator[Notice]:
    """Yield what a member's own header says otherwise: readers that trust it see another file."""
    facts = {}
    if own.name != header.name:
        facts["name"] = header.name.decode("utf-8", "replace")
    if own.method != header.method:
        facts["method"] = f"{header.method}, here {own.method}"
    if own.encrypted != header.encrypted:
        facts["encrypted"] = f"{header.encrypted}, here {own.encrypted}".lower()
    pairs = (("size", header.size, own.size), ("packed", header.packed, own.packed),
             ("crc", header.crc, own.crc))  # fmt: skip
    for word, listed, here in pairs:
        if listed != here and not (own.flags & 8 and here == 0):
            facts[word] = f"{listed}, here {here}"
    if facts:
        facts["header"] = str(own.position)
        cut = own.name[:MAX_RAW]
        at = span(own.position + 30, len(cut))
        yield Notice(kind="disagreeing-headers", locator=at, raw=cut, facts=facts, flag="metadata")


class _Measured:
    """What the first pass over the central directory found."""

    def __init__(self, view: ItemView, end: End) -> None:
        self._view, self._end = view, end
        self._spans: list[tuple[int, int]] = []
        self._locked: Header | None = None
        self._members = self._encrypted = self._size = 0
        self._methods: set[int] = set()
        self._made: set[int] = set()
        self._first: tuple[int, Header | None] = (view.facts.size, None)
        self.complete = True
        """Whether every member's place is known."""
        try:
            for header in central(view, end):
                self._add(header)
        except Damage:
            pass  # the second pass says so

    def _add(self, header: Header) -> None:
        self._members += 1
        self._size += header.size
        self._methods.add(header.method)
        self._made.add(header.made_by >> 8)
        if header.encrypted:
            self._encrypted += 1
            self._locked = self._locked or header
        if len(self._spans) >= MAX_MEASURED:
            self.complete = False
            return
        if self._view.read(header.local, 4) != LOCAL:
            return  # no member stands there, so it hides none
        after, size = header.local + 30 + len(header.name) + header.packed, self._view.facts.size
        self._spans.append((min(header.local, size), min(after, size)))

    def notices(self) -> Iterator[Notice]:
        """Yield what concerns the file as a whole."""
        end, view = self._end, self._view
        methods = " ".join(sorted({METHODS.get(number, str(number)) for number in self._methods}))
        made = " ".join(_SYSTEMS.get(number, str(number)) for number in sorted(self._made))
        facts = {
            "format": "zip", "members": str(self._members), "size": str(self._size),
            "comment": end.comment.decode("utf-8", "replace")[:_SHOWN * 16], "methods": methods,
            "made-on": made,
        }  # fmt: skip
        if self._members != end.members:
            facts["claimed-members"] = str(end.members)
        yield Notice(kind="archive", locator=span(end.position, 22),
                     raw=view.read(end.position, 22), facts=facts)  # fmt: skip
        if self._locked is not None:
            cut = self._locked.name[:MAX_RAW]
            at = span(self._locked.position + 46, len(cut))
            facts = {"members": str(self._encrypted), "format": "zip"}
            yield Notice(
                kind="encrypted-members", locator=at, raw=cut, facts=facts, flag="encrypted"
            )
        yield from self._overlaps()
        yield from self._outside()

    def _overlaps(self) -> Iterator[Notice]:
        count, reached, where = 0, -1, 0
        for start, after in sorted(self._spans):
            if start < reached:
                count, where = count + 1, where or start
            reached = max(reached, after)
        if count:
            raw = self._view.read(where, 4)
            yield Notice(kind="overlapping-members", locator=span(where, len(raw)), raw=raw,
                         facts={"members": str(count)}, flag="bomb")  # fmt: skip

    def _outside(self) -> Iterator[Notice]:
        first = min((start for start, _ in self._spans), default=self._end.start)
        for place, start, stop in (
            ("before", 0, min(first, self._end.start)),
            ("after", self._end.after, self._view.facts.size),
        ):
            if stop > start:
                raw = self._view.read(start, min(_SHOWN, stop - start))
                facts = {"place": place, "offset": str(start), "length": str(stop - start)}
                yield Notice(kind="foreign-bytes", locator=span(start, len(raw)), raw=raw,
                             facts=facts, flag="metadata")  # fmt: skip

    def gaps(self) -> list[tuple[int, int]]:
        """Return the spans that no listed member covers, in order."""
        found, reached = [], 0
        for start, after in sorted(self._spans):
            if start > reached:
                found.append((reached, start))
            reached = max(reached, after)
        found.append((reached, self._end.start))
        found.append((self._end.after, self._view.facts.size))
        return [(start, stop) for start, stop in found if stop > start]


def recognised(head: bytes) -> bool:
    """Tell whether an item that begins like this is a zip file."""
    return head.startswith((LOCAL, END, DESCRIPTOR + LOCAL))


def follows(view: ItemView) -> bool:
    """Tell whether an item that begins otherwise ends as a zip file."""
    end = find_end(view)
    return end is not None and end.members > 0 and view.read(end.start, 4) == CENTRAL
