"""Leaving a collected folder out leaves out all that was collected under it, and decisions too."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import READERS, does, reads
from tests.commands.support.scanning import zipped

ONE, TWO = "0911000001", "0911000002"
BOTH = f"gọi {ONE} rồi {TWO}\n".encode()


@pytest.fixture(scope="module")
def an(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer who collected (entry 2) and scanned (3) a folder in which two phones stand.

    By an observation there he decided (6) that two people with these phones are one.
    """
    place = tmp_path_factory.mktemp("folders") / "an"
    shutil.copytree(template, place, symlinks=True)
    officer = Officer(place=place, keys=place / "config/truyvet/keys")
    inner = os.fsencode(place) + b"/usb/d\xe1"
    os.makedirs(inner)
    Path(os.fsdecode(inner), "x.zip").write_bytes(zipped({"x.txt": BOTH}))
    (place / "usb/beside").mkdir()
    does(officer, "collect", "files", "usb")
    does(officer, "scan", "--only", READERS)
    does(officer, "person", "add", "Đức", "--phone", ONE)
    does(officer, "person", "add", "Hùng", "--phone", TWO)
    seen = next(one["observation"] for one in reads(officer, "observations", "--kind", "phone"))
    does(officer, "same", "Đức", "Hùng", "--because", "một tệp", "--evidence", seen)
    return officer


def item(officer: Officer, end: str) -> str:
    """The short name of the item whose path ends so."""
    (name,) = (one["item"] for one in reads(officer, "items") if one["path"].endswith(end))
    return str(name)


def path(officer: Officer, *ends: str, status: int) -> Any:
    left_out = [word for end in ends for word in ("--without", item(officer, end))]
    (facts,) = reads(officer, "path", ONE, TWO, *left_out, status=status)
    return facts


@pytest.mark.parametrize("end", ["usb", "d\ufffd", "x.zip", "x.txt"])
def test_no_path_survives_without_what_all_of_it_lies_in(an: Officer, end: str) -> None:
    facts = path(an, end, status=1)
    assert facts["paths"] == []
    assert facts["survival"] == {"survives": False, "with": 2, "without": None}


@pytest.mark.parametrize("end", ["usb", "d\ufffd"])
def test_decisions_whose_evidence_lies_below_do_not_count(an: Officer, end: str) -> None:
    assert [one["entry"] for one in path(an, end, status=1)["left_out"]] == [6]
    told = {one["node"] for one in reads(an, "ego", "Đức", "--without", item(an, end))}
    assert told == {"phone:+84911000001"}


def test_another_folder_takes_nothing_along(an: Officer) -> None:
    facts = path(an, "beside", status=0)
    assert facts["left_out"] == []
    assert facts["survival"]["survives"]


def test_the_help_says_what_a_folder_takes_along(an: Officer) -> None:
    told = " ".join(does(an, "path", "--help").split())
    assert "Leave this exhibit out, with all that lies in it." in told
