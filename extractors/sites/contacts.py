"""Ways to reach whoever runs a page, as its links offer them.

`page-email` from mailto: (RFC 6068) and from what Cloudflare hides from harvesters, `page-phone`
from tel: (RFC 3966), sms: (RFC 5724) and links of messengers, `page-profile` from links to
networks. Values and profiles that stand in the bytes as they are, `entities` finds too; here it is
told that the page offers them, and found what only reads right once it is decoded.
"""

import html
import re
from urllib.parse import parse_qs, unquote

from ..selectors.network import email
from ..selectors.normal import Normal
from ..selectors.phones import phone
from ..selectors.profiles import ROWS
from .finding import Page
from .networks import network_of
from .tags import Tag

_HIDDEN = re.compile(r"[0-9a-fA-F]{8,400}")
_HIDDEN_LINK = re.compile(r"/cdn-cgi/l/email-protection#([0-9a-fA-F]{8,400})")
_PHONES = ("tel:", "sms:", "callto:", "smsto:")
_INSIDE = re.compile(
    r"(?:href|url|u|link|next|page_url)=(https?(?:%3A|:)[^&\s]{4,600})", re.IGNORECASE
)
_MESSENGERS = ("zalo", "viber", "whatsapp")
MAX_LINK = 4_096
"""Characters of a link that is read."""


def read_contacts(page: Page, tag: Tag) -> None:
    """Tell the contacts that one tag offers."""
    for name in ("href", "data-href", "xlink:href", "src"):
        if name in tag.attributes:
            _address(page, tag.attributes[name], tag)
    if "data-cfemail" in tag.attributes:
        _hidden(page, tag.attributes["data-cfemail"])
    if "fb-customerchat" in page.value(tag, "class") and "page_id" in tag.attributes:
        number = page.value(tag, "page_id")
        if number.isascii() and number.isdigit():
            page.found("facebook", tag.attributes["page_id"], f"id:{number}", facts=_BY_CHAT)


_BY_CHAT = {"form": "chat"}


def _address(page: Page, place: tuple[int, int], tag: Tag) -> None:
    if place[1] - place[0] > MAX_LINK:
        return
    written = page.source.value(*place).strip()
    low = written[:12].lower()
    if low.startswith("mailto:"):
        _mail(page, place)
    elif low.startswith(_PHONES):
        text = unquote(written.partition(":")[2]).partition("?")[0].partition(";")[0].strip("/ ")
        at = page.source.text.index(":", *place) + 1 if ":" in low else place[0]
        _phone(page, (at, place[1]), text, low.partition(":")[0])
    elif (found := _HIDDEN_LINK.search(page.source.text, *place)) is not None:
        _hidden(page, found.span(1))
    elif tag.name in ("a", "area", "iframe") or "data-href" in tag.attributes:
        _profile(page, place, written, tag)


def _mail(page: Page, place: tuple[int, int]) -> None:
    """Tell the addresses of a mailto: link, those it copies to as well."""
    written = page.source.text[place[0] : place[1]]
    at = place[0] + len(written) - len(written.lstrip()) + len("mailto:")
    to, _, query = page.source.text[at : place[1]].partition("?")
    subject = parse_qs(html.unescape(query)).get("subject", [""])[0]
    for part in re.split("[,;]", to):
        found = email(unquote(html.unescape(part)).strip())
        if found is not None:
            facts = {**found.facts, "by": "mailto", "subject": subject}
            page.found("page-email", (at, at + len(part)), found.value, facts=facts)
        at += len(part) + 1


def _phone(page: Page, place: tuple[int, int], text: str, by: str) -> None:
    found = phone(text[:40], page.region) if text else None
    if found is None and text:
        digits = re.sub(r"[ .\-()]", "", text)
        if re.fullmatch(r"\+?[0-9*#]{3,15}", digits) is None:
            return
        found = Normal(value=digits, confidence=40)  # a short number, or one of no known plan
    if found is not None:
        page.found(
            "page-phone", place, found.value, confidence=found.confidence,
            facts={**found.facts, "by": by},
        )  # fmt: skip


def _hidden(page: Page, place: tuple[int, int]) -> None:
    """Tell an address that Cloudflare wrote as hexadecimal, each byte XORed with the first."""
    text = page.source.text[place[0] : place[1]]
    if _HIDDEN.fullmatch(text) is None or len(text) % 2:
        return
    key, *rest = bytes.fromhex(text)
    address = bytes(byte ^ key for byte in rest).decode("utf-8", "replace").partition("?")[0]
    found = email(address)
    if found is not None:
        for kind in ("page-email", "email"):
            page.found(kind, place, found.value, facts={**found.facts, "by": "cloudflare"})


def _profile(page: Page, place: tuple[int, int], written: str, tag: Tag) -> None:
    """Tell whose profile a link leads to, or one that is an argument of a link."""
    inner = _INSIDE.search(written)
    link = unquote(inner[1]) if inner else written
    named = network_of(link)
    if named is None and inner is not None:
        inner, link = None, written
        named = network_of(link)
    if named is None:
        return
    network, found = named
    facts = {**found.facts, "network": network}
    normal = f"{network}:{found.value}"
    page.found("page-profile", place, normal, confidence=found.confidence, facts=facts)
    if inner is not None and network in ROWS:  # encoded, so that the bytes do not show it
        page.found(network, place, found.value, confidence=found.confidence, facts=found.facts)
    if network in _MESSENGERS and found.value.startswith("+") and found.value[1:].isdigit():
        _phone(page, place, found.value, network)
