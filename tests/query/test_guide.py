"""docs/guide/query.md shows the fields and the views that the code knows, and queries that run."""

import re
from pathlib import Path

import pytest

from truyvet.query.fields import FIELDS
from truyvet.query.language import parse
from truyvet.query.searching import Search
from truyvet.query.source import Source
from truyvet.query.views import VIEWS

ROW = re.compile(r"^\| `([^`]+)` \| (.+?) \|(?: `([^`]+)` \|)?$", re.MULTILINE)


@pytest.fixture(scope="module")
def guide(repository: Path) -> str:
    """The page."""
    return (repository / "docs/guide/query.md").read_text(encoding="utf-8")


def section(guide: str, heading: str) -> str:
    """What stands under a heading, down to the next one."""
    return re.split(r"^#+ ", guide.split(f"\n{heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def test_the_table_of_fields_is_that_of_the_code(guide: str) -> None:
    shown = ROW.findall(section(guide, "### Fields"))
    assert shown == [(f"{name}:", row.title, row.example) for name, row in FIELDS.items()]


@pytest.mark.parametrize("name", VIEWS)
def test_the_table_of_a_view_is_that_of_the_code(guide: str, name: str) -> None:
    shown = ROW.findall(section(guide, f"### `{name}`"))
    assert shown == [(column, holds, "") for column, holds in VIEWS[name].columns.items()]


def test_every_view_has_its_section_in_order(guide: str) -> None:
    assert re.findall(r"^### `(\w+)`$", guide, re.MULTILINE) == list(VIEWS)


@pytest.mark.parametrize("name", FIELDS)
def test_every_example_of_a_field_is_read_as_that_field(name: str) -> None:
    term = parse(FIELDS[name].example)
    assert getattr(term, "field", None) == name


@pytest.mark.parametrize("name", sorted(FIELDS.keys() - {"item", "case"}))
def test_every_example_of_a_field_can_be_asked(source: Source, name: str) -> None:
    list(Search(source, FIELDS[name].example).found(5))


def test_every_query_of_the_guide_is_read(guide: str) -> None:
    queries = re.findall(r"^\$ truyvet search '([^']+)'$", guide, re.MULTILINE)
    assert len(queries) == 3
    for query in queries:
        parse(query)
