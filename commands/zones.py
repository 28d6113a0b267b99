"""Times as clocks of a zone say them: what people are told, and the days that they ask for."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import click

from ..evidence.times import beginning, utc_text

VARIABLE = "TRUYVET_ZONE"
_MONTH = len("2026-03")


def zone_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option `--zone`: a `timezone`, or None where times are told in UTC."""
    return click.option(
        "--zone", metavar="+07:00", envvar=VARIABLE, default="", callback=_zone,
        help="Tell people times, and take days, as clocks there say.",
    )  # fmt: skip


def _zone(_context: click.Context, _option: click.Parameter, text: str) -> timezone | None:
    from ..extractors.tables.times import zone_of

    try:
        return zone_of(text) if text else None
    except ValueError as error:
        said = f"{text[:20]!r}, of --zone or {VARIABLE}, is not like +07:00"
        raise click.BadParameter(said) from error


def in_zone(time: str, zone: timezone | None) -> str:
    """Return a UTC time as clocks of a zone say it; a day, month or year alone stays as it is."""
    if zone is None or "T" not in time:
        return time
    try:
        return datetime.fromisoformat(time).astimezone(zone).isoformat()
    except (ValueError, OverflowError):  # the first and last hours of the calendar
        return time


def first_moment(part: str, zone: timezone | None) -> str:
    """Return when a day, month or year begins in a zone, UTC; a moment stays as it is."""
    return _edge(part, zone, last=False)


def last_moment(part: str, zone: timezone | None) -> str:
    """Return the last microsecond of a day, month or year in a zone, UTC."""
    return _edge(part, zone, last=True)


def _edge(part: str, zone: timezone | None, *, last: bool) -> str:
    if zone is None or not part or "T" in part:
        return part
    try:
        moment = beginning(part).replace(tzinfo=zone)
        if last:
            moment = _next(moment, len(part)) - timedelta(microseconds=1)
        return utc_text(moment)
    except (ValueError, OverflowError):
        return part


def _next(moment: datetime, length: int) -> datetime:
    if length > _MONTH:
        return moment + timedelta(days=1)
    if length == _MONTH and moment.month < 12:
        return moment.replace(month=moment.month + 1)
    return moment.replace(year=moment.year + 1, month=1)
