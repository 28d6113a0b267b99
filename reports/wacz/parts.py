"""What stands beside the WARCs of a capture, as resource records under addresses of their own."""

import hashlib
from collections.abc import Callable, Mapping, Sequence

from ...collectors.warcs.headers import address_text
from ...collectors.warcs.writing import WarcWriter
from ...evidence.case import Case
from ...evidence.web.capture import RECORD_NAME
from ...evidence.web.reading import Captured
from .lines import Entry
from .members import Gzip, Zip

PARTS_WARC = "parts.warc.gz"
PARTS: Mapping[str, tuple[str, str]] = {
    "screenshot.png": ("view", "image/png"),
    "page.pdf": ("pdf", "application/pdf"),
    "page.mhtml": ("mhtml", "multipart/related"),
    "dom.html": ("dom", "text/html"),
    "text.txt": ("text", "text/plain"),
    "console.jsonl": ("console", "application/jsonl"),
    "network.jsonl": ("network", "application/jsonl"),
    RECORD_NAME: ("capture", "application/json"),
}
"""Items beside the WARC: the word after `urn:` in their address, and their media type."""


def write_parts(
    case: Case, zipped: Zip, asked: Sequence[Captured], software: str, made: str
) -> list[Entry]:
    """Write what stands beside the WARCs as resource records; return them."""
    seed = hashlib.sha256("".join(row.id for one in asked for row in one.rows.values()).encode())
    entries = list[Entry]()
    with zipped.member(f"archive/{PARTS_WARC}", stored=True) as member:
        gzip = Gzip(member)
        writer = WarcWriter(gzip, software=software, made=made, random=_numbers(seed.digest()))
        with gzip.member():
            writer.info({"description": "items beside the exchanges of captures"})
        for found in asked:
            for name, row in found.rows.items():
                if name in PARTS and row.sha256 is not None:
                    entries.append(_resource(case, gzip, writer, found, name))
    return entries


def _resource(case: Case, gzip: Gzip, writer: WarcWriter, found: Captured, name: str) -> Entry:
    word, media = PARTS[name]
    digest, record = found.rows[name].sha256 or "", found.record
    rendering = record.rendering
    date = record.ended if rendering is None or name == RECORD_NAME else rendering.ended
    url = address_text(f"urn:{word}:{record.url}")
    with gzip.member() as span:
        writer.resource(url, date, media, lambda: case.store.read(digest))
    return Entry(
        url=url, date=date, media=media, status=200, digest=f"sha256:{digest}",
        filename=PARTS_WARC, offset=span[0], length=span[1],
    )  # fmt: skip


def _numbers(seed: bytes) -> Callable[[int], bytes]:
    """Return what gives bytes for record ids: the same for the same seed."""
    count = iter(range(1 << 62))
    return lambda size: hashlib.sha256(seed + next(count).to_bytes(8, "big")).digest()[:size]
