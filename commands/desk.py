"""`truyvet desk`: many cases and registers side by side."""

import importlib

import click

from .lazy import LazyGroup

COMMANDS = {
    "init": "Make a desk: a folder of its own, with a ledger of its own.",
    "add": "Put a case on the desk, or say anew where and whose it is.",
    "remove": "Take a case off the desk.",
    "refresh": "Copy what is new in the cases into the look-up index.",
    "status": "List cases and registers, each as of when it is known.",
    "register": "Reference registers: import, list, remove.",
    "overlaps": "Which cases share which numbers, accounts, names; rarest first.",
    "log": "List the look-ups: who asked what, when and why.",
}


class Desks(LazyGroup):
    """The commands about desks, each imported when it is called."""

    commands_by_name = COMMANDS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module `desk_NAME`."""
        if cmd_name not in self.commands_by_name:
            return None
        found: click.Command = importlib.import_module(f"{__package__}.desk_{cmd_name}").command
        return found


@click.group("desk", cls=Desks, epilog="Example: truyvet desk add /cases/vu-01 --access restricted")
def command() -> None:
    """Ask many cases and registers at once; every look-up is recorded.

    `truyvet known VALUE --all` and `truyvet search QUERY --all` ask the desk.
    """
