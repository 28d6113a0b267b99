"""A STIX 2.1 bundle (OASIS): identities, observables and relationships, for OpenCTI and others.

Every id is deterministic (UUID version 5). No object is custom, so that strict readers take all:
a number that STIX has no type for (a telephone, a bank account, a licence plate) is an account,
`user-account`, whose `account_type`, an open vocabulary, is its kind. What STIX has no property for
stands in an extension that the bundle itself declares.
"""

import json as plain_json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from uuid import UUID, uuid5

from ..model import About, GraphEdge, GraphNode, Source
from .columns import edge_summary, evidence_fields, renamed, with_facts
from .identifiers import SPACE, named, space_of
from .interface import Written
from .places import place_of
from .shelf import Shelf, shelf
from .streams import Counted, Json
from .text import Text
from .threats import confidence, created, instant

NAME = "stix"
ENDING = ".stix.json"
TITLE = "STIX 2.1 bundle, for OpenCTI and other threat-intelligence tools"
_OTHER = re.compile("[^a-z0-9_]")
EXTENSION = "extension-definition--5f1f0c3a-6f0e-5d5f-8f64-3a2b7c1d9e84"
_OBSERVABLES = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")  # STIX 2.1, section 2.9
_BY_VALUE = {
    "email": "email-addr", "domain": "domain-name", "ipv4": "ipv4-addr", "ipv6": "ipv6-addr",
    "url": "url", "mac": "mac-addr",
}  # fmt: skip
_CLASSES = {
    "person": "individual", "organization": "organization", "device": "system",
    "name": "unknown", "alias": "unknown",
}  # fmt: skip
_PLACES = frozenset({"geo", "place", "cell"})
_TYPES = {"item": "file", "investigation": "incident"}


def write(source: Source, target: BinaryIO) -> Written:
    """Write a graph as a bundle."""
    text = Text()
    json, about, space = Json(target, text), source.about, space_of(source.about)
    bundle = named(space, "bundle", f"{about.question}\x1f{about.entries}")
    nodes, edges = Counted(), Counted()

    def objects(held: Shelf) -> Iterator[dict[str, Any]]:
        yield from _declared(about)
        for node in nodes.over(source.nodes()):
            yield _object(node, about, space)
        for edge in edges.over(source.edges()):
            yield _relationship(edge, about, space, held)

    with shelf() as held:
        held.keep((node.id, _id(node, space)) for node in source.nodes())
        json.raw(f'{{"type":"bundle","id":"bundle--{bundle}","objects":')
        json.list(objects(held))
        json.raw("}\n")
    return Written(nodes=nodes.count, edges=edges.count, replaced=text.replaced)


def _declared(about: About) -> Iterator[dict[str, Any]]:
    """Yield who made this and what the extension is."""
    maker = f"identity--{uuid5(SPACE, 'truyvet')}"
    epoch = "2026-01-01T00:00:00.000Z"
    common = {"spec_version": "2.1", "created": epoch, "modified": epoch}
    yield {"type": "identity", "id": maker, **common, "name": "Truyvet",
           "identity_class": "system"}  # fmt: skip
    yield {
        "type": "extension-definition", "id": EXTENSION, **common, "created_by_ref": maker,
        "name": "Truyvet links", "description": "Nodes and links of a case: kind, normal form, "
        "number of statements, grade, evidence.",
        "schema": "Truyvet, docs/guide/exports.md, section STIX",
        "version": "1.0.0", "extension_types": ["property-extension"],
    }  # fmt: skip


def _object(node: GraphNode, about: About, space: UUID) -> dict[str, Any]:
    kind, place = node.kind, place_of(node)
    own: dict[str, Any] = {"type": _type(node), "spec_version": "2.1", "id": _id(node, space)}
    if own["type"] in ("identity", "location", "incident"):
        own |= {"created": created(about), "modified": created(about)}
    if own["type"] == _BY_VALUE.get(kind):
        own["value"] = node.value
    elif own["type"] == "identity":
        own |= {"name": node.label or node.value, "identity_class": _CLASSES[kind]}
    elif own["type"] == "incident":
        own["name"] = node.label or node.value
    elif own["type"] == "location":
        own["name"] = node.label or node.value
        own |= {"region": "unknown"} if place is None else {
            "latitude": place[0], "longitude": place[1]
        }  # fmt: skip
    elif own["type"] == "user-account":
        own |= {"account_type": kind, "user_id": node.value}
        own |= {"display_name": node.label} if node.label else {}
    elif own["type"] == "file":
        own["name"] = node.label or node.value
        sha256 = node.facts.get("sha256", "")
        own |= {"hashes": {"SHA-256": sha256}} if len(sha256) == 64 else {}
    told = with_facts((
        ("node", node.id), ("kind", kind), ("label", node.label), ("normal", node.value),
        ("pole", node.pole), ("degree", node.degree), ("names", list(node.names)),
        ("same", list(node.same)),
    ), node.facts)  # fmt: skip
    return own | _extended(told)


def _type(node: GraphNode) -> str:
    if node.kind in _CLASSES:
        return "identity"
    if node.kind in _PLACES or place_of(node) is not None:
        return "location"
    return _TYPES.get(node.kind) or _BY_VALUE.get(node.kind) or "user-account"


def _id(node: GraphNode, space: UUID) -> str:
    kind = _type(node)
    told = {"value": node.value} if kind == _BY_VALUE.get(node.kind) else {}
    if kind == "user-account":
        told = {"account_type": node.kind, "user_id": node.value}
    if told:  # RFC 8785 of the properties that make it, so that others give it the same id
        whole = plain_json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        clean = Text()(whole)
        if clean == whole:
            return f"{kind}--{uuid5(_OBSERVABLES, whole)}"
    return f"{kind}--{named(space, 'node', node.id)}"


def _relationship(edge: GraphEdge, about: About, space: UUID, held: Shelf) -> dict[str, Any]:
    source, target = held.get(edge.source), held.get(edge.target)
    start, stop = instant(edge.first), instant(edge.last)
    sure = confidence(edge.grade)
    own: dict[str, Any] = {
        "type": "relationship", "spec_version": "2.1",
        "id": f"relationship--{named(space, 'link', edge.id)}",
        "created": created(about), "modified": created(about),
        "relationship_type": edge.relation.replace("_", "-"),
        "description": edge_summary(edge), "source_ref": source, "target_ref": target,
    }  # fmt: skip
    own |= {"start_time": start} if start else {}
    own |= {"stop_time": stop} if start and stop > start else {}
    own |= {"confidence": sure} if sure is not None else {}
    told = with_facts((
        ("edge", edge.id), ("relation", edge.relation), ("label", edge.label),
        ("count", edge.count), ("first", edge.first), ("last", edge.last), ("grade", edge.grade),
    ), edge.facts)  # fmt: skip
    if edge.evidence:
        told["evidence"] = [evidence_fields(one) for one in edge.evidence]
    return own | _extended(told)


def _extended(told: dict[str, Any]) -> dict[str, Any]:
    own = {"extension_type": "property-extension", **_plain(told)}
    return {"extensions": {EXTENSION: own}}


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    """Return properties under names that STIX allows: a-z, 0-9 and underscores."""
    return renamed(told, _OTHER, lower=True)
