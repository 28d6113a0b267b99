"""Importing a list: rows to digests, one set for each algorithm that it holds."""

from dataclasses import dataclass, field
from pathlib import Path

from ...evidence.durable import open_plain
from ...hashes.digest import hash_fd
from ...hashes.hashset import WIDTHS, Head, Known
from .buckets import Buckets
from .reading import NotAList, rows_of
from .rows import chosen
from .sets import keep, workspace

MAX_LISTED = 1_000
"""Refused lines that are told one by one; the rest is counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What the officer says of a list."""

    name: str
    """What the set shall be called."""
    known: Known
    """What it means to be in it."""
    created: str
    """Now, UTC."""
    algorithm: str = ""
    """Which digest to take; empty for the strongest of each row."""


@dataclass(kw_only=True, slots=True)
class Imported:
    """What came of a list."""

    kind: str
    """What kind of list it was."""
    heads: list[Head] = field(default_factory=list)
    """The sets that were written."""
    files: list[Path] = field(default_factory=list)
    """Where they are."""
    rows: int = 0
    """Lines that gave a digest."""
    refused: int = 0
    """Lines that gave none."""
    listed: list[tuple[int, str]] = field(default_factory=list)
    """The first `MAX_LISTED` of these: (line, why)."""


def import_list(path: Path, folder: Path, order: Order) -> Imported:
    """Read a list and write its sets into `folder`; `NotAList` where it gives no digest at all.

    OSError as reading and writing do. Memory: `buckets.SPILL_BYTES` and a 256th of the digests.
    """
    with open_plain(path) as file:
        source_sha256 = hash_fd(file.fileno())[0].hex()
    kind, rows = rows_of(path, order.algorithm)
    result = Imported(kind=kind)
    with workspace(folder) as place:
        buckets: dict[str, Buckets] = {}
        for number, found in chosen(rows, order.algorithm, bad=order.known == "bad"):
            if isinstance(found, str):
                result.refused += 1
                if len(result.listed) < MAX_LISTED:
                    result.listed.append((number, found))
                continue
            for algorithm, digest in found.items():
                if algorithm not in buckets:
                    (place / algorithm).mkdir()
                    buckets[algorithm] = Buckets(place / algorithm, WIDTHS[algorithm])
                buckets[algorithm].add(bytes.fromhex(digest))
            result.rows += 1
        if not buckets:
            first = [f", the first: line {number}, {why}" for number, why in result.listed[:1]]
            raise NotAList("".join(["no line gives a digest", *first]))
        for algorithm in sorted(buckets):
            head, kept = keep(
                folder,
                place,
                buckets[algorithm],
                algorithm=algorithm,
                created=order.created,
                known=order.known,
                name=order.name,
                source=path.name.encode("utf-8", "replace").decode()[:255],
                source_sha256=source_sha256,
            )
            result.heads.append(head)
            result.files.append(kept)
    return result
