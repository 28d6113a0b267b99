"""Rules for accounts on networks: links, links of apps, and names with an @."""

import re

from .. import profiles
from .network import trimmed
from .rule import NEAR_BEFORE, Anchor, Rule, Spot, Words, text_of
from .shapes import NAME, token
from .words import NETWORKS

HOSTS: dict[bytes, str] = {
    b"facebook.com": "facebook", b"fb.com": "facebook", b"fb.me": "facebook", b"m.me": "facebook",
    b"messenger.com": "facebook", b"zalo.me": "zalo", b"t.me": "telegram",
    b"telegram.me": "telegram", b"tiktok.com": "tiktok", b"instagram.com": "instagram",
    b"instagr.am": "instagram", b"x.com": "x", b"twitter.com": "x", b"youtube.com": "youtube",
    b"wa.me": "whatsapp", b"whatsapp.com": "whatsapp", b"viber.click": "viber",
    b"invite.viber.com": "viber", b"me.zing.vn": "zing", b"nhantien.momo.vn": "momo",
    b"me.momo.vn": "momo", b"zalopay.vn": "zalopay",
}  # fmt: skip
"""Host of a profile's link, without www. and the like: its network."""
SCHEMES: dict[bytes, str] = {
    b"tg": "telegram", b"viber": "viber", b"whatsapp": "whatsapp", b"zalo": "zalo",
}  # fmt: skip
"""Scheme of a link that opens an app."""
_KIND_OF = dict(sorted(HOSTS.items(), key=lambda row: -len(row[0])))
_READ = {kind: row.normal for kind, row in profiles.ROWS.items()}
_PATH = rb"[A-Za-z0-9\-._~:/?#@!$&()*+,;=%]"
_HOST = b"|".join(re.escape(host) for host in _KIND_OF)
_LINK = rb"(?:[A-Za-z0-9\-]{1,20}\.){0,2}(?i:" + _HOST + rb")/" + _PATH + rb"{2,300}"
_APP = rb"(?i:" + b"|".join(SCHEMES) + rb")://" + _PATH + rb"{2,300}"
_BESIDE = rb"[A-Za-z0-9\-_]"
_HANDLE = rb"@[A-Za-z0-9_][A-Za-z0-9_.]{2,31}"
_HANDLE_BEFORE = rb"[A-Za-z0-9._%+\-/@]"


def _link(found: re.Match[bytes], words: Words) -> Spot | None:
    whole = trimmed(found[0])
    host = whole.partition(b"/")[0].lower()
    kind = next((kind for end, kind in _KIND_OF.items() if host.endswith(end)), "")
    return _read(found, whole, kind)


def _app(found: re.Match[bytes], words: Words) -> Spot | None:
    whole = trimmed(found[0])
    return _read(found, whole, SCHEMES[whole.partition(b":")[0].lower()])


def _read(found: re.Match[bytes], whole: bytes, kind: str) -> Spot | None:
    normal = _READ[kind](whole.decode(), "VN") if kind and b"/" in whole else None
    if normal is None:
        return None
    end = found.start() + len(whole)
    return Spot(found.start(), end, kind, normal.value, normal.confidence, normal.facts)


def _handle(found: re.Match[bytes], words: Words) -> Spot | None:
    start, end = found.span()
    far = {name: words.distance(name, start, end) for name in NETWORKS}
    near = [(size, name) for name, size in far.items() if size is not None and size < NEAR_BEFORE]
    if not near:
        return None
    kind = min(near)[1]
    text = text_of(found).rstrip(".")
    normal = _READ[kind](text, "VN")
    if normal is None:
        return None
    return Spot(start, start + len(text), kind, normal.value, 70, normal.facts)


def _host_anchors() -> tuple[Anchor, ...]:
    """Return an anchor for each length of a host."""
    sized: dict[int, list[bytes]] = {}
    for host in HOSTS:
        sized.setdefault(len(host), []).append(re.escape(host))
    return tuple(
        Anchor(
            expression=rb"[^A-Za-z0-9\-_](?:" + b"|".join(some) + rb")/" + _PATH,
            tail=size + 2, reach=42, head=NAME + b"-.", caseless=True,
        )
        for size, some in sorted(sized.items())
    )  # fmt: skip


RULES: tuple[Rule, ...] = (
    Rule(
        name="profile", core=_LINK, before=_BESIDE, after=b"", anchors=_host_anchors(),
        check=_link, longest=400, asks=False,
    ),
    Rule(
        name="app-link", core=_APP, after=b"",
        anchors=tuple(
            Anchor(
                expression=rb"[^0-9A-Za-z]" + scheme + rb"://", tail=len(scheme) + 3, caseless=True
            )
            for scheme in SCHEMES
        ),
        check=_app, longest=400, asks=False,
    ),
    Rule(
        name="handle", core=_HANDLE, before=_HANDLE_BEFORE, after=rb"[A-Za-z0-9_@]",
        anchors=(token(rb"@[A-Za-z0-9_][A-Za-z0-9_.]{2}", 4, 4, before=_HANDLE_BEFORE, after=b""),),
        check=_handle, longest=36, needs="network",
    ),
)  # fmt: skip
"""The rules of this family."""
