"""Reading a page or a script for what it tells of the site behind it."""

from ..references.urls import Base
from .contacts import read_contacts
from .finding import Page, Take
from .links import MAX_LINKS, Links
from .metas import read_statement
from .payments import read_payment
from .remarks import read_remark
from .source import Source
from .statements import read_json
from .tags import Comment, pieces
from .trackers import read_trackers

MAX_BYTES = 16 << 20
"""Bytes of a page that are read; what comes after is a problem `partial`."""


def read_site(source: Source, address: str, region: str, take: Take) -> str:
    """Give `take` what a page tells; return why it is not all, or an empty text.

    `address` is the page's own, empty where it is not known.
    """
    page = Page(source=source, base=Base(address), take=take, region=region)
    links, based = Links(page), False
    for piece in pieces(source):
        if isinstance(piece, Comment):
            read_remark(page, piece)
            continue
        if piece.name == "base" and "href" in piece.attributes and not based:
            based = True
            page.base = page.base.based(page.value(piece, "href"))
        links.read(piece)
        if piece.attributes:
            read_contacts(page, piece)
            read_payment(page, piece)
            read_statement(page, piece)
        if piece.name == "script" and piece.inside and "ld+json" in page.value(piece, "type"):
            read_json(page, *piece.inside)
    read_trackers(page)
    return f"more than {MAX_LINKS} links" if links.told > MAX_LINKS else ""


def read_code(source: Source, region: str, take: Take) -> None:
    """Give `take` the ids in a script."""
    read_trackers(Page(source=source, base=Base(""), take=take, region=region))
