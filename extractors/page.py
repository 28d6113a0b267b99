"""Pages as sites: where they lead, whom they name, and the ids they share with other sites.

Pages, scripts and icons. A value is told where it stands in the bytes, in whatever encoding;
its normal form is what it means. What a page shows and says in words is `web`'s; values that stand
there as they are, `entities` finds too.
"""

from collections.abc import Mapping

from ..evidence.scans.observation import MAX_RAW
from .interface import Accepts, Emit, ItemView, Limits
from .selectors.phones import version
from .settings import Settings
from .sites.addresses import address_of
from .sites.finding import Finding
from .sites.icons import MAX_ICON, icon_hash
from .sites.reading import MAX_BYTES, read_code, read_site
from .sites.source import Source
from .web import charset_for

NAME = "page"
VERSION = "3"
_PAGES = ("text/html", "application/xhtml+xml")
_SCRIPTS = ("application/javascript", "text/javascript", "application/x-javascript")
_ICONS = ("image/x-icon", "image/vnd.microsoft.icon")
_ICON_NAMES = ("favicon.ico", "favicon.png", "favicon.gif", "favicon.svg", "favicon.jpg")
ACCEPTS = Accepts(
    media=(*_PAGES, *_SCRIPTS, *_ICONS), names=(".html", ".htm", ".xhtml", ".js", *_ICON_NAMES)
)
LIMITS = Limits(wall=120.0, cpu=120, records=20_000, children=0)
KINDS: Mapping[str, str] = {
    "bank-account": "bank account that a picture of a payment code is drawn for",
    "email": "e-mail address that a page hides from programs",
    "facebook": "Facebook account that a page names in code",
    "favicon-hash": "hash of a site's icon, as search engines of hosts list it",
    "instagram": "Instagram account in an encoded link",
    "momo": "MoMo account in an encoded link",
    "page-date": "time that a page names as its own",
    "page-email": "e-mail address that a page offers",
    "page-feed": "feed of a page",
    "page-link": "where a page leads, or what it loads",
    "page-phone": "telephone number that a page offers",
    "page-profile": "account on a network that a page leads to",
    "page-property": "what a page says of itself for machines",
    "page-remark": "remark that tells by what a page was made or copied",
    "site-verification": "proof of ownership that a site gives to a service",
    "telegram": "Telegram account in an encoded link",
    "tiktok": "TikTok account in an encoded link",
    "tracker-id": "id that a site has with a service: analytics, advertising, chat, payment",
    "viber": "Viber account in an encoded link",
    "whatsapp": "WhatsApp account in an encoded link",
    "x": "X account in an encoded link",
    "youtube": "YouTube channel in an encoded link",
    "zalo": "Zalo account in an encoded link",
    "zalopay": "ZaloPay account in an encoded link",
    "zing": "Zing account in an encoded link",
}
STEPS: Mapping[str, str] = {"icon": "`icon:mmh3`: hash of a site's icon, in decimal"}
PROGRAMS: tuple[str, ...] = ()


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return the region of numbers without a country, and whose tables check them."""
    return {"phonenumbers": version(), "region": settings.region}


def prepare(settings: Settings, /) -> object:
    """Read the tables of telephone numbers and domains."""
    from .selectors.network import top_level
    from .selectors.phones import phone

    top_level()
    phone("+1 202 456 1111", settings.region)
    return None


def extract(view: ItemView, emit: Emit, /) -> None:
    """Tell what a page, a script or an icon tells of its site."""
    media = view.facts.media_type
    if media in _SCRIPTS:
        _read(view, emit, code=True)
    elif media in _PAGES or media.startswith("text/"):
        _read(view, emit, code=view.facts.name.endswith(".js"))
    elif media.startswith("image/") and 0 < view.facts.size <= MAX_ICON:
        try:
            value = icon_hash(view.read(0, MAX_ICON))
        except LookupError as missing:
            emit.problem("unsupported", "", str(missing))
            return
        emit.observation("favicon-hash", "icon:mmh3", value, normal=value)


def _read(view: ItemView, emit: Emit, *, code: bool) -> None:
    content = view.read(0, MAX_BYTES)
    cut = view.facts.size > len(content)
    source = Source(content, charset_for(content, cut=cut))

    def take(found: Finding) -> None:
        start, end = found.cut(source)
        facts = dict(found.facts)
        if source.width > 1:
            facts["encoding"] = source.charset
        emit.observation(
            found.kind,
            source.step(start, end),
            source.raw(start, end)[:MAX_RAW],
            normal=found.normal,
            confidence=found.confidence,
            facts=facts,
        )

    if code:
        read_code(source, view.settings.region, take)
        problem = ""
    else:
        problem = read_site(source, address_of(view.facts), view.settings.region, take)
    if problem:
        emit.problem("partial", "", problem)
    if cut:
        emit.problem("partial", "", f"more than {MAX_BYTES} bytes of one page")


def resolve(view: ItemView, step: str, /) -> bytes:
    """Return the hash of an icon."""
    if step != "icon:mmh3" or not 0 < view.facts.size <= MAX_ICON:
        raise LookupError(step)
    return icon_hash(view.read(0, MAX_ICON)).encode()
