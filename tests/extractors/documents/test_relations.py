"""What packages point to outside themselves, and the properties of OOXML documents."""

import io

import pytest
from tests.extractors.documents.support.packages import docx, holds, ooxml, relations, run, seen

from truyvet.extractors import office
from truyvet.extractors.documents import properties
from truyvet.extractors.documents.findings import Finding, Seen
from truyvet.extractors.documents.markup import Walk
from truyvet.extractors.documents.relations import dde, external, internal

PART = "word/_rels/document.xml.rels"


def walk(content: str) -> Walk:
    return Walk(io.BytesIO(content.encode()), "ooxml:x")


def outside(kind: str, target: str) -> Seen:
    (one,) = external(walk(relations(("rId1", kind, target))), PART)
    assert isinstance(one, Seen)
    return one


@pytest.mark.parametrize(
    ("kind", "target", "found", "flag"),
    [
        ("attachedTemplate", "http://a.example/m.dotm", "template", "script"),
        ("attachedTemplate", "https://a.example/m.dotm", "template", "script"),
        ("attachedTemplate", "\\\\may\\chung\\m.dotm", "template", "script"),
        ("attachedTemplate", "file:///\\\\may\\m.dotm", "template", "script"),
        ("attachedTemplate", "C:\\Users\\Lan\\Normal.dotm", "template", ""),
        ("oleObject", "http://a.example/x.html", "external-link", "script"),
        ("oleObject", "mhtml:http://a.example!x-usc:y", "external-link", "script"),
        ("frame", "http://a.example/f", "external-link", "script"),
        ("subDocument", "b.docx", "external-link", "script"),
        ("externalLinkPath", "sổ.xlsx", "external-link", "metadata"),
        ("image", "http://a.example/1.png", "external-link", "metadata"),
        ("hyperlink", "https://vi-du.example/đơn", "external-link", ""),
        ("hyperlink", "mailto:lan@vi-du.example", "external-link", ""),
        ("video", "http://a.example/v", "external-link", "metadata"),
    ],
)
def test_each_relation_outside_is_seen_by_what_it_loads(
    kind: str, target: str, found: str, flag: str
) -> None:
    one = outside(kind, target)
    assert (one.kind, one.raw, one.flag) == (found, target, flag)
    assert one.facts == {"relation": kind, "from": "word/document.xml"}


@pytest.mark.parametrize(
    ("mode", "there"), [("External", 1), ("EXTERNAL", 1), ("Internal", 0), ("", 0)]
)
def test_only_what_lies_outside_is_seen(mode: str, there: int) -> None:
    content = (
        f'<Relationships><Relationship Id="a" Target="x" TargetMode="{mode}"/></Relationships>'
    )
    assert len(list(external(walk(content), PART))) == there


@pytest.mark.parametrize(
    ("target", "part"),
    [
        ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("../xl/a.xml", "xl/a.xml"),
        ("./a.xml", "xl/a.xml"),
        ("../../../../etc/passwd", "../../../etc/passwd"),
        ("", "xl"),
    ],
)
def test_targets_inside_are_brought_to_a_name_of_a_part(target: str, part: str) -> None:
    content = f'<r><Relationship Id="r1" Type="t" Target="{target}"/></r>'
    assert internal(walk(content), "xl/") == {"r1": ("t", part)}


def test_a_dde_link_is_a_command() -> None:
    content = '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    found = list(dde(walk(content), "xl/externalLinks/externalLink1.xml"))
    assert isinstance(found[0], Seen)
    assert (found[0].raw, found[0].flag) == ("cmd|/c calc", "script")


def test_a_template_that_is_loaded_from_elsewhere_keeps_the_laws() -> None:
    rels = relations(("rId9", "attachedTemplate", "http://a.example/m.dotm"))
    found = holds(office, docx(run("a"), {"word/_rels/settings.xml.rels": rels}))
    (one,) = found.of("template")
    assert (one.flag, one.facts["from"]) == ("script", "word/settings.xml")


def core(inner: str) -> list[Finding]:
    return list(properties.plain(walk(f"<p>{inner}</p>"), "docProps/core.xml"))


@pytest.mark.parametrize(
    ("element", "kind", "role"),
    [
        ("<creator>Đức</creator>", "author", "creator"),
        ("<lastModifiedBy>Lan</lastModifiedBy>", "author", "modifier"),
        ("<Manager>Hùng</Manager>", "author", "manager"),
        ("<created>2026-03-14T09:15:00Z</created>", "document-time", "created"),
        ("<lastPrinted>2026-03-14T09:15:00Z</lastPrinted>", "document-time", "printed"),
        ("<Application>Word</Application>", "application", None),
        ("<Template>Normal.dotm</Template>", "template", None),
        ("<title>Đơn</title>", "document-property", None),
    ],
)
def test_properties_are_of_the_kind_that_their_name_tells(
    element: str, kind: str, role: str | None
) -> None:
    (one,) = core(element)
    assert isinstance(one, Seen)
    assert one.kind == kind
    assert one.facts.get("role") == role or not role


def test_the_version_stands_with_the_program() -> None:
    found = core("<Application>Microsoft Word</Application><AppVersion>16.0000</AppVersion>")
    assert isinstance(found[0], Seen)
    assert found[0].facts["version"] == "16.0000"


def test_blank_properties_and_parts_of_others_are_left_out() -> None:
    assert core("<title>  </title><v><variant><lpstr>x</lpstr></variant><i4>1</i4></v>") == []


def test_properties_are_bounded() -> None:
    assert len(core("".join(f"<a{n}>x</a{n}>" for n in range(1_200)))) == 1_000


def test_own_properties_keep_their_name_whatever_their_sort() -> None:
    content = '<p><property name="Số"><i4>7</i4></property><property name="Mã"><lpwstr>HS</lpwstr>'
    found = list(properties.custom(walk(f"{content}</property></p>"), "docProps/custom.xml"))
    assert [(one.facts["name"], one.raw) for one in found if isinstance(one, Seen)] == [
        ("Số", "7"), ("Mã", "HS"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("element", "name", "raw"),
    [
        ('<rsidRoot val="00AB"/>', "rsidRoot", "00AB"), ('<rsid val="00CD"/>', "rsid", "00CD"),
        ('<themeFontLang val="vi-VN"/>', "language", "vi-VN"),
        ('<documentProtection edit="forms"/>', "protection", "forms"),
        ("<documentProtection/>", "protection", "readOnly"),
        ("<trackRevisions/>", "trackRevisions", "on"), ('<docId val="{1}"/>', "docId", "{1}"),
    ],
)  # fmt: skip
def test_settings_tell_language_protection_and_revisions(element: str, name: str, raw: str) -> None:
    (one,) = properties.settings(walk(f"<settings>{element}</settings>"), "word/settings.xml")
    assert isinstance(one, Seen)
    assert (one.facts["name"], one.raw) == (name, raw)


def test_revision_identifiers_are_bounded() -> None:
    many = "".join(f'<rsid val="{n:08X}"/>' for n in range(properties.MAX_RSIDS + 9))
    assert len(list(properties.settings(walk(f"<s>{many}</s>"), "x"))) == properties.MAX_RSIDS


def test_properties_of_a_package_keep_the_laws() -> None:
    parts: dict[str, str | bytes] = {
        "docProps/core.xml": "<p><creator>Nguyễn Văn Đức</creator><creator>Lan</creator></p>",
        "docProps/custom.xml": '<p><property name="a/b"><i4>1</i4></property></p>',
    }
    found = holds(office, ooxml(parts))
    assert sorted(seen(found, "author").values()) == ["Lan", "Nguyễn Văn Đức"]
