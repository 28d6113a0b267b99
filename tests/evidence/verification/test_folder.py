"""The folder: only what belongs there, and only plain files."""

import os
import socket
from pathlib import Path

import pytest
from tests.evidence.support.people import acting, another, officer
from tests.evidence.support.scenes import admit, check, codes, collect, open_case, stop

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.findings import Verdict

FOLDERS = ["", "ledger", "ledger/checkpoints", "objects", "objects/00", "work", "work/parts"]
NAMES = ["planted", ".hidden", "1\n", "\udcff", "index.db ", "INDEX.DB", "Lock", "e\u0301", "0"]


def assert_found(case: Case, name: str) -> None:
    """The file is named; only what an interrupted write may leave keeps the case valid."""
    answer = check(case.folder)
    assert name.lstrip("/") in {one.place for one in answer.findings}
    may_be_left = name in ("work/parts/17-1.part", "work/parts/index.db", "index.db-wal")
    assert (answer.verdict is Verdict.VALID) == may_be_left


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("name", NAMES)
def test_a_planted_file_is_found_wherever_it_is(copy: Case, folder: str, name: str) -> None:
    (copy.folder / folder).mkdir(exist_ok=True, parents=True)
    (copy.folder / folder / name).write_bytes(b"planted")
    assert_found(copy, f"{folder}/{name}")


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_planted_folder_link_or_special_file_is_found(copy: Case, folder: str) -> None:
    (copy.folder / folder).mkdir(exist_ok=True, parents=True)
    path = copy.folder / folder / "planted"
    path.mkdir()
    assert_found(copy, f"{folder}/planted")
    path.rmdir()
    path.symlink_to("/etc/passwd")
    assert check(copy.folder).verdict is Verdict.INVALID
    path.unlink()
    os.mkfifo(path)
    assert check(copy.folder).verdict is Verdict.INVALID
    path.unlink()
    assert check(copy.folder).findings == ()


@pytest.mark.parametrize(
    "name",
    [
        "ledger/anchors/1.tsr",
        "ledger/entries.jsonl.bak",
        "ledger/checkpoints/01",
        "ledger/checkpoints/x",
        "objects/0",
        "objects/100/x",
        "objects/zz/x",
        "index.db-journal",
        "index.db-wal",
        "work/torn-tail",
        "work/parts/17-1.part",
        "work/" + "c" * 32 + "/pending.json",
        "work/" + "c" * 32 + "/manifest.jsonl",
    ],
)
def test_names_like_those_of_a_case_are_found_too(copy: Case, name: str) -> None:
    path = copy.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"planted")
    assert_found(copy, name)


@pytest.mark.parametrize("name", ["ledger", "ledger/checkpoints", "objects", "work", "index.db"])
def test_a_link_to_the_same_thing_elsewhere_is_found(copy: Case, name: str) -> None:
    path = copy.folder / name
    path.mkdir(exist_ok=True) if name == "work" else None
    elsewhere = path.rename(copy.folder.parent / "elsewhere")
    path.symlink_to(elsewhere)
    assert check(copy.folder).verdict is Verdict.INVALID
    assert "E611" in codes(copy.folder)


def test_a_socket_is_found(copy: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy.folder)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as planted:
        planted.bind("s")
        assert codes(copy.folder) == ["E611"]


def test_a_collection_under_way_explains_its_objects_and_nothing_else(
    case: Case, who: Acting
) -> None:
    stop(case, who, {b"a": b"1"}, note="", safe=True)
    answer = check(case.folder)
    assert (answer.verdict, sorted(answer.counts)) == (Verdict.VALID, ["W101", "W102"])
    assert "P5" in answer.unproved
    folder = next(path for path in case.work.iterdir() if path.name != "parts")
    for name in ("more", "pending.json.bak", "deep/er"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"planted")
    assert codes(case.folder) == ["E612", "W101", "W102"]


def test_a_note_without_a_sound_signature_explains_nothing(
    case: Case, who: Acting, tmp_path: Path
) -> None:
    other = open_case(tmp_path / "other", acting(officer(9), seed=77))
    stop(other, acting(officer(9), seed=78), {b"a": b"1"}, note="", safe=True)
    same_officer = open_case(tmp_path / "same officer", acting(seed=79))
    stop(same_officer, acting(seed=80), {b"a": b"1"}, note="", safe=True)
    planted = case.store.put_bytes(b"planted")
    for source in (other, same_officer):
        folder = next(path for path in source.work.iterdir() if path.name != "parts")
        target = case.work / folder.name
        case.work.mkdir(exist_ok=True)
        folder.rename(target)
        assert {"E612", "E313"} <= set(codes(case.folder)), source.folder.name
        for path in target.iterdir():
            path.unlink()
        target.rmdir()
    assert case.store.has(planted.sha256)


def test_the_note_of_a_recorded_collection_explains_nothing(case: Case, who: Acting) -> None:
    import shutil

    stop(case, who, {b"a": b"1"}, note="", safe=True)
    folder = next(path for path in case.work.iterdir() if path.name != "parts")
    kept = shutil.copytree(folder, case.folder.parent / "kept")
    collect(case, who, {b"a": b"1"})
    admit(case, who, officer(2).card)
    collect(case, another(who, officer(2)), {b"b": b"1"}, note="later")
    shutil.copytree(kept, folder)
    case.store.put_bytes(b"planted")
    found = codes(case.folder)
    assert "E313" in found
    assert check(case.folder).verdict is Verdict.INVALID
