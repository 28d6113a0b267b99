"""Builder of Android's binary XML, with pools of either width and attributes of every type."""

import struct
from dataclasses import dataclass, field

NONE = 0xFFFFFFFF
STRING, REFERENCE, FLOAT, DECIMAL, HEX, BOOLEAN = 3, 1, 4, 16, 17, 18
RESOURCES = {
    "name": 0x01010003, "permission": 0x01010006, "exported": 0x01010010, "label": 0x01010001,
    "versionCode": 0x0101021B, "versionName": 0x0101021C, "debuggable": 0x0101000F,
    "authorities": 0x01010018, "host": 0x01010028, "allowBackup": 0x01010280,
    "usesCleartextTraffic": 0x010104EC, "priority": 0x0101001C,
}  # fmt: skip
Value = str | tuple[int, int]
"""Text, or (type, number)."""


@dataclass
class Node:
    """An element with attributes and children."""

    name: str
    given: dict[str, Value] = field(default_factory=dict)
    inner: list["Node"] = field(default_factory=list)


def pool(strings: list[str], narrow: bool = False) -> bytes:
    offsets, content = [], b""
    for text in strings:
        offsets.append(len(content))
        if narrow:
            raw = text.encode()
            content += _short(len(text)) + _short(len(raw)) + raw + b"\0"
        else:
            content += _long(len(text)) + text.encode("utf-16-le") + b"\0\0"
    content += b"\0" * (-len(content) % 4)
    start = 28 + 4 * len(strings)
    flags = 1 << 8 if narrow else 0
    head = struct.pack("<HHIIIIII", 1, 28, start + len(content), len(strings), 0, flags, start, 0)
    return head + struct.pack(f"<{len(strings)}I", *offsets) + content


def _short(length: int) -> bytes:
    return bytes([length]) if length < 0x80 else bytes([0x80 | length >> 8, length & 0xFF])


def _long(length: int) -> bytes:
    if length < 0x8000:
        return struct.pack("<H", length)
    return struct.pack("<HH", 0x8000 | length >> 16, length & 0xFFFF)


def document(root: Node, narrow: bool = False, known: bool = True, extra: bytes = b"") -> bytes:
    """Return a document; `known` gives attributes their resource numbers,
    `extra` is one more chunk."""
    keys = list(dict.fromkeys(_keys(root)))
    keys.sort(key=lambda word: word not in RESOURCES)
    strings = [*keys, *dict.fromkeys(word for word in _words(root) if word not in keys)]
    table = b""
    if known:
        numbers = [RESOURCES[word] for word in keys if word in RESOURCES]
        table = struct.pack(f"<HHI{len(numbers)}I", 0x0180, 8, 8 + 4 * len(numbers), *numbers)
    inner = pool(strings, narrow) + table + extra + _written(root, strings)
    return struct.pack("<HHI", 3, 8, 8 + len(inner)) + inner


def _keys(node: Node) -> list[str]:
    return [*node.given, *(word for child in node.inner for word in _keys(child))]


def _words(node: Node) -> list[str]:
    own = [node.name, *(value for value in node.given.values() if isinstance(value, str))]
    return [*own, *(word for child in node.inner for word in _words(child))]


def _written(node: Node, strings: list[str]) -> bytes:
    body = struct.pack(
        "<IIHHHHHH", NONE, strings.index(node.name), 20, 20, len(node.given), 0, 0, 0
    )
    for key, value in node.given.items():
        form, number = (STRING, strings.index(value)) if isinstance(value, str) else value
        raw = number if isinstance(value, str) else NONE
        body += struct.pack("<IIIHBBI", NONE, strings.index(key), raw, 8, 0, form, number & NONE)
    begin = struct.pack("<HHIII", 0x0102, 16, 16 + len(body), 1, NONE) + body
    children = b"".join(_written(child, strings) for child in node.inner)
    end = struct.pack("<HHIIIII", 0x0103, 16, 24, 1, NONE, NONE, strings.index(node.name))
    return begin + children + end


def manifest(*inner: Node, package: str = "vn.example.bank", **given: Value) -> Node:
    return Node("manifest", {"package": package, **given}, list(inner))


def right(name: str, element: str = "uses-permission") -> Node:
    return Node(element, {"name": f"android.permission.{name}" if "." not in name else name})


def bound(kind: str, permission: str) -> Node:
    """Return a component of an application that is bound with a right."""
    given: dict[str, Value] = {"name": ".Reader", "permission": f"android.permission.{permission}"}
    return Node("application", {}, [Node(kind, given)])
