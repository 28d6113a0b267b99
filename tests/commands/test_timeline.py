"""`truyvet timeline`: whose timeline to ask for where somebody has none of his own."""

from tests.commands.conftest import Officer
from tests.commands.support.calls import node, officer, phone  # noqa: F401 - a fixture


def test_of_a_person_it_says_that_the_number_has_a_timeline_of_its_own(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("timeline", "nguyen van duc")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert f"is asked with: truyvet timeline {node(1)}" in ran.stderr
    assert officer.run("timeline", node(1)).returncode == 0


def test_a_number_is_not_referred_to_whom_it_called(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("timeline", phone(8))
    assert ran.returncode == 1
    assert "is asked with" not in ran.stderr


def test_what_the_question_leaves_out_is_not_referred_to(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("timeline", "nguyen van duc", "--since", "2027-01-01")
    assert ran.returncode == 1
    assert "is asked with" not in ran.stderr
