"""What speaks for it that two are one, and what against it: reasons with weights, and a score.

The score is 100 (1 - (1 - w1) (1 - w2) …) over what speaks for it, times a factor for each thing
that speaks against it. It orders a list for an officer to look at, and proves nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import log2

from .alikeness import Name, alikeness

STRONG: dict[str, float] = {
    "cccd": 0.95, "cmnd": 0.93, "passport": 0.93, "mrz": 0.93, "tax-code": 0.93, "vin": 0.6,
    "iban": 0.8, "bank-account": 0.8, "card": 0.8, "momo": 0.75, "zalopay": 0.75,
    "email": 0.75, "facebook": 0.75, "instagram": 0.75, "telegram": 0.75, "tiktok": 0.75,
    "zalo": 0.7, "zing": 0.7, "viber": 0.65, "whatsapp": 0.65, "x": 0.7, "youtube": 0.7,
    "user-account": 0.7, "phone": 0.65, "imsi": 0.6, "iccid": 0.55, "imei": 0.55, "mac": 0.5,
    "serial": 0.5, "licence-plate": 0.45, "bitcoin": 0.6, "ethereum": 0.6, "tron": 0.6, "ton": 0.6,
}  # fmt: skip
"""Kind of an identifier: how much it says that two share it, if nobody else does."""
ONE_EACH = ("cccd", "tax-code")
"""Kinds of which everybody has one: two different ones speak against it."""
LEAST_ALIKE = 80
"""Least alikeness of two names that speaks for it."""
_UNLIKE = 60
_NAME = 0.7
_SAME_YEAR = 0.15
_OTHER_NUMBER, _OTHER_SEX, _NEXT_YEAR, _OTHER_YEAR, _OTHER_NAME = 0.3, 0.3, 0.8, 0.35, 0.75


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why two may be one, or may not."""

    text: str
    """In words."""
    weight: int
    """How much it says, in hundredths; negative where it speaks against."""


@dataclass(kw_only=True, slots=True)
class Someone:
    """What is known of a node, with all that it stands for."""

    kind: str
    """Kind of the node."""
    names: list[Name] = field(default_factory=list)
    """Its names and aliases."""
    holds: dict[str, set[str]] = field(default_factory=dict)
    """Identifiers by kind."""
    years: set[int] = field(default_factory=set)
    """Years of birth that its citizen ids, or statements, tell."""
    sexes: set[str] = field(default_factory=set)
    """Sexes that they tell."""
    parts: "dict[int, Someone]" = field(default_factory=dict)
    """Of one that stands for several, what is known of each by itself, by number; else empty."""
    is_read: bool = False
    """Whether what officers stated of birth and sex is in it."""


def judge(
    one: Someone,
    two: Someone,
    shared: Iterable[tuple[str, str, int]],
    bearers: Mapping[tuple[str, ...], int],
) -> tuple[int, tuple[Reason, ...]]:
    """Return score and reasons, weightiest first.

    `shared` are the identifiers both have, as (kind, value, how many have it); `bearers` tells how
    many bear a name, by its words in alphabetical order.
    """
    reasons = [*_shared(shared), *_names(one, two, bearers), *_years(one, two)]
    odds, factor = 1.0, 1.0
    for reason in reasons:
        odds *= 1 - reason.weight / 100
    against = list(_against_any(one, two))
    if reasons and not any(reason.text.startswith("names") for reason in reasons):
        against += _unlike(one, two)
    for _, kept in against:
        factor *= kept
    reasons += [Reason(text=text, weight=-round(100 * (1 - kept))) for text, kept in against]
    reasons.sort(key=lambda reason: (-abs(reason.weight), reason.text))
    return round(100 * (1 - odds) * factor), tuple(reasons)


def _shared(shared: Iterable[tuple[str, str, int]]) -> Iterable[Reason]:
    for kind, value, count in shared:
        weight = STRONG[kind] / (1 + log2(max(2, count) / 2) / 2)
        others = f", and {count - 2} more have it" if count > 2 else ""
        yield Reason(text=f"both have {kind}:{value}{others}", weight=round(100 * weight))


def _names(one: Someone, two: Someone, bearers: Mapping[tuple[str, ...], int]) -> Iterable[Reason]:
    """Yield the best that their names say; a name that many bear says little."""
    best = None
    for left, right in product(one.names, two.names):
        alike, how = alikeness(left, right)
        if alike >= LEAST_ALIKE:
            words = (tuple(sorted(name.words)) for name in (left, right))
            many = min(bearers.get(word, 1) for word in words)
            weight = round(100 * name_weight(alike, many))
            also = f"; {many} bear it" if many > 2 else ""
            text = f"names: “{left.text}” – “{right.text}”, {how} ({alike}){also}"
            if best is None or weight > best.weight:
                best = Reason(text=text, weight=weight)
    if best is not None:
        yield best


def name_weight(alike: int, many: int) -> float:
    """Return how much names so alike say, of which the rarer one is borne by so many."""
    return _NAME * max(0, alike - 65) / 35 / (1 + log2(max(2, many) / 2) / 3)


def least_name_weight(least: int) -> float:
    """Return how much names must say for this score, with nothing beside them but birth."""
    return 1 - (1 - (least - 0.5) / 100) / (1 - _SAME_YEAR)


def best_score(score: int) -> float:
    """Return what a score may become once birth is known, of those that round to it the best."""
    return 100 - (100 - min(100, score + 0.5)) * (1 - _SAME_YEAR) + 0.5


def _years(one: Someone, two: Someone) -> Iterable[Reason]:
    if both := one.years & two.years:
        yield Reason(text=f"born in {min(both)}", weight=round(100 * _SAME_YEAR))


def _against_any(one: Someone, two: Someone) -> Iterable[tuple[str, float]]:
    """Yield what speaks against it, of each sort the worst that any that they stand for tells."""
    worst = dict[str, tuple[str, float]]()
    for left, right in product(*map(_each, (one, two))):
        for sort, text, kept in _against(left, right):
            if sort not in worst or (kept, text) < (worst[sort][1], worst[sort][0]):
                worst[sort] = text, kept
    yield from worst.values()


def _each(someone: Someone) -> Iterable[Someone]:
    return someone.parts.values() or [someone]


def _against(one: Someone, two: Someone) -> Iterable[tuple[str, str, float]]:
    """Yield what speaks against it, each with its sort and how much is left of the score."""
    for kind in ONE_EACH:
        left, right = one.holds.get(kind, set()), two.holds.get(kind, set())
        if left and right and not left & right:
            yield kind, f"another {kind}: {min(left)} – {min(right)}", _OTHER_NUMBER
    if one.sexes and two.sexes and not one.sexes & two.sexes:
        yield "sex", f"one is {min(one.sexes)}, the other {min(two.sexes)}", _OTHER_SEX
    if one.years and two.years and not one.years & two.years:
        gap, left_year, right_year = min(
            (abs(left - right), left, right) for left, right in product(one.years, two.years)
        )
        kept = _NEXT_YEAR if gap == 1 else _OTHER_YEAR
        yield "birth", f"born in {left_year} – {right_year}", kept


def _unlike(one: Someone, two: Someone) -> Iterable[tuple[str, float]]:
    words = [{word for name in side.names for word in name.words} for side in (one, two)]
    pairs = [alikeness(*pair)[0] for pair in product(one.names, two.names)]
    if pairs and max(pairs) < _UNLIKE and not words[0] & words[1]:
        yield f"other names: “{one.names[0].text}” – “{two.names[0].text}”", _OTHER_NAME
