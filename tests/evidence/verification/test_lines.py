"""Lists of lines: handed on whole, counted, and their root compared."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.findings import Found
from truyvet.evidence.records import Ref
from truyvet.evidence.store import Store
from truyvet.evidence.verification.lines import check_lines
from truyvet.hashes.digest import sha256_hex
from truyvet.hashes.merkle import leaf_hash, root

Check = Callable[..., tuple[list[tuple[int, bytes]], dict[str, int], int]]
LINES = [b"one", b"", b"hai \xc4\x91", b"x" * 5000, b"last"]


@pytest.fixture
def checked(tmp_path: Path) -> Check:
    """Checks a list of these bytes against what an entry says of it."""
    store = Store(tmp_path, tmp_path / "parts")
    store.create()

    def look(content: bytes, lines: list[bytes], **told: object) -> object:
        fields: dict[str, object] = {
            "kind": "outcomes", "sha256": sha256_hex(content), "size": len(content),
            "count": len(lines), "root": root(map(leaf_hash, lines)).hex(),
        }  # fmt: skip
        path = store.path(sha256_hex(content))
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(content)
        longest = told.pop("longest", 1 << 20)
        found, taken = Found(), list[tuple[int, bytes]]()
        count = check_lines(
            store, found, "here", Ref(**(fields | told)),  # type: ignore[arg-type]
            lambda first, block: taken.extend(enumerate(block, first)),
            longest=longest,  # type: ignore[arg-type]
        )  # fmt: skip
        assert all(one.place == "here" for one in found.listed)
        return taken, dict(found.counts), count

    return look  # type: ignore[return-value]


def whole(lines: list[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


@pytest.mark.parametrize("lines", [[], [b""], [b"a"], LINES, [b"%d" % n for n in range(3000)]])
def test_a_sound_list_is_handed_on_whole(checked: Check, lines: list[bytes]) -> None:
    assert checked(whole(lines), lines) == (list(enumerate(lines)), {}, len(lines))


@pytest.mark.parametrize("count", [0, 4, 6, 1 << 50, None])
def test_another_count_is_found(checked: Check, count: int | None) -> None:
    assert checked(whole(LINES), LINES, count=count)[1] == {"E316": 1}


@pytest.mark.parametrize("other", ["ab" * 32, None])
def test_another_root_is_found(checked: Check, other: str | None) -> None:
    if other is not None:
        assert checked(whole(LINES), LINES, root=other)[1] == {"E317": 1}
    else:
        assert checked(whole(LINES), LINES, root=root(map(leaf_hash, LINES[1:])).hex())[1] == {
            "E317": 1
        }


def test_a_last_line_without_its_end_is_found_and_handed_on(checked: Check) -> None:
    taken, counts, count = checked(whole(LINES)[:-1], LINES)
    assert [line for _, line in taken] == LINES
    assert counts == {"E315": 1}
    assert count == len(LINES)


def test_a_line_beyond_all_measure_ends_the_reading(checked: Check) -> None:
    lines = [b"a", b"x" * (3 << 20), b"b"]
    taken, counts, count = checked(whole(lines), lines, longest=1 << 20)
    assert count < 3
    assert {"E316", "E317"} <= set(counts)
    assert sum(len(line) for _, line in taken) < 3 << 20


def test_a_long_line_is_read_where_it_may_be_long(checked: Check) -> None:
    lines = [b"a", b"x" * (3 << 20), b"b"]
    assert checked(whole(lines), lines, longest=8 << 20) == (list(enumerate(lines)), {}, 3)


def test_a_missing_object_is_the_callers_business(tmp_path: Path) -> None:
    store = Store(tmp_path, tmp_path / "parts")
    ref = Ref(kind="outcomes", sha256="ab" * 32, size=1, count=1, root="ab" * 32)
    with pytest.raises(FileNotFoundError):
        check_lines(store, Found(), "here", ref, lambda _, __: None)


@given(st.lists(st.binary(max_size=40).filter(lambda line: b"\n" not in line), max_size=30))
def test_any_change_of_any_line_is_found(lines: list[bytes]) -> None:
    for n in range(len(lines)):
        with tempfile.TemporaryDirectory() as name:
            store = Store(Path(name), Path(name) / "parts")
            changed = [*lines[:n], lines[n] + b"!", *lines[n + 1 :]]
            content = whole(changed)
            path = store.path(sha256_hex(content))
            path.parent.mkdir(parents=True)
            path.write_bytes(content)
            ref = Ref(
                kind="texts", sha256=sha256_hex(content), size=len(content), count=len(lines),
                root=root(map(leaf_hash, lines)).hex(),
            )  # fmt: skip
            found = Found()
            check_lines(store, found, "here", ref, lambda _, __: None)
            assert dict(found.counts) == {"E317": 1}
