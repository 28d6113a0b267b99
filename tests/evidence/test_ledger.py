"""The ledger file: append-only, torn tails told from damage, constant memory."""

import tracemalloc
from pathlib import Path

import pytest
from tests.evidence.support.forging import change, entries_of, leaf_of
from tests.evidence.support.people import Clock, officer
from tests.evidence.support.places import filled, small_disk
from tests.evidence.support.scenes import collect, open_case, tear

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.entry import FIRST_PREV, MAX_LEAF_BYTES
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.ledger import MAX_TAIL_BYTES, READ_BYTES, Ledger
from truyvet.hashes.digest import sha256_hex
from truyvet.hashes.merkle import leaf_hash, root


@pytest.fixture
def ledger(copy: Case) -> Ledger:
    return copy.ledger


def test_the_tail_is_what_the_lines_say(ledger: Ledger) -> None:
    tail, lines = ledger.tail(), ledger.path.read_bytes().splitlines()
    assert tail.seq == len(lines) == len(list(ledger.entries()))
    assert tail.prev == sha256_hex(lines[-1])
    assert tail.frontier.root() == root(map(leaf_hash, lines))
    assert tail.last_utc == entries_of(ledger.path.parent.parent)[-1].time.utc
    assert len(tail.keys.all()) == 2


def test_an_empty_ledger_has_an_empty_tail(tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    (tmp_path / "ledger" / "entries.jsonl").touch()
    tail = Ledger(tmp_path).tail()
    assert (tail.seq, tail.prev, tail.last_utc, tail.case_id) == (0, FIRST_PREV, "", "")
    assert Ledger(tmp_path).torn_tail() == b""


def test_appending_never_touches_what_stands_before(ledger: Ledger) -> None:
    before = ledger.path.read_bytes()
    ledger.append(b"one")
    ledger.append(b"two")
    assert ledger.path.read_bytes() == before + b"one\ntwo\n"


def test_a_half_line_is_told_from_a_damaged_one(ledger: Ledger) -> None:
    whole = ledger.path.read_bytes()
    count = whole.count(b"\n")
    for length in (len(whole) - 1, len(whole) - 100):
        ledger.path.write_bytes(whole[:length])
        with pytest.raises(TruyvetError, match="E201") as raised:
            ledger.tail()
        assert f"after entry {count - 2}" in raised.value.text
    ledger.path.write_bytes(whole.replace(b'"seq":2', b'"seq":7'))
    with pytest.raises(TruyvetError, match=r"E202.*line 3: it does not follow"):
        ledger.tail()
    ledger.path.write_bytes(whole.replace(b'"seq":2', b'"seq": 2'))
    with pytest.raises(TruyvetError, match=r"E202.*line 3: .*canonical"):
        ledger.tail()


@pytest.mark.parametrize("order", [[1, 0, 2], [0, 2, 1], [0, 0, 1], [0, 2], [1, 2]])
def test_nothing_is_appended_to_a_ledger_whose_lines_do_not_follow(
    copy: Case, who: Acting, order: list[int]
) -> None:
    lines = copy.ledger.path.read_bytes().splitlines(keepends=True)
    copy.ledger.path.write_bytes(b"".join(lines[at] for at in order))
    before = copy.ledger.path.read_bytes()
    with pytest.raises(TruyvetError, match="E202"):
        collect(copy, who, {b"a": b"1"})
    assert copy.ledger.path.read_bytes() == before


@pytest.mark.parametrize("torn", [b"", b"{", b'{"entry":' * 20_000, b"\0" * 300_000])
def test_the_torn_tail_is_everything_after_the_last_line_end(ledger: Ledger, torn: bytes) -> None:
    whole = ledger.path.read_bytes()
    with ledger.path.open("ab") as file:
        file.write(torn)
    assert ledger.torn_tail() == torn
    ledger.cut_tail(len(torn))
    assert ledger.path.read_bytes() == whole


def test_a_tail_that_no_power_cut_leaves_is_refused_in_little_memory(ledger: Ledger) -> None:
    with ledger.path.open("ab") as file:
        file.truncate(ledger.path.stat().st_size + MAX_TAIL_BYTES * 2)
    tracemalloc.start()
    with pytest.raises(TruyvetError, match="E202"):
        ledger.torn_tail()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MAX_TAIL_BYTES * 3


@pytest.mark.parametrize(("end", "code"), [(b"", "E201"), (b"\n", "E202")])
def test_a_huge_line_takes_no_memory(ledger: Ledger, end: bytes, code: str) -> None:
    with ledger.path.open("ab") as file:
        file.truncate(100 << 20)
        file.write(end)
    tracemalloc.start()
    with pytest.raises(TruyvetError, match=code):
        ledger.tail()
    *_, last = ledger.lines()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (last.ends, len(last.content)) == (bool(end), READ_BYTES)
    assert last.size > 99 << 20
    assert peak < 4 << 20


@pytest.mark.parametrize("length", [0, 1, MAX_LEAF_BYTES - 1, MAX_LEAF_BYTES, MAX_LEAF_BYTES + 1])
def test_lines_up_to_the_longest_entry_are_read_whole(ledger: Ledger, length: int) -> None:
    for end in (b"\n", b""):
        with ledger.path.open("ab") as file:
            file.write(b"x" * length + end)
        if length or end:
            *_, last = ledger.lines()
            assert (last.content, last.size, last.ends) == (b"x" * length, length, bool(end))


@pytest.mark.parametrize("free", [0, 4096])
def test_a_full_disk_leaves_the_ledger_as_it_was(tmp_path: Path, who: Acting, free: int) -> None:
    with small_disk(tmp_path / "disk", "8m") as disk:
        case = open_case(disk / "case", who)
        before = case.ledger.path.read_bytes()
        with filled(disk, free), pytest.raises(OSError, match="No space"):
            case.ledger.append(b"x" * 60_000)
        assert case.ledger.path.read_bytes() == before
        case.ledger.append(b"x" * 60_000)


def test_an_entry_of_a_newer_format_is_called_so(case: Case) -> None:
    leaf = case.ledger.path.read_bytes()
    case.ledger.path.write_bytes(leaf.replace(b'"version":1}', b'"version":2}'))
    with pytest.raises(TruyvetError, match="E110"):
        case.ledger.tail()


def test_a_torn_line_that_is_whole_but_for_its_end_is_still_torn(case: Case) -> None:
    first = entries_of(case)[0]
    leaf = leaf_of(change(first, seq=1, prev=case.ledger.tail().prev, time=Clock(9)()), officer())
    tear(case, leaf)
    assert case.ledger.torn_tail() == leaf
    with pytest.raises(TruyvetError, match="E201"):
        case.ledger.tail()
