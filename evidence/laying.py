"""Acts that name a list of their own: the list is laid into the store before its entry stands.

A kill in between leaves an object that nobody names. An empty file in work/, `laid-` and its hash,
says so beforehand; the next writer removes both, unless the entry stands after all.
"""

import re
from collections.abc import Iterable

from ..hashes.digest import sha256_hex
from ..hashes.merkle import Frontier, leaf_hash
from .acting import Acting
from .acts import Act
from .durable import make_private, sync_folder
from .entry import Entry
from .index import Index
from .intake import pending_folders
from .layout import Layout
from .records import Ref
from .writing import Writer

LAID = re.compile(r"laid-([0-9a-f]{64})")
"""Names in work/ that explain an object."""


def append_listed(
    writer: Writer, acting: Acting, act: Act, kind: str, lines: Iterable[bytes], *, rooted: bool
) -> Entry:
    """Append an act whose only output is a list of these lines, each given without its end.

    `rooted` says whether the entry names the Merkle root over them too. Raises what
    `Writer.prepare` raises, before anything is stored.
    """
    listed = list(lines)
    content = b"".join(line + b"\n" for line in listed)
    frontier = Frontier()
    frontier.extend(map(leaf_hash, listed))
    ref = Ref(
        kind=kind,
        sha256=sha256_hex(content),
        size=len(content),
        count=len(listed),
        root=frontier.root().hex() if rooted else None,
    )
    writer.prepare(acting, act, outputs=(ref,))
    work = writer.layout.work
    make_private(work)
    mark = work / f"laid-{ref.sha256}"
    mark.touch(mode=0o600)
    sync_folder(work)
    writer.layout.store.put_bytes(content)
    entry = writer.append(acting, act, outputs=(ref,))
    mark.unlink()
    return entry


def clear_laid(layout: Layout, index: Index) -> None:
    """Remove the lists that a kill left without their entry; the caller holds the case."""
    paths = layout.work.glob("laid-*")
    marks = [(path, mark[1]) for path in paths if (mark := LAID.fullmatch(path.name))]
    if not marks or pending_folders(layout.folder):  # what is under way may hold the same bytes
        return
    named = {ref.sha256 for signed in layout.ledger.entries() for ref in signed.entry.outputs}
    for path, sha256 in marks:
        if sha256 not in named and not index.holds(sha256) and layout.store.has(sha256):
            layout.store.remove(sha256)
        path.unlink()
