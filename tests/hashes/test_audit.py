"""Audit paths in one pass: those that `merkle.inclusion_proof` gives, for any leaves and sizes."""

from collections.abc import Iterator
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.hashes.audit import audit_paths
from truyvet.hashes.merkle import inclusion_proof, leaf_hash, root, verify_inclusion


def leaves(count: int) -> list[bytes]:
    """Leaf hashes of so many different leaves."""
    return [leaf_hash(str(number).encode()) for number in range(count)]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 33])
def test_every_leaf_gets_the_path_that_merkle_gives(size: int) -> None:
    tree = leaves(size)
    found = audit_paths(iter(tree), range(size), size)
    assert found == {index: inclusion_proof(tree, index, size) for index in range(size)}


@given(st.integers(1, 300), st.data())
def test_any_leaves_of_any_tree_get_paths_that_verify(size: int, data: st.DataObject) -> None:
    wanted = data.draw(st.sets(st.integers(0, size - 1), max_size=8))
    tree = leaves(size)
    found = audit_paths(iter(tree), wanted, size)
    assert found.keys() == wanted
    for index, path in found.items():
        assert verify_inclusion(tree[index], index, size, path, root(tree))


def test_leaves_beyond_the_tree_are_not_read() -> None:
    tree = iter(leaves(9))
    assert audit_paths(tree, [2], 5)[2] == inclusion_proof(leaves(5), 2, 5)
    assert len(list(tree)) >= 3


def test_no_leaves_asked_for_give_no_paths() -> None:
    assert audit_paths(iter(leaves(3)), [], 3) == {}


@pytest.mark.parametrize("index", [-1, 3])
def test_a_leaf_that_the_tree_does_not_have_is_refused(index: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        audit_paths(iter(leaves(3)), [index], 3)


def test_fewer_leaves_than_the_tree_has_are_refused() -> None:
    with pytest.raises(ValueError, match="2 leaves are no tree of 3"):
        audit_paths(iter(leaves(2)), [0], 3)


# Against the definition of RFC 6962, section 2.1.1, written out.


def tree(leaves_: list[bytes]) -> bytes:
    """MTH of leaf hashes."""
    if len(leaves_) == 1:
        return leaves_[0]
    split = 1 << ((len(leaves_) - 1).bit_length() - 1)
    return sha256(b"\x01" + tree(leaves_[:split]) + tree(leaves_[split:])).digest()


def path(index: int, leaves_: list[bytes]) -> list[bytes]:
    """PATH of a leaf."""
    if len(leaves_) == 1:
        return []
    split = 1 << ((len(leaves_) - 1).bit_length() - 1)
    if index < split:
        return [*path(index, leaves_[:split]), tree(leaves_[split:])]
    return [*path(index - split, leaves_[split:]), tree(leaves_[:split])]


@pytest.mark.parametrize("size", [*range(1, 36), 63, 64, 65, 100, 127, 128, 129])
def test_paths_are_those_of_the_definition(size: int) -> None:
    all_ = leaves(size)
    assert audit_paths(all_, range(size), size) == {n: path(n, all_) for n in range(size)}


@given(st.lists(st.binary(max_size=3), min_size=1, max_size=40), st.data())
def test_leaves_that_are_equal_keep_their_own_paths(
    contents: list[bytes], data: st.DataObject
) -> None:
    all_ = [leaf_hash(content) for content in contents]
    index = data.draw(st.integers(0, len(all_) - 1))
    (found,) = audit_paths(iter(all_), [index], len(all_)).values()
    assert found == path(index, all_)


@given(st.integers(2, 60), st.data())
def test_a_path_proves_its_leaf_in_its_place_and_no_other(size: int, data: st.DataObject) -> None:
    index, other = data.draw(st.permutations(range(size)))[:2]
    all_ = leaves(size)
    found = audit_paths(all_, [index], size)[index]
    assert verify_inclusion(all_[index], index, size, found, root(all_))
    assert not verify_inclusion(all_[other], index, size, found, root(all_))
    assert not verify_inclusion(all_[index], other, size, found, root(all_))


@pytest.mark.parametrize(("indices", "size"), [([0], 0), ([5, 1], 5), ([2**60], 3), ([-1, 0], 2)])
def test_no_path_is_made_up_for_leaves_that_are_not_there(indices: list[int], size: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        audit_paths(leaves(size), indices, size)


def test_an_index_asked_for_twice_is_answered_once() -> None:
    assert audit_paths(leaves(5), [3, 3], 5) == {3: path(3, leaves(5))}


def test_an_empty_tree_has_no_paths() -> None:
    assert audit_paths([], [], 0) == {}


def test_what_a_source_raises_on_the_way_comes_through() -> None:
    def failing() -> Iterator[bytes]:
        yield leaves(1)[0]
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        audit_paths(failing(), [0], 3)


def test_a_long_list_is_read_once_and_let_go() -> None:
    def streaming() -> Iterator[bytes]:
        for number in range(20_000):
            seen.append(number)
            yield leaf_hash(str(number).encode())

    seen = list[int]()
    found = audit_paths(streaming(), [0, 12_345, 19_999], 20_000)
    assert seen == list(range(20_000))
    assert {index: len(nodes) for index, nodes in found.items()} == {0: 15, 12_345: 15, 19_999: 9}
