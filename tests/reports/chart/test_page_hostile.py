"""Labels that were made to do harm: in the page they are text, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.reports.support.browsing import Window
from tests.reports.support.harm import HARM, all_harm

from truyvet.reports.chart.contents import shown
from truyvet.reports.chart.html import render_html
from truyvet.reports.chart.plan import plan_of

from .conftest import check_quiet


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a graph that has all hostile texts, each at a node and at a link."""
    file = tmp_path_factory.mktemp("harm") / "page.html"
    file.write_bytes(render_html(plan_of(all_harm()), "vi", tool="truyvet test"))
    return file


@pytest.fixture(scope="module")
def once(window: Window, file: Path) -> Window:
    """That page, opened."""
    window.open(file)
    return window


@pytest.fixture(scope="module")
def plain(plain_window: Window, file: Path) -> Window:
    """That page in a browser without WebGL."""
    plain_window.open(file)
    return plain_window


@pytest.fixture
def harmed(once: Window, file: Path) -> Iterator[Window]:
    """That page; afterwards no text of it has become anything but text."""
    yield once
    check_harmless(once)
    check_quiet(once, file)


def check_harmless(window: Window) -> None:
    """No script of evidence ran, none of its elements is there."""
    assert window.ask("window.harmed") is None
    assert window.count("script") == 4
    assert window.count("img") == 0


def test_the_title_is_what_stands_there(harmed: Window) -> None:
    title = shown("".join(list(HARM.values())[:5]))
    assert harmed.ask("document.querySelector('#title').textContent") == title


def test_every_limit_of_the_chart_is_told_as_it_stands(harmed: Window) -> None:
    harmed.key("Escape")
    told = harmed.ask("[...document.querySelectorAll('.notice li')].map(one => one.textContent)")
    assert told == [shown(text) for text in HARM.values()]


def test_the_tables_show_every_text(harmed: Window) -> None:
    for tab in ("edges", "nodes"):
        harmed.press(f"[data-tab={tab}]")
        assert harmed.count("#table tbody tr") == len(HARM)
    harmed.press("[data-tab=chart]")


@pytest.mark.parametrize("name", list(HARM))
def test_a_node_and_its_link_show_the_text_as_text(harmed: Window, name: str) -> None:
    harmed.press("[data-tab=nodes]")
    harmed.ask(
        "[...document.querySelectorAll('#table tbody tr')].find(row => row.cells[2].textContent"
        f" === {short(shown(HARM[name]))!r}).querySelector('button').click()"
    )
    assert harmed.ask("document.querySelector('#right h2').textContent") == shown(HARM[name])
    harmed.press("#right .rows button")
    assert harmed.count("#right .piece") == 1
    harmed.press("[data-tab=chart]")


def short(text: str) -> str:
    """A text as the table cuts it."""
    return text if len(text) <= 160 else text[:159] + "…"


@pytest.mark.parametrize("typed", ["a", "<script>", "\\", "(", "%", "{0}", "ệệệ", "\u202e"])
def test_whatever_is_searched_for_does_no_harm(harmed: Window, typed: str) -> None:
    harmed.ask("document.getElementById('search').value = ''")
    harmed.type("#search", typed)
    assert harmed.text("#found") is not None


def test_the_page_is_printed_all_the_same(harmed: Window) -> None:
    assert len(harmed.call("Page.printToPDF")["data"]) > 20_000


def test_hostile_text_does_no_harm_in_the_picture_without_webgl(plain: Window) -> None:
    check_harmless(plain)
    assert plain.count("#stage [data-node]") == len(HARM)
    titles = plain.ask("[...document.querySelectorAll('#stage title')].map(one => one.textContent)")
    assert "</script><script>window.harmed = 1</script>" in titles
    assert plain.said == []
