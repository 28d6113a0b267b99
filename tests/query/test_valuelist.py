"""Lists of values: encodings, line ends, lines that cannot be read."""

import codecs
import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.query.valuelist import MAX_VALUE, Line, read_values

VALUES = ["0912.345.678", "Nguyễn Văn Đức", "30A-123.45"]


def read(content: bytes) -> list[Line]:
    """The lines of a list."""
    return list(read_values(io.BytesIO(content)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "end"])
def test_a_list_is_read_in_any_encoding_with_any_line_ends(
    encoding: str, end: str, last: str
) -> None:
    text = end.join(VALUES) + (end if last else "")
    assert [line.value for line in read(text.encode(encoding))] == VALUES


def test_utf_16_with_a_mark_in_either_order_is_read() -> None:
    text = "\n".join(VALUES)
    assert [x.value for x in read(codecs.BOM_UTF16_BE + text.encode("utf-16-be"))] == VALUES
    assert [x.value for x in read(codecs.BOM_UTF16_LE + text.encode("utf-16-le"))] == VALUES


def test_empty_lines_are_no_values_and_count_as_lines() -> None:
    assert [(line.number, line.value) for line in read(b"\n a \n\n\t\nb")] == [(2, "a"), (5, "b")]


def test_a_line_that_is_no_utf_8_is_told_and_stops_no_other() -> None:
    first, bad, last = read(b"0912345678\n\xff\xfe\xfd\n0987654321\n")
    assert (first.value, last.value) == ("0912345678", "0987654321")
    assert (bad.number, bad.value) == (2, "")
    assert "encoding" in bad.problem


def test_a_torn_character_of_utf_16_is_told() -> None:
    first, bad = read("0912345678\nđ".encode("utf-16")[:-1])
    assert first.value == "0912345678"
    assert bad.problem


def test_a_line_that_is_too_long_is_told_and_stops_no_other() -> None:
    first, long, last = read(b"a\n" + b"x" * 1_000_000 + b"\nb")
    assert (first.value, last.value) == ("a", "b")
    assert f"{MAX_VALUE:,} characters" in long.problem
    assert last.number == 3


def test_the_longest_value_is_read() -> None:
    assert read(b"x" * MAX_VALUE)[0].value == "x" * MAX_VALUE
    assert read(b"x" * (MAX_VALUE + 1))[0].problem


def test_a_file_without_a_line_end_takes_no_memory() -> None:
    class Endless(io.RawIOBase):
        """Sixteen megabytes of one line."""

        left = 16 << 20

        def read(self, size: int = -1) -> bytes:
            size = min(size, self.left)
            self.left -= size
            return b"x" * size

    tracemalloc.start()
    lines = list(read_values(Endless()))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [line.number for line in lines] == [1]
    assert peak < 2 << 20


def test_an_empty_file_has_no_values() -> None:
    assert read(b"") == []


def test_thousands_of_values_come_in_order() -> None:
    values = [f"09{n:08d}" for n in range(20_000)]
    assert [line.value for line in read("\r\n".join(values).encode())] == values


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lines_that_end_as_on_old_macs_are_lines(encoding: str) -> None:
    lines = read("\r".join(VALUES).encode(encoding))
    assert [(line.number, line.value) for line in lines] == list(enumerate(VALUES, 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_a_line_end_that_is_torn_between_two_reads_is_one(encoding: str, end: str) -> None:
    for before in range(2_040, 2_052):
        text = "x" * before + end + "0912345678" + end + "y" * (1 << 16) + end + "0987654321"
        values = [(line.number, line.value) for line in read(text.encode(encoding))]
        assert values[1] == (2, "0912345678")
        assert values[-1] == (4, "0987654321")


@given(st.lists(st.text("ab đ", max_size=5), max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
def test_lines_are_those_that_python_sees(values: list[str], end: str) -> None:
    text = end.join(values)
    expected = [(n, one.strip()) for n, one in enumerate(text.split(end), 1) if one.strip()]
    assert [(line.number, line.value) for line in read(text.encode())] == expected


@given(st.binary(max_size=200))
def test_any_bytes_are_values_or_lines_that_are_named(content: bytes) -> None:
    lines = read(content)
    assert [line.number for line in lines] == sorted({line.number for line in lines})
    assert all(bool(line.value) != bool(line.problem) for line in lines)


def test_a_hundred_thousand_lines_come_in_order() -> None:
    values = [f"{n:09d}" for n in range(100_000)]
    assert [x.value for x in read("\n".join(values).encode("utf-16"))] == values
