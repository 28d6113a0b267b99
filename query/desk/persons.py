"""Who may be the same person in several cases, and why. Nothing is merged by it.

Persons of two cases come together where they share an identifier of their own or a name, as each
case's own decisions have made of them. Two persons that a case has decided to be different never
come together, and a key that very many share brings nobody together. The proof is in the reasons.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ...evidence.folding import marked
from .access import Viewer
from .desk import Desk, OnDesk
from .schema import NAME, name_of

MOST_HOLDERS = 50
"""Persons whose one key brings together; a hotline or the commonest of names does not."""
_WEAK = frozenset({"domain", "url", "ipv4", "ipv6", "place", "cell", "geo", "tracker", "uuid"})
"""Kinds that many use, and nobody owns."""
Person = tuple[int, str]
"""Number of the case on the desk, `kind:value` of who stands for the person there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """What persons share."""

    kind: str
    """Kind of selector, or `name`."""
    value: str
    """Its normal form; of a name as it is written in the first case that is shown."""
    exact: bool
    """Whether it is written the same everywhere; a name may differ by its marks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Met:
    """A person in one case."""

    case: OnDesk
    """The case."""
    node: str
    """`kind:value` there."""
    label: str
    """Name there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Persons:
    """Persons of several cases who may be the same."""

    met: tuple[Met, ...]
    """In order of the cases."""
    reasons: tuple[Reason, ...]
    """What brings them together, identifiers before names."""
    contacts: tuple[str, ...]
    """Whom to ask about other cases in which there is one who shares it."""

    @property
    def cases(self) -> int:
        """How many cases at the least: behind each contact there may be more than one."""
        return len({one.case.place for one in self.met}) + len(self.contacts)


class _Groups:
    """Persons brought together, but for those who were decided to be different."""

    def __init__(self, different: Iterable[tuple[Person, Person]]) -> None:
        self._group: dict[Person, list[Person]] = {}
        self._apart = defaultdict[Person, set[Person]](set)
        for one, two in different:
            self._apart[one].add(two)
            self._apart[two].add(one)

    def of(self, person: Person) -> list[Person]:
        """Return all who were brought together with a person, himself too."""
        return self._group.setdefault(person, [person])

    def bring(self, one: Person, two: Person) -> None:
        """Bring two together, and all who were brought together with them."""
        left, right = self.of(one), self.of(two)
        if left is right:
            return
        small, large = sorted((left, right), key=len)
        if any(self._apart[person] & set(large) for person in small if person in self._apart):
            return
        large += small
        for person in small:
            self._group[person] = large

    def all(self) -> list[list[Person]]:
        """Return the groups."""
        return list({id(group): group for group in self._group.values()}.values())


def persons(desk: Desk, viewer: Viewer, *, least: int = 2) -> list[Persons]:
    """Return who may be the same in at least `least` cases; those in the most cases first."""
    cases = {one.place: one for one in desk.cases()}
    shown = {place for place in cases if viewer.sees(place)}
    database = desk.database
    different = [
        ((place, one), (place, two))
        for place, one, two in database.execute("SELECT place, one, two FROM differing")
    ]
    groups = _Groups(different)
    reasons = defaultdict[Person, dict[Reason, set[int]]](dict)
    for reason, visible, others in _shared(desk, shown):
        for one, two in pairwise(visible):
            groups.bring(one, two)
        for person in visible:
            groups.of(person)
            reasons[person].setdefault(reason, set()).update(others)
    labels = {
        (place, person): label
        for place, person, label in database.execute("SELECT place, person, label FROM persons")
    }
    found = list[Persons]()
    for group in groups.all():
        met = [
            Met(case=cases[place], node=node, label=labels.get((place, node), node))
            for place, node in sorted(group)
        ]
        told = _told(group, reasons)
        hidden = {
            place for person in group for places in reasons[person].values() for place in places
        }
        contacts = tuple(viewer.contacts(hidden))
        several = Persons(met=tuple(met), reasons=tuple(told), contacts=contacts)
        if several.cases >= least:
            found.append(several)
    return sorted(found, key=lambda one: (-one.cases, one.met[0].label, one.met[0].node))


def _told(group: list[Person], reasons: dict[Person, dict[Reason, set[int]]]) -> list[Reason]:
    """Return what two of a group share, or one of them with a case that is not shown."""
    told = list[Reason]()
    for reason in dict.fromkeys(reason for person in sorted(group) for reason in reasons[person]):
        holding = [person for person in group if reason in reasons[person]]
        if len(holding) > 1 or any(reasons[person][reason] for person in holding):
            told.append(reason)
    return sorted(told, key=lambda one: (one.kind == NAME, not one.exact, one.kind, one.value))


def _shared(desk: Desk, shown: set[int]) -> Iterator[tuple[Reason, list[Person], set[int]]]:
    """Yield what persons of more than one case share, identifiers before names.

    With it the persons whose cases are shown, and the other cases.
    """
    weak = ",".join("?" * len(_WEAK))
    query = (
        "SELECT k.kind, h.value, h.place, h.person FROM held AS h JOIN kinds AS k ON k.id = h.kind"  # noqa: S608
        f" WHERE k.kind NOT IN ({weak}) AND (k.kind = ?) = ? ORDER BY h.value, h.kind, h.place"
    )
    for names in (False, True):
        group, key = list[tuple[str, str, Person]](), ("", "")
        rows = desk.database.execute(query, (*_WEAK, NAME, names))
        for kind, value, place, person in rows.fetchall():
            now = (kind, value.partition("\t")[0] if names else value)
            if now != key:
                yield from _one(group, shown)
                group, key = [], now
            group.append((kind, value, (place, person)))
        yield from _one(group, shown)


def _one(
    group: list[tuple[str, str, Person]], shown: set[int]
) -> Iterator[tuple[Reason, list[Person], set[int]]]:
    """Yield one group, if it says anything; nothing of it comes from a case that is not shown."""
    visible = [one for one in group if one[2][0] in shown]
    hidden = {place for _, _, (place, _) in group if place not in shown}
    holders = list(dict.fromkeys(person for _, _, person in visible))
    cases = len({place for place, _ in holders}) + bool(hidden)
    if not holders or cases < 2 or len(holders) > MOST_HOLDERS:
        return
    kind, value, _ = min(visible, key=lambda one: one[2])
    written = {marked(name_of(text)) for _, text, _ in visible}
    exact = kind != NAME or len(written) == 1
    yield (
        Reason(kind=kind, value=name_of(value) if kind == NAME else value, exact=exact),
        holders,
        hidden,
    )
