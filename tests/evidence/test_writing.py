"""Writing into a case: who may, when, in which order, and nothing where it is refused."""

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.evidence.support.forging import change, entries_of
from tests.evidence.support.people import TOOL, Clock, acting, another, officer
from tests.evidence.support.scenes import (
    FILES,
    USB,
    admit,
    bring,
    check,
    codes,
    collect,
    export,
    items_of,
    revoke,
    row_of,
    stop,
)

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Collect, Export, KeyAdd, KeyRevoke, SourcePath
from truyvet.evidence.case import Case
from truyvet.evidence.entry import FIRST_PREV
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import Verdict
from truyvet.evidence.keyring import Signer
from truyvet.evidence.records import Authority
from truyvet.hashes.digest import sha256_hex


def refused(case: Case, code: str, act: Any) -> None:
    """The act is refused with this code and nothing at all is written."""
    before = case.ledger.path.read_bytes()
    with pytest.raises(TruyvetError, match=code):
        act()
    assert case.ledger.path.read_bytes() == before
    assert check(case.folder).verdict is Verdict.VALID


def test_an_entry_says_who_when_why_on_what_ground_and_with_what(case: Case) -> None:
    who = acting(
        clock=Clock(90_000), seed=7, purpose="xác minh", authority="QĐ 12/QĐ-PA05 ngày 14/3/2026"
    )
    entry = collect(case, who, FILES)
    lines = case.ledger.path.read_bytes().splitlines()
    assert entry == entries_of(case)[1]
    assert (entry.purpose, entry.authority) == (
        "xác minh",
        Authority(text="QĐ 12/QĐ-PA05 ngày 14/3/2026"),
    )
    assert (entry.actor, entry.tool, entry.seq) == (who.actor, TOOL, 1)
    assert entry.prev == sha256_hex(lines[0])
    assert entries_of(case)[0].prev == FIRST_PREV
    assert entry.checkpoint is not None
    assert entry.checkpoint.sha256 == sha256_hex(case.checkpoints.read(1))
    assert len({one.salt for one in entries_of(case)}) == 2


def test_a_collection_names_a_manifest_that_lists_every_item(case: Case, who: Acting) -> None:
    entry = collect(case, who, FILES, note="USB của Bình")
    act = entry.act
    assert isinstance(act, Collect)
    assert [item.raw_path() for _, item in items_of(case)] == list(FILES)
    for (_, item), content in zip(items_of(case), FILES.values(), strict=True):
        assert b"".join(case.store.read(item.sha256 or "")) == content
    assert (act.note, act.status, act.totals.items) == ("USB của Bình", "complete", len(FILES))
    assert act.totals.bytes == sum(map(len, FILES.values()))
    assert not any(case.work.iterdir()) or os.listdir(case.work) == ["parts"]


def test_an_empty_collection_is_an_act_too(case: Case, who: Acting) -> None:
    entry = collect(case, who, {})
    assert entry.outputs[0].size == entry.outputs[0].count == 0
    assert check(case.folder).findings == ()


def test_a_stranger_a_revoked_key_and_a_role_that_may_not_are_refused(
    case: Case, who: Acting
) -> None:
    binh, cuc = officer(2), officer(3, role="analyst")
    refused(case, "E704", lambda: collect(case, another(who, binh), {b"a": b"1"}))
    admit(case, who, binh.card)
    admit(case, who, cuc.card)
    refused(case, "E706", lambda: collect(case, another(who, cuc), {b"a": b"1"}))
    refused(case, "E706", lambda: admit(case, another(who, cuc), officer(4).card))
    revoke(case, who, binh.card.id)
    refused(case, "E705", lambda: collect(case, another(who, binh), {b"a": b"1"}))


def test_a_key_is_admitted_once_and_revoked_once(case: Case, who: Acting) -> None:
    binh = officer(2)
    admit(case, who, binh.card)
    refused(case, "E711", lambda: admit(case, who, binh.card))
    refused(case, "E711", lambda: admit(case, who, who.signer.card))
    revoke(case, who, binh.card.id)
    refused(case, "E711", lambda: admit(case, who, binh.card))
    refused(case, "E704", lambda: revoke(case, who, binh.card.id))
    refused(case, "E704", lambda: revoke(case, who, "0" * 32))


def test_a_key_file_whose_card_was_altered_signs_nothing(case: Case, who: Acting) -> None:
    signer = Signer(card=change(who.signer.card, unit="Another"), key=who.signer.key)
    refused(case, "E7", lambda: collect(case, another(who, signer), {b"a": b"1"}))


def test_a_card_that_does_not_fit_its_key_is_not_admitted(case: Case, who: Acting) -> None:
    wrong = change(officer(2).card, id="0" * 32)
    refused(case, "E", lambda: admit(case, who, wrong))


def test_a_clock_that_went_backwards_is_refused_unless_it_is_said(case: Case) -> None:
    early = acting(clock=Clock(-3600), seed=5)
    for act in (
        lambda: collect(case, early, {b"a": b"1"}),
        lambda: admit(case, early, officer(2).card),
    ):
        refused(case, "E203", act)
    said = replace(early, clock_step="the clock ran an hour ahead")
    entry = collect(case, said, {b"a": b"1"})
    assert entry.time.step == "the clock ran an hour ahead"
    assert codes(case.folder) == ["W103"]
    collect(case, early, {b"b": b"2"}, note="after it")
    assert entries_of(case)[-1].time.step == ""


def test_a_clock_that_stands_still_is_no_problem(case: Case) -> None:
    moment = entries_of(case)[0].time
    collect(case, acting(clock=lambda: moment, seed=4, clock_step="not needed"), {b"a": b"1"})
    assert entries_of(case)[1].time == moment
    assert check(case.folder).findings == ()


def test_a_clock_that_goes_backwards_while_collecting_loses_nothing(
    case: Case, who: Acting
) -> None:
    with case.writing() as writer:
        collecting = writer.begin_collect(who, "files", USB, "")
        bring(case, collecting, FILES)
        with pytest.raises(TruyvetError, match="E203"):
            writer.finish_collect(acting(clock=Clock(-9)), collecting, finished=True)
    assert set(codes(case.folder)) <= {"W101", "W102"}
    collect(case, who, FILES)
    assert check(case.folder).findings == ()
    assert [item.n for _, item in items_of(case)] == list(range(len(FILES)))


@pytest.mark.parametrize("long", ["purpose", "authority", "note", "all"])
def test_what_would_make_the_entry_too_long_is_said_before_collecting(
    case: Case, who: Acting, long: str
) -> None:
    text = "\x01" * (4097 if long != "all" else 4096)
    tool = change(TOOL, arguments=("\x01" * 512,) * 8)
    heavy = {
        "purpose": replace(who, purpose=text),
        "authority": replace(who, authority=text),
        "note": who,
        "all": replace(who, purpose=text, authority=text, tool=tool),
    }[long]
    note = text if long in ("note", "all") else ""
    refused(case, "E20[46]", lambda: collect(case, heavy, {b"a": b"1"}, note=note))
    assert list(case.store.names()) == []
    assert case.unfinished() == []


def test_the_longest_texts_are_taken(case: Case) -> None:
    text = "ệ" * 4000
    who = acting(clock=Clock(90_000), seed=3, purpose=text, authority=text)
    long = (SourcePath(path="/" + "ệ" * 1300), SourcePath(path="/" + "ệ" * 1300))
    collect(case, who, {b"a": b"1"}, note=text, sources=long)
    assert check(case.folder).findings == ()


def test_a_killed_collection_of_another_officer_or_note_or_place_is_not_continued(
    case: Case, who: Acting
) -> None:
    binh = officer(2)
    admit(case, who, binh.card)
    stop(case, who, {b"a": b"1"}, note="one", safe=True)
    with case.writing() as writer:
        for other, sources, note in (
            (another(who, binh), USB, "one"),
            (who, (SourcePath(path="/media/usc"),), "one"),
            (who, USB, "two"),
        ):
            collecting = writer.begin_collect(other, "files", sources, note)
            assert collecting.next_n == 0
            collecting.close()
        assert len(writer.pendings()) == 4
        for wanted, code in (("zz", "E503"), ("", "E504")):
            with pytest.raises(TruyvetError, match=code):
                writer.resume(wanted)
        same = writer.begin_collect(who, "files", USB, "one")
        assert same.next_n == 1
        same.close()


def test_remains_of_a_recorded_collection_are_removed(case: Case, who: Acting) -> None:
    stop(case, who, {b"a": b"1"}, note="", safe=True)
    folder = next(path for path in case.work.iterdir() if path.name != "parts")
    kept = case.folder.parent / "kept"
    shutil.copytree(folder, kept)
    collect(case, who, {b"a": b"1"})
    shutil.copytree(kept, folder)
    collect(case, who, {b"b": b"2"}, note="next")
    assert not folder.exists()
    assert check(case.folder).findings == ()


def test_an_export_is_the_bytes_and_an_act(copy: Case, who: Acting, tmp_path: Path) -> None:
    target = tmp_path / "bản sao"
    entry = export(copy, who, target, name="1.5")
    act = entry.act
    assert isinstance(act, Export)
    assert target.read_bytes() == next(iter(FILES.values()))
    assert (act.destination, act.name) == (str(target), "1.5")
    assert entry.inputs[0].sha256 == sha256_hex(target.read_bytes())
    assert check(copy.folder).findings == ()


def test_an_export_is_recorded_under_the_path_that_the_system_means(
    copy: Case, who: Acting, tmp_path: Path
) -> None:
    (tmp_path / "real/deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to("real/deep")
    for path, meant in (("real/../a", "a"), ("link/../b", "real/b")):
        act = export(copy, who, tmp_path / path).act
        assert isinstance(act, Export)
        assert (act.destination, Path(act.destination).exists()) == (str(tmp_path / meant), True)


def test_an_export_to_a_name_that_is_not_utf8_is_recorded(
    copy: Case, who: Acting, tmp_path: Path
) -> None:
    entry = export(copy, who, tmp_path / "\udcff")
    assert isinstance(entry.act, Export)
    assert entry.act.destination.endswith("/\ufffd")
    assert os.listdir(os.fsencode(tmp_path)).count(b"\xff") == 1


def test_an_item_without_bytes_is_not_exported(copy: Case, who: Acting, tmp_path: Path) -> None:
    with copy.writing() as writer:
        row = next(writer.index.items(name="1.2"))
        with pytest.raises(TruyvetError, match=r"E107.*1\.2.*special"):
            writer.export(who, row, tmp_path / "x", force=False)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("why", ["inside", "exists", "missing", "clock", "long", "stranger"])
def test_a_refused_export_leaves_neither_copy_nor_entry(
    copy: Case, who: Acting, tmp_path: Path, why: str
) -> None:
    target = copy.work / "x" if why == "inside" else tmp_path / "copied"
    if why == "exists":
        target.write_bytes(b"before")
    who = {
        "clock": acting(),
        "long": replace(who, purpose="x" * 4097),
        "stranger": another(who, officer(9)),
    }.get(why, who)
    before = copy.ledger.path.read_bytes()
    with copy.writing() as writer:
        row = row_of(writer)
        if why == "missing":
            copy.store.path(row.sha256 or "").unlink()
        with pytest.raises(TruyvetError, match=r"E(111|108|301|203|206|704)"):
            writer.export(who, row, target, force=False)
    assert copy.ledger.path.read_bytes() == before
    assert not target.exists() or target.read_bytes() == b"before"


def test_a_writer_goes_on_after_a_refusal(case: Case, who: Acting) -> None:
    with case.writing() as writer:
        with pytest.raises(TruyvetError, match="E711"):
            writer.append(who, KeyAdd(key=who.signer.card))
        writer.append(who, KeyAdd(key=officer(2).card))
        writer.append(who, KeyRevoke(key=officer(2).card.id, reason="lost"))
    assert [entry.seq for entry in entries_of(case)] == [0, 1, 2]
    assert check(case.folder).findings == ()
