"""`truyvet link`: statements by hand, listed, shown back to their line, ended."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import bring_people, does, fails, reads


@pytest.fixture(scope="module")
def linked_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a case in which people hang together; only for copying and reading."""
    place = tmp_path_factory.mktemp("linked") / "an"
    shutil.copytree(template, place, symlinks=True)
    bring_people(Officer(place=place, keys=place / "config/truyvet/keys"))
    return place


@pytest.fixture
def linked(linked_template: Path, tmp_path: Path) -> Officer:
    """An officer beside a copy of that case."""
    place = tmp_path / "linked"
    shutil.copytree(linked_template, place, symlinks=True)
    return Officer(place=place, keys=place / "config/truyvet/keys")


@pytest.fixture
def reader(linked_template: Path) -> Officer:
    """An officer beside that case itself, who only looks."""
    return Officer(place=linked_template, keys=linked_template / "config/truyvet/keys")


def test_a_statement_is_added_between_people_known_by_any_spelling(linked: Officer) -> None:
    (told,) = reads(linked, "link", "add", "nguyen van duc", "associate", "tran hung")
    assert told["statement"] == "8:0"
    (said,) = reads(linked, "link", "show", "8:0")
    assert (said["subject_name"], said["relation"], said["object_name"]) == (
        "Nguyễn Văn Đức", "associate", "Trần Hùng"
    )  # fmt: skip


def test_something_new_is_named_by_kind_and_value(linked: Officer) -> None:
    (told,) = reads(linked, "link", "add", "tran hung", "holder_of", "bank-account:VCB:00710001")
    assert told["object"] == "bank-account:970436:00710001"


def test_a_number_that_nobody_knows_is_refused_without_its_kind(linked: Officer) -> None:
    assert "E570" in fails(linked, "link", "add", "tran hung", "uses", "0900000001")
    does(linked, "link", "add", "tran hung", "uses", "phone:0900000001")
    does(linked, "link", "add", "0900 000 001", "called", "0912345678")


def test_nobody_is_made_up_by_an_id_that_no_person_has(linked: Officer) -> None:
    assert "E570" in fails(linked, "link", "add", "tran hung", "associate", "person:0123456789ab")


def test_details_times_and_confidence_stand_in_the_line(linked: Officer) -> None:
    does(
        linked, "link", "add", "tran hung", "transferred", "nguyen van duc", "--amount", "1500000",
        "--currency", "VND", "--since", "2026-03-12T09:05+07:00", "--fact", "bank-ref=FT123",
        "--confidence", "80", "--item", "1.3", "--grade", "C3",
    )  # fmt: skip
    (said,) = reads(linked, "link", "show", "8:0")
    assert said["facts"] == {"amount": "1500000", "currency": "VND", "bank-ref": "FT123"}
    assert said["since"] == "2026-03-12T02:05:00Z"
    assert (said["confidence"], said["grade"], said["item"]) == (80, "C3", "1.3")


@pytest.mark.parametrize(
    "options",
    [
        ("--since", "2026-03-12T09:05"), ("--since", "soon"), ("--fact", "amount"),
        ("--fact", "Größe=1"), ("--grade", "Z9"), ("--confidence", "101"),
    ],
)  # fmt: skip
def test_options_that_say_nothing_clear_are_refused(
    reader: Officer, options: tuple[str, ...]
) -> None:
    fails(reader, "link", "add", "tran hung", "called", "0912345678", *options, status=2)


def test_a_relation_that_there_is_not_is_refused(reader: Officer) -> None:
    said = fails(reader, "link", "add", "tran hung", "knows", "0912345678", status=2)
    assert "associate" in said
    fails(reader, "link", "add", "tran hung", "mentioned_with", "0912345678", status=2)


def test_nothing_is_linked_with_itself(reader: Officer) -> None:
    fails(reader, "link", "add", "tran hung", "associate", "Trần Hùng", status=2)


def test_another_name_is_given_by_hand(linked: Officer) -> None:
    does(linked, "link", "add", "tran hung", "alias", "Hùng Sẹo")
    (shown,) = reads(linked, "person", "show", "hung seo")
    assert shown["name"] == "Trần Hùng"


def test_the_list_has_statements_of_officers_and_names(reader: Officer) -> None:
    said = [(one["statement"], one["relation"]) for one in reads(reader, "link", "list")]
    assert said == [
        ("4:0", "named"), ("4:1", "uses"), ("5:0", "named"), ("5:1", "uses"), ("6:0", "named"),
        ("6:1", "uses"), ("7:0", "called"),
    ]  # fmt: skip


def test_the_list_has_what_stands_in_items_when_asked_for(reader: Officer) -> None:
    found = reads(reader, "link", "list", "--mentions", "--node", "0912345678")
    mentions = [one for one in found if one["relation"] == "mentioned_in"]
    assert {one["raw"] for one in mentions} == {"0912 345 678", "0912.345.678"}
    assert all(one["said_by"].startswith("entities ") for one in mentions)
    assert all(one["locator"][0].startswith("bytes:") for one in mentions)


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (("--node", "tran hung"), {"6:0", "6:1"}),
        (("--node", "name:Trần Hùng"), {"6:0", "6:1"}),
        (("--node", "name:tran hung"), {"6:0", "6:1"}),
        (("--node", "0987654321"), {"6:1", "7:0"}),
        (("--relation", "called"), {"7:0"}),
        (("--by", "officer", "--relation", "uses"), {"4:1", "5:1", "6:1"}),
        (("--by", "extractor"), set()),
        (("--by", "nguyen van an", "--relation", "called"), {"7:0"}),
        (("--by", "Bình"), set()),
    ],
)
def test_the_list_is_narrowed(reader: Officer, options: tuple[str, ...], names: set[str]) -> None:
    assert {one["statement"] for one in reads(reader, "link", "list", *options)} == names


def test_a_statement_is_shown_with_entry_item_and_hash(reader: Officer) -> None:
    text = does(reader, "link", "show", "5:1")
    assert "duc@example.vn" in text
    assert "bag/duc.txt" in text
    assert "entry 5" in text
    (said,) = reads(reader, "link", "show", "5:1")
    assert len(said["sha256"]) == 64


def test_a_mention_is_shown_by_the_name_of_its_observation(reader: Officer) -> None:
    mentions = reads(reader, "link", "list", "--mentions", "--relation", "mentioned_in")
    (said,) = reads(reader, "link", "show", mentions[0]["statement"])
    assert said == mentions[0]


@pytest.mark.parametrize("name", ["7:1", "99:0", "seven", "1.3"])
def test_what_is_no_statement_is_an_error(reader: Officer, name: str) -> None:
    assert "E575" in fails(reader, "link", "show", name)


def test_ended_statements_count_no_longer_and_stay_readable(linked: Officer) -> None:
    does(linked, "link", "retract", "7:0", "6:1", "--because", "đọc nhầm sao kê")
    assert "7:0" not in {one["statement"] for one in reads(linked, "link", "list")}
    ended = {one["statement"]: one["ended"] for one in reads(linked, "link", "list", "--ended")}
    assert (ended["7:0"], ended["6:1"], ended["4:1"]) == (8, 8, None)
    assert "đọc nhầm sao kê" in does(linked, "link", "show", "7:0")


def test_a_statement_is_ended_once(linked: Officer) -> None:
    does(linked, "link", "retract", "7:0", "--because", "nhầm")
    said = fails(linked, "link", "retract", "7:0", "--because", "nhầm")
    assert "E597" in said
    assert "entry 8" in said


def test_a_mention_that_was_read_wrong_is_ended_too(linked: Officer) -> None:
    (first, *_) = reads(linked, "link", "list", "--mentions", "--relation", "mentioned_in")
    does(linked, "link", "retract", first["statement"], "--because", "không phải số điện thoại")
    left = reads(linked, "link", "list", "--mentions", "--relation", "mentioned_in")
    assert first["statement"] not in {one["statement"] for one in left}


@pytest.mark.parametrize(
    ("names", "reason", "code"),
    [(("7:5",), "x", "E575"), (("7:0", "9:9"), "x", "E575"), (("7:0",), " ", "E112")],
)
def test_what_cannot_be_ended_is_refused_and_nothing_is_recorded(
    reader: Officer, names: tuple[str, ...], reason: str, code: str
) -> None:
    assert code in fails(reader, "link", "retract", *names, "--because", reason)
    assert len(reads(reader, "log")) == 8


def test_the_types_are_listed(reader: Officer) -> None:
    (types,) = reads(reader, "link", "types")
    assert types["relations"]["called"]["event"]
    assert types["kinds"]["person"]["made_up"]
    assert "holder_of" in does(reader, "link", "types")


def test_the_case_verifies_with_its_statements(linked: Officer) -> None:
    does(linked, "link", "retract", "7:0", "--because", "nhầm")
    does(linked, "verify")


def test_who_has_no_key_only_looks(reader: Officer, tmp_path: Path) -> None:
    stranger = replace(reader, keys=tmp_path / "none/truyvet/keys")
    assert reads(stranger, "link", "list")
    assert "E701" in fails(stranger, "link", "add", "tran hung", "called", "0912345678")


def test_an_analyst_may_state_and_end(linked: Officer, binh: Callable[..., Officer]) -> None:
    other = binh(linked, role="analyst")
    does(linked, "key", "admit", "binh.pub.json")
    does(other, "link", "add", "tran hung", "called", "0912345678")
    (said,) = reads(linked, "link", "show", "9:0")
    assert said["said_by"] == "Trần Thị Bình"
