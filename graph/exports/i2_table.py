"""A wide table, one row for each link, for the import of i2 Analyst's Notebook and iBase."""

from typing import BinaryIO

from ...evidence.links.node import KINDS
from ..model import Source
from .columns import survey
from .formulas import guarded
from .interface import Written
from .shelf import shelf
from .text import Text
from .wide import columns, rows
from .zips import pack

NAME = "i2-table"
ENDING = ".i2.zip"
TITLE = "Wide table, one row a link, for the import of i2 Analyst's Notebook"
_NOTES = """\
How to bring links.csv into i2 Analyst's Notebook
=================================================

1. Import > New import specification > Text file: comma, double quotes, UTF-8, first row is names.
2. Design: two entities and a link. Entity 1: identity from_id, label from_label, type from_type
   ("use column"); entity 2 likewise with to_; link: type relation, label reads, date and time
   first (ISO 8601, UTC).
3. Grades: grade_source is the first, grade_fact the second of the chart's grades (Admiralty).
4. Multiplicity: multiple, so that two relations between the same two stay two links.

{rows} rows. A node without a link is not in this table; `--format i2` writes a chart with all.
A cell that a spreadsheet would run as a formula begins with an apostrophe.
"""


def write(source: Source, target: BinaryIO) -> Written:
    """Write `links.csv` and `README.txt`."""
    found, text = survey(source), Text()
    with pack(target) as files, shelf() as held:
        links = rows(source, found, held, text, kind_title)
        clean = (
            [guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in links
        )
        files.table("links.csv", columns(found), clean)
        files.text("README.txt", _NOTES.format(rows=found.edges))
    return Written(nodes=found.nodes, edges=found.edges, replaced=text.replaced)


def kind_title(kind: str) -> str:
    """Return what people call a kind of node."""
    return KINDS[kind].title if kind in KINDS else kind
