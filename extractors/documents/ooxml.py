"""Office Open XML (ECMA-376): which parts of a package are read, by what, in which order.

Parts that are not text (pictures, embedded files, macros) come out of the package as items of
their own by the `archive` extractor; here it is only said that they are there.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO

from . import commentml, properties, relations, vba
from .compound import DAMAGE as COMPOUND_DAMAGE
from .compound import Compound
from .findings import Finding, Job, Seen, Trouble, step
from .markup import Walk
from .package import DAMAGE, MAX_SMALL, Package, TooMuch
from .sheetml import Book, Sheet, formats, strings, workbook
from .slideml import drawn_text
from .wordml import Reader

_BOOK = "xl/workbook.xml"
_WORD = ("document", "header", "footer", "footnotes", "endnotes", "comments", "glossary/document")
_DRAWN = (
    "ppt/slides/", "ppt/notesslides/", "ppt/comments/", "xl/comments", "xl/drawings/",
    "xl/threadedcomments/",
)  # fmt: skip
_COMMENTS = ("ppt/comments/", "xl/comments", "xl/threadedcomments/")
_WALKED: dict[str, Callable[[Walk, str], Iterator[Finding]]] = {
    "docprops/core.xml": properties.plain,
    "docprops/app.xml": properties.plain,
    "docprops/custom.xml": properties.custom,
    ".rels": relations.external,
    "word/settings.xml": properties.settings,
}
"""Ending of a part's name: what reads it."""
_MACRO_SHEET = ("xlMacrosheet", "xlIntlMacrosheet")


def jobs(package: Package) -> list[Job]:
    """Return what there is to read, for `findings.run`."""
    found: list[Job] = [
        ((step("ooxml", name), *also), partial(guarded, name, job))
        for name in _in_order(package.names)
        for also, job in _readers(package, name)
    ]
    if _BOOK in package:
        found.append((("ooxml:xl/", "xlsx:"), partial(guarded, _BOOK, partial(_workbook, package))))
    return found


def guarded(name: str, job: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield what a job yields; damage of the part becomes trouble."""
    try:
        yield from job()
    except TooMuch:
        yield Trouble(
            code="bomb", step=step("ooxml", name), why=f"decodes to more than {MAX_SMALL} bytes"
        )
    except (*DAMAGE, *COMPOUND_DAMAGE) as error:
        why = f"cannot be read: {type(error).__name__}"
        yield Trouble(code="corrupt", step=step("ooxml", name), why=why)


def _in_order(names: list[str]) -> list[str]:
    """Sort parts as people count: slide2 before slide10."""

    def key(name: str) -> tuple[str, int, str]:
        stem = PurePosixPath(name).stem
        bare = stem.rstrip("0123456789")
        digits = stem[len(bare) :][:9]
        return (name[: name.rfind("/") + 1] + bare, int(digits) if digits else 0, name)

    return sorted(names, key=key)


def _readers(
    package: Package, name: str
) -> Iterator[tuple[tuple[str, ...], Callable[[], Iterator[Finding]]]]:
    """The readers of a part, each with the steps that it writes beside `ooxml:NAME`."""
    lower = name.lower()
    if lower.endswith("vbaproject.bin"):
        yield (), partial(_macros, package, name)
    elif "/embeddings/" in lower or "/activex/" in lower:
        yield (), partial(_embedded, package, name)
    elif lower.startswith("word/") and lower.endswith(".xml") and lower[5:].startswith(_WORD):
        yield (step("docx", name),), partial(_streamed, package, name, Reader(name).read)
    elif lower.endswith(".xml") and (lower.startswith(_DRAWN) or "/diagrams/data" in lower):
        yield (step("pptx", name),), partial(_streamed, package, name, partial(drawn_text, name))
        if lower.startswith(_COMMENTS):
            yield (), partial(_commented, package, name)
    else:
        for ending, reader in _WALKED.items():
            if lower.endswith(ending):
                yield (), partial(_walked, package, name, reader)


def _streamed(
    package: Package, name: str, reader: Callable[[BinaryIO], Iterator[Finding]]
) -> Iterator[Finding]:
    with package.open(name) as stream:
        yield from reader(stream)


def _walked(
    package: Package, name: str, reader: Callable[[Walk, str], Iterator[Finding]]
) -> Iterator[Finding]:
    with package.open(name) as stream:
        yield from reader(Walk(stream, step("ooxml", name)), name)


def _commented(package: Package, name: str) -> Iterator[Finding]:
    authors: dict[str, str] = {}
    for part in commentml.AUTHORS:
        if part in package:
            with package.open(part) as stream:
                authors |= commentml.authors(Walk(stream, ""))
    with package.open(name) as stream:
        yield from commentml.comments(Walk(stream, ""), name, authors)


def _macros(package: Package, name: str) -> Iterator[Finding]:
    with Compound.of(package.read(name)) as compound:
        modules = ", ".join(module.name for module in vba.modules(compound))
    yield Seen(
        kind="macro", step=step("ooxml", name), raw=name, flag="macros",
        facts={"language": "VBA", "modules": modules},
    )  # fmt: skip


def _embedded(package: Package, name: str) -> Iterator[Finding]:
    yield Seen(
        kind="embedded-object", step=step("ooxml", name), raw=name,
        facts={"size": str(package.size(name))},
    )  # fmt: skip


def _workbook(package: Package) -> Iterator[Finding]:
    """Yield the sheets of a workbook; they share strings and formats, so they are one job."""
    name = _BOOK
    with package.open(name) as stream:
        walk = Walk(stream, step("ooxml", name))
        book = workbook(walk)
    yield from walk.trouble
    for part, take in (("xl/sharedStrings.xml", strings), ("xl/styles.xml", formats)):
        if part in package:
            with package.open(part) as stream:
                walk = Walk(stream, step("ooxml", part))
                taken = take(walk)
            yield from walk.trouble
            if part.endswith("Strings.xml"):
                book.strings = [text for text in taken if isinstance(text, str)]
            else:
                book.dates = [bool(date) for date in taken]
    yield from properties.names(book.names, name)
    for part in sorted(name for name in package.names if name.startswith("xl/externalLinks/ext")):
        yield from guarded(part, partial(_walked, package, part, relations.dde))
    targets: dict[str, tuple[str, str]] = {}
    if "xl/_rels/workbook.xml.rels" in package:
        with package.open("xl/_rels/workbook.xml.rels") as stream:
            targets = relations.internal(Walk(stream, ""), "xl/")
    for number, sheet in enumerate(book.sheets, 1):
        yield from _sheet(package, book, number, sheet, targets)


def _sheet(
    package: Package, book: Book, number: int, sheet: tuple[str, str, str],
    targets: dict[str, tuple[str, str]],
) -> Iterator[Finding]:  # fmt: skip
    name, state, relation = sheet
    kind, part = targets.get(relation, ("", f"xl/worksheets/sheet{number}.xml"))
    here = step("ooxml", _BOOK, "sheet", str(number))
    macros = kind.rpartition("/")[2] in _MACRO_SHEET
    if state in {"hidden", "veryHidden"}:
        facts = {"part": "sheet", "state": state}
        yield Seen(kind="hidden-part", step=here, raw=name, facts=facts, flag="metadata")
    if macros:
        facts = {"language": "Excel 4.0", "state": state or "visible"}
        yield Seen(kind="macro", step=here, raw=name, facts=facts, flag="macros")
    if part in package:
        yield from guarded(part, partial(Sheet(name, part, book, macros=macros).read, package))
    elif kind:
        yield Trouble(code="corrupt", step=step("xlsx", name), why="the sheet's part is missing")
