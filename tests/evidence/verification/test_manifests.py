"""Manifests: every line, their count and root, their totals; forged ones are found."""

import tracemalloc
from typing import Any

import pytest
from tests.evidence.support.forging import change, rewrite
from tests.evidence.support.scenes import check, codes, collect, export

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.entry import Entry
from truyvet.evidence.findings import Verdict
from truyvet.evidence.intake import NOTHING, sum_up
from truyvet.evidence.item import Item, trusted_item
from truyvet.evidence.manifest import encode_items
from truyvet.evidence.records import Ref
from truyvet.hashes.digest import sha256_hex
from truyvet.hashes.merkle import leaf_hash, root


@pytest.fixture
def small(case: Case, who: Acting) -> Case:
    collect(case, who, {b"a": b"1", b"b": b"2"})
    return case


def items(case: Case) -> list[Item]:
    entry = list(case.ledger.entries())[1].entry
    lines = case.store.path(entry.outputs[0].sha256).read_bytes().splitlines()
    return list(map(trusted_item, lines))


def replace_manifest(case: Case, content: bytes, listed: list[Item] | None = None) -> None:
    """Put another manifest into the case, with everything else told to fit it."""
    lines = content.split(b"\n")[:-1] if content.endswith(b"\n") else content.split(b"\n")

    def alter(entries: list[Entry]) -> list[Entry]:
        act: Any = entries[1].act
        case.store.path(entries[1].outputs[0].sha256).unlink()
        ref = Ref(
            kind="manifest",
            sha256=sha256_hex(content),
            size=len(content),
            count=len(lines),
            root=root(map(leaf_hash, lines)).hex(),
        )
        if listed is not None:
            act = change(act, totals=sum_up(listed, NOTHING))
        return [entries[0], change(entries[1], act=act, outputs=(ref,)), *entries[2:]]

    case.store.put_bytes(content)
    rewrite(case, alter)


def forge_items(case: Case, listed: list[Item]) -> None:
    replace_manifest(case, encode_items(listed), listed)


def test_a_manifest_put_there_honestly_is_no_finding(small: Case) -> None:
    forge_items(small, [change(one, path=one.path + "!") for one in items(small)])
    assert codes(small.folder) == ["W104"]


def test_a_line_of_another_number_is_found(small: Case) -> None:
    one, two = items(small)
    forge_items(small, [two, one])
    assert "E318" in codes(small.folder)


@pytest.mark.parametrize(
    "line", [b"", b"{}", b"\xff", b" {}", b"[" * 5000, b'{"n":0}', b"x" * (3 << 20)]
)
def test_a_line_that_is_no_item_is_found(small: Case, line: bytes) -> None:
    good = encode_items(items(small)[:1])
    replace_manifest(small, good + line + b"\n")
    assert "E315" in codes(small.folder)


def test_a_manifest_whose_last_line_has_no_end_is_found(small: Case) -> None:
    replace_manifest(small, encode_items(items(small))[:-1], items(small))
    assert check(small.folder).verdict is Verdict.INVALID


@pytest.mark.parametrize(
    "changes",
    [
        {"path_bytes": "zz"},
        {"path_bytes": "fff"},
        {"path_bytes": "FF"},
        {"path": "harmless.txt", "path_bytes": b"/root/secret".hex()},
        {"path": "harmless.txt", "path_bytes": "ff"},
        {"target_bytes": "zz"},
        {"target": "here", "target_bytes": b"\xffthere".hex()},
        {"sha256": None},
        {"size": None},
    ],
)
def test_an_item_that_contradicts_itself_is_found_and_never_breaks_the_verifier(
    small: Case, who: Acting, changes: dict[str, Any]
) -> None:
    export(small, who, small.folder.parent / "copied")
    one, two = items(small)
    forge_items(small, [change(one, **changes), two])
    assert check(small.folder).verdict is Verdict.INVALID


def test_a_collected_object_of_another_length_is_found(small: Case) -> None:
    one, two = items(small)
    forge_items(small, [change(one, size=2), two])
    assert "E312" in codes(small.folder)


def test_items_of_untrusted_servers_that_the_entry_does_not_count_are_found(small: Case) -> None:
    one, two = items(small)
    replace_manifest(small, encode_items([change(one, unverified=True), two]))
    (found,) = (one for one in check(small.folder).findings if one.code == "E320")
    assert "unverified" in found.text


def test_an_item_whose_bytes_are_not_there_makes_the_case_incomplete(small: Case) -> None:
    one, two = items(small)
    forge_items(small, [one, two, change(two, n=2, sha256="a" * 64)])
    answer = check(small.folder)
    assert (answer.verdict, sorted(answer.counts)) == (Verdict.INCOMPLETE, ["E310", "W104"])


def test_a_finding_names_the_items_that_consist_of_the_object(small: Case, who: Acting) -> None:
    collect(small, who, {b"again": b"1"}, note="again")
    digest = items(small)[0].sha256 or ""
    small.store.path(digest).unlink()
    (found,) = check(small.folder).findings
    assert (found.code, found.items) == ("E310", ("1.0 a", "2.0 again"))


def test_a_huge_manifest_line_takes_little_memory(small: Case) -> None:
    entry = list(small.ledger.entries())[1].entry
    path = small.store.path(entry.outputs[0].sha256)
    path.chmod(0o600)
    with path.open("r+b") as file:
        file.truncate(100 << 20)
    tracemalloc.start()
    answer = check(small.folder)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert {"E312", "E315"} <= set(answer.counts)
    assert peak < 64 << 20
