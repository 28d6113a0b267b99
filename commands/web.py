"""`truyvet web`: captured pages."""

import importlib

import click

from .lazy import LazyGroup

COMMANDS = {
    "list": "List the captured pages, newest last.",
    "show": "Show one capture: hops, addresses, certificates, what is missing.",
    "text": "Print the text of a captured page.",
    "links": "List where a captured page leads.",
    "open": "Open a captured page offline, as it was.",
}


class Web(LazyGroup):
    """The commands about captured pages, each imported when it is called."""

    commands_by_name = COMMANDS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module `web_NAME`."""
        if cmd_name not in self.commands_by_name:
            return None
        found: click.Command = importlib.import_module(f"{__package__}.web_{cmd_name}").command
        return found


@click.group("web", cls=Web, epilog="Example: truyvet web list")
def command() -> None:
    """Captured pages: list, show, read, open them offline.

    CAPTURE is any item of a capture (2.1), or the address of a page, cut short where that fits
    one capture alone.
    """
