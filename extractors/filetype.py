"""File type: what an item's bytes are, whatever its name says; and names that contradict them.

libmagic's answer, corrected where it is weak: ZIP and OLE containers are told apart by what is in
them; mails, mailboxes, pages and text in old encodings are recognised by their form; names that
differ between versions of libmagic are made one. Of a file its head, and of a container its
directory, are read, never the whole.
"""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from .charsets import detect, wide_markup
from .interface import Accepts, Emit, ItemView, Limits
from .settings import Settings
from .signatures import compound, libmagic, names, sniffing, zips

NAME = "filetype"
VERSION = "2"
ACCEPTS = Accepts(everything=True)
LIMITS = Limits(wall=20.0, cpu=20, memory=256 << 20, records=16, children=0, text=0)
KINDS: Mapping[str, str] = {
    "file-type": "media type by content",
    "type-mismatch": "the name's ending claims another type",
    "name-deceptive": "the name hides what the item is",
}
STEPS: Mapping[str, str] = {"type": "`type:media`: the media type, as text"}
PROGRAMS: tuple[str, ...] = ()

HEAD_BYTES = 128 << 10
"""Bytes at the beginning that are looked at: ISO 9660 stands at 32,769, btrfs at 65,600."""
TEXT_BYTES = 1 << 10
"""Bytes of a text that libmagic gets: its searches take milliseconds on more."""
_ALIASES = {
    "application/x-dosexec": "application/vnd.microsoft.portable-executable",
    "application/x-gzip": "application/gzip",
    "application/x-zstd": "application/zstd",
    "application/x-rar": "application/vnd.rar",
    "application/x-sqlite3": "application/vnd.sqlite3",
    "application/CDFV2": "application/x-ole-storage",
    "application/x-ms-lnk": "application/x-ms-shortcut",
    "application/xml": "text/xml",
    "application/rtf": "text/rtf",
    "application/x-warc": "application/warc",
    "text/x-vcard": "text/vcard",
    "text/json": "application/json",
    "audio/x-wav": "audio/wav",
    "image/x-ms-bmp": "image/bmp",
    "image/vnd.microsoft.icon": "image/x-icon",
    "video/x-m4v": "video/mp4",
    "application/x-mach-o": "application/x-mach-binary",
}
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"EVF\x09\x0d\x0a\xff\x00", "application/x-ewf"),
    (0, b"EVF2\x0d\x0a\x81\x00", "application/x-ewf"),
    (0, b"\x0a\x0d\x0d\x0a", "application/x-pcapng"),
    (0, b"!BDN", "application/vnd.ms-outlook-pst"),
    (0, b"ElfFile\0", "application/x-ms-evtx"),
    (0, b"regf", "application/x-ms-registry"),
    (0, b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (0, b"%!PS-Adobe", "application/postscript"),
    (0, b"AVF0", "application/x-aff"),
    (0, b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (1080, b"\x53\xef", "application/x-raw-disk-image"),
    (3, b"NTFS    ", "application/x-raw-disk-image"),
    (0, b"WARC/", "application/warc"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3"),
)
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\x0b\x0c\r\x1b\x08\x07"))


def media_type(path: str | Path) -> str:
    """Return the media type of a file by its content; `inode/x-empty` for an empty one.

    Without libmagic, only what is recognised here has a type of its own. OSError where the file
    cannot be read.
    """
    return _seen(path)[0]


def _seen(path: str | Path) -> tuple[str, bytes]:
    """Return what a file is, and the head that says so."""
    facts = os.stat(path)
    return _looked_at(os.fspath(path), facts.st_ino, facts.st_size, facts.st_mtime_ns)


@lru_cache(maxsize=2)
def _looked_at(path: str, inode: int, size: int, modified: int) -> tuple[str, bytes]:
    """Look once for the engine, which asks for the type, and for the extractor after it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        head = os.pread(descriptor, HEAD_BYTES, 0)
        return _media(descriptor, head), head
    finally:
        os.close(descriptor)


def _media(descriptor: int, head: bytes) -> str:
    def read(offset: int, length: int) -> bytes:
        return os.pread(descriptor, length, offset) if offset >= 0 else b""

    if not head:
        return "inode/x-empty"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return zips.zip_type(read, os.fstat(descriptor).st_size)
    if head.startswith(compound.MAGIC):
        return compound.compound_type(read)
    for offset, magic, media in _MAGIC:
        if head.startswith(magic, offset):
            return media
    text = _looks_like_text(head)
    wide = "" if text else _wide(head)
    if wide.startswith("utf-32"):
        return "text/plain"  # libmagic takes it for a table of colours
    sniffed = sniffing.text_type(head) if text else sniffing.wide_type(head, wide) if wide else ""
    if sniffed:
        return sniffed
    try:
        answer = libmagic.media(head[:TEXT_BYTES] if text else head)
    except libmagic.NoLibmagic:  # said by the extractor; the others go on with what is sure
        answer = "text/plain" if text else names.UNKNOWN
    media = _ALIASES.get(answer, answer)
    if media in (names.UNKNOWN, "text/plain") and sniffing.letter_type(head) == sniffing.MAIL:
        return sniffing.MAIL
    return _unknown(head) if media == names.UNKNOWN else media


def _wide(head: bytes) -> str:
    """Return the UTF-16 or UTF-32 that a text without a mark is in; empty for other bytes."""
    charset = wide_markup(head) or detect(head[:TEXT_BYTES], cut=True).charset
    return charset if charset.startswith(("utf-16-", "utf-32")) else ""


def _charset(head: bytes) -> str:
    """Return the encoding of a text, where its beginning tells."""
    wide = wide_markup(head)
    if wide:
        return wide
    guess = detect(head[:TEXT_BYTES], cut=len(head) > TEXT_BYTES)
    return guess.charset if guess.confidence >= 50 else "unknown-8bit"


def _looks_like_text(head: bytes) -> bool:
    """Tell whether the first bytes hold no byte that text in a single-byte encoding lacks."""
    start = head[:1024]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    controls = len(start) - len(start.translate(None, _CONTROLS))
    return 0 not in start and controls * 20 <= len(start)


def _unknown(head: bytes) -> str:
    """Return the type of what libmagic does not know."""
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    guess = detect(head[:TEXT_BYTES], cut=len(head) > TEXT_BYTES)
    wide = guess.charset.startswith(("utf-16", "utf-32"))  # without a mark, unknown to libmagic
    if guess.confidence >= 60 and (wide or _looks_like_text(head)):
        return "text/plain"  # VISCII has letters where others have control characters
    if head[510:512] == b"\x55\xaa" and all(head[446 + 16 * i] in (0, 0x80) for i in range(4)):
        return "application/x-raw-disk-image"
    return names.UNKNOWN


def configuration(settings: Settings) -> Mapping[str, str]:
    """Return the version of libmagic."""
    return {"libmagic": libmagic.version()}


def prepare(settings: Settings) -> object:
    """Load libmagic's tables once, before the processes that examine are forked."""
    try:
        libmagic.media(b"")
        libmagic.description(b"")
    except libmagic.NoLibmagic:
        return None
    return None


def extract(view: ItemView, emit: Emit) -> None:
    """Say what the item is, and whether its name says otherwise."""
    try:
        media, head = _seen(view.path)
        text = media.startswith("text/") or (_looks_like_text(head) and media != names.UNKNOWN)
        words = libmagic.description(head[:TEXT_BYTES] if text else head)
    except libmagic.NoLibmagic as missing:
        emit.problem("unsupported", "", str(missing))
        return
    emit.observation(
        "file-type",
        "type:media",
        media,
        normal=media,
        facts={"description": words[:400], "charset": _charset(head) if text else ""},
    )
    name = view.facts.path.rpartition("/")[2]
    claimed = names.contradicts(name, media)
    if claimed:
        emit.observation(
            "type-mismatch",
            "type:media",
            media,
            normal=media,
            confidence=60 if media == names.UNKNOWN else 95,
            facts={"ending": claimed, "name": name},
            flag="mismatch",
        )
    deceptions = names.deceptions(name, media)
    if deceptions:
        emit.observation(
            "name-deceptive",
            "type:media",
            media,
            normal=media,
            facts={"name": name, "why": "; ".join(deceptions)},
            flag="mismatch",
        )


def resolve(view: ItemView, step: str) -> bytes:
    """Return the media type again."""
    if step != "type:media":
        raise LookupError(step)
    return media_type(view.path).encode()
