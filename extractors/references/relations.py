"""Links by relation (HTML Standard, "link types"; RFC 8288): what each is for."""

import re
from collections.abc import Mapping

from ...evidence.web.references import Use
from .gathering import Gathered
from .pictures import candidates
from .urls import MAX_URL

_AS: dict[str, Use] = {
    "style": "style", "script": "script", "worker": "script", "font": "font", "image": "image",
    "audio": "media", "video": "media", "track": "media", "document": "frame",
}  # fmt: skip
"""What a preload is for, by its `as`."""
_USES: dict[str, Use] = {
    "stylesheet": "style", "icon": "icon", "apple-touch-icon": "icon",
    "apple-touch-icon-precomposed": "icon", "apple-touch-startup-image": "icon",
    "mask-icon": "icon", "fluid-icon": "icon", "manifest": "manifest", "preload": "data",
    "modulepreload": "script", "prefetch": "data", "alternate": "link", "next": "link",
    "prev": "link", "previous": "link", "first": "link", "last": "link", "up": "link",
    "index": "link", "contents": "link", "start": "link", "help": "link", "author": "link",
    "license": "link", "amphtml": "link", "shortlink": "link", "sitemap": "sitemap", "me": "link",
    "bookmark": "link", "privacy-policy": "link", "terms-of-service": "link",
}  # fmt: skip
"""Relation: use. Of several relations of a link, the first of this table counts."""
_REFRESH = re.compile(r"\s*[0-9.]+(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?+(.*)", re.I | re.DOTALL)


def use_of(relations: list[str], kind: str) -> Use | None:
    """Return what such a link is for, a preload by its `as`; None for nothing."""
    use = next((_USES[name] for name in _USES if name in relations), None)
    if use == "data" and "preload" in relations:
        return _AS.get(kind.lower(), "data")
    return use


def add_link(address: str, parameters: Mapping[str, str], gathered: Gathered) -> None:
    """Gather a link with relations: of an element or of a field of the head."""
    relations = parameters.get("rel", "").lower().split()
    follow = "nofollow" not in relations
    if "canonical" in relations and not gathered.canonical:
        gathered.canonical = gathered.base.resolve(address)
    use = use_of(relations, parameters.get("as", ""))
    if use is None:
        return
    gathered.add(address, use, parameters.get("title", ""), follow=follow)
    for picture in candidates(parameters.get("imagesrcset", "")):
        gathered.add(picture, "image")


def refresh_of(content: str) -> str:
    """Return where a refresh leads, as written; empty where it is only the page again."""
    found = _REFRESH.fullmatch(content) if len(content) <= MAX_URL else None
    if found is None:
        return ""
    rest = found[1]
    return (rest[1:].partition(rest[0])[0] if rest[:1] in ("'", '"') else rest).strip()
