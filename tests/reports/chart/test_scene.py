"""A picture before it is drawn: head, graph, labels and foot, in either language."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.reports.support.charts import part, small
from tests.reports.support.harm import HARM, hostile

from truyvet.graph.model import Part
from truyvet.graph.telling import told
from truyvet.reports.chart.lettering import width
from truyvet.reports.chart.looks import FAMILIES, SORTS
from truyvet.reports.chart.plan import plan_of
from truyvet.reports.chart.scene import (
    EDGE,
    LEAST_WIDTH,
    MAX_LABEL,
    MAX_LABELLED_LINES,
    MAX_LINES,
    Scene,
    Text,
    scene_of,
)  # fmt: skip
from truyvet.reports.chart.words import LANGUAGES


def scene(graph: Part, language: str = "vi") -> Scene:
    """The picture of a graph."""
    return scene_of(plan_of(graph), LANGUAGES[language], tool="truyvet test")


def lines(picture: Scene) -> list[str]:
    """The texts of head and foot."""
    return [one.text for one in picture.texts if not one.halo]


def labels(picture: Scene) -> list[str]:
    """The texts at nodes and links."""
    return [one.text for one in picture.texts if one.halo]


def boxes(picture: Scene) -> list[tuple[float, float, float, float]]:
    """Left, upper, right, lower edge of every text."""
    return [
        (one.x - shift, one.y - one.size * 0.8, one.x - shift + wide, one.y)
        for one, wide in ((one, width(one.text, one.size)) for one in picture.texts)
        for shift in [wide / 2 if one.middle else 0.0]
    ]


PAIR = small("A called n1 x3", title="12/2026 Lừa đảo", notes=("one was left out",))


def test_an_english_picture_says_what_it_is_of() -> None:
    assert lines(scene(PAIR, "en")) == [
        "12/2026 Lừa đảo", "Case 12/2026 · Question: the whole case",
        "2 nodes, 1 links · Ledger entries read: 7",
        "Person, organization", "Object", "calls, messages, meetings",
        "Limits of this chart: one was left out",
        "This chart was made from the case and proves nothing by itself: check a statement against "
        "the case with", "truyvet verify and truyvet show.", "truyvet test",
    ]  # fmt: skip


def test_a_vietnamese_picture_says_the_same() -> None:
    said = lines(scene(PAIR))
    assert said[1] == "Vụ án 12/2026 · Câu hỏi: cả vụ án"
    assert said[2] == "2 đối tượng, 1 liên kết · Số mục sổ cái đã đọc: 7"
    assert said[6] == "Giới hạn của sơ đồ này: one was left out"


def test_nodes_and_links_are_labelled_in_the_language() -> None:
    assert sorted(labels(scene(PAIR))) == ["A", "gọi cho ×3", "n1"]
    assert sorted(labels(scene(PAIR, "en"))) == ["A", "called ×3", "n1"]


@pytest.mark.parametrize(
    ("language", "title", "note"),
    [
        ("vi", "Đường liên kết từ Đức đến Bình", "3 trong số 8 đối tượng không được vẽ: chỉ vẽ"),
        ("en", "Paths from Đức to Bình", "3 of 8 nodes are not shown: only the 5 with"),
    ],
)
def test_what_the_graph_says_of_itself_is_said_in_the_language(
    language: str, title: str, note: str
) -> None:
    graph = small("A called B", title=told("paths", start="Đức", goal="Bình"),
                  notes=(told("left.case", missed=3, all=8, limit=5),))  # fmt: skip
    picture = scene(graph, language)
    assert picture.title == lines(picture)[0] == title
    assert any(note in line for line in lines(picture))


def test_a_date_of_knowledge_stands_in_the_head() -> None:
    about = replace(PAIR.about, as_of="2026-03-01")
    head = lines(scene(replace(PAIR, about=about), "en"))[1]
    assert head.endswith("the whole case · As it was known on 2026-03-01")


def test_the_legend_explains_what_is_there_and_nothing_else() -> None:
    said = lines(scene(small("A called n1", "A mentioned_in i1"), "en"))
    english = LANGUAGES["en"]
    shown = {code for code, text in english.items() if text in said}
    assert {code for code in shown if code.startswith(("sort.", "family."))} == {
        "sort.P", "sort.O", "sort.I", "family.contact", "family.mention",
    }  # fmt: skip


def test_every_node_and_link_is_drawn_once_and_arrows_have_heads() -> None:
    graph = small("A called B", "A associate B", "A called A", "i1 seen_at n1")
    picture = scene(graph)
    families, sorts = 3, 3
    assert len(picture.strokes) == 4 + families
    heads = [one for one in picture.areas if not one.rimmed]
    assert len(heads) == 2  # neither the mutual link nor the one with itself
    assert len(picture.areas) == 4 + len(heads) + sorts


def test_links_lie_below_nodes_in_the_colour_of_their_family() -> None:
    picture = scene(small("A called B", "A transferred C"))
    assert [one.colour for one in picture.strokes[:2]] == [
        FAMILIES["contact"].light, FAMILIES["money"].light,
    ]  # fmt: skip
    assert [one.rimmed for one in picture.areas[:2]] == [False, False]
    assert {one.colour for one in picture.areas[2:]} == {SORTS["P"].light}


@given(st.integers(1, 20), st.integers(0, 30), st.integers(0, 1000))
@example(nodes=11, edges=10, seed=252)
@example(nodes=2, edges=29, seed=0)
def test_no_text_runs_out_of_the_picture(nodes: int, edges: int, seed: int) -> None:
    graph = part(nodes, edges if nodes > 1 else 0, seed=seed)
    wordy = tuple(replace(node, label="Nguyễn Hoàng " * 9) for node in graph.held_nodes)
    picture = scene(replace(graph, held_nodes=wordy))
    for left, upper, right, lower in boxes(picture):
        assert left >= 0
        assert right <= picture.width
        assert upper >= 0
        assert lower <= picture.height


@pytest.mark.parametrize("edges", [1, 9, 29, 80])
def test_many_links_between_two_nodes_stay_between_head_and_foot(edges: int) -> None:
    picture = scene(part(2, edges, seed=0))
    head, foot = picture.texts[2].y, picture.height - picture.texts[-1].size
    for one in picture.strokes[:edges]:
        x, y = one.control or one.start
        assert head < (one.start[1] + 2 * y + one.end[1]) / 4 < foot
        assert 0 <= (one.start[0] + 2 * x + one.end[0]) / 4 <= picture.width


@pytest.mark.parametrize(("nodes", "edges"), [(30, 45), (300, 500)])
def test_no_label_lies_over_another(nodes: int, edges: int) -> None:
    picture = scene(part(nodes, edges))
    found = [box for box, one in zip(boxes(picture), picture.texts, strict=True) if one.halo]
    assert len(found) > nodes // 2
    for number, (a, b, c, d) in enumerate(found):
        for e, f, g, h in found[:number]:
            assert c <= e + 1 or g <= a + 1 or d <= f + 1 or h <= b + 1


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_names_that_find_no_room_are_counted_in_the_picture(language: str) -> None:
    picture = scene(part(300, 900), language)
    named = {one.text for one in picture.texts if one.halo}
    assert picture.unlabelled == 300 - sum(
        place.node.label in named for place in plan_of(part(300, 900)).places
    )
    words = LANGUAGES[language]["picture.unlabelled"].format(n=picture.unlabelled)
    assert words in lines(picture)


def test_people_are_named_before_what_has_more_links() -> None:
    links = [f"n{one} called n{other}" for one in range(8) for other in range(one)]
    plan = plan_of(small(*links, alone="A B C D"))
    places = tuple(replace(one, x=300.0, y=200.0) for one in plan.places)
    picture = scene_of(replace(plan, places=places), LANGUAGES["en"], tool="truyvet test")
    named = {one.text for one in picture.texts if one.halo and "called" not in one.text}
    assert named == {"A", "B", "C", "D"}
    assert picture.unlabelled == 8


def test_a_picture_with_room_for_all_says_nothing_of_names() -> None:
    assert not any("name" in line for line in lines(scene(PAIR, "en")))


def test_a_long_name_is_cut_and_keeps_its_beginning() -> None:
    graph = small(alone="A")
    name = "Công ty trách nhiệm hữu hạn một thành viên Thương mại và Dịch vụ"
    node = replace(graph.held_nodes[0], label=name)
    (label,) = labels(scene(replace(graph, held_nodes=(node,))))
    assert label.endswith("…")
    assert name.startswith(label[:-1])
    assert width(label, 12) <= MAX_LABEL


@pytest.mark.parametrize("where", ["title", "notes"])
def test_what_is_cut_off_a_long_text_is_marked(where: str) -> None:
    text = "rất dài " * 300
    about = replace(PAIR.about, title=text if where == "title" else "T")
    about = replace(about, notes=(text,) if where == "notes" else ())
    said = [line for line in lines(scene(replace(PAIR, about=about))) if "rất dài" in line]
    assert len(said) == MAX_LINES
    assert said[-1].endswith("…")
    assert not said[-2].endswith("…")


def test_a_small_chart_has_a_picture_wide_enough_to_be_read() -> None:
    picture = scene(small(alone="A"))
    assert picture.width == LEAST_WIDTH
    (name,) = [one for one in picture.texts if one.halo]
    assert name.x == pytest.approx(LEAST_WIDTH / 2)


def test_links_of_a_crowded_chart_bear_no_words() -> None:
    few, many = small(*["A called B"] * 3), small(*["A called B"] * (MAX_LABELLED_LINES + 1))
    assert "gọi cho" in labels(scene(few))
    assert "gọi cho" not in labels(scene(many))


@pytest.mark.parametrize("name", list(HARM))
def test_hostile_text_neither_widens_a_picture_nor_hides_in_it(name: str) -> None:
    picture = scene(hostile(HARM[name]))
    assert picture.width < 1500
    assert picture.height < 1500
    assert all(one.text.isprintable() for one in picture.texts)
    assert all(right <= picture.width for _, _, right, _ in boxes(picture))


def test_texts_are_plain_values() -> None:
    first = scene(PAIR).texts[0]
    assert first == Text(x=EDGE, y=38.0, text="12/2026 Lừa đảo", size=18.0, colour="#1c222b")
