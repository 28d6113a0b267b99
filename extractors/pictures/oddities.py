"""What does not fit together in a picture's metadata: a reason to look, never a proof.

Told: a program that edits pictures, which asks for attention only where the picture also claims to
be a camera's and its times of capture and change differ; a position fixed at another time than
the picture was taken; a thumbnail that shows something else; a change before the making.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ...evidence.scans.observation import Flag
from ..fields import times
from ..fields.field import Field
from .meaning import is_editor

MAX_CLOCK = 300
"""Seconds by which a camera's clock may differ from the satellites'."""
ZONES = frozenset(
    {60 * hour for hour in range(-12, 15)}
    | {-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825}
)
"""Offsets from UTC that are in use, minutes."""
MAX_APART = 22
"""Bits of both perceptual hashes by which a thumbnail may differ: cameras crop and letterbox."""


def fields(seen: Sequence[Field]) -> Iterator[Field]:
    """Yield the oddities in what was seen; the thumbnail is `thumbnail`'s."""
    created = _moment(seen, "created")
    modified = _moment(seen, "modified")
    editors = [each for each in seen if each.kind == "application" and is_editor(_words(each.raw))]
    if editors:
        later = created is not None and modified is not None and _after(created, modified)
        earlier = created is not None and modified is not None and _after(modified, created)
        taken = any(each.kind == "camera" for each in seen)
        yield _oddity(
            "editor",
            editors[0].raw,
            "made or changed by a program that edits pictures",
            {"at": editors[0].step, "changed-later": "yes" if later else ""},
            "metadata" if taken and (later or earlier) else "",
        )
    if created and modified and _after(modified, created):
        raw = f"{times.shown(modified)} {times.shown(created)}".encode()
        yield _oddity("changed-before-made", raw, "changed before it was made", {})
    fixed = next((s.normal for s in seen if s.step == "exif:GPS/GPSDateTime"), "")
    satellites = times.read(fixed)
    if created and satellites and _disagree(created, satellites):
        raw = f"{times.shown(created)} {fixed}".encode()
        yield _oddity("clock", raw, "taken at another time than its position was fixed", {})


def thumbnail(apart: tuple[int, int]) -> Iterator[Field]:
    """Yield the oddity of a thumbnail whose (dHash, pHash) are so far from the picture's."""
    if min(apart) > MAX_APART:
        raw = f"{apart[0]} {apart[1]}".encode()
        facts = {"at": "exif:thumbnail"}
        yield _oddity("thumbnail", raw, "its thumbnail shows something else", facts)


def _oddity(
    name: str, raw: bytes, why: str, facts: dict[str, str], flag: Flag = "metadata"
) -> Field:
    return Field(
        kind="oddity",
        step=f"image:oddity/{name}",
        raw=raw,
        confidence=50,
        facts={"why": why} | facts,
        flag=flag,
    )


def _words(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _moment(seen: Sequence[Field], role: str) -> datetime | None:
    """Return the first time of a role that the camera's own metadata tells."""
    for each in seen:
        if (
            each.facts.get("role") == role
            and each.step.startswith("exif:")
            and "GPS" not in each.step
        ):
            return times.read(each.normal)
    return None


def _after(one: datetime, other: datetime) -> bool:
    """Tell whether the second is later; never where only one of them has a zone."""
    if (one.tzinfo is None) != (other.tzinfo is None):
        return False
    return other > one


def _disagree(created: datetime, satellites: datetime) -> bool:
    if created.tzinfo is not None:
        return abs((created - satellites).total_seconds()) > MAX_CLOCK
    apart = (created - satellites.replace(tzinfo=None)).total_seconds()
    return min(abs(apart - 60 * zone) for zone in ZONES) > MAX_CLOCK
