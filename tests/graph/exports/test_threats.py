"""Times and certainty as other formats have them: nothing is made up, no impossible day leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.graph.exports.conftest import exported
from tests.graph.support.generated import times
from tests.graph.support.graphs import edge, node, part

from truyvet.graph.exports.threats import confidence, created, instant, stamp
from truyvet.graph.model import About


@pytest.mark.parametrize(
    ("time", "shown"),
    [
        ("", ""),
        ("2026", "2026"),
        ("2026-02", "2026-02"),
        ("2026-02-28", "2026-02-28"),
        ("2024-02-29", "2024-02-29"),
        ("2026-02-28T03:04:05Z", "2026-02-28T03:04:05Z"),
        ("2026-02-28T03:04:05.5Z", "2026-02-28T03:04:05.5Z"),
        ("2026-02-28T03:04Z", "2026-02-28"),  # XML Schema has no time without seconds
        ("2026-02-29", ""),
        ("2026-13", ""),
        ("2026-1", ""),
        ("0000", ""),
        ("20260228", ""),
        ("2026-W01", ""),
        ("2026-02-28T99:99:99Z", ""),
        ("2026-02-28T03:04:60Z", ""),
        ("soon", ""),
        ("<end>", ""),
        ("٢٠٢٦", ""),
    ],
)
def test_a_time_is_shown_as_far_as_it_is_one(time: str, shown: str) -> None:
    assert stamp(time) == shown


@pytest.mark.parametrize(
    ("time", "told"),
    [
        ("2026-02-28", "2026-02-28T00:00:00.000Z"),
        ("2026-02-28T03:04:05Z", "2026-02-28T03:04:05.000Z"),
        ("2026-02-28T03:04:05.6789Z", "2026-02-28T03:04:05.678Z"),
        ("2026-02-31", ""),
        ("2026-02-28T03:04Z", ""),
        ("2026-02-28T24:00:01Z", ""),
    ],
)
def test_an_instant_has_milliseconds(time: str, told: str) -> None:
    assert instant(time) == told


@given(st.text(max_size=30))
def test_no_text_whatever_is_a_wrong_time(text: str) -> None:
    assert stamp(text) in ("", text, text[:10])
    assert len(instant(text)) in (0, 24)


@given(times, times)
def test_a_graph_was_made_at_some_time_of_the_case_or_never(as_of: str, recorded: str) -> None:
    about = About(title="", cases=(), question="", entries=1, as_of=as_of, recorded=recorded)
    assert created(about) in (instant(as_of), instant(recorded), "1970-01-01T00:00:00.000Z")


@pytest.mark.parametrize(
    ("grade", "sure"), [("A1", 90), ("F2", 70), ("C3", 50), ("D4", 30), ("E5", 10), ("F6", None)]
)
def test_the_fact_and_not_its_source_makes_confidence(grade: str, sure: int | None) -> None:
    assert confidence(grade) == sure


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2026-02-28T03:04Z", "", "<TimeSpan><begin>2026-02-28</begin></TimeSpan>"),
        ("", "2026", "<TimeSpan><end>2026</end></TimeSpan>"),
        ("2026-02", "2026-03-01",
         "<TimeSpan><begin>2026-02</begin><end>2026-03-01</end></TimeSpan>"),
    ],
)  # fmt: skip
def test_the_slider_of_a_map_gets_whole_times(first: str, last: str, told: str) -> None:
    graph = part([node("geo", "10,20"), node("phone", "1")],
                 [edge(1, "phone:1", "seen_at", "geo:10,20", first=first, last=last)])  # fmt: skip
    assert told in exported("kml", graph).decode()


@pytest.mark.parametrize(
    "first", ["2026-02-31", "2026-13-01", "0000-01-01", "2026-02-31T00:00:00Z"]
)
def test_a_day_that_no_calendar_has_is_in_no_format_that_reckons_with_it(first: str) -> None:
    graph = part([node("geo", "10,20"), node("phone", "1")],
                 [edge(1, "phone:1", "seen_at", "geo:10,20", first=first)])  # fmt: skip
    assert "<begin>" not in exported("kml", graph).decode()
    assert "DateTime=" not in exported("i2", graph).decode("utf-16")
    assert '"start_time"' not in exported("stix", graph).decode()
    assert "core:startTime" not in exported("case", graph).decode()
    assert '"startDate"' not in exported("ftm", graph).decode()
    assert first in exported("graphml", graph).decode()
