"""The small expressions that rules are built of."""

from .rule import Anchor

ALNUM = rb"[0-9A-Za-z]"
NUMBER_BEFORE = rb"[0-9A-Za-z.]"
"""What must not stand before a number without groups: a point would make it a fraction."""


def negated(some: bytes) -> bytes:
    """Return the class of all bytes that a class `[…]` does not hold."""
    return b"[^" + some[1:]


def token(
    core: bytes, least: int, most: int, head: bytes = b"", *, before: bytes = ALNUM,
    after: bytes = ALNUM, caseless: bool = False,
) -> Anchor:  # fmt: skip
    """Return the anchor for a whole expression of `least` to `most` bytes between two others.

    An empty `after` is for an expression that only begins the match.
    """
    behind = negated(after) if after else b""
    return Anchor(
        expression=negated(before) + b"(?:" + core + b")" + behind,
        tail=least + bool(after),
        reach=most - least,
        head=head,
        caseless=caseless,
    )


def number(*lengths: int) -> Anchor:
    """Return the anchor for numbers of these many digits; all such anchors are one expression."""
    return Anchor(
        expression=negated(NUMBER_BEFORE) + rb"[0-9]{6}", tail=6, lengths=frozenset(lengths)
    )


GROUPED = Anchor(expression=negated(NUMBER_BEFORE) + rb"[0-9]{3,6}[ .\-][0-9]{3}", tail=7, reach=3)
"""The anchor for numbers in groups of three digits and more."""


def spread(*ranges: bytes) -> bytes:
    """Return all bytes of ranges as `a-z`, for an anchor's head."""
    found = bytearray()
    for one in ranges:
        found += bytes(range(one[0], one[2] + 1)) if len(one) == 3 else one
    return bytes(found)


DIGITS = spread(b"0-9")
HEX = spread(b"0-9", b"a-f", b"A-F")
NAME = spread(b"0-9", b"a-z", b"A-Z")
BASE58 = rb"[1-9A-HJ-NP-Za-km-z]"
