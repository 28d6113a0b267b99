"""The overview of all commands, as a person reads it in a terminal of 80 columns."""

import re

import pytest
from tests.commands.conftest import Officer

from truyvet.cli import COMMANDS, HEADINGS

HEADING = re.compile(r"(\S.*):")
ROW = re.compile(r"  (\S+) +(\S.*)")


@pytest.fixture
def overview(an: Officer) -> list[str]:
    """The lines below the options."""
    text = an.with_(COLUMNS="80").does("--help")
    return text.partition("Show this message and exit.\n")[2].splitlines()


def test_every_command_stands_once_below_a_heading_with_all_its_words(overview: list[str]) -> None:
    first = next(n for n, line in enumerate(overview) if line)
    assert HEADING.fullmatch(overview[first])
    rows = [found.groups() for line in overview if (found := ROW.fullmatch(line))]
    assert [row for row in rows if row[0] in COMMANDS] == list(COMMANDS.items())


def test_each_heading_stands_over_the_command_it_was_given_for(overview: list[str]) -> None:
    below = {
        found[1]: overview[n + 1].split()[0]
        for n, line in enumerate(overview)
        if (found := HEADING.fullmatch(line))
    }
    assert below == {heading: name for name, heading in HEADINGS.items()}
    assert len(below) > 5


def test_no_row_is_wrapped_at_80_columns(overview: list[str]) -> None:
    assert max(map(len, overview)) <= 80
    assert not [line for line in overview if line.startswith("   ")]


def test_the_words_of_all_rows_begin_in_one_column(overview: list[str]) -> None:
    begins = {found.start(2) for line in overview if (found := ROW.fullmatch(line))}
    assert len(begins) == 2  # the rows and the example
    assert overview[-1] == "  Example: truyvet demo"


def test_a_group_without_headings_lists_its_commands_below_one(an: Officer) -> None:
    text = an.with_(COLUMNS="80").does("link", "--help")
    assert "\nCommands:\n  add " in text


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("comm", ["common", "communities"]), ("sear", ["search"]), ("nothing", [])],
)
def test_a_shell_completes_the_names_of_commands(
    an: Officer, typed: str, offered: list[str]
) -> None:
    shell = {
        "_TRUYVET_COMPLETE": "bash_complete",
        "COMP_WORDS": f"truyvet {typed}",
        "COMP_CWORD": "1",
    }
    assert an.with_(**shell).run().stdout.split() == [f"plain,{name}" for name in offered]
