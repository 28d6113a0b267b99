"""`truyvet link`: statements by hand: who stands in which relation to whom."""

import importlib

import click

from .lazy import LazyGroup

COMMANDS = {
    "add": "State that one stands in a relation to another.",
    "list": "List statements.",
    "show": "Show one statement, back to what it rests on.",
    "retract": "End statements that turned out wrong; they stay readable.",
    "types": "List the relations and the kinds of nodes.",
}


class Linking(LazyGroup):
    """The commands about statements, each imported when it is called."""

    commands_by_name = COMMANDS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module `link_NAME`."""
        if cmd_name not in self.commands_by_name:
            return None
        found: click.Command = importlib.import_module(f"{__package__}.link_{cmd_name}").command
        return found


@click.group(
    "link", cls=Linking, epilog="Example: truyvet link add 0912345678 called 0987654321 --item 2.17"
)
def command() -> None:
    """State by hand who stands in which relation to whom, list that, take it back.

    What extractors read is listed and ended here too: docs/guide/people.md.
    """
