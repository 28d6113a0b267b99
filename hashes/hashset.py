"""Hash sets: a file of sorted digests that answers whether it holds one without being read.

A file has a head of 4,096 bytes, the digests in ascending order, and a fan-out: 65,536 numbers
(unsigned, 32 bits, little-endian), the n-th telling how many digests have first two bytes of at
most n. The head is a line that names the format, a line of canonical JSON (`Head`), blanks, and
in its last 32 bytes the SHA-256 of the rest of the head; the JSON holds the SHA-256 of all that
follows. So every byte of the file is covered. Format: docs/spec/hashset.md.

A look-up reads two numbers of the fan-out and halves what lies between them: microseconds.
"""

import hashlib
import mmap
import struct
from collections.abc import Iterable
from itertools import accumulate, pairwise
from typing import Annotated, BinaryIO, Literal

import msgspec

from .canonical import NotARecord, NotCanonical, NotEncodable, decode_record, encode_record
from .digest import CHUNK_BYTES, DIGEST_BYTES, sha256

MAGIC = b"truyvet/hashset/v1\n"
HEAD_BYTES = 4_096  # one page: the digests begin aligned
FAN_OUT = 65_536  # first two bytes: at 100 million digests some 1,500 are left to halve
FAN_BYTES = FAN_OUT * 4
MAX_COUNT = 2**32 - 1  # what a number of the fan-out holds
WIDTHS = {"md5": 16, "sha1": 20, "sha256": 32, "sha512": 64, "blake3": 32}
"""Bytes of a digest, by algorithm."""

Algorithm = Literal["md5", "sha1", "sha256", "sha512", "blake3"]
"""Which digest a set holds."""
Known = Literal["good", "bad"]
"""What it means for a file to be in a set."""
_Hex64 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a set says of itself."""

    algorithm: Algorithm
    """Which digest of a file is looked up."""
    body: _Hex64
    """SHA-256 of the digests and the fan-out: equal for equal sets of digests."""
    count: Annotated[int, msgspec.Meta(ge=0, le=MAX_COUNT)]
    """How many digests there are."""
    created: Annotated[str, msgspec.Meta(max_length=40)]
    """When it was imported, UTC."""
    known: Known
    """What it means to be in it."""
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    """What people call it."""
    source: Annotated[str, msgspec.Meta(max_length=255)]
    """Name of the file it was imported from."""
    source_sha256: _Hex64
    """SHA-256 of that file."""


class NotAHashSet(ValueError):
    """The bytes are no hash set, or a damaged one; the message says why."""


class HashSet:
    """A set over the bytes of its file, mapped or in memory; the bytes must stay as they are."""

    def __init__(self, content: mmap.mmap | bytes) -> None:
        """Read head and fan-out; `NotAHashSet` where they contradict each other or the length."""
        self.head = _head(content[:HEAD_BYTES])
        self._content = content
        self._width = WIDTHS[self.head.algorithm]
        self._fan = HEAD_BYTES + self.head.count * self._width
        if len(content) != self._fan + FAN_BYTES:
            raise NotAHashSet(f"{len(content)} bytes, its head promises {self._fan + FAN_BYTES}")
        fan = struct.unpack(f"<{FAN_OUT}I", content[self._fan :])
        if fan[-1] != self.head.count or any(low > high for low, high in pairwise(fan)):
            raise NotAHashSet("its fan-out does not rise to the number of digests")

    def __contains__(self, digest: bytes) -> bool:
        """Tell whether the set holds a digest; ValueError for one of another length."""
        width = self._width
        if len(digest) != width:
            raise ValueError(f"a digest of {len(digest)} bytes in a set of {width}")
        prefix = int.from_bytes(digest[:2], "big")
        low = self._upto(prefix - 1) if prefix else 0
        high = self._upto(prefix)
        while low < high:
            middle = (low + high) // 2
            at = HEAD_BYTES + middle * width
            found = self._content[at : at + width]
            if found == digest:
                return True
            if found < digest:
                low = middle + 1
            else:
                high = middle
        return False

    def _upto(self, prefix: int) -> int:
        count: int = struct.unpack_from("<I", self._content, self._fan + 4 * prefix)[0]
        return count

    def check(self) -> None:
        """Hash every byte; `NotAHashSet` where they are not those that were written."""
        body = hashlib.sha256()
        for at in range(HEAD_BYTES, len(self._content), CHUNK_BYTES):
            body.update(self._content[at : at + CHUNK_BYTES])
        if body.hexdigest() != self.head.body:
            raise NotAHashSet("its digests are not those that were imported")


def _head(page: bytes) -> Head:
    if not page.startswith(MAGIC) or len(page) < HEAD_BYTES:
        raise NotAHashSet("it does not begin as a hash set does")
    if sha256(page[:-DIGEST_BYTES]) != page[-DIGEST_BYTES:]:
        raise NotAHashSet("its head is damaged")
    try:
        return decode_record(page[len(MAGIC) : -DIGEST_BYTES].rstrip(b" \n"), Head)
    except (NotARecord, NotCanonical) as error:
        raise NotAHashSet(f"its head cannot be read: {error}") from None


def head_page(head: Head) -> bytes:
    """Return the first 4,096 bytes of a set's file; ValueError where its texts are too long."""
    try:
        line = encode_record(head)
    except NotEncodable as error:
        raise ValueError(f"the head cannot be written: {error}") from None
    room = HEAD_BYTES - DIGEST_BYTES - len(MAGIC)
    if len(line) >= room:
        raise ValueError(f"the head's texts take {len(line)} bytes, at most {room - 1}")
    page = MAGIC + line + b"\n" + b" " * (room - len(line) - 1)
    return page + sha256(page)


def write_set(file: BinaryIO, blocks: Iterable[list[bytes]], **head: str) -> Head:
    """Write a set to a new, seekable file; return its head.

    `blocks` are lists of digests, each digest once, ascending within and from list to list;
    ValueError where they are not, or too many. `head` gives all fields of `Head` but `body` and
    `count`. Memory: one block and the fan-out.
    """
    width = WIDTHS[head["algorithm"]]
    fan = [0] * FAN_OUT
    body = hashlib.sha256()
    count, last = 0, b""
    file.write(bytes(HEAD_BYTES))
    for block in blocks:
        for digest in block:
            if len(digest) != width or digest <= last:
                raise ValueError("digests of other lengths, twice, or not in ascending order")
            last = digest
            fan[digest[0] << 8 | digest[1]] += 1
        count += len(block)
        if count > MAX_COUNT:
            raise ValueError(f"more than {MAX_COUNT} digests")
        joined = b"".join(block)
        body.update(joined)
        file.write(joined)
    end = struct.pack(f"<{FAN_OUT}I", *accumulate(fan))
    body.update(end)
    file.write(end)
    try:
        written = msgspec.convert({**head, "body": body.hexdigest(), "count": count}, Head)
    except msgspec.ValidationError as error:
        raise ValueError(f"the head cannot be written: {error}") from None
    file.seek(0)
    file.write(head_page(written))
    return written
