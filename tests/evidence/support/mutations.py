"""Mutations of a real case: each changes one thing on the disk, and a verifier must find it.

Found means: the verdict is not VALID, or (for what an interrupted write may leave) a notice names
the file. Raw changes of index.db count as harmless where every row reads as before: the file has
room that says nothing. The lock and a missing index say nothing either and are not mutated.
"""

import os
import random
import shutil
import sqlite3
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from truyvet.evidence.checkpoints import CHECKPOINTS_NAME
from truyvet.evidence.database import INDEX_NAME, TABLES
from truyvet.evidence.findings import Verdict
from truyvet.evidence.item import trusted_item
from truyvet.evidence.ledger import LEDGER_NAME
from truyvet.evidence.verification.trust import Trust, read_kept
from truyvet.hashes.digest import sha256_hex

from .alterations import ALTERATIONS, SCANNED
from .forging import entries_of
from .scenes import check

Apply = Callable[[Path], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutation:
    """One change."""

    kind: str
    """What sort of change: a row of the score."""
    name: str
    """Where and what, to find it again."""
    touched: tuple[str, ...]
    """Paths below the case that it changes."""
    apply: Apply
    """Makes the change in the case at this folder."""


@dataclass(kw_only=True, slots=True)
class Score:
    """How many were made, found and harmless, by kind."""

    made: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    harmless: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Take in what another process has scored."""
        self.made += other.made
        self.found += other.found
        self.harmless += other.harmless
        self.missed += other.missed

    def table(self) -> str:
        """Return the score as a Markdown table."""
        lines = ["| mutation | made | found | without effect | missed |", "|---|--:|--:|--:|--:|"]
        for kind in [*sorted(self.made), "all"]:
            parts = [self.made, self.found, self.harmless]
            made, found, harmless = (
                count.total() if kind == "all" else count[kind] for count in parts
            )
            missed = made - found - harmless
            lines.append(f"| {kind} | {made:,} | {found:,} | {harmless:,} | {missed:,} |")
        return "\n".join(lines)


class Pristine:
    """A case to be mutated and what it is made of."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.rng = random.Random(seed)
        paths = sorted(folder.rglob("*"))
        self.files = {_name(path, folder): path.read_bytes() for path in paths if path.is_file()}
        self.folders = ["", *(_name(path, folder) for path in paths if path.is_dir())]
        self.objects = [name for name in self.files if name.startswith("objects/")]
        self.checkpoints = [name for name in self.files if name.startswith(CHECKPOINTS_NAME)]
        self.evidence = [LEDGER_NAME, *self.checkpoints, *self.objects]
        self.lines = self.files[LEDGER_NAME].splitlines(keepends=True)
        self.rows = rows_of(folder / INDEX_NAME)

    def restore(self, scratch: Path, touched: Iterable[str]) -> None:
        """Bring these paths of `scratch` back."""
        for name in touched:
            path = scratch / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
            if name in self.files:
                path.write_bytes(self.files[name])
                path.chmod(stat.S_IMODE((self.folder / name).stat().st_mode))


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def rows_of(index: Path) -> object:
    """Return every row of the index as a reader gets it; none where it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{index.as_uri()}?immutable=1", uri=True)) as database:
            return [
                database.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608
                for table in TABLES
            ]
    except (sqlite3.Error, UnicodeError):
        return None


def mutations(case: Pristine, share: float) -> Iterator[Mutation]:
    """Yield all mutations; `share` is the part of all byte positions that is tried."""
    yield from _flips(case, share)
    yield from _lengths(case, share)
    yield from _ledger_lines(case)
    yield from _cut_tails(case)
    yield from _files(case)
    yield from _objects(case)
    yield from _planted(case)
    yield from _index(case, share)


def _writes(name: str, content: bytes) -> Apply:
    def apply(folder: Path) -> None:
        (folder / name).chmod(0o600)
        (folder / name).write_bytes(content)

    return apply


def _changed(kind: str, what: str, name: str, content: bytes) -> Mutation:
    apply = _writes(name, content)
    return Mutation(kind=kind, name=f"{name} {what}", touched=(name,), apply=apply)


def _sort_of(case: Pristine, name: str) -> str:
    if name == LEDGER_NAME:
        return "ledger"
    if name in case.checkpoints:
        return "checkpoint"
    return "manifest" if case.files[name].startswith(b'{"') else "object"


def _sample(case: Pristine, length: int, share: float) -> list[int]:
    count = min(length, max(3, round(length * share)))
    return sorted(case.rng.sample(range(length), count)) if length else []


def _flips(case: Pristine, share: float) -> Iterator[Mutation]:
    for name in case.evidence:
        content = case.files[name]
        for at in _sample(case, len(content), share):
            bit, changed = case.rng.randrange(8), bytearray(content)
            changed[at] ^= 1 << bit
            kind = f"{_sort_of(case, name)}: a bit flipped"
            yield _changed(kind, f"byte {at} bit {bit}", name, bytes(changed))


def _lengths(case: Pristine, share: float) -> Iterator[Mutation]:
    for name in case.evidence:
        content, sort = case.files[name], _sort_of(case, name)
        lengths = {0, len(content) - 1, *_sample(case, len(content), share / 10)} - {-1}
        for length in sorted(lengths - {len(content)}):
            yield _changed(f"{sort}: truncated", f"to {length}", name, content[:length])
        for at in (0, len(content) // 2, len(content)):
            longer = content[:at] + case.rng.choice([b"\n", b" ", b"\0", b"x"]) + content[at:]
            yield _changed(f"{sort}: a byte added", f"at {at}", name, longer)
            if at < len(content):
                shorter = content[:at] + content[at + 1 :]
                yield _changed(f"{sort}: a byte removed", f"at {at}", name, shorter)


def _ledger_lines(case: Pristine) -> Iterator[Mutation]:
    lines, count = case.lines, len(case.lines)
    for at in range(count):
        without = lines[:at] + lines[at + 1 :]
        twice = lines[: at + 1] + lines[at:]
        yield _changed("ledger: an entry dropped", f"{at}", LEDGER_NAME, b"".join(without))
        yield _changed("ledger: an entry doubled", f"{at}", LEDGER_NAME, b"".join(twice))
        for other in range(at + 1, count):
            swapped = list(lines)
            swapped[at], swapped[other] = swapped[other], swapped[at]
            what = f"{at} and {other}"
            yield _changed("ledger: two entries swapped", what, LEDGER_NAME, b"".join(swapped))


def _cut_tails(case: Pristine) -> Iterator[Mutation]:
    for left in range(1, len(case.lines)):
        later = [name for name in case.checkpoints if int(name.rpartition("/")[2]) > left]
        rest = _unnamed_after(case, left)
        for kind, gone in {
            "ledger: newest entries cut": [],
            "ledger: newest entries cut with their checkpoints": later,
            "ledger: newest entries cut with all that is theirs": [*later, *rest, INDEX_NAME],
        }.items():
            yield Mutation(
                kind=kind,
                name=f"after entry {left - 1}",
                touched=(LEDGER_NAME, *gone),
                apply=_cuts(b"".join(case.lines[:left]), tuple(gone)),
            )


def _cuts(ledger: bytes, gone: tuple[str, ...]) -> Apply:
    def apply(folder: Path) -> None:
        (folder / LEDGER_NAME).write_bytes(ledger)
        for name in gone:
            (folder / name).unlink()

    return apply


def _unnamed_after(case: Pristine, left: int) -> list[str]:
    """Return the objects that only later entries and their manifests name."""
    named = set[str]()
    for entry in entries_of(case.folder)[:left]:
        for ref in entry.outputs:
            named.add(ref.sha256)
            if ref.kind == "manifest":
                content = case.files[f"objects/{ref.sha256[:2]}/{ref.sha256}"]
                named |= {trusted_item(line).sha256 or "" for line in content.splitlines()}
    return [name for name in case.objects if name.rpartition("/")[2] not in named]


def _files(case: Pristine) -> Iterator[Mutation]:
    for name in case.evidence:
        drop = Mutation(
            kind=f"{_sort_of(case, name)}: dropped",
            name=name,
            touched=(name,),
            apply=lambda folder, name=name: (folder / name).unlink(),  # type: ignore[misc]
        )
        yield drop
        for what in ("link", "folder", "fifo"):
            yield Mutation(
                kind=f"{_sort_of(case, name)}: replaced by something else",
                name=f"{name} by a {what}",
                touched=(name,),
                apply=_replaces(name, what, case.folder / name),
            )


def _replaces(name: str, what: str, same: Path) -> Apply:
    def apply(folder: Path) -> None:
        (folder / name).unlink()
        _make(folder / name, what, same)

    return apply


def _make(path: Path, what: str, same: Path) -> None:
    if what == "link":
        path.symlink_to(same)
    elif what == "folder":
        path.mkdir()
    elif what == "fifo":
        os.mkfifo(path)
    else:
        path.write_bytes(b"planted")


def _objects(case: Pristine) -> Iterator[Mutation]:
    for one in case.objects:
        for other in case.objects:
            if one < other:
                yield Mutation(
                    kind="object: two contents swapped",
                    name=f"{one} and {other}",
                    touched=(one, other),
                    apply=_swaps(one, other, case.files[one], case.files[other]),
                )
        digest = sha256_hex(os.fsencode(one))
        renamed = f"objects/{digest[:2]}/{digest}"
        yield Mutation(
            kind="object: renamed",
            name=f"{one} to {renamed}",
            touched=(one, renamed),
            apply=_renames(one, renamed),
        )


def _renames(one: str, other: str) -> Apply:
    def apply(folder: Path) -> None:
        (folder / other).parent.mkdir(exist_ok=True)
        (folder / one).rename(folder / other)

    return apply


def _swaps(one: str, other: str, first: bytes, second: bytes) -> Apply:
    def apply(folder: Path) -> None:
        _writes(one, second)(folder)
        _writes(other, first)(folder)

    return apply


def _planted(case: Pristine) -> Iterator[Mutation]:
    content = b"planted %d" % case.rng.randrange(1 << 30)
    digest = sha256_hex(content)
    for folder in case.folders:
        for name in ("planted", ".hidden", "1\n", "7", digest, "\udcff"):
            place = f"{folder}/{name}".lstrip("/")
            for what in ("file", "folder", "link", "fifo") if name == "planted" else ("file",):
                if place not in case.files:
                    yield Mutation(
                        kind=f"planted: a {what}",
                        name=repr(place),
                        touched=(place,),
                        apply=lambda root, place=place, what=what: _make(  # type: ignore[misc]
                            root / place, what, root / LEDGER_NAME
                        ),
                    )
    right = f"objects/{digest[:2]}/{digest}"
    yield Mutation(
        kind="planted: an object under its right name",
        name=right,
        touched=(right,),
        apply=_plants(right, content),
    )


def _plants(name: str, content: bytes) -> Apply:
    def apply(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)

    return apply


def _index(case: Pristine, share: float) -> Iterator[Mutation]:
    content = case.files[INDEX_NAME]
    touched = (INDEX_NAME, f"{INDEX_NAME}-wal", f"{INDEX_NAME}-shm")
    scanned = any(entry.act.__struct_config__.tag == "scan" for entry in entries_of(case.folder))
    for statement in SCANNED if scanned else ALTERATIONS:
        yield Mutation(
            kind="index: altered by SQL",
            name=statement,
            touched=touched,
            apply=lambda folder, statement=statement: _execute(  # type: ignore[misc]
                folder / INDEX_NAME, statement
            ),
        )
    for length in (1, 50, 100, 4096, 5000, len(content) // 2, len(content) - 1):
        yield _changed("index: truncated", f"to {length}", INDEX_NAME, content[:length])
    for at in _sample(case, len(content), share / 4):
        bit, changed = case.rng.randrange(8), bytearray(content)
        changed[at] ^= 1 << bit
        yield _changed("index: a bit flipped", f"byte {at} bit {bit}", INDEX_NAME, bytes(changed))


def _execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(statement)


def judge(case: Pristine, scratch: Path, mutation: Mutation, trust: Trust) -> str:
    """Return `found`, `harmless` or `missed` for a mutation that was made in `scratch`."""
    try:
        answer = check(scratch, trust=trust)
    except Exception as error:  # noqa: BLE001 - a verifier that breaks has found nothing
        return f"missed ({type(error).__name__}: {error})"
    if answer.verdict is not Verdict.VALID:
        return "found"
    if {one.place for one in answer.findings} & set(mutation.touched) - {INDEX_NAME}:
        return "found"
    if mutation.kind == "index: a bit flipped" and rows_of(scratch / INDEX_NAME) == case.rows:
        return "harmless"
    return "missed"


def score(case: Pristine, scratch: Path, chosen: Iterable[Mutation]) -> Score:
    """Make each mutation in `scratch`, a copy of the case; judge it and take it back.

    Only what was cut off with all that is its own needs the verifier's memory: a checkpoint he
    kept (docs/spec/verify.md, step 7).
    """
    scored, newest = Score(), max(case.checkpoints, key=lambda name: int(name.rpartition("/")[2]))
    kept = Trust(checkpoint=read_kept(case.files[newest]))
    for mutation in chosen:
        mutation.apply(scratch)
        trust = kept if mutation.kind.endswith("all that is theirs") else Trust()
        result = judge(case, scratch, mutation, trust)
        case.restore(scratch, mutation.touched)
        scored.made[mutation.kind] += 1
        scored.found[mutation.kind] += result == "found"
        scored.harmless[mutation.kind] += result == "harmless"
        if result.startswith("missed"):
            scored.missed.append(f"{mutation.kind}: {mutation.name}{result.removeprefix('missed')}")
    return scored
