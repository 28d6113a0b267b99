"""Watches by the ledger: intervals, which stand, what is due."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.acts import Act, Collect, Note, Reading, Totals, Watch
from truyvet.evidence.entry import Entry
from truyvet.evidence.records import Actor, Moment, Tool
from truyvet.evidence.verification.ledger import misfits
from truyvet.evidence.web.watching import (
    LEAST_EVERY,
    NotAnInterval,
    Watched,
    due_at,
    interval,
    interval_text,
    is_due,
    read_watching,
)

SHOP = Watch(every=21_600, target="page", value="https://shop.example/")
PHONE = Watch(
    readings=(Reading(kind="phone", normal="+84912345678"),), target="selector", value="0912345678"
)
DAY = "2026-03-14T02:15:00.000000Z"


def entry(seq: int, act: Act) -> Entry:
    """An entry that is not signed."""
    tool = Tool(name="truyvet", version="1", python="3", system="L", host="h", arguments=(),
                dependencies={})  # fmt: skip
    actor = Actor(key="0" * 32, name="An", role="investigator", unit="PA05")
    time = Moment(utc=f"2026-03-14T02:15:{seq:02d}.000000Z", zone="+07:00")
    case = "00000000-0000-4000-8000-000000000000"
    return Entry(act=act, actor=actor, case=case, prev="0" * 64, salt="0" * 32, seq=seq, time=time,
                 tool=tool, version=1)  # fmt: skip


def entries(*acts: Act) -> list[Entry]:
    """Entries of these acts."""
    return [entry(seq, act) for seq, act in enumerate(acts, 1)]


def collected(collector: str) -> Collect:
    """A collection by this collector."""
    totals = Totals(bytes=0, items=0, problems=0, stored=0)
    return Collect(collection="0" * 32, collector=collector, source_count=0, sources=(),
                   status="complete", totals=totals)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30m", 1_800), ("6h", 21_600), ("1d", 86_400), ("2w", 1_209_600), ("5m", LEAST_EVERY),
     (" 90m ", 5_400)],
)  # fmt: skip
def test_an_interval_is_a_number_and_a_unit(text: str, seconds: int) -> None:
    assert interval(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "6", "h", "0h", "-1h", "6 h", "6H", "1.5h", "6hours", "4m", "60s", "400d", "٦h",
             "99999999w"],
)  # fmt: skip
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(NotAnInterval):
        interval(text)


@given(st.integers(1, 10_000), st.sampled_from("mhdw"))
def test_an_interval_is_written_in_its_largest_unit(number: int, unit: str) -> None:
    try:
        seconds = interval(f"{number}{unit}")
    except NotAnInterval:
        return
    assert interval(interval_text(seconds)) == seconds
    assert len(interval_text(seconds)) <= len(f"{number}{unit}") + 1


def test_the_newest_watch_of_a_value_counts() -> None:
    later = Watch(every=3_600, note="gấp", target="page", value=SHOP.value)
    found = read_watching(entries(SHOP, PHONE, later))
    assert [one.act for one in found.pages] == [later]
    assert (found.pages[0].seq, found.selectors[0].act) == (3, PHONE)


def test_a_watch_that_ended_is_gone_and_may_begin_again() -> None:
    off = Watch(every=SHOP.every, off=True, target="page", value=SHOP.value)
    assert read_watching(entries(SHOP, off)).pages == ()
    assert len(read_watching(entries(SHOP, off, SHOP)).pages) == 1


def test_a_page_and_a_selector_of_one_spelling_are_two_watches() -> None:
    both = Watch(every=3_600, target="page", value=PHONE.value)
    found = read_watching(entries(both, PHONE))
    assert found.of("page", PHONE.value) is found.pages[0]
    assert found.of("selector", PHONE.value) is found.selectors[0]
    assert found.of("selector", SHOP.value) is None


def test_collections_of_pages_are_told_from_others() -> None:
    found = read_watching(entries(collected("files"), collected("web"), Note(text="x")))
    assert found.collections == (2,)


def watched(every: int = 21_600) -> Watched:
    """A page that is watched."""
    return Watched(act=Watch(every=every, target="page", value=SHOP.value), seq=1, utc=DAY)


def test_a_page_that_was_never_captured_is_due_since_it_is_watched() -> None:
    assert due_at(watched(), None) == DAY
    assert is_due(watched(), None, DAY)


def test_a_page_is_due_an_interval_after_it_was_tried() -> None:
    assert due_at(watched(), DAY) == "2026-03-14T08:15:00.000000Z"
    assert not is_due(watched(), DAY, "2026-03-14T08:14:59.999999Z")
    assert is_due(watched(), DAY, "2026-03-14T08:15:00.000000Z")


def test_a_capture_in_the_future_does_not_silence_a_watch() -> None:
    assert is_due(watched(), "2031-01-01T00:00:00.000000Z", DAY)


@pytest.mark.parametrize(
    ("act", "fits"),
    [
        (SHOP, True),
        (PHONE, True),
        (Watch(target="page", value="https://x.example/"), False),
        (Watch(target="selector", value="0912345678"), False),
        (Watch(every=300, readings=PHONE.readings, target="page", value="x"), False),
        (Watch(every=300, readings=PHONE.readings, target="selector", value="x"), False),
    ],
)
def test_a_watch_says_wholly_what_is_watched(act: Watch, fits: bool) -> None:
    assert (list(misfits(entry(1, act))) == []) == fits
