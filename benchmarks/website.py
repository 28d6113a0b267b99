"""A web site of a thousand pages as files: shared styles and scripts, a picture of its own a page.

Made by the standard library from a seed: the same bytes on every machine. Pages are linked as a
tree of ten branches and to their neighbours, so that a few links lead everywhere.
"""

from __future__ import annotations

import random
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

PAGES = 1_000
SHARED = ("style.css", "more.css", "app.js", "logo.png", "back.png")
BRANCHES = 10
WORDS = str.split(
    "vụ án điều tra chuyển khoản số tài khoản Vietcombank điện thoại liên hệ ngày tháng năm "
    "Nguyễn Trần Lê Phạm Hoàng Đức Bình Hà Nội Đà Nẵng the account was opened and money sent"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Website:
    """A site in a folder."""

    folder: Path
    pages: int
    files: int
    bytes: int


def make(folder: Path, *, seed: int, pages: int) -> Website:
    """Write the site into a new folder."""
    rng = random.Random(seed)
    for part in ("pages", "pictures", "shared"):
        (folder / part).mkdir(parents=True)
    for name in SHARED:
        (folder / "shared" / name).write_bytes(_shared(name, rng))
    (folder / "robots.txt").write_text("User-agent: *\nDisallow: /nothing/\n")
    for number in range(pages):
        (folder / "pages" / f"{number}.html").write_bytes(_page(number, pages, rng))
        (folder / "pictures" / f"{number}.png").write_bytes(_picture(rng, rng.randrange(24, 150)))
    first = '<!doctype html><html><body><a href="/pages/0.html">0</a></body></html>'
    (folder / "index.html").write_text(first)
    held = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Website(folder=folder, pages=pages + 1, files=len(held), bytes=sum(held))


def _shared(name: str, rng: random.Random) -> bytes:
    if name.endswith(".png"):
        return _picture(rng, 80)
    if name.endswith(".css"):
        rules = "".join(f".c{n} {{ color: #{rng.randrange(1 << 24):06x} }}\n" for n in range(900))
        return (rules + "body { background: url(back.png) }\n").encode()
    return "".join(f"function f{n}() {{ return {rng.random()}; }}\n" for n in range(1500)).encode()


def _page(number: int, pages: int, rng: random.Random) -> bytes:
    below = range(number * BRANCHES + 1, number * BRANCHES + BRANCHES + 1)
    to = [n for n in (*below, number + 1, number - 1) if 0 <= n < pages]
    links = "".join(f'<li><a href="/pages/{n}.html">Trang {n}</a></li>' for n in to)
    prose = "".join(
        f"<p class=c{n}>{' '.join(rng.choices(WORDS, k=60))}</p>\n"
        for n in range(rng.randrange(30, 120))
    )
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Trang {number}</title>'
        '<link rel="stylesheet" href="/shared/style.css">'
        '<link rel="stylesheet" href="/shared/more.css"><script src="/shared/app.js"></script>'
        f'</head><body><img src="/shared/logo.png" alt=""><h1>Trang {number}</h1>\n{prose}'
        f'<img src="/pictures/{number}.png" alt=""><ul>{links}</ul></body></html>\n'
    ).encode()


def _picture(rng: random.Random, side: int) -> bytes:
    rows = b"".join(b"\0" + rng.randbytes(3 * side) for _ in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))
        for kind, held in chunks
    )
