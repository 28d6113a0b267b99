"""Where the messages of a mailbox lie."""

from truyvet.extractors.letters.mailbox import messages

FIRST = b"From: a@b.vn\nSubject: 1\n\nHello\n>From here on\n"
SECOND = b"From: c@d.vn\nSubject: 2\n\nBye\n"
MARK = b"From a@b.vn Mon Jan  1 10:00:00 2024\n"


def slices(box: bytes) -> list[bytes]:
    return [box[at : at + length] for at, length in messages(box)]


def test_messages_come_out_byte_for_byte() -> None:
    assert slices(MARK + FIRST + b"\n" + MARK + SECOND + b"\n") == [FIRST, SECOND]


def test_lines_may_end_with_a_return_and_a_line_feed() -> None:
    box = (MARK + FIRST + b"\n" + MARK + SECOND).replace(b"\n", b"\r\n")
    assert slices(box) == [FIRST.replace(b"\n", b"\r\n"), SECOND.replace(b"\n", b"\r\n")]


def test_the_last_message_may_lack_the_empty_line() -> None:
    assert slices(MARK + SECOND) == [SECOND]


def test_a_sentence_that_begins_with_from_divides_nothing() -> None:
    body = b"To: x@y.vn\n\nFrom what I saw at 10:30 all is well\n"
    assert slices(MARK + body) == [body]


def test_a_postmark_like_line_in_a_body_divides_nothing() -> None:
    body = b"To: x@y.vn\n\ntext\n" + MARK + b"no field here\n"
    assert slices(MARK + body) == [body]


def test_a_file_without_postmarks_holds_none() -> None:
    assert slices(b"From: a@b.vn\n\nx\n") == []
    assert slices(b"") == []


def test_a_postmark_alone_is_no_message() -> None:
    assert slices(MARK) == []
