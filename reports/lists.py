"""Lists that entries name (manifests, outcomes, observations), read as what is verified.

Whether the bytes are those of the entry is found out while they are read; nothing here raises for
evidence that is bad. Memory is constant.
"""

import hashlib
from collections.abc import Callable

from ..evidence.entry import Entry
from ..evidence.manifest import read_lines
from ..evidence.records import Ref
from ..evidence.store import Store
from .examination import Listing, ManifestState


def ref_of(entry: Entry, kind: str) -> Ref | None:
    """Return the object of this kind that an entry names, or none."""
    return next((one for one in entry.outputs if one.kind == kind), None)


def listing(ref: Ref | None, state: ManifestState) -> Listing:
    """Return what an entry says of a list, and what became of it."""
    if ref is None:
        return Listing(sha256="", root="", count=0, state=state)
    return Listing(sha256=ref.sha256, root=ref.root or "", count=ref.count or 0, state=state)


def read_list(store: Store, ref: Ref | None, take: Callable[[list[bytes]], None]) -> ManifestState:
    """Hand the lines of a list to `take` in blocks, without their ends; return its state."""
    if ref is None:
        return "missing"
    path, digest = store.path(ref.sha256), hashlib.sha256()
    try:
        if path.is_symlink() or not path.is_file():
            return "missing"
        for lines in read_lines(path):
            digest.update(b"\n".join(lines) + b"\n")
            take(lines)
        size = path.stat().st_size  # a missing last line end does not show in the lines
    except OSError:
        return "missing"
    same = (digest.hexdigest(), size) == (ref.sha256, ref.size)
    return "sound" if same else "damaged"
