"""What the tests of charts share: plans of three sizes, their pages, and a browser to open them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.reports.support.browsing import NO_WEBGL, Window
from tests.reports.support.charts import part

from truyvet.collectors.browser.chromium import VARIABLE, find_chromium
from truyvet.evidence.errors import TruyvetError
from truyvet.reports.chart.html import render_html
from truyvet.reports.chart.plan import Plan, plan_of

SIZES = {10: 14, 500: 800, 5000: 9000}
"""Nodes to links."""
HUB = "bank-account:v000008"
"""A node of many links."""


AS_IT_WAS = """(() => {
  const press = (id) => document.querySelector(id).click();
  const set = (id, value, what) => {
    document.getElementById(id).value = value;
    document.getElementById(id).dispatchEvent(new Event(what));
  };
  document.activeElement.blur();
  dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  set("language", "vi", "change");
  set("search", "", "input");
  for (const id of ["#filter-reset", "#path-clear", "[data-tab=chart]", "#zoom-all"]) press(id);
})()"""
"""What makes a page what it was when it was opened."""


class Plans(dict[int, Plan]):
    """Plans by the number of their nodes, each made when it is first asked for."""

    def __missing__(self, nodes: int) -> Plan:
        self[nodes] = plan_of(part(nodes, SIZES[nodes]))
        return self[nodes]


class Pages(dict[int, Path]):
    """Files of their pages, in Vietnamese."""

    def __init__(self, plans: Plans, folder: Path) -> None:
        super().__init__()
        self.plans = plans
        self.folder = folder

    def __missing__(self, nodes: int) -> Path:
        self[nodes] = self.folder / f"chart-{nodes}.html"
        self[nodes].write_bytes(render_html(self.plans[nodes], "vi", tool="truyvet test"))
        return self[nodes]


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The files of pages, by the number of their nodes."""
    return Pages(Plans(), tmp_path_factory.mktemp("charts"))


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The program; without it there is nothing to test."""
    try:
        return find_chromium(os.environ.get(VARIABLE), os.environ.get("PATH"))
    except TruyvetError as error:
        pytest.skip(f"{error.text}: {error.hint}")


@pytest.fixture(scope="module")
def window(chromium: Path) -> Iterator[Window]:
    """One browser with WebGL for all tests of a file."""
    running = Window(chromium)
    yield running
    running.close()


@pytest.fixture(scope="module")
def plain_window(chromium: Path) -> Iterator[Window]:
    """One browser without WebGL."""
    running = Window(chromium, NO_WEBGL)
    yield running
    running.close()


@pytest.fixture(scope="module")
def opened_once(window: Window, pages: dict[int, Path]) -> Window:
    """The page of 500 nodes, opened for all tests of a file."""
    window.open(pages[500])
    return window


@pytest.fixture
def opened(opened_once: Window, pages: dict[int, Path]) -> Iterator[Window]:
    """That page as it was in the beginning; afterwards nothing was complained of or asked for."""
    opened_once.ask(AS_IT_WAS)
    opened_once.settle()
    yield opened_once
    check_quiet(opened_once, pages[500])


def check_quiet(window: Window, file: Path) -> None:
    """No message, no violation of the policy, no request but for the page itself."""
    assert window.said == []
    # Chromium's own style sheet holds little pictures, as of an arrow, as data.
    assert {url for url in window.asked if not url.startswith("data:")} == {file.as_uri()}


def choose(window: Window, field: str, value: str) -> None:
    """Set a field to a value, as one who uses it does."""
    window.ask(
        f"(field => {{ field.value = {value!r}; field.dispatchEvent(new Event('change')); }})"
        f"(document.getElementById({field!r}))"
    )
    window.settle()


def press_node(window: Window, node: str) -> None:
    """Click a node in the drawing."""
    place = window.ask(f"truyvetChart.where(truyvetChart.find({node!r}))")
    window.click(place["x"], place["y"])


def panel_button(window: Window, number: int) -> None:
    """Press one of the buttons of a node's panel."""
    window.ask(f"document.querySelectorAll('#right .buttons button')[{number}].click()")
    window.settle()


def counts(window: Window) -> tuple[int, int]:
    """Nodes and links that the page says it shows."""
    told = window.ask("({...document.getElementById('counts').dataset})")
    return int(told["nodes"]), int(told["edges"])
