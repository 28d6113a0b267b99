"""The builder of hostile files builds the same bytes every time, and archives survive them all."""

from pathlib import Path
from types import ModuleType

import pytest
from tests.extractors.containers.laws import SURVIVED, looked

from truyvet.extractors import archive, streams


def test_the_same_files_are_built_every_time(hostile: ModuleType) -> None:
    assert hostile.corpus() == hostile.corpus()


def test_flipped_copies_differ_and_repeat(hostile: ModuleType) -> None:
    content = bytes(range(200))
    assert list(hostile.flipped(content)) == list(hostile.flipped(content))
    assert content not in list(hostile.flipped(content))
    assert list(hostile.flipped(b"")) == []


def test_a_folder_is_damaged_file_by_file(hostile: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"two")
    (tmp_path / "a").write_bytes(b"one")
    names = [name for name, _ in hostile.damaged_folder(tmp_path)]
    assert names[0] == "a.cut0"
    assert len(names) == 12


def test_a_sparse_file_takes_little_room(hostile: ModuleType, tmp_path: Path) -> None:
    path = hostile.sparse(tmp_path / "sparse", 1 << 32)
    assert path.stat().st_size == 1 << 32
    assert path.stat().st_blocks * 512 < 1 << 20


def test_a_nested_bomb_unfolds_by_its_width(hostile: ModuleType) -> None:
    content, total = hostile.nested_bomb(width=3, depth=2, leaf=1000), 0
    for child in looked(archive, content).children:
        leaves = looked(archive, child.content or b"").children
        total += sum(len(leaf.content or b"") for leaf in leaves)
    assert total == 9 * 1000


@pytest.mark.parametrize("module", [archive, streams])
def test_the_corpus_is_survived(module, hostile: ModuleType) -> None:
    for name, content in hostile.corpus().items():
        found = looked(module, content, allowance=(1 << 20) + 200 * len(content))
        assert found.outcome.status in SURVIVED, name


@pytest.mark.parametrize("module", [archive, streams])
@pytest.mark.parametrize("folder", ["offsets", "warc"])
def test_damaged_copies_of_samples_are_survived(
    module, folder: str, hostile: ModuleType, samples: Path
) -> None:
    for name, content in hostile.damaged_folder(samples / folder):
        assert looked(module, content).outcome.status in SURVIVED, name
