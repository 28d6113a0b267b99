"""Times as documents write them, brought to UTC where their zone is known.

Sources: W3CDTF (OOXML, ODF, XMP), FILETIME (MS-DTYP 2.3.3), PDF dates (ISO 32000-1, 7.9.4).
A time without a zone stays local and is never called UTC.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

_W3C = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?"
    r"(Z|[+-]\d\d:?\d\d)?)?"
)
_PDF = re.compile(
    r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?"
    r"(?:(Z)|([+-])(\d\d)(?:'?(\d\d)'?)?)?"
)
_TICKS_OF_1970 = 116_444_736_000_000_000
_YEAR_9999 = 253_402_300_799


def w3c(text: str) -> dict[str, str]:
    """Return what is known of a W3CDTF time: `utc` and `zone`, or `local`; else nothing."""
    found = _W3C.match(text.strip())
    if found is None or found[4] is None:
        return {}
    zone = found[7] or ""
    if zone and zone != "Z":
        zone = f"{zone[:3]}:{zone[-2:]}"
    return _known([found[n] for n in range(1, 7)], zone)


def pdf(text: str) -> dict[str, str]:
    """Return what is known of a PDF date such as `D:20050718143045-04'00'`, as `w3c` does."""
    found = _PDF.match(text.strip())
    if found is None:
        return {}
    zone = "Z" if found[7] else ""
    if found[8]:
        zone = f"{found[8]}{found[9]}:{found[10] or '00'}"
    return _known([found[n] for n in range(1, 7)], zone)


def filetime(ticks: int) -> dict[str, str]:
    """Return `utc` for a count of 100 ns since 1601, and nothing where it names no time."""
    seconds = (ticks - _TICKS_OF_1970) // 10_000_000
    if ticks <= 0 or seconds > _YEAR_9999:
        return {}
    return {"utc": _shown(datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds))}


def _known(parts: list[str | None], zone: str) -> dict[str, str]:
    year, month, day, hour, minute, second = (
        int(part or least) for part, least in zip(parts, (1, 1, 1, 0, 0, 0), strict=True)
    )
    try:
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        if not zone:
            return {"local": _shown(moment).rstrip("Z")}
        moment = moment.replace(tzinfo=UTC if zone == "Z" else _zone(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return {}
    return {"utc": _shown(moment), "zone": "+00:00" if zone == "Z" else zone}


def _zone(text: str) -> timezone:
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    return timezone(-offset if text[0] == "-" else offset)


def _shown(moment: datetime) -> str:
    return f"{moment.year:04d}{moment:-%m-%dT%H:%M:%SZ}"
