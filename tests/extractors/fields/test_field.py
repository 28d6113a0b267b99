"""Fields: numbered, found again, cut, and read on until damage."""

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence

import pytest

from truyvet.evidence.scans.locator import MAX_STEP
from truyvet.evidence.scans.observation import MAX_RAW
from truyvet.extractors.fields.field import DAMAGE, Field, found, is_utf8, numbered, say, sound
from truyvet.extractors.interface import Member


class Said:
    """Keeps what is emitted."""

    def __init__(self) -> None:
        self.seen: list[tuple[str | Sequence[str], bytes | str, dict[str, object]]] = []
        self.texts: list[tuple[str | Sequence[str], str]] = []
        self.problems: list[tuple[str, str]] = []

    def observation(
        self, kind: str, locator: str | Sequence[str], raw: bytes | str, *, normal: str = "",
        confidence: int = 100, facts: Mapping[str, str] | None = None, flag: str = "",
    ) -> None:  # fmt: skip
        more = {
            "kind": kind,
            "normal": normal,
            "confidence": confidence,
            "facts": facts,
            "flag": flag,
        }
        self.seen.append((locator, raw, more))

    def child(self, locator: str, stream: object, member: Member) -> None:
        raise AssertionError(f"a field has no child: {locator}")

    def text(self, locator: str | Sequence[str], text: str) -> None:
        self.texts.append((locator, text))

    def problem(self, code: str, locator: str | Sequence[str], text: str) -> None:
        self.problems.append((code, text))


def field(step: str = "x:a", raw: bytes = b"value", text: bool = False) -> Field:
    return Field(kind="metadata", step=step, raw=raw, text=text)


def stumbling(error: BaseException, count: int = 2) -> Iterator[int]:
    yield from range(count)
    raise error


def test_steps_that_come_again_are_numbered_from_the_second() -> None:
    steps = [each.step for each in numbered([field(), field("x:b"), field(), field()])]
    assert steps == ["x:a", "x:b", "x:a#2", "x:a#3"]


def test_numbering_keeps_all_else() -> None:
    one = Field(kind="k", step="x:a", raw=b"r", normal="n", confidence=7, facts={"f": "v"},
                flag="metadata", text=True)  # fmt: skip
    _, second = numbered([one, one])
    assert (second.kind, second.raw, second.normal, second.confidence, second.facts, second.flag,
            second.text) == ("k", b"r", "n", 7, {"f": "v"}, "metadata", True)  # fmt: skip


@pytest.mark.parametrize(("length", "kept"), [(MAX_STEP, 1), (MAX_STEP + 1, 0)])
def test_a_step_that_is_too_long_is_left_out(length: int, kept: int) -> None:
    assert len(list(numbered([field("x:".ljust(length, "a"))]))) == kept


def test_the_number_counts_for_the_length_of_a_step() -> None:
    step = "x:".ljust(MAX_STEP - 1, "a")
    assert [each.step for each in numbered([field(step), field(step)])] == [step]


@pytest.mark.parametrize(
    "error",
    [ValueError("x"), struct.error("x"), zlib.error("x"), KeyError("x"), IndexError("x"),
     EOFError("x"), OSError("x"), OverflowError("x"), ZeroDivisionError("x"), SyntaxError("x"),
     RecursionError("x"), UnicodeDecodeError("utf-8", b"x", 0, 1, "x"), AttributeError("x"),
     AssertionError("x"), TypeError("x"), NotImplementedError("x")],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_damage_ends_a_reading_and_is_named_without_its_message(error: Exception) -> None:
    said = Said()
    assert list(sound(stumbling(error), said, "Exif")) == [0, 1]
    assert said.problems == [("corrupt", f"damaged Exif ({type(error).__name__})")]
    assert isinstance(error, DAMAGE)


def test_damage_is_silent_where_nobody_listens() -> None:
    assert list(sound(stumbling(ValueError()), None, "")) == [0, 1]


@pytest.mark.parametrize(
    "error", [MemoryError(), KeyboardInterrupt(), SystemExit(), GeneratorExit()]
)
def test_a_limit_or_an_interruption_is_no_damage(error: BaseException) -> None:
    with pytest.raises(type(error)):
        list(sound(stumbling(error), Said(), "x"))


def test_a_reading_without_damage_has_no_problem() -> None:
    said = Said()
    assert list(sound(iter([1, 2]), said, "x")) == [1, 2]
    assert said.problems == []


@pytest.mark.parametrize(("length", "cut"), [(0, False), (MAX_RAW, False), (MAX_RAW + 1, True)])
def test_a_long_value_is_cut_together_with_its_locator(length: int, cut: bool) -> None:
    said = Said()
    say(said, field(raw=b"y" * length))
    ((locator, raw, _),) = said.seen
    assert locator == (("x:a", f"bytes:0+{MAX_RAW}") if cut else ("x:a",))
    assert len(raw) == min(length, MAX_RAW)


@pytest.mark.parametrize(
    ("raw", "text", "told"),
    [("Đức".encode(), True, ["Đức"]), ("Đức".encode(), False, []), (b"\xff", True, []),
     (b"z" * (MAX_RAW + 5), True, ["z" * (MAX_RAW + 5)])],
)  # fmt: skip
def test_a_text_is_told_whole_where_people_wrote_it_in_utf_8(
    raw: bytes, text: bool, told: list[str]
) -> None:
    said = Said()
    say(said, field(raw=raw, text=text))
    assert [words for _, words in said.texts] == told


def test_a_value_is_found_by_its_step() -> None:
    fields = [field("x:a", b"1"), field("x:b", b"2"), field("x:b#2", b"3")]
    assert [found(fields, step) for step in ("x:a", "x:b", "x:b#2")] == [b"1", b"2", b"3"]


def test_a_step_that_no_field_has_is_refused() -> None:
    with pytest.raises(LookupError, match="x:c"):
        found([field()], "x:c")


def test_a_value_before_the_damage_is_found_and_one_after_it_is_not() -> None:
    def reader() -> Iterator[Field]:
        yield field("x:a", b"1")
        raise ValueError("/tmp/a")

    assert found(reader(), "x:a") == b"1"
    with pytest.raises(LookupError, match="damaged before it") as refused:
        found(reader(), "x:b")
    assert "/tmp" not in str(refused.value)


@pytest.mark.parametrize(
    ("raw", "known"),
    [(b"", True), (b"abc", True), ("Đức".encode(), True), (b"\xc4", False),
     (b"\xed\xa0\x80", False),
     (b"\xff\xfe", False), (b"\xf0\x9f\x92\xb0", True), (b"\xc0\x80", False)],
)  # fmt: skip
def test_utf_8_is_known(raw: bytes, known: bool) -> None:
    assert is_utf8(raw) == known
