"""libmagic, one handle for each thread: media type, encoding and description of bytes.

The system's library is taken where there is one, else the one that pylibmagic brings; versions of
libmagic differ in what they say, so `version` belongs to the configuration of a scan.
"""

import ctypes
import importlib
import threading
from dataclasses import dataclass
from typing import Any

NEEDED = "needs libmagic: pip install python-magic pylibmagic"
"""What to do where there is no libmagic."""
_HANDLES = threading.local()


class NoLibmagic(Exception):
    """Neither the system nor pylibmagic has the library."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What libmagic says of some bytes."""

    media: str
    """Media type; `application/octet-stream` where it knows none."""
    encoding: str
    """`binary`, `us-ascii`, `utf-8`, `unknown-8bit` …"""


def _module() -> Any:
    try:
        try:
            ctypes.CDLL("libmagic.so.1")
        except OSError:
            importlib.import_module("pylibmagic")  # must come before magic, which looks once
        return importlib.import_module("magic")
    except (ImportError, OSError) as error:
        raise NoLibmagic(NEEDED) from error


def version() -> str:
    """Return the library's version, `none` where there is none."""
    try:
        return str(_module().version())
    except (NoLibmagic, NotImplementedError):
        return "none"


def _handle(**flags: bool) -> Any:
    """Return this thread's handle: never shared, because libmagic is not safe between threads.

    The thread that forks is not inside libmagic, so its copy in the child is whole.
    """
    key = "_".join(sorted(flags))
    found = getattr(_HANDLES, key, None)
    if found is None:
        found = _module().Magic(**flags)
        setattr(_HANDLES, key, found)
    return found


def answer(head: bytes) -> Answer:
    """Return type and encoding of bytes; `NoLibmagic` where there is no library."""
    handle = _handle(mime=True, mime_encoding=True)
    media, _, encoding = _asked(handle, head).partition("; charset=")
    return Answer(media=media or "application/octet-stream", encoding=encoding or "binary")


def description(head: bytes) -> str:
    """Return libmagic's words for bytes, empty where it knows none."""
    words = _asked(_handle(raw=False), head)
    return "" if words == "data" else words


def _asked(handle: Any, head: bytes) -> str:
    """Ask libmagic; what it fails over is unknown to it."""
    magic = _module()
    try:
        return str(handle.from_buffer(head))
    except magic.MagicException:
        return ""
