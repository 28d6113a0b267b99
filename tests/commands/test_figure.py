"""Options that take a number: what is none is a wrong usage, wherever one is asked for."""

from pathlib import Path

import click
import pytest
from tests.commands.conftest import Officer

import truyvet.commands
from truyvet.commands.figure import Figure

ASKING = [
    ("sql", "SELECT 1", "--seconds"), ("rank", "--error"), ("graph", "png", "-o", "x", "--scale"),
    ("collect", "web", "http://127.0.0.1:9/", "--rate"),
    ("collect", "site", "http://127.0.0.1:9/", "--rate"),
]  # fmt: skip


@pytest.mark.parametrize(
    "given", ["nan", "NaN", "-nan", "inf", "-inf", "Infinity", "1e999", "x", ""]
)
def test_what_is_no_number_is_refused(given: str) -> None:
    with pytest.raises(click.BadParameter):
        Figure(0.5, 4).convert(given, None, None)


@pytest.mark.parametrize("given", ["nan", "inf", "-inf"])
def test_what_is_no_number_is_refused_without_bounds_too(given: str) -> None:
    with pytest.raises(click.BadParameter, match="no number"):
        Figure().convert(given, None, None)


@pytest.mark.parametrize(("given", "number"), [("0.5", 0.5), ("4", 4.0), ("1e0", 1.0), (2, 2.0)])
def test_a_number_between_the_bounds_or_at_one_is_taken(given: object, number: float) -> None:
    assert Figure(0.5, 4).convert(given, None, None) == number


@pytest.mark.parametrize("given", ["0.4999", "4.0001", "-1"])
def test_a_number_out_of_bounds_is_refused(given: str) -> None:
    with pytest.raises(click.BadParameter, match="range"):
        Figure(0.5, 4).convert(given, None, None)


@pytest.mark.parametrize("words", ASKING, ids=lambda words: " ".join(words[:2]))
def test_no_command_takes_what_is_no_number(newcomer: Officer, words: tuple[str, ...]) -> None:
    ran = newcomer.run(*words, "nan")
    assert ran.returncode == 2
    assert "no number" in ran.stderr


def test_no_command_asks_for_a_number_in_another_way() -> None:
    (folder,) = truyvet.commands.__path__
    asking = [
        path.name
        for path in Path(folder).rglob("*.py")
        if "FloatRange" in (text := path.read_text()) or "type=float" in text
    ]
    assert asking == ["figure.py"]
