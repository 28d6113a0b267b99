"""The object store: bytes under the hash they are named by."""

import hashlib
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.support.places import filled, small_disk
from tests.evidence.support.scenes import Memory

from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.store import FileStream, Store
from truyvet.hashes.digest import CHUNK_BYTES

LARGE = os.urandom(16) * (CHUNK_BYTES // 8)  # twice the buffer


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def anew(folder: Path) -> Store:
    """A store as the next process sees it: it remembers nothing."""
    return Store(folder, folder / "parts")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = anew(tmp_path)
    made.create()
    return made


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = anew(tmp_path_factory.mktemp("store"))
    made.create()
    return made


def assert_sound(store: Store) -> None:
    """Every object equals its name, is read-only, and nothing else is there."""
    for name in store.names():
        path = store.path(name)
        assert name_of(path.read_bytes()) == name
        assert stat.S_IMODE(path.stat().st_mode) == 0o400
    parts = store.folder.parent / "parts"
    assert not parts.exists() or not list(parts.iterdir())


@given(st.binary(max_size=300), st.integers(1, 50))
def test_bytes_that_come_in_pieces_are_stored_whole(
    shared_store: Store, content: bytes, piece: int
) -> None:
    stored = shared_store.put(Memory(content, piece))
    assert (stored.sha256, stored.size) == (name_of(content), len(content))
    assert b"".join(shared_store.read(stored.sha256)) == content
    assert shared_store.path(stored.sha256).read_bytes() == content


@pytest.mark.parametrize("off", [-1, 0, 1])
@pytest.mark.parametrize("buffers", [1, 2])
@pytest.mark.parametrize("sparse", [False, True])
def test_lengths_around_the_buffer_are_stored_whole(
    store: Store, off: int, buffers: int, sparse: bool
) -> None:
    content = (b"ab" + bytes(CHUNK_BYTES * buffers + off))[2:-1] + b"\0" * (off & 1) + b"z"
    stored = store.put(Memory(content, 100_000), sparse=sparse)
    assert store.path(stored.sha256).read_bytes() == content
    assert (stored.sha256, stored.size) == (name_of(content), len(content))
    assert_sound(store)


def test_runs_of_zeros_are_kept_as_holes_where_the_source_is_sparse(store: Store) -> None:
    content = bytes(CHUNK_BYTES * 16)
    stored = store.put(Memory(content), sparse=True)
    facts = store.path(stored.sha256).stat()
    assert facts.st_size == stored.size == len(content)
    assert facts.st_blocks * 512 < len(content)
    assert stored.sha256 == name_of(content)


@pytest.mark.parametrize("content", [b"small", LARGE], ids=["small", "large"])
def test_the_same_bytes_are_stored_once(store: Store, content: bytes) -> None:
    first = store.put(Memory(content))
    inode = store.path(first.sha256).stat().st_ino
    for again in (store, anew(store.folder.parent)):
        again.put(Memory(content))
        again.put_bytes(content)
    assert store.path(first.sha256).stat().st_ino == inode
    assert list(store.names()) == [first.sha256]


@pytest.mark.parametrize("content", [b"small enough", LARGE], ids=["small", "large"])
@pytest.mark.parametrize("broken", ["torn", "empty", "changed", "longer", "link", "loop"])
def test_an_object_that_is_not_its_name_is_healed(
    store: Store, content: bytes, broken: str
) -> None:
    path = store.path(name_of(content))
    if broken in ("link", "loop"):
        elsewhere = store.folder.parent / "elsewhere"
        elsewhere.write_bytes(content)
        path.symlink_to(elsewhere if broken == "link" else path)
    else:
        kept = {"torn": content[:-5], "empty": b"", "longer": content + b"!"}
        path.write_bytes(kept.get(broken, content[:-1] + b"?"))
    stored = store.put(Memory(content))
    assert not path.is_symlink()
    assert path.read_bytes() == content
    assert stored.sha256 == path.name
    assert_sound(store)


def test_a_broken_object_is_healed_when_its_bytes_are_at_hand_whole(store: Store) -> None:
    store.path(name_of(b"manifest")).write_bytes(b"mani")
    store.put_bytes(b"manifest")
    assert_sound(store)


def test_a_broken_object_is_healed_when_a_file_is_taken_in(store: Store, tmp_path: Path) -> None:
    store.path(name_of(b"manifest")).write_bytes(b"mani")
    file = tmp_path / "manifest.jsonl"
    file.write_bytes(b"manifest")
    assert store.put_file(file).sha256 == name_of(b"manifest")
    assert_sound(store)


def test_a_file_taken_in_is_a_copy_that_no_later_writing_reaches(
    store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "manifest.jsonl"
    file.write_bytes(b"manifest")
    stored = store.put_file(file)
    with file.open("ab") as growing:
        growing.write(b" goes on")
    assert b"".join(store.read(stored.sha256)) == b"manifest"
    assert_sound(store)


def test_a_store_whose_empty_folders_were_lost_on_the_way_takes_in(store: Store) -> None:
    for shard in store.folder.iterdir():
        shard.rmdir()  # git, archives and clouds drop empty folders
    store.put(Memory(b"small"))
    store.put(Memory(LARGE))
    store.put_bytes(b"bytes")
    assert len(list(store.names())) == 3
    assert_sound(store)


def test_a_missing_object_is_an_error_with_a_code(store: Store) -> None:
    with pytest.raises(TruyvetError, match="E301"):
        list(store.read(name_of(b"nothing")))
    assert not store.has(name_of(b"nothing"))


def test_altered_bytes_are_an_error_after_the_last_of_them(store: Store) -> None:
    stored = store.put(Memory(LARGE))
    path = store.path(stored.sha256)
    path.chmod(0o600)
    path.write_bytes(LARGE[:-1] + b"?")
    chunks = store.read(stored.sha256)
    assert next(chunks) == LARGE[:CHUNK_BYTES]
    with pytest.raises(TruyvetError, match="E302"):
        list(chunks)


@pytest.mark.parametrize("size", [100_000, 3 * CHUNK_BYTES], ids=["small", "large"])
def test_a_full_disk_leaves_nothing_half_and_loses_nothing(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    with small_disk(tmp_path / "disk", "4m") as disk:
        store = anew(disk)
        store.create()
        kept = store.put(Memory(b"kept"))
        with filled(disk, 32_768), pytest.raises(OSError, match="No space"):
            store.put(Memory(content))
        assert list(store.names()) == [kept.sha256]
        assert_sound(store)
        store.put(Memory(content))
        assert_sound(store)
        assert len(list(store.names())) == 2


def test_a_stream_that_fails_leaves_nothing(store: Store) -> None:
    class Failing(Memory):
        def readinto(self, buffer: memoryview, /) -> int:
            count = super().readinto(buffer)
            if not count:
                raise OSError(5, "the medium")
            return count

    for content in (b"small", LARGE):
        with pytest.raises(OSError, match="the medium"):
            store.put(Failing(content, 50_000))
    assert list(store.names()) == []
    assert_sound(store)


def test_an_open_file_is_a_stream(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"content")
    with (tmp_path / "file").open("rb") as file:
        stream = FileStream(file.fileno())
        assert store.put(stream).sha256 == name_of(b"content")
        stream.close()
        assert not file.closed
