"""Others' archives of web pages: WARC, ARC, WACZ, HAR, MHTML and SingleFile, as captures.

The files are taken in byte for byte, as `files` does it; what is in them is found by examining
them. A file is known by how it begins (a ZIP by the name of a member); nothing in it is believed.
A damaged file may begin otherwise: then its name's ending counts, unless its bytes are surely
something else.
"""

import os
import re
import zlib
from pathlib import Path

from . import files

NAME = "warc"
capture = files.capture
HEAD_BYTES = 1 << 20
"""Bytes at the beginning that are looked at: SingleFile's remark may stand behind a long tag."""
TAIL_BYTES = 1 << 20
"""Bytes at the end of a ZIP in which the names of its members are looked for."""
_RECORD = (b"WARC/", b"filedesc://")
_HAR = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:\s*\{')
_MHTML = re.compile(rb"(?:\A|\n)content-type:\s*multipart/related", re.IGNORECASE)
_MEMBER = re.compile(
    rb"PK\x03\x04.{26}(?:datapackage\.json|archive/[^/]{1,200}\.w?arc|pages/[a-z]{1,20}\.jsonl|"
    rb"indexes/index\.cdx)",
    re.DOTALL,
)
"""How a member of a WACZ begins, wherever the file breaks off."""
ENDINGS = {
    ".warc": "warc", ".warc.gz": "warc", ".warc.zst": "warc", ".arc": "warc", ".arc.gz": "warc",
    ".wacz": "wacz", ".har": "har",
}  # fmt: skip
"""Endings of names, and what files are called so."""
_SINGLE_FILE = re.compile(rb"<!--\s*Page saved with SingleFile\s", re.IGNORECASE)


def kind_of(path: Path) -> str:
    """Return `warc`, `wacz`, `har`, `mhtml` or `singlefile`; empty for what is none of these.

    OSError where the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if head.startswith(b"PK"):
            file.seek(max(os.fstat(file.fileno()).st_size - TAIL_BYTES, 0))
            listed = b"datapackage.json" in file.read()
            return "wacz" if listed or _MEMBER.search(head) else ""
    if _begins(head).lstrip(b"\r\n").startswith(_RECORD):
        return "warc"
    if _is_zstd(head) and path.name.lower().endswith((".warc.zst", ".arc.zst")):
        return "warc"
    if _HAR.match(head):
        return "har"
    if _MHTML.search(head[: 64 << 10].partition(b"\r\n\r\n")[0]):
        return "mhtml"
    return "singlefile" if _SINGLE_FILE.search(head) else ""


def called(path: Path) -> str:
    """Return what a file is called by the ending of its name; empty for no such archive."""
    name = path.name.lower()
    return next((kind for ending, kind in ENDINGS.items() if name.endswith(ending)), "")


def _begins(head: bytes) -> bytes:
    """Return the first bytes, of a gzip file those that it decodes to."""
    if not head.startswith(b"\x1f\x8b\x08"):
        return head[:64].removeprefix(b"\xef\xbb\xbf")
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head[: 64 << 10], 64)
    except zlib.error:
        return b""


def _is_zstd(head: bytes) -> bool:
    return head.startswith((b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"))
