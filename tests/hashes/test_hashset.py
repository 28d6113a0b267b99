"""Hash sets: what was put in is found, nothing else is, and every changed byte is noticed."""

import io
import mmap
import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truyvet.hashes.hashset import (
    FAN_BYTES,
    HEAD_BYTES,
    MAGIC,
    WIDTHS,
    HashSet,
    NotAHashSet,
    write_set,
)

HEAD = {
    "created": "2026-03-14T02:15:00.000000Z",
    "known": "bad",
    "name": "Danh sách của C02",
    "source": "bad.txt",
    "source_sha256": "0" * 64,
}


MD5 = st.binary(min_size=16, max_size=16)


def made(digests: list[bytes], algorithm: str = "sha1", **head: str) -> bytes:
    """The bytes of a set of these digests."""
    file = io.BytesIO()
    write_set(file, [sorted(set(digests))], **(HEAD | {"algorithm": algorithm} | head))
    return file.getvalue()


def some(count: int, width: int = 20, seed: int = 1) -> list[bytes]:
    """So many digests."""
    source = random.Random(seed)
    return [source.randbytes(width) for _ in range(count)]


@pytest.mark.parametrize("algorithm", WIDTHS)
def test_what_is_in_a_set_is_found_and_what_is_not_is_not(algorithm: str) -> None:
    width = WIDTHS[algorithm]
    digests = some(500, width)
    held = HashSet(made(digests, algorithm))
    assert all(digest in held for digest in digests)
    assert not any(digest in held for digest in some(500, width, seed=2))


@settings(max_examples=15)
@given(
    st.sets(st.binary(min_size=16, max_size=16), max_size=40), st.binary(min_size=16, max_size=16)
)
def test_a_set_answers_as_a_set_of_python_does(digests: set[bytes], asked: bytes) -> None:
    held = HashSet(made(sorted(digests), "md5"))
    assert (asked in held) is (asked in digests)
    assert all(digest in held for digest in digests)


def test_the_least_and_the_greatest_digest_are_found() -> None:
    ends = [bytes(20), b"\xff" * 20]
    held = HashSet(made(ends))
    assert [end in held for end in ends] == [True, True]
    assert b"\xff" * 19 + b"\xfe" not in held


def test_an_empty_set_holds_nothing() -> None:
    held = HashSet(made([]))
    assert held.head.count == 0
    assert bytes(20) not in held
    held.check()


def test_a_digest_of_another_length_is_refused() -> None:
    held = HashSet(made(some(3)))
    with pytest.raises(ValueError, match="32 bytes in a set of 20"):
        assert bytes(32) not in held


def test_the_head_says_what_was_said() -> None:
    head = HashSet(made(some(7))).head
    assert (head.count, head.algorithm, head.known) == (7, "sha1", "bad")
    assert head.name == "Danh sách của C02"


def test_the_head_can_be_read_with_a_pager() -> None:
    first, second = made(some(2)).split(b"\n")[:2]
    assert first + b"\n" == MAGIC
    assert second.startswith(b'{"algorithm":"sha1","body":"')


def test_equal_digests_make_equal_bodies_whatever_the_name() -> None:
    one, other = HashSet(made(some(9))), HashSet(made(some(9), name="other"))
    assert one.head.body == other.head.body
    assert one.head != other.head


def test_the_length_follows_from_the_head() -> None:
    assert len(made(some(11))) == HEAD_BYTES + 11 * 20 + FAN_BYTES


def test_every_changed_byte_is_found() -> None:
    content = made(some(20))
    places = [*range(400), *random.Random(1).sample(range(400, len(content)), 200)]
    for place in places:
        damaged = bytearray(content)
        damaged[place] ^= 0x10
        with pytest.raises(NotAHashSet):
            HashSet(bytes(damaged)).check()


@pytest.mark.parametrize("length", [0, 1, 100, HEAD_BYTES - 1, HEAD_BYTES, HEAD_BYTES + 40])
def test_a_set_that_is_cut_off_is_refused(length: int) -> None:
    with pytest.raises(NotAHashSet):
        HashSet(made(some(5))[:length])


def test_bytes_behind_the_end_are_refused() -> None:
    with pytest.raises(NotAHashSet, match="its head promises"):
        HashSet(made(some(5)) + b"x")


def test_another_file_is_refused() -> None:
    with pytest.raises(NotAHashSet, match="does not begin"):
        HashSet(b"PK\x03\x04" + bytes(400_000))


@pytest.mark.parametrize(
    "blocks",
    [[[b"b" * 20, b"a" * 20]], [[b"a" * 20, b"a" * 20]], [[b"b" * 20], [b"a" * 20]], [[b"a" * 19]]],
)
def test_digests_out_of_order_or_of_another_length_are_refused(blocks: list[list[bytes]]) -> None:
    with pytest.raises(ValueError, match="ascending"):
        write_set(io.BytesIO(), blocks, algorithm="sha1", **HEAD)


@pytest.mark.parametrize(
    "head",
    [{"known": "perhaps"}, {"name": ""}, {"name": "x" * 201}, {"source_sha256": "0"}],
)
def test_a_head_that_says_nothing_sensible_is_refused(head: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="head cannot be written"):
        made(some(1), **head)


def test_the_longest_texts_fit_the_head() -> None:
    held = HashSet(made(some(1), source="\x01" * 255, name="\x02" * 200, created="\x03" * 40))
    assert held.head.name == "\x02" * 200


def test_a_set_may_be_mapped(tmp_path: Path) -> None:
    digests = some(50)
    path = tmp_path / "one.hashset"
    path.write_bytes(made(digests))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        held = HashSet(content)
        assert digests[17] in held
        held.check()


def test_a_look_up_takes_microseconds() -> None:
    digests = sorted(some(200_000, 32))
    held = HashSet(made(digests, "sha256"))
    begun = time.perf_counter()
    found = sum(digest in held for digest in digests[::20])
    each = (time.perf_counter() - begun) / found
    print(f"{each * 1e6:.1f} microseconds")
    assert each < 0.001
