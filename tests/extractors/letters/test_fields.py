"""Header fields and where they stand."""

from truyvet.extractors.letters.fields import MAX_FIELDS, parse_block

HEADER = b"From: a@b.vn\r\nSubject: one\r\n two\r\nX-Empty:\r\n\r\nbody: none\r\n"


def test_a_field_says_where_its_value_stands() -> None:
    for field in parse_block(HEADER, 0, len(HEADER)).fields:
        assert HEADER[field.start : field.start + len(field.value)] == field.value


def test_the_body_begins_behind_the_empty_line() -> None:
    block = parse_block(HEADER, 0, len(HEADER))
    assert HEADER[block.end :] == b"body: none\r\n"
    assert [field.name for field in block.fields] == ["from", "subject", "x-empty"]


def test_a_folded_value_is_one_value() -> None:
    field = parse_block(HEADER, 0, len(HEADER)).first("subject")
    assert field is not None
    assert field.value == b"one\r\n two"
    assert field.text == "one two"


def test_lines_may_end_with_a_line_feed_alone() -> None:
    text = HEADER.replace(b"\r\n", b"\n")
    block = parse_block(text, 0, len(text))
    assert block.text("subject") == "one two"
    assert text[block.end :] == b"body: none\n"


def test_a_line_that_is_no_field_is_counted_and_passed_over() -> None:
    text = b"From: a@b.vn\nthis is no field\nTo: c@d.vn\n\n"
    block = parse_block(text, 0, len(text))
    assert [field.name for field in block.fields] == ["from", "to"]
    assert block.strays == 1


def test_a_postmark_before_the_fields_is_no_defect() -> None:
    text = b"From a@b.vn Mon Jan 1 10:00:00 2024\nTo: c@d.vn\n\n"
    assert parse_block(text, 0, len(text)).strays == 0


def test_a_boundary_ends_a_header_without_an_empty_line() -> None:
    text = b"From: a@b.vn\n--b\nContent-Type: text/plain\n\n"
    block = parse_block(text, 0, len(text))
    assert text[block.end :].startswith(b"--b")


def test_values_may_be_utf_8_or_an_old_encoding() -> None:
    text = "Subject: Đức\n".encode() + b"To: caf\xe9\n\n"
    block = parse_block(text, 0, len(text))
    assert block.text("subject") == "Đức"
    assert block.text("to") == "café"


def test_zeros_in_a_value_do_not_make_it_wide_text() -> None:
    text = b"Subject: a\0b\0c\0d\0e\0f\0g\0h\0\n\n"
    assert "a" in parse_block(text, 0, len(text)).text("subject")


def test_an_empty_line_first_is_an_empty_header() -> None:
    text = b"\nFrom: a@b.vn\n"
    assert parse_block(text, 0, len(text)).fields == ()


def test_empty_lines_before_a_saved_message_are_passed_over() -> None:
    text = b"\n\nFrom: a@b.vn\n"
    assert parse_block(text, 0, len(text), leading=True).text("from") == "a@b.vn"


def test_a_missing_field_is_empty() -> None:
    block = parse_block(b"", 0, 0)
    assert block.first("from") is None
    assert block.text("from") == ""


def test_there_is_an_end_to_fields() -> None:
    text = b"X: y\n" * (MAX_FIELDS + 50)
    assert len(parse_block(text, 0, len(text)).fields) == MAX_FIELDS
