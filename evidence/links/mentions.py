"""Mentions: which observations show someone or something, and as which node.

An observation of a kind of this table says that its node stands in the item it was made in
(`mentioned_in`); all others link nothing.
"""

import re

from .node import KINDS, MAX_VALUE

_SELECTORS = (
    "bank-account", "bitcoin", "bitcoin-cash", "card", "cccd", "cmnd", "dogecoin", "domain",
    "email", "ethereum", "facebook", "favicon-hash", "geo", "iban", "iccid", "imei", "imsi",
    "instagram", "ipv4", "ipv6", "licence-plate", "litecoin", "mac", "momo", "monero", "mrz",
    "passport", "phone", "serial", "solana", "tax-code", "telegram", "tiktok", "ton", "tron",
    "url", "uuid", "viber", "whatsapp", "x", "xrp", "youtube", "zalo", "zalopay", "zing",
)  # fmt: skip
_NETWORK = "account"
_ADDRESS = "address"
MENTIONS: dict[str, str] = {
    **{kind: kind for kind in _SELECTORS},
    **{
        f"mail-{role}": "email"
        for role in (
            "from", "to", "cc", "bcc", "reply-to", "sender", "return-path", "delivered-to"
        )
    },
    "mail-originating-ip": _ADDRESS,
    "page-email": "email",
    "page-phone": "phone",
    "page-profile": _NETWORK,
    "tracker-id": "tracker",
    "author": "name",
}  # fmt: skip
"""Kind of an observation: kind of the node it shows. `account` is one of the network that its value
begins with, `address` an IPv4 or IPv6 address by its form."""
_SPACE = re.compile(r"\s+")


def mention(kind: str, normal: str, raw: str) -> tuple[str, str] | None:
    """Return the (kind, value) of the node that an observation shows; none where it shows none."""
    shown = MENTIONS.get(kind)
    if shown is None:
        return None
    value = normal or raw
    if shown == "name":
        value = _SPACE.sub(" ", value).strip()
    elif shown is _NETWORK:
        shown, value = _account(value)
    elif shown is _ADDRESS:
        shown = "ipv6" if ":" in value else "ipv4"
    return (shown, value) if 0 < len(value) <= MAX_VALUE else None


def _account(value: str) -> tuple[str, str]:
    """Return the node of an account written `network:account`."""
    network, _, account = value.partition(":")
    if network in KINDS and account:
        return network, account
    return "user-account", value
