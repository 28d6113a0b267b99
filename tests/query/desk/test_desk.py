"""A desk opened: in step with its ledger, whatever its look-up index knew before."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.support.people import acting
from tests.query.desk.laying import Laid, case_id, fill, lay

from truyvet.evidence.acts import Note
from truyvet.evidence.case import create
from truyvet.evidence.desks import DESK_NAME
from truyvet.evidence.errors import TruyvetError
from truyvet.query.desk.database import make_index, writing
from truyvet.query.desk.desk import NOT_READ, desk_case, opened, standing_on


@pytest.fixture
def desk(tmp_path: Path) -> Laid:
    """A desk of three cases, two of one number."""
    made = lay(tmp_path / "desk")
    for number, title in ((0xAB01, "1/2026"), (0xAB02, "1/2026"), (0xCD03, "2/2026")):
        made.attach(case_id(number), tmp_path / f"case-{number:x}", number=title)
    return made


def test_cases_stand_in_the_order_in_which_they_came(desk: Laid) -> None:
    with desk.opened() as there:
        assert [(one.place, one.number) for one in there.cases()] == [
            (1, "1/2026"), (2, "1/2026"), (3, "2/2026")
        ]  # fmt: skip


def test_a_case_that_nobody_has_read_says_so(desk: Laid) -> None:
    with desk.opened() as there:
        assert {(one.entries, one.problem) for one in there.cases()} == {(0, NOT_READ)}


def test_the_newest_act_about_a_case_counts_and_its_place_stays(desk: Laid) -> None:
    desk.attach(case_id(0xAB01), "/new", number="1/2026", access="secret", contact="Hoa")
    with desk.opened() as there:
        one = there.cases()[0]
        assert (one.place, one.path, one.access, one.contact) == (1, "/new", "secret", "Hoa")


def test_what_is_known_of_a_case_stays_when_only_its_contact_changes(desk: Laid) -> None:
    with desk.opened() as there:
        fill(there, {1: [("phone", "+84912345678", 3)]}, {})
    desk.attach(case_id(0xAB01), "/new", number="1/2026", contact="Hoa")
    with desk.opened() as there:
        assert there.cases()[0].entries == 1
        assert there.database.execute("SELECT count FROM sightings").fetchall() == [(3,)]


def test_nothing_is_left_of_a_case_that_was_taken_off(desk: Laid) -> None:
    with desk.opened() as there:
        fill(
            there,
            {1: [("phone", "1", 3)], 2: [("phone", "1", 4)]},
            {1: [("person:a", "name", "x")]},
        )
    desk.attach(case_id(0xAB01), "/x", number="1/2026", off=True)
    with desk.opened() as there:
        assert [one.place for one in there.cases()] == [2, 3]
        assert there.database.execute("SELECT place FROM sightings").fetchall() == [(2,)]
        for table in ("persons", "held", "admitted", "differing"):
            assert there.database.execute(f"SELECT * FROM {table}").fetchall() == []  # noqa: S608


def test_a_case_put_on_again_stands_at_its_first_place_and_is_unread(desk: Laid) -> None:
    for off in (True, False):
        desk.attach(case_id(0xAB01), "/x", number="1/2026", off=off)
        with desk.opened() as there:
            places = [one.place for one in there.cases()]
        assert places == ([2, 3] if off else [1, 2, 3])
    with desk.opened() as there:
        assert there.cases()[0].problem == NOT_READ


@pytest.mark.parametrize(
    ("text", "found"),
    [("2/2026", 3), (case_id(0xAB01), 1), ("0000cd", 3), ("0000CD", 3), ("0000ab02", 2)],
)
def test_a_case_is_found_by_number_id_or_start_of_its_id(desk: Laid, text: str, found: int) -> None:
    with desk.opened() as there:
        assert there.find_case(text).place == found


def test_a_case_is_found_by_its_folder_however_it_is_written(desk: Laid, tmp_path: Path) -> None:
    with desk.opened() as there:
        for text in (
            f"{tmp_path}/case-cd03",
            f"{tmp_path}/x/../case-cd03/",
            f"{tmp_path}//case-cd03",
        ):
            assert there.find_case(text).place == 3


@pytest.mark.parametrize("text", ["3/2026", "", "0000", "cd", "000", "/nowhere", "x" * 9999])
def test_what_names_no_case_or_several_is_an_error(desk: Laid, text: str) -> None:
    with desk.opened() as there, pytest.raises(TruyvetError) as raised:
        there.find_case(text)
    assert raised.value.code == ("E618" if text == "0000" else "E617")


def test_two_cases_of_one_number_are_listed(desk: Laid) -> None:
    with desk.opened() as there, pytest.raises(TruyvetError, match="E618") as raised:
        there.find_case("1/2026")
    assert "0000ab01" in raised.value.text
    assert "0000ab02" in raised.value.text


def test_a_folder_without_a_ledger_is_no_desk(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(TruyvetError, match="E613"):
            desk_case(place)


def test_a_case_is_no_desk(tmp_path: Path) -> None:
    create(tmp_path / "case", acting(), title="x", number="x")
    with pytest.raises(TruyvetError, match="E613"), opened(tmp_path / "case"):
        pass


def test_a_case_whose_note_speaks_of_desks_is_none(tmp_path: Path) -> None:
    who = acting()
    case = create(tmp_path / "case", who, title="x", number="x")
    with case.writing() as writer:
        writer.append(who, Note(text='"type":"attach" "collector":"register"'))
    assert not standing_on(case).cases()
    with pytest.raises(TruyvetError, match=r"E61[34]"), opened(tmp_path / "case"):
        pass


def test_a_desk_without_its_index_is_still_one(desk: Laid) -> None:
    (desk.home.folder / DESK_NAME).unlink()
    with pytest.raises(TruyvetError, match="E614"), desk.opened():
        pass


def test_an_index_of_another_time_is_brought_into_step(desk: Laid, tmp_path: Path) -> None:
    with desk.opened() as there, writing(there.database):
        there.database.execute("DELETE FROM cases WHERE place = 2")
        there.database.execute(
            "UPDATE cases SET path = '/elsewhere', contact = 'x' WHERE place = 3"
        )
        there.database.execute("UPDATE cases SET id = 'no such' WHERE place = 1")
    with desk.opened() as there:
        assert [(one.place, one.id) for one in there.cases()] == [
            (1, case_id(0xAB01)), (2, case_id(0xAB02)), (3, case_id(0xCD03))
        ]  # fmt: skip
        assert there.find_case("2/2026").path == str(tmp_path / "case-cd03")


STEPS = st.lists(st.tuples(st.integers(1, 4), st.booleans(), st.booleans()), max_size=8)


@settings(max_examples=8)
@given(STEPS)
def test_however_it_came_there_it_stands_as_the_ledger_says(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, bool, bool]]
) -> None:
    desk = lay(tmp_path_factory.mktemp("steps") / "desk")
    stands = dict[int, str]()
    for n, (number, off, look) in enumerate(steps):
        desk.attach(case_id(number), f"/{n}", number=f"{number}", off=off)
        stands.pop(number, None)
        if not off:
            stands[number] = f"/{n}"
        if look:
            with desk.opened():
                pass
    with desk.opened() as there:
        seen = {one.id: one.path for one in there.cases()}
    assert seen == {case_id(number): path for number, path in stands.items()}
    make_index(desk.home.folder, desk.home.opening()[0])
    with desk.opened() as there:
        assert {one.id: one.path for one in there.cases()} == seen


def test_a_damaged_ledger_is_named_with_its_line(desk: Laid) -> None:
    path = desk.home.ledger.path
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(
        lines[0] + lines[1].replace(b'"type":"attach"', b'"type":"attach",,') + lines[2]
    )
    with pytest.raises(TruyvetError, match="E202"), desk.opened():
        pass


def test_noise_in_the_place_of_a_ledger_is_an_error_with_a_code(desk: Laid) -> None:
    desk.home.ledger.path.write_bytes(random.Random(1).randbytes(5000))
    with pytest.raises(TruyvetError) as raised, desk.opened():
        pass
    assert raised.value.code[:2] in ("E1", "E2")
