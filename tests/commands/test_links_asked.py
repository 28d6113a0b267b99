"""`common`, `between`, `rank`, `communities` and `timeline`, as they are typed."""

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.calls import node, officer, phone, widest  # noqa: F401 - a fixture


def test_common_tells_what_only_they_share_first(officer: Officer) -> None:  # noqa: F811
    told = officer.reads("common", phone(1), phone(2))
    assert [one["node"] for one in told] == [node(3), node(9)]
    assert told[0]["of"] == [node(1), node(2)]
    assert {link["object"] for link in told[0]["links"]} == {node(3), node(2)}


def test_nothing_in_common_ends_with_one(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("common", "nguyen van duc", "tran thi hoa")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "nothing in common" in ran.stderr
    assert officer.run("common", phone(1), node(1)).returncode == 2


def test_between_tells_who_connects_suspects_of_a_file(officer: Officer) -> None:  # noqa: F811
    (officer.place / "suspects.txt").write_text(f"# all\nnguyen van duc\n\n{phone(2)}\n")
    told = {one["node"]: one for one in officer.reads("between", "--suspects", "suspects.txt")}
    assert told[node(1)]["score"] == 1
    assert told[node(3)]["score"] == told[node(9)]["score"] == 0.5
    pairs = officer.reads("between", phone(1), phone(2), "--pairs")
    assert [(one["length"], one["paths"]) for one in pairs] == [(2, 2)]


def test_suspects_that_do_not_hang_together_end_with_one(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("between", phone(1), phone(2), "--via", "met")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert officer.run("between", phone(1)).returncode == 2
    missing = officer.run("between", "--suspects", "missing.txt")
    assert (missing.returncode, "E501" in missing.stderr) == (1, True)


@pytest.mark.parametrize("metric", ["pagerank", "betweenness", "degree"])
def test_rank_tells_the_most_central_first(officer: Officer, metric: str) -> None:  # noqa: F811
    told = officer.reads("rank", "--metric", metric, "--via", "called")
    assert (told[0]["node"], told[0]["rank"], told[0]["metric"]) == (node(9), 1, metric)
    people = officer.reads("rank", "--kind", "person")
    assert {one["label"] for one in people} == {"Nguyễn Văn Đức", "Trần Thị Hoa"}


def test_rank_leaves_a_snapshot_that_is_no_finding(officer: Officer) -> None:  # noqa: F811
    officer.does("rank")
    assert (officer.place / "vu-01/links.snapshot").is_file()
    officer.does("verify")


def test_rank_of_nothing_ends_with_one(officer: Officer) -> None:  # noqa: F811
    assert officer.run("rank", "--via", "met").returncode == 1
    assert officer.run("rank", "--together").returncode == 2
    assert officer.run("rank", "--kind", "phones").returncode == 2


def test_communities_tell_their_members(officer: Officer) -> None:  # noqa: F811
    told = officer.reads("communities", "--members", "0")
    assert sum(one["size"] for one in told) == 11
    (own,) = officer.reads("communities", "--of", "nguyen van duc")
    assert node(1) in own["members"]
    assert officer.run("communities", "--via", "met").returncode == 1


def test_a_rank_by_some_relations_says_that_its_links_are_all_there_are(officer: Officer) -> None:  # noqa: F811
    printed = officer.does("rank", "--metric", "degree", "--via", "uses")
    assert printed.splitlines()[0] == "rank\tdegree\tall links\tnode"
    row = next(line for line in printed.splitlines() if node(1) in line)
    assert row.split("\t")[1:3] == ["1", "3"]


def test_a_timeline_is_in_order_and_names_where_it_stands(officer: Officer) -> None:  # noqa: F811
    told = officer.reads("timeline", phone(3))
    assert [one["since"] for one in told] == [
        "2026-01-01", "2026-01-02", "2026-01-02", "2026-01-03",
    ]  # fmt: skip
    assert {one["item"] for one in told} == {"", "1.1"}
    last = officer.reads("timeline", phone(3), "--limit", "1", "--last")
    assert [one["since"] for one in last] == ["2026-01-03"]
    assert "as without a time: 1 statement" in officer.run("timeline", phone(3)).stderr


def test_nothing_dated_ends_with_one(officer: Officer) -> None:  # noqa: F811
    ran = officer.run("timeline", phone(8))
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "without a time: 1 statement" in ran.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("common", phone(1), phone(2)),
        ("between", phone(1), phone(2)),
        ("between", phone(1), phone(2), "--pairs"),
        ("rank",),
        ("communities",),
        ("timeline", phone(3)),
    ],
)
def test_on_a_terminal_tables_fit_eighty_columns(
    officer: Officer,  # noqa: F811
    arguments: tuple[str, ...],
) -> None:
    status, shown = officer.types(*arguments)
    assert status == 0
    assert widest(shown) <= 80
