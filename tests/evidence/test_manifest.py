"""Manifests: one line for each item, kept across kills, read in constant memory."""

import tracemalloc
from pathlib import Path

import pytest
from tests.evidence.support.places import filled, small_disk
from tests.evidence.support.scenes import VARIED

from truyvet.evidence.item import Item
from truyvet.evidence.manifest import (
    MAX_LINE_BYTES,
    ManifestWriter,
    encode_items,
    lines_of,
    read_lines,
)
from truyvet.evidence.records import Ref
from truyvet.hashes.digest import sha256_hex
from truyvet.hashes.merkle import leaf_hash, root

BLOCK = encode_items(VARIED)
LINES = BLOCK.splitlines()

ALL = 1 << 40
"""More bytes than any manifest here: all of it is vouched for."""


def more(first: int, count: int) -> list[Item]:
    return [Item(n=first + at, kind="file", path=f"{at}", source=0) for at in range(count)]


def ref_of(content: bytes) -> Ref:
    """What an entry says of a manifest, computed another way."""
    lines = content.splitlines()
    return Ref(
        kind="manifest",
        sha256=sha256_hex(content),
        size=len(content),
        count=len(lines),
        root=root(map(leaf_hash, lines)).hex(),
    )


def everything(_: str) -> bool:
    """A store that has every object."""
    return True


def all_lines(path: Path) -> list[bytes]:
    return [line for lines in read_lines(path) for line in lines]


def test_hash_length_count_and_root_are_those_of_the_file(tmp_path: Path) -> None:
    writer = ManifestWriter(tmp_path / "manifest")
    assert writer.ref() == ref_of(b"")
    for block in (BLOCK, encode_items(more(5, 1000)), b""):
        assert writer.append(block) == lines_of(block) == block.splitlines()
        assert writer.ref() == ref_of((tmp_path / "manifest").read_bytes())
    writer.close()
    writer.close()


def test_a_kill_at_any_byte_leaves_the_lines_before_it(tmp_path: Path) -> None:
    path = tmp_path / "manifest"
    for length in range(len(BLOCK) + 1):
        path.write_bytes(BLOCK[:length])
        writer = ManifestWriter(path)
        items = [item for batch in writer.recover(lambda _: True, ALL) for item in batch]
        whole = BLOCK[:length].count(b"\n")
        assert items == VARIED[:whole], length
        writer.append(encode_items(VARIED[whole:]))
        writer.close()
        assert path.read_bytes() == BLOCK, length
        assert writer.ref() == ref_of(BLOCK)


@pytest.mark.parametrize(
    "broken",
    [
        b"\0" * 5000,
        b"\0" * 50 + b"\n",
        b"\n",
        b"{}\n",
        LINES[0] + b"\n",  # its number comes a second time
        b" " + LINES[2] + b"\n",
        b"\xff\n",
        LINES[2][:-1] + b',"unknown":1}\n',
    ],
)
def test_recovering_ends_at_the_first_line_that_is_not_the_next_item(
    tmp_path: Path, broken: bytes
) -> None:
    path = tmp_path / "manifest"
    path.write_bytes(b"\n".join(LINES[:2]) + b"\n" + broken + LINES[3] + b"\n")
    writer = ManifestWriter(path)
    assert [item for batch in writer.recover(lambda _: True, ALL) for item in batch] == VARIED[:2]
    writer.append(encode_items(VARIED[2:]))
    writer.close()
    assert path.read_bytes() == BLOCK
    assert writer.ref() == ref_of(BLOCK)


def test_recovering_ends_at_the_first_item_whose_object_is_not_there(tmp_path: Path) -> None:
    names = [f"{number:064x}" for number in range(4)]
    items = [
        Item(n=n, kind="file", path=f"{n}", source=0, sha256=name, size=1)
        for n, name in enumerate(names)
    ]
    (tmp_path / "manifest").write_bytes(encode_items(items))
    writer = ManifestWriter(tmp_path / "manifest")
    found = [item for batch in writer.recover(names[:2].__contains__, ALL) for item in batch]
    assert found == items[:2]
    writer.close()
    assert (tmp_path / "manifest").read_bytes() == encode_items(items[:2])


def test_a_failed_write_leaves_lines_that_recovering_takes_or_cuts(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "256k") as disk:
        writer = ManifestWriter(disk / "manifest")
        writer.append(BLOCK)
        with filled(disk, 8192), pytest.raises(OSError, match="No space"):
            writer.append(encode_items(more(5, 500)))
        writer.close()
        anew = ManifestWriter(disk / "manifest")
        items = [item for batch in anew.recover(lambda _: True, ALL) for item in batch]
        anew.close()
        assert items[:5] == VARIED
        assert items[5:] == more(5, 500)[: len(items) - 5]
        assert anew.ref() == ref_of((disk / "manifest").read_bytes())


def test_lines_over_many_reads_come_whole_and_in_order(tmp_path: Path) -> None:
    content = encode_items(more(0, 40_000))
    (tmp_path / "manifest").write_bytes(content)
    assert all_lines(tmp_path / "manifest") == content.splitlines()


def test_a_last_line_without_an_end_comes_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "manifest").write_bytes(BLOCK[:-1])
    assert all_lines(tmp_path / "manifest") == LINES
    (tmp_path / "manifest").write_bytes(b"")
    assert all_lines(tmp_path / "manifest") == []


def test_a_huge_line_takes_neither_memory_nor_time(tmp_path: Path) -> None:
    with (tmp_path / "manifest").open("wb") as file:
        file.write(BLOCK)
        file.truncate(200 << 20)
    tracemalloc.start()
    lines = all_lines(tmp_path / "manifest")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert lines[:5] == LINES
    assert len(lines) == 6
    assert MAX_LINE_BYTES < len(lines[5]) <= 3 * MAX_LINE_BYTES
    assert peak < 32 << 20
