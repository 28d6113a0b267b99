"""Positions as films write them: ISO 6709, `+10.7769+106.7009+005.0/`."""

import re

from ..pictures.gps import normal

_WRITTEN = re.compile(
    r"\s*([+-](?:\d\d){1,3}(?:\.\d+)?)([+-]\d(?:\d\d){1,3}(?:\.\d+)?)"
    r"([+-]\d{1,6}(?:\.\d+)?)?(?:CRS\w*)?/?\s*"
)


def position(text: str) -> tuple[str, str]:
    """Return (normal form, altitude in metres) of a position; both empty if it is none."""
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return "", ""
    shown = normal(_degrees(written[1], 2), _degrees(written[2], 3))
    return shown, f"{float(written[3]):.1f}" if shown and written[3] else ""


def _degrees(text: str, width: int) -> float:
    """Return degrees of `+DD.D`, `+DDMM.M` or `+DDMMSS.S`; longitudes have one digit more."""
    sign, whole = text[0], text[1:].partition(".")[0]
    rest = text[1 + len(whole) :]
    degrees = float(whole[:width] + (rest if len(whole) == width else ""))
    if len(whole) > width:
        minutes = whole[width : width + 2] + (rest if len(whole) == width + 2 else "")
        degrees += float(minutes) / 60
    if len(whole) > width + 2:
        degrees += float(whole[width + 2 :] + rest) / 3600
    return -degrees if sign == "-" else degrees
