"""`truyvet collect table` over real data with known answers."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.extractors.conftest import samples  # noqa: F401 - a fixture

CALLS = "links/vast2008_cdr.csv"
NETWORKS = ("meetings", "phonecalls")
MONTAGNA = """
name = "montagna"
header = false
delimiter = "\\t"
[columns.from]
place = 1
kind = "person"
plain = true
[columns.to]
place = 2
kind = "person"
plain = true
[columns.weight]
place = 3
kind = "number"
[[statements]]
subject = "from"
relation = "met"
object = "to"
facts = { weight = "weight" }
"""
MESSAGES = """
name = "messages"
times = ["unix-ms"]
[columns.peer]
names = ["address"]
kind = "phone"
plain = "otherwise"
required = true
[columns.owner]
kind = "phone"
plain = "otherwise"
[columns.time]
names = ["date"]
kind = "time"
[columns.type]
names = ["type"]
[[statements]]
subject = "owner"
relation = "messaged"
object = "peer"
since = "time"
when = { type = ["2"] }
[[statements]]
subject = "peer"
relation = "messaged"
object = "owner"
since = "time"
when = { type = ["1"] }
"""


@dataclass(frozen=True, kw_only=True)
class Brought:
    """A case into which all of them came, each once."""

    calls: dict[str, Any]
    meetings: dict[str, Any]
    messages: dict[str, Any]
    written: set[str]
    """How the two message databases write their one peer."""
    links: list[dict[str, Any]]
    """All statements of the case."""

    def ends(self, told: dict[str, Any]) -> set[str]:
        """Return the ends of the statements that a scan gave."""
        own = [one for one in self.links if one["observation"].startswith(f"{told['scan']}:")]
        return {one["facts"][end] for one in own for end in ("subject", "object")}


@pytest.fixture(scope="module")
def brought(
    template: Path,
    samples: Path,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Brought:
    place = tmp_path_factory.mktemp("samples") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    lists = [str(samples / f"links/Montagna_{name}_edgelist.csv") for name in NETWORKS]
    (place / "montagna.toml").write_text(MONTAGNA)
    (place / "messages.toml").write_text(MESSAGES)
    written = export(samples / "apps/mmssms.db", place)
    owner = ("--set", "owner=15555215556")
    return Brought(
        calls=brings(an, str(samples / CALLS), "--profile", "cdr", status=4),
        meetings=brings(an, *lists, "--profile", "montagna.toml"),
        messages=brings(an, "sms-1.csv", "sms-2.csv", "--profile", "messages.toml", *owner),
        written=written,
        links=an.reads("--case", "vu-01", "observations", "--kind", "link"),
    )


def brings(officer: Officer, *arguments: str, status: int = 0) -> dict[str, Any]:
    (told,) = officer.reads("--case", "vu-01", "collect", "table", *arguments, status=status)
    return told


def export(base: Path, place: Path) -> set[str]:
    """Write the messages of a database as two tables; return how their peer is written there."""
    written = set()
    with closing(sqlite3.connect(f"file:{base}?immutable=1", uri=True)) as database:
        for kind in (1, 2):
            found = database.execute(
                "SELECT address, date, type FROM sms WHERE type = ? ORDER BY _id", (kind,)
            ).fetchall()
            written |= {row[0] for row in found}
            rows = [",".join(map(str, row)) for row in [("address", "date", "type"), *found]]
            (place / f"sms-{kind}.csv").write_text("\n".join(rows))
    return written


def test_the_call_records_of_2008_come_in_whole(brought: Brought) -> None:
    told = brought.calls
    assert (told["rows"], told["statements"], told["unread"]) == (9834, {"called": 9834}, 4)
    assert len(brought.ends(told)) == 400


def test_the_rows_of_2008_without_a_time_are_listed_by_their_numbers(brought: Brought) -> None:
    listed = [line.partition(":")[0] for line in brought.calls["first_unread"]]
    assert listed == [f"vast2008_cdr.csv row {n}" for n in (823, 4222, 6451, 7246)]


def test_edge_lists_come_in_by_a_profile_of_ones_own(
    brought: Brought,
    samples: Path,  # noqa: F811
) -> None:
    lines = [
        line.split()
        for name in NETWORKS
        for line in (samples / f"links/Montagna_{name}_edgelist.csv").read_text().splitlines()
    ]
    assert brought.meetings["statements"] == {"met": len(lines)}
    assert brought.ends(brought.meetings) == {f"person:{end}" for line in lines for end in line[:2]}


def test_one_peer_written_two_ways_is_one_selector(brought: Brought) -> None:
    assert brought.written == {"1 555-521-5554", "15555215554"}
    assert brought.messages["statements"] == {"messaged": 9}
    assert brought.ends(brought.messages) == {"phone:15555215554", "phone:15555215556"}
