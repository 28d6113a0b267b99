"""The one place for output: data on stdout, all else on stderr, errors as text and a status.

Text from evidence is shown with control and direction-changing characters made visible, so that
a hostile file name can neither move the cursor nor turn the line around.
"""

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import click

from ..evidence.errors import ExitStatus, TruyvetError


def explain(error: Exception) -> ExitStatus:
    """Print what an exception means and return the exit status; re-raise what is a bug of ours."""
    if isinstance(error, TruyvetError):
        note(f"truyvet: {error.code}: {safe(error.text)}\n  hint: {safe(error.hint)}")
        return ExitStatus.FAILED
    if isinstance(error, click.Abort):
        note("truyvet: interrupted")
        return ExitStatus.INTERRUPTED
    if isinstance(error, click.ClickException):
        error.show()
        return ExitStatus.USAGE
    if isinstance(error, BrokenPipeError):
        # The reader of our output (head, less) has seen enough.
        sys.stdout = None
        return ExitStatus.DONE
    raise error


def note(text: str) -> None:
    """Print a line for the person, on stderr."""
    click.echo(text, err=True)


def say(text: str = "") -> None:
    """Print a line of data on stdout."""
    click.echo(text)


def say_json(value: object) -> None:
    """Print one value as one line of JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, sort_keys=True))


def safe(text: str) -> str:
    """Return `text` with control, format and surrogate characters written as escapes."""
    if text.isprintable():
        return text
    return "".join(
        character
        if character in "\n"
        or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        else f"\\u{ord(character):04x}"
        for character in text
    )


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


def table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, wrap: int | None = None
) -> None:
    """Print rows under a head, fitted to the terminal; the column numbered `wrap` may wrap.

    Columns whose name ends in `>` are set right. Piped output is not fitted.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 100_000, highlight=False)
    drawn = Table(box=None, pad_edge=False, header_style="bold", collapse_padding=True)
    for number, column in enumerate(columns):
        drawn.add_column(
            column.removesuffix(">"),
            justify="right" if column.endswith(">") else "left",
            no_wrap=number != wrap,
            overflow="fold" if number == wrap else "ellipsis",
        )
    for row in rows:
        drawn.add_row(*(Text(safe(cell).replace("\n", " ")) for cell in row))
    console.print(drawn, soft_wrap=not sys.stdout.isatty())


def facts(pairs: Mapping[str, str]) -> None:
    """Print named facts, one a line, names set to one width."""
    width = max(map(len, pairs), default=0)
    for name, value in pairs.items():
        lines = safe(value).split("\n")
        say(f"{name:<{width}}  {lines[0]}")
        for line in lines[1:]:
            say(f"{'':<{width}}  {line}")
