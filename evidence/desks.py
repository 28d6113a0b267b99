"""Desks: a case in which others are put side by side, as its ledger tells it.

A desk is a case like any other; its `attach` entries say which cases stand on it, its collections
by `register` which reference registers do, its `inquire` entries who asked what. The file `desk.db`
beside them is derived from these and from the cases. Format: docs/spec/desk.md.

The first act about a case may be anybody's who may sign one. What is said of it later counts only
by who keeps the desk, or by who holds a key that the case itself admits: else any officer of the
desk could open to himself what is kept from him.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from msgspec.structs import replace

from .acts import Attach, CaseOpen, Collect, KeyAdd, KeyRevoke, Tag
from .entry import Entry
from .keyset import KeySet

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """An act about a case, and whose it is."""

    act: Attach
    """What it says."""
    seq: int
    """Its entry."""
    utc: str
    """When it was recorded."""
    key: str
    """Id of the key that signed it."""
    who: str
    """Whose that is."""
    keeps: bool
    """Whether he kept the desk then."""


Admits = Callable[[str, Sequence[str], str, str], bool | None]
"""Whether the case with this id, in one of these folders, admitted a key at a time (UTC); none
where it is not to be found there."""


def nobody_knows(case: str, folders: Sequence[str], key: str, utc: str) -> None:
    """Stand for cases that cannot be asked whom they admit."""
    del case, folders, key, utc


class Standing:
    """What stands on a desk, followed entry by entry."""

    def __init__(self, admits: Admits = nobody_knows) -> None:
        self.keys = KeySet()
        """Keys that the desk admits."""
        self.keepers = set[str]()
        """Who keeps the desk, by keys: who opened it, and custodians that a keeper admitted."""
        self._admits = admits
        self._said = dict[str, list[Said]]()
        self._registers = dict[int, Registered]()
        self._removed = set[str]()

    def follow(self, entry: Entry) -> None:
        """Take in what an entry says of the desk."""
        act = entry.act
        if isinstance(act, CaseOpen | KeyAdd | KeyRevoke):
            self._follow_keys(entry, act)
        elif isinstance(act, Attach):
            actor = entry.actor
            said = Said(
                act=act, seq=entry.seq, utc=entry.time.utc, key=actor.key,
                who=f"{actor.name}, {actor.unit}", keeps=actor.key in self.keepers,
            )  # fmt: skip
            self._said.setdefault(act.attached, []).append(said)
        elif isinstance(act, Collect) and act.collector == COLLECTOR:
            self._registers[entry.seq] = Registered(
                place=entry.seq,
                utc=entry.time.utc,
                manifest=next(ref.sha256 for ref in entry.outputs if ref.kind == "manifest"),
                collection=act.collection,
            )
        elif isinstance(act, Tag) and act.tag == REMOVED:
            (self._removed.discard if act.off else self._removed.add)(act.name.partition(".")[0])

    def _follow_keys(self, entry: Entry, act: CaseOpen | KeyAdd | KeyRevoke) -> None:
        self.keys.follow(entry)
        if isinstance(act, KeyRevoke):
            self.keepers.discard(act.key)
        elif isinstance(act, CaseOpen) or (
            # Any investigator may admit a custodian: that alone makes nobody a keeper.
            act.key.role == "custodian" and entry.actor.key in self.keepers
        ):
            self.keepers.add(act.key.id)

    def told(self) -> dict[str, Attached]:
        """Return what counts of each case that ever stood on the desk, by their ids."""
        return {case: self._weighed(said)[0] for case, said in self._said.items()}

    def cases(self) -> dict[str, Attached]:
        """Return the cases that stand on the desk, by their ids, in the order they came."""
        standing = (one for one in self.told().values() if not one.act.off)
        return {one.act.attached: one for one in sorted(standing, key=lambda one: one.place)}

    def ignored(self) -> list[Said]:
        """Return the acts that do not count, since who signed them had no right to."""
        found = (one for said in self._said.values() for one in self._weighed(said)[1])
        return sorted(found, key=lambda one: one.seq)

    def _weighed(self, said: Sequence[Said]) -> tuple[Attached, list[Said]]:
        """Return what counts of what was said of a case, and what does not."""
        first = said[0]
        now, ignored = Attached(act=first.act, seq=first.seq, place=first.seq), list[Said]()
        for n, one in enumerate(said[1:], 1):
            folders = (now.act.path, one.act.path, *_paths(said[n + 1 :]), *_paths(said[:n]))
            right = one.keeps or self._admits(one.act.attached, folders, one.key, one.utc)
            if right is False:
                ignored.append(one)
                continue
            act = one.act if right else _not_wider(one.act, now.act)
            now = Attached(act=act, seq=one.seq, place=first.seq)
        return now, ignored

    def registers(self) -> dict[int, Registered]:
        """Return the registers that were brought in and not removed, by their numbers."""
        return {
            place: one for place, one in self._registers.items() if str(place) not in self._removed
        }


def _paths(said: Iterable[Said]) -> Iterator[str]:
    return (one.act.path for one in said)


def _narrowness(access: str) -> int:
    """Return how narrow an access class is; one that is not known is the narrowest."""
    return ACCESS.index(access) if access in ACCESS else len(ACCESS)


def _not_wider(act: Attach, than: Attach) -> Attach:
    """Return an act of which nobody can tell whether it was rightful: it opens nothing."""
    return replace(act, access=max(than.access, act.access, key=_narrowness))


def standing_of(entries: Iterable[Entry], admits: Admits = nobody_knows) -> Standing:
    """Return what stands on a desk by all its entries, in order."""
    standing = Standing(admits)
    for entry in entries:
        standing.follow(entry)
    return standing
