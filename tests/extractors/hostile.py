"""Builds hostile files, the same bytes on every machine: what an extractor must survive.

Bombs (flat, nested, overlapping), names that climb out of their folder, PDF loops, huge sparse
files, and truncated or bit-flipped copies of good files. Fixture `hostile` gives this module.
"""

import random
import struct
import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

DAY = (2026, 3, 14, 9, 15, 0)
"""The time that members bear."""
NAMES: tuple[str, ...] = (
    "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow", "C:\\boot.ini",
    "invoice\u202efdp.exe", "line\nfeed", "a" * 5_000, "Nguyễn Văn Đức/thư.txt", "100%/%2e%2e",
    "name@12", "name", "name",
)  # fmt: skip
"""Names of members that mislead, escape or repeat."""


def zipped(members: list[tuple[str, bytes]], method: int = ZIP_DEFLATED) -> bytes:
    """Return a zip file of (name, bytes), in order."""
    out = BytesIO()
    with ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a name twice is meant
        for name, content in members:
            info = ZipInfo(name, DAY)
            info.filename = info.orig_filename = name
            info.compress_type = method
            archive.writestr(info, content)
    return out.getvalue()


def flat_bomb(megabytes: int = 8) -> bytes:
    """Return a zip of one member of zeros, about 1,000 times its own length."""
    return zipped([("zeros", bytes(megabytes << 20))])


def gzip_bomb(megabytes: int = 8) -> bytes:
    """Return a gzip stream of zeros, made without holding them."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [squeeze.compress(bytes(1 << 20)) for _ in range(megabytes)]
    return b"".join([*parts, squeeze.flush()])


def nested_bomb(width: int = 4, depth: int = 4, leaf: int = 1 << 20) -> bytes:
    """Return zips in zips: width ** depth files of zeros at the bottom (42.zip in small)."""
    content, name = bytes(leaf), "zeros"
    for level in range(depth):
        content = zipped([(f"{number}/{name}", content) for number in range(width)])
        name = f"level-{level}.zip"
    return content


def many_members(count: int = 10_000) -> bytes:
    """Return a zip of so many empty members."""
    return zipped([(f"{number:07d}", b"") for number in range(count)])


def overlapping_bomb(members: int = 200, kilobytes: int = 1_024) -> bytes:
    """Return a zip whose members all use the same packed data (D. Fifield, 2019, full overlap)."""
    content = bytes(kilobytes << 10)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeeze.compress(content) + squeeze.flush()
    numbers = (zlib.crc32(content), len(packed), len(content))
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0x5C6E, *numbers, 1, 0) + b"0"
    rows = b"".join(
        struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0x5C6E, *numbers, 6, 0, 0, 0, 0, 0, 0
        )
        + f"{number:06d}".encode()
        for number in range(members)
    )
    body = local + packed
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, members, members, len(rows), len(body), 0)
    return body + rows + end


def escaping() -> bytes:
    """Return a zip of members with hostile names."""
    return zipped([(name, f"{number} {name[:40]}".encode()) for number, name in enumerate(NAMES)])


def sparse(path: Path, length: int = 10 << 30) -> Path:
    """Make a sparse file of zeros with a word near its end, 10 GB unless told, and return it."""
    with path.open("wb") as file:
        file.truncate(length)
        file.seek(length - 4_096)
        file.write(b"the end")
    return path


def truncated(content: bytes, points: int = 6) -> Iterator[bytes]:
    """Yield `content` cut at evenly spaced points, and one byte short."""
    for number in range(points):
        yield content[: len(content) * number // points]
    yield content[:-1]


def flipped(content: bytes, copies: int = 30, seed: int = 7) -> Iterator[bytes]:
    """Yield copies with one to four random bits turned over."""
    chance = random.Random(seed)
    for _ in range(copies if content else 0):
        bad = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
        yield bytes(bad)


def damaged_folder(folder: Path, largest: int = 1 << 20) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of cut and flipped copies of every file in a folder, in order of name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size <= largest:
            content, name = path.read_bytes(), path.relative_to(folder).as_posix()
            for number, bad in enumerate(truncated(content, 3)):
                yield f"{name}.cut{number}", bad
            for number, bad in enumerate(flipped(content, 2)):
                yield f"{name}.flip{number}", bad


def pdf_page_loop() -> bytes:
    """Return a PDF whose page tree leads back to itself."""
    return _pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 2 /Kids [3 0 R 2 0 R] /Parent 3 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [2 0 R 3 0 R] /Parent 2 0 R >>",
    ])  # fmt: skip


def pdf_outline_loop() -> bytes:
    """Return a PDF whose outline and named destinations lead back to themselves."""
    return _pdf([
        b"<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R /Names << /EmbeddedFiles 5 0 R >> >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 3 0 R >>",
        b"<< /First 4 0 R /Last 4 0 R /Next 4 0 R /Title (loop) >>",
        b"<< /Kids [5 0 R 5 0 R] >>",
    ])  # fmt: skip


def pdf_object_stream_loop() -> bytes:
    """Return a PDF whose object streams extend each other, and whose tables of references loop."""
    inner = b"1 0 << /Type /Catalog /Pages 6 0 R >>"
    streams = [
        b"<< /Type /ObjStm /N 1 /First 4 /Extends %d 0 R /Length %d >>\nstream\n%s\nendstream"
        % (other, len(inner), inner)
        for other in (2, 1)
    ]
    body = _pdf(streams)
    at = body.rindex(b"startxref\n") + 10
    table = body[at:].split(b"\n", 1)[0]
    return body.replace(b"/Root 1 0 R", b"/Root 9 0 R /Prev " + table)


def _pdf(objects: list[bytes]) -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is its root."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def corpus() -> dict[str, bytes]:
    """Return all hostile files that are small, by name."""
    return {
        "empty.zip": b"",
        "escaping.zip": escaping(),
        "flat-bomb.zip": flat_bomb(),
        "gzip-bomb.gz": gzip_bomb(),
        "many-members.zip": many_members(2_000),
        "nested-bomb.zip": nested_bomb(),
        "outline-loop.pdf": pdf_outline_loop(),
        "object-stream-loop.pdf": pdf_object_stream_loop(),
        "overlapping-bomb.zip": overlapping_bomb(),
        "page-loop.pdf": pdf_page_loop(),
    }
