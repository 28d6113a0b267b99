"""`truyvet tag`: put a tag on an item or an observation, or take it off; an act."""

import click

from ..evidence.acts import Tag
from ..evidence.case import Case
from .context import ActOptions, check_text, with_acting, with_case
from .naming import named
from .output import Align, say, say_json, table


@click.command("tag", epilog="Example: truyvet tag 5:12 'nghi phạm A'")
@click.argument("name", required=False)
@click.argument("tag", required=False)
@click.option("--off", is_flag=True, help="Take the tag off.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@with_case
@with_acting
def command(
    case: Case, name: str | None, tag: str | None, off: bool, as_json: bool, act: ActOptions
) -> None:
    """Put TAG on NAME: an item (1.17) or an observation (5:12); without both, list all tags."""
    if name is None or tag is None:
        if name is not None:
            raise click.UsageError("give a tag, or no name to list all tags")
        _list(case, as_json=as_json)
        return
    check_text("tag", tag)
    if not tag.strip():
        raise click.BadParameter("an empty tag says nothing", param_hint="TAG")
    with case.reading() as index:
        short, item = named(index, name)
        there = any((one, word) == (short, tag) for one, word, _ in index.tags(item=item))
    if there != off:
        say(f"{short} {'does not bear' if off else 'bears'} that tag already")
        return
    acting = act.acting()
    with case.writing() as writer:
        entry = writer.append(acting, Tag(item=item, name=short, off=off, tag=tag))
    if as_json:
        say_json({"entry": entry.seq, "name": short, "item": item, "tag": tag, "off": off})
    else:
        say(f"entry {entry.seq}: {'took off' if off else 'tagged'} {short}")


def _list(case: Case, *, as_json: bool) -> None:
    with case.reading() as index:
        tags = index.tags()
    if as_json:
        for name, tag, seq in tags:
            say_json({"name": name, "tag": tag, "entry": seq})
        return
    columns = {"name": Align.LEFT, "tag": Align.WRAP, "entry": Align.RIGHT}
    table(columns, ((name, tag, str(seq)) for name, tag, seq in tags))
