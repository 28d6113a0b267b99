"""What commands about statements share: how one is told, with all that it rests on."""

from datetime import timezone

from ..evidence.acts import Retract, Scan
from ..evidence.links.node import Node
from ..evidence.links.reading import Told, entry_of
from ..evidence.links.relation import RELATIONS
from ..evidence.links.view import Links
from ..evidence.scans.locator import shown
from .zones import in_zone


def as_facts(links: Links, told: Told) -> dict[str, object]:
    """Return a statement as JSON facts."""
    said, row = told.statement, told.row
    facts: dict[str, object] = {
        "statement": row.name,
        "subject": str(said.subject),
        "subject_name": called(links, said.subject),
        "relation": said.relation,
        "object": str(said.object),
        "object_name": called(links, said.object),
        "since": said.since,
        "until": said.until,
        "facts": said.facts,
        "grade": said.grade,
        "confidence": said.confidence,
        "note": said.note,
        "raw": told.raw,
        "said_by": told.said_by,
        "recorded": row.recorded,
        "entry": row.seq,
        "item": told.item.name if told.item else "",
        "item_id": said.item or "",
        "path": told.item.path if told.item else "",
        "sha256": (told.item.sha256 or "") if told.item else "",
        "locator": list(said.locator),
        "ended": row.ended or None,
    }
    return facts


def called(links: Links, node: Node) -> str:
    """Return what a node is called: its label where it has one that is not its value."""
    query = "SELECT label FROM nodes WHERE value = ? AND kind = ?"
    row = links.database.execute(query, (node.value, node.kind)).fetchone()
    return "" if row is None or row[0] == node.value else str(row[0])


def shown_node(links: Links, node: Node) -> str:
    """Return a node for people: its name, and what it is."""
    name = called(links, node)
    if node.kind in ("name", "alias"):
        return f"“{node.value}”"
    if node.kind == "item":
        return f"item {name}" if name else f"item {node.value[:12]}"
    return f"{name} ({node})" if name else str(node)


def words_of(links: Links, told: Told) -> str:
    """Return in one line what a statement says."""
    said = told.statement
    kind = RELATIONS[said.relation]
    text = f"{shown_node(links, said.subject)} {kind.title} {shown_node(links, said.object)}"
    details = [f"{name} {fact}" for name, fact in said.facts.items()]
    return text + (f" ({', '.join(details)})" if details else "")


def span_of(told: Told, zone: timezone | None = None) -> str:
    """Return when it happened, or from when until when it holds, UTC or in a zone."""
    since, until = (in_zone(one, zone) for one in (told.statement.since, told.statement.until))
    return f"{since} – {until}" if until else since


def where_of(told: Told) -> str:
    """Return where it stands: item, path, locator; empty for what an officer says of himself."""
    if told.item is None:
        return ""
    return f"{told.item.name} {told.item.path}{_after(shown(told.statement.locator))}"


def _after(text: str) -> str:
    return f", {text}" if text else ""


def ended_text(links: Links, told: Told) -> str:
    """Return how a statement ended; empty while it stands."""
    if not told.row.ended:
        return ""
    entry = entry_of(links, told.row.ended)
    act = entry.act
    if isinstance(act, Retract):
        return f"ended by {entry.actor.name}, entry {entry.seq}: {act.reason}"
    if isinstance(act, Scan):
        return f"replaced by the scan of entry {entry.seq}"
    return f"ended by entry {entry.seq}"
