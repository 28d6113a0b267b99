"""Which names stand in the page's chart, and that it tells how many do not."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.reports.support.browsing import Window
from tests.reports.support.charts import part, small

from truyvet.reports.chart.html import render_html
from truyvet.reports.chart.plan import Plan, plan_of

from .conftest import check_quiet, choose, press_node

NUMBERS = [f"n{number}" for number in range(1, 9)]
PEOPLE = {f"person:{name}" for name in "ABCD"}
WITH_WEBGL = pytest.mark.parametrize("browser", ["window", "plain_window"])


def crowded() -> Plan:
    """Numbers that called one another and four people without a link, all on one spot."""
    links = [f"{one} called {other}" for one in NUMBERS for other in NUMBERS if one < other]
    plan = plan_of(small(*links, alone="A B C D"))
    places = tuple(replace(one, x=300.0, y=200.0) for one in plan.places)
    return replace(plan, places=places, width=600.0, height=400.0)


def opened(request: pytest.FixtureRequest, browser: str, plan: Plan, folder: Path) -> Window:
    """The page of a plan, opened in one of the browsers."""
    file = folder / "page.html"
    file.write_bytes(render_html(plan, "vi", tool="truyvet test"))
    window: Window = request.getfixturevalue(browser)
    window.open(file, size=(1280, 800))
    check_quiet(window, file)
    return window


@WITH_WEBGL
def test_people_are_named_before_what_has_more_links(
    request: pytest.FixtureRequest, browser: str, tmp_path: Path
) -> None:
    window = opened(request, browser, crowded(), tmp_path)
    named = window.ask("truyvetChart.named()")
    assert set(named) >= PEOPLE
    assert len(named) < 12
    assert window.text("#unnamed").startswith(f"Tên chưa có chỗ để hiện: {12 - len(named)}.")


@WITH_WEBGL
def test_the_page_says_in_either_language_how_many_names_are_left_out(
    request: pytest.FixtureRequest, browser: str, tmp_path: Path
) -> None:
    window = opened(request, browser, crowded(), tmp_path)
    choose(window, "language", "en")
    missed = 12 - len(window.ask("truyvetChart.named()"))
    assert window.text("#unnamed") == (
        f"Names that find no room: {missed}. Zoom in, or pick a node, to read them."
    )


@WITH_WEBGL
def test_where_all_names_find_room_nothing_is_said_of_them(
    request: pytest.FixtureRequest, browser: str, tmp_path: Path
) -> None:
    plan = plan_of(small("A called n1", "B called n1", "A transferred B"))
    window = opened(request, browser, plan, tmp_path)
    assert len(window.ask("truyvetChart.named()")) == 3
    assert window.text("#unnamed") == ""


@WITH_WEBGL
def test_what_is_hidden_is_not_counted_as_unnamed(
    request: pytest.FixtureRequest, browser: str, tmp_path: Path
) -> None:
    window = opened(request, browser, crowded(), tmp_path)
    window.press("#kinds input[value=phone]")
    assert window.text("#unnamed") == ""


def test_of_a_large_chart_the_most_linked_people_are_named_first(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    graph = part(500, 800)
    window = opened(request, "window", plan_of(graph), tmp_path)
    named = window.ask("truyvetChart.named()")
    people = [one for one in named if one.startswith("person:")]
    assert len(people) > len(named) / 2
    told = window.text("#unnamed")
    assert f" {500 - len(named)}." in told


def test_coming_nearer_brings_names(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    window = opened(request, "window", plan_of(part(500, 800)), tmp_path)
    before = window.text("#unnamed")
    for _ in range(5):
        window.press("#zoom-in")
    window.settle()
    assert window.text("#unnamed") != before
    there = window.ask("truyvetChart.named()")
    assert sum(one.startswith("person:") for one in there) > 5


def test_whoever_is_picked_is_named_whatever_the_room(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    window = opened(request, "window", crowded(), tmp_path)
    press_node(window, "phone:n8")
    picked = window.text("#right h2")
    named = window.ask("truyvetChart.named()")
    assert f"phone:{picked}" in named or f"person:{picked}" in named


def test_no_name_is_cut_at_the_edge_of_the_window(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    graph = small(alone="A B C")
    label = "Công ty TNHH Thương mại và"
    nodes = tuple(replace(one, label=label) for one in graph.held_nodes)
    plan = plan_of(replace(graph, held_nodes=nodes))
    spots = ((60.0, 200.0), (2000.0, 400.0), (1030.0, 300.0))
    placed = (replace(one, x=x, y=y) for one, (x, y) in zip(plan.places, spots, strict=True))
    plan = replace(plan, places=tuple(placed), width=2060.0, height=600.0)
    window = opened(request, "plain_window", plan, tmp_path)
    left, right = window.ask(
        "[...document.querySelectorAll('#stage text')].map(one => one.getBoundingClientRect())"
        ".reduce(([a, b], one) => [Math.min(a, one.left), Math.max(b, one.right)], [9999, 0])"
    )
    box = window.ask("document.getElementById('stage').getBoundingClientRect().toJSON()")
    assert len(window.ask("truyvetChart.named()")) == 3
    assert box["left"] <= left
    assert right <= box["right"]


def test_words_of_links_stay_when_the_mouse_comes_to_a_node(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    plan = plan_of(small("A called n1", "B called n1", "A transferred B"))
    window = opened(request, "window", plan, tmp_path)
    words = "document.querySelector('#stage canvas.sigma-edgeLabels').toDataURL()"
    before = window.ask(words)
    assert before != window.ask("document.createElement('canvas').toDataURL()")
    place = window.ask("truyvetChart.where(truyvetChart.find('person:A'))")
    window.call("Input.dispatchMouseEvent", type="mouseMoved", **place)
    window.settle()
    window.settle()
    assert window.count("#stage.over") == 1
    assert window.ask(words) == before
