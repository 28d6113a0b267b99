"""The profile that an officer asked for: one of ours or a file, with what he added to it."""

from pathlib import Path

from ..evidence.copying import absolute
from ..evidence.errors import TruyvetError
from ..extractors.tables.profile import (
    BUILT_IN,
    MAX_PROFILE,
    Given,
    NotAProfile,
    built_in,
    parse_profile,
    with_given,
    without_given,
)
from .context import check_text
from .output import on_terminal, safe, say

__all__ = ["BUILT_IN", "origin_of", "profile_text", "settable", "show_profile", "wanted"]
_SHOWN_COLUMNS = 3
_MAX_WANTED = 600  # characters of the headings of a column


def profile_text(name: str, *, sheet: str, given: tuple[str, ...], also: str) -> str:
    """Return the text of a profile with what was added to it, checked.

    Raises `TruyvetError` E580 where there is no such profile, E581 where it is none, E585 where
    what was added does not fit it.
    """
    text = _named(name)
    try:
        profile = parse_profile(text)
    except NotAProfile as error:
        raise TruyvetError("E581", name=name, faults="; ".join(error.faults)) from error
    values = dict(map(_value, given))
    unknown = sorted(values.keys() - profile.columns.keys())
    if unknown:
        raise TruyvetError(
            "E585", what=", ".join(unknown), name=name, known=", ".join(profile.columns)
        )
    options = tuple(filter(None, (word.strip() for word in also.split(","))))
    known = sorted({said.option for said in profile.statements} - {""})
    for word in options:
        if word not in known:
            raise TruyvetError("E585", what=word, name=name, known=", ".join(known) or "none")
    before = profile.given
    added = Given(
        values={**before.values, **values}, options=tuple(dict.fromkeys(before.options + options)),
        sheet=sheet or before.sheet,
    )  # fmt: skip
    if added == before:
        return text
    try:
        whole = with_given(without_given(text), added)
        parse_profile(whole)
    except NotAProfile as error:
        raise TruyvetError("E581", name=name, faults="; ".join(error.faults)) from error
    return whole


def origin_of(name: str) -> str:
    """Return where a profile comes from, as a source of its collection."""
    return f"truyvet:profile/{name}" if name in BUILT_IN else absolute(name)


def show_profile(text: str) -> None:
    """Print the text of a profile."""
    for line in text.splitlines():
        say(safe(line) if on_terminal() else line)


def wanted(text: str, words: tuple[str, ...]) -> str:
    """Return by which headings a profile finds these columns."""
    columns = parse_profile(text).columns
    told = words[:_SHOWN_COLUMNS]
    found = [f"{word}: {', '.join(columns[word].names)}"[:_MAX_WANTED] for word in told]
    return "; ".join((*found, "…") if len(told) < len(words) else found)


def settable(text: str, words: tuple[str, ...]) -> str:
    """Return the hint that one value may stand for the lacking column; empty where it may not.

    It may where nothing else lacks and it is whom the rows tell of, as the account of a statement.
    """
    profile = parse_profile(text)
    subjects = [said.subject for said in profile.statements[:1]]
    if [*words] != subjects or words[0] not in profile.columns:
        return ""
    return f"; where one {words[0]} counts for all rows: --set {words[0]}=VALUE"


def _named(name: str) -> str:
    """Return a profile's text by its name or its file."""
    if name in BUILT_IN:
        return built_in(name)
    path = Path(name)
    if not path.is_file():
        raise TruyvetError("E580", name=name, known=", ".join(BUILT_IN))
    with path.open("rb") as file:
        content = file.read(MAX_PROFILE + 1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TruyvetError("E581", name=name, faults="it is not UTF-8") from error


def _value(given: str) -> tuple[str, str]:
    word, sign, value = given.partition("=")
    if not sign or not word.strip():
        raise TruyvetError("E585", what=given, name="--set", known="COLUMN=VALUE")
    check_text("set", value)
    return word.strip(), value.strip()
