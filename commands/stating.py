"""What commands that state something share: nodes as typed, and what a statement rests on."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

import click

from ..evidence.case import find_item
from ..evidence.errors import TruyvetError
from ..evidence.folding import folded, spaced
from ..evidence.index import Index
from ..evidence.links.node import KINDS, MAX_VALUE, Node
from ..evidence.links.relation import Relation
from ..evidence.links.statement import Statement
from ..evidence.scans.locator import MAX_STEPS, NotALocator, parse_step
from ..evidence.times import beginning, utc_text
from .context import check_text

Command = TypeVar("Command", bound=Callable[..., Any])
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_PART = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_ACCOUNT = re.compile(r"\s*([^:/]+?)\s*[:/]\s*([0-9][0-9 .\-]*)")


def spelled(kind: str, text: str, *, as_written: bool = False) -> Node:
    """Return the node of a kind that `text` means, in its one normal form.

    Raises `TruyvetError` E595 where it cannot be read so; with `as_written` that stands as it is.
    """
    from ..extractors.selectors import KINDS as SELECTORS

    if kind not in KINDS:
        raise TruyvetError("E596", kind=kind, known=", ".join(sorted(KINDS)))
    typed = spaced(text)
    value = typed
    if kind in SELECTORS:
        read = _read(kind, typed)
        if not read and not as_written:
            raise TruyvetError("E595", value=typed, kind=KINDS[kind].title)
        value = read or typed
    if not 0 < len(value) <= MAX_VALUE:
        raise TruyvetError("E595", value=typed[:80], kind=KINDS[kind].title)
    check_text(kind, value)
    return Node(kind=kind, value=value)


def _read(kind: str, typed: str) -> str:
    """Return the normal form of what was typed, empty where it is none or several.

    A label, a remark and an odd dash are taken off, as in the cells of tables.
    """
    from ..extractors.selectors import normal
    from ..extractors.tables.several import held_by

    def read(text: str) -> tuple[str, str] | None:
        found = normal(kind, _with_bank(text) if kind == "bank-account" else text)
        return None if found is None else (kind, found.value)

    whole = read(typed)
    if whole is not None:
        return whole[1]
    held = held_by(kind, typed, read)
    return held.values[0][1] if len(held.values) == 1 and not held.rest else ""


def _with_bank(text: str) -> str:
    """Return `BANK:NUMBER` with the bank's own number where its name stands."""
    from ..extractors.selectors.banks import BANKS

    found = _ACCOUNT.fullmatch(text)
    if found is None or found[1] in BANKS:
        return text
    wanted = folded(found[1]).replace(" ", "")
    for number, names in BANKS.items():
        if wanted in (folded(name).replace(" ", "") for name in names):
            return f"{number}:{found[2]}"
    return text


def when(text: str, option: str) -> str:
    """Return a typed time as it is written: `2026-03`, `12/3/2026`, `2026-03-12T14:05+07:00`."""
    typed = text.strip()
    if day := _DAY_FIRST.fullmatch(typed):
        typed = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    try:
        if _PART.fullmatch(typed):
            beginning(typed)
            return typed
        moment = datetime.fromisoformat(typed)
        if moment.tzinfo is None:
            raise click.BadParameter("say of which zone: add +07:00 or Z", param_hint=option)
        return utc_text(moment)
    except (ValueError, OverflowError) as error:
        raise click.BadParameter(f"{text!r} is no time", param_hint=option) from error


@dataclass(frozen=True, kw_only=True, slots=True)
class Grounds:
    """What a statement rests on, as typed."""

    item: str | None
    """The item it stands in."""
    locator: tuple[str, ...]
    """Where in it."""
    grade: str
    """Admiralty grade."""
    note: str
    """The officer's note on it."""

    def statement(
        self, index: Index, subject: Node, relation: Relation, other: Node, **more: Any
    ) -> Statement:
        """Return the statement on these grounds; E105 or E106 for an item that is none."""
        item = None if self.item is None else find_item(index, self.item).id
        return Statement(
            subject=subject, relation=relation, object=other, item=item, locator=self.locator,
            grade=self.grade, note=self.note, **more,
        )  # fmt: skip


def with_grounds(command: Command) -> Command:
    """Give a command the options about what its statements rest on, as `grounds`."""

    @click.option("--item", help="The item it stands in (2.17).")
    @click.option("--locator", multiple=True, help="Where in the item, as bytes:80+24; repeatable.")
    @click.option("--grade", metavar="GRADE", help="Source A–F and fact 1–6, as B2.")
    @click.option("--note", default="", help="Your note on it.")
    @wraps(command)
    def wrapped(
        *args: Any,
        item: str | None,
        locator: tuple[str, ...],
        grade: str | None,
        note: str,
        **options: Any,
    ) -> Any:
        graded = (grade or "").upper()
        if graded and not re.fullmatch(r"[A-F][1-6]", graded):
            raise click.BadParameter(f"{grade!r} is no grade such as B2", param_hint="--grade")
        check_text("note", note)
        if locator and item is None:
            raise click.UsageError("--locator says where in an item: name it with --item")
        if len(locator) > MAX_STEPS:
            raise click.UsageError(f"a locator has at most {MAX_STEPS} steps")
        for step in locator:
            try:
                parse_step(step)
            except NotALocator as error:
                raise click.BadParameter(str(error), param_hint="--locator") from error
        grounds = Grounds(item=item, locator=locator, grade=graded, note=note)
        return command(*args, grounds=grounds, **options)

    return wrapped  # type: ignore[return-value]
