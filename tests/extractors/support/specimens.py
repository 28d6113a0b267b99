"""Small items of every kind, made here: what the extractors are tried on without any samples."""

import base64
import gzip
import hashlib
import io
import json
import struct
import tarfile
import wave
import zipfile
import zlib

TEXT = (
    "Liên hệ anh Đức 0912 345 678 hoặc duc.nguyen@example.com, CCCD 001085012345.\n"
    "Chuyển khoản Vietcombank 0071000123456, xe 30A-123.45, https://zalo.me/0912345678\n"
    "Thẻ 4111 1111 1111 1111, IP 203.113.131.1, bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq\n"
).encode()
MAIL = (
    b"Received: from relay.example.net (relay.example.net [203.113.131.7])\r\n"
    b"\tby mx.example.org; Fri, 20 Nov 2026 09:01:02 +0700\r\n"
    b"From: =?utf-8?B?xJDhu6lj?= <duc@example.com>\r\nTo: lan@example.org\r\n"
    b"Subject: Ho so\r\nDate: Fri, 20 Nov 2026 09:00:00 +0700\r\n"
    b"Message-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGoi 0912345678\r\n"
    b"--b\r\nContent-Type: text/csv\r\nContent-Transfer-Encoding: base64\r\n"
    b'Content-Disposition: attachment; filename="a.csv"\r\n\r\nYSxiCjEsMgo=\r\n--b--\r\n'
)
PAGE = (
    "<!doctype html><html><head><title>Quán Cà Phê</title>"
    '<meta name="author" content="Lan"><script>var a = "x@example.com";</script></head>'
    '<body><p>Gọi <a href="tel:+84912345678">0912 345 678</a></p>'
    '<a href="https://t.me/quancaphe">Telegram</a><!-- ghi chú --></body></html>'
).encode()


def archive() -> bytes:
    """Return a ZIP of three members, one in a folder, one with a hostile name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, content in [("a.txt", TEXT), ("d/b.eml", MAIL), ("../../c%.html", PAGE)]:
            writer.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 9, 0, 0)), content)
    return out.getvalue()


def tarball() -> bytes:
    """Return a TAR of a file and a link."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as writer:
        member = tarfile.TarInfo("t/a.txt")
        member.size = len(TEXT)
        writer.addfile(member, io.BytesIO(TEXT))
        link = tarfile.TarInfo("t/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        writer.addfile(link)
    return out.getvalue()


def document() -> bytes:
    """Return a word-processor document (ECMA-376) with properties and one paragraph."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="xml" ContentType="application/xml"/><Override '
        'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    core = (
        '<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/'
        'package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:creator>Nguyễn Văn Đức</dc:creator></cp:coreProperties>"
    )
    body = (
        '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
        'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Gọi 0912 345 678</w:t></w:r></w:p>'
        "</w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, text in [
            ("[Content_Types].xml", types),
            ("docProps/core.xml", core),
            ("word/document.xml", body),
        ]:
            writer.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 9, 0, 0)), text)
    return out.getvalue()


def pdf() -> bytes:
    """Return a PDF of one page (ISO 32000-1) with a title, a script and a line of text."""
    drawing = b"BT /F1 12 Tf 20 100 Td (Call 0912 345 678) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(drawing), drawing),
        b"<</Title(A title)/Author(Duc)/CreationDate(D:20261120090000+07'00')>>",
    ]
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R/Info 5 0 R>>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def picture() -> bytes:
    """Return a PNG of 32 by 32 grey pixels with a comment (RFC 2083)."""
    rows = b"".join(b"\0" + bytes((x * y) & 0xFF for x in range(32)) for y in range(32))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 32, 32, 8, 0, 0, 0, 0)),
        (b"tEXt", b"Author\0Lan"),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(content)) + name + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + body


def sound() -> bytes:
    """Return a tenth of a second of silence as RIFF WAVE."""
    out = io.BytesIO()
    with wave.open(out, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(8000)
        writer.writeframes(bytes(1600))
    return out.getvalue()


def program() -> bytes:
    """Return an ELF header of a 64-bit program with one segment (System V ABI)."""
    ident = b"\x7fELF\x02\x01\x01" + bytes(9)
    header = struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0x400078, 64, 0, 0, 64, 56, 1, 64, 0, 0)
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0, 0x400000, 0x400000, 136, 136, 0x1000)
    return ident + header + segment + b"\xb8\x3c\0\0\0\x31\xff\x0f\x05" + bytes(7)


def web_record(kind: str, target: str, media: str, block: bytes) -> bytes:
    """Return a WARC/1.1 record with the digest of its block."""
    digest = hashlib.sha256(block).hexdigest()
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {target}\r\n"
        f"WARC-Record-ID: <urn:uuid:{digest[:8]}-0000-4000-8000-{digest[-12:]}>\r\n"
        f"WARC-Date: 2026-11-20T02:00:00Z\r\nWARC-Block-Digest: sha256:{digest}\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def web_records() -> list[bytes]:
    """Return the records of a web archive: a page in gzip and chunks, a form that was sent."""
    packed = gzip.compress(PAGE, mtime=0)
    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
        b"Last-Modified: Fri, 20 Nov 2026 01:00:00 GMT\r\n\r\n"
    )
    answer += b"%x\r\n%b\r\n0\r\nX-Sum: 1\r\n\r\n" % (len(packed), packed)
    asked = b"POST /dang-nhap HTTP/1.1\r\nHost: example.com\r\n"
    asked += b"Content-Length: 14\r\n\r\nsdt=0912345678"
    http, site = "application/http; msgtype=", "https://example.com/"
    return [
        web_record("warcinfo", "", "application/warc-fields", b"software: a crawler\r\n"),
        web_record("response", site, f"{http}response", answer),
        web_record("request", f"{site}dang-nhap", f"{http}request", asked),
        web_record("resource", "file:///ghi-chu.txt", "text/plain", TEXT),
    ]


def web_archive() -> bytes:
    """Return a plain WARC file."""
    return b"".join(web_records())


def packed_web_archive() -> bytes:
    """Return a WARC file with a gzip member for each record."""
    return b"".join(gzip.compress(record, mtime=0) for record in web_records())


def browser_log() -> bytes:
    """Return a HAR file (1.2) of a page in text and a form that was sent for a picture."""
    page = {
        "startedDateTime": "2026-11-20T09:00:00.123+07:00", "time": 12.5,
        "serverIPAddress": "203.113.131.1",
        "request": {"method": "GET", "url": "https://example.com/", "headers": []},
        "response": {
            "status": 200, "statusText": "OK", "headers": [{"name": "Server", "value": "nginx"}],
            "content": {"size": len(PAGE), "mimeType": "text/html", "text": PAGE.decode()},
        },
    }  # fmt: skip
    sent = {
        "startedDateTime": "2026-11-20T02:00:01Z",
        "request": {
            "method": "POST", "url": "https://example.com/gửi",
            "postData": {"mimeType": "text/plain", "text": "sdt=0912345678"},
        },
        "response": {
            "status": 200, "statusText": "",
            "content": {
                "size": 1, "mimeType": "image/png", "encoding": "base64",
                "text": base64.b64encode(picture()).decode(),
            },
        },
    }  # fmt: skip
    log = {"version": "1.2", "creator": {"name": "Firefox", "version": "140"}}
    return json.dumps({"log": log | {"entries": [page, sent]}}, indent=1).encode()


CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Nguyễn Văn Đức\r\nNICKNAME:Đức Tọt\r\n"
    "TEL;TYPE=CELL:0912 345 678\r\nEMAIL:duc@example.com\r\nADR;TYPE=HOME:;;12 Tràng Tiền;"
    "Hà Nội;;;VN\r\nNOTE:dài\r\n  dòng\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:2.1\r\n"
    "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C4=90=E1=BB=A9c;;;;\r\nTEL;CELL:191\r\n"
).encode()
CALLS = (
    "Số gọi,Số nhận,Thời gian,Thời lượng,Trạm,IMEI\r\n"
    '0912.345.678,0168 345 6789,14/03/2026 09:15:00,10:40,"Trạm ""A"", Hà Nội",490154203237518\r\n'
    "0912345678,191,hôm qua,5,HN01,\r\n\r\n"
    '0912345678,VIETTEL,15/03/2026 09:15,,"hai\r\ndòng",\r\n0912345678,,,,,\r\n'
).encode()
SHEET = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>From</t></is></c><c r="B1" t="inlineStr"><is><t>To</t>
</is></c><c r="C1" t="inlineStr"><is><t>Time</t></is></c></row>
<row r="3"><c r="A3"><v>912345678</v></c><c r="B3" t="inlineStr"><is><t>0168 345 6789</t></is></c>
<c r="C3"><v>46095.5</v></c></row></sheetData></worksheet>"""


def workbook() -> bytes:
    """Return a workbook of one call."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in (
            ("[Content_Types].xml", "<Types/>"),
            (
                "xl/workbook.xml",
                f'<workbook xmlns="{main}"><sheets><sheet name="Cuộc gọi" sheetId="1"/></sheets>'
                "</workbook>",
            ),
            ("xl/worksheets/sheet1.xml", SHEET),
        ):
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), part)
    return content.getvalue()


def specimens() -> dict[str, bytes]:
    """Return an item of every kind by its name."""
    return {
        "lien-he.txt": TEXT,
        "thu.eml": MAIL,
        "trang.html": PAGE,
        "goi.zip": archive(),
        "goi.tar": tarball(),
        "goi.txt.gz": gzip.compress(TEXT, mtime=0),
        "don.docx": document(),
        "giay.pdf": pdf(),
        "anh.png": picture(),
        "am.wav": sound(),
        "may": program(),
        "trang.warc": web_archive(),
        "phien.har": browser_log(),
        "trang.warc.gz": packed_web_archive(),
        "danh-ba.vcf": CARDS,
        "cuoc-goi.csv": CALLS,
        "cuoc-goi.xlsx": workbook(),
    }
