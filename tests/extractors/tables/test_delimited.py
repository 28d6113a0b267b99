"""Delimited text: every row with its exact bytes, whatever a program wrote."""

import csv
import unicodedata
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truyvet.extractors.tables import delimited
from truyvet.extractors.tables.delimited import Delimited
from truyvet.extractors.tables.rows import MAX_CELLS, Row

LETTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
CALLS = "Số gọi,Số nhận,Trạm\r\n0912,0913,Hà Nội\r\n0914,0915,Đà Nẵng\r\n"


def bounds(step: str) -> tuple[int, int]:
    offset, _, length = step.removeprefix("bytes:").partition("+")
    return int(offset), int(length)


def table(content: bytes, **how: str) -> tuple[Delimited, list[Row]]:
    """Return the rows of a text; each is checked to stand where it says."""
    text = Delimited(BytesIO(content), **how)
    found = list(text.rows())
    for row in found:
        offset, length = bounds(row.locator[0])
        assert content[offset : offset + length] == row.raw
    return text, found


def cells(content: bytes, **how: str) -> list[list[str]]:
    return [row.cells for row in table(content, **how)[1]]


@pytest.mark.parametrize(
    ("encoding", "seen"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"),
     ("utf-32", "utf-32-le")],
)  # fmt: skip
def test_the_encoding_is_found_by_mark_or_form(encoding: str, seen: str) -> None:
    text, found = table(CALLS.encode(encoding))
    assert text.encoding == seen
    assert [row.cells for row in found] == [line.split(",") for line in CALLS.splitlines()]


def test_utf_16_without_a_mark_is_found() -> None:
    plain = "from,to\r\n0912,0913\r\n" * 3
    for encoding in ("utf-16-le", "utf-16-be"):
        assert cells(plain.encode(encoding))[1] == ["0912", "0913"]


def test_an_old_vietnamese_encoding_is_found_by_spelling() -> None:
    lines = "".join(f"{n},nguyÔn v¨n ®øc,thµnh phè hµ néi\n" for n in range(30))
    text, found = table(b"so,ten,noi\n" + lines.encode("latin-1"))
    assert text.encoding == "tcvn3"
    assert found[1].cells == ["0", "nguyễn văn đức", "thành phố hà nội"]


def test_an_encoding_is_found_where_ascii_goes_on_for_long() -> None:
    content = b"from,to,name\n" + b"1,2,abc\n" * 40_000 + "1,2,Đặng Thị Hoa\n".encode()
    assert table(content)[1][-1].cells[2] == "Đặng Thị Hoa"
    old = b"from,to,name\n" + b"1,2,abc\n" * 40_000 + "nguyÔn v¨n ®øc,2,3\n".encode("latin-1") * 9
    text, found = table(old)
    assert (text.encoding, found[-1].cells[0]) == ("tcvn3", "nguyễn văn đức")


def test_the_profile_may_name_the_encoding() -> None:
    text, found = table("tªn,2\n".encode("latin-1"), encoding="tcvn3")
    assert (text.encoding, found[0].cells) == ("tcvn3", ["tên", "2"])


def test_bytes_that_are_not_of_the_encoding_cost_their_row_a_problem() -> None:
    found = table("à,b\n".encode() * 50 + b"c,\xff\xfe\n")[1]
    assert found[-1].problem == "bytes that are no utf-8"
    assert not any(row.problem for row in found[:-1])


@pytest.mark.parametrize("sign", list(",;\t|"))
def test_the_sign_between_cells_is_found(sign: str) -> None:
    text, found = table(CALLS.replace(",", sign).encode())
    assert text.delimiter == sign
    assert len(found[1].cells) == 3


def test_the_sign_that_parts_all_lines_alike_is_taken() -> None:
    assert cells(b"a;b\n1,5;2,5,5\n3,5;4\n5;6\n")[1] == ["1,5", "2,5,5"]


def test_a_line_of_excel_may_name_the_sign() -> None:
    text, found = table(b"sep=|\r\na|b\r\n1|2\r\n")
    assert text.delimiter == "|"
    assert [(row.number, row.cells) for row in found] == [(2, ["a", "b"]), (3, ["1", "2"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_every_line_end_is_one(end: str, last: bool, encoding: str) -> None:
    content = "a,b\n1,2\n3,4".replace("\n", end) + (end if last else "")
    assert cells(content.encode(encoding)) == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_a_quoted_cell_may_hold_everything() -> None:
    content = b'a,b\r\n"x, ""y""\r\nz\nw",2\r\n3,4\r\n'
    assert cells(content) == [["a", "b"], ['x, "y"\r\nz\nw', "2"], ["3", "4"]]


def test_a_quoted_cell_may_hold_everything_in_utf_16() -> None:
    content = 'a,b\r\n"x, ""y""\r\nz\nw",2\r\n3,4\r\n'.encode("utf-16")
    assert cells(content) == [["a", "b"], ['x, "y"\r\nz\nw', "2"], ["3", "4"]]


def test_a_quote_inside_a_cell_is_a_quote() -> None:
    assert cells(b'a,b\n5" pipe,2\n3,4"\n') == [["a", "b"], ['5" pipe', "2"], ["3", '4"']]


def test_what_stands_behind_a_closing_quote_belongs_to_the_cell() -> None:
    assert cells(b'a,b\n"x"y,2\n') == [["a", "b"], ["xy", "2"]]


def test_a_quote_that_is_never_closed_costs_only_its_row() -> None:
    found = table(b'a,b\n1,"x\n3,4\n5,"y"\n6,"z\n7,8\n')[1]
    told = [(row.number, row.cells[0], row.problem) for row in found]
    bad = "a quote that is never closed"
    assert told == [(1, "a", ""), (2, "1", bad), (3, "3", ""), (4, "5", ""), (5, "6", bad),
                    (6, "7", "")]  # fmt: skip


def test_many_quotes_that_are_never_closed_take_no_time_that_grows() -> None:
    found = table(b"a,b\n" + b'1,"x\n' * 20_001)[1]
    assert len(found) == 20_002


def test_empty_rows_are_counted_and_not_given() -> None:
    found = table(b"a,b\n\n , \n,\r\n1,2\n")[1]
    assert [row.number for row in found] == [1, 5]


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_what_holds_nothing_has_no_rows(content: bytes) -> None:
    assert table(content)[1] == []


def test_a_cell_of_ten_megabytes_is_read() -> None:
    found = table(b'a,b\n"' + b"x" * (10 << 20) + b'",2\n3,4\n')[1]
    assert [len(row.cells[0]) for row in found] == [1, 10 << 20, 1]
    assert not found[1].problem


def test_a_row_without_an_end_is_cut_and_named() -> None:
    found = table(b"a,b\n" + b"x" * (17 << 20) + b"\n1,2\n")[1]
    assert "a row of more than" in found[1].problem
    assert found[-1].cells == ["1", "2"]


def test_too_many_cells_are_named() -> None:
    found = table(b"a,b\n" + b"," * MAX_CELLS + b"x\n1,2\n")[1]
    assert (found[1].problem, len(found[1].cells)) == (f"more than {MAX_CELLS} cells", MAX_CELLS)


def test_zero_bytes_are_named() -> None:
    found = table(b"a,b\n1,2\0\n" + b"\0" * 50)[1]
    assert [row.problem for row in found] == ["", "zero bytes", "zero bytes"]


@pytest.mark.parametrize("cut", range(1, 9))
def test_utf_16_that_breaks_off_gives_what_is_whole(cut: int) -> None:
    found = table("a,b\r\n1,2\r\n3,4\r\n".encode("utf-16")[:-cut])[1]
    assert [row.cells for row in found[:2]] == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig", "utf-16-be"])
def test_every_cell_stands_where_its_locator_says(encoding: str) -> None:
    written = 'a,b,c\r\n"Hà, ""Nội""",đ 🙂,\r\nx,"\r\n",Đặng\r\n'
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    content = mark + written.encode(encoding)
    text, found = table(content)
    seen = []
    for row in found:
        for place in range(3):
            offset, length = bounds(text.cell(row, place)[0])
            seen.append(content[offset : offset + length].decode(text.encoding))
    assert seen == ["a", "b", "c", '"Hà, ""Nội"""', "đ 🙂", "", "x", '"\r\n"', "Đặng"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_cells_are_composed_after_they_are_parted(encoding: str) -> None:
    # Composed, U+037E is a semicolon; the e and its mark are one letter.
    content = "t\u00ean;gi\u00e1\nL\u00ea;1\nLe\u0302\u037e;2\n".encode(encoding)
    text, found = table(content)
    assert [row.cells for row in found][1:] == [["L\u00ea", "1"], ["L\u00ea;", "2"]]
    offset, length = bounds(text.cell(found[2], 0)[0])
    assert content[offset : offset + length].decode(text.encoding) == "Le\u0302\u037e"


def test_a_cell_that_is_not_there_is_located_by_its_row() -> None:
    text, found = table(b"a,b\n1\n")
    assert text.cell(found[1], 5) == found[1].locator


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.text(LETTERS, max_size=9), min_size=3, max_size=3),
        min_size=1, max_size=9,
    ),
    st.sampled_from(["utf-8", "utf-16"]),
)  # fmt: skip
def test_what_the_standard_writer_wrote_is_read_again(lines: Any, encoding: str) -> None:
    out = StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["h1", "h2", "h3"], *lines])

    wanted = [[unicodedata.normalize("NFC", cell) for cell in line] for line in lines]
    wanted = [line for line in wanted if any(cell.strip(" \t\r\n") for cell in line)]
    assert cells(out.getvalue().encode(encoding), delimiter=",")[1:] == wanted


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_it_and_every_row_stands_where_it_says(content: bytes) -> None:
    text, found = table(content)
    for row in found:
        for place in range(len(row.cells)):
            offset, length = bounds(text.cell(row, place)[0])
            assert 0 <= offset <= offset + length <= len(content)


def test_lines_are_read_in_pieces() -> None:
    size = delimited._CHUNK
    content = ("a,b\r\n" + f"1,{'2' * 500}\r\n" * (size // 500)).encode("utf-16")
    found = table(content)[1]
    assert {len(row.cells[1]) for row in found[1:]} == {500}
    assert len(found) == size // 500 + 1


def test_two_rows_with_a_stray_quote_each_do_not_become_one() -> None:
    found = table(b'a,b\n1,"x\n2,"y\n3,4\n')[1]
    assert [row.cells[0] for row in found] == ["a", "1", "2", "3"]
    assert [bool(row.problem) for row in found] == [False, True, True, False]
