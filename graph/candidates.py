"""Candidates: pairs of people, organizations or devices that may be one, each with its reasons.

Nothing is compared with everything: who shares an identifier meets, and whose names share a key
(`alikeness.block_keys`). What many share proves little, and is weighed so. Nothing is decided here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, combinations, product

from ..evidence.links.history import of_nodes
from ..evidence.links.identity import Decision
from ..evidence.links.reading import evidence_of
from ..evidence.links.rows import NodeRow
from ..evidence.links.view import Links
from .alikeness import Name, alikeness, block_keys
from .judging import (
    LEAST_ALIKE,
    STRONG,
    Reason,
    Someone,
    best_score,
    judge,
    least_name_weight,
    name_weight,
)

KINDS = ("person", "organization", "device", "investigation")
"""Kinds whose nodes may be one: those with made-up values."""
_Words = tuple[str, ...]
"""A name's words without marks."""
HOLDING = ("uses", "owns", "holder_of", "registered_to")
"""Relations by which somebody has an identifier."""
MAX_SHARERS = 20
"""Sharers of an identifier among whom all pairs are looked at; it is told where there are more."""
MAX_NAMESAKES = 12
"""Bearers of a name among whom it alone makes a pair worth a look."""
LIKELY = 50
"""Least score that is told, unless asked otherwise."""
MAX_READ = 2_000
"""Pairs of which, best first, birth and sex are read from what officers stated."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A pair that may be one."""

    left: NodeRow
    """One, as it stands for all that it was decided to be."""
    right: NodeRow
    """The other."""
    score: int
    """0 to 100."""
    reasons: tuple[Reason, ...]
    """What speaks for it and against it, the weightiest first."""
    unsure: int | None
    """Entry in which an officer noted that it is not known yet."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestions:
    """The answer."""

    found: tuple[Candidate, ...]
    """The pairs, best first."""
    compared: int
    """Pairs that were looked at."""
    people: int
    """Nodes that could be one with another."""
    crowded: tuple[tuple[str, int], ...]
    """Identifiers and names that so many share that pairs were left out: what, and how many."""
    more: int
    """Pairs above the least score that were not told."""
    below: int
    """Pairs that were looked at and have some score, but less than was asked for."""


def suggest(
    links: Links, *, least: int = LIKELY, limit: int = 50, only: int | None = None
) -> Suggestions:
    """Return pairs that may be one, best first; `only` those with the node of this number.

    Pairs that a live `different` holds apart are never told, nor are those that are one already.
    Time grows with the number of nodes and of pairs that share something, not with its square.
    """
    known = _known(links)
    bearers = _bearers(known)
    pairs, crowded = _pairs(known, bearers, least_name_weight(least))
    if only is not None:
        pairs = {pair: shared for pair, shared in pairs.items() if only in pair}
    decisions = [one for one in links.decisions() if one.is_live]
    apart, unsure = (_decided(links, decisions, what) for what in ("different", "unsure"))
    judged, below = list[_Judged](), 0
    for pair, shared in pairs.items():
        if pair not in apart:
            score, reasons = judge(known[pair[0]], known[pair[1]], shared, bearers)
            if best_score(score) >= least:
                judged.append((-score, pair, reasons))
            else:
                below += score > 0
    judged.sort()
    judged[:MAX_READ] = [
        (-score, pair, reasons)
        for _, pair, _ in judged[:MAX_READ]
        for score, reasons in [_with_births(links, known, pair, pairs[pair], bearers)]
    ]
    below += sum(0 < -score < least for score, _, _ in judged)
    judged = sorted(one for one in judged if -one[0] >= least)
    told = judged[:limit]
    rows = links.nodes({node for _, pair, _ in told for node in pair})
    return Suggestions(
        found=tuple(
            Candidate(
                left=rows[left], right=rows[right], score=-score, reasons=reasons,
                unsure=unsure.get((left, right)),
            )
            for score, (left, right), reasons in told
        ),
        compared=len(pairs),
        people=len(known),
        crowded=tuple(crowded),
        more=len(judged) - len(told),
        below=below,
    )  # fmt: skip


_Judged = tuple[int, tuple[int, int], tuple[Reason, ...]]
"""Score below nought, pair, reasons: so the best come first."""


def _with_births(
    links: Links,
    known: dict[int, Someone],
    pair: tuple[int, int],
    shared: list[tuple[str, str, int]],
    bearers: dict[tuple[str, ...], int],
) -> tuple[int, tuple[Reason, ...]]:
    """Judge a pair again, with what officers stated of birth and sex."""
    for node in pair:
        someone = known[node]
        if not someone.is_read:
            someone.is_read = True
            for member in links.members(node):
                _read_births(links, member.id, [someone, *_part(someone, member.id)])
    return judge(known[pair[0]], known[pair[1]], shared, bearers)


def _part(someone: Someone, number: int) -> list[Someone]:
    """Return the part of somebody who stands for several, if that node is one."""
    return [someone.parts[number]] if number in someone.parts else []


def _read_births(links: Links, number: int, known: list[Someone]) -> None:
    """Take in, wherever it counts, what officers stated of the birth and sex of a node."""
    for row in of_nodes(links, [number], relation="named"):
        if not row.source:
            facts = evidence_of(links, links.index, row).statement.facts
            for someone in known:
                with suppress(ValueError):
                    someone.years.add(int(facts.get("born", "")[:4]))
                someone.sexes |= {facts["sex"]} if "sex" in facts else set()


def _known(links: Links) -> dict[int, Someone]:
    """Return what is known of all nodes that may be one, by the node that stands for each."""
    query = links.database.execute
    marks = ",".join("?" * len(KINDS))
    root = "ifnull(s.root, n.id)"
    known: dict[int, Someone] = {}
    of_root: dict[int, int] = {}
    for id_, node, kind in query(
        f"SELECT n.id, {root}, n.kind FROM nodes AS n LEFT JOIN same AS s ON s.node = n.id"  # noqa: S608
        f" WHERE n.kind IN ({marks}) AND (n.degree > 0 OR n.id IN (SELECT node FROM names))",
        KINDS,
    ):
        of_root[id_] = node
        known.setdefault(node, Someone(kind=kind))
    several = {node for node, count in Counter(of_root.values()).items() if count > 1}
    for id_, node in of_root.items():
        if node in several:
            known[node].parts[id_] = Someone(kind=known[node].kind)
    read: dict[str, Name] = {}
    for id_, text in query("SELECT node, name FROM names ORDER BY relation = 'alias', edge"):
        if id_ in of_root:
            name = read.get(text) or read.setdefault(text, Name.read(text))
            names = known[of_root[id_]].names
            if name.words and name not in names:
                names.append(name)
    _take_identifiers(links, known, of_root)
    return known


def _take_identifiers(links: Links, known: dict[int, Someone], of_root: dict[int, int]) -> None:
    from ..extractors.selectors import normal

    relations, kinds = ",".join("?" * len(HOLDING)), ",".join("?" * len(STRONG))
    query = (
        "SELECT e.a, e.b, n.kind, n.value FROM nodes AS n CROSS JOIN adj AS j ON j.a = n.id"  # noqa: S608
        " CROSS JOIN edges AS e ON e.id = j.edge"
        f" WHERE n.kind IN ({kinds}) AND e.relation IN ({relations}) AND e.count > 0"
    )
    for a, b, kind, value in links.database.execute(query, (*STRONG, *HOLDING)):
        for end in (a, b):
            if end in of_root:
                facts = normal("cccd", value) if kind == "cccd" else None
                whole = known[of_root[end]]
                for someone in (whole, *_part(whole, end)):
                    someone.holds.setdefault(kind, set()).add(value)
                    if facts is not None:
                        someone.years.add(int(facts.facts["birth-year"]))
                        someone.sexes.add(facts.facts["sex"])


Shared = dict[tuple[int, int], list[tuple[str, str, int]]]
"""Pair of nodes: the identifiers they share, as (kind, value, how many share it)."""


def _pairs(
    known: dict[int, Someone], bearers: dict[_Words, int], least: float
) -> tuple[Shared, list[tuple[str, int]]]:
    """Return the pairs that share an identifier or have names alike, and what too many share.

    Names alone make a pair where they say `least`: others could not reach the score asked for.
    """
    sharers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for node, someone in known.items():
        for kind, values in someone.holds.items():
            for value in values:
                sharers[kind, value].append(node)
    pairs: Shared = defaultdict(list)
    crowded = list[tuple[str, int]]()
    for (kind, value), nodes in sharers.items():
        if len(nodes) > MAX_SHARERS:
            crowded.append((f"{kind}:{value}", len(nodes)))
            continue
        for left, right in combinations(sorted(nodes), 2):
            if known[left].kind == known[right].kind:
                pairs[left, right].append((kind, value, len(nodes)))
    for left, right in _alike(known, bearers, least, crowded):
        pairs.setdefault((left, right), [])
    crowded.sort(key=lambda one: (-one[1], one[0]))
    return dict(pairs), crowded


def _bearers(known: dict[int, Someone]) -> dict[_Words, int]:
    """Return how many bear each name, but for its marks and the order of its words."""
    bearers: dict[_Words, int] = defaultdict(int)
    for someone in known.values():
        for words in {tuple(sorted(name.words)) for name in someone.names}:
            bearers[words] += 1
    return bearers


def _alike(
    known: dict[int, Someone],
    bearers: dict[_Words, int],
    least: float,
    crowded: list[tuple[str, int]],
) -> Iterator[tuple[int, int]]:
    """Yield pairs of nodes of similar names, comparing each name once however many bear it."""
    bearing: dict[tuple[str, _Words], list[int]] = defaultdict(list)
    for node, someone in known.items():
        for words in {name.words for name in someone.names}:
            bearing[someone.kind, words].append(node)
    met = _met(bearing)
    for kind, one, two in met:
        alike, _ = alikeness(Name("", one, one), Name("", two, two))
        many = min(bearers[tuple(sorted(words))] for words in (one, two))
        if alike >= LEAST_ALIKE and name_weight(alike, many) >= least:
            left, right = bearing[kind, one], bearing[kind, two]
            yield from _of_few(left, right, known, " ".join(one), crowded=None)
    for (_, words), nodes in bearing.items():
        if name_weight(100, bearers[tuple(sorted(words))]) >= least:
            yield from _of_few(nodes, nodes, known, " ".join(words), crowded=crowded)
        elif len(nodes) > MAX_NAMESAKES:
            crowded.append((f"the name {' '.join(words)}", len(nodes)))


def _met(names: Iterable[tuple[str, _Words]]) -> set[tuple[str, _Words, _Words]]:
    """Return the pairs of different names, each of a kind, that share a key."""
    blocks: dict[tuple[str, str], tuple[list[_Words], list[_Words]]] = defaultdict(lambda: ([], []))
    for kind, words in names:
        for key, is_whole in block_keys(Name("", words, words)):
            blocks[kind, key][not is_whole].append(words)
    return {
        (kind, min(one, two), max(one, two))
        for (kind, _), (wholes, parts) in blocks.items()
        for one, two in chain(combinations(wholes, 2), product(wholes, parts))
        if one != two
    }


def _of_few(
    left: list[int],
    right: list[int],
    known: dict[int, Someone],
    name: str,
    *,
    crowded: list[tuple[str, int]] | None,
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of namesakes; of too many, only those who were born in the same year."""
    if len(left) + (len(right) if right is not left else 0) <= 2 * MAX_NAMESAKES:
        yield from _crossed(left, right)
        return
    if crowded is not None:
        crowded.append((f"the name {name}", len(left)))
    by_year: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, nodes in enumerate((left, right)):
        for node in nodes:
            for year in known[node].years:
                by_year[year][side].append(node)
    for ones, twos in by_year.values():
        if len(ones) * len(twos) <= (2 * MAX_NAMESAKES) ** 2:
            yield from _crossed(ones, twos)


def _crossed(left: Iterable[int], right: Iterable[int]) -> Iterator[tuple[int, int]]:
    seen = set[tuple[int, int]]()
    for one in left:
        for two in right:
            pair = (min(one, two), max(one, two))
            if one != two and pair not in seen:
                seen.add(pair)
                yield pair


def _decided(links: Links, decisions: Iterable[Decision], what: str) -> dict[tuple[int, int], int]:
    """Return the pairs, by the nodes that stand for them, that live decisions call so: entry."""
    found = dict[tuple[int, int], int]()
    for one in decisions:
        if one.decision == what:
            left, right = sorted((links.root(one.a), links.root(one.b)))
            found[left, right] = one.seq
    return found
