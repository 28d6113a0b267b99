"""How `known` tells of texts that hold a value, of names like it, and of what it may hold."""

import shlex
from collections.abc import Iterable, Sequence

import click

from ..evidence.scans.locator import shown
from ..query.gathering import Passage
from ..query.intexts import Alike, InTexts
from ..query.snippets import Snippet
from .output import counted, on_terminal, safe, say, say_wrapped


def say_texts(told: InTexts) -> None:
    """Print where a value stands in texts."""
    if not told.texts:
        return
    say(f"  in {counted(told.texts, 'text')} of {counted(told.items, 'item')}")
    for one in told.found:
        marks = f"  tagged {', '.join(one.tags)}" if one.tags else ""
        say_wrapped(f"{one.item}  {one.path}{marks}", indent=4)
        say_passage(one.passage, indent=6)
    say_more(told.texts - len(told.found), "texts")


def say_alike(told: Iterable[Alike]) -> None:
    """Print whose names hold the words of a value."""
    for one in told:
        say_wrapped(f"like: {one.name} ({one.node})", indent=2)


def search_for(text: str) -> str:
    """Return the command that looks a value up in the texts."""
    phrase = text.strip().replace('"', '""')
    quoted = shlex.quote(f'"{phrase}"')
    return f"truyvet search {quoted}"


def say_holds(values: Sequence[str]) -> None:
    """Print that what was typed looks like several values, or like one with a remark."""
    if not values:
        return
    what = f"{len(values)} values" if len(values) > 1 else "a value with a remark"
    each = "each" if len(values) > 1 else "it"
    command = f"truyvet known {shlex.join(values)}"
    say_wrapped(f"this looks like {what}; look {each} up by itself: {command}", indent=2)


def say_more(left: int, what: str) -> None:
    """Print how many more there are than were told, if any."""
    if left > 0:
        say(f"    … and {left:,} more {what}")


def say_passage(passage: Passage, *, indent: int = 4) -> None:
    """Print what stands around the hits in a text, and where."""
    for snippet in passage.snippets:
        where = safe(shown(snippet.locator))
        said = f"{passage.extractor} {passage.version}, entry {passage.entry}"
        say(f"{' ' * indent}{marked(snippet)}  {where}  {safe(said)}")
    say_more(passage.count - sum(len(one.hits) for one in passage.snippets), "hits in this text")


def marked(snippet: Snippet) -> str:
    """Return a snippet with its hits marked: bold on a terminal, «so» elsewhere."""
    parts, at = list[str](), 0
    for start, end in snippet.hits:
        hit = safe(snippet.text[start:end])
        parts.append(safe(snippet.text[at:start]))
        parts.append(click.style(hit, bold=True) if on_terminal() else f"«{hit}»")
        at = end
    return "".join((*parts, safe(snippet.text[at:])))
