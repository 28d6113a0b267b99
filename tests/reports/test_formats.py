"""Formats: one module and one row each."""

from pathlib import Path

import pytest

from truyvet.reports import html
from truyvet.reports.formats import FORMATS, format_of
from truyvet.reports.texts import LANGUAGES

from .support.made import filled


def test_every_format_is_a_module_of_its_name_and_every_renderer_a_row() -> None:
    room = Path(html.__file__).parent
    renderers = {path.stem for path in room.glob("*.py") if "\ndef render(" in path.read_text()}
    assert renderers == set(FORMATS)


def test_every_format_renders_every_language() -> None:
    document = filled("x")
    for one in FORMATS.values():
        rendered = {one.render(document, language) for language in LANGUAGES.values()}
        assert len(rendered) == len(LANGUAGES)


def test_suffixes_are_different() -> None:
    assert len({one.suffix for one in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize("name", ["report.html", "REPORT.HTML", "a.b.html"])
def test_a_format_is_known_by_the_name_of_its_file(name: str) -> None:
    assert format_of(name) is FORMATS["html"]


@pytest.mark.parametrize("name", ["report", "report.pdf", "html", "report.html.gz", ""])
def test_another_name_is_no_format(name: str) -> None:
    assert format_of(name) is None
