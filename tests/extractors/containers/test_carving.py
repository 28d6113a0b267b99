"""Looking for streams at every byte: what is found, where the search goes on, when it ends."""

import bz2
import gzip
import lzma
import random
import zlib
from pathlib import Path
from typing import Any

import pytest
from tests.extractors.containers.laws import contents, lawful, problems
from tests.extractors.containers.views import ITEM, SETTINGS, MemoryView, view
from tests.extractors.containers.zips import Part, descriptor

from truyvet.extractors import streams
from truyvet.extractors.containers.carving import WINDOW, Unsearched, carved
from truyvet.extractors.containers.chains import Stream
from truyvet.extractors.containers.passwords import Keys
from truyvet.extractors.containers.ziphidden import MAX_TRIED_FLOOR, Tried
from truyvet.extractors.engine.view import FileView
from truyvet.extractors.interface import Facts
from truyvet.testing.bench import examine

TEXT = "Trích đoạn ổ đĩa, cung 4096\n".encode() * 150
NOISE = random.Random(8).randbytes(4_000)


def member(name: bytes = b"a", content: bytes = TEXT, **given: Any) -> bytes:
    part = Part(name=name, content=content, **given)
    return part.local() + part.stored + part.after


MADE = {
    "gz": gzip.compress(TEXT, mtime=0), "bz2": bz2.compress(TEXT), "xz": lzma.compress(TEXT),
    "pdf-stream": b"stream\r\n" + zlib.compress(TEXT), "zip-local": member(method=8),
}  # fmt: skip


def found(content: bytes, begin: int = 0) -> list[tuple[str, int]]:
    """Return (scheme, place) of all that is found, each read as the extractor reads it."""
    out = []
    for one in carved(view(content), begin, Keys(())):
        if isinstance(one, Stream):
            one.content.read()
            out.append((one.scheme, one.offset))
        elif isinstance(one, Tried):
            one.open().read()
            out.append(("zip-local", one.header.position))
        elif isinstance(one, Unsearched):
            out.append(("unsearched", one.place))
    return out


@pytest.mark.parametrize("scheme", MADE)
@pytest.mark.parametrize("before", [0, 1, 511, 70_000])
def test_a_stream_is_found_wherever_it_stands(scheme: str, before: int) -> None:
    content = b"\xee" * before + MADE[scheme] + b"\xee" * 99
    assert found(content) == [(scheme, before)]


@pytest.mark.parametrize("scheme", MADE)
@pytest.mark.parametrize("shift", [-20, -8, -4, -1, 0, 1])
def test_the_border_of_a_window_hides_nothing(scheme: str, shift: int) -> None:
    before = WINDOW + shift
    assert found(b"\xee" * before + MADE[scheme]) == [(scheme, before)]


def test_streams_of_all_kinds_are_found_in_the_order_of_their_bytes() -> None:
    content, expected = b"", []
    for scheme, made in sorted(MADE.items()):
        content += b"--"
        expected.append((scheme, len(content)))
        content += made
    assert found(content) == expected


@pytest.mark.parametrize("begin", [1, 4, 5, 2_000])
def test_the_search_begins_where_it_is_told_to(begin: int) -> None:
    content = b"\xee" * 4 + MADE["gz"] + b"\xee" + MADE["xz"]
    second = 5 + len(MADE["gz"])
    wanted = [("gz", 4), ("xz", second)] if begin <= 4 else [("xz", second)]
    assert found(content, begin) == [one for one in wanted if one[1] >= begin]


def test_what_stands_inside_a_whole_stream_is_not_found_again() -> None:
    inner = gzip.compress(NOISE, mtime=0)
    stored = gzip.compress(inner, 0, mtime=0)
    assert inner in stored
    assert found(b"-" + stored) == [("gz", 1)]
    assert found(b"-" + member(content=inner)) == [("zip-local", 1)]


def test_what_stands_inside_a_damaged_stream_is_found() -> None:
    inner = gzip.compress(NOISE, mtime=0)
    stored = bytearray(gzip.compress(inner, 0, mtime=0))
    stored[-8] ^= 1
    places = [place for _, place in found(b"-" + bytes(stored))]
    assert places == [1, 1 + bytes(stored).index(inner)]


@pytest.mark.parametrize("scheme", ["gz", "pdf-stream", "zip-local"])
@pytest.mark.parametrize(("length", "counts"), [(600, True), (45, False)])
def test_a_cut_stream_counts_when_enough_of_it_comes_out(
    scheme: str, length: int, counts: bool
) -> None:
    whole = {
        "gz": gzip.compress(NOISE, 0, mtime=0),
        "pdf-stream": b"stream\n" + zlib.compress(NOISE, 0),
        "zip-local": member(content=NOISE),
    }[scheme]
    assert bool(found(b"-" + whole[:length])) == counts


@pytest.mark.parametrize("text", [b"", b"1", b"short"])
def test_a_short_stream_counts_when_it_is_whole(text: bytes) -> None:
    for made in (
        gzip.compress(text, mtime=0),
        lzma.compress(text),
        b"stream\n" + zlib.compress(text),
    ):
        assert len(found(b"-" + made)) == 1


def test_a_zip_member_whose_length_follows_it_is_found() -> None:
    part: dict[str, Any] = {"flags": 8, "own_crc": 0, "own_size": 0, "own_packed": 0}
    for method in (0, 8):
        one = member(content=NOISE, method=method, **part)
        packed = len(one) - 31
        one += descriptor(NOISE, packed)
        assert found(b"--" + one + b"--" + MADE["gz"]) == [
            ("zip-local", 2), ("gz", len(one) + 4),
        ]  # fmt: skip


def test_trials_stop_when_they_have_read_enough() -> None:
    # every header leads into the same long stream of nothing but empty blocks
    fake = b"\x1f\x8b\x08" + bytes(7) + b"\0\0\0\xff\xff"
    told = found(fake * 150_000)
    assert told[-1][0] == "unsearched"
    assert 0 < told[-1][1] < len(fake) * 150_000
    assert MAX_TRIED_FLOOR == 64 << 20


def test_zeros_are_read_a_window_at_a_time() -> None:
    item = MemoryView(bytes(16 * WINDOW))
    assert list(carved(item, 0, Keys(()))) == []  # type: ignore[arg-type]
    assert item.reads <= 17


class Counted(FileView):
    """A view over a file that counts what is read of it."""

    reads = 0

    def read(self, offset: int, length: int) -> bytes:
        self.reads += 1
        return super().read(offset, length)


def test_holes_of_a_file_are_not_read_at_all(tmp_path: Path) -> None:
    path, places = tmp_path / "disk", [300 << 20, 700 << 20]
    with path.open("wb") as file:
        for at in places:
            file.seek(at)
            file.write(MADE["gz"])
        file.truncate(1 << 30)
    facts = Facts(id=ITEM, path="disk", size=1 << 30, sha256=ITEM)
    private = tmp_path / "private"
    private.mkdir()
    item = Counted(path, facts, SETTINGS, private)
    told = []
    for one in carved(item, 0, Keys(())):
        assert isinstance(one, Stream)
        one.content.read()
        told.append(one.offset)
    item.close()
    assert told == places
    assert item.reads < 40


@pytest.mark.parametrize("media_type", ["audio/mpeg", "video/mp4"])
def test_sound_and_film_are_not_searched(media_type: str) -> None:
    seen = examine(streams, b"-" + MADE["gz"], media_type=media_type)
    assert (seen.outcome.status, seen.children) == ("empty", [])


def test_every_stream_of_a_fragment_is_a_child_with_its_step() -> None:
    content, expected = b"\xee" * 40, {}
    for scheme, made in MADE.items():
        expected[f"{scheme}:{len(content)}"] = TEXT
        content += made + b"\xee" * 7
    seen = lawful(streams, content)
    assert contents(seen) == expected
    assert (seen.outcome.status, problems(seen)) == ("ok", [])


@pytest.mark.parametrize(("head", "name"), [
    (b"BZh", "bz2-1"), (b"\xfd7z", "xz-1"), (b"str", "pdf-stream-1"), (b"PK\3", "a"),
])  # fmt: skip
def test_a_carved_stream_without_a_name_is_called_by_its_place(head: bytes, name: str) -> None:
    made = next(one for one in MADE.values() if one.startswith(head))
    (child,) = lawful(streams, b"-" + made).children
    assert child.name == name
