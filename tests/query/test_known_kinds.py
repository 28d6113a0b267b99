"""Known: every kind of value, in the spellings that people and programs write it in.

The values are found by a real scan of one text; what is asked is never spelled as it stands there.
"""

import hashlib
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.commands.conftest import Officer

from truyvet.evidence.case import Case
from truyvet.query.known import Answer, known
from truyvet.query.source import Source, opened
from truyvet.query.spellings import AS_TYPED, NAME

TEXT = """Số điện thoại 0912.345.678 và số cũ 0168 345 6789, số bàn 024 3825 5555.
Biển số 30A-123.45 và 29-H1 234.56
Thẻ 4539 1488 0343 6467 nhé
STK 0123456789012 Vietcombank chủ tài khoản
CCCD: 001085012345
Mã số thuế: 0100109106
Email: Lan.Nguyen@Example.VN
Zalo: https://zalo.me/0987654321
Telegram: https://t.me/nguyen_duc
Facebook: https://facebook.com/nguyen.duc.99
Ví bitcoin 1BoatSLRHtKNngkdXEeobR76b53LETtpyT
Ví eth 0x52908400098527886E0F7030069857D2E4169EE7
IMEI: 490154203237518
IBAN DE89370400440532013000
IP 203.113.131.1 và 2001:db8::8a2e:370:7334
https://lua-dao.example.com/vay-tien?x=1
MAC 00:1A:2B:3C:4D:5E
WhatsApp https://wa.me/84355555555
hộ chiếu số: B1234567
USDT TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t
UUID 123e4567-e89b-12d3-a456-426614174000
IMSI: 452041234567890
ICCID: 8984048000001234567
"""
CONTENT = TEXT.encode()


@pytest.fixture(scope="module")
def officer(tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer beside a case that holds the text, scanned, and a person."""
    place = tmp_path_factory.mktemp("kinds")
    (place / "evidence").mkdir()
    (place / "evidence" / "kinds.txt").write_bytes(CONTENT)
    keys = place / "config/truyvet/keys"
    an = Officer(place=place, keys=keys, settings={"TRUYVET_CASE": "vu"})
    an.does("key", "new", "--name", "Nguyễn Văn An", "--unit", "PA05", "--no-passphrase")
    an.does("case", "new", "vu", "--title", "Lừa đảo", "--number", "12/2026")
    an.does("collect", "files", "evidence")
    an.does("scan", "--only", "filetype,digests,plaintext,entities", "--jobs", "1")
    an.does("person", "add", "Nguyễn Thị Đường", "--alias", "Đường Béo", "--phone", "0911222333")
    return an


@pytest.fixture(scope="module")
def source(officer: Officer) -> Iterator[Source]:
    """That case, opened for questions."""
    with opened(Case(officer.place / "vu")) as source:
        yield source


def answer(source: Source, value: str) -> Answer:
    """What is known of a value."""
    (told,) = known(source, [value])
    return told


def told(source: Source, value: str) -> set[tuple[str, str]]:
    """The (kind, normal form) of all that is known of a value."""
    return {(one.kind, one.value) for one in answer(source, value).readings}


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        # mobile numbers, and those of before 2018
        ("+84912345678", "0912 345 678"),
        ("+84912345678", "0912345678"),
        ("+84912345678", "+84912345678"),
        ("+84912345678", "+84 912 345 678"),
        ("+84912345678", "84912345678"),
        ("+84912345678", "0084 912 345 678"),
        ("+84912345678", "+84 (0)912 345 678"),
        ("+84912345678", "(84)912345678"),
        ("+84912345678", "(0912) 345678"),
        ("+84912345678", "0912-345-678"),
        ("+84912345678", "0912–345–678"),
        ("+84912345678", "0912\u00a0345\u00a0678"),
        ("+84912345678", "0912/345/678"),
        ("+84912345678", "  0912345678\t"),
        ("+84912345678", "0912345678."),
        ("+84912345678", "phone:0912345678"),
        ("+84912345678", "PHONE:0912345678"),
        ("+84383456789", "0168.345.6789"),
        ("+84383456789", "+84168 345 6789"),
        ("+84383456789", "0383456789"),
        ("+84383456789", "+84 38 345 6789"),
        ("+842438255555", "(024) 38255555"),
        ("+842438255555", "+84 24 3825 5555"),
    ],
)
def test_a_telephone_number_is_known_as_it_is_written(
    source: Source, value: str, typed: str
) -> None:
    assert ("phone", value) in told(source, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "\u202a0912345678\u202c",  # as address books of telephones copy it
        "\u200e0912 345 678\u200f",
        "\ufeff0912345678",
        "0912\u200b345\u200b678",
        "0912345678,",
        '"0912345678"',
        "'0912345678'",
        "“0912345678”",
        "<0912345678>",
        "tel:+84912345678",
        "TEL:0912345678",
        "sms:+84912345678",
        "callto://+84912345678",
        "０９１２３４５６７８",
        "＋８４ ９１２ ３４５ ６７８",
    ],
)
def test_what_copying_brings_along_hides_no_number(source: Source, typed: str) -> None:
    assert ("phone", "+84912345678") in told(source, typed)


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        ("30A-123.45", "30A12345"),
        ("30A-123.45", "30a-12345"),
        ("30A-123.45", "30A 123.45"),
        ("30A-123.45", "30a.123.45"),
        ("30A-123.45", " 30A - 123.45 "),
        ("29H1-234.56", "29H1-23456"),
        ("29H1-234.56", "29h1 234.56"),
        ("29H1-234.56", "29-H1 23456"),
    ],
)
def test_a_plate_is_known_as_it_is_written(source: Source, value: str, typed: str) -> None:
    assert ("licence-plate", value) in told(source, typed)


@pytest.mark.parametrize(
    ("kind", "value", "typed"),
    [
        ("card", "4539148803436467", "4539148803436467"),
        ("card", "4539148803436467", "4539-1488-0343-6467"),
        ("card", "4539148803436467", "453914880343 6467"),
        ("cccd", "001085012345", "001 085 012 345"),
        ("cccd", "001085012345", "001.085.012.345"),
        ("tax-code", "0100109106", "0100 109 106"),
        ("tax-code", "0100109106", "0100-109-106"),
        ("iban", "DE89370400440532013000", "de89 3704 0044 0532 0130 00"),
        ("imei", "490154203237518", "49-015420-323751-8"),
        ("imsi", "452041234567890", "452 04 1234567890"),
        ("iccid", "8984048000001234567", "8984 0480 0000 1234 567"),
        ("passport", "B1234567", "b1234567"),
        ("mac", "00:1a:2b:3c:4d:5e", "00-1A-2B-3C-4D-5E"),
        ("mac", "00:1a:2b:3c:4d:5e", "001a.2b3c.4d5e"),
        ("mac", "00:1a:2b:3c:4d:5e", "001A2B3C4D5E"),
        ("ipv4", "203.113.131.1", "203.113.131.1"),
        ("ipv6", "2001:db8::8a2e:370:7334", "2001:DB8:0:0:0:8A2E:0370:7334"),
        ("uuid", "123e4567-e89b-12d3-a456-426614174000", "{123E4567-E89B-12D3-A456-426614174000}"),
        ("uuid", "123e4567-e89b-12d3-a456-426614174000", "urn:uuid:123e4567-e89b-12d3-a456-"
         "426614174000"),
        ("uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567e89b12d3a456426614174000"),
        ("url", "https://lua-dao.example.com/vay-tien?x=1",
         "HTTPS://LUA-DAO.example.com/vay-tien?x=1"),
        ("file-type", "text/plain", "text/plain"),
    ],
)  # fmt: skip
def test_a_number_of_any_kind_is_known_as_it_is_written(
    source: Source, kind: str, value: str, typed: str
) -> None:
    assert (kind, value) in told(source, typed)


ACCOUNT = ("bank-account", "970436:0123456789012")


@pytest.mark.parametrize(
    "typed",
    [
        "0123456789012",
        "0123 456 789 012",
        "0123.456.789.012",
        "970436:0123456789012",
        "bank-account:970436:0123456789012",
        "0123456789012 Vietcombank",
        "Vietcombank 0123456789012",
        "VIETCOMBANK: 0123 456 789 012",
        "0123456789012 vcb",
        "VCB-0123456789012",
        "STK 0123456789012 Ngân hàng Ngoại thương",
        "ngan hang ngoai thuong 0123456789012",
        "Số TK: 0123456789012 tại Vietcombank Hà Nội",
    ],
)
def test_an_account_is_known_with_and_without_its_bank(source: Source, typed: str) -> None:
    assert ACCOUNT in told(source, typed)


@pytest.mark.parametrize("typed", ["0123456789012 BIDV", "970418:0123456789012", "1234567890123"])
def test_an_account_at_another_bank_is_not_known(source: Source, typed: str) -> None:
    assert told(source, typed) == set()


@pytest.mark.parametrize(
    "typed",
    ["LAN.NGUYEN@EXAMPLE.VN", "lan.nguyen@example.vn", "Lan.Nguyen@eXample.vn",
     "mailto:lan.nguyen@example.vn", "<Lan.Nguyen@Example.VN>", '"lan.nguyen@example.vn",'],
)  # fmt: skip
def test_an_email_address_is_known_in_any_case(source: Source, typed: str) -> None:
    assert ("email", "lan.nguyen@example.vn") in told(source, typed)


@pytest.mark.parametrize(
    ("kind", "value", "typed"),
    [
        ("zalo", "+84987654321", "zalo.me/0987654321"),
        ("zalo", "+84987654321", "https://zalo.me/84987654321"),
        ("zalo", "+84987654321", "http://www.zalo.me/0987654321"),
        ("zalo", "+84987654321", "zalo:0987 654 321"),
        ("zalo", "+84987654321", "0987 654 321"),
        ("telegram", "nguyen_duc", "t.me/nguyen_duc"),
        ("telegram", "nguyen_duc", "@nguyen_duc"),
        ("telegram", "nguyen_duc", "@Nguyen_Duc"),
        ("telegram", "nguyen_duc", "https://telegram.me/Nguyen_Duc"),
        ("telegram", "nguyen_duc", "tg://resolve?domain=nguyen_duc"),
        ("telegram", "nguyen_duc", "telegram:nguyen_duc"),
        ("facebook", "nguyen.duc.99", "https://m.facebook.com/nguyen.duc.99/"),
        ("facebook", "nguyen.duc.99", "fb.com/nguyen.duc.99"),
        ("whatsapp", "+84355555555", "https://api.whatsapp.com/send?phone=84355555555"),
        ("whatsapp", "+84355555555", "0355 555 555"),
    ],
)
def test_an_account_of_a_network_is_known_by_its_links(
    source: Source, kind: str, value: str, typed: str
) -> None:
    assert (kind, value) in told(source, typed)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("bitcoin", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"),
        ("bitcoin", "bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT"),
        ("ethereum", "0x52908400098527886e0f7030069857d2e4169ee7"),
        ("ethereum", "0X52908400098527886E0F7030069857D2E4169EE7"),
        ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
    ],
)
def test_a_wallet_is_known(source: Source, kind: str, typed: str) -> None:
    assert [one.kind for one in answer(source, typed).readings] == [kind]


def test_a_wallet_whose_letters_have_another_case_is_another(source: Source) -> None:
    assert not answer(source, "1boatSLRHtKNngkdXEeobR76b53LETtpyT").known


@pytest.mark.parametrize(
    ("kind", "digest"),
    [
        ("digest-md5", hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()),
        ("digest-sha1", hashlib.sha1(CONTENT, usedforsecurity=False).hexdigest()),
        ("sha256", hashlib.sha256(CONTENT).hexdigest()),
    ],
)
@pytest.mark.parametrize("form", ["{}", " {} ", '"{}"', "{}\u200b"])
def test_a_file_is_known_by_a_hash_of_each_length(
    source: Source, kind: str, digest: str, form: str
) -> None:
    for typed in (digest, digest.upper()):
        assert (kind, digest) in told(source, form.format(typed))


@pytest.mark.parametrize("length", [31, 33, 39, 41, 63, 65, 127, 129])
def test_digits_of_another_length_are_no_hash(source: Source, length: int) -> None:
    kinds = {one.kind for one in answer(source, ("ab" * 65)[:length]).tried}
    assert not kinds & {"sha256", "digest-md5", "digest-sha1", "digest-sha512", "digest-blake3"}


@pytest.mark.parametrize(
    "typed",
    [
        "Nguyễn Thị Đường",
        "nguyễn thị đường",
        "NGUYEN THI DUONG",
        "nguyen thi đuong",
        "Đường Béo",
        "duong beo",
        unicodedata.normalize("NFD", "Nguyễn Thị Đường"),
        unicodedata.normalize("NFKD", "NGUYỄN THỊ ĐƯỜNG"),
        "\u202aNguyễn Thị Đường\u202c",
        '"Nguyễn Thị Đường"',
        "Nguyễn\u00a0Thị\u00a0Đường",
    ],
)
def test_a_name_is_known_however_it_is_typed(source: Source, typed: str) -> None:
    labels = {one.label for one in answer(source, typed).readings if one.kind == "person"}
    assert labels == {"Nguyễn Thị Đường"}


@pytest.mark.parametrize("typed", ["Đường Thị Nguyễn", "Nguyễn Đường", "Nguyễn Thị Đươn", "duong"])
def test_a_name_in_another_order_or_a_part_of_one_is_not_that_name(
    source: Source, typed: str
) -> None:
    assert not answer(source, typed).known


def test_every_observation_of_the_case_is_known_as_it_stands_and_as_it_is_kept(
    officer: Officer, source: Source
) -> None:
    seen = officer.reads("observations")
    assert len(seen) > 30
    for one in seen:
        for typed in filter(None, (one["normal"], one["raw"])):
            names = {s.name for r in answer(source, typed).readings for s in r.sightings}
            assert one["observation"] in names, (one["kind"], typed)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_looked_up_at_least_as_it_stands(source: Source, typed: str) -> None:
    tried = answer(source, typed).tried
    assert len(set(tried)) == len(tried)
    assert any(one.kind == AS_TYPED for one in tried)


@given(st.lists(st.sampled_from(" .-\u00a0\u200b"), min_size=9, max_size=9))
def test_a_number_is_known_with_any_one_sign_between_its_digits(
    source: Source, signs: list[str]
) -> None:
    typed = "".join(digit + sign for digit, sign in zip("0912345678", [*signs, ""], strict=True))
    assert ("phone", "+84912345678") in told(source, typed)


def test_a_name_is_tried_with_and_without_what_copying_brought_along(source: Source) -> None:
    tried = {one.value for one in answer(source, "“An”").tried if one.kind == NAME}
    assert tried == {"“An”", "An"}
