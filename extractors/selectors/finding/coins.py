"""Rules for addresses of cryptocurrencies."""

import re

from .. import coins
from ..normal import Reading
from .rule import Anchor, Rule, Spot, Words, spot, text_of
from .shapes import BASE58, NAME, token

_BASED: dict[int, tuple[tuple[str, Reading], ...]] = {
    ord("1"): (("bitcoin", coins.bitcoin),),
    ord("3"): (("bitcoin", coins.bitcoin),),
    ord("L"): (("litecoin", coins.litecoin),),
    ord("M"): (("litecoin", coins.litecoin),),
    ord("D"): (("dogecoin", coins.dogecoin),),
    ord("9"): (("dogecoin", coins.dogecoin),),
    ord("A"): (("dogecoin", coins.dogecoin),),
    ord("T"): (("tron", coins.tron),),
    ord("r"): (("xrp", coins.xrp),),
}
"""First byte of a Base58Check address: what it may be."""
_TOKEN = rb"[139LMDATr]" + BASE58 + rb"{24,34}"
_FIVES = rb"[02-9ac-hj-np-zAC-HJ-NP-Z]"
_CASH = rb"[qpQP]" + _FIVES + rb"{41}"
_LONG = Anchor(
    expression=rb"[0-9A-Za-z]{40}[^0-9A-Za-z]", tail=41, reach=67, head=NAME
)  # the end of any long word: its beginning would cost hyperscan a look at every word
_TON = rb"[EU](?:Q[A-D]|f[89_\-])[A-Za-z0-9_\-]{45}"  # workchain 0, masterchain
_TON_BESIDE = rb"[A-Za-z0-9_\-]"


def _based(found: re.Match[bytes], words: Words) -> Spot | None:
    raw = found[0]
    if raw.isalpha() or raw.isdigit():
        return None  # a word, a number: chance makes neither out of a hash
    for kind, read in _BASED[raw[0]]:
        if (normal := read(text_of(found), "")) is not None:
            return spot(found, kind, normal)
    return None


def _segwit(found: re.Match[bytes], words: Words) -> Spot | None:
    text = text_of(found)
    kind, read = ("litecoin", coins.litecoin) if text[0] in "lL" else ("bitcoin", coins.bitcoin)
    return spot(found, kind, read(text, ""))


def _ethereum(found: re.Match[bytes], words: Words) -> Spot | None:
    return spot(found, "ethereum", coins.ethereum(text_of(found), ""))


def _cash(found: re.Match[bytes], words: Words) -> Spot | None:
    return spot(found, "bitcoin-cash", coins.bitcoin_cash(text_of(found), ""))


def _monero(found: re.Match[bytes], words: Words) -> Spot | None:
    return spot(found, "monero", coins.monero(text_of(found), ""))


def _ton(found: re.Match[bytes], words: Words) -> Spot | None:
    return spot(found, "ton", coins.ton(text_of(found), ""))


def _solana(found: re.Match[bytes], words: Words) -> Spot | None:
    if not words.near("solana", *found.span()):
        return None
    return spot(found, "solana", coins.solana(text_of(found)), 70)


RULES: tuple[Rule, ...] = (
    Rule(
        name="base58check", core=_TOKEN,
        anchors=(token(rb"[139LMDATr]" + BASE58 + rb"{24}", 25, 25, after=b""),),
        check=_based, longest=48, asks=False,
    ),
    Rule(
        name="segwit", core=rb"(?:bc1|BC1|ltc1|LTC1)" + _FIVES + rb"{11,71}",
        anchors=(
            token(rb"(?:bc1|BC1)" + _FIVES + rb"{11}", 14, 14, after=b""),
            token(rb"(?:ltc1|LTC1)" + _FIVES + rb"{11}", 15, 15, after=b""),
        ),
        check=_segwit, longest=96, asks=False,
    ),
    Rule(
        name="ethereum", core=rb"0[xX][0-9A-Fa-f]{40}",
        anchors=(token(rb"0[xX][0-9A-Fa-f]{40}", 42, 42),), check=_ethereum, longest=64, asks=False,
    ),
    Rule(
        name="cashaddr", core=rb"(?:(?i:bitcoincash):)?" + _CASH,
        anchors=(token(rb"[qpQP]" + _FIVES + rb"{24}", 25, 37, after=b""),),
        check=_cash, longest=64, asks=False,
    ),
    Rule(
        name="monero", core=rb"[48]" + BASE58 + rb"{94}(?:" + BASE58 + rb"{11})?",
        anchors=(_LONG,),
        check=_monero, longest=128, asks=False,
    ),
    Rule(
        name="ton", core=_TON, before=_TON_BESIDE, after=_TON_BESIDE,
        anchors=(token(_TON, 48, 48, before=_TON_BESIDE, after=_TON_BESIDE),),
        check=_ton, longest=64, asks=False,
    ),
    Rule(
        name="solana", core=BASE58 + rb"{43,44}",
        anchors=(_LONG,),
        check=_solana, longest=64, needs="solana",
    ),
)  # fmt: skip
"""The rules of this family."""
