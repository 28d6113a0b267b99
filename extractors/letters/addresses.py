"""Addresses in header fields (RFC 5322, section 3.4), and what about them deceives."""

import re
from dataclasses import dataclass

from .words import decoded_words

MAX_ADDRESSES = 5_000  # of one field
_INSIDE = re.compile(
    r"[^\s<>\"'(),;:\[\]]{1,64}@[^\s<>\"'(),;:\[\]@]{1,255}\.[^\s<>\"'(),;:\[\]@.]{2,63}"
)
_ROUTE = re.compile(r"\A@[^:@]{1,255}(?:,@[^:@]{1,255}){0,20}:")  # of old (section 4.4)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """One mailbox of a field."""

    name: str
    """Display name, decoded; empty where there is none."""
    address: str
    """The address as it stands there."""

    @property
    def domain(self) -> str:
        """What stands behind the last at sign, lower case."""
        return self.address.rpartition("@")[2].lower().rstrip(".")


def addresses(text: str) -> list[Address]:
    """Return the mailboxes of an unfolded field; groups are opened, empty ones left out."""
    found = []
    for piece in _pieces(text):
        name, address = _split(piece)
        if address or name:
            found.append(Address(name=decoded_words(name).strip(), address=address))
        if len(found) >= MAX_ADDRESSES:
            break
    return found


def _pieces(text: str) -> list[str]:
    """Cut at commas and semicolons that stand in no quotes, comments or angle brackets."""
    pieces, begin, at = [], 0, 0
    quoted, comment, angle = False, 0, False
    while at < len(text):
        letter = text[at]
        if letter == "\\":
            at += 1
        elif quoted:
            quoted = letter != '"'
        elif letter == '"':
            quoted = True
        elif letter in "()":
            comment = max(comment + (1 if letter == "(" else -1), 0)
        elif comment == 0 and letter in "<>":
            angle = letter == "<"
        elif comment == 0 and not angle and letter in ",;":
            pieces.append(text[begin:at])
            begin = at + 1
        at += 1
    if quoted or comment or angle:  # never closed: cut at every comma instead
        return [*pieces, *re.split("[,;]", text[begin:])]
    return [*pieces, text[begin:]]


def _split(piece: str) -> tuple[str, str]:
    """Return (display name, address) of one mailbox."""
    piece = piece.strip()
    left, right = piece.rfind("<"), piece.rfind(">")
    if left >= 0:
        inside = piece[left + 1 : right] if right > left else piece[left + 1 :]
        name = piece[:left].rpartition(":")[2] if '"' not in piece[:left] else piece[:left]
        return _unquoted(name), _ROUTE.sub("", "".join(inside.split()))
    address = _INSIDE.search(piece)
    if address is None:
        return _unquoted(piece.rstrip(":")), ""
    rest = (piece[: address.start()] + piece[address.end() :]).strip()
    comment = rest[1:-1] if rest.startswith("(") and rest.endswith(")") else rest
    return _unquoted(comment), address[0]


def _unquoted(name: str) -> str:
    name = name.strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = name[1:-1]
    return _ESCAPED.sub(r"\1", name).strip()


def suspicions(sender: Address, reply: list[Address]) -> dict[str, str]:
    """Return in what a sender deceives: fact name and words, empty where nothing does."""
    found = {}
    shown = _INSIDE.search(sender.name)
    if shown and shown[0].lower() != sender.address.lower():
        found["shown"] = shown[0]
    other = [one for one in reply if one.address and not _related(one.domain, sender.domain)]
    if other and sender.address:
        found["reply-to"] = other[0].address
    return found


def _related(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
