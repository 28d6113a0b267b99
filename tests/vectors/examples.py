"""The examples of docs/spec are bytes of the vectors: finds them, and writes them anew.

    python -m tests.vectors.examples

A fenced block names what it shows after its language: `file=PATH` a whole file, `line=PATH:N` its
N-th line, `part=PATH:N#a.b` a member of that line laid out for reading, `manifest=CASE:N` the N-th
line of the manifest of a case's last collection, `item=CASE:N` what the id of the item in that line
is the hash of, and the id, `words=CARD` a key's id and its words, `list=CASE/KIND:N` the N-th line
of a list of a case's last scan, `identity=CASE/KIND:N` what the id of the record in that line (of a
configuration: the hash of its first extractor) is the hash of, and the id, `stored=CASE:N` the JSON
object that the item in the N-th line of a case's last manifest holds, laid out, `output=CASE:N:M`
the M-th line of the list that is the only output of the entry number N. Paths are those
below tests/vectors; a `*` in one stands for whatever is there. A table between
`<!-- table=NAME -->` and `<!-- end -->` is made from the extractors' own words, one of
`table=record/NAME` from those of a record's definition, one of `table=links/NAME` from the kinds of
nodes, the relations, or the observations that show a node.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from truyvet.evidence.acts import Collect, Scan
from truyvet.evidence.entry import Entry
from truyvet.evidence.item import ITEM_DOMAIN, Item, ItemName, item_id, locator
from truyvet.evidence.keyring import read_card
from truyvet.evidence.links.mentions import MENTIONS
from truyvet.evidence.links.node import KINDS as NODES
from truyvet.evidence.links.relation import RELATIONS
from truyvet.evidence.scans.configuration import CONFIGURATION_DOMAIN, Configuration
from truyvet.evidence.scans.observation import (
    OBSERVATION_DOMAIN,
    Observation,
    ObservationName,
    observation_id,
)
from truyvet.extractors.table import EXTRACTORS, extractor
from truyvet.hashes.canonical import decode_record, encode_record
from truyvet.hashes.words import words

from .forging import object_path, read_entries
from .members import rows_of

VECTORS = Path(__file__).resolve().parent
DOCUMENTS = VECTORS.parents[1] / "docs" / "spec"
FENCE = re.compile(
    r"^(?P<open>```\w+ (?P<kind>file|line|part|manifest|item|words|list|identity|stored|output)="
    r"(?P<what>\S+)\n)"
    r"(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)

TABLE = re.compile(
    r"^(?P<open><!-- table=(?P<name>[\w/]+) -->\n\n)(?:\|[^\n]*\n)*(?P<close>\n<!-- end -->)$",
    re.MULTILINE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """One example of a document."""

    kind: str
    """`file`, `line`, `part`, `manifest`, `item`, `words`, `list`, `identity`, `stored` …"""
    what: str
    """What it shows, such as `good/small/case/ledger/entries.jsonl:2`."""
    text: str
    """What stands in the document."""
    right: str
    """What should stand there."""


def examples(document: str) -> Iterator[Example]:
    """Yield the examples of a document's text."""
    for found in FENCE.finditer(document):
        kind, what = found["kind"], found["what"]
        yield Example(kind=kind, what=what, text=found["text"], right=shown(kind, what))


def shown(kind: str, what: str) -> str:
    """Return the text of an example."""
    if kind == "file":
        return found_at(what).read_text(encoding="utf-8")
    if kind == "words":
        card = read_card(found_at(what))
        return f"{card.id}\n{words(bytes.fromhex(card.id))}\n"
    place, _, number = what.rpartition(":")
    if kind == "manifest":
        return line_of(manifest_of(VECTORS / place), number) + "\n"
    if kind == "item":
        return identity(VECTORS / place, number)
    if kind == "output":
        case, _, seq = place.rpartition(":")
        (ref,) = read_entries(VECTORS / case)[int(seq)].outputs
        return line_of(object_path(VECTORS / case, ref.sha256), number) + "\n"
    if kind == "stored":
        item = decode_record(line_of(manifest_of(VECTORS / place), number).encode(), Item)
        value = json.loads(object_path(VECTORS / place, item.sha256 or "").read_bytes())
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    if kind in ("list", "identity"):
        line = line_of(list_of(VECTORS / place), number)
        return line + "\n" if kind == "list" else scan_identity(Path(place).name, line.encode())
    if kind == "line":
        return line_of(found_at(place), number) + "\n"
    number, _, members = number.partition("#")
    value = json.loads(line_of(found_at(place), number))
    for member in filter(None, members.split(".")):
        value = value[member]
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def found_at(place: str) -> Path:
    """Return the one file that `place` names."""
    (file,) = VECTORS.glob(place)
    return file


def line_of(file: Path, number: str) -> str:
    """Return a line of a file, counted from 1."""
    return file.read_text(encoding="utf-8").split("\n")[int(number) - 1]


def last_collection(case: Path) -> Entry:
    """Return the last collect entry of a case."""
    return [entry for entry in read_entries(case) if isinstance(entry.act, Collect)][-1]


def manifest_of(case: Path) -> Path:
    """Return the manifest of the last collection of a case."""
    return object_path(case, last_collection(case).outputs[0].sha256)


def identity(case: Path, number: str) -> str:
    """Return what the id of the item in a manifest's line is the hash of, and the id."""
    item = decode_record(line_of(manifest_of(case), number).encode(), Item)
    act = last_collection(case).act
    if not isinstance(act, Collect):
        raise TypeError(act)
    name = encode_record(ItemName(collection=act.collection, locator=locator(item)))
    return f"{(ITEM_DOMAIN + name).decode()}\n{item_id(act.collection, item)}\n"


def list_of(place: Path) -> Path:
    """Return the object that `CASE/KIND` names: a list of a case's last scan."""
    case, kind = place.parent, place.name
    last = [entry for entry in read_entries(case) if isinstance(entry.act, Scan)][-1]
    (ref,) = (one for one in last.outputs if one.kind == kind)
    return object_path(case, ref.sha256)


def scan_identity(kind: str, line: bytes) -> str:
    """Return what the id of a record of a scan is the hash of, and the id."""
    if kind == "manifest":
        item = decode_record(line, Item)
        name, domain = (
            encode_record(ItemName(locator=item.locator, parent=item.parent)),
            ITEM_DOMAIN,
        )
        return f"{(domain + name).decode()}\n{item_id('', item)}\n"
    if kind == "configuration":
        one = decode_record(line, Configuration).extractors[0]
        text = (CONFIGURATION_DOMAIN + encode_record(one)).decode()
        return f"{text}\n{one.examiner().configuration}\n"
    seen = decode_record(line, Observation)
    name = encode_record(
        ObservationName(
            **{field: getattr(seen, field) for field in ObservationName.__struct_fields__}
        )
    )
    return f"{(OBSERVATION_DOMAIN + name).decode()}\n{observation_id(seen)}\n"


def table_of(name: str) -> str:
    """Return a table: of what the extractors say of themselves, or of a record's members."""
    if name.startswith("links/"):
        return laid_out(link_rows(name.partition("/")[2]))
    if name.startswith("record/"):
        return laid_out([["member", "content"], *rows_of(name.partition("/")[2])])
    modules = {name: extractor(name) for name in EXTRACTORS}
    if name == "extractors":
        head = ["extractor", "what it examines"]
        rows = [
            [f"`{name}`", str(module.__doc__).partition("\n")[0]]
            for name, module in modules.items()
        ]
    else:
        head = [{"kinds": "kind", "steps": "scheme"}[name], "extractor", "what"]
        rows = [
            [f"`{word}`", f"`{of}`", text]
            for of, module in modules.items()
            for word, text in (module.KINDS if name == "kinds" else module.STEPS).items()
        ]
    return laid_out([head, *rows])


def link_rows(name: str) -> list[list[str]]:
    """Return a table of links: of the kinds of nodes, the relations, or the mentions."""
    if name == "nodes":
        rows = [
            [f"`{kind}`", one.title, one.pole, "*made up*" if one.made_up else ""]
            for kind, one in NODES.items()
        ]
        return [["kind", "what it is", "POLE", "value"], *rows]
    if name == "relations":
        rows = [
            [f"`{word}`", one.title, f"`{one.schema}`", "yes" * one.mutual, "yes" * one.event]
            for word, one in RELATIONS.items()
        ]
        return [["relation", "reads", "FollowTheMoney", "mutual", "event"], *rows]
    shown_by = dict[str, list[str]]()
    for observation, node in MENTIONS.items():
        shown_by.setdefault(node, []).append(f"`{observation}`")
    rows = [[f"`{node}`", ", ".join(words)] for node, words in shown_by.items()]
    return [["node", "observations that show it"], *sorted(rows)]


def laid_out(rows: list[list[str]]) -> str:
    """Return rows, the head first, as a table."""
    rows = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    return "".join(
        f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |\n" for row in rows
    )


def refreshed(document: str) -> str:
    """Return a document's text with every example and table as it should be."""
    document = TABLE.sub(
        lambda found: f"{found['open']}{table_of(found['name'])}{found['close']}", document
    )
    return FENCE.sub(
        lambda found: f"{found['open']}{shown(found['kind'], found['what'])}```", document
    )


def main() -> None:
    """Write the examples of all documents anew."""
    for file in sorted(DOCUMENTS.glob("*.md")):
        text = file.read_text(encoding="utf-8")
        file.write_text(refreshed(text), encoding="utf-8")


if __name__ == "__main__":
    main()
