"""Items: a line each, and a name that no other raw path shares."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.item import Attribute, Item, Problem, item_id, locator, readable, trusted_item
from truyvet.hashes.canonical import NotARecord, decode_record, encode_record

COLLECTION = "c" * 32
PIECES = ["%", "2", "5", "F", "/", "é", "e\u0301", "\u200b", "\x7f", "\n", "\0", "\ufffd", "😀"]
raw_paths = st.lists(
    st.sampled_from([piece.encode() for piece in PIECES] + [b"\xff", b"\xc3", b"\xa9", b"\x80"])
    | st.binary(max_size=2),
    max_size=8,
).map(b"".join)
words = st.text(st.characters(codec="utf-8"), max_size=20)
counts = st.none() | st.integers(0, 2**53 - 1)
digests = st.none() | st.binary(min_size=32, max_size=32).map(bytes.hex)
attributes = st.builds(Attribute, name=words, value=st.binary(max_size=9).map(bytes.hex))
moments = st.none() | st.just("2026-03-14T02:15:00.5Z")


@st.composite
def items(draw: st.DrawFn) -> Item:
    path, path_bytes = readable(draw(raw_paths))
    target, target_bytes = readable(draw(raw_paths))
    return Item(
        n=draw(st.integers(0, 2**53 - 1)),
        source=draw(st.integers(0, 3)),
        kind=draw(st.sampled_from(["file", "directory", "symlink", "unknown"])),
        path=path,
        path_bytes=path_bytes,
        target=target,
        target_bytes=target_bytes,
        sha256=draw(digests),
        size=draw(counts),
        inode=draw(counts),
        modified=draw(moments),
        parent=draw(digests),
        problem=draw(st.none() | st.builds(Problem, code=st.just("cut"), text=words)),
        xattrs=tuple(draw(st.lists(attributes, max_size=2))),
    )


def found_at(raw: bytes, source: int = 0, parent: str | None = None) -> Item:
    path, path_bytes = readable(raw)
    return Item(n=0, kind="file", source=source, path=path, path_bytes=path_bytes, parent=parent)


@given(raw_paths, raw_paths)
def test_two_raw_paths_never_share_a_locator_or_an_id(one: bytes, other: bytes) -> None:
    first, second = found_at(one), found_at(other)
    assert (locator(first) == locator(second)) == (one == other)
    assert (item_id(COLLECTION, first) == item_id(COLLECTION, second)) == (one == other)


@given(raw_paths)
def test_a_raw_path_survives_byte_for_byte(raw: bytes) -> None:
    item = found_at(raw)
    assert item.raw_path() == raw
    assert decode_record(encode_record(item), Item).raw_path() == raw


@given(raw_paths)
def test_a_locator_has_no_control_characters(raw: bytes) -> None:
    text = locator(found_at(raw))
    assert not any(character < " " or character == "\x7f" for character in text)
    text.encode()


@given(items(), items())
def test_two_items_share_a_line_only_if_they_are_equal(one: Item, other: Item) -> None:
    assert (encode_record(one) == encode_record(other)) == (one == other)


@given(items())
def test_an_item_is_one_line_that_reads_as_itself(item: Item) -> None:
    line = encode_record(item)
    assert b"\n" not in line
    assert decode_record(line, Item) == item == trusted_item(line)


def test_composed_and_decomposed_names_are_two_items() -> None:
    composed = unicodedata.normalize("NFC", "báo cáo")
    decomposed = unicodedata.normalize("NFD", composed)
    one, other = found_at(composed.encode()), found_at(decomposed.encode())
    assert one.path != other.path
    assert item_id(COLLECTION, one) != item_id(COLLECTION, other)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"usb/b\xc3\xa1o c\xc3\xa1o", "file:0/usb/báo cáo"),
        (b"100%", "file:0/100%25"),
        (b"a\nb", "file:0/a%0Ab"),
        (b"\xff\xfe", "file:0/%FF%FE"),
        (b"\xc3\xa1\xff", "file:0/á%FF"),
        ("\ufffd".encode(), "file:0/\ufffd"),
        (b"", "file:0/"),
    ],
)
def test_locators_are_written_as_the_specification_says(raw: bytes, text: str) -> None:
    assert locator(found_at(raw)) == text


def test_an_id_depends_on_collection_source_and_parent() -> None:
    parent = "a" * 64
    ids = {
        item_id(COLLECTION, found_at(b"a")),
        item_id("d" * 32, found_at(b"a")),
        item_id(COLLECTION, found_at(b"a", source=1)),
        item_id(COLLECTION, found_at(b"a", parent=parent)),
    }
    assert len(ids) == 4


def test_what_is_not_utf8_is_shown_and_kept() -> None:
    assert readable(b"a\xffb") == ("a\ufffdb", "61ff62")
    assert readable("tệp".encode()) == ("tệp", "")


@pytest.mark.parametrize(
    "change",
    [
        '"n":-1',
        '"n":0,"size":9007199254740992',
        '"n":0,"sha256":"' + "A" * 64 + '"',
        '"n":0,"sha256":"' + "a" * 64 + '\\n"',
        '"modified":"2026-03-14 02:15:00Z","n":0',
        '"modified":"٢٠٢٦-03-14T02:15:00Z","n":0',
        '"n":0,"unknown":1',
        '"n":0.0',
    ],
)
def test_a_line_outside_the_schema_is_no_item(change: str) -> None:
    line = f'{{"kind":"file",{change},"path":"a","source":0}}'
    if '"size"' in change or '"sha256"' in change:
        line = f'{{"kind":"file","n":0,"path":"a",{change[6:]},"source":0}}'
    with pytest.raises(NotARecord):
        decode_record(line.encode(), Item)
