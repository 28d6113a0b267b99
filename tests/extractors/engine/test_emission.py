"""What is emitted is counted, bounded, encoded, and summed up; nothing is taken twice."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.manifest import MAX_LINE_BYTES
from truyvet.evidence.scans.locator import NotALocator
from truyvet.evidence.scans.observation import MAX_RAW, MAX_TEXT, Observation
from truyvet.evidence.scans.outcome import MAX_PROBLEMS, Outcome
from truyvet.extractors.engine.allowance import FEE
from truyvet.extractors.engine.emission import (
    INLINE_BYTES,
    Emission,
    Ended,
    NoRoom,
    blamed,
    clean,
    end_of,
)
from truyvet.extractors.interface import Member
from truyvet.hashes.canonical import encode_record

Emitting = Callable[..., Emission]
NAMED = Member(name="x")


class Failing(io.BytesIO):
    """A stream that gives some bytes and then fails."""

    def read(self, size: int | None = -1) -> bytes:
        part = super().read(10)
        if not part:
            raise ValueError("bad CRC-32")
        return part


def test_an_observation_bears_item_extractor_and_value(emitting: Emitting, kept: Any) -> None:
    emitting().observation("word", "bytes:0+2", "hà", normal="HÀ", facts={"b": "2", "a": "1"})
    (seen,) = kept.observations
    assert (seen.item, seen.extractor, seen.kind) == ("ab" * 32, "words", "word")
    assert (seen.locator, seen.raw, seen.normal) == (("bytes:0+2",), "hà", "HÀ")
    assert list(seen.facts) == ["a", "b"]


def test_bytes_that_are_no_text_are_kept_as_bytes(emitting: Emitting, kept: Any) -> None:
    emitting().observation("word", "bytes:0+2", b"\xff\x00")
    assert kept.observations[0].value() == b"\xff\x00"
    assert kept.observations[0].raw == "\ufffd\x00"


def test_empty_facts_are_left_out(emitting: Emitting, kept: Any) -> None:
    emitting().observation("word", "bytes:0+0", b"", facts={"a": "", "b": "x"})
    assert kept.observations[0].facts == {"b": "x"}


def test_what_cannot_be_written_is_cleaned(emitting: Emitting, kept: Any) -> None:
    emitting().observation("word", "bytes:0+0", b"", normal="\ud800", facts={"a": "x" * 5000})
    line = msgspec.json.encode(kept.observations[0])
    seen = msgspec.json.decode(line, type=Observation)
    assert (seen.normal, len(seen.facts["a"])) == ("?", 4096)


def test_the_same_thing_at_the_same_place_is_taken_once(emitting: Emitting, kept: Any) -> None:
    emission = emitting()
    for normal in ("one", "other"):
        emission.observation("word", "bytes:0+1", "a", normal=normal)
    emission.observation("name", "bytes:0+1", "a")
    emission.observation("word", "bytes:1+1", "a")
    assert [seen.normal for seen in kept.observations] == ["one", "", ""]
    assert emission.outcome().observations == 3


def test_an_undeclared_kind_and_a_long_value_are_bugs(emitting: Emitting, kept: Any) -> None:
    emission = emitting()
    with pytest.raises(ValueError, match="secret is no kind of words"):
        emission.observation("secret", "bytes:0+1", "a")
    with pytest.raises(ValueError, match="raw value of 4097 bytes"):
        emission.observation("word", "bytes:0+1", "a" * (MAX_RAW + 1))
    with pytest.raises(NotALocator):
        emission.observation("word", "7z:a", "a")
    assert kept.observations == []


def test_a_limit_ends_with_what_came_before(emitting: Emitting, kept: Any) -> None:
    emission = emitting(records=2)
    for at in range(2):
        emission.observation("word", f"bytes:{at}+1", "a")
    emission.observation("word", "bytes:0+1", "a")  # known already, so it is no third
    with pytest.raises(Ended, match="more than 2 observations") as caught:
        emission.observation("word", "bytes:2+1", "a")
    assert (caught.value.status, len(kept.observations)) == ("partial", 2)


def test_the_end_is_no_exception_that_a_library_may_catch() -> None:
    assert not issubclass(Ended, Exception)


def test_a_short_child_travels_inline_and_a_long_one_in_a_file(
    emitting: Emitting, kept: Any, tmp_path: Path
) -> None:
    emission = emitting()
    for number, length in enumerate((0, INLINE_BYTES, INLINE_BYTES + 1, 1 << 20)):
        emission.child(f"line:{number}", b"x" * length, NAMED)
    contents = [
        (tmp_path / "children" / found.file).read_bytes() if found.file else found.inline
        for found in kept.children
    ]
    assert [bool(found.file) for found in kept.children] == [False, False, True, True]
    assert [len(content) for content in contents] == [found.size for found in kept.children]
    for content, found in zip(contents, kept.children, strict=True):
        assert hashlib.sha256(content).hexdigest() == found.sha256


def test_a_child_without_bytes_has_no_hash_and_the_size_it_claims(
    emitting: Emitting, kept: Any
) -> None:
    emitting().child("line:0", None, Member(name="d", kind="directory", size=7, target=b"\xff"))
    (found,) = kept.children
    assert (found.sha256, found.size, found.kind) == (None, 7, "directory")
    assert (found.target, found.target_bytes) == ("\ufffd", "ff")


def test_two_children_at_one_step_are_a_bug(emitting: Emitting) -> None:
    emission = emitting()
    emission.child("line:0", b"", NAMED)
    with pytest.raises(ValueError, match="two children at line:0"):
        emission.child("line:0", b"", NAMED)


def test_a_child_whose_stream_fails_is_forgotten(
    emitting: Emitting, kept: Any, tmp_path: Path
) -> None:
    emission = emitting()
    for content in (b"short", bytes(INLINE_BYTES + 50)):
        with pytest.raises(ValueError, match="bad CRC-32"):
            emission.child("line:0", Failing(content), NAMED)
    assert kept.children == []
    assert emission.decoded == 0
    assert not any((tmp_path / "children").glob("*"))
    emission.child("line:0", b"whole", NAMED)
    assert emission.outcome().children == 1


@pytest.mark.parametrize(
    ("made", "status", "reason"),
    [
        ({"output": 99}, "partial", "more than 99 bytes of children"),
        ({"allowance": FEE + 99}, "bomb", f"decodes to more than {FEE + 99} bytes"),
        ({"children": 0}, "partial", "more than 0 children"),
        ({"depth": 3, "at": 3}, "bomb", "deeper than 3 items inside items"),
    ],
)
def test_a_child_beyond_a_limit_ends_the_examination(
    made: dict[str, int], status: str, reason: str, emitting: Emitting, kept: Any
) -> None:
    with pytest.raises(Ended, match=reason) as caught:
        emitting(**made).child("line:0", bytes(100), NAMED)
    assert caught.value.status == status
    assert kept.children == []


def test_the_allowance_counts_all_children_together(emitting: Emitting) -> None:
    emission = emitting(allowance=3 * FEE + 100)
    emission.child("line:0", bytes(60), NAMED)
    emission.child("line:1", bytes(40), NAMED)
    with pytest.raises(Ended):
        emission.child("line:2", bytes(1), NAMED)


@pytest.mark.parametrize(
    ("name", "text", "raw"),
    [
        ("hồ sơ", "hồ sơ", ""),
        (b"caf\xe9", "caf\ufffd", "636166e9"),
        ("caf\udce9", "caf\ufffd", "636166e9"),
        ("../../x", "../../x", ""),
        ("", "", ""),
    ],
)
def test_a_name_is_kept_byte_for_byte(
    name: str | bytes, text: str, raw: str, emitting: Emitting, kept: Any
) -> None:
    emitting().child("line:0", None, Member(name=name))
    assert (kept.children[0].name, kept.children[0].name_bytes) == (text, raw)


def test_a_name_of_any_characters_is_taken(emitting: Emitting) -> None:
    emitting().child("line:0", None, Member(name="a\ud800b"))


def test_blank_text_is_left_out_and_other_text_stands_as_it_is(
    emitting: Emitting, kept: Any
) -> None:
    emission = emitting()
    for number, text in enumerate(["", " \n\t", " chữ "]):
        emission.text(f"line:{number}", text)
    assert [(line.locator, line.text) for line in kept.texts] == [(("line:2",), " chữ ")]
    assert emission.outcome().texts == 1


def test_text_is_limited_in_bytes(emitting: Emitting, kept: Any) -> None:
    emission = emitting(text=6)
    emission.text("line:0", "chữ")
    with pytest.raises(Ended, match="more than 6 bytes of text"):
        emission.text("line:1", "ữ")
    assert len(kept.texts) == 1


def test_a_long_text_is_cut_between_letters_and_each_piece_has_its_place(
    emitting: Emitting, kept: Any
) -> None:
    text = "a" + "ữ" * MAX_TEXT
    emitting().text("line:0", text)
    whole = text.encode()
    assert "".join(line.text for line in kept.texts) == text
    for line in kept.texts:
        offset, length = map(int, line.locator[1].removeprefix("bytes:").split("+"))
        assert whole[offset : offset + length] == line.text.encode()
        assert length <= MAX_TEXT


@pytest.mark.parametrize(
    ("codes", "status"),
    [
        ((), "empty"),
        (("skipped",), "skipped"),
        (("skipped", "unsupported"), "unsupported"),
        (("unsupported", "partial"), "partial"),
        (("partial", "corrupt", "skipped"), "corrupt"),
        (("corrupt", "encrypted"), "encrypted"),
        (("encrypted", "bomb", "corrupt"), "bomb"),
    ],
)
def test_the_worst_problem_gives_the_status(
    codes: tuple[Any, ...], status: str, emitting: Emitting
) -> None:
    emission = emitting()
    for code in codes:
        emission.problem(code, "", "why")
    assert emission.outcome().status == status


def test_a_status_that_is_given_counts_more_than_problems(emitting: Emitting) -> None:
    emission = emitting()
    emission.problem("corrupt", "line:0", "why")
    outcome = emission.outcome("timeout", "r" * 600)
    assert (outcome.status, len(outcome.reason), outcome.problems) == ("timeout", 512, 1)


def test_something_found_is_ok(emitting: Emitting) -> None:
    for emit in (
        lambda one: one.observation("word", "bytes:0+0", b""),
        lambda one: one.text("line:0", "x"),
        lambda one: one.child("line:0", None, NAMED),
    ):
        emission = emitting()
        emit(emission)
        assert emission.outcome().status == "ok"


def test_problems_are_listed_up_to_a_number_and_counted_beyond(emitting: Emitting) -> None:
    emission = emitting()
    for number in range(MAX_PROBLEMS + 5):
        emission.problem("corrupt", f"line:{number}", "x" * 600)
    outcome = emission.outcome()
    assert (outcome.problems, len(outcome.defects)) == (MAX_PROBLEMS + 5, MAX_PROBLEMS)
    assert msgspec.json.decode(msgspec.json.encode(outcome), type=Outcome) == outcome


def test_blame_names_no_path_and_no_words_that_vary() -> None:
    def fail() -> None:
        raise ValueError("/tmp/secret at 0x7f00")

    with pytest.raises(ValueError, match="secret") as caught:
        fail()
    assert blamed(caught.value) == "ValueError at test_emission.py:fail"
    assert blamed(KeyError("x")) == "KeyError"


@given(st.text(st.characters(), max_size=50))
def test_cleaned_text_can_always_be_written(text: str) -> None:
    assert clean(text).encode().decode() == clean(text)


def test_a_stream_is_read_in_pieces(emitting: Emitting) -> None:
    class Asked(io.BytesIO):
        largest = 0

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert size > 0
            self.largest = max(self.largest, size)
            return super().read(size)

    stream = Asked(bytes(3 << 20))
    emitting().child("line:0", cast("Any", stream), NAMED)
    assert stream.largest <= 1 << 20


@pytest.mark.parametrize(
    ("raw", "kept"),
    [(b"short", b"short"), (b"x" * 9_000, b"x" * 8_192),
     (b"a" + "\u1ec7".encode() * 2_731, "\u1ec7".encode() * 2_730),
     (b"\x80" * 9_000, b"\x80")],
)  # fmt: skip
def test_of_a_long_name_the_end_is_kept_from_a_letter_on(raw: bytes, kept: bytes) -> None:
    assert end_of(raw, 8_192) == kept


def test_of_many_long_facts_what_fits_a_line_is_kept(emitting: Emitting, kept: Any) -> None:
    facts = {f"fact-{number:02}": "\x01" * 5_000 for number in range(40)}
    emitting().observation("word", ["line:" + "\x01" * 8_000] * 8, "\x01" * 4_096, facts=facts)
    (seen,) = kept.observations
    assert sum(map(len, seen.facts.values())) == 65_536
    assert len(encode_record(seen)) < MAX_LINE_BYTES


def test_a_claimed_length_that_no_file_has_is_no_length(emitting: Emitting, kept: Any) -> None:
    emission = emitting()
    for number, size in enumerate((-1, 1 << 64, (1 << 53) - 1, 0)):
        emission.child(f"line:{number}", None, Member(name="a", size=size))
    assert [one.size for one in kept.children] == [None, None, (1 << 53) - 1, 0]


@pytest.mark.parametrize("member", [{"kind": "door"}, {"modified": "today"}, {"modified": ""}])
def test_a_member_that_no_record_can_hold_is_refused(
    member: dict[str, Any], emitting: Emitting, kept: Any
) -> None:
    with pytest.raises((ValueError, msgspec.ValidationError)):
        emitting().child("line:0", b"x", Member(name="a", **member))
    assert kept.children == []


def test_problems_are_listed_while_they_are_short_and_counted_for_ever(emitting: Emitting) -> None:
    emission = emitting()
    for number in range(60):
        emission.problem("corrupt", f"line:{number}" + "\u1ec7" * 3_000, "why")
    outcome = emission.outcome()
    assert outcome.problems == 60
    assert 0 < len(outcome.defects) < 10
    assert len(encode_record(outcome)) < 40_000


def test_a_disk_without_room_is_no_fault_of_the_item(emitting: Emitting, tmp_path: Path) -> None:
    (tmp_path / "children").write_bytes(b"a file where the folder should be")
    with pytest.raises(NoRoom):
        emitting().child("line:0", b"x" * 100_000, Member(name="a"))


def test_an_error_of_the_stream_itself_passes_through(emitting: Emitting, kept: Any) -> None:
    class Torn(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("torn")

    with pytest.raises(OSError, match="torn"):
        emitting().child("line:0", Torn(), Member(name="a"))
    assert kept.children == []
