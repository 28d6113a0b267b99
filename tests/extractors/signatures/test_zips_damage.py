"""ZIP files whose structure is damaged, streamed, commented, doubled: still of their type."""

import io
import struct
import zipfile

import pytest
from tests.extractors.signatures.test_zips import OFFICE, TYPES, kind, zipped

from truyvet.extractors.signatures.zips import MAX_DIRECTORY, ZIP, zip_type

DOCX = f"{OFFICE}wordprocessingml.document"
MEMBERS = {"[Content_Types].xml": TYPES.format(f"{DOCX}.main+xml"), "word/document.xml": "x" * 500}


class Unseekable(io.RawIOBase):
    """A stream that cannot go back, so that lengths stand behind the members."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def write(self, content: object) -> int:
        """Keep what is written."""
        piece = bytes(content)  # type: ignore[call-overload]
        self.held += piece
        return len(piece)


def streamed(members: dict[str, str], method: int) -> bytes:
    out = Unseekable()
    with zipfile.ZipFile(out, "w", method) as writer:
        for name, content in members.items():
            writer.writestr(name, content)
    return bytes(out.held)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_streamed_document_is_told(method: int) -> None:
    assert kind(streamed(MEMBERS, method)) == DOCX


@pytest.mark.parametrize("length", [0, 1, 22, 1000, 65_535])
def test_a_comment_at_the_end_hides_nothing(length: int) -> None:
    out = io.BytesIO(zipped(MEMBERS))
    with zipfile.ZipFile(out, "a") as writer:
        writer.comment = b"c" * length
    assert kind(out.getvalue()) == DOCX


@pytest.mark.parametrize("before", [1, 100, 70_000])
@pytest.mark.parametrize("after", [0, 1, 60_000])
def test_bytes_around_the_archive_hide_nothing(before: int, after: int) -> None:
    members = {"AndroidManifest.xml": "x", "classes.dex": "y"}
    content = b"\x90" * before + zipped(members) + bytes(after)
    assert kind(content).endswith("android.package-archive")


@pytest.mark.parametrize(
    "field", [8, 10, 12, 16], ids=["records here", "records", "length", "offset"]
)
@pytest.mark.parametrize("value", [0, 0xFFFF])
def test_a_wrong_field_of_the_end_record_ends_in_a_type(field: int, value: int) -> None:
    content = bytearray(zipped(MEMBERS))
    at = content.rindex(b"PK\x05\x06")
    struct.pack_into("<H", content, at + field, value)
    assert kind(bytes(content)) in (DOCX, ZIP)


def test_an_archive_cut_before_its_directory_is_told_by_its_first_member() -> None:
    content = zipped(MEMBERS)
    assert kind(content[: content.index(b"PK\x01\x02")]) == DOCX
    assert kind(zipped({"AndroidManifest.xml": "x" * 99})[:60]).endswith("package-archive")


@pytest.mark.parametrize("length", range(4, 30))
def test_a_local_header_that_is_cut_says_nothing_more(length: int) -> None:
    assert kind(zipped(MEMBERS)[:length]) == ZIP


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("word\\document.xml", DOCX), ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet"),
        ("ppt/presentation.xml", f"{OFFICE}presentationml.presentation"),
        ("Word/document.xml", ZIP), ("a/word/document.xml", ZIP),
    ],
)  # fmt: skip
def test_folders_tell_where_the_types_do_not(name: str, media: str) -> None:
    plain = zipped({"[Content_Types].xml": "<Types/>", name.replace("\\", "|"): "x"})
    assert kind(plain.replace(name.replace("\\", "|").encode(), name.encode())) == media


@pytest.mark.parametrize(
    ("declared", "media"),
    [
        ("application/epub+zip", "application/epub+zip"),
        ("application/vnd.oasis.opendocument.spreadsheet",
         "application/vnd.oasis.opendocument.spreadsheet"),
        ("application/epub+zip\n", "application/epub+zip"),
        ("text/plain", ZIP), ("", ZIP), ("APPLICATION/EPUB+ZIP", ZIP), ("application/", ZIP),
    ],
)  # fmt: skip
def test_a_declared_type_is_one_of_applications(declared: str, media: str) -> None:
    assert kind(zipped({"mimetype": declared, "a": "b"})) == media


def test_a_mimetype_that_is_not_first_declares_nothing() -> None:
    assert kind(zipped({"a": "b", "mimetype": "application/epub+zip"})) == ZIP


@pytest.mark.parametrize(
    "main",
    ["application/vnd.ms-excel.sheet.macroEnabled", "application/vnd.ms-excel.addin.macroEnabled",
     "application/vnd.ms-powerpoint.slideshow.macroEnabled",
     "application/vnd.ms-word.template.macroEnabledTemplate",
     "application/vnd.ms-excel.sheet.binary.macroEnabled"],
)  # fmt: skip
def test_documents_with_macros_keep_their_own_types(main: str) -> None:
    found = kind(zipped({"[Content_Types].xml": TYPES.format(f"{main}.main+xml")}))
    assert found.startswith(main)


def test_a_directory_longer_than_is_read_is_told_by_its_beginning() -> None:
    names = ["AndroidManifest.xml"] + [f"{'x' * 200}{number}" for number in range(2000)]
    content = zipped(dict.fromkeys(names, ""))
    assert len(content) > MAX_DIRECTORY
    assert kind(content).endswith("package-archive")


def test_a_bomb_in_the_types_is_read_up_to_its_limit() -> None:
    members = {"[Content_Types].xml": " " * (64 << 20), "word/a.xml": "x"}
    assert kind(zipped(members)) == DOCX


def test_only_what_is_needed_is_read() -> None:
    content = zipped(MEMBERS | {"big": ""}) + b""
    asked: list[int] = []

    def read(offset: int, length: int) -> bytes:
        asked.append(length)
        return content[offset : offset + length]

    zip_type(read, len(content))
    assert sum(asked) < (1 << 20)
    assert len(asked) <= 6
