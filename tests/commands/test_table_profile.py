"""The profile that an officer asked for: one of ours or a file, with what he added."""

from pathlib import Path

import pytest

from truyvet.commands.table_profile import BUILT_IN, origin_of, profile_text
from truyvet.evidence.errors import TruyvetError
from truyvet.extractors.tables.profile import MAX_PROFILE, Given, built_in, parse_profile

OWN = """name = "own"
[columns.a]
names = ["from"]
kind = "phone"
[columns.b]
names = ["to"]
kind = "phone"
[[statements]]
subject = "a"
relation = "called"
object = "b"
[[statements]]
subject = "a"
relation = "met"
object = "b"
option = "meetings"
"""


def asked(name: str, *given: str, sheet: str = "", also: str = "") -> Given:
    """Return what a profile says that was added to it."""
    return parse_profile(profile_text(name, sheet=sheet, given=given, also=also)).given


def refused(name: str, *given: str, sheet: str = "", also: str = "") -> TruyvetError:
    with pytest.raises(TruyvetError) as caught:
        profile_text(name, sheet=sheet, given=given, also=also)
    return caught.value


@pytest.fixture
def own(tmp_path: Path) -> str:
    path = tmp_path / "own.toml"
    path.write_text(OWN)
    return str(path)


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_profile_of_ours_is_taken_as_it_stands(name: str) -> None:
    assert profile_text(name, sheet="", given=(), also="") == built_in(name)
    assert origin_of(name) == f"truyvet:profile/{name}"


def test_a_file_is_taken_as_it_stands_its_comments_too(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("# tỉnh Nghệ An\n" + OWN)
    assert profile_text(str(path), sheet="", given=(), also="").startswith("# tỉnh Nghệ An\n")


def test_a_mark_before_the_text_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xef\xbb\xbf" + OWN.encode())
    assert profile_text(str(path), sheet="", given=(), also="") == OWN


def test_a_file_comes_from_where_it_lies(own: str) -> None:
    assert origin_of(own) == own
    assert Path(origin_of("x/../own.toml")).is_absolute()


@pytest.mark.parametrize(
    ("given", "value"),
    [("a=1", "1"), (" a = 1 ", "1"), ("a=x=y", "x=y"), ("a=", ""), ('a="\\', '"\\'),
     ("a=Đức 🙂", "Đức 🙂"), ("a=[given]", "[given]")],
)  # fmt: skip
def test_a_value_that_is_added_is_the_one_that_was_typed(own: str, given: str, value: str) -> None:
    assert asked(own, given).values == {"a": value}


def test_of_two_values_for_one_column_the_last_counts(own: str) -> None:
    assert asked(own, "a=1", "a=2").values == {"a": "2"}


@pytest.mark.parametrize("also", ["meetings", " meetings ,", "meetings,meetings"])
def test_further_statements_are_asked_for_by_their_words(own: str, also: str) -> None:
    assert asked(own, also=also).options == ("meetings",)


def test_a_sheet_may_have_any_name(own: str) -> None:
    assert asked(own, sheet='Tờ "1"\\').sheet == 'Tờ "1"\\'


def test_what_was_exported_from_a_case_is_a_profile_again(own: str, tmp_path: Path) -> None:
    again = tmp_path / "profile.toml"
    again.write_text(profile_text(own, sheet="S", given=("a=1",), also="meetings"))
    assert profile_text(str(again), sheet="", given=(), also="") == again.read_text()


def test_what_is_added_to_it_comes_on_top_of_what_was_added_before(
    own: str, tmp_path: Path
) -> None:
    again = tmp_path / "profile.toml"
    again.write_text(profile_text(own, sheet="S", given=("a=1", "b=2"), also=""))
    assert asked(str(again), "b=3", also="meetings") == Given(
        values={"a": "1", "b": "3"}, options=("meetings",), sheet="S"
    )
    assert asked(str(again), sheet="T").sheet == "T"


def test_what_was_added_in_the_middle_is_not_torn_out(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(OWN.replace("[columns.a]", '[given]\nsheet = "S"\n[columns.a]', 1))
    assert asked(str(path)).sheet == "S"
    error = refused(str(path), "a=1")
    assert error.code == "E581"
    assert "does not stand at the end" in str(error)


@pytest.mark.parametrize("given", ["a", "=1", " =1", ""])
def test_a_value_without_its_column_is_refused(own: str, given: str) -> None:
    assert refused(own, given).code == "E585"


def test_columns_and_words_that_the_profile_does_not_know_are_refused_with_those_it_knows(
    own: str,
) -> None:
    error = refused(own, "c=1", "d=2")
    assert (error.code, str(error)) == ("E585", f"E585: c, d is not known to the profile {own}")
    assert error.hint == "known: a, b"
    assert refused(own, also="places").hint == "known: meetings"


@pytest.mark.parametrize("name", ["", ".", "/", "bank.toml", "Bank", "bank ", "../profiles/bank"])
def test_a_profile_that_is_not_there_is_refused(name: str) -> None:
    assert refused(name).code == "E580"


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "Object missing required field"), (b"\xff", "it is not UTF-8"), (b"name = 1", "str"),
     (b"a\0b", "no TOML"), (b"PK\x03\x04", "no TOML"), (b"#" * (MAX_PROFILE + 1), "longer than"),
     (b"x = " + b"[" * 5000, "no TOML"), (OWN.encode() * 2, "no TOML")],
)  # fmt: skip
def test_a_file_that_is_no_profile_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, why: str
) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    error = refused(str(path))
    assert error.code == "E581"
    assert why in str(error)
