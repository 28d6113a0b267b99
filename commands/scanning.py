"""What the commands share that examine: a place to work, the run itself, and its record."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from msgspec.structs import replace

from ..evidence import examining
from ..evidence.acting import Acting
from ..evidence.entry import Entry
from ..evidence.errors import TruyvetError
from ..evidence.index import Row
from ..evidence.lookup import newest_configuration
from ..evidence.scans.configuration import Configuration
from ..evidence.writing import Writer
from ..extractors.engine.pool import Pool
from ..extractors.engine.scan import Progress as Told
from ..extractors.engine.scan import Scan as Run
from ..extractors.settings import Settings
from .interrupt import uninterrupted
from .output import counted, note
from .progress import Progress, progress


@contextmanager
def place_of(writer: Writer) -> Iterator[Path]:
    """Give a folder for the examining processes; left behind by a kill, the next act removes it."""
    place = writer.layout.parts / f"scan-{os.getpid()}-{secrets.token_hex(4)}"
    place.mkdir(mode=0o700, parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def examine(
    writer: Writer,
    scanning: examining.Scanning,
    pool: Pool,
    *,
    total: int | None,
    quiet: bool,
    rows: Callable[[], Iterable[Row]] | None = None,
) -> None:
    """Examine all that is lacking, or of these items only; Ctrl-C keeps what is there."""
    configuration = scanning.pending.configuration
    run = Run(writer.layout, writer.index, scanning.gathering, configuration, pool, rows)
    try:
        with progress("examined", total=total, quiet=quiet) as shown:
            run.run(_Watch(shown))
    except KeyboardInterrupt:
        kept = counted(scanning.gathering.counts()[0], "item")
        note(f"stopped; {kept} kept: give the same command again to go on")
        raise
    for name, need in sorted(run.progress.lacking):
        if need.startswith("needs "):  # of this computer; what an item lacks is told by outcomes
            note(f"{name} {need}")


def record(
    writer: Writer, scanning: examining.Scanning, pool: Pool, acting: Acting
) -> Entry | None:
    """Record what was examined; none where there was nothing to examine."""
    with uninterrupted():
        if not scanning.gathering.counts()[0]:
            examining.forget(scanning)
            return None
        return examining.finish(
            writer, acting, scanning, finished=True, confinement=pool.held or ()
        )


def with_known_rules(writer: Writer, settings: Settings) -> Settings:
    """Return settings with the rules of the scan before: without them its hits would be gone."""
    known = newest_configuration(writer.layout, writer.index, "yara")
    if known is None or not known[1].rules:
        return settings
    seq, rules = known[0], known[1].rules
    for folder in rules:
        if not Path(folder).is_dir():
            raise TruyvetError("E849", seq=seq, path=folder)
    note(f"with the rules of entry {seq}: {', '.join(rules)}")
    return replace(settings, rules=rules)


def mention_left_out(configuration: Configuration) -> None:
    """Name the rule files that do not compile: nothing is found by them."""
    for one in configuration.extractors:
        left_out = one.configuration.get("left-out", "none")
        if left_out != "none":
            note(f"{one.name} leaves out {left_out[:400]}")
            note("  why: truyvet rules check FOLDER")


def mention_others(writer: Writer, scanning: examining.Scanning) -> None:
    """Say which other scans stay open: of another officer, or with another configuration."""
    for other in examining.others(writer, scanning):
        with closing(other.gathering):
            short, done = other.pending.scan[:8], other.gathering.counts()[0]
        note(f"an unfinished scan stays open: {short}, {done:,} items")
        note("  give its own options to go on, or record it: truyvet scan --close")


class _Watch:
    """Shows how far a scan is."""

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self._items = self._size = 0

    def __call__(self, told: Told) -> None:
        words = f"{told.flags:,} flags, {told.short:,} not fully, {told.faults:,} faults"
        self._shown.advance(told.items - self._items, told.bytes - self._size, words=words)
        self._items, self._size = told.items, told.bytes
