"""Area codes of Vietnamese landlines before 2017, and those of today.

Decision 2036/QD-BTTTT of 2016 changed 59 of 63, in three steps from February to June 2017. Ha Noi
and Ho Chi Minh City have subscribers of eight digits, all others of seven; those stayed as they
were. Not changed: 210, 211, 218, 219. An old number may read like a mobile one of today
(`08.38…`, `037 …`): then only what is written apart as an area code is one.
"""

import re
from dataclasses import dataclass

_MOVED = """
20 214|22 212|230 215|231 213|29 216|37 237|38 238|39 239|510 235|511 236|52 232|53 233|54 234
240 204|241 222|25 205|26 206|27 207|280 208|281 209|30 229|31 225|320 220|321 221|33 203|350 228
351 226|36 227|710 292|711 293|74 294|76 296|77 297|780 290|781 291|79 299
4 24|500 262|501 261|55 255|56 256|57 257|58 258|59 269|60 260|61 251|62 252|63 263|64 254|650 274
651 271|66 276|67 277|68 259|70 270|72 272|73 273|75 275|8 28
"""
AREAS: dict[str, str] = {
    then: now
    for pair in _MOVED.replace("\n", "|").strip("|").split("|")
    for then, now in [pair.split()]
}
"""Area code of before 2017 without its 0: that of today."""
_S = r"[ .\-\u00a0\u2010-\u2013\u202f]"
_APART = re.compile(
    rf"\(?(?:0|(?:\+|00)?84{_S}?\)?{_S}?(?:\(?0\)?|\()?)([0-9]{{1,3}})(\){_S}?|{_S}{{1,2}})"
    rf"([2-9](?:{_S}?[0-9]){{6,7}})"
)
_SIGNS = re.compile(_S)


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """A landline number of before 2017."""

    then: str
    """Its area code of then, without 0."""
    now: str
    """That of today."""
    subscriber: str
    """The digits behind it."""
    bracketed: bool = False
    """Whether the area code stands in brackets."""
    looks_mobile: bool = False
    """Whether it is written as mobile numbers of today are, too."""


def area_apart(text: str) -> Area | None:
    """Read a number whose area code of then stands apart: `(08) 3829 5555`, `+84-4-3825 1234`."""
    found = _APART.fullmatch(text)
    if found is None:
        return None
    then, apart, behind = found.groups()
    bracketed = apart.startswith(")")
    groups = [group for group in _SIGNS.split(behind) if group]
    pairs = all(len(group) == 2 for group in groups)
    return _area(
        then, "".join(groups), bracketed=bracketed,
        looks_mobile=not bracketed and (len(then) > 1 or pairs),
    )  # fmt: skip


def area_of(national: str) -> Area | None:
    """Read the digits behind the 0 or +84 of a number by its length; they may be a mobile's too."""
    if len(national) == 10:
        return _area(national[:3], national[3:])
    size = 1 if national[:1] in AREAS else 2
    return _area(national[:size], national[size:])


def _area(
    then: str, subscriber: str, *, bracketed: bool = False, looks_mobile: bool = False
) -> Area | None:
    now = AREAS.get(then, "")
    if not now or len(subscriber) != (8 if len(then) == 1 else 7):
        return None
    if not subscriber.isdecimal() or subscriber[0] in "01":
        return None
    return Area(
        then=then, now=now, subscriber=subscriber, bracketed=bracketed, looks_mobile=looks_mobile
    )
