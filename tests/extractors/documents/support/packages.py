"""Builders of small OOXML and OpenDocument files, and the laws that all extractors keep."""

import io
import random
import zipfile
from types import ModuleType

from truyvet.testing import Examination, examine, resolve

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'


def package(parts: dict[str, str | bytes]) -> bytes:
    """Build a zip file with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def ooxml(parts: dict[str, str | bytes]) -> bytes:
    """Build an OOXML package of these parts."""
    return package({"[Content_Types].xml": "<Types/>", **parts})


def docx(body: str, more: dict[str, str | bytes] | None = None) -> bytes:
    """Build a Word document with this body."""
    whole = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return ooxml({"word/document.xml": whole, **(more or {})})


def run(text: str) -> str:
    """Build a paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def relations(*rows: tuple[str, str, str]) -> str:
    """Build a `.rels` part of (id, type, target) that lead outside."""
    made = "".join(
        f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{target}" TargetMode="External"/>'
        for name, kind, target in rows
    )
    return f"{RELATIONS}{made}</Relationships>"


def xlsx(sheets: dict[str, str], *, states: dict[str, str] | None = None, **parts: str) -> bytes:
    """Build a workbook of sheet name: rows; `parts` are sharedStrings, styles, names."""
    listed, targets, made = "", "", dict[str, str | bytes]()
    for n, (name, rows) in enumerate(sheets.items(), 1):
        state = (states or {}).get(name, "visible")
        listed += f'<sheet name="{name}" sheetId="{n}" state="{state}" r:id="rId{n}"/>'
        targets += f'<Relationship Id="rId{n}" Type="{R}/worksheet" Target="worksheets/s{n}.xml"/>'
        made[f"xl/worksheets/s{n}.xml"] = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    names = parts.pop("names", "")
    book = f'<workbook xmlns:r="{R}"><sheets>{listed}</sheets>{names}</workbook>'
    made |= {f"xl/{name}.xml": part for name, part in parts.items()}
    return ooxml({
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": f"{RELATIONS}{targets}</Relationships>", **made,
    })  # fmt: skip


def odf(content: str, more: dict[str, str | bytes] | None = None) -> bytes:
    """Build an OpenDocument file around the inside of `content.xml`."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "text", "table", "manifest", "meta")
    )
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://w3.org/xlink"'
    whole = f"<office:document-content {spaces}>{content}</office:document-content>"
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text", "content.xml": whole,
        "META-INF/manifest.xml": "<manifest/>",
    }  # fmt: skip
    return package(parts | (more or {}))


def seen(found: Examination, kind: str) -> dict[str, str]:
    """Return step: raw value of the observations of a kind."""
    return {one.locator[0]: one.raw for one in found.of(kind)}


def texts(found: Examination) -> dict[str, str]:
    """Return step: text."""
    return {line.locator[0]: line.text for line in found.texts}


def codes(found: Examination) -> list[str]:
    """Return the codes of the problems."""
    return [one.code for one in found.outcome.defects]


def everything(found: Examination) -> list[object]:
    """Return all that was emitted, to compare."""
    return [found.outcome, found.observations, found.texts, [one.found for one in found.children]]


def looked_at(module: ModuleType, content: bytes) -> Examination:
    """Examine bytes as an item of the extractor's first media type, whatever they look like."""
    return examine(module, content, media_type=module.ACCEPTS.media[0])


def holds(module: ModuleType, content: bytes) -> Examination:
    """Check that all that is emitted resolves and comes again the same; return it."""
    found = looked_at(module, content)
    for one in found.observations:
        assert resolve(module, content, one.locator) == one.value(), one.locator
    for line in found.texts:
        assert resolve(module, content, line.locator) == line.text.encode(), line.locator
    for child in found.children:
        assert resolve(module, content, (child.found.locator,)) == child.content
    assert everything(looked_at(module, content)) == everything(found)
    return found


def survives(module: ModuleType, content: bytes, *, flips: int = 30, cuts: int = 6) -> set[str]:
    """Examine damaged copies; return the statuses they ended in, none of them a fault."""
    chance = random.Random(7)
    copies = [content[: len(content) * n // cuts] for n in range(cuts)]
    for _ in range(flips):
        copy = bytearray(content)
        for _ in range(chance.randrange(1, 8)):
            copy[chance.randrange(len(copy))] ^= 1 << chance.randrange(8)
        copies.append(bytes(copy))
    ended = {looked_at(module, copy).outcome.status for copy in copies}
    assert not ended & {"crash", "timeout", "memory"}, ended
    return set(ended)
