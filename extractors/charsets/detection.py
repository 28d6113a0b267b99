"""Which encoding bytes are in: marks, the form of UTF-8/16/32, then Vietnamese spelling.

Text that is UTF-8 but for a few bytes is damaged UTF-8. Bytes that are no Unicode form are read in
each old encoding; the words that hold accented letters are checked against the spelling of
Vietnamese syllables, and the encoding in which most of them are right wins. Where too few are, the
bytes are windows-1252, with little confidence.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from .decoding import DECODERS
from .syllables import is_syllable

SAMPLE_BYTES = 64 << 10
"""Bytes looked at for the old encodings, from the first line on that is not ASCII."""
_SAMPLE_WORDS = 4_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OPENINGS = ("<!doctype", "<html", "<?xml")
_OLD = ("tcvn3", "vni", "viscii", "windows-1258")
_HIGH = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.6  # share of accented words that must be spelled right
_FEW = 3  # accented words below which the spelling proves little
_WHOLE = 4  # characters of UTF-8 that must be whole for each that is not
_UPPER = bytes(range(0x80, 0x100))


@dataclass(frozen=True, kw_only=True, slots=True)
class Guess:
    """What encoding some bytes seem to be in."""

    charset: str
    """A name that `decode` takes; `us-ascii` where there are only such bytes."""
    confidence: int
    """0 to 100: 100 where a mark or the form of UTF-8 says so."""


def wide_markup(content: bytes) -> str:
    """Return the UTF-16 that markup without a mark is in, by its first characters; else empty.

    Its first tag tells (XML 1.0, appendix F), in whatever script the text behind it is.
    """
    for charset in ("utf-16-le", "utf-16-be"):
        begun = content[:512].decode(charset, "replace").lstrip().lower()
        if begun.startswith(_OPENINGS):
            return charset
    return ""


def detect(content: bytes, *, cut: bool = False) -> Guess:
    """Return the encoding of a text; `cut` says that it goes on after these bytes."""
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return Guess(charset=charset, confidence=100)
    wide = _wide(content[:4096])
    if wide:
        return Guess(charset=wide, confidence=90)
    if content.isascii():
        return Guess(charset="us-ascii", confidence=100)
    if is_utf8(content, cut=cut):
        return Guess(charset="utf-8", confidence=100)
    first = _HIGH.search(content)
    begin = content.rfind(b"\n", 0, first.start()) + 1 if first else 0
    sample = content[begin : begin + SAMPLE_BYTES]
    if _nearly_utf8(sample):
        return Guess(charset="utf-8", confidence=70)
    return _spelled(sample)


def is_utf8(content: bytes, *, cut: bool = False) -> bool:
    """Tell whether bytes are UTF-8; with `cut`, the last character may be incomplete."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content, final=not cut)
    except UnicodeDecodeError:
        return False
    return True


def _nearly_utf8(content: bytes) -> bool:
    """Tell whether bytes are UTF-8 with some damage: hardly any other text is so by chance."""
    text = content.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    whole = len(text) - damaged - len(content.translate(None, _UPPER))
    return whole >= _WHOLE * max(damaged, 1)


def share_spelled(text: str) -> tuple[float, int]:
    """Return the share of words with accented letters that are syllables, and their number."""
    right = words = 0
    for found in _WORD.finditer(text):
        word = found[0]
        if word.isascii():
            continue
        words += 1
        right += is_syllable(word)
        if words >= _SAMPLE_WORDS:
            break
    return (right / words if words else 0.0), words


def _spelled(sample: bytes) -> Guess:
    best, best_share, best_words = "", 0.0, 0
    for charset in _OLD:
        text = unicodedata.normalize("NFC", DECODERS[charset](sample))
        share, words = share_spelled(text)
        if share > best_share:
            best, best_share, best_words = charset, share, words
    if best and best_share >= _ENOUGH and (best_words >= _FEW or best_share == 1.0):
        sure = int(95 * best_share) if best_words >= 10 else 30 + 5 * best_words
        return Guess(charset=best, confidence=min(sure, 95))
    return Guess(charset="windows-1252", confidence=20)


def _wide(head: bytes) -> str:
    """Return which UTF-16 or UTF-32 without a mark the places of the zeros show; else empty."""
    if len(head) < 8 or 0 not in head[:512]:
        return ""
    quads = len(head) // 4
    if quads >= 4:
        zeros = [head[place::4].count(0) / quads for place in range(4)]
        if min(zeros[1:]) > 0.7 and zeros[0] < 0.05:
            return "utf-32-le" if zeros[3] > 0.95 else ""
        if min(zeros[:3]) > 0.7 and zeros[3] < 0.05:
            return "utf-32-be" if zeros[0] > 0.95 else ""
    pairs = len(head) // 2
    even, odd = head[0::2].count(0) / pairs, head[1::2].count(0) / pairs
    for charset, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high > 0.35 and low < 0.02 and _readable(head[: pairs * 2], charset):
            return charset
    return ""


def _readable(head: bytes, charset: str) -> bool:
    """Tell whether nearly all characters are such as text has."""
    text = head.decode(charset, "replace")
    odd = sum(
        unicodedata.category(letter) in ("Cc", "Cn", "Co", "Cs") and letter not in "\t\r\n\f"
        for letter in text
    )
    return odd * 50 <= len(text)
