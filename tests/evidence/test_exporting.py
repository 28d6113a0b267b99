"""Items that leave a case packed in one file: the file, the acts, and what the verifier says."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec
import pytest
from tests.evidence.support.forging import change, rewrite
from tests.evidence.support.people import another, officer
from tests.evidence.support.scenes import admit, check, codes, collect, rows_of

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Export, Packed
from truyvet.evidence.case import Case
from truyvet.evidence.entry import Entry
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.exporting import ITEMS_IN_ACT, export_packed
from truyvet.evidence.findings import Verdict

FILES = {f"{n:03}.txt".encode(): b"content %d" % n for n in range(5)}


def zipped(file: IO[bytes]) -> None:
    """Stand in for whatever packs items."""
    file.write(b"a pack")


@pytest.fixture
def filled(case: Case, who: Acting) -> Case:
    """A case with five items."""
    collect(case, who, FILES)
    return case


def export(
    case: Case,
    who: Acting,
    target: Path,
    pack: Callable[[IO[bytes]], None] = zipped,
    *,
    force: bool = False,
) -> tuple[Packed, list[Entry]]:
    """Pack all items of a case."""
    rows = rows_of(case)
    with case.writing() as writer:
        return export_packed(writer, who, rows, target, pack, word="wacz", force=force)


def act_of(entry: Entry) -> Export:
    """Return the act of an export."""
    assert isinstance(entry.act, Export)
    return entry.act


def test_the_file_is_written_whole_and_privately(filled: Case, who: Acting, tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    export(filled, who, target)
    assert target.read_bytes() == b"a pack"
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case", "x.wacz"]


def test_one_act_names_all_items_and_the_file(filled: Case, who: Acting, tmp_path: Path) -> None:
    packed, (entry,) = export(filled, who, tmp_path / "x.wacz")
    act = act_of(entry)
    digest = hashlib.sha256(b"a pack").hexdigest()
    assert act.packed == packed == Packed(format="wacz", sha256=digest, size=6)
    assert [one.name for one in act.items()] == [f"1.{n}" for n in range(5)]
    hashes = [hashlib.sha256(content).hexdigest() for content in FILES.values()]
    assert [ref.sha256 for ref in entry.inputs] == hashes
    assert act.destination == str(tmp_path / "x.wacz")


def test_the_case_is_valid_afterwards(filled: Case, who: Acting, tmp_path: Path) -> None:
    export(filled, who, tmp_path / "x.wacz")
    answer = check(filled.folder)
    assert (answer.verdict, list(answer.findings)) == (Verdict.VALID, [])


def test_more_items_than_an_entry_takes_are_several_acts(
    case: Case, who: Acting, tmp_path: Path
) -> None:
    collect(case, who, {f"{n:04}".encode(): b"%d" % n for n in range(2 * ITEMS_IN_ACT + 1)})
    packed, entries = export(case, who, tmp_path / "x.wacz")
    assert [len(act_of(entry).items()) for entry in entries] == [ITEMS_IN_ACT, ITEMS_IN_ACT, 1]
    assert {act_of(entry).packed for entry in entries} == {packed}
    assert check(case.folder).verdict is Verdict.VALID


def test_every_item_knows_the_act(filled: Case, who: Acting, tmp_path: Path) -> None:
    export(filled, who, tmp_path / "x.wacz")
    ids = [row.id for row in rows_of(filled)]
    with filled.reading() as index:
        assert [index.acts_on(item) for item in ids] == [[2]] * 5
    filled.reindex()
    with filled.reading() as index:
        assert [index.acts_on(item) for item in ids] == [[2]] * 5


def test_a_file_that_could_not_be_packed_leaves_nothing(
    filled: Case, who: Acting, tmp_path: Path
) -> None:
    def fail(file: IO[bytes]) -> None:
        file.write(b"half")
        raise TruyvetError("E302", sha256="00")

    with pytest.raises(TruyvetError):
        export(filled, who, tmp_path / "x.wacz", fail)
    assert [path.name for path in tmp_path.iterdir()] == ["case"]
    assert check(filled.folder).entries == 2


def test_an_existing_file_is_replaced_only_by_force(
    filled: Case, who: Acting, tmp_path: Path
) -> None:
    target = tmp_path / "x.wacz"
    target.write_bytes(b"other")
    with pytest.raises(TruyvetError, match="already exists"):
        export(filled, who, target)
    assert target.read_bytes() == b"other"
    export(filled, who, target, force=True)
    assert target.read_bytes() == b"a pack"


def test_nothing_is_packed_into_the_case(filled: Case, who: Acting) -> None:
    with pytest.raises(TruyvetError) as error:
        export(filled, who, filled.folder / "x.wacz")
    assert error.value.code == "E111"


def test_who_may_not_export_packs_nothing(filled: Case, who: Acting, tmp_path: Path) -> None:
    stranger = another(who, officer(9, name="Lạ"))
    with pytest.raises(TruyvetError) as error:
        export(filled, stranger, tmp_path / "x.wacz")
    assert error.value.code.startswith("E7")
    assert not (tmp_path / "x.wacz").exists()


def test_an_item_without_bytes_is_refused(case: Case, who: Acting, tmp_path: Path) -> None:
    collect(case, who, {b"a": b"a"})
    (row,) = rows_of(case)
    bare = type(row)(**{name: getattr(row, name) for name in row.__slots__} | {"sha256": None})
    with case.writing() as writer, pytest.raises(TruyvetError) as error:
        export_packed(writer, who, [bare], tmp_path / "x", zipped, word="wacz", force=False)
    assert error.value.code == "E107"


def altered(case: Case, **changes: object) -> None:
    """Change the last act and sign the ledger anew, as whoever holds the key could."""
    rewrite(
        case,
        lambda entries: [
            *entries[:-1],
            change(entries[-1], act=msgspec.structs.replace(entries[-1].act, **changes)),
        ],
    )


def test_an_item_of_another_id_in_the_act_is_found(
    filled: Case, who: Acting, tmp_path: Path
) -> None:
    _, (entry,) = export(filled, who, tmp_path / "x.wacz")
    more = act_of(entry).more
    wrong = (*more[:-1], msgspec.structs.replace(more[-1], item="0" * 64))
    altered(filled, more=wrong)
    assert "E323" in codes(filled.folder)


def test_an_act_with_fewer_objects_than_items_is_found(
    filled: Case, who: Acting, tmp_path: Path
) -> None:
    export(filled, who, tmp_path / "x.wacz")
    rewrite(filled, lambda all_: [*all_[:-1], change(all_[-1], inputs=all_[-1].inputs[:-1])])
    found = [one.code for one in check(filled.folder).findings]
    assert found.count("E323") == 5


def test_several_items_without_a_file_that_holds_them_are_found(
    filled: Case, who: Acting, tmp_path: Path
) -> None:
    export(filled, who, tmp_path / "x.wacz")
    altered(filled, packed=None)
    assert "E324" in codes(filled.folder)


def test_an_admitted_analyst_may_pack(filled: Case, who: Acting, tmp_path: Path) -> None:
    analyst = officer(5, name="Phân Tích", role="analyst")
    admit(filled, who, analyst.card)
    _, (entry,) = export(filled, another(who, analyst), tmp_path / "x.wacz")
    assert entry.actor.name == "Phân Tích"
