"""What a ZIP file really is."""

import io
import zipfile

import pytest

from truyvet.extractors.signatures.zips import zip_type

OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = '<Types><Override PartName="/x" ContentType="{}"/></Types>'


def zipped(members: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as writer:
        for name, content in members.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else method
            writer.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, stored)
    return out.getvalue()


def kind(content: bytes) -> str:
    return zip_type(lambda offset, length: content[offset : offset + length], len(content))


@pytest.mark.parametrize(
    ("main", "media"),
    [
        (f"{OFFICE}wordprocessingml.document.main+xml", f"{OFFICE}wordprocessingml.document"),
        (f"{OFFICE}spreadsheetml.sheet.main+xml", f"{OFFICE}spreadsheetml.sheet"),
        (
            "application/vnd.ms-word.document.macroEnabled.main+xml",
            "application/vnd.ms-word.document.macroEnabled.12",
        ),
    ],
)
@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_an_office_document_is_told_by_its_main_part(main: str, media: str, method: int) -> None:
    members = {"a.xml": "x", "[Content_Types].xml": TYPES.format(main), "word/d.xml": "y"}
    assert kind(zipped(members, method)) == media


def test_else_it_is_told_by_its_folders() -> None:
    assert kind(zipped({"[Content_Types].xml": "?", "xl/a.xml": ""})).endswith(
        "spreadsheetml.sheet"
    )


@pytest.mark.parametrize(
    ("names", "media"),
    [
        (
            ["AndroidManifest.xml", "META-INF/MANIFEST.MF"],
            "application/vnd.android.package-archive",
        ),
        (["META-INF/MANIFEST.MF", "A.class"], "application/java-archive"),
        (["datapackage.json", "archive/a.warc.gz"], "application/wacz"),
        (["Payload/A.app/Info.plist"], "application/x-ios-app"),
        (["doc.kml"], "application/vnd.google-earth.kmz"),
        (["[Content_Types].xml", "AppxManifest.xml"], "application/vnd.ms-appx"),
        (["a.txt"], "application/zip"),
        ([], "application/zip"),
    ],
)
def test_some_names_are_the_mark_of_a_type(names: list[str], media: str) -> None:
    assert kind(zipped(dict.fromkeys(names, "x"))) == media


@pytest.mark.parametrize(
    "media", ["application/epub+zip", "application/vnd.oasis.opendocument.text"]
)
def test_a_first_member_mimetype_declares_the_type(media: str) -> None:
    assert kind(zipped({"mimetype": media, "a": "b"})) == media


def test_a_mark_in_the_last_of_many_members_is_found() -> None:
    names = [f"assets/{number}" for number in range(2000)] + ["AndroidManifest.xml"]
    assert kind(zipped(dict.fromkeys(names, ""))).endswith("android.package-archive")


def test_bytes_before_the_archive_change_nothing() -> None:
    content = b"MZ" * 500 + zipped({"AndroidManifest.xml": ""})
    assert kind(content).endswith("android.package-archive")


def test_any_cut_and_any_byte_changed_is_still_some_type() -> None:
    content = zipped({"mimetype": "application/epub+zip", "[Content_Types].xml": "x"})
    for at in range(len(content)):
        assert kind(content[:at])
        assert kind(content[:at] + b"\xff" + content[at + 1 :])
