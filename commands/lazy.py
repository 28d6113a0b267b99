"""Groups of commands that are imported when one of them is called.

What `truyvet --help` prints stands in a table, so that it imports no command at all.
"""

import importlib
from collections.abc import Mapping
from types import MappingProxyType

import click


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is used."""

    commands_by_name: Mapping[str, str]
    """Name to the line that tells what it does, in the order of the overview."""
    headings: Mapping[str, str] = MappingProxyType({})
    """A command's name to the heading that stands above it in the overview."""
    home: str
    """Package whose modules, of the same names, hold them as `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self.commands_by_name)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of this name."""
        if cmd_name not in self.commands_by_name:
            return None
        command: click.Command = importlib.import_module(f"{self.home}.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview, headings and all, without importing anything."""
        sections: list[tuple[str, list[tuple[str, str]]]] = []
        for name, words in self.commands_by_name.items():
            if name in self.headings or not sections:
                sections.append((self.headings.get(name, "Commands"), []))
            sections[-1][1].append((name, words))
        longest = max(map(len, self.commands_by_name))
        for heading, rows in sections:
            spacing = 2 + longest - max(len(name) for name, _ in rows)  # one column for all
            with formatter.section(heading):
                formatter.write_dl(rows, col_spacing=spacing)
