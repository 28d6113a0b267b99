"""What is taken away from a chart and brought back, in a real Chromium."""

from tests.reports.support.browsing import Window
from tests.reports.support.charts import part

from .conftest import HUB, choose, counts, panel_button, press_node


def test_a_kind_that_is_filtered_away_is_gone_with_its_links(opened: Window) -> None:
    opened.press("#kinds input[value=person]")
    nodes, edges = counts(opened)
    assert nodes == 500 - 84
    assert edges < 800
    opened.press("#filter-reset")
    assert counts(opened) == (500, 800)


def test_a_relation_that_is_filtered_away_takes_its_links(opened: Window) -> None:
    opened.press("#relations input[value=called]")
    assert counts(opened) == (500, 800 - 134)
    opened.press("#alone")
    assert counts(opened)[0] < 500


def test_a_time_leaves_only_links_of_that_time(opened: Window) -> None:
    for field, value in (("from", "2026-03-01"), ("until", "2026-03-31")):
        choose(opened, f"time-{field}", value)
    graph = part(500, 800)
    assert counts(opened)[1] == sum(edge.first[:7] == "2026-03" for edge in graph.held_edges)


def test_a_time_without_an_end_leaves_all_that_comes_after(opened: Window) -> None:
    choose(opened, "time-from", "2026-11-01")
    graph = part(500, 800)
    assert counts(opened)[1] == sum(edge.first >= "2026-11" for edge in graph.held_edges)


def test_what_is_shown_is_told_in_words(opened: Window) -> None:
    opened.press("#relations input[value=called]")
    assert opened.text("#counts") == "Hiển thị 500/500 đối tượng, 666/800 liên kết"
    opened.press("#filter-reset")
    assert opened.text("#counts") == "500 đối tượng, 800 liên kết"


def test_filters_narrow_one_another(opened: Window) -> None:
    opened.press("#relations input[value=called]")
    opened.press("#relations input[value=uses]")
    choose(opened, "grade", "A1")
    edges = part(500, 800).held_edges
    wanted = [e for e in edges if e.relation not in ("called", "uses") and e.grade == "A1"]
    assert counts(opened)[1] == len(wanted) > 0


def test_the_table_lists_what_the_filter_leaves(opened: Window) -> None:
    choose(opened, "time-from", "2026-12-20")
    opened.press("[data-tab=edges]")
    assert opened.count("#table tbody tr") == counts(opened)[1] > 0


def test_a_filter_that_leaves_nothing_says_so(opened: Window) -> None:
    for kind in ("person", "phone", "bank-account", "cell", "item", "investigation"):
        opened.press(f"#kinds input[value={kind}]")
    assert counts(opened) == (0, 0)
    opened.press("[data-tab=edges]")
    assert "Không có dòng nào." in opened.text(".pager")


def test_a_hidden_node_is_found_by_search_and_comes_back(opened: Window) -> None:
    press_node(opened, HUB)
    panel_button(opened, 6)
    assert counts(opened)[0] == 499
    opened.type("#search", "v000008")
    opened.press("#found button")
    assert counts(opened)[0] == 500
    assert opened.text("#right h2") == "v000008"


def test_a_grade_leaves_only_links_graded_so_or_better(opened: Window) -> None:
    choose(opened, "grade", "B2")
    graph = part(500, 800)
    assert counts(opened)[1] == sum(edge.grade in ("A1", "B2") for edge in graph.held_edges)


def test_a_node_is_shown_alone_with_its_neighbours_and_they_are_expanded(opened: Window) -> None:
    press_node(opened, HUB)
    panel_button(opened, 3)
    near = counts(opened)[0]
    assert 10 < near < 40
    opened.press("#right .rows button")
    opened.press("#right .ends button:last-child")
    panel_button(opened, 4)
    assert counts(opened)[0] >= near


def test_neighbours_that_hang_on_nothing_else_are_folded_away(opened: Window) -> None:
    press_node(opened, HUB)
    panel_button(opened, 5)
    folded = counts(opened)[0]
    assert folded < 500
    panel_button(opened, 4)
    assert counts(opened)[0] == 500


def test_what_is_shown_alone_fills_the_window(opened: Window) -> None:
    press_node(opened, HUB)
    panel_button(opened, 3)
    opened.settle()
    box = opened.ask("document.getElementById('stage').getBoundingClientRect().toJSON()")
    nodes = [f"truyvetChart.where(truyvetChart.find({node!r})).x" for node in near(HUB)]
    xs = opened.ask(f"[{', '.join(nodes)}]")
    ys = opened.ask(f"[{', '.join(one[:-1] + 'y' for one in nodes)}]")
    assert box["left"] <= min(xs) <= max(xs) <= box["right"]
    assert box["top"] <= min(ys) <= max(ys) <= box["bottom"]
    assert max((max(xs) - min(xs)) / box["width"], (max(ys) - min(ys)) / box["height"]) > 0.6


def near(node: str) -> set[str]:
    """A node and its neighbours."""
    edges = [edge for edge in part(500, 800).held_edges if node in (edge.source, edge.target)]
    return {end for edge in edges for end in (edge.source, edge.target)}
