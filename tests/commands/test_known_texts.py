"""`truyvet known`, as it tells of texts, of names like it, and of what a value holds."""

import shutil
from pathlib import Path

import pytest
from tests.commands.conftest import Officer


@pytest.fixture(scope="module")
def an(scanned_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An investigator beside a scanned case who names a person; tests only ask."""
    place = tmp_path_factory.mktemp("texts") / "an"
    shutil.copytree(scanned_template, place, symlinks=True)
    keys = place / "config/truyvet/keys"
    asked = Officer(place=place, keys=keys, settings={"TRUYVET_CASE": "vu-01"})
    asked.does("person", "add", "Nguyễn Văn Đức", "--phone", "0912345678")
    (place / "m.eml").write_text(
        'From: "Mac Thi Buoi" <k@x.vn>\nTo: =?utf-8?B?xJDhu6lj?= <e@x.vn>\n\nChào anh.\n'
    )
    asked.does("collect", "files", "m.eml")
    asked.does("scan", "--only", "mail")
    return asked


def test_a_name_that_only_a_text_holds_is_shown_where_it_stands(an: Officer) -> None:
    shown = an.does("known", "lien he")
    assert shown.startswith("lien he: known, in texts only\n")
    assert "«" in shown
    assert "bytes:" in shown


@pytest.mark.parametrize("name", ["Mac Thi Buoi", "mạc thị bưởi", "Đức"])
def test_a_name_beside_an_address_of_a_mail_is_known(an: Officer, name: str) -> None:
    shown = an.does("known", name)
    assert ": known, in texts only" in shown
    assert "m.eml" in shown
    assert "mail:head" in shown


def test_a_word_of_a_name_shows_whose_it_is(an: Officer) -> None:
    shown = an.does("known", "Văn", status=1)
    assert "NOT KNOWN" in shown
    assert "like: Nguyễn Văn Đức (person:" in shown


def test_a_no_says_that_texts_were_looked_into(an: Officer) -> None:
    assert "looked for in the texts too" in an.does("known", "Trần Không Ai", status=1)


def test_a_no_without_texts_gives_the_command_that_looks_into_them(an: Officer) -> None:
    shown = an.does("known", "0999 888 777", status=1)
    assert "texts were not looked into: truyvet search '\"0999 888 777\"'" in shown


def test_the_command_for_a_kind_and_value_looks_for_the_value(an: Officer) -> None:
    shown = an.does("known", "name:Lê B", status=1)
    assert "texts were not looked into: truyvet search '\"Lê B\"'" in shown


def test_a_value_with_a_remark_was_looked_up_whole(an: Officer) -> None:
    (told,) = an.reads("known", "Duc <duc@x.vn>", status=1)
    assert {one["value"] for one in told["tried"]} == {"Duc <duc@x.vn>"}


def test_the_command_that_is_given_can_be_typed(an: Officer) -> None:
    ran = an.run("search", '"0999 888 777"')
    assert (ran.returncode, ran.stdout.splitlines()[0]) == (1, "nothing found")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0999888777, 0999888776", "2 values; look each up by itself: truyvet known 0999888777 09"),
        ("Duc <duc@x.vn>", "a value with a remark; look it up by itself: truyvet known duc@x.vn"),
        ("0999888777 ext 2", "a value with a remark; look it up by itself: truyvet known 0999888"),
        ("0999888777 (An)", "a value with a remark; look it up by itself: truyvet known 099988877"),
    ],
)
def test_what_holds_values_is_told_so(an: Officer, value: str, said: str) -> None:
    assert f"this looks like {said}" in an.does("known", value, status=1)


def test_a_weaker_spelling_is_told_as_such(an: Officer) -> None:
    shown = an.does("known", "0999888777", status=1)
    assert "telephone number 84999888777 (weaker: with or without its + or country)" in shown
