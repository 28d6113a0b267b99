"""Real samples of others give the answers that are known of them, each at its place.

The answers of `offsets` are bulk_extractor's, those of `metadata` are exiftool's, those of `mail`
can be read in the files.
"""

from functools import cache
from pathlib import Path

import pytest

from truyvet.extractors.table import EXTRACTORS, extractor
from truyvet.testing import Unfolded, examine, resolve, unfold

SLOW = {"ocr", "yara", "similarity", "qr"}


@cache
def seen_in(path: Path) -> list[Unfolded]:
    """Return a sample and all that is found in it, by all extractors but the slow ones."""
    modules = [extractor(name) for name in EXTRACTORS if name not in SLOW]
    return unfold(path, modules, name=path.name)


def values(items: list[Unfolded], kind: str) -> dict[str, tuple[str, ...]]:
    """Return where values of a kind stand: (steps of the item, then the locator) by value."""
    return {
        (seen.normal or seen.raw): (*item.steps, *seen.locator)
        for item in items
        for seen in item.of(kind)
    }


def bytes_at(items: list[Unfolded], place: tuple[str, ...], kind: str) -> bytes:
    """Follow a place from the outermost item inwards, and return the bytes that stand there."""
    item = max(
        (one for one in items if place[: len(one.steps)] == one.steps),
        key=lambda one: len(one.steps),
    )
    name = next(
        seen.extractor for seen in item.of(kind) if seen.locator == place[len(item.steps) :]
    )
    return resolve(
        extractor(name), item.content, place[len(item.steps) :],
        name=item.name, media_type=item.media_type,
    )  # fmt: skip


# offsets


def test_the_address_in_plain_text_stands_at_byte_80896(samples: Path) -> None:
    found = values(seen_in(samples / "offsets/nps-2010-emails.100k.raw"), "email")
    assert found["plain_text@textedit.com"] == ("bytes:80896+23",)


@pytest.mark.parametrize("offset", [70727, 81991, 92231])
def test_the_streams_of_the_pdfs_hold_addresses(offset: int, samples: Path) -> None:
    items = seen_in(samples / "offsets/nps-2010-emails.100k.raw")
    (stream,) = [item for item in items if item.steps == (f"pdf-stream:{offset}",)]
    assert b"@" in stream.content
    assert stream.of("email")


@pytest.mark.parametrize(
    ("member", "offset"), [("word/_rels/document.xml.rels", 402), ("word/document.xml", 1012)]
)
def test_the_address_in_the_document_stands_in_two_members(
    member: str, offset: int, samples: Path
) -> None:
    items = seen_in(samples / "offsets/testfilex.docx")
    (inner,) = [item for item in items if item.steps == (f"zip:{member}",)]
    places = {seen.locator for seen in inner.of("email") if seen.raw.startswith("user_docx@")}
    assert (f"bytes:{offset}+27",) in places


def test_the_greeting_stands_at_the_beginning_of_the_gzip_stream(samples: Path) -> None:
    found = values(seen_in(samples / "offsets/test_hello.gz"), "email")
    assert found["hello@world.com"] == ("gz:0", "bytes:0+15")


@pytest.mark.parametrize(("card", "offset"), [("371449635398431", 130), ("378282246310005", 165)])
def test_the_cards_stand_where_they_are_written(card: str, offset: int, samples: Path) -> None:
    found = values(seen_in(samples / "offsets/ccns.txt"), "card")
    assert found[card] == (f"bytes:{offset}+15",)


# mail


@pytest.mark.parametrize(
    ("name", "sender", "subject"),
    [
        ("mail_test_3", "oneil.844@randtelekom.com.tr", "Hi there"),
        ("mail_malformed_2", "postmaster@netpar.com.br", "Delivery failure (abh@netpar.com.br)"),
        ("mail_malformed_3", "smgsiso@yahoo.com.mx", "Ahorre Dinero en su Recibo de Luz"),
        ("mail_test_6", "noreply@ggg.com", "Быстрее вкладывайте в золото!"),
        (
            "mail_test_8",
            "helicopter_flight_simulator@moneytrack.top",
            "Have you ever wanted to land on an Aircraft Carrier",
        ),
        (
            "mail_test_17",
            "notificaccion-clientes@bbva.mx",
            "Transferencia Interbancaria Banca en Línea",
        ),
    ],
)
def test_a_mail_gives_its_sender_and_subject(
    name: str, sender: str, subject: str, samples: Path
) -> None:
    items = seen_in(samples / f"mail/{name}.eml")[:1]
    assert list(values(items, "mail-from")) == [sender]
    assert list(values(items, "mail-subject")) == [subject]


def test_the_sender_is_found_where_it_is_written(samples: Path) -> None:
    items = seen_in(samples / "mail/mail_test_3.eml")[:1]
    assert values(items, "mail-from")["oneil.844@randtelekom.com.tr"] == ("bytes:341+28",)


def test_the_stations_of_a_mail_come_in_their_order(samples: Path) -> None:
    mail, *_ = seen_in(samples / "mail/mail_malformed_3.eml")
    assert [seen.normal for seen in mail.of("mail-received")][1:] == [
        "189.207.175.29",
        "139.88.66.159",
    ]


def test_four_pictures_are_attached(samples: Path) -> None:
    items = seen_in(samples / "mail/mail_test_6.eml")
    pictures = [item for item in items if item.media_type == "image/png"]
    assert len([item for item in pictures if len(item.steps) == 1]) == 4
    assert all(item.content.startswith(b"\x89PNG") for item in pictures)


def test_the_mail_inside_a_bounce_is_an_item_of_its_own(samples: Path) -> None:
    items = seen_in(samples / "mail/mail_malformed_2.eml")
    (inner,) = [item for item in items if item.steps == ("mail:part/3",)]
    assert list(values([inner], "mail-from")) == ["tanya@infospacemail.com"]


@pytest.mark.parametrize(
    ("name", "part"), [("mail_malformed_2", "mail:part/3"), ("mail_malformed_3", "")]
)
def test_what_is_malformed_is_named(name: str, part: str, samples: Path) -> None:
    items = seen_in(samples / f"mail/{name}.eml")
    (item,) = [item for item in items if item.steps == ((part,) if part else ())]
    outcome = item.examinations["mail"].outcome
    assert outcome.status == "corrupt"
    assert all("bound" in defect.text for defect in outcome.defects)


def test_no_mail_crashes_anything(samples: Path) -> None:
    for path in sorted((samples / "mail").iterdir()):
        for item in seen_in(path):
            for name, examination in item.examinations.items():
                assert examination.outcome.status != "crash", (path.name, item.steps, name)


# metadata, as exiftool reads it


@pytest.mark.parametrize(
    ("name", "kind", "value"),
    [
        ("GPS.jpg", "geo", "54.989667,-1.914167"),
        ("GPS.jpg", "camera", "FUJIFILM FinePixS1Pro"),
        ("GPS.jpg", "author", "Ian Britton"),
        ("GPS.jpg", "media-time", "2002-07-13T15:58:28"),
        ("Canon.jpg", "camera", "Canon EOS DIGITAL REBEL"),
        ("Canon.jpg", "media-time", "2003-12-04T06:46:52"),
        ("Nikon.jpg", "camera", "NIKON E775"),
        ("ExifTool.jpg", "author", "Phil Harvey"),
        ("IPTC.jpg", "title", "Test IPTC picture"),
        ("IPTC.jpg", "copyright", "Copyright 2004 Phil Harvey"),
        ("XMP.jpg", "author", "Phil Harvey"),
        ("XMP.jpg", "media-time", "2001-05-19T18:36:41"),
        ("PNG.png", "author", "Phil Harvey"),
        ("GIF.gif", "title", "GIF with XMP"),
        ("XMP.svg", "author", "Mary Lambert"),
        ("EXE.exe", "author", "Phil Harvey"),
        ("EXE.exe", "media-time", "2008-09-08T12:01:24Z"),
        ("FlashPix.ppt", "author", "author"),
        ("FlashPix.ppt", "application", "Microsoft PowerPoint"),
        ("FlashPix.ppt", "document-time", "2007-02-09T16:23:23Z"),
        ("OOXML.docx", "author", "Author: Jeff"),
        ("OOXML.docx", "document-time", "2009-10-24T01:41:00Z"),
        ("PDF.pdf", "author", "Phil Harvey"),
        ("PDF.pdf", "document-time", "2005-07-18T18:30:45Z"),
        ("PDF.pdf", "application", "Adobe Photoshop for Macintosh"),
        ("MP3.mp3", "author", "Phil Harvey"),
        ("MP3.mp3", "title", "ExifTool Test"),
        ("QuickTime.mov", "media-time", "2005-08-11T14:03:54Z"),
    ],
)
def test_a_file_gives_its_metadata(name: str, kind: str, value: str, samples: Path) -> None:
    items = seen_in(samples / "metadata" / name)[:1]
    found = values(items, kind)
    assert value in found
    assert bytes_at(items, found[value], kind)


def test_the_place_of_a_picture_is_flagged_for_the_map(samples: Path) -> None:
    picture, *_ = seen_in(samples / "metadata/GPS.jpg")
    (place,) = picture.of("geo")
    assert place.locator == ("exif:GPS/GPSPosition",)
    assert place.facts["datum"] == "WGS84"


def test_the_member_of_an_archive_is_an_item(samples: Path) -> None:
    _, member = seen_in(samples / "metadata/ZIP.zip")
    assert (member.steps, len(member.content)) == (("zip:test.txt",), 19)


# types


@pytest.mark.parametrize(
    ("place", "media"),
    [
        ("images/image.dd", "application/x-raw-disk-image"),
        ("images/image.E01", "application/x-ewf"),
        ("apps/contacts2.db", "application/vnd.sqlite3"),
        ("apps/chrome_History", "application/vnd.sqlite3"),
        ("chats/pokemon.txt", "text/plain"),
        ("links/vast2008_cdr.csv", "text/csv"),
        ("mail/mail_malformed_2.eml", "message/rfc822"),
        ("metadata/EXE.exe", "application/vnd.microsoft.portable-executable"),
        ("metadata/QuickTime.mov", "video/quicktime"),
        ("offsets/test_hello.gz", "application/gzip"),
        ("warc/example.warc", "application/warc"),
        ("warc/example.com.wacz", "application/wacz"),
    ],
)
def test_a_sample_is_what_it_is(place: str, media: str, samples: Path) -> None:
    found = examine(extractor("filetype"), samples / place, name=Path(place).name)
    assert [seen.normal for seen in found.of("file-type")] == [media]


# all of it


@pytest.mark.parametrize(
    "place", ["offsets/testfilex.docx", "mail/mail_test_6.eml", "metadata/ExifTool.jpg"]
)
def test_every_place_inside_a_sample_leads_to_what_stands_there(place: str, samples: Path) -> None:
    for item in seen_in(samples / place):
        for name, found in item.examinations.items():
            module = extractor(name)
            for seen in found.observations:
                got = resolve(
                    module, item.content, seen.locator, name=item.name, media_type=item.media_type
                )
                assert got == seen.value(), (item.steps, seen.locator)


def test_no_sample_crashes_anything(samples: Path) -> None:
    for path in sorted(samples.glob("metadata/*")) + sorted(samples.glob("warc/*")):
        for item in seen_in(path):
            crashed = [
                name
                for name, examination in item.examinations.items()
                if examination.outcome.status in {"crash", "memory", "timeout"}
            ]
            assert not crashed, (path.name, item.steps)
