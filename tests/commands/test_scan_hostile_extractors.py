"""Extractors that do harm, installed by a third party: each costs one outcome and nothing else."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.scanning import (
    examining_in,
    family,
    gone,
    lay,
    left_in_work,
    lines,
    scans,
    statuses,
)

HERE = Path(__file__).parent / "support" / "hostile_extractors"
ASKED = ("filetype", "digests", "plaintext", "entities")
INNOCENT = ("good-1", "good-2", "good-3")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="confinement is Linux's")

HARMS: dict[str, tuple[str, str, int]] = {
    "aborts": ("crash", "signal SIGABRT", 2),
    "busy": ("timeout", "more processor time than its limit", 1),
    "children": ("partial", "more than 50 children", 1),
    "deaf": ("timeout", "more than 3 seconds", 1),
    "eats": ("memory", "no memory left within the limit", 1),
    "endless": ("partial", "more than 67108864 bytes of children", 1),
    "exits": ("crash", "SystemExit at hostile_extractors.py:_exit", 1),
    "fills": ("crash", "more than 67108864 bytes of files", 1),
    "forks": ("crash", "PermissionError at hostile_extractors.py:_fork", 1),
    "gobbles": ("crash", "signal SIGSEGV", 2),
    "kills": ("crash", "PermissionError at hostile_extractors.py:_kill_parent", 1),
    "leaves": ("crash", "its process ended with status 7", 2),
    "loops": ("timeout", "more than 3 seconds", 1),
    "many": ("partial", "more than 1000 observations", 1),
    "onefile": ("crash", "OSError at hostile_extractors.py:_one_file", 1),
    "raises": ("crash", "RuntimeError at hostile_extractors.py:_raise", 1),
    "recurses": ("crash", "RecursionError at hostile_extractors.py:_recurse", 1),
    "segfault": ("crash", "signal SIGSEGV", 2),
    "sleeps": ("timeout", "more than 3 seconds", 1),
    "swallows": ("timeout", "more than 3 seconds", 1),
    "threads": ("crash", "RuntimeError at threading.py:start", 1),
}
"""Extractor: status and reason of the one outcome it spoils, and how often it was begun."""
KILLED = {name for name, (status, _, times) in HARMS.items() if times == 2 or status == "timeout"}
"""Those that cost their worker."""


@pytest.fixture(scope="module")
def harmful() -> ModuleType:
    """The module of harmful extractors."""
    spec = importlib.util.spec_from_file_location("harmful", HERE / "hostile_extractors.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def harmed(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An officer beside a case in which every harm was done once, and what the scan said."""
    place = tmp_path_factory.mktemp("harmed") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    before = os.environ.get("PYTHONPATH", "")
    an = an.with_(PYTHONPATH=os.pathsep.join(filter(None, (before, str(HERE)))))
    names = [*HARMS, "russian", "doubles"]
    files = {name: f"{name} and more, call 0912345678".encode() for name in (*names, *INNOCENT)}
    an.does("--case", "vu-01", "collect", "files", str(lay(place / "harm", files)))
    asked = ",".join((*ASKED, *names))
    with an.starts("--case", "vu-01", "scan", "--only", asked, "--jobs", "4",
                   output=place / "output") as running:  # fmt: skip
        started: set[int] = set()
        while running.poll() is None:
            started |= set(family(running.pid))
            with suppress(subprocess.TimeoutExpired):  # it is not over yet
                running.wait(timeout=0.05)
    return an, (running.returncode, started, (place / "output").read_text())


@pytest.fixture(scope="module")
def harmed_case(harmed: Any) -> Path:
    """The case in which every harm was done."""
    path: Path = harmed[0].place / "vu-01"
    return path


@pytest.fixture(scope="module")
def items(harmed: Any) -> dict[str, str]:
    """Ids of the collected items by the name of the harm in them."""
    rows = harmed[0].reads("--case", "vu-01", "items", "--entry", "2")
    return {row["path"].rpartition("/")[2]: row["id"] for row in rows}


def told(case: Path, item: str) -> dict[str, dict[str, Any]]:
    """The outcomes of an item that say more than `not_applicable`, by extractor."""
    (line,) = (one for one in lines(case, "outcomes") if one["item"] == item)
    return {one["extractor"]: one for one in line["outcomes"]}


def test_there_is_a_row_for_every_harm(harmful: ModuleType) -> None:
    named = {one.NAME for one in harmful.ALL}
    assert named == {*HARMS, "russian", "doubles"}


@pytest.mark.parametrize("harm", HARMS)
def test_a_harm_costs_one_outcome(harm: str, harmed_case: Path, items: dict[str, str]) -> None:
    status, reason, _ = HARMS[harm]
    outcome = told(harmed_case, items[harm])[harm]
    assert (outcome["status"], outcome.get("reason", "")) == (status, reason)


@pytest.mark.parametrize("harm", [*HARMS, *INNOCENT])
def test_all_other_outcomes_of_the_item_stand(
    harm: str, harmed_case: Path, items: dict[str, str]
) -> None:
    found = told(harmed_case, items[harm])
    found.pop(harm, None)
    assert {name: one["status"] for name, one in found.items()} == dict.fromkeys(ASKED, "ok")


@pytest.mark.parametrize("harm", [*HARMS, *INNOCENT])
def test_what_others_saw_in_the_item_is_all_there(
    harm: str, harmed_case: Path, items: dict[str, str]
) -> None:
    seen = [one for one in lines(harmed_case, "observations") if one["item"] == items[harm]]
    phones = [one["normal"] for one in seen if one["kind"] == "phone"]
    assert phones == ["+84912345678"]
    kinds = {one["kind"] for one in seen if one["extractor"] != harm}
    assert {"file-type", "phone"} <= kinds


@pytest.mark.parametrize("harm", [name for name in HARMS if name not in KILLED])
def test_what_was_emitted_before_a_harm_that_python_sees_is_kept(
    harm: str, harmed_case: Path, items: dict[str, str]
) -> None:
    seen = [
        one
        for one in lines(harmed_case, "observations")
        if (one["item"], one["extractor"]) == (items[harm], harm)
    ]
    if harm not in {"fills"}:  # ended from outside
        assert seen
        assert seen[0]["raw"] == harm


@pytest.mark.parametrize("harm", [name for name, row in HARMS.items() if row[2] == 2])
def test_a_crash_of_a_process_is_tried_twice_and_then_final(
    harm: str, harmed_case: Path, items: dict[str, str]
) -> None:
    (line,) = (one for one in lines(harmed_case, "efforts") if one["item"] == items[harm])
    attempts = {one["extractor"]: one["attempts"] for one in line["efforts"]}
    assert attempts.get(harm, 2) == 2
    assert all(attempts[name] >= 1 for name in ASKED)


def test_items_inside_each_other_end_at_the_depth(harmed_case: Path) -> None:
    ended = [
        (one["status"], one["reason"])
        for line in lines(harmed_case, "outcomes")
        for one in line.get("outcomes", ())
        if one["extractor"] == "russian" and one["status"] != "ok"
    ]
    assert ended == [("bomb", "deeper than 9 items inside items")]
    depths = [one["depth"] for one in lines(harmed_case, "manifest") if "next" in one["path"]]
    assert sorted(depths) == list(range(1, 10))


def test_a_tree_that_doubles_ends_at_every_leaf(harmed_case: Path) -> None:
    leaves = [
        one["status"]
        for line in lines(harmed_case, "outcomes")
        for one in line.get("outcomes", ())
        if one["extractor"] == "doubles" and one["status"] != "ok"
    ]
    assert leaves == ["bomb"] * 32


def test_children_up_to_the_limit_are_items(harmed_case: Path, items: dict[str, str]) -> None:
    found = [one for one in lines(harmed_case, "manifest") if one["parent"] == items["children"]]
    assert len(found) == 50


def test_there_is_one_outcome_for_every_item_and_extractor(harmed: Any, harmed_case: Path) -> None:
    asked = {one["name"] for one in scans(harmed_case)[0]["act"]["extractors"]}
    with_bytes = {row["id"] for row in harmed[0].reads("--case", "vu-01", "items") if row["sha256"]}
    found = statuses(harmed_case)
    assert found.keys() == with_bytes
    assert all(set(of_one) == asked for of_one in found.values())


def test_the_case_is_valid_and_says_that_something_is_left(harmed: Any) -> None:
    an, (status, _, said) = harmed
    assert status == 4
    assert "Traceback" not in said
    told = an.reads("verify", "vu-01")[0]
    assert (told["verdict"], told["findings"]) == ("VALID", [])
    listed = an.reads("--case", "vu-01", "outcomes", status=4)[1:]
    assert {one["extractor"] for one in listed} == {*HARMS, "russian", "doubles"}


def test_no_process_and_no_file_is_left_behind(harmed: Any, harmed_case: Path) -> None:
    _, (_, started, _) = harmed
    assert started
    assert gone(list(started))
    assert examining_in(harmed_case) == []
    assert left_in_work(harmed_case) == ["work/parts"]


def test_nothing_was_written_outside_the_case(harmed: Any) -> None:
    place = harmed[0].place
    assert {path.name for path in place.iterdir()} == {
        "config", "evidence", "harm", "output", "vu-01",
    }  # fmt: skip


def test_the_entry_says_what_held_the_extractors(harmed_case: Path) -> None:
    held = scans(harmed_case)[0]["act"]["confinement"]
    assert {"privileges", "calls"} <= set(held)


def test_the_same_harm_gives_the_same_roots(harmed: Any, harmed_case: Path) -> None:
    an, _ = harmed
    place = an.place / "again"
    files = {name: f"{name} and more".encode() for name in ("raises", "segfault", "many", "good")}
    lay(place / "files", files)
    found = []
    for number, jobs in enumerate(("1", "4")):
        name = f"again/case-{number}"
        an.does("case", "new", name, "--title", "x", "--number", "1")
        an.does("--case", name, "collect", "files", str(place / "files"))
        arguments = ("--only", "filetype,raises,segfault,many", "--jobs", jobs, "--json")
        ran = an.run("--case", name, "scan", *arguments)
        assert ran.returncode == 4
        roots = json.loads(ran.stdout)["roots"]
        ids = {one["item"] for one in lines(an.place / name, "outcomes")}
        found.append((roots.keys(), len(ids), sorted(map(str, _without_ids(an.place / name)))))
    assert found[0] == found[1]


def _without_ids(case: Path) -> list[dict[str, Any]]:
    """Outcomes without the ids of items, which hang on the random id of their collection."""
    return [{**line, "item": ""} for line in lines(case, "outcomes")]
