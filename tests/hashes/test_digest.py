"""SHA-256 of bytes, streams and open files."""

import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.hashes import digest

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-4 example
NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large"
    path.write_bytes(bytes(range(256)) * 4096 + b"odd end")  # four chunks and a bit
    return path


def test_the_example_of_the_standard() -> None:
    assert digest.sha256_hex(b"abc") == ABC
    assert digest.sha256(b"abc").hex() == ABC


def test_nothing_has_a_digest_too() -> None:
    assert digest.hash_stream(io.BytesIO().read) == (bytes.fromhex(NOTHING), 0)


@given(st.lists(st.binary(min_size=1, max_size=50)))
def test_how_a_stream_is_cut_does_not_change_its_digest(pieces: list[bytes]) -> None:
    queue = iter([*pieces, b""])
    whole = b"".join(pieces)
    assert digest.hash_stream(lambda _: next(queue)) == (digest.sha256(whole), len(whole))


def test_a_stream_is_never_asked_for_more_than_a_chunk() -> None:
    asked: list[int] = []

    def read(count: int) -> bytes:
        asked.append(count)
        return b"x" if len(asked) < 3 else b""

    digest.hash_stream(read)
    assert asked == [digest.CHUNK_BYTES] * 3


def test_an_error_of_the_stream_passes_through() -> None:
    def read(count: int) -> bytes:
        raise OSError("unplugged")

    with pytest.raises(OSError, match="unplugged"):
        digest.hash_stream(read)


def test_a_file_larger_than_the_buffer_is_hashed_whole(large: Path) -> None:
    with large.open("rb") as file:
        found = digest.hash_fd(file.fileno())
    assert found == (hashlib.sha256(large.read_bytes()).digest(), large.stat().st_size)


def test_hashing_starts_where_the_descriptor_stands(large: Path) -> None:
    descriptor = os.open(large, os.O_RDONLY)
    os.lseek(descriptor, -3, os.SEEK_END)
    assert digest.hash_fd(descriptor) == (digest.sha256(b"end"), 3)
    os.close(descriptor)


def test_the_descriptor_stays_open(large: Path) -> None:
    descriptor = os.open(large, os.O_RDONLY)
    digest.hash_fd(descriptor)
    os.close(descriptor)  # would raise if it were closed already


def test_one_buffer_serves_many_files(tmp_path: Path, large: Path) -> None:
    buffer = bytearray(1000)
    small = tmp_path / "small"
    small.write_bytes(b"abc")
    for path in (large, small, large):  # what the large file left behind must not leak
        with path.open("rb") as file:
            assert digest.hash_fd(file.fileno(), buffer)[0] == digest.sha256(path.read_bytes())


def test_a_buffer_of_no_bytes_is_refused(large: Path) -> None:
    with large.open("rb") as file, pytest.raises(ValueError, match="no bytes"):
        digest.hash_fd(file.fileno(), bytearray())


@pytest.mark.skipif(not hasattr(os, "set_blocking"), reason="no non-blocking pipes here")
def test_a_pipe_with_nothing_yet_is_not_an_empty_file() -> None:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    with pytest.raises(BlockingIOError):
        digest.hash_fd(reader)
    os.close(reader)
    os.close(writer)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    with pytest.raises(OSError, match="directory"):
        digest.hash_fd(descriptor)
    os.close(descriptor)
