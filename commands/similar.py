"""`truyvet similar`: pictures that look like one another, by their perceptual hashes."""

from dataclasses import dataclass

import click

from ..evidence.case import Case, find_item
from ..evidence.errors import TruyvetError
from ..evidence.index import Index, Row
from ..evidence.sighting import item_of
from ..extractors.pictures.nearness import Nearness
from .context import with_case
from .output import Align, note, say_json, table

DISTANCE = 10
"""Bits of 64 that two hashes of one picture, scaled or saved anew, rarely differ by more than."""
_KINDS = ("phash", "dhash")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pair:
    """Two pictures that look alike."""

    one: Row
    other: Row
    distance: int
    """Bits by which the hashes differ, of the kind that was asked for."""


@click.command("similar", epilog="Example: truyvet similar 1.17 --distance 8")
@click.argument("item", required=False)
@click.option(
    "--distance",
    type=click.IntRange(0, 32),
    default=DISTANCE,
    show_default=True,
    help="Bits of 64 by which two hashes may differ.",
)
@click.option(
    "--by",
    "kind",
    type=click.Choice(_KINDS),
    default="phash",
    show_default=True,
    help="Which hash: of frequencies, or of differences.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_case
def command(case: Case, item: str | None, distance: int, kind: str, as_json: bool) -> None:
    """List the pictures that look like ITEM (1.17), or all pairs that look alike, nearest first.

    Pictures get their hashes from: truyvet scan.
    """
    with case.reading() as index:
        hashes = [
            (one.item, int(one.value, 16)) for one in index.examinations.observations(kind=kind)
        ]
        wanted = None if item is None else find_item(index, item)
        if wanted is not None and wanted.id not in {of for of, _ in hashes}:
            raise TruyvetError("E848", item=wanted.name)
        pairs = _pairs(index, hashes, wanted, distance)
        if as_json:
            for pair in pairs:
                say_json(_facts(pair))
            return
        columns = {"bits": Align.RIGHT, "item": Align.LEFT, "path": Align.WRAP}
        columns |= {"looks like": Align.LEFT, "at": Align.WRAP}
        table(columns, map(_cells, pairs))
        if not pairs:
            note(f"none of {len(hashes):,} pictures differs by at most {distance} bits")


def _pairs(
    index: Index, hashes: list[tuple[str, int]], wanted: Row | None, distance: int
) -> list[_Pair]:
    """Return the pairs, nearest first."""
    nearness = Nearness(value for _, value in hashes)
    found = list[_Pair]()
    for at, (of, value) in enumerate(hashes):
        if wanted is not None and of != wanted.id:
            continue
        for bits, place in nearness.near(value, distance):
            # Of all pairs each is told once; of one picture, all that are like it.
            if place == at or (wanted is None and place < at):
                continue
            one, other = item_of(index, of), item_of(index, hashes[place][0])
            found.append(_Pair(one=one, other=other, distance=bits))
    return sorted(found, key=lambda pair: pair.distance)


def _cells(pair: _Pair) -> tuple[str, ...]:
    return str(pair.distance), pair.one.name, pair.one.path, pair.other.name, pair.other.path


def _facts(pair: _Pair) -> dict[str, object]:
    return {
        "distance": pair.distance,
        "item": pair.one.name,
        "path": pair.one.path,
        "other": pair.other.name,
        "other_path": pair.other.path,
        "same_bytes": pair.one.sha256 == pair.other.sha256,
    }
