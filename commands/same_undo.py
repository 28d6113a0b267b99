"""`truyvet same undo`: take a decision back; an act."""

import click

from ..evidence.acts import Decide
from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from ..evidence.links.identity import Decision, outlasting
from ..evidence.links.stating import decide
from ..evidence.links.view import Links
from .context import ActOptions, with_acting, with_case
from .deciding import entries, refuse_empty
from .output import safe, say, say_json


@click.command("undo", epilog="Example: truyvet same undo 9 --because 'hai người khác nhau'")
@click.argument("entry", type=click.IntRange(0))
@click.option("--because", required=True, help="Why; goes into the entry.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
@with_acting
def command(case: Case, entry: int, because: str, as_json: bool, act: ActOptions) -> None:
    """Take back the decision of ENTRY (same, different or unsure), with what confirms it.

    Nothing was rewritten when it was taken, so that what was before is there again, exactly. The
    undoing of an undoing is a new decision.
    """
    refuse_empty(because)
    acting = act.acting()
    with case.writing() as writer:
        with Links.open(case, writer.index) as links:
            found = live(links, entry)
            left, right = pair_of(links, found)
            still = outlasting(links.decisions(), found)
        told = Decide(because=because, decision="undo", left=left, right=right, undoes=entry)
        recorded = decide(writer, acting, told)
    if as_json:
        say_json({"entry": recorded.seq, "undoes": entry, "decision": found.decision,
                  "still": [one.seq for one in still]})  # fmt: skip
        return
    pair = f"{safe(left)} and {safe(right)}"
    say(f"entry {recorded.seq}: took back entry {entry} ({found.decision}: {pair})")
    if still:
        stay = "one" if found.decision == "same" else "not one"
        say(f"  they are still {stay} by {entries(still)}")


def live(links: Links, entry: int) -> Decision:
    """Return the decision of an entry that still counts; `TruyvetError` E598 for any other."""
    for one in links.decisions():
        if one.seq == entry:
            break
    else:
        raise TruyvetError("E598", seq=entry, reason="it is no decision on who is who")
    if one.decision == "undo":
        raise TruyvetError("E598", seq=entry, reason=f"it takes entry {one.undoes} back itself")
    if one.confirms is not None:
        raise TruyvetError("E598", seq=entry, reason=f"it confirms entry {one.confirms}: name that")
    if one.undone_by is not None:
        raise TruyvetError("E598", seq=entry, reason=f"entry {one.undone_by} took it back already")
    return one


def pair_of(links: Links, one: Decision) -> tuple[str, str]:
    """Return the two nodes of a decision, each by itself."""
    query = "SELECT kind || ':' || value FROM nodes WHERE id = ?"
    left, right = (links.database.execute(query, (end,)).fetchone()[0] for end in (one.a, one.b))
    return left, right
