"""What the tags of a page say for machines: metas, microdata, times, verifications of ownership."""

from ..fields.times import normal as time_of
from .finding import Page
from .statements import DATES, TOLD, say
from .tags import Tag

_PREFIXES = {
    "og:": "opengraph", "article:": "opengraph", "product:": "opengraph", "profile:": "opengraph",
    "business:": "opengraph", "place:": "opengraph", "video:": "opengraph", "fb:": "opengraph",
    "twitter:": "twitter", "al:": "app-links", "dc.": "dublin-core", "dcterms.": "dublin-core",
    "geo.": "geo",
}  # fmt: skip
_NAMES = frozenset(
    (
        "keywords", "copyright", "application-name", "apple-itunes-app", "google-play-app",
        "apple-mobile-web-app-title", "publisher", "owner", "reply-to", "contact", "news_keywords",
        "designer", "web_author", "web-author", "zalo-oa", "icbm", "abstract", "subject",
        "distribution", "formatter", "progid", "originator", "shopify-checkout-api-token",
    )
)  # fmt: skip
_TIMES = {
    "article:published_time": "published", "article:modified_time": "modified",
    "article:expiration_time": "expires", "og:updated_time": "modified",
    "og:published_time": "published", "og:pubdate": "published", "date": "published",
    "pubdate": "published", "publishdate": "published", "publish-date": "published",
    "publish_date": "published", "published_time": "published", "dc.date": "published",
    "dc.date.issued": "published", "dcterms.date": "published", "dcterms.issued": "published",
    "dcterms.created": "created", "dcterms.modified": "modified", "dc.date.created": "created",
    "dc.date.modified": "modified", "last-modified": "modified", "lastmod": "modified",
    "revised": "modified", "parsely-pub-date": "published", "sailthru.date": "published",
    "datepublished": "published", "datemodified": "modified", "datecreated": "created",
}  # fmt: skip
_VERIFIERS = {
    "google-site-verification": "google", "verify-v1": "google", "msvalidate.01": "bing",
    "p:domain_verify": "pinterest", "alexaverifyid": "alexa", "y_key": "yahoo",
    "wot-verification": "wot", "zalo-platform-site-verification": "zalo",
    "tiktok-developers-site-verification": "tiktok", "baidu-site-verification": "baidu",
    "360-site-verification": "360", "sogou_site_verification": "sogou",
}  # fmt: skip


def read_statement(page: Page, tag: Tag) -> None:
    """Tell what one tag says for machines."""
    if tag.name == "meta" and "content" in tag.attributes:
        _meta(page, tag)
    elif tag.name == "time" and "datetime" in tag.attributes:
        _time(page, tag)
    elif "itemprop" in tag.attributes:
        _item(page, tag)
    if "data-wf-site" in tag.attributes:
        facts = {"vendor": "webflow"}
        site = page.value(tag, "data-wf-site")
        page.found("tracker-id", tag.attributes["data-wf-site"], f"webflow:{site}", facts=facts)


def _meta(page: Page, tag: Tag) -> None:
    place = tag.attributes["content"]
    for attribute in ("property", "name", "itemprop"):
        name = page.value(tag, attribute).lower()
        if name:
            break
    else:
        return
    vendor = _verifier(name)
    value = page.source.value(*place).strip()
    if vendor:
        page.found("site-verification", place, f"{vendor}:{value}", facts={"vendor": vendor})
    elif name in _TIMES:
        facts = {"role": _TIMES[name], "by": name}
        page.found("page-date", place, time_of(value), facts=facts)
    elif attribute == "itemprop":
        say(page, place, page.value(tag, "itemprop"), value, "microdata")
    else:
        source = next((word for head, word in _PREFIXES.items() if name.startswith(head)), "")
        if source or name in _NAMES:
            page.found("page-property", place, value, facts={"by": source or "meta", "name": name})


def _verifier(name: str) -> str:
    """Return for whom a meta proves ownership of the site; empty for nobody."""
    if name in _VERIFIERS:
        return _VERIFIERS[name]
    for end in ("-site-verification", "-domain-verification", "-verification", "_verification"):
        if name.endswith(end) and len(name) < 60:
            return name.removesuffix(end)
    return ""


def _time(page: Page, tag: Tag) -> None:
    place = tag.attributes["datetime"]
    words = f"{page.value(tag, 'itemprop')} {page.value(tag, 'class')}".split()
    role = next((DATES[word] for word in words if word in DATES), "")
    if not role:
        marks = " ".join(words).lower()
        for word, meaning in (
            ("publish", "published"),
            ("updat", "modified"),
            ("modif", "modified"),
        ):
            role = role or (meaning if word in marks else "")
    if "pubdate" in tag.attributes:
        role = "published"
    moment = time_of(page.source.value(*place).strip())
    if moment:  # a datetime may also be a span or a time of day
        page.found("page-date", place, moment, facts={"role": role or "shown", "by": "time"})


def _item(page: Page, tag: Tag) -> None:
    """Tell a property of microdata, of an attribute or else of the text that follows."""
    for name in page.value(tag, "itemprop").split():
        if name not in TOLD and name not in DATES:
            continue
        for attribute in ("content", "href", "src"):
            if attribute in tag.attributes:
                say(page, tag.attributes[attribute], name, page.value(tag, attribute), "microdata")
                break
        else:
            end = page.source.text.find("<", tag.end, tag.end + 1_000)
            if end > tag.end:
                value = " ".join(page.source.value(tag.end, end).split())
                say(page, (tag.end, end), name, value, "microdata")
