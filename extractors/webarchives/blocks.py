"""Blocks: a record's bytes on the tape, where they really end, and whether its digests hold."""

from ...evidence.records import MAX_SAFE_INTEGER
from ..containers.reading import STEP_OUT
from ..messages.chunks import Dechunked
from ..messages.heads import MAX_HEAD, Head, RequestHead, parse_head, parse_request
from .digests import Claim
from .headers import ARC_LINE, FIRST, MARK, Header
from .record import Record
from .tapes import Tape

HEAD_BYTES = 64 << 10
"""Bytes of a block in which most heads of messages end."""
_OVERLAP = 512
_CLOSED = b"\r\n\r\n"


class Block:
    """A `Reader` over some bytes of a tape."""

    def __init__(self, tape: Tape, position: int, length: int) -> None:
        self._tape = tape
        self._position = position
        self._left = length

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, none at the end; all that are left where `size` is below 0."""
        if size < 0:
            parts = []
            while chunk := self.read(STEP_OUT):
                parts.append(chunk)
            return b"".join(parts)
        wanted = min(size, self._left, STEP_OUT)
        chunk = self._tape.read(self._position, wanted) if wanted else b""
        self._position += len(chunk)
        self._left = self._left - len(chunk) if chunk else 0
        return chunk


def block_of(tape: Tape, record: Record) -> Block:
    """Return a record's block, as it stands in the archive."""
    return Block(tape, record.block, record.length)


def message_head(tape: Tape, record: Record) -> Head | RequestHead | None:
    """Read the head of the HTTP message that a record holds; none where it holds none."""
    if not record.http:
        return None
    raw = tape.read(record.block, min(HEAD_BYTES, record.length))
    parse = parse_request if record.kind == "request" else parse_head
    head = parse(raw)
    if "the head has no end" in head.problems and len(raw) < record.length:
        head = parse(tape.read(record.block, min(MAX_HEAD, record.length)))
    return head


def payload_of(tape: Tape, record: Record, head: Head | RequestHead | None) -> Block:
    """Return what follows the head of a record's message, as it came; all where it has none."""
    skipped = min(head.size, record.length) if head is not None else 0
    return Block(tape, record.block + skipped, record.length - skipped)


def next_record(tape: Tape, position: int, limit: int | None, *, arc: bool) -> int:
    """Return where a header begins next, from `position` on; -1 for nowhere.

    With a `limit` only before it, and only where a line begins: these are bytes of a block.
    """
    if arc:
        return _next_arc(tape, position, limit)
    place = position
    while (place := tape.find(b"WARC/", place)) >= 0 and (limit is None or place < limit):
        # Inside a block a line must begin here, or the member that follows a damaged one.
        free = limit is None or place == position
        before = b"\n" if free else tape.read(place - 1, 1)
        begins = before == b"\n" or (tape.packed and not tape.place(place)[1])
        if begins and _marks(tape.read(place, FIRST)):
            return place
        place += 1
    return -1


def _marks(raw: bytes) -> bool:
    return MARK.match(raw) is not None and b"warc-" in raw[:1024].lower()


def _next_arc(tape: Tape, position: int, limit: int | None) -> int:
    while window := tape.read(position, STEP_OUT + _OVERLAP):
        found = ARC_LINE.search(window)
        if found and found.start() < STEP_OUT:
            place = position + found.start()
            return place if limit is None or place < limit else -1
        if len(window) <= STEP_OUT or (limit is not None and position >= limit):
            return -1
        position += STEP_OUT
    return -1


def measured(tape: Tape, position: int, header: Header) -> tuple[int, list[str]]:
    """Return how many bytes of the block are there and its own, and what is wrong with that.

    What a header announces is believed where an end of a record, or the next one, follows.
    """
    block, announced, arc = position + header.size, header.announced, header.version == "arc"
    if announced is None:
        after = next_record(tape, block, MAX_SAFE_INTEGER, arc=arc)
        return _before(tape, block, after if after >= 0 else tape.end(block)), []
    start = max(block + announced - 1, block)
    tail = tape.read(start, 32)[min(announced, 1) :]
    complete = bool(tail) or not announced or bool(tape.read(start, 1))
    if complete and (not tail.strip(b"\r\n") or _follows(tail, arc=arc)):
        closed = _closing(tail, arc=arc)
        return announced, [closed] if closed else []
    after = next_record(tape, block, block + announced, arc=arc)
    if after >= 0:
        length = _before(tape, block, after)
        return length, [f"its length is {announced}, and {length} bytes later the next one begins"]
    if complete:
        return announced, [f"it does not end after the {announced} bytes that it announces"]
    there = tape.end(block) - block
    return there, [f"it is cut off: {there} of {announced} bytes are there"]


def _follows(tail: bytes, *, arc: bool) -> bool:
    """Tell whether after a block comes what closes a record, or the next record."""
    if tail.startswith(_CLOSED) or tail.lstrip(b"\r\n").startswith(b"WARC/"):
        return True
    return arc and tail.startswith((b"\n", b"\r\n"))


def _closing(tail: bytes, *, arc: bool) -> str:
    """Return what is wrong with the line ends that close a record."""
    ends = tail[: len(tail) - len(tail.lstrip(b"\r\n"))]
    if ends.startswith(_CLOSED) or (arc and ends):
        return ""
    return f"it is closed by {ends!r} where two line ends belong" if ends else "nothing closes it"


def _before(tape: Tape, block: int, after: int) -> int:
    """Return the length of a block that ends before `after`, line ends that close it left out."""
    last = tape.read(max(block, after - 4), min(4, after - block))
    ends = len(last) - len(last.rstrip(b"\r\n"))
    return after - block - ends


def verdicts(
    tape: Tape, record: Record, head: Head | RequestHead | None
) -> tuple[tuple[str, str], ...]:
    """Return (`block` or `payload`, verdict) for each digest that a record's header bears."""
    claims = {"block": record.text(b"WARC-Block-Digest")}
    if record.kind != "revisit":  # a revisit's is that of the record it refers to
        claims["payload"] = record.text(b"WARC-Payload-Digest")
    wanted = [(name, Claim(text), head.size if head and name == "payload" else 0)
              for name, text in claims.items() if text]  # fmt: skip
    running = [(claim.hash(), skipped) for _, claim, skipped in wanted]
    block, place = block_of(tape, record), 0
    while any(claim.known for _, claim, _ in wanted) and (chunk := block.read(STEP_OUT)):
        for one, skipped in running:
            one.update(memoryview(chunk)[max(skipped - place, 0) :])
        place += len(chunk)
    found = list[tuple[str, str]]()
    for (name, claim, _), (one, _) in zip(wanted, running, strict=True):
        verdict = claim.verdict(one)
        if verdict == "wrong" and name == "payload" and head is not None:
            verdict = _without_chunks(tape, record, head, claim)
        found.append((name, verdict))
    return tuple(found)


def _without_chunks(tape: Tape, record: Record, head: Head | RequestHead, claim: Claim) -> str:
    """Return the verdict on a payload whose transfer coding is undone."""
    running, inner = claim.hash(), Dechunked(payload_of(tape, record, head), [])
    while chunk := inner.read(STEP_OUT):
        running.update(chunk)
    return claim.verdict(running)
