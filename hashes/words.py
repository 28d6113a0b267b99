"""Proquints: bytes as words that can be read aloud, after Wilkerson, arXiv:0901.4016.

Sixteen bits make one word of five letters, consonant-vowel-consonant-vowel-consonant; words are
joined by hyphens. Used to put a root on paper or through a telephone. There is no check digit and
no tolerance: a word that is not exactly one of the 65,536 is refused.
"""

CONSONANTS = "bdfghjklmnprstvz"  # four bits each
VOWELS = "aiou"  # two bits each
WORD_BYTES = 2

_WORD = "cvcvc"


class NotWords(ValueError):
    """The text is not a sequence of proquints."""


def words(content: bytes) -> str:
    """Write an even, non-zero number of bytes as hyphenated words. ``ValueError`` for others."""
    if not content or len(content) % WORD_BYTES:
        raise ValueError(f"words stand for pairs of bytes; {len(content)} bytes are none")
    numbers = memoryview(content)
    return "-".join(
        _word(numbers[at] << 8 | numbers[at + 1]) for at in range(0, len(content), WORD_BYTES)
    )


def parse(text: str) -> bytes:
    """Read words back into bytes: lower case, single hyphens, nothing around. ``NotWords``."""
    return b"".join(_number(word).to_bytes(WORD_BYTES, "big") for word in text.split("-"))


def _word(number: int) -> str:
    return (
        CONSONANTS[number >> 12]
        + VOWELS[number >> 10 & 3]
        + CONSONANTS[number >> 6 & 15]
        + VOWELS[number >> 4 & 3]
        + CONSONANTS[number & 15]
    )


def _number(word: str) -> int:
    if len(word) != len(_WORD):
        raise NotWords(f"{word!r} is not a word of five letters")
    number = 0
    for letter, kind in zip(word, _WORD, strict=True):
        letters = CONSONANTS if kind == "c" else VOWELS
        value = letters.find(letter)
        if value < 0:
            raise NotWords(f"{letter!r} cannot stand there in the word {word!r}")
        number = number * len(letters) + value
    return number
