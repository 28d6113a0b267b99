"""A case: made whole or not at all, found as git finds a repository, repaired without loss."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.evidence.support.forging import entries_of
from tests.evidence.support.people import acting, another, officer
from tests.evidence.support.places import filled, read_only, small_disk
from tests.evidence.support.scenes import admit, check, codes, collect, open_case, tear

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import CaseOpen, LedgerRepair
from truyvet.evidence.case import Case, create, repair
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import Verdict
from truyvet.evidence.layout import find_case
from truyvet.evidence.records import Moment


def test_a_new_case_has_one_entry_and_verifies(case: Case) -> None:
    answer = check(case.folder)
    assert (answer.verdict, answer.findings) == (Verdict.VALID, ())
    assert (answer.title, answer.number, answer.entries) == ("Lừa đảo qua mạng", "12/2026", 1)
    case_id, opening = case.opening()
    assert (case_id, opening.title) == (answer.case, answer.title)
    assert opening.key == officer().card


def test_a_new_case_is_private(case: Case) -> None:
    for path in [case.folder, *case.folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_case_is_made_in_an_empty_folder_and_over_nothing_else(
    tmp_path: Path, who: Acting
) -> None:
    (tmp_path / "empty").mkdir()
    open_case(tmp_path / "empty", who)
    (tmp_path / "link").symlink_to(tmp_path / "target")
    (tmp_path / "target").mkdir()
    open_case(tmp_path / "link", who)
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_bytes(b"")
    for name in ("empty", "file", "full", "link"):
        with pytest.raises(TruyvetError, match="E102"):
            open_case(tmp_path / name, who)
    assert sorted(os.listdir(tmp_path)) == ["empty", "file", "full", "link", "target"]


@pytest.mark.parametrize("name", ["a\nb", "tên dài " * 18, "x" * 255, ".ẩn", "\udcff"])
def test_a_case_is_made_under_any_name_that_the_disk_takes(
    tmp_path: Path, who: Acting, name: str
) -> None:
    case = open_case(tmp_path / "deep" / "er" / name, who)
    collect(case, who, {b"a": b"1"})
    assert check(case.folder).verdict is Verdict.VALID


def test_a_case_inside_a_case_is_refused(case: Case, who: Acting) -> None:
    for inside in (case.folder / "inner", case.folder / "work" / "deep" / "inner"):
        with pytest.raises(TruyvetError, match="E111"):
            open_case(inside, who)
    assert check(case.folder).findings == ()


@pytest.mark.parametrize("words", [{"title": " "}, {"number": "\t"}])
def test_a_case_needs_a_title_and_a_number(
    tmp_path: Path, who: Acting, words: dict[str, str]
) -> None:
    facts = {"title": "Lừa đảo", "number": "1"} | words
    with pytest.raises(TruyvetError, match="E112"):
        create(tmp_path / "case", who, **facts)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("words", [{"title": "x" * 4097}, {"number": "\udcff"}])
def test_a_case_that_nobody_could_read_is_never_made(
    tmp_path: Path, who: Acting, words: dict[str, str]
) -> None:
    with pytest.raises(TruyvetError):
        create(tmp_path / "case", who, **({"title": "Lừa đảo", "number": "1"} | words))
    assert os.listdir(tmp_path) == []


def test_a_role_that_may_not_open_a_case_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(TruyvetError, match="E706"):
        open_case(tmp_path / "case", acting(officer(role="analyst")))
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("pages", range(24))
def test_a_full_disk_leaves_no_half_case(tmp_path: Path, who: Acting, pages: int) -> None:
    with small_disk(tmp_path / "disk", "1300k") as disk:
        with filled(disk, pages * 4096):
            refused = refusal(lambda: open_case(disk / "case", who))
            assert refused in (None, "E901")
            assert (disk / "case").exists() == (refused is None)
            assert len(os.listdir(disk)) == (1 if refused else 2)
        if refused:
            open_case(disk / "case", who)
        assert check(disk / "case").verdict is Verdict.VALID


def test_a_read_only_place_is_an_error_with_a_code(tmp_path: Path, who: Acting) -> None:
    (tmp_path / "place").mkdir()
    with read_only(tmp_path / "place"), pytest.raises(TruyvetError, match="E902"):
        open_case(tmp_path / "place" / "case", who)


def test_a_case_is_found_from_any_folder_in_it(case: Case, tmp_path: Path) -> None:
    for start in (case.folder, case.folder / "objects" / "ab", case.folder / "no" / "such"):
        assert find_case(start) == case.folder
    for start in (tmp_path, Path("/")):
        with pytest.raises(TruyvetError, match="E101"):
            find_case(start)


def test_what_is_no_case_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(TruyvetError, match="E101"):
        Case(tmp_path)


def test_a_case_without_its_first_entry_says_so(case: Case) -> None:
    case.ledger.path.write_bytes(b"")
    with pytest.raises(TruyvetError, match="E202"):
        case.opening()


def test_a_read_only_case_verifies_and_refuses_acts_with_a_code(copy: Case, who: Acting) -> None:
    with read_only(copy.folder):
        assert check(copy.folder).verdict is Verdict.VALID
        for act in (
            lambda: collect(copy, who, {b"a": b"1"}),
            lambda: admit(copy, who, officer(9).card),
            lambda: repair(copy, who),
            copy.reindex,
        ):
            with pytest.raises(TruyvetError, match="E902"):
                act()
    assert check(copy.folder).findings == ()


def refusal(act: Callable[[], object]) -> str | None:
    """Return the code that `act` is refused with, none where it is done."""
    try:
        act()
    except TruyvetError as error:
        return error.code
    return None


def torn_copy(case: Case) -> tuple[list[bytes], bytes]:
    """Undo the last act up to its torn line, as a power cut in the middle of it leaves it."""
    lines = case.ledger.path.read_bytes().splitlines(keepends=True)
    (case.checkpoints.folder / str(len(lines))).unlink()
    case.drop_index()
    return lines[:-1], lines[-1]


def test_a_tail_torn_at_any_byte_is_repaired_and_no_entry_is_lost(
    copies: Callable[[], Case], who: Acting
) -> None:
    case = copies()
    whole, last = torn_copy(case)
    lengths = [1, 2, 3, *range(7, len(last) - 3, 41), len(last) - 2, len(last) - 1]
    ledger = b"".join(whole)
    for length in lengths:
        case.ledger.path.write_bytes(ledger + last[:length])
        assert check(case.folder).verdict is Verdict.INCOMPLETE
        with pytest.raises(TruyvetError, match="E201"):
            collect(case, who, {})
        assert case.ledger.path.read_bytes() == ledger + last[:length]
        entry = repair(case, who)
        assert entry.act == LedgerRepair(after=len(whole))
        assert b"".join(case.store.read(entry.outputs[0].sha256)) == last[:length]
        assert case.ledger.path.read_bytes().startswith(ledger)
        assert check(case.folder).findings == (), length
        case.store.path(entry.outputs[0].sha256).unlink()
        (case.checkpoints.folder / str(len(whole) + 1)).unlink()
        case.drop_index()


def test_there_is_nothing_to_repair_in_a_whole_ledger(copy: Case, who: Acting) -> None:
    before = copy.ledger.path.read_bytes()
    with pytest.raises(TruyvetError, match="E205"):
        repair(copy, who)
    assert copy.ledger.path.read_bytes() == before


def test_only_who_may_repair_cuts(case: Case, who: Acting) -> None:
    analyst = officer(4, role="analyst")
    admit(case, who, analyst.card)
    tear(case, b"torn")
    before = case.ledger.path.read_bytes()
    strangers = [(officer(9), "E704"), (analyst, "E706")]
    for stranger, code in strangers:
        with pytest.raises(TruyvetError, match=code):
            repair(case, another(who, stranger))
        assert case.ledger.path.read_bytes() == before
    repair(case, who)
    assert check(case.folder).findings == ()


def long_ago() -> Moment:
    return Moment(utc="2000-01-01T00:00:00.000000Z", zone="+07:00")


def test_a_clock_that_was_set_back_loses_nothing(case: Case) -> None:
    tear(case, b"torn")
    with pytest.raises(TruyvetError, match="E203"):
        repair(case, acting(clock=long_ago))
    entry = repair(case, acting(clock=long_ago, clock_step="the clock ran ahead"))
    assert b"".join(case.store.read(entry.outputs[0].sha256)) == b"torn"
    assert codes(case.folder) == ["W103"]


def test_torn_bytes_of_two_power_cuts_are_all_kept(case: Case, who: Acting) -> None:
    tear(case, b"first")
    with pytest.raises(TruyvetError, match="E203"):
        repair(case, acting(clock=long_ago))
    tear(case, b"second")
    torn = b""
    while b"first" not in torn or b"second" not in torn:
        entry = repair(case, who)
        torn += b"".join(b"".join(case.store.read(ref.sha256)) for ref in entry.outputs)
    assert check(case.folder).findings == ()


def test_a_tail_of_zeros_is_kept_whole(case: Case, who: Acting) -> None:
    tear(case, b"\0" * 300_000)
    entry = repair(case, who)
    assert entry.outputs[0].size == 300_000
    assert check(case.folder).findings == ()


def test_a_ledger_that_lost_its_last_entries_is_not_appended_to(copy: Case, who: Acting) -> None:
    lines = copy.ledger.path.read_bytes().splitlines(keepends=True)
    for kept in (1, len(lines) - 1):
        copy.ledger.path.write_bytes(b"".join(lines[:kept]))
        for act in (lambda: collect(copy, who, {b"a": b"1"}), lambda: repair(copy, who)):
            with pytest.raises(TruyvetError):
                act()
        assert copy.ledger.path.read_bytes() == b"".join(lines[:kept])


def test_repairing_a_ledger_whose_checkpoint_covers_the_torn_entry_is_refused(
    copy: Case, who: Acting
) -> None:
    whole = copy.ledger.path.read_bytes()
    copy.ledger.path.write_bytes(whole[:-1])  # a checkpoint proves that this entry was whole
    with pytest.raises(TruyvetError):
        repair(copy, who)
    assert copy.ledger.path.read_bytes().startswith(whole[:-1])


@pytest.mark.parametrize("name", ["work", "work/parts", "ledger", "ledger/checkpoints", "objects"])
def test_nothing_is_written_or_removed_through_a_link_in_a_case(
    copy: Case, who: Acting, tmp_path: Path, name: str
) -> None:
    victim = tmp_path / "victim"
    (victim / "parts" / "deep").mkdir(parents=True)
    (victim / "precious").write_bytes(b"precious")
    path = copy.folder / name
    path.parent.mkdir(exist_ok=True)
    if path.is_dir():
        path.rename(tmp_path / "moved")
    path.symlink_to(tmp_path / "moved" if name in ("ledger", "objects") else victim)
    watched = victim if name not in ("ledger", "objects") else tmp_path / "moved"
    before = sorted(watched.rglob("*")), copy.ledger.path.read_bytes()
    tear(copy, b"torn")
    before = before[0], before[1] + b"torn"
    for act in (lambda: collect(copy, who, {b"a": b"1"}), lambda: repair(copy, who), copy.reindex):
        refusal(act)
    assert (sorted(watched.rglob("*")), copy.ledger.path.read_bytes()) == before


def test_an_opening_act_names_its_opener(case: Case) -> None:
    act = entries_of(case)[0].act
    assert isinstance(act, CaseOpen)
    assert act.key.name == "Nguyễn Văn An"
