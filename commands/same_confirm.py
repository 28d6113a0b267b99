"""`truyvet same confirm`: a second officer confirms a decision; an act."""

import click

from ..evidence.acts import Decide
from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from ..evidence.folding import folded
from ..evidence.links.identity import Decision
from ..evidence.links.stating import decide
from ..evidence.links.view import Links
from ..evidence.records import Actor
from .context import ActOptions, with_acting, with_case
from .deciding import refuse_empty
from .output import safe, say, say_json
from .same_undo import live, pair_of


@click.command("confirm", epilog="Example: truyvet same confirm 9 --because 'đã đối chiếu ảnh'")
@click.argument("entry", type=click.IntRange(0))
@click.option("--because", required=True, help="Why; goes into the entry.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
@with_acting
def command(case: Case, entry: int, because: str, as_json: bool, act: ActOptions) -> None:
    """Confirm, as the second officer, the decision of ENTRY.

    It stands and falls with that one. The first officer cannot give it (E599), with no other key
    and in no other spelling of name and unit.
    """
    refuse_empty(because)
    acting = act.acting()
    with case.writing() as writer:
        with Links.open(case, writer.index) as links:
            found = live(links, entry)
            _refuse_the_first(found, acting.actor, links.decisions())
            left, right = pair_of(links, found)
        told = Decide(
            because=because,
            confirms=entry,
            decision=found.decision,  # type: ignore[arg-type]
            left=left,
            right=right,
        )
        recorded = decide(writer, acting, told)
    if as_json:
        say_json({"entry": recorded.seq, "confirms": entry, "decision": found.decision})
        return
    pair = f"{safe(left)} and {safe(right)}"
    say(f"entry {recorded.seq}: confirmed entry {entry} ({found.decision}: {pair})")


def _refuse_the_first(found: Decision, actor: Actor, all_: list[Decision]) -> None:
    """Refuse the officer who decided, by any of his keys, and one who confirmed it already."""
    for one in (found, *(one for one in all_ if one.confirms == found.seq)):
        if actor.key == one.key or _called(actor.name, actor.unit) == _called(one.actor, one.unit):
            raise TruyvetError("E599", seq=one.seq, name=one.actor)


def _called(*texts: str) -> list[list[str]]:
    """Return name and unit without case, marks and the blanks around and between words."""
    return [folded(text).split() for text in texts]
