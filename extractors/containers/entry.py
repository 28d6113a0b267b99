"""What a reader of a container yields: members, things worth noticing, and troubles, in order."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ...evidence.scans.locator import quote
from ...evidence.scans.observation import MAX_RAW, Flag
from ...evidence.scans.outcome import ProblemCode
from ..interface import Member
from .reading import Content

MAX_NAME_IN_STEP = 2_000
"""Bytes of a member's name that its step shows; a step holds 8,192 characters, 3 for a byte."""
MEMBER_NAME = "member-name"
"""Scheme of a member's name where it does not stand in the item's bytes in one piece."""
_OFFSET = re.compile(rb"@[0-9]*\Z")
_DRIVE = re.compile(rb"[A-Za-z]:")
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A member of a container."""

    step: str
    """The step that leads to it, unique in its container."""
    name: bytes
    """Its name as it stands there."""
    member: Member
    """What the container says of it."""
    name_at: str = ""
    """Step to its name in the item's bytes; empty where it does not stand there in one piece."""
    content: Callable[[], Content] | None = None
    """Opens its bytes, or raises `reading.Refused`; none where it has none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """Something worth an observation."""

    kind: str
    """A kind of the extractor."""
    locator: str
    """Step that leads to `raw`."""
    raw: bytes
    """What stands there."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Details, by name."""
    flag: Flag = ""
    """Why it asks for attention."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """Something that could not be read."""

    code: ProblemCode
    """What kind of problem."""
    text: str
    """Why and where, in words that do not vary."""
    step: str = ""
    """Where; empty for the item as a whole."""


Event = Entry | Notice | Trouble
"""What a reader yields."""


class Steps:
    """Gives each member of one container its step.

    The first of a name gets `scheme:name`. Later ones, and names that themselves end in `@` and
    digits, get `scheme:name@POSITION`, where POSITION is the byte at which the member's header
    stands (7z: its number). Only hashes of names are kept.
    """

    def __init__(self, scheme: str) -> None:
        self._scheme = scheme
        self._seen: set[bytes] = set()

    def first(self, name: bytes, position: int) -> str:
        """Return the step for the next member in the container's own order."""
        mark = hashlib.blake2b(name, digest_size=16).digest()
        if mark in self._seen or len(name) > MAX_NAME_IN_STEP or _OFFSET.search(name):
            return self.placed(name, position)
        self._seen.add(mark)
        return f"{self._scheme}:{quote(name)}"

    def placed(self, name: bytes, position: int) -> str:
        """Return the step that names the position too."""
        return f"{self._scheme}:{quote(name[:MAX_NAME_IN_STEP])}@{position}"


def suspicions(name: bytes) -> str:
    """Return why a member's name is dangerous to use as a path, as words; empty if it is not."""
    parts = re.split(rb"[/\\]", name)
    text = name.decode("utf-8", "replace")
    found = (
        ("climbs-out", b".." in parts),
        ("absolute", name[:1] in (b"/", b"\\")),
        ("drive", _DRIVE.match(name) is not None),
        ("nul", b"\0" in name),
        ("control-characters", _CONTROL.search(text.replace("\0", "")) is not None),
        ("text-direction", _DIRECTION.search(text) is not None),
    )
    return " ".join(word for word, holds in found if holds)


def suspicious_name(entry: Entry) -> Notice | None:
    """Return the notice that a member's name deserves, if any."""
    reasons = suspicions(entry.name)
    if not reasons:
        return None
    locator, raw = entry.name_at, entry.name
    if not locator or len(raw) > MAX_RAW:
        locator, raw = f"{MEMBER_NAME}:{entry.step}", raw[:MAX_RAW]
    facts = {"member": entry.step, "reason": reasons}
    return Notice(kind="suspicious-name", locator=locator, raw=raw, facts=facts, flag="metadata")
