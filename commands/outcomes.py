"""`truyvet outcomes`: how completely the case is examined, and what is left and why."""

from itertools import islice

import click

from ..evidence.case import Case
from ..evidence.completeness import Completeness, of_case
from ..evidence.errors import ExitStatus, TruyvetError
from ..evidence.examined import STATUSES, Shortfall
from ..evidence.index import Index
from ..evidence.scans.outcome import FULL
from ..evidence.sighting import item_of
from .context import with_case
from .output import Align, facts, note, say, say_json, table

_SHOWN = 50
_SHORT = [status for status in STATUSES if status not in FULL]


@click.command("outcomes", epilog="Example: truyvet outcomes --extractor archive")
@click.option("--extractor", help="List only what this extractor left.")
@click.option(
    "--status", type=click.Choice(_SHORT), help="List only what ended so.", metavar="STATUS"
)
@click.option("--all", "everything", is_flag=True, help="List all that is left, not the first 50.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON: a summary, then a line each.")
@with_case
def command(
    case: Case, extractor: str | None, status: str | None, everything: bool, as_json: bool
) -> ExitStatus:
    """Tell how many items are examined fully, partly and not at all, and why.

    The exit status is 4 when anything is left unexamined.
    """
    with case.reading() as index:
        told = of_case(index)
        if extractor is not None and extractor not in told.statuses:
            raise TruyvetError("E843", name=extractor, known=", ".join(told.statuses) or "none yet")
        short = (
            one
            for one in index.examinations.shortfalls()
            if extractor in (None, one.extractor) and status in (None, one.status)
        )
        if as_json:
            say_json(_summary(told))
            for one in short:
                say_json(_fact(index, one))
        else:
            _show(told)
            _list(index, list(islice(short, None if everything else _SHOWN + 1)), everything)
    for _, pending in case.scans_under_way():
        note(f"a scan is not finished ({pending.scan[:8]}): give the same command again")
    return ExitStatus.DONE if told.whole else ExitStatus.PARTIAL


def _summary(told: Completeness) -> dict[str, object]:
    return {
        "items": told.items,
        "without_bytes": told.without_bytes,
        "not_collected": told.not_collected,
        "full": told.full,
        "partly": told.partly,
        "not": told.unexamined,
        "never_scanned": told.never,
        "left_out": list(told.left_out),
        "extractors": told.statuses,
    }


def _fact(index: Index, one: Shortfall) -> dict[str, object]:
    row = item_of(index, one.item)
    return {"item": row.name, "id": one.item, "path": row.path, "extractor": one.extractor,
            "status": one.status, "reason": one.reason}  # fmt: skip


def _show(told: Completeness) -> None:
    facts(
        {
            "items": f"{told.items:,}",
            "examined fully": f"{told.full:,}",
            "examined partly": f"{told.partly:,}",
            "not examined": f"{told.unexamined + told.never:,}"
            + (f" ({told.never:,} since the last scan)" if told.never else ""),
            "without bytes": f"{told.without_bytes:,} (folders, links)",
            "not collected": f"{told.not_collected:,}",
        }
    )
    if told.left_out:
        say(f"never asked: {', '.join(told.left_out)}")
    statuses = sorted({status for of_one in told.statuses.values() for status in of_one})
    columns = {"extractor": Align.LEFT} | dict.fromkeys(statuses, Align.RIGHT)
    if told.statuses:
        table(
            columns,
            (
                (name, *(f"{of_one[status]:,}" if status in of_one else "" for status in statuses))
                for name, of_one in told.statuses.items()
            ),
        )


def _list(index: Index, short: list[Shortfall], everything: bool) -> None:
    if not short:
        return
    say()
    columns = {"item": Align.LEFT, "extractor": Align.LEFT, "status": Align.LEFT}
    columns |= {"why": Align.WRAP, "path": Align.WRAP}
    shown = short if everything else short[:_SHOWN]
    rows = ((item_of(index, one.item), one) for one in shown)
    table(
        columns,
        ((row.name, one.extractor, one.status, one.reason, row.path) for row, one in rows),
    )
    if len(short) > len(shown):
        note("… all of them: --all")
