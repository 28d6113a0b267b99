"""`truyvet watch`: pages captured again and again, and what changed."""

import importlib

import click

from .lazy import LazyGroup

COMMANDS = {
    "add": "Watch a page, or put a selector on the watch-list.",
    "remove": "Watch a page or a selector no longer.",
    "list": "List what is watched, and when each page is due.",
    "run": "Capture the pages that are due, examine them, tell what changed.",
    "log": "List the captures of watched pages, and what changed in each.",
    "diff": "Write what changed between two captures as an HTML page.",
}


class Watching(LazyGroup):
    """The commands about watches, each imported when it is called."""

    commands_by_name = COMMANDS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module `watch_NAME`."""
        if cmd_name not in self.commands_by_name:
            return None
        found: click.Command = importlib.import_module(f"{__package__}.watch_{cmd_name}").command
        return found


@click.group(
    "watch", cls=Watching, epilog="Example: truyvet watch add https://shop.example/ --every 6h"
)
def command() -> None:
    """Capture pages again and again; tell what changed.

    What is watched stands in the ledger; `watch run` does one round, for cron or systemd.
    """
