"""Scans: what the verifier finds beyond the vectors, and what it must not find."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.evidence.support.examining import FILES, NAMES, lines_of, note, refs_of, scan, tag
from tests.evidence.support.forging import altered_last, change, entries_of, rewrite
from tests.evidence.support.scenes import check, codes, collect, rows_of

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Collect, Scan
from truyvet.evidence.case import Case
from truyvet.evidence.entry import Entry
from truyvet.evidence.findings import Verdict
from truyvet.evidence.item import trusted_item
from truyvet.evidence.manifest import encode_items
from truyvet.evidence.records import Ref
from truyvet.evidence.scans.observation import Observation
from truyvet.evidence.scans.outcome import Outcome, examined
from truyvet.hashes.canonical import decode_record, encode_record
from truyvet.hashes.digest import sha256_hex
from truyvet.hashes.merkle import leaf_hash, root

Lines = list[bytes]


@pytest.fixture
def entry(case: Case, who: Acting) -> Entry:
    """The scan of a case with every sort of file."""
    collect(case, who, FILES)
    return scan(case, who)


def with_list(case: Case, kind: str, lines: Lines) -> Callable[[list[Entry]], list[Entry]]:
    """Store another list and return the alteration by which the last entry names it."""
    block = b"".join(line + b"\n" for line in lines)
    ref = Ref(
        kind=kind, sha256=case.store.put_bytes(block).sha256, size=len(block), count=len(lines),
        root=root(map(leaf_hash, lines)).hex(),
    )  # fmt: skip

    def alter(entries: list[Entry]) -> list[Entry]:
        outputs = tuple(ref if one.kind == kind else one for one in entries[-1].outputs)
        return altered_last(outputs=outputs)(entries)

    return alter


def forge_list(case: Case, entry: Entry, kind: str, edit: Callable[[Lines], Lines]) -> None:
    """Replace a list of the last scan, as the holder of the key could."""
    rewrite(case, with_list(case, kind, edit(lines_of(case, entry, kind))))
    case.store.remove(refs_of(entry)[kind].sha256)


def found(case: Case) -> dict[str, list[str]]:
    """Return the reasons of all findings by code, but for the missing index."""
    told: dict[str, list[str]] = {}
    for one in check(case.folder).findings:
        if one.code != "W104":
            told.setdefault(one.code, []).append(one.text.rpartition(": ")[2])
    return told


def test_items_are_counted_with_those_found_inside_others(case: Case, entry: Entry) -> None:
    assert check(case.folder).items == len(FILES) + 4


@pytest.mark.parametrize("kind", ["manifest", "outcomes", "observations", "texts", "efforts"])
def test_a_missing_list_is_incomplete_and_nothing_is_called_wrong_for_it(
    case: Case, entry: Entry, kind: str
) -> None:
    case.drop_index()
    case.store.path(refs_of(entry)[kind].sha256).unlink()
    answer = check(case.folder)
    assert answer.verdict is Verdict.INCOMPLETE
    assert set(answer.counts) <= {"E310", "E325", "W104"}


def test_a_missing_manifest_of_a_collection_makes_no_item_of_a_scan_unknown(
    case: Case, entry: Entry
) -> None:
    case.drop_index()
    (collected,) = (one for one in entries_of(case) if isinstance(one.act, Collect))
    case.store.path(collected.outputs[0].sha256).unlink()
    answer = check(case.folder)
    assert answer.verdict is Verdict.INCOMPLETE
    assert "E315" not in answer.counts


@pytest.mark.parametrize("content", [b"", b"{}", b"x" * 276, b'{"extractors":[]}', b"[" * 9999])
def test_a_configuration_with_other_bytes_is_found(
    case: Case, entry: Entry, content: bytes
) -> None:
    path = case.store.path(refs_of(entry)["configuration"].sha256)
    path.chmod(0o600)
    path.write_bytes(content)
    assert {"E311", "E312"} & set(codes(case.folder))


def test_a_missing_configuration_is_incomplete(case: Case, entry: Entry) -> None:
    case.store.path(refs_of(entry)["configuration"].sha256).unlink()
    assert set(codes(case.folder)) == {"E310"}


def test_every_line_of_a_list_is_read(case: Case, entry: Entry) -> None:
    for kind in ("outcomes", "observations", "texts", "efforts"):
        lines = lines_of(case, entry, kind)
        for n in (0, len(lines) - 1):
            alter = with_list(case, kind, [*lines[:n], lines[n] + b" ", *lines[n + 1 :]])
            before = case.ledger.path.read_bytes()
            rewrite(case, alter)
            places = [one.place for one in check(case.folder).findings if one.code == "E315"]
            assert f"{kind} of entry {entry.seq}, line {n}" in places
            case.ledger.path.write_bytes(before)


def test_a_line_without_its_end_is_found(case: Case, entry: Entry) -> None:
    lines = lines_of(case, entry, "texts")
    block = b"\n".join(lines)
    ref = refs_of(entry)["texts"]
    cut = change(ref, sha256=case.store.put_bytes(block).sha256, size=len(block))
    outputs = tuple(cut if one.kind == "texts" else one for one in entry.outputs)
    rewrite(case, altered_last(outputs=outputs))
    case.store.remove(ref.sha256)
    assert found(case) == {"E315": ["the last line has no end"]}


def test_a_swapped_order_is_another_root(case: Case, entry: Entry) -> None:
    ref = refs_of(entry)["outcomes"]
    lines = lines_of(case, entry, "outcomes")
    block = b"".join(line + b"\n" for line in reversed(lines))
    other = change(ref, sha256=case.store.put_bytes(block).sha256)
    outputs = tuple(other if one.kind == "outcomes" else one for one in entry.outputs)
    rewrite(case, altered_last(outputs=outputs))
    case.store.remove(ref.sha256)
    assert set(found(case)) == {"E317"}


@pytest.mark.parametrize(
    "field",
    ["children", "flags", "full", "items", "observations", "partly", "texts", "unexamined"],
)
def test_every_total_is_counted(case: Case, entry: Entry, field: str) -> None:
    assert isinstance(entry.act, Scan)
    totals = change(entry.act.totals, **{field: getattr(entry.act.totals, field) + 1})
    rewrite(case, altered_last(act=change(entry.act, totals=totals)))
    assert found(case) == {"E320": [field]}


def test_an_outcome_left_out_is_seen_in_the_sums_and_in_what_rests_on_it(
    case: Case, entry: Entry
) -> None:
    forge_list(case, entry, "outcomes", lambda lines: lines[1:])
    told = found(case)
    assert set(told) == {"E315", "E320"}
    assert set(told["E315"]) == {"its item has no outcomes in this scan"}


def test_a_child_in_two_scans_is_found(case: Case, entry: Entry, who: Acting) -> None:
    collect(case, who, {b"more": b"BOX:x=1"}, note="more")
    second = scan(case, who)
    first_line = lines_of(case, entry, "manifest")[0]
    forge_list(case, second, "manifest", lambda _: [first_line])
    assert "it is in this case already" in found(case)["E315"]


def test_a_collected_item_in_the_manifest_of_a_scan_is_found(case: Case, entry: Entry) -> None:
    def planted(lines: Lines) -> Lines:
        bare = change(trusted_item(lines[0]), parent=None, locator="", depth=0, allowance=None)
        return [encode_items([bare])[:-1], *lines[1:]]

    forge_list(case, entry, "manifest", planted)
    assert "it stands in no other item" in found(case)["E315"]


def test_a_child_may_stand_in_another_child(case: Case, entry: Entry) -> None:
    rows = {row.path: row for row in rows_of(case)}
    assert rows["phone/box/nested/deep.txt"].parent == rows["phone/box/nested"].id
    assert codes(case.folder) == []


@pytest.mark.parametrize("flag", ["", "yara"])
def test_flags_are_counted_by_what_the_lines_say(case: Case, entry: Entry, flag: str) -> None:
    def flagged(lines: Lines) -> Lines:
        seen = [decode_record(line, Observation) for line in lines]
        return [encode_record(change(one, flag=flag)) for one in seen]

    forge_list(case, entry, "observations", flagged)
    assert found(case) == {"E320": ["flags"]}


def test_an_outcome_of_an_extractor_that_was_left_out_is_found(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b"1"})
    entry = scan(case, who, left_out=("ocr",))

    def more(lines: Lines) -> Lines:
        (row,) = rows_of(case)
        told = [Outcome(extractor=name, status="ok") for name in (*NAMES, "ocr")]
        return [encode_record(examined(row.id, told))]

    forge_list(case, entry, "outcomes", more)
    assert found(case)["E315"] == ["it has outcomes of others, or two of one"]


def test_tags_and_notes_on_what_is_there_are_sound(case: Case, entry: Entry, who: Acting) -> None:
    for row in rows_of(case):
        tag(case, who, row.name, row.id, "xem")
    seen = [decode_record(line, Observation) for line in lines_of(case, entry, "observations")]
    for n, one in enumerate(seen):
        note(case, who, "đã xem", name=f"{entry.seq}:{n}", of=one.item)
    note(case, who, "của cả vụ")
    assert codes(case.folder) == []


@pytest.mark.parametrize(
    ("name", "of"),
    [("2:0", "other"), ("2:999", "same"), ("1:0", "same"), ("9:0", "same"), ("2.0", "same"),
     ("2.99", "other"), ("0.0", "same")],
)  # fmt: skip
def test_a_tag_on_what_is_not_there_is_found(
    case: Case, entry: Entry, who: Acting, name: str, of: str
) -> None:
    first = decode_record(lines_of(case, entry, "observations")[0], Observation)
    others = [row.id for row in rows_of(case) if row.id != first.item and row.parent is None]
    tag(case, who, name, first.item if of == "same" else others[0], "xem")
    assert set(codes(case.folder)) == {"E323"}


def test_a_note_on_a_missing_list_is_not_called_wrong(
    case: Case, entry: Entry, who: Acting
) -> None:
    first = decode_record(lines_of(case, entry, "observations")[0], Observation)
    note(case, who, "đã xem", name=f"{entry.seq}:0", of=first.item)
    case.drop_index()
    case.store.path(refs_of(entry)["observations"].sha256).unlink()
    assert "E323" not in codes(case.folder)


def test_a_list_that_is_a_link_is_not_followed(case: Case, entry: Entry, tmp_path: Path) -> None:
    path = case.store.path(refs_of(entry)["outcomes"].sha256)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(elsewhere)
    assert "E314" in codes(case.folder)


def test_findings_about_bytes_name_the_items_inside_others(case: Case, entry: Entry) -> None:
    path = case.store.path(sha256_hex(b"ring 0901234567"))
    path.chmod(0o600)
    path.write_bytes(b"ring 0901234568")
    (one,) = [one for one in check(case.folder).findings if one.code == "E311"]
    assert one.items == ("2.0 phone/box/inner.txt",)
