"""VietQR: transfers of every form, banks, damaged merchants, and codes in pictures."""

import pytest
from tests.extractors.payments.codes import closed, merchant, payload, picture, tlv

from truyvet.extractors import qr
from truyvet.extractors.payments.emv import parse
from truyvet.extractors.payments.vietqr import Transfer, transfer
from truyvet.testing import examine, resolve

PUBLISHED = {
    "by NAPAS, with an amount and a bill": (
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802"
        "VN62340107NPS68690819thanh toan don hang63042E2E",
        "970403", "0011012345678", "180000",
    ),
    "of a shop": (
        "00020101021238540010A00000072701240006970422011009681181250208QRIBFTTA5303704540420005802VN"
        "62350831CS1AD7JTS65 Thanh toan don hang6304AB0D", "970422", "0968118125", "2000",
    ),
    "to an account with letters": (
        "00020101021238570010A000000727012700069704220113VQRQADAIJ55120208QRIBFTTA5303704540470005802"
        "VN62120808TL89 1006304E346", "970422", "VQRQADAIJ5512", "7000",
    ),
    "of a bill": (
        "00020101021238540010A00000072701240006970436011010234567890208QRIBFTTA530370454071943000"
        "5802VN62120808TT0000696304A8E5", "970436", "1023456789", "1943000",
    ),
    "for gifts after a flood": (
        "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA530370454061200005802"
        "VN62170813ung ho lu lut6304C15C", "970415", "0011001932418", "120000",
    ),
}  # fmt: skip
"""Payloads published by others, checksums included."""


def read(text: str) -> Transfer | None:
    return transfer(parse(text))


def sure(text: str) -> Transfer:
    found = read(text)
    assert found is not None
    return found


@pytest.mark.parametrize("name", PUBLISHED)
def test_payloads_published_by_others_are_read_and_their_checksums_hold(name: str) -> None:
    text, number, account, amount = PUBLISHED[name]
    found = sure(text)
    assert (found.bin, found.account, found.facts["to"]) == (number, account, "account")
    assert (found.facts.get("amount", ""), found.facts["crc"]) == (amount, "ok")
    assert found.facts["currency"] == "VND"


@pytest.mark.parametrize(
    ("number", "bank"),
    [("970436", "Vietcombank"), ("970418", "BIDV"), ("970415", "VietinBank"),
     ("970405", "Agribank"),
     ("970422", "MB"), ("970407", "Techcombank"), ("970416", "ACB"), ("970432", "VPBank"),
     ("970423", "TPBank"), ("970403", "Sacombank"), ("970437", "HDBank"), ("970441", "VIB"),
     ("970443", "SHB")],
)  # fmt: skip
def test_the_number_of_a_bank_names_it(number: str, bank: str) -> None:
    assert sure(payload(merchant(number, "123456789"))).facts["bank"].startswith(bank)


@pytest.mark.parametrize("tag", ["26", "38", "51"])
def test_a_transfer_may_stand_in_any_object_for_merchants(tag: str) -> None:
    assert sure(payload(merchant("970436", "1"), tag)).account == "1"


@pytest.mark.parametrize("tag", ["02", "25", "52", "62"])
def test_a_transfer_elsewhere_is_none(tag: str) -> None:
    assert read(payload(merchant("970436", "1"), tag)) is None


@pytest.mark.parametrize(
    "held",
    [
        merchant("970436", "1", guid="A000000728"),
        merchant("", "1"),
        merchant("970436", ""),
        tlv("00", "A000000727"),
        tlv("00", "A000000727") + tlv("01", "no chain"),
        tlv("00", "A000000727") + tlv("01", tlv("00", "970436")),
        tlv("00", "A000000727") + tlv("01", "0099970436"),
        "99",
        "",
    ],
)
def test_a_merchant_that_breaks_is_no_transfer(held: str) -> None:
    assert read(payload(held)) is None


def test_a_broken_merchant_hides_no_sound_one() -> None:
    body = tlv("00", "01") + tlv("26", "broken") + tlv("38", merchant("970436", "777"))
    assert sure(closed(body)).account == "777"


def test_all_that_a_code_asks_for_is_told() -> None:
    more = tlv("01", "HD-0042") + tlv("08", "Tra tien hang")
    facts = sure(payload(merchant("970422", "0912345678"), t53="704", t54="1500000", t58="VN",
                         t59="TRAN THI LAN", t60="HA NOI", t62=more)).facts  # fmt: skip
    wanted = {"amount": "1500000", "currency": "VND", "merchant": "TRAN THI LAN", "city": "HA NOI",
              "bill": "HD-0042", "message": "Tra tien hang", "crc": "ok",
              "to": "account"}  # fmt: skip
    assert {name: facts.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("service", "to"), [("QRIBFTTA", "account"), ("QRIBFTTC", "card"), ("OTHER", "OTHER")]
)
def test_the_service_says_what_is_paid_to(service: str, to: str) -> None:
    assert sure(payload(merchant("970436", "1", service))).facts["to"] == to


@pytest.mark.parametrize(("currency", "shown"), [("704", "VND"), ("840", "840"), ("", None)])
def test_the_currency_is_named_where_it_is_vietnams(currency: str, shown: str | None) -> None:
    more = {"t53": currency} if currency else {}
    assert sure(payload(merchant("970436", "1"), **more)).facts.get("currency") == shown


def test_a_broken_message_hides_no_transfer() -> None:
    found = sure(payload(merchant("970436", "1"), t62="0899broken"))
    assert "message" not in found.facts


def test_empty_facts_are_left_out() -> None:
    assert all(sure(payload(merchant("000000", "1"))).facts.values())


@pytest.mark.parametrize("account", ["0071000123456", "1", "A" * 40, "970436", "38"])
def test_an_account_in_a_picture_leads_back_to_itself(account: str) -> None:
    content = picture(payload(merchant("970436", account), t54="10000", t59="NGUYỄN VĂN ĐỨC"))
    found = examine(qr, content)
    (seen,) = found.of("bank-account")
    assert (seen.raw, resolve(qr, content, seen.locator)) == (account, account.encode())
    (code,) = found.of("vietqr")
    assert (code.normal, code.facts["merchant"]) == (f"970436/{account}", "NGUYỄN VĂN ĐỨC")


def test_a_changed_amount_in_a_picture_is_hardly_believed() -> None:
    text = payload(merchant("970436", "123"), t54="100000").replace("100000", "900000")
    found = examine(qr, picture(text))
    assert [(s.confidence, s.facts["crc"], s.flag) for s in found.of("vietqr")] == [
        (40, "bad", "metadata")
    ]
    assert [s.confidence for s in found.of("bank-account")] == [40]
