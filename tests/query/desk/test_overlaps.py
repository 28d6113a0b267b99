"""Overlaps equal what a naive computation says, over random cases; hubs are listed last."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.query.desk.laying import Held, Laid, case_id, fill, lay

from truyvet.evidence.folding import folded
from truyvet.query.desk.desk import Desk
from truyvet.query.desk.overlaps import HUB_CASES, overlaps
from truyvet.query.desk.schema import NAME

CASES = 8
PHONES = [f"+8491234567{n}" for n in range(4)]
NAMES = ["Đức", "Duc", "đức", "Trần Hải", "Tran  Hai", "x\ty", "x y", "a\0b"]
THINGS = [("phone", one) for one in PHONES] + [("email", PHONES[0]), ("url", "http://a/\nb")]
THINGS += [(NAME, one) for one in NAMES]
Cases = dict[int, list[Held]]


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Laid:
    """A desk of eight cases, of which the last two are restricted."""
    desk = lay(tmp_path_factory.mktemp("overlaps") / "desk")
    for number in range(CASES):
        access = "restricted" if number >= CASES - 2 else "open"
        desk.attach(case_id(number), f"/nowhere/{number}", number=f"{number}/2026", access=access,
                    contact=f"C{number % 2}")  # fmt: skip
    return desk


@pytest.fixture(scope="module")
def desk(laid: Laid) -> Iterator[Desk]:
    """That desk, open."""
    with laid.opened() as there:
        yield there


HELD = st.dictionaries(
    st.integers(1, CASES),
    st.lists(st.tuples(st.sampled_from(THINGS), st.integers(1, 9)), max_size=9).map(
        lambda found: [(kind, value, n) for (kind, value), n in found]
    ),
)


def shared_key(kind: str, value: str) -> tuple[str, str]:
    """Return what makes two selectors one: of a name its letters without marks."""
    return (kind, folded(written(value)) if kind == NAME else value)


def written(name: str) -> str:
    """Return a name as it is told."""
    return " ".join(name.replace("\0", " ").split())


def naive(cases: Cases, seen: set[int], least: int) -> dict[tuple[str, str], tuple[list[int], int]]:
    """Return what is shared: in which cases that are seen, and in how many others.

    Each of the hidden cases has a contact of its own.
    """
    found: dict[tuple[str, str], set[int]] = {}
    for place, things in cases.items():
        for kind, value, _ in things:
            found.setdefault(shared_key(kind, value), set()).add(place)
    told = {key: (sorted(at & seen), len(at - seen)) for key, at in found.items()}
    return {
        key: (shown, hidden)
        for key, (shown, hidden) in told.items()
        if shown and len(shown) + hidden >= least
    }


@settings(max_examples=120)
@given(HELD, st.integers(2, 4))
def test_what_is_shared_is_what_a_naive_computation_finds(
    laid: Laid, desk: Desk, cases: Cases, least: int
) -> None:
    fill(desk, cases, {})
    found = {
        (one.kind, one.value): (
            sorted(share.case.place for share in one.shares),
            len(one.contacts),
        )
        for one in overlaps(desk, laid.viewer(desk), least=least)
    }
    assert found == naive(cases, set(range(1, CASES - 1)), least)


@settings(max_examples=60)
@given(HELD, st.integers(0, 4))
def test_the_rarest_come_first_and_hubs_last(
    laid: Laid, desk: Desk, cases: Cases, hubs: int
) -> None:
    fill(desk, cases, {})
    found = list(overlaps(desk, laid.viewer(desk), hubs=hubs))
    order = [(one.hub, len(one.shares)) for one in found]
    assert order == sorted(order)
    most = hubs or HUB_CASES
    assert all(one.hub == (len(one.shares) > most) for one in found)


@settings(max_examples=60)
@given(HELD)
def test_each_share_tells_how_often_and_how_it_is_written(
    laid: Laid, desk: Desk, cases: Cases
) -> None:
    fill(desk, cases, {})
    for one in overlaps(desk, laid.viewer(desk)):
        for share in one.shares:
            held = {
                written(value) if kind == NAME else value: n
                for kind, value, n in cases[share.case.place]
                if shared_key(kind, value) == (one.kind, one.value)
            }
            assert set(share.values) == set(held)
            assert share.count == sum(held.values())


@settings(max_examples=40)
@given(HELD, st.sets(st.sampled_from(["phone", NAME, "url", "imei"]), min_size=1))
def test_kinds_choose_among_what_is_shared(
    laid: Laid, desk: Desk, cases: Cases, kinds: set[str]
) -> None:
    fill(desk, cases, {})
    viewer = laid.viewer(desk)
    everything = [one for one in overlaps(desk, viewer) if one.kind in kinds]
    assert list(overlaps(desk, viewer, kinds=kinds)) == everything


@settings(max_examples=40)
@given(HELD)
def test_it_does_not_matter_in_which_order_cases_came(laid: Laid, desk: Desk, cases: Cases) -> None:
    fill(desk, cases, {})
    first = list(overlaps(desk, laid.viewer(desk)))
    fill(desk, dict(reversed(cases.items())), {})
    assert list(overlaps(desk, laid.viewer(desk))) == first


def test_a_value_that_only_hidden_cases_share_is_never_told(laid: Laid, desk: Desk) -> None:
    fill(desk, {place: [("phone", PHONES[0], 1)] for place in (CASES - 1, CASES)}, {})
    assert list(overlaps(desk, laid.viewer(desk))) == []


def test_hidden_cases_count_by_their_contacts(laid: Laid, desk: Desk) -> None:
    for hidden in ([CASES], [CASES - 1, CASES]):
        fill(desk, {place: [("phone", PHONES[0], 1)] for place in (1, *hidden)}, {})
        (one,) = overlaps(desk, laid.viewer(desk))
        assert one.cases == 1 + len(hidden) == 1 + len(one.contacts)
    assert list(overlaps(desk, laid.viewer(desk), least=4)) == []


def test_what_was_taken_back_is_shared_no_longer(laid: Laid, desk: Desk) -> None:
    fill(desk, {1: [("phone", PHONES[0], 1)], 2: [("phone", PHONES[0], 0)]}, {})
    assert list(overlaps(desk, laid.viewer(desk))) == []
    fill(desk, {1: [("phone", PHONES[0], 1)], CASES: [("phone", PHONES[0], 0)]}, {})
    assert list(overlaps(desk, laid.viewer(desk))) == []


def test_the_holders_are_those_of_each_case(laid: Laid, desk: Desk) -> None:
    held = {1: [("phone", PHONES[0], 1)], 2: [("phone", PHONES[0], 1)]}
    owned = {1: [("person:a", "phone", PHONES[0])], 8: [("person:b", "phone", PHONES[0])]}
    fill(desk, held, owned)
    (one,) = overlaps(desk, laid.viewer(desk))
    assert [share.holders for share in one.shares] == [("L person:a",), ()]


@pytest.mark.parametrize(("cases", "hub"), [(2, False), (HUB_CASES, False), (HUB_CASES + 1, True)])
def test_a_hub_is_held_by_more_than_five_and_more_than_half(
    laid: Laid, desk: Desk, cases: int, hub: bool
) -> None:
    fill(desk, {place: [("phone", PHONES[0], 1)] for place in range(1, cases + 1)}, {})
    (one,) = overlaps(desk, laid.viewer(desk))
    assert one.hub is hub


def test_a_desk_without_cases_shares_nothing(tmp_path: Path) -> None:
    alone = lay(tmp_path / "desk")
    with alone.opened() as there:
        assert list(overlaps(there, alone.viewer(there))) == []
