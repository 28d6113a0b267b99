"""Real cases in few words: files from memory are brought in without any collector."""

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Collect, KeyAdd, KeyRevoke, SourcePath
from truyvet.evidence.capture import Stream
from truyvet.evidence.case import Case, create, repair
from truyvet.evidence.collecting import Collecting
from truyvet.evidence.entry import Entry
from truyvet.evidence.index import Row
from truyvet.evidence.intake import NOTHING, sum_up
from truyvet.evidence.item import Attribute, Item, Problem, readable, trusted_item
from truyvet.evidence.manifest import encode_items
from truyvet.evidence.records import KeyCard
from truyvet.evidence.times import utc_of
from truyvet.evidence.verification.run import Verification, verify
from truyvet.evidence.verification.trust import Trust
from truyvet.evidence.writing import Writer

from .people import acting, another, officer

MODIFIED = 1_773_454_500_000_000_000
"""When every file was modified last, in nanoseconds."""
USB = (SourcePath(path="/media/usb"),)


class Memory:
    """A `Stream` over bytes at hand, which may give them in small pieces."""

    def __init__(self, content: bytes, piece: int = 1 << 30) -> None:
        self._bytes = io.BytesIO(content)
        self._piece = piece

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill at most `piece` bytes."""
        return self._bytes.readinto(buffer[: self._piece])

    def problem(self) -> Problem | None:
        """Memory is always whole."""
        return None

    def close(self) -> None:
        """Nothing is held."""


def open_case(folder: Path, who: Acting | None = None) -> Case:
    """Make a new case at `folder`."""
    return create(folder, who or acting(), title="Lừa đảo qua mạng", number="12/2026")


def bring(case: Case, collecting: Collecting, files: Mapping[bytes, bytes]) -> None:
    """Take in what an earlier run has not, one block of lines for each file."""
    for name, content in files.items():
        if collecting.done.has(0, name, len(content), MODIFIED):
            continue
        stream: Stream = Memory(content)
        stored = case.store.put(stream)
        path, path_bytes = readable(name)
        item = Item(
            n=collecting.next_n,
            kind="file",
            source=0,
            path=path,
            path_bytes=path_bytes,
            modified=utc_of(MODIFIED),
            sha256=stored.sha256,
            size=stored.size,
        )
        add(collecting, [item])


def add(collecting: Collecting, items: Iterable[Item]) -> None:
    """Take in the lines of `items`, whose objects are written."""
    whole = list(items)
    collecting.add(encode_items(whole), sum_up(whole, NOTHING))


def collect(
    case: Case,
    who: Acting,
    files: Mapping[bytes, bytes],
    *,
    note: str = "",
    sources: tuple[SourcePath, ...] = USB,
) -> Entry:
    """Collect `files`, or go on with the unfinished collection of this note and these sources."""
    with case.writing() as writer:
        collecting = writer.begin_collect(who, "files", sources, note)
        bring(case, collecting, files)
        return writer.finish_collect(who, collecting, finished=True)


def stop(case: Case, who: Acting, files: Mapping[bytes, bytes], *, note: str, safe: bool) -> None:
    """Begin to collect `files` and stop: after making them safe (Ctrl-C), or not (a kill)."""
    with case.writing() as writer:
        collecting = writer.begin_collect(who, "files", USB, note)
        bring(case, collecting, files)
        if safe:
            collecting.pause()
        else:
            collecting.close()


def export(case: Case, who: Acting, target: Path, *, force: bool = False, name: str = "") -> Entry:
    """Export the item of this name, or the first that has bytes."""
    with case.writing() as writer:
        return writer.export(who, row_of(writer, name), target, force=force)


def row_of(writer: Writer, name: str = "") -> Row:
    """Return the item of this name, or the first that has bytes."""
    rows = writer.index.items(name=name or None)
    return next(row for row in rows if row.sha256 is not None)


def admit(case: Case, who: Acting, card: KeyCard) -> Entry:
    """Admit another officer's key."""
    with case.writing() as writer:
        return writer.append(who, KeyAdd(key=card))


def revoke(case: Case, who: Acting, key: str) -> Entry:
    """Revoke a key."""
    with case.writing() as writer:
        return writer.append(who, KeyRevoke(key=key, reason="mất thẻ"))


def items_of(case: Case) -> list[tuple[int, Item]]:
    """Return (entry, item) of every line of every manifest, from the truth."""
    return [
        (signed.entry.seq, trusted_item(line))
        for signed in case.ledger.entries()
        if isinstance(signed.entry.act, Collect)
        for line in case.store.path(signed.entry.outputs[0].sha256).read_bytes().splitlines()
    ]


def rows_of(case: Case) -> list[Row]:
    """Return every item as the index gives it."""
    with case.reading() as index:
        return list(index.items())


def check(folder: Path, *, fast: bool = False, trust: Trust | None = None) -> Verification:
    """Verify in this process."""
    return verify(folder, trust or Trust(), jobs=0, fast=fast)


def codes(folder: Path, trust: Trust | None = None) -> list[str]:
    """Return the codes that verifying finds, each once, in order."""
    return sorted(check(folder, trust=trust).counts)


def without_empty_folders(case: Case) -> Case:
    """Drop the empty folders of the store, as archives do; copies are ten times faster then."""
    for shard in case.store.folder.iterdir():
        if not any(shard.iterdir()):
            shard.rmdir()
    return case


def tear(case: Case, torn: bytes) -> None:
    """Leave half a line at the end of the ledger, as a power cut does."""
    with case.ledger.path.open("ab") as file:
        file.write(torn)


VARIED = [
    Item(n=0, kind="directory", path="usb", source=0, mode=0o755, modified="2026-03-14T02:15:00Z"),
    Item(n=1, kind="symlink", path="usb/link", source=0, target="../khác"),
    Item(n=2, kind="fifo", path="usb/pipe", source=0, problem=Problem(code="special")),
    Item(n=3, kind="file", path="kín", source=0, problem=Problem(code="unreadable", text="EIO")),
    Item(n=4, kind="file", path="tem", source=0, xattrs=(Attribute(name="user.a", value="00"),)),
]
"""Items without bytes, of many kinds."""
FILES = {
    b"usb/b\xc3\xa1o c\xc3\xa1o.docx": b"PK\x03\x04" + bytes(range(256)) * 3,
    b"usb/a\nb": b"a name of two lines",
    b"usb/\xff\xfe": b"a name that is not UTF-8",
    b"usb/empty": b"",
    b"usb/copy of empty": b"",
}


def build_history(folder: Path, copies: Path) -> Case:
    """Make a case with every kind of act; exported copies go to `copies`."""
    who, other = acting(), officer(2, name="Trần Thị Bình", role="custodian", unit="PC03")
    case = open_case(folder, who)
    with case.writing() as writer:
        collecting = writer.begin_collect(who, "files", USB, "vật chứng số 3")
        add(collecting, VARIED)
        bring(case, collecting, FILES)
        writer.finish_collect(who, collecting, finished=True)
    admit(case, who, other.card)
    collect(case, another(who, other), {b"phone/1.txt": b"one", b"phone/2.txt": b"two"})
    export(case, who, copies / "copy.docx")
    tear(case, b'{"entry":{"act":{"act')
    repair(case, who)
    revoke(case, who, other.card.id)
    return case
