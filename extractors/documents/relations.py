"""What a package points to outside itself: relations (ECMA-376 part 2, 9.3) and DDE links.

A template or object that is loaded from elsewhere when the document is opened is how documents
without macros bring in their code; it is flagged. A plain hyperlink is not.
"""

import posixpath
from collections.abc import Iterator

from ...evidence.scans.observation import Flag
from .findings import Finding, Seen, step
from .markup import Walk

_LOADED: dict[str, Flag] = {
    "attachedTemplate": "script", "oleObject": "script", "frame": "script",
    "subDocument": "script", "package": "script", "control": "script",
    "externalLinkPath": "metadata", "xlExternalLinkPath": "metadata", "image": "metadata",
    "audio": "metadata", "video": "metadata", "media": "metadata", "mailMergeSource": "metadata",
}  # fmt: skip
"""Relation type: how much attention its loading asks for."""
_FAR = ("http:", "https:", "ftp:", "file:", "mhtml:", "ms-", "\\\\", "//")


def external(walk: Walk, part: str) -> Iterator[Finding]:
    """Yield the relations that lead outside; `part` is the name of the `.rels` part."""
    for event, name, attributes in walk:
        if event != "start" or name != "Relationship":
            continue
        if attributes.get("TargetMode", "").lower() != "external":
            continue
        target = attributes.get("Target", "")
        relation = attributes.get("Type", "").rpartition("/")[2]
        flag: Flag = _LOADED.get(relation, "")
        if relation == "attachedTemplate" and not target.lower().startswith(_FAR):
            flag = ""  # a template in the user's own folder is how Word works
        yield Seen(
            kind="template" if relation == "attachedTemplate" else "external-link",
            step=step("ooxml", part, attributes.get("Id", "")),
            raw=target,
            facts={"relation": relation, "from": _source(part)},
            flag=flag,
        )
    yield from walk.trouble


def internal(walk: Walk, base: str) -> dict[str, tuple[str, str]]:
    """Return relation id: (type, name of the part), for targets below the folder `base`."""
    found: dict[str, tuple[str, str]] = {}
    for event, name, attributes in walk:
        if event == "start" and name == "Relationship":
            target = attributes.get("Target", "")[:4096]
            whole = target if target.startswith("/") else base + target
            path = posixpath.normpath(whole).lstrip("/")
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), path)
    return found


def dde(walk: Walk, part: str) -> Iterator[Finding]:
    """Yield the DDE links of an external link part: service and topic are a command."""
    for event, name, attributes in walk:
        if event == "start" and name == "ddeLink":
            service, topic = attributes.get("ddeService", ""), attributes.get("ddeTopic", "")
            yield Seen(
                kind="external-link", step=step("ooxml", part, "ddeLink"), flag="script",
                raw=f"{service}|{topic}", facts={"relation": "DDE"},
            )  # fmt: skip
    yield from walk.trouble


def _source(part: str) -> str:
    """Return which part a `.rels` part belongs to."""
    return part.replace("_rels/", "").removesuffix(".rels")
