"""A field: one named value that a file holds about itself, and how it becomes an observation.

A reader is a generator of fields, in the order of the file. Emitting runs it once; resolving a
step runs it again and takes the field of that step, so that both always agree. Two fields of one
step are told apart by a number: `png:tEXt/Comment`, `png:tEXt/Comment#2`.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ...evidence.scans.locator import MAX_STEP, span
from ...evidence.scans.observation import MAX_RAW, Flag
from ..interface import Emit

Part = TypeVar("Part")
DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,  # Pillow's word for a broken PNG
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What readers and their libraries raise on damaged bytes; a MemoryError is a limit, not damage."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One value under its name."""

    kind: str
    """Kind of observation."""
    step: str
    """Step that leads to the value."""
    raw: bytes
    """The value."""
    normal: str = ""
    """Its normal form, where it has one."""
    confidence: int = 100
    """How sure the reader is, percent."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Details."""
    flag: Flag = ""
    """Why it asks for attention."""
    text: bool = False
    """People wrote it: it goes into the text of the item, too."""


def numbered(fields: Iterable[Field]) -> Iterator[Field]:
    """Yield the fields, the second of a step as `step#2` and so on; too long steps are left out."""
    seen: dict[str, int] = {}
    for each in fields:
        times = seen[each.step] = seen.get(each.step, 0) + 1
        shown = each if times == 1 else replace(each, step=f"{each.step}#{times}")
        if len(shown.step) <= MAX_STEP:
            yield shown


def sound(parts: Iterable[Part], emit: Emit | None, what: str) -> Iterator[Part]:
    """Yield what a reader yields until it stumbles over damage; say so and end there.

    Without `emit` nothing is said. Only the name of the exception is told: messages of libraries
    hold paths and addresses.
    """
    reader = iter(parts)
    while True:
        try:
            each = next(reader)
        except StopIteration:
            return
        except DAMAGE as error:
            if emit:
                emit.problem("corrupt", "", f"damaged {what} ({type(error).__name__})")
            return
        yield each


def say(emit: Emit, each: Field) -> None:
    """Emit a field as an observation, cut to what one may hold, and as text if people wrote it."""
    locator = (each.step,) if len(each.raw) <= MAX_RAW else (each.step, span(0, MAX_RAW))
    emit.observation(
        each.kind,
        locator,
        each.raw[:MAX_RAW],
        normal=each.normal,
        confidence=each.confidence,
        facts=each.facts,
        flag=each.flag,
    )
    if each.text and is_utf8(each.raw):
        emit.text(each.step, each.raw.decode())


def found(fields: Iterable[Field], step: str) -> bytes:
    """Return the value of a step; LookupError where there is none."""
    try:
        for each in fields:
            if each.step == step:
                return each.raw
    except DAMAGE as error:
        raise LookupError(f"{step}: damaged before it ({type(error).__name__})") from None
    raise LookupError(step)


def is_utf8(raw: bytes) -> bool:
    """Tell whether bytes are UTF-8."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
