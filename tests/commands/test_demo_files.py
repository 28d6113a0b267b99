"""The evidence of `truyvet demo`: the generator gives its bytes, and every file is its kind."""

from __future__ import annotations

import binascii
import csv
import email
import email.policy
import email.utils
import hashlib
import importlib.util
import io
import json
import re
import unicodedata
import zipfile
from datetime import datetime, timedelta
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from struct import unpack_from
from typing import Any
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "commands" / "demo_files"
NOT_EVIDENCE = {"README.md", "names.json", ".gitattributes", "site", "records"}
NAMES: dict[str, str] = json.loads((FOLDER / "names.json").read_bytes())
MAX_TOTAL_BYTES = 150_000  # they travel in every wheel
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
WALLETS = {
    "TCGHEKdbiWBQuYwEEXf7vXdfKoiSjLjqsW": (b"\x41", b"Truyvet demo, TRON wallet"),
    "1HTYX8Fvr9HPKbNrXvLhAQFPRqi3QuTLKY": (b"\x00", b"Truyvet demo, Bitcoin wallet"),
}


def generator() -> Any:
    """Return the generator, which is a script and not part of the package."""
    path = ROOT / "docs" / "demo" / "make_demo_files.py"
    spec = importlib.util.spec_from_file_location("make_demo_files", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def content(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def message() -> EmailMessage:
    parsed = email.message_from_bytes(content("thu-lua-dao.eml"), policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def zip_texts(name: str) -> str:
    with zipfile.ZipFile(FOLDER / name) as archive:
        assert archive.testzip() is None
        return "\n".join(archive.read(member).decode() for member in archive.namelist())


def texts() -> dict[str, str]:
    """Return the words of every file that holds words: name -> text."""
    plain = ("don-to-giac.txt", "ghi-chu.txt", "sao-ke.csv", "trang-lua-dao.html", "zalo-chat.txt")
    found = {name: unicodedata.normalize("NFC", content(name).decode()) for name in plain}
    found |= {name: zip_texts(name) for name in ("bien-ban.docx", "thiet-bi.zip")}
    found["nhat-ky-2017.txt"] = content("nhat-ky-2017.txt").decode("latin-1")  # ASCII is ASCII
    parts = [part for part in message().walk() if part.get_content_maintype() == "text"]
    headers = str(message()).split("\n\n", 1)[0]
    found["thu-lua-dao.eml"] = headers + "".join(part.get_content() for part in parts)
    return found


def test_the_generator_gives_exactly_the_shipped_bytes() -> None:
    shipped = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.is_file()}
    for hand_written in ("README.md", ".gitattributes"):
        shipped.pop(hand_written, None)
    assert generator().files() == shipped


def test_the_generator_writes_what_it_gives(tmp_path: Path) -> None:
    made = generator()
    made.main([str(tmp_path / "new")])
    written = {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()}
    assert written == made.files()


def test_names_cover_all_and_only_the_evidence() -> None:
    assert set(NAMES) == {path.name for path in FOLDER.iterdir()} - NOT_EVIDENCE


def test_shipped_names_are_ascii_and_given_names_are_relative_and_distinct() -> None:
    assert all(name.isascii() for name in NAMES)
    for given in NAMES.values():
        path = PurePosixPath(given)
        assert not path.is_absolute()
        assert ".." not in path.parts
        assert "\\" not in given
    assert len({unicodedata.normalize("NFC", given).casefold() for given in NAMES.values()}) == 10


def test_one_name_is_decomposed_and_one_lies_in_a_folder() -> None:
    decomposed = [name for name in NAMES.values() if not unicodedata.is_normalized("NFC", name)]
    assert decomposed == [unicodedata.normalize("NFD", "Ghi chú \u2013 bản nháp.txt")]
    assert NAMES["nhat-ky-2017.txt"] == "Nhật ký/Nhật ký 2017.txt"


def test_the_readme_describes_every_file() -> None:
    described = set(re.findall(r"^\| `([^`]+)` \|", content("README.md").decode(), re.MULTILINE))
    assert described == set(NAMES)


def test_the_files_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*")) < MAX_TOTAL_BYTES


def test_the_document_is_office_open_xml_with_an_author() -> None:
    with zipfile.ZipFile(FOLDER / "bien-ban.docx") as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        for part in archive.namelist():
            ElementTree.fromstring(archive.read(part))  # noqa: S314  our own file
        relations = archive.read("_rels/.rels").decode()
        for target in re.findall(r'Target="([^"]+)"', relations):
            archive.getinfo(target)
        core = ElementTree.fromstring(archive.read("docProps/core.xml"))  # noqa: S314
    assert core.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Hoàng Thị Mẫu"


def test_the_complaint_is_composed_and_the_notes_are_decomposed_for_one_person() -> None:
    complaint, notes = content("don-to-giac.txt").decode(), content("ghi-chu.txt").decode()
    assert unicodedata.is_normalized("NFC", complaint)
    assert unicodedata.is_normalized("NFD", notes)
    assert "Trần Thị Bình" in complaint
    assert "Trần Thị Bình" not in notes
    assert "Trần Thị Bình" in unicodedata.normalize("NFC", notes)


def test_the_diary_is_tcvn3_and_not_utf_8() -> None:
    diary = content("nhat-ky-2017.txt")
    with pytest.raises(UnicodeDecodeError):
        diary.decode("utf-8")
    assert diary.startswith("Céng hßa x· héi chñ nghÜa ViÖt Nam".encode("latin-1"))


def test_tcvn3_writes_the_letters_of_the_standard() -> None:
    known = "§éc lËp Tù do H¹nh phóc; nguyÔn, ®­êng, th¸ng, c«ng, quyÒn, tr¨m, ­íc"
    plain = "Độc lập Tự do Hạnh phúc; nguyễn, đường, tháng, công, quyền, trăm, ước"
    assert generator().tcvn3(plain) == known.encode("latin-1")


def segments(jpeg: bytes) -> dict[int, bytes]:
    """Return the JPEG's marker segments up to the scan: marker -> body (one of a kind kept)."""
    at, found = 2, {}
    while jpeg[at + 1] != 0xDA:
        (length,) = unpack_from(">H", jpeg, at + 2)
        assert jpeg[at] == 0xFF
        found[jpeg[at + 1]] = jpeg[at + 4 : at + 2 + length]
        at += 2 + length
    return found


def tiff_directory(tiff: bytes, at: int) -> dict[int, bytes]:
    """Return tag -> bytes of the value."""
    unit = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
    found = {}
    for n in range(unpack_from("<H", tiff, at)[0]):
        entry = at + 2 + 12 * n
        tag, kind, count = unpack_from("<HHI", tiff, entry)
        size = unit[kind] * count
        start = entry + 8 if size <= 4 else unpack_from("<I", tiff, entry + 8)[0]
        assert start + size <= len(tiff)
        found[tag] = tiff[start : start + size]
    assert list(found) == sorted(found)
    return found


def test_the_picture_is_a_baseline_jpeg_of_the_size_its_exif_tells() -> None:
    jpeg = content("anh-xe.jpg")
    assert jpeg[:2] == b"\xff\xd8"
    assert jpeg[-2:] == b"\xff\xd9"
    height, width = unpack_from(">HH", segments(jpeg)[0xC0], 1)
    tiff = segments(jpeg)[0xE1].removeprefix(b"Exif\0\0")
    first = tiff_directory(tiff, 8)
    exif = tiff_directory(tiff, unpack_from("<I", first[0x8769])[0])
    told = [int.from_bytes(exif[tag], "little") for tag in (0xA002, 0xA003)]
    assert [width, height] == told == [224, 168]


def test_the_picture_tells_device_local_time_and_place() -> None:
    tiff = segments(content("anh-xe.jpg"))[0xE1].removeprefix(b"Exif\0\0")
    assert tiff[:4] == b"II*\0"
    first = tiff_directory(tiff, 8)
    exif = tiff_directory(tiff, unpack_from("<I", first[0x8769])[0])
    gps = tiff_directory(tiff, unpack_from("<I", first[0x8825])[0])
    assert (first[0x010F], first[0x0110]) == (b"Vidu\0", b"VD-26 Demo\0")
    text = (exif[0x9003][:-1] + exif[0x9011][:-1]).decode()
    taken = datetime.strptime(text, "%Y:%m:%d %H:%M:%S%z")
    hours, _, minutes, _, seconds, _ = unpack_from("<6I", gps[0x0007])
    assert taken.utcoffset() == timedelta(hours=7)
    assert [hours + 7, minutes, seconds] == [taken.hour, taken.minute, taken.second]
    north, east = (unpack_from("<6I", gps[tag]) for tag in (0x0002, 0x0004))
    degrees = [d / d1 + m / m1 / 60 + s / s1 / 3600 for d, d1, m, m1, s, s1 in (north, east)]
    assert degrees == pytest.approx([21.0287, 105.8524], abs=1e-4)  # Hồ Hoàn Kiếm


def test_the_mail_has_a_vietnamese_subject_two_bodies_and_a_pdf() -> None:
    mail = message()
    assert mail["subject"] == "Thông báo hoàn phí bảo hiểm - hồ sơ 8812, hạn 13/03/2026"
    assert mail["from"].addresses[0].display_name == "Ngân hàng Ví Dụ"
    kinds = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "application/pdf"]
    assert not [defect for part in mail.walk() for defect in part.defects]
    assert b"\n" not in content("thu-lua-dao.eml").replace(b"\r\n", b"")


def test_the_mail_travelled_forward_in_time() -> None:
    hops = message().get_all("received", [])
    times = [email.utils.parsedate_to_datetime(hop.rsplit(";", 1)[1]) for hop in hops]
    assert len(times) == 3
    assert times == sorted(times, reverse=True)
    assert message()["date"].datetime <= times[-1]


def test_the_attachment_is_a_pdf_whose_table_points_at_its_objects() -> None:
    (attachment,) = message().iter_attachments()
    assert attachment.get_filename() == "Hóa đơn phí hồ sơ 8812.pdf"
    pdf = attachment.get_content()
    table = pdf[int(re.findall(rb"startxref\n(\d+)\n%%EOF\n$", pdf)[0]) :]
    assert table.startswith(b"xref\n0 7\n")
    for number, offset in enumerate(re.findall(rb"(\d{10}) 00000 n", table), 1):
        assert pdf[int(offset) :].startswith(b"%d 0 obj\n" % number)
    length, stream = re.findall(rb"/Length (\d+) >>\nstream\n(.*)\nendstream", pdf, re.DOTALL)[0]
    assert len(stream) == int(length)


def test_the_chat_holds_dated_messages_of_two_people_in_order() -> None:
    lines = content("zalo-chat.txt").decode().splitlines()[1:]
    found = [re.fullmatch(r"\[(\d\d/\d\d/\d{4} \d\d:\d\d)\] ([^:]+): .+", line) for line in lines]
    assert all(found)
    times = [datetime.strptime(f"{m[1]} +0700", "%d/%m/%Y %H:%M %z") for m in found if m]
    assert times == sorted(times)
    assert len(times) == 61
    assert {m[2] for m in found if m} == {"Nguyễn Minh Đức", "Trần Thị Bình"}


def test_the_statement_adds_up_row_by_row() -> None:
    text = content("sao-ke.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    balance = 1_250_000
    for row in rows:
        debit, credit = (int(row[name].replace(".", "") or 0) for name in ("Ghi nợ", "Ghi có"))
        balance += credit - debit
        assert row["Số dư"] == f"{balance:,}".replace(",", ".")
        assert None not in row
    times = [
        datetime.strptime(row["Ngày giao dịch"] + " +0700", "%d/%m/%Y %H:%M %z") for row in rows
    ]
    assert len(rows) == 12
    assert times == sorted(times)


def test_the_archive_flags_its_vietnamese_names_as_utf_8() -> None:
    with zipfile.ZipFile(FOLDER / "thiet-bi.zip") as archive:
        flags = {member.filename: member.flag_bits & 0x800 for member in archive.infolist()}
        cards = archive.read("contacts.vcf").decode()
        calls = list(csv.reader(io.StringIO(archive.read("call-log.csv").decode(), newline="")))
    assert list(flags.items()) == [
        ("contacts.vcf", 0),
        ("call-log.csv", 0),
        ("Tài liệu/Ghi chú/Ví tiền số.txt", 0x800),
    ]
    assert cards.count("BEGIN:VCARD\r\nVERSION:3.0\r\n") == cards.count("END:VCARD\r\n") == 5
    assert {len(row) for row in calls} == {5}


class Tags(HTMLParser):
    """Keeps what a page opens and closes."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.fields: dict[str | None, str | None] = {}
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(tag)
        if tag == "input":
            self.fields[dict(attrs)["name"]] = dict(attrs).get("value")

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def page() -> Tags:
    tags = Tags()
    tags.feed(content("trang-lua-dao.html").decode())
    return tags


def test_the_page_is_a_saved_form_that_asks_for_a_password() -> None:
    assert page().opened.count("form") == 1
    assert {"user", "pass", "otp"} <= set(page().fields)
    length, url = re.findall(r"saved from url=\((\d{4})\)(\S+)", page().comments[0])[0]
    assert int(length) == len(url)


def test_the_vietqr_payload_carries_its_crc_16() -> None:
    payload = page().fields["vietqr"]
    assert payload is not None
    assert payload[-4:] == f"{binascii.crc_hqx(payload[:-4].encode(), 0xFFFF):04X}"
    assert "0006970436" + "0113" + "0000123456789" in payload


@pytest.mark.parametrize("wallet", WALLETS)
def test_a_wallet_has_a_valid_checksum_and_nobody_holds_its_key(wallet: str) -> None:
    version, sentence = WALLETS[wallet]
    number = 0
    for char in wallet:
        number = number * 58 + BASE58.index(char)
    raw = number.to_bytes(25, "big")
    assert raw[:21] == version + hashlib.sha256(sentence).digest()[:20]
    assert raw[21:] == hashlib.sha256(hashlib.sha256(raw[:21]).digest()).digest()[:4]


def test_the_imei_has_a_valid_check_digit_in_the_test_range() -> None:
    (imei,) = re.findall(r"IMEI (\d{15})", texts()["thiet-bi.zip"])
    doubled = [int(d) * (1 + n % 2) for n, d in enumerate(reversed(imei))]
    assert sum(d - 9 * (d > 9) for d in doubled) % 10 == 0
    assert imei.startswith("00")


LINKS = {
    "912345678": "bien-ban don-to-giac ghi-chu nhat-ky-2017 sao-ke thiet-bi thu-lua-dao "
    "trang-lua-dao zalo-chat",
    "01683456789": "bien-ban ghi-chu nhat-ky-2017 thiet-bi",
    "383456789": "bien-ban ghi-chu sao-ke thiet-bi zalo-chat",
    "0900000001": "bien-ban don-to-giac ghi-chu thiet-bi",
    "0000123456789": "bien-ban don-to-giac ghi-chu nhat-ky-2017 sao-ke thiet-bi thu-lua-dao "
    "trang-lua-dao zalo-chat",
    "001185000000": "bien-ban don-to-giac",
    "001094000000": "bien-ban ghi-chu thiet-bi",
    "30a12345": "bien-ban don-to-giac ghi-chu sao-ke thiet-bi zalo-chat",
    "tcghekdbiwbquyweexf7vxdfkoisjljqsw": "ghi-chu thiet-bi zalo-chat",
    "1htyx8fvr9hpkbnrxvlhaqfprqi3qutlky": "thiet-bi thu-lua-dao",
    "hoantienxacminhexamplecom": "don-to-giac ghi-chu thu-lua-dao trang-lua-dao zalo-chat",
    "vidu_hoantien_demo": "ghi-chu thiet-bi trang-lua-dao zalo-chat",
    "203011345": "ghi-chu thu-lua-dao",
}
"""An identifier without its separators, in lower case -> the files that hold it."""


@pytest.mark.parametrize("identifier", LINKS)
def test_an_identifier_links_the_files_that_hold_it(identifier: str) -> None:
    squeezed = {name: re.sub(r"[^\w]", "", text).lower() for name, text in texts().items()}
    holding = {name.partition(".")[0] for name, text in squeezed.items() if identifier in text}
    assert holding == set(LINKS[identifier].split())


FORMS = """\
0912.345.678  0912 345 678  0912345678  +84 912 345 678  84912345678  (84)912345678  O912 345 678
tel:+84912345678  zalo.me/0912345678  0168 345 6789  01683456789  0168.345.6789
038 345 6789  038.345.6789  0383456789  +84383456789"""


@pytest.mark.parametrize("form", re.split(r"  |\n", FORMS))
def test_a_telephone_is_written_in_many_ways(form: str) -> None:
    assert form in "\n".join(texts().values())


def test_every_domain_is_reserved_or_a_service_the_story_names() -> None:
    everything = "\n".join(texts().values())
    domains = set(re.findall(r"(?:https?://|@|from |by )([a-z0-9-]+(?:\.[a-z0-9-]+)+)", everything))
    services = {"zalo.me", "t.me", "schemas.openxmlformats.org", "purl.org", "www.w3.org"}
    reserved = re.compile(r"(?:.+\.)?example\.(?:com|net|org)")
    assert {domain for domain in domains - services if not reserved.fullmatch(domain)} == set()


@pytest.mark.parametrize("name", [name for name in NAMES if name != "anh-xe.jpg"])
def test_a_file_with_words_says_it_is_invented(name: str) -> None:
    in_tcvn3 = "h\xad c\xcau"
    assert re.search(f"hư cấu|HU CAU|{in_tcvn3}", texts()[name], re.IGNORECASE)
