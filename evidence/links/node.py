"""Nodes: what links connect, each with a kind and the one normal form of its value.

A node is written `kind:value`: `phone:+84912345678`. Most are identifiers, and their value is the
normal form of `extractors.selectors`. A person, organization or device that has no identifier of
its own has a made-up value (`person:3f2a91c05d7e8b64`) and a name by a statement. An item is a node
too, by its id: what is mentioned in it is linked with it.

Every kind bears its POLE letter (person, object, location, event), as police records are sorted.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec

from ..records import Record, Word

MAX_VALUE = 512
"""Characters of a node's value."""
Pole = Literal["P", "O", "L", "E"]
"""Person, object, location, event."""


class Node(Record, frozen=True, kw_only=True, order=True):
    """Someone or something that links connect."""

    kind: Word
    """A row of `KINDS`."""
    value: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_VALUE)]
    """Its normal form, or what was made up for it."""

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of node."""

    title: str
    """One line for people."""
    pole: Pole
    """Its POLE letter."""
    made_up: bool = False
    """Whether its value is made up and a statement gives its name."""


def _object(title: str) -> Kind:
    return Kind(title=title, pole="O")


KINDS: dict[str, Kind] = {
    "person": Kind(title="person", pole="P", made_up=True),
    "organization": Kind(title="organization", pole="P", made_up=True),
    "investigation": Kind(title="investigation", pole="E", made_up=True),
    "device": Kind(title="device without a number", pole="O", made_up=True),
    "item": _object("item of the case"),
    "name": _object("name"),
    "alias": _object("alias"),
    "bank-account": _object("bank account"),
    "bitcoin": _object("Bitcoin address"),
    "bitcoin-cash": _object("Bitcoin Cash address"),
    "card": _object("bank card"),
    "cccd": _object("Vietnamese citizen id (CCCD)"),
    "cell": Kind(title="cell site", pole="L"),
    "cmnd": _object("old Vietnamese identity card (CMND)"),
    "dogecoin": _object("Dogecoin address"),
    "domain": _object("domain name"),
    "email": _object("e-mail address"),
    "ethereum": _object("Ethereum address"),
    "facebook": _object("account on Facebook"),
    "favicon-hash": _object("hash of a site's icon"),
    "geo": Kind(title="place on earth", pole="L"),
    "iban": _object("IBAN"),
    "iccid": _object("ICCID of a SIM card"),
    "imei": _object("IMEI of a device"),
    "imsi": _object("IMSI of a subscriber"),
    "instagram": _object("account on Instagram"),
    "ipv4": _object("IPv4 address"),
    "ipv6": _object("IPv6 address"),
    "licence-plate": _object("licence plate"),
    "litecoin": _object("Litecoin address"),
    "mac": _object("MAC address"),
    "momo": _object("account on MoMo"),
    "monero": _object("Monero address"),
    "mrz": _object("machine-readable zone"),
    "passport": _object("passport number"),
    "phone": _object("telephone number"),
    "place": Kind(title="place or address", pole="L"),
    "serial": _object("serial number"),
    "solana": _object("Solana address"),
    "tax-code": _object("Vietnamese tax code"),
    "telegram": _object("account on Telegram"),
    "tiktok": _object("account on TikTok"),
    "ton": _object("TON address"),
    "tracker": _object("analytics or advertising id of a site"),
    "tron": _object("TRON address"),
    "url": _object("URL"),
    "user-account": _object("user account of another service"),
    "uuid": _object("UUID"),
    "viber": _object("account on Viber"),
    "vin": _object("vehicle identification number"),
    "whatsapp": _object("account on WhatsApp"),
    "x": _object("account on X"),
    "xrp": _object("XRP address"),
    "youtube": _object("account on YouTube"),
    "zalo": _object("account on Zalo"),
    "zalopay": _object("account on ZaloPay"),
    "zing": _object("account on Zing"),
}
"""Kinds of nodes; those of selectors bear the names of the observations that show them."""


def parse_node(text: str) -> Node:
    """Return the node written as `kind:value`; ValueError where it is none, or its kind unknown."""
    kind, colon, value = text.partition(":")
    if not colon or kind not in KINDS or not 0 < len(value) <= MAX_VALUE:
        raise ValueError(f"no node: {text[:80]!r}")
    return Node(kind=kind, value=value)
