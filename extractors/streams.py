"""Compressed streams: gzip, bzip2, xz, lzma, zstd, zlib as whole items, and carved out of others.

An item that is one stream becomes one child, streams that follow one another joined as the
programs of the format do. Every other item that is no archive (of files, of web pages), PDF, audio
or video is searched for streams at every byte: gzip, bzip2, xz, zstd, the deflated streams of PDF
files, and zip members by their own headers alone. Damaged streams keep what decodes before the
damage.
"""

import re
from collections.abc import Mapping
from typing import BinaryIO, cast

from ..evidence.scans.locator import parse_step, span
from .containers.carving import Carved, Missing, Unsearched, carved
from .containers.chains import Stream, at
from .containers.delivery import deliver
from .containers.passwords import Keys, mark
from .containers.reading import Content, Refused
from .containers.recognition import container_of
from .containers.ziphidden import Budget, attempt, entry_of
from .containers.zipmembers import Opener
from .interface import Accepts, Emit, ItemView, Limits, Member
from .settings import Settings
from .webarchives.sources import source_of_view
from .webarchives.tapes import tape_of

NAME = "streams"
VERSION = "2"
ACCEPTS = Accepts(everything=True)
LIMITS = Limits(wall=600.0, cpu=600)
KINDS: Mapping[str, str] = {
    "compressed-stream": "A compressed stream begins here: its format, name, comment",
    "foreign-bytes": "Bytes after a compressed stream that do not belong to it",
    "suspicious-name": "A carved zip member's name climbs out of its folder or misleads the eye",
}
STEPS: Mapping[str, str] = {
    "gz": "What the gzip stream at this byte decodes to",
    "bz2": "What the bzip2 stream at this byte decodes to",
    "xz": "What the xz stream at this byte decodes to",
    "lzma": "What the .lzma stream at this byte decodes to",
    "zst": "What the zstd frames at this byte decode to",
    "zlib": "What the zlib stream at this byte decodes to",
    "pdf-stream": "What the deflated data after the word `stream` at this byte decodes to",
    "zip-local": "The zip member whose own header stands at this byte",
}
PROGRAMS: tuple[str, ...] = ()
WHOLE = ("gz", "bz2", "xz", "zst", "zlib", "lzma")
"""Formats that a whole item may be."""
WEAK = 512
"""Bytes that zlib and .lzma must give at the first byte to be believed: their headers are weak."""
_SHOWN = 64
_OFFSET = re.compile(r"0|[1-9][0-9]{0,15}")
_OTHERS = ("audio/", "video/")


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return what results depend on; of the passwords only a mark that confirms no guess."""
    return {"passwords": mark(settings.passwords), "zstandard": _zstandard()}


def _zstandard() -> str:
    from importlib import metadata, util

    return metadata.version("zstandard") if util.find_spec("zstandard") else "absent"


def prepare(settings: Settings, /) -> object:
    """Import what readers use."""
    import bz2
    import lzma

    try:
        import zstandard
    except ImportError:
        return bz2, lzma
    return bz2, lzma, zstandard


def extract(view: ItemView, emit: Emit, /) -> None:
    """Examine one item."""
    if view.read(0, 5) == b"%PDF-" or view.facts.media_type.startswith(_OTHERS):
        return
    if container_of(view) or tape_of(source_of_view(view)) is not None:
        return  # `archive` and `warc` tell what is in these
    begin = 0
    whole = _whole(view, emit)
    if whole is not None:
        _stream(whole, _name(view, whole), emit)
        begin = _rest(view, whole, emit)
    for found in carved(view, begin, Keys(view.settings.passwords)):
        _carved(found, emit)


def _whole(view: ItemView, emit: Emit) -> Stream | None:
    """Return the stream that the item is, if it is one."""
    for scheme in WHOLE:
        try:
            stream = at(view, 0, scheme)
        except Refused as refused:
            emit.problem(refused.code, f"{scheme}:0", refused.text)
            return None
        weak = scheme in ("zlib", "lzma")
        if stream is not None and (not weak or stream.content.begins(WEAK)):
            return stream
    return None


def _carved(found: Carved, emit: Emit) -> None:
    if isinstance(found, Stream):
        name = found.name or f"{found.scheme}-{found.offset}".encode()
        _stream(found, name, emit)
    elif isinstance(found, Missing):
        emit.problem("unsupported", f"{found.scheme}:{found.place}", found.text)
    elif isinstance(found, Unsearched):
        emit.problem("partial", "", f"not searched for compressed streams from {found.place} on")
    else:
        entry = entry_of(found, "zip-local", bare=True)
        deliver([entry], emit)


def _stream(stream: Stream, name: bytes, emit: Emit) -> None:
    step, content = f"{stream.scheme}:{stream.offset}", stream.content
    facts = {"format": stream.scheme, "stream": step, **stream.facts}
    if stream.name:
        facts["name"] = stream.name.decode("latin-1")
    raw = stream.beginning
    emit.observation("compressed-stream", span(stream.offset, len(raw)), raw, facts=facts)
    member = Member(name=name, modified=stream.modified)
    if content.begins():
        emit.child(step, cast("BinaryIO", content), member)
    else:
        emit.child(step, None, member)
    if content.fault:
        emit.problem("corrupt", step, content.fault)


def _name(view: ItemView, stream: Stream) -> bytes:
    """Return what the item is called without its compression."""
    own = view.facts.path.rpartition("/")[2].encode("utf-8", "surrogateescape")
    stem, _, ending = own.rpartition(b".")
    if stem and ending.lower() in (b"tgz", b"tbz", b"tbz2", b"txz", b"tzst"):
        return stem + b".tar"
    return stream.name or stem or own or b"stream"


def _rest(view: ItemView, stream: Stream, emit: Emit) -> int:
    """Tell of what follows the stream that the item is, and return where to search on."""
    if not stream.content.whole:
        return max(stream.chain.begin + 1, 1)
    after = stream.chain.after
    rest = view.read(after, 1 << 16)
    if rest.strip(b"\0"):
        raw = rest[:_SHOWN]
        facts = {"place": "after", "offset": str(after), "length": str(view.facts.size - after)}
        emit.observation("foreign-bytes", span(after, len(raw)), raw, facts=facts, flag="metadata")
    return after


def resolve(view: ItemView, step: str, /) -> bytes:
    """Return what a stream decodes to, as far as it does; LookupError where there is none."""
    scheme, rest = parse_step(step)
    if not _OFFSET.fullmatch(rest) or int(rest) >= view.facts.size:
        raise LookupError(step[:200])
    try:
        content = _at(view, int(rest), scheme)
    except Refused as refused:
        raise LookupError(refused.text) from None
    if content is None or not content.begins():
        raise LookupError(f"no stream at {step[:200]}")
    return content.read()


def _at(view: ItemView, offset: int, scheme: str) -> Content | None:
    if scheme != "zip-local":
        stream = at(view, offset, scheme)
        return stream.content if stream is not None else None
    opener = Opener(view, Keys(view.settings.passwords))
    tried = attempt(view, opener, offset, view.facts.size, Budget.of(view))
    return tried.open() if tried is not None else None
