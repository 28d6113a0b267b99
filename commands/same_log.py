"""`truyvet same log`: all decisions on who is who, live and undone."""

from collections.abc import Iterator

import click

from ..evidence.case import Case
from ..evidence.links.history import ended_evidence
from ..evidence.links.identity import Decision
from ..evidence.links.view import Links
from .context import with_case
from .links_options import ended_text
from .output import Align, say_json, table
from .person_show import decision_facts
from .same_undo import pair_of


@click.command("log", epilog="Example: truyvet same log --live")
@click.option("--live", is_flag=True, help="Only decisions that count.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_case
def command(case: Case, live: bool, as_json: bool) -> None:
    """List the decisions in the order of the ledger: who, why, confirmed and taken back by whom."""
    with Links.open(case) as links:
        everything = links.decisions()
        confirmed = dict[int, list[Decision]]()
        for one in everything:
            if one.confirms is not None:
                confirmed.setdefault(one.confirms, []).append(one)
        chosen = [one for one in everything if one.is_live or not live]
        if as_json:
            for one in chosen:
                say_json(_facts(links, one, confirmed.get(one.seq, [])))
            return
        columns = {"entry": Align.RIGHT, "decision": Align.LEFT, "who": Align.WRAP}
        columns |= {"because": Align.WRAP, "officer": Align.WRAP, "state": Align.WRAP}
        table(columns, _rows(links, chosen, confirmed))


def _facts(links: Links, one: Decision, confirmed: list[Decision]) -> dict[str, object]:
    left, right = pair_of(links, one)
    told: dict[str, object] = {"left": left, "right": right}
    told |= {"evidence_ended": ended_evidence(links, one)}
    by = [{"entry": two.seq, "officer": two.actor, "unit": two.unit} for two in confirmed]
    return decision_facts(one) | told | {"confirmed": by}


def _rows(
    links: Links, chosen: list[Decision], confirmed: dict[int, list[Decision]]
) -> Iterator[tuple[str, ...]]:
    for one in chosen:
        left, right = pair_of(links, one)
        ended = ended_text(ended_evidence(links, one))
        what = f"confirms {one.confirms}" if one.confirms is not None else one.decision
        what = f"undo {one.undoes}" if one.undoes is not None else what
        yield (
            str(one.seq), what, f"{left} – {right}", one.because, f"{one.actor}, {one.unit}",
            "; ".join(filter(None, (_state(one, confirmed.get(one.seq, [])), ended))),
        )  # fmt: skip


def _state(one: Decision, confirmed: list[Decision]) -> str:
    if one.undone_by is not None:
        return f"taken back by entry {one.undone_by}"
    if one.refused:
        return "counts for nothing: a live decision says the contrary"
    if confirmed:
        return "; ".join(f"confirmed by {two.actor} (entry {two.seq})" for two in confirmed)
    return "" if one.undoes is not None or one.confirms is not None else "live"
