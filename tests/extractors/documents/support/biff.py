"""Records of Excel workbooks of 1997 to 2003 (MS-XLS), one function for each sort."""

import struct

from tests.extractors.documents.support.compound import record, wide

END = record(0x0A, b"")
EMPTY = struct.pack("<Q", 0)
URL = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
FILE = bytes.fromhex("0303000000000000c000000000000046")
LINK = bytes.fromhex("d0c9ea79f9bace118c8200aa004ba90b")


def bof(sort: int = 5, version: int = 0x0600) -> bytes:
    """Begin a stream: 5 the workbook, 0x10 a sheet, 0x20 a chart."""
    return record(0x0809, struct.pack("<HHHHII", version, sort, 0, 0, 0, 0))


def place(row: int, column: int, xf: int = 0) -> bytes:
    """Build the beginning of a cell."""
    return struct.pack("<HHH", row, column, xf)


def label(row: int, column: int, text: str) -> bytes:
    """Build a LABEL."""
    return record(0x204, place(row, column) + wide(text))


def shared(row: int, column: int, number: int) -> bytes:
    """Build a LABELSST."""
    return record(0xFD, place(row, column) + struct.pack("<I", number))


def figure(row: int, column: int, value: float, xf: int = 0) -> bytes:
    """Build a NUMBER."""
    return record(0x203, place(row, column, xf) + struct.pack("<d", value))


def packed(row: int, column: int, value: int, xf: int = 0) -> bytes:
    """Build an RK."""
    return record(0x27E, place(row, column, xf) + struct.pack("<I", value))


def row_of(row: int, first: int, values: list[int], xf: int = 0) -> bytes:
    """Build a MULRK."""
    cells = b"".join(struct.pack("<HI", xf, value) for value in values)
    last = struct.pack("<H", first + len(values) - 1)
    return record(0xBD, struct.pack("<HH", row, first) + cells + last)


def truth(row: int, column: int, value: int, error: int = 0) -> bytes:
    """Build a BOOLERR."""
    return record(0x205, place(row, column) + bytes([value, error]))


def formula(row: int, column: int, result: bytes) -> bytes:
    """Build a FORMULA with its last result."""
    return record(0x06, place(row, column) + result + struct.pack("<HIH", 0, 0, 0))


def special(sort: int, value: int = 0) -> bytes:
    """Build a result that is no number: 0 text, 1 truth, 2 error, 3 nothing."""
    return bytes([sort, 0, value, 0, 0, 0]) + b"\xff\xff"


def result(text: str) -> bytes:
    """Build the STRING that follows a FORMULA."""
    return record(0x207, wide(text))


def sheet(name: str, at: int, state: int = 0, sort: int = 0) -> bytes:
    """Build a BOUNDSHEET."""
    raw = name.encode("utf-16-le")
    return record(0x85, struct.pack("<IBBBB", at, state, sort, len(name), 1) + raw)


def workbook(
    *sheets: tuple[str, bytes], before: bytes = b"", state: int = 0, sort: int = 0
) -> bytes:
    """Build a whole stream of sheets, each a name and its records."""
    head = bof() + before
    start = len(head) + sum(len(sheet(name, 0)) for name, _ in sheets) + len(END)
    bounds, bodies = b"", b""
    for name, cells in sheets:
        bounds += sheet(name, start + len(bodies), state, sort)
        bodies += bof(0x10) + cells + END
    return head + bounds + END + bodies


def table(*strings: bytes) -> bytes:
    """Build the content of an SST of these strings."""
    return struct.pack("<II", len(strings), len(strings)) + b"".join(strings)


def rich(text: str, *, runs: int = 0, extra: bytes = b"", narrow: bool = False) -> bytes:
    """Build an XLUnicodeRichExtendedString."""
    flags = (not narrow) | (8 if runs else 0) | (4 if extra else 0)
    raw = text.encode("latin-1" if narrow else "utf-16-le")
    head = struct.pack("<HB", len(text), flags)
    head += struct.pack("<H", runs) if runs else b""
    head += struct.pack("<I", len(extra)) if extra else b""
    return head + raw + bytes(4 * runs) + extra


def drawn(number: int, *pieces: str, narrow: bool = False, length: int | None = None) -> bytes:
    """Build an object with a text in as many continuations as there are pieces."""
    whole = sum(map(len, pieces)) if length is None else length
    obj = record(0x5D, struct.pack("<HHHH", 0x15, 0x12, 0x19, number) + bytes(14))
    txo = record(0x1B6, struct.pack("<HH6xHHI", 0x12, 0, whole, 16, 0))
    codec = "latin-1" if narrow else "utf-16-le"
    texts = b"".join(record(0x3C, bytes([not narrow]) + one.encode(codec)) for one in pieces)
    return obj + txo + texts + record(0x3C, bytes(16))


def note(row: int, column: int, number: int, author: str) -> bytes:
    """Build a NOTE that names its object."""
    return record(0x1C, struct.pack("<HHHH", row, column, 0, number) + wide(author) + b"\0")


def counted(text: str) -> bytes:
    """Build a HyperlinkString."""
    raw = (text + "\0").encode("utf-16-le")
    return struct.pack("<I", len(raw) // 2) + raw


def hyperlink(row: int, column: int, flags: int, rest: bytes) -> bytes:
    """Build an HLINK of a single cell; `rest` is what its flags say there is."""
    cells = struct.pack("<HHHH", row, row, column, column)
    return record(0x1B8, cells + LINK + struct.pack("<II", 2, flags) + rest)


def url(text: str) -> bytes:
    """Build a URL moniker."""
    raw = (text + "\0").encode("utf-16-le")
    return URL + struct.pack("<I", len(raw)) + raw


def file_moniker(narrow: str, long: str = "", up: int = 0) -> bytes:
    """Build a file moniker with a short and, where given, a long path."""
    short = narrow.encode("cp1252", "replace") + b"\0"
    head = FILE + struct.pack("<HI", up, len(short)) + short + bytes(24)
    if not long:
        return head + struct.pack("<I", 0)
    raw = long.encode("utf-16-le")
    return head + struct.pack("<IIH", len(raw) + 6, len(raw), 3) + raw
