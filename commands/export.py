"""`truyvet export`: a copy of an item leaves the case; `export wacz`: pages, packed for replay."""

import importlib
from typing import Any

import click

from ..evidence.case import Case, find_item
from .context import PATH, ActOptions, with_acting, with_case
from .lazy import LazyGroup
from .output import safe, say, say_json

COMMANDS = {"wacz": "Pack captured pages as WACZ, for ReplayWeb.page, pywb and others."}


class _Item(click.Command):
    """The plain form, whose help tells of the formats too."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the formats."""
        super().format_options(ctx, formatter)
        with formatter.section("Formats (truyvet export FORMAT --help)"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    "export",
    cls=_Item,
    epilog="Example: truyvet export 1.17 -o photo.jpg --purpose 'for the lab'",
)
@click.argument("item")
@click.option("-o", "--output", required=True, type=PATH, help="Where the copy goes.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
@with_acting
def item_form(
    case: Case, item: str, output: Any, force: bool, as_json: bool, act: ActOptions
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


class Formats(LazyGroup):
    """`export FORMAT …`; whatever does not begin with a format is the plain form, `export ITEM`."""

    commands_by_name = COMMANDS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module `export_FORMAT`."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = importlib.import_module(f"{__package__}.export_{cmd_name}").command
        return found

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Take the plain form unless a format is named first."""
        if args and args[0] in COMMANDS:
            return super().make_context(info_name, args, parent, **extra)
        return item_form.make_context(info_name, args, parent, **extra)


@click.group("export", cls=Formats, epilog="Example: truyvet export wacz 2.1 -o page.wacz")
def command() -> None:
    """Copy an item out of the case, or pack captured pages; an act in the ledger."""
