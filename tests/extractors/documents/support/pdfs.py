"""A writer of PDF files object by object, right or wrong as a test wants it."""

import io
import zlib

from pypdf import PdfReader, PdfWriter

CATALOG = b"<< /Type /Catalog /Pages 2 0 R %s >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources %s %s >>"
FONT = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def stream(content: bytes, more: bytes = b"", *, packed: bool = False) -> bytes:
    """Build a stream object."""
    if packed:
        content, more = zlib.compress(content), more + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def file_of(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """Build a file with a table of these objects; object 1 is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return bytes(out) + _table(places, len(out), trailer)


def _table(places: dict[int, int], start: int, trailer: bytes) -> bytes:
    out = b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(places) + 1
    return out + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, trailer, start,
    )  # fmt: skip


def document(
    text: str = "Hello", *, root: bytes = b"", page: bytes = b"", trailer: bytes = b"",
    more: dict[int, bytes] | None = None,
) -> bytes:  # fmt: skip
    """Build a file of one page that shows a text; `more` are further objects from 5 on."""
    shown = b"BT /F1 12 Tf 10 100 Td (%s) Tj ET" % text.encode("latin-1")
    objects = {1: CATALOG % root, 2: PAGES, 3: PAGE % (FONT, page), 4: stream(shown, packed=True)}
    return file_of(objects | (more or {}), trailer)


def updated(whole: bytes, objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """Append an incremental update."""
    out, places = bytearray(whole), dict[int, int]()
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    before = whole.rpartition(b"startxref\n")[2].split(b"\n")[0]
    return bytes(out) + _table(places, len(out), trailer + b" /Prev " + before)


def encrypted(whole: bytes, password: str, method: str = "AES-256") -> bytes:
    """Encrypt a file."""
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(whole))), io.BytesIO()
    writer.encrypt(password, owner_password="the owner's", algorithm=method)
    writer.write(out)
    return out.getvalue()


def picture_file() -> bytes:
    """Build a page that is one grey picture and has no text, like a scan."""
    grey = stream(
        bytes(range(64)),
        b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8",
        packed=True,
    )
    resources = b"<< /XObject << /Im0 5 0 R >> >>"
    return file_of({
        1: CATALOG % b"", 2: PAGES, 3: PAGE % (resources, b""),
        4: stream(b"q 200 0 0 200 0 0 cm /Im0 Do Q"), 5: grey,
    })  # fmt: skip
