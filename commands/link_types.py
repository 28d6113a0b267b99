"""`truyvet link types`: the relations and the kinds of nodes that there are."""

import click

from ..evidence.links.node import KINDS
from ..evidence.links.relation import RELATIONS
from .output import Align, say, say_json, table

_POLES = {"P": "person", "O": "object", "L": "location", "E": "event"}


@click.command("types", epilog="Example: truyvet link types --json")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(as_json: bool) -> None:
    """List the relations that can be stated, and the kinds of nodes they link."""
    if as_json:
        relations = {
            name: {
                "title": kind.title, "schema": kind.schema, "mutual": kind.mutual,
                "event": kind.event,
            }
            for name, kind in RELATIONS.items()
        }  # fmt: skip
        kinds = {
            name: {"title": kind.title, "pole": kind.pole, "made_up": kind.made_up}
            for name, kind in KINDS.items()
        }
        say_json({"relations": relations, "kinds": kinds})
        return
    columns = {"relation": Align.LEFT, "reads": Align.WRAP, "": Align.LEFT}
    table(columns, ((name, kind.title, _marks(name)) for name, kind in RELATIONS.items()))
    say()
    columns = {"kind": Align.LEFT, "what": Align.WRAP, "pole": Align.LEFT}
    table(columns, ((name, kind.title, _POLES[kind.pole]) for name, kind in KINDS.items()))


def _marks(name: str) -> str:
    kind = RELATIONS[name]
    marks = [word for word, holds in (("mutual", kind.mutual), ("event", kind.event)) if holds]
    return ", ".join(marks) + ("computed, never stated" if name == "mentioned_with" else "")
