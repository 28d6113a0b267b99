"""Bech32, Bech32m (BIP 173, BIP 350) and Bitcoin Cash's relative of them (CashAddr)."""

CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {character: value for value, character in enumerate(CHARSET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CASH = (0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)
_FINALS = {1: "bech32", 0x2BC830A3: "bech32m"}


def _fives(text: str) -> list[int] | None:
    values = [_VALUES.get(character, -1) for character in text]
    return None if -1 in values else values


def _remainder(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place in range(5):
            if top >> place & 1:
                check ^= _GENERATOR[place]
    return check


def segwit(text: str, prefix: str) -> tuple[int, bytes] | None:
    """Return (witness version, program) of a lower-case segwit address, else None."""
    rest = text.removeprefix(prefix + "1")
    values = _fives(rest)
    if values is None or rest == text or len(values) < 11:  # version, two bytes, checksum
        return None
    expanded = [ord(sign) >> 5 for sign in prefix] + [0] + [ord(sign) & 31 for sign in prefix]
    form = _FINALS.get(_remainder(expanded + values))
    version, program = values[0], _eights(values[1:-6])
    wanted = "bech32m" if version else "bech32"
    if form != wanted or program is None or version > 16 or not 2 <= len(program) <= 40:
        return None
    return None if not version and len(program) not in (20, 32) else (version, program)


def cash(text: str, prefix: str = "bitcoincash") -> bytes | None:
    """Return version and hash of a lower-case CashAddr without its prefix, else None."""
    values = _fives(text)
    if values is None:
        return None
    check = 1
    for value in [*(ord(sign) & 31 for sign in prefix), 0, *values]:
        top = check >> 35
        check = (check & 0x07FFFFFFFF) << 5 ^ value
        for place in range(5):
            if top >> place & 1:
                check ^= _CASH[place]
    return _eights(values[:-8]) if check == 1 else None


def _eights(values: list[int]) -> bytes | None:
    """Return the bytes of five-bit values; None when the padding is not zero."""
    number, bits = 0, 5 * len(values)
    for value in values:
        number = number << 5 | value
    spare = bits % 8
    if spare >= 5 or number & ((1 << spare) - 1):
        return None
    return (number >> spare).to_bytes(bits // 8, "big")
