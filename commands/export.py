"""`truyvet export`: a copy of an item leaves the case."""

from pathlib import Path

import click

from ..evidence.case import Case, find_item
from .context import PATH, ActOptions, with_acting, with_case
from .output import safe, say, say_json


@click.command("export", epilog="Example: truyvet export 1.17 -o photo.jpg --purpose 'for the lab'")
@click.argument("item")
@click.option("-o", "--output", required=True, type=PATH, help="Where the copy goes.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
@with_acting
def command(
    case: Case, item: str, output: Path, force: bool, as_json: bool, act: ActOptions
) -> None:
    """Copy ITEM's bytes to a file, read the copy back, and record the act."""
    acting = act.acting()
    with case.writing() as writer:
        row = find_item(writer.index, item)
        entry = writer.export(acting, row, output, force=force)
    if as_json:
        say_json({"entry": entry.seq, "item": row.name, "sha256": row.sha256, "size": row.size})
    else:
        say(f"entry {entry.seq}: {row.name} copied to {safe(str(output))}\n  sha256 {row.sha256}")
