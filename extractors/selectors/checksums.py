"""Check digits of numbers: Luhn (ISO/IEC 7812-1), mod 97 (ISO 7064), ICAO 9303, tax code."""

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)  # Circular 105/2020/TT-BTC's structure of the code
_MRZ = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


def luhn(number: str) -> bool:
    """Tell whether the last of these digits is the Luhn check digit of the others."""
    total = sum(map(int, number[-1::-2]))
    total += sum(_DOUBLED[int(digit)] for digit in number[-2::-2])
    return total % 10 == 0


def mod97(text: str) -> bool:
    """Tell whether an IBAN without spaces, in capitals, has the remainder 1 (ISO 7064)."""
    turned = text[4:] + text[:4]
    return int("".join(str(_MRZ[character]) for character in turned)) % 97 == 1


def tax(code: str) -> bool:
    """Tell whether ten digits are a Vietnamese tax code with its check digit."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code, strict=False))
    return 10 - total % 11 == int(code[9])


def mrz(field: str, digit: str) -> bool:
    """Tell whether `digit` is the check digit of a field of a machine-readable zone (ICAO 9303-3).

    An empty optional field may have `<` for its digit.
    """
    if digit == "<":
        return not field.strip("<")
    weights = (7, 3, 1)
    total = sum(_MRZ.get(sign, 0) * weights[place % 3] for place, sign in enumerate(field))
    return total % 10 == int(digit)


def crc16(content: bytes) -> int:
    """Return the CRC-16/XMODEM of some bytes."""
    crc = 0
    for byte in content:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc
