"""The comparison as HTML: self-contained, strict, and nothing of a hostile page breaks out."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.reports.test_comparison import comparison, side

from truyvet.evidence.records import Moment
from truyvet.reports.comparison import (
    MAX_LISTED,
    Alarm,
    Change,
    Comparison,
    Picture,
    Seen,
    Shown,
    Text,
)
from truyvet.reports.comparison_html import render_comparison
from truyvet.reports.comparison_text import difference
from truyvet.reports.texts import LANGUAGES

MADE = Moment(utc="2026-03-14T02:15:00.000000Z", zone="+07:00")
EVIL = "</td><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u202egnp.exe"
JPEG = b"\xff\xd8\xff\xe0 not drawn here"


def rendered(document: Comparison, language: str = "en", number: str = "12/2026") -> str:
    """The file's text."""
    content = render_comparison(
        document, LANGUAGES[language], number=number, made=MADE, tool="truyvet 0.1.0"
    )
    return content.decode()


def hostile() -> Comparison:
    """A comparison in which the page says evil things wherever it can."""
    alarm = Alarm(name="5:1", item="4.1", kind="yara", value=EVIL)
    evil = Seen(kind="link", value=EVIL)
    return comparison(
        old=side(title=EVIL, address=EVIL, redirects=EVIL),
        new=replace(side("3.1", title=f"{EVIL}2", status=EVIL), given=EVIL, reason=EVIL),
        page=Text(state="changed", difference=difference(f"{EVIL} một", f"{EVIL} hai\n{EVIL}")),
        picture=Picture(state="unknown", why="uncompared", detail=EVIL),
        changes={"links": Change(state="changed", gone=(evil,), new=(evil,))},
        flags=(alarm,),
        hits=(replace(alarm, kind="phone", watch=EVIL, note=EVIL),),
    )


class _Tags(HTMLParser):
    """Gathers the tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags = set[str]()
        self.attributes = set[str]()
        self.sources = list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]


def tags(text: str) -> _Tags:
    """The tags of a page."""
    found = _Tags()
    found.feed(text)
    return found


def pictured() -> Comparison:
    """A comparison of pictures."""
    shown = Shown(width=1280, height=900, boxes=((10, 20, 300, 40),), jpeg=JPEG)
    return comparison(picture=Picture(state="changed", changed=21_000, old=shown, new=shown))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_a_page_says_becomes_mark_up(language: str) -> None:
    found = tags(rendered(hostile(), language))
    assert not found.tags & {"script", "img", "iframe", "link", "object", "form", "a"}
    assert not {one for one in found.attributes if one.startswith("on")} | (
        found.attributes & {"style", "srcset", "action"}
    )


def test_characters_that_hide_or_turn_are_shown_as_escapes() -> None:
    text = rendered(hostile())
    assert "\u202e" not in text
    assert text.count("U+202E") + text.count("\\u202e") > 5


def test_the_policy_allows_the_one_style_and_pictures_in_the_file() -> None:
    text = rendered(pictured())
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.replace("&#39;", "'") == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def test_nothing_is_loaded_from_anywhere() -> None:
    found = tags(rendered(pictured()))
    assert found.sources == [f"data:image/jpeg;base64,{base64.b64encode(JPEG).decode()}"] * 2
    assert "url(" not in rendered(pictured())


def test_the_same_comparison_gives_the_same_bytes() -> None:
    assert rendered(hostile()) == rendered(hostile())


def test_changed_words_are_marked_on_their_side() -> None:
    found = difference("Chuyển 500k\nnhư cũ", "Chuyển 900k\nnhư cũ")
    text = rendered(comparison(page=Text(state="changed", difference=found)))
    assert '<td class="gone">Chuyển <del>500k</del></td>' in text
    assert '<td class="new">Chuyển <ins>900k</ins></td>' in text


def test_regions_are_told_in_pixels_of_the_screenshot() -> None:
    text = rendered(pictured())
    assert "2.1% of the picture differs, in 1 regions." in text
    assert "(1280 × 900)" in text.replace("1,280", "1280")
    assert "10, 20, 300 × 40" in text


def test_a_tiny_difference_is_not_shown_as_none() -> None:
    document = pictured()
    tiny = replace(document, picture=replace(document.picture, changed=1))
    assert "0.0001% of the picture" in rendered(tiny)
    assert "0,0001% diện tích" in rendered(tiny, "vi")


def test_what_is_not_known_is_said_with_its_reason() -> None:
    text = rendered(comparison(page=Text(state="unknown", why="unscanned-before")))
    assert "the capture before is not examined yet" in text


def test_the_first_capture_is_said_to_be_the_first() -> None:
    document = comparison(page=Text(state="unknown", why="first"))
    assert "first capture of the page" in rendered(replace(document, old=None))


def test_captures_between_that_failed_are_said() -> None:
    assert "3 captures between" in rendered(replace(comparison(), between=3))


def test_facts_that_differ_are_marked_and_others_are_not() -> None:
    text = rendered(comparison(new=side("3.1", title="B")))
    (row,) = re.findall(r'<tr class="differs">.*?</tr>', text)
    assert "Title" in row


def test_a_long_list_is_cut_and_the_rest_counted() -> None:
    many = tuple(Seen(kind="link", value=f"https://x.example/{n}") for n in range(MAX_LISTED + 9))
    text = rendered(comparison(changes={"links": Change(state="changed", new=many)}))
    assert text.count("https://x.example/") == MAX_LISTED
    assert "9 more are not listed." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_it_all(language: str) -> None:
    text = rendered(pictured(), language)
    assert f'<html lang="{language}">' in text
    assert LANGUAGES[language].say("diff.title") in text
