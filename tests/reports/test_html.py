"""The HTML file: self-contained, harmless whatever the evidence is called, and it says it all."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truyvet.evidence.findings import Verdict, finding
from truyvet.reports.document import CustodyReport
from truyvet.reports.html import css_string, explained, render
from truyvet.reports.texts import LANGUAGES, Language

from .support.made import BAD, GOOD, filled, page_of, report_on, report_on_vector
from .support.page import Page

VI, EN = LANGUAGES["vi"], LANGUAGES["en"]
BOTH = pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda one: one.code)
HOSTILE = [
    "<script>alert(1)</script>",
    "</title></style></bdi></table></main><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' style='position:fixed",
    "<!-- ",
    "]]> <![CDATA[",
    "{{ 7 * 7 }} {% raw %} {# #}",
    "}*{background:url(http://example.com)} \\22 ; } @import",
    "hoá đơn\u202egpj.exe",
    "\u2066\u2067\u2068\u202a",
    "một\nhai\r\n\tba\x00\x1b[2J",
    "\ud800",
    "&lt;b&gt; &amp; &#x202e;",
    "x" * 10_000,
    "e" + "\u0301" * 200,
    "مرحبا بالعالم",
    "",
]


def without_escapes(page: Page) -> list[str]:
    """Return the elements of a page but those that show an escape or a gap."""
    shown = [value for _, name, value in page.attributes if name == "class"]
    extra = shown.count("escape")
    tags = list(page.tags)
    for _ in range(extra):
        tags.remove("span")
    for _ in range(shown.count("cut")):
        tags.remove("i")
    return sorted(tags)


@BOTH
def test_what_came_from_untrusted_servers_is_marked_with_collection_and_item(
    language: Language,
) -> None:
    text = Page(render(filled("x"), language)).shown
    assert text.count(language.say("collection.unverified", count=4)) == 2
    assert text.count(language.say("item.unverified")) >= 2


@BOTH
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_adds_no_element(text: str, language: Language) -> None:
    hostile, plain = (Page(render(filled(one), language)) for one in (text or " ", "plain"))
    assert without_escapes(hostile) == sorted(plain.tags)


@given(st.text(st.characters(), min_size=1, max_size=40))
@settings(max_examples=25)
def test_no_text_adds_an_element_or_an_attribute(text: str) -> None:
    hostile, plain = page_of(filled(text)), page_of(filled("plain"))
    assert without_escapes(hostile) == sorted(plain.tags)
    names = {(tag, name) for tag, name, _ in hostile.attributes}
    assert names <= {(tag, name) for tag, name, _ in plain.attributes} | {
        ("span", "class"),
        ("i", "class"),
    }


@pytest.mark.parametrize("text", HOSTILE[:-1], ids=range(len(HOSTILE) - 1))
def test_no_attribute_holds_foreign_text(text: str) -> None:
    plain = {value for _, _, value in page_of(filled("plain")).attributes}
    hostile = {value for _, _, value in page_of(filled(text)).attributes}
    policies = {value for value in hostile | plain if "sha256-" in value}
    assert hostile - plain - policies <= {"escape", "cut"}


@BOTH
def test_foreign_text_is_isolated_wherever_it_stands(language: Language) -> None:
    page = Page(render(filled("FOREIGN"), language))
    outside = {
        path[-1]
        for path, text in page.texts
        if "FOREIGN" in text and not {"bdi", "title", "style"} & set(path)
    }
    assert outside <= {"dd"}  # only the program's own name, which is ours
    assert page.shown.count("FOREIGN") > 40


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_hidden_character_is_in_the_file(text: str) -> None:
    content = render(filled(text), VI).decode()
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", content
    )


def test_hidden_characters_are_shown() -> None:
    assert "hoá đơn\\u202egpj.exe" in page_of(filled("hoá đơn\u202egpj.exe")).shown


def test_a_very_long_name_is_cut_and_says_so() -> None:
    shown = page_of(filled("y" * 10_000), "vi").shown
    assert "[lược 9.400 ký tự]" in shown
    assert "y" * 501 not in shown.replace("y" * 10_000, "")  # free texts stand whole


def test_line_ends_of_free_text_stay() -> None:
    page = page_of(filled("một\nhai"))
    assert any(text == "một\nhai" and path[-1] == "bdi" for path, text in page.texts)


@BOTH
def test_the_policy_allows_the_style_of_the_page_and_nothing_else(language: Language) -> None:
    page = Page(render(filled("x"), language))
    assert page.policy == {
        "default-src": "'none'",
        "style-src": page.style_hash,
        "img-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_the_style_is_allowed_whatever_the_case_is_called() -> None:
    for text in HOSTILE:
        page = page_of(filled(text))
        assert page.policy["style-src"] == page.style_hash
        assert page.tags.count("style") == 1


@BOTH
def test_nothing_is_run_and_nothing_is_loaded(language: Language) -> None:
    page = Page(render(filled("x"), language))
    assert not set(page.tags) & {"script", "link", "img", "iframe", "object", "form", "base", "svg"}
    names = {name for _, name, _ in page.attributes}
    assert not names & {"src", "style", "srcset", "action", "ping"}
    assert not [name for name in names if name.startswith("on")]
    assert all(value.startswith("#") for _, name, value in page.attributes if name == "href")
    assert "url(" not in page.all_within("style")
    assert "@import" not in page.all_within("style")


def test_links_lead_to_parts_of_the_page() -> None:
    page = page_of(filled("x"))
    places = {value for _, name, value in page.attributes if name == "id"}
    assert {value[1:] for _, name, value in page.attributes if name == "href"} <= places


def test_ids_are_unique() -> None:
    places = [value for _, name, value in page_of(filled("x")).attributes if name == "id"]
    assert len(places) == len(set(places))


@given(st.text(st.characters(), max_size=30))
def test_a_css_string_ends_where_it_should(text: str) -> None:
    written = css_string(text)
    assert re.fullmatch(r'"([A-Za-z0-9 ]|\\[0-9a-f]{1,6} )*"', written)


def test_a_css_string_says_what_it_was_given() -> None:
    read = re.sub(r"\\([0-9a-f]+) ", lambda m: chr(int(m[1], 16)), css_string("Số 12/2026"))
    assert read == '"Số 12/2026"'


@BOTH
def test_the_page_says_its_language(language: Language) -> None:
    page = Page(render(filled("x"), language))
    assert ("html", "lang", language.code) in page.attributes
    assert language.say("title") in page.shown


@BOTH
@pytest.mark.parametrize("verdict", Verdict)
def test_the_verdict_is_said_in_words(language: Language, verdict: Verdict) -> None:
    document = filled("x")
    document = replace(document, result=replace(document.result, verdict=verdict))
    page = Page(render(document, language))
    (said,) = (text for path, text in page.texts if path[-2:] == ("h2", "strong"))
    assert said == language.words[f"verdict.{verdict}"]
    assert language.words[f"verdict.{verdict}.means"] in page.shown


def test_a_broken_case_is_called_so_with_its_findings() -> None:
    (vector,) = (path for path in BAD if path.name.startswith("E311"))
    document, _ = report_on_vector(vector)
    shown = page_of(document, "vi").shown
    assert "KHÔNG HỢP LỆ" in shown
    assert "E311 không đúng" in shown
    assert VI.words["finding.E311"] in shown
    assert "không đúng" + VI.words["S5"] in shown.replace("không đúng ", "không đúng")


@BOTH
@pytest.mark.parametrize("vector", [*GOOD, *BAD], ids=lambda path: path.name)
def test_every_vector_can_be_rendered(vector: Path, language: Language) -> None:
    document, verdict = report_on_vector(vector)
    page = Page(render(document, language))
    assert language.words[f"verdict.{verdict}"] in page.shown
    assert page.policy["style-src"] == page.style_hash


def test_rows_that_are_not_listed_are_said_with_the_manifest_that_covers_them(
    history: Path,
) -> None:
    document = report_on(history, rows=3)
    shown = page_of(document).shown
    assert "Listed: 3 of 12 items. The other 9 are not listed here one by one" in shown
    for one in document.collections:
        sentence = f"Of this collection {one.unlisted} items are not listed here; the manifest "
        assert sentence + one.manifest in shown
    assert "All 12 items are listed." in page_of(report_on(history)).shown


def test_everything_of_a_case_is_on_the_page(history: Path) -> None:
    document = report_on(history)
    shown = page_of(document).shown
    for item in (item for one in document.collections for item in one.items):
        assert f" {item.name} " in shown.replace(item.name, f" {item.name} ")
        assert (item.sha256 or "") in shown
    for act in document.acts:
        assert act.sha256 in shown
        assert act.time.utc in shown
    for key in document.keys:
        assert key.words in shown
        assert key.card.public in shown
    assert document.checkpoint is not None
    assert document.checkpoint.text in page_of(document).all_within("pre")
    assert document.result.head.words in shown


def test_a_finding_is_explained_in_the_language_of_the_report() -> None:
    found = finding("E312", "objects/ab/…", size=3, expected=4)
    assert explained(found, VI) == (
        VI.words["finding.E312"],
        "the object is 3 bytes long, the case says 4",
    )
    assert explained(found, EN) == ("the object is 3 bytes long, the case says 4", "")
    assert explained(finding("E310", "x"), VI) == (VI.words["finding.E310"], "")


@BOTH
def test_the_same_document_gives_the_same_bytes(language: Language, history: Path) -> None:
    first, again = (render(report_on(history), language) for _ in range(2))
    assert first == again
    assert b"\r" not in first


def test_the_case_number_stands_on_every_printed_page() -> None:
    document = replace(filled("x"), number="12/2026")
    style = page_of(document).all_within("style")
    assert "@top-left{content:" in style
    assert css_string("12/2026")[1:-1] in style


def test_no_case_at_all_is_still_a_page() -> None:
    empty: CustodyReport = replace(
        filled("x"), case="", number="", title="", opening=None, acts=(), collections=(), keys=(),
        checkpoint=None, checks=(), unlisted=0, unlisted_acts=0, unread=(), unread_count=0,
        unpacked=(),
    )  # fmt: skip
    shown = page_of(empty).shown
    assert "The ledger does not begin with the opening of a case." in shown
    assert "The case has no checkpoint." in shown


def test_the_template_engine_is_loaded_only_when_a_page_is_made() -> None:
    code = "import sys, truyvet.reports.html; sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
