"""The `office` extractor as a whole: real samples, laws, damage, hostile packages."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from tests.extractors.documents.support.compound import Streams, compound, packaged, project, word
from tests.extractors.documents.support.packages import (
    codes,
    docx,
    holds,
    odf,
    ooxml,
    package,
    run,
    seen,
    survives,
    texts,
    xlsx,
)

from truyvet.extractors import office
from truyvet.extractors.interface import Extractor
from truyvet.extractors.settings import Settings
from truyvet.testing import examine, resolve

VIETNAMESE = "Nguyễn Văn Đức chuyển 5.000.000 đ"


def made() -> dict[str, bytes]:
    """One of each kind of document."""
    return {
        "docx": docx(run(VIETNAMESE)),
        "xlsx": xlsx({"Sổ": '<row><c t="inlineStr"><is><t>Đức</t></is></c></row>'}),
        "odf": odf(f"<text:p>{VIETNAMESE}</text:p>"),
        "doc": compound(word([VIETNAMESE]) | project({"A": "Sub A()\r\nEnd Sub"}, storage=("M",))),
        "ole": compound({("\x01Ole10Native",): packaged("a.exe", "C:\\a.exe", b"MZ")}),
    }


@pytest.mark.parametrize(
    ("step", "value"),
    [
        ("ooxml:docProps/core.xml/creator", "Author: Jeff"),
        ("ooxml:docProps/core.xml/lastModifiedBy", "Jeff"),
        ("ooxml:docProps/core.xml/title", "The document title"),
        ("ooxml:docProps/core.xml/subject", "the subject"),
        ("ooxml:docProps/core.xml/keywords", "keyword 1, keyword 2, keyword 3"),
        ("ooxml:docProps/core.xml/revision", "3"),
        ("ooxml:docProps/core.xml/created", "2009-10-24T01:41:00Z"),
        ("ooxml:docProps/core.xml/modified", "2009-10-24T01:48:00Z"),
        ("ooxml:docProps/app.xml/TotalTime", "7"),
        ("ooxml:docProps/app.xml/Application", "Microsoft Macintosh Word"),
        ("ooxml:docProps/app.xml/Company", "Company - ExifTool"),
        ("ooxml:docProps/app.xml/Manager", "Manager: Self"),
        ("ooxml:docProps/custom.xml/Telephone number", "415-399-9921"),
        ("ooxml:docProps/custom.xml/A Custom Field", "A Custom field contents"),
        ("ooxml:word/settings.xml/rsid/00AB6AD5", "00AB6AD5"),
    ],
)
def test_the_ooxml_sample_tells_what_exiftool_reads(samples: Path, step: str, value: str) -> None:
    content = (samples / "metadata" / "OOXML.docx").read_bytes()
    found = examine(office, content, name="OOXML.docx")
    assert {one.locator[0]: one.raw for one in found.observations}[step] == value
    assert resolve(office, content, (step,)) == value.encode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SummaryInformation/title", "title"),
        ("SummaryInformation/creator", "author"),
        ("SummaryInformation/lastModifiedBy", "user name"),
        ("SummaryInformation/Application", "Microsoft PowerPoint"),
        ("SummaryInformation/created", "2007-02-09T16:23:23Z"),
        ("SummaryInformation/modified", "2007-02-09T16:27:49Z"),
        ("DocumentSummaryInformation/Manager", "manager"),
        ("DocumentSummaryInformation/Company", "company"),
        ("DocumentSummaryInformation/AppVersion", "10.2418"),
        ("DocumentSummaryInformation/Custom Text", "customtext"),
        ("DocumentSummaryInformation/Custom Number", "42"),
        ("DocumentSummaryInformation/Custom Date", "2007-01-09T05:00:00Z"),
        ("DocumentSummaryInformation/hyperlink-3", "mailto:phil?subject=subject"),
    ],
)
def test_the_powerpoint_sample_tells_what_exiftool_reads(
    samples: Path, name: str, value: str
) -> None:
    content = (samples / "metadata" / "FlashPix.ppt").read_bytes()
    found = examine(office, content, name="FlashPix.ppt")
    assert {one.locator[0]: one.raw for one in found.observations}[f"ole:%05{name}"] == value


def test_the_powerpoint_sample_names_who_used_it_and_has_text(samples: Path) -> None:
    found = holds(office, (samples / "metadata" / "FlashPix.ppt").read_bytes())
    assert seen(found, "author")["ppt:Current User"] == "user name"
    assert texts(found)["ppt:text"].startswith("Title\nSubtitle")
    assert [child.name for child in found.children] == ["object-1.ole"]


def test_the_word_sample_holds_the_address_as_text_and_as_link(samples: Path) -> None:
    found = holds(office, (samples / "offsets" / "testfilex.docx").read_bytes())
    assert "user_docx@microsoftword.com" in texts(found)["docx:word/document.xml"]
    links = seen(found, "external-link")
    assert list(links.values()) == ["mailto:user_docx@microsoftword.com"]


@pytest.mark.parametrize("name", ["OOXML.docx", "FlashPix.ppt"])
def test_every_value_of_a_sample_resolves_and_damage_is_named(samples: Path, name: str) -> None:
    content = (samples / "metadata" / name).read_bytes()
    holds(office, content)
    assert survives(office, content) & {"corrupt", "ok", "empty"}


@pytest.mark.parametrize("kind", list(made()))
def test_every_value_of_a_made_document_resolves_and_comes_again(kind: str) -> None:
    assert holds(office, made()[kind]).outcome.status == "ok"


@pytest.mark.parametrize("kind", list(made()))
def test_a_damaged_document_never_crashes(kind: str) -> None:
    survives(office, made()[kind])


def test_an_empty_item_has_nothing_to_find() -> None:
    assert examine(office, b"", name="a.docx").outcome.status == "empty"


def test_a_zip_file_that_is_no_document_has_nothing_to_find() -> None:
    assert examine(office, package({"a.txt": "x"}), name="a.docx").outcome.status == "empty"


def test_a_cut_package_is_corrupt() -> None:
    found = examine(office, docx(run("x"))[:200], name="a.docx")
    assert found.outcome.status == "corrupt"


def test_a_cut_compound_file_is_corrupt() -> None:
    found = examine(office, made()["doc"][:700], name="a.doc")
    assert found.outcome.status == "corrupt"


def test_a_mail_message_in_a_compound_file_is_left_to_the_mail_extractor() -> None:
    streams: Streams = {("__properties_version1.0",): b"x", ("WordDocument",): b"y"}
    assert examine(office, compound(streams)).outcome.status == "empty"


def test_a_part_that_decodes_to_too_much_is_a_bomb() -> None:
    body = b"<document>" + b" " * (257 << 20)
    found = examine(office, ooxml({"word/document.xml": body}), name="a.docx")
    assert found.outcome.status == "bomb"


def test_entities_are_not_expanded() -> None:
    lols = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE d [<!ENTITY l0 "lol">{lols}]><document><t>&l9;</t></document>'
    found = examine(office, ooxml({"word/document.xml": body}), name="a.docx")
    assert found.outcome.status == "corrupt"
    assert "entities" in found.outcome.defects[0].text


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    body = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]><document><p><r><t>&x;</t></r></p></document>'
    found = examine(office, ooxml({"word/document.xml": body}), name="a.docx")
    assert found.outcome.status == "corrupt"
    assert not any("hidden" in line.text for line in found.texts)


def test_xml_of_any_depth_is_read_without_recursion() -> None:
    body = "<a>" * 200_000
    found = examine(office, ooxml({"word/document.xml": body}), name="a.docx")
    assert codes(found) == ["corrupt"]


def test_a_hostile_name_of_a_part_makes_a_short_step_that_resolves() -> None:
    name = "word/document" + "x" * 30_000 + "%\x01\u202e.xml"
    found = holds(office, ooxml({name: "<d><r><t>inside</t></r></d>"}))
    assert [line.text for line in found.texts] == ["inside"]


def test_a_package_with_more_parts_than_are_looked_at_is_partial() -> None:
    many: dict[str, str | bytes] = {f"p{n}": b"" for n in range(50_001)}
    assert "partial" in codes(examine(office, ooxml(many), name="a.docx"))


def test_without_its_library_a_compound_file_is_unsupported() -> None:
    lacking = SimpleNamespace(**vars(office))
    lacking.prepare = lambda _: "needs olefile: pip install olefile"
    found = examine(cast("Extractor", lacking), made()["doc"])
    assert found.outcome.status == "unsupported"


def test_the_configuration_names_the_versions() -> None:
    assert set(office.configuration(Settings())) == {"expat", "olefile"}


def test_a_step_that_nothing_has_is_a_lookup_error() -> None:
    with pytest.raises(LookupError):
        resolve(office, made()["docx"], ("docx:word/none.xml",))
