"""Items of a case as rows of a report, read from the manifests themselves.

A report must not rest on the index, which is derived, and must be made of a damaged case too:
what is an item is listed, a manifest that is not what its entry names is called so, and nothing
here raises for evidence that is bad. Memory is bounded by the rows that are listed.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from ..evidence.acts import Collect
from ..evidence.entry import Entry
from ..evidence.item import Item, trusted_item
from ..evidence.manifest import read_lines
from ..evidence.records import Ref
from ..evidence.store import Store
from .document import Collection, Exhibit, ManifestState

Exports = Mapping[str, tuple[int, ...]]
"""Entries that record an export, by the short name of the item."""

Findings = Mapping[str, tuple[str, ...]]
"""Codes of findings, by the SHA-256 of the object they speak of."""


@dataclass(kw_only=True, slots=True)
class ManifestReader:
    """Reads the manifests of a case one after the other, up to a number of rows."""

    store: Store
    """Where they are."""
    exports: Exports
    """What left the case."""
    findings: Findings
    """What was found about its objects."""
    room: int | None
    """Rows that may still be listed; none for no limit."""
    problem_room: int | None
    """Items with a problem that may still be listed; none for no limit."""
    problems: Counter[str] = field(default_factory=Counter)
    """Items with a problem so far, by code."""
    listed_problems: list[Exhibit] = field(default_factory=list)
    """The first of them."""

    def read(self, entry: Entry, act: Collect) -> Collection:
        """Return the collection of `entry` with as many rows as there is room for."""
        ref = next((one for one in entry.outputs if one.kind == "manifest"), None)
        rows, total, state = self._rows(entry.seq, ref)
        return Collection(
            seq=entry.seq,
            id=act.collection,
            collector=act.collector,
            time=entry.time,
            sources=act.sources,
            source_count=act.source_count,
            status=act.status,
            totals=act.totals,
            manifest=ref.sha256 if ref else "",
            root=(ref.root or "") if ref else "",
            count=(ref.count or 0) if ref else 0,
            state=state,
            items=tuple(rows),
            unlisted=total - len(rows),
        )

    def _rows(self, seq: int, ref: Ref | None) -> tuple[list[Exhibit], int, ManifestState]:
        rows = list[Exhibit]()
        if ref is None:
            return rows, 0, "missing"
        path, digest, count = self.store.path(ref.sha256), hashlib.sha256(), 0
        try:
            if path.is_symlink() or not path.is_file():
                return rows, 0, "missing"
            for lines in read_lines(path):
                digest.update(b"\n".join(lines) + b"\n")
                for line in lines:
                    count += self._line(seq, line, rows)
            size = path.stat().st_size  # a missing last line end does not show in the lines
        except OSError:
            return rows, count, "missing"
        same = (digest.hexdigest(), size) == (ref.sha256, ref.size)
        return rows, count, "sound" if same else "damaged"

    def _line(self, seq: int, line: bytes, rows: list[Exhibit]) -> int:
        try:
            item = trusted_item(line)
        except (msgspec.MsgspecError, ValueError):
            return 0  # verification names the line
        row: Exhibit | None = None
        if self.room is None or self.room > 0:
            row = self._row(seq, item)
            rows.append(row)
            self.room = None if self.room is None else self.room - 1
        if item.problem is not None:
            self.problems[item.problem.code] += 1
            if self.problem_room is None or self.problem_room > len(self.listed_problems):
                self.listed_problems.append(row or self._row(seq, item))
        return 1

    def _row(self, seq: int, item: Item) -> Exhibit:
        name = f"{seq}.{item.n}"
        return Exhibit(
            name=name,
            path=item.path,
            path_bytes=item.path_bytes,
            source=item.source,
            kind=item.kind,
            target=item.target,
            size=item.size,
            sha256=item.sha256,
            modified=item.modified,
            problem=item.problem,
            exports=self.exports.get(name, ()),
            findings=self.findings.get(item.sha256 or "", ()),
        )
