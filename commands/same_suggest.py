"""`truyvet same suggest`: pairs that may be one, with scores and reasons; nothing is decided."""

import click

from ..evidence.case import Case
from ..evidence.links.view import Links
from ..graph.candidates import LIKELY, Candidate, Suggestions, suggest
from .context import with_case
from .nodes import find_node
from .output import counted, note, on_terminal, safe, say, say_json


@click.command("suggest", epilog="Example: truyvet same suggest --limit 20 --min-score 60")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Most pairs.")
@click.option(
    "--min-score", "least", type=click.IntRange(0, 100), default=LIKELY, show_default=True,
    help="Least score.",
)  # fmt: skip
@click.option("--of", "who", help="Only pairs with this one: a name, number, id …")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_case
def command(case: Case, limit: int, least: int, who: str | None, as_json: bool) -> None:
    """List pairs that may be one and the same, the likeliest first.

    They share an identifier, or have similar names: other marks, another order, a word left out.
    Another CCCD, birth year or sex speaks against it. A score orders this list and proves nothing;
    you decide: truyvet same A B, different A B, unsure A B.
    """
    with Links.open(case) as links:
        only = None if who is None else find_node(links, who).id
        answer = suggest(links, least=least, limit=limit, only=only)
    for one in answer.found:
        if as_json:
            say_json(_facts(one))
        else:
            _print(one)
    if not as_json:
        _tell(answer, least)


def _facts(one: Candidate) -> dict[str, object]:
    return {
        "left": str(one.left.node),
        "left_name": one.left.label,
        "right": str(one.right.node),
        "right_name": one.right.label,
        "score": one.score,
        "reasons": [{"text": reason.text, "weight": reason.weight} for reason in one.reasons],
        "unsure": one.unsure,
    }


def _print(one: Candidate) -> None:
    mark = f"  [unsure, entry {one.unsure}]" if one.unsure is not None else ""
    left, right = (f"{row.label} ({row.node})" for row in (one.left, one.right))
    if not on_terminal():
        reasons = "; ".join(f"{reason.weight:+} {reason.text}" for reason in one.reasons)
        cells = (str(one.score), str(one.left.node), one.left.label, str(one.right.node))
        say("\t".join(map(safe, (*cells, one.right.label, reasons + mark))))
        return
    say(f"{one.score:>3}  {safe(left)}\n     {safe(right)}{mark}")
    for reason in one.reasons:
        say(f"     {reason.weight:+4}  {safe(reason.text)}")


def _tell(answer: Suggestions, least: int) -> None:
    """Say what the list leaves out, so that an empty one does not look like a clean one."""
    note(
        f"{counted(answer.people, 'node')} that may be one with others, "
        f"{counted(answer.compared, 'pair')} looked at, {len(answer.found)} told"
        + (f", {answer.more:,} more of at least {least}: --limit" if answer.more else "")
    )
    if answer.below:
        lower = "has a score" if answer.below == 1 else "have scores"
        note(f"{counted(answer.below, 'pair')} looked at {lower} below {least}: --min-score 1")
    for what, count in answer.crowded[:5]:
        note(f"shared by too many to pair them all: {safe(what)} ({count:,})")
    if len(answer.crowded) > 5:
        note(f"and {len(answer.crowded) - 5:,} more such")
