"""Desks: a case in which others are put side by side, as its ledger tells it.

A desk is a case like any other; its `attach` entries say which cases stand on it, its collections
by `register` which reference registers do, its `inquire` entries who asked what. The file `desk.db`
beside them is derived from these and from the cases. Format: docs/spec/case.md, `attach`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from .acts import Attach, Collect, Tag
from .entry import Entry

DESK_NAME = "desk.db"
"""The look-up index over all cases of a desk; never evidence."""
DRAFT_NAME = "desk.draft"
"""Where it is built anew before it takes its place."""
LEFT_BY_DESK = frozenset(
    f"{name}{suffix}"
    for name in (DESK_NAME, DRAFT_NAME)
    for suffix in ("", "-wal", "-shm", "-journal")
) - {DESK_NAME}
"""What SQLite, or a kill, leaves beside it."""
DESK_FILES = LEFT_BY_DESK | {DESK_NAME}
COLLECTOR = "register"
"""Collector whose collections are reference registers."""
REMOVED = "register-removed"
"""Tag on a register's table that takes it out of look-ups."""
Access = Literal["open", "restricted", "secret"]
ACCESS: tuple[Access, ...] = get_args(Access)
"""Access classes: who may see more than that something is there. docs/guide/desk.md."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attached:
    """A case that stands on the desk."""

    act: Attach
    """The newest act about it."""
    seq: int
    """Entry of that act."""
    place: int
    """Entry that first put it on the desk: its number there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Registered:
    """A reference register that was brought in."""

    place: int
    """Entry that brought it: its number on the desk."""
    utc: str
    """When that was."""
    manifest: str
    """Hash of its manifest."""
    collection: str
    """Id of the collection."""


class Standing:
    """What stands on a desk, followed entry by entry."""

    def __init__(self) -> None:
        self._cases = dict[str, Attached]()
        self._registers = dict[int, Registered]()
        self._removed = set[str]()

    def follow(self, entry: Entry) -> None:
        """Take in what an entry says of the desk."""
        act = entry.act
        if isinstance(act, Attach):
            known = self._cases.get(act.attached)
            place = entry.seq if known is None else known.place
            self._cases[act.attached] = Attached(act=act, seq=entry.seq, place=place)
        elif isinstance(act, Collect) and act.collector == COLLECTOR:
            self._registers[entry.seq] = Registered(
                place=entry.seq,
                utc=entry.time.utc,
                manifest=next(ref.sha256 for ref in entry.outputs if ref.kind == "manifest"),
                collection=act.collection,
            )
        elif isinstance(act, Tag) and act.tag == REMOVED:
            (self._removed.discard if act.off else self._removed.add)(act.name.partition(".")[0])

    def cases(self) -> dict[str, Attached]:
        """Return the cases that stand on the desk, by their ids, in the order they came."""
        standing = (one for one in self._cases.values() if not one.act.off)
        return {one.act.attached: one for one in sorted(standing, key=lambda one: one.place)}

    def registers(self) -> dict[int, Registered]:
        """Return the registers that were brought in and not removed, by their numbers."""
        return {
            place: one for place, one in self._registers.items() if str(place) not in self._removed
        }


def standing_of(entries: Iterable[Entry]) -> Standing:
    """Return what stands on a desk by all its entries, in order."""
    standing = Standing()
    for entry in entries:
        standing.follow(entry)
    return standing
