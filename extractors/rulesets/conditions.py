"""Which rules hold for a whole file if they hold for a part of it, read off their conditions.

A file too large to be mapped is scanned in windows. There `filesize` is a lie, `at 0` means the
window, and what is absent here may stand elsewhere. So only rules are asked whose condition is
made of strings, `and`, `or`, `of` and nothing else: with these, more bytes never make false what
was true. Reads YARA's language as far as it must: comments, strings, regular expressions, blocks.
"""

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|/\*.*?\*/)
      |(?P<text>"(?:[^"\\\n]|\\.)*")
      |(?P<word>[$\#@!][\w*]*|\w+)
      |(?P<sign>.)""",
    re.DOTALL | re.VERBOSE,
)
_REGEX = re.compile(r"/(?:[^/\\\n]|\\.)+/")
_HEX = re.compile(r"\{[^}\"]*\}")
_HARMLESS = re.compile(r"\$[\w*]*|\d+|and|or|of|any|all|them|true|[(),*%]")


def tokens(source: str) -> Iterator[str]:
    """Yield the words and signs of a source; strings and patterns as one `\"`."""
    at, before = 0, ""
    while at < len(source):
        found = None
        if source[at] == "/" and before in ("=", "matches"):
            found = _REGEX.match(source, at)
        elif source[at] == "{" and before == "=":
            found = _HEX.match(source, at)
        if found is not None:
            at, before = found.end(), '"'
            yield before
            continue
        token = _TOKEN.match(source, at)
        if token is None:  # cannot be: `sign` takes any character
            return
        at = token.end()
        if token["skip"] is None:
            before = '"' if token["text"] else token[0]
            yield before


def conditions(source: str) -> Iterator[tuple[str, bool, list[str]]]:
    """Yield (name, whether it is global, words of its condition) of each rule."""
    words = tokens(source)
    before = ["", ""]
    for word in words:
        if word == "rule":
            name = next(words, "")
            condition: list[str] = []
            depth, inside, last = 0, False, ""
            for part in words:
                if part == "}":
                    depth -= 1
                    if depth == 0:
                        break
                if inside:
                    condition.append(part)
                inside = inside or (depth == 1 and last == "condition" and part == ":")
                depth += part == "{"
                last = part
            yield name, "global" in before, condition
        before = [before[1], word]


def monotone_rules(source: str) -> set[str]:
    """Return the names of a source's rules that hold for a whole if they hold for a part.

    A global rule that does not takes all others of its source with it.
    """
    found = [(name, is_global, _monotone(words)) for name, is_global, words in conditions(source)]
    if any(is_global and not holds for _, is_global, holds in found):
        return set()
    return {name for name, _, holds in found if holds}


def _monotone(words: list[str]) -> bool:
    return bool(words) and all(_HARMLESS.fullmatch(word) for word in words)
