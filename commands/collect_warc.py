"""`truyvet collect warc`: bring in others' archives of web pages, every record an item."""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

import click

from ..collectors import files as files_collector
from ..collectors import warc
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
from ..evidence.lookup import newest_configuration
from ..evidence.writing import Writer
from ..extractors import filetype, table
from ..extractors.engine.pool import Pool
from ..extractors.engine.scan import configuration_of
from ..extractors.settings import Settings
from .collect_files import JOBS, take_in
from .collection import mention_others, report
from .context import PATH, ActOptions, check_text, with_acting, with_case
from .interrupt import uninterrupted
from .output import note, safe, say, say_json
from .progress import progress
from .records import Unfolded, unfolded
from .scanning import examine, place_of, record

UNFOLDING = ("filetype", "archive", "streams", "warc", "har", "web")
"""Extractors that take an archive of web pages apart."""
_SHOWN = 50


@click.command("warc", epilog="Example: truyvet collect warc crawl-00001.warc.gz page.wacz")
@click.argument("paths", metavar="FILE…", nargs=-1, required=True, type=PATH)
@click.option("--note", "text", default="", help="Your note; goes into the entry.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
@with_acting
def command(
    case: Case, paths: tuple[Path, ...], text: str, as_json: bool, act: ActOptions
) -> ExitStatus:
    """Bring in WARC, ARC, WACZ, HAR, MHTML and SingleFile archives of others, byte for byte.

    At once each record of a WARC or ARC that has bytes becomes an item, each body in a HAR, each
    part of an MHTML or WACZ; damaged ones are named, files that break off too. What truyvet itself
    wrote beside a page is no item. `truyvet web list` shows the pages; what else is in the items
    is found by `truyvet scan`.
    """
    check_text("note", text)
    raw = [os.fsencode(absolute(os.fspath(path))) for path in paths]
    files_collector.check_sources(raw, os.fsencode(case.folder))
    for path in raw:
        _check_kind(Path(os.fsdecode(path)))
    acting = act.acting()
    entry = _collect(case, raw, text, acting, quiet=as_json)
    found = _examine(case, entry, acting, quiet=as_json)
    if not as_json:
        whole = report(case, entry, as_json=False)
        return _tell(found) or whole
    status = ExitStatus.PARTIAL if found.damage else ExitStatus.DONE
    say_json({"entry": entry.seq, "scan": found.scan, "archives": found.archives,
              "children": found.children, "damage": found.damage})  # fmt: skip
    return status


_DAMAGED: Mapping[str, tuple[str, ...]] = {
    "warc": ("application/gzip", "application/zstd"),
    "wacz": ("application/zip",),
    "har": ("application/json",),
}
"""What a damaged archive of a kind may still look like, besides text and bytes of no kind."""
_NO_KIND = ("text/plain", "application/octet-stream")


def _check_kind(path: Path) -> None:
    """Raise `TruyvetError` E540 where a file is surely no archive of web pages."""
    if not path.is_file():
        raise TruyvetError("E540", path=path, what="no file")
    if warc.kind_of(path):
        return
    media, called = filetype.media_type(path), warc.called(path)
    if called and media in (*_NO_KIND, *_DAMAGED[called]):
        return
    what = "an empty file" if media == "inode/x-empty" else media
    raise TruyvetError("E540", path=path, what=what)


def _collect(case: Case, raw: list[bytes], text: str, acting: Acting, *, quiet: bool) -> Entry:
    """Take the files in, byte for byte."""
    sources = tuple(SourcePath(path=p, path_bytes=b) for p, b in map(readable, raw))
    walk = partial(files_collector.walk, raw, os.fsencode(case.folder))
    with (
        Readers(case.folder, one_by_one(warc.NAME).capture, JOBS) as readers,
        case.writing() as writer,
    ):
        with uninterrupted():
            collecting = writer.begin_collect(acting, warc.NAME, sources, text)
        mention_others(writer, collecting)
        with progress("collected", total=None, quiet=quiet) as shown:
            take_in(readers.read(walk(collecting.done), collecting.next_n), collecting, shown)
        with uninterrupted():
            return writer.finish_collect(acting, collecting, finished=True)


def _examine(case: Case, collected: Entry, acting: Acting, *, quiet: bool) -> Unfolded:
    """Take the archives of one collection apart, and record that as a scan."""
    with case.writing() as writer, place_of(writer) as place:
        names, settings = _extractors(writer), Settings()
        left_out = tuple(name for name in table.names() if name not in names)
        readable_places = (case.store.folder, place)
        with Pool(names, settings, folder=place, readable=readable_places, jobs=JOBS) as pool:
            configuration = configuration_of(pool, names, settings)
            with uninterrupted():
                scanning = examining.begin(writer, acting, configuration, left_out)
            with closing(scanning.gathering):
                rows = partial(_rows, writer, collected.seq)
                examine(writer, scanning, pool, total=None, quiet=quiet, rows=rows)
                found = unfolded(scanning.gathering, list(rows()))
                entry = record(writer, scanning, pool, acting)
    found.scan = entry.seq if entry is not None else None
    return found


def _extractors(writer: Writer) -> tuple[str, ...]:
    """Return who takes archives apart; not `archive`, where that would forget known passwords."""
    known = newest_configuration(writer.layout, writer.index, "archive")
    forget = known is not None and known[1].passwords > 0
    if forget:
        note("what is zipped is left to: truyvet scan --passwords FILE")
    names = [name for name in UNFOLDING if not (forget and name == "archive")]
    return tuple(name for name in table.names() if name in names)


def _rows(writer: Writer, seq: int) -> Iterator[Row]:
    """Yield the items of a collection that have bytes."""
    return (row for row in writer.index.items(seq=seq) if row.sha256 is not None)


def _tell(found: Unfolded) -> ExitStatus | None:
    """Print what came out; return the status that says that something is damaged."""
    if found.scan is not None:
        say(f"entry {found.scan}: {found.children:,} items inside them")
    for one in found.archives:
        say(f"  {safe(one['path'])}: {safe(one['words'])}")
    if not found.damage:
        return None
    note(f"{len(found.damage):,} defects:")
    for hurt in found.damage[:_SHOWN]:
        note(f"  {safe(hurt['path'])}: {safe(hurt['why'])}")
    if len(found.damage) > _SHOWN:
        note("  … all of them: truyvet outcomes --status corrupt")
    return ExitStatus.PARTIAL
