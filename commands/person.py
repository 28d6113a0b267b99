"""`truyvet person`: people and organizations: put them in, list them, show what is said of one."""

import importlib

import click

from .lazy import LazyGroup

COMMANDS = {
    "add": "Put a person or organization in, with what identifies it.",
    "list": "List people and organizations.",
    "show": "Show all that is said of one, with the evidence.",
}


class People(LazyGroup):
    """The commands about people, each imported when it is called."""

    commands_by_name = COMMANDS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module `person_NAME`."""
        if cmd_name not in self.commands_by_name:
            return None
        found: click.Command = importlib.import_module(f"{__package__}.person_{cmd_name}").command
        return found


@click.group(
    "person", cls=People, epilog="Example: truyvet person add 'Nguyễn Văn Đức' --phone 0912345678"
)
def command() -> None:
    """People and organizations: put them in, list them, show what is said of one.

    What you say of them are statements, acts in the ledger: docs/guide/people.md.
    """
