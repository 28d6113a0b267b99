"""What the tests of tables share: reading a text or a workbook, and saying what it says."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from truyvet.extractors.tables.profile import Given, Profile, built_in, parse_profile, with_given
from truyvet.extractors.tables.reading import ReadRow, Tables

ITEM = "a" * 64
"""What tells the tables of the tests apart."""


def named(name: str, **given: str) -> Profile:
    """Return a profile that comes with the program, with values of columns added."""
    return parse_profile(with_given(built_in(name), Given(values=given)))


def made(text: str) -> Profile:
    """Return a profile by its TOML, its name added."""
    return parse_profile(f'name = "own"\n{text}')


def tables(content: bytes | str, profile: Profile, table: str = ITEM) -> Tables:
    """Return the reader of a table."""
    raw = content.encode() if isinstance(content, str) else content
    return Tables(file=BytesIO(raw), profile=profile, table=table)


def rows(content: bytes | str, profile: Profile, table: str = ITEM) -> list[ReadRow]:
    """Return all rows of a table, each checked to stand where it says."""
    raw = content.encode() if isinstance(content, str) else content
    found = list(tables(raw, profile, table).rows())
    for row in found:
        scheme, _, place = row.locator[0].partition(":")
        if scheme == "bytes":
            offset, _, length = place.partition("+")
            assert raw[int(offset) : int(offset) + int(length)] == row.raw
    return found


def says(found: Sequence[ReadRow]) -> list[str]:
    """Return the statements of rows, one a line."""
    return [
        f"{said.subject} {said.relation} {said.object}" for row in found for said in row.statements
    ]


def workbook(*sheets: tuple[str, Sequence[Sequence[object]]]) -> bytes:
    """Return a workbook with sheets, by a library that is not ours."""
    book = Workbook()
    book.remove(first(book))
    for name, lines in sheets:
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    return saved(book)


def first(book: Workbook) -> Worksheet:
    """Return the sheet that a new workbook has."""
    found = book.active
    assert isinstance(found, Worksheet)
    return found


def saved(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    content = BytesIO()
    book.save(content)
    return content.getvalue()
