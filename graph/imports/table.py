"""The formats that are read back: one row for each module."""

from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from ...evidence.errors import TruyvetError, guarding
from .interface import Drawn, NotAGraph

IMPORTS = {"graphml": ".graphml", "gexf": ".gexf", "i2": ".i2", "csv": ".csv"}
"""Formats by name."""
MAX_BYTES = 512 << 20
"""Length of a file that is compared; its nodes and links are held in memory."""


class Importer(Protocol):
    """A module of this folder."""

    NAME: str
    """The word that `--format` takes."""
    ENDINGS: tuple[str, ...]
    """How the names of its files end."""

    def read(self, file: BinaryIO) -> Drawn:
        """Read a file; NotAGraph where it is none of the format."""


def importer(name: str, file: str) -> Importer:
    """Return the format of this name, or of a file called so (E632)."""
    modules = [cast("Importer", import_module(row, __package__)) for row in IMPORTS.values()]
    for module in modules:
        if name == module.NAME or (not name and file.lower().endswith(module.ENDINGS)):
            return module
    raise TruyvetError("E632", name=name or f"of {file}", known=", ".join(IMPORTS))


def read_graph(path: Path, name: str = "") -> Drawn:
    """Read a graph file; `TruyvetError` E632 to E634, E902, E903."""
    module = importer(name, path.name)
    if path.exists() and not path.is_file():  # a device or a pipe may never end
        raise TruyvetError("E633", path=path, form=module.NAME, reason="it is no regular file")
    with guarding(path), path.open("rb") as file:
        size = file.seek(0, 2)
        if size > MAX_BYTES:
            raise TruyvetError("E634", path=path, size=f"{size:,} bytes", limit=f"{MAX_BYTES:,}")
        file.seek(0)
        try:
            return module.read(file)
        except NotAGraph as error:
            raise TruyvetError("E633", path=path, form=module.NAME, reason=error) from error
