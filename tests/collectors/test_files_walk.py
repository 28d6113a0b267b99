"""The walk: what is found, in which order, under which names, and where it does not go."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from truyvet.collectors import files
from truyvet.collectors.handle import Handle
from truyvet.evidence.errors import TruyvetError

Walk = Callable[..., Iterator[Handle]]


def names(handles: Iterator[Handle]) -> list[bytes]:
    """The names of handles, in order."""
    return [handle.name for handle in handles]


def fill(folder: Path, *paths: bytes) -> None:
    """Make empty files; a path that ends in a slash is a folder."""
    root = os.fsencode(folder)
    for path in paths:
        whole = os.path.join(root, path)
        os.makedirs(whole if path.endswith(b"/") else os.path.dirname(whole), exist_ok=True)
        if not path.endswith(b"/"):
            with open(whole, "xb"):
                pass


def test_names_come_in_byte_order(tree: Path, walk: Walk) -> None:
    found = [b"\xff", "é".encode(), b"a", b"B", b"-", b" ", b"10", b"9"]
    fill(tree, *found)
    assert names(walk(tree)) == [b"tree", *(b"tree/" + name for name in sorted(found))]


def test_a_folder_comes_before_what_it_holds_and_that_before_its_neighbours(
    tree: Path, walk: Walk
) -> None:
    fill(tree, b"a/z", b"a/b/c", b"a.txt", b"b")
    expected = [b"tree", b"tree/a", b"tree/a/b", b"tree/a/b/c", b"tree/a/z", b"tree/a.txt"]
    assert names(walk(tree)) == [*expected, b"tree/b"]


def test_the_order_in_which_files_were_made_does_not_matter(tmp_path: Path, walk: Walk) -> None:
    paths = [b"%d/%d" % (number % 7, number) for number in range(200)]
    fill(tmp_path / "one" / "tree", *paths)
    fill(tmp_path / "two" / "tree", *reversed(paths))
    assert names(walk(tmp_path / "one" / "tree")) == names(walk(tmp_path / "two" / "tree"))


def test_five_thousand_files_in_one_folder_are_all_found(tree: Path, walk: Walk) -> None:
    fill(tree, *(b"%05d" % number for number in range(5_000)))
    assert names(walk(tree)) == [b"tree", *(b"tree/%05d" % number for number in range(5_000))]


@pytest.mark.parametrize(
    "name", [b"caf\xe9", b"new\nline", b"tab\t", b"\x1b[31mred", b"%2F", b"\\"]
)
def test_raw_names_are_kept_byte_for_byte(tree: Path, walk: Walk, name: bytes) -> None:
    fill(tree, name)
    assert names(walk(tree))[1] == b"tree/" + name


def test_names_that_turn_text_around_are_kept(tree: Path, walk: Walk) -> None:
    name = "gpj.\u202eexe".encode()
    fill(tree, name)
    assert names(walk(tree))[1] == b"tree/" + name


def test_an_empty_folder_is_found(tree: Path, walk: Walk) -> None:
    assert names(walk(tree)) == [b"tree"]


def test_a_single_file_is_a_source(tree: Path, walk: Walk) -> None:
    fill(tree, b"photo.jpg")
    assert list(walk(tree / "photo.jpg")) == [
        Handle(0, os.fsencode(tree / "photo.jpg"), b"photo.jpg", True, 0)
    ]


def test_a_slash_at_the_end_of_a_source_changes_nothing(tree: Path, walk: Walk) -> None:
    fill(tree, b"a")
    assert names(walk(os.fsencode(tree) + b"/")) == [b"tree", b"tree/a"]


def test_the_root_of_the_file_system_is_called_by_its_slash(walk: Walk) -> None:
    handles = walk(b"/")
    first, second = next(handles), next(handles)
    assert first.name == b"/"
    assert second.name == second.path
    assert second.name.count(b"/") == 1


def test_sources_are_walked_in_the_order_given(tree: Path, walk: Walk) -> None:
    fill(tree, b"b", b"a")
    handles = list(walk(tree / "b", tree / "a"))
    assert [(handle.source, handle.name) for handle in handles] == [(0, b"b"), (1, b"a")]


def test_a_source_given_twice_is_walked_twice_under_two_numbers(tree: Path, walk: Walk) -> None:
    fill(tree, b"a")
    handles = list(walk(tree, tree))
    assert [handle.source for handle in handles] == [0, 0, 1, 1]


def test_sources_that_overlap_are_each_walked_whole(tree: Path, walk: Walk) -> None:
    fill(tree, b"sub/a")
    assert names(walk(tree, tree / "sub")) == [
        b"tree", b"tree/sub", b"tree/sub/a", b"sub", b"sub/a",
    ]  # fmt: skip


def test_a_source_that_does_not_exist_is_an_error_and_not_an_item(tree: Path, walk: Walk) -> None:
    with pytest.raises(TruyvetError, match="E501"):
        list(walk(tree / "missing"))


def test_links_are_found_and_not_followed(tree: Path, walk: Walk) -> None:
    fill(tree, b"folder/a")
    (tree / "to-folder").symlink_to("folder")
    (tree / "to-file").symlink_to("folder/a")
    (tree / "dangling").symlink_to("nowhere")
    (tree / "loop").symlink_to(".")
    (tree / "self").symlink_to("self")
    assert sorted(names(walk(tree)))[1:] == sorted(
        b"tree/" + name
        for name in (b"dangling", b"folder", b"folder/a", b"loop", b"self", b"to-file",
                     b"to-folder")
    )  # fmt: skip


def test_a_link_given_as_a_source_is_not_followed_either(tree: Path, walk: Walk) -> None:
    fill(tree, b"folder/a")
    (tree / "link").symlink_to("folder")
    handles = list(walk(tree / "link"))
    assert [(handle.name, handle.regular) for handle in handles] == [(b"link", False)]


def test_the_case_s_own_folder_is_recorded_and_not_entered(
    tmp_path: Path, own: Path, walk: Walk
) -> None:
    fill(own, b"objects/a")
    handles = {handle.name: handle for handle in walk(tmp_path)}
    inside = os.fsencode(f"{tmp_path.name}/{own.name}")
    problem = handles[inside].problem
    assert problem is not None
    assert problem.code == "own-case"
    assert not [name for name in handles if name.startswith(inside + b"/")]


def test_the_case_is_known_by_what_it_is_and_not_by_its_name(
    tmp_path: Path, own: Path, walk: Walk
) -> None:
    fill(own, b"objects/a")
    own.rename(tmp_path / "moved")
    own.symlink_to("moved")
    handles = list(walk(tmp_path / "moved"))
    assert [handle.problem is not None for handle in handles] == [True]


def test_a_folder_inside_the_case_is_not_collected_into_the_case(own: Path) -> None:
    fill(own, b"objects/aa/object")
    with pytest.raises(TruyvetError, match="E111"):
        files.check_sources([os.fsencode(own / "objects")], os.fsencode(own))


def test_what_an_earlier_run_has_done_is_left_out(tree: Path, walk: Walk) -> None:
    fill(tree, b"sub/a", b"sub/b")
    assert names(walk(tree, seen={b"tree", b"tree/sub", b"tree/sub/a"})) == [b"tree/sub/b"]


def test_a_folder_that_goes_away_under_the_walk_is_told(tree: Path, walk: Walk) -> None:
    fill(tree, b"sub/a")
    handles = walk(tree)
    next(handles)
    shutil.rmtree(tree / "sub")
    gone = next(handles)
    assert gone.name == b"tree/sub"
    assert gone.problem is not None
    assert gone.problem.text == "No such file or directory"


def test_the_walk_leaves_the_access_times_of_folders_alone(tree: Path, walk: Walk) -> None:
    os.utime(tree, ns=(1_000_000_000, 2_000_000_000))
    list(walk(tree))
    assert tree.stat().st_atime_ns == 1_000_000_000


@pytest.fixture
def abyss(tree: Path) -> Iterator[Path]:
    """A tree deeper than the longest path the system takes, with a file at its bottom."""
    before = os.open(".", os.O_RDONLY)
    try:
        os.chdir(tree)
        for _ in range(25):
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
        Path("bottom").write_text("evidence")
        os.fchdir(before)
        yield tree
    finally:
        os.fchdir(before)
        os.close(before)
        shutil.rmtree(tree)


def test_what_lies_deeper_than_any_path_may_reach_is_told(
    abyss: Path, walk: Walk, take: Callable[..., dict[str, object]]
) -> None:
    found = take(abyss)
    bottom = [path for path in found if path.endswith("/bottom")]
    problems = [item for item in found.values() if getattr(item, "problem", None) is not None]
    assert bottom or problems
