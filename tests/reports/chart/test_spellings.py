"""How else a value is written: the old numbers, a bank's names, a domain's own letters."""

import pytest
from tests.graph.support.linking import node

from truyvet.extractors.selectors import normal
from truyvet.extractors.selectors.phones import FORMER
from truyvet.graph.model import GraphNode
from truyvet.reports.chart.spellings import spellings_of


def spelled(name: str, *same: str) -> list[str]:
    """How else a node is written, and those that were decided to be it."""
    kind, _, value = name.partition(":")
    return spellings_of(
        GraphNode(id=name, kind=kind, value=value, label=value, pole="O", same=same)
    )


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("phone:+84383456789", ["+841683456789"]),
        ("phone:+84703456789", ["+841203456789"]),
        ("zalo:+84383456789", ["+841683456789"]),
        ("phone:+84912345678", []),
        ("phone:+842438256789", []),
        ("phone:+66812345678", []),
        ("phone:84383456789", []),
        ("bank-account:970436:0071000123456", ["Vietcombank", "vcb", "ngoai thuong"]),
        ("bank-account:0071000123456", []),
        ("domain:xn--mnchen-3ya.de", ["münchen.de"]),
        ("person:+84383456789", []),
        ("unheard:+84383456789", []),
    ],
)
def test_what_a_value_does_not_show_itself_is_told(name: str, spellings: list[str]) -> None:
    assert spelled(name) == spellings


@pytest.mark.parametrize("old", list(FORMER))
def test_every_old_number_is_told_of_the_new_one_that_it_is_read_as(old: str) -> None:
    read = normal("phone", f"0{old}3456789")
    assert read is not None
    assert spelled(f"phone:{read.value}") == [f"+84{old}3456789"]


def test_what_was_decided_to_be_it_is_written_otherwise_too_each_once() -> None:
    told = spelled("person:3f2a", node("+84383456789"), node("+84703456789"), "zalo:+84383456789")
    assert told == ["+841683456789", "+841203456789"]
