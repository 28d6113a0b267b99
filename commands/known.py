"""`truyvet known`: is a value known, where, since when, and who is tied to it."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import click

from ..evidence.errors import ExitStatus
from ..extractors.selectors.written import bare
from ..query.coverage import covered
from ..query.known import Answer, known
from ..query.source import Source, opened
from ..query.valuelist import Line, read_values
from .context import PATH, check_text, open_case
from .desk_options import AskedAll, with_desk
from .known_telling import as_facts, coverage_lines, say_answer, say_coverage, say_list
from .output import counted, note, safe, say_json


@click.command("known", epilog="Example: truyvet known 0912.345.678 30A-123.45")
@click.argument("values", nargs=-1, metavar="VALUE…")
@click.option("--list", "file", type=PATH, help="A file of values, one a line; - for stdin.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each value.")
@click.option("--case", "folder", metavar="FOLDER", help="The case to work on.")
@with_desk
def command(
    values: tuple[str, ...], file: Path | None, as_json: bool, folder: str | None, desk: AskedAll
) -> ExitStatus:
    """Tell whether each VALUE is known in the case: a number, account, plate, hash or name.

    In any spelling: 0912.345.678, +84 912 345 678 and the old 0168 345 6789 are read as what
    they stand for. Where it stands, since when, how it is tagged and flagged, its links and who is
    tied to it. A name is looked for in texts too. What is not known is told with what was looked
    into. With --all, all cases and registers of a desk are asked: that needs a --purpose, and is
    recorded with your name.

    \b
    0  at least one is known
    1  none is known
    4  a line of the list could not be read
    """
    for value in values:
        check_text("VALUE", value)
        if not bare(value):
            raise click.UsageError("a VALUE is empty: nothing can be looked up")
    if not values and file is None:
        raise click.UsageError("give a VALUE, or --list FILE")
    if desk.everywhere:
        return _everywhere(desk, values, file, as_json=as_json)
    with opened(open_case(folder)) as source:
        if file is None:
            return _tell(source, known(source, values), as_json=as_json)
        return _tell_list(source, values, file, as_json=as_json)


def _everywhere(
    desk: AskedAll, values: tuple[str, ...], file: Path | None, *, as_json: bool
) -> ExitStatus:
    from .desk_known import known_all

    tally, wanted = _Tally(), [*values]
    if file is not None:
        with ExitStack() as stack:
            wanted += tally.readable(read_values(_open(stack, file)))
    status = known_all(desk, wanted, brief=file is not None, as_json=as_json)
    return ExitStatus.PARTIAL if tally.unreadable else status


def _tell(source: Source, answers: Iterator[Answer], *, as_json: bool) -> ExitStatus:
    looked = None
    found = False
    for answer in answers:
        found |= answer.known
        if not answer.known and looked is None:
            looked = covered(source)
        if as_json:
            say_json(as_facts(answer, looked))
        else:
            say_answer(answer)
    if looked is not None and not as_json:
        say_coverage(looked)
    return ExitStatus.DONE if found else ExitStatus.FAILED


def _tell_list(source: Source, values: tuple[str, ...], file: Path, *, as_json: bool) -> ExitStatus:
    tally = _Tally()
    with ExitStack() as stack:
        lines = read_values(_open(stack, file))
        wanted = (*values,), tally.readable(lines)
        every = (value for some in wanted for value in some)
        answers = tally.counting(known(source, every, limit=1))
        if as_json:
            for answer in answers:
                say_json(as_facts(answer))
        else:
            say_list(answers)
    tally.tell(source.number)
    if tally.known < tally.asked:
        for line in coverage_lines(covered(source)):
            note(safe(line))
    return tally.status()


def _open(stack: ExitStack, file: Path) -> BinaryIO:
    if str(file) == "-":
        return sys.stdin.buffer
    return stack.enter_context(file.open("rb"))


class _Tally:
    """Counts what comes of a list."""

    def __init__(self) -> None:
        self.asked = self.known = self.unreadable = 0

    def readable(self, lines: Iterator[Line]) -> Iterator[str]:
        """Yield the values, telling the lines that cannot be read."""
        for line in lines:
            if line.problem:
                self.unreadable += 1
                note(f"line {line.number:,} was not looked up: {line.problem}")
            else:
                yield line.value

    def counting(self, answers: Iterator[Answer]) -> Iterator[Answer]:
        """Pass answers on, counting them."""
        for answer in answers:
            self.asked += 1
            self.known += answer.known
            yield answer

    def tell(self, case: str) -> None:
        """Print what came of it."""
        text = f"case {case}: {self.known:,} of {counted(self.asked, 'value')} known"
        note(text + (f"; {counted(self.unreadable, 'line')} not read" if self.unreadable else ""))

    def status(self) -> ExitStatus:
        """Return the exit status."""
        if self.unreadable:
            return ExitStatus.PARTIAL
        return ExitStatus.DONE if self.known else ExitStatus.FAILED
