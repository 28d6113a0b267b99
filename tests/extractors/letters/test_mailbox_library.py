"""Mailboxes that the standard library's mailbox module wrote, and what others write."""

import mailbox
from pathlib import Path

import pytest
from tests.extractors.letters.built import BUILT
from tests.extractors.letters.laws import lawful, problems

from truyvet.extractors import mail
from truyvet.extractors.letters.mailbox import messages

MEDIA = "application/mbox"
POSTMARKS = [
    b"From a@b.example Mon Jan  1 10:00:00 2024",
    b"From a@b.example  Mon Jan  1 10:00:00 2024",
    b"From - Mon Jan 01 10:00:00 2024",
    b"From MAILER-DAEMON Mon Jan  1 10:00:00 2024",
    b"From a@b.example Mon Jan  1 10:00:00 2024 +0700",
    b"From a@b.example Mon Jan  1 10:00:00 ICT 2024",
    b"From a@b.example Mon Jan  1 10:00 2024",
    b"From a b c@d.example Mon Jan  1 10:00:00 2024",
    b"From 1790000000000000000@xxx Mon Jan 01 10:00:00 +0000 2024",
    b'From "Nguy\xe1\xbb\x85n" Mon Jan  1 10:00:00 2024',
]


def slices(box: bytes) -> list[bytes]:
    return [box[at : at + length] for at, length in messages(box)]


def written(path: Path, count: int, kind: type[mailbox.mbox] = mailbox.mbox) -> list[bytes]:
    """Write a mailbox of built messages; return what the library reads out of it."""
    box = kind(str(path))
    shapes = list(BUILT.values())
    for number in range(count):
        box.add(bytes(shapes[number % len(shapes)]()).replace(b"\r\n", b"\n"))
    box.flush()
    read = [box.get_bytes(key) for key in box.iterkeys()]
    box.close()
    return read


@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_messages_are_those_that_the_library_reads(count: int, tmp_path: Path) -> None:
    read = written(tmp_path / "box", count)
    content = (tmp_path / "box").read_bytes()
    assert [one.rstrip(b"\n") for one in slices(content)] == [one.rstrip(b"\n") for one in read]
    assert len(read) == count


def test_every_message_of_a_written_mailbox_is_a_child_where_it_lies(tmp_path: Path) -> None:
    read = written(tmp_path / "box", 9)
    found = lawful(mail, tmp_path / "box", name="inbox", media_type=MEDIA)
    assert [child.name for child in found.children] == [f"{n:06d}.eml" for n in range(1, 10)]
    for child, theirs in zip(found.children, read, strict=True):
        assert child.content is not None
        assert child.content.rstrip(b"\n") == theirs.rstrip(b"\n")
        inner = lawful(mail, child.content, name=child.name, media_type="message/rfc822")
        assert problems(inner) == []


def test_a_line_that_begins_with_from_in_a_body_is_quoted_and_stays_quoted(tmp_path: Path) -> None:
    box = mailbox.mbox(str(tmp_path / "box"))
    box.add(b"To: a@b.example\n\nFrom me to you\nFrom a@b.example Mon Jan  1 10:00:00 2024\nend\n")
    box.close()
    (only,) = slices((tmp_path / "box").read_bytes())
    assert only.endswith(b"\n\n>From me to you\n>From a@b.example Mon Jan  1 10:00:00 2024\nend\n")


@pytest.mark.parametrize("mark", POSTMARKS)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_postmark_of_any_program_divides(mark: bytes, end: bytes) -> None:
    one, two = b"To: x@y.example\n\none\n", b"To: x@y.example\n\ntwo\n"
    box = b"".join(mark + b"\n" + message + b"\n" for message in (one, two)).replace(b"\n", end)
    assert slices(box) == [one.replace(b"\n", end), two.replace(b"\n", end)]


@pytest.mark.parametrize(
    "line",
    [b"From a@b.example", b"From here to 2024", b"From: a@b.example", b"from a Mon 10:00:00 2024",
     b" From a Mon Jan 1 10:00:00 2024", b"FROM a Mon Jan 1 10:00:00 2024", b"From"],
)  # fmt: skip
def test_another_line_divides_nothing(line: bytes) -> None:
    box = POSTMARKS[0] + b"\nTo: x@y.example\n\none\n\n" + line + b"\nTo: z\n\ntwo\n"
    assert len(slices(box)) == 1


def test_a_message_may_begin_with_a_quoted_postmark() -> None:
    box = POSTMARKS[0] + b"\n>From a@b.example Mon Jan 1 09:00:00 2024\nTo: x@y.example\n\nx\n"
    assert slices(box) == [box[len(POSTMARKS[0]) + 1 :]]
    both = box + b"\n" + box
    assert len(slices(both)) == 2


def test_what_stands_before_the_first_postmark_is_passed_over() -> None:
    box = b"rubbish\n" + POSTMARKS[0] + b"\nTo: x@y.example\n\nx\n"
    assert slices(box) == [b"To: x@y.example\n\nx\n"]


@pytest.mark.parametrize("gap", [0, 1, 2, 3])
def test_empty_lines_between_messages_are_of_the_first_but_for_one(gap: int) -> None:
    one = b"To: x@y.example\n\none\n"
    box = POSTMARKS[0] + b"\n" + one + b"\n" * gap + POSTMARKS[1] + b"\nTo: z@y.example\n\ntwo\n"
    found = slices(box)
    if gap == 0:  # no empty line before it: a line of the body
        assert len(found) == 1
    else:
        assert found[0] == one + b"\n" * (gap - 1)


def test_a_mailbox_cut_anywhere_gives_the_messages_before_the_cut(tmp_path: Path) -> None:
    written(tmp_path / "box", 3)
    content = (tmp_path / "box").read_bytes()
    whole = slices(content)
    for length in range(0, len(content), 37):
        found = slices(content[:length])
        assert found[:-1] == whole[: max(len(found) - 1, 0)]


def test_thousands_of_messages_are_told_apart() -> None:
    one = POSTMARKS[0] + b"\nFrom: a@b.example\n\nx\n\n"
    assert len(slices(one * 20_000)) == 20_000
