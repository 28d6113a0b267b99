"""Properties of OOXML documents: core, extended and custom ones, and Word's settings.

Sources: ECMA-376 part 2, section 11 (core), part 1, 22.2 and 22.3 (extended, custom), 17.15.
"""

from collections.abc import Iterator

from .dates import w3c
from .findings import Finding, Seen, step
from .kinds import ROLES
from .markup import Walk, leaves

_LEFT_OUT = {"variant", "lpstr", "i4"}
"""Elements inside others that say nothing alone."""
MAX_RSIDS = 2_000
"""Revision identifiers that are kept."""
_AUTO = ("auto_open", "auto_close", "auto_activate", "workbook_open", "_xlnm.auto_open")


def plain(walk: Walk, part: str) -> Iterator[Finding]:
    """Yield the properties that are an element each."""
    found: list[tuple[str, str]] = []
    for name, _, text in leaves(walk):
        if name not in _LEFT_OUT and text.strip() and len(found) < 1_000:
            found.append((name, text))
    version = next((text for name, text in found if name == "AppVersion"), "")
    for name, text in found:
        yield prop(step("ooxml", part, name), name, text, {"version": version})
    yield from walk.trouble


def prop(where: str, name: str, text: str, more: dict[str, str] | None = None) -> Seen:
    """Return a property as an observation of the kind that its name tells."""
    kind, role = ROLES.get(name, ("document-property", ""))
    facts = {"name": name} if kind == "document-property" else {"role": role}
    normal = ""
    if kind == "document-time":
        facts |= w3c(text)
        normal = facts.get("utc", "")
    if kind == "application":
        facts |= more or {}
    return Seen(kind=kind, step=where, raw=text, normal=normal, facts=facts)


def custom(walk: Walk, part: str) -> Iterator[Finding]:
    """Yield the properties that a user or program named itself."""
    name, pieces = "", list[str]()
    for event, value, attributes in walk:
        if event == "start" and value == "property":
            name, pieces = attributes.get("name", ""), []
        elif event == "text":
            pieces.append(value)
        elif event == "end" and value == "property":
            facts = {"name": name, "custom": "yes"}
            text = "".join(pieces)
            where = step("ooxml", part, name)
            yield Seen(kind="document-property", step=where, raw=text, facts=facts)
    yield from walk.trouble


def settings(walk: Walk, part: str) -> Iterator[Finding]:
    """Yield language, protection and the revision identifiers of Word's settings.

    Two documents that share revision identifiers come from one another (17.15.1.70).
    """
    rsids = 0
    for event, name, attributes in walk:
        if event != "start":
            continue
        value = attributes.get("val", "")
        if name in {"rsid", "rsidRoot"} and value and rsids < MAX_RSIDS:
            rsids += 1
            yield _setting(part, name, value, value)
        elif name == "themeFontLang" and value:
            yield _setting(part, name, "language", value)
        elif name == "documentProtection":
            yield _setting(part, name, "protection", attributes.get("edit", "readOnly"))
        elif name in {"trackRevisions", "docId"}:
            yield _setting(part, name, name, value or "on")
    yield from walk.trouble


def _setting(part: str, name: str, word: str, value: str) -> Seen:
    called = {"themeFontLang": "language", "documentProtection": "protection"}.get(name, name)
    where = step("ooxml", part, name) if word != value else step("ooxml", part, name, value)
    return Seen(kind="document-property", step=where, raw=value, facts={"name": called})


def names(defined: list[tuple[str, str, bool]], part: str) -> Iterator[Finding]:
    """Yield the defined names of a workbook that run code on opening or are hidden."""
    for name, stands_for, hidden in defined[:10_000]:
        where = step("ooxml", part, "name", name)
        if name.lower().startswith(_AUTO):
            facts = {"language": "Excel 4.0", "runs": name}
            yield Seen(kind="macro", step=where, raw=stands_for, facts=facts, flag="macros")
        elif hidden and not name.startswith("_xlnm"):
            facts = {"part": "name", "name": name}
            yield Seen(kind="hidden-part", step=where, raw=stands_for, facts=facts)
