"""What is found in a PDF that cannot be opened, and in what order a file's states end."""

import zlib

import pytest

from truyvet.extractors.documents.findings import Seen, Words
from truyvet.extractors.documents.pdfbroken import literal, read, shown, unpacked
from truyvet.extractors.documents.pdfmeta import ends


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"), (rb"a\(b\)", "a(b)"), (rb"\101\7", "A\x07"), (b"a\\\nb", "ab"),
        (rb"\n\t\\", "\n\t\\"), (b"\xfe\xff\x01\x11", "đ"), (b"\xe9", "é"),
    ],
)  # fmt: skip
def test_a_literal_string_says_what_the_standard_says(raw: bytes, text: str) -> None:
    assert literal(raw) == text


def test_strings_are_found_with_their_place() -> None:
    content = b"xx /Author (Lan) /Producer <abc> /URI (http://a.example/)"
    found = [one for one in read(content) if isinstance(one, Seen)]
    assert [(one.kind, one.step) for one in found] == [
        ("author", "bytes:12+3"), ("external-link", "bytes:39+17"),
    ]  # fmt: skip


def test_a_stream_is_unpacked_as_far_as_it_goes() -> None:
    packed = zlib.compress(bytes(range(256)) * 50)
    assert unpacked(packed, 0) == bytes(range(256)) * 50
    assert (bytes(range(256)) * 50).startswith(unpacked(packed[:-20], 0))
    assert unpacked(b"no zlib", 0) == b""


def test_a_bomb_is_unpacked_to_its_bound() -> None:
    assert len(unpacked(zlib.compress(bytes(20 << 20)), 0)) == 8 << 20


def test_shown_strings_are_joined_and_lines_kept() -> None:
    assert shown(b"BT (a) Tj [(b) -20 (c)] TJ T* (d) Tj ET") == "abc\nd\n"
    assert shown(b"no text here (x)") == ""


def test_text_of_a_packed_stream_is_given_with_its_place() -> None:
    content = b"<< /Filter /FlateDecode >> stream\n" + zlib.compress(b"BT (words) Tj ET")
    (line,) = [one for one in read(content) if isinstance(one, Words)]
    assert (line.step, line.text) == ("pdf:stream/34", "words\n")


def test_each_end_of_a_file_closes_a_state() -> None:
    one = b"startxref\n9\n%%EOF\n"
    assert ends(one + b"x" + one) == [18, 37]
    assert ends(b"%%EOF startxref") == []


def test_the_first_end_of_a_linearized_file_closes_none() -> None:
    one = b"startxref\n9\n%%EOF\n"
    assert len(ends(b"/Linearized" + one + b"x" + one)) == 1
