"""Laws that hold for every kind of value: encodings, odd places, borders of windows, look-ups."""

import random

import pytest
from tests.extractors.selectors.looks import finder_of, found
from tests.extractors.selectors.soup import soup
from tests.extractors.selectors.specimens import EACH

from truyvet.extractors.selectors import KINDS, normal, readings
from truyvet.extractors.selectors.finding.finder import Found, finder
from truyvet.extractors.selectors.finding.hyper import available
from truyvet.extractors.selectors.table import MAX_TEXT

WINDOW = 512
"""A small window, so that many borders can be tried."""
SMALL = finder("VN", hyperscan=available(), window=WINDOW)


def of(kind: str, some: list[Found]) -> list[Found]:
    """Those of one kind."""
    return [one for one in some if one.spot.kind == kind]


def test_there_is_a_specimen_of_every_kind() -> None:
    assert set(EACH) == set(KINDS)


@pytest.mark.parametrize("kind", EACH)
def test_it_is_found_and_told_as_its_normal_form(kind: str) -> None:
    word, text, value = EACH[kind]
    content = f"{word}{text}\n".encode()
    (one,) = of(kind, found(content))
    raw = content[one.offset : one.offset + one.length]
    assert raw == text.encode() or (kind == "viber" and raw in text.encode())
    assert one.spot.value == value


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("shift", [0, 1, 2, 3])
@pytest.mark.parametrize("kind", EACH)
def test_in_utf16_it_is_found_at_any_place(kind: str, shift: int, encoding: str) -> None:
    word, text, value = EACH[kind]
    content = b"\xff" * shift + f" {word}{text} ".encode(encoding)
    (one,) = of(kind, found(content))
    assert (one.spot.value, one.encoding) == (value, encoding)
    raw = content[one.offset : one.offset + one.length]
    assert raw.decode(encoding) in text


@pytest.mark.parametrize("kind", EACH)
def test_on_the_border_of_windows_it_is_found_once_and_whole(kind: str) -> None:
    word, text, value = EACH[kind]
    whole = f"\n{word}{text}\n".encode()
    for before in {0, 1, len(word), len(word) + 1, len(whole) // 2, len(whole) - 2, len(whole)}:
        content = bytearray(b"\xff" * (3 * WINDOW))
        start = WINDOW - before
        content[start : start + len(whole)] = whole
        (one,) = of(kind, list(SMALL.find(bytes(content))))
        assert one.spot.value == value
        assert one.offset == start + 1 + len(word), before


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("kind", EACH)
def test_and_in_utf16_too(kind: str, encoding: str) -> None:
    word, text, value = EACH[kind]
    whole = f"\n{word}{text}\n".encode(encoding)
    for before in {1, len(whole) // 2, len(whole) // 2 + 1, len(whole) - 3}:
        content = bytearray(b"\xff" * (3 * WINDOW))
        start = WINDOW - before
        content[start : start + len(whole)] = whole
        assert [one.spot.value for one in of(kind, list(SMALL.find(bytes(content))))] == [value]


@pytest.mark.parametrize("kind", EACH)
def test_at_the_first_and_last_byte_it_is_found(kind: str) -> None:
    word, text, value = EACH[kind]
    for content in (f"{word}{text}", f"\x07{word}{text}"):
        assert [one.spot.value for one in of(kind, found(content.encode("latin-1")))] == [value]


@pytest.mark.parametrize("kind", EACH)
def test_hyperscan_and_re_agree_on_it(kind: str) -> None:
    pytest.importorskip("hyperscan")
    word, text, _ = EACH[kind]
    for content in (
        f"{word}{text}",
        f"({word}{text})",
        f"{text} {word}",
        f"{text}{text}",
        text[1:],
    ):
        raw = content.encode()
        assert list(finder_of().find(raw)) == list(finder_of(hyperscan=False).find(raw))


@pytest.mark.parametrize("kind", EACH)
def test_typed_as_it_stands_it_is_among_the_readings(kind: str) -> None:
    _, text, value = EACH[kind]
    told = value.partition(":")[2] if kind == "bank-account" else value  # the bank stands beside
    assert (kind, told) in readings(text)
    again = normal(kind, value)
    assert again is not None
    assert again.value == value


@pytest.mark.parametrize("kind", EACH)
def test_blanks_around_a_typed_value_change_nothing(kind: str) -> None:
    _, text, _ = EACH[kind]
    assert readings(f" \t{text}\n") == readings(text)


@pytest.mark.parametrize("kind", EACH)
def test_every_cut_and_every_changed_byte_is_taken_quietly(kind: str) -> None:
    word, text, _ = EACH[kind]
    chance = random.Random(kind)
    content = f"{word}{text}".encode()
    for cut in range(0, len(content), max(1, len(content) // 12)):
        list(finder_of().find(content[:cut]))
    for _ in range(12):
        damaged = bytearray(content)
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        for one in finder_of().find(bytes(damaged)):
            assert 0 <= one.offset < one.offset + one.length <= len(damaged)


def lawful(content: bytes, one: Found, region: str) -> bool:
    """Whether what was found is among the readings of what stands there."""
    raw = content[one.offset : one.offset + one.length]
    try:
        text = raw.decode(one.encoding or "utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    value = one.spot.value
    if one.spot.kind == "bank-account":
        value = value.rpartition(":")[2]
    return (one.spot.kind, value) in readings(text, region)


@pytest.mark.parametrize("region", ["VN", "US", "GB"])
@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_found_is_among_its_own_readings(seed: int, region: str) -> None:
    content = soup(1_000 + seed, 30)
    some = found(content, region)
    assert some
    assert [one for one in some if not lawful(content, one, region)] == []


@pytest.mark.parametrize("size", [2_000, 2_040, 2_041, 2_048])
def test_the_longest_url_is_among_its_own_readings(size: int) -> None:
    content = b"https://" + b"a.vn/" + b"x" * (size - 5)
    (one,) = of("url", found(content))
    assert one.length < MAX_TEXT
    assert lawful(content, one, "VN")


@pytest.mark.parametrize("region", ["VN", "US"])
@pytest.mark.parametrize("seed", range(4))
def test_the_order_is_that_of_offsets_and_the_same_again(seed: int, region: str) -> None:
    content = soup(2_000 + seed, 40)
    first = found(content, region)
    assert first == found(content, region)
    assert [one.offset for one in first] == sorted(one.offset for one in first)
    assert len({(one.offset, one.length, one.spot.kind, one.spot.value) for one in first}) == len(
        first
    )


HOSTILE = [
    b"0",
    b"0 ",
    b"0.",
    b"0-",
    b"(0",
    b"+",
    b"+1",
    b"a@a.",
    b"@",
    b"@a",
    b"1.1.",
    b"::",
    b":1",
    b"0:",
    b"aa:",
    b"http://a",
    b"www.",
    b"a.com/",
    b"t.me/",
    b"bc1",
    b"0x",
    b"bc1q",
    b"4A",
    b"P<",
    b"<",
    b"VN12",
    b"DE89 ",
    b"stk ",
    b"vcb ",
    b"stk 123456 ",
    b"30A-",
    b"1\xb0",
    b"lat=1",
    b"geo:1,",
    b"\x00a",
    b"a\x00",
    b"\x00\x00a",
    b"%",
    b"[.]",
    b"\xc4\x91",
    b"s\xe8 ",
]


@pytest.mark.parametrize("part", HOSTILE)
def test_long_runs_end_soon_and_alike(part: bytes) -> None:
    content = (part * (8_000 // len(part)))[:8_000]
    some = found(content)
    assert len(some) <= len(content)
    assert some == found(content)


@pytest.mark.parametrize("part", HOSTILE[::3])
def test_long_runs_in_utf16_end_soon(part: bytes) -> None:
    content = (part.decode("latin-1") * (4_000 // len(part))).encode("utf-16-le")
    assert len(found(content)) <= len(content)
