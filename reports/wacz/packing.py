"""Packs captures as WACZ 1.1.1 (Web Archive Collection Zipped), for replay by other tools.

Records are taken over byte for byte, each in a gzip member of its own; what a browser made of a
page stands beside them in resource records, under the addresses that browsertrix uses. The same
captures, packed at the same time, make the same bytes. It reads no page and runs nothing.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from ...evidence.case import Case
from ...evidence.errors import TruyvetError
from ...evidence.index import Row
from ...hashes.digest import sha256_hex
from .archives import Archive
from .lines import Entry, index_text, pages_text, seconds
from .members import Zip
from .pages import pages_of
from .parts import PARTS, write_parts
from .selection import Selection

VERSION = "1.1.1"
"""`wacz_version`: the published version. The draft of 1.2.0 has another `profile` and no version,
which validators of today refuse; its `home` is given beside `mainPageUrl`, and all else is as it
asks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Custody:
    """What a pack says of where it comes from."""

    case: str
    """Id of the case."""
    entry: int
    """Entry that records the export."""
    made: str
    """When, UTC in microseconds."""
    software: str
    """Program and version."""
    number: str = ""
    """Case number."""


def items_of(selection: Selection) -> list[Row]:
    """Return the items whose bytes go into the pack, whole or in part, in ledger order."""
    rows = {one.row.id: one.row for one in selection.taken()}
    for found in selection.asked:
        for name, row in found.rows.items():
            if name in PARTS and row.sha256 is not None:
                rows[row.id] = row
    return sorted(rows.values(), key=lambda row: (row.seq, row.n))


def pack(case: Case, selection: Selection, custody: Custody, file: IO[bytes]) -> None:
    """Write the pack into `file`, which is empty and can be wound back.

    Raises `TruyvetError` E302 for bytes that are not what their name says, E565 where nothing can
    be shown again, E566 for records that are not where the capture says. Memory: one chunk of a
    body, and the index.
    """
    with Zip(file, custody.made) as zipped:
        entries = list[Entry]()
        for taken in selection.taken():
            entries += Archive(case, zipped, taken).write()
        pages = [page for found in selection.asked for page in pages_of(case, found)]
        if not pages:
            names = ", ".join(found.name for found in selection.asked)
            raise TruyvetError("E565", names=names, first=selection.asked[0].name)
        entries += write_parts(case, zipped, selection.asked, custody.software, custody.made)
        _put(zipped, "indexes/index.cdx", index_text(entries))
        _put(zipped, "pages/pages.jsonl", pages_text(pages, custody.number or custody.case))
        package = _package(zipped, selection, custody, pages)
        _put(zipped, "datapackage.json", package)
        _put(zipped, "datapackage-digest.json", _digest(package))


def _put(zipped: Zip, path: str, content: bytes) -> None:
    with zipped.member(path) as member:
        member.write(content)


def _digest(package: bytes) -> bytes:
    """Return datapackage-digest.json; it is not signed, the ledger is."""
    digest = {"path": "datapackage.json", "hash": f"sha256:{sha256_hex(package)}"}
    return json.dumps(digest, indent=2).encode()


def _package(
    zipped: Zip, selection: Selection, custody: Custody, pages: Sequence[Mapping[str, object]]
) -> bytes:
    """Return datapackage.json: every file with its hash, and where all of it comes from."""
    home = pages[0]
    resources = [
        {
            "name": one.path.rpartition("/")[2].lower(), "path": one.path,
            "hash": f"sha256:{one.sha256}", "bytes": one.size,
        }
        for one in zipped.resources
    ]  # fmt: skip
    package = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": home["title"],
        "description": _description(selection),
        "software": custody.software,
        "created": seconds(custody.made),
        "modified": seconds(custody.made),
        "home": {"url": home["url"], "ts": home["ts"]},
        "mainPageUrl": home["url"],
        "mainPageDate": home["ts"],
        "resources": resources,
        "truyvet": _provenance(selection, custody),
    }
    return json.dumps(package, indent=2, ensure_ascii=False).encode("utf-8", "replace")


def _description(selection: Selection) -> str:
    count = sum(found.record.purpose == "page" for found in selection.asked)
    marked = sum(
        found.record.purpose == "page" and any(row.unverified for row in found.rows.values())
        for found in selection.asked
    )
    told = f"{count} captured page{'s' * (count != 1)} out of a case; see `truyvet`"
    if marked:
        told += f"; {marked} from servers whose certificate is not to be trusted: `unverified`"
    return told


def _provenance(selection: Selection, custody: Custody) -> dict[str, object]:
    partly = {one.row.id for one in selection.taken() if not one.whole}
    return {
        "case": custody.case,
        "number": custody.number,
        "entry": custody.entry,
        "captures": [found.name for found in selection.asked],
        "items": [_item_facts(row, partly) for row in items_of(selection)],
    }


def _item_facts(row: Row, partly: Iterable[str]) -> dict[str, object]:
    told: dict[str, object] = {
        "id": row.id, "item": row.name, "path": row.path, "sha256": row.sha256, "size": row.size,
    }  # fmt: skip
    told |= {"taken": "part"} if row.id in partly else {}
    return told | ({"unverified": True} if row.unverified else {})
