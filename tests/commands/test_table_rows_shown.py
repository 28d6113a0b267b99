"""Rows of tables where they are listed: why they say nothing, and in letters, not in bytes."""

import shutil
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.test_collect_table import IN, brings, lay

REGISTER = "Biển số,Chủ xe,CCCD\r\nXYZ,Lê Bưởi,001090012345\r\n,Trần Cam,001090067890\r\n"
CALLS = "Số gọi,Số nhận,Thời lượng\r\n0168 345 6789,0912345678,-2\r\n0912345678,0912345678,5\r\n"


@pytest.fixture(scope="module")
def brought(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer whose case has two tables in UTF-16; only asked."""
    place = tmp_path_factory.mktemp("shown") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    lay(an, "register.csv", REGISTER.encode("utf-16"))
    lay(an, "calls.csv", CALLS.encode("utf-16"))
    brings(an, "register.csv", "--profile", "vehicles", status=4)
    brings(an, "calls.csv", "--profile", "cdr", status=4)
    return an


def rows(an: Officer) -> list[str]:
    listed = an.does(*IN, "observations", "--kind", "row").splitlines()[1:]
    return [line.split("\t")[2] for line in listed]


def test_each_row_is_listed_with_the_reason_the_cell_and_its_text(brought: Officer) -> None:
    assert rows(brought) == [
        "row 2: plate: no licence plate (“XYZ”): XYZ,Lê Bưởi,001090012345",
        "row 3: plate: is empty: ,Trần Cam,001090067890",
        "row 2: duration: no length of time (“-2”): 0168 345 6789,0912345678,-2",
        "row 3: no statement: 0912345678,0912345678,5",
    ]


def test_a_row_is_shown_in_letters(brought: Officer) -> None:
    (name,) = [
        one["observation"]
        for one in brought.reads(*IN, "observations", "--kind", "row")
        if "Bưởi" in str(one["facts"])
    ]
    shown = brought.does(*IN, "show", name)
    assert "XYZ,Lê Bưởi,001090012345\n" in shown
    assert "⟦XYZ,Lê Bưởi,001090012345⟧" in shown
    assert "\\u0000" not in shown
    assert "the same bytes stand there" in shown


@pytest.mark.parametrize(
    "asked", ["001090012345", "Lê Bưởi", "le buoi", "001090067890", "Trần Cam"]
)
def test_what_a_bad_row_names_is_known_and_told_in_letters(brought: Officer, asked: str) -> None:
    told = brought.does(*IN, "known", asked)
    assert "NOT KNOWN" not in told
    assert "\\u0000" not in told


def test_what_a_bad_row_names_is_searched_and_told_in_letters(brought: Officer) -> None:
    told = brought.does(*IN, "search", "type:cccd val:001090067890")
    assert "«,Trần Cam,001090067890»" in told


def test_the_case_verifies(brought: Officer) -> None:
    brought.does(*IN, "verify")
