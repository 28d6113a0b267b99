"""A chart as PNG: read back by Pillow, of the size that is asked for, with what the plan has."""

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageChops
from tests.reports.support.charts import part, small
from tests.reports.support.harm import HARM, hostile

from truyvet.graph.model import Part
from truyvet.reports.chart.looks import FAMILIES, SORTS
from truyvet.reports.chart.plan import plan_of
from truyvet.reports.chart.png import MAX_PIXELS, render_png
from truyvet.reports.chart.scene import Scene, Text, scene_of
from truyvet.reports.chart.words import LANGUAGES

WHITE = (255, 255, 255)


def scene(graph: Part, language: str = "vi") -> Scene:
    """The picture of a graph before it is drawn."""
    return scene_of(plan_of(graph), LANGUAGES[language], tool="truyvet test")


def drawn(picture: Scene, scale: float = 1.0) -> Image.Image:
    """The picture as Pillow reads it back."""
    image = Image.open(io.BytesIO(render_png(picture, scale=scale)))
    image.load()
    return image


def rgb(colour: str) -> tuple[int, ...]:
    """The channels of a colour."""
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def written(text: str) -> Image.Image:
    """A picture of this text only."""
    told = Text(x=10.0, y=30.0, text=text, size=18.0, colour="#000000")
    return drawn(Scene(title="", width=200.0, height=40.0, texts=[told]))


def ink(image: Image.Image) -> tuple[int, int, int, int] | None:
    """The box of what is not paper."""
    return ImageChops.invert(image.convert("L")).getbbox()


def test_it_has_the_size_of_its_plan() -> None:
    picture = scene(part(30, 45))
    image = drawn(picture)
    assert image.format == "PNG"
    assert image.mode == "RGB"
    assert image.size == (round(picture.width), round(picture.height))


@pytest.mark.parametrize("scale", [0.25, 0.5, 2.0, 4.0])
def test_it_is_as_much_larger_as_is_asked_for(scale: float) -> None:
    picture = scene(small("A called n1"))
    image = drawn(picture, scale)
    assert image.size == (round(picture.width * scale), round(picture.height * scale))
    assert image.info["dpi"][0] == pytest.approx(96 * scale, rel=0.01)


def test_one_too_large_for_memory_is_drawn_smaller() -> None:
    side = MAX_PIXELS**0.5 / 10  # and ten times as large as that is the limit
    size = drawn(Scene(title="", width=side, height=side), scale=40.0).size
    assert size[0] * size[1] <= MAX_PIXELS * 1.01
    assert size[0] == size[1]


@pytest.mark.parametrize(("width", "height"), [(1.0, 5000.0), (5000.0, 0.4), (0.2, 0.2)])
def test_the_narrowest_picture_has_a_pixel(width: float, height: float) -> None:
    assert min(drawn(Scene(title="", width=width, height=height), scale=0.25).size) >= 1


def test_the_same_graph_gives_the_same_bytes() -> None:
    assert render_png(scene(part(30, 45))) == render_png(scene(part(30, 45)))


def test_a_node_stands_where_the_plan_has_it_in_its_colour() -> None:
    graph = small("A called n1", "n1 mentioned_in i1")
    picture, plan = scene(graph), plan_of(graph)
    image = drawn(picture, 2.0)
    middles = [area for area in picture.areas if area.rimmed][: len(plan.places)]
    for place, area in zip(plan.places, middles, strict=True):
        x = sum(x for x, _ in area.corners) / len(area.corners)
        y = sum(y for _, y in area.corners) / len(area.corners)
        assert image.getpixel((round(2 * x), round(2 * y))) == rgb(SORTS[place.sort].light)


def test_a_link_is_drawn_between_its_ends_in_the_colour_of_its_family() -> None:
    picture = scene(small("A called B x64"))
    picture.texts.clear()
    stroke = picture.strokes[0]
    x, y = ((a + b) / 2 for a, b in zip(stroke.start, stroke.end, strict=True))
    assert drawn(picture, 2.0).getpixel((round(2 * x), round(2 * y))) == rgb(
        FAMILIES["contact"].light
    )


def test_a_bent_link_leaves_the_straight_line() -> None:
    picture = scene(small("A transferred B x64", "B transferred A x64"))
    picture.texts.clear()
    (x, y), (u, v) = picture.strokes[0].start, picture.strokes[0].end
    assert drawn(picture).getpixel((round((x + u) / 2), round((y + v) / 2))) == WHITE


def test_the_corners_are_paper() -> None:
    image = drawn(scene(part(30, 45)))
    right, low = image.size[0] - 1, image.size[1] - 1
    assert {image.getpixel(at) for at in ((0, 0), (right, 0), (0, low), (right, low))} == {WHITE}


@pytest.mark.parametrize("letter", ["ế", "Ữ", "đ", "Đ", "ơ", "ặ", "ỹ", "₫"])
def test_a_vietnamese_letter_is_drawn_and_not_the_box_of_a_missing_one(letter: str) -> None:
    shown = written(letter)
    assert ink(shown) is not None
    assert shown.tobytes() != written("\U0010fffd").tobytes()
    assert shown.tobytes() != written("?").tobytes()


@pytest.mark.parametrize(("one", "other"), [("e", "ế"), ("ê", "ế"), ("u", "ư"), ("d", "đ")])
def test_a_mark_is_seen(one: str, other: str) -> None:
    assert written(one).tobytes() != written(other).tobytes()


def test_the_marks_above_a_capital_are_not_cut_off() -> None:
    plain, marked = ink(written("E")), ink(written("Ế"))
    assert plain is not None
    assert marked is not None
    assert marked[1] < plain[1] - 3
    assert marked[3] == plain[3]


def test_a_letter_that_the_font_lacks_is_drawn_as_an_escape() -> None:
    assert written("公").tobytes() == written("\\u516c").tobytes()


def test_what_is_cut_off_at_the_edge_breaks_nothing() -> None:
    assert ink(written("x" * 10_000)) is not None
    told = Text(x=-900.0, y=9e5, text="x", size=12.0, colour="#000000", middle=True, halo=True)
    assert ink(drawn(Scene(title="", width=50.0, height=50.0, texts=[told]))) is None


@pytest.mark.parametrize("name", list(HARM))
def test_hostile_text_is_drawn_and_changes_no_size(name: str) -> None:
    image = drawn(scene(hostile(HARM[name])), 0.5)
    assert max(image.size) < 800


def test_titles_in_two_languages_differ() -> None:
    one, other = (drawn(scene(part(6, 8), language)) for language in ("vi", "en"))
    assert one.tobytes() != other.tobytes()


def test_a_name_that_changes_changes_the_picture() -> None:
    graph = small("A called n1")
    renamed = tuple(replace(node, label=f"{node.label}ă") for node in graph.held_nodes)
    one, other = (drawn(scene(each)) for each in (graph, replace(graph, held_nodes=renamed)))
    assert one.size == other.size
    assert one.tobytes() != other.tobytes()
