"""The table of kinds, UUIDs, and look-ups in any spelling."""

import pytest
from tests.extractors.selectors.looks import found, normals

from truyvet.extractors.selectors import KINDS, normal, readings
from truyvet.extractors.selectors.identifiers import uuid

SPELLINGS = [
    ("0168 345 6789", ("phone", "+84383456789")),
    ("+84383456789", ("phone", "+84383456789")),
    ("30a 12345", ("licence-plate", "30A-123.45")),
    ("4012 8888 8888 1881", ("card", "4012888888881881")),
    ("User@Example.com", ("email", "user@example.com")),
    ("evil[.]com", ("domain", "evil.com")),
    ("00-1A-2B-3C-4D-5E", ("mac", "00:1a:2b:3c:4d:5e")),
    ("https://t.me/Durov", ("telegram", "durov")),
    ("@abcdef", ("telegram", "abcdef")),
    ("079 201 012 345", ("cccd", "079201012345")),
    ("0100109106-001", ("tax-code", "0100109106-001")),
    ("{123E4567-E89B-12D3-A456-426614174000}", ("uuid", "123e4567-e89b-12d3-a456-426614174000")),
    ("21.0285, 105.8542", ("geo", "21.028500,105.854200")),
    ("  8.8.8.8 ", ("ipv4", "8.8.8.8")),
]


@pytest.mark.parametrize(("text", "wanted"), SPELLINGS)
def test_a_typed_value_is_read_in_any_spelling(text: str, wanted: tuple[str, str]) -> None:
    assert wanted in readings(text)


def test_the_surest_reading_comes_first() -> None:
    assert readings("0912345678")[0] == ("phone", "+84912345678")
    assert readings("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")[0][0] == "bitcoin"


@pytest.mark.parametrize("text", ["", " ", "xin chào các bạn", "\0", "x" * 5_000, "((((", "@", "/"])
def test_what_is_no_value_has_no_reading(text: str) -> None:
    assert readings(text) == []


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(LookupError):
        normal("shoe-size", "42")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_kind_chokes_on_odd_text(kind: str) -> None:
    for text in (
        "",
        "0",
        "\ud800",
        "９１２３４５６７８",
        "+" * 40,
        "%" * 40,
        "://",
        "a" * 200,
        "?id=&=",
    ):
        assert normal(kind, text) is None or normal(kind, text) is not None


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_word_and_a_title(kind: str) -> None:
    assert kind.replace("-", "").isalnum()
    assert KINDS[kind].title


@pytest.mark.parametrize(("text", "wanted"), SPELLINGS)
def test_a_normal_form_reads_as_itself(text: str, wanted: tuple[str, str]) -> None:
    kind, value = wanted
    again = normal(kind, value)
    assert again is not None
    assert again.value == value


def test_a_uuid_of_version_1_tells_card_and_time() -> None:
    read = uuid("c232ab00-9414-11ec-b3c8-9f6bdeced846")
    assert read is not None
    assert read.facts == {"version": "1", "mac": "9f:6b:de:ce:d8:46", "seconds": "1645557742"}


@pytest.mark.parametrize(
    "text", ["00000000-0000-0000-0000-000000000000", "f" * 32, "123e4567", "x" * 36]
)
def test_nil_and_noise_are_no_uuid(text: str) -> None:
    assert uuid(text) is None


def test_a_uuid_is_found_whole_only() -> None:
    text = "123e4567-e89b-42d3-a456-426614174000"
    assert normals("uuid", f"id={text};") == [text]
    assert normals("uuid", f"{text}0 a{text}") == []
    assert found(text)[0].spot.facts["version"] == "4"
