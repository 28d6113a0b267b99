"""`verify` of a desk finds every change in what was asked, by whom, why, and of which cases."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.commands.support.desks import ASKS, VEHICLES, moved
from tests.evidence.support.scenes import check

from truyvet.evidence.findings import Verdict


@pytest.fixture(scope="module")
def desk(desk_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk in which every act of a desk was done; only for copying."""
    made = moved(desk_template, tmp_path_factory.mktemp("verified") / "pa05")
    (made.place / "vehicles.csv").write_text(VEHICLES)
    made.an.does("desk", "register", "import", "vehicles.csv", "--profile", "vehicles", status=4)
    made.an.does("known", "0912345678", *ASKS)
    values = "\n".join(f"09{number:08d}" for number in range(70))
    (made.place / "list.txt").write_text(values)
    made.binh.does("known", "--list", "list.txt", *ASKS, status=1)
    made.an.does("search", "duc", *ASKS)
    made.an.does("desk", "overlaps", *ASKS[1:])
    made.an.does("desk", "register", "remove", "vehicles")
    made.an.does("desk", "remove", "2/2026")
    return made.place / "desk"


@pytest.fixture
def copy(desk: Path, tmp_path: Path) -> Path:
    """A copy of the desk."""
    shutil.copytree(desk, tmp_path / "desk")
    return tmp_path / "desk"


def lines(folder: Path) -> list[bytes]:
    """The lines of a ledger."""
    return (folder / "ledger/entries.jsonl").read_bytes().splitlines(keepends=True)


def test_as_it_was_made_it_is_valid(desk: Path) -> None:
    assert check(desk).verdict is Verdict.VALID


CHANGES = [
    (b'"questions":["0912345678"]', b'"questions":["0912345679"]'),
    (b'"questions":["duc"]', b'"questions":[]'),
    (b'"command":"search"', b'"command":"known"'),
    (b'"purpose":"v\xe1\xbb\xa5 12/2026"', b'"purpose":"v\xe1\xbb\xa5 13/2026"'),
    (b'"hits":', b'"hits":1'),
    (b'"covered":', b'"covered":9'),
    (b'"question_count":70', b'"question_count":64'),
    (b'"access":"open"', b'"access":"none"'),
    (b'"contact":"B', b'"contact":"C'),
    (b'"number":"2/2026"', b'"number":"3/2026"'),
    (b'"off":true', b'"off":false'),
    (b'"tag":"register-removed"', b'"tag":"register-kept"'),
    (b'"collector":"register"', b'"collector":"files"'),
    (b'"name":"B', b'"name":"A'),
    (b'"kind":"questions"', b'"kind":"answers"'),
]


@pytest.mark.parametrize(("told", "instead"), CHANGES, ids=lambda one: one.decode()[:30])
def test_no_word_of_an_act_can_be_changed(copy: Path, told: bytes, instead: bytes) -> None:
    ledger = copy / "ledger/entries.jsonl"
    content = ledger.read_bytes()
    assert told in content
    ledger.write_bytes(content.replace(told, instead, 1))
    assert check(copy).verdict is Verdict.INVALID


def numbers(folder: Path, kind: str) -> list[int]:
    """The lines on which acts of a kind stand."""
    return [n for n, line in enumerate(lines(folder)) if f'"type":"{kind}"'.encode() in line]


def without(found: list[bytes], n: int) -> list[bytes]:
    return found[:n] + found[n + 1 :]


def twice(found: list[bytes], n: int) -> list[bytes]:
    return found[: n + 1] + found[n:]


def before(found: list[bytes], n: int) -> list[bytes]:
    return [*found[: n - 1], found[n], found[n - 1], *found[n + 1 :]]


@pytest.mark.parametrize("kind", ["attach", "inquire", "tag", "collect"])
@pytest.mark.parametrize("change", [without, twice, before])
def test_no_act_can_be_left_out_doubled_or_moved(
    copy: Path, kind: str, change: Callable[[list[bytes], int], list[bytes]]
) -> None:
    for n in numbers(copy, kind)[:2]:
        found = lines(copy)
        (copy / "ledger/entries.jsonl").write_bytes(b"".join(change(found, n)))
        assert check(copy).verdict is Verdict.INVALID
        (copy / "ledger/entries.jsonl").write_bytes(b"".join(found))


def outputs(folder: Path, kind: str) -> list[Path]:
    """The objects of a kind that the acts name."""
    refs = [ref for line in lines(folder) for ref in json.loads(line)["entry"].get("outputs", ())]
    digests = {ref["sha256"] for ref in refs if ref["kind"] == kind}
    return [path for path in folder.rglob("*") if path.is_file() and _digest(path) in digests]


def _digest(path: Path) -> str:
    return path.parent.name + path.name if len(path.name) == 62 else path.name


@pytest.mark.parametrize("kind", ["questions", "manifest"])
@pytest.mark.parametrize("damage", ["gone", "cut", "other", "longer"])
def test_no_list_that_an_act_names_can_be_changed(copy: Path, kind: str, damage: str) -> None:
    (path,) = outputs(copy, kind)
    content = path.read_bytes()
    path.chmod(0o600)
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(
            {"cut": content[:-9], "other": content.replace(b"0", b"1", 1),
             "longer": content + b'"x"\n'}[damage]
        )  # fmt: skip
    assert check(copy).verdict is not Verdict.VALID


def test_the_look_up_index_is_no_evidence_and_may_say_anything(copy: Path) -> None:
    (copy / "desk.db").write_bytes(b"nonsense")
    assert check(copy).verdict is Verdict.VALID


@pytest.mark.parametrize("name", ["desk.db-wal", "desk.db-shm", "desk.draft"])
def test_what_a_kill_left_beside_it_is_no_tampering(copy: Path, name: str) -> None:
    (copy / name).write_bytes(b"half")
    assert check(copy).verdict is Verdict.VALID


def test_a_file_that_does_not_belong_there_is_found(copy: Path) -> None:
    (copy / "desk.db.old").write_bytes(b"x")
    assert check(copy).verdict is not Verdict.VALID or check(copy).findings
