"""Positions out of the GPS directory of Exif (Exif 2.32, 4.6.6) and out of XMP.

Normal form: `latitude,longitude` in decimal degrees of WGS 84 with six digits after the point
(0.1 m), south and west negative. A position outside the globe, without a value, or exactly 0,0
as cameras write it without a fix, is told with low confidence or not at all.
"""

import re
from collections.abc import Iterator, Mapping
from math import isfinite

from ..fields import times
from ..fields.field import Field
from .tiff import Entry
from .values import text

_NORTH_REF, _NORTH, _EAST_REF, _EAST, _ALTITUDE_REF, _ALTITUDE, _TIME = 1, 2, 3, 4, 5, 6, 7
_SPEED, _DIRECTION, _DATUM, _METHOD, _DATE, _ERROR = 13, 17, 18, 27, 29, 31
_XMP = re.compile(r"\s*(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])\s*")


def normal(latitude: float, longitude: float) -> str:
    """Return the normal form of a position; empty where it is not on the globe."""
    if not (isfinite(latitude) and isfinite(longitude)):
        return ""
    if abs(latitude) > 90 or abs(longitude) > 180:
        return ""
    return f"{latitude + 0.0:.6f},{longitude + 0.0:.6f}".replace("-0.000000", "0.000000")


def fields(entries: Mapping[int, Entry]) -> Iterator[Field]:
    """Yield the position and its time, if a GPS directory holds them."""
    latitude = _degrees(entries.get(_NORTH), entries.get(_NORTH_REF), "S")
    longitude = _degrees(entries.get(_EAST), entries.get(_EAST_REF), "W")
    moment = written_time(entries)
    if latitude is not None and longitude is not None:
        raw = " ".join(_written(entries.get(tag)) for tag in (_NORTH, _NORTH_REF, _EAST, _EAST_REF))
        shown = normal(latitude, longitude)
        yield Field(
            kind="geo",
            step="exif:GPS/GPSPosition",
            raw=raw.encode(),
            normal=shown,
            confidence=100 if shown and (latitude or longitude) else 20,
            facts=_facts(entries) | {"time": moment},
        )
    if moment:
        raw = " ".join(_written(entries.get(tag)) for tag in (_DATE, _TIME))
        yield times.timed(
            "created", "exif:GPS/GPSDateTime", raw.encode(), moment, {"source": "satellites"}
        )


def written_time(entries: Mapping[int, Entry]) -> str:
    """Return when the satellites fixed the position, in UTC; empty where date or time lacks."""
    clock = [_ratio(number) for number in _numbers(entries.get(_TIME))]
    date = _written(entries.get(_DATE))
    if len(clock) != 3 or not date or any(part is None for part in clock):
        return ""
    hour, minute, second = (int(part or 0) for part in clock)
    return times.normal(f"{date} {hour:02d}:{minute:02d}:{second:02d}Z")


def from_xmp(latitude: str, longitude: str) -> str:
    """Return the normal form of a position as XMP writes it, `54,59.38N`; empty if it is none."""
    north, east = _XMP.fullmatch(latitude), _XMP.fullmatch(longitude)
    if north is None or east is None or north[4] not in "NS" or east[4] not in "EW":
        return ""
    return normal(_signed(north), _signed(east))


def _signed(written: re.Match[str]) -> float:
    degrees = int(written[1]) + float(written[2]) / 60 + float(written[3] or 0) / 3600
    return -degrees if written[4] in "SW" else degrees


def _degrees(value: Entry | None, reference: Entry | None, negative: str) -> float | None:
    parts = [_ratio(number) for number in _numbers(value)[:3]]
    if not parts or parts[0] is None:
        return None
    degrees = sum((part or 0.0) / 60.0**power for power, part in enumerate(parts))
    side = _written(reference)[:1].upper()
    return -degrees if side == negative else degrees


def _facts(entries: Mapping[int, Entry]) -> dict[str, str]:
    altitude = _first(entries.get(_ALTITUDE))
    below = 1 in _numbers(entries.get(_ALTITUDE_REF))
    return {
        "altitude": "" if altitude is None else f"{-altitude if below else altitude:.1f}",
        "datum": _written(entries.get(_DATUM)),
        "direction": _decimal(entries.get(_DIRECTION)),
        "error": _decimal(entries.get(_ERROR)),
        "speed": _decimal(entries.get(_SPEED)),
        "method": _written(entries.get(_METHOD)),
    }


def _decimal(entry: Entry | None) -> str:
    first = _first(entry)
    return "" if first is None else f"{first:.2f}"


def _first(entry: Entry | None) -> float | None:
    numbers = _numbers(entry)
    return _ratio(numbers[0]) if numbers else None


def _numbers(entry: Entry | None) -> list[tuple[int, int] | int | float]:
    return entry.numbers(4) if entry else []


def _ratio(number: tuple[int, int] | float) -> float | None:
    if isinstance(number, tuple):
        return number[0] / number[1] if number[1] else None
    return float(number) if isfinite(number) else None


def _written(entry: Entry | None) -> str:
    return text(entry).decode("utf-8", "replace") if entry else ""
