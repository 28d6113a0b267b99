"""The formats that link graphs are written in: one row for each module."""

from importlib import import_module
from typing import cast

from ...evidence.errors import TruyvetError
from .interface import Exporter

EXPORTS = {
    "graphml": ".graphml",
    "gexf": ".gexf",
    "cytoscape": ".cytoscape",
    "neo4j": ".neo4j",
    "i2": ".i2",
    "i2-table": ".i2_table",
    "maltego": ".maltego",
    "misp": ".misp",
    "stix": ".stix",
    "case": ".case",
    "ftm": ".ftm",
    "csv": ".csv",
    "xlsx": ".xlsx",
    "geojson": ".geojson",
    "kml": ".kml",
}
"""Formats by name."""


def exporter(name: str) -> Exporter:
    """Return the format of this name; `TruyvetError` E632 when there is none."""
    if name not in EXPORTS:
        raise TruyvetError("E632", name=name, known=", ".join(EXPORTS))
    return cast("Exporter", import_module(EXPORTS[name], __package__))


def exporter_of(file: str) -> Exporter | None:
    """Return the format whose files end like this one, if there is exactly one."""
    ending = file.lower()
    found = [one for one in map(exporter, EXPORTS) if ending.endswith(one.ENDING)]
    longest = max((len(one.ENDING) for one in found), default=0)
    best = [one for one in found if len(one.ENDING) == longest]
    return best[0] if len(best) == 1 else None
