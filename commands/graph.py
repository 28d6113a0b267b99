"""`truyvet graph`: link graphs of a case, drawn and written for other programs."""

import importlib

import click

from .lazy import LazyGroup

COMMANDS = {
    "html": "Draw links as one interactive page that needs no network.",
    "svg": "Draw links as a picture, SVG.",
    "png": "Draw links as a picture, PNG.",
    "export": "Write links for another program: Gephi, i2, Neo4j, MISP, Excel …",
    "import": "Compare a graph that was edited elsewhere with the case; propose what is new.",
    "custody": "Write who brought what into the case, as GraphML.",
}


class Drawing(LazyGroup):
    """The commands that draw and write link graphs, each imported when it is called."""

    commands_by_name = COMMANDS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module `graph_NAME`."""
        if cmd_name not in self.commands_by_name:
            return None
        found: click.Command = importlib.import_module(f"{__package__}.graph_{cmd_name}").command
        return found


@click.group("graph", cls=Drawing, epilog="Example: truyvet graph html -o chart.html")
def command() -> None:
    """Draw links, or write them for other programs."""
