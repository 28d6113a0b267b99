"""How people write a value: what is taken off before it is read."""

import pytest

from truyvet.extractors.selectors.written import bare, even, held, writings


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("\u200e0912345678\u200e", "0912345678"), ("tel:0912345678", "0912345678"),
     ("“30A-123.45”;", "30A-123.45"), ("０９１２", "0912")],
)  # fmt: skip
def test_what_copying_brings_along_is_taken_off(typed: str, plain: str) -> None:
    assert bare(typed) == plain


@pytest.mark.parametrize(
    ("text", "evened"),
    [("30A–123.45", "30A-123.45"), ("0168_345_6789", "0168-345-6789"), ("lan_1", "lan_1"),
     ("0168·345", "0168.345")],
)  # fmt: skip
def test_dashes_and_points_are_of_one_kind(text: str, evened: str) -> None:
    assert even(text) == evened


def test_a_label_is_taken_off_and_what_was_typed_comes_first() -> None:
    assert writings("SĐT: 0911000666") == ["SĐT: 0911000666", "0911000666"]


def test_values_within_a_text_are_told() -> None:
    assert held("0911000777 (Zalo)") == ("0911000777",)
