"""How the answers of `search` are told, of one case or of several: as text or JSON."""

import click
import msgspec

from ..evidence.scans.locator import shown
from ..query.gathering import Found, Passage
from ..query.snippets import Snippet
from .items import as_facts as item_facts
from .known_telling import sighting_text, stated_text
from .output import on_terminal, safe, say, say_wrapped


def as_facts(found: Found) -> dict[str, object]:
    """Return what was found in an item as JSON facts."""
    facts: dict[str, object] = {}
    if found.item is not None:
        facts = item_facts(found.item)
    for name in ("score", "passages", "passage_count", "seen", "seen_count", "stated"):
        facts[name] = msgspec.to_builtins(getattr(found, name))
    return facts | {"stated_count": found.stated_count}


def say_found(found: Found) -> None:
    """Print what was found in an item: texts with their hits marked, observations, statements."""
    indent = 0
    if found.item is not None:
        say_wrapped(f"{found.item.name}  {found.item.path}", indent=0)
        indent = 4
    for passage in found.passages:
        _say_passage(passage)
    _say_more(found.passage_count - len(found.passages), "texts")
    for sighting in found.seen:
        parts = sighting_text(sighting).replace(f"  in {sighting.item} {sighting.path}", "", 1)
        say_wrapped(parts, indent=indent)
    _say_more(found.seen_count - len(found.seen), "observations")
    for stated in found.stated:
        say_wrapped(stated_text(stated), indent=indent)
    _say_more(found.stated_count - len(found.stated), "statements")


def _say_more(left: int, what: str) -> None:
    if left > 0:
        say(f"    … and {left:,} more {what}")


def _say_passage(passage: Passage) -> None:
    for snippet in passage.snippets:
        where = safe(shown(snippet.locator))
        said = f"{passage.extractor} {passage.version}, entry {passage.entry}"
        say(f"    {marked(snippet)}  {where}  {safe(said)}")
    _say_more(passage.count - sum(len(one.hits) for one in passage.snippets), "hits in this text")


def marked(snippet: Snippet) -> str:
    """Return a snippet with its hits marked: bold on a terminal, «so» elsewhere."""
    parts, at = list[str](), 0
    for start, end in snippet.hits:
        hit = safe(snippet.text[start:end])
        parts.append(safe(snippet.text[at:start]))
        parts.append(click.style(hit, bold=True) if on_terminal() else f"«{hit}»")
        at = end
    return "".join((*parts, safe(snippet.text[at:])))
