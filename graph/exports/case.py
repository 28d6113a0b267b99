"""CASE/UCO (caseontology.org, 1.4 and later) as JSON-LD, for forensic laboratories and courts.

Persons, organizations and places are what they are there, all else is an observable object with the
facet for its kind; a link is a relationship. What the ontology has no word for stands under a name
space of our own. Evidence of a link (`--with-evidence`) is a provenance record.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO
from uuid import UUID

from ...evidence.links.relation import RELATIONS
from ..model import GraphEdge, GraphNode, Source
from .columns import evidence_fields, renamed, with_facts
from .identifiers import named, space_of
from .interface import Written
from .places import place_of
from .streams import Counted, Json
from .text import Text
from .threats import instant

NAME = "case"
ENDING = ".case.jsonld"
TITLE = "CASE/UCO JSON-LD, for laboratories and courts"
CONTEXT = {
    "kb": "urn:truyvet:kb:",
    "truyvet": "urn:truyvet:vocabulary:",
    "core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
    "location": "https://ontology.unifiedcyberontology.org/uco/location/",
    "observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "investigation": "https://ontology.caseontology.org/case/investigation/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
FACETS = {
    "phone": ("PhoneAccountFacet", "phoneNumber"), "email": ("EmailAddressFacet", "addressValue"),
    "domain": ("DomainNameFacet", "value"), "ipv4": ("IPv4AddressFacet", "addressValue"),
    "ipv6": ("IPv6AddressFacet", "addressValue"), "mac": ("MACAddressFacet", "addressValue"),
    "url": ("URLFacet", "fullValue"), "imei": ("MobileDeviceFacet", "IMEI"),
    "iccid": ("SIMCardFacet", "ICCID"), "imsi": ("SIMCardFacet", "IMSI"),
    "cell": ("CellSiteFacet", "cellSiteIdentifier"), "item": ("FileFacet", "fileName"),
    "serial": ("DeviceFacet", "serialNumber"),
    **dict.fromkeys((
        "bank-account", "card", "iban", "facebook", "instagram", "telegram", "tiktok",
        "user-account", "viber", "whatsapp", "x", "youtube", "zalo", "zalopay", "zing", "momo",
    ), ("AccountFacet", "accountIdentifier")),
}  # fmt: skip
"""Facet and property of an observable object by kind of node."""
_CLASSES = {"person": "identity:Person", "organization": "identity:Organization"}
_PLACES = frozenset({"geo", "place"})
_OTHER = re.compile("[^A-Za-z0-9_-]")
"""What the local part of a name in JSON-LD is not made of here."""


def write(source: Source, target: BinaryIO) -> Written:
    """Write a graph as one JSON-LD document."""
    text = Text()
    json, space = Json(target, text), space_of(source.about)
    nodes, edges = Counted(), Counted()

    def things() -> Iterator[dict[str, Any]]:
        for node in nodes.over(source.nodes()):
            yield _thing(node, space)
        for edge in edges.over(source.edges()):
            yield _relationship(edge, space)
            yield from _provenance(edge, space)

    json.raw(f'{{"@context":{json.value(CONTEXT)},\n"@graph":')
    json.list(things())
    json.raw("}\n")
    return Written(nodes=nodes.count, edges=edges.count, replaced=text.replaced)


def _thing(node: GraphNode, space: UUID) -> dict[str, Any]:
    one = _iri("node", node.id, space)
    told = with_facts((
        ("id", node.id), ("kind", node.kind), ("normal", node.value), ("pole", node.pole),
        ("degree", node.degree), ("names", list(node.names)), ("same", list(node.same)),
    ), node.facts)  # fmt: skip
    own: dict[str, Any] = {"@id": one, "@type": _class(node)}
    own |= {"core:name": node.label} if node.label else {}
    facets = list(_facets(node, one))
    return own | ({"core:hasFacet": facets} if facets else {}) | _ours(told)


def _class(node: GraphNode) -> str:
    if node.kind in _PLACES or (node.kind == "cell" and place_of(node) is not None):
        return "location:Location"
    return _CLASSES.get(node.kind, "observable:ObservableObject")


def _facets(node: GraphNode, one: str) -> Iterator[dict[str, Any]]:
    place, kind = place_of(node), _class(node)
    if kind == "location:Location":
        if place is not None:
            yield _facet(one, "location:LatLongCoordinatesFacet", {
                "location:latitude": _decimal(place[0]), "location:longitude": _decimal(place[1]),
            })  # fmt: skip
        if node.kind == "place":
            yield _facet(one, "location:SimpleAddressFacet", {"location:street": node.value})
    elif node.kind in FACETS:
        facet, name = FACETS[node.kind]
        value = node.label or node.value if node.kind == "item" else node.value
        told: dict[str, Any] = {f"observable:{name}": value}
        told |= {"observable:isDirectory": False} if facet == "FileFacet" else {}
        yield _facet(one, f"observable:{facet}", told)
    if len(node.facts.get("sha256", "")) == 64:
        yield _facet(one, "observable:ContentDataFacet", {"observable:hash": _hash(node, one)})


def _facet(one: str, kind: str, told: dict[str, Any]) -> dict[str, Any]:
    name = kind.partition(":")[2]
    return {"@id": f"kb:{name}-{_tail(one, name)}", "@type": kind, **told}


def _hash(node: GraphNode, one: str) -> dict[str, Any]:
    return {
        "@id": f"kb:Hash-{_tail(one, 'Hash')}", "@type": "types:Hash",
        "types:hashMethod": "SHA256",
        "types:hashValue": {"@type": "xsd:hexBinary", "@value": node.facts["sha256"]},
    }  # fmt: skip


def _relationship(edge: GraphEdge, space: UUID) -> dict[str, Any]:
    mutual = edge.relation in RELATIONS and RELATIONS[edge.relation].mutual
    own: dict[str, Any] = {
        "@id": _iri("link", edge.id, space),
        "@type": "core:Relationship",
        "core:source": {"@id": _iri("node", edge.source, space)},
        "core:target": {"@id": _iri("node", edge.target, space)},
        "core:kindOfRelationship": edge.relation,
        "core:isDirectional": not mutual,
    }
    own |= {"core:name": edge.label} if edge.label else {}
    start, end = instant(edge.first), instant(edge.last)
    own |= {"core:startTime": {"@type": "xsd:dateTime", "@value": start}} if start else {}
    own |= {"core:endTime": {"@type": "xsd:dateTime", "@value": end}} if end else {}
    told = with_facts((
        ("id", edge.id), ("count", edge.count), ("first", edge.first), ("last", edge.last),
        ("grade", edge.grade),
    ), edge.facts)  # fmt: skip
    return own | _ours(told)


def _provenance(edge: GraphEdge, space: UUID) -> Iterator[dict[str, Any]]:
    """Yield what a link rests on: for each statement where it stands and who says it."""
    for one in edge.evidence:
        fields = evidence_fields(one)
        fields["facts"] = [f"{name}: {fact}" for name, fact in sorted(one.facts.items())]
        yield {
            "@id": _iri("evidence", f"{edge.id}\x1f{one.name}", space),
            "@type": "investigation:ProvenanceRecord",
            "investigation:exhibitNumber": one.name,
            "core:description": f"{edge.label}: {one.said_by}",
            "core:object": {"@id": _iri("link", edge.id, space)},
            **_ours({name: fact for name, fact in fields.items() if fact != []}),
        }


def _ours(told: dict[str, Any]) -> dict[str, Any]:
    return {f"truyvet:{name}": value for name, value in renamed(told, _OTHER).items()}


def _decimal(degrees: float) -> dict[str, str]:
    return {"@type": "xsd:decimal", "@value": f"{Decimal(repr(degrees)):f}"}


def _iri(what: str, one: str, space: UUID) -> str:
    return f"kb:{what}-{named(space, what, one)}"


def _tail(one: str, name: str) -> UUID:
    return named(UUID(one[-36:]), "facet", name)
