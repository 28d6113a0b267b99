"""Where a page leads and what it loads: `page-link`, with what each is for."""

import html
import re

from ...evidence.web.references import Use
from ..references.elements import ADDRESSES, LAZY, LAZY_USES
from ..references.pictures import candidates
from ..references.relations import use_of
from .finding import Page
from .tags import Tag

MAX_LINKS = 5_000
"""Links of one page that are told."""
_MORE: dict[str, tuple[tuple[str, Use], ...]] = {
    "a": (("href", "link"), ("xlink:href", "link")),
    "area": (("href", "link"),),
    "source": (("src", "media"),),
    "input": (("src", "image"), ("formaction", "form")),
}
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_TAG = re.compile(r"<[^>]*+>?")
_NOT_LINKS = ("javascript:", "mailto:", "tel:", "sms:", "callto:", "data:", "about:", "blob:")
_WORDS = 600
_TEXT = 200


class Links:
    """Tells the links of one page, not too many."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.told = 0
        """Links so far."""

    def read(self, tag: Tag) -> None:
        """Tell the links of one tag."""
        page, attributes = self._page, tag.attributes
        if not attributes:
            return
        if tag.name == "link":
            self._relation(tag)
        for name, use in (*ADDRESSES.get(tag.name, ()), *_MORE.get(tag.name, ())):
            if name in attributes:
                self._tell(attributes[name], use, tag)
        for name in attributes:
            if name in LAZY and page.source.text[slice(*attributes[name])].count("/"):
                self._tell(attributes[name], LAZY_USES.get(tag.name, "image"), tag)
        if "srcset" in attributes:
            start, end = attributes["srcset"]
            at = start
            for one in candidates(page.source.text[start:end]):
                at = page.source.text.index(one, at, end)
                self._tell((at, at + len(one)), "image", tag)
                at += len(one)

    def _relation(self, tag: Tag) -> None:
        page = self._page
        relations = page.value(tag, "rel").lower().split()
        if "href" not in tag.attributes:
            return
        media = page.value(tag, "type").lower()
        place = tag.attributes["href"]
        if "alternate" in relations and media in _FEEDS:
            url = page.base.resolve(page.source.value(*place))
            facts = {"media": media, "title": page.value(tag, "title")}
            page.found("page-feed", place, url, facts=facts)
            return
        use = use_of(relations, page.value(tag, "as"))
        if "canonical" not in relations and use is not None:
            self._tell(place, use, tag)

    def _tell(self, place: tuple[int, int], use: Use, tag: Tag) -> None:
        page = self._page
        written = page.source.value(*place)
        start = written.lstrip(" \t\n\r\f")[:11].lower()
        if not start or start[0] == "#" or start.startswith(_NOT_LINKS):
            return
        url = page.base.resolve(written)
        if self.told >= MAX_LINKS or (page.base.url and not url):
            self.told += bool(url)
            return
        self.told += 1
        facts: dict[str, str] = {"use": use}
        if use == "link" and tag.name == "a":
            facts["text"] = words_after(page, tag.end)
            relations = page.value(tag, "rel").lower()
            facts["rel"] = relations if "nofollow" in relations else ""
        page.found("page-link", place, url or _alone(page, written), facts=facts)


def _alone(page: Page, written: str) -> str:
    """Return an absolute address of a page whose own is not known; empty for a relative one."""
    absolute = written.strip()[:8].lower().startswith(("http://", "https://"))
    return page.base.resolve(written) if absolute else ""


def words_after(page: Page, at: int) -> str:
    """Return the words of the link whose tag ends here, cut at 200 characters."""
    ahead = page.source.text[at : at + _WORDS]
    size = ahead.lower().find("</a")
    written = page.source.written(at, at + (len(ahead) if size < 0 else size))
    return " ".join(html.unescape(_TAG.sub(" ", written)).split())[:_TEXT]
