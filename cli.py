"""The command line: a table of commands, each a module of that name, imported when called."""

import signal
import sys
from collections.abc import Sequence

import click

from .commands.lazy import LazyGroup

COMMANDS = {
    "demo": "Make a small case, verify it, break a copy: see it all once.",
    "key": "Signing keys: yours, and those admitted to a case.",
    "case": "Open a new case, show one, rebuild its index, repair a torn ledger.",
    "collect": "Bring files, folders and web pages into the case.",
    "watch": "Capture pages again and again; tell what changed.",
    "web": "Captured pages: list, show, read, open them offline.",
    "scan": "Examine every item, and what is inside it.",
    "outcomes": "Tell what is examined fully, partly and not, and why.",
    "flags": "List what asks for attention.",
    "observations": "List what was seen: phones, accounts, addresses …",
    "similar": "List pictures that look like one another.",
    "items": "List what was collected and what was found inside.",
    "show": "Show one item or one observation, back to its original bytes.",
    "tag": "Put a tag on an item or an observation.",
    "note": "Write something down in the ledger.",
    "hashset": "Sets of known good and known bad hashes.",
    "rules": "YARA rules: check a folder, list those in use.",
    "export": "Copy an item out of the case; an act in the ledger.",
    "log": "List the acts: who did what, when.",
    "verify": "Check a case: VALID, INVALID or INCOMPLETE, with every finding.",
    "graph": "Draw who brought what into the case, as a link graph.",
    "report": "Write the custody report.",
}


class Commands(LazyGroup):
    """All commands of the program."""

    commands_by_name = COMMANDS
    home = f"{__package__}.commands"


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from . import __version__

        click.echo(f"truyvet {__version__}")
        ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: truyvet demo",
)
@click.option(
    "--case", metavar="FOLDER", help="The case [env: TRUYVET_CASE; else: where you stand]."
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version)
def cli(case: str | None) -> None:
    """Truyvet: collect digital evidence into a case that proves itself."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a letter the terminal lacks comes out as an escape
            stream.reconfigure(errors="backslashreplace")
    given = None if arguments is None else list(arguments)
    try:
        status = cli.main(args=given, prog_name="truyvet", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - not ours is raised again
        from .commands.output import explain

        return int(explain(error))
    return int(status or 0)


def program() -> None:
    """Run as a program: what Ctrl-C still meets is only the interpreter's own ending."""
    status = main()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(status)


if __name__ == "__main__":
    program()
