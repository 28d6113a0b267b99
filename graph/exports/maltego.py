"""A wide table for Maltego's "Import 3rd Party Table", and how to map its columns.

Maltego's own file format (MTGX) is documented nowhere and is not written.
"""

from collections.abc import Sequence
from typing import BinaryIO

from ..model import Source
from .columns import Cell, survey
from .formulas import guarded
from .interface import Written
from .shelf import shelf
from .text import Text
from .wide import columns, rows
from .zips import pack

NAME = "maltego"
ENDING = ".maltego.zip"
TITLE = 'Wide table with mapping notes, for Maltego\'s "Import 3rd Party Table"'
TYPES = {
    "person": "maltego.Person", "organization": "maltego.Organization", "phone":
    "maltego.PhoneNumber", "email": "maltego.EmailAddress", "domain": "maltego.Domain",
    "url": "maltego.URL", "ipv4": "maltego.IPv4Address", "ipv6": "maltego.IPv6Address",
    "item": "maltego.File", "device": "maltego.Device", "imei": "maltego.Device",
    "geo": "maltego.GPS", "place": "maltego.Location", "cell": "maltego.Location",
    "name": "maltego.Phrase", "alias": "maltego.Alias", "investigation": "maltego.Phrase",
    "facebook": "maltego.affiliation.Facebook", "x": "maltego.affiliation.Twitter",
    "bitcoin": "maltego.BTCAddress", "uuid": "maltego.UniqueIdentifier",
    "tracker": "maltego.UniqueIdentifier", "user-account": "maltego.Alias",
}  # fmt: skip
"""Maltego's own entities by kind of node; a `maltego.Phrase` for what it has none for."""
_NOTES = """\
How to bring links.csv into Maltego
===================================

1. Import > Import 3rd Party Table, choose links.csv, comma, UTF-8, "has header".
2. Connectivity: "Sequential Two Columns" from from_value to to_value. (Not "Manual": every
   row is one link.)
3. Map from_value and to_value to entities. from_type and to_type name Maltego's entity for each
   row; import one type at a time by a filter on these columns, or map all to maltego.Phrase:

{types}

4. Map relation to the link's label; first, last, count and grade_* to properties of the link.

{rows} rows, {nodes} nodes. A row is one link; a node without a link is in nodes.csv alone.
A cell that a spreadsheet would run as a formula begins with an apostrophe.
"""


def write(source: Source, target: BinaryIO) -> Written:
    """Write `links.csv`, `nodes.csv` and `README.txt`."""
    found, text = survey(source), Text()
    with pack(target) as files, shelf() as held:
        links = rows(source, found, held, text, _type)
        files.table("links.csv", columns(found), map(_guarded, links))
        nodes = (
            [text.id(node.id), _type(node.kind), text(node.label), text(node.value)]
            for node in source.nodes()
        )
        files.table("nodes.csv", ("id", "type", "label", "value"), map(_guarded, nodes))
        types = "\n".join(f"   {kind:<16} {_type(kind)}" for kind in found.kinds)
        files.text("README.txt", _NOTES.format(types=types, rows=found.edges, nodes=found.nodes))
    return Written(nodes=found.nodes, edges=found.edges, replaced=text.replaced)


def _type(kind: str) -> str:
    return TYPES.get(kind, "maltego.Phrase")


def _guarded(row: Sequence[Cell]) -> list[Cell]:
    return [guarded(cell) if isinstance(cell, str) else cell for cell in row]
