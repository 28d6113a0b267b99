"""FollowTheMoney entities, one a line, for OpenAleph, OpenSanctions and yente.

A relation is FollowTheMoney's schema for it (`evidence.links.relation`) where both ends are what
that schema asks for; else it is an `UnknownLink` whose role says the relation. A telephone number
or e-mail address alone is a `LegalEntity` known by nothing else, as call records are read there.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from ...evidence.links.node import KINDS
from ...evidence.links.relation import RELATIONS
from ..model import GraphEdge, GraphNode, Source
from .columns import edge_summary, told_short
from .identifiers import named, space_of
from .interface import Written
from .places import place_of
from .shelf import Shelf, shelf
from .streams import Json
from .text import Text
from .threats import stamp

NAME = "ftm"
ENDING = ".ftm.json"
TITLE = "FollowTheMoney entities, one a line, for OpenAleph and OpenSanctions"
SCHEMATA: dict[str, tuple[str, str]] = {
    "person": ("Person", ""), "organization": ("Organization", ""),
    "phone": ("LegalEntity", "phone"), "email": ("LegalEntity", "email"),
    "tax-code": ("LegalEntity", "taxNumber"), "cccd": ("LegalEntity", "idNumber"),
    "cmnd": ("LegalEntity", "idNumber"), "passport": ("LegalEntity", "idNumber"),
    "bank-account": ("BankAccount", "accountNumber"), "iban": ("BankAccount", "iban"),
    "card": ("BankAccount", "accountNumber"),
    "licence-plate": ("Vehicle", "registrationNumber"), "vin": ("Vehicle", "registrationNumber"),
    "item": ("Document", "fileName"), "url": ("Document", "fileName"),
    "place": ("Address", "full"), "geo": ("Address", "full"), "cell": ("Address", "full"),
    "investigation": ("Event", ""),
    **dict.fromkeys((
        "facebook", "instagram", "telegram", "tiktok", "user-account", "viber", "whatsapp", "x",
        "youtube", "zalo", "zalopay", "zing", "momo",
    ), ("UserAccount", "username")),
    **dict.fromkeys((
        "bitcoin", "bitcoin-cash", "dogecoin", "ethereum", "litecoin", "monero", "solana", "ton",
        "tron", "xrp",
    ), ("CryptoWallet", "publicKey")),
}  # fmt: skip
"""Schema, and property of the value, by kind of node."""
_OTHER = ("Asset", "")
MAX_NAME = 384
"""Characters of a name there; a longer one is cut, and stands whole in the notes."""
_LEGAL = frozenset({"LegalEntity", "Person", "Organization"})
_ASSETS = frozenset({"Asset", "BankAccount", "Vehicle", "Organization"})
_PEOPLE, _ORGANIZATIONS = frozenset({"Person"}), frozenset({"Organization"})
ENDS: dict[str, tuple[str, frozenset[str], str, frozenset[str]]] = {
    "Call": ("caller", _LEGAL, "receiver", _LEGAL),
    "Payment": ("payer", _LEGAL | {"BankAccount"}, "beneficiary", _LEGAL | {"BankAccount"}),
    "Ownership": ("owner", _LEGAL, "asset", _ASSETS),
    "Membership": ("member", _LEGAL, "organization", _ORGANIZATIONS),
    "Employment": ("employee", _PEOPLE, "employer", _ORGANIZATIONS),
    "Family": ("person", _PEOPLE, "relative", _PEOPLE),
    "Associate": ("person", _PEOPLE, "associate", _PEOPLE),
}
"""Properties of the two ends of a link's schema, and what schemata may stand there."""


def write(source: Source, target: BinaryIO) -> Written:
    """Write an entity for each node and each link, one a line."""
    text, nodes, edges = Text(), 0, 0
    json, space = Json(target, text), space_of(source.about)

    def own_id(what: str, one: str) -> str:
        return f"truyvet-{named(space, what, one)}"

    with shelf() as held:
        for node in source.nodes():
            nodes += 1
            entity = _entity(node, own_id("node", node.id))
            held.keep([(node.id, (entity["id"], entity["schema"], node.kind, node.value))])
            json.raw(json.value(entity) + "\n")
        for edge in source.edges():
            edges += 1
            json.raw(json.value(_link(edge, own_id("link", edge.id), held)) + "\n")
    return Written(nodes=nodes, edges=edges, replaced=text.replaced)


def _entity(node: GraphNode, one: str) -> dict[str, Any]:
    schema, name = SCHEMATA.get(node.kind, _OTHER)
    title = KINDS[node.kind].title if node.kind in KINDS else node.kind
    told: dict[str, list[str]] = {
        "name": [_cut(node.label or node.value)],
        "keywords": [node.kind, f"pole:{node.pole}"],
        "notes": [f"{title}: {node.value}", node.id],
        "alias": [_cut(name) for name in node.names if name != node.label],
    }
    if name:
        told[name] = [node.label or node.value] if node.kind == "item" else [node.value]
    if node.kind == "url":
        told["sourceUrl"] = [node.value]
    if node.kind == "item" and "sha1" in node.facts:
        told["contentHash"] = [node.facts["sha1"]]  # a checksum is SHA-1 there
    place = place_of(node)
    if place is not None and schema == "Address":
        told["latitude"], told["longitude"] = [repr(place[0])], [repr(place[1])]
    told["notes"] += [f"{fact}: {node.facts[fact]}" for fact in sorted(node.facts)]
    if len(node.label) > MAX_NAME:
        told["notes"].append(node.label)
    return {"id": one, "schema": schema, "properties": _full(told)}


def _cut(name: str) -> str:
    return name if len(name) <= MAX_NAME else name[: MAX_NAME - 1] + "…"


def _link(edge: GraphEdge, one: str, held: Shelf) -> dict[str, Any]:
    start, end = held.get(edge.source), held.get(edge.target)
    schema = RELATIONS[edge.relation].schema if edge.relation in RELATIONS else "UnknownLink"
    ends = ENDS.get(schema)
    if ends is None or start[1] not in ends[1] or end[1] not in ends[3]:
        schema, ends = "UnknownLink", ("subject", frozenset(), "object", frozenset())
    told: dict[str, list[str]] = {
        ends[0]: [start[0]], ends[2]: [end[0]],
        "startDate": [stamp(edge.first).removesuffix("Z")],
        "endDate": [stamp(edge.last).removesuffix("Z")],
        "summary": [edge_summary(edge)], "recordId": [edge.id],
        "description": list(map(told_short, edge.evidence)),
    }  # fmt: skip
    told |= dict(_own(schema, edge, start, end))
    return {"id": one, "schema": schema, "properties": _full(told)}


def _own(schema: str, edge: GraphEdge, start: Any, end: Any) -> Iterator[tuple[str, list[str]]]:
    """Yield what a schema asks for beside its ends."""
    if schema in ("UnknownLink", "Membership", "Employment", "Ownership"):
        yield "role", [edge.relation]
    elif schema in ("Family", "Associate"):
        yield "relationship", [edge.label or edge.relation]
    elif schema == "Call":
        for name, one in (("callerNumber", start), ("receiverNumber", end)):
            yield name, [one[3]] if one[2] == "phone" else []
    elif schema == "Payment":
        for name, one in (("payerAccount", start), ("beneficiaryAccount", end)):
            yield name, [one[0]] if one[1] == "BankAccount" else []
        yield "purpose", [f"{name}: {edge.facts[name]}" for name in sorted(edge.facts)]


def _full(told: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return properties that have values; empty ones are no values."""
    full = {name: [value for value in values if value] for name, values in told.items()}
    return {name: values for name, values in full.items() if values}
