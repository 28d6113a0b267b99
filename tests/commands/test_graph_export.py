"""`truyvet graph export`: the case, an ego or paths, for another program."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from tests.commands.conftest import Officer

from truyvet.graph.exports.table import EXPORTS, exporter

DUC, LAN = "Nguyễn Văn Đức", "Trần Thị Lan"


@pytest.fixture(scope="module")
def linked_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with two people, their telephones and calls; only for copying."""
    place = tmp_path_factory.mktemp("linked") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys").with_(TRUYVET_CASE="vu-01")
    an.does("person", "add", DUC, "--phone", "0912345678", "--note", "tin báo")
    an.does("person", "add", LAN, "--phone", "0987654321")
    an.does("link", "add", "0912345678", "called", "0987654321", "--grade", "B2",
            "--since", "2026-01-02T03:04:05Z", "--item", "1.1")  # fmt: skip
    an.does("link", "add", "0987654321", "seen_at", "geo:21.0285,105.8542")
    return place


@pytest.fixture
def linked(linked_template: Path, tmp_path: Path) -> Officer:
    """An, beside a case with links."""
    place = tmp_path / "linked"
    shutil.copytree(linked_template, place, symlinks=True)
    officer = Officer(place=place, keys=place / "config/truyvet/keys")
    return officer.with_(TRUYVET_CASE="vu-01")


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_is_written_with_its_manifest(linked: Officer, name: str) -> None:
    file = f"x{exporter(name).ENDING}"
    [told] = linked.reads("graph", "export", "-o", file, "--with-evidence")
    content = (linked.place / file).read_bytes()
    assert told["format"] == name
    assert told["sha256"] == hashlib.sha256(content).hexdigest()
    manifest = json.loads((linked.place / f"{file}.manifest.json").read_bytes())
    assert (manifest["nodes"], manifest["edges"]) == (told["nodes"], told["edges"])
    assert manifest["cases"] == ["12/2026"]
    assert manifest["question"] == "the whole case"


def test_the_whole_case_is_what_it_holds(linked: Officer) -> None:
    linked.does("graph", "export", "-o", "x.graphml")
    graph = nx.read_graphml(linked.place / "x.graphml", force_multigraph=True)
    labels = {facts["label"] for _, facts in graph.nodes(data=True)}
    assert {DUC, LAN, "+84912345678", "+84987654321"} <= labels
    relations = sorted(facts["relation"] for *_, facts in graph.edges(data=True))
    assert relations == ["called", "seen_at", "uses", "uses"]


def test_an_ego_is_named_in_any_spelling(linked: Officer) -> None:
    linked.does("graph", "export", "--ego", "0912.345.678", "-o", "x.gexf")
    graph = nx.read_gexf(linked.place / "x.gexf")
    assert sorted(facts["label"] for _, facts in graph.nodes(data=True)) == [
        "+84912345678", "+84987654321", DUC
    ]  # fmt: skip


def test_a_path_is_what_lies_between(linked: Officer) -> None:
    linked.does("graph", "export", "--path", "nguyen van duc", LAN, "-o", "x.cyjs")
    told = json.loads((linked.place / "x.cyjs").read_bytes())
    links = [one["data"]["relation"] for one in told["elements"]["edges"]]
    assert sorted(links) == ["called", "uses", "uses"]


def call_of(officer: Officer, *options: str) -> dict[str, Any]:
    """The call in an export."""
    officer.does("graph", "export", "-o", "x.cyjs", "--force", *options)
    told = json.loads((officer.place / "x.cyjs").read_bytes())
    links = [dict(one["data"]) for one in told["elements"]["edges"]]
    return next(one for one in links if one["relation"] == "called")


def test_evidence_comes_along_only_when_asked_for(linked: Officer) -> None:
    assert "evidence" not in call_of(linked)
    [evidence] = call_of(linked, "--with-evidence")["evidence"]
    assert (evidence["item"], evidence["grade"]) == ("1.1", "B2")


def test_what_was_not_recorded_by_then_is_not_there(linked: Officer) -> None:
    [told] = linked.reads("graph", "export", "--as-of", "2020-01-01", "-o", "x.graphml")
    assert told["edges"] == 0


def test_only_the_relations_asked_for_are_there(linked: Officer) -> None:
    [told] = linked.reads("graph", "export", "--via", "called", "-o", "x.graphml")
    assert told["edges"] == 1


def test_the_same_case_gives_the_same_bytes(linked: Officer) -> None:
    for name in ("one.graphml", "two.graphml"):
        linked.does("graph", "export", "-o", name)
    one, two = ((linked.place / name).read_bytes() for name in ("one.graphml", "two.graphml"))
    assert one == two


def test_an_export_is_no_act_and_leaves_the_case_valid(linked: Officer) -> None:
    before = linked.does("log")
    linked.does("graph", "export", "-o", "x.graphml")
    assert linked.does("log") == before
    linked.does("verify")


def test_people_are_told_where_it_lies_and_what_it_hashes_to(linked: Officer) -> None:
    told = linked.does("graph", "export", "-o", "x.kml")
    assert "1 node, 1 link written to x.kml" in told
    assert "manifest x.kml.manifest.json" in told
    assert linked.run("graph", "export", "-o", "y.kml").stderr.strip().endswith("have no place")


@pytest.mark.parametrize("name", ["x.txt", "x.json"])
def test_a_name_that_tells_no_format_is_an_error(linked: Officer, name: str) -> None:
    run = linked.run("graph", "export", "-o", name)
    assert run.returncode == 1
    assert "E632" in run.stderr
    assert not (linked.place / name).exists()


def test_a_format_may_be_named_whatever_the_file_is_called(linked: Officer) -> None:
    [told] = linked.reads("graph", "export", "--format", "stix", "-o", "bundle.json")
    assert told["format"] == "stix"


def test_nothing_is_replaced_unasked(linked: Officer) -> None:
    linked.does("graph", "export", "-o", "x.graphml")
    assert "E108" in linked.run("graph", "export", "-o", "x.graphml").stderr
    linked.does("graph", "export", "-o", "x.graphml", "--force")


def test_nobody_of_that_name_is_an_error(linked: Officer) -> None:
    run = linked.run("graph", "export", "--ego", "0900000000", "-o", "x.graphml")
    assert "E570" in run.stderr


def test_an_ego_and_a_path_at_once_are_refused(linked: Officer) -> None:
    run = linked.run("graph", "export", "--ego", DUC, "--path", DUC, LAN, "-o", "x.graphml")
    assert run.returncode == 2


def test_the_help_tells_every_format(an: Officer) -> None:
    told = an.does("graph", "export", "--help")
    assert [name for name in EXPORTS if f"  {name} " not in told] == []
