"""Progress of long work: a bar on a terminal, a plain line now and then where output is piped."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from .output import note, size_text

PLAIN_SECONDS = 5.0
"""Time between two plain lines."""


class Progress(Protocol):
    """Takes note of how far the work is."""

    def advance(self, items: int, size: int, total: int | None = None, *, words: str = "") -> None:
        """Add `items` done, `size` bytes of them; `total` is what all will be, once known.

        `words` is what else is worth knowing now.
        """


class Silent:
    """Shows nothing, for `--json`."""

    def advance(self, items: int, size: int, total: int | None = None, *, words: str = "") -> None:
        """Take no note."""


class Plain:
    """Prints a line every few seconds."""

    def __init__(self, verb: str) -> None:
        self._verb = verb
        self._items = self._size = 0
        self._start = self._last = time.monotonic()

    def advance(self, items: int, size: int, total: int | None = None, *, words: str = "") -> None:
        """Add, and print if it is time."""
        self._items += items
        self._size += size
        now = time.monotonic()
        if now - self._last >= PLAIN_SECONDS:
            self._last = now
            rate = size_text(int(self._size / (now - self._start)))
            more = f"; {words}" if words else ""
            note(f"{self._verb} {self._items:,} items, {size_text(self._size)}, {rate}/s{more}")


class _Bar:
    def __init__(self, bar: Any, task: Any, total: int | None) -> None:
        self._bar, self._task = bar, task
        self._items, self._total = 0, total

    def advance(self, items: int, size: int, total: int | None = None, *, words: str = "") -> None:
        self._items += items
        told = f"{self._items:,} items" + (f", {words}" if words else "")
        self._bar.update(self._task, advance=size, total=total or self._total, items=told)


@contextmanager
def progress(verb: str, *, total: int | None, quiet: bool) -> Iterator[Progress]:
    """Show progress within this block; `total` is the number of bytes to come, where known."""
    if quiet:
        yield Silent()
    elif not sys.stderr.isatty():
        yield Plain(verb)
    else:
        from rich import progress as rich
        from rich.console import Console

        columns = (
            rich.TextColumn(verb),
            rich.BarColumn(),
            rich.TextColumn("{task.fields[items]}"),
            rich.DownloadColumn(),
            rich.TransferSpeedColumn(),
            rich.TimeRemainingColumn(),
        )
        with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            yield _Bar(bar, bar.add_task(verb, total=total, items="0 items"), total)


def on_terminal() -> bool:
    """Tell whether a bar would be shown: then it is worth counting the work beforehand."""
    return sys.stderr.isatty()
