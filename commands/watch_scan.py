"""The scan of a round of watching: what was captured, and what that is compared with."""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from ..evidence import examining
from ..evidence.acting import Acting
from ..evidence.case import Case
from ..evidence.entry import Entry
from ..evidence.index import Row
from ..evidence.lookup import newest_configuration
from ..evidence.web.reading import Captured
from ..evidence.writing import Writer
from ..extractors import table
from ..extractors.engine.pool import Pool
from ..extractors.engine.scan import configuration_of
from ..extractors.settings import Settings
from .context import hashset_folder
from .interrupt import uninterrupted
from .output import note
from .scanning import (
    examine,
    mention_left_out,
    mention_others,
    place_of,
    record,
    with_known_rules,
)


def scan_captures(
    case: Case, acting: Acting, entries: Iterable[int], older: Iterable[Captured], *, quiet: bool
) -> Entry | None:
    """Examine what these entries brought, and older captures; none where nothing is lacking.

    With the rules and the region of the scan before. Its passwords are written nowhere: an
    encrypted container on a page is told as encrypted.
    """
    names, seqs, known = tuple(table.names()), tuple(entries), tuple(older)
    with case.writing() as writer, place_of(writer) as place:
        settings = with_known_rules(writer, _settings(writer))
        readable = (case.store.folder, place, Path(settings.hashsets), *settings.folders())
        jobs = min(os.cpu_count() or 1, 4)
        with Pool(names, settings, folder=place, readable=readable, jobs=jobs) as pool:
            configuration = configuration_of(pool, names, settings)
            mention_left_out(configuration)
            with uninterrupted():
                scanning = examining.begin(writer, acting, configuration, ())
                mention_others(writer, scanning)
            with closing(scanning.gathering):
                rows = lambda: _rows(writer, seqs, known)  # noqa: E731 - asked for when it begins
                examine(writer, scanning, pool, total=None, quiet=quiet, rows=rows)
                return record(writer, scanning, pool, acting)


def _settings(writer: Writer) -> Settings:
    known = newest_configuration(writer.layout, writer.index, "entities")
    if known is not None and known[1].passwords:
        note(f"without the passwords of entry {known[0]}, which are written nowhere")
    sets = hashset_folder()
    return Settings(
        hashsets=str(sets) if sets.is_dir() else "",
        region=known[1].region if known is not None else "VN",
    )


def _rows(writer: Writer, seqs: tuple[int, ...], older: tuple[Captured, ...]) -> Iterator[Row]:
    """Yield the items that have bytes, each once; of lines of one item the last."""
    found = dict[str, Row]()
    for captured in older:
        found |= {row.id: row for row in captured.rows.values() if row.sha256 is not None}
    for seq in seqs:
        rows = writer.index.items(seq=seq)
        found |= {row.id: row for row in rows if row.sha256 is not None and row.parent is None}
    yield from found.values()
