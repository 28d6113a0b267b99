"""Errors and exit statuses: one base class, one enum; the codes stand in `codes`.

An error never prints and never exits; `commands/output.py` is the one place that turns it into
text and a status. Findings of the verifier have their own table in `findings.py`.
Every code is explained in docs/spec/errors.md.
"""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

from .codes import ERRORS


class ExitStatus(IntEnum):
    """Exit statuses of the command line; the README's table is equal by test."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    INVALID = 3
    PARTIAL = 4
    INTERRUPTED = 130


class TruyvetError(Exception):
    """An error with a stable code and the next step.

    `TruyvetError("E101", path=folder)` takes its words from `ERRORS`; a code that is not there
    is a `KeyError`, so that no error leaves without a documented code.
    """

    def __init__(self, code: str, /, **facts: object) -> None:
        text, hint = ERRORS[code]
        self.code = code
        self.facts = facts
        self.text = text.format(**facts)
        self.hint = hint.format(**facts)
        super().__init__(f"{code}: {self.text}")

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error travel between processes."""
        return _rebuild, (self.code, {name: str(fact) for name, fact in self.facts.items()})


def _rebuild(code: str, facts: dict[str, str]) -> TruyvetError:
    return TruyvetError(code, **facts)


def of_os_error(error: OSError, path: Path | str) -> TruyvetError:
    """Turn an operating-system error on a file into one with a code."""
    place = _named(error, path)
    if error.errno in _NOT_SO or (error.errno == errno.EEXIST and os.path.isfile(place)):
        return TruyvetError("E117", **_not_so(error.errno, place))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return TruyvetError("E901", path=place)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return TruyvetError("E902", path=place)
    if error.errno == errno.ENAMETOOLONG:
        return TruyvetError("E116", path=place)
    return TruyvetError("E903", path=place, reason=error.strerror or error)


_NOT_SO = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR)


def _named(error: OSError, path: Path | str) -> str:
    """Return which path is meant: never the part that is written before it bears its name."""
    place = os.fsdecode(error.filename or path)
    if os.path.basename(place).endswith(".part"):
        return os.fsdecode(error.filename2 or path)
    return place


def _not_so(number: int | None, path: str) -> dict[str, str]:
    """Return the first part of a path that is not there, or not what it is needed as, and why."""
    if number == errno.EISDIR:
        return {"path": path, "reason": "is a folder, and a file is needed"}
    part = path
    while (above := os.path.dirname(part)) not in ("", part) and not os.path.isdir(above):
        part = above
    if part != path and os.path.exists(part):
        return {"path": part, "reason": "is a file, and a folder is needed"}
    if number in (errno.ENOTDIR, errno.EEXIST) and os.path.exists(part):
        return {"path": part, "reason": "is no folder, and one is needed"}
    if os.path.islink(part):
        return {"path": part, "reason": "is a link to what does not exist"}
    return {"path": part, "reason": "does not exist"}


INDEX_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What a damaged index raises: SQLite quotes its layout in a message that may be no UTF-8."""


def of_sqlite_error(error: Exception, path: Path | str) -> TruyvetError:
    """Turn an error of the index database into one with a code; E602 is a damaged index."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _is_full(path)):
        return TruyvetError("E901", path=path)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        return TruyvetError("E902", path=path)
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return TruyvetError("E903", path=path, reason=error)
    return TruyvetError("E602", reason=error)


def _is_full(path: Path | str) -> bool:
    """Tell whether the disk is so full that SQLite's input/output error means just that."""
    try:
        facts = os.statvfs(os.path.dirname(path))
    except OSError:
        return False
    return facts.f_bavail * facts.f_frsize < 1 << 20


@contextmanager
def guarding(path: Path | str) -> Iterator[None]:
    """Within this block an `OSError` or SQLite error leaves as a `TruyvetError` naming `path`."""
    try:
        yield
    except INDEX_ERRORS as error:
        raise of_sqlite_error(error, path) from error
    except OSError as error:
        raise of_os_error(error, path) from error
