"""Writers of numbers and addresses, made from the standards and not from the code under test.

Each makes a value whose checksum holds, so that a test can ask for as many as it likes. They share
nothing with `truyvet.extractors.selectors`: other algorithms where there is a choice.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator, Sequence

from Cryptodome.Hash import keccak as cryptodome

BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
FIVES = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
BECH32, BECH32M = 1, 0x2BC830A3


def keccak(content: bytes) -> bytes:
    """Keccak-256 by a library in C."""
    return cryptodome.new(data=content, digest_bits=256).digest()


def base58(content: bytes, alphabet: str = BITCOIN) -> str:
    """Bytes in base58, digit by digit as on paper."""
    digits = [0]
    for byte in content:
        carry = byte
        for place, digit in enumerate(digits):
            carry += digit << 8
            digits[place], carry = carry % 58, carry // 58
        while carry:
            digits.append(carry % 58)
            carry //= 58
    while len(digits) > 1 and digits[-1] == 0:
        digits.pop()
    zeros = len(content) - len(content.lstrip(b"\0"))
    text = "".join(alphabet[digit] for digit in reversed(digits))
    return alphabet[0] * zeros + (text if content.strip(b"\0") else "")


def base58check(payload: bytes, alphabet: str = BITCOIN) -> str:
    """A payload with its checksum."""
    first = hashlib.sha256(payload).digest()
    return base58(payload + hashlib.sha256(first).digest()[:4], alphabet)


def fives(content: bytes) -> list[int]:
    """Bytes as numbers of five bits, the last filled with zeros."""
    bits = "".join(f"{byte:08b}" for byte in content)
    bits += "0" * (-len(bits) % 5)
    return [int(bits[place : place + 5], 2) for place in range(0, len(bits), 5)]


def _polymod(values: Sequence[int]) -> int:
    """The remainder of BIP 173, over a polynomial written as a number."""
    generators = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
    check = 1
    for value in values:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(generators):
            check ^= generator if top >> place & 1 else 0
    return check


def bech32(prefix: str, values: Sequence[int], constant: int) -> str:
    """Any numbers of five bits under a prefix, with their checksum."""
    high = [ord(sign) >> 5 for sign in prefix]
    expanded = [*high, 0, *(ord(sign) & 31 for sign in prefix), *values]
    check = _polymod([*expanded, *[0] * 6]) ^ constant
    sums = [check >> 5 * (5 - place) & 31 for place in range(6)]
    return f"{prefix}1" + "".join(FIVES[value] for value in [*values, *sums])


def segwit(prefix: str, version: int, program: bytes) -> str:
    """An address of BIP 173 or BIP 350."""
    return bech32(prefix, [version, *fives(program)], BECH32M if version else BECH32)


def cashaddr(prefix: str, version: int, payload: bytes) -> str:
    """A CashAddr with its prefix; its polynomial as the specification of Bitcoin Cash has it."""
    values = fives(bytes([version]) + payload)
    check = 1
    generators = (0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)
    for value in [*(ord(sign) & 31 for sign in prefix), 0, *values, *[0] * 8]:
        top, check = check >> 35, (check & 0x07FFFFFFFF) << 5 ^ value
        for place, generator in enumerate(generators):
            check ^= generator if top >> place & 1 else 0
    check ^= 1
    sums = [check >> 5 * (7 - place) & 31 for place in range(8)]
    return f"{prefix}:" + "".join(FIVES[value] for value in [*values, *sums])


def eip55(address: bytes) -> str:
    """An address of Ethereum with letters of both cases (EIP-55)."""
    digits = address.hex()
    hashed = keccak(digits.encode()).hex()
    return "0x" + "".join(
        sign.upper() if int(nibble, 16) >= 8 else sign
        for sign, nibble in zip(digits, hashed, strict=False)
    )


def monero(first: int, body: bytes) -> str:
    """An address of Monero: blocks of eight bytes, the last shorter."""
    content = bytes([first]) + body
    content += keccak(content)[:4]
    blocks = [content[place : place + 8] for place in range(0, len(content), 8)]
    widths = {8: 11, 5: 7}
    return "".join(
        base58(block.lstrip(b"\0")).rjust(widths[len(block)], "1")
        if block.strip(b"\0")
        else "1" * widths[len(block)]
        for block in blocks
    )


def ton(tag: int, chain: int, account: bytes, *, url: bool = True) -> str:
    """A user-friendly address of TON (TEP-2), its CRC by the standard library."""
    body = bytes([tag, chain]) + account
    whole = body + binascii.crc_hqx(body, 0).to_bytes(2, "big")
    encode = base64.urlsafe_b64encode if url else base64.b64encode
    return encode(whole).decode()


def luhn(digits: str) -> str:
    """Digits with their Luhn check digit, each doubled digit by its cross sum."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        total += sum(map(int, str(int(digit) * 2))) if place % 2 == 0 else int(digit)
    return digits + str(-total % 10)


def iban(country: str, account: str) -> str:
    """An IBAN, its two check digits by long division."""
    remainder = 0
    for sign in "".join(str(int(one, 36)) for one in f"{account}{country}00"):
        remainder = (remainder * 10 + int(sign)) % 97
    return f"{country}{98 - remainder:02d}{account}"


def icao(field: str) -> str:
    """The check digit of a field of a machine-readable zone (ICAO 9303-3, 4.9)."""
    values = {"<": 0} | {sign: int(sign, 36) for sign in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    return str(sum(values[sign] * (7, 3, 1)[place % 3] for place, sign in enumerate(field)) % 10)


def td3(state: str, names: str, number: str, birth: str, sex: str, expiry: str, own: str) -> str:
    """The two lines of a passport."""
    number, own = number.ljust(9, "<"), own.ljust(14, "<")
    first = f"P<{state}{names}".ljust(44, "<")
    fields = [number + icao(number), birth + icao(birth), expiry + icao(expiry), own + icao(own)]
    second = f"{fields[0]}{state}{fields[1]}{sex}{fields[2]}{fields[3]}"
    return f"{first}\n{second}{icao(''.join(fields))}"


def td1(state: str, names: str, number: str, birth: str, sex: str, expiry: str, own: str) -> str:
    """The three lines of an identity card."""
    number, own = number.ljust(9, "<"), own.ljust(15, "<")
    upper = number + icao(number) + own
    dates = [birth + icao(birth), expiry + icao(expiry)]
    second = f"{dates[0]}{sex}{dates[1]}{state}{'<' * 11}"
    check = icao(upper + "".join(dates) + "<" * 11)
    return f"I<{state}{upper}\n{second}{check}\n{names.ljust(30, '<')}"


def tax(nine: str) -> str:
    """A Vietnamese tax code with its check digit; empty where the nine digits have none."""
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    check = 10 - sum(w * int(d) for w, d in zip(weights, nine, strict=True)) % 11
    return f"{nine}{check}" if check < 10 else ""


def neighbours(text: str, alphabet: str, places: Sequence[int] | None = None) -> Iterator[str]:
    """Every text that differs in exactly one sign of the alphabet."""
    for place in range(len(text)) if places is None else places:
        for sign in alphabet:
            if sign != text[place] and text[place] in alphabet:
                yield text[:place] + sign + text[place + 1 :]
