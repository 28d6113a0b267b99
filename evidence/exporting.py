"""Items that leave a case packed together in one file: the file, then the acts that name them.

Format: docs/spec/case.md, section "export".
"""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

from ..hashes.digest import hash_fd
from .acting import Acting
from .acts import Export, Exported, Packed
from .copying import absolute, check_target
from .durable import drafted, sync_folder
from .entry import Entry
from .errors import TruyvetError, guarding
from .index import Row
from .item import readable
from .lookup import read_item
from .records import MAX_SAFE_INTEGER, Ref
from .writing import Writer

ITEMS_IN_ACT = 100
"""Items that one act names: some 230 bytes each, in an entry of at most 65,535."""


def export_packed(
    writer: Writer,
    acting: Acting,
    rows: Sequence[Row],
    path: Path,
    pack: Callable[[IO[bytes]], None],
    *,
    word: str,
    force: bool,
) -> tuple[Packed, list[Entry]]:
    """Let `pack` write a file made of these items to `path`, and record that they left.

    `word` names the format. The file appears whole, before the acts; where they cannot be
    recorded it goes again. Raises what `Writer.export` raises, and what `pack` does.
    """
    target = Path(absolute(path))
    check_target(writer.layout.folder, target, force=force)
    for row in rows:
        if row.sha256 is None or row.size is None:
            raise TruyvetError("E107", item=row.name, reason=row.problem or row.kind)
        read_item(writer.layout, writer.index, row)  # the index alone decides nothing
    destination = readable(os.fsencode(target))[0]
    largest = Packed(format=word, sha256="0" * 64, size=MAX_SAFE_INTEGER)
    for act, refs in _acts(rows, destination, largest):
        writer.prepare(acting, act, inputs=refs)  # what would not be recorded does not begin
    with guarding(target):
        with drafted(target) as file:
            pack(file)
            file.seek(0)  # all is handed to the system before it is read back
            digest, size = hash_fd(file.fileno())
        sync_folder(target.parent)
    packed = Packed(format=word, sha256=digest.hex(), size=size)
    try:
        acts = list(_acts(rows, destination, packed))
        return packed, [writer.append(acting, act, inputs=refs) for act, refs in acts]
    except BaseException:
        # No copy leaves a case without a record of it.
        target.unlink(missing_ok=True)
        raise


def _acts(
    rows: Sequence[Row], destination: str, packed: Packed
) -> Iterator[tuple[Export, tuple[Ref, ...]]]:
    for start in range(0, len(rows), ITEMS_IN_ACT):
        first, *more = rows[start : start + ITEMS_IN_ACT]
        act = Export(
            destination=destination,
            item=first.id,
            more=tuple(Exported(item=row.id, name=row.name) for row in more),
            name=first.name,
            packed=packed,
        )
        named = (first, *more)
        refs = (Ref(kind="item", sha256=row.sha256 or "", size=row.size or 0) for row in named)
        yield act, tuple(refs)
