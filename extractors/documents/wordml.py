"""WordprocessingML: the text of one part of a docx as it is read, and what reviewers did to it.

Source: ECMA-376 part 1, section 17. Paragraphs end with a line break, cells with a tab. Text
deleted under change tracking stands as `[-…-]`, inserted text as it is; hidden text is kept.
"""

from collections.abc import Iterator
from typing import BinaryIO

from .dates import w3c
from .findings import Finding, Seen, Trouble, Words, step
from .markup import Walk

MAX_TEXT = 32 << 20
"""Characters of text that are taken out of one part."""
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_ENDS = {"p": "\n", "tc": "\t", "tr": "\n"}
_CHANGES = {"ins": "inserted", "del": "deleted", "moveFrom": "moved away", "moveTo": "moved here"}
_COMMANDS = ("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK")
"""Fields that load something (section 17.16.5)."""


class Reader:
    """Reads one part; the findings come when it is read."""

    def __init__(self, name: str) -> None:
        """`name` is the part's."""
        self.name = name
        self.pieces: list[str] = []
        """The text so far."""
        self.found: list[Finding] = []
        """What was found beside the text."""
        self._length = 0
        self._change: list[tuple[str, dict[str, str], list[str]]] = []
        self._comment: tuple[dict[str, str], list[str]] | None = None
        self._inside: list[str] = []
        self._field: list[str] = []
        self._hidden: list[str] | None = None
        self._skipping = 0
        self._numbers: dict[str, int] = {}

    def read(self, stream: BinaryIO) -> Iterator[Finding]:
        """Yield the part's text, then what else was found, then what went wrong."""
        here = step("docx", self.name)
        walk = Walk(stream, here)
        for event, name, attributes in walk:
            if event == "text":
                self._text(name)
            elif event == "start":
                self._start(name, attributes)
            else:
                self._end(name)
            if self._length > MAX_TEXT:
                walk.trouble.append(Trouble(code="partial", why="too much text", step=here))
                break
        yield Words(step=here, text="".join(self.pieces))
        yield from self.found
        yield from walk.trouble

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Fallback":  # the same content again, for old programs
            self._skipping += 1
        elif name in {"t", "delText", "instrText", "delInstrText"}:
            self._inside.append(name)
        elif name in _BREAKS and not self._inside:
            self._add(_BREAKS[name])
        elif name in _CHANGES and "author" in attributes:
            self._change.append((name, attributes, []))
            if name in {"del", "moveFrom"}:
                self._add("[-")
        elif name == "comment":
            self._comment = (attributes, [])
        elif name == "fldChar" and attributes.get("fldCharType") in {"begin", "separate", "end"}:
            self._close_field()
        elif name == "r":
            self._hidden = None
        elif name == "fldSimple":
            self._field.append(attributes.get("instr", ""))
            self._close_field()
        elif name == "vanish" and attributes.get("val", "1") not in {"0", "false", "off"}:
            self._hidden = []

    def _end(self, name: str) -> None:
        if name == "Fallback":
            self._skipping = max(0, self._skipping - 1)
        elif self._inside and name == self._inside[-1]:
            self._inside.pop()
        elif name == "tc" and self.pieces and self.pieces[-1] == "\n" and not self._skipping:
            self.pieces[-1] = "\t"  # the end of a cell's last paragraph is that of the cell
        elif name in _ENDS:
            self._add(_ENDS[name])
        elif self._change and name == self._change[-1][0]:
            kind, attributes, pieces = self._change.pop()
            if kind in {"del", "moveFrom"}:
                self._add("-]")
            self._changed(kind, attributes, "".join(pieces))
        elif name == "comment" and self._comment:
            self._commented(*self._comment)
            self._comment = None
        elif name == "r" and self._hidden is not None:
            text = "".join(self._hidden)
            self._hidden = None
            self._see("hidden-part", "hidden", text, {"part": "text"}, flag=True)

    def _text(self, text: str) -> None:
        if not self._inside or self._skipping:
            return
        if self._inside[-1].lower().endswith("instrtext"):
            if sum(map(len, self._field)) < 4096:
                self._field.append(text)
            return
        self._add(text)
        for _, _, pieces in self._change[-1:]:
            pieces.append(text)
        if self._comment:
            self._comment[1].append(text)
        if self._hidden is not None:
            self._hidden.append(text)

    def _add(self, text: str) -> None:
        if not self._skipping:
            self.pieces.append(text)
            self._length += len(text)

    def _see(
        self, kind: str, word: str, raw: str, facts: dict[str, str], *, flag: bool = False
    ) -> None:
        number = self._numbers[word] = self._numbers.get(word, 0) + 1
        self.found.append(
            Seen(
                kind=kind, step=step("ooxml", self.name, word, str(number)), raw=raw, facts=facts,
                flag="metadata" if flag and raw.strip() else "",
            )
        )  # fmt: skip

    def _changed(self, kind: str, attributes: dict[str, str], text: str) -> None:
        facts = {"change": _CHANGES[kind], "author": attributes["author"], **_when(attributes)}
        if text.strip():
            self._see("tracked-change", "change", text, facts)

    def _commented(self, attributes: dict[str, str], pieces: list[str]) -> None:
        facts = {"author": attributes.get("author", ""), **_when(attributes)}
        self._see("comment", "comment", "".join(pieces), facts)

    def _close_field(self) -> None:
        command = "".join(self._field).strip()
        self._field.clear()
        if command.split(" ", 1)[0].upper() in _COMMANDS:
            word = command.split(" ", 1)[0].upper()
            self.found.append(
                Seen(
                    kind="external-link", step=step("ooxml", self.name, "field", word), raw=command,
                    facts={"relation": word}, flag="script" if "DDE" in word else "metadata",
                )
            )  # fmt: skip


def _when(attributes: dict[str, str]) -> dict[str, str]:
    """Word writes the local time and calls it UTC; only `dateUtc` is what it says."""
    if "dateUtc" in attributes:
        return w3c(attributes["dateUtc"])
    return {"written": attributes.get("date", "")}
