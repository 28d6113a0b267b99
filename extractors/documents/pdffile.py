"""Opening PDF files through pypdf with bounds on all it decodes, reads and follows.

pypdf repairs what it can and raises almost anything on what it cannot: `DAMAGE` is all of that.
No program is started for JBIG2 pictures.
"""

import logging
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, cast

from pypdf import PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError, PdfReadError, PyPdfError

from ...evidence.scans.outcome import ProblemCode
from .findings import Trouble

MAX_DECODED = 64 << 20
"""Decoded bytes of one stream: guards memory; a page's content is a thousandth of that."""
MAX_READ_WHOLE = 512 << 20
"""Size of a file that may be searched whole for what its tables do not tell."""
REPAIRS = 50
"""How often a file may be searched whole; each is one wrong place in its tables."""
_TAIL = 1 << 20
DAMAGE = (
    PyPdfError, DependencyError, ArithmeticError, AssertionError, AttributeError, LookupError,
    NotImplementedError, OSError, RecursionError, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip
"""What pypdf raises on damaged files."""


class Exhausted(LimitReachedError):
    """A file asks for more work than it is worth."""


class _Metered:
    """A file that lets itself be read whole only so often; it is closed by whoever opened it."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._size, self._times = file, size, 0
        self.seek, self.tell, self.readline = file.seek, file.tell, file.readline

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as any file; a read to the end is counted."""
        if size is None or size < 0:
            self._times += 1
            if self._size > MAX_READ_WHOLE or self._times > REPAIRS:
                raise Exhausted("the file would be searched too often")
        return self._file.read(-1 if size is None else size)


@contextmanager
def bounded() -> Iterator[None]:
    """Hold pypdf to our bounds and keep it silent while the context lasts."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with apply_configuration(
            zlib_maximum_output_length=MAX_DECODED,
            lzw_maximum_output_length=MAX_DECODED,
            run_length_maximum_output_length=MAX_DECODED,
            brotli_maximum_output_length=MAX_DECODED,
            array_based_stream_maximum_output_length=MAX_DECODED,
            image_maximum_buffer_size=MAX_DECODED,
            page_tree_maximum_entries=20_000,
            zlib_maximum_recovery_input_length=1 << 20,
            stream_decoding_work_maximum_length=2 * MAX_DECODED,
            jbig2dec_binary=None,
            disable_legacy_handling=True,
        ):
            yield
    finally:
        logger.setLevel(level)


def opened(file: BinaryIO, size: int) -> PdfReader:
    """Return a reader over a file of `size` bytes; one of `DAMAGE` where there is none.

    Without an end in its last part a large file is not tried: pypdf would look for one backwards
    through all of it, line by line.
    """
    file.seek(max(0, size - _TAIL))
    if size > _TAIL and b"startxref" not in file.read(_TAIL):
        raise PdfReadError("no end of the file")
    return PdfReader(cast("BinaryIO", _Metered(file, size)), strict=False)


def unlock(reader: PdfReader, passwords: Sequence[str]) -> int | None:
    """Try the empty password and those given; return which opened it, -1 for the empty one."""
    for n, password in enumerate(("", *passwords), -1):
        try:
            if reader.decrypt(password):
                return n
        except DAMAGE:
            continue
    return None


def trouble(error: Exception, where: str) -> Trouble:
    """Return what an exception of pypdf means, without its words: they may vary."""
    code: ProblemCode = "corrupt"
    why = f"cannot be read: {type(error).__name__}"
    if isinstance(error, Exhausted):
        code, why = "partial", str(error)
    elif isinstance(error, LimitReachedError):
        bomb = "decompress" in str(error) or "decod" in str(error).lower()
        code, why = ("bomb", "decodes to too much") if bomb else ("partial", "a limit was reached")
    elif isinstance(error, DependencyError):
        code, why = "unsupported", "needs cryptography: pip install cryptography"
    return Trouble(code=code, why=why, step=where)
