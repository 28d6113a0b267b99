"""Taking what an extractor emits: counted, bounded, encoded, and summed up as an outcome.

Limits end an examination by `Ended`, which is no `Exception`, so that an extractor that catches
everything its library may raise does not catch it too.
"""

import hashlib
import os
import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol, get_args

import msgspec

from ...evidence.item import Kind, readable
from ...evidence.records import MAX_SAFE_INTEGER, Count, Hex64, HexBytes, Record, Utc
from ...evidence.scans.locator import MAX_STEPS, Locator, parse_step, span
from ...evidence.scans.observation import (
    MAX_FACT,
    MAX_RAW,
    MAX_TEXT,
    Flag,
    Observation,
    TextLine,
)
from ...evidence.scans.outcome import MAX_PROBLEMS, Defect, Outcome, ProblemCode, Status
from ..interface import Extractor, Facts, Member
from .allowance import FEE

INLINE_BYTES = 32_768
"""A child up to this length travels with the results; a longer one waits in a file."""
MAX_NAME = 8_192
"""Bytes of a child's name or target that are kept, its last ones; its locator tells it apart."""
MAX_FACTS = 65_536
"""Characters of all facts of an observation; with it a line stays below the longest of a list."""
MAX_DEFECTS = 32_768
"""Bytes of the problems that an outcome lists; the rest is counted."""
_CHUNK = 1 << 18
_FLAGS, _CODES, _KINDS = (frozenset(get_args(one)) for one in (Flag, ProblemCode, Kind))
_WORD = re.compile(r"[a-z][a-z0-9-]{0,47}")
_WORST: tuple[ProblemCode, ...] = (
    "bomb", "encrypted", "corrupt", "partial", "unsupported", "skipped"
)  # fmt: skip
"""Which problem gives an outcome its status where there are several."""


class Ended(BaseException):
    """An examination reached a limit; what it emitted so far stays."""

    def __init__(self, status: Status, reason: str) -> None:
        super().__init__(reason)
        self.status: Status = status
        self.reason = reason


class NoRoom(BaseException):
    """The machine, not the item, failed: what an examination gave could not be written."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


class NotEmittable(ValueError):
    """An extractor handed in what no record can hold: a mistake of the extractor, named here."""


class Found(Record, frozen=True, kw_only=True):
    """A child as its extractor found it."""

    file: str = ""
    """Name, in the folder for children, of the file that holds its bytes; empty if inline."""
    inline: bytes = b""
    """Its bytes, where they are few."""
    kind: Kind
    """What it is there."""
    locator: str
    """The step that leads to it."""
    modified: Utc | None = None
    """Last modification, as its container tells."""
    name: str
    """Its name; bytes that are not UTF-8 are shown as U+FFFD."""
    name_bytes: HexBytes = ""
    """The raw name in hexadecimal, only where it is not UTF-8."""
    sha256: Hex64 | None = None
    """Hash of its bytes; none where it has none."""
    size: Count | None = None
    """Length of its bytes, or what its container claims where it has none."""
    target: str = ""
    """Where a link points."""
    target_bytes: HexBytes = ""
    """The raw target in hexadecimal, only where it is not UTF-8."""


class Sink(Protocol):
    """Where encoded results go."""

    def observation(self, seen: Observation) -> None:
        """Take an observation."""

    def text(self, line: TextLine) -> None:
        """Take a text."""

    def child(self, found: Found) -> None:
        """Take a child."""


class Emission:
    """What one extractor emits about one item; an `Emit`."""

    def __init__(
        self, module: Extractor, facts: Facts, sink: Sink, folder: Path, allowance: int
    ) -> None:
        """`folder` takes the bytes of children; `allowance` is how many may be decoded here."""
        self._module = module
        self._facts = facts
        self._sink = sink
        self._folder = folder
        self._allowance = allowance
        self._limits = module.LIMITS
        self._seen: set[bytes] = set()
        self._steps: set[str] = set()
        self._defects: list[Defect] = []
        self._codes: set[ProblemCode] = set()
        self._problems = 0
        self._defects_bytes = 0
        self._texts = 0
        self._text_bytes = 0
        self.decoded = 0
        """Bytes of all children so far."""

    def observation(
        self,
        kind: str,
        locator: str | Sequence[str],
        raw: bytes | str,
        *,
        normal: str = "",
        confidence: int = 100,
        facts: Mapping[str, str] | None = None,
        flag: Flag = "",
    ) -> None:
        """Take an observation; see `Emit`."""
        if kind not in self._module.KINDS:
            raise NotEmittable(f"{kind} is no kind of {self._module.NAME}")
        value = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else bytes(raw)
        if len(value) > MAX_RAW:
            raise NotEmittable(f"raw value of {len(value)} bytes")
        if flag not in _FLAGS or type(confidence) is not int or not 0 <= confidence <= 100:
            raise NotEmittable(f"no flag or no percentage: {flag!r}, {confidence!r}")
        text, text_bytes = readable(value)
        kept = _kept(facts) if facts else {}
        seen = Observation(
            confidence=confidence,
            extractor=self._module.NAME,
            facts=kept,
            flag=flag,
            item=self._facts.id,
            kind=kind,
            locator=_steps(locator),
            normal=clean(normal),
            raw=text,
            raw_bytes=text_bytes,
        )
        identity = _identity(seen, value)
        if identity in self._seen:
            return
        if len(self._seen) >= self._limits.records:
            raise Ended("partial", f"more than {self._limits.records} observations")
        self._seen.add(identity)
        self._sink.observation(seen)

    def text(self, locator: str | Sequence[str], text: str) -> None:
        """Take a text; see `Emit`."""
        if not text.strip():
            return
        whole = text.encode("utf-8", "replace")
        self._text_bytes += len(whole)
        if self._text_bytes > self._limits.text:
            raise Ended("partial", f"more than {self._limits.text} bytes of text")
        steps = _steps(locator)
        for at, part in _pieces(whole):
            piece = steps if len(part) == len(whole) else _steps((*steps, span(at, len(part))))
            self._texts += 1
            self._sink.text(
                TextLine(
                    extractor=self._module.NAME,
                    item=self._facts.id,
                    locator=piece,
                    text=part.decode(),
                )
            )

    def child(self, locator: str, stream: BinaryIO | bytes | None, member: Member) -> None:
        """Take a child; see `Emit`."""
        (step,) = _steps(locator)
        if step in self._steps:
            raise NotEmittable(f"two children at {step[:80]}")
        if len(self._steps) >= self._limits.children:
            raise Ended("partial", f"more than {self._limits.children} children")
        if self._facts.depth >= self._limits.depth:
            raise Ended("bomb", f"deeper than {self._limits.depth} items inside items")
        if member.kind not in _KINDS:
            raise NotEmittable(f"{member.kind!r} is no kind of item")
        try:
            modified = None if member.modified is None else msgspec.convert(member.modified, Utc)
        except msgspec.ValidationError as error:
            raise NotEmittable(f"{member.modified!r} is no time: {error}"[:200]) from error
        self._spend(0)
        source = BytesIO(stream) if isinstance(stream, bytes) else stream
        inline, file, sha256, size = b"", "", None, _claimed(member.size)
        if source is not None:
            inline, file, sha256, size = self._take(source)
        self._steps.add(step)
        name, name_bytes = readable(end_of(_raw(member.name), MAX_NAME))
        target, target_bytes = readable(end_of(_raw(member.target), MAX_NAME))
        self._sink.child(
            Found(
                file=file,
                inline=inline,
                kind=member.kind,
                locator=step,
                modified=modified,
                name=name,
                name_bytes=name_bytes,
                sha256=sha256,
                size=size,
                target=target,
                target_bytes=target_bytes,
            )
        )

    def _take(self, source: BinaryIO) -> tuple[bytes, str, str, int]:
        """Read a child to its end; return (bytes, file, hash, length), one of the first two."""
        digest, size, before = hashlib.sha256(), 0, self.decoded
        head = bytearray()
        path: Path | None = None
        out: BinaryIO | None = None
        try:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                self._spend(len(chunk))
                if out is None and len(head) + len(chunk) <= INLINE_BYTES:
                    head += chunk
                    continue
                with writing():
                    if out is None:
                        self._folder.mkdir(mode=0o700, exist_ok=True)
                        path = self._folder / f"{self._module.NAME}-{len(self._steps)}"
                        out = path.open("xb")
                        out.write(head)
                    out.write(chunk)
        except BaseException as error:
            if not isinstance(error, Ended):
                self.decoded = before
            if out is not None and path is not None:
                with suppress(OSError):
                    out.close()
                path.unlink()
            raise
        if out is None or path is None:
            return bytes(head), "", digest.hexdigest(), size
        with writing():
            out.close()
        return b"", path.name, digest.hexdigest(), size

    def _spend(self, count: int) -> None:
        self.decoded += count
        if self.decoded > self._limits.output:
            raise Ended("partial", f"more than {self._limits.output} bytes of children")
        if self.decoded + FEE * (len(self._steps) + 1) > self._allowance:
            raise Ended("bomb", f"decodes to more than {self._allowance} bytes")

    def problem(self, code: ProblemCode, locator: str | Sequence[str], text: str) -> None:
        """Take a problem; see `Emit`."""
        if code not in _CODES:
            raise NotEmittable(f"{code!r} is no code of a problem")
        steps = _steps(locator) if locator else ()
        defect = Defect(code=code, locator=steps, text=clean(text)[:512])
        self._codes.add(code)
        self._problems += 1
        self._defects_bytes += sum(len(one.encode()) for one in (*steps, defect.text))
        if len(self._defects) < MAX_PROBLEMS and self._defects_bytes <= MAX_DEFECTS:
            self._defects.append(defect)

    def outcome(self, status: Status | None = None, reason: str = "") -> Outcome:
        """Return how it ended: as given, else by the worst problem, else `ok` or `empty`."""
        found = len(self._seen) + len(self._steps) + self._texts
        by_problem = next((code for code in _WORST if code in self._codes), None)
        return Outcome(
            children=len(self._steps),
            defects=tuple(self._defects),
            extractor=self._module.NAME,
            observations=len(self._seen),
            problems=self._problems,
            reason=clean(reason)[:512],
            status=status or by_problem or ("ok" if found else "empty"),
            texts=self._texts,
        )


def _identity(seen: Observation, value: bytes) -> bytes:
    """Return what tells two observations of one extractor in one item apart, as their ids do."""
    parts = (seen.kind.encode(), *(step.encode() for step in seen.locator), value)
    return blake2b(b"".join(b"%d:%b" % (len(one), one) for one in parts), digest_size=16).digest()


@contextmanager
def writing() -> Iterator[None]:
    """Let no extractor take a failure to write our own files for a fault of the item."""
    try:
        yield
    except OSError as error:
        raise NoRoom(error) from error


def blamed(error: BaseException) -> str:
    """Return which exception ended an examination and where, without words that may vary."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {os.path.basename(frames[-1].filename)}:{frames[-1].name}" if frames else ""
    return f"{type(error).__name__}{place}"


def clean(text: str) -> str:
    """Return text as a record can hold it: no lone surrogates, at most `MAX_FACT` characters."""
    return text.encode("utf-8", "replace").decode()[:MAX_FACT]


def _pieces(text: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, part) of UTF-8 text, in parts of at most `MAX_TEXT` bytes."""
    at = 0
    while at < len(text):
        end = min(at + MAX_TEXT, len(text))
        while end < len(text) and text[end] & 0xC0 == 0x80:  # inside a letter
            end -= 1
        yield at, text[at:end]
        at = end


def end_of(raw: bytes, most: int) -> bytes:
    """Return the last `most` bytes of a name, from the beginning of a letter on."""
    if len(raw) <= most:
        return raw
    at = len(raw) - most
    while at < len(raw) - 1 and raw[at] & 0xC0 == 0x80:
        at += 1
    return raw[at:]


def _kept(facts: Mapping[str, str]) -> dict[str, str]:
    """Return facts as a record can hold them; ValueError where a name is none."""
    kept = {name: clean(fact) for name, fact in sorted(facts.items()) if fact}
    if not all(map(_is_word, kept)):
        raise NotEmittable(f"no names of facts: {sorted(kept)!r}"[:200])
    if len(kept) * MAX_FACT > MAX_FACTS:
        room = MAX_FACTS
        for name, fact in kept.items():
            kept[name] = fact[:room]
            room -= len(kept[name])
        return {name: fact for name, fact in kept.items() if fact}
    return kept


@lru_cache(maxsize=1024)
def _is_word(name: str) -> bool:
    return _WORD.fullmatch(name) is not None


def _claimed(size: int | None) -> int | None:
    """Return the length that a container claims; none where it claims what no file has."""
    return size if size is not None and 0 <= size <= MAX_SAFE_INTEGER else None


def _steps(locator: str | Sequence[str]) -> Locator:
    steps = (locator,) if isinstance(locator, str) else tuple(locator)
    if not 0 < len(steps) <= MAX_STEPS:
        raise NotEmittable(f"a locator of {len(steps)} steps")
    for step in steps:
        parse_step(step)
    return tuple(step.encode("utf-8", "replace").decode() for step in steps)


def _raw(name: str | bytes) -> bytes:
    """Return a name as bytes: of lone surrogates, those that stand for bytes are these bytes."""
    if isinstance(name, bytes):
        return name
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # one that stands for no byte: as WTF-8 writes it
        return name.encode("utf-8", "surrogatepass")
