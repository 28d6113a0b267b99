"""The examination that the vectors show: what each extractor is said to have seen, by hand.

No extractor runs, so that a newer one changes no vector: the records go through `examining` as
the engine's do.
"""

import io
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from truyvet.evidence import examining
from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Note, Tag
from truyvet.evidence.case import Case
from truyvet.evidence.entry import Entry
from truyvet.evidence.item import Item, item_id
from truyvet.evidence.scans.configuration import Configuration, ExtractorConfiguration
from truyvet.evidence.scans.gathering import Gathered, child_key, root_key
from truyvet.evidence.scans.locator import span
from truyvet.evidence.scans.observation import Flag, Observation, TextLine
from truyvet.evidence.scans.outcome import Defect, Effort, Efforts, Outcome, examined
from truyvet.hashes.canonical import encode_record
from truyvet.hashes.digest import sha256_hex

from .good_cases import collect, item, open_case
from .officers import AN, Desk
from .recipes import Codes

MESSAGE = "Chuyển tiền vào STK 19030000012345 Techcombank, gọi 0912 345 678.\n".encode()
ENTRY_NOTE = "Hùng: 0987654321\n".encode()
NAMES = ("filetype", "archive", "plaintext", "entities")
CONFINEMENT = ("privileges", "network", "files", "calls")


def archive() -> bytes:
    """Return the ZIP of the vectors: one note, stored, with a fixed date."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        member = zipfile.ZipInfo("ghi-chú.txt", date_time=(2026, 3, 12, 17, 30, 4))
        member.create_system = 3  # Unix, on whatever system this runs
        file.writestr(member, ENTRY_NOTE)
    return content.getvalue()


ZIP = archive()


def configuration(names: tuple[str, ...] = NAMES) -> Configuration:
    """Return the configuration of a scan by these extractors."""
    settings = {"filetype": {"libmagic": "545"}, "archive": {"passwords": "none"}}
    return Configuration(
        extractors=tuple(
            ExtractorConfiguration(configuration=settings.get(name, {}), name=name, version="1")
            for name in names
        ),
        region="VN",
    )


def saw(
    of: str, extractor: str, kind: str, where: str, raw: bytes, *, normal: str = "", flag: Flag = ""
) -> Observation:
    """Return an observation."""
    return Observation(
        extractor=extractor, flag=flag, item=of, kind=kind, locator=(where,), normal=normal,
        raw=raw.decode(),
    )  # fmt: skip


def found_in(content: bytes, value: bytes) -> str:
    """Return the step that leads to a value in some bytes."""
    return span(content.index(value), len(value))


def of_type(of: str, media: str) -> Observation:
    """Return what `filetype` saw."""
    return saw(of, "filetype", "file-type", "type:media", media.encode(), normal=media)


def of_text(key: bytes, of: str, content: bytes, seen: list[Observation]) -> Gathered:
    """Return what was gathered of a plain text in which `seen` was found by `entities`."""
    outcomes = [
        Outcome(extractor="filetype", observations=1, status="ok"),
        Outcome(extractor="archive", status="not_applicable"),
        Outcome(extractor="plaintext", status="ok", texts=1),
        Outcome(extractor="entities", observations=len(seen), status="ok"),
    ]
    text = TextLine(
        extractor="plaintext", item=of, locator=(span(0, len(content)),), text=content.decode()
    )
    return gathered(key, of, len(content), outcomes, [of_type(of, "text/plain"), *seen], [text])


def gathered(
    key: bytes,
    of: str,
    size: int,
    outcomes: list[Outcome],
    seen: list[Observation],
    texts: list[TextLine],
    children: tuple[tuple[bytes, Item], ...] = (),
) -> Gathered:
    """Return what was gathered of one item."""
    applied = [one.extractor for one in outcomes if one.status != "not_applicable"]
    efforts = tuple(
        Effort(attempts=1, cpu=900 + n, extractor=name, memory=64 << 20)
        for n, name in enumerate(applied)
    )
    return Gathered(
        key=key,
        size=size,
        examined=examined(of, outcomes),
        efforts=Efforts(efforts=efforts, item=of),
        observations=[encode_record(one) for one in seen],
        texts=[encode_record(one) for one in texts],
        children=children,
    )


def inside(parent: str, n: int, name: str, content: bytes | None) -> Item:
    """Return what stands in the archive, with its bytes or, where it is encrypted, without."""
    return Item(
        allowance=536_870_912, depth=1, kind="file", locator=f"zip:{name}", n=n, parent=parent,
        modified="2026-03-12T17:30:04Z", path=f"usb/thiet-bi.zip/{name}", source=0,
        sha256=None if content is None else sha256_hex(content),
        size=512 if content is None else len(content),
    )  # fmt: skip


def of_archive(key: bytes, of: str) -> tuple[Gathered, Gathered]:
    """Return what was gathered of the archive and of the one child that has bytes."""
    note, locked = inside(of, 0, "ghi-chú.txt", ENTRY_NOTE), inside(of, 1, "khoá.bin", None)
    defect = Defect(code="encrypted", locator=("zip:khoá.bin",), text="no password opens it")
    outcomes = [
        Outcome(extractor="filetype", observations=1, status="ok"),
        Outcome(
            children=2, defects=(defect,), extractor="archive", observations=1, problems=1,
            status="encrypted",
        ),
        Outcome(extractor="plaintext", status="not_applicable"),
        Outcome(extractor="entities", status="empty"),
    ]  # fmt: skip
    where = found_in(ZIP, b"PK\x01\x02")
    seen = [
        of_type(of, "application/zip"),
        saw(of, "archive", "archive", where, b"PK\x01\x02", normal="zip", flag="encrypted"),
    ]
    children = ((child_key(key, 0), note), (child_key(key, 1), locked))
    whole = gathered(key, of, len(ZIP), outcomes, seen, [], children)
    child = item_id("", note)
    phone = saw(
        child, "entities", "phone", found_in(ENTRY_NOTE, b"0987654321"), b"0987654321",
        normal="+84987654321",
    )  # fmt: skip
    return whole, of_text(child_key(key, 0), child, ENTRY_NOTE, [phone])


def evidence() -> list[Item]:
    """Return what was collected: a folder, an archive, a message."""
    return [
        item(0, b"usb"),
        item(1, b"usb/thiet-bi.zip", ZIP),
        item(2, b"usb/tin-nhan.txt", MESSAGE),
    ]


def scan(case: Case, acting: Acting, collection: str, *, finished: bool = True) -> Entry:
    """Record the examination of the collection of entry 1."""
    archived, message = (item_id(collection, one) for one in evidence()[1:])
    account = b"19030000012345"
    seen = [
        saw(
            message, "entities", "bank-account", found_in(MESSAGE, account), account,
            normal="970407:19030000012345",
        ),
        saw(
            message, "entities", "phone", found_in(MESSAGE, b"0912 345 678"), b"0912 345 678",
            normal="+84912345678",
        ),
    ]  # fmt: skip
    with case.writing() as writer:
        scanning = examining.begin(writer, acting, configuration(), ("ocr",))
        case.store.put_bytes(ENTRY_NOTE)
        for one in (
            of_text(root_key(1, 2), message, MESSAGE, seen),
            *of_archive(root_key(1, 1), archived),
        ):
            scanning.gathering.add(one)
        with closing(scanning.gathering):
            return examining.finish(
                writer, acting, scanning, finished=finished, confinement=CONFINEMENT
            )


def scanned(folder: Path) -> Codes:
    """A collection was examined; what was found is tagged and noted."""
    desk = Desk("scanned")
    case = open_case(folder, desk)
    collected = collect(case, desk, evidence(), [ZIP, MESSAGE])
    collection = getattr(collected.act, "collection", "")
    scan(case, desk.acting(AN, purpose="tìm tài khoản nhận tiền"), collection)
    message = item_id(collection, evidence()[2])
    child = item_id("", inside(item_id(collection, evidence()[1]), 0, "ghi-chú.txt", ENTRY_NOTE))
    with case.writing() as writer:
        for act in (
            Tag(item=message, name="2:6", tag="nghi phạm A"),
            Tag(item=child, name="2.0", tag="xem lại"),
            Tag(item=child, name="2.0", off=True, tag="xem lại"),
            Note(item=message, name="2:5", text="đã gọi ngân hàng, còn 12 triệu trong tài khoản"),
            Note(text="bàn giao ca trực"),
        ):
            writer.append(desk.acting(AN), act)
    return {}


def unfinished_scan(folder: Path) -> Codes:
    """A scan was killed before it had gathered anything."""
    desk = Desk("unfinished_scan")
    case = open_case(folder, desk)
    collect(case, desk, evidence(), [ZIP, MESSAGE])
    with case.writing() as writer:
        scanning = examining.begin(writer, desk.acting(AN), configuration(), ("ocr",))
        scanning.gathering.close()
    for path in scanning.folder.glob("scan.db*"):
        path.unlink()  # made anew by whoever goes on; its bytes depend on the version of SQLite
    return {"W101": [f"work/{scanning.pending.scan}"]}


SCANNED: dict[str, Callable[[Path], Codes]] = {
    "scanned": scanned,
    "W101_unfinished_scan": unfinished_scan,
}
"""Good cases of an examination."""
