"""What a row of a table gives: values, the nodes they stand for, the statements they make."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import NamedTuple

from ...evidence.folding import folded
from ...evidence.links.node import Node
from ...evidence.links.statement import Statement
from ...evidence.scans.locator import Locator
from ...evidence.scans.observation import MAX_FACT
from ...hashes.canonical import encode
from .headings import Header, bare
from .profile import VALUES, Column, Made, Profile, Said
from .several import Value
from .values import Reader, Several, filled, tidied

MAX_SHOWN = 40
"""Characters of a cell that are shown where it could not be read."""
MADE_UP = 16
"""Hexadecimal digits of a made-up value."""


class Selector(NamedTuple):
    """A cell that names a node; plain, because millions are made."""

    column: str
    """The profile's word for its column."""
    node: Node
    """What it names."""


class Given(NamedTuple):
    """What a row gives."""

    values: Mapping[str, Value]
    """By the profile's word for a column, what could be read; of several values, the first."""
    statements: tuple[Statement, ...]
    """What it says."""
    selectors: tuple[Selector, ...]
    """The nodes that its cells name."""
    problem: str
    """What could not be read, empty if nothing."""
    column: str
    """The column of the first problem; empty where the whole row is meant."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Column:
    """A column of the profile in this table."""

    word: str
    column: Column
    place: int
    otherwise: str
    reader: Reader
    clean: Callable[[str], str]

    @property
    def may_be_filled(self) -> bool:
        """Whether any row can have something in it."""
        filled = self.place >= 0 or self.otherwise or self.column.parts
        return bool(filled or self.column.required)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Template:
    """A statement of the profile in this table."""

    said: Said
    facts: list[tuple[str, str]]
    when: list[tuple[str, frozenset[str]]]
    unless: list[tuple[str, frozenset[str]]]
    words: frozenset[str]
    """All columns and made nodes that it hangs on."""


class _Found:
    """What the cells of a row hold; plain, because millions are made."""

    __slots__ = ("column", "nodes", "problem", "selectors", "several", "values")

    def __init__(self) -> None:
        self.values: dict[str, Value] = {}
        self.nodes: dict[str, tuple[Node, ...]] = {}
        self.several: dict[str, str] = {}
        self.selectors: list[Selector] = []
        self.problem = self.column = ""

    def take(self, word: str, read: Several, text: str) -> None:
        """Take a cell of several values: each is a node, the first stands for all elsewhere."""
        self.values[word] = read.values[0]
        self.several[word] = "; ".join(value for _, value in read.values)
        self.nodes[word] = tuple(Node(kind=kind, value=value) for kind, value in read.values)
        self.selectors += [Selector(word, node) for node in self.nodes[word]]
        if read.problem:
            self.fails(word, read.problem, text)

    def fails(self, word: str, why: str | None, text: str) -> None:
        """Keep the first cell that could not be read, or not all of it."""
        self.problem = self.problem or f"{word}: {_why(why, text)}"
        self.column = self.column or word


class Giver:
    """Reads rows by a profile and a header."""

    def __init__(self, profile: Profile, header: Header, table: str, sheet: str = "") -> None:
        """`table` is the id of the item, or whatever else tells files apart, for made-up nodes."""
        self._profile = profile
        self._table = table
        self._sheet = sheet
        self._columns = [
            _Column(
                word=word, column=column, place=header.places.get(word, -1),
                otherwise=self._otherwise(word, column, header), reader=Reader(profile, column),
                clean=tidied if column.kinds == ("text",) else filled,
            )
            for word, column in profile.columns.items()
        ]  # fmt: skip
        # What no row of this table can have needs no look at any.
        self._columns = [one for one in self._columns if one.may_be_filled]
        self._joined = [one for one in self._columns if one.column.parts]
        self._required = {word for word, one in profile.columns.items() if one.required}
        self._said = list(self._possible())

    def _possible(self) -> Iterator["_Template"]:
        """Yield the statements that this table may give at all."""
        filled = {one.word for one in self._columns} | self._profile.made.keys()
        for said in self._profile.statements:
            asked = not said.option or said.option in self._profile.given.options
            if asked and {said.subject, said.object, *said.when} <= filled:
                facts = [(name, word) for name, word in said.facts.items() if word in filled]
                yield _Template(
                    said=said, facts=facts, when=_folded(said.when),
                    unless=[one for one in _folded(said.unless) if one[0] in filled],
                    words=frozenset(
                        (said.subject, said.object, said.since, said.until, *said.facts.values(),
                         *said.when, *said.unless)
                    ),
                )  # fmt: skip

    def _otherwise(self, word: str, column: Column, header: Header) -> str:
        """Return what counts where a cell is empty: given, above the headings, or the profile's."""
        above = header.above.get(word, "")
        return tidied(self._profile.given.values.get(word, "") or above or column.value)

    def give(
        self, number: int, cells: list[str], locator: Locator,
        figures: frozenset[int] = frozenset(),
    ) -> Given:  # fmt: skip
        """Return what the row `number` with these cells gives; `figures` as in `Row`."""
        texts = self._texts(cells)
        found = self._found(texts, figures)
        values, nodes = found.values, found.nodes
        for word, made in self._profile.made.items():
            if (person := self._made(word, made, values, number)) is not None:
                nodes[word] = (person,)
        lacking = self._required - values.keys()
        # A row that leaves out what each row must have is a sum, a footer: it tells of nobody.
        statements = tuple[Statement, ...]()
        if all(texts.get(word) for word in lacking):
            statements = self._statements(found, texts, locator, number, lacking)
        return Given(
            values=values, statements=statements, selectors=tuple(found.selectors),
            problem=found.problem, column=found.column,
        )  # fmt: skip

    def _found(self, texts: Mapping[str, str], figures: frozenset[int]) -> "_Found":
        """Read the cells of a row."""
        found = _Found()
        for one in self._columns:
            text, read = texts[one.word], None
            if text:
                bank = texts.get(one.column.bank, "")[:400] if one.column.bank else ""
                read = one.reader.read(text, bank, "." if one.place in figures else "")
            if isinstance(read, tuple):
                found.values[one.word] = read
                if read[0] not in VALUES:
                    node = Node(kind=read[0], value=read[1])
                    found.nodes[one.word] = (node,)
                    found.selectors.append(Selector(one.word, node))
            elif isinstance(read, Several):
                found.take(one.word, read, text)
            elif read is not None or one.column.required:
                found.fails(one.word, read, text)
        return found

    def _texts(self, cells: list[str]) -> dict[str, str]:
        width = len(cells)
        texts = {
            one.word: (one.clean(cells[one.place]) if -1 < one.place < width else "")
            or one.otherwise
            for one in self._columns
        }
        for one in self._joined:
            if not texts[one.word]:
                parts = (texts.get(part, "") for part in one.column.parts)
                texts[one.word] = " ".join(filter(None, parts))
        return texts

    def _made(self, word: str, made: Made, values: Mapping[str, Value], number: int) -> Node | None:
        """Return the person or the like that a row tells of; none where nothing names it."""
        key = [self._table]
        for column in made.by:
            if column in values:
                key += values[column]
                break
        else:
            if not made.name or made.name not in values:
                return None
            besides = [values[column][1] for column in made.also if column in values]
            key += ["name", folded(values[made.name][1]), *map(folded, besides)]
            if not besides and made.alone == "row":
                key += [word, self._sheet, str(number)]
        digest = hashlib.sha256(encode(list(key))).hexdigest()
        return Node(kind=made.kind, value=digest[:MADE_UP])

    def _statements(
        self, cells: "_Found", texts: Mapping[str, str], locator: Locator, number: int,
        lacking: Set[str],
    ) -> tuple[Statement, ...]:  # fmt: skip
        """Return what a row says but for what hangs on required cells that could not be read.

        Where a cell holds several values, each of them is said.
        """
        found, values, nodes = list[Statement](), cells.values, cells.nodes
        for one in self._said:
            said = one.said
            if lacking and not lacking.isdisjoint(one.words):
                continue
            subjects, objects = nodes.get(said.subject), nodes.get(said.object)
            if subjects is None or objects is None:
                continue
            if one.when and not all(_fits(texts, values, *given) for given in one.when):
                continue
            if one.unless and any(_fits(texts, values, *given) for given in one.unless):
                continue
            facts = _details(one, values, cells.several) | {"row": str(number)}
            since = values[said.since][1] if said.since in values else ""
            until = values[said.until][1] if said.until in values else ""
            found += (
                Statement(
                    confidence=said.confidence, facts=facts, locator=locator, object=object_,
                    relation=said.relation, since=since, subject=subject, until=until,
                )
                for subject in subjects
                for object_ in objects
                if subject != object_
            )  # fmt: skip
        return tuple(found)


def _why(reason: str | None, text: str) -> str:
    """Return why a cell could not be read, with its beginning."""
    if reason is None:
        return "is empty"
    shown = text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
    return f"{reason} (“{shown}”)"


def _folded(conditions: Mapping[str, tuple[str, ...]]) -> list[tuple[str, frozenset[str]]]:
    return [
        (word, frozenset(bare(one) or one for one in wanted)) for word, wanted in conditions.items()
    ]


def _fits(
    texts: Mapping[str, str], values: Mapping[str, Value], word: str, wanted: frozenset[str]
) -> bool:
    """Tell whether a cell is one of these words.

    `*` stands for any but nothing and zero; of a figure, `-` for one below zero, `+` for others.
    """
    if word not in values:
        return False
    kind, value = values[word]
    if kind in ("amount", "number"):
        figure = value.partition(" ")[0]
        sign = "-" if figure.startswith("-") else "+"
        if figure.strip("+-0.,") and ("*" in wanted or sign in wanted):
            return True
        return kind == "number" and (bare(figure) or figure) in wanted
    return "*" in wanted or (bare(texts[word]) or texts[word]) in wanted


def _details(
    one: _Template, values: Mapping[str, Value], several: Mapping[str, str]
) -> dict[str, str]:
    """Return the details of a statement, each amount and its currency apart."""
    facts = dict[str, str]()
    for name, word in one.facts:
        if word not in values:
            continue
        kind, value = values[word]
        if kind == "amount":
            value, _, currency = value.partition(" ")
            value = value.lstrip("-")
            if currency:
                facts.setdefault("currency", currency)
        facts[name] = several.get(word, value)[:MAX_FACT]
    return facts
