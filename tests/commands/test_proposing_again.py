"""`truyvet graph import --propose`: on whom it is recorded, and the same file once more."""

import csv
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from tests.commands.conftest import Officer

DUC, LAN, HAI = "Nguyễn Văn Đức", "Trần Thị Lan", "Lê Hải"
ONE, TWO = "phone:+84912345678", "phone:+84987654321"
Link = tuple[str, str, str]


@pytest.fixture(scope="module")
def people_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of three people, entries 2 to 4; for copying."""
    place = tmp_path_factory.mktemp("again") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys").with_(TRUYVET_CASE="vu-01")
    an.does("person", "add", DUC, "--phone", "0912345678")
    an.does("person", "add", LAN, "--phone", "0987654321")
    an.does("person", "add", HAI)
    return place


@pytest.fixture
def an(people_template: Path, tmp_path: Path) -> Officer:
    """An, beside a copy of that case."""
    place = tmp_path / "an"
    shutil.copytree(people_template, place, symlinks=True)
    return Officer(place=place, keys=place / "config/truyvet/keys").with_(TRUYVET_CASE="vu-01")


def node(officer: Officer, name: str) -> str:
    """The node of somebody, by itself."""
    found: str = officer.reads("person", "show", name)[0]["node"]
    return found


def drawn(officer: Officer, *links: Link, labels: dict[str, str] | None = None) -> None:
    """Lay a ZIP of tables with these links beside the case."""
    known = {one for start, _, end in links for one in (start, end)}
    tables: dict[str, list[tuple[str, ...]]] = {
        "nodes.csv": [("id", "label"), *((one, (labels or {}).get(one, "")) for one in known)],
        "edges.csv": [("source", "relation", "target"), *links],
    }
    with zipfile.ZipFile(officer.place / "x.zip", "w") as pack:
        for name, rows in tables.items():
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            pack.writestr(name, text.getvalue())


def propose(officer: Officer, *, status: int = 0) -> tuple[list[str], str]:
    """What was stated, and what was said of the rest."""
    run = officer.run("graph", "import", "x.zip", "--propose", "--grade", "C3", "--note", "x")
    assert run.returncode == status, run
    lines = run.stdout.partition("entry ")[2].splitlines()[1:]
    return [line.partition(" ")[2] for line in map(str.strip, lines)], run.stderr


def test_a_statement_is_of_the_one_whom_the_file_names(an: Officer) -> None:
    duc, lan, hai = (node(an, name) for name in (DUC, LAN, HAI))
    an.does("same", duc, hai, "--because", "cùng CCCD")
    drawn(an, (lan, "associate", hai))
    assert propose(an)[0] == [f"{lan} associate {hai}"]
    an.does("same", "undo", "5", "--because", "nhầm")
    (said,) = [one for one in an.reads("link", "list") if one["relation"] == "associate"]
    assert said["object"] == hai


def test_a_number_stays_that_number_where_it_is_one_with_another(an: Officer) -> None:
    an.does("same", ONE, TWO, "--because", "hai SIM")
    drawn(an, ("email:duc@example.vn", "messaged", TWO), ("email:duc@example.vn", "messaged", ONE))
    assert propose(an)[0] == [f"email:duc@example.vn messaged {one}" for one in (TWO, ONE)]


def test_somebody_new_is_not_made_up_twice(an: Officer) -> None:
    drawn(an, ("person:n7", "uses", ONE), labels={"person:n7": "Kẻ Mới"})
    assert len(propose(an)[0]) == 2
    said, told = propose(an, status=1)
    assert said == []
    assert "the case knows it by now" in told
    assert "person:n7 is person:" in told
    assert len(an.reads("person", "show", "Kẻ Mới")) == 1


def test_what_was_drawn_on_is_of_the_same_one(an: Officer) -> None:
    drawn(an, ("person:n7", "uses", ONE), labels={"person:n7": "Kẻ Mới"})
    propose(an)
    new = node(an, "Kẻ Mới")
    drawn(
        an, ("person:n7", "uses", ONE), ("person:n7", "uses", TWO), labels={"person:n7": "Kẻ Mới"}
    )
    assert propose(an, status=4)[0] == [f"{new} uses {TWO}"]


def test_another_of_that_name_is_somebody_else(an: Officer) -> None:
    an.does("person", "add", "Kẻ Mới")
    drawn(an, ("person:n7", "uses", ONE), labels={"person:n7": "Kẻ Mới"})
    said, _ = propose(an)
    assert said[0].endswith("named name:Kẻ Mới")


def test_somebody_new_of_another_name_is_another(an: Officer) -> None:
    for name in ("Kẻ Mới", "Kẻ Khác"):
        drawn(an, ("person:n7", "uses", ONE), labels={"person:n7": name})
        assert propose(an)[0][0].endswith(f"named name:{name}")


def test_a_call_that_was_proposed_is_not_proposed_again(an: Officer) -> None:
    drawn(an, ("email:duc@example.vn", "messaged", TWO))
    propose(an)
    run = an.run("graph", "import", "x.zip", "--ego", HAI, "--propose", "--grade", "C3", "--note",
                 "x")  # fmt: skip
    assert run.returncode == 1
    assert "5:0 says the very same" in run.stderr


def test_what_is_proposed_in_part_ends_with_status_4(an: Officer) -> None:
    drawn(an, (ONE, "messaged", TWO), (ONE, "bogus", TWO))
    said, told = propose(an, status=4)
    assert said == [f"{ONE} messaged {TWO}"]
    assert f"not proposed: {ONE} bogus {TWO}: it bears no relation that is known" in told


def test_a_relation_that_nobody_knows_is_shown_as_it_stands_in_the_file(an: Officer) -> None:
    drawn(an, (ONE, "bogus", TWO))
    assert f"{ONE} bogus {TWO}" in an.does("graph", "import", "x.zip")
    told = an.reads("graph", "import", "x.zip")
    assert "bogus" in [one["relation"] for one in told if one["what"] == "added"]
