"""`truyvet observations`, `truyvet flags`: what was seen, and what of it asks for attention."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from ..evidence.case import Case, find_item
from ..evidence.errors import TruyvetError
from ..evidence.examined import Sighted
from ..evidence.index import Index, Row
from ..evidence.scans.locator import shown
from ..evidence.scans.observation import Observation, observation_id
from ..evidence.sighting import item_of, read_observation
from ..extractors.charsets.legible import Legible
from .context import with_case
from .output import Align, on_terminal, say_json, table

if TYPE_CHECKING:
    from ..query.endings import Ending

_SHOWN = 200  # characters of a value
_REASONS = ("rule", "set", "why", "reason", "ending", "name")
"""Facts that say why something is flagged, the most telling first."""


@click.command(
    "observations", epilog="Example: truyvet observations --kind phone --value '+84912*'"
)
@click.option("--kind", help="Only this kind: phone, email, file-type … (`--kinds` lists them).")
@click.option("--value", help="Only this normal value; a * at its end stands for any text.")
@click.option("--item", help="Only in this item (1.17, or the start of its id).")
@click.option("--kinds", is_flag=True, help="Only list the kinds, and how many there are of each.")
@click.option("--superseded", is_flag=True, help="Those too that a later scan made anew.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_case
def command(
    case: Case,
    kind: str | None,
    value: str | None,
    item: str | None,
    kinds: bool,
    superseded: bool,
    as_json: bool,
) -> None:
    """List what was seen in the items, each with where it stands.

    What an officer found to be wrong (`truyvet link retract`) is listed too, and marked as such.
    """
    with case.reading() as index:
        known = index.examinations.kinds()
        if kinds:
            _list_kinds(known, as_json=as_json)
            return
        if kind is not None and kind not in known:
            raise TruyvetError("E847", kind=kind, known=", ".join(known) or "none yet")
        of = None if item is None else find_item(index, item).id
        found = index.examinations.observations(
            kind=kind, value=value, item=of, superseded=superseded
        )
        show(case, index, found, as_json=as_json)


def _list_kinds(known: dict[str, int], *, as_json: bool) -> None:
    if as_json:
        say_json(known)
        return
    columns = {"kind": Align.LEFT, "count": Align.RIGHT}
    table(columns, ((kind, f"{count:,}") for kind, count in known.items()))


def show(case: Case, index: Index, found: Iterable[Sighted], *, as_json: bool) -> None:
    """Print observations: as a table, or one JSON object a line; what was retracted is marked."""
    endings = endings_in(case, index)
    whole = _whole(case, index, found)
    if as_json:
        for one, seen, row in whole:
            ended = endings.get((one.seq, one.n))
            say_json(as_facts(one, seen, row) | {"ended": ended and asdict(ended)})
        return
    columns = {"name": Align.LEFT, "kind": Align.LEFT, "value": Align.WRAP}
    # Where exactly is told by: truyvet show NAME
    places = {"where": Align.LEFT, "item": Align.LEFT, "path": Align.LEFT}
    columns |= {"item": Align.WRAP} if on_terminal() else places
    columns |= {"ended": Align.WRAP} if endings else {}
    legible = Legible(case, index)
    table(columns, (_cells(*each, endings, legible) for each in whole))


def endings_in(case: Case, index: Index) -> Mapping[tuple[int, int], "Ending"]:
    """Return what officers took back, by (entry, number); nothing is opened unless they did."""
    if not index.examinations.retractions():
        return {}
    from ..query.endings import endings_of
    from ..query.source import opened

    with opened(case) as source:
        return endings_of(source.database, source.links)


def _whole(
    case: Case, index: Index, found: Iterable[Sighted]
) -> Iterator[tuple[Sighted, Observation, Row]]:
    rows: dict[str, Row] = {}
    for one in found:
        if one.item not in rows:
            rows = {one.item: item_of(index, one.item)}  # they come item by item
        yield one, read_observation(case, index, one), rows[one.item]


def _cells(
    one: Sighted, seen: Observation, row: Row, endings: Mapping[tuple[int, int], "Ending"],
    legible: Legible,
) -> tuple[str, ...]:  # fmt: skip
    told = (one.name, seen.kind, _words(seen, legible)[:_SHOWN])
    piped = (shown(seen.locator), row.name, row.path)
    ended = endings.get((one.seq, one.n))
    place = (f"{row.name} {row.path}",) if on_terminal() else piped
    return (*told, *place, *([ended.title if ended else ""] if endings else []))


def _words(seen: Observation, legible: Legible) -> str:
    """Return what a person wants to read: the value, and of a flag its reason before that.

    So it is with a row of a table: why it says nothing, or not all it should.
    """
    value = seen.normal or legible.text(seen)
    if seen.kind == "row":
        wrong = seen.facts.get("problem") or "no statement"
        return f"row {seen.facts.get('row', '')}: {wrong}: {value}"
    if not seen.flag:
        return value
    why = next((seen.facts[name] for name in _REASONS if seen.facts.get(name)), "")
    if seen.flag in ("yara", "known-bad"):
        return why
    return f"{why}: {value}" if why else value


def as_facts(one: Sighted, seen: Observation, row: Row) -> dict[str, object]:
    """Return an observation as JSON facts."""
    facts: dict[str, object] = {
        "observation": one.name,
        "id": observation_id(seen),
        "item": row.name,
        "item_id": one.item,
        "path": row.path,
        "extractor": seen.extractor,
        "kind": seen.kind,
        "raw": seen.raw,
        "normal": seen.normal,
        "locator": list(seen.locator),
        "confidence": seen.confidence,
        "facts": seen.facts,
        "flag": seen.flag,
    }
    return facts | ({"raw_bytes": seen.raw_bytes} if seen.raw_bytes else {})
