"""How paths are told: hop by hop with their evidence, what is hidden, and what survives."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import does, reads

from truyvet.commands.path_telling import TOLD, survival_text
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.rows import Lens, NodeRow
from truyvet.graph.paths import Paths, Question, Survival

AGAIN = "".join(
    f"0912345678,0987654321,{day:02}/03/2026 09:05:00,64\n" for day in range(1, TOLD + 3)
)
CALLS = f"""caller,callee,time,duration
{AGAIN}0912345678,0900000007,12/03/2026 09:05:00,64
0900000007,0987654321,13/03/2026 10:00:00,20
"""


@pytest.fixture(scope="module")
def an(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer beside a case of some calls; only for reading."""
    place = tmp_path_factory.mktemp("telling") / "an"
    shutil.copytree(template, place, symlinks=True)
    officer = Officer(place=place, keys=place / "config/truyvet/keys")
    (place / "calls.csv").write_text(CALLS, encoding="utf-8")
    does(officer, "collect", "table", "calls.csv", "--profile", "cdr")
    return officer


def told(an: Officer, *options: str) -> str:
    """What is printed, and what is said beside it."""
    ran = an.run("--case", "vu-01", "path", "0912345678", "0987654321", *options)
    assert ran.returncode == 0, ran
    return str(ran.stdout + ran.stderr)


def test_a_hop_tells_some_statements_and_how_many_more_there_are(an: Officer) -> None:
    said = " ".join(told(an, "--max", "1").split())
    assert len(re.findall(r"by rows \d+ in entry 3, item 2\.1 calls\.csv, bytes:", said)) == TOLD
    assert "… and 2 further statements" in said


def test_json_holds_all_of_them(an: Officer) -> None:
    (facts,) = reads(an, "path", "0912345678", "0987654321", "--max", "1")
    (hop,) = facts["paths"][0]["hops"]
    assert (hop["count"], len(hop["statements"])) == (TOLD + 2, TOLD + 2)
    assert all(one["locator"] for one in hop["statements"])


def test_longer_paths_follow_with_the_number_of_their_links(an: Officer) -> None:
    said = told(an, "--no-mentions")
    assert "path 1: 1 link" in said
    assert "path 2: 2 links" in said
    assert said.index("path 1") < said.index("path 2")


def test_paths_that_pass_a_hub_are_counted_and_the_hub_is_named(an: Officer) -> None:
    (facts,) = reads(an, "path", "0912345678", "0987654321", "--no-mentions", "--hub", "2")
    assert facts["hidden"] == 0
    assert facts["shortest"] == 1


def survived(with_it: int | None, without: int | None) -> str:
    row: Any = NodeRow(id=1, node=Node(kind="phone", value="1"), label="1", degree=1)
    return survival_text(
        Paths(
            start=row, goal=row, question=Question(lens=Lens()), found=(), shortest=0,
            is_cut=False, hubs=(), hub_count=0, hidden=0, hidden_length=None,
            survival=Survival(with_it=with_it, without=without),
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("with_it", "without", "words"),
    [
        (None, None, "there is no path with that exhibit either"),
        (2, None, "does not survive; with it: 2 links"),
        (2, 2, "survives, as short: 2 links"),
        (2, 4, "but longer: 4 links instead of 2"),
    ],
)
def test_it_is_said_whether_a_link_survives(
    with_it: int | None, without: int | None, words: str
) -> None:
    assert words in survived(with_it, without)


def test_nothing_is_said_of_survival_where_no_exhibit_is_left_out(an: Officer) -> None:
    assert "surviv" not in told(an, "--max", "1")
    (facts,) = reads(an, "path", "0912345678", "0987654321", "--max", "1")
    assert facts["survival"] is None


def test_in_time_order_the_statement_that_carries_comes_first_and_is_marked(an: Officer) -> None:
    said = " ".join(told(an, "--in-time-order", "--via", "called", "--max", "1").split())
    assert said.count("in time order: ") == 1
    order = ("--in-time-order", "--via", "called", "--max", "1")
    (facts,) = reads(an, "path", "0912345678", "0987654321", *order)
    (hop,) = facts["paths"][0]["hops"]
    assert hop["carried_by"] == hop["statements"][0]["statement"]


def test_where_no_order_is_asked_for_nothing_carries(an: Officer) -> None:
    assert "in time order" not in told(an, "--max", "1")
    (facts,) = reads(an, "path", "0912345678", "0987654321", "--max", "1")
    assert [hop["carried_by"] for hop in facts["paths"][0]["hops"]] == [None]
