"""Further digests: what standards say of `abc`, one pass, and what cannot be computed."""

import hashlib
from pathlib import Path

import pytest

from truyvet.extractors import digests
from truyvet.extractors.settings import Settings
from truyvet.testing import examine, resolve

ALL = Settings(digests=("md5", "sha1", "sha512", "blake3"))
ABC = {
    "digest-md5": "900150983cd24fb0d6963f7d28e17f72",
    "digest-sha1": "a9993e364706816aba3e25717850c26c9cd0d89d",
    "digest-sha512": "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "digest-blake3": "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85",
}
BINARY = "application/octet-stream"


def seen(content: bytes | Path, settings: Settings = ALL) -> dict[str, str]:
    """The digests of an item by kind."""
    found = examine(digests, content, media_type=BINARY, settings=settings)
    return {one.kind: one.raw for one in found.observations}


def test_the_digests_are_those_of_the_standards() -> None:
    pytest.importorskip("blake3")
    assert seen(b"abc") == ABC


def test_only_what_is_asked_for_is_computed() -> None:
    assert list(seen(b"abc", Settings(digests=("sha512",)))) == ["digest-sha512"]
    assert list(seen(b"abc", Settings())) == ["digest-md5", "digest-sha1"]


def test_the_order_is_ours_and_a_name_twice_counts_once() -> None:
    asked = Settings(digests=("sha1", "md5", "sha1"))
    assert list(seen(b"abc", asked)) == ["digest-md5", "digest-sha1"]


def test_nothing_asked_for_is_an_empty_outcome() -> None:
    found = examine(digests, b"abc", media_type=BINARY, settings=Settings(digests=()))
    assert found.outcome.status == "empty"


def test_an_item_without_bytes_has_digests_too() -> None:
    assert seen(b"")["digest-md5"] == "d41d8cd98f00b204e9800998ecf8427e"


@pytest.mark.parametrize("size", [1, digests.CHUNK_BYTES, 3 * digests.CHUNK_BYTES + 5])
def test_windows_do_not_change_a_digest(size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    expected = hashlib.sha512(content).hexdigest()
    assert seen(content, Settings(digests=("sha512",))) == {"digest-sha512": expected}


def test_every_locator_leads_to_its_digest() -> None:
    found = examine(digests, b"abc", media_type=BINARY, settings=ALL)
    for one in found.observations:
        assert resolve(digests, b"abc", one.locator, media_type=BINARY) == one.value()
    assert resolve(digests, b"abc", ("digest:sha256",), media_type=BINARY) == (
        hashlib.sha256(b"abc").hexdigest().encode()
    )


@pytest.mark.parametrize("step", ["digest:", "digest:crc32", "digest:../md5"])
def test_an_unknown_digest_leads_nowhere(step: str) -> None:
    with pytest.raises(LookupError):
        resolve(digests, b"abc", (step,), media_type=BINARY)


def test_a_digest_nobody_knows_is_a_problem_and_the_others_are_computed() -> None:
    asked = Settings(digests=("crc32", "md5"))
    found = examine(digests, b"abc", media_type=BINARY, settings=asked)
    assert found.outcome.status == "unsupported"
    assert "crc32" in found.outcome.defects[0].text
    assert [one.kind for one in found.observations] == ["digest-md5"]


def test_the_configuration_names_what_is_computed() -> None:
    assert digests.configuration(Settings(digests=("sha1", "md5"))) == {"digests": "md5 sha1"}


def test_a_large_sparse_item_is_read_in_one_pass(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(64 << 20)
    assert seen(path, Settings(digests=("md5",)))["digest-md5"] == (
        hashlib.md5(bytes(64 << 20), usedforsecurity=False).hexdigest()
    )
