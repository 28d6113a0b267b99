"""Other people's readers: run by the interpreter of their own environment, never imported by us.

`python foreign.py FORMAT FILE` prints what they read as one JSON value.
"""

import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def stix(file: Path) -> Any:
    """Parse a bundle strictly: what the standard does not allow raises."""
    stix2: Any = import_module("stix2")

    bundle = stix2.parse(file.read_text(encoding="utf-8"), allow_custom=False)
    objects = [
        json.loads(one.serialize()) if hasattr(one, "serialize") else dict(one)
        for one in bundle.objects
    ]
    made = {
        "email-addr": lambda one: stix2.EmailAddress(value=one["value"]).id,
        "user-account": lambda one: (
            stix2.UserAccount(account_type=one["account_type"], user_id=one["user_id"]).id
        ),
        "ipv4-addr": lambda one: stix2.IPv4Address(value=one["value"]).id,
    }
    ids = {one["id"]: made[one["type"]](one) for one in objects if one["type"] in made}
    return {"objects": objects, "ids": ids}


def misp(file: Path) -> Any:
    """Load an event, and check every object against MISP's own template of that name."""
    pymisp: Any = import_module("pymisp")

    event = pymisp.MISPEvent()
    event.load_file(str(file))
    told = []
    for one in event.objects:
        strict = pymisp.MISPObject(one.name, strict=True)
        for attribute in one.attributes:
            strict.add_attribute(attribute.object_relation, attribute.value)
        strict.to_json(strict=True)
        known = (
            strict.template_uuid,
            str(strict.template_version),
            getattr(strict, "meta-category"),
        )
        said = (one.template_uuid, str(one.template_version), getattr(one, "meta-category"))
        types = {a.object_relation: a.type for a in strict.attributes}
        told.append(
            {
                "uuid": one.uuid,
                "name": one.name,
                "template": known == said,
                "types": all(types[a.object_relation] == a.type for a in one.attributes),
                "attributes": [[a.object_relation, str(a.value)] for a in one.attributes],
                "references": [
                    [r.object_uuid, r.relationship_type, r.referenced_uuid, r.comment]
                    for r in one.references
                ],
            }
        )
    return {"info": event.info, "date": str(event.date), "objects": told}


def ftm(file: Path) -> Any:
    """Read entities as the `ftm validate` command does, and draw their graph."""
    model: Any = import_module("followthemoney").model

    told = []
    for line in file.read_bytes().splitlines():
        entity = model.get_proxy(json.loads(line), cleaned=False)
        entity.schema.validate(entity.to_dict())
        told.append(
            {
                "id": entity.id,
                "schema": entity.schema.name,
                "caption": entity.caption,
                "properties": {prop: entity.get(prop) for prop in entity.properties},
                "given": json.loads(line)["properties"],
                "edges": [list(pair) for pair in entity.edgepairs()] if entity.schema.edge else [],
            }
        )
    return told


def neo4j(file: Path) -> Any:
    """Load both tables into a graph database, and count there."""
    ladybug: Any = import_module("ladybug")

    with tempfile.TemporaryDirectory() as place:
        with zipfile.ZipFile(file) as pack:
            pack.extractall(place)
        base = Path(place)
        database = ladybug.Database(str(base / "db"))
        connection = ladybug.Connection(database)
        for name in ("nodes", "edges"):
            head = (base / f"{name}.csv").read_bytes().split(b"\r\n")[0].decode().split(",")
            columns = [h.split(":")[0] or "own_" + h.strip(":").lower() for h in head]
            kinds = ["INT64" if h.endswith(":int") else "STRING" for h in head]
            if name == "nodes":
                own = ", ".join(f"`{c}` {k}" for c, k in zip(columns, kinds, strict=True))
                connection.execute(f"CREATE NODE TABLE Node({own}, PRIMARY KEY(`id`))")
            else:
                typed = list(zip(columns, kinds, strict=True))[2:]
                own = ", ".join(f"`{c}` {k}" for c, k in typed)
                connection.execute(f"CREATE REL TABLE Link(FROM Node TO Node, {own})")
            table = "Node" if name == "nodes" else "Link"
            connection.execute(
                f"COPY {table} FROM '{base / name}.csv' (HEADER=true, PARALLEL=false, ESCAPE='\"')"
            )
        rows = connection.execute("MATCH (n:Node) RETURN n.id, n.label, n.kind, n.degree")
        links = connection.execute(
            "MATCH (a)-[r:Link]->(b) RETURN r.id, a.id, r.own_type, b.id, r.count"
        )
        return {"nodes": rows.get_all(), "edges": links.get_all()}


READERS: dict[str, Callable[[Path], Any]] = {"stix": stix, "misp": misp, "ftm": ftm, "neo4j": neo4j}

if __name__ == "__main__":
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, "utf-8")
    print(json.dumps(READERS[sys.argv[1]](Path(sys.argv[2])), default=str))
