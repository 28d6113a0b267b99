"""Tables that a case has already: the same bytes read twice by a profile would say all twice."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ..collectors.tables import NAME
from ..evidence.companions import PROFILE_NAME
from ..evidence.index import Index, Row
from ..extractors.rows import NAME as READER
from ..hashes.digest import CHUNK_BYTES, hash_stream, sha256_hex
from .output import note, safe, say

__all__ = ["Sorted", "Twin", "sort_out", "tell"]
Standing = Literal["read", "unread", "other", "named"]
"""`read` by this profile, brought and `unread`, read by an `other` one, `named` here before."""
_TWICE = ("read", "named")


@dataclass(frozen=True, kw_only=True, slots=True)
class Twin:
    """The same bytes as those of a table that was named."""

    path: Path
    """The table that was named."""
    standing: Standing
    """What is known of the bytes."""
    item: str = ""
    """Short name of the item that has them."""
    entry: int = 0
    """The scan that read it."""
    like: str = ""
    """The table that was named before and has them."""

    def facts(self) -> dict[str, object]:
        """Return it as JSON facts."""
        known = {"item": self.item, "entry": self.entry, "like": self.like}
        kept = {name: fact for name, fact in known.items() if fact}
        return {"path": str(self.path), "standing": self.standing} | kept


@dataclass(kw_only=True, slots=True)
class Sorted:
    """Tables that were named, sorted by what the case has of them."""

    new: list[Path] = field(default_factory=list)
    """To be brought in."""
    unread: list[Row] = field(default_factory=list)
    """Items that were brought and not read: a command was killed before it read them."""
    twins: list[Twin] = field(default_factory=list)
    """Those whose bytes are known, in order."""


def sort_out(index: Index, paths: Iterable[Path], profile: str, *, again: bool) -> Sorted:
    """Sort tables by what stands in the case; `again` brings in what was read before too.

    Bytes are hashed only where a table of the same length is known. OSError where one is gone.
    """
    found, named, known = Sorted(), dict[str, Path](), _known(index)
    sizes = {path: path.stat().st_size for path in paths}
    often = Counter(sizes.values())
    for path, size in sizes.items():
        if size not in known and often[size] == 1:
            found.new.append(path)
            continue
        digest = _hash(path)
        rows = {row.name: row for row in known.get(size, ()) if row.sha256 == digest}
        twin = _twin(index, path, rows.values(), profile, named.get(digest), again=again)
        named.setdefault(digest, path)
        if twin is None or (again and twin.standing in _TWICE):
            found.new.append(path)
            continue
        found.twins.append(twin)
        if twin.standing == "unread":
            found.unread.append(rows[twin.item])
        elif twin.standing == "other":
            found.new.append(path)
    return found


def tell(twins: Iterable[Twin]) -> None:
    """Say which tables were known, and what follows."""
    left = False
    for one in twins:
        name = safe(str(one.path))
        if one.standing == "unread":
            note(f"going on with item {one.item}: {name} was brought in before, and not read")
        elif one.standing == "other":
            note(f"{name} was read before by another profile: item {one.item}, entry {one.entry}; "
                 "what both say counts twice")  # fmt: skip
        elif one.standing == "named":
            say(f"{name} holds the same bytes as {safe(one.like)}: nothing of it was added")
        else:
            say(f"{name} was read before by this profile: item {one.item}, entry {one.entry}; "
                "nothing of it was added")  # fmt: skip
        left = left or one.standing in _TWICE
    if left:
        note("to read it all the same, so that each of its statements counts twice: --again")


def _twin(
    index: Index, path: Path, rows: Iterable[Row], profile: str, before: Path | None, *, again: bool
) -> Twin | None:
    """Return what is known of a table's bytes; what was read by this profile goes first.

    Where it is to be read again, what was brought for that and not read does.
    """
    if before is not None:
        return Twin(path=path, standing="named", like=str(before))
    twins = [one for row in rows for one in _standings(index, path, row, profile)]
    order = ["unread", "read", "other"] if again else ["read", "unread", "other"]
    return min(twins, key=lambda one: order.index(one.standing), default=None)


def _standings(index: Index, path: Path, row: Row, profile: str) -> Iterator[Twin]:
    """Yield how an item of the same bytes stands to a profile."""
    first = next(iter(index.items(name=f"{row.seq}.0")), None)
    same = first is not None and first.path == PROFILE_NAME
    same = same and first is not None and first.sha256 == sha256_hex(profile.encode())
    ran = index.examinations.done_for(row.id).get(READER)
    if ran is not None:
        yield Twin(path=path, standing="read" if same else "other", item=row.name, entry=ran.seq)
    elif same:
        yield Twin(path=path, standing="unread", item=row.name)


def _known(index: Index) -> dict[int, list[Row]]:
    """Return the tables of a case by their length."""
    known = dict[int, list[Row]]()
    for seq in index.brought_by(NAME):
        for row in index.items(seq=seq):
            if row.n and row.parent is None and row.sha256 is not None:
                known.setdefault(row.size or 0, []).append(row)
    return known


def _hash(path: Path) -> str:
    with path.open("rb", buffering=0) as file:
        return hash_stream(lambda size: file.read(min(size, CHUNK_BYTES)) or b"")[0].hex()
