"""`truyvet collect`: bring things into the case."""

import importlib

import click

from .lazy import LazyGroup

COMMANDS = {
    "files": "Collect files and folders, byte for byte.",
    "web": "Capture pages with all they need, byte for byte.",
    "site": "Capture a site: follow its links, obey its robots.txt.",
    "table": "Bring in call records, bank statements, registers, contacts.",
    "warc": "Bring in others' web archives: WARC, WACZ, HAR, MHTML.",
    "close": "Record what an unfinished collection has brought, and end it.",
}


class Collecting(LazyGroup):
    """The commands that bring things in, each imported when it is called."""

    commands_by_name = COMMANDS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module `collect_NAME`."""
        if cmd_name not in self.commands_by_name:
            return None
        found: click.Command = importlib.import_module(f"{__package__}.collect_{cmd_name}").command
        return found


@click.group(
    "collect", cls=Collecting, epilog="Example: truyvet collect files /media/usb --note 'exhibit 3'"
)
def command() -> None:
    """Bring things into the case."""
