"""Places on earth in all their spellings."""

import pytest
from tests.extractors.selectors.looks import normals

from truyvet.extractors.selectors.places import geo

HANOI = "21.028511,105.804817"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("21.028511, 105.804817", HANOI),
        ("21.028511,105.804817", HANOI),
        ("21.028511;105.804817", HANOI),
        ("geo:21.028511,105.804817?z=15", HANOI),
        ("https://www.google.com/maps/@21.028511,105.804817,15z", HANOI),
        ("https://maps.google.com/?q=21.028511,105.804817", HANOI),
        ('"lat": 21.028511, "lng": 105.804817', HANOI),
        ("latitude=21.028511&longitude=105.804817", HANOI),
        ("!3d21.028511!4d105.804817", HANOI),
        ("-33.8568, 151.2153", "-33.856800,151.215300"),
        ("21°01'42.5\"N 105°51'15\"E", "21.028472,105.854167"),
        ("21° 1.5' N, 105° 51.25' E", "21.025000,105.854167"),
        ("N 21°01'42\" E 105°51'15\"", "21.028333,105.854167"),
        ("33°51'24\"S 70°12'36\"W", "-33.856667,-70.210000"),
    ],
)
def test_a_place_has_one_form(text: str, value: str) -> None:
    read = geo(text)
    assert read is not None
    assert read.value == value


@pytest.mark.parametrize(
    "text",
    ["91.0000, 10.0000", "10.0000, 181.0000", "0.0, 0.0", "abc", "", "21°61'00\"N 105°00'00\"E"],
)
def test_what_is_not_on_earth_is_none(text: str) -> None:
    assert geo(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "GPS: 21.028511, 105.804817",
        "tọa độ 21.028511,105.804817.",
        "vị trí: 21.028511, 105.804817",
        "https://www.google.com/maps/@21.028511,105.804817,15z",
        "https://www.google.com/maps/place/X/@21.028511,105.804817,15z",
        "https://maps.google.com/?q=21.028511,105.804817",
        "geo:21.028511,105.804817",
        "{'lat': 21.028511, 'lon': 105.804817}",
        "/data=!3d21.028511!4d105.804817",
    ],
)
def test_a_place_is_found(text: str) -> None:
    assert set(normals("geo", text)) == {HANOI}


@pytest.mark.parametrize("sign", ["°".encode(), b"\xb0"])
def test_degrees_are_found_in_utf8_and_in_one_byte(sign: bytes) -> None:
    text = b"at 21\xb001'42.5\"N 105\xb051'15\"E".replace(b"\xb0", sign)
    assert normals("geo", text) == ["21.028472,105.854167"]


@pytest.mark.parametrize(
    "text", ["M 21.028511,105.804817 L", "21.028511, 105.804817", "?q=21,105", "1.2345, 6.7890"]
)
def test_pairs_without_a_word_are_nothing(text: str) -> None:
    assert normals("geo", text) == []
