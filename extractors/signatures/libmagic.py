"""libmagic, one handle for each thread: media type and description of bytes.

The system's library is taken where there is one, else the one that pylibmagic brings; versions of
libmagic differ in what they say, so `version` belongs to the configuration of a scan.
"""

import ctypes
import importlib
import threading
from typing import Any

NEEDED = "needs libmagic: pip install python-magic pylibmagic"
"""What to do where there is no libmagic."""
_HANDLES = threading.local()


class NoLibmagic(Exception):
    """Neither the system nor pylibmagic has the library."""


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


def media(head: bytes) -> str:
    """Return the media type of bytes, `application/octet-stream` where libmagic knows none."""
    return _asked(_handle(mime=True), head) or "application/octet-stream"


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
