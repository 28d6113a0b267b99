"""Accounts in the addresses of pictures that services draw of VietQR codes."""

import pytest
from tests.extractors.sites.reads import normals, told


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://img.vietqr.io/image/VCB-0000123456700-compact2.png", "970436:0000123456700"),
        ("https://img.vietqr.io/image/970407-19034567890123-print.jpg?x", "970407:19034567890123"),
        ("//img.vietqr.io/image/mbbank-0000123456700-qr_only.png", "970422:0000123456700"),
        ("https://api.vietqr.io/image/VBA-1500205123456-Abc12.jpg", "970405:1500205123456"),
        ("https://qr.sepay.vn/img?acc=0000123456700&amp;bank=Vietcombank", "970436:0000123456700"),
        ("https://vietqr.co/api/generate/tcb/19034567890123/X/1000/y", "970407:19034567890123"),
    ],
)
def test_a_picture_of_a_code_tells_its_account(link: str, expected: str) -> None:
    assert normals(f"<img src='{link}'>", "bank-account") == [expected]


def test_it_tells_what_is_to_be_paid_and_stands_where_the_number_does() -> None:
    link = (
        "https://img.vietqr.io/image/VCB-0000123456700-compact.png"
        "?amount=200000&amp;addInfo=dat%20coc&amp;accountName=LE%20VAN%20HAI"
    )
    (one,) = told(f"<img data-src='{link}'>").of("bank-account")
    assert one.raw == "0000123456700"
    assert one.facts == {
        "bank": "Vietcombank", "bin": "970436", "by": "img.vietqr.io", "amount": "200000",
        "message": "dat coc", "name": "LE VAN HAI",
    }  # fmt: skip


@pytest.mark.parametrize(
    "link",
    [
        "https://img.vietqr.io/image/XYZ-0000123456700-compact.png",
        "https://img.vietqr.io/image/VCB-ABCDEF-compact.png",
        "https://evil.example/img.vietqr.io/image/VCB-0000123456700-x.png",
        "https://img.vietqr.io/logo.png", "https://qr.sepay.vn/img?bank=VCB", "http://[vietqr.io",
    ],
)  # fmt: skip
def test_another_picture_tells_none(link: str) -> None:
    assert normals(f"<img src='{link}'>", "bank-account") == []
