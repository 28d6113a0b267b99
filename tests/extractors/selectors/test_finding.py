"""Finding by anchors against finding everywhere: the same values, at borders, in all encodings."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extractors.selectors.looks import finder_of, found, normals
from tests.extractors.selectors.soup import CONTEXT, VALUES, soup

from truyvet.extractors.selectors.finding import utf16
from truyvet.extractors.selectors.finding.finder import LEAD, TRAIL, WINDOW, Finder, Found
from truyvet.extractors.selectors.finding.matcher import Matcher
from truyvet.extractors.selectors.finding.plain import Plain
from truyvet.extractors.selectors.finding.rule import NEAR_AFTER, NEAR_BEFORE, Words
from truyvet.extractors.selectors.finding.table import rules_for
from truyvet.extractors.selectors.finding.words import WORDS, words

NUL = b"\0"


def places_of(some: list[Found]) -> set[tuple[int, int, str, str]]:
    """Where which values stand."""
    return {(one.offset, one.length, one.spot.kind, one.spot.value) for one in some}


def small(window: int) -> Finder:
    """A finder with small windows, so that every border is near."""
    rules, vocabulary = rules_for("VN"), words()
    return Finder(Matcher(rules, vocabulary), Plain(rules, vocabulary), window)


@pytest.mark.parametrize("region", ["VN", "US"])
@pytest.mark.parametrize("seed", range(40))
def test_anchors_find_what_re_finds(region: str, seed: int) -> None:
    pytest.importorskip("hyperscan")
    content = soup(seed, 12)
    assert list(finder_of(region).find(content)) == list(finder_of(region, False).find(content))


@given(
    pieces=st.lists(st.sampled_from([*VALUES, *CONTEXT, " ", "\n", "\0", "-", "."]), max_size=30)
)
@settings(max_examples=60)
def test_any_order_of_pieces_is_found_alike(pieces: list[str]) -> None:
    pytest.importorskip("hyperscan")
    content = "".join(pieces).encode()
    assert list(finder_of().find(content)) == list(finder_of(hyperscan=False).find(content))


@given(content=st.binary(max_size=300))
@settings(max_examples=60)
def test_any_bytes_are_found_alike(content: bytes) -> None:
    pytest.importorskip("hyperscan")
    assert list(finder_of().find(content)) == list(finder_of(hyperscan=False).find(content))


@given(text=st.text(alphabet="0123456789+.@-:/ aAbBcCxX<\0", max_size=200))
@settings(max_examples=100)
def test_any_signs_of_values_are_found_alike(text: str) -> None:
    pytest.importorskip("hyperscan")
    content = text.encode()
    assert list(finder_of().find(content)) == list(finder_of(hyperscan=False).find(content))


@pytest.mark.parametrize("window", [64, 333, 1000])
@pytest.mark.parametrize("seed", range(3))
def test_the_length_of_a_window_changes_nothing(window: int, seed: int) -> None:
    content = soup(seed, 6)
    whole = list(finder_of().find(content))
    rules, vocabulary = rules_for("VN"), words()
    in_parts = Finder(Matcher(rules, vocabulary), Plain(rules, vocabulary), window).find(content)
    assert places_of(list(in_parts)) == places_of(whole)


@pytest.mark.parametrize("encoding", ["ascii", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", range(0, 60, 7))
def test_a_value_on_the_border_of_a_real_window_is_found_once(encoding: str, before: int) -> None:
    value = "plain_text@textedit.com".encode(encoding)
    content = bytearray(b"\xff" * (WINDOW + 200))
    start = WINDOW - before
    content[start : start + len(value)] = value
    (one,) = finder_of().find(bytes(content))
    assert (one.offset, one.length) == (start, len(value))


def test_the_bytes_around_a_window_hold_the_longest_value_and_its_words() -> None:
    longest = max(rule.longest for rule in rules_for("VN"))
    assert 2 * (longest + NEAR_AFTER) < TRAIL
    reach = max(anchor.reach + anchor.tail for rule in rules_for("VN") for anchor in rule.anchors)
    assert 2 * (reach + NEAR_BEFORE) < LEAD + 200


def test_windows_of_zeros_are_passed_over() -> None:
    content = bytes(3 * WINDOW) + b" a@example.com " + bytes(WINDOW)
    (one,) = finder_of().find(content)
    assert one.offset == 3 * WINDOW + 1


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("shift", [0, 1])
@pytest.mark.parametrize("around", [b"", b"\xff\xd8\x01", b"\0\0\0", b"text "])
def test_utf16_is_found_at_even_and_odd_places(encoding: str, shift: int, around: bytes) -> None:
    text = "gửi plain_text@textedit.com nhé"
    content = bytes(shift) + around + text.encode(encoding) + around
    (one,) = found(content)
    raw = content[one.offset : one.offset + one.length]
    assert one.spot.value == "plain_text@textedit.com"
    assert "plain_text@textedit.com" in {raw.decode("utf-16-le"), raw.decode("utf-16-be")}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_word_with_marks_in_utf16_tells_what_a_number_is(encoding: str) -> None:
    content = "Số tài khoản: 0071000123456 ngân hàng Vietcombank".encode(encoding)
    assert normals("bank-account", content) == ["970436:0071000123456"]


def test_a_byte_order_mark_is_not_needed_and_not_in_the_way() -> None:
    assert normals("phone", "\ufeffsđt 0912345678".encode("utf-16-le")) == ["+84912345678"]


def test_words_of_one_run_tell_nothing_of_the_next() -> None:
    content = "cmnd số".encode("utf-16-le") + b"\xff\xff\xff\xff" + "025123456".encode("utf-16-le")
    assert normals("cmnd", content) == []


def test_two_runs_of_different_order_are_both_seen() -> None:
    content = (
        "aa@example.com".encode("utf-16-le") + b"\xff\xff" + "bb@example.com".encode("utf-16-be")
    )
    assert normals("email", content) == ["aa@example.com", "bb@example.com"]


def test_a_screen_leads_back_to_its_bytes() -> None:
    chunk = b"\xff\xff" + "hello world".encode("utf-16-le") + b"\xff"
    places = Plain(rules_for("VN"), words()).places(NUL + chunk + NUL)
    (run,) = utf16.runs(NUL + chunk + NUL, places)
    screen = utf16.Screen(NUL + chunk + NUL, [run])
    place = screen.content.index(b"world")
    assert screen.origin(place) == (3 + 2 * 6, "utf-16-le")


@pytest.mark.parametrize("name", [name for name in WORDS if name != "version"])
def test_each_class_of_words_finds_each_of_its_words(name: str) -> None:
    scanner = Plain((), words())
    for text in WORDS[name]:
        content = f"\n{text}\n".encode()
        assert scanner.places(content).words.near(name, len(content), len(content) + 1), text


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (b" stk: ", True),
        (b" STK ", True),
        (b" Stk1", True),
        (b" mystk ", False),
        (b" stka ", False),
        ("số tài khoản ".encode(), True),
        ("SỐ TÀI KHOẢN ".encode(), True),
        (b"so_tai_khoan=", True),
        (b"sotaikhoan=", True),
        (b"xsotaikhoan=", False),
        (b"s\xe8 t\xb5i kho\xb6n ", True),
        (b"accountNumber", True),
    ],
)
def test_short_words_stand_alone_and_marks_do_not_matter(text: bytes, is_one: bool) -> None:
    seen = Plain((), words()).places(NUL + text + NUL).words
    assert seen.near("account", len(text) + 1, len(text) + 2) is is_one


def test_words_are_near_within_their_reach_only() -> None:
    seen = Words({"a": [10, 100]})
    assert seen.near("a", 10 + NEAR_BEFORE, 70)
    assert not seen.near("b", 10, 12)
    assert seen.near("a", 80, 100 - NEAR_AFTER)
    assert not seen.before("a", 9)
    assert seen.before("a", 30, 20)
    assert not seen.before("a", 31, 20)
    assert seen.distance("a", 15, 20) == 5
    assert seen.distance("a", 200, 210) is None
    assert seen.around("a", 90, 110)
    assert not seen.around("a", 11, 99)


def test_no_rule_has_what_other_engines_do_not_know() -> None:
    for rule in rules_for("VN"):
        assert b"(?!" not in rule.core, rule.name
        assert b"(?=" not in rule.core, rule.name
        assert b"(?<" not in rule.core, rule.name
        assert re.search(rb"\\[1-9]", rule.core) is None, rule.name


def test_every_rule_has_a_name_of_its_own_and_an_anchor() -> None:
    for region in ("VN", "US"):
        names = [rule.name for rule in rules_for(region)]
        assert len(names) == len(set(names))
        assert all(rule.anchors for rule in rules_for(region))


def test_noise_holds_next_to_nothing() -> None:
    noise = random.Random(1).randbytes(1 << 20)
    assert len(list(finder_of().find(noise))) < 5


@pytest.mark.parametrize(
    "part",
    [b"a@", b"a.", b"0", b"123 ", b"http://", b"a\0", b"\0a", b"vcb 123456 ", b"21\xb0", b"::"],
)
def test_repetition_takes_no_long_time_and_ends(part: bytes) -> None:
    content = part * (60_000 // len(part))
    assert len(list(finder_of().find(content))) <= len(content)
