"""WACZ 1.x: what a package of web archives says of itself, and whether its hashes hold.

A WACZ file is a ZIP with `datapackage.json` (Frictionless), which names every member with its
SHA-256, and `datapackage-digest.json` with the hash of that. The members are items by `archive`.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping

from ...evidence.scans.locator import span
from ...evidence.scans.observation import MAX_RAW
from ..containers import zipreader
from ..containers.entry import Entry
from ..containers.passwords import Keys
from ..containers.reading import STEP_OUT, Refused
from ..interface import Emit, ItemView

MEDIA = "application/wacz"
PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
MAX_PACKAGE = 64 << 20
"""Bytes of a package's description that are looked at."""
KINDS: Mapping[str, str] = {
    "wacz": "what a package of web archives says of itself",
    "wacz-mismatch": "a member that is not what its package says",
}
STEPS: Mapping[str, str] = {
    "wacz": "`wacz:datapackage.json`, `wacz:datapackage-digest.json`: these members of the package",
}
_WORDS = ("title", "software", "created", "modified", "mainPageUrl", "mainPageDate", "description")


def is_package(view: ItemView) -> bool:
    """Tell whether an item is a package, or a ZIP that is called one, however much is left."""
    called = view.facts.name.endswith(".wacz")
    return view.facts.media_type == MEDIA or (called and view.read(0, 2) == b"PK")


def examine(view: ItemView, emit: Emit) -> None:
    """Emit what the package says, and name members whose hashes are wrong, missing or unlisted."""
    package = _member(view, PACKAGE)
    if package is None:
        emit.problem("corrupt", "", f"no {PACKAGE} in this package")
        return
    described = _json(package)
    if not isinstance(described, dict):
        emit.problem("corrupt", f"wacz:{PACKAGE}", f"{PACKAGE} is no JSON object")
        return
    for word in _WORDS:
        value = described.get(word)
        if isinstance(value, str) and value:
            _say(package, value, {"field": word.lower()}, emit)
    _check_digest(view, package, emit)
    listed = _listed(described.get("resources"))
    if not listed:
        emit.problem("corrupt", f"wacz:{PACKAGE}", f"{PACKAGE} lists no members")
    _check_members(view, package, listed, emit)


def _say(package: bytes, value: str, facts: Mapping[str, str], emit: Emit) -> None:
    """Emit a value of the description where it stands; one that is written otherwise is left."""
    raw = value.encode("utf-8", "surrogatepass")[:MAX_RAW]
    place = package.find(raw)
    if place < 0:
        return
    flag = "mismatch" if "why" in facts else ""
    kind = "wacz-mismatch" if flag else "wacz"
    where = [f"wacz:{PACKAGE}", span(place, len(raw))]
    emit.observation(kind, where, raw, facts=facts, flag=flag)  # type: ignore[arg-type]


def _check_digest(view: ItemView, package: bytes, emit: Emit) -> None:
    signed = _member(view, DIGEST)
    told = _json(signed) if signed is not None else None
    if not isinstance(told, dict):
        return
    if told.get("hash") != f"sha256:{hashlib.sha256(package).hexdigest()}":
        text = f"{PACKAGE} has another hash than {DIGEST} says"
        emit.problem("corrupt", f"wacz:{DIGEST}", text)


def _listed(resources: object) -> dict[str, tuple[str, object]]:
    """Return path: (hash, length) of the members that a package lists."""
    rows = resources if isinstance(resources, list) else []
    return {
        str(row["path"]): (str(row.get("hash", "")), row.get("bytes"))
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("path"), str)
    }


def _check_members(
    view: ItemView, package: bytes, listed: dict[str, tuple[str, object]], emit: Emit
) -> None:
    left = dict(listed)
    for entry in _entries(view):
        name = entry.name.decode("utf-8", "replace")
        if name not in listed:
            if name not in (PACKAGE, DIGEST) and entry.name_at.startswith("bytes:"):
                facts = {"why": "the package does not list it"}
                emit.observation("wacz-mismatch", entry.name_at, entry.name[:MAX_RAW], facts=facts,
                                 flag="mismatch")  # fmt: skip
            continue
        claimed, length = left.pop(name, ("", None))
        why = _wrong(entry, claimed, length)
        if why:
            emit.problem("corrupt", f"wacz:{PACKAGE}", f"{name} {why}")
            _say(package, name, {"why": why}, emit)
    for name in left:
        emit.problem("corrupt", f"wacz:{PACKAGE}", f"{name} is listed and is not there")
        _say(package, name, {"why": "it is not there"}, emit)


def _wrong(entry: Entry, claimed: str, length: object) -> str:
    """Return in what a member is not what the package says; empty where it is that."""
    label, _, value = claimed.partition(":")
    if entry.content is None or label not in ("sha256", "md5"):
        return ""
    running, size = hashlib.new(label, usedforsecurity=False), 0
    try:
        content = entry.content()
    except Refused as refused:
        return f"cannot be read: {refused.text}"
    while chunk := content.read(STEP_OUT):
        running.update(chunk)
        size += len(chunk)
    if running.hexdigest() != value.lower():
        return "has another hash than the package says"
    return f"has {size} bytes where {length} are listed" if length not in (size, None) else ""


def _entries(view: ItemView) -> Iterator[Entry]:
    return (one for one in zipreader.events(view, Keys(())) if isinstance(one, Entry))


def _member(view: ItemView, name: str) -> bytes | None:
    """Return the first member of this name, as far as it decodes; none where there is none."""
    for entry in _entries(view):
        if entry.name == name.encode() and entry.content is not None:
            try:
                content = entry.content()
            except Refused:
                return None
            parts, size = [], 0
            while size < MAX_PACKAGE and (chunk := content.read(STEP_OUT)):
                parts.append(chunk)
                size += len(chunk)
            return b"".join(parts)
    return None


def _json(content: bytes) -> object:
    """Return what JSON says; none where it is none."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def resolve(view: ItemView, step: str) -> bytes:
    """Return one of the two describing members; LookupError where it is not there."""
    name = step.removeprefix("wacz:")
    found = _member(view, name) if name in (PACKAGE, DIGEST) else None
    if found is None:
        raise LookupError(step[:200])
    return found
