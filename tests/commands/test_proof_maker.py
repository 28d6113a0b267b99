"""What the maker of a proof says in it, and who may make one."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import bring_people, does, fails, members_of, reads

PHONE, HUNG = "0912345678", "Trần Hùng"


@pytest.fixture(scope="module")
def an(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer with a second key that no case admits; his case is only asked."""
    place = tmp_path_factory.mktemp("maker") / "an"
    shutil.copytree(template, place, symlinks=True)
    officer = Officer(place=place, keys=place / "config/truyvet/keys")
    bring_people(officer)
    officer.does("key", "new", "--name", "Trần Bình", "--unit", "PA05", "--no-passphrase")
    return officer


def keys(officer: Officer) -> dict[str, str]:
    """The ids of the keys, by the names of their holders."""
    lines = officer.does("key", "list", "--json").splitlines()
    return {one["name"]: one["id"] for one in map(json.loads, lines)}


def proved(officer: Officer, *output: str) -> Any:
    signer = ("--signer", keys(officer)["Nguyễn Văn An"])
    does(officer, "path", PHONE, HUNG, "--proof", *output, *signer)


def test_a_key_that_the_case_does_not_admit_makes_no_proof(an: Officer) -> None:
    asked = ("path", PHONE, HUNG, "--proof", "-o", "binh.zip")
    assert "E704" in fails(an, *asked, "--signer", keys(an)["Trần Bình"])
    assert not (an.place / "binh.zip").exists()


def question(bundle: Path) -> str:
    told: str = json.loads(members_of(bundle)["proof.json"])["question"]
    return told


@pytest.mark.parametrize("form", [("-o", "{}"), ("--output", "{}"), ("--output={}",), ("-o{}",)])
def test_the_question_names_files_without_their_folders(
    an: Officer, tmp_path: Path, form: tuple[str, ...]
) -> None:
    target = tmp_path / "ra ngoài.zip"
    proved(an, *(one.format(target) for one in form))
    told = question(target)
    assert "ra ngoài.zip" in told
    assert str(tmp_path) not in told


def test_the_question_names_the_case_without_its_folder(an: Officer, tmp_path: Path) -> None:
    signer = keys(an)["Nguyễn Văn An"]
    target, case = str(tmp_path / "x.zip"), str(an.place / "vu-01")
    an.does("--case", case, "path", PHONE, HUNG, "--proof", "-o", target, "--signer", signer)
    assert question(Path(target)).startswith("truyvet --case vu-01 path 0912345678 'Trần Hùng'")


def test_a_proof_in_time_order_brings_what_carries(an: Officer, tmp_path: Path) -> None:
    target = tmp_path / "x.zip"
    proved(an, "-o", str(target), "--in-time-order")
    answer = json.loads(an.does("verify", str(target), "--json"))
    assert answer["verdict"] == "VALID"
    (facts,) = reads(an, "path", PHONE, HUNG, "--in-time-order")
    brought = {name for hop in answer["hops"] for one in hop["links"] for name in one["statements"]}
    carried = {hop["carried_by"] for path in facts["paths"] for hop in path["hops"]}
    assert carried
    assert carried <= brought


def test_the_guide_is_the_tools_own_also_with_mentions_inside_containers(
    an: Officer, tmp_path: Path
) -> None:
    target = tmp_path / "x.zip"
    proved(an, "-o", str(target))
    answer = json.loads(an.does("verify", str(target), "--json"))
    assert any(one["relation"] == "mentioned_in" for hop in answer["hops"] for one in hop["links"])
    assert answer["own_readme"] is False
