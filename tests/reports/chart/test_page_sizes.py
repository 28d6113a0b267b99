"""Charts of 1 to 5,000 nodes in a real Chromium without network, with WebGL and without."""

from pathlib import Path

import pytest
from tests.reports.support.browsing import Window
from tests.reports.support.charts import small

from truyvet.graph.telling import told
from truyvet.reports.chart.html import render_html
from truyvet.reports.chart.plan import plan_of

from .conftest import HUB, SIZES, check_quiet, choose, counts, press_node

LOSE_CONTEXTS = (
    "document.querySelectorAll('#stage canvas').forEach(canvas =>"
    " (canvas.getContext('webgl2') || canvas.getContext('webgl'))"
    "?.getExtension('WEBGL_lose_context')?.loseContext())"
)


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a node that has two links, both with itself, and a title in two languages."""
    graph = small("A called A", "A messaged A", title=told("paths", start="A", goal="B"))
    file = tmp_path_factory.mktemp("little") / "page.html"
    file.write_bytes(render_html(plan_of(graph), "vi", tool="truyvet test"))
    return file


@pytest.mark.parametrize("nodes", list(SIZES))
def test_a_page_of_any_size_shows_the_whole_graph_and_asks_for_nothing(
    window: Window, pages: dict[int, Path], nodes: int, tmp_path: Path
) -> None:
    window.open(pages[nodes])
    assert counts(window) == (nodes, SIZES[nodes])
    assert window.ask("document.documentElement.dataset.drawing") == "webgl"
    assert window.count("#stage canvas") > 0
    assert len(window.picture(tmp_path / "shown.png")) > 20_000
    check_quiet(window, pages[nodes])


def test_one_node_alone_and_its_links_to_itself_are_drawn(
    window: Window, little: Path, tmp_path: Path
) -> None:
    window.open(little)
    assert counts(window) == (1, 2)
    both = window.picture(tmp_path / "both.png")
    window.press("#relations input[value=messaged]")
    window.press("#relations input[value=called]")
    assert counts(window) == (1, 0)
    assert window.picture(tmp_path / "none.png") != both
    check_quiet(window, little)


def test_a_sentence_of_the_graph_changes_its_language_with_the_page(
    window: Window, little: Path
) -> None:
    window.open(little)
    assert window.text("#title") == "Đường liên kết từ A đến B"
    choose(window, "language", "en")
    assert window.text("#title") == "Paths from A to B"
    assert window.ask("document.title") == "Link chart · Paths from A to B"


def test_dark_and_light_differ(window: Window, little: Path) -> None:
    shades = []
    for dark in (False, True):
        window.open(little, dark=dark)
        shades.append(window.ask("getComputedStyle(document.querySelector('main')).color"))
        check_quiet(window, little)
    assert shades[0] != shades[1]


def test_a_drawing_whose_context_is_lost_becomes_a_picture(
    window: Window, pages: dict[int, Path]
) -> None:
    window.open(pages[10])
    window.ask(LOSE_CONTEXTS)
    window.wait("document.documentElement.dataset.drawing === 'picture'")
    assert window.count("#stage [data-node]") == 10


def test_without_webgl_a_picture_stands_there_and_does_the_same(
    plain_window: Window, pages: dict[int, Path]
) -> None:
    plain_window.open(pages[500])
    assert plain_window.ask("document.documentElement.dataset.drawing") == "picture"
    assert plain_window.count("#stage [data-node]") == 500
    assert plain_window.count("#stage [data-edge]") == 800
    assert plain_window.text("#instead")
    press_node(plain_window, HUB)
    assert plain_window.text("#right h2") == "v000008"
    plain_window.press("#kinds input[value=person]")
    assert plain_window.count("#stage [data-node]") == 500 - 84
    check_quiet(plain_window, pages[500])


def test_without_webgl_links_of_a_node_with_itself_are_two_loops(
    plain_window: Window, little: Path
) -> None:
    plain_window.open(little)
    courses = plain_window.ask(
        "[...document.querySelectorAll('#stage [data-edge]')].map(one => one.getAttribute('d'))"
    )
    assert len(set(courses)) == 2
    assert not any("NaN" in course for course in courses)


def test_without_webgl_5000_nodes_are_drawn_too(
    plain_window: Window, pages: dict[int, Path]
) -> None:
    plain_window.open(pages[5000])
    assert plain_window.count("#stage [data-node]") == 5000
    check_quiet(plain_window, pages[5000])
