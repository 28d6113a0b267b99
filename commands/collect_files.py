"""`truyvet collect files`: bring files and folders into the case."""

import os
from collections.abc import Iterable, Iterator
from functools import partial

import click

from ..collectors import files as files_collector
from ..collectors.handle import Handle, Unseen
from ..collectors.readers import Read, Readers
from ..collectors.table import one_by_one
from ..evidence.acts import SourcePath
from ..evidence.case import Case
from ..evidence.collecting import Collecting
from ..evidence.copying import absolute
from ..evidence.errors import ExitStatus
from ..evidence.item import readable
from .collection import list_problems, mention_others, report
from .context import ActOptions, check_text, with_acting, with_case
from .interrupt import uninterrupted
from .output import counted, note, say, say_json, size_text
from .progress import Progress, on_terminal, progress

JOBS = 2
"""Reader processes when the officer does not say: more than two wait for the same disk."""


@click.command("files", epilog="Example: truyvet collect files /media/usb --note 'exhibit 3'")
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False))
@click.option("--note", "text", default="", help="Your note; goes into the entry.")
@click.option("--jobs", type=click.IntRange(1, 64), default=JOBS, show_default=True)
@click.option("--dry-run", is_flag=True, help="Only count what would be collected.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
@with_acting
def command(
    case: Case,
    paths: tuple[str, ...],
    text: str,
    jobs: int,
    dry_run: bool,
    as_json: bool,
    act: ActOptions,
) -> ExitStatus:
    """Collect files and folders, byte for byte; links are recorded, never followed.

    A collection that was killed goes on where it stopped when the same command is given again.
    """
    check_text("note", text)
    if "" in paths:
        raise click.BadParameter("an empty path names nothing", param_hint="PATHS")
    raw = [os.fsencode(absolute(path)) for path in paths]
    sources = tuple(SourcePath(path=p, path_bytes=b) for p, b in map(readable, raw))
    files_collector.check_sources(raw, os.fsencode(case.folder))
    walk = partial(files_collector.walk, raw, os.fsencode(case.folder))
    if dry_run:
        return _count(walk(Unseen()), as_json=as_json)
    total = sum(handle.size for handle in walk(Unseen())) if on_terminal() else None
    acting = act.acting()
    with (
        Readers(case.folder, one_by_one(files_collector.NAME).capture, jobs) as readers,
        case.writing() as writer,
    ):
        with uninterrupted():
            collecting = writer.begin_collect(acting, files_collector.NAME, sources, text)
        mention_others(writer, collecting)
        if collecting.next_n:
            note(f"going on after {collecting.next_n:,} items of an unfinished collection")
        with progress("collected", total=total, quiet=as_json) as shown:
            take_in(readers.read(walk(collecting.done), collecting.next_n), collecting, shown)
        with uninterrupted():
            entry = writer.finish_collect(acting, collecting, finished=True)
            return report(case, entry, as_json=as_json)


def _count(handles: Iterable[Handle], *, as_json: bool) -> ExitStatus:
    items = size = 0
    problems = list[str]()
    for handle in handles:
        items += 1
        size += handle.size
        if handle.problem is not None:
            problems.append(f"{readable(handle.name)[0]}: {handle.problem.code}")
    if as_json:
        say_json({"items": items, "bytes": size, "problems": problems})
    else:
        say(f"would collect {counted(items, 'item')}, {size_text(size)} ({size} bytes)")
        list_problems(problems)
    return ExitStatus.PARTIAL if problems else ExitStatus.DONE


def take_in(reads: Iterator[Read], collecting: Collecting, shown: Progress) -> None:
    """Take in what the readers bring; Ctrl-C keeps what is there."""
    try:
        for read in reads:
            with uninterrupted():
                collecting.add(read.block, read.totals)
            shown.advance(read.totals.items, read.totals.bytes)
    except KeyboardInterrupt:
        with uninterrupted():
            collecting.pause()
        kept = counted(collecting.next_n, "item")
        note(f"stopped; {kept} kept: give the same command again to go on")
        raise
    except BaseException:
        collecting.close()
        note("stopped; what was read is kept: give the same command again to go on")
        raise
