"""`truyvet watch list`: what is watched, and when each page is due."""

import click

from ..evidence.case import Case
from ..evidence.times import now
from ..evidence.web.watching import interval_text
from .context import with_case
from .output import Align, note, say_json, table
from .watch_pages import Page, pages_of, watching_of


@click.command("list", epilog="Example: truyvet watch list --json | jq .due")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_case
def command(case: Case, as_json: bool) -> None:
    """List the pages that are watched, when each is due, and the selectors of the watch-list.

    A page is due an interval after its last capture by any `collect web`, failed ones too.
    """
    watching, moment = watching_of(case), now().utc
    with case.reading() as index:
        pages = pages_of(case, index, (one.act.value for one in watching.pages), watching)
    if as_json:
        for page in pages:
            say_json(_facts(page, moment))
        for one in watching.selectors:
            stands_for = [f"{each.kind} {each.normal}" for each in one.act.readings]
            say_json({"selector": one.act.value, "entry": one.seq, "note": one.act.note,
                      "readings": stands_for})  # fmt: skip
        return
    columns = {"page": Align.WRAP, "every": Align.RIGHT, "last": Align.LEFT, "due": Align.LEFT}
    columns |= {"state": Align.LEFT, "note": Align.WRAP}
    table(columns, (_cells(page, moment) for page in pages))
    if watching.selectors:
        head = {"selector": Align.LEFT, "looked up as": Align.WRAP, "note": Align.WRAP}
        table(head, (
            (one.act.value, ", ".join(f"{each.kind} {each.normal}" for each in one.act.readings),
             one.act.note)
            for one in watching.selectors
        ))  # fmt: skip
    if not pages and not watching.selectors:
        note("nothing is watched; begin with: truyvet watch add URL --every 6h")


def state_of(page: Page, moment: str) -> str:
    """Return in one word how it stands with a page: what came of its last capture, or `due`."""
    last = page.captures[-1].record.result if page.captures else "never"
    return f"{last}, due" if page.is_due(moment) else last


def _facts(page: Page, moment: str) -> dict[str, object]:
    act = page.watched.act if page.watched is not None else None
    return {
        "page": page.address,
        "every": act.every if act else 0,
        "browser": bool(act and act.browser),
        "note": act.note if act else "",
        "entry": page.watched.seq if page.watched else None,
        "captures": len(page.captures),
        "last": page.tried,
        "due": page.due,
        "is_due": page.is_due(moment),
        "result": page.captures[-1].record.result if page.captures else None,
    }


def _cells(page: Page, moment: str) -> tuple[str, ...]:
    act = page.watched.act if page.watched is not None else None
    every = interval_text(act.every) + (" browser" if act.browser else "") if act else ""
    last = _shown(page.tried) if page.tried else "never"
    due = "now" if page.is_due(moment) else _shown(page.due)
    return page.address, every, last, due, state_of(page, moment), act.note if act else ""


def _shown(utc: str) -> str:
    return f"{utc[:19]}Z".replace("T", " ")
