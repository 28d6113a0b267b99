"""The good vectors: whole cases made by calling the product, as an officer's commands would.

Items are written by hand, because what a real collector brings (times, inodes) is new every day.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec

from truyvet.evidence.acts import (
    Collect,
    Export,
    Exported,
    KeyAdd,
    KeyRevoke,
    Packed,
    Reading,
    SourcePath,
    Watch,
)
from truyvet.evidence.case import Case, create, repair
from truyvet.evidence.collecting import Collecting
from truyvet.evidence.entry import Entry
from truyvet.evidence.intake import NOTHING, sum_up
from truyvet.evidence.item import Attribute, Item, Problem, item_id, readable
from truyvet.evidence.keyring import Signer
from truyvet.evidence.manifest import encode_items
from truyvet.evidence.records import Ref
from truyvet.evidence.writing import Writer
from truyvet.hashes.digest import sha256_hex

from .officers import AN, BINH, CHI, Desk
from .recipes import Codes

USB = (SourcePath(path="/media/usb"),)
LETTER = "Tôi tên là Lê Văn Cường, trình báo việc bị lừa đảo.\n".encode()
LEDGER_OF_FRAUD = b"ngay;so tien\n2026-03-01;5000000\n"


def item(n: int, path: bytes, content: bytes | None = None, **facts: object) -> Item:
    """Describe what stands at `path` below its source; `content` if it was stored."""
    text, raw = readable(path)
    described = Item(
        accessed="2026-03-13T08:00:00.000000000Z",
        changed="2026-03-13T08:00:00.000000000Z",
        collected=f"2026-03-14T02:16:{n:02d}.000000000Z",
        device=2049,
        gid=1000,
        inode=131_000 + n,
        kind="directory" if content is None else "file",
        mode=0o755 if content is None else 0o644,
        modified="2026-03-12T17:30:05.123456789Z",
        n=n,
        path=text,
        path_bytes=raw,
        sha256=None if content is None else sha256_hex(content),
        size=None if content is None else len(content),
        source=0,
        uid=1000,
    )
    return msgspec.structs.replace(described, **facts)


def open_case(folder: Path, desk: Desk) -> Case:
    """Open the case of all vectors."""
    acting = desk.acting(AN)
    return create(folder, acting, title="Lừa đảo hoàn tiền", number="12/2026")


def take_in(
    writer: Writer, collecting: Collecting, items: list[Item], contents: list[bytes]
) -> None:
    """Store `contents` and add the manifest lines of `items`."""
    for content in contents:
        writer.layout.store.put_bytes(content)
    collecting.add(encode_items(items), sum_up(items, NOTHING))


def collect(
    case: Case, desk: Desk, items: list[Item], contents: list[bytes], *, by: Signer = AN
) -> Entry:
    """Record a whole collection of the memory stick."""
    with case.writing() as writer:
        acting = desk.acting(by, purpose="sao lưu vật chứng")
        collecting = writer.begin_collect(acting, "files", USB, "vật chứng 1")
        take_in(writer, collecting, items, contents)
        return writer.finish_collect(acting, collecting, finished=True)


def opened(folder: Path) -> Codes:
    """A case that was opened, and nothing else."""
    open_case(folder, Desk("opened"))
    return {}


def admitted(folder: Path) -> Codes:
    """A second officer's key is admitted."""
    desk = Desk("admitted")
    case = open_case(folder, desk)
    with case.writing() as writer:
        writer.append(desk.acting(AN), KeyAdd(key=BINH.card))
    return {}


def officers(folder: Path) -> Codes:
    """A key is admitted, collects, is revoked, and the next one is admitted."""
    desk = Desk("officers")
    case = open_case(folder, desk)
    with case.writing() as writer:
        writer.append(desk.acting(AN), KeyAdd(key=BINH.card))
    collect(case, desk, one_file(), [LETTER], by=BINH)
    with case.writing() as writer:
        writer.append(desk.acting(AN), KeyRevoke(key=BINH.card.id, reason="chuyển công tác"))
        writer.append(desk.acting(AN), KeyAdd(key=CHI.card))
    return {}


def one_file() -> list[Item]:
    """A folder and one file in it."""
    return [item(0, b"usb"), item(1, "usb/đơn.txt".encode(), LETTER)]


def small(folder: Path) -> Codes:
    """A folder with one file, collected whole."""
    desk = Desk("small")
    collect(open_case(folder, desk), desk, one_file(), [LETTER])
    return {}


def collected(folder: Path) -> Codes:
    """Every kind of item: what is empty, sparse, twice there, a link, special, unreadable."""
    desk = Desk("collected")
    sparse = bytes(12_288)
    origin = Attribute(name="user.xdg.origin.url", value=b"http://hoantien.example/".hex())
    denied = Problem(code="unreadable", text="Permission denied")
    nothing: dict[str, object] = {"sha256": None, "size": None}
    items = [
        item(0, b"usb"),
        item(1, "usb/Đơn tố giác.txt".encode(), LETTER, xattrs=(origin,)),
        item(2, b"usb/caf\xe9.txt", LETTER, links=2),
        item(3, b"usb/empty", b""),
        item(4, b"usb/image.raw", sparse, allocated=4096),
        item(5, b"usb/latest", kind="symlink", mode=0o777, target="Đơn tố giác.txt"),
        item(6, b"usb/pipe", kind="fifo", problem=Problem(code="special")),
        item(7, b"usb/private", b"", mode=0, problem=denied, **nothing),
        item(8, b"usb/100%\n.csv", LEDGER_OF_FRAUD),
    ]
    collect(open_case(folder, desk), desk, items, [LETTER, b"", sparse, LEDGER_OF_FRAUD])
    return {}


def exported(folder: Path) -> Codes:
    """A copy of one item left the case."""
    desk = Desk("exported")
    case = open_case(folder, desk)
    act, ref = export_of(collect(case, desk, one_file(), [LETTER]))
    with case.writing() as writer:
        writer.append(desk.acting(AN, purpose="giám định"), act, inputs=(ref,))
    return {}


def export_of(entry: Entry) -> tuple[Export, Ref]:
    """Return the act of exporting item 1 of the collection `entry`, and the object it copies."""
    if not isinstance(entry.act, Collect):
        raise TypeError(entry.act)
    act = Export(
        destination="/media/lab/đơn.txt",
        item=item_id(entry.act.collection, one_file()[1]),
        name=f"{entry.seq}.1",
    )
    return act, Ref(kind="item", sha256=sha256_hex(LETTER), size=len(LETTER))


def packed(folder: Path) -> Codes:
    """Two items left the case in one file of another format."""
    desk = Desk("packed")
    case = open_case(folder, desk)
    contents = [LETTER, LEDGER_OF_FRAUD]
    items = [item(n, b"%d.txt" % n, content) for n, content in enumerate(contents)]
    entry = collect(case, desk, items, contents)
    if not isinstance(entry.act, Collect):
        raise TypeError(entry.act)
    ids = [item_id(entry.act.collection, one) for one in items]
    act = Export(
        destination="/media/toa-an/trang.wacz",
        item=ids[0],
        more=(Exported(item=ids[1], name=f"{entry.seq}.1"),),
        name=f"{entry.seq}.0",
        packed=Packed(format="wacz", sha256=sha256_hex(b"a pack"), size=6),
    )
    refs = tuple(Ref(kind="item", sha256=sha256_hex(one), size=len(one)) for one in contents)
    with case.writing() as writer:
        writer.append(desk.acting(AN, purpose="giao cho toà"), act, inputs=refs)
    return {}


def repaired(folder: Path) -> Codes:
    """A power cut tore the last line; it was taken off, kept, and that was recorded."""
    desk = Desk("repaired")
    case = open_case(folder, desk)
    with case.ledger.path.open("ab") as file:
        file.write(b'{"entry":{"act":{"collection":"6c')
    repair(case, desk.acting(AN, purpose="mất điện lúc 02:10"))
    return {}


def many_sources(folder: Path) -> Codes:
    """More sources than an entry lists itself; the collection was ended before its time."""
    desk = Desk("many_sources")
    case = open_case(folder, desk)
    sources = tuple(SourcePath(path=f"/media/usb/{number:02d}") for number in range(60))
    items = [item(n, b"%02d" % n, source=n) for n in range(60)]
    with case.writing() as writer:
        acting = desk.acting(AN)
        collecting = writer.begin_collect(acting, "files", sources, "")
        take_in(writer, collecting, items[:3], [])
        writer.finish_collect(acting, collecting, finished=False)
    return {}


def set_back(folder: Path) -> Codes:
    """The clock was set back between two entries, and the second one says so."""
    desk = Desk("set_back")
    case = open_case(folder, desk)
    desk.clock.turn(-120)
    with case.writing() as writer:
        acting = desk.acting(AN, clock_step="đồng hồ máy chạy nhanh hai giờ")
        writer.append(acting, KeyAdd(key=BINH.card))
    return {"W103": ["entry 1"]}


def unfinished(folder: Path) -> Codes:
    """A collection was killed before it had stored anything."""
    desk = Desk("unfinished")
    with open_case(folder, desk).writing() as writer:
        collecting = writer.begin_collect(desk.acting(AN), "files", USB, "")
        collecting.close()
        return {"W101": [f"work/{collecting.intake.pending.collection}"]}


def waiting(folder: Path) -> Codes:
    """A collection was killed half-way: one object has its line, one has none yet."""
    desk = Desk("waiting")
    with open_case(folder, desk).writing() as writer:
        collecting = writer.begin_collect(desk.acting(AN), "files", USB, "")
        take_in(writer, collecting, one_file(), [LETTER])
        collecting.pause()
        writer.layout.store.put_bytes(LEDGER_OF_FRAUD)
        return {"W101": [f"work/{collecting.intake.pending.collection}"], "W102": ["objects"]}


def uncovered(folder: Path) -> Codes:
    """A collection was killed between its entry and the checkpoint over it."""
    desk = Desk("uncovered")
    case = open_case(folder, desk)
    with case.writing() as writer:
        acting = desk.acting(AN)
        collecting = writer.begin_collect(acting, "files", USB, "")
        take_in(writer, collecting, one_file(), [LETTER])
        collecting.intake.flush()
        under_way = collecting.intake.folder
        shutil.copytree(under_way, folder / "before")
        writer.finish_collect(acting, collecting, finished=True)
    shutil.move(folder / "before", under_way)
    (case.checkpoints.folder / "2").unlink()
    return {"W105": ["entry 1"]}


def left_behind(folder: Path) -> Codes:
    """A killed process left a part of a file."""
    open_case(folder, Desk("left_behind"))
    part = folder / "work" / "parts" / "4711-0011223344556677.part"
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(b"half an obj")
    return {"W106": [str(part.relative_to(folder))]}


def watched(folder: Path) -> Codes:
    """A page and an account are watched, and one page no longer."""
    desk = Desk("watched")
    case = open_case(folder, desk)
    page = Watch(
        browser=True, every=21_600, note="trang giả mạo ngân hàng", target="page",
        value="https://ngan-hang.example/",
    )  # fmt: skip
    account = Watch(
        readings=(
            Reading(kind="phone", normal="+84912345678"),
            Reading(kind="zalo", normal="+84912345678"),
        ),
        target="selector",
        value="0912 345 678",
    )  # fmt: skip
    with case.writing() as writer:
        for act in (page, account, msgspec.structs.replace(page, off=True, note="trang đã đóng")):
            writer.append(desk.acting(AN), act)
    return {}


GOOD: dict[str, Callable[[Path], Codes]] = {
    "opened": opened,
    "admitted": admitted,
    "officers": officers,
    "small": small,
    "collected": collected,
    "exported": exported,
    "packed": packed,
    "watched": watched,
    "repaired": repaired,
    "many_sources": many_sources,
    "W101_unfinished_collection": unfinished,
    "W102_objects_wait": waiting,
    "W103_clock_was_set_back": set_back,
    "W105_newest_entry_waits_for_its_checkpoint": uncovered,
    "W106_left_behind": left_behind,
}
"""Cases that verify VALID; the notices are named by their codes."""
