"""RFC 6962 trees: the published proofs, the definition as oracle, every small tree."""

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.hashes import merkle

# The leaves and roots of the Certificate Transparency test tree.
CT_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOT_5 = "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"
CT_ROOT_8 = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"

LEAVES = [merkle.leaf_hash(bytes([number])) for number in range(200)]
SMALL = 40


def definition(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word, over leaf hashes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = max(2**power for power in range(20) if 2**power < len(leaves))
    return hashlib.sha256(
        b"\x01" + definition(leaves[:split]) + definition(leaves[split:])
    ).digest()


def cases(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted(folder.rglob("*.json"))]


def raw(vector: dict[str, Any], name: str) -> bytes:
    return base64.b64decode(vector[name])


def proof_of(vector: dict[str, Any]) -> list[bytes]:
    return [base64.b64decode(node) for node in vector["proof"] or []]


def test_every_published_inclusion_proof_is_answered_as_it_says(vectors: Path) -> None:
    published = cases(vectors / "rfc6962" / "inclusion")
    wrong = [
        vector["desc"]
        for vector in published
        if merkle.verify_inclusion(
            raw(vector, "leafHash"),
            vector["leafIdx"],
            vector["treeSize"],
            proof_of(vector),
            raw(vector, "root"),
        )
        == vector["wantErr"]
    ]
    assert (len(published), wrong) == (98, [])


def test_every_published_consistency_proof_is_answered_as_it_says(vectors: Path) -> None:
    published = cases(vectors / "rfc6962" / "consistency")
    wrong = [
        vector["desc"]
        for vector in published
        if merkle.verify_consistency(
            vector["size1"],
            vector["size2"],
            raw(vector, "root1"),
            raw(vector, "root2"),
            proof_of(vector),
        )
        == vector["wantErr"]
    ]
    assert (len(published), wrong) == (98, [])


@pytest.mark.parametrize(("size", "wanted"), [(5, CT_ROOT_5), (8, CT_ROOT_8)])
def test_the_known_roots_of_the_certificate_transparency_tree(size: int, wanted: str) -> None:
    assert merkle.root(map(merkle.leaf_hash, CT_LEAVES[:size])).hex() == wanted


def test_the_empty_tree_has_the_root_of_the_standard() -> None:
    assert merkle.root([]) == merkle.EMPTY_ROOT == hashlib.sha256(b"").digest()


def test_a_tree_of_one_leaf_has_its_hash_as_root() -> None:
    assert merkle.root(LEAVES[:1]) == LEAVES[0]


def test_the_children_of_a_node_cannot_be_passed_off_as_a_leaf() -> None:
    one, two = LEAVES[:2]
    assert merkle.node_hash(one, two) != merkle.leaf_hash(one + two)


def test_a_frontier_gives_the_root_of_the_definition_at_every_size() -> None:
    frontier = merkle.Frontier()
    for size in range(len(LEAVES)):
        assert frontier.root() == definition(LEAVES[:size])
        assert frontier.size == size
        frontier.append(LEAVES[size])


@given(st.integers(0, 199), st.data())
def test_a_changed_leaf_changes_the_root(size: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, size))
    changed = [*LEAVES[:at], merkle.leaf_hash(b"planted"), *LEAVES[at + 1 : size + 1]]
    assert merkle.root(changed) != merkle.root(LEAVES[: size + 1])


@given(st.lists(st.integers(0, 30), max_size=8))
def test_leaves_may_come_in_portions(portions: list[int]) -> None:
    frontier = merkle.Frontier()
    for count in portions:
        frontier.extend(LEAVES[:count])
    assert frontier.root() == merkle.root(leaf for count in portions for leaf in LEAVES[:count])


def test_a_frontier_holds_one_hash_per_set_bit_of_its_size() -> None:
    frontier = merkle.Frontier()
    frontier.extend(LEAVES[:171])
    assert len(frontier.peaks) == (171).bit_count()


@pytest.mark.parametrize("size", range(0, 70, 3))
def test_a_frontier_goes_on_from_its_size_and_peaks(size: int) -> None:
    earlier = merkle.Frontier()
    earlier.extend(LEAVES[:size])
    later = merkle.Frontier(earlier.size, earlier.peaks)
    later.extend(LEAVES[size:])
    assert later.root() == merkle.root(LEAVES)


def test_a_copy_grows_alone() -> None:
    frontier = merkle.Frontier()
    frontier.extend(LEAVES[:7])
    copy = frontier.copy()
    copy.append(LEAVES[7])
    assert (frontier.size, frontier.root()) == (7, merkle.root(LEAVES[:7]))
    assert (copy.size, copy.root()) == (8, merkle.root(LEAVES[:8]))


@pytest.mark.parametrize(
    ("size", "peaks"),
    [(-1, []), (1, []), (0, [b"a" * 32]), (3, [b"a" * 32]), (1, [b"short"])],
)
def test_peaks_that_do_not_fit_the_size_are_refused(size: int, peaks: list[bytes]) -> None:
    with pytest.raises(ValueError, match="one 32-byte peak per set bit"):
        merkle.Frontier(size, peaks)


def test_a_leaf_that_is_no_hash_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes, not 3"):
        merkle.Frontier().append(b"abc")


def test_a_source_that_fails_half_way_leaves_a_whole_frontier() -> None:
    def failing() -> Iterator[bytes]:
        yield from LEAVES[:5]
        raise OSError("unplugged")

    frontier = merkle.Frontier()
    with pytest.raises(OSError, match="unplugged"):
        frontier.extend(failing())
    assert (frontier.size, frontier.root()) == (5, merkle.root(LEAVES[:5]))


@pytest.mark.parametrize("size", range(1, SMALL + 1))
def test_every_leaf_of_a_tree_has_a_proof_that_holds(size: int) -> None:
    root = merkle.root(LEAVES[:size])
    for index in range(size):
        proof = merkle.inclusion_proof(LEAVES, index, size)
        assert merkle.verify_inclusion(LEAVES[index], index, size, proof, root)


@pytest.mark.parametrize("size", range(1, SMALL + 1))
def test_a_proof_holds_for_no_other_place(size: int) -> None:
    root = merkle.root(LEAVES[:size])
    for index in range(size):
        proof = merkle.inclusion_proof(LEAVES, index, size)
        holds = [
            place
            for place in range(-1, size + 1)
            if merkle.verify_inclusion(LEAVES[index], place, size, proof, root)
        ]
        assert holds == [index]


@given(st.integers(2, 200), st.data())
def test_a_flipped_bit_anywhere_breaks_an_inclusion_proof(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    parts = [LEAVES[index], merkle.root(LEAVES[:size])]
    parts += merkle.inclusion_proof(LEAVES, index, size)
    at = data.draw(st.integers(0, len(parts) - 1))
    bit = data.draw(st.integers(0, 255))
    parts[at] = (int.from_bytes(parts[at], "big") ^ 1 << bit).to_bytes(32, "big")
    leaf, root, *proof = parts
    assert not merkle.verify_inclusion(leaf, index, size, proof, root)


@given(st.integers(2, 200), st.data())
def test_an_inclusion_proof_lacking_or_having_one_node_more_fails(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    root = merkle.root(LEAVES[:size])
    proof = merkle.inclusion_proof(LEAVES, index, size)
    at = data.draw(st.integers(0, len(proof) - 1))
    shorter, longer = proof[:at] + proof[at + 1 :], [*proof[:at], LEAVES[0], *proof[at:]]
    assert not merkle.verify_inclusion(LEAVES[index], index, size, shorter, root)
    assert not merkle.verify_inclusion(LEAVES[index], index, size, longer, root)


@pytest.mark.parametrize("new", range(1, SMALL + 1))
def test_every_earlier_tree_is_proved_a_prefix(new: int) -> None:
    new_root = merkle.root(LEAVES[:new])
    for old in range(1, new + 1):
        proof = merkle.consistency_proof(LEAVES, old, new)
        old_root = merkle.root(LEAVES[:old])
        assert merkle.verify_consistency(old, new, old_root, new_root, proof)


@pytest.mark.parametrize("new", range(2, SMALL + 1))
def test_a_rewritten_past_is_never_proved_a_prefix(new: int) -> None:
    rewritten = [merkle.leaf_hash(b"planted"), *LEAVES[1:new]]
    new_root = merkle.root(rewritten)
    for old in range(1, new + 1):
        proof = merkle.consistency_proof(rewritten, old, new)
        old_root = merkle.root(LEAVES[:old])
        assert not merkle.verify_consistency(old, new, old_root, new_root, proof)


@given(st.integers(2, 200), st.data())
def test_a_flipped_bit_anywhere_breaks_a_consistency_proof(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    parts = [merkle.root(LEAVES[:old]), merkle.root(LEAVES[:new])]
    parts += merkle.consistency_proof(LEAVES, old, new)
    at = data.draw(st.integers(0, len(parts) - 1))
    bit = data.draw(st.integers(0, 255))
    parts[at] = (int.from_bytes(parts[at], "big") ^ 1 << bit).to_bytes(32, "big")
    old_root, new_root, *proof = parts
    assert not merkle.verify_consistency(old, new, old_root, new_root, proof)


def test_nothing_follows_from_an_empty_tree() -> None:
    assert not merkle.verify_consistency(0, 1, merkle.EMPTY_ROOT, LEAVES[0], [])


def test_two_long_nodes_do_not_pass_for_shorter_ones() -> None:
    one, two = LEAVES[:2]
    root = merkle.root([one, two])
    assert merkle.verify_inclusion(one, 0, 2, [two], root)
    assert not merkle.verify_inclusion(one + two[:1], 0, 2, [two[1:]], root)


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0), (0, 201)])
def test_there_is_no_inclusion_proof_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_proof(LEAVES, index, size)


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5), (1, 201), (-1, 5)])
def test_there_is_no_consistency_proof_between_other_sizes(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="no proof"):
        merkle.consistency_proof(LEAVES, old, new)
