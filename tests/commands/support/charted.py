"""A case to draw: two persons, the numbers they use, and calls between these."""

import shutil
from itertools import pairwise
from pathlib import Path

from tests.commands.conftest import Officer

ENDS = ("Nguyễn Văn Đức", "Trần Thị Bình")
"""The persons, six nodes and five links apart."""


def officer_in(place: Path) -> Officer:
    """The officer who stands there, with the case at hand."""
    return Officer(place=place, keys=place / "config/truyvet/keys").with_(TRUYVET_CASE="vu-01")


def make_links(template: Path, place: Path) -> Officer:
    """Copy the template to a place and state links in its case."""
    shutil.copytree(template, place, symlinks=True)
    an = officer_in(place)
    an.does("person", "add", ENDS[0], "--phone", "0912345678", "--grade", "B2")
    an.does("person", "add", ENDS[1], "--phone", "0904333444")
    phones = ("0912345678", "0987654321", "0903111222", "0904333444")
    for one, other in pairwise(f"phone:{number}" for number in phones):
        an.does("link", "add", one, "called", other, "--item", "1.1")
    return an
