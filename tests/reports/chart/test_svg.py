"""A chart as SVG: well-formed, whole, without a script, the same bytes for the same graph."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.reports.support.charts import part, small
from tests.reports.support.harm import HARM, hostile

from truyvet.graph.model import Part
from truyvet.reports.chart.lettering import readable
from truyvet.reports.chart.looks import SORTS
from truyvet.reports.chart.plan import plan_of
from truyvet.reports.chart.scene import Scene, Text, scene_of
from truyvet.reports.chart.svg import render_svg
from truyvet.reports.chart.words import LANGUAGES

SVG = "{http://www.w3.org/2000/svg}"
TAGS = {f"{SVG}{one}" for one in
        ("svg", "title", "rect", "g", "path", "circle", "polygon", "text")}  # fmt: skip
STRICT = etree.XMLParser(resolve_entities=False, no_network=True, recover=False)


def picture(graph: Part, language: str = "vi") -> bytes:
    """The picture of a graph."""
    return render_svg(scene_of(plan_of(graph), LANGUAGES[language], tool="truyvet test"))


def parsed(graph: Part, language: str = "vi") -> etree._Element:
    """Its root; the parser stumbles over bad XML."""
    return etree.fromstring(picture(graph, language), STRICT)


def texts(root: etree._Element) -> list[str]:
    """All texts."""
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def one_text(text: str) -> etree._Element:
    """The element of a text."""
    told = Text(x=5.0, y=6.0, text=readable(text), size=12.0, colour="#000000")
    content = render_svg(Scene(title="t", width=100.0, height=50.0, texts=[told]))
    return next(etree.fromstring(content, STRICT).iter(f"{SVG}text"))


def test_a_small_chart_as_it_is_written() -> None:
    content = picture(small(alone="A")).decode()
    assert content.startswith(
        '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org'
    )
    assert '<circle cx="320.0" cy="' in content
    assert '" r="6.0" fill="#1f6fb5" stroke="#ffffff" stroke-width="1.5"/>' in content
    assert content.endswith("</g>\n</svg>\n")


@pytest.mark.parametrize(("nodes", "edges"), [(1, 0), (2, 1), (30, 45), (300, 500)])
def test_there_is_a_shape_for_every_node_and_a_path_for_every_link(nodes: int, edges: int) -> None:
    graph = part(nodes, edges)
    plan = plan_of(graph)
    strokes, areas, _ = parsed(graph).findall(f"{SVG}g")
    shapes = [one for one in areas if one.get("stroke")]
    assert len(shapes) == nodes + len({place.sort for place in plan.places})
    assert len(strokes) == edges + len({line.family for line in plan.lines})
    heads = [one for one in areas if not one.get("stroke")]
    assert len(heads) == sum(not line.mutual for line in plan.lines)


@pytest.mark.parametrize(
    ("name", "tag"),
    [("A", "circle"), ("n1", "polygon"), ("i1", "polygon")],
)
def test_a_node_has_the_shape_and_colour_of_its_sort(name: str, tag: str) -> None:
    graph = small(alone=name)
    shape = parsed(graph).findall(f"{SVG}g")[1][0]
    assert shape.tag == SVG + tag
    assert shape.get("fill") == SORTS[plan_of(graph).places[0].sort].light


def test_a_straight_link_is_a_line_and_a_bent_one_a_curve() -> None:
    courses = [one.get("d") for one in parsed(small("A called B", "C called D", "C called D"))
               .findall(f"{SVG}g")[0]]  # fmt: skip
    assert re.fullmatch(r"M[\d.]+,[\d.]+L[\d.]+,[\d.]+", courses[0] or "")
    assert re.fullmatch(r"M[\d.]+,[\d.]+Q[\d.]+,[\d.]+ [\d.]+,[\d.]+", courses[1] or "")


def test_a_link_of_more_statements_has_a_wider_stroke() -> None:
    one, many = parsed(small("A called B", "C called D x64")).findall(f"{SVG}g")[0][:2]
    assert (one.get("stroke-width"), many.get("stroke-width")) == ("1.2", "4.2")


def test_it_has_no_number_that_is_none() -> None:
    content = picture(small("A called A", "A called B", "B called A"))
    assert b"nan" not in content
    assert b"inf" not in content


def test_it_is_as_large_as_it_says() -> None:
    root = parsed(part(30, 45))
    size = [float(root.get(name) or 0) for name in ("width", "height")]
    assert root.get("viewBox") == f"0 0 {size[0]:.0f} {size[1]:.0f}"
    assert min(size) >= 300


def test_it_tells_what_it_is_of_and_what_it_leaves_out() -> None:
    root = parsed(part(30, 45))
    told = " ".join(texts(root))
    for word in ("12/2026", "cả vụ án", "30 đối tượng", "3 hubs were left out", "truyvet test"):
        assert word in told
    assert root.findtext(f"{SVG}title") == "12/2026 Lừa đảo chuyển khoản"


def test_in_english() -> None:
    told = " ".join(texts(parsed(part(30, 45), "en")))
    assert "30 nodes, 45 links" in told
    assert "called" in told


def test_the_same_graph_gives_the_same_bytes() -> None:
    assert picture(part(30, 45)) == picture(part(30, 45))


@pytest.mark.parametrize("name", list(HARM))
def test_hostile_text_does_no_harm(name: str) -> None:
    root = parsed(hostile(HARM[name]))
    assert {one.tag for one in root.iter()} <= TAGS
    attributes = {attribute for one in root.iter() for attribute in one.keys()}  # noqa: SIM118
    assert not [one for one in attributes if one.startswith("on") or "href" in one]
    content = picture(hostile(HARM[name])).decode()
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", content)
    assert "url(" not in content


@pytest.mark.parametrize(
    "text", ["a < b & c > d", "]]>", "&amp;", "'\"", "<script>x</script>", "Đức"]
)
def test_a_text_stands_there_as_it_was(text: str) -> None:
    assert one_text(text).text == text


@given(st.text(st.characters(), min_size=1, max_size=40))
def test_any_text_is_read_back_as_it_is_shown(text: str) -> None:
    assert one_text(text).text == readable(text)


def test_a_text_takes_the_room_that_was_kept_for_it() -> None:
    assert float(one_text("Nguyễn").get("textLength") or 0) == pytest.approx(42, abs=4)


def test_a_text_of_letters_that_the_font_lacks_is_left_to_the_reader() -> None:
    assert one_text("公司").get("textLength") is None
    assert one_text("公司").text == "公司"


def test_a_long_name_is_cut_in_the_picture() -> None:
    shown = [text for text in texts(parsed(hostile("ệ" * 10_000))) if "ệệ" in text]
    assert shown
    assert max(map(len, shown)) < 200
    assert all(text.endswith("…") for text in shown)
