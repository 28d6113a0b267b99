"""QR: codes in pictures are read, and payment codes are taken apart."""

from contextlib import suppress
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from tests.extractors.pictures.build import drawn, encoded

from truyvet.extractors import qr
from truyvet.extractors.payments.crc import crc16
from truyvet.extractors.payments.emv import NotEmv, parse
from truyvet.extractors.payments.vietqr import transfer
from truyvet.testing import Effort, check, examine, resolve


def tlv(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def vietqr(number: str = "970436", account: str = "0071000123456", **more: str) -> str:
    """Return a payment code to an account; `more` are data objects as `t54`."""
    merchant = tlv("00", "A000000727")
    merchant += tlv("01", tlv("00", number) + tlv("01", account)) + tlv("02", "QRIBFTTA")
    body = tlv("00", "01") + tlv("01", "12") + tlv("38", merchant)
    body += "".join(tlv(tag[1:], value) for tag, value in sorted(more.items()))
    body += "6304"
    return body + f"{crc16(body.encode()):04X}"


PAID = vietqr(t53="704", t54="150000", t58="VN", t59="NGUYEN VAN DUC", t62=tlv("08", "Tien hang"))


def code(text: str | bytes, form: str = "QRCode", scale: int = 4) -> Image.Image:
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, form))
    drawn_code: Any = made.to_image(scale=scale)  # a buffer, which its types do not say
    pixels = memoryview(drawn_code)
    height, width = (pixels.shape or (0, 0))[:2]
    return Image.frombytes("L", (width, height), bytes(pixels))


def sheet(*placed: tuple[Image.Image, tuple[int, int]]) -> bytes:
    whole = Image.new("L", (900, 700), 255)
    for picture, place in placed:
        whole.paste(picture, place)
    return encoded(whole, "PNG")


def test_the_checksum_is_that_of_the_standard() -> None:
    assert crc16(b"123456789") == 0x29B1


def test_a_code_gives_its_payload_its_place_and_its_text() -> None:
    found = examine(qr, sheet((code("https://zalo.me/0912345678"), (100, 60))))
    (seen,) = found.observations
    assert (seen.kind, seen.locator, seen.raw) == ("qr", ("qr:0",), "https://zalo.me/0912345678")
    assert seen.facts["polygon"].count(",") == 4
    assert [line.text for line in found.texts] == ["https://zalo.me/0912345678"]


def test_codes_are_numbered_from_the_top_then_from_the_left() -> None:
    content = sheet(
        (code("bottom"), (50, 500)), (code("right"), (600, 60)), (code("left"), (50, 60))
    )
    found = {seen.locator: seen.raw for seen in examine(qr, content).observations}
    assert found == {("qr:0",): "left", ("qr:1",): "right", ("qr:2",): "bottom"}


def test_other_bar_codes_are_told_apart() -> None:
    (seen,) = examine(qr, sheet((code("8934563138165", "EAN13"), (80, 80)))).observations
    assert (seen.kind, seen.raw, seen.facts["format"]) == ("barcode", "8934563138165", "EAN-13")


def test_a_payload_that_is_no_text_keeps_its_bytes() -> None:
    content = sheet((code(b"\xff\xfe\x00\x80"), (50, 50)))
    found = examine(qr, content)
    (seen,) = found.observations
    assert seen.value() == b"\xff\xfe\x00\x80"
    assert found.texts == []


@pytest.mark.parametrize("angle", [0, 90, 180, 31])
def test_a_turned_code_in_a_jpeg_is_read(angle: int) -> None:
    whole = Image.new("L", (500, 500), 255)
    whole.paste(code("turned"), (180, 180))
    content = encoded(whole.rotate(angle, fillcolor=255), "JPEG", quality=60)
    assert [seen.raw for seen in examine(qr, content).observations] == ["turned"]


def test_a_vietqr_code_gives_bank_account_amount_and_message() -> None:
    (seen,) = examine(qr, sheet((code(PAID), (50, 50)))).of("vietqr")
    assert (seen.normal, seen.confidence, seen.flag) == ("970436/0071000123456", 100, "")
    assert dict(seen.facts) == {
        "amount": "150000", "bank": "Vietcombank", "bin": "970436", "crc": "ok",
        "currency": "VND", "merchant": "NGUYEN VAN DUC", "message": "Tien hang", "to": "account",
    }  # fmt: skip


def test_the_account_is_an_observation_of_its_own_inside_the_payload() -> None:
    content = sheet((code(PAID), (50, 50)))
    (seen,) = examine(qr, content).of("bank-account")
    assert (seen.normal, seen.facts["bank"]) == ("970436:0071000123456", "Vietcombank")
    assert resolve(qr, content, seen.locator) == b"0071000123456"


def test_an_account_written_elsewhere_first_is_found_at_its_own_place() -> None:
    content = sheet((code(vietqr(account="01")), (50, 50)))
    (seen,) = examine(qr, content).of("bank-account")
    assert seen.locator == ("qr:0", f"bytes:{vietqr(account='01').index('9704360102') + 10}+2")


def test_a_wrong_checksum_lowers_belief_and_is_flagged() -> None:
    changed = PAID.replace("150000", "950000")
    (seen,) = examine(qr, sheet((code(changed), (50, 50)))).of("vietqr")
    assert (seen.facts["crc"], seen.confidence, seen.flag) == ("bad", 40, "metadata")


def test_a_bank_nobody_knows_has_no_name() -> None:
    found = transfer(parse(vietqr(number="999999")))
    assert found is not None
    assert "bank" not in found.facts


def test_vietnamese_in_a_payload_counts_in_characters() -> None:
    found = transfer(parse(vietqr(t59="NGUYỄN VĂN ĐỨC")))
    assert found is not None
    assert (found.facts["merchant"], found.facts["crc"]) == ("NGUYỄN VĂN ĐỨC", "ok")


@pytest.mark.parametrize("text", ["", "hello", "000201", "0002015", "00020138999", "000201xx01a"])
def test_what_is_no_payment_code_is_none(text: str) -> None:
    with suppress(NotEmv):
        assert transfer(parse(text)) is None


def test_another_country_s_payment_code_is_a_code_and_no_more() -> None:
    body = tlv("00", "01") + tlv("26", tlv("00", "COM.EXAMPLE")) + "6304"
    content = sheet((code(body + f"{crc16(body.encode()):04X}"), (50, 50)))
    assert [seen.kind for seen in examine(qr, content).observations] == ["qr"]


def test_a_picture_without_codes_is_empty() -> None:
    assert examine(qr, encoded(drawn(), "PNG")).outcome.status == "empty"


def test_a_step_that_no_code_has_is_refused() -> None:
    content = sheet((code("one"), (50, 50)))
    for step in ("qr:1", "qr:00", "qr:-1", "qr:x", "qr:"):
        with pytest.raises(LookupError):
            resolve(qr, content, (step,))


def test_every_rule_is_kept() -> None:
    specimens = {"a.png": sheet((code(PAID), (50, 50))), "b.png": sheet((code("b"), (9, 9)))}
    check(qr, specimens, effort=Effort(cuts=3, flips=12, huge=32 << 20))
