"""Scans of a case in few words: what was found is said here, no extractor runs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.evidence.support.people import acting
from tests.evidence.support.scenes import Memory

from truyvet.evidence import examining
from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Note, Tag
from truyvet.evidence.case import Case
from truyvet.evidence.entry import Entry
from truyvet.evidence.index import Row
from truyvet.evidence.item import Item, item_id
from truyvet.evidence.records import Moment
from truyvet.evidence.scans.configuration import Configuration, ExtractorConfiguration
from truyvet.evidence.scans.gathering import Gathered, Gathering, child_key, root_key
from truyvet.evidence.scans.locator import span
from truyvet.evidence.scans.observation import Flag, Observation
from truyvet.evidence.scans.outcome import Efforts, Outcome, Status, examined
from truyvet.evidence.writing import Writer
from truyvet.hashes.canonical import encode_record

HELD = ("privileges", "network")


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What a scan found out about one item."""

    statuses: Mapping[str, Status] | None = None
    """Extractors that did not end `ok`, with how they ended."""
    reason: str = "vì thế"
    """Why they fell short."""
    flags: tuple[Flag, ...] = ()
    """One observation for each, by the first extractor."""
    seen: str = "4111"
    """The raw value of each observation."""
    children: tuple[tuple[str, bytes], ...] = ()
    """(step, bytes) of what stands inside it."""


ALL_OK = Result()


def later(seed: int = 5, *, month: int = 4) -> Acting:
    """Return an officer who acts after all that the history holds."""
    return acting(clock=lambda: Moment(utc=f"2026-{month:02}-01T00:00:00.000000Z", zone="+07:00"),
                  seed=seed)  # fmt: skip


def scan(
    case: Case,
    results: Mapping[str, Result] | None = None,
    *,
    who: Acting | None = None,
    names: tuple[str, ...] = ("filetype", "archive"),
    left_out: tuple[str, ...] = (),
    only: Iterable[str] | None = None,
    stop: bool = False,
) -> Entry | None:
    """Scan all items with bytes (or `only` these); `results` by short name, all others went well.

    `stop` leaves the scan unfinished and returns none.
    """
    officer, told = who or later(), results or {}
    configuration = Configuration(
        extractors=tuple(
            ExtractorConfiguration(configuration={"works": "yes"}, name=name, version="1")
            for name in names
        )
    )
    with case.writing() as writer:
        rows = [row for row in writer.index.items_with_bytes() if only is None or row.name in only]
        scanning = examining.begin(writer, officer, configuration, left_out)
        for row in rows:
            _gather(case, scanning.gathering, row, told.get(row.name, ALL_OK), names)
        scanning.gathering.commit()
        if stop:
            scanning.gathering.close()
            return None
        return examining.finish(writer, officer, scanning, finished=only is None, confinement=HELD)


def _gather(
    case: Case, gathering: Gathering, row: Row, result: Result, names: tuple[str, ...]
) -> None:
    key = root_key(row.seq, row.n)
    children = []
    for place, (step, content) in enumerate(result.children):
        stored = case.store.put(Memory(content))
        child = Item(
            n=0, kind="file", source=0, path=f"{row.path}/{step.partition(':')[2]}", depth=1,
            parent=row.id, locator=step, sha256=stored.sha256, size=stored.size,
        )  # fmt: skip
        children.append((child_key(key, place), child))
    _add(gathering, key, row.id, row.size or 0, result, names, children)
    for inner, child in children:
        _add(gathering, inner, item_id("", child), child.size or 0, ALL_OK, names, [])


def _add(
    gathering: Gathering,
    key: bytes,
    item: str,
    size: int,
    result: Result,
    names: tuple[str, ...],
    children: list[tuple[bytes, Item]],
) -> None:
    statuses = result.statuses or {}
    outcomes = [
        Outcome(
            extractor=name,
            status=statuses.get(name, "ok"),
            reason=result.reason if name in statuses else "",
        )
        for name in names
    ]
    seen = [
        Observation(
            extractor=names[0], item=item, kind="card", flag=flag, raw=result.seen,
            locator=(span(n, 4),), facts={"rule": "thẻ", "long": "x" * 1000},
        )
        for n, flag in enumerate(("", *result.flags) if result.flags else ())
    ]  # fmt: skip
    gathering.add(
        Gathered(
            key=key,
            size=size,
            examined=examined(item, outcomes),
            efforts=Efforts(efforts=(), item=item),
            observations=[encode_record(one) for one in seen],
            texts=[],
            children=children,
        )
    )


def id_of(writer: Writer, name: str) -> str:
    """Return the id of the item with this short name."""
    return next(writer.index.items(name=name)).id


def tag(case: Case, name: str, of: str, text: str, *, off: bool = False, month: int = 5) -> Entry:
    """Put a tag on `name`, which is the item `of` or an observation in it, or take it off."""
    with case.writing() as writer:
        act = Tag(item=id_of(writer, of), name=name, off=off, tag=text)
        return writer.append(later(month=month), act)


def note(case: Case, text: str, *, name: str = "", of: str = "", month: int = 5) -> Entry:
    """Write something down, of the case or of `name` in the item `of`."""
    with case.writing() as writer:
        item = id_of(writer, of) if of else None
        return writer.append(later(month=month), Note(item=item, name=name, text=text))


def outcomes_of(case: Case, seq: int, kind: str = "outcomes") -> Path:
    """Return where a list of the scan of entry `seq` is, made writable."""
    (entry,) = (one.entry for one in case.ledger.entries() if one.entry.seq == seq)
    (ref,) = (one for one in entry.outputs if one.kind == kind)
    path = case.store.path(ref.sha256)
    path.chmod(0o600)
    return path


def build_examined(case: Case) -> Case:
    """Scan a case, then tag and note what was found: every kind of act is there."""
    results = {
        "1.5": Result(flags=("yara", "encrypted"), children=(("zip:a.txt", b"inner"),)),
        "1.6": Result(statuses={"archive": "timeout"}, reason="wall: 60 s"),
        "3.0": Result(statuses={"filetype": "crash", "archive": "unsupported"}),
        "3.1": Result(statuses={"filetype": "not_applicable", "archive": "empty"}),
    }
    entry = scan(case, results, left_out=("ocr",))
    assert entry is not None
    tag(case, "1.5", "1.5", "nghi phạm A")
    tag(case, f"{entry.seq}:1", "1.5", "thẻ giả")
    note(case, "đã gọi ngân hàng", name="1.5", of="1.5")
    note(case, "bàn giao ca trực")
    return case
