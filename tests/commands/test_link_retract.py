"""`truyvet link retract`: a row of a table or a mention that was ended counts no more."""

import shutil
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import does, fails, reads

CALLS = (
    "Số gọi,Số nhận,Thời gian,Thời lượng\r\n"
    "0912.345.678,0168 345 6789,14/03/2026 09:15:00,10:40\r\n"
    "0912345678,0987654321,14/03/2026 10:15:00,0:41\r\n"
    "0912345678,0987654321,14/03/2026 11:15:00,0:42\r\n"
)
CONTACTS = "Name,Phone\nĐức,0912345678\nHoa,0987654321\n"
NOTE = "Gọi cho 0912.345.678 trước, rồi 0987 654 321."


@pytest.fixture(scope="module")
def brought(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a case of two tables and a scanned note; only for copying."""
    place = tmp_path_factory.mktemp("retracting") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    for name, content in (("cdr.csv", CALLS), ("b.csv", CONTACTS), ("note.txt", NOTE)):
        (place / name).write_bytes(content.encode())
    does(an, "collect", "table", "cdr.csv", "--profile", "cdr")
    does(an, "collect", "table", "b.csv", "--profile", "contacts", "--set", "owner=0912000111")
    does(an, "collect", "files", "note.txt")
    does(an, "scan")
    return place


@pytest.fixture
def an(brought: Path, tmp_path: Path) -> Officer:
    """An officer beside a copy of that case."""
    place = tmp_path / "an"
    shutil.copytree(brought, place, symlinks=True)
    return Officer(place=place, keys=place / "config/truyvet/keys")


def named(an: Officer, *options: str) -> dict[str, str]:
    """What each statement says, by its short name."""
    return {
        one["statement"]: f"{one['subject']} {one['relation']} {one['object']}"
        for one in reads(an, "link", "list", *options)
    }


def test_a_call_of_a_table_is_ended_and_the_others_stand(an: Officer) -> None:
    before = named(an, "--relation", "called")
    gone = next(name for name, said in before.items() if said.endswith("+84383456789"))
    does(an, "link", "retract", gone, "--because", "đọc nhầm dòng")
    assert named(an, "--relation", "called") == {
        name: said for name, said in before.items() if name != gone
    }
    assert "+84383456789" not in str(reads(an, "ego", "0912345678"))


def test_rows_of_two_tables_are_ended_in_one_act(an: Officer) -> None:
    every = [*named(an)]
    (told,) = reads(an, "link", "retract", *every, "--because", "bảng giả")
    assert told["retracted"] == every
    assert named(an) == {}
    assert {one["ended"] for one in reads(an, "link", "list", "--ended")} == {told["entry"]}


def test_a_name_that_a_row_gives_is_a_name_no_more(an: Officer) -> None:
    gone = next(name for name, said in named(an).items() if said.endswith("named name:Hoa"))
    assert "person:" in does(an, "person", "show", "Hoa")
    does(an, "link", "retract", gone, "--because", "tên giả")
    assert "person:" not in does(an, "person", "show", "Hoa")


def test_a_row_is_not_ended_twice(an: Officer) -> None:
    gone = next(iter(named(an)))
    does(an, "link", "retract", gone, "--because", "sai")
    assert "E597" in fails(an, "link", "retract", gone, "--because", "sai")


def test_it_is_said_when_the_last_who_bore_a_name_bears_it_no_more(an: Officer) -> None:
    told = named(an)
    gone = next(name for name, said in told.items() if said.endswith("named name:Hoa"))
    (ended,) = reads(an, "link", "retract", gone, "--because", "tên giả")
    assert ended["nameless"] == [told[gone].partition(" ")[0]]
    assert ended["unborne"] == ["Hoa"]


def test_a_name_that_another_bears_is_not_said_to_be_gone(an: Officer) -> None:
    gone = next(name for name, said in named(an).items() if said.endswith("named name:Hoa"))
    (other,) = reads(an, "person", "add", "Hoa", "--alias", "Chị Ba")
    said = does(an, "link", "retract", gone, "--because", "tên giả")
    assert "bears no name any more" in said
    assert "nobody is called" not in said
    also = does(an, "link", "retract", f"{other['entry']}:1", "--because", "sai")
    assert "bears no name" not in also
    assert "  nobody is called Chị Ba any more" in also


def seen(an: Officer, kind: str) -> str:
    """The name of an observation of a kind."""
    name: str = reads(an, "observations", "--kind", kind)[0]["observation"]
    return name


def test_an_observation_that_links_nothing_is_found_wrong(an: Officer) -> None:
    name, every = seen(an, "file-type"), named(an)
    told = does(an, "link", "retract", name, "--because", "nhận nhầm")
    assert told.endswith(": 1 observation found wrong\n")
    assert reads(an, "show", name)[0]["ended"]["reason"] == "nhận nhầm"
    assert named(an) == every
    assert an.run("verify", "vu-01").returncode == 0


def test_statements_and_observations_are_ended_in_one_act(an: Officer) -> None:
    names = (seen(an, "file-type"), next(iter(named(an))))
    told = does(an, "link", "retract", *names, "--because", "sai")
    assert told.splitlines()[0].endswith(": 1 statement ended, 1 observation found wrong")


def test_an_observation_is_not_found_wrong_twice(an: Officer) -> None:
    name = seen(an, "file-type")
    does(an, "link", "retract", name, "--because", "sai")
    assert "E597" in fails(an, "link", "retract", name, "--because", "sai")


@pytest.mark.parametrize("name", ["99:0", "2.1", "x", "2:"])
def test_what_is_neither_statement_nor_observation_is_refused(an: Officer, name: str) -> None:
    assert "E575" in fails(an, "link", "retract", name, "--because", "sai")


def test_a_mention_that_was_ended_says_by_whom_and_why(an: Officer) -> None:
    mentions = named(an, "--mentions", "--relation", "mentioned_in")
    gone = next(name for name, said in mentions.items() if said.startswith("phone:+84987654321"))
    does(an, "link", "retract", gone, "--because", "không phải số")
    assert named(an, "--mentions", "--relation", "mentioned_in").keys() == mentions.keys() - {gone}
    assert "không phải số" in does(an, "link", "show", gone)


def test_the_case_verifies_afterwards(an: Officer) -> None:
    does(an, "link", "retract", *named(an, "--mentions"), "--because", "tất cả sai")
    assert an.run("verify", "vu-01").returncode == 0


def test_where_an_officer_says_a_number_stands_it_is_known(an: Officer) -> None:
    (item,) = reads(an, "items", "--path", "note.txt")
    does(an, "link", "add", "phone:0977777777", "mentioned_in", item["item"])
    (told,) = reads(an, "known", "0977777777")
    (reading,) = told["readings"]
    assert reading["links"] == {"mentioned_in": 1}
    (stated,) = reading["stated"]
    assert (stated["relation"], stated["said_by"]) == ("mentioned_in", "Nguyễn Văn An")
    does(an, "link", "retract", stated["name"], "--because", "nhầm")
    (told,) = reads(an, "known", "0977777777", status=1)
    assert [one["name"] for one in told["gone"][0]["ended"]] == [stated["name"]]
