"""`truyvet link add`: an officer states that one stands in a relation to another; an act."""

import re

import click

from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from ..evidence.links.node import KINDS, Node
from ..evidence.links.relation import NAMING, RELATIONS, Relation
from ..evidence.links.stating import state
from ..evidence.links.view import Links
from .context import ActOptions, check_text, with_acting, with_case
from .nodes import find_itself, find_nodes
from .output import note, safe, say, say_json
from .stating import Grounds, spelled, when, with_grounds

_STATABLE = [name for name in RELATIONS if name != "mentioned_with"]
_FACTS = ("amount", "currency", "duration")
_FACT = re.compile(r"[a-z][a-z0-9-]{0,47}")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


@click.command("add", epilog="Example: truyvet link add 'Văn Đức' uses 0912345678 --grade B2")
@click.argument("subject", metavar="A")
@click.argument("relation", metavar="RELATION", type=click.Choice(_STATABLE, case_sensitive=False))
@click.argument("other", metavar="B")
@click.option("--since", help="When it happened, or from when it holds: 2026-03-12, 12/3/2026 …")
@click.option("--until", help="Until when it holds.")
@click.option("--amount", help="How much was paid.")
@click.option("--currency", help="In which currency: VND, USD …")
@click.option("--duration", help="How long, in seconds.")
@click.option(
    "--fact", "more", multiple=True, metavar="NAME=VALUE", help="Any other detail; repeatable."
)
@click.option("--confidence", type=click.IntRange(0, 100), default=100, show_default=True)
@click.option("--as-written", is_flag=True, help="Take what cannot be read as it stands.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_grounds
@with_case
@with_acting
def command(
    case: Case,
    subject: str,
    relation: Relation,
    other: str,
    since: str | None,
    until: str | None,
    more: tuple[str, ...],
    confidence: int,
    as_written: bool,
    as_json: bool,
    grounds: Grounds,
    act: ActOptions,
    **details: str | None,
) -> None:
    """State that A stands in RELATION to B, as `truyvet link types` lists them.

    A and B are a name, number, account or id in any spelling, of someone known here; or KIND:VALUE
    of something new, as phone:0912345678. Paid, called, met … may be stated again and again.
    """
    facts = _facts(details, more, as_written=as_written)
    holds = {"since": when(since, "--since") if since else ""}
    holds["until"] = when(until, "--until") if until else ""
    first, last = (holds[end].rstrip("Z") for end in ("since", "until"))
    if last < first[: len(last)]:  # a month does not end before one of its days begins
        raise click.UsageError(f"--until {until} is before --since {since}")
    naming = relation in NAMING
    with Links.open(case) as links:
        left = node_of(links, subject, as_written=as_written)
        right = spelled(_NAMES[relation], other) if naming else None
        right = right or node_of(links, other, as_written=as_written)
    if left == right:
        raise click.UsageError(f"A and B are both {left}")
    acting = act.acting()
    with case.writing() as writer:
        statement = grounds.statement(
            writer.index,
            left,
            relation,
            right,
            facts=facts,
            confidence=confidence,
            **holds,
        )
        entry = state(writer, acting, [statement])
    if as_json:
        told = {"entry": entry.seq, "statement": f"{entry.seq}:0", "subject": str(left)}
        say_json(told | {"relation": relation, "object": str(right)})
        return
    say(f"entry {entry.seq}: {entry.seq}:0 {safe(str(left))} {relation} {safe(str(right))}")


_NAMES = {"named": "name", "alias": "alias"}


def _facts(
    details: dict[str, str | None], more: tuple[str, ...], *, as_written: bool
) -> dict[str, str]:
    facts = {name: str(details[name]) for name in _FACTS if details[name]}
    for text in more:
        name, equals, value = text.partition("=")
        if not equals or not value:
            raise click.BadParameter(f"{text!r} is no NAME=VALUE", param_hint="--fact")
        facts[name] = value
    for name, value in facts.items():
        check_text(name, value)
        if not _FACT.fullmatch(name):
            raise click.BadParameter(f"{name!r} is no name of a fact", param_hint="--fact")
        if name in ("amount", "duration") and not (as_written or _NUMBER.fullmatch(value)):
            raise click.BadParameter(f"{value!r} is no number", param_hint=f"--{name}")
    if "amount" in facts and "currency" not in facts:
        note("no --currency: the amount is not summed up with others")
    return facts


def node_of(links: Links, text: str, *, as_written: bool = False) -> Node:
    """Return whom or what `text` means: someone known, or something new written `KIND:VALUE`.

    Raises `TruyvetError` E570 where nobody known is meant and no kind is given, E571 for several.
    """
    check_text("node", text)
    kind, colon, value = text.partition(":")
    if colon and kind in KINDS:
        found = find_nodes(links, text)
        if not found:
            if KINDS[kind].made_up or kind == "item":
                raise TruyvetError("E570", text=text[:120])
            return spelled(kind, value, as_written=as_written)
    return find_itself(links, text)
