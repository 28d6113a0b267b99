"""Ten thousand mixed files for scanning: text, mails, pages, archives, pictures, tables, noise.

Made by the standard library from a seed: the same bytes on every machine. Values to be found
(phones, addresses) are strewn in, some eight to an item, as on a computer in use.
"""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

FILES = 10_000
WORDS = str.split(
    "vụ án điều tra chuyển khoản số tài khoản Vietcombank điện thoại liên hệ ngày tháng năm "
    "Nguyễn Trần Lê Phạm Hoàng Đức Bình Hà Nội Đà Nẵng the account was opened and money sent"
)


def make(folder: Path, *, seed: int, files: int) -> None:
    """Write `files` files into a new folder, fifty to a subfolder of its own."""
    rng = random.Random(seed)
    kinds: tuple[tuple[int, str, Callable[[random.Random], bytes]], ...] = (
        (40, "txt", _text),
        (15, "html", _page),
        (10, "eml", _mail),
        (10, "csv", _table),
        (8, "docx", _document),
        (5, "zip", _archive),
        (5, "gz", _compressed),
        (4, "png", _picture),
        (3, "bin", _noise),
    )
    weights = [weight for weight, _, _ in kinds]
    for number in range(files):
        _, ending, maker = rng.choices(kinds, weights)[0]
        place = folder / f"{number // 50:03d}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number}.{ending}").write_bytes(maker(rng))


def _prose(rng: random.Random, words: int) -> str:
    found = []
    for _ in range(words):
        found.append(rng.choice(WORDS))
        if rng.random() < 0.003:
            found.append(f"09{rng.randrange(10**8):08d}")
        if rng.random() < 0.001:
            found.append(f"{rng.choice(('an', 'binh', 'duc'))}{rng.randrange(9999)}@example.org")
    return " ".join(found)


def _text(rng: random.Random) -> bytes:
    return _prose(rng, rng.randrange(50, 3_000)).encode()


def _page(rng: random.Random) -> bytes:
    body = "".join(f"<p>{_prose(rng, 60)}</p>" for _ in range(rng.randrange(2, 40)))
    return f"<!doctype html><html><head><title>x</title></head><body>{body}</body></html>".encode()


def _mail(rng: random.Random) -> bytes:
    message = EmailMessage()
    message["From"] = f"a{rng.randrange(999)}@example.org"
    message["To"] = "b@example.com"
    message["Subject"] = "Thông báo"
    message["Date"] = "Wed, 11 Mar 2026 01:12:18 +0700"
    message.set_content(_prose(rng, 200))
    message.add_attachment(_table(rng), maintype="text", subtype="csv", filename="sao-ke.csv")
    return message.as_bytes()


def _table(rng: random.Random) -> bytes:
    rows = (
        f"{day},{rng.randrange(10**9)},09{rng.randrange(10**8):08d},{_prose(rng, 4)}"
        for day in range(rng.randrange(5, 60))
    )
    return ("ngày,số tiền,điện thoại,nội dung\n" + "\n".join(rows)).encode()


def _document(rng: random.Random) -> bytes:
    start = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    text = "".join(f"<w:p><w:r><w:t>{_prose(rng, 40)}</w:t></w:r></w:p>" for _ in range(20))
    return _zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": f"{start}<w:body>{text}</w:body></w:document>".encode(),
        }
    )


def _archive(rng: random.Random) -> bytes:
    return _zipped({f"{number}.txt": _text(rng) for number in range(rng.randrange(1, 6))})


def _zipped(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 14, 0, 0, 0)), content)
    return held.getvalue()


def _compressed(rng: random.Random) -> bytes:
    return gzip.compress(_text(rng), mtime=0)


def _picture(rng: random.Random) -> bytes:
    side = rng.randrange(16, 128)
    rows = b"".join(b"\0" + rng.randbytes(3 * side) for _ in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _noise(rng: random.Random) -> bytes:
    return rng.randbytes(rng.randrange(1_000, 200_000))
