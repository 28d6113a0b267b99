"""Snippets: the hits marked, and locators that lead to their very bytes."""

import pytest

from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.scans.locator import parse_span
from truyvet.evidence.scans.observation import TextLine
from truyvet.query.phrases import Phrase, phrase_of
from truyvet.query.snippets import Snippet, hits_in, snippets, where

LONG = "linh tinh " * 50


def line(text: str, *locator: str) -> TextLine:
    """A text of an item."""
    steps = locator or (f"bytes:0+{len(text.encode())}",)
    return TextLine(extractor="plaintext", item="0" * 64, locator=steps, text=text)


def asked(text: str) -> Phrase:
    """A phrase there is."""
    made = phrase_of(text)
    assert made is not None
    return made


def cut(text: str, *phrases: str) -> list[Snippet]:
    """The snippets of a text."""
    told = line(text)
    return list(snippets(told, hits_in(told, map(asked, phrases))))


def marked(snippet: Snippet) -> list[str]:
    """What is marked in a snippet."""
    return [snippet.text[start:end] for start, end in snippet.hits]


def test_a_hit_is_marked_as_it_stands() -> None:
    (one,) = cut("Anh Nguyễn Văn Đức gọi", "nguyen van duc")
    assert one.text == "Anh Nguyễn Văn Đức gọi"
    assert marked(one) == ["Nguyễn Văn Đức"]


def test_what_is_left_out_is_told_by_an_ellipsis() -> None:
    (one,) = cut(LONG + "đức " + LONG, "duc")
    assert one.text.startswith("…")
    assert one.text.endswith("…")
    assert marked(one) == ["đức"]


def test_hits_side_by_side_share_a_snippet() -> None:
    (one,) = cut("đức và Đức và đức", "duc")
    assert marked(one) == ["đức", "Đức", "đức"]


def test_several_phrases_are_marked_together() -> None:
    (one,) = cut("chuyển khoản cho Nguyễn Văn Đức", "nguyen van duc", "chuyen khoan")
    assert marked(one) == ["chuyển khoản", "Nguyễn Văn Đức"]


def test_hits_within_one_another_are_marked_once() -> None:
    (one,) = cut("Nguyễn Văn Đức", "nguyen van duc", "van")
    assert marked(one) == ["Nguyễn Văn Đức"]


def test_white_space_is_shown_as_one_blank_and_marks_stay_in_place() -> None:
    (one,) = cut("a\n\n\t b  Nguyễn\n  Văn\u00a0Đức \r\n c", "nguyen van duc")
    assert one.text == "a b Nguyễn Văn Đức c"
    assert marked(one) == ["Nguyễn Văn Đức"]


def test_a_text_shows_three_snippets_at_most() -> None:
    assert len(cut((LONG + "đức ") * 9, "duc")) == 3


def test_what_stands_as_typed_is_shown_before_what_does_not() -> None:
    first, *rest = cut((LONG + "duong ") * 5 + LONG + "dương", "dương")
    assert marked(first) == ["dương"]
    assert first.exact
    assert not any(one.exact for one in rest)


def test_a_hit_as_long_as_a_page_is_cut() -> None:
    (one,) = cut("nguyễn" + "-" * 5_000 + "văn", "nguyen van")
    assert len(one.text) < 1_000
    assert one.hits


def test_the_locator_leads_to_the_very_bytes() -> None:
    text = "Anh Nguyễn Văn Đức gọi đức"
    for hit in hits_in(line(text), [asked("duc")]):
        (step,) = where(line(text, f"bytes:100+{len(text.encode())}"), hit)
        offset, length = parse_span(step.removeprefix("bytes:"))
        assert text.encode()[offset - 100 :][:length].decode().lower() == "đức"


def test_in_a_decoded_text_the_locator_has_a_step_more() -> None:
    told = line("Nguyễn Văn Đức", "pdf:page/3")
    (hit,) = hits_in(told, [asked("van")])
    assert where(told, hit) == ("pdf:page/3", "bytes:9+4")


def test_a_text_that_holds_no_hit_is_an_error_and_no_answer() -> None:
    with pytest.raises(TruyvetError, match="E604"):
        hits_in(line("nothing here"), [asked("duc")])
