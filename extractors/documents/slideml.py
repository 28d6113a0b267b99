"""PresentationML: the text of a slide, its notes, or any part that holds drawn text.

Source: ECMA-376 part 1, sections 19 and 21.1. A paragraph is a line.
"""

from collections.abc import Iterator
from typing import BinaryIO

from .findings import Finding, Seen, Trouble, Words, step
from .markup import Walk

MAX_TEXT = 16 << 20
"""Characters of text that are taken out of one part."""
_BREAKS = {
    ("end", "p"), ("end", "cm"), ("end", "comment"), ("end", "threadedComment"), ("start", "br"),
}  # fmt: skip


def drawn_text(part: str, stream: BinaryIO) -> Iterator[Finding]:
    """Yield the text of a part, and whether it is a hidden slide; `part` is its name."""
    here = step("pptx", part)
    walk = Walk(stream, here)
    pieces: list[str] = []
    length, inside, hidden = 0, False, False
    for event, value, attributes in walk:
        if event == "text":
            if inside:
                pieces.append(value)
                length += len(value)
        elif value in {"t", "text"}:
            inside = event == "start"
        elif (event, value) in _BREAKS:
            pieces.append("\n")
        elif event == "start" and value == "sld":
            hidden = attributes.get("show", "1") in {"0", "false"}
        if length > MAX_TEXT:
            walk.trouble.append(Trouble(code="partial", why="too much text", step=here))
            break
    yield Words(step=here, text="".join(pieces))
    if hidden:
        yield Seen(
            kind="hidden-part", step=step("ooxml", part, "show"), raw="0",
            facts={"part": "slide", "name": part}, flag="metadata",
        )  # fmt: skip
    yield from walk.trouble
