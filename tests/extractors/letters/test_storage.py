"""Storages written out as compound files, read again by olefile."""

import io

import pytest

from truyvet.extractors.letters.storage import MAX_BYTES, TooLarge, Tree, written

olefile = pytest.importorskip("olefile")


def read(content: bytes) -> dict[str, bytes]:
    with olefile.OleFileIO(io.BytesIO(content), raise_defects=olefile.DEFECT_INCORRECT) as ole:
        return {"/".join(name): ole.openstream(name).read() for name in ole.listdir()}


def flat(tree: Tree, before: str = "") -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name, held in tree.items():
        if isinstance(held, bytes):
            found[before + name] = held
        else:
            found |= flat(held, f"{before}{name}/")
    return found


@pytest.mark.parametrize(
    "tree",
    [
        {"a": b"x"},
        {"small": b"s" * 100, "large": b"l" * 10_000, "empty": b""},
        {"edge": b"e" * 4095, "cutoff": b"c" * 4096},
        {"folder": {"inner": b"i", "deeper": {"deepest": b"d" * 5000}}, "outer": b"o"},
        {f"__substg1.0_{number:04X}001F": bytes([number]) * number for number in range(1, 200)},
    ],
)
def test_what_is_written_is_read_again(tree: Tree) -> None:
    assert read(written(tree)) == flat(tree)


def test_the_same_storage_gives_the_same_bytes() -> None:
    assert written({"b": b"1", "a": b"2"}) == written({"a": b"2", "b": b"1"})


def test_an_empty_storage_is_a_file() -> None:
    assert read(written({})) == {}


def test_megabytes_are_written() -> None:
    tree = {"large": b"l" * (MAX_BYTES - (1 << 20))}
    assert read(written(tree)) == tree


def test_too_much_is_refused() -> None:
    with pytest.raises(TooLarge):
        written({"large": b"l" * (MAX_BYTES + 1)})
