"""A part that is written line by line while a page is shown: one JSON object a line, bounded."""

import contextlib
import tempfile
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec

from ...evidence.errors import TruyvetError, of_os_error

MAX_BYTES = 64 << 20
"""A page can shout into its console for ever."""
MAX_TEXT = 16 << 10
"""Characters of one text in a line; an address may be a whole picture (`data:`)."""
_MEMORY = 1 << 20


def spool(folder: Path | None) -> BinaryIO:
    """Return a temporary file that stays in memory as long as it is small."""
    place = None if folder is None else str(folder)
    return cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=_MEMORY, dir=place))


def let_go(file: BinaryIO) -> None:
    """Close a file; what a full disk has not taken of it is not wanted any more."""
    with contextlib.suppress(OSError):
        file.close()


class Lines:
    """Lines in a temporary file."""

    def __init__(self, folder: Path | None = None) -> None:
        """Begin; `folder` is where the file goes."""
        self.file = spool(folder)
        self._place = folder or Path(tempfile.gettempdir())
        self._size = 0
        self.full = False
        """Whether lines were left out at the end."""
        self.failure: TruyvetError | None = None
        """E901-E903 where our disk did not take a line; whoever writes has no time for it."""

    def add(self, **fields: Any) -> None:
        """Write a line; fields that hold nothing are left out."""
        if self.full:
            return
        kept = {name: _short(value) for name, value in fields.items() if value not in (None, "")}
        line = msgspec.json.encode(kept) + b"\n"
        self._size += len(line)
        if self._size > MAX_BYTES:
            self.full = True
            line = msgspec.json.encode({"event": "cut", "text": "further lines left out"}) + b"\n"
        try:
            self.file.write(line)
        except OSError as error:
            self.failure, self.full = of_os_error(error, self._place), True


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > MAX_TEXT:
        return f"{value[:MAX_TEXT]}… ({len(value)} characters)"
    return value
