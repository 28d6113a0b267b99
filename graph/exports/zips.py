"""Several files as one ZIP, streamed, and the same bytes for the same content.

Times are those of 1980, owners and modes always the same. Compression is zlib's: another version
of it may give other bytes for the same content.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, BinaryIO

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16
_LEVEL = 6


class Pack:
    """A ZIP that is being written."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        """Take an open ZIP."""
        self._file = file

    @contextmanager
    def member(self, name: str) -> Iterator[IO[bytes]]:
        """Give the file of this name to write to; one at a time."""
        about = zipfile.ZipInfo(name, _EPOCH)
        about.external_attr = _MODE
        about.create_system = 3
        about.compress_type = zipfile.ZIP_DEFLATED
        with self._file.open(about, "w", force_zip64=True) as file:
            yield file

    def text(self, name: str, text: str) -> None:
        """Write a file of this text, UTF-8."""
        with self.member(name) as file:
            file.write(text.encode())

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Write CSV (RFC 4180): UTF-8, commas, line ends CR LF, quotes where they are needed."""
        with self.member(name) as file:
            lines = io.TextIOWrapper(file, "utf-8", newline="", write_through=False)
            writer = csv.writer(lines)
            writer.writerow(columns)
            writer.writerows(rows)
            lines.flush()
            lines.detach()


@contextmanager
def pack(target: BinaryIO) -> Iterator[Pack]:
    """Write a ZIP to `target`."""
    with zipfile.ZipFile(target, "w", compresslevel=_LEVEL) as file:
        yield Pack(file)
