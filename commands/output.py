"""The one place for output: data on stdout, all else on stderr, errors as text and a status.

Text from evidence is shown with control and direction-changing characters made visible, so that
a hostile file name can neither move the cursor nor turn the line around.
"""

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

import click

from ..evidence.errors import ExitStatus, TruyvetError, of_os_error
from ..reports.visible import plain


class _Closed(Exception):
    """The reader of our output (head, less) has seen enough."""


def explain(error: Exception | KeyboardInterrupt) -> ExitStatus:
    """Print what an exception means and return the exit status; re-raise what is a bug of ours."""
    if isinstance(error, _Closed):
        # Nothing more may be flushed into the closed pipe when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitStatus.DONE
    if isinstance(error, OSError):
        error = of_os_error(error, error.filename or os.curdir)
    if isinstance(error, TruyvetError):
        note(f"truyvet: {error.code}: {safe(error.text)}\n  hint: {safe(error.hint)}")
        return ExitStatus.FAILED
    if isinstance(error, click.Abort | KeyboardInterrupt):
        note("truyvet: interrupted")
        return ExitStatus.INTERRUPTED
    if isinstance(error, click.ClickException):
        error.show()
        return ExitStatus.USAGE
    raise error


def note(text: str) -> None:
    """Print a line for the person, on stderr."""
    click.echo(text, err=True)


def say(text: str = "") -> None:
    """Print a line of data on stdout."""
    try:
        click.echo(text)
    except BrokenPipeError as error:
        raise _Closed from error


def say_json(value: object) -> None:
    """Print one value as one line of JSON."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    plain_ascii = encoding.lower().replace("-", "") != "utf8"
    say(json.dumps(value, ensure_ascii=plain_ascii, sort_keys=True))


def say_wrapped(text: str, *, indent: int) -> None:
    """Print foreign text made safe, wrapped to the terminal; in one line when piped."""
    blank = " " * indent
    if not on_terminal():
        say(blank + safe(text))
        return
    width = shutil.get_terminal_size().columns
    for line in textwrap.wrap(
        safe(text), width, initial_indent=blank, subsequent_indent=blank + "    "
    ):
        say(line)


def on_terminal() -> bool:
    """Tell whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def safe(text: str) -> str:
    """Return `text` with all that a terminal would obey, or not show, written as escapes."""
    return text if text.isascii() and text.isprintable() else plain(text)


def counted(number: int, noun: str) -> str:
    """Return a number of things for people: `1 page`, `1,024 pages`, `2 entries`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("ry") else f"{number:,} {noun}s"


def size_text(size: int | None) -> str:
    """Return a length for people: 512 B, 4.1 kB, 1.5 GB."""
    if size is None:
        return ""
    if size < 1000:
        return f"{size} B"
    amount = float(size)
    for unit in ("kB", "MB", "GB", "TB"):
        amount /= 1000
        if amount < 999.95 or unit == "TB":
            break
    return f"{amount:.1f} {unit}"


class Align(Enum):
    """How a column is set."""

    LEFT = "left"
    RIGHT = "right"
    WRAP = "wrap"
    """To the left, and the one that gives way where the terminal is narrow."""


def table(columns: Mapping[str, Align], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under a head: fitted on a terminal, one tab-separated line a row when piped."""
    if not on_terminal():
        say("\t".join(columns))
        for row in rows:
            say("\t".join(safe(cell) for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for name, align in columns.items():
        wraps = align is Align.WRAP
        drawn.add_column(
            name,
            justify="right" if align is Align.RIGHT else "left",
            no_wrap=not wraps,
            overflow="fold",
        )
    for row in rows:
        drawn.add_row(*(Text(safe(cell)) for cell in row))
    Console(highlight=False).print(drawn)


def facts(pairs: Mapping[str, str]) -> None:
    """Print named facts, one a line, names set to one width."""
    width = max(map(len, pairs), default=0)
    room = shutil.get_terminal_size().columns if on_terminal() else sys.maxsize
    for name, value in pairs.items():
        for line in map(safe, value.split("\n")):
            if width + 2 + len(line) > room:
                # What does not fit beside its name stands below it.
                say(name)
                say_wrapped(line, indent=2)
            else:
                say(f"{name:<{width}}  {line}")
            name = ""
