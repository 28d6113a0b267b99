"""`truyvet search` and `truyvet sql`, as they are typed."""

import os
import subprocess
import sys
import unicodedata

import pytest
from tests.commands.conftest import Officer


@pytest.fixture
def an(scanned: Officer) -> Officer:
    """An investigator who stands beside a scanned case."""
    return scanned.with_(TRUYVET_CASE="vu-01")


def test_hits_are_marked_in_the_text_they_stand_in(an: Officer) -> None:
    shown = an.does("search", '"xin goi so"')
    assert "bag/split.html" in shown
    assert "«xin goi so»" in shown


def test_marks_are_found_without_and_the_text_shows_them(an: Officer) -> None:
    shown = an.does("search", "chuyen khoan")
    assert "«chuyển» «khoản»" in shown
    assert "evidence/chat/messages.txt" in shown


def test_decomposed_names_are_found_and_shown_as_they_stand(an: Officer) -> None:
    text = unicodedata.normalize("NFD", "Ông Trần Văn Đường ở đây\n")
    (an.place / "nfd").mkdir()
    (an.place / "nfd" / "n.txt").write_text(text, encoding="utf-8")
    an.does("collect", "files", "nfd")
    an.does("scan", "--only", "filetype,plaintext", "--jobs", "1")
    for typed in ("tran van duong", "Trần Văn Đường", unicodedata.normalize("NFD", "Đường")):
        shown = an.does("search", f'"{typed}"')
        assert "nfd/n.txt" in shown
        assert unicodedata.normalize("NFD", "Đường") + "»" in shown


def test_on_a_terminal_a_hit_is_bold(an: Officer) -> None:
    status, shown = an.types("search", '"xin goi so"')
    assert status == 0
    assert "\x1b[1mxin goi so\x1b[0m" in shown


def test_an_observation_is_told_with_its_place(an: Officer) -> None:
    found = an.reads("search", "type:phone val:0912* ext:eml OR path:utf16")
    assert {one["path"] for one in found} >= {"bag/utf16.txt"}
    utf16 = next(one for one in found if one["path"] == "bag/utf16.txt")
    seen = an.reads("search", "path:utf16 type:phone")[0]["seen"]
    assert seen[0]["normal"] == "+84912345678"
    assert utf16["item"] == seen[0]["item"]


def test_flags_values_and_words_go_together(an: Officer) -> None:
    found = an.reads("search", 'flag:yara val:0912345678 "lien he"')
    assert {one["path"].rpartition("/")[2] for one in found} == {"page.html", "c.html"}


def test_nothing_found_is_status_1_and_tells_what_was_looked_into(an: Officer) -> None:
    shown = an.does("search", "khongcogica", status=1)
    assert "nothing found" in shown
    assert "covered: case 12/2026" in shown
    (told,) = an.reads("search", "khongcogica", status=1)
    assert told["covered"]["items"] > 20


def test_counting_only_counts(an: Officer) -> None:
    found = an.reads("search", "type:phone", "--limit", "0")
    (told,) = an.reads("search", "type:phone", "--count")
    assert told["items"] == len(found)
    assert an.does("search", "khongcogica", "--count", status=1).startswith("0 items")


def test_more_than_the_limit_is_said(an: Officer) -> None:
    ran = an.run("search", "type:phone", "--limit", "2", "--json")
    assert len(ran.stdout.splitlines()) == 2
    assert "more than 2" in ran.stderr


def test_an_unknown_field_is_an_error_and_no_empty_answer(an: Officer) -> None:
    ran = an.run("search", "flg:yara")
    assert ran.returncode == 1
    assert "E590" in ran.stderr
    assert "did you mean flag?" in ran.stderr
    assert "extractor" in ran.stderr


def test_a_mistake_is_shown_with_a_caret_under_it(an: Officer) -> None:
    ran = an.run("search", 'xin "chao')
    lines = ran.stderr.splitlines()
    assert "E591" in lines[2]
    assert lines[0][lines[1].index("^")] == '"'


def test_a_query_that_begins_with_a_minus_stands_after_two(an: Officer) -> None:
    with_minus = an.does("search", "--limit", "0", "--", "-type:phone")
    assert an.does("search", "--limit", "0", "NOT type:phone") == with_minus


def test_a_query_of_a_hundred_thousand_characters_is_refused(an: Officer) -> None:
    ran = an.run("search", "a " * 50_000)
    assert "E591" in ran.stderr
    assert len(ran.stderr) < 1_000


def test_a_reader_who_has_seen_enough_is_no_error(an: Officer) -> None:
    line = [sys.executable, "-m", "truyvet.cli", "search", "kind:file", "--limit", "0"]
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        line, cwd=an.place, env=an.environment, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_sql_answers_in_rows_and_json(an: Officer) -> None:
    shown = an.does("sql", "SELECT path FROM items WHERE path LIKE '%utf16.txt'")
    assert shown.splitlines() == ["path", "bag/utf16.txt"]
    (told,) = an.reads("sql", "SELECT count(*) AS n FROM observations WHERE kind = 'phone'")
    assert told["n"] > 10


def test_sql_that_gives_more_rows_than_wanted_says_so(an: Officer) -> None:
    ran = an.run("sql", "SELECT item FROM items", "--rows", "2")
    assert ran.returncode == 4
    assert len(ran.stdout.splitlines()) == 3
    assert "first 2 rows" in ran.stderr


@pytest.mark.parametrize("sql", ["DELETE FROM items", "SELECT * FROM main.items", "x", "SELECT"])
def test_sql_that_is_no_select_on_the_views_is_refused(an: Officer, sql: str) -> None:
    ran = an.run("sql", sql)
    assert ran.returncode == 1
    assert "E593" in ran.stderr


def test_sql_without_end_is_stopped(an: Officer) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i) FROM n"
    assert "E594" in an.run("sql", endless, "--seconds", "0.1").stderr


def test_the_views_are_listed(an: Officer) -> None:
    listed = an.reads("sql", "--views")
    assert {"view": "items", "column": "sha256", "holds": "hash of its bytes"} in listed
    assert an.run("sql").returncode == 2
