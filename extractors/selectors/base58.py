"""Base58 with a checksum of two SHA-256 (Bitcoin's Base58Check), and Monero's blocks of it."""

from hashlib import sha256

BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_VALUES = {
    alphabet: {character: value for value, character in enumerate(alphabet)}
    for alphabet in (BITCOIN, RIPPLE)
}
_BLOCKS = {11: 8, 7: 5}
"""Characters of a Monero block: the bytes they stand for."""


def _number(text: str, alphabet: str) -> int:
    """Return the number that the characters write; KeyError for one that is none."""
    values, number = _VALUES[alphabet], 0
    for character in text:
        number = number * 58 + values[character]
    return number


def checked(text: str, alphabet: str = BITCOIN) -> bytes | None:
    """Return version and payload of an address whose checksum holds, else None."""
    try:
        number = _number(text, alphabet)
    except KeyError:
        return None
    zeros = len(text) - len(text.lstrip(alphabet[0]))
    content = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
    if len(content) < 5:
        return None
    payload, sum_ = content[:-4], content[-4:]
    return payload if sha256(sha256(payload).digest()).digest()[:4] == sum_ else None


def plain(text: str, length: int) -> bytes | None:
    """Return the bytes of base58 without a checksum, where they are `length` many."""
    try:
        number = _number(text, BITCOIN)
    except KeyError:
        return None
    zeros = len(text) - len(text.lstrip(BITCOIN[0]))
    size = zeros + (number.bit_length() + 7) // 8
    return number.to_bytes(length, "big") if size == length else None


def blocks(text: str) -> bytes | None:
    """Return the bytes of a Monero text: blocks of 11 characters for 8 bytes, the last shorter."""
    content = bytearray()
    for start in range(0, len(text), 11):
        block = text[start : start + 11]
        size = _BLOCKS.get(len(block))
        try:
            content += _number(block, BITCOIN).to_bytes(size or 0, "big")
        except (KeyError, OverflowError):
            return None
    return bytes(content)
