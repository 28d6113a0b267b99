"""`truyvet desk log`: the look-ups across cases, from the desk's ledger."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from ..evidence.acts import Inquire
from ..evidence.case import Case
from ..evidence.entry import Entry
from ..evidence.errors import TruyvetError
from ..evidence.folding import folded
from ..query.desk.desk import desk_case
from ..query.spellings import AS_TYPED, NAME, spellings
from .desk_options import with_desk_folder
from .desk_seeing import reader_at, require_admitted
from .output import Align, say_json, table

_TERM = re.compile(r'((?:[^\s:"()]+:)?(?:"([^"]*)"|([^\s"():]+)))')
"""A term of a query, with its field or without."""


@click.command("log", epilog="Example: truyvet desk log --by An --json")
@click.option("--by", help="Only by officers whose name holds this.")
@click.option("--asked", help="Only where a question holds this, in any spelling.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_desk_folder
def command(desk: Path, by: str | None, asked: str | None, as_json: bool) -> None:
    """List who asked what across cases, when and why; `truyvet verify` checks this ledger.

    It is told to who holds a key that the desk admits. What `--asked` names is compared in all its
    spellings: 0912.345.678 finds who asked for +84912345678, or for a query that names it.
    """
    home = desk_case(desk)
    require_admitted(reader_at(home))
    wanted = None if asked is None else Wanted(asked)
    found = (
        (entry, act, questions)
        for entry, act, questions in _inquiries(home)
        if by is None or folded(by) in folded(entry.actor.name)
        if wanted is None or any(map(wanted.is_in, questions))
    )
    if as_json:
        for entry, act, questions in found:
            say_json(_facts(entry, act, questions))
        return
    columns = {"entry": Align.RIGHT, "when": Align.LEFT, "who": Align.LEFT, "what": Align.LEFT}
    columns |= {"questions": Align.WRAP, "hits": Align.RIGHT, "purpose": Align.WRAP}
    table(columns, (_row(*one) for one in found))


class Wanted:
    """What `--asked` names, in all its spellings."""

    def __init__(self, text: str) -> None:
        self._letters = folded(text)
        self._forms = set(_forms(text))
        self._seen = dict[str, bool]()

    def is_in(self, question: str) -> bool:
        """Tell whether a question, a value or a query, asked for it."""
        if question not in self._seen:
            self._seen[question] = self._letters in folded(question) or any(
                one in self._forms for word in _words(question) for one in _forms(word)
            )
        return self._seen[question]


def _forms(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a text stands for, but for what stands for itself."""
    for one in spellings(text):
        if one.kind not in (AS_TYPED, NAME):
            yield one.kind, one.value


def _words(question: str) -> Iterator[str]:
    """Yield a question, and if it is a query what it names: `type:phone val:0912345678`."""
    yield question
    for whole, quoted, word in _TERM.findall(question):
        if whole != question:
            yield quoted or word


def _inquiries(case: Case) -> Iterator[tuple[Entry, Inquire, tuple[str, ...]]]:
    for signed in case.ledger.entries():
        entry = signed.entry
        if isinstance(entry.act, Inquire):
            yield entry, entry.act, _questions(case, entry, entry.act)


def _questions(case: Case, entry: Entry, act: Inquire) -> tuple[str, ...]:
    """Return all questions, from the object that lists them where the entry does not."""
    digest = next((ref.sha256 for ref in entry.outputs if ref.kind == "questions"), None)
    if digest is None:
        return act.questions
    try:
        lines = b"".join(case.store.read(digest)).split(b"\n")
        return tuple(msgspec.json.decode(line, type=str) for line in lines if line)
    except msgspec.MsgspecError as error:
        raise TruyvetError("E302", sha256=digest) from error


def _facts(entry: Entry, act: Inquire, questions: tuple[str, ...]) -> dict[str, object]:
    return {
        "entry": entry.seq,
        "utc": entry.time.utc,
        "officer": entry.actor.name,
        "unit": entry.actor.unit,
        "key": entry.actor.key,
        "command": act.command,
        "purpose": entry.purpose,
        "authority": entry.authority.text if entry.authority else "",
        "questions": list(questions),
        "covered": act.covered,
        "hits": act.hits,
        "withheld": act.withheld,
    }


def _row(entry: Entry, act: Inquire, questions: tuple[str, ...]) -> tuple[str, ...]:
    hits = f"{act.hits}" + (f" (+{act.withheld} withheld)" if act.withheld else "")
    who = f"{entry.actor.name}, {entry.actor.unit}"
    asked = ", ".join(questions)[:200]
    when = f"{entry.time.utc[:19]}Z"
    return str(entry.seq), when, who, act.command, asked, hits, entry.purpose
