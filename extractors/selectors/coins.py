"""Addresses of cryptocurrencies, by their checksums.

Base58Check: Bitcoin, Litecoin, Dogecoin, TRON, XRP. Bech32 and Bech32m: Bitcoin and Litecoin
(BIP 173, 350). CashAddr: Bitcoin Cash. EIP-55: Ethereum and what shares its addresses. Monero: the
first four bytes of Keccak-256. TON: CRC-16 (TEP-2). Solana has no checksum: only 32 bytes.
"""

import base64
import re
from functools import lru_cache

from . import base58, bech32
from .checksums import crc16
from .keccak import keccak256
from .normal import Normal, Row

_CACHE = 1 << 16
_SEGWIT = {0: "segwit", 1: "taproot"}
_MONERO = {(18, 95): "standard", (42, 95): "subaddress", (19, 106): "integrated"}
"""First byte and characters of an address of Monero: an integrated one also holds a payment id."""
_TON = re.compile(r"[A-Za-z0-9_\-]{48}|[A-Za-z0-9+/]{48}")


def _based(text: str, forms: dict[int, str], alphabet: str = base58.BITCOIN) -> Normal | None:
    payload = base58.checked(text, alphabet)
    if payload is None or len(payload) != 21 or payload[0] not in forms:
        return None
    return Normal(value=text, facts={"form": forms[payload[0]]})


def _bech(text: str, prefix: str) -> Normal | None:
    lower = text.lower()
    if text not in (lower, text.upper()):
        return None  # BIP 173: never mixed
    found = bech32.segwit(lower, prefix)
    if found is None:
        return None
    return Normal(value=lower, facts={"form": _SEGWIT.get(found[0], f"witness-{found[0]}")})


@lru_cache(_CACHE)
def bitcoin(text: str, region: str = "") -> Normal | None:
    """Read an address of Bitcoin: P2PKH, P2SH, segwit, taproot."""
    if text[:3].lower() == "bc1":
        return _bech(text, "bc")
    return _based(text, {0: "p2pkh", 5: "p2sh"})


@lru_cache(_CACHE)
def litecoin(text: str, region: str = "") -> Normal | None:
    """Read an address of Litecoin; those that begin with 3 are Bitcoin's too and left to it."""
    if text[:4].lower() == "ltc1":
        return _bech(text, "ltc")
    return _based(text, {48: "p2pkh", 50: "p2sh"})


@lru_cache(_CACHE)
def dogecoin(text: str, region: str = "") -> Normal | None:
    """Read an address of Dogecoin."""
    return _based(text, {30: "p2pkh", 22: "p2sh"})


@lru_cache(_CACHE)
def tron(text: str, region: str = "") -> Normal | None:
    """Read an address of TRON, where most USDT moves."""
    return _based(text, {65: "base58"})


@lru_cache(_CACHE)
def xrp(text: str, region: str = "") -> Normal | None:
    """Read a classic address of XRP."""
    return _based(text, {0: "classic"}, base58.RIPPLE)


@lru_cache(_CACHE)
def bitcoin_cash(text: str, region: str = "") -> Normal | None:
    """Read a CashAddr address, with or without `bitcoincash:`; the normal form has it."""
    lower = text.lower()
    if text not in (lower, text.upper()):
        return None
    bare = lower.removeprefix("bitcoincash:")
    content = bech32.cash(bare) if len(bare) == 42 else None
    if content is None or len(content) != 21 or content[0] not in (0, 8):
        return None
    form = "p2sh" if content[0] else "p2pkh"
    return Normal(value=f"bitcoincash:{bare}", facts={"form": form})


@lru_cache(_CACHE)
def ethereum(text: str, region: str = "") -> Normal | None:
    """Read an address of Ethereum, BNB, Polygon and others; letters of both cases are its checksum.

    The normal form is in lower case: the checksum is no part of the value.
    """
    digits = text[2:]
    if len(text) != 42 or text[:2] not in ("0x", "0X"):
        return None
    lower = digits.lower()
    if not set(lower) <= set("0123456789abcdef") or len(set(lower)) < 6:
        return None  # 0x000…, 0xdead…: placeholders
    if digits in (lower, digits.upper()):
        return Normal(value=f"0x{lower}", confidence=75, facts={"checksum": "none"})
    hashed = keccak256(lower.encode()).hex()
    right = all(
        sign.isdigit() or sign.isupper() == (nibble > "7")
        for sign, nibble in zip(digits, hashed, strict=False)
    )
    return Normal(value=f"0x{lower}", facts={"checksum": "eip55"}) if right else None


@lru_cache(_CACHE)
def monero(text: str, region: str = "") -> Normal | None:
    """Read an address of Monero, 95 or 106 characters."""
    content = base58.blocks(text) if len(text) in (95, 106) else None
    form = _MONERO.get((content[0], len(text))) if content else None
    if content is None or form is None or keccak256(content[:-4])[:4] != content[-4:]:
        return None
    return Normal(value=text, facts={"form": form})


@lru_cache(_CACHE)
def ton(text: str, region: str = "") -> Normal | None:
    """Read a user-friendly address of TON; the normal form is the bounceable one, base64url."""
    if _TON.fullmatch(text) is None:  # the decoder would pass over what is no base64
        return None
    content = base64.urlsafe_b64decode(text.replace("+", "-").replace("/", "_"))
    if content[0] not in (0x11, 0x51) or content[1] not in (0, 0xFF):
        return None
    if crc16(content[:34]) != int.from_bytes(content[34:], "big"):
        return None
    body = b"\x11" + content[1:34]
    whole = body + crc16(body).to_bytes(2, "big")
    form = "bounceable" if content[0] == 0x11 else "non-bounceable"
    return Normal(value=base64.urlsafe_b64encode(whole).decode(), facts={"form": form})


def solana(text: str, region: str = "") -> Normal | None:
    """Read an address of Solana: base58 of 32 bytes, which proves little."""
    if not 43 <= len(text) <= 44 or base58.plain(text, 32) is None:
        return None
    return Normal(value=text, confidence=40)


ROWS: dict[str, Row] = {
    "bitcoin": Row(title="Bitcoin address", normal=bitcoin),
    "bitcoin-cash": Row(title="Bitcoin Cash address", normal=bitcoin_cash),
    "dogecoin": Row(title="Dogecoin address", normal=dogecoin),
    "ethereum": Row(title="Ethereum address (also BNB, Polygon, …)", normal=ethereum),
    "litecoin": Row(title="Litecoin address", normal=litecoin),
    "monero": Row(title="Monero address", normal=monero),
    "solana": Row(title="Solana address", normal=solana),
    "ton": Row(title="TON address", normal=ton),
    "tron": Row(title="TRON address", normal=tron),
    "xrp": Row(title="XRP address", normal=xrp),
}
"""The kinds of this family."""
