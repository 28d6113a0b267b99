"""Handing members to the engine: order, damage, refusals, and finding one of them again."""

import io
from collections.abc import Callable

import pytest
from tests.extractors.containers.views import Breaking, Plain

from truyvet.evidence.scans.observation import MAX_RAW
from truyvet.evidence.scans.outcome import ProblemCode
from truyvet.extractors.containers.delivery import bytes_of, content_of, deliver
from truyvet.extractors.containers.entry import Entry, Event, Notice, Trouble
from truyvet.extractors.containers.reading import Content, Refused
from truyvet.extractors.interface import Member
from truyvet.hashes.canonical import MAX_SAFE_INTEGER


class Told:
    """An `Emit` that keeps what it is told, as lines."""

    def __init__(self) -> None:
        self.lines: list[tuple[object, ...]] = []

    def observation(self, kind, locator, raw, **more) -> None:
        self.lines.append(("seen", kind, locator, raw, more["flag"]))

    def child(self, locator, stream, member) -> None:
        content = None if stream is None else stream.read(-1)
        self.lines.append(("child", locator, content, member.size))

    def text(self, locator, text) -> None:
        raise AssertionError("a reader of containers gives no text")

    def problem(self, code, locator, text) -> None:
        self.lines.append(("problem", code, locator, text))


def member(step: str, content, name: bytes = b"a", size: int | None = None) -> Entry:
    return Entry(step=step, name=name, content=content, member=Member(name=name, size=size))


def refusing(code: ProblemCode) -> Callable[[], Content]:
    def opened() -> Content:
        raise Refused(code, "not for you")

    return opened


def told(*events: Event) -> list[tuple[object, ...]]:
    emit = Told()
    deliver(events, emit)
    return emit.lines


def test_events_are_told_in_their_order() -> None:
    assert told(
        Notice(kind="archive", locator="bytes:0+2", raw=b"PK"),
        member("zip:a", lambda: Content(Plain(b"one"))),
        Trouble(code="partial", text="the rest", step="zip:b"),
        Trouble(code="corrupt", text="no end"),
    ) == [
        ("seen", "archive", "bytes:0+2", b"PK", ""),
        ("child", "zip:a", b"one", None),
        ("problem", "partial", "zip:b", "the rest"),
        ("problem", "corrupt", "", "no end"),
    ]


def test_a_damaged_member_comes_before_what_is_wrong_with_it() -> None:
    assert told(member("zip:a", lambda: Content(Breaking(b"half")))) == [
        ("child", "zip:a", b"half", None),
        ("problem", "corrupt", "zip:a", "broken; 4 bytes came out before"),
    ]


def test_a_member_of_which_nothing_comes_out_has_no_bytes_at_all() -> None:
    assert told(member("zip:a", lambda: Content(Breaking(b"")), size=9)) == [
        ("child", "zip:a", None, 9),
        ("problem", "corrupt", "zip:a", "broken; 0 bytes came out before"),
    ]


def test_an_empty_member_has_bytes_of_length_nothing() -> None:
    assert told(member("zip:a", lambda: Content(Plain(b""), size=0))) == [
        ("child", "zip:a", b"", None)
    ]


def test_an_empty_member_that_should_not_be_is_damage() -> None:
    (child, problem) = told(member("zip:a", lambda: Content(Plain(b""), size=3)))
    assert child == ("child", "zip:a", None, None)
    assert problem[1] == "corrupt"


@pytest.mark.parametrize("code", ["encrypted", "unsupported", "corrupt", "skipped"])
def test_a_refused_member_is_a_child_without_bytes_and_a_problem(code: ProblemCode) -> None:
    assert told(member("zip:a", refusing(code), size=5)) == [
        ("child", "zip:a", None, 5), ("problem", code, "zip:a", "not for you"),
    ]  # fmt: skip


def test_a_member_without_bytes_is_no_problem() -> None:
    assert told(member("tar:link", None)) == [("child", "tar:link", None, None)]


def test_a_suspicious_name_is_told_before_its_member() -> None:
    lines = told(member("zip:../a", None, b"../a"))
    assert [line[:2] for line in lines] == [("seen", "suspicious-name"), ("child", "zip:../a")]


@pytest.mark.parametrize(
    ("claimed", "kept"),
    [(0, 0), (MAX_SAFE_INTEGER, MAX_SAFE_INTEGER), (MAX_SAFE_INTEGER + 1, None), (-1, None)],
)
def test_a_length_that_no_record_holds_is_left_out(claimed: int, kept: int | None) -> None:
    assert told(member("zip:a", None, size=claimed)) == [("child", "zip:a", None, kept)]


EVENTS = (
    Notice(kind="archive", locator="bytes:0+1", raw=b"P"),
    member("zip:a", lambda: Content(Plain(b"one")), "Hồ sơ".encode()),
    member("zip:b", lambda: Content(Breaking(b"half"))),
    member("zip:c", lambda: Content(Breaking(b""))),
    member("zip:d", None),
    member("zip:e", refusing("encrypted")),
    member("zip:f", lambda: Content(Plain(b"")), b"n" * 5_000),
)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("zip:a", b"one"), ("zip:b", b"half"), ("zip:f", b""),
        ("member-name:zip:a", "Hồ sơ".encode()), ("member-name:zip:d", b"a"),
        ("member-name:zip:f", b"n" * MAX_RAW),
    ],
)  # fmt: skip
def test_a_step_leads_to_what_was_told(step: str, expected: bytes) -> None:
    assert bytes_of(EVENTS, step) == expected


@pytest.mark.parametrize("step", ["zip:c", "zip:d", "zip:e", "zip:g", "", "member-name:", "zip:A"])
def test_a_step_to_no_bytes_is_a_lookup_error(step: str) -> None:
    with pytest.raises(LookupError):
        bytes_of(EVENTS, step)


def test_a_refusal_says_why_when_its_step_is_followed() -> None:
    with pytest.raises(LookupError, match="not for you"):
        content_of(member("zip:a", refusing("encrypted")))


def test_members_before_the_one_that_is_wanted_are_not_opened() -> None:
    opened = []

    def first() -> Content:
        opened.append("first")
        return Content(Plain(io.BytesIO(b"1").read()))

    events = (member("zip:a", first), member("zip:b", lambda: Content(Plain(b"2"))))
    assert bytes_of(events, "zip:b") == b"2"
    assert opened == []
