"""`truyvet path` tells how two hang together, with the evidence of every hop."""

from tests.commands.conftest import Officer
from tests.commands.support.calls import node, officer, phone, widest  # noqa: F401 - a fixture

ENDS = ("nguyen van duc", "tran thi hoa")


def test_each_hop_names_statement_item_locator_and_entry(officer: Officer) -> None:  # noqa: F811
    (told,) = officer.reads("path", *ENDS, "--avoid-hubs", "--hub", "5")
    (path,) = told["paths"]
    assert [one["node"] for one in path["nodes"]][1:4] == [node(1), node(3), node(2)]
    (said,) = path["hops"][2]["statements"]
    assert (said["item"], said["locator"], said["grade"]) == ("1.1", ["row:7"], "B2")
    assert said["said_by"] == "Nguyễn Văn An"
    assert said["statement"].startswith(f"{said['entry']}:")
    assert path["hops"][1]["count"] == 3


def test_people_read_the_same(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("path", *ENDS)
    assert ran.returncode == 0
    assert "2026-01-02, grade B2, by Nguyễn Văn An in entry" in ran.stdout
    assert "item 1.1" in ran.stdout
    assert "2 paths of 4 links, 2 of them told" in ran.stderr


def test_hidden_hubs_are_named_with_their_paths(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("path", *ENDS, "--avoid-hubs", "--hub", "5")
    assert "hidden: 1 path of 4 links" in ran.stderr
    assert f"through {node(9)}, which has 8 links" in ran.stderr


def test_hubs_that_are_passed_are_named_too(officer: Officer) -> None:  # noqa: F811
    (told,) = officer.reads("path", *ENDS, "--hub", "5")
    assert [(hub["node"], hub["paths"]) for hub in told["hubs"]] == [(node(9), 1)]
    assert (told["hidden"], told["shortest"]) == (0, 2)


def test_a_link_survives_without_an_exhibit_or_it_does_not(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("path", *ENDS, "--without", "1.1")
    assert "without that exhibit the link survives, as short: 4 links" in ran.stderr
    barred = officer.run("path", *ENDS, "--without", "1.1", "--since", "2026-01-01", "--until",
                         "2026-01-09", "--via", "called,uses", "--min-grade", "B2")  # fmt: skip
    assert barred.returncode == 1
    assert "there is no path with that exhibit either" in barred.stderr
    (told,) = officer.reads("path", phone(3), phone(2), "--without", "1.1", "--hops", "2")
    assert told["survival"] == {"survives": True, "with": 1, "without": 2}


def test_in_time_order_a_call_before_the_one_before_it_is_no_path(officer: Officer) -> None:  # noqa: F811
    (told,) = officer.reads("path", phone(1), phone(2), "--in-time-order")
    assert [one["node"] for one in told["paths"][0]["nodes"]] == [node(1), node(3), node(2)]
    since = ("--since", "2026-01-03", "--in-time-order")
    assert officer.run("path", phone(1), phone(2), *since).returncode == 1


def test_no_path_says_what_was_looked_at(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("path", *ENDS, "--hops", "2")
    assert ran.returncode == 1
    assert "no path of at most 2 links" in ran.stderr
    assert "looked at" in ran.stderr


def test_one_and_the_same_is_no_question(officer: Officer) -> None:  # noqa: F811
    assert officer.run("path", phone(1), node(1)).returncode == 2


def test_on_a_terminal_it_fits_eighty_columns(officer: Officer) -> None:  # noqa: F811
    status, shown = officer.types("path", *ENDS)
    assert status == 0
    assert widest(shown) <= 80
