"""What `same A B`, `different` and `unsure` share: one decision about two nodes, an act."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Literal, TypeVar

import click

from ..evidence.acts import Decide
from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from ..evidence.index import Index
from ..evidence.links.identity import Decision as Decided
from ..evidence.links.identity import joining, parting
from ..evidence.links.node import Node
from ..evidence.links.stating import decide
from ..evidence.links.view import Links
from ..evidence.sighting import find_observation
from .context import ActOptions, check_text, with_acting, with_case
from .link_show import statement_rows
from .nodes import find_bearer, find_itself
from .output import safe, say, say_json

Command = TypeVar("Command", bound=Callable[..., Any])
Decision = Literal["same", "different", "unsure", "undo"]


def with_decision(command: Command) -> Command:
    """Give a command that decides its arguments and options, in the order of `decided`."""

    @click.argument("left", metavar="A")
    @click.argument("right", metavar="B")
    @click.option("--because", required=True, help="Why; goes into the entry.")
    @click.option(
        "--evidence", "names", multiple=True, metavar="NAME",
        help="A statement or observation it rests on (5:12); repeatable.",
    )  # fmt: skip
    @click.option("--score", type=click.IntRange(0, 100), default=0, help="As suggested.")
    @click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
    @with_case
    @with_acting
    @wraps(command)
    def wrapped(*args: Any, **options: Any) -> Any:
        return command(*args, **options)

    return wrapped  # type: ignore[return-value]


def decided(
    decision: Decision,
    case: Case,
    act: ActOptions,
    *,
    left: str,
    right: str,
    because: str,
    names: tuple[str, ...],
    score: int,
    as_json: bool,
) -> None:
    """Record a decision about the two and tell it.

    Raises `TruyvetError` E570 or E571 where it is not clear who is meant, E573 where a live
    decision says the contrary, E575 or E844 for evidence that is none.
    """
    refuse_empty(because)
    with Links.open(case) as links:
        one, two = exact_node(links, left), exact_node(links, right)
        for name in names:
            check_evidence(links, links.index, name)
        before = standing(links, one, two, decision)
    if one == two:
        raise click.UsageError(f"A and B are both {one}")
    acting = act.acting()
    told = Decide(
        because=because, decision=decision, evidence=tuple(dict.fromkeys(names)),
        left=str(one), right=str(two), score=score,
    )  # fmt: skip
    with case.writing() as writer:
        entry = decide(writer, acting, told)
    if as_json:
        say_json({"entry": entry.seq, "decision": decision, "left": told.left, "right": told.right,
                  "already": [one.seq for one in before]})  # fmt: skip
        return
    say(f"entry {entry.seq}: {safe(told.left)} and {safe(told.right)} {_WORDS[decision]}")
    if before:
        say(f"  they were {_WORDS[decision].removeprefix('are ')} already by {entries(before)}")


_WORDS = {"same": "are one", "different": "are not one", "unsure": "may be one or not"}


def standing(links: Links, left: Node, right: Node, decision: Decision) -> list[Decided]:
    """Return the live decisions by which two are one, or apart, before this is decided again."""
    query = "SELECT id FROM nodes WHERE value = ? AND kind = ?"
    rows = [
        links.database.execute(query, (one.value, one.kind)).fetchone() for one in (left, right)
    ]
    if None in rows:
        return []
    one, two = (int(row[0]) for row in rows)
    found = links.decisions()
    if decision == "same":
        return joining(found, one, two)
    roots = {node: links.root(node) for each in found for node in (each.a, each.b)}
    ends = {links.root(one), links.root(two)}
    return parting(found, roots, ends) if decision == "different" else []


def entries(decisions: Sequence[Decided]) -> str:
    """Return decisions by their entries: `entry 7`, `entries 7 and 8`."""
    *others, last = (str(seq) for seq in sorted(one.seq for one in decisions))
    return f"entries {', '.join(others)} and {last}" if others else f"entry {last}"


def exact_node(links: Links, text: str) -> Node:
    """Return whom `text` means: an identifier is exactly that one and no other.

    A name, also written name:X, is who bears it: the node that stands for all that were decided to
    be it. A name itself is never decided on; E570, E571, E574 where nobody bears it.
    """
    check_text("node", text)
    return find_bearer(links, find_itself(links, text))


def check_evidence(links: Links, index: Index, name: str) -> None:
    """Refuse a name that no statement and no observation has."""
    try:
        statement_rows(links, name)
    except TruyvetError:
        find_observation(index, name)


def refuse_empty(because: str) -> None:
    """Refuse a decision without a reason."""
    check_text("because", because)
    if not because.strip():
        raise TruyvetError("E112", field="because")
