"""Places on earth: decimal pairs, degrees and minutes, geo: URIs (RFC 5870), links of maps.

The normal form is `21.028500,105.854200`: latitude, longitude, WGS 84, six decimals (0.1 m).
"""

import re

from .normal import Normal, Row

_FLOAT = r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?)"
_PAIR = re.compile(
    rf"(?:.{{0,400}}?(?:geo:|loc:|[@=/]|!3d|lat(?:itude)?[\"']?\s*[:=]\s*[\"']?))?{_FLOAT}"
    rf"(?:\s*[,;]\s*|%2C|!4d|[\"']?\s*[,;&]?\s*[\"']?(?:lon|lng|long|longitude)[\"']?\s*[:=]\s*[\"']?)"
    rf"{_FLOAT}(?:[,;?&!/z].{{0,200}})?",
    re.I | re.S,
)
_DMS = re.compile(
    r"([NSns]?)\s*([0-9]{1,3})\s*[°º\ufffd]\s*([0-9]{1,2}(?:\.[0-9]+)?)\s*['′’]\s*"
    r"(?:([0-9]{1,2}(?:\.[0-9]+)?)\s*(?:[\"″”]|'')\s*)?([NSns]?)"
    r"[\s,;]*([EWew]?)\s*([0-9]{1,3})\s*[°º\ufffd]\s*([0-9]{1,2}(?:\.[0-9]+)?)\s*['′’]\s*"
    r"(?:([0-9]{1,2}(?:\.[0-9]+)?)\s*(?:[\"″”]|'')\s*)?([EWew]?)"
)


def geo(text: str, region: str = "") -> Normal | None:
    """Read a place on earth in any of these spellings."""
    text = text.strip()
    found = _DMS.fullmatch(text)
    if found is not None:
        return _from_degrees(found)
    found = _PAIR.fullmatch(text)
    if found is None:
        return None
    decimals = min(len(part.partition(".")[2]) for part in found.groups())
    return _place(float(found[1]), float(found[2]), 50 if decimals > 3 else 30)


def _from_degrees(found: re.Match[str]) -> Normal | None:
    first, d1, m1, s1, n1, second, d2, m2, s2, e2 = found.groups()
    north, east = (first or n1).upper(), (second or e2).upper()
    if not north or not east or max(map(float, (m1, m2, s1 or "0", s2 or "0"))) >= 60:
        return None
    latitude = int(d1) + float(m1) / 60 + float(s1 or 0) / 3600
    longitude = int(d2) + float(m2) / 60 + float(s2 or 0) / 3600
    return _place(
        -latitude if north == "S" else latitude, -longitude if east == "W" else longitude, 95
    )


def _place(latitude: float, longitude: float, confidence: int) -> Normal | None:
    if abs(latitude) > 90 or abs(longitude) > 180 or not (latitude or longitude):
        return None
    return Normal(value=f"{latitude:.6f},{longitude:.6f}", confidence=confidence)


ROWS: dict[str, Row] = {"geo": Row(title="place on earth", normal=geo)}
"""The kinds of this family."""
