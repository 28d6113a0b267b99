"""Shapes and colours: every kind and relation has one, they differ, they stand off the paper."""

import re
from itertools import combinations

import pytest
from tests.reports.support.charts import small

from truyvet.evidence.links.node import KINDS
from truyvet.evidence.links.relation import RELATIONS
from truyvet.reports.chart.looks import FAMILIES, FAMILY_OF, SORTS, sort_of
from truyvet.reports.chart.shapes import shape
from truyvet.reports.templating import TEMPLATES

PAPERS = {"light": "#ffffff", "dark": "#15181d"}


def channels(colour: str) -> list[int]:
    """Red, green, blue."""
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [one / 255 for one in channels(colour)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_relation_has_a_family_and_every_kind_a_look() -> None:
    assert set(FAMILY_OF) == set(RELATIONS)
    assert set(FAMILY_OF.values()) == set(FAMILIES)
    assert {kind.pole for kind in KINDS.values()} | {"I"} == set(SORTS)


@pytest.mark.parametrize("which", list(PAPERS))
def test_every_colour_stands_off_its_paper(which: str) -> None:
    for look in (*SORTS.values(), *FAMILIES.values()):
        low, high = sorted((luminance(PAPERS[which]), luminance(getattr(look, which))))
        assert (high + 0.05) / (low + 0.05) >= 3, look


@pytest.mark.parametrize("which", list(PAPERS))
@pytest.mark.parametrize("looks", [SORTS, FAMILIES], ids=["sorts", "families"])
def test_no_two_sorts_and_no_two_families_have_nearly_one_colour(which: str, looks: object) -> None:
    for one, other in combinations(looks.values(), 2):  # type: ignore[attr-defined]
        pairs = zip(channels(getattr(one, which)), channels(getattr(other, which)), strict=True)
        assert sum(abs(a - b) for a, b in pairs) > 60, (one, other)


def test_sorts_differ_by_their_shape_alone() -> None:
    assert len({look.shape for look in SORTS.values()}) == len(SORTS)


@pytest.mark.parametrize("sort", list(SORTS))
def test_every_shape_is_known_to_pictures_and_to_the_page(sort: str) -> None:
    name = SORTS[sort].shape
    assert shape(name, 0.0, 0.0, 5.0, "#000000").corners
    assert f"{name}:" in (TEMPLATES / "chart" / "search.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("which", list(PAPERS))
def test_the_page_has_the_paper_that_colours_are_made_for(which: str) -> None:
    style = (TEMPLATES / "chart" / "chart.css").read_text(encoding="utf-8")
    papers = re.findall(r"--paper: (#\w{6})", style)
    assert papers[list(PAPERS).index(which)] == PAPERS[which]


def test_items_of_the_case_do_not_look_like_things_of_the_story() -> None:
    shown = {node.id: sort_of(node) for node in small(alone="A i1 n1").held_nodes}
    assert shown == {"person:A": "P", "item:i1": "I", "phone:n1": "O"}
