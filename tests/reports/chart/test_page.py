"""The chart's page in a real Chromium without network: opened, clicked, searched, printed."""

from collections import Counter

import pytest
from tests.reports.support.browsing import Window
from tests.reports.support.charts import part

from .conftest import HUB, choose, panel_button, press_node


def test_the_tables_list_every_link_and_node(opened: Window) -> None:
    opened.press("[data-tab=edges]")
    assert "800" in opened.text(".pager")
    assert opened.count("#table tbody tr") == 100
    opened.press("[data-tab=nodes]")
    assert "500" in opened.text(".pager")
    opened.press("#table thead th:nth-child(4) button")
    assert opened.ask("document.querySelector('#table thead th:nth-child(4)').ariaSort") in (
        "ascending", "descending",
    )  # fmt: skip


def test_a_table_is_turned_over_and_a_row_opens_its_link(opened: Window) -> None:
    opened.press("[data-tab=edges]")
    opened.press(".pager button:last-child")
    assert "101" in opened.text(".pager")
    opened.press("#table tbody tr button")
    assert "SHA-256" in opened.text("#right")


def test_search_finds_a_name_without_its_marks(opened: Window) -> None:
    opened.type("#search", "nguyen van duc 30")
    assert opened.text("#found button bdi") == "Nguyễn Văn Đức 30"
    opened.key("Enter")
    assert opened.text("#right h2") == "Nguyễn Văn Đức 30"


def test_search_finds_a_number_in_another_spelling(opened: Window) -> None:
    opened.type("#search", "0900.000.001")
    assert opened.text("#found button bdi") == "+84900000001"


def test_search_says_when_nothing_fits(opened: Window) -> None:
    opened.type("#search", "không có ai")
    assert opened.count("#found button") == 0
    assert opened.text("#found")


def test_the_slash_key_goes_to_the_search_box(opened: Window) -> None:
    opened.key("/")
    assert opened.ask("document.activeElement.id") == "search"


def test_a_click_on_a_node_opens_its_panel_and_one_beside_closes_it(opened: Window) -> None:
    press_node(opened, HUB)
    assert opened.text("#right h2") == "v000008"
    assert opened.count("#right .rows li") == 31
    opened.key("Escape")
    assert opened.count("#right .rows li") == 12  # the overview


def test_a_link_shows_the_statements_it_rests_on(opened: Window) -> None:
    press_node(opened, HUB)
    opened.press("#right .rows button")
    assert opened.count("#right .piece") == 2
    told = opened.text("#right")
    for piece in ("/evidence/cdr-", "row:", "rows 1", "Nguyễn Văn An, PA05", "5:", "64 s"):
        assert piece in told


def test_the_path_between_two_picked_nodes_is_found_and_told(opened: Window) -> None:
    press_node(opened, HUB)
    panel_button(opened, 0)
    opened.type("#search", "Nguyễn Văn Đức 30")
    opened.key("Enter")
    panel_button(opened, 1)
    steps = opened.count("#path-answer li") - 1
    assert steps >= 1
    graph = part(500, 800)
    assert steps == distance(graph.held_edges, HUB, f"person:{30:016x}")
    opened.press("#path-answer li:nth-child(2) button")
    assert opened.count("#right .piece") == 2
    opened.press("#path-clear")
    assert opened.count("#path-answer li") == 0


def distance(edges: tuple[object, ...], start: str, goal: str) -> int:
    """Links on the shortest way, by networkx."""
    import networkx as nx

    graph = nx.Graph((edge.source, edge.target) for edge in edges)  # type: ignore[attr-defined]
    return int(nx.shortest_path_length(graph, start, goal))


def test_the_language_is_switched_in_the_page(opened: Window) -> None:
    assert opened.text("[data-tab=chart]") == "Sơ đồ"
    choose(opened, "language", "en")
    assert opened.text("[data-tab=chart]") == "Chart"
    assert opened.ask("document.documentElement.lang") == "en"
    assert "telephone number" in opened.text("#kinds")


def test_the_page_is_printed_with_picture_and_table(opened: Window) -> None:
    pdf = opened.call("Page.printToPDF")["data"]
    assert len(pdf) > 50_000
    assert opened.count("#printed") == 0  # it is put back as it was


def test_zoom_and_the_way_back(opened: Window) -> None:
    where = f"truyvetChart.where(truyvetChart.find({HUB!r}))"
    before = opened.ask(where)
    opened.press("#zoom-in")
    opened.press("#zoom-in")
    opened.settle()
    assert opened.ask(where) != before
    opened.press("#zoom-all")
    opened.settle()
    after = opened.ask(where)
    assert after["x"] == pytest.approx(before["x"], abs=1)


def test_a_table_is_sorted_by_what_is_asked_for(opened: Window) -> None:
    opened.press("[data-tab=nodes]")
    opened.press("#table thead th:nth-child(1) button")
    first = opened.text("#table tbody tr th")
    opened.press("#table thead th:nth-child(1) button")
    last = opened.text("#table tbody tr th")
    labels = sorted(node.label for node in part(500, 800).held_nodes)
    assert {first, last} == {labels[0], labels[-1]}


def test_the_overview_says_what_the_chart_is_of_and_what_it_leaves_out(opened: Window) -> None:
    told = opened.text("#right")
    for words in ("12/2026", "cả vụ án", "Số mục sổ cái đã đọc: 7", "3 hubs were left out"):
        assert words in told


def test_the_most_linked_node_comes_first_in_the_overview(opened: Window) -> None:
    ends = Counter(end for e in part(500, 800).held_edges for end in {e.source, e.target})
    ((_, most),) = ends.most_common(1)
    assert opened.text("#right ol small") == str(most)


def test_a_key_zooms_and_another_shows_the_whole_chart(opened: Window) -> None:
    where = f"truyvetChart.where(truyvetChart.find({HUB!r}))"
    before = opened.ask(where)
    opened.ask("document.activeElement.blur()")
    opened.key("+")
    assert opened.ask(where) != before
    opened.key("0")
    assert opened.ask(where)["x"] == pytest.approx(before["x"], abs=1)


def test_no_way_leads_where_all_links_are_taken_away(opened: Window) -> None:
    press_node(opened, HUB)
    panel_button(opened, 0)
    opened.type("#search", "Nguyễn Văn Đức 30")
    opened.key("Enter")
    choose(opened, "time-from", "2026-12-31")
    panel_button(opened, 1)
    assert opened.text("#path-answer") == "Không có đường nào trong các liên kết đang hiện."
