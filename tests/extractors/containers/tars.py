"""Tar archives written block by block, so that each field can be wrong."""

BLOCK = 512
TIME = 1_700_000_000
UTC = "2023-11-14T22:13:20.000000000Z"
"""`TIME` as observations bear it."""
END = bytes(2 * BLOCK)
GNU, POSIX, OLD = b"ustar  \0", b"ustar\x0000", bytes(8)


def octal(value: int, width: int = 12) -> bytes:
    """Return a number as headers hold it."""
    return b"%0*o\0" % (width - 1, value)


def wide(value: int, width: int = 12) -> bytes:
    """Return a number in base 256, as GNU tar writes what octal digits cannot hold."""
    raw = bytearray(value.to_bytes(width, "big", signed=value < 0))
    raw[0] |= 0x80
    return bytes(raw)


def padded(content: bytes) -> bytes:
    """Return bytes, filled up to whole blocks."""
    return content + bytes(-len(content) % BLOCK)


def summed(raw: bytes | bytearray, signed: bool = False) -> bytes:
    """Return a header with the checksum that fits."""
    out = bytearray(raw)
    out[148:156] = b" " * 8
    total = sum(byte - 256 if signed and byte > 127 else byte for byte in out)
    out[148:156] = b"%06o\0 " % total
    return bytes(out)


def block(
    name: bytes = b"a", kind: bytes = b"0", size: int = 0, magic: bytes = GNU,
    fields: dict[int, bytes] | None = None,
) -> bytes:  # fmt: skip
    """Return a header; `fields` are written over it by their place, before the checksum."""
    raw = bytearray(BLOCK)
    raw[: len(name)] = name
    raw[100:108], raw[108:116], raw[116:124] = octal(0o644, 8), octal(0, 8), octal(0, 8)
    raw[124:136], raw[136:148], raw[156:157] = octal(size), octal(TIME), kind
    raw[257:265] = magic
    for place, value in (fields or {}).items():
        raw[place : place + len(value)] = value
    return summed(raw)


def file(name: bytes, content: bytes, **given: object) -> bytes:
    """Return a member with its data."""
    return block(name, size=len(content), **given) + padded(content)  # type: ignore[arg-type]


def record(word: bytes, value: bytes) -> bytes:
    """Return one record of a pax header (its length counts itself)."""
    length = len(word) + len(value) + 3
    while len(b"%d" % length) + len(word) + len(value) + 3 != length:
        length = len(b"%d" % length) + len(word) + len(value) + 3
    return b"%d %s=%s\n" % (length, word, value)


def pax(*records: tuple[bytes, bytes], kind: bytes = b"x") -> bytes:
    """Return an extended header."""
    body = b"".join(record(word, value) for word, value in records)
    return block(b"pax", kind, len(body), POSIX) + padded(body)


def long(kind: bytes, value: bytes) -> bytes:
    """Return GNU tar's header for a long name (`L`) or target (`K`)."""
    return block(b"././@LongLink", kind, len(value) + 1) + padded(value + b"\0")
