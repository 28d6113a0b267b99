"""A MISP event (misp-standard.org, core format): objects of MISP's own templates, and references.

A reference has no attributes: how many statements a link rests on, since when, and its grade stand
in its comment.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO
from uuid import UUID

from ..model import About, GraphEdge, GraphNode, Source
from .columns import edge_summary
from .identifiers import named, space_of
from .interface import Written
from .places import place_of
from .shelf import shelf
from .streams import Json
from .text import Text
from .threats import created

NAME = "misp"
ENDING = ".misp.json"
TITLE = "Event with objects and references, for MISP"
Template = tuple[str, str, str, str, str, str]
"""Name, UUID, version and category of the template; its attribute for the value, and its type."""
_ACCOUNT = ("user-account", "49606b06-22f0-4ac8-8eee-2f12ad46f3d3", "6", "misc",
            "username", "text")  # fmt: skip
_COIN = ("coin-address", "d0e6997e-78da-4815-a6a1-cfc1c1cb8a46", "7", "financial",
         "address-crypto", "text")  # fmt: skip
_VEHICLE = ("vehicle", "683c076c-f695-4ff2-8efa-e98a418049f4", "5", "misc")
_PHONE = ("phone", "d7e4fbdd-b551-4862-bddb-a0b470a38509", "6", "misc")
_PERSON = ("person", "a15b0477-e9d1-4b9c-9546-abe78a4f4248", "21", "misc")
_DOMAIN = ("domain-ip", "43b3b146-77eb-4931-b4cc-b66c60f28734", "11", "network")
_OTHER = ("annotation", "5d8dc046-15a1-4ca3-a09f-ed4ede7c4487", "3", "misc", "text", "text")
TEMPLATES: dict[str, Template] = {
    "person": (*_PERSON, "full-name", "full-name"),
    "organization": ("organization", "f750e12b-127a-432c-b022-b3f9153c4e2a", "9", "misc",
                     "name", "text"),
    "phone": (*_PHONE, "msisdn", "text"),
    "imei": (*_PHONE, "imei", "text"),
    "imsi": (*_PHONE, "imsi", "text"),
    "iccid": (*_PHONE, "iccid", "text"),
    "domain": (*_DOMAIN, "domain", "domain"),
    "ipv4": (*_DOMAIN, "ip", "ip-dst"),
    "ipv6": (*_DOMAIN, "ip", "ip-dst"),
    "url": ("url", "60efb77b-40b5-4c46-871b-ed1ed999fce5", "10", "network", "url", "url"),
    "bank-account": ("bank-account", "b4712203-95a8-4883-80e9-b566f5df11c9", "3", "financial",
                     "account", "bank-account-nr"),
    "iban": ("bank-account", "b4712203-95a8-4883-80e9-b566f5df11c9", "3", "financial",
             "iban", "iban"),
    "card": ("credit-card", "2b9c57aa-daba-4330-a738-56f18743b0c7", "3", "financial",
             "cc-number", "cc-number"),
    "licence-plate": (*_VEHICLE, "license-plate-number", "text"),
    "vin": (*_VEHICLE, "vin", "text"),
    "item": ("file", "688c46fb-5edb-40a3-8273-1af7923e2215", "25", "file", "fullpath", "text"),
    "tracker": ("tracking-id", "3681c62a-2c75-48d8-99f2-6a3444ce2393", "3", "network",
                "id", "text"),
    "device": ("device", "0c64b41a-e583-4f4d-ac92-d484163b9e52", "10", "misc", "name", "text"),
    **dict.fromkeys((
        "facebook", "instagram", "telegram", "tiktok", "user-account", "viber", "whatsapp", "x",
        "youtube", "zalo", "zalopay", "zing", "momo", "email",
    ), _ACCOUNT),
    **dict.fromkeys((
        "bitcoin", "bitcoin-cash", "dogecoin", "ethereum", "litecoin", "monero", "solana", "ton",
        "tron", "xrp",
    ), _COIN),
}  # fmt: skip
"""Templates by kind of node; `annotation` for what MISP has none for."""
_GEO = ("geolocation", "cd6f2238-ba55-4888-82c4-104e6e1acf21", "8", "misc")
_CATEGORIES = {
    "ip-dst": "Network activity", "domain": "Network activity", "url": "Network activity",
    "bank-account-nr": "Financial fraud", "iban": "Financial fraud", "cc-number":
    "Financial fraud", "full-name": "Person",
}  # fmt: skip
_SHOWN_NAME = {"user-account": "display-name", "bank-account": "account-name", "phone": "text"}
_TOP = ("threat_level_id", "4"), ("analysis", "1"), ("distribution", "0"), ("published", False)


def write(source: Source, target: BinaryIO) -> Written:
    """Write a graph as one event: distribution "your organisation only", not published."""
    text = Text()
    json = Json(target, text)
    about, space = source.about, space_of(source.about)
    with shelf() as held:
        held.lay((edge.source, _reference(edge, space)) for edge in source.edges())
        json.raw('{"Event":{')
        json.raw("".join(f"{json.value(k)}:{json.value(v)}," for k, v in _event(about, space)))
        json.raw('"Attribute":[],"Object":[')
        nodes = 0
        for nodes, node in enumerate(source.nodes(), 1):  # a hub's references fill no memory
            begun = json.value(_object(node, space)).removesuffix("}")
            json.raw(f'{"," if nodes > 1 else ""}\n{begun},"ObjectReference":')
            json.list(held.pieces(node.id))
            json.raw("}")
        json.raw("\n]}}\n")
        edges = sum(1 for _ in source.edges())
    return Written(nodes=nodes, edges=edges, replaced=text.replaced)


def _event(about: About, space: UUID) -> Iterator[tuple[str, Any]]:
    yield "info", about.title or about.question or "links"
    yield "uuid", str(named(space, "event", f"{about.question}\x1f{about.entries}"))
    yield "date", created(about)[:10]
    yield from _TOP


def _object(node: GraphNode, space: UUID) -> dict[str, Any]:
    """Return an object without its references."""
    name, template, version, category, *_ = _template(node)
    one = str(named(space, "node", node.id))
    return {
        "name": name, "template_uuid": template, "template_version": version,
        "meta-category": category, "uuid": one, "distribution": "5",
        "comment": node.id[:255],
        "Attribute": list(_attributes(node, one)),
    }  # fmt: skip


def _template(node: GraphNode) -> Template:
    if place_of(node) is not None:
        return (*_GEO, "latitude", "float")
    return TEMPLATES.get(node.kind, _OTHER)


def _attributes(node: GraphNode, one: str) -> Iterator[dict[str, Any]]:
    name, *_, relation, kind = _template(node)
    place = place_of(node)
    if place is not None:
        yield _attribute(one, "latitude", "float", f"{place[0]:.7f}".rstrip("0").rstrip("."))
        yield _attribute(one, "longitude", "float", f"{place[1]:.7f}".rstrip("0").rstrip("."))
    else:
        titled = node.kind in ("person", "organization", "device", "item")
        yield _attribute(one, relation, kind, (node.label if titled else "") or node.value)
    if name == "annotation":
        yield _attribute(one, "type", "text", node.kind)
    if name == "user-account":
        yield _attribute(one, "account-type", "text", node.kind)
    if node.label not in ("", node.value) and name in _SHOWN_NAME:
        yield _attribute(one, _SHOWN_NAME[name], "text", node.label)
    for alias in node.names if node.kind == "person" else ():
        if alias != node.label:
            yield _attribute(one, "alias", "text", alias)
    if node.kind == "item" and len(node.facts.get("sha256", "")) == 64:
        yield _attribute(one, "sha256", "sha256", node.facts["sha256"])


def _attribute(one: str, relation: str, kind: str, value: str) -> dict[str, Any]:
    return {
        "uuid": str(named(UUID(one), relation, value)), "object_relation": relation,
        "type": kind, "category": _CATEGORIES.get(kind, "Payload delivery" if kind == "sha256"
                                                  else "Other"),
        "value": value, "to_ids": False, "disable_correlation": False, "distribution": "5",
    }  # fmt: skip


def _reference(edge: GraphEdge, space: UUID) -> dict[str, Any]:
    return {
        "uuid": str(named(space, "link", edge.id)),
        "object_uuid": str(named(space, "node", edge.source)),
        "referenced_uuid": str(named(space, "node", edge.target)),
        "relationship_type": edge.relation.replace("_", "-"),
        "comment": edge_summary(edge),
    }
