"""How the answers of `search` are told, of one case or of several: as text or JSON."""

import msgspec

from ..query.gathering import Found
from .items import as_facts as item_facts
from .known_telling import sighting_text, stated_text
from .known_texts import say_more, say_passage
from .output import say_wrapped


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
        say_passage(passage)
    say_more(found.passage_count - len(found.passages), "texts")
    for sighting in found.seen:
        parts = sighting_text(sighting).replace(f"  in {sighting.item} {sighting.path}", "", 1)
        say_wrapped(parts, indent=indent)
    say_more(found.seen_count - len(found.seen), "observations")
    for stated in found.stated:
        say_wrapped(stated_text(stated), indent=indent)
    say_more(found.stated_count - len(found.stated), "statements")
