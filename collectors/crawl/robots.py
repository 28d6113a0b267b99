"""robots.txt (RFC 9309): which pages a site asks machines to leave alone.

The longest matching rule decides, and Allow where two are as long. Nobody is bound by more than
the first 500 KiB of the file (section 2.5). What is no rule is passed over (section 2.2.4).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

MAX_ROBOTS = 500 << 10
"""Bytes of a file that are read (RFC 9309, section 2.5)."""
MAX_RULES = 10_000
"""Rules of one file that are kept; the rest of a hostile one is passed over."""
MAX_RULE = 2_048
"""Characters of a rule's path that are read."""
MAX_DELAY = 60.0
"""Seconds of a Crawl-delay that are obeyed: a site must not keep an officer for ever."""
_TOKEN = re.compile(r"[A-Za-z_-]+")
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One Allow or Disallow."""

    allow: bool
    """Whether it allows."""
    path: str
    """Path as compared, with `*` and `$`."""

    def matches(self, path: str) -> bool:
        """Tell whether it speaks of a path, compared as `comparable` writes it."""
        if "*" not in self.path and not self.path.endswith("$"):
            return path.startswith(self.path)
        return _fits(self.path, path)


@dataclass(frozen=True, kw_only=True, slots=True)
class Robots:
    """What one robots.txt says to us."""

    rules: tuple[Rule, ...] = ()
    """Rules of the groups that speak to us."""
    delay: float | None = None
    """Seconds between two requests, where it asks for that (no part of the RFC)."""
    sitemaps: tuple[str, ...] = ()
    """Addresses of sitemaps, as written."""
    whole: bool = True
    """Whether all of it was read."""

    def refuses(self, path: str) -> Rule | None:
        """Return the rule that asks to leave `path` (with its query) alone, if one does."""
        if path == "/robots.txt":
            return None
        compared = comparable(path)
        best: Rule | None = None
        for rule in self.rules:
            if (best is None or _rank(rule) > _rank(best)) and rule.matches(compared):
                best = rule
        return best if best is not None and not best.allow else None


ALL_ALLOWED = Robots()
"""Where there is no robots.txt (section 2.3.1.3)."""
ALL_REFUSED = Robots(rules=(Rule(allow=False, path="/"),))
"""Where it could not be had (section 2.3.1.4)."""


@dataclass(slots=True)
class _Group:
    agents: set[str] = field(default_factory=set)
    rules: list[Rule] = field(default_factory=list)
    delay: float | None = None


def read_robots(content: bytes, agent: str) -> Robots:
    """Return what the file `content` says to the crawler with the product token `agent`."""
    text, whole = _text(content[:MAX_ROBOTS]), len(content) <= MAX_ROBOTS
    groups, sitemaps = list[_Group](), list[str]()
    count, naming = 0, False
    for name, value in _lines(text):
        if name == "sitemap":
            sitemaps.append(value)
        elif name == "user-agent":
            if not naming:
                groups.append(_Group())
            naming = True
            token = _TOKEN.match(value)
            groups[-1].agents.add(
                "*" if value.startswith("*") else token[0].lower() if token else ""
            )
        elif groups and name in ("allow", "disallow", "crawl-delay"):
            naming = False
            if name == "crawl-delay":
                groups[-1].delay = _delay(value)
            elif value and count < MAX_RULES:
                count += 1
                path = comparable(value[:MAX_RULE])
                groups[-1].rules.append(Rule(allow=name == "allow", path=path))
    ours = [group for group in groups if agent.lower() in group.agents]
    ours = ours or [group for group in groups if "*" in group.agents]
    return Robots(
        rules=tuple(rule for group in ours for rule in group.rules),
        delay=max((group.delay for group in ours if group.delay is not None), default=None),
        sitemaps=tuple(dict.fromkeys(sitemaps)),
        whole=whole and count < MAX_RULES,
    )


def _text(content: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[2:].decode(encoding, "replace")
    # Octets that are no UTF-8 come back as the same octets when a path is compared.
    return content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")


def _lines(text: str) -> Iterable[tuple[str, str]]:
    for line in re.split(r"\r\n|\r|\n", text):
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _delay(value: str) -> float | None:
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", value):
        return None
    return min(float(value), MAX_DELAY)


def comparable(path: str) -> str:
    """Return a path in the form in which paths are compared (RFC 9309, section 2.2.2)."""
    octets = path.encode("utf-8", "surrogateescape")
    raw = "".join(chr(byte) if 0x21 <= byte <= 0x7E else f"%{byte:02X}" for byte in octets)
    return re.sub(r"%([0-9A-Fa-f]{2})", _decoded, raw)


def _decoded(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if _UNRESERVED.fullmatch(character) else f"%{match[1].upper()}"


def _rank(rule: Rule) -> tuple[int, bool]:
    return len(rule.path), rule.allow


@lru_cache(maxsize=1024)
def _pieces(pattern: str) -> tuple[tuple[str, ...], bool]:
    closed = pattern.endswith("$")
    return tuple(pattern.removesuffix("$").split("*")), closed


def _fits(pattern: str, path: str) -> bool:
    """Match without backtracking: a hostile pattern of many stars costs no more than its length."""
    pieces, closed = _pieces(pattern)
    first, *rest = pieces
    if not path.startswith(first):
        return False
    at = len(first)
    if not rest:
        return not closed or at == len(path)
    *middle, last = rest
    for piece in middle:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if closed:
        return path.endswith(last) and len(path) - len(last) >= at
    return path.find(last, at) >= 0
