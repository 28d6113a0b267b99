"""OpenDocument (ISO/IEC 26300): text, tables and slides of `content.xml`, and the properties.

Encrypted parts are named, not opened.
"""

from collections.abc import Callable, Iterator
from functools import partial

from . import odftext
from .findings import Finding, Job, Seen, Trouble, Words, step
from .markup import Walk, leaves
from .ooxml import guarded
from .package import DAMAGE, Package, TooMuch
from .properties import prop

_MANIFEST = "META-INF/manifest.xml"
_TEXTS = ("content.xml", "styles.xml")
_LISTS = ("-lb.xml", "-lc.xml")


def is_document(package: Package) -> bool:
    """Tell whether the package is an OpenDocument file."""
    return _MANIFEST in package and "content.xml" in package


def jobs(package: Package) -> list[Job]:
    """Return what there is to read, for `findings.run`."""
    locked = _locked(package)
    found: list[Job] = []
    if locked:
        found.append((("odf:encryption",), partial(_encrypted, locked)))
    for name in package.names:
        reader: Callable[[Walk, str], Iterator[Finding]] | None = None
        if name == "meta.xml":
            reader = _properties
        elif name.endswith(_TEXTS) and name.count("/") <= 1:  # objects inside have their own
            reader = odftext.text
        elif name.startswith("Basic/") and name.endswith(".xml") and not name.endswith(_LISTS):
            reader = _module
        if name.startswith("Scripts/") and name not in locked:
            found.append(((step("odf", name),), partial(_script, name)))
        elif reader is not None and name not in locked:
            job = partial(guarded, name, partial(_walked, package, name, reader))
            found.append(((step("odf", name),), job))
    return found


def _walked(
    package: Package, name: str, reader: Callable[[Walk, str], Iterator[Finding]]
) -> Iterator[Finding]:
    with package.open(name) as stream:
        walk = Walk(stream, step("odf", name))
        yield from reader(walk, name)
        yield from walk.trouble


def _locked(package: Package) -> set[str]:
    """Return the names of the encrypted parts, as the manifest tells (part 3, section 3.4)."""
    found: set[str] = set()
    entry = ""
    try:
        with package.open(_MANIFEST) as stream:
            for event, name, attributes in Walk(stream, ""):
                if event == "start" and name == "file-entry":
                    entry = attributes.get("full-path", "")
                elif event == "start" and name == "encryption-data":
                    found.add(entry)
    except (*DAMAGE, TooMuch):
        return found
    return found


def _encrypted(locked: set[str]) -> Iterator[Finding]:
    facts = {"scope": "document", "parts": str(len(locked))}
    names = "\n".join(sorted(locked))
    yield Seen(kind="encryption", step="odf:encryption", raw=names, facts=facts, flag="encrypted")
    yield Trouble(code="encrypted", why="an encrypted OpenDocument file")


def _properties(walk: Walk, part: str) -> Iterator[Finding]:
    for name, attributes, text in leaves(walk):
        if name == "user-defined":
            called = attributes.get("name", "")
            facts = {"name": called, "custom": "yes"}
            where = step("odf", part, name, called)
            yield Seen(kind="document-property", step=where, raw=text, facts=facts)
        elif name == "template":
            target = attributes.get("href", "")
            far = target.lower().startswith(("http:", "https:", "file:", "//"))
            yield Seen(
                kind="template", step=step("odf", part, name), raw=target,
                facts={"title": attributes.get("title", "")}, flag="metadata" if far else "",
            )  # fmt: skip
        elif name == "document-statistic":
            for key, value in sorted(attributes.items()):
                where = step("odf", part, key)
                yield Seen(kind="document-property", step=where, raw=value, facts={"name": key})
        elif text.strip():
            yield _named(part, name, text)


def _named(part: str, name: str, text: str) -> Seen:
    """In ODF, `creator` and `date` are those of the last change (part 1, 4.3.2.7)."""
    renamed = {"creator": "lastModifiedBy", "date": "modified"}.get(name, name)
    return prop(step("odf", part, name), renamed, text)


def _script(name: str) -> Iterator[Finding]:
    language = name.split("/")[1]
    where = step("odf", name)
    yield Seen(kind="macro", step=where, raw=name, facts={"language": language}, flag="macros")


def _module(walk: Walk, part: str) -> Iterator[Finding]:
    """Yield the source of a Basic module."""
    pieces, module = list[str](), ""
    for event, value, attributes in walk:
        if event == "start" and value == "module":
            module = attributes.get("name", "")
        elif event == "text":
            pieces.append(value)
    text, here = "".join(pieces), step("odf", part)
    facts = {"language": "Basic", "module": module}
    yield Seen(kind="macro", step=here, raw=text, facts=facts, flag="macros")
    yield Words(step=here, text=text)
