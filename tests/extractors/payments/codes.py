"""Builders of payment codes: data objects, merchants, payloads with their checksum."""

from typing import Any

import zxingcpp
from PIL import Image
from tests.extractors.pictures.build import encoded

from truyvet.extractors.payments.crc import crc16


def tlv(tag: str, value: str) -> str:
    """Return a data object; its length counts characters."""
    return f"{tag}{len(value):02d}{value}"


def closed(body: str) -> str:
    """Return a payload with its checksum."""
    return body + "6304" + f"{crc16((body + '6304').encode()):04X}"


def merchant(number: str, account: str, service: str = "QRIBFTTA", guid: str = "A000000727") -> str:
    """Return the data object of a transfer to an account."""
    return tlv("00", guid) + tlv("01", tlv("00", number) + tlv("01", account)) + tlv("02", service)


def payload(held: str, tag: str = "38", **more: str) -> str:
    """Return a payment code; `more` are data objects as `t54`."""
    body = tlv("00", "01") + tlv("01", "12" if "t54" in more else "11") + tlv(tag, held)
    return closed(body + "".join(tlv(name[1:], value) for name, value in sorted(more.items())))


def picture(text: str) -> bytes:
    """Return a picture of a QR code, drawn by ZXing's own writer."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    drawn: Any = code.to_image(scale=4)  # a buffer, which its types do not say
    made = memoryview(drawn)
    height, width = (made.shape or (0, 0))[:2]
    sheet = Image.new("L", (width + 60, height + 60), 255)
    sheet.paste(Image.frombytes("L", (width, height), bytes(made)), (30, 30))
    return encoded(sheet, "PNG")
