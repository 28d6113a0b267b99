"""`truyvet person`: people put in by hand, listed, and shown with all that is said of them."""

from collections.abc import Callable

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import does, fails, reads


def added(officer: Officer, *arguments: str) -> dict[str, object]:
    """Put a person in; what the command tells."""
    (told,) = reads(officer, "person", "add", *arguments)
    return dict(told)


def states(officer: Officer, *arguments: str) -> set[str]:
    """What putting a person in states, but for his name."""
    told = added(officer, "Đức", *arguments)["states"]
    assert isinstance(told, list)
    return {one for one in told if one != "named name:Đức"}


def test_a_person_with_all_that_identifies_it_is_one_act(an: Officer) -> None:
    told = added(
        an, "Nguyễn Văn Đức", "--phone", "0912.345.678", "--cccd", "001090012345", "--email",
        "Duc@Example.VN", "--account", "Vietcombank:007 1000 123456", "--plate", "30a 12345",
        "--alias", "Đức Cá", "--alias", "Đức Hải Phòng",
    )  # fmt: skip
    assert told["states"] == [
        "named name:Nguyễn Văn Đức", "alias alias:Đức Cá", "alias alias:Đức Hải Phòng",
        "uses phone:+84912345678", "uses email:duc@example.vn", "holder_of cccd:001090012345",
        "holder_of bank-account:970436:0071000123456", "owns licence-plate:30A-123.45",
    ]  # fmt: skip
    assert [one["act"]["type"] for one in reads(an, "log")][2:] == ["state"]
    assert told["entry"] == 2


def test_two_people_of_one_name_are_two_nodes(an: Officer) -> None:
    one, two = added(an, "Nguyễn Văn Đức")["node"], added(an, "Nguyễn Văn Đức")["node"]
    assert one != two
    assert str(one).startswith("person:")
    assert len(str(one)) == len("person:") + 16


def test_an_organization_is_a_node_of_its_own_kind(an: Officer) -> None:
    told = added(an, "Công ty An Phát", "--organization", "--tax-code", "0100109106")
    assert str(told["node"]).startswith("organization:")
    assert [one["node"] for one in reads(an, "person", "list", "--organizations")] == [told["node"]]
    assert reads(an, "person", "list", "--people") == []


@pytest.mark.parametrize(
    ("option", "typed", "stated"),
    [
        ("--phone", "0168 345 6789", "uses phone:+84383456789"),
        ("--phone", "(84)912345678", "uses phone:+84912345678"),
        ("--account", "970436:0071000123456", "holder_of bank-account:970436:0071000123456"),
        ("--account", "techcombank/19031234567890", "holder_of bank-account:970407:19031234567890"),
        ("--uses", "telegram:@duc_nv", "uses telegram:duc_nv"),
        ("--address", "12  Lê Lợi, Huế", "located_at place:12 Lê Lợi, Huế"),
        ("--imei", "49-015420-323751-8", "uses imei:490154203237518"),
    ],
)
def test_what_is_typed_is_stated_in_its_one_form(
    an: Officer, option: str, typed: str, stated: str
) -> None:
    assert states(an, option, typed) == {stated}


def test_the_same_number_typed_twice_is_stated_once(an: Officer) -> None:
    assert len(states(an, "--phone", "0912345678", "--phone", "+84 912 345 678")) == 1


def test_names_are_written_in_one_unicode_form(an: Officer) -> None:
    told = added(an, "Nguye\u0302\u0303n   Đư\u0301c".replace("ư\u0301", "ứ"))
    assert told["name"] == "Nguyễn Đức"


@pytest.mark.parametrize(
    ("option", "value"),
    [("--phone", "12"), ("--cccd", "999"), ("--email", "duc"), ("--uses", "telegram:!!")],
)
def test_a_value_that_is_none_of_its_kind_is_refused_unless_taken_as_written(
    an: Officer, option: str, value: str
) -> None:
    assert "E595" in fails(an, "person", "add", "Đức", option, value)
    assert len(reads(an, "log")) == 2
    assert states(an, option, value, "--as-written")


def test_taken_as_written_is_only_what_cannot_be_read(an: Officer) -> None:
    said = states(an, "--phone", "024 3825 1234", "--phone", "200123456", "--as-written")
    assert said == {"uses phone:+842438251234", "uses phone:200123456"}


def test_an_unknown_kind_is_an_error_that_names_the_kinds(an: Officer) -> None:
    assert "bank-account" in fails(an, "person", "add", "Đức", "--uses", "phon:0912345678")


@pytest.mark.parametrize(("born", "kept"), [("1/5/1990", "1990-05-01"), ("1990", "1990")])
def test_birth_and_sex_are_facts_of_the_name(an: Officer, born: str, kept: str) -> None:
    added(an, "Đức", "--born", born, "--sex", "nam")
    (said,) = reads(an, "link", "list")
    assert said["facts"] == {"born": kept, "sex": "male"}


@pytest.mark.parametrize("born", ["30/2/1990", "yesterday", "1990-13"])
def test_a_birthday_that_is_none_is_refused(an: Officer, born: str) -> None:
    assert "is no time" in fails(an, "person", "add", "Đức", "--born", born, status=2)


def test_item_locator_grade_and_note_stand_on_every_statement(an: Officer) -> None:
    added(
        an, "Đức", "--phone", "0912345678", "--item", "1.3", "--locator", "bytes:0+4",
        "--grade", "b2", "--note", "theo lời khai",
    )  # fmt: skip
    for said in reads(an, "link", "list"):
        assert said["item"] == "1.3"
        assert said["locator"] == ["bytes:0+4"]
        assert (said["grade"], said["note"]) == ("B2", "theo lời khai")
        assert said["said_by"] == "Nguyễn Văn An"


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (("--grade", "G7"), 2), (("--locator", "bytes:0+4"), 2), (("--item", "9.9"), 1),
        (("--item", "1.3", "--locator", "nowhere"), 2),
    ],
)  # fmt: skip
def test_grounds_that_are_none_are_refused(
    an: Officer, options: tuple[str, ...], status: int
) -> None:
    fails(an, "person", "add", "Đức", *options, status=status)
    assert len(reads(an, "log")) == 2


def test_the_list_has_names_and_how_many_links(an: Officer) -> None:
    added(an, "Trần Hùng", "--phone", "0912345678", "--alias", "Hùng Sẹo")
    (row,) = reads(an, "person", "list")
    assert row["names"] == ["Trần Hùng", "Hùng Sẹo"]
    assert row["links"] == 1
    assert "Hùng Sẹo" in does(an, "person", "list")


@pytest.mark.parametrize("typed", ["Trần Hùng", "tran hung", "Hùng Sẹo", "hung seo"])
def test_someone_is_shown_by_any_name_with_or_without_marks(an: Officer, typed: str) -> None:
    told = added(an, "Trần Hùng", "--alias", "Hùng Sẹo")
    (shown,) = reads(an, "person", "show", typed)
    assert shown["node"] == told["node"]


def test_showing_tells_everything_said_with_who_says_it(an: Officer) -> None:
    node = added(an, "Trần Hùng", "--phone", "0912345678", "--item", "1.3")["node"]
    does(an, "link", "add", str(node), "member_of", "organization:x", "--as-written", status=1)
    (shown,) = reads(an, "person", "show", str(node)[:12])
    assert [(one["relation"], one["object"]) for one in shown["statements"]] == [
        ("named", "name:Trần Hùng"), ("uses", "phone:+84912345678")
    ]  # fmt: skip
    text = does(an, "person", "show", str(node))
    assert "Nguyễn Văn An" in text
    assert "1.3" in text


def test_what_was_ended_is_shown_only_when_asked_for(an: Officer) -> None:
    told = added(an, "Trần Hùng", "--phone", "0912345678")
    does(an, "link", "retract", f"{told['entry']}:1", "--because", "nhầm số")
    (shown,) = reads(an, "person", "show", "Trần Hùng")
    assert [one["relation"] for one in shown["statements"]] == ["named"]
    (shown,) = reads(an, "person", "show", "Trần Hùng", "--ended")
    assert [one["ended"] for one in shown["statements"]] == [None, 3]
    assert "nhầm số" in does(an, "person", "show", "Trần Hùng", "--ended")


def test_nobody_is_an_error_with_a_hint(an: Officer) -> None:
    assert "E570" in fails(an, "person", "show", "Không Ai")


def test_two_of_one_name_are_told_apart_by_an_error_that_lists_them(an: Officer) -> None:
    one, two = added(an, "Trần Hùng")["node"], added(an, "Trần Hùng")["node"]
    said = fails(an, "person", "show", "Trần Hùng")
    assert "E571" in said
    assert str(one) in said
    assert str(two) in said


def test_hostile_names_are_shown_as_escapes(an: Officer) -> None:
    added(an, "Đức\u202e\x1b[31m", "--as-written")
    shown = does(an, "person", "list")
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_a_prosecutor_may_not_state(an: Officer, binh: Callable[..., Officer]) -> None:
    other = binh(an, role="prosecutor")
    does(an, "key", "admit", "binh.pub.json")
    assert "E706" in fails(other, "person", "add", "Đức")
