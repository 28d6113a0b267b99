"""vCards: whom an address book knows, by which names, numbers and addresses, as statements.

A card is a person with a made-up value: two cards are never taken for one. The address book itself,
the item, has that person as a contact.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..evidence.links.node import MAX_VALUE, Node
from ..evidence.links.relation import Relation
from ..evidence.links.statement import Statement, link_facts, link_normal
from ..evidence.scans.locator import span
from ..evidence.scans.observation import MAX_RAW
from ..hashes.canonical import encode
from .contacts.cards import Card, Property, cards
from .interface import Accepts, Emit, ItemView, Limits
from .selectors.table import normal
from .settings import Settings

NAME = "vcard"
VERSION = "2"
ACCEPTS = Accepts(media=("text/vcard",), names=(".vcf", ".vcard"))
LIMITS = Limits(wall=300.0, cpu=300, records=1_000_000)
KINDS: Mapping[str, str] = {
    "link": "a statement: who or what stands in which relation to whom or what"
}
STEPS: Mapping[str, str] = {}
PROGRAMS: tuple[str, ...] = ()

_TEL = re.compile(r"tel:([^;]+)(?:;.*)?", re.IGNORECASE)  # RFC 3966
_MESSENGERS = {
    "X-ZALO": "zalo", "X-TELEGRAM": "telegram", "X-WHATSAPP": "whatsapp", "X-VIBER": "viber",
    "X-FACEBOOK": "facebook", "X-INSTAGRAM": "instagram",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    """A statement and where it stands."""

    start: int
    length: int
    statement: Statement


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return the version of the telephone tables, and how numbers without a country are read."""
    from .selectors.phones import version

    return {"phonenumbers": version(), "region": settings.region}


def prepare(settings: Settings, /) -> None:
    """Load what reads telephone numbers."""
    normal("phone", "+1 202 456 1111")


def extract(view: ItemView, emit: Emit, /) -> None:
    """Emit what each card says."""
    buffer = view.memory()
    number = 0
    for number, card in enumerate(cards(buffer), start=1):
        place = span(card.start, card.length)
        if not card.is_closed:
            emit.problem("corrupt", place, "a card that is not closed")
        for said in _sayings(view, card, number):
            length = min(said.length, MAX_RAW)
            emit.observation(
                "link", span(said.start, length), view.read(said.start, length),
                normal=link_normal(said.statement), facts=link_facts(said.statement),
            )  # fmt: skip
    if not number and view.facts.size:
        emit.problem("corrupt", "", "no card begins in it")


def _sayings(view: ItemView, card: Card, number: int) -> Iterator[_Said]:
    """Yield what a card says of its person."""
    digest = hashlib.sha256(encode([view.facts.id, "card", str(number)])).hexdigest()
    person = Node(kind="person", value=digest[:16])
    region = view.settings.region
    own = Node(kind="item", value=view.facts.id)
    facts = _details(card)
    yield _Said(
        start=card.start, length=card.length,
        statement=Statement(
            subject=own, relation="has_contact", object=person, facts={"card": str(number)}
        ),
    )  # fmt: skip
    for said, name in _names(card):
        yield _of(person, "named", Node(kind="name", value=name), said, facts)
    for said in card.all("NICKNAME"):
        yield _of(person, "alias", Node(kind="alias", value=said.text()[:MAX_VALUE]), said, {})
    for said in card.all("TEL"):
        uri = _TEL.fullmatch(said.text())
        text = uri[1] if uri else said.text()
        yield _of(person, "uses", _node("phone", text, region), said, _kind_of(said))
    for said in card.all("EMAIL"):
        yield _of(person, "uses", _node("email", said.text(), region), said, _kind_of(said))
    for said in card.properties:
        kind = _MESSENGERS.get(said.name)
        if kind and (found := normal(kind, said.text(), region)) is not None:
            yield _of(person, "uses", Node(kind=kind, value=found.value[:MAX_VALUE]), said, {})
    for said in card.all("ADR"):
        address = ", ".join(filter(None, said.parts()))[:MAX_VALUE]
        yield _of(person, "located_at", Node(kind="place", value=address), said, _kind_of(said))


def _names(card: Card) -> Iterator[tuple[Property, str]]:
    """Yield the names of a card: as it is shown, else made of its parts, family name first."""
    shown = card.all("FN")
    for said in shown:
        yield said, said.text()[:MAX_VALUE]
    for said in card.all("N") if not shown else ():
        family, given, middle = (*said.parts(), "", "", "")[:3]
        yield said, " ".join(filter(None, (family, middle, given)))[:MAX_VALUE]


def _details(card: Card) -> dict[str, str]:
    """Return what else a card tells of its person."""
    wanted = {"ORG": "organization", "TITLE": "title", "BDAY": "birth", "NOTE": "note"}
    found = {fact: card.all(name) for name, fact in wanted.items()}
    return {fact: said[0].text().strip("; ")[:1000] for fact, said in found.items() if said}


def _kind_of(said: Property) -> dict[str, str]:
    types = sorted(said.types & {"cell", "home", "work", "fax", "pager", "main", "internet"})
    return {"type": ", ".join(types)} if types else {}


def _node(kind: str, text: str, region: str) -> Node:
    found = normal(kind, text, region)
    return Node(kind=kind, value=(found.value if found else text)[:MAX_VALUE])


def _of(
    person: Node, relation: Relation, other: Node, said: Property, facts: Mapping[str, str]
) -> _Said:
    statement = Statement(
        subject=person, relation=relation, object=other,
        facts={name: text for name, text in facts.items() if text},
    )  # fmt: skip
    return _Said(start=said.start, length=said.length, statement=statement)


def resolve(view: ItemView, step: str, /) -> bytes:
    """Know no step: all its locators are byte ranges."""
    raise LookupError(step)
