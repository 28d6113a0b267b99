"""What the page says of the examination: first of all how complete it is, in plain words."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from truyvet.reports.document import CustodyReport
from truyvet.reports.examination import Attention, Examination
from truyvet.reports.html import render
from truyvet.reports.texts import LANGUAGES, Language

from .support.made import attention, examination, filled, page_of, report_on
from .support.page import Page

VI, EN = LANGUAGES["vi"], LANGUAGES["en"]
BOTH = pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda one: one.code)


def said(told: Examination, language: str = "en") -> str:
    """Return what a page says whose examination is this one."""
    return page_of(replace(filled("x"), examination=told), language).shown


def flagged(told: Attention) -> str:
    """Return what a page says of what asks for attention."""
    return page_of(replace(filled("x"), attention=told)).shown


@BOTH
def test_the_report_opens_with_the_completeness(language: Language, scanned: Path) -> None:
    shown = Page(render(report_on(scanned), language)).shown
    places = [shown.index(language.words[code]) for code in ("examined", "verdict", "result")]
    assert places == sorted(places)
    between = shown[shown.index("12/2026") : places[0]]
    assert not re.search(r"1\. ", between)


def test_the_statement_counts_in_words(scanned: Path) -> None:
    document = report_on(scanned)
    assert "Of 13 items, 6 were examined fully, 1 partly and 4 not; 2 have" in (
        page_of(document).shown
    )
    assert "Trong 13 mục, đã khám nghiệm đầy đủ 6 mục, khám nghiệm được một phần 1 mục, chưa " in (
        page_of(document, "vi").shown
    )


def test_the_reasons_are_given(scanned: Path) -> None:
    shown = page_of(report_on(scanned)).shown
    assert "could not be had when they were collected: 3 items" in shown
    assert "no extractor could examine them: 1 items" in shown
    assert "by status: extractor crashed 1; out of time 1; not supported 1" in shown
    assert "never asked in this case: ocr" in shown


@BOTH
def test_a_case_without_a_scan_says_so(language: Language, history: Path) -> None:
    page = Page(render(report_on(history), language))
    assert language.say("examined.none", items=12) in page.shown
    assert ("section", "class", "examined none") in page.attributes
    assert language.words["attention.unscanned"] in page.shown


def test_a_whole_examination_says_so() -> None:
    whole = replace(
        examination("x"), items=3, full=2, partly=0, unexamined=0, never=0, not_collected=0,
        left_out=(), statuses=(), listed=(), unlisted=0, unfinished=(), strangers=0, sure=True,
    )  # fmt: skip
    shown = said(whole)
    assert "All 2 items that have bytes were examined fully, of 3 items; 1 have" in shown
    assert "Because:" not in shown
    assert EN.words["short.none"] in shown


@BOTH
def test_what_is_not_known_for_sure_is_called_so(language: Language) -> None:
    told = examination("x")
    warning = language.words["examined.unsure"]
    assert warning in said(told, language.code)
    assert warning not in said(replace(told, sure=True), language.code)


def test_an_unfinished_scan_is_no_whole_examination() -> None:
    told = replace(
        examination("x"), partly=0, unexamined=0, never=0, not_collected=0, left_out=(), sure=True
    )
    assert told.extent == "part"
    assert replace(told, unfinished=()).extent == "whole"
    assert EN.words["scan.unfinished"] in said(told)


def test_lists_of_a_scan_that_are_bad_are_named() -> None:
    shown = said(examination("x"))
    assert EN.words["scan.outcomes.damaged"] in shown
    assert EN.words["scan.observations.damaged"] in shown


def test_what_fell_short_is_told_with_extractor_status_and_reason(scanned: Path) -> None:
    shown = page_of(report_on(scanned)).shown
    assert "1.6 archive out of time wall: 60 s usb/a" in shown
    assert "3.0 filetype extractor crashed vì thế phone/1.txt" in shown


def test_rows_that_are_left_out_are_counted(scanned: Path) -> None:
    shown = page_of(report_on(scanned, rows=1)).shown
    assert "Listed: 1. Not listed: 2; the scans' lists of outcomes have them all." in shown
    assert "Listed: 1 observations. Not listed: 1; the scans'" in shown


def test_the_extractors_are_a_table(scanned: Path) -> None:
    shown = page_of(report_on(scanned)).shown
    assert "archive 6 out of time: 1; not supported: 1" in shown
    assert "filetype 1, archive 1" in shown


def test_flags_are_said_with_names_facts_and_marks(scanned: Path) -> None:
    shown = page_of(report_on(scanned)).shown
    assert "7:1 matches a YARA rule filetype · card 4111 rule: thẻTag (entry 9): thẻ giả" in shown
    assert "matches a YARA rule: 1" in shown


def test_where_nothing_is_flagged_it_is_said() -> None:
    nothing = Attention(flags=(), listed=(), sure=True)
    assert EN.words["attention.none"] in flagged(nothing)
    unsure = flagged(replace(nothing, sure=False))
    assert EN.words["attention.unsure"] in unsure
    assert EN.words["attention.none"] not in unsure


def test_exhibits_tell_where_they_were_found_and_what_was_written(scanned: Path) -> None:
    shown = page_of(report_on(scanned)).shown
    assert "Found inside items by the scan of entry 7" in shown
    assert "Inside item 1.5 at zip:a.txt" in shown
    assert "Asks for attention: encrypted (1), matches a YARA rule (1)" in shown
    assert "Tag (entry 8): nghi phạm A" in shown
    assert "Tag 7:1 (entry 9): thẻ giả" in shown
    assert "Note (entry 10): đã gọi ngân hàng" in shown


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '" onload="x', "a\u202eb\x00"])
def test_hostile_reasons_paths_and_values_are_shown_and_harmless(text: str) -> None:
    document: CustodyReport = replace(
        filled("x"), examination=examination(text), attention=attention(text)
    )
    page = page_of(document)
    assert "script" not in page.tags
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert "\u202e" not in page.shown
    assert page.policy["style-src"] == page.style_hash
