"""Progress where output is piped: what is counted is named, and what is under way is told."""

import pytest

from truyvet.commands.progress import Plain


@pytest.mark.parametrize(
    ("noun", "words", "said"),
    [
        ("item", "", "captured 1 item, 2.0 kB, "),
        ("page", "3 under way, 0 waiting", "captured 1 page, 2.0 kB, "),
    ],
)
def test_a_line_counts_what_it_names(
    capsys: pytest.CaptureFixture[str], noun: str, words: str, said: str
) -> None:
    shown = Plain("captured", noun, seconds=0)
    shown.advance(1, 2_000, words=words)
    told = capsys.readouterr().err
    assert told.startswith(said)
    assert told.endswith(f"/s; {words}\n" if words else "/s\n")


def test_no_line_comes_before_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    Plain("examined").advance(1, 2_000)
    assert capsys.readouterr().err == ""
