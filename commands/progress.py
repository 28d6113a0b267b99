"""Progress of long work: a bar on a terminal, a plain line now and then where output is piped."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from .output import counted, note, size_text

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

    def __init__(self, verb: str, noun: str = "item", seconds: float = PLAIN_SECONDS) -> None:
        self._verb, self._noun, self._seconds = verb, noun, seconds
        self._items = self._size = 0
        self._start = self._last = time.monotonic()

    def advance(self, items: int, size: int, total: int | None = None, *, words: str = "") -> None:
        """Add, and print if it is time."""
        self._items += items
        self._size += size
        now = time.monotonic()
        if now - self._last >= self._seconds:
            self._last = now
            rate = size_text(int(self._size / max(now - self._start, 1e-3)))
            more = f"; {words}" if words else ""
            done = counted(self._items, self._noun)
            note(f"{self._verb} {done}, {size_text(self._size)}, {rate}/s{more}")


class _Bar:
    def __init__(self, bar: Any, task: Any, total: int | None, noun: str) -> None:
        self._bar, self._task, self._noun = bar, task, noun
        self._items, self._total = 0, total

    def advance(self, items: int, size: int, total: int | None = None, *, words: str = "") -> None:
        self._items += items
        told = counted(self._items, self._noun) + (f", {words}" if words else "")
        self._bar.update(self._task, advance=size, total=total or self._total, items=told)


@contextmanager
def progress(
    verb: str, *, total: int | None, quiet: bool, noun: str = "item"
) -> Iterator[Progress]:
    """Show progress within this block; `total` is the number of bytes to come, where known.

    `noun` is what is counted, in the singular.
    """
    if quiet:
        yield Silent()
    elif not sys.stderr.isatty():
        yield Plain(verb, noun)
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
            task = bar.add_task(verb, total=total, items=counted(0, noun))
            yield _Bar(bar, task, total, noun)


def on_terminal() -> bool:
    """Tell whether a bar would be shown: then it is worth counting the work beforehand."""
    return sys.stderr.isatty()
