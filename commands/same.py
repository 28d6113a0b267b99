"""`truyvet same`: decide that two are one, and all around such decisions.

`same A B` is the command itself; a first word that names one of the commands below is that one.
"""

import importlib

import click

from .lazy import LazyGroup

COMMANDS = {
    "suggest": "List pairs that may be one, with the reasons.",
    "log": "List all decisions, live and undone.",
    "undo": "Take a decision back; the former graph is restored.",
    "confirm": "Confirm another officer's decision as the second one.",
}
PAIR = "pair"
"""The module of `same A B`, which no table lists."""


class Deciding(LazyGroup):
    """The commands about decisions; what names none of them is a pair."""

    commands_by_name = COMMANDS

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take all as the arguments of a pair, unless the first names a command or asks help."""
        if args and args[0] not in COMMANDS and args[0] not in ctx.help_option_names:
            args = [PAIR, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Give the pair no name of its own: its usage reads `truyvet same A B`."""
        name, found, rest = super().resolve_command(ctx, args)
        return ("" if name == PAIR else name), found, rest

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module `same_NAME`."""
        if cmd_name not in self.commands_by_name and cmd_name != PAIR:
            return None
        found: click.Command = importlib.import_module(f"{__package__}.same_{cmd_name}").command
        return found


@click.group(
    "same",
    cls=Deciding,
    subcommand_metavar="A B --because WHY | COMMAND [ARGS]...",
    epilog="Example: truyvet same 'Nguyễn Văn Đức' 'Đức Cá' --because 'cùng số CCCD'",
)
def command() -> None:
    """Decide that A and B are one and the same; or list, take back, confirm such decisions.

    A and B are a name, number, account or id in any spelling. From then on all questions see them
    as one, and nothing is rewritten: `same undo` restores exactly what was before. Someone who is
    called as a command below is written with what he is: person:3f2a…, name:log.
    `truyvet same A B --help` lists the options.
    """
