"""What may be asked of a case of which only hits are told."""

import pytest

from truyvet.query.desk.searching import may_ask_hidden
from truyvet.query.language import parse


@pytest.mark.parametrize(
    "query", ["duc", '"van duc"', "val:0912345678", "type:phone duc", "a OR b", '"a*"']
)
def test_whole_words_and_values_may_be_asked(query: str) -> None:
    assert may_ask_hidden(parse(query))


@pytest.mark.parametrize(
    "query", ["du*", "val:09*", "-duc", "a (b OR -c)", "path:x", "case:1", "since:2026", "item:1.2"]
)
def test_what_could_guess_bit_by_bit_may_not(query: str) -> None:
    assert not may_ask_hidden(parse(query))
