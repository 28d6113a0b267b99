"""Sets of pictures: the `srcset` attribute (HTML Standard, "parsing a srcset attribute")."""

import re
from collections.abc import Iterator

MAX_SET = 1 << 20
"""Characters of one set that are read."""
_CANDIDATE = re.compile(r"[\s,]*+(\S++)")
_DESCRIPTORS = re.compile(r"(?:[^,(]|\([^)]*+\)?)*+")


def candidates(text: str) -> Iterator[str]:
    """Yield the address of each candidate, in order."""
    at, text = 0, text[:MAX_SET]
    while found := _CANDIDATE.match(text, at):
        at = found.end()
        url = found[1]
        bare = url.rstrip(",")
        if bare == url:  # no comma: what describes it follows, up to one
            described = _DESCRIPTORS.match(text, at)
            at = described.end() if described else at
        if bare:
            yield bare
