"""Items: what a case holds, one line of a manifest each.

An item's id is the SHA-256 over (collection, parent item, locator), so that it is the same on
every re-run; the number `n` in its manifest gives the short name people use (`2.17` is item 17
of entry 2). Format: docs/spec/case.md, section "Manifest".
"""

from collections.abc import Iterator
from typing import Literal

import msgspec

from ..hashes.canonical import encode_record
from ..hashes.digest import sha256_hex
from .records import Count, Hex32, Hex64, HexBytes, Record, Utc

ITEM_DOMAIN = b"truyvet/item/v1\n"
"""Prefix of what an item's id is the hash of."""

Kind = Literal["file", "directory", "symlink", "fifo", "socket", "character", "block", "unknown"]
"""What an item was where it was found (POSIX file types)."""


class Problem(Record, frozen=True, kw_only=True):
    """Why an item could not be had, or not be had whole and still."""

    code: Literal[
        "unreadable", "vanished", "changed", "cut", "not-read", "own-case", "unlisted", "special",
        "failed", "refused", "incomplete",
    ]  # fmt: skip
    """A problem code of docs/spec/case.md."""
    text: str = ""
    """The system's own reason."""


class Attribute(Record, frozen=True, kw_only=True):
    """An extended attribute of a file."""

    name: str
    """Its name, such as `user.xdg.origin.url`."""
    value: HexBytes | None = None
    """Its value in hexadecimal; none where there was more than an item keeps."""


class Item(Record, frozen=True, kw_only=True):
    """One thing that was collected: a line of a manifest."""

    accessed: Utc | None = None
    """Last access before this collection, as the source had it."""
    allocated: Count | None = None
    """Bytes that the source really occupies, where it is sparse."""
    allowance: Count | None = None
    """Bytes it may be decoded to, with all inside it; only of what stands inside another item."""
    born: Utc | None = None
    """Creation, where the system tells."""
    changed: Utc | None = None
    """Last change of the source's metadata (POSIX ctime)."""
    collected: Utc | None = None
    """When it was read."""
    depth: Count = 0
    """How many items it stands inside of."""
    device: Count | None = None
    """Number of the file system it stood on."""
    gid: Count | None = None
    """Owning group."""
    inode: Count | None = None
    """Number within that file system."""
    kind: Kind
    """What it was."""
    links: Count | None = None
    """Number of hard links, where there is more than one."""
    locator: str = ""
    """The step that leads to it from the item it was found in; empty for what was collected."""
    mode: Count | None = None
    """Permission bits."""
    modified: Utc | None = None
    """Last modification of its bytes."""
    n: Count
    """Number in its manifest, from 0."""
    parent: Hex64 | None = None
    """Id of the item it was found in, for what stands inside another item."""
    path: str
    """Path below its source, for people; bytes that are not UTF-8 are shown as U+FFFD."""
    path_bytes: HexBytes = ""
    """The raw path in hexadecimal, only where it is not UTF-8."""
    problem: Problem | None = None
    """What went wrong, if anything."""
    rdev: Count | None = None
    """Device number of a character or block device."""
    sha256: Hex64 | None = None
    """SHA-256 of its bytes, if they were stored."""
    size: Count | None = None
    """Length of its bytes."""
    source: Count
    """Which source of the collection it was found in, from 0."""
    target: str = ""
    """Where a symbolic link points."""
    target_bytes: HexBytes = ""
    """The raw target in hexadecimal, only where it is not UTF-8."""
    uid: Count | None = None
    """Owner."""
    unverified: bool = False
    """Whether anything in it came from a server whose certificate is not to be trusted."""
    xattrs: tuple[Attribute, ...] = ()
    """Extended attributes (alternate names, labels), by name."""

    def raw_path(self) -> bytes:
        """Return the path as the source had it, byte for byte."""
        return bytes.fromhex(self.path_bytes) if self.path_bytes else self.path.encode()


def readable(raw: bytes) -> tuple[str, str]:
    """Return `raw` as (text, hexadecimal or ""), the second only where it is not UTF-8."""
    try:
        return raw.decode("utf-8"), ""
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace"), raw.hex()


def contradictions(item: Item) -> Iterator[str]:
    """Yield in what an item's fields contradict each other."""
    if item.sha256 is not None and item.size is None:
        yield "it is stored and has no size"
    if (item.parent is None) != (not item.locator) or (item.parent is None) != (item.depth == 0):
        yield "it says only by half that it stands inside another item"
    for name in ("path", "target"):
        text, raw = getattr(item, name), getattr(item, f"{name}_bytes")
        if raw and readable(bytes.fromhex(raw)) != (text, raw):
            yield f"its {name} is not what its raw {name} reads as"


def locator(item: Item) -> str:
    """Return the item's locator: `file:SOURCE/PATH`, control bytes and `%` percent-encoded.

    What stands inside another item has the step that its extractor wrote instead.
    UTF-8 text stands as it is; a byte that is not UTF-8 is percent-encoded, so that two raw
    paths never share a locator (RFC 3986 encoding, section 2.1).
    """
    if item.parent is not None:
        return item.locator
    if not item.path_bytes and item.path.isprintable() and "%" not in item.path:
        return f"file:{item.source}/{item.path}"
    text = item.raw_path().decode("utf-8", "surrogateescape")
    return f"file:{item.source}/{''.join(map(_quoted, text))}"


def _quoted(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8, as surrogateescape shows it
        return f"%{code - 0xDC00:02X}"
    return f"%{code:02X}" if code < 0x20 or character in "%\x7f" else character


class ItemName(Record, frozen=True, kw_only=True):
    """What an item's id is the hash of."""

    collection: Hex32 | None = None
    """Id of the collection; none for what stands inside another item, whose id holds it."""
    locator: str
    """Where the item stands in it."""
    parent: Hex64 | None = None
    """Id of the item it was found in."""


def item_id(collection: str, item: Item) -> str:
    """Return the item's id within the collection with this id: 64 hexadecimal digits."""
    inside = item.parent is not None
    name = ItemName(
        collection=None if inside else collection, locator=locator(item), parent=item.parent
    )
    return sha256_hex(ITEM_DOMAIN + encode_record(name))


_DECODER = msgspec.json.Decoder(Item)


def trusted_item(line: bytes) -> Item:
    """Parse a manifest line that was checked before, without checking its form again."""
    return _DECODER.decode(line)
