"""Bodies of HTTP messages: transfer and content codings undone, in constant memory (RFC 9110).

What a browser would show is given, and more where a browser would give up: the rest of wrongly
chunked bodies as it is, damaged streams up to the damage. Each fault is a value.
"""

from ..containers.reading import Reader
from .chunks import Dechunked
from .codings import CODINGS, Uncoded
from .faults import Fault, Limits
from .heads import Fields, Head, RequestHead, values

MAX_CODINGS = 8
"""Codings, one around another, that are undone; more are a trap."""
_NO_BODY = frozenset({204, 205, 304})
DEFAULT = Limits()
"""Limits where the caller has none."""


class Body:
    """The decoded body of a message; `faults` is complete once it was read to its end."""

    def __init__(self, reader: Reader, counted: "_Counted", faults: list[Fault], size: int) -> None:
        self._reader = reader
        self._counted = counted
        self._faults = faults
        self._most = size
        self._over = False
        self.length = 0
        """Decoded bytes so far."""
        self.coded = not isinstance(reader, _Counted)
        """Whether any coding is undone: else the bytes are those of the wire."""

    @property
    def received(self) -> int:
        """Bytes of the body on the wire, so far."""
        return self._counted.length

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong, so far."""
        return tuple(self._faults)

    def read(self, size: int = -1, /) -> bytes:
        """Return decoded bytes, none only at the end; all that are left where `size` is below 0."""
        if size < 0:
            parts = []
            while chunk := self.read(1 << 16):
                parts.append(chunk)
            return b"".join(parts)
        if self._over or not size:
            return b""
        chunk = self._reader.read(size)
        self.length += len(chunk)
        if self.length > self._most:
            kept = len(chunk) - (self.length - self._most)
            chunk, self.length, self._over = chunk[:kept], self._most, True
            self._faults.append(Fault(code="partial", text=f"more than {self._most} bytes"))
        if not chunk:
            self._over = True
        return chunk


class _Counted:
    """The bytes of the wire; at their end, compared with the length that was announced."""

    def __init__(
        self, below: Reader, announced: int | None, faults: list[Fault], words: str
    ) -> None:
        self._below = below
        self._announced = announced
        self._words = words
        self._faults = faults
        self.length = 0

    def read(self, size: int, /) -> bytes:
        chunk = self._below.read(size)
        self.length += len(chunk)
        if not chunk and self._announced is not None:
            announced, self._announced = self._announced, None
            if announced != self.length:
                text = f"the body has {self.length} bytes where {self._words}"
                self._faults.append(Fault(code="corrupt", text=text))
        return chunk


def body(
    stream: Reader, head: Head | RequestHead, limits: Limits = DEFAULT, *, method: str = "GET"
) -> Body:
    """Return the decoded body that `stream`, which stands right after the head, holds.

    `method` is that of the request: an answer to HEAD has no body, whatever its head says.
    """
    faults = list[Fault]()
    if isinstance(head, Head) and (method == "HEAD" or head.status in _NO_BODY):
        counted = _Counted(stream, 0, faults, f"none belongs to {_why(head, method)}")
        return Body(counted, counted, faults, limits.size)
    announced = _announced(head.fields, faults)
    counted = _Counted(stream, announced, faults, f"Content-Length says {announced}")
    reader: Reader = counted
    transfer = [word for word in _words(head.fields, b"transfer-encoding") if word != "chunked"]
    if len(transfer) < len(_words(head.fields, b"transfer-encoding")):
        reader = Dechunked(reader, faults)
    codings = [*_words(head.fields, b"content-encoding"), *transfer]
    if len(codings) > MAX_CODINGS:
        text = f"{len(codings)} codings one around another: none is undone"
        faults.append(Fault(code="unsupported", text=text))
        codings = []
    for coding in reversed(codings):
        if coding not in CODINGS:
            text = f"the coding {coding[:40]} is not known: it is left as it is"
            faults.append(Fault(code="unsupported", text=text))
            break
        reader = Uncoded(reader, coding, faults, limits)
    return Body(reader, counted, faults, limits.size)


def _words(fields: Fields, name: bytes) -> list[str]:
    """Return the words of a list field in lower case; `identity` stands for nothing."""
    text = b",".join(values(fields, name)).decode("latin-1").lower()
    words = (word.partition(";")[0].strip() for word in text.split(","))
    return [word for word in words if word not in ("", "identity")]


def _why(head: Head, method: str) -> str:
    return "an answer to HEAD" if method == "HEAD" else f"status {head.status}"


def _announced(fields: Fields, faults: list[Fault]) -> int | None:
    """Return the length that the head announces; none where it announces none."""
    lengths = {word for one in values(fields, b"content-length") for word in one.split(b",")}
    numbers = {int(word) for word in map(bytes.strip, lengths) if word.isdigit() and len(word) < 20}
    if len(numbers) > 1:
        text = f"several lengths are announced: {sorted(numbers)[:8]}"
        faults.append(Fault(code="corrupt", text=text))
    if len(numbers) != 1 or _words(fields, b"transfer-encoding"):
        return None
    return numbers.pop()
