"""Delimited text that is damaged, unusual or meant to harm: no row lost, no locator wrong."""

import csv
import unicodedata
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extractors.tables.test_delimited import bounds, cells, table

from truyvet.extractors.tables.delimited import MAX_LINES, Delimited
from truyvet.extractors.tables.rows import MAX_ROW, is_sign

NAMES = "Đặng Thị Hoà,Hà Nội,x\nNguyễn Ưu,Huế,y\n"


def standing(content: bytes, seen_as: str, **how: str) -> list[list[str]]:
    """Return each cell as the bytes say that stand at its locator."""
    text = Delimited(BytesIO(content), **how)
    found = []
    for row in text.rows():
        line = []
        for place in range(len(row.cells)):
            offset, length = bounds(text.cell(row, place)[0])
            line.append(content[offset : offset + length].decode(seen_as))
        found.append(line)
    return found


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"),
     ("utf-32-le", b"\xff\xfe\0\0")],
)  # fmt: skip
def test_cells_stand_where_they_stand_however_their_marks_are_written(
    form: str, encoding: str, mark: bytes
) -> None:
    written = unicodedata.normalize(form, NAMES)  # type: ignore[arg-type]
    found = standing(mark + written.encode(encoding), encoding)
    assert found == [line.split(",") for line in written.splitlines()]


@pytest.mark.parametrize(
    ("line", "encoding"),
    [("nguyÔn v¨n ®øc,thµnh phè hµ néi,x", "tcvn3"), ("Ñaëng Thò Hoa,Haø Noäi,x", "vni")],
)
def test_cells_of_old_encodings_stand_where_they_stand(line: str, encoding: str) -> None:
    raw = (line + "\n").encode("latin-1")
    assert standing(raw, "latin-1", encoding=encoding) == [line.split(",")]


def test_a_sign_written_as_a_replacement_is_no_damage() -> None:
    for encoding in ("utf-8", "utf-16"):
        content = "a,b\nx\ufffd,y\n".encode(encoding)
        assert [row.problem for row in table(content)[1]] == ["", ""]


def test_damage_beside_a_written_replacement_is_damage() -> None:
    found = table("a,à\n".encode() * 50 + "x\ufffd,".encode() + b"\xff\n")[1]
    assert found[-1].problem == "bytes that are no utf-8"


def test_half_a_pair_in_utf_16_is_damage() -> None:
    content = "a,b\n".encode("utf-16") + b"\x3d\xd8" + ",c\n".encode("utf-16-le")
    assert [row.problem for row in table(content)[1]] == ["", "bytes that are no utf-16-le"]


@pytest.mark.parametrize("sign", ['"', "a", "7", "§", "\n", "\0", "", ",,"])
def test_what_is_no_sign_between_cells_is_not_taken_for_one(sign: str) -> None:
    assert not is_sign(sign)
    text, found = table(f"sep={sign}\na,b\n1,2\n".encode())
    assert text.delimiter == ","
    assert found[-1].cells == ["1", "2"]


@pytest.mark.parametrize("sign", list(",;\t|:~^ !#&*/"))
def test_the_sign_that_excel_is_told_is_taken(sign: str) -> None:
    assert is_sign(sign)
    assert cells(f"sep={sign}\r\na{sign}b\r\n1{sign}2\r\n".encode())[1] == ["1", "2"]


def test_a_first_cell_that_only_begins_like_it_is_a_cell() -> None:
    assert cells(b"sep=tember,b\n1,2\n")[0] == ["sep=tember", "b"]


@pytest.mark.parametrize(
    "line",
    ["a\u2028b", "a\x0bb", "a\x0cb", "a\x1cb", "a\x85b", "a\u2029b"],
)  # fmt: skip
def test_only_line_ends_of_text_files_end_lines(line: str) -> None:
    found = table(f"h1,h2\n{line},2\n3,4\n".encode())[1]
    assert [row.number for row in found] == [1, 2, 3]
    assert found[1].cells == [line, "2"]


def test_line_ends_of_two_kinds_are_both_line_ends() -> None:
    assert cells(b"a,b\r\n1,2\n3,4\r\n") == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_a_lone_return_inside_a_line_is_kept() -> None:
    assert cells(b"a,b\n1\r1,2\n") == [["a", "b"], ["1\r1", "2"]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [(b'"a""b",2', ['a"b', "2"]), (b'"",2', ["", "2"]), (b'"""",2', ['"', "2"]),
     (b'" a ",2', [" a ", "2"]), (b'a"b"c,2', ['a"b"c', "2"]), (b' "a",2', [' "a"', "2"]),
     (b'"a";b,2', ["a;b", "2"]), (b"'a,b',2", ["'a", "b'", "2"])],
)  # fmt: skip
def test_quotes_are_read_as_the_standard_says(line: bytes, expected: list[str]) -> None:
    assert cells(b"h1,h2\n" + line + b"\n", delimiter=",")[1] == expected


def test_a_quoted_cell_over_many_lines_is_one_row() -> None:
    content = b'a,b\n"' + b"x\n" * 3000 + b'",2\n3,4\n'
    found = table(content)[1]
    assert [row.cells[-1] for row in found] == ["b", "2", "4"]
    assert MAX_LINES > 3000


def test_a_quote_that_closes_too_late_costs_its_row_and_no_other() -> None:
    content = b'a,b\n1,"x\n' + b"3,4\n" * 50 + b'5,"y"\n'
    found = table(content)[1]
    assert len(found) == 53
    assert [row.cells[0] for row in found if row.problem] == ["1"]


def test_the_rows_hold_all_bytes_but_line_ends_and_empty_lines() -> None:
    content = b'a,b\r\n\r\n1,"x\r\ny"\r\n,\r\n7,8'
    found = table(content)[1]
    assert b"|".join(row.raw for row in found) == b'a,b|1,"x\r\ny"|7,8'


def test_a_line_that_is_longer_than_any_row_is_read_on_behind_it() -> None:
    content = b"x" * (MAX_ROW + 10) + b",y\n1,2\n"
    found = table(content, delimiter=",")[1]
    assert found[0].problem.startswith("a row of more than")
    assert found[-1].cells == ["1", "2"]


def test_a_text_of_ten_thousand_cells_in_quotes_is_read_quickly_enough() -> None:
    line = ",".join(f'"{n}"' for n in range(1000))
    found = table((line + "\n").encode() * 10)[1]
    assert [len(row.cells) for row in found] == [1000] * 10


@settings(max_examples=60)
@given(st.data())
def test_a_changed_byte_costs_its_row_and_the_others_stay(data: st.DataObject) -> None:
    lines = [f"{n},{n * n},dòng {n}" for n in range(20)]
    content = bytearray("\n".join(lines).encode())
    at = data.draw(st.integers(0, len(content) - 1))
    value = data.draw(st.sampled_from(sorted(b"\0\xff\x80,xZ")))
    hit = content[:at].count(b"\n")
    if content[at : at + 1] == b"\n":
        return  # two rows become one
    content[at] = value
    found = {row.number - 1: row.cells for row in table(bytes(content), encoding="utf-8")[1]}
    for n, line in enumerate(lines):
        assert n == hit or found[n] == line.split(",")


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(st.text("ab ,\"'\n;đ", max_size=6), min_size=2, max_size=4),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_it_agrees_with_the_standard_reader_on_what_that_wrote(lines: list[list[str]]) -> None:
    out = StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(lines)
    told = list(csv.reader(StringIO(out.getvalue(), newline="")))
    wanted = [line for line in told if any(cell.strip(" \t\r\n") for cell in line)]
    assert cells(out.getvalue().encode(), delimiter=",", encoding="utf-8") == wanted


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"]))
def test_rows_follow_each_other_and_never_overlap(content: bytes, mark: bytes) -> None:
    end, number = 0, 0
    for row in table(mark + content)[1]:
        offset, length = bounds(row.locator[0])
        assert offset >= end
        assert row.number > number
        end, number = offset + length, row.number
