"""Bank accounts in the addresses of pictures that services draw of VietQR codes.

The picture itself is read by `qr`; where it was not captured, its address tells the account too.
Forms: img.vietqr.io/image/BANK-ACCOUNT-TEMPLATE.png, qr.sepay.vn/img?acc=…&bank=…,
vietqr.co/api/generate/BANK/ACCOUNT/…, apiqr.web2m.com/api/generate/BANK/ACCOUNT/….
"""

import re
from urllib.parse import parse_qs, urlsplit

from ..selectors.banks import BANKS
from ..selectors.money import account_at
from .finding import Page
from .tags import Tag

_HOSTS = ("vietqr.", "sepay.vn", "web2m.com")
_IMAGE = re.compile(r"/image/([A-Za-z0-9]{2,20})-([0-9A-Za-z]{4,19})(?=[-.?/]|\Z)")
_GENERATED = re.compile(r"/api/generate/([A-Za-z0-9]{2,20})/([0-9A-Za-z]{4,19})(?=[/?]|\Z)")
_CODES = {
    "vba": "970405", "icb": "970415", "ctg": "970415", "mb": "970422", "stb": "970403",
    "lpb": "970449", "bvb": "970438", "vccb": "970454", "vcb": "970436", "tcb": "970407",
    "vpb": "970432", "tpb": "970423", "hdb": "970437", "eib": "970431", "seab": "970440",
    "nab": "970428", "vab": "970427", "bab": "970409", "pgb": "970430", "sgicb": "970400",
    "shbvn": "970424", "timo": "963388", "cake": "546034", "ubank": "546035", "klb": "970452",
}  # fmt: skip
"""Codes of NAPAS's list of banks that are not their names."""
BANK_OF = {
    **{name.lower().replace(" ", ""): number for number, names in BANKS.items() for name in names},
    **{number: number for number in BANKS},
    **_CODES,
}
"""What a service calls a bank, in lower case: its identification number."""


def read_payment(page: Page, tag: Tag) -> None:
    """Tell the account that a VietQR picture of this tag pays to."""
    for name in ("src", "data-src", "href", "content"):
        place = tag.attributes.get(name)
        if place is None or place[1] - place[0] > 2_000:
            continue
        written = page.source.text[slice(*place)]
        if any(host in written for host in _HOSTS):
            _account(page, place, page.source.value(*place).strip())


def _account(page: Page, place: tuple[int, int], link: str) -> None:
    try:
        parts = urlsplit(link)
    except ValueError:
        return
    host, query = parts.netloc.lower(), parse_qs(parts.query)
    if not host.endswith(("vietqr.io", "vietqr.co", "vietqr.net", "sepay.vn", "web2m.com")):
        return
    found = _IMAGE.search(parts.path) or _GENERATED.search(parts.path)
    if found is not None:
        bank, number = found[1], found[2]
    else:
        bank, number = query.get("bank", [""])[0], query.get("acc", [""])[0]
    identified = BANK_OF.get(bank.lower())
    at = page.source.text.find(number, *place) if number else -1
    if identified is None or at < 0 or not any(map(str.isdigit, number)):
        return
    normal = account_at(identified, number, 95)
    facts = {
        **normal.facts,
        "by": host,
        "amount": query.get("amount", [""])[0],
        "name": query.get("accountName", [""])[0],
        "message": (query.get("addInfo") or query.get("des") or [""])[0],
    }
    page.found("bank-account", (at, at + len(number)), normal.value, confidence=95, facts=facts)
