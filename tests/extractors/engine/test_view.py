"""A view: the item's bytes in four ways, none of which can change them, and nothing left open."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from tests.extractors.engine.conftest import facts_of

from truyvet.extractors.engine.view import FileView
from truyvet.extractors.settings import Settings

CONTENT = bytes(range(256)) * 40


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_four_ways_give_the_same_bytes(viewing: Any) -> None:
    view = viewing(CONTENT)
    assert view.read(0, len(CONTENT)) == CONTENT
    assert view.open().read() == CONTENT
    assert bytes(view.memory()) == CONTENT
    assert view.path.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("offset", "length", "found"),
    [(3, 2, b"\3\4"), (0, 0, b""), (10_239, 9, b"\xff"), (20_000, 9, b"")],
)
def test_reading_stops_at_the_end(offset: int, length: int, found: bytes, viewing: Any) -> None:
    assert viewing(CONTENT).read(offset, length) == found


@pytest.mark.parametrize(
    ("offset", "length", "found"),
    [(1 << 63, 9, b""), (1 << 70, 1, b""), (0, 1 << 62, CONTENT), (10_239, 1 << 70, b"\xff"),
     (10_240, 1, b"")],
)  # fmt: skip
def test_numbers_out_of_hostile_bytes_are_harmless(
    offset: int, length: int, found: bytes, viewing: Any
) -> None:
    assert viewing(CONTENT).read(offset, length) == found


@pytest.mark.parametrize(("offset", "length"), [(-1, 1), (0, -1), (-(1 << 70), 0)])
def test_negative_numbers_are_refused(offset: int, length: int, viewing: Any) -> None:
    with pytest.raises(ValueError, match="bytes at"):
        viewing(CONTENT).read(offset, length)


def test_an_empty_item_has_a_memory_too(viewing: Any) -> None:
    view = viewing(b"")
    assert (view.memory(), view.read(0, 9), view.open().read()) == (b"", b"", b"")


def test_the_memory_is_made_once_and_cannot_be_written(viewing: Any) -> None:
    view = viewing(CONTENT)
    assert view.memory() is view.memory()
    with pytest.raises(TypeError):
        view.memory()[0] = 1


def test_files_are_independent_and_cannot_be_written(viewing: Any) -> None:
    view = viewing(CONTENT)
    one, other = view.open(), view.open()
    one.seek(100)
    assert other.tell() == 0
    assert one.read(1) == b"d"
    with pytest.raises(io.UnsupportedOperation):
        one.write(b"x")


def test_tidying_closes_files_and_empties_the_folder(viewing: Any, tmp_path: Path) -> None:
    view = viewing(CONTENT)
    file = view.open()
    (view.folder / "deep/er").mkdir(parents=True)
    (view.folder / "deep/er/file").write_bytes(b"x")
    (view.folder / "out").symlink_to(tmp_path)
    view.tidy()
    assert file.closed
    assert list(view.folder.iterdir()) == []
    assert (tmp_path / "content").exists()
    assert view.read(0, 1) == b"\0"


def test_tidying_bears_files_that_are_closed_already(viewing: Any) -> None:
    view = viewing(CONTENT)
    view.open().close()
    view.tidy()
    view.tidy()


def test_closing_leaves_nothing_open(tmp_path: Path) -> None:
    path, folder = tmp_path / "content", tmp_path / "private"
    path.write_bytes(CONTENT)
    folder.mkdir()
    before = open_files()
    view = FileView(path, facts_of(len(CONTENT)), Settings(), folder)
    view.open()
    view.memory()
    assert open_files() > before
    view.close()
    assert open_files() == before


def test_closing_bears_a_view_into_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(CONTENT)
    (tmp_path / "private").mkdir()
    view = FileView(path, facts_of(len(CONTENT)), Settings(), tmp_path / "private")
    held = memoryview(view.memory())
    view.close()
    assert held[1] == 1
    held.release()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "target").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with pytest.raises(OSError, match="link"):
        FileView(tmp_path / "link", facts_of(), Settings(), tmp_path / "private")


def test_a_huge_item_is_paged_in_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(10 << 30)
    (tmp_path / "private").mkdir()
    view = FileView(path, facts_of(10 << 30), Settings(), tmp_path / "private")
    assert len(view.memory()) == 10 << 30
    assert view.memory()[(10 << 30) - 1] == 0
    assert view.read((10 << 30) - 2, 9) == b"\0\0"
    view.close()
