"""`truyvet export wacz`: captured pages leave the case, packed for replay."""

from pathlib import Path

import click

from .. import __version__
from ..evidence.case import Case
from ..evidence.exporting import export_packed
from ..reports.wacz.packing import Custody, items_of, pack
from ..reports.wacz.selection import Selection
from ..reports.webcaptures import refuse_untrue
from .context import PATH, ActOptions, with_acting, with_case
from .output import counted, note, safe, say, say_json, size_text
from .web_address import capture_of

_SHOWN = 10


@click.command("wacz", epilog="Example: truyvet export wacz 2.1 2.9 -o shop.wacz")
@click.argument("captures", metavar="CAPTURE...", nargs=-1, required=True)
@click.option("-o", "--output", required=True, type=PATH, help="Where the pack goes.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
@with_acting
def command(
    case: Case,
    captures: tuple[str, ...],
    output: Path,
    force: bool,
    as_json: bool,
    act: ActOptions,
) -> None:
    """Pack captured pages as WACZ 1.1.1, with index, list of pages and all hashes, for replay.

    Each CAPTURE is any item of a capture, or its address. What a page needs and another capture of
    the same collection had fetched is brought along; nothing else of that one. It opens in
    ReplayWeb.page and pywb. One act names all items whose bytes went into the file. A capture
    whose record does not fit its WARC is refused.
    """
    acting = act.acting()
    case_id, opening = case.opening()
    with case.writing() as writer:
        found = [capture_of(case, writer.index, capture) for capture in captures]
        asked = {(one.seq, one.prefix): one for one in found}  # each once
        selection = Selection(list(asked.values()))
        lost = selection.complete(case, writer.index)
        for one in selection.captures(case, writer.index):
            refuse_untrue(case, one)
        custody = Custody(
            case=case_id,
            entry=writer.tail.seq,
            made=writer.time_of(acting).utc,
            software=f"truyvet {__version__}",
            number=opening.number,
        )
        rows = items_of(selection)
        packed, entries = export_packed(
            writer, acting, rows, output, lambda file: pack(case, selection, custody, file),
            word="wacz", force=force,
        )  # fmt: skip
    if marked := sum(row.unverified for row in rows):
        note(f"{counted(marked, 'item')} from servers whose certificate is not to be trusted")
    for url in lost[:_SHOWN]:
        note(f"needed, and in no capture: {safe(url)}")
    if as_json:
        told = {"entries": [entry.seq for entry in entries], "captures": len(asked)}
        told |= {"items": [row.name for row in rows], "missing": lost}
        say_json(told | {"sha256": packed.sha256, "size": packed.size})
        return
    say(
        f"entry {entries[0].seq}: {counted(len(asked), 'capture')}, "
        f"{counted(len(rows), 'item')} packed to {safe(str(output))}, "
        f"{size_text(packed.size)}\n  sha256 {packed.sha256}"
    )
