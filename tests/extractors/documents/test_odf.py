"""OpenDocument packages: which parts are read, properties, macros, encryption."""

import io

import pytest
from tests.extractors.documents.support.packages import (
    codes,
    holds,
    looked_at,
    odf,
    package,
    seen,
    survives,
    texts,
)

from truyvet.extractors import office
from truyvet.extractors.documents import odf as reader
from truyvet.extractors.documents.package import Package
from truyvet.testing import Examination

BODY = "<text:p>Nguyễn Văn Đức</text:p>"
SPACES = (
    'xmlns:meta="m" xmlns:dc="d" xmlns:xlink="l" xmlns:script="s" xmlns:manifest="f" xmlns:text="t"'
)


def of(parts: dict[str, str | bytes]) -> Examination:
    return holds(office, odf(BODY, parts))


def meta(inner: str) -> Examination:
    return of({"meta.xml": f"<document-meta {SPACES}>{inner}</document-meta>"})


def manifest(*locked: str) -> dict[str, str | bytes]:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}"><manifest:encryption-data/>'
        "</manifest:file-entry>"
        for name in locked
    )
    plain = '<manifest:file-entry manifest:full-path="mimetype"/>'
    whole = f"<manifest:manifest {SPACES}>{plain}{entries}</manifest:manifest>"
    return {"META-INF/manifest.xml": whole}


@pytest.mark.parametrize(
    ("parts", "there"),
    [
        ({"META-INF/manifest.xml": "<m/>", "content.xml": "<c/>"}, True),
        ({"content.xml": "<c/>"}, False),
        ({"META-INF/manifest.xml": "<m/>"}, False),
        ({"META-INF/MANIFEST.MF": "x", "content.xml": "<c/>"}, False),
    ],
)
def test_a_package_is_a_document_by_its_manifest_and_content(
    parts: dict[str, str | bytes], there: bool
) -> None:
    opened = Package(io.BytesIO(package(parts)))
    assert reader.is_document(opened) is there
    opened.close()


@pytest.mark.parametrize(
    ("inner", "kind", "raw", "fact"),
    [
        ("<meta:initial-creator>Lan</meta:initial-creator>", "author", "Lan", ("role", "creator")),
        ("<dc:creator>Hùng</dc:creator>", "author", "Hùng", ("role", "modifier")),
        ("<meta:printed-by>Hoa</meta:printed-by>", "author", "Hoa", ("role", "printer")),
        ("<dc:date>2026-03-14T09:15:00Z</dc:date>", "document-time", "2026-03-14T09:15:00Z",
         ("role", "modified")),
        ("<meta:creation-date>2026-03-14T09:15:00</meta:creation-date>", "document-time",
         "2026-03-14T09:15:00", ("local", "2026-03-14T09:15:00")),
        ("<meta:print-date>2026-03-14T09:15:00+07:00</meta:print-date>", "document-time",
         "2026-03-14T09:15:00+07:00", ("utc", "2026-03-14T02:15:00Z")),
        ("<dc:title>Đơn</dc:title>", "document-property", "Đơn", ("name", "title")),
        ('<meta:user-defined meta:name="Số">7</meta:user-defined>', "document-property", "7",
         ("custom", "yes")),
        ('<meta:document-statistic meta:page-count="3"/>', "document-property", "3",
         ("name", "page-count")),
    ],
)  # fmt: skip
def test_each_property_is_of_the_kind_that_it_tells(
    inner: str, kind: str, raw: str, fact: tuple[str, str]
) -> None:
    (one,) = meta(inner).observations
    assert (one.kind, one.raw, one.facts[fact[0]]) == (kind, raw, fact[1])


@pytest.mark.parametrize(
    ("target", "flag"),
    [("http://a.example/m.ott", "metadata"), ("file://may/m.ott", "metadata"),
     ("//may/m.ott", "metadata"), ("../m.ott", "")],
)  # fmt: skip
def test_a_template_from_elsewhere_is_flagged(target: str, flag: str) -> None:
    (one,) = meta(f'<meta:template xlink:href="{target}" xlink:title="Mẫu"/>').of("template")
    assert (one.raw, one.flag) == (target, flag)


def test_blank_properties_are_left_out() -> None:
    assert meta("<dc:title> </dc:title><dc:subject/>").observations == []


def test_a_basic_module_is_flagged_with_its_source_and_its_list_is_not() -> None:
    module = f'<script:module {SPACES} script:name="M1">Sub Chạy\nEnd Sub</script:module>'
    found = of({"Basic/Standard/M1.xml": module, "Basic/Standard/script-lb.xml": "<l/>",
                "Basic/script-lc.xml": "<l/>"})  # fmt: skip
    (one,) = found.of("macro")
    assert (one.raw, one.facts["module"], one.flag) == ("Sub Chạy\nEnd Sub", "M1", "macros")
    assert texts(found)["odf:Basic/Standard/M1.xml"] == "Sub Chạy\nEnd Sub"


@pytest.mark.parametrize("language", ["python", "beanshell", "javascript"])
def test_a_script_of_any_language_is_flagged_by_its_name(language: str) -> None:
    name = f"Scripts/{language}/chạy.py"
    (one,) = of({name: "print(1)"}).of("macro")
    assert (one.raw, one.facts["language"], one.flag) == (name, language, "macros")


def test_the_text_of_objects_inside_is_read_under_their_name() -> None:
    inner = f"<c {SPACES}><text:p>bảng</text:p></c>"
    assert texts(of({"Object 1/content.xml": inner}))["odf:Object 1/content.xml"] == "bảng\n"


def test_parts_deeper_than_objects_are_left_to_the_archive() -> None:
    inner = f"<c {SPACES}><text:p>sâu</text:p></c>"
    assert "odf:a/b/content.xml" not in texts(of({"a/b/content.xml": inner}))


def test_locked_parts_are_named_and_the_others_read() -> None:
    parts = manifest("content.xml", "meta.xml")
    parts["styles.xml"] = f"<s {SPACES}><text:p>đầu trang</text:p></s>"
    found = of(parts | {"meta.xml": b"\x00locked"})
    assert (found.outcome.status, codes(found)) == ("encrypted", ["encrypted"])
    (one,) = found.of("encryption")
    assert (one.raw, one.facts["parts"]) == ("content.xml\nmeta.xml", "2")
    assert texts(found) == {"odf:styles.xml": "đầu trang\n"}


def test_a_locked_script_is_not_called_a_macro() -> None:
    name = "Scripts/python/a.py"
    found = of(manifest(name) | {name: b"\x00"})
    assert not found.of("macro")


@pytest.mark.parametrize("broken", ["", "<m", "<!DOCTYPE a [<!ENTITY e 'x'>]><m/>"])
def test_a_broken_manifest_locks_nothing(broken: str) -> None:
    found = of({"META-INF/manifest.xml": broken})
    assert "Nguyễn Văn Đức\n" in texts(found).values()


def test_one_damaged_part_leaves_the_others() -> None:
    found = of({"meta.xml": "<m", "styles.xml": "không"})
    assert codes(found) == ["corrupt", "corrupt"]
    assert texts(found)["odf:content.xml"] == "Nguyễn Văn Đức\n"


def test_a_document_of_every_part_survives_damage() -> None:
    module = f'<script:module {SPACES} script:name="M1">Sub A</script:module>'
    whole = odf(BODY, {"Basic/S/M.xml": module, "Scripts/python/a.py": "x", "meta.xml": "<m/>"})
    assert set(seen(looked_at(office, whole), "macro").values()) == {"Sub A", "Scripts/python/a.py"}
    survives(office, whole)
