"""Two desks that differ only in what a hidden case says give word for word the same answers."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.desks import ASKS, Desk, officer, open_case, standing_in

CONTACT = "Hoa, PC02, máy lẻ 7"
SHARED = ("Vũ Hải", "0922000002")
"""What the hidden case says on both desks."""
TOLD = {
    "one": ("7/2026", "Bướm Đêm", ()),
    "two": ("99/2025", "Trăng Khuyết", (("Kẻ Lạ", "0944000004"), ("Người Khác", "0955000005"))),
}
"""What else it says on each: number, title, further people."""
WORDS = (
    "7/2026",
    "99/2025",
    "Bướm Đêm",
    "Trăng Khuyết",
    "Kẻ Lạ",
    "Người Khác",
    "4000004",
    "hidden",
)
WHY = ASKS[1:]
ASKED: list[tuple[str, ...]] = [
    ("known", "0922000002", *ASKS, "--json"),
    ("known", "vu hai", "VŨ HẢI", "Vũ Hải", *ASKS),
    ("known", "0999999999", "0922000002", "0912345678", *ASKS, "--json"),
    ("known", "--list", "list.txt", *ASKS),
    ("search", '"vu hai"', *ASKS),
    ("search", "val:0922000002 OR mai", *ASKS),
    ("search", "type:phone", *ASKS, "--json"),
    ("search", "val:09*", *ASKS, "--json"),
    ("search", "-mai", *ASKS),
    ("desk", "overlaps", *WHY),
    ("desk", "overlaps", *WHY, "--json"),
    ("desk", "overlaps", "--min-cases", "3", *WHY, "--json"),
    ("desk", "overlaps", "--hub-cases", "2", "--kind", "phone", *WHY),
    ("known", "0922000002", "--all"),
]
SECRET_TOO = [
    ("desk", "status"), ("desk", "status", "--json"), ("desk", "refresh"),
    ("desk", "refresh", "--json"), ("desk", "register", "list"),
]  # fmt: skip
"""What also tells nothing of a secret case to who does not keep the desk."""


@dataclass(frozen=True, kw_only=True)
class Twins:
    """Two desks."""

    access: str
    places: dict[str, Path]

    def answers(self, who: str, *words: str) -> list[str]:
        """Let an officer of this name ask both; what each said, without where it stands."""
        said = []
        for place in self.places.values():
            ran = standing_in(place, who).run(*words)
            text = f"{ran.returncode}\n{ran.stdout}\n{ran.stderr}"
            said.append(text.replace(str(place), "PLACE"))
        return said


def lay_twin(place: Path, base: Path, access: str, name: str) -> None:
    """Put a case beside a copy of a desk, and on it."""
    shutil.copytree(base, place)
    number, title, people = TOLD[name]
    an, binh = standing_in(place, "An"), standing_in(place, "Bình")
    binh.does("case", "new", "hidden", "--title", title, "--number", number)
    for person, phone in (*people, SHARED, *people[:1]):
        binh.does("--case", "hidden", "person", "add", person, "--phone", phone)
    an.does("desk", "add", "hidden", "--access", access, "--contact", CONTACT)
    (place / "list.txt").write_text("0922000002\n0912345678\n0999999999\n")


@pytest.fixture(scope="module", params=["restricted", "secret"])
def twins(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Twins:
    """Two desks, the same but for the hidden case; Chi may ask them, and keeps nothing."""
    place = tmp_path_factory.mktemp("twins")
    base = place / "base"
    base.mkdir()
    an = officer(base, "An")
    officer(base, "Bình")
    officer(base, "Chi")
    open_case(an, "va", "1/2026", ("Nguyễn Văn Đức", "0912345678"), ("Vũ Hải", "0922000002"))
    an.does("desk", "init", "desk")
    an.does("--case", "desk", "key", "admit", "Chi.pub.json")
    an.does("desk", "add", "va")
    places = {name: place / f"twin-{name}" for name in TOLD}
    for name, at in places.items():
        lay_twin(at, base, request.param, name)
    return Twins(access=request.param, places=places)


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_both_say_the_same(twins: Twins, words: tuple[str, ...]) -> None:
    one, two = twins.answers("Chi", *words)
    assert one == two
    assert not [word for word in WORDS if word in one]


@pytest.mark.parametrize("words", SECRET_TOO, ids=" ".join)
def test_of_a_secret_case_status_and_refresh_say_no_more(
    twins: Twins, words: tuple[str, ...]
) -> None:
    one, two = twins.answers("Chi", *words)
    if twins.access == "secret":
        assert one == two
        assert not [word for word in WORDS if word in one]
    elif words == ("desk", "status"):
        assert "7/2026" in one


def test_a_hit_there_is_a_hit_by_its_status(twins: Twins) -> None:
    for place in twins.places.values():
        chi = standing_in(place, "Chi")
        assert chi.run("known", "0955000006", *ASKS).returncode == 1
        (answer,) = chi.reads("known", "0922000002", *ASKS)
        assert answer["ask"] == [CONTACT if twins.access == "restricted" else "An, PA05"]


def test_who_is_admitted_there_sees_what_differs(twins: Twins) -> None:
    place = twins.places["two"]
    an, binh = standing_in(place, "An"), standing_in(place, "Bình")
    an.does("--case", "desk", "key", "admit", "Bình.pub.json")
    (answer,) = binh.reads("known", "0944000004", *ASKS)
    assert [one["case"] for one in answer["cases"]] == ["99/2025"]


def hide(desk: Desk) -> Officer:
    """Make Bình's case secret; somebody else who may ask the desk."""
    desk.an.does("desk", "add", "vb", "--access", "secret")
    chi = officer(desk.place, "Chi")
    desk.an.does("--case", "desk", "key", "admit", "Chi.pub.json")
    return chi


@pytest.mark.parametrize("damage", ["moved", "damaged", "grown"])
def test_what_is_wrong_with_a_hidden_case_is_not_told(desk: Desk, damage: str) -> None:
    chi = hide(desk)
    if damage == "moved":
        (desk.place / "vb").rename(desk.place / "elsewhere")
    elif damage == "damaged":
        with (desk.place / "vb/ledger/entries.jsonl").open("ab") as file:
            file.write(b"{}\n")
    else:
        desk.binh.does("--case", "vb", "note", "x")
    for words in (("known", "0999999999", *ASKS), ("search", "xyz", *ASKS), ("desk", "status"),
                  ("desk", "refresh"), ("desk", "refresh", "--json")):  # fmt: skip
        ran = chi.run(*words)
        text = (ran.stdout + ran.stderr).replace(str(desk.place), "")
        assert not [word for word in ("2/2026", "vb", "E202", "máy lẻ") if word in text]


def test_a_query_that_no_case_can_answer_does_not_name_a_hidden_one(desk: Desk) -> None:
    chi = hide(desk)
    desk.an.does("desk", "remove", "1/2026")
    with (desk.place / "vb/ledger/entries.jsonl").open("ab") as file:
        file.write(b"{}\n")
    ran = chi.run("search", "hai", *ASKS)
    assert (ran.returncode, "E202" in ran.stderr, "nothing found" in ran.stdout) == (1, False, True)


def test_revoked_on_the_desk_he_is_told_nothing_more(desk: Desk) -> None:
    assert desk.asks(desk.binh, "0912345678")[0]["known"]
    key = desk.an.reads("desk", "log")[-1]["key"]
    desk.an.does("--case", "desk", "key", "revoke", key, "--because", "chuyển đơn vị")
    for words in (("known", "0912345678", *ASKS), ("search", "duc", *ASKS),
                  ("desk", "overlaps", *WHY)):  # fmt: skip
        ran = desk.binh.run(*words)
        assert (ran.returncode, ran.stdout, "E70" in ran.stderr) == (1, "", True)
    assert len(desk.an.reads("desk", "log")) == 1
