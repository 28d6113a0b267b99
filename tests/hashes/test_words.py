"""Proquints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.hashes import words

# The examples of arXiv:0901.4016: IPv4 addresses.
PUBLISHED = {
    "127.0.0.1": "lusab-babad",
    "63.84.220.193": "gutih-tugad",
    "63.118.7.35": "gutuk-bisog",
    "140.98.193.141": "mudof-sakat",
    "64.255.6.200": "haguz-biram",
    "128.30.52.45": "mabiv-gibot",
    "147.67.119.2": "natag-lisaf",
    "212.58.253.68": "tibup-zujah",
    "216.35.68.215": "tobog-higil",
    "216.68.232.21": "todah-vobij",
    "198.81.129.136": "sinid-makam",
    "12.110.110.204": "budov-kuras",
}


@pytest.mark.parametrize("address", PUBLISHED)
def test_the_published_examples(address: str) -> None:
    content = bytes(int(part) for part in address.split("."))
    assert words.words(content) == PUBLISHED[address]
    assert words.parse(PUBLISHED[address]) == content


@given(st.binary(min_size=2, max_size=64).filter(lambda content: len(content) % 2 == 0))
def test_bytes_read_back_from_their_words(content: bytes) -> None:
    assert words.parse(words.words(content)) == content


def test_every_pair_of_bytes_has_a_word_of_its_own() -> None:
    everything = b"".join(number.to_bytes(2, "big") for number in range(65_536))
    assert len(set(words.words(everything).split("-"))) == 65_536


def test_a_root_is_sixteen_words() -> None:
    assert len(words.words(bytes(32)).split("-")) == 16


@pytest.mark.parametrize("content", [b"", b"a", b"abc"])
def test_bytes_that_are_not_pairs_have_no_words(content: bytes) -> None:
    with pytest.raises(ValueError, match="pairs of bytes"):
        words.words(content)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "five letters"),
        ("lusa", "five letters"),
        ("lusabb", "five letters"),
        ("lusab-", "five letters"),
        ("-lusab", "five letters"),
        ("lusab--babad", "five letters"),
        ("lusab babad", "five letters"),
        ("lusab\n", "five letters"),
        ("LUSAB", "'L' cannot stand there"),
        ("lesab", "'e' cannot stand there"),
        ("ulsab", "'u' cannot stand there"),
        ("lusac", "'c' cannot stand there"),
        ("lúsab", "'ú' cannot stand there"),
        ("lusab-babax", "'x' cannot stand there"),
    ],
)
def test_what_is_no_word_is_refused_and_named(text: str, reason: str) -> None:
    with pytest.raises(words.NotWords, match=reason):
        words.parse(text)


@given(st.text(alphabet="abdfgilostz-", max_size=24))
def test_a_text_that_is_accepted_is_the_only_text_of_its_bytes(text: str) -> None:
    try:
        content = words.parse(text)
    except words.NotWords:
        return
    assert words.words(content) == text
