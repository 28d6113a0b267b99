"""The command line: a table of commands, each a module of that name, imported when called."""

import signal
import sys
from collections.abc import Sequence

import click

from . import __version__
from .commands.lazy import LazyGroup

COMMANDS = {
    "demo": "Make a small case, verify it, break a copy: see it all once.",
    "case": "Open a case, show it, rebuild its index, repair a torn ledger.",
    "key": "Signing keys: yours, and those admitted to a case.",
    "note": "Write something down in the ledger.",
    "log": "List the acts: who did what, when.",
    "collect": "Bring files, folders and web pages into the case.",
    "watch": "Capture pages again and again; tell what changed.",
    "web": "Captured pages: list, show, read, open them offline.",
    "scan": "Examine every item, and what is inside it.",
    "outcomes": "Tell what is examined fully, partly and not, and why.",
    "flags": "List what asks for attention.",
    "observations": "List what was seen: phones, accounts, addresses …",
    "similar": "List pictures that look like one another.",
    "rules": "YARA rules: check a folder, list those in use.",
    "hashset": "Sets of known good and known bad hashes.",
    "items": "List what was collected and what was found inside.",
    "show": "Show one item or one observation, back to its original bytes.",
    "tag": "Put a tag on an item or an observation.",
    "export": "Copy an item out of the case; an act in the ledger.",
    "known": "Is a number, account, hash or name known? Where, since when.",
    "search": "Search texts, values, items, flags and statements.",
    "sql": "Ask the indexes in SQL, read-only.",
    "desk": "Many cases and registers at once: known, search, overlaps.",
    "person": "People and organizations: add, list, show all said of one.",
    "link": "State who stands in which relation to whom; list, take back.",
    "same": "Decide that two are one; suggestions, log, undo, confirm.",
    "different": "Decide that two are not one.",
    "unsure": "Note that it is not known whether two are one.",
    "ego": "Whom and what someone or something is linked with.",
    "path": "How two hang together, each hop with its evidence.",
    "common": "What several have in common.",
    "between": "Who connects suspects.",
    "rank": "Who is central: PageRank, betweenness, degree.",
    "communities": "Groups that are linked among themselves.",
    "timeline": "All that is dated of someone, in order.",
    "graph": "Draw links; hand graphs to other programs, take them back.",
    "verify": "Check a case: VALID, INVALID or INCOMPLETE, every finding.",
    "report": "Write the custody report.",
}
HEADINGS = {
    "demo": "The case", "collect": "Collect", "scan": "Examine", "items": "Items",
    "known": "Look up", "person": "People and links", "ego": "Analyse links", "verify": "Proof",
}  # fmt: skip


class Commands(LazyGroup):
    """All commands of the program."""

    commands_by_name = COMMANDS
    headings = HEADINGS
    home = f"{__package__}.commands"


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: truyvet demo",
)
@click.option("--case", metavar="FOLDER", help="Case [env: TRUYVET_CASE; else: where you stand].")
@click.version_option(__version__, message="%(prog)s %(version)s")
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
