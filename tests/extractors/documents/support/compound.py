"""A writer of compound files (MS-CFB), small and plain, and what lies in those of Office 97."""

import struct
import unicodedata

SECTOR = 512
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Streams = dict[tuple[str, ...], bytes]


def compound(streams: Streams) -> bytes:
    """Build a compound file; every stream is padded to 4,096 bytes, so there is no mini stream."""
    body, fat = bytearray(), list[int]()
    starts: dict[tuple[str, ...], tuple[int, int]] = {}

    def put(content: bytes) -> int:
        content += bytes(-len(content) % SECTOR)
        first, count = len(fat), len(content) // SECTOR
        fat.extend([*range(first + 1, first + count), END])
        body.extend(content)
        return first

    for path, content in streams.items():
        padded = content + bytes(max(0, 4096 - len(content)))
        starts[path] = (put(padded), len(padded))
    directory = put(_directory(streams, starts))
    sectors = 1
    while (len(fat) + sectors) * 4 > sectors * SECTOR:
        sectors += 1
    first = len(fat)
    fat += [FAT_SECTOR] * sectors
    table = b"".join(struct.pack("<I", entry) for entry in fat)
    body += table + b"\xff" * (sectors * SECTOR - len(table))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), bytes(16), 0x3E, 3, 0xFFFE,
        9, 6, bytes(6), 0, sectors, directory, 0, 4096, END, 0, END, 0, first,
    )  # fmt: skip
    more = b"".join(struct.pack("<I", first + n) for n in range(1, sectors))
    return header + more + b"\xff" * (SECTOR - len(header) - len(more)) + bytes(body)


def _directory(streams: Streams, starts: dict[tuple[str, ...], tuple[int, int]]) -> bytes:
    paths: list[tuple[str, ...]] = [()]
    for path in streams:
        paths += [path[:n] for n in range(1, len(path) + 1) if path[:n] not in paths]
    found = bytearray()
    for path in paths:
        inside = [n for n, other in enumerate(paths) if other[:-1] == path and other != path]
        beside = [n for n, other in enumerate(paths) if other and path and other[:-1] == path[:-1]]
        here = paths.index(path)
        later = [n for n in beside if n > here]
        name = (path[-1] if path else "Root Entry").encode("utf-16-le") + b"\0\0"
        kind = 5 if not path else 2 if path in streams else 1
        start, size = starts.get(path, (END if kind == 5 else 0, 0))
        found += struct.pack(
            "<64sHBBIII16sIQQIQ", name, len(name), kind, 1, FREE, later[0] if later else FREE,
            inside[0] if inside else FREE, bytes(16), 0, 0, 0, start, size,
        )  # fmt: skip
    return bytes(found) + bytes(-len(found) % SECTOR)


def compressed(source: bytes) -> bytes:
    """Compress as MS-OVBA 2.4.1 does: the longest copy from the chunk, else a literal."""
    out = bytearray(b"\x01")
    for start in range(0, len(source), 4096):
        chunk = source[start : start + 4096]
        packed, at = bytearray(), 0
        while at < len(chunk):
            flags, tokens = 0, bytearray()
            for bit in range(8):
                if at >= len(chunk):
                    break
                bits = max((at - 1).bit_length(), 4) if at else 4
                length, back = _copy(chunk, at, bits)
                if length >= 3:
                    flags |= 1 << bit
                    tokens += struct.pack("<H", (back - 1) << (16 - bits) | (length - 3))
                    at += length
                else:
                    tokens.append(chunk[at])
                    at += 1
            packed += bytes([flags]) + tokens
        if len(packed) < 4096:
            out += struct.pack("<H", 0xB000 | (len(packed) - 1)) + packed
        else:
            out += struct.pack("<H", 0x3FFF) + chunk.ljust(4096, b"\0")
    return bytes(out)


def _copy(chunk: bytes, at: int, bits: int) -> tuple[int, int]:
    best, distance = 0, 0
    limit = min(len(chunk) - at, (0xFFFF >> bits) + 3, 64)
    for back in range(1, min(at, 1 << bits) + 1):
        length = 0
        while length < limit and chunk[at - back + length] == chunk[at + length]:
            length += 1
        if length > best:
            best, distance = length, back
        if best == limit:
            break
    return best, distance


def in_page(text: str, page: int) -> bytes:
    """Encode text; in code page 1258 a tone that has no letter of its own stands behind one."""
    if page != 1258:
        return text.encode(f"cp{page}")
    out = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", marks.replace(tone, ""))
            out += (base + tone).encode("cp1258")
    return bytes(out)


def project(modules: dict[str, str], *, page: int = 1258, storage: tuple[str, ...] = ()) -> Streams:
    """Build the streams of a VBA project; the source is in the code page `page`."""
    listing = struct.pack("<HIH", 0x03, 2, page) + struct.pack("<HIIH", 0x09, 4, 1, 2)
    streams: Streams = {}
    for name, source in modules.items():
        wide, narrow = name.encode("utf-16-le"), in_page(name, page)
        for kind, value in ((0x19, narrow), (0x47, wide), (0x1A, narrow), (0x32, wide)):
            listing += struct.pack("<HI", kind, len(value)) + value
        listing += struct.pack("<HII", 0x31, 4, 7) + struct.pack("<HI", 0x2B, 0)
        content = b"pcode!!" + compressed(in_page(source, page))
        streams[(*storage, "VBA", name)] = content
    streams[(*storage, "VBA", "dir")] = compressed(listing)
    return streams


def word(parts: list[str], *, flags: int = 0, narrow: str = "") -> Streams:
    """Build a Word 97 document: `parts` are main text, footnotes, headers, … in UTF-16 pieces.

    `narrow` is a piece of 8-bit text at the end of the main text.
    """
    counts = [len(part) for part in parts] + [0] * (8 - len(parts))
    counts[0] += len(narrow)
    fib = bytearray(0x400)
    struct.pack_into("<HH", fib, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", fib, 10, 0x0200 | flags)
    struct.pack_into("<8i", fib, 0x4C, *counts)
    pieces, main = list[tuple[int, int]](), bytearray(fib)
    for n, part in enumerate(parts):
        pieces.append((len(part), len(main)))
        main += part.encode("utf-16-le")
        if n == 0 and narrow:
            pieces.append((len(narrow), len(main) * 2 | 0x40000000))
            main += narrow.encode("cp1252")
    edges = [0]
    for count, _ in pieces:
        edges.append(edges[-1] + count)
    plc = struct.pack(f"<{len(edges)}I", *edges)
    plc += b"".join(struct.pack("<HIH", 0, place, 0) for _, place in pieces)
    clx = b"\x01\x02\x00ab" + b"\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<II", main, 0x01A2, 16, len(clx))
    return {("WordDocument",): bytes(main), ("1Table",): bytes(16) + clx}


def record(kind: int, content: bytes) -> bytes:
    """Build a BIFF record."""
    return struct.pack("<HH", kind, len(content)) + content


def wide(text: str) -> bytes:
    """Build an XLUnicodeString."""
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def excel(
    sheets: dict[str, list[bytes]], strings: list[str], *, before: bytes = b"", kinds: bytes = b"",
    cut: int = 0,
) -> Streams:  # fmt: skip
    """Build an Excel 97 workbook: records of each sheet, shared strings, one CONTINUE at `cut`.

    `kinds` has two bytes for each sheet: its state and whether it is a macro sheet.
    """
    bof = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    table = struct.pack("<II", len(strings), len(strings)) + b"".join(map(wide, strings))
    if cut:
        sst = record(0xFC, table[:cut]) + record(0x3C, b"\x01" + table[cut:])
    else:
        sst = record(0xFC, table)
    xfs = record(0xE0, struct.pack("<HH16x", 0, 0)) + record(0xE0, struct.pack("<HH16x", 0, 14))
    bodies = [bof + b"".join(cells) + record(0x0A, b"") for cells in sheets.values()]
    names = [name.encode("utf-16-le") for name in sheets]
    length = sum(4 + 8 + len(name) for name in names)
    place = len(bof + before + xfs + sst) + length + 4
    bounds = b""
    for n, (name, body) in enumerate(zip(names, bodies, strict=True)):
        state, sort = kinds[2 * n : 2 * n + 2] or (0, 0)
        head = struct.pack("<IBBBB", place, state, sort, len(name) // 2, 1)
        bounds += record(0x85, head + name)
        place += len(body)
    whole = bof + before + xfs + bounds + sst + record(0x0A, b"") + b"".join(bodies)
    return {("Workbook",): whole}


def properties(
    name: str, values: dict[int, object], custom: dict[str, str] | None = None
) -> Streams:
    """Build a property set stream: text, times as ticks in a one-tuple, numbers."""
    sections = [(bytes(16), _section(values))]
    if custom:
        listing = struct.pack("<I", len(custom))
        for n, key in enumerate(custom, 2):
            raw = key.encode() + b"\0"
            listing += struct.pack("<II", n, len(raw)) + raw
        listing += bytes(-len(listing) % 4)
        named: dict[int, object] = dict(enumerate(custom.values(), 2))
        user = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")
        sections.append((user, _section(named, listing)))
    head = struct.pack("<HHI16sI", 0xFFFE, 0, 0, bytes(16), len(sections))
    place = len(head) + 20 * len(sections)
    listed = b""
    for fmtid, section in sections:
        listed += struct.pack("<16sI", fmtid, place)
        place += len(section)
    return {(name,): head + listed + b"".join(section for _, section in sections)}


def _section(values: dict[int, object], listing: bytes = b"") -> bytes:
    packed = {1: struct.pack("<HHI", 2, 0, 65001 & 0xFFFF)}
    if listing:
        packed[0] = listing
    for key, value in values.items():
        if isinstance(value, tuple):
            packed[key] = struct.pack("<IQ", 0x40, value[0])
        elif isinstance(value, int):
            packed[key] = struct.pack("<Ii", 3, value)
        else:
            raw = str(value).encode() + b"\0"
            packed[key] = struct.pack("<II", 0x1E, len(raw)) + raw + bytes(-len(raw) % 4)
    places, at = b"", 8 + 8 * len(packed)
    for key, one in packed.items():
        places += struct.pack("<II", key, at)
        at += len(one)
    return struct.pack("<II", at, len(packed)) + places + b"".join(packed.values())


def atom(kind: int, content: bytes, *, instance: int = 0, container: bool = False) -> bytes:
    """Build a PowerPoint record."""
    return (
        struct.pack("<HHI", instance << 4 | (15 if container else 0), kind, len(content)) + content
    )


def packaged(name: str, source: str, content: bytes) -> bytes:
    """Build an Ole10Native stream."""
    temporary = b"C:\\Temp\\x\0"
    inner = b"\x02\0" + name.encode("cp1252") + b"\0" + source.encode("cp1252") + b"\0"
    inner += b"\0\0\x03\0" + struct.pack("<I", len(temporary)) + temporary
    inner += struct.pack("<I", len(content)) + content
    return struct.pack("<I", len(inner)) + inner
