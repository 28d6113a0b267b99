"""`truyvet watch remove`: watch a page or a selector no longer; an act."""

import click
from msgspec.structs import replace

from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from ..evidence.web.watching import Watched, Watching, read_watching
from ..extractors.selectors import readings
from .context import ActOptions, check_text, with_acting, with_case
from .output import safe, say, say_json
from .watch_pages import address_of


@click.command("remove", epilog="Example: truyvet watch remove https://shop.example/")
@click.argument("value")
@click.option("--note", "text", default="", help="Your note; goes into the entry.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_case
@with_acting
def command(case: Case, value: str, text: str, as_json: bool, act: ActOptions) -> None:
    """Watch VALUE no longer: the URL of a page, or a selector in any spelling.

    What was captured stays; that it was watched stays in the ledger.
    """
    check_text("note", text)
    watched = _find(read_watching(signed.entry for signed in case.ledger.entries()), value)
    acting = act.acting()
    with case.writing() as writer:
        entry = writer.append(acting, replace(watched.act, off=True, note=text))
    if as_json:
        say_json({"entry": entry.seq, "target": watched.act.target, "value": watched.act.value})
    else:
        say(f"entry {entry.seq}: {safe(watched.act.value)} is watched no longer")


def _find(watching: Watching, value: str) -> Watched:
    found = watching.of("page", value) or watching.of("selector", value.strip())
    if found is None:
        try:
            found = watching.of("page", address_of(value))
        except TruyvetError:
            found = None
    if found is None:  # another spelling of the same
        meant = set(readings(value))
        for one in watching.selectors:
            if meant and meant == {(each.kind, each.normal) for each in one.act.readings}:
                return one
        raise TruyvetError("E551", value=value)
    return found
