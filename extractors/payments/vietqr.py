"""VietQR: payments to Vietnamese bank accounts as EMVCo codes (NAPAS, VietQR format 1.5.2).

Data object 38 with GUID A000000727 holds the bank's BIN (00), the account or card (01), and the
service: QRIBFTTA to an account, QRIBFTTC to a card.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ..selectors.banks import name_of
from .emv import NotEmv, Payload, objects

GUID = "A000000727"
_MERCHANT = [f"{tag:02d}" for tag in range(26, 52)]
_SERVICES = {"QRIBFTTA": "account", "QRIBFTTC": "card"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Transfer:
    """What a VietQR code asks to be paid."""

    bin: str
    """The bank's identification number of six digits."""
    account: str
    """Account or card number."""
    facts: Mapping[str, str]
    """bank, to, amount, currency, message, merchant, city, bill, crc; empty ones left out."""


def transfer(payload: Payload) -> Transfer | None:
    """Return the transfer in an EMVCo payload; None where it is no VietQR."""
    for tag in _MERCHANT:
        try:
            outer = objects(payload.values.get(tag, ""))
            inner = objects(outer.get("01", "")) if outer.get("00") == GUID else {}
        except NotEmv:
            continue
        if inner.get("00") and inner.get("01"):
            return Transfer(
                bin=inner["00"], account=inner["01"], facts=_facts(payload, outer, inner["00"])
            )
    return None


def _facts(payload: Payload, outer: Mapping[str, str], number: str) -> dict[str, str]:
    values = payload.values
    try:
        more = objects(values.get("62", ""))
    except NotEmv:
        more = {}
    facts = {
        "bank": name_of(number),
        "bin": number,
        "to": _SERVICES.get(outer.get("02", ""), outer.get("02", "")),
        "amount": values.get("54", ""),
        "currency": "VND" if values.get("53") == "704" else values.get("53", ""),
        "message": more.get("08", ""),
        "bill": more.get("01", ""),
        "merchant": values.get("59", ""),
        "city": values.get("60", ""),
        "crc": "ok" if payload.crc_holds else "bad",
    }
    return {name: fact for name, fact in facts.items() if fact}
