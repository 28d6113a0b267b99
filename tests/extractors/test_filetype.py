"""File type: what items are, whatever they are called."""

import gzip
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.extractors.charsets.written import TEXT, WRITERS
from tests.extractors.letters.laws import SURVIVED, lawful, mutants
from tests.extractors.support.specimens import MAIL, PAGE, archive

from truyvet.extractors import filetype
from truyvet.extractors.letters.storage import written
from truyvet.extractors.settings import Settings
from truyvet.extractors.signatures import libmagic
from truyvet.testing.bench import examine, resolve

KNOWN = {
    "inode/x-empty": b"",
    "text/plain": b"Just a line of words for people to read.\n",
    "message/rfc822": MAIL,
    "text/html": PAGE,
    "application/zip": archive(),
    "application/gzip": gzip.compress(b"x", mtime=0),
    "application/msword": written({"WordDocument": b"x"}),
    "image/png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0",
    "application/pdf": b"%PDF-1.7\n",
    "application/vnd.sqlite3": b"SQLite format 3\0" + bytes(84),
    "application/x-ewf": b"EVF\x09\x0d\x0a\xff\x00" + bytes(80),
    "application/x-pcapng": b"\x0a\x0d\x0d\x0a" + bytes(40),
    "application/x-raw-disk-image": bytes(1080) + b"\x53\xef" + bytes(400),
    "application/x-ms-registry": b"regf" + bytes(100),
    "application/ms-tnef": b"\x78\x9f\x3e\x22" + bytes(20),
    "text/rtf": b"{\\rtf1\\ansi x}",
    "application/octet-stream": random.Random(1).randbytes(2000),
}
SAMPLES = {
    "metadata/EXE.exe": "application/vnd.microsoft.portable-executable",
    "metadata/OOXML.docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    "metadata/FlashPix.ppt": "application/vnd.ms-powerpoint",
    "metadata/XMP.svg": "image/svg+xml",
    "metadata/MP3.mp3": "audio/mpeg",
    "metadata/QuickTime.mov": "video/quicktime",
    "mail/mail_malformed_3.eml": "message/rfc822",
    "mail/mail_test_8.eml": "message/rfc822",
    "images/image.E01": "application/x-ewf",
    "images/image.dd": "application/x-raw-disk-image",
    "warc/example.warc": "application/warc",
    "warc/example.com.wacz": "application/wacz",
    "apps/contacts2.db": "application/vnd.sqlite3",
    "chats/lorem-2000.txt": "text/plain",
}


def kind(content: bytes | Path, name: str = "item") -> str:
    (seen,) = examine(filetype, content, name=name).of("file-type")
    return seen.raw


@pytest.mark.parametrize("media", KNOWN)
def test_bytes_are_what_they_are(media: str) -> None:
    assert kind(KNOWN[media]) == media


@pytest.mark.parametrize("place", SAMPLES)
def test_a_real_file_is_what_it_is(place: str, samples: Path) -> None:
    assert kind(samples / place) == SAMPLES[place]


@pytest.mark.parametrize("charset", sorted(WRITERS))
def test_old_vietnamese_text_is_text(charset: str) -> None:
    (seen,) = examine(filetype, WRITERS[charset](TEXT)).of("file-type")
    assert seen.raw.startswith("text/")
    assert seen.facts["charset"] == charset


@pytest.mark.parametrize("name", KNOWN)
def test_every_locator_leads_to_the_type(name: str) -> None:
    lawful(filetype, KNOWN[name], name="hoadon.pdf.exe")


def test_a_program_called_a_picture_is_flagged(samples: Path) -> None:
    found = examine(filetype, samples / "metadata/EXE.exe", name="anh/the.jpg")
    (seen,) = found.of("type-mismatch")
    assert (seen.flag, seen.facts["ending"]) == ("mismatch", "jpg")
    (name,) = found.of("name-deceptive")
    assert name.facts["why"] == "a program called .jpg"


def test_a_right_name_is_not_flagged() -> None:
    assert [seen.kind for seen in examine(filetype, PAGE, name="a.html").observations] == [
        "file-type"
    ]


def test_unknown_bytes_under_a_known_ending_are_less_sure() -> None:
    (seen,) = examine(filetype, KNOWN["application/octet-stream"], name="a.jpg").of("type-mismatch")
    assert seen.confidence == 60


@pytest.mark.parametrize("name", ["\u202egpj.exe", "a\udcff.pdf", "x" * 5000, "", "../..", "a/b/"])
def test_a_hostile_name_stops_nothing(name: str) -> None:
    assert examine(filetype, MAIL, name=name).outcome.status == "ok"


@pytest.mark.parametrize("media", ["application/zip", "application/msword", "message/rfc822"])
def test_damaged_bytes_are_of_some_type(media: str) -> None:
    for mutant in mutants(KNOWN[media]):
        assert examine(filetype, mutant).outcome.status in SURVIVED


def test_a_description_tells_more(samples: Path) -> None:
    (seen,) = examine(filetype, samples / "metadata/GPS.jpg").of("file-type")
    assert "JPEG" in seen.facts["description"]


def test_a_sparse_file_of_ten_gigabytes_is_not_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge"
    with huge.open("wb") as file:
        file.write(MAIL)
        file.truncate(10 << 30)
    assert filetype.media_type(huge) == "message/rfc822"


def test_threads_do_not_share_a_handle(samples: Path) -> None:
    paths = [samples / place for place in SAMPLES] * 5
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append([filetype.media_type(one) for one in paths]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [list(SAMPLES.values()) * 5] * 4


def test_a_forked_process_can_ask_too(samples: Path) -> None:
    filetype.media_type(samples / "metadata/EXE.exe")
    child = os.fork()
    if not child:
        right = filetype.media_type(samples / "metadata/MP3.mp3") == "audio/mpeg"
        os._exit(0 if right else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_the_version_of_libmagic_is_part_of_the_configuration() -> None:
    assert filetype.configuration(Settings()) == {"libmagic": libmagic.version()}
    assert libmagic.version().isdecimal()


ALONE = """
import sys
sys.modules["magic"] = None  # as if it were not installed
from pathlib import Path
from truyvet.extractors import filetype
from truyvet.extractors.settings import Settings
from truyvet.testing.bench import examine
filetype.prepare(Settings())
found = examine(filetype, Path(sys.argv[1]))
print(filetype.media_type(sys.argv[1]), found.outcome.status, filetype.configuration(Settings()))
"""


@pytest.mark.parametrize(
    ("content", "media"),
    [(MAIL, "message/rfc822"), (b"words", "text/plain"), (b"\0", "application/")],
)
def test_without_libmagic_the_rest_goes_on(content: bytes, media: str, tmp_path: Path) -> None:
    path = tmp_path / "item"
    path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(media)
    assert "unsupported {'libmagic': 'none'}" in done.stdout


def test_another_step_leads_nowhere() -> None:
    with pytest.raises(LookupError):
        resolve(filetype, b"x", ("type:other",))
