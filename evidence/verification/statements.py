"""The lists that entries about links name: each line, their count, their root (verify.md)."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress

from ...hashes.canonical import decode_record, encode
from ..acts import Inquire
from ..findings import Found
from ..links.statement import Statement, contradictions, items_of
from ..manifest import read_lines
from ..records import Ref
from ..store import Store
from .identities import Identities
from .ledger import LedgerFacts
from .lines import check_lines

_IDENTITY = re.compile(r"[0-9a-f]{64}")


class StatementCheck:
    """Checks the lists of all entries about links."""

    def __init__(self, store: Store, facts: LedgerFacts, found: Found) -> None:
        self._store = store
        self._facts = facts.links
        self._found = found

    def run(self, known: Identities | None) -> None:
        """Check every list; `known` are the ids of all items, none where some could not be read."""
        for entry, _, ref in self._facts.states:
            with suppress(OSError):  # the object pass says what is missing, or why
                self._statements(f"statements of entry {entry}", ref, known)
        for entry, act, ref in self._facts.questions:
            with suppress(OSError):
                self._questions(f"questions of entry {entry}", act, ref)

    def _statements(self, place: str, ref: Ref, known: Identities | None) -> None:
        def block(first: int, lines: list[bytes]) -> None:
            for n, line in enumerate(lines, first):
                for reason in _faults(line, known):
                    self._found.add("E315", f"{place}, line {n}", reason=reason)

        check_lines(self._store, self._found, place, ref, block)

    def _questions(self, place: str, act: Inquire, ref: Ref) -> None:
        """Compare the list of all questions with those that the entry itself lists."""
        count = 0
        for lines in read_lines(self._store.path(ref.sha256)):
            for n, line in enumerate(lines, count):
                question = _question(line)
                listed = act.questions[n] if n < len(act.questions) else question
                if question is None or question != listed:
                    reason = "it is no question, or not the one its entry lists"
                    self._found.add("E315", f"{place}, line {n}", reason=reason)
            count += len(lines)
        if count != ref.count:
            self._found.add("E316", place, count=count, expected=ref.count)


def _faults(line: bytes, known: Identities | None) -> Iterator[str]:
    try:
        said = decode_record(line, Statement)
    except ValueError as error:
        yield str(error)
        return
    yield from contradictions(said)
    for item in sorted(items_of(said)):
        if known is not None and not (_IDENTITY.fullmatch(item) and known.knows(item)):
            yield "an item it names is not in this case"


def _question(line: bytes) -> str | None:
    """Return the question of a line in canonical form; none where it is none."""
    try:
        question = json.loads(line)
        return question if isinstance(question, str) and encode(question) == line else None
    except (ValueError, RecursionError):
        return None
