"""XML as a stream of events, by expat: no tree, no entities, no network, whatever it nests.

A document that declares entities is not read on: no office program writes one, and expanding
them is how a small file becomes a large one ("billion laughs").
"""

from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from ...evidence.scans.outcome import ProblemCode
from .findings import Trouble
from .package import DAMAGE, MAX_PART, TooMuch

_CHUNK = 1 << 16
Event = tuple[str, str, dict[str, str]]
"""("start", name, attributes), ("end", name, {}) or ("text", text, {}); names are local."""


class _Entities(Exception):
    """The document declares entities."""


class Walk:
    """The events of an XML stream; damage ends the walk and is told as trouble."""

    def __init__(self, stream: BinaryIO, step: str, *, spaces: bool = False) -> None:
        """`step` names the stream in problems; with `spaces`, names are `namespace name`."""
        self._stream = stream
        self._step = step
        self._events: list[Event] = []
        self._names: dict[str, str] = {}
        self._spaces = spaces
        self.trouble: list[Trouble] = []
        """What went wrong, once the walk is over."""

    def __iter__(self) -> Iterator[Event]:
        """Yield the events; text comes in pieces of any length."""
        parser = self._parser()
        try:
            while chunk := self._stream.read(_CHUNK):
                parser.Parse(chunk, False)
                yield from self._events
                self._events.clear()
            parser.Parse(b"", True)
        except TooMuch:
            self._say("bomb", f"decodes to more than {MAX_PART} bytes")
        except _Entities:
            self._say("corrupt", "declares entities, so it is not read on")
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            self._say("corrupt", f"XML ends at line {error.lineno}: {why}")
        except DAMAGE as error:
            self._say("corrupt", f"cannot be read: {type(error).__name__}")
        yield from self._events

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        named = {self._short(key): value for key, value in attributes.items()}
        self._events.append(("start", self._short(name), named))

    def _end(self, name: str) -> None:
        self._events.append(("end", self._short(name), {}))

    def _text(self, text: str) -> None:
        self._events.append(("text", text, {}))

    def _entity(self, *_: object) -> None:
        raise _Entities

    def _short(self, name: str) -> str:
        if self._spaces:
            return name
        short = self._names.get(name)
        if short is None:
            short = name.rpartition(" ")[2]
            if len(self._names) < 10_000:  # real documents use a few hundred names
                self._names[name] = short
        return short

    def _say(self, code: ProblemCode, why: str) -> None:
        self.trouble.append(Trouble(code=code, why=why, step=self._step))


def leaves(walk: Walk) -> Iterator[tuple[str, dict[str, str], str]]:
    """Yield (name, attributes, text) of each element that holds text and no element."""
    name, attributes, pieces = "", dict[str, str](), list[str]()
    for event, value, given in walk:
        if event == "start":
            name, attributes, pieces = value, given, []
        elif event == "text":
            pieces.append(value)
        else:
            if name and value == name:
                yield name, attributes, "".join(pieces)
            name, pieces = "", []
