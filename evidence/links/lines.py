"""From lines of objects to rows of the second index, fast: their form was checked before.

Only what links is decoded; the rest of a line is passed over. A line that says no statement is
counted, never an error: what a case holds is for `verify` to judge.
"""

import re
from collections.abc import Iterable, Mapping

import msgspec

from .loading import Fresh, Loader
from .mentions import MENTIONS, mention
from .node import KINDS, MAX_VALUE
from .relation import RELATIONS
from .statement import LINK, Statement
from .striking import Struck

_WHEN = re.compile(
    r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9:.]{5,18}Z)?)?)?", re.ASCII
)  # as `statement.When`
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,12})?", re.ASCII)
_GRADES = frozenset({""} | {f"{one}{two}" for one in "ABCDEF" for two in "123456"})

_Said = tuple[int, str, int, str, str, str, str]
"""Subject, relation, object, since, until, grade and sums."""


class _Seen(msgspec.Struct):
    """What of an observation matters here."""

    extractor: str
    item: str
    kind: str
    confidence: int = 100
    facts: msgspec.Raw = msgspec.Raw(b"{}")
    normal: str = ""
    raw: str = ""


class _Facts(msgspec.Struct):
    """What of the facts of a `link` observation matters here; see `statement.link_facts`."""

    subject: str = ""
    relation: str = ""
    object: str = ""
    since: str = ""
    until: str = ""
    grade: str = ""
    amount: str = ""
    currency: str = ""
    duration: str = ""


_SEEN = msgspec.json.Decoder(_Seen)
_FACTS = msgspec.json.Decoder(_Facts)
_STATEMENTS = msgspec.json.Decoder(Statement)


class Reader:
    """Reads the lists of one entry after the other into a loader."""

    def __init__(self, loader: Loader, tables: frozenset[str], struck: Struck) -> None:
        """`tables` are the ids of items in which standing together says nothing.

        `struck` is what was retracted, and does not count again.
        """
        self._tables = tables
        self._loader = loader
        self._struck = struck
        self._n = 0
        self._position = 0
        self.skipped = 0
        """Lines that say no statement."""

    def end_list(self) -> None:
        """The next lines are those of another list."""
        self._n = self._position = 0

    def observations(self, seq: int, lines: Iterable[bytes]) -> None:
        """Take in lines of observations of the entry `seq`."""
        decode, loader, tables = _SEEN.decode, self._loader, self._tables
        places = self._struck.places
        rows, n, position, number = list[Fresh](), self._n, self._position, loader.last
        for line in lines:
            seen = decode(line)
            if seen.kind == LINK or (seen.kind in MENTIONS and seen.item not in tables):
                said = self._linked(seen)
                if said is None:
                    self.skipped += 1
                else:
                    a, relation, b, since, until, grade, sums = said
                    item, source = loader.item(seen.item), loader.source(seen.extractor, seq)
                    number += 1
                    rows.append(
                        (
                            number, a, b, relation, seq, n, item, source, since, until, grade,
                            seen.confidence, position, sums,
                        )
                    )  # fmt: skip
                    if (item, source) in places:
                        self._end_again(line, (a, relation, b), seq, n)
            n += 1
            position += len(line) + 1
        self._n, self._position = n, position
        loader.add(rows)

    def _end_again(self, line: bytes, said: tuple[int, str, int], seq: int, n: int) -> None:
        """Let an observation not count that was retracted when an earlier scan made it."""
        ended = self._struck.ended(line, said)
        if ended is not None:
            self._loader.retract(seq, n, ended)

    def strike(self, seq: int, line: bytes) -> None:
        """Take in that the entry `seq` retracted the observation of this line."""
        seen = _SEEN.decode(line)
        if seen.kind == LINK or (seen.kind in MENTIONS and seen.item not in self._tables):
            said = self._linked(seen)
            if said is not None:
                place = self._loader.item(seen.item), self._loader.source(seen.extractor, seq)
                self._struck.add(line, said[:3], place, seq)

    def _linked(self, seen: _Seen) -> "_Said | None":
        """Return what an observation says of links; none where it says nothing."""
        if seen.kind == LINK:
            return self._said(seen.facts)
        shown = mention(seen.kind, seen.normal, seen.raw)
        if shown is None:
            return None
        one, two = self._loader.node(*shown), self._loader.node("item", seen.item)
        return one, "mentioned_in", two, "", "", "", ""

    def _said(self, raw: msgspec.Raw) -> "_Said | None":
        """Return what the facts of a `link` observation say; none where they say nothing."""
        try:
            facts = _FACTS.decode(raw)
        except msgspec.DecodeError:
            return None
        one, _, subject = facts.subject.partition(":")
        two, _, object_ = facts.object.partition(":")
        relation, since, until = facts.relation, facts.since, facts.until
        if not _is_statable(one, relation, two) or facts.grade not in _GRADES:
            return None
        if not 0 < len(subject) <= MAX_VALUE or not 0 < len(object_) <= MAX_VALUE:
            return None
        if (since and not _WHEN.fullmatch(since)) or (until and not _WHEN.fullmatch(until)):
            return None
        a, b = self._loader.node(one, subject), self._loader.node(two, object_)
        sums = _sums(facts.amount, facts.currency, facts.duration)
        return a, relation, b, since, until, facts.grade, sums

    def statements(self, seq: int, lines: Iterable[bytes]) -> None:
        """Take in lines of statements of the entry `seq`."""
        loader, rows, number = self._loader, list[Fresh](), self._loader.last
        for line in lines:
            n, position = self._n, self._position
            self._n, self._position = n + 1, position + len(line) + 1
            try:
                said = _STATEMENTS.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError):
                self.skipped += 1
                continue
            one, two = said.subject, said.object
            if not _is_statable(one.kind, said.relation, two.kind):
                self.skipped += 1
                continue
            number += 1
            rows.append(
                (
                    number, loader.node(one.kind, one.value), loader.node(two.kind, two.value),
                    said.relation, seq, n, None if said.item is None else loader.item(said.item),
                    0, said.since, said.until, said.grade, said.confidence, position,
                    sums_of(said.facts),
                )
            )  # fmt: skip
        loader.add(rows)


def _is_statable(one: str, relation: str, two: str) -> bool:
    """Tell whether nodes of these kinds may be said to stand in this relation."""
    if one not in KINDS or two not in KINDS or relation not in RELATIONS:
        return False
    return relation != "mentioned_with" and (relation != "mentioned_in" or two == "item")


def sums_of(facts: Mapping[str, str]) -> str:
    """Return what is summed over an edge: amount and currency, or duration in seconds.

    An amount or duration that is no plain decimal number is not summed, nor one whose currency
    is not one word.
    """
    return _sums(*(facts.get(name, "") for name in ("amount", "currency", "duration")))


def _sums(amount: str, currency: str, duration: str) -> str:
    if amount:
        plain = _NUMBER.fullmatch(amount) and len(currency.split()) < 2
        return f"{amount} {currency.strip()}".rstrip() if plain else ""
    seconds = duration.removesuffix("s").rstrip()
    return f"{seconds} s" if _NUMBER.fullmatch(seconds) else ""
