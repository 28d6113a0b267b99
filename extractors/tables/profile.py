"""Profiles: what the columns of a table mean, and which statements each of its rows gives.

A profile is a TOML file. What an officer adds on the command line is appended to it as the table
`given`, so that the text that is kept in the case says all that the reading depends on.
Format: docs/guide/tables.md.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Annotated, Any, Literal, cast

import msgspec
from msgspec.structs import replace

from ...evidence.links.node import KINDS
from ...evidence.links.relation import NAMING, Relation
from ...evidence.records import Count, Record, Word
from ...evidence.scans.observation import Percent
from ..charsets.decoding import charset_of
from .rows import is_sign
from .times import NotAForm, form, zone_of

BUILT_IN = ("bank", "cdr", "contacts", "subscribers", "vehicles")
"""Profiles that come with the program."""
MAX_PROFILE = 64 << 10
"""Bytes of a profile: a person wrote it."""
TIMES = (
    "yyyy-mm-ddTHH:MM:SS", "yyyy-mm-dd HH:MM:SS", "yyyy-mm-dd HH:MM", "yyyy-mm-dd",
    "dd/mm/yyyy HH:MM:SS", "dd/mm/yyyy HH:MM", "dd/mm/yyyy", "dd/mm/yyyy hh:MM:SS tt",
    "dd/mm/yyyy hh:MM tt", "dd-mm-yyyy HH:MM:SS", "dd-mm-yyyy HH:MM", "dd-mm-yyyy",
    "dd.mm.yyyy HH:MM:SS", "dd.mm.yyyy HH:MM", "dd.mm.yyyy", "HH:MM:SS dd/mm/yyyy",
    "HH:MM dd/mm/yyyy", "yyyy/mm/dd HH:MM:SS", "yyyy/mm/dd HH:MM", "yyyy/mm/dd",
    "yyyymmdd HHMMSS", "yyyymmdd HHMM", "yyyymmddHHMMSS", "yyyymmddHHMM", "yyyymmdd", "excel",
)  # fmt: skip
"""Forms of times that are tried, in this order, where a profile names none."""
VALUES: Mapping[str, str] = {
    "text": "any text",
    "time": "a time or a day",
    "amount": "an amount of money",
    "number": "any other number",
    "duration": "a length of time, as seconds",
}
"""Kinds of columns beside those of nodes: what is no node but a detail."""

_OWN = frozenset({"subject", "relation", "object", "since", "until", "grade", "row"})
"""Facts of a statement that are not a detail."""


class NotAProfile(ValueError):
    """The text is no profile; `faults` says in what."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class Column(Record, frozen=True, kw_only=True):
    """A column: how it is found in the table, and how its cells are read."""

    names: tuple[str, ...] = ()
    """Headings that it may have; case, marks and signs do not count. The first that fits counts."""
    place: Count = 0
    """Its number from 1, for a table without headings; 0 where it has none."""
    kind: Word | tuple[Word, ...] = "text"
    """A kind of node or one of `VALUES`; of several, the first as which a cell can be read."""
    plain: bool | Literal["otherwise"] = False
    """Whether the cell's text is the value as it stands: always, or where it cannot be read."""
    required: bool = False
    """Whether the table must have it, and each row something in it."""
    value: str = ""
    """What counts where the table has no such column or its cell is empty."""
    above: tuple[str, ...] = ()
    """Words that stand before its value above the headings, as on a bank statement."""
    parts: tuple[Word, ...] = ()
    """Columns whose cells, with a blank between, make up this one where the table lacks it."""
    bank: Word | Literal[""] = ""
    """Column that names the bank of a `bank-account`."""
    unit: Literal["seconds", "minutes"] = "seconds"
    """Of a `duration` written as a number."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Its kinds, the first one first."""
        return (self.kind,) if isinstance(self.kind, str) else self.kind


class Made(Record, frozen=True, kw_only=True):
    """A person or the like that rows tell of: a node with a made-up value."""

    kind: Literal["person", "organization", "device"] = "person"
    """Kind of node."""
    by: tuple[Word, ...] = ()
    """Columns that tell it apart, the surest first; the first that is filled counts."""
    name: Word | Literal[""] = ""
    """Column with its name, which tells it apart where none of `by` is filled."""
    also: tuple[Word, ...] = ()
    """Columns that must be the same too where only the name tells it apart, as a day of birth."""
    alone: Literal["row", "same"] = "row"
    """Whether rows of the same name, with nothing else to go by, tell of several or of one."""


class Said(Record, frozen=True, kw_only=True):
    """A statement that each row gives, if its subject and object are there."""

    subject: Word
    """A column or a made node."""
    relation: Relation
    """A row of `evidence.links.relation.RELATIONS`."""
    object: Word
    """A column or a made node."""
    since: Word | Literal[""] = ""
    """Column of the time when it happened, or from when it holds."""
    until: Word | Literal[""] = ""
    """Column of the time until when it holds."""
    facts: dict[Word, Word] = msgspec.field(default_factory=dict)
    """Name of a detail: its column."""
    confidence: Percent = 100
    """How sure it is."""
    when: dict[Word, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Only where a column's cell is one of these words: `*` for any that is not empty or zero,
    `-` and `+` for amounts below and above zero."""
    unless: dict[Word, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Not where a column's cell is one of these."""
    option: Word | Literal[""] = ""
    """Only where the officer asked for it by this word."""


class Given(Record, frozen=True, kw_only=True):
    """What the officer added."""

    values: dict[Word, str] = msgspec.field(default_factory=dict)
    """Values of columns, as `Column.value`."""
    options: tuple[Word, ...] = ()
    """Statements asked for, by their `option`."""
    sheet: str = ""
    """Name of the only sheet of a workbook that is read."""


class Profile(Record, frozen=True, kw_only=True):
    """A whole profile."""

    name: Word
    """Its name."""
    title: str = ""
    """One line for people."""
    encoding: str = "auto"
    """Of a text: a name such as `utf-8`, `tcvn3`, `windows-1258`; `auto` finds it out."""
    delimiter: Annotated[str, msgspec.Meta(min_length=1, max_length=4)] = "auto"
    """What stands between cells; `auto` finds it out."""
    header: bool = True
    """Whether a row names the columns; else their `place` does."""
    zone: str = "+07:00"
    """Of times that say none."""
    times: tuple[str, ...] = TIMES
    """Forms of times: yyyy mm dd HH hh MM SS tt and signs, or `excel`, `unix`, `unix-ms`."""
    decimal: Literal["auto", ",", "."] = "auto"
    """What stands before the fraction of an amount."""
    currency: str = ""
    """Of amounts that say none."""
    region: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}\Z")] = "VN"
    """Country (ISO 3166-1) of telephone numbers that say none."""
    columns: dict[Word, Column]
    """Columns by the word for them."""
    made: dict[Word, Made] = msgspec.field(default_factory=dict)
    """Persons and the like by the word for them."""
    statements: tuple[Said, ...] = ()
    """What each row gives."""
    given: Given = msgspec.field(default_factory=Given)
    """What the officer added."""


def parse_profile(text: str) -> Profile:
    """Return the profile that a TOML text holds; `NotAProfile` with everything that is wrong."""
    if len(text.encode("utf-8", "replace")) > MAX_PROFILE:
        raise NotAProfile([f"longer than {MAX_PROFILE} bytes"])
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise NotAProfile([f"no TOML: {error}"]) from error
    unknown = sorted(_unknown(tables))
    if unknown:
        raise NotAProfile([f"unknown: {', '.join(unknown)}"])
    try:
        profile = msgspec.convert(tables, Profile)
    except msgspec.ValidationError as error:
        raise NotAProfile([str(error)]) from error
    faults = list(_faults(profile))
    if faults:
        raise NotAProfile(faults)
    return profile


def built_in(name: str) -> str:
    """Return the text of a profile that comes with the program; LookupError for another name."""
    if name not in BUILT_IN:
        raise LookupError(name)
    return resources.files(__package__).joinpath("profiles", f"{name}.toml").read_text("utf-8")


def with_given(text: str, given: Given) -> str:
    """Return a profile's text with what the officer added at its end."""
    if given == Given():
        return text
    lines = ["", "[given]"]
    if given.options:
        lines.append(f"options = [{', '.join(map(_quoted, given.options))}]")
    if given.sheet:
        lines.append(f"sheet = {_quoted(given.sheet)}")
    if given.values:
        lines.append("[given.values]")
        lines += [f"{name} = {_quoted(value)}" for name, value in given.values.items()]
    return "\n".join([text.rstrip("\n"), *lines, ""])


def without_given(text: str) -> str:
    """Return a profile's text without what an officer added to it before, at its end.

    `NotAProfile` where that does not stand at the end.
    """
    profile, at = parse_profile(text), text.rfind("\n[given]")
    if profile.given == Given():
        return text
    try:
        if parse_profile(text[: max(at, 0)]) == replace(profile, given=Given()):
            return text[:at] + "\n"
    except NotAProfile:
        pass
    raise NotAProfile(["given: it does not stand at the end"])


def _quoted(text: str) -> str:
    """Return a text as a basic string of TOML; JSON's form is one, but for U+007F."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _unknown(tables: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys that no profile has, each with where it stands."""
    yield from _strange(tables, Profile, "")
    parts: tuple[tuple[str, type[Record]], ...] = (("columns", Column), ("made", Made))
    for name, of in parts:
        for word, table in _pairs(tables.get(name)):
            yield from _strange(table, of, f"{name}.{word}.")
    said = tables.get("statements")
    for number, table in enumerate(said if isinstance(said, list) else ()):
        yield from _strange(table, Said, f"statements {number + 1}: ")
    yield from _strange(tables.get("given"), Given, "given.")


def _pairs(table: object) -> list[tuple[str, object]]:
    return list(cast("dict[str, object]", table).items()) if isinstance(table, dict) else []


def _strange(table: object, of: type[Record], where: str) -> Iterator[str]:
    known = set(of.__struct_fields__)
    return (f"{where}{name}" for name, _ in _pairs(table) if name not in known)


def _faults(profile: Profile) -> Iterator[str]:
    """Yield in what a profile contradicts itself."""
    try:
        zone_of(profile.zone)
    except ValueError:
        yield f"zone: {profile.zone!r} is not like +07:00"
    for one in profile.times:
        try:
            form(one)
        except NotAForm as error:
            yield f"times: {error}"
    if profile.delimiter != "auto" and not is_sign(profile.delimiter):
        yield "delimiter: one character, no letter, digit or quote, or auto"
    if profile.encoding != "auto":
        try:
            charset_of(profile.encoding)
        except LookupError:
            yield f"encoding: {profile.encoding!r} is not known"
    if both := sorted(profile.columns.keys() & profile.made.keys()):
        yield f"in columns and in made: {', '.join(both)}"
    for word, column in profile.columns.items():
        yield from (f"columns.{word}: {fault}" for fault in _faults_of_column(profile, column))
    for word, made in profile.made.items():
        named = (*made.by, *made.also, *filter(None, (made.name,)))
        yield from _missing(f"made.{word}", named, profile.columns)
        if not made.by and not made.name:
            yield f"made.{word}: needs by or name"
    for number, said in enumerate(profile.statements):
        where = f"statements {number + 1}"
        yield from (f"{where}: {fault}" for fault in _faults_of_said(profile, said))
    yield from _missing("given.values", profile.given.values, profile.columns)
    options = {said.option for said in profile.statements}
    yield from _missing("given.options", profile.given.options, options)


def _faults_of_column(profile: Profile, column: Column) -> Iterator[str]:
    for kind in column.kinds:
        if kind == "item" or (kind not in KINDS and kind not in VALUES):
            yield f"kind {kind!r} is not known"
        elif kind in KINDS and KINDS[kind].made_up and column.plain is not True:
            yield f"{kind} is made up: declare it under made, or say plain = true"
    if len(column.kinds) > 1 and set(column.kinds) & VALUES.keys():
        yield "several kinds must all be kinds of nodes"
    if not profile.header and column.names:
        yield "has names, but header is false"
    if profile.header and column.place:
        yield "has a place, but header is not false"
    yield from _missing("parts", column.parts, profile.columns)
    yield from _missing("bank", filter(None, (column.bank,)), profile.columns)


def _faults_of_said(profile: Profile, said: Said) -> Iterator[str]:
    for word in (said.subject, said.object):
        column = profile.columns.get(word)
        if column is None and word not in profile.made:
            yield f"{word!r} is neither in columns nor in made"
        elif column is not None and set(column.kinds) & VALUES.keys():
            yield f"{word!r} is no node but {column.kinds[0]}"
    if said.relation in NAMING and not {"name", "alias"} & set(_kinds(profile, said.object)):
        yield f"{said.relation} needs an object of the kind name or alias"
    for word in filter(None, (said.since, said.until)):
        if _kinds(profile, word) != ("time",):
            yield f"{word!r} is no column of the kind time"
    named = (*said.facts.values(), *said.when, *said.unless)
    yield from _missing("facts, when, unless", named, profile.columns)
    if own := sorted(_OWN & set(said.facts)):
        yield f"facts may not be called {', '.join(own)}"


def _kinds(profile: Profile, word: str) -> tuple[str, ...]:
    return profile.columns[word].kinds if word in profile.columns else ()


def _missing(where: str, words: Any, known: Any) -> Iterator[str]:
    lacking = sorted(set(words) - set(known))
    if lacking:
        yield f"{where}: not known: {', '.join(lacking)}"
