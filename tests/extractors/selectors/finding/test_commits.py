"""Hashes of commits that happen to have digits only are no telephone numbers; numbers stay."""

import pytest
from tests.extractors.selectors.looks import finder_of, normals

NUMBER = "0912345678"
VALUE = "+84912345678"
LOG = """a1b2c3d4e5 Fix the build
0912345678 Call the new function
9f8e7d6c5b Merge
"""
GRAPH = """* a1b2c3d4e5 Fix the build
* 0912345678 Contact page
|\\
* 9f8e7d6c5b Merge
"""
HASHES = {
    "a log of one line a commit": LOG,
    "the first of a log": "0912345678 Add\na1b2c3d4e5 Fix\n",
    "the last of a log": "a1b2c3d4e5 Fix\n0912345678 Add",
    "a log behind a decoration": GRAPH,
    "a log with author first": "An  a1b2c3d4e5 x\nAn  0912345678 y\n",
    "a list to rebase": "pick a1b2c3d4e5 one\npick 0912345678 two\n",
    "blame": "a1b2c3d4e5 (An 2024-01-01 10:00:00 +0700 1) x\n0912345678 (An 2024-01-01 1) y\n",
    "an index line of a difference": "index 0912345678..a1b2c3d4e5 100644",
    "the other end of it": "index a1b2c3d4e5..0912345678 100644",
    "a symmetric difference": "git diff 0912345678...a1b2c3d4e5",
    "a commit by its word": "This reverts commit 0912345678.",
    "a trailer": 'Fixes: 0912345678 ("x")',
    "a merge": "Merge: 0912345678 a1b2c3d4e5",
    "a command": "$ git show 0912345678",
    "a command with a quote": "git checkout '0912345678'",
    "a picked one": "(cherry picked from commit 0912345678)",
}
NUMBERS = {
    "alone": "gọi 0912345678 nhé",
    "in a list": "An,0912345678\nBình,0987654321\n",
    "beside an order's number": "0912345678,a1b2c3d4e5\n0987654321,b2c3d4e5f6\n",
    "over hexadecimal of another length": "0912345678 An\na1b2c3d4e5f6 x\n",
    "over a word of letters": "0912345678 An\nabcdefabcd x\n",
    "over digits": "0912345678 An\n0987654321 B\n",
    "in another column than a hash": "a1b2c3d4e5 x\nxx 0912345678 y\n",
    "grouped in a log": "a1b2c3d4e5 Fix\n0912 345 678 Call\n",
    "after two points and no hash": "gọi 0912345678.. nha",
    "after the word alone": "committee 0912345678",
    "far from a commit": "commit message says 0912345678",
    "with a longer hexadecimal behind": "0912345678 An\na1b2c3d4e5f x\n",
}


@pytest.mark.parametrize("what", HASHES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_hash_of_digits_is_no_number(what: str, encoding: str) -> None:
    assert normals("phone", HASHES[what].encode(encoding)) == []


@pytest.mark.parametrize("what", NUMBERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_number_stays_one(what: str, encoding: str) -> None:
    assert VALUE in normals("phone", NUMBERS[what].encode(encoding))


@pytest.mark.parametrize("what", [*HASHES, *NUMBERS])
@pytest.mark.parametrize("ends", ["\r\n", "\n\n"])
def test_ends_of_lines_never_raise_and_both_scanners_agree(what: str, ends: str) -> None:
    pytest.importorskip("hyperscan")
    content = (HASHES | NUMBERS)[what].replace("\n", ends).encode()
    assert list(finder_of().find(content)) == list(finder_of(hyperscan=False).find(content))


def test_a_log_with_ends_of_windows_is_a_log() -> None:
    assert normals("phone", LOG.replace("\n", "\r\n")) == []


@pytest.mark.parametrize("before", [0, 1, 39, 40, 41, 60, 150, 199, 200, 201, 240, 5_000])
def test_how_far_the_log_goes_on_before_does_not_matter(before: int) -> None:
    content = "x" * before + "\n" + LOG
    assert normals("phone", content) == []


@pytest.mark.parametrize("width", [0, 1, 20, 38])
def test_the_column_may_be_anywhere_near(width: int) -> None:
    prefix = "|" * width
    content = f"\n{prefix}a1b2c3d4e5 x\n{prefix}0912345678 y\n{prefix}c1b2c3d4e5 z\n"
    assert normals("phone", content) == []


def test_a_number_of_eleven_digits_in_a_log_of_as_many_is_a_hash_too() -> None:
    content = "a1b2c3d4e5f Fix\n84912345678 Call\n"
    assert normals("phone", content) == []


def test_a_log_on_the_border_of_a_window_is_seen_whole() -> None:
    from truyvet.extractors.selectors.finding.finder import WINDOW

    content = bytearray(b"\xff" * (WINDOW + 300))
    log = LOG.encode()
    for shift in (5, 20, 30, 60):
        content[WINDOW - shift : WINDOW - shift + len(log)] = log
        assert normals("phone", bytes(content)) == []
