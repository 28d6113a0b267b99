"""What the head of an answer refers to: Link (RFC 8288), Refresh, Location; and X-Robots-Tag."""

import re

from ..messages.heads import Head
from .gathering import Gathered
from .relations import add_link, refresh_of

_LINK = re.compile(
    r'\s*<([^>]{0,8192})>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*+"?|[^;,"]*+))?)*+)'
)
_PARAMETER = re.compile(r';\s*([\w!#$&+.^`|~*-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*+)"?|([^;,"]*+)))?')
MAX_FIELD = 64 << 10
"""Characters of one kind of field that are read."""


def read_fields(head: Head, gathered: Gathered) -> None:
    """Gather what the fields of a head refer to; addresses are relative to the answer's own."""
    location = _text(head, b"location")
    if location and head.status is not None and (head.status // 100 == 3 or head.status == 201):
        gathered.add(location.strip(), "refresh")
    refresh = refresh_of(_text(head, b"refresh"))
    if refresh:
        gathered.add(refresh, "refresh")
    robots = _text(head, b"x-robots-tag").lower()
    if robots and not ({"nofollow", "none"}).isdisjoint(re.split(r"[\s,:]+", robots)):
        gathered.follow = False
    for address, parameters in links(_text(head, b"link")):
        if not parameters.get("anchor"):
            add_link(address, parameters, gathered)


def links(text: str) -> list[tuple[str, dict[str, str]]]:
    """Return the (address, parameters) of a Link field; of a parameter told twice the first."""
    found, at = list[tuple[str, dict[str, str]]](), 0
    while at < len(text):
        one = _LINK.match(text, at)
        if one is None:
            at = text.find(",", at) + 1
            if not at:
                break
            continue
        parameters: dict[str, str] = {}
        for name, quoted, bare in _PARAMETER.findall(one[2]):
            value = re.sub(r"\\(.)", r"\1", quoted) if quoted else bare.strip()
            parameters.setdefault(name.lower(), value)
        found.append((one[1], parameters))
        comma = text.find(",", one.end())
        at = comma + 1 if comma >= 0 else len(text)
    return found


def _text(head: Head, name: bytes) -> str:
    """Return the values of a field as text: UTF-8 where it is some, else Latin-1."""
    content = b",".join(head.all(name))[:MAX_FIELD]
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")
