"""Multipart messages malformed in every way that spam, cut files and old programs know."""

import time

import pytest
from tests.extractors.letters.laws import lawful, problems, said

from truyvet.extractors import mail
from truyvet.extractors.letters.parts import MAX_PARTS, Part, parse_message
from truyvet.testing.bench import Examination, examine

BOUNDARIES = [
    "b", "0", "----=_Part_1_2.3", "=_a.b+c", "a b c", "'()+_,-./:=?", "x" * 70, "x" * 300, "(((",
    "[a-z]*", "\\d+", "b--", "--", "=?utf-8?Q?b?=", "a;b", "ranh-giới", "$^", "{b}", "a\\\\b",
]  # fmt: skip


def tree(content: bytes) -> Part:
    return parse_message(content, 0, len(content))


def bodies(content: bytes) -> dict[str, bytes]:
    return {part.number: content[part.block.end : part.end] for part in tree(content).leaves()}


def defects(content: bytes) -> list[str]:
    return [text for part in tree(content).all() for text in part.defects]


def looked(content: bytes) -> Examination:
    return lawful(mail, content, name="a.eml", media_type="message/rfc822")


def message(*parts: bytes, boundary: str = "b", end: bytes = b"--b--\r\n") -> bytes:
    """Return a message of parts, each with its header and blank line."""
    mark = b"--" + boundary.encode() + b"\r\n"
    body = b"".join(mark + part + b"\r\n" for part in parts)
    quoted = boundary.replace("\\", "\\\\")
    head = f'From: a@b.example\r\nContent-Type: multipart/mixed; boundary="{quoted}"\r\n\r\n'
    return head.encode() + body + (end.replace(b"b", boundary.encode(), 1) if end else b"")


ONE, TWO = b"\r\none", b"Content-Type: text/html\r\n\r\n<p>two</p>"


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_any_boundary_divides(boundary: str) -> None:
    content = message(ONE, TWO, boundary=boundary)
    assert bodies(content) == {"1": b"one", "2": b"<p>two</p>"}
    assert defects(content) == []


@pytest.mark.parametrize(
    "parameter",
    [
        "boundary=b",
        "BOUNDARY=b",
        "boundary = b",
        'boundary="b"',
        "boundary=b;",
        "charset=x;boundary=b",
        "\r\n\tboundary=b",
        "boundary=b (a comment)",
        "boundary*=us-ascii''b",
        "boundary*0=b",
        'boundary*0="";boundary*1=b',
        'type=x; boundary="b"; start=y',
    ],
)
def test_a_boundary_may_be_declared_in_many_ways(parameter: str) -> None:
    content = message(ONE, TWO).replace(b'boundary="b"', parameter.encode())
    assert bodies(content) == {"1": b"one", "2": b"<p>two</p>"}
    assert defects(content) == []


@pytest.mark.parametrize(
    "written",
    ["multipart/mixed (a comment)", "Multipart/Mixed", "multipart/x-unheard-of", "multipart/ mixed",
     "multipart/mixed ", "multipart/signed; micalg=x"],
)  # fmt: skip
def test_any_multipart_has_parts(written: str) -> None:
    content = message(ONE).replace(b"multipart/mixed", written.encode())
    assert list(bodies(content)) == ["1"]
    assert tree(content).parts != []


@pytest.mark.parametrize(
    ("tail", "last"),
    [
        (b"", b"two\r\n"), (b"--b", b"two"), (b"--b-", b"two\r\n--b-"), (b"--b--", b"two"),
        (b"--b--\r\n\r\nepilogue", b"two"), (b"--b-- \t\r\n", b"two"), (b"--b \r\n", b"two"),
        (b"-- b--\r\n", b"two\r\n-- b--\r\n"), (b"--B--\r\n", b"two"),
        (b"--b--junk\r\n", b"two\r\n--b--junk\r\n"),
    ],
)  # fmt: skip
def test_the_end_of_the_last_part_is_found(tail: bytes, last: bytes) -> None:
    content = message(ONE, b"\r\ntwo", end=b"") + tail
    assert bodies(content)["2"] == last


def test_an_end_that_is_missing_is_named_and_costs_nothing() -> None:
    found = looked(message(ONE, TWO, end=b""))
    assert ("corrupt", "") in problems(found)
    assert said(found) == "one"
    assert [child.content for child in found.children] == [b"<p>two</p>\r\n"]


def test_what_follows_the_end_is_no_part() -> None:
    content = message(ONE) + b"--b\r\n\r\nafter the end\r\n--b--\r\n"
    assert list(bodies(content)) == ["1"]


def test_an_inner_multipart_with_the_boundary_of_the_outer_one_loses_no_text() -> None:
    inner = b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\n\r\ninner'
    found = looked(message(inner, b"\r\nouter"))
    assert "inner" in said(found)
    assert "outer" in said(found)


@pytest.mark.parametrize(("inner", "outer"), [("a", "ab"), ("ab", "a"), ("a-", "a"), ("a b", "a")])
def test_boundaries_that_begin_alike_are_told_apart(inner: str, outer: str) -> None:
    held = message(ONE, TWO, boundary=inner).partition(b"\r\n")[2]
    content = message(held, b"\r\nlast", boundary=outer)
    assert bodies(content) == {"1.1": b"one", "1.2": b"<p>two</p>", "2": b"last"}


def test_an_inner_multipart_that_never_ends_stops_at_the_outer_boundary() -> None:
    inner = b"Content-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\n\r\ninner"
    content = message(inner, b"\r\nouter")
    assert bodies(content) == {"1.1": b"inner", "2": b"outer"}
    assert defects(content) == ["its last boundary is missing"]


@pytest.mark.parametrize(
    ("part", "body"),
    [
        (b"\r\nbody", b"body"),
        (b"Content-Type: text/plain\r\n\r\nbody", b"body"),
        (b"Content-Type: text/plain\n\nbody", b"body"),
        (b"Content-Type: text/plain\r\n", b""),
        (b"", b""),
        (b"\r\n", b""),
        (b"no field at all\r\n\r\nbody", b"body"),
        (b"Content-Type: text/plain\r\n \t \r\nbody", b"body"),
        (b"\r\n\r\nbody", b"\r\nbody"),
        (b"\r\n--not-b\r\nbody", b"--not-b\r\nbody"),
        (b"\r\nbody\r\n", b"body\r\n"),
        (b"\r\n\x00\xff", b"\x00\xff"),
    ],
)
def test_a_part_begins_behind_its_header(part: bytes, body: bytes) -> None:
    assert bodies(message(part, b"\r\nlast")) == {"1": body, "2": b"last"}


def test_a_fold_of_blanks_alone_does_not_hide_the_fields_after_it() -> None:
    content = b"Subject: x\r\n \t\r\nFrom: a@b.example\r\n\r\nbody"
    root = tree(content)
    assert root.block.text("from") == "a@b.example"
    assert bodies(content) == {"1": b"body"}
    assert root.defects == []


def test_a_header_without_its_empty_line_ends_at_the_boundary() -> None:
    content = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n"
    content += b"--b\r\n\r\nbody\r\n--b--\r\n"
    assert bodies(content) == {"1": b"body"}


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_lines_may_end_in_any_of_three_ways(end: bytes) -> None:
    content = message(ONE, TWO, b"\r\nlast").replace(b"\r\n", end)
    assert bodies(content) == {"1": b"one", "2": b"<p>two</p>", "3": b"last"}
    found = looked(content)
    assert said(found) == "one\nlast"
    assert problems(found) == []


def test_lines_of_both_kinds_may_be_mixed() -> None:
    content = message(ONE, TWO)
    for at in (3, 5, 7):
        lines = content.split(b"\r\n")
        mixed = b"\r\n".join(lines[:at]) + b"\n" + b"\n".join(lines[at:])
        assert bodies(mixed) == {"1": b"one", "2": b"<p>two</p>"}


def test_a_message_of_an_old_macintosh_is_read_whole() -> None:
    content = (
        b"Received: from x ([203.0.113.7])\r by mx.b.example; 20 Nov 2026 02:00:00 +0000\r"
        b"From: Lan <lan@b.example>\rSubject: =?utf-8?Q?H=E1=BB=93?=\r =?utf-8?Q?_s=C6=A1?=\r"
        b"Content-Type: text/plain; charset=utf-8\rContent-Transfer-Encoding: quoted-printable\r\r"
        b"H=E1=BB=93 s=C6=A1 =\rvay\rh=E1=BA=BFt\r"
    )
    found = looked(content)
    assert said(found) == "Hồ sơ vay\nhết\n"
    assert [seen.raw for seen in found.of("mail-subject")] == ["Hồ sơ"]
    (hop,) = found.of("mail-received")
    assert (hop.facts["ip"], hop.facts["by"]) == ("203.0.113.7", "mx.b.example")


def test_ten_thousand_parts_are_read_and_more_are_named() -> None:
    parts = [b"\r\nphan %d" % number for number in range(MAX_PARTS - 1)]
    begun = time.perf_counter()
    root = tree(message(*parts))
    assert time.perf_counter() - begun < 5
    assert len(list(root.leaves())) == MAX_PARTS - 1
    assert root.defects == []
    assert f"more than {MAX_PARTS} parts" in tree(message(*parts, b"\r\none more")).defects


@pytest.mark.parametrize("field", ["Subject", "To", "Received", "References", "X-Other"])
def test_a_field_of_a_megabyte_takes_little_time(field: str) -> None:
    value = b"a@b.example, <1@b.example>\r\n " * 40_000
    content = b"From: c@d.example\r\n" + field.encode() + b": " + value.rstrip() + b"\r\n\r\nbody"
    begun = time.perf_counter()
    found = examine(mail, content, name="a.eml", media_type="message/rfc822")
    assert time.perf_counter() - begun < 8
    assert said(found) == "body"
    assert len(found.of("mail-from")) == 1


@pytest.mark.parametrize(
    ("media", "count"), [("multipart/mixed", 2), ("message/rfc822", 1), ("text/plain", 1)]
)
def test_only_multiparts_are_divided(media: str, count: int) -> None:
    content = message(ONE, TWO).replace(b"multipart/mixed", media.encode())
    assert len(bodies(content)) == count


def test_every_cut_of_a_message_keeps_the_texts_before_it() -> None:
    content = message(ONE, TWO, b"\r\nlast")
    behind = content.index(b"Content-Type: text/html")
    for length in range(behind, len(content)):
        assert bodies(content[:length])["1"] == b"one"


def test_each_byte_of_a_message_changed_leaves_a_tree_inside_the_message() -> None:
    content = message(ONE, TWO)
    for at in range(len(content)):
        for value in (0, 10, 45, 255):
            copy = content[:at] + bytes([value]) + content[at + 1 :]
            for part in tree(copy).all():
                assert 0 <= part.start <= part.end <= len(copy)
