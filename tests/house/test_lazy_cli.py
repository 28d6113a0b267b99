"""The command line starts fast, because it imports what a command needs and nothing else.

`truyvet --help` must stay within a few hundredths of a second over a bare interpreter; a
stopwatch in a test is flaky, so the imports themselves are counted. Help of every leaf is read,
so that a row of the lazy table cannot rot.
"""

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator

import click
from click.testing import CliRunner

WEB = {"bs4", "dns", "lxml", "publicsuffixlist", "requests", "urllib3"}
"""What only the capturing and reading of web pages needs."""
SLOW = {"cryptography", "jinja2", "msgspec", "networkx", "rich"} | WEB
CALL = "import sys; from truyvet.cli import main; sys.argv = ['truyvet', {}]; sys.exit(main())"
EXAMPLE = re.compile(r"^\s*Examples?:", re.MULTILINE)
HEADING = re.compile(r"^\S.*:\s*$", re.MULTILINE)  # Options:, Commands: stand at the margin


def imports_of_help(*words: str) -> set[str]:
    """Every module that `truyvet … --help` imports in an interpreter of its own."""
    call = CALL.format(", ".join(map(repr, (*words, "--help"))))
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", call],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in run.stderr.splitlines() if not line.startswith("import time:")]
    assert run.returncode == 0, "\n".join(said)
    assert "Usage: truyvet" in run.stdout
    return set(re.findall(r"^import time:.*\|\s*(\S+)$", run.stderr, re.MULTILINE))


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command that is not a group."""
    if not isinstance(command, click.Group):
        yield path
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        assert below is not None, f"{' '.join((*path, name))} is listed but cannot be loaded"
        yield from leaves(below, (*path, name))


def lacks_example(text: str, path: tuple[str, ...]) -> bool:
    """Tell whether a help text does not end with an example of this command."""
    found = list(EXAMPLE.finditer(text))
    if not found:
        return True
    example = text[found[-1].end() :]
    return " ".join(("truyvet", *path)) not in example or bool(HEADING.search(example))


def holds_commands(module: str) -> bool:
    """Tell a file of commands from one that commands and table share."""
    return any(
        isinstance(value, click.Command) for value in vars(importlib.import_module(module)).values()
    )


def test_help_imports_no_slow_library() -> None:
    tops = {name.partition(".")[0] for name in imports_of_help()}
    assert not tops & SLOW


def test_a_command_that_lists_imports_no_library_of_the_web() -> None:
    tops = {name.partition(".")[0] for name in imports_of_help("items")}
    assert not tops & WEB


def test_help_imports_no_group_of_commands() -> None:
    names = [name for name in imports_of_help() if name.startswith("truyvet.commands.")]
    groups = [name for name in names if holds_commands(name)]
    assert not groups


def test_every_command_has_help_that_ends_with_an_example() -> None:
    cli = importlib.import_module("truyvet.cli").cli
    problems = []
    paths = list(leaves(cli))
    for path in paths:
        result = CliRunner().invoke(cli, [*path, "--help"], prog_name="truyvet")
        if result.exit_code != 0:
            problems.append(f"{' '.join(path)}: status {result.exit_code} {result.exception!r}")
        elif lacks_example(result.output, path):
            problems.append(f"{' '.join(path)}: no example at the end")
    assert paths
    assert not problems


# The reading of help texts itself, on a small command line.


def small_cli(epilog: str) -> click.Group:
    """A group with one leaf whose help ends with `epilog`."""
    leaf = click.Command("show", epilog=epilog, help="Show it.")
    return click.Group("small", commands={"case": click.Group("case", commands={"show": leaf})})


def help_of(cli: click.Group) -> str:
    """The help text of its leaf."""
    return CliRunner().invoke(cli, ["case", "show", "--help"], prog_name="truyvet").output


def test_leaves_are_found_at_any_depth() -> None:
    assert list(leaves(small_cli(""))) == [("case", "show")]


def test_an_example_in_the_epilog_is_accepted() -> None:
    text = help_of(small_cli("\b\nExample:\n  truyvet case show --json"))
    assert not lacks_example(text, ("case", "show"))


def test_an_example_of_another_command_is_refused() -> None:
    assert lacks_example(help_of(small_cli("\b\nExample:\n  truyvet items")), ("case", "show"))


def test_an_example_that_is_not_at_the_end_is_refused() -> None:
    text = "Usage: truyvet case show\n\n  Example:\n    truyvet case show\n\nOptions:\n  --help\n"
    assert lacks_example(text, ("case", "show"))
    assert lacks_example("Usage: truyvet case show\n", ("case", "show"))
