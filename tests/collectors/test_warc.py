"""Others' archives of web pages: known by how they begin, taken in as files are."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from truyvet.collectors import files, warc


def kind(folder: Path, content: bytes, name: str = "item") -> str:
    (folder / name).write_bytes(content)
    return warc.kind_of(folder / name)


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as writer:
        for name in names:
            writer.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "known"),
    [
        (b"WARC/1.1\r\nWARC-Type: warcinfo\r\n", "warc"),
        (b"\r\nWARC/1.0\r\n", "warc"),
        (gzip.compress(b"WARC/1.1\r\n", mtime=0), "warc"),
        (b"filedesc://a.arc 0.0.0.0 20260101000000 text/plain 9\n", "warc"),
        (gzip.compress(b"filedesc://a.arc", mtime=0), "warc"),
        (zipped("archive/data.warc.gz", "datapackage.json"), "wacz"),
        (zipped("word/document.xml"), ""),
        (b'{"log": {"version": "1.2"', "har"),
        (b'\xef\xbb\xbf {\n "log" : {', "har"),
        (b'{"logs": {', ""),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; x\r\n\r\n", "mhtml"),
        (b"Subject: x\r\n\r\nContent-Type: multipart/related; x\r\n", ""),
        (b"<html><!--\n Page saved with SingleFile \n url:", "singlefile"),
        (b"<html><!-- Page saved with another -->", ""),
        (gzip.compress(b"text", mtime=0), ""),
        (b"\x1f\x8b\x08broken", ""),
        (b"", ""),
    ],
)
def test_an_archive_is_known_by_how_it_begins(tmp_path: Path, content: bytes, known: str) -> None:
    assert kind(tmp_path, content) == known


def test_a_package_is_known_wherever_it_breaks_off(tmp_path: Path) -> None:
    for name in ("archive/data.warc.gz", "pages/pages.jsonl", "indexes/index.cdx"):
        assert kind(tmp_path, zipped(name)[:60]) == "wacz"
    assert kind(tmp_path, zipped("archive/letters.txt")[:60]) == ""


def test_a_name_says_what_a_file_is_called() -> None:
    names = {"A.WARC": "warc", "a.arc.gz": "warc", "a.wacz": "wacz", "a.har": "har", "a.gz": ""}
    assert {name: warc.called(Path(name)) for name in names} == names


def test_zstandard_is_believed_under_its_name(tmp_path: Path) -> None:
    assert kind(tmp_path, b"\x28\xb5\x2f\xfdxx", "a.warc.zst") == "warc"
    assert kind(tmp_path, b"\x28\xb5\x2f\xfdxx", "a.zst") == ""


def test_files_are_taken_in_as_files_are() -> None:
    assert warc.capture is files.capture
