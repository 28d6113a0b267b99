"""Who is in a case and what is his, as its own decisions have it, copied to the desk."""

from pathlib import Path

import pytest
from tests.commands.support.desks import rows
from tests.evidence.support.linking import decided, fact, named, stated
from tests.evidence.support.people import Clock, acting
from tests.evidence.support.scenes import open_case
from tests.query.desk.laying import Laid, lay

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.links.node import Node
from truyvet.query.desk.copying import refresh_case

A, B = (Node(kind="person", value=f"{n}" * 16) for n in (1, 2))
FIRM = Node(kind="organization", value="3" * 16)
PHONE, PLATE = Node(kind="phone", value="+84912345678"), Node(kind="licence-plate", value="30A-1")


class Scene:
    """A case on a desk."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.desk: Laid = lay(place / "desk")
        self.who: Acting = acting(clock=Clock(99))
        self.case: Case = open_case(place / "case")
        self.desk.attach(self.case.opening()[0], self.case.folder)

    def held(self) -> set[tuple[str, str, str]]:
        """Return (person, kind, value) after copying."""
        with self.desk.opened() as there:
            refresh_case(there, there.cases()[0])
        return {
            (str(person), str(kind), str(value).partition("\t")[2] or str(value))
            for _, person, kind, value in rows(self.place)["held"]
        }


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A case on a desk, of which nothing is known."""
    return Scene(tmp_path)


def test_names_and_what_is_used_owned_held_or_registered_are_his(scene: Scene) -> None:
    stated(scene.case, scene.who, named(A, "Đức"), named(A, "Đức Cá", "alias"),
           fact(A, "uses", PHONE), fact(PLATE, "registered_to", A))  # fmt: skip
    assert scene.held() == {
        (str(A), "name", "Đức"), (str(A), "name", "Đức Cá"), (str(A), "phone", "+84912345678"),
        (str(A), "licence-plate", "30A-1"),
    }  # fmt: skip


def test_whom_he_called_or_met_is_not_his(scene: Scene) -> None:
    stated(scene.case, scene.who, fact(A, "met", B), fact(A, "called", PHONE))
    assert scene.held() == set()


def test_an_organization_holds_too(scene: Scene) -> None:
    stated(scene.case, scene.who, fact(FIRM, "owns", PLATE))
    assert scene.held() == {(str(FIRM), "licence-plate", "30A-1")}


def test_who_was_decided_to_be_the_same_is_one_until_it_is_undone(scene: Scene) -> None:
    stated(scene.case, scene.who, named(A, "Đức"), fact(B, "uses", PHONE))
    apart = scene.held()
    entry = decided(scene.case, scene.who, "same", A, B)
    assert len({person for person, _, _ in scene.held()}) == 1
    decided(scene.case, scene.who, "undo", A, B, undoes=entry.seq)
    assert scene.held() == apart


def test_who_was_decided_to_be_different_is_remembered_while_it_stands(scene: Scene) -> None:
    stated(scene.case, scene.who, named(A, "Đức"), named(B, "Đức"))
    entry = decided(scene.case, scene.who, "different", A, B)
    scene.held()
    assert [row[1:] for row in rows(scene.place)["differing"]] == [(str(A), str(B))]
    decided(scene.case, scene.who, "undo", A, B, undoes=entry.seq)
    scene.held()
    assert rows(scene.place)["differing"] == []


def test_a_person_is_shown_by_name(scene: Scene) -> None:
    stated(scene.case, scene.who, named(A, "Đức"), fact(A, "uses", PHONE))
    scene.held()
    assert rows(scene.place)["persons"] == [(1, str(A), "Đức")]
