"""Files inside a WACZ: zip entries that hash what they take, and gzip members within them.

Every byte depends on what is packed alone: no clock, no name of a computer (zlib's own version may
make other, equally good, compressed bytes).
"""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

_LEVEL = 6
_GZIP = 31  # zlib's wbits for a gzip head (RFC 1952) with no time in it


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """A file of the package, as datapackage.json lists it."""

    path: str
    """Its path in the zip."""
    sha256: str
    """Hash of its bytes."""
    size: int
    """Their length."""


class Member:
    """A zip entry that is open for writing."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, content: bytes, /) -> int:
        """Take bytes."""
        self._digest.update(content)
        self._size += len(content)
        return self._file.write(content)

    def tell(self) -> int:
        """Return how many bytes were taken."""
        return self._size

    def hexdigest(self) -> str:
        """Return the SHA-256 of the bytes taken."""
        return self._digest.hexdigest()


class Zip:
    """A WACZ under way: entries one after another."""

    def __init__(self, file: IO[bytes], made: str) -> None:
        """`made` is the UTC time that all entries bear."""
        self._zip = zipfile.ZipFile(file, "w")
        numbers = [int(made[start:end]) for start, end in _STAMP]
        self._date = (max(numbers[0], 1980), *numbers[1:])
        self.resources: list[Resource] = []

    @contextmanager
    def member(self, path: str, *, stored: bool = False) -> Iterator[Member]:
        """Open an entry; `stored` ones are not compressed, so that they can be read in parts."""
        facts = zipfile.ZipInfo(path, self._date)  # type: ignore[arg-type]
        facts.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        facts.create_system = 3  # Unix, wherever it is made
        facts.external_attr = 0o644 << 16
        with self._zip.open(facts, "w", force_zip64=True) as file:
            member = Member(file)
            yield member
        size, digest = member.tell(), member.hexdigest()
        self.resources.append(Resource(path=path, sha256=digest, size=size))

    def __enter__(self) -> "Zip":
        """Return itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Write the zip's directory; after an error too, so that nothing stays open."""
        self._zip.close()


_STAMP = ((0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19))
"""Where year, month, day, hour, minute and second stand in an RFC 3339 time."""


class Gzip:
    """Gzip members (RFC 1952) in a file: one for each record, as WARC's Annex D asks."""

    def __init__(self, file: Member) -> None:
        self._file = file
        self._taken = 0
        self._open = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)

    @contextmanager
    def member(self) -> Iterator[list[int]]:
        """Open a member; gives [offset], and [offset, length] once it is closed."""
        span = [self._file.tell()]
        self._open = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
        yield span
        self._file.write(self._open.flush())
        span.append(self._file.tell() - span[0])

    def write(self, content: bytes, /) -> int:
        """Take bytes into the open member."""
        self._taken += len(content)
        return self._file.write(self._open.compress(content))

    def tell(self) -> int:
        """Return how many bytes were taken."""
        return self._taken
