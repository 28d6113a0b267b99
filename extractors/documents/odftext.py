"""The text of a part of an OpenDocument file as it is read, and what people did to it.

Source: ISO/IEC 26300 part 1. A paragraph is a line, cells are parted by tabs; text deleted under
change tracking stands as `[-…-]`. Notes and comments come after the paragraph that they hang on,
so that no number of a note is read into a word. Repeated cells and rows are shown once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .cells import whole
from .dates import w3c
from .findings import Finding, Seen, Trouble, Words, step
from .markup import Walk

MAX_TEXT = 48 << 20
"""Characters of text that are taken out of one part."""
MAX_SPACES = 1_000
"""Spaces that one element stands for: a hostile file may ask for a billion."""
_MOST_OPEN = 64  # stretches of text that are followed at once: each costs time for each text
_BREAKS = {"tab": "\t", "line-break": "\n"}
_HIDING = {("display", "none"), ("display", "false"), ("visibility", "hidden"), ("condition", "")}
_PARTS = {"table": "sheet", "page": "slide", "span": "text", "p": "text", "h": "text"}


@dataclass(kw_only=True)
class _Change:
    """A change, a comment or a stretch of hidden text, while it is read."""

    word: str
    end: str
    author: list[str] = field(default_factory=list)
    date: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def facts(self) -> dict[str, str]:
        date = "".join(self.date)
        return {"author": "".join(self.author), "written": date, **w3c(date)}


def text(walk: Walk, part: str) -> Iterator[Finding]:
    """Yield the text of a part, then what else was found in it."""
    reader = _Reader(part)
    for event, value, attributes in walk:
        if event == "text":
            reader.text(value)
        elif event == "start":
            reader.start(value, attributes)
        else:
            reader.end(value)
        if reader.length > MAX_TEXT:
            walk.trouble.append(Trouble(code="partial", why="too much text", step=reader.here))
            break
    pieces = [*reader.pieces, *reader.aside()]
    yield Words(step=reader.here, text="".join(pieces))
    yield from reader.found


class _Reader:
    """Reads the text of one part."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.here = step("odf", part)
        self.pieces: list[str] = []
        self.found: list[Finding] = []
        self.length = 0
        self._paragraphs = 0
        self._open: list[_Change] = []
        self._regions: dict[str, _Change] = {}
        self._insertions: dict[str, _Change] = {}
        self._region = ""
        self._field = ""
        self._count = 0
        self._style = ""
        self._unseen: set[str] = set()
        self._hidden: list[tuple[int, list[str]]] = []
        self._depth = 0
        self._aside: list[tuple[int, list[str]]] = []
        self._later: list[tuple[int, list[str]]] = []
        self._asides = 0
        self._citation = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if name in {"p", "h"}:
            self._paragraphs += 1
        elif name in {"note", "annotation"}:
            self._asides += 1
            self._aside.append((self._asides, []))
        elif name == "note-citation":
            self._citation = True
        elif name in _BREAKS and self._paragraphs:
            self._add(_BREAKS[name])
        elif name == "s" and self._paragraphs:
            self._add(" " * max(1, min(whole(attributes.get("c", "1"), 1), MAX_SPACES)))
        self._styled(name, attributes)
        self._revised(name, attributes)
        if name in {"dde-source", "dde-connection-decl"}:
            words = [attributes.get(f"dde-{word}", "") for word in ("application", "topic", "item")]
            self._link("|".join(words), "DDE")
        elif "href" in attributes and not attributes["href"].startswith(("#", ".", "Pictures/")):
            self._link(attributes["href"], name)

    def _styled(self, name: str, attributes: dict[str, str]) -> None:
        """Notice the styles that hide what bears them, and what does."""
        if name == "style":
            self._style = attributes.get("name", "")
        elif name.endswith("-properties") and self._style and _HIDING & set(attributes.items()):
            self._unseen.add(self._style)
        elif name in _PARTS and attributes.get("style-name", "") in self._unseen:
            if _PARTS[name] == "text" and len(self._hidden) < _MOST_OPEN:
                self._hidden.append((self._depth, []))
            elif _PARTS[name] != "text":
                self._hide(attributes.get("name", "") or name, _PARTS[name])

    def _revised(self, name: str, attributes: dict[str, str]) -> None:
        if name == "changed-region":
            self._region = attributes.get("id", "")
        elif name == "deletion":
            self._open.append(_Change(word="deleted", end=name))
            self._add("[-")
        elif name == "insertion":
            change = _Change(word="inserted", end=name)
            self._open.append(change)
            if self._region and len(self._regions) < 100_000:
                self._regions[self._region] = change
        elif name in {"annotation", "format-change"}:
            self._open.append(_Change(word=name, end=name))
        elif name == "change-start":
            change = self._regions.get(attributes.get("change-id", ""), _Change(word="", end=""))
            if change.word and len(self._insertions) < _MOST_OPEN:
                self._insertions[attributes["change-id"]] = change
        elif name == "change-end":
            ended = self._insertions.pop(attributes.get("change-id", ""), None)
            if ended is not None:
                self._change(ended)
        elif self._open and name in {"creator", "date"}:
            self._field = name

    def end(self, name: str) -> None:
        self._depth -= 1
        if name in {"p", "h"}:
            self._paragraphs = max(0, self._paragraphs - 1)
            self._add("\n")
        elif name == "table-cell":
            self._cell()
        elif name in {"table-row", "page"}:
            self._add("\n")
        elif name == "note-citation":
            self._citation = False
        elif name in {"note", "annotation"} and self._aside:
            self._later.append(self._aside.pop())
        elif name == self._field:
            self._field = ""
        if self._open and name == self._open[-1].end:
            self._closed(self._open.pop())
        if self._hidden and self._depth < self._hidden[-1][0]:
            self._hide("".join(self._hidden.pop()[1]), "text")
        if self._later and not self._paragraphs and not self._aside:
            self.pieces += self.aside()
            self._later.clear()

    def _cell(self) -> None:
        if not self._aside and self.pieces and self.pieces[-1] == "\n":
            self.pieces.pop()
        self._add("\t")

    def text(self, text: str) -> None:
        if self._field:
            into = self._open[-1]
            (into.author if self._field == "creator" else into.date).append(text)
        elif self._paragraphs and not self._citation:
            for change in (*self._open[-1:], *self._insertions.values()):
                change.text.append(text)
            for _, pieces in self._hidden:
                pieces.append(text)
            self._add(text)

    def aside(self) -> list[str]:
        """Return the notes and comments that no paragraph's end has let in, as they began."""
        waiting = sorted([*self._later, *self._aside])
        return [piece for _, pieces in waiting for piece in pieces]

    def _add(self, text: str) -> None:
        (self._aside[-1][1] if self._aside else self.pieces).append(text)
        self.length += len(text)

    def _where(self, word: str) -> str:
        self._count += 1
        return step("odf", self.part, word, str(self._count))

    def _closed(self, change: _Change) -> None:
        if change.word == "annotation":
            comment = "".join(change.text)
            where = self._where("comment")
            self.found.append(Seen(kind="comment", step=where, raw=comment, facts=change.facts()))
            return
        if change.word == "deleted":
            self._add("-]")
            self._change(change)
        facts = change.facts()
        if facts["author"]:
            author, facts = facts["author"], facts | {"role": "reviser", "author": ""}
            where = self._where("author")
            self.found.append(Seen(kind="author", step=where, raw=author, facts=facts))

    def _change(self, change: _Change) -> None:
        raw = "".join(change.text)
        change.text.clear()
        if raw.strip():
            facts = {"change": change.word, **change.facts()}
            where = self._where("change")
            self.found.append(Seen(kind="tracked-change", step=where, raw=raw, facts=facts))

    def _hide(self, raw: str, part: str) -> None:
        if raw.strip():
            where = self._where("hidden")
            facts = {"part": part}
            self.found.append(
                Seen(kind="hidden-part", step=where, raw=raw, facts=facts, flag="metadata")
            )

    def _link(self, target: str, relation: str) -> None:
        loaded = relation not in {"a", "hyperlink"}
        self.found.append(
            Seen(
                kind="external-link", step=self._where("link"), raw=target,
                facts={"relation": relation},
                flag="script" if relation == "DDE" else "metadata" if loaded else "",
            )
        )  # fmt: skip
