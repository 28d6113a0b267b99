"""`truyvet collect table`: bring in tables, and read each row as what it says."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import click

from ..collectors import files as files_collector
from ..collectors import tables
from ..collectors.readers import Readers
from ..collectors.table import one_by_one
from ..evidence import examining
from ..evidence.acting import Acting
from ..evidence.acts import SourcePath
from ..evidence.case import Case
from ..evidence.copying import absolute
from ..evidence.entry import Entry
from ..evidence.errors import ExitStatus, TruyvetError
from ..evidence.index import Row
from ..evidence.item import readable
from ..evidence.writing import Writer
from ..extractors import table as extractors
from ..extractors.engine.pool import Pool
from ..extractors.engine.scan import configuration_of
from ..extractors.settings import Settings
from ..extractors.tables.trying import NotTried, Tried, try_out
from ..hashes.digest import sha256_hex
from .collect_files import JOBS, take_in
from .collection import mention_others, report
from .context import PATH, ActOptions, check_text, open_case, with_acting
from .interrupt import uninterrupted
from .output import counted, note, safe, say, say_json
from .progress import progress
from .scanning import examine, place_of, record
from .table_known import Sorted, sort_out, tell
from .table_preview import show_preview
from .table_profile import (
    BUILT_IN,
    origin_of,
    profile_text,
    settable,
    show_profile,
    wanted,
)
from .table_rows import Rows, rows_of

READING = ("filetype", "rows")
"""Extractors that read a table."""
_SHOWN = 50
_CHECKED_ROWS = 20  # rows that are read before anything is recorded


@click.command("table", epilog="Example: truyvet collect table cdr-viettel.xlsx --profile cdr")
@click.argument("paths", metavar="FILE…", nargs=-1, type=PATH)
@click.option(
    "--profile", required=True, metavar="NAME|FILE",
    help=f"What its columns mean: {', '.join(BUILT_IN)}, or a TOML file.",
)  # fmt: skip
@click.option("--sheet", default="", help="The only sheet of a workbook to read.")
@click.option(
    "--set", "given", multiple=True, metavar="COLUMN=VALUE",
    help="What counts where the table does not say: account=0071000123456.",
)  # fmt: skip
@click.option("--also", default="", metavar="WORDS", help="Further statements of the profile.")
@click.option("--show", is_flag=True, help="Only print the profile: to see it, or to begin yours.")
@click.option("--preview", is_flag=True, help="Only show how the first rows would be read.")
@click.option("--rows", "count", type=click.IntRange(1, 5000), default=10, show_default=True,
              help="Rows of a preview.")  # fmt: skip
@click.option("--again", is_flag=True, help="Also what was read before; all in it counts twice.")
@click.option("--note", "text", default="", help="Your note; goes into the entry.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--case", "folder", metavar="FOLDER", help="The case to work on.")
@with_acting
def command(
    paths: tuple[Path, ...], folder: str | None, act: ActOptions, *, profile: str, sheet: str,
    given: tuple[str, ...], also: str, show: bool, preview: bool, count: int, again: bool,
    text: str, as_json: bool,
) -> ExitStatus:  # fmt: skip
    """Bring in call records, bank statements, registers and lists of contacts (CSV, XLSX).

    Each file is taken in byte for byte, with the profile beside it; then each row becomes what it
    says: who called whom, who paid whom, whose number it is. A row that cannot be read is an
    observation too, listed and counted. Status 4: some rows could not be read.

    A table of the same bytes that was read before by the same profile is not read again. A command
    that was killed goes on where it stopped when the same is given again.
    """
    check_text("note", text)
    read_by = profile_text(profile, sheet=sheet, given=given, also=also)
    if show:
        show_profile(read_by)
        return ExitStatus.DONE
    if not paths:
        raise click.UsageError("Missing argument 'FILE…'.")
    rows = count if preview else _CHECKED_ROWS
    tried = {path: _try(path, profile, read_by, rows) for path in paths}
    if preview:
        return show_preview(tried, as_json=as_json)
    case = open_case(folder)
    # A table that is named twice would say everything twice.
    named = {os.fsencode(absolute(os.fspath(path))): path for path in reversed(paths)}
    files_collector.check_sources([*named], os.fsencode(case.folder))
    with case.reading() as index:
        known = sort_out(index, [*reversed(named.values())], read_by, again=again)
    if not as_json:
        tell(known.twins)
    if not known.new and not known.unread:
        if as_json:
            _say_facts(None, Rows(), known)
        return ExitStatus.DONE
    acting = act.acting()
    raw = [os.fsencode(absolute(os.fspath(path))) for path in known.new]
    entry = None
    if raw:
        entry = _collect(case, raw, origin_of(profile), read_by, text, acting, quiet=as_json)
    found = _examine(case, entry, known.unread, acting, quiet=as_json)
    if as_json:
        _say_facts(entry, found, known)
        return ExitStatus.PARTIAL if found.unread or found.short else ExitStatus.DONE
    whole = report(case, entry, as_json=False) if entry is not None else ExitStatus.DONE
    return _tell(found) or whole


def _say_facts(entry: Entry | None, found: Rows, known: Sorted) -> None:
    say_json({"entry": entry.seq if entry is not None else None, "scan": found.scan,
              "known": [one.facts() for one in known.twins], "rows": found.rows,
              "statements": dict(sorted(found.statements.items())), "silent": found.silent,
              "unread": found.unread, "first_unread": found.problems,
              "short": found.short})  # fmt: skip


def _try(path: Path, name: str, profile: str, rows: int) -> Tried:
    """Read the first rows (E582, E583, E586)."""
    if not path.is_file():
        raise TruyvetError("E583", path=path, why="it is no file" if path.exists() else "not there")
    try:
        tried = try_out(path, profile, rows)
    except NotTried as error:
        raise TruyvetError("E586", path=path, why=str(error)) from error
    if tried.why:
        raise TruyvetError("E583", path=path, why=tried.why)
    if tried.lacking:
        raise TruyvetError(
            "E582", path=path, lacking=", ".join(tried.lacking),
            seen=" | ".join(tried.seen)[:600] or "nothing", profile=name,
            wanted=wanted(profile, tried.lacking), more=settable(profile, tried.lacking),
        )  # fmt: skip
    return tried


def _collect(
    case: Case, raw: list[bytes], origin: str, profile: str, text: str, acting: Acting,
    *, quiet: bool,
) -> Entry:  # fmt: skip
    """Take the files in, byte for byte, and the profile before them."""
    sources = tuple(SourcePath(path=p, path_bytes=b) for p, b in map(readable, raw))
    sources += (SourcePath(path=origin),)
    options = sha256_hex(profile.encode())
    walk = partial(files_collector.walk, raw, os.fsencode(case.folder))
    with (
        Readers(case.folder, one_by_one(tables.NAME).capture, JOBS) as readers,
        case.writing() as writer,
    ):
        with uninterrupted():
            collecting = writer.begin_collect(acting, tables.NAME, sources, text, options)
        mention_others(writer, collecting)
        if not collecting.next_n:
            kept = tables.keep_profile(case.store, profile, len(raw))
            with uninterrupted():
                collecting.add(kept.block, kept.totals)
        with progress("collected", total=None, quiet=quiet) as shown:
            take_in(readers.read(walk(collecting.done), collecting.next_n), collecting, shown)
        with uninterrupted():
            return writer.finish_collect(acting, collecting, finished=True)


def _examine(
    case: Case, collected: Entry | None, unread: list[Row], acting: Acting, *, quiet: bool
) -> Rows:
    """Read the tables of one collection, and some brought before; record that as a scan."""
    left_out = tuple(name for name in extractors.names() if name not in READING)
    with case.writing() as writer, place_of(writer) as place:
        settings = Settings()
        with Pool(READING, settings, folder=place, readable=(case.store.folder, place),
                  jobs=JOBS) as pool:  # fmt: skip
            configuration = configuration_of(pool, READING, settings)
            with uninterrupted():
                scanning = examining.begin(writer, acting, configuration, left_out)
            with closing(scanning.gathering):
                rows = partial(_items, writer, collected, unread)
                examine(writer, scanning, pool, total=None, quiet=quiet, rows=rows)
                found = rows_of(scanning.gathering, {row.id: row.path for row in rows()})
                entry = record(writer, scanning, pool, acting)
    found.scan = entry.seq if entry is not None else None
    return found


def _items(writer: Writer, collected: Entry | None, unread: list[Row]) -> Iterator[Row]:
    """Yield the items of a collection that have bytes, and those that were not read before."""
    yield from unread
    if collected is not None:
        rows = writer.index.items(seq=collected.seq)
        yield from (row for row in rows if row.sha256 is not None)


def _tell(found: Rows) -> ExitStatus | None:
    """Print what was read; return the status that says that something was not."""
    if found.scan is not None:
        total = Counter(found.statements).total()
        parts = ", ".join(f"{count:,} {name}" for name, count in found.statements.most_common())
        words = counted(total, "statement") + (f": {parts}" if parts else "")
        say(f"entry {found.scan}: {counted(found.rows, 'row')}, {words}")
    if found.silent:
        note(f"{counted(found.silent, 'row')} gave no statement; what stands in them is found all "
             "the same: truyvet observations --kind row")  # fmt: skip
    for line in found.short:
        note(f"  {safe(line)}")
    if found.unread:
        note(f"{counted(found.unread, 'row')} not read, or not all of it:")
    for line in found.problems[:_SHOWN]:
        note(f"  {safe(line)}")
    if found.unread > _SHOWN:
        note("  … all of them: truyvet observations --kind row")
    return ExitStatus.PARTIAL if found.unread or found.short else None
