"""Two tables, nodes and links, as CSV in a ZIP: for Gephi, R, pandas and spreadsheets.

Gephi knows the heads id, label, source, target. Cells that a spreadsheet would run as a formula
begin with an apostrophe (`formulas`). Spreadsheets that must keep leading zeros want `xlsx`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from ..model import Source
from .columns import EVIDENCE, Cell, evidence_row, survey
from .formulas import guarded
from .interface import Written
from .text import Text
from .zips import pack

NAME = "csv"
ENDING = ".csv.zip"
TITLE = "Tables of nodes and links, CSV in a ZIP, for Gephi, R, pandas"


def write(source: Source, target: BinaryIO) -> Written:
    """Write `nodes.csv`, `edges.csv` and, where there is evidence, `evidence.csv`."""
    found, text = survey(source), Text()
    with pack(target) as files:
        nodes = (found.node_row(node) for node in source.nodes())
        files.table("nodes.csv", found.node_columns(), _clean(nodes, text, ids=1))
        edges = (found.edge_row(edge) for edge in source.edges())
        files.table("edges.csv", found.edge_columns(), _clean(edges, text, ids=3))
        if found.evidence:
            told = (evidence_row(edge.id, one) for edge in source.edges() for one in edge.evidence)
            files.table("evidence.csv", EVIDENCE, _clean(told, text, ids=1))
    return Written(nodes=found.nodes, edges=found.edges, replaced=text.replaced)


def _clean(rows: Iterable[Sequence[Cell]], text: Text, *, ids: int) -> Iterator[list[Cell]]:
    for row in rows:
        named = (text.id(str(cell)) for cell in row[:ids])
        rest = (text(cell) if isinstance(cell, str) else cell for cell in row[ids:])
        yield [guarded(cell) if isinstance(cell, str) else cell for cell in (*named, *rest)]
