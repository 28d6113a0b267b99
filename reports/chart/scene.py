"""What a picture of a chart shows: strokes, areas and texts, for whatever writes them down.

The head says what it is of, the foot what signs mean and what is left out; a picture that is cut
loose from its page still tells its case, its question and how far the ledger was read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from .labels import Room, edge_label, place_label
from .lettering import fitted, readable, width, wrapped
from .lines import Course, Stroke, course_of, head_of
from .looks import FAMILIES, PEOPLE, SORTS
from .plan import Line, Place, Plan
from .shapes import Area, shape
from .words import question_of, said

INK, SOFT, PAPER = "#1c222b", "#59636f", "#ffffff"
LABEL, EDGE_LABEL, TITLE, SMALL = 12.0, 10.5, 18.0, 12.0
"""Sizes of letters, pixels."""
HALO = 2.5
"""Pixels of paper around a label, so that lines behind it do not cross its letters."""
EDGE = 20.0
"""Empty pixels at the edges."""
LEAST_WIDTH = 640.0
MAX_LABELLED_LINES = 400
"""Links above which none is labelled: colours tell their families."""
MAX_LINES = 4
"""Lines of a text of head or foot; a longer one ends with a sign that it does."""
MAX_LABEL = 170.0
"""Pixels of a node's label; a longer one is cut."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A line of text."""

    x: float
    """Where it begins, or its middle."""
    y: float
    """Its base line."""
    text: str
    """`readable` text."""
    size: float
    """Of its letters, pixels."""
    colour: str
    """Their colour."""
    middle: bool = False
    """Whether `x` is its middle."""
    halo: bool = False
    """Whether it stands out from what is behind it."""


@dataclass(kw_only=True, slots=True)
class Scene:
    """A whole picture; what comes later lies above what came before."""

    title: str
    """What it is of."""
    width: float = 0.0
    """Pixels."""
    height: float = 0.0
    """Pixels."""
    strokes: list[Stroke] = field(default_factory=list)
    """Lines."""
    areas: list[Area] = field(default_factory=list)
    """Nodes, heads of arrows."""
    texts: list[Text] = field(default_factory=list)
    """Labels, head and foot."""
    unlabelled: int = 0
    """Nodes whose label found no room."""


def scene_of(plan: Plan, words: Mapping[str, str], *, tool: str) -> Scene:
    """Return the picture of a plan in the language of `words`."""
    title = readable(said(plan.about.title, words))
    left, upper, right, lower = _extent(plan)
    scene = Scene(title=title, width=max(right - left, LEAST_WIDTH))
    top = _head(scene, plan, words)
    aside = (scene.width - right + left) / 2
    _graph(scene, plan, words, aside - left, top - upper)
    scene.height = _foot(scene, plan, words, top + lower - upper, tool) + EDGE
    return scene


def _extent(plan: Plan) -> tuple[float, float, float, float]:
    """Return left, upper, right and lower edge of the graph: links may run out of the plan."""
    courses = _courses(plan, [(place.x, place.y, place) for place in plan.places])
    return (
        min([0.0, *(course.x - EDGE_LABEL for course in courses)]),
        min([0.0, *(course.y - EDGE_LABEL for course in courses)]),
        max([plan.width, *(course.x + EDGE_LABEL for course in courses)]),
        max([plan.height, *(course.y + EDGE_LABEL for course in courses)]),
    )


def _courses(plan: Plan, places: list[tuple[float, float, Place]]) -> list[Course]:
    """Return how the links run between places that stand there."""
    return [course_of(line, places[line.source], places[line.target]) for line in plan.lines]


def _say(scene: Scene, y: float, text: str, size: float = SMALL, colour: str = SOFT) -> float:
    room = scene.width - 2 * EDGE
    lines = list(islice(wrapped(text, size, room), MAX_LINES + 1))
    if len(lines) > MAX_LINES:
        lines[MAX_LINES - 1 :] = [fitted(f"{lines[MAX_LINES - 1]} …", size, room)]
    for line in lines:
        scene.texts.append(Text(x=EDGE, y=y, text=line, size=size, colour=colour))
        y += size * 1.45
    return y


def _head(scene: Scene, plan: Plan, words: Mapping[str, str]) -> float:
    about = plan.about
    y = _say(scene, EDGE + TITLE, scene.title, TITLE, INK)
    parts = [
        f"{words['case']} {readable(', '.join(about.cases))}",
        f"{words['question']}: {readable(question_of(about, words))}",
    ]
    parts += [f"{words['as_of']} {readable(about.as_of)}"] if about.as_of else []
    y = _say(scene, y, " · ".join(parts))
    counts = words["counts"].format(nodes=len(plan.places), edges=len(plan.lines))
    y = _say(scene, y, f"{counts} · {words['entries'].format(n=about.entries)}")
    return y - SMALL


def _graph(scene: Scene, plan: Plan, words: Mapping[str, str], aside: float, top: float) -> None:
    room = Room(scene.width)
    places = [(place.x + aside, place.y + top, place) for place in plan.places]
    for x, y, place in places:
        room.take(x - place.radius, y - place.radius, 2 * place.radius, 2 * place.radius)
    courses = _courses(plan, places)
    for course, line in zip(courses, plan.lines, strict=True):
        colour = FAMILIES[line.family].light
        scene.strokes.append(course.stroke(colour))
        if not line.mutual and line.source != line.target:
            scene.areas.append(head_of(course, colour))
    for x, y, place in places:
        look = SORTS[place.sort]
        scene.areas.append(shape(look.shape, x, y, place.radius, look.light))
    _name_places(scene, places, room)
    if len(courses) <= MAX_LABELLED_LINES:
        _name_lines(scene, zip(courses, plan.lines, strict=True), words, room)


def _name_places(scene: Scene, places: list[tuple[float, float, Place]], room: Room) -> None:
    """Write the names of nodes: people and organizations first, then those of most links."""
    for x, y, place in sorted(places, key=lambda one: (one[2].sort != PEOPLE, -one[2].links)):
        label = fitted(readable(place.node.label), LABEL, MAX_LABEL)
        found = place_label(room, x, y, place.radius, width(label, LABEL), LABEL)
        if found is None:
            scene.unlabelled += 1
        else:
            scene.texts.append(_label(*found, label, LABEL, INK))


def _name_lines(
    scene: Scene, lines: Iterable[tuple[Course, Line]], words: Mapping[str, str], room: Room
) -> None:
    """Write what links say where there is room."""
    size = EDGE_LABEL
    for course, line in lines:
        label = edge_label(line, words)
        wide = width(label, size)
        if room.take(course.x - wide / 2, course.y - size / 2, wide, size):
            colour = FAMILIES[line.family].light
            scene.texts.append(_label(course.x, course.y + size * 0.35, label, size, colour))


def _label(x: float, y: float, text: str, size: float, colour: str) -> Text:
    return Text(x=x, y=y, text=text, size=size, colour=colour, middle=True, halo=True)


def _foot(scene: Scene, plan: Plan, words: Mapping[str, str], top: float, tool: str) -> float:
    x, y = EDGE, top + 14
    sorts = [sort for sort in SORTS if any(place.sort == sort for place in plan.places)]
    families = [one for one in FAMILIES if any(line.family == one for line in plan.lines)]
    entries = [(words[f"sort.{one}"], one, "") for one in sorts]
    entries += [(words[f"family.{one}"], "", one) for one in families]
    for text, sort, family in entries:
        wide = 26 + width(text, SMALL) + 18
        if x + wide > scene.width - EDGE and x > EDGE:
            x, y = EDGE, y + SMALL * 1.6
        if sort:
            look = SORTS[sort]
            scene.areas.append(shape(look.shape, x + 9, y - 4, 6.0, look.light))
        else:
            colour = FAMILIES[family].light
            scene.strokes.append(Stroke(start=(x, y - 4), end=(x + 20, y - 4), colour=colour,
                                        width=2.4))  # fmt: skip
        scene.texts.append(Text(x=x + 26, y=y, text=text, size=SMALL, colour=INK))
        x += wide
    y += SMALL * 1.9
    for note in plan.about.notes:
        y = _say(scene, y, f"{words['notes']}: {readable(said(note, words))}")
    if scene.unlabelled:
        y = _say(scene, y, words["picture.unlabelled"].format(n=scene.unlabelled))
    y = _say(scene, y, words["unproved"])
    return _say(scene, y, tool) - SMALL * 1.45
