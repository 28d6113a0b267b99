"""`truyvet show`: everything known of one item."""

import click
import msgspec

from ..evidence.case import Case, find_item
from ..evidence.item import locator
from ..evidence.lookup import read_item
from ..evidence.sighting import is_observation_name
from .context import with_case
from .items import as_facts as row_facts
from .log import entry_line
from .output import facts, say, say_json, say_wrapped, size_text
from .show_observation import show_observation


@click.command("show", epilog="Example: truyvet show 1.17")
@click.argument("item")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@with_case
def command(case: Case, item: str, as_json: bool) -> None:
    """Show all that is known of ITEM (1.17, or the start of its id), and its custody history.

    Of an observation (5:12): its value read anew from the original bytes, what stands around it,
    and the chain from the item through what it was found in to the act that brought it.
    """
    if is_observation_name(item):
        show_observation(case, item, as_json=as_json)
        return
    with case.reading() as index:
        row = find_item(index, item)
        whole = read_item(case, index, row)
        acts = {row.seq, *index.acts_on(row.id)}
    history = [signed.entry for signed in case.ledger.entries() if signed.entry.seq in acts]
    known = msgspec.to_builtins(whole)
    if as_json:
        entries = [msgspec.to_builtins(entry) for entry in history]
        say_json(row_facts(row) | known | {"locator": locator(whole), "history": entries})
        return
    shown = {"item": row.name, "id": row.id, "locator": locator(whole)}
    shown |= {name: _text(name, value) for name, value in known.items() if name != "n"}
    if row.sha256 is not None:
        shown["object"] = str(case.store.path(row.sha256).relative_to(case.folder))
    facts(shown)
    say("custody:")
    for entry in history:
        say_wrapped(entry_line(entry), indent=2)


def _text(name: str, value: object) -> str:
    if name == "mode" and isinstance(value, int):
        return f"{value:04o}"
    if name in ("size", "allocated") and isinstance(value, int):
        return f"{value} ({size_text(value)})"
    if name == "unverified":
        return "it came from a server whose certificate is not to be trusted"
    if name == "problem" and isinstance(value, dict):
        return ": ".join(value.values())
    if name == "xattrs" and isinstance(value, list):
        return "\n".join(f"{one['name']} = {one.get('value', '(not kept)')}" for one in value)
    return str(value)
