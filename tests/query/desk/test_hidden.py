"""Nothing of a hidden case leaves but a hit and whom to ask, whatever is asked.

Two states of a desk that differ only in what a hidden case says beyond a hit give equal answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.query.desk.laying import Held, Laid, Owned, case_id, fill, lay

from truyvet.commands.desk_known import _facts as known_facts
from truyvet.commands.desk_overlaps import _facts as overlap_facts
from truyvet.commands.desk_overlaps import _person_facts
from truyvet.commands.desk_telling import coverage_facts
from truyvet.query.desk.answers import known_everywhere
from truyvet.query.desk.covering import covering
from truyvet.query.desk.database import writing
from truyvet.query.desk.desk import Desk
from truyvet.query.desk.overlaps import overlaps
from truyvet.query.desk.persons import persons
from truyvet.query.desk.schema import NAME

VALUES = ["+84912345678", "+84987654321", "Nguyễn Văn Đức", "Trần Hải", "7001"]
"""What is asked for; cases hold more."""
OPEN, HIDDEN = (1, 2), (3, 4)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a case says."""

    held: list[Held]
    owned: list[Owned]
    differing: bool = False


@pytest.fixture(scope="module", params=["restricted", "secret", "novel-class"])
def laid(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Laid:
    """A desk of two open and two hidden cases, one of them with another contact."""
    desk = lay(tmp_path_factory.mktemp("hidden") / "desk")
    for place in (*OPEN, *HIDDEN):
        access = request.param if place in HIDDEN else "open"
        desk.attach(case_id(place), f"/nowhere/{place}", number=f"{place}/2026", access=access,
                    contact="Hoa, PC02")  # fmt: skip
    return desk


@pytest.fixture(scope="module")
def desk(laid: Laid) -> Iterator[Desk]:
    """That desk, open."""
    with laid.opened() as there:
        yield there


def kind_of(value: str) -> str:
    """Return the kind under which a value stands."""
    return "phone" if value.startswith("+") else "user-account" if value.isdigit() else NAME


def spelled(value: str) -> st.SearchStrategy[str]:
    """The spellings of a value that are one hit."""
    if kind_of(value) != NAME:
        return st.just(value)
    return st.sampled_from([value, value.upper(), value.lower()])


@st.composite
def saying(draw: st.DrawFn, wanted: list[str]) -> Said:
    """What a case may say that holds these values, in any number and of anybody."""
    held = [(kind_of(one), draw(spelled(one)), draw(st.integers(1, 99))) for one in wanted]
    own = st.sampled_from(["a", "b", "c"]).map("person:{}".format)
    owned = [(draw(own), kind, value) for kind, value, _ in held]
    return Said(held=held, owned=owned, differing=draw(st.booleans()))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[dict[int, Said], dict[int, Said]]:
    """Two desks that differ only in what hidden cases say beyond a hit."""
    some = st.lists(st.sampled_from(VALUES), unique=True)
    same = {place: draw(some.flatmap(saying)) for place in OPEN}
    one, other = dict(same), dict(same)
    for place in HIDDEN:
        wanted = draw(some)
        one[place], other[place] = draw(saying(wanted)), draw(saying(wanted))
    return one, other


def lay_out(desk: Desk, said: dict[int, Said]) -> None:
    """Let the cases of the desk say this."""
    held = {place: one.held for place, one in said.items()}
    fill(desk, held, {place: one.owned for place, one in said.items()})
    with writing(desk.database):
        for place, one in said.items():
            if one.differing and place in HIDDEN:
                row = (place, "person:a", "person:b")
                desk.database.execute("INSERT INTO differing VALUES (?,?,?)", row)


def everything(laid: Laid, desk: Desk, values: list[str]) -> list[object]:
    """Ask in every way; all that is told."""
    viewer = laid.viewer(desk)
    covered = covering(desk, viewer)
    told: list[object] = [
        known_facts(one) for one in known_everywhere(desk, viewer, values, limit=5)
    ]
    for least in (2, 3):
        told += [overlap_facts(one) for one in overlaps(desk, viewer, least=least)]
        told += [_person_facts(one) for one in persons(desk, viewer, least=least)]
    told += [overlap_facts(one) for one in overlaps(desk, viewer, kinds=[NAME], hubs=1)]
    return [*told, coverage_facts(covered), covered.count]


@settings(max_examples=60)
@given(pairs())
def test_answers_do_not_depend_on_what_a_hidden_case_says(
    laid: Laid, desk: Desk, pair: tuple[dict[int, Said], dict[int, Said]]
) -> None:
    told = []
    for said in pair:
        lay_out(desk, said)
        told.append(everything(laid, desk, VALUES))
    assert told[0] == told[1]


@settings(max_examples=60)
@given(pairs())
def test_nothing_names_a_hidden_case(
    laid: Laid, desk: Desk, pair: tuple[dict[int, Said], dict[int, Said]]
) -> None:
    lay_out(desk, pair[0])
    text = repr(everything(laid, desk, VALUES))
    for place in HIDDEN:
        assert not any(
            one in text for one in (f"{place}/2026", f"/nowhere/{place}", case_id(place))
        )


@settings(max_examples=60)
@given(pairs())
def test_a_hit_in_a_hidden_case_is_told_with_whom_to_ask(
    laid: Laid, desk: Desk, pair: tuple[dict[int, Said], dict[int, Said]]
) -> None:
    lay_out(desk, pair[0])
    hidden = {kind_of(v) + v.lower() for place in HIDDEN for _, v, _ in pair[0][place].held}
    for one in known_everywhere(desk, laid.viewer(desk), VALUES, limit=5):
        assert bool(one.contacts) == (kind_of(one.asked) + one.asked.lower() in hidden)
        assert len(one.contacts) <= 1


def test_values_that_only_a_hidden_case_holds_add_nothing_to_overlaps(
    laid: Laid, desk: Desk
) -> None:
    open_ = Said(held=[("phone", VALUES[0], 1)], owned=[])
    plain = dict.fromkeys(OPEN, open_)
    told = []
    for secret in ([], [("phone", "+84900000001", 3), (NAME, "Kẻ Lạ", 1)]):
        lay_out(desk, plain | {3: Said(held=list(secret), owned=[])})
        told.append(everything(laid, desk, []))
    assert told[0] == told[1]
