"""What two exhibits tell alike is one event told again; what one tells twice is two."""

import pytest

from truyvet.evidence.links.rows import EdgeRow, StatementRow
from truyvet.graph.repeats import repeats

AT = "2026-03-14T02:15:00Z"


def edge(relation: str = "called", *, number: int = 1, a: int = 1, b: int = 2) -> EdgeRow:
    return EdgeRow(id=number, a=a, b=b, relation=relation, count=2, first="", last="")


def row(
    seq: int, n: int, item: str, *, since: str = AT, sums: str = "", edge: int = 1
) -> StatementRow:
    return StatementRow(
        edge=edge, seq=seq, n=n, item=item, since=since, until="", grade="", confidence=100,
        recorded="", ended=0, raw_sums=sums,
    )  # fmt: skip


def told(*rows: StatementRow, relation: str = "called") -> dict[str, str]:
    return repeats((edge(relation), one) for one in rows)


def test_the_same_call_in_a_second_table_is_told_again() -> None:
    assert told(row(1, 0, "aa"), row(2, 7, "bb")) == {"2:7": "1:0"}


def test_twice_in_one_table_is_two_calls() -> None:
    assert told(row(1, 0, "aa"), row(1, 1, "aa")) == {}


def test_as_many_are_told_again_as_both_tables_hold() -> None:
    rows = [row(1, 0, "aa"), row(1, 1, "aa"), row(2, 0, "bb"), row(2, 1, "bb"), row(2, 2, "bb")]
    assert told(*rows) == {"2:0": "1:0", "2:1": "1:1"}


def test_a_third_table_names_the_first() -> None:
    rows = [row(1, 0, "aa"), row(2, 0, "bb"), row(2, 1, "bb"), row(3, 0, "cc"), row(3, 1, "cc")]
    assert told(*rows) == {"2:0": "1:0", "3:0": "1:0", "3:1": "2:1"}


def test_an_officer_s_own_word_is_a_source_too() -> None:
    assert told(row(1, 0, ""), row(2, 0, "bb")) == {"2:0": "1:0"}
    assert told(row(1, 0, ""), row(2, 0, "")) == {}


@pytest.mark.parametrize(
    ("since", "sums"), [("2026-03-14T02:15:01Z", ""), (AT, "640 s"), ("2026-03-14", "")]
)
def test_another_time_or_sum_is_another_event(since: str, sums: str) -> None:
    assert told(row(1, 0, "aa"), row(2, 0, "bb", since=since, sums=sums)) == {}


def test_a_day_tells_an_event_with_its_sum_only() -> None:
    day, sum_ = "2026-03-14", "1500000 VND"
    paid = (row(1, 0, "aa", since=day, sums=sum_), row(2, 0, "bb", since=day, sums=sum_))
    assert told(*paid, relation="transferred") == {"2:0": "1:0"}
    assert told(row(1, 0, "aa", since=day), row(2, 0, "bb", since=day)) == {}


def test_what_has_no_day_is_no_event_however_much_was_paid() -> None:
    for since in ("", "2026", "2026-03"):
        rows = (
            row(seq, 0, item, since=since, sums="900 VND") for seq, item in ((1, "aa"), (2, "bb"))
        )
        assert told(*rows, relation="transferred") == {}


def test_a_meeting_is_the_same_from_both_sides() -> None:
    back = edge("met", number=3, a=2, b=1)
    both = [(edge("met"), row(1, 0, "aa")), (back, row(2, 0, "bb", edge=3))]
    assert repeats(both) == {"2:0": "1:0"}


def test_what_holds_is_no_event() -> None:
    assert told(row(1, 0, "aa"), row(2, 0, "bb"), relation="uses") == {}


def test_links_of_nodes_that_are_one_are_compared() -> None:
    first, second = (
        edge(number=1),
        edge(number=2),
    )  # two links whose ends were decided to be the same
    both = [(first, row(1, 0, "aa")), (second, row(2, 0, "bb", edge=2))]
    assert repeats(both) == {"2:0": "1:0"}
    back = edge(number=3, a=2, b=1)
    assert repeats([both[0], (back, row(2, 0, "bb", edge=3))]) == {}
