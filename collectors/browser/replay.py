"""A captured page in a browser again, at its own address, with nothing going out.

What the browser asks for is answered with the bytes that were captured, as they came; what was not
captured is answered with a 404 of ours and listed. There is no fetcher here at all.
"""

import threading
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import TypeAlias

from ...evidence.errors import TruyvetError
from ..wire.exchange import Request, Tee
from .proxy import NotAnswered
from .rendered import Limits
from .stage import Stage

Source: TypeAlias = Callable[[str, str], bytes | None]
"""Gives the raw response to (method, address), or nothing where there is none.

Called by one thread at a time, but not by the one that began; may raise `TruyvetError`.
"""
MAX_MISSING = 10_000
"""Addresses that are listed as missing; a page may ask for new ones without end."""


class Replaying:
    """Answers a browser out of a capture."""

    def __init__(self, source: Source) -> None:
        """`source` is asked once for each request, in turn."""
        self._source = source
        self._missing = dict[str, None]()
        self.asked = 0
        """How many requests came."""
        self.failure: TruyvetError | None = None
        """What first went wrong with the capture itself."""
        self._lock = threading.Lock()

    def answer(self, request: Request, tee: Tee) -> bool:
        """Give what was captured; the connection ends with it, however the response was made."""
        url = request.url.partition("#")[0]
        with self._lock:
            self.asked += 1
            try:
                raw = self._source(request.method, url)
            except TruyvetError as error:
                self.failure = self.failure or error
                raise NotAnswered(HTTPStatus.BAD_GATEWAY, error.text) from error
        if not raw:
            self.refused(url, "")
            raise NotAnswered(HTTPStatus.NOT_FOUND, "this was not captured")
        tee(raw)
        return False

    def refused(self, url: str, reason: str) -> None:
        """Remember what was asked for and is not there."""
        with self._lock:
            if len(self._missing) < MAX_MISSING:
                self._missing[url] = None

    def stop(self) -> None:
        """There is nothing under way that would not end by itself."""

    def missing(self) -> tuple[str, ...]:
        """Return the addresses that were asked for and not captured, in that order.

        Raises what `source` raised.
        """
        if self.failure is not None:
            raise self.failure
        with self._lock:
            return tuple(self._missing)


def open_window(
    url: str, source: Source, *, name: str = "", program: Path | None = None
) -> tuple[str, ...]:
    """Show a page to a person until the windows are closed; return what was missing.

    Raises `TruyvetError` E530 to E532 where there is no Chromium that starts, and what `source`
    raised.
    """
    replaying = Replaying(source)
    with Stage(name=name, program=program, headless=False) as stage:
        stage.open(url, replaying)
    return replaying.missing()


def picture(
    url: str,
    source: Source,
    *,
    name: str = "",
    program: Path | None = None,
    limits: Limits | None = None,
) -> tuple[bytes, tuple[str, ...], tuple[str, ...]]:
    """Return a picture of a page (PNG, empty where there is none), what was missing, troubles.

    Raises `TruyvetError` E530 to E532 where there is no Chromium that starts, and what `source`
    raised.
    """
    replaying = Replaying(source)
    with Stage(name=name, program=program) as stage:
        shown = stage.show(url, replaying, limits or Limits())
    taken = shown.steps.parts.get("screenshot.png")
    content = b"" if taken is None else taken.read()
    shown.close()
    return content, replaying.missing(), tuple(shown.steps.troubles)
