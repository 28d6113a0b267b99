"""OpenDocument (ISO/IEC 26300): text, tables and slides of `content.xml`, and the properties.

A paragraph is a line, cells are parted by tabs; text deleted under change tracking stands as
`[-…-]`. Repeated cells and rows are shown once. Encrypted parts are named, not opened.
"""

from collections.abc import Callable, Iterator
from functools import partial

from .dates import w3c
from .findings import Finding, Job, Seen, Trouble, Words, step
from .markup import Walk, leaves
from .ooxml import guarded
from .package import DAMAGE, Package, TooMuch
from .properties import prop

MAX_TEXT = 48 << 20
"""Characters of text that are taken out of one part."""
_MANIFEST = "META-INF/manifest.xml"
_BREAKS = {"tab": "\t", "line-break": "\n", "s": " "}
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
            reader = _text
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


def _text(walk: Walk, part: str) -> Iterator[Finding]:
    reader = _Reader(part)
    for event, value, attributes in walk:
        if event == "text":
            reader.text(value)
        elif event == "start":
            reader.start(value, attributes)
        else:
            reader.end(value)
        if reader.length > MAX_TEXT:
            walk.trouble.append(Trouble(code="partial", why="too much text", step=reader.here))
            break
    yield Words(step=reader.here, text="".join(reader.pieces))
    yield from reader.found


class _Reader:
    """Reads the text of one part."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.here = step("odf", part)
        self.pieces: list[str] = []
        self.found: list[Finding] = []
        self.length = 0
        self._paragraphs = 0
        self._note: dict[str, list[str]] | None = None
        self._field = ""
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in {"p", "h"}:
            self._paragraphs += 1
        elif name in _BREAKS and self._paragraphs:
            self._add(_BREAKS[name])
        elif name == "deletion":
            self._add("[-")
        elif name in {"annotation", "change-info"}:
            self._note = {"kind": [name], "creator": [], "date": [], "text": []}
        elif self._note is not None and name in {"creator", "date"}:
            self._field = name
        if name == "dde-source" or name == "dde-connection-decl":
            words = [attributes.get(f"dde-{word}", "") for word in ("application", "topic", "item")]
            self._link("|".join(words), "DDE")
        elif "href" in attributes and not attributes["href"].startswith(("#", ".", "Pictures/")):
            self._link(attributes["href"], name)

    def end(self, name: str) -> None:
        if name in {"p", "h"}:
            self._paragraphs = max(0, self._paragraphs - 1)
            self._add("\n")
        elif name == "table-cell":
            if self.pieces and self.pieces[-1] == "\n":
                self.pieces.pop()
            self._add("\t")
        elif name in {"table-row", "page"}:
            self._add("\n")
        elif name == "deletion":
            self._add("-]")
        elif self._note is not None and name == self._note["kind"][0]:
            self._noted(self._note)
            self._note = None
        elif name == self._field:
            self._field = ""

    def text(self, text: str) -> None:
        if self._field and self._note is not None:
            self._note[self._field].append(text)
        elif self._paragraphs:
            if self._note is not None:
                self._note["text"].append(text)
            self._add(text)

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def _where(self, word: str) -> str:
        self._count += 1
        return step("odf", self.part, word, str(self._count))

    def _noted(self, note: dict[str, list[str]]) -> None:
        author, date = "".join(note["creator"]), "".join(note["date"])
        facts = {"author": author, "written": date, **w3c(date)}
        if note["kind"][0] == "annotation":
            text = "".join(note["text"])
            where = self._where("comment")
            self.found.append(Seen(kind="comment", step=where, raw=text, facts=facts))
        elif author:
            facts = {"role": "reviser", **facts, "author": ""}
            where = self._where("author")
            self.found.append(Seen(kind="author", step=where, raw=author, facts=facts))

    def _link(self, target: str, relation: str) -> None:
        loaded = relation not in {"a", "hyperlink"}
        self.found.append(
            Seen(
                kind="external-link", step=self._where("link"), raw=target,
                facts={"relation": relation},
                flag="script" if relation == "DDE" else "metadata" if loaded else "",
            )
        )  # fmt: skip
