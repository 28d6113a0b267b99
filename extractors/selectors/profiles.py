"""Accounts on social networks and messengers, by link or by handle.

Normal forms: the network's own number where the link has it (`id:1000…`), an E.164 number where
the account is a telephone number, else the name in lower case.
"""

import re
from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qs, unquote

from .normal import Normal, Row
from .phones import phone

_HEAD = re.compile(r"(?:[a-z][a-z0-9+.\-]*://)?(?:[^/?#]*@)?", re.I)
_HANDLE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{1,63}")
_ID = re.compile(r"[0-9]{5,20}")


def _split(text: str) -> tuple[str, list[str], dict[str, list[str]]]:
    """Return host, parts of the path and query of a link with or without its scheme."""
    rest = text[_HEAD.match(text).end() :]  # type: ignore[union-attr]  # it matches emptiness
    rest, _, query = rest.partition("#")[0].partition("?")
    host, _, path = rest.partition("/")
    parts = [unquote(part) for part in path.split("/") if part]
    return host.lower().removeprefix("www.").removeprefix("m."), parts, parse_qs(query)


def _handle(name: str, pattern: str, confidence: int, **facts: str) -> Normal | None:
    if re.fullmatch(pattern, name) is None or name.isdigit():
        return None
    return Normal(value=name.lower(), confidence=confidence, facts=facts)


def _number(name: str, confidence: int) -> Normal | None:
    """Read an account that is a telephone number, international or of Vietnam."""
    found = phone(name, "VN")
    if found is None and name.isdigit():
        found = phone(f"+{name}", "VN")
    if found is None:
        return None
    return Normal(value=found.value, confidence=confidence, facts=found.facts)


_FACEBOOK_HOST = re.compile(
    r"(?:(?:web|mbasic|touch|free|d|business|[a-z]{2}-[a-z]{2})\.)?facebook\.com"
    r"|fb\.com|fb\.me|m\.me|me|messenger\.com"
)
_FACEBOOK_WORDS = """
2008 ads business campaign dialog docs events fbml feed gaming groups hashtag help
home.php home l.php legal login login.php marketplace messages notes pages photo
photo.php photos plugins policies policy.php privacy profile reel search settings share
share.php sharer sharer.php stories story.php terms tr tr.php v watch video videos
permalink.php
"""
_FACEBOOK = frozenset(_FACEBOOK_WORDS.split())


def facebook(text: str, region: str = "") -> Normal | None:
    """Read a Facebook profile: profile.php?id=, people/name/id, groups/…, vanity name."""
    host, parts, query = _split(text)
    if _FACEBOOK_HOST.fullmatch(host) is None:
        return (
            _handle(text.removeprefix("@"), r"[A-Za-z0-9.]{5,50}", 30) if "/" not in text else None
        )
    first = parts[0] if parts else ""
    if first in ("profile.php", "story.php", "permalink.php") or (first == "" and "id" in query):
        number = query.get("id", [""])[0]
        return Normal(value=f"id:{number}", confidence=98) if _ID.fullmatch(number) else None
    if first == "people" and len(parts) > 2 and _ID.fullmatch(parts[2]):
        return Normal(value=f"id:{parts[2]}", confidence=98, facts={"name": parts[1]})
    if first == "groups" and len(parts) > 1:
        return _handle(parts[1], r"[A-Za-z0-9.]{3,80}", 90, form="group")
    if first == "t" and len(parts) > 1:
        first = parts[1]
    if first.lower() in _FACEBOOK or re.fullmatch(r"v\d+\.\d+", first):
        return None
    if _ID.fullmatch(first):
        return Normal(value=f"id:{first}", confidence=95)
    return _handle(first, r"[A-Za-z0-9][A-Za-z0-9.\-]{3,49}", 90)


def zalo(text: str, region: str = "") -> Normal | None:
    """Read a Zalo account: zalo.me/number, zalo.me/g/group, zalo.me/pc?phone=."""
    host, parts, query = _split(text)
    if host not in ("zalo.me", "chat.zalo.me", "id.zalo.me", "oa.zalo.me", "conversation"):
        return _number(text, 40)
    if "phone" in query:
        return _number(query["phone"][0], 98)
    if not parts:
        return None
    if parts[0] in ("g", "s") and len(parts) > 1:
        return Normal(value=f"{parts[0]}/{parts[1]}", confidence=95, facts={"form": "group"})
    if parts[0] in ("pc", "app", "download", "oauth", "login", "share"):
        return None
    found = _number(parts[0], 98)
    if found is None and _ID.fullmatch(parts[0]):
        return Normal(value=f"id:{parts[0]}", confidence=95)
    return found or _handle(parts[0], r"[A-Za-z0-9_.\-]{3,50}", 85)


def telegram(text: str, region: str = "") -> Normal | None:
    """Read a Telegram account: t.me/name, t.me/+invitation, tg://resolve?domain=, @name."""
    host, parts, query = _split(text)
    if text.lower().startswith("tg:"):
        if "phone" in query:
            return _number("+" + query["phone"][0].lstrip(" +"), 98)
        if "invite" in query:
            return _telegram_name("+" + query["invite"][0], 98)
        return _telegram_name(query.get("domain", [""])[0], 98)
    if host not in ("t.me", "telegram.me", "telegram.dog", "telegram.org"):
        return _telegram_name(text.removeprefix("@"), 50) if "/" not in text else None
    if not parts or host == "telegram.org":
        return None
    if parts[0] == "joinchat" and len(parts) > 1:
        return Normal(value=f"+{parts[1]}", confidence=95, facts={"form": "invitation"})
    if parts[0] == "c" and len(parts) > 1 and _ID.fullmatch(parts[1]):
        return Normal(value=f"id:{parts[1]}", confidence=95, facts={"form": "channel"})
    if parts[0] == "s" and len(parts) > 1:
        parts = parts[1:]
    if parts[0] in ("share", "addstickers", "proxy", "socks", "iv", "setlanguage", "addemoji"):
        return None
    return _telegram_name(parts[0], 95)


def _telegram_name(name: str, confidence: int) -> Normal | None:
    if name.startswith("+"):
        found = _number(name, confidence)
        if found is not None:
            return found
        if re.fullmatch(r"\+[A-Za-z0-9_\-]{10,40}", name):
            return Normal(value=name, confidence=confidence, facts={"form": "invitation"})
        return None
    return _handle(name, r"[A-Za-z][A-Za-z0-9_]{3,31}", confidence)


def whatsapp(text: str, region: str = "") -> Normal | None:
    """Read a WhatsApp account: wa.me/number, ?phone=, chat.whatsapp.com/invitation, a JID."""
    host, parts, query = _split(text)
    if text.endswith("@s.whatsapp.net"):
        return _number(text.partition("@")[0], 98)
    if "phone" in query and host.endswith(("whatsapp.com", "send", "wa.me")):
        return _number("+" + query["phone"][0].lstrip(" +"), 98)
    if host == "chat.whatsapp.com" and parts and re.fullmatch(r"[A-Za-z0-9]{18,26}", parts[-1]):
        return Normal(value=f"+{parts[-1]}", confidence=95, facts={"form": "invitation"})
    if host == "wa.me" and parts and parts[0].lstrip("+").isdigit():
        return _number("+" + parts[0].lstrip("+"), 98)
    return _number(text, 30) if "/" not in text else None


def viber(text: str, region: str = "") -> Normal | None:
    """Read a Viber account: viber://chat?number=, viber.click/number, invite.viber.com."""
    host, parts, query = _split(text)
    for key in ("number", "phone"):
        if key in query:
            return _number("+" + query[key][0].lstrip(" +"), 98)
    if host == "viber.click" and parts:
        return _number("+" + parts[0].lstrip("+"), 95)
    if host == "invite.viber.com" and "g2" in query:
        return Normal(value=f"+{query['g2'][0]}", confidence=95, facts={"form": "invitation"})
    return _number(text, 30) if "/" not in text else None


def wallet(text: str, region: str = "", *, hosts: tuple[str, ...]) -> Normal | None:
    """Read an account of a wallet that is a telephone number (MoMo, ZaloPay)."""
    host, parts, query = _split(text)
    if host not in hosts:
        return _number(text, 30) if "/" not in text else None
    named = [value for key in ("phone", "number") for value in query.get(key, [])]
    for part in [*named, *parts]:
        if (found := _number(part, 95)) is not None:
            return found
    return _handle(parts[-1], _HANDLE.pattern, 80) if parts else None


_OTHERS_WORDS = """
about accounts ads api c company compose developer developers direct embed explore feed
hashtag help home i intent jobs legal live login music notifications oauth p playlist
policies privacy reel reels results search settings share shorts stories t tag terms tos
tv upload v vi video videos watch widgets
"""
_OTHERS = frozenset(_OTHERS_WORDS.split())


def named(
    text: str, region: str = "", *, hosts: tuple[str, ...], pattern: str, sign: bool = False
) -> Normal | None:
    """Read an account that is a name in the path; `sign` where the link has an @ before it."""
    host, parts, _ = _split(text)
    if host not in hosts:
        return _handle(text.removeprefix("@"), pattern, 40) if "/" not in text else None
    first = parts[0] if parts else ""
    if sign and not first.startswith("@"):
        return None
    if first == "u" and len(parts) > 1:
        first = parts[1]
    name = first.removeprefix("@")
    if not sign and name.lower() in _OTHERS | {""}:
        return None
    return _handle(name, pattern, 95)


def youtube(text: str, region: str = "") -> Normal | None:
    """Read a YouTube channel: /@name, /channel/UC…, /c/name, /user/name."""
    host, parts, _ = _split(text)
    if host not in ("youtube.com", "music.youtube.com"):
        return (
            _handle(text.removeprefix("@"), r"[A-Za-z0-9_.\-]{3,30}", 30)
            if "/" not in text
            else None
        )
    if parts[:1] == ["channel"] and len(parts) > 1:
        name = parts[1] if re.fullmatch(r"UC[A-Za-z0-9_\-]{22}", parts[1]) else ""
        return Normal(value=f"id:{name}", confidence=98) if name else None
    if len(parts) > 1 and parts[0] in ("c", "user"):
        return _handle(parts[1], r"[A-Za-z0-9_.\-]{3,60}", 95)
    first = parts[0] if parts else ""
    return _handle(first[1:], r"[A-Za-z0-9_.\-]{3,30}", 95) if first.startswith("@") else None


_NAMED: dict[str, tuple[tuple[str, ...], str, bool]] = {
    "instagram": (
        ("instagram.com", "instagr.am", "ig.me"),
        r"[A-Za-z0-9_][A-Za-z0-9_.]{1,29}",
        False,
    ),
    "tiktok": (("tiktok.com",), r"[A-Za-z0-9_][A-Za-z0-9_.]{1,23}", True),
    "x": (("x.com", "twitter.com", "mobile.twitter.com"), r"[A-Za-z0-9_]{2,15}", False),
    "zing": (("me.zing.vn", "zing.vn", "mp3.zing.vn"), r"[A-Za-z0-9_.\-]{3,40}", False),
}
_ACCOUNTS: dict[str, Callable[[str, str], Normal | None]] = {
    "facebook": facebook,
    "momo": partial(wallet, hosts=("nhantien.momo.vn", "me.momo.vn", "momo.vn")),
    "telegram": telegram,
    "viber": viber,
    "whatsapp": whatsapp,
    "youtube": youtube,
    "zalo": zalo,
    "zalopay": partial(wallet, hosts=("zalopay.vn", "social.zalopay.vn", "qr.zalopay.vn")),
    **{
        kind: partial(named, hosts=hosts, pattern=pattern, sign=sign)
        for kind, (hosts, pattern, sign) in _NAMED.items()
    },
}
ROWS: dict[str, Row] = {
    kind: Row(title=f"account on {kind}", normal=reading)
    for kind, reading in sorted(_ACCOUNTS.items())
}
"""The kinds of this family."""
