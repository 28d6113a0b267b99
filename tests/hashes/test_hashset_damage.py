"""Hash sets: each field of the head wrong, each number of the fan-out, many digests, odd ones."""

import bisect
import hashlib
import io
import json
import random
import struct
from typing import Any

import pytest

from truyvet.hashes.canonical import encode_record
from truyvet.hashes.hashset import (
    FAN_BYTES,
    FAN_OUT,
    HEAD_BYTES,
    MAGIC,
    WIDTHS,
    HashSet,
    Head,
    NotAHashSet,
    head_page,
    write_set,
)

HEAD: dict[str, Any] = {
    "created": "2026-03-14T02:15:00.000000Z",
    "known": "bad",
    "name": "Danh sách của C02",
    "source": "bad.txt",
    "source_sha256": "0" * 64,
}
MANY = 200_000


def digests(count: int, width: int = 20, seed: int = 1) -> list[bytes]:
    """So many digests in order."""
    source = random.Random(seed)
    return sorted({source.randbytes(width) for _ in range(count)})


def made(some: list[bytes], algorithm: str = "sha1") -> bytes:
    """The bytes of a set."""
    file = io.BytesIO()
    write_set(file, [some], algorithm=algorithm, **HEAD)
    return file.getvalue()


def head_of(content: bytes) -> dict[str, Any]:
    """The head as JSON."""
    found = json.loads(content[len(MAGIC) : HEAD_BYTES - 32])
    assert isinstance(found, dict)
    return found


def page(head: bytes) -> bytes:
    """A page of a head of any bytes, with its own right checksum."""
    body = (MAGIC + head).ljust(HEAD_BYTES - 32, b" ")
    return body + hashlib.sha256(body).digest()


def canonical(head: dict[str, Any]) -> bytes:
    """A head as canonical JSON: sorted, without blanks."""
    return (
        json.dumps(head, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
    )


def with_head(content: bytes, **changes: object) -> bytes:
    """The set with some fields changed and the checksum of the page made right again."""
    return page(canonical(head_of(content) | changes)) + content[HEAD_BYTES:]


SET = made(digests(50))


def test_a_page_made_by_hand_is_the_one_that_is_written() -> None:
    assert with_head(SET) == SET
    head = HashSet(SET).head
    assert head_page(head) == SET[:HEAD_BYTES]
    assert encode_record(head) + b"\n" == canonical(head_of(SET))


WRONG: dict[str, list[object]] = {
    "algorithm": ["sha224", "SHA1", "", 1, None, "sha256", "md5", "sha512"],
    "body": ["", "0" * 63, "0" * 65, "G" * 64, "A" * 64, 0, None],
    "count": [-1, 49, 51, 0, 2**32, "50", 50.5, None, True],
    "created": [0, None, "x" * 41],
    "known": ["", "BAD", "evil", 0, None],
    "name": ["", "x" * 201, 7, None],
    "source": [0, None, "x" * 256],
    "source_sha256": ["", "0" * 63, "z" * 64, "F" * 64, None],
}
FIELDS = [(field, value) for field, values in WRONG.items() for value in values]


@pytest.mark.parametrize(("field", "value"), FIELDS)
def test_each_wrong_value_of_each_field_is_refused(field: str, value: object) -> None:
    with pytest.raises(NotAHashSet):
        HashSet(with_head(SET, **{field: value}))


@pytest.mark.parametrize("field", WRONG)
def test_a_field_that_is_missing_is_refused(field: str) -> None:
    head = head_of(SET)
    del head[field]
    with pytest.raises(NotAHashSet, match="cannot be read"):
        HashSet(page(canonical(head)) + SET[HEAD_BYTES:])


def test_a_field_too_many_is_refused() -> None:
    with pytest.raises(NotAHashSet, match="cannot be read"):
        HashSet(with_head(SET, extra="x"))


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\n",
        b"null",
        b"[]",
        b"{}",
        b"{",
        b"\xff",
        b'{"a":1}',
        b"\0" * 100,
        json.dumps(head_of(SET)).encode(),
        canonical(head_of(SET)).replace(b'"known":"bad",', b'"known":"bad","known":"bad",'),
        canonical(head_of(SET)).strip() + b" x",
    ],
)
def test_a_head_that_is_not_canonical_json_is_refused(head: bytes) -> None:
    with pytest.raises(NotAHashSet):
        HashSet(page(head) + SET[HEAD_BYTES:])


@pytest.mark.parametrize(
    "magic", [b"truyvet/hashset/v2\n", b"Truyvet/hashset/v1\n", b"truyvet/hashset/v1\r", b"\n" * 19]
)
def test_another_format_or_version_is_refused(magic: bytes) -> None:
    with pytest.raises(NotAHashSet, match="does not begin"):
        HashSet(magic + SET[len(MAGIC) :])


@pytest.mark.parametrize(
    "place", [0, 18, 19, 200, 3_000, HEAD_BYTES - 33, HEAD_BYTES - 32, HEAD_BYTES - 1]
)
@pytest.mark.parametrize("bit", [1, 0x80])
def test_no_bit_of_the_head_may_change(place: int, bit: int) -> None:
    damaged = bytearray(SET)
    damaged[place] ^= bit
    with pytest.raises(NotAHashSet):
        HashSet(bytes(damaged))


def with_fan(content: bytes, change: dict[int, int]) -> bytes:
    """The set with some numbers of its fan-out changed."""
    fan = list(struct.unpack(f"<{FAN_OUT}I", content[-FAN_BYTES:]))
    for place, value in change.items():
        fan[place] = value
    return content[:-FAN_BYTES] + struct.pack(f"<{FAN_OUT}I", *fan)


@pytest.mark.parametrize(
    "change",
    [
        {FAN_OUT - 1: 49},
        {FAN_OUT - 1: 51},
        {FAN_OUT - 1: 0},
        {0: 51},
        {100: 50, 101: 0},
        {0: 2**32 - 1},
    ],
)
def test_a_fan_out_that_does_not_rise_to_the_count_is_refused(change: dict[int, int]) -> None:
    with pytest.raises(NotAHashSet, match="fan-out"):
        HashSet(with_fan(SET, change))


def test_a_fan_out_that_lies_within_bounds_is_found_by_checking() -> None:
    first = digests(50)[0]
    prefix = int.from_bytes(first[:2], "big")
    lying = HashSet(with_fan(SET, {prefix: 0}))
    with pytest.raises(NotAHashSet):
        lying.check()


@pytest.mark.parametrize("place", [0, 1, 20, 999])
def test_a_changed_digest_is_found_by_checking(place: int) -> None:
    damaged = bytearray(SET)
    damaged[HEAD_BYTES + place] ^= 1
    held = HashSet(bytes(damaged))
    with pytest.raises(NotAHashSet, match="not those that were imported"):
        held.check()


def test_a_digest_twice_by_a_lying_writer_misleads_no_look_up() -> None:
    some = digests(10)
    body = b"".join([some[0], *some[:-1]])
    fan = [
        sum(int.from_bytes(one[:2], "big") <= place for one in [some[0], *some[:-1]])
        for place in range(FAN_OUT)
    ]
    rest = body + struct.pack(f"<{FAN_OUT}I", *fan)
    content = made(some)
    whole = with_head(content[:HEAD_BYTES] + rest, body=hashlib.sha256(rest).hexdigest())
    held = HashSet(whole)
    assert some[0] in held
    assert some[-1] not in held


@pytest.mark.parametrize("algorithm", WIDTHS)
@pytest.mark.parametrize("count", [0, 1, 2, 3, 255, 256, 257])
def test_sets_of_every_size_answer_as_a_sorted_list(algorithm: str, count: int) -> None:
    width = WIDTHS[algorithm]
    some = digests(count, width)
    held = HashSet(made(some, algorithm))
    held.check()
    asked = [*some, *digests(20, width, seed=2), bytes(width), b"\xff" * width]
    for one in asked:
        place = bisect.bisect_left(some, one)
        assert (one in held) is (place < len(some) and some[place] == one)


@pytest.mark.parametrize(
    "prefix", [b"\0\0", b"\0\1", b"\x7f\xff", b"\x80\0", b"\xff\xfe", b"\xff\xff"]
)
def test_all_digests_under_one_prefix_are_halved(prefix: bytes) -> None:
    some = [prefix + number.to_bytes(18, "big") for number in range(1_000)]
    held = HashSet(made(some))
    assert all(one in held for one in some)
    assert prefix + (1_000).to_bytes(18, "big") not in held
    neighbour = ((int.from_bytes(prefix, "big") + 1) % FAN_OUT).to_bytes(2, "big")
    assert neighbour + bytes(18) not in held


@pytest.mark.parametrize("width", [0, 1, 16, 19, 21, 32, 64])
def test_a_digest_of_another_length_is_an_error_and_no_answer(width: int) -> None:
    with pytest.raises(ValueError, match=f"{width} bytes in a set of 20"):
        assert bytes(width) in HashSet(SET)


def test_two_hundred_thousand_digests_are_kept_and_found() -> None:
    some = digests(MANY, 32)
    content = made(some, "sha256")
    assert len(content) == HEAD_BYTES + 32 * len(some) + FAN_BYTES
    held = HashSet(content)
    held.check()
    assert all(one in held for one in some[::97])
    near = [one[:-1] + bytes([one[-1] ^ 1]) for one in some[::97]]
    assert not any(one in held for one in near)


@pytest.mark.parametrize("sizes", [[50], [1] * 50, [25, 25], [0, 50, 0], [49, 1]])
def test_how_the_blocks_are_cut_does_not_matter(sizes: list[int]) -> None:
    some, blocks, place = digests(50), [], 0
    for size in sizes:
        blocks.append(some[place : place + size])
        place += size
    file = io.BytesIO()
    write_set(file, blocks, algorithm="sha1", **HEAD)
    assert file.getvalue() == SET


@pytest.mark.parametrize(
    "texts",
    [{"name": "x" * 200}, {"source": "é" * 255}, {"name": '"\\' * 100}, {"source": "\x01" * 255}],
)
def test_any_texts_within_their_bounds_come_back(texts: dict[str, str]) -> None:
    file = io.BytesIO()
    written = write_set(file, [digests(3)], algorithm="sha1", **(HEAD | texts))
    assert HashSet(file.getvalue()).head == written
    assert all(getattr(written, field) == text for field, text in texts.items())


@pytest.mark.parametrize("field", ["created", "known", "name", "source", "source_sha256"])
def test_a_set_is_not_written_without_a_field(field: str) -> None:
    rest = {name: text for name, text in HEAD.items() if name != field}
    with pytest.raises(ValueError, match="head cannot be written"):
        write_set(io.BytesIO(), [], algorithm="sha1", **rest)


def test_a_head_is_frozen() -> None:
    head = HashSet(SET).head
    assert isinstance(head, Head)
    with pytest.raises(AttributeError):
        head.name = "other"  # type: ignore[misc]
