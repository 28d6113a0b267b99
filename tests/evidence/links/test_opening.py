"""The second index is as good as new whatever happened to it: kills, damage, other hands."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.evidence.support.killing import dies_at, lines_of
from tests.evidence.support.linking import (
    DUC,
    HUNG,
    OTHER,
    PHONE,
    Says,
    decided,
    dump,
    fact,
    rebuilt,
    scan,
    stated,
    told,
)
from tests.evidence.support.people import Clock, acting
from tests.evidence.support.scenes import check, collect, open_case

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import Verdict
from truyvet.evidence.links.database import Folder
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.opening import opened
from truyvet.evidence.links.schema import DRAFT_NAME, LINKS_FILES, LINKS_NAME
from truyvet.evidence.links.view import Links

USES = (str(DUC), "uses", str(PHONE))


@pytest.fixture
def linked(case: Case, who: Acting) -> Case:
    """A case with mentions, a statement and a decision, whose links nobody has asked for."""
    collect(case, who, {b"a": b"one 1", b"b": b"two 2"})
    scan(case, who, {"a": [Says(normal=PHONE.value)], "b": [Says(normal=OTHER.value)]})
    stated(case, who, fact(DUC, "uses", PHONE))
    decided(case, who, "same", DUC, HUNG)
    return case


def left(case: Case) -> set[str]:
    """The files of the second index that are there."""
    return {name for name in LINKS_FILES if (case.folder / name).exists()}


def test_it_is_made_when_links_are_asked_for_and_nothing_is_left_beside_it(linked: Case) -> None:
    assert left(linked) == set()
    assert told(linked)
    assert left(linked) == {LINKS_NAME}
    assert check(linked.folder).verdict is Verdict.VALID
    assert not check(linked.folder).counts


def test_it_is_for_its_owner_alone(linked: Case) -> None:
    told(linked)
    assert (linked.folder / LINKS_NAME).stat().st_mode & 0o777 == 0o600


def test_one_that_is_current_is_not_written(linked: Case) -> None:
    told(linked)
    before = (linked.folder / LINKS_NAME).stat()
    told(linked)
    after = (linked.folder / LINKS_NAME).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_one_that_is_behind_is_caught_up_in_its_place(linked: Case, who: Acting) -> None:
    told(linked)
    before = (linked.folder / LINKS_NAME).stat().st_ino
    stated(linked, who, fact(DUC, "owns", OTHER))
    assert (str(DUC), "owns", str(OTHER)) in told(linked)
    assert (linked.folder / LINKS_NAME).stat().st_ino == before


def test_where_much_waits_and_somebody_reads_it_is_caught_up(linked: Case, who: Acting) -> None:
    told(linked)
    numbers = (Node(kind="phone", value=f"+849{n:08}") for n in range(3000))
    stated(linked, who, *(fact(DUC, "called", one, note="x" * 100) for one in numbers))
    path = linked.folder / LINKS_NAME
    before = path.stat().st_ino
    with linked.reading() as index:
        reading = Folder(linked.folder)
        reading.lock(alone=False)
        with opened(linked, index, much=0):
            assert path.stat().st_ino == before
        reading.close()
    assert len(told(linked)) == 3003


def test_where_much_waits_and_nobody_reads_it_is_another_file(linked: Case, who: Acting) -> None:
    told(linked)
    numbers = (Node(kind="phone", value=f"+849{n:08}") for n in range(3000))
    stated(linked, who, *(fact(DUC, "called", one, note="x" * 100) for one in numbers))
    path = linked.folder / LINKS_NAME
    with path.open("rb") as old, linked.reading() as index, opened(linked, index, much=0):
        assert path.stat().st_ino != os.fstat(old.fileno()).st_ino
    rows = dump(linked)
    path.unlink()
    assert dump(linked) == rows


@pytest.mark.parametrize("content", [b"", b"no database at all", bytes(5000)])
def test_what_is_no_database_is_replaced(linked: Case, content: bytes) -> None:
    rows = dump(linked)
    (linked.folder / LINKS_NAME).write_bytes(content)
    assert dump(linked) == rows


def test_one_of_another_case_is_replaced(linked: Case, tmp_path: Path) -> None:
    rows = dump(linked)
    clock = Clock()
    other = open_case(tmp_path / "other", acting(clock=clock, seed=5))
    for number in range(6):
        stated(other, acting(clock=clock, seed=number), fact(HUNG, "owns", OTHER))
    dump(other)
    shutil.copy(other.folder / LINKS_NAME, linked.folder / LINKS_NAME)
    assert dump(linked) == rows


def test_one_that_knows_more_than_the_ledger_is_replaced(
    linked: Case, who: Acting, tmp_path: Path
) -> None:
    rows = dump(linked)
    before = shutil.copytree(linked.folder, tmp_path / "before")
    stated(linked, who, fact(HUNG, "owns", OTHER))
    dump(linked)
    shutil.copy(linked.folder / LINKS_NAME, before / LINKS_NAME)
    assert dump(Case(before)) == rows


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE state SET format = 99",
        "DELETE FROM state",
        "DROP INDEX statements_name",
        "CREATE TABLE stowaway (a)",
        "CREATE TRIGGER t AFTER INSERT ON nodes BEGIN DELETE FROM edges; END",
        "UPDATE entries SET position = 7",
        "UPDATE state SET entries = 3, prev = ''",
    ],
)
def test_one_that_is_laid_out_otherwise_or_misled_is_replaced(linked: Case, spoil: str) -> None:
    rows = dump(linked)
    database = sqlite3.connect(linked.folder / LINKS_NAME)
    database.execute(spoil)
    if "position" in spoil:
        database.execute("UPDATE state SET entries = entries - 1, prev = 'x'")
    database.commit()
    database.close()
    assert dump(linked) == rows


def test_a_symbolic_link_in_its_place_is_not_followed(linked: Case, tmp_path: Path) -> None:
    rows = dump(linked)
    target = tmp_path / "target"
    shutil.move(linked.folder / LINKS_NAME, target)
    (linked.folder / LINKS_NAME).symlink_to(target)
    content = target.read_bytes()
    assert dump(linked) == rows
    assert not (linked.folder / LINKS_NAME).is_symlink()
    assert target.read_bytes() == content


def test_a_damaged_page_is_told_and_the_next_opening_builds_anew(linked: Case) -> None:
    rows = dump(linked)
    path = linked.folder / LINKS_NAME
    content = bytearray(path.read_bytes())
    for at in range(4096 * 8, len(content), 4096):
        content[at : at + 200] = b"\xff" * 200
    path.write_bytes(content)
    with pytest.raises(TruyvetError) as caught:
        dump(linked)
    assert caught.value.code == "E602"
    assert dump(linked) == rows


def test_a_draft_that_a_kill_left_is_no_index_and_goes_with_the_next_building(
    linked: Case,
) -> None:
    (linked.folder / DRAFT_NAME).write_bytes(b"half")
    found = check(linked.folder)
    assert found.verdict is Verdict.VALID
    assert found.counts == {"W106": 1}
    assert told(linked)
    assert left(linked) == {LINKS_NAME}


def test_killed_at_any_line_it_answers_the_same_afterwards(
    linked: Case, who: Acting, tmp_path: Path
) -> None:
    rows = dump(linked)
    (linked.folder / LINKS_NAME).unlink()
    stated(linked, who, fact(HUNG, "owns", OTHER))
    fresh = shutil.copytree(linked.folder, tmp_path / "fresh")
    lines = lines_of(lambda: dump(Case(fresh)))
    final = dump(Case(fresh))
    assert final != rows
    for line in range(1, lines, max(1, lines // 20)):
        copy = shutil.copytree(linked.folder, tmp_path / f"killed {line}")
        assert dies_at(line, lambda copy=copy: dump(Case(copy)))  # type: ignore[misc]
        assert check(copy).verdict is Verdict.VALID
        assert dump(Case(copy)) == final


def test_killed_while_it_catches_up_it_answers_the_same_afterwards(
    linked: Case, who: Acting, tmp_path: Path
) -> None:
    dump(linked)
    collect(linked, who, {b"c": b"three 3"})
    scan(linked, who, {"a": [], "c": [Says(normal=PHONE.value)]})
    fresh = shutil.copytree(linked.folder, tmp_path / "fresh")
    lines = lines_of(lambda: dump(Case(fresh)))
    final = dump(Case(fresh))
    for line in range(1, lines, max(1, lines // 20)):
        copy = shutil.copytree(linked.folder, tmp_path / f"killed {line}")
        assert dies_at(line, lambda copy=copy: dump(Case(copy)))  # type: ignore[misc]
        assert check(copy).verdict is Verdict.VALID
        assert dump(Case(copy)) == final


def test_a_reader_keeps_what_it_sees_while_another_catches_up(linked: Case, who: Acting) -> None:
    with Links.open(linked) as links:
        edges = links.all_edges()
        first = next(edges)
        stated(linked, who, fact(HUNG, "owns", OTHER))
        assert len(told(linked)) == 4
        assert len([first, *edges]) == 3
    assert len(told(linked)) == 4
    assert left(linked) == {LINKS_NAME}


def test_many_who_ask_at_once_get_the_same_answer(linked: Case) -> None:
    program = (
        "import sys; from pathlib import Path; from truyvet.evidence.case import Case;"
        "from truyvet.evidence.links.view import Links\n"
        "with Links.open(Case(Path(sys.argv[1]))) as links: print(links.counts())"
    )
    command = [sys.executable, "-c", program, str(linked.folder)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(4)]
    answers = {process.communicate()[0] for process in started}
    assert len(answers) == 1
    assert all(process.returncode == 0 for process in started)
    assert answers != {b""}


def test_building_anew_waits_for_who_reads(linked: Case) -> None:
    told(linked)
    order = list[str]()
    with Links.open(linked) as links:

        def rebuild() -> None:
            rebuilt(Case(linked.folder))
            order.append("rebuilt")

        waiting = threading.Thread(target=rebuild)
        waiting.start()
        waiting.join(0.3)
        assert links.counts()[1] == 3
        order.append("read")
    waiting.join()
    assert order == ["read", "rebuilt"]
    assert len(told(linked)) == 3


def test_reindexing_builds_it_anew(linked: Case) -> None:
    rows = dump(linked)
    database = sqlite3.connect(linked.folder / LINKS_NAME)
    database.execute("UPDATE edges SET count = 99")
    database.commit()
    database.close()
    assert dump(linked) != rows
    rebuilt(linked)
    assert dump(linked) == rows


# Where nothing can be written.


def asked_by_who_may_not_write(folder: Path) -> str:
    """Ask for links as somebody whom permissions bind; what is answered."""
    program = (
        "import sys; from pathlib import Path; from truyvet.evidence.case import Case;"
        "from truyvet.evidence.links.view import Links; from truyvet.evidence.errors import *\n"
        "try:\n"
        "  with Links.open(Case(Path(sys.argv[1]))) as links: print(links.counts())\n"
        "except TruyvetError as error: print(error.code)"
    )
    prefix = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]
    if os.geteuid() != 0:
        prefix = []
    elif shutil.which("setpriv") is None:
        pytest.skip("root is not bound by permissions, and there is no setpriv")
    command = [*prefix, sys.executable, "-c", program, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_on_read_only_media_it_is_read_where_it_is_current(linked: Case) -> None:
    told(linked)
    linked.folder.chmod(0o500)
    assert asked_by_who_may_not_write(linked.folder) == "(5, 3, 3)\n"
    linked.folder.chmod(0o700)
    assert left(linked) == {LINKS_NAME}


def test_on_read_only_media_one_that_is_missing_or_behind_is_an_error(
    linked: Case, who: Acting
) -> None:
    linked.folder.chmod(0o500)
    assert asked_by_who_may_not_write(linked.folder) == "E572\n"
    linked.folder.chmod(0o700)
    told(linked)
    stated(linked, who, fact(HUNG, "owns", OTHER))
    linked.folder.chmod(0o500)
    assert asked_by_who_may_not_write(linked.folder) == "E572\n"
    linked.folder.chmod(0o700)
