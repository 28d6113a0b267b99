"""The words of charts: two languages that say the same things, and all that is said has words."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from tests.reports.support.charts import small

from truyvet.evidence.links.node import KINDS
from truyvet.evidence.links.relation import RELATIONS
from truyvet.graph.telling import SENTENCES, told
from truyvet.reports.chart.html import SCRIPTS
from truyvet.reports.chart.looks import FAMILIES, SORTS
from truyvet.reports.chart.words import LANGUAGES, NAMES, WHOLE, needed, question_of, said
from truyvet.reports.templating import TEMPLATES

HOLE = re.compile(r"\{\w+\}")
VIETNAMESE, ENGLISH = LANGUAGES["vi"], LANGUAGES["en"]
ALIKE = {"evidence.sha256", "kind.iban", "kind.url", "kind.uuid"}
"""What is called so in both languages."""


def files(*names: str) -> str:
    """The text of files of the page."""
    return "".join((TEMPLATES / "chart" / name).read_text(encoding="utf-8") for name in names)


def test_the_languages_say_the_same_things() -> None:
    assert VIETNAMESE.keys() == ENGLISH.keys()
    assert NAMES.keys() == LANGUAGES.keys()
    assert next(iter(LANGUAGES)) == "vi"


@pytest.mark.parametrize("code", list(ENGLISH))
def test_words_have_the_same_holes_in_both_languages(code: str) -> None:
    assert sorted(HOLE.findall(ENGLISH[code])) == sorted(HOLE.findall(VIETNAMESE[code]))


def test_nothing_was_left_in_english() -> None:
    assert {code for code, text in VIETNAMESE.items() if text == ENGLISH[code]} == ALIKE


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=list(LANGUAGES))
def test_no_words_are_empty_or_end_in_a_blank(words: Mapping[str, str]) -> None:
    assert [code for code, text in words.items() if not text or text != text.strip()] == []


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=list(LANGUAGES))
def test_all_that_a_chart_can_hold_has_words(words: Mapping[str, str]) -> None:
    codes = {f"kind.{one}" for one in KINDS} | {f"relation.{one}" for one in RELATIONS}
    codes |= {f"sort.{one}" for one in SORTS} | {f"family.{one}" for one in FAMILIES}
    codes |= {f"told.{one}" for one in SENTENCES}
    assert codes <= words.keys()


def test_no_words_are_left_of_what_a_chart_no_longer_holds() -> None:
    groups: dict[str, Mapping[str, object]] = {
        "kind": KINDS, "relation": RELATIONS, "sort": SORTS, "family": FAMILIES, "told": SENTENCES,
    }  # fmt: skip
    for code in ENGLISH:
        group, dot, name = code.partition(".")
        if dot and group in groups:
            assert name in groups[group], code


def test_all_that_the_page_says_has_words() -> None:
    script, template = files(*SCRIPTS), files("chart.html")
    found = set(re.findall(r'\bt\("([\w.]+)"', script))
    found |= set(re.findall(r'button\("([\w.]+)"', script))
    found |= set(re.findall(r'data-t="([\w.]+)"', template))
    found |= set(re.findall(r'\["([a-z]+\.[\w.]+)", \((?:edge|node)\)', script))
    assert len(found) > 60
    assert found <= ENGLISH.keys()


def test_only_words_that_a_chart_needs_go_into_it() -> None:
    words = needed(ENGLISH, {"phone"}, {"called"})
    chosen = {code for code in words if code.startswith(("kind.", "relation."))}
    assert chosen == {"kind.phone", "relation.called"}
    assert {code for code in ENGLISH if code.startswith(("told.", "filter"))} <= words.keys()


def test_a_kind_without_words_needs_none() -> None:
    assert "kind.unheard" not in needed(ENGLISH, {"unheard"}, set())


@pytest.mark.parametrize(
    ("sentence", "vietnamese"),
    [
        (told("ego.near", middle="Đức"), "Đức và những gì cách 1 liên kết"),
        (told("ego.far", middle="Đức", hops=3), "Đức và những gì cách không quá 3 liên kết"),
        (told("paths", start="A", goal="B"), "Đường liên kết từ A đến B"),
        (
            told("paths.found", shortest=12, found=5),
            "số đường ngắn nhất: 12; số đường có trong sơ đồ này: 5",
        ),
        (
            told("paths.hubs", count=1, hubs="tổng đài ×4"),
            "số đầu mối lớn trên các đường ngắn nhất: 1: tổng đài ×4",
        ),
        (
            told("left.case", missed=4000, all=5000, limit=1000),
            "4.000 trong số 5.000 đối tượng không được vẽ: chỉ vẽ 1.000 đối tượng có nhiều liên "
            "kết nhất",
        ),
    ],
)
def test_a_sentence_of_the_graph_is_said_in_vietnamese(sentence: str, vietnamese: str) -> None:
    assert said(sentence, VIETNAMESE) == vietnamese
    assert said(sentence, ENGLISH) == sentence


@pytest.mark.parametrize("text", ["", "12/2026 Lừa đảo", "{middle}", "Paths from A to B"])
def test_a_text_that_is_no_sentence_stays_as_it_is(text: str) -> None:
    assert said(text, VIETNAMESE) == text


def test_values_with_holes_of_their_own_are_not_filled() -> None:
    assert said(told("paths", start="{goal}", goal="{start}"), VIETNAMESE) == (
        "Đường liên kết từ {goal} đến {start}"
    )


@pytest.mark.parametrize(
    ("question", "vietnamese"),
    [
        ("the whole case", "cả vụ án"),
        ("the whole case, since 2026", "cả vụ án, since 2026"),
        ("ego 'the whole case' --hops 2", "ego 'the whole case' --hops 2"),
        ("", ""),
    ],
)
def test_the_question_for_everything_is_said_in_the_language(
    question: str, vietnamese: str
) -> None:
    about = replace(small(alone="A").about, question=question)
    assert question_of(about, VIETNAMESE) == vietnamese
    assert question_of(about, ENGLISH) == question


def test_the_page_knows_that_question_by_the_same_words() -> None:
    assert f"/^{WHOLE}/" in files("details.js")
    assert ENGLISH["question.whole"] == WHOLE
