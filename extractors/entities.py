"""Values that identify people, devices, money and places, in the bytes of every item.

Looked for in the item's own bytes first: ASCII in any encoding, and UTF-16 anywhere, with or
without a byte order mark. Then in the texts that other extractors took out of it, of which only
what the bytes did not show is told. Of a web archive only the texts count: what its records carry
are items of their own, and its own numbers and addresses would drown them. Each value is checked,
not only matched; where nothing can be checked a word beside it must tell what it is. The records
that our own captures keep of themselves are not looked at: what they tell of is in the items beside
them. Kinds and normal forms: `selectors`.
"""

from collections.abc import Mapping
from functools import lru_cache

from ..evidence.companions import COMPANIONS
from ..evidence.scans.locator import span
from ..evidence.scans.observation import MAX_RAW
from ..evidence.web.capture import CRAWL_NAME, RECORD_NAME, SETTINGS_NAME
from .interface import Accepts, Emit, Facts, ItemView, Limits
from .selectors import KINDS as ROWS
from .selectors.finding.finder import Finder, Found, finder
from .selectors.phones import version
from .settings import Settings

NAME = "entities"
VERSION = "3"
ACCEPTS = Accepts(everything=True)
LIMITS = Limits(wall=7_200.0, cpu=7_200, records=200_000)
KINDS: Mapping[str, str] = {kind: row.title for kind, row in sorted(ROWS.items())}
STEPS: Mapping[str, str] = {}
PROGRAMS: tuple[str, ...] = ()
UNREAD = ("application/warc",)
"""Media types of which only the texts are looked at."""
OWN = (CRAWL_NAME, RECORD_NAME, SETTINGS_NAME)
"""Names of the records of our own captures."""
_REMEMBERED = 1 << 18
"""Values of the bytes that are remembered, so that texts do not repeat them: bounds memory."""


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return the region of numbers without a country, and whose tables check the others."""
    return {"phonenumbers": version(), "region": settings.region}


def prepare(settings: Settings, /) -> Finder:
    """Compile all expressions; hyperscan makes it fast, the results are the same without it."""
    return _prepared(settings.region)


@lru_cache(4)
def _prepared(region: str) -> Finder:
    from .selectors.finding.hyper import available
    from .selectors.network import top_level
    from .selectors.phones import phone

    top_level()
    phone("+1 202 456 1111", region)  # the library reads its tables at the first number
    return finder(region, hyperscan=available())


def extract(view: ItemView, emit: Emit, /) -> None:
    """Emit every value of the bytes, then those that only the texts show."""
    if not isinstance(view.prepared, Finder):
        raise TypeError("the finder was not prepared")
    if is_own(view.facts):
        return
    seen: set[tuple[str, str]] = set()
    content = b"" if view.facts.media_type in UNREAD else view.memory()
    for found in view.prepared.find(content):
        if len(seen) < _REMEMBERED:
            seen.add((found.spot.kind, found.spot.value))
        raw = content[found.offset : found.offset + found.length]
        _emit(emit, (), found, raw)
    for text in view.texts:
        encoded = text.text.encode("utf-8", "replace")
        for found in view.prepared.find(encoded):
            if (found.spot.kind, found.spot.value) not in seen:
                raw = encoded[found.offset : found.offset + found.length]
                _emit(emit, text.locator, found, raw)


def is_own(facts: Facts) -> bool:
    """Tell whether this is a record of our own: by who brought it, which no file can pretend."""
    if facts.collector in COMPANIONS and facts.path == COMPANIONS[facts.collector]:
        return not facts.companion
    return facts.collector == "web" and facts.name in OWN


def _emit(emit: Emit, inside: tuple[str, ...], found: Found, raw: bytes) -> None:
    """Emit a value; a longer one than a raw value may be is cut, its normal form is not."""
    spot = found.spot
    facts = {**spot.facts, "encoding": found.encoding} if found.encoding else spot.facts
    emit.observation(
        spot.kind,
        (*inside, span(found.offset, min(len(raw), MAX_RAW))),
        raw[:MAX_RAW],
        normal=spot.value,
        confidence=spot.confidence,
        facts=facts,
    )


def resolve(view: ItemView, step: str, /) -> bytes:
    """Know no step: all its locators are byte ranges."""
    raise LookupError(step)
