"""`truyvet graph html`, `svg`, `png`: charts of a real case, by the real command line."""

import io
import json
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image
from tests.commands.support.charted import ENDS, make_links, officer_in

from .conftest import Officer


@pytest.fixture(scope="module")
def linked_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with two persons and how they hang together; only for copying."""
    return make_links(template, tmp_path_factory.mktemp("linked") / "an").place


@pytest.fixture
def linked(linked_template: Path, tmp_path: Path) -> Officer:
    """An officer beside that case."""
    place = tmp_path / "linked"
    shutil.copytree(linked_template, place, symlinks=True)
    return officer_in(place)


def data_of(file: Path) -> Any:
    """The graph that a page holds."""
    found = re.search(r'id="graph">(.*?)</script>', file.read_text(), re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_a_page_holds_all_links_of_the_case_with_their_evidence(linked: Officer) -> None:
    (told,) = linked.reads("graph", "html", "-o", "chart.html")
    assert (told["nodes"], told["edges"]) == (6, 5)
    data = data_of(linked.place / "chart.html")
    assert len(data["nodes"]) == 6
    assert len(data["edges"]) == 5
    assert sorted({source[0] for source in data["sources"]}) == ["1.1"]
    assert any("Nguyễn Văn An" in sayer[0] for sayer in data["sayers"])
    assert told["size"] == (linked.place / "chart.html").stat().st_size


def test_the_same_case_gives_the_same_page(linked: Officer) -> None:
    digests = [
        linked.reads("graph", "html", "-o", f"{name}.html")[0]["sha256"] for name in ("a", "b")
    ]
    assert digests[0] == digests[1]


def test_an_ego_is_drawn_by_any_spelling_of_its_middle(linked: Officer) -> None:
    (told,) = linked.reads("graph", "html", "--ego", "0912.345.678", "-o", "ego.html")
    assert (told["nodes"], told["edges"]) == (3, 2)
    (wider,) = linked.reads("graph", "svg", "--ego", "nguyen van duc", "--hops", "3", "-o", "e.svg")
    assert wider["nodes"] == 4


def test_a_path_is_drawn(linked: Officer) -> None:
    (told,) = linked.reads("graph", "svg", "--path", *ENDS, "-o", "way.svg")
    assert (told["nodes"], told["edges"]) == (6, 5)
    root = ElementTree.parse(linked.place / "way.svg").getroot()  # noqa: S314 - our own
    texts = ["".join(one.itertext()) for one in root.iter() if one.tag.endswith("text")]
    assert set(ENDS) <= set(texts)


def test_what_is_cut_off_by_the_limit_is_told(linked: Officer) -> None:
    (told,) = linked.reads("graph", "html", "--limit", "3", "-o", "few.html")
    assert told["nodes"] == 3
    assert any("most links" in note for note in told["notes"])
    assert data_of(linked.place / "few.html")["about"]["notes"] == [
        ["left.case", {"missed": 3, "all": 6, "limit": 3}],
    ]  # fmt: skip


def test_whom_only_retracted_statements_speak_of_is_in_no_chart_and_no_export(
    linked: Officer,
) -> None:
    linked.does("link", "add", "phone:0911000001", "called", "phone:0987654321")
    (told,) = linked.reads("graph", "html", "-o", "with.html")
    assert told["nodes"] == 7
    added = linked.reads("link", "list", "--node", "0911000001")
    (name,) = [one["statement"] for one in added]
    linked.does("link", "retract", name, "--because", "nhầm số")
    for form in ("html", "svg", "png"):
        (told,) = linked.reads("graph", form, "-o", f"without.{form}")
        assert (told["nodes"], told["edges"]) == (6, 5)
    (told,) = linked.reads("graph", "export", "-o", "without.graphml")
    assert (told["nodes"], told["edges"]) == (6, 5)
    assert "911000001" not in (linked.place / "without.graphml").read_text()


def test_relations_times_and_exhibits_narrow_a_chart(linked: Officer) -> None:
    (told,) = linked.reads("graph", "html", "--via", "uses", "-o", "uses.html")
    assert told["edges"] == 2
    (told,) = linked.reads("graph", "html", "--without", "1.1", "-o", "without.html")
    assert told["edges"] == 2


def test_a_png_is_a_picture(linked: Officer) -> None:
    said = linked.does("graph", "png", "-o", "chart.png", "--scale", "2")
    assert "6 nodes, 5 links" in said
    content = (linked.place / "chart.png").read_bytes()
    assert Image.open(io.BytesIO(content)).size[0] >= 1280


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_chart_speaks_the_language_that_is_asked_for(linked: Officer, language: str) -> None:
    linked.does("graph", "html", "--lang", language, "-o", "chart.html")
    assert f'<html lang="{language}">' in (linked.place / "chart.html").read_text()


def test_an_existing_file_is_replaced_only_when_asked(linked: Officer) -> None:
    linked.does("graph", "svg", "-o", "a.svg")
    assert "E108" in linked.run("graph", "svg", "-o", "a.svg").stderr
    linked.does("graph", "svg", "-o", "a.svg", "--force")
    assert "E111" in linked.run("graph", "svg", "-o", "vu-01/a.svg").stderr


def test_a_name_that_nobody_bears_is_an_error(linked: Officer) -> None:
    assert "E570" in linked.run("graph", "png", "--ego", "nobody", "-o", "a.png").stderr
    assert not (linked.place / "a.png").exists()


def test_a_case_without_links_has_nothing_to_draw(an: Officer) -> None:
    ran = an.run("--case", "vu-01", "graph", "html", "-o", "chart.html")
    assert "E640" in ran.stderr
    assert ran.returncode == 1


def test_ego_and_path_at_once_are_a_wrong_usage(linked: Officer) -> None:
    ran = linked.run("graph", "html", "--ego", "1", "--path", "1", "2", "-o", "x.html")
    assert ran.returncode == 2


@pytest.mark.parametrize("form", ["html", "svg", "png"])
def test_the_help_of_charts_fits_80_columns(linked: Officer, form: str) -> None:
    said = linked.with_(COLUMNS="80").run("graph", form, "--help").stdout
    assert max(map(len, said.splitlines())) <= 80
    assert f"truyvet graph {form}" in said.splitlines()[-1]


def test_charts_leave_the_case_valid_and_unchanged(linked: Officer) -> None:
    entries = linked.place / "vu-01/ledger/entries.jsonl"
    before = entries.read_bytes()
    linked.does("graph", "html", "-o", "chart.html")
    assert entries.read_bytes() == before
    assert linked.run("verify").returncode == 0
