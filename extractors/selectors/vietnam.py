"""Vietnamese numbers of persons, firms and vehicles: CCCD, CMND, tax code, licence plate.

Circular 59/2021/TT-BCA for the citizen id (province, century and sex, year, serial); the codes of
provinces are those before the mergers of 2025, which people keep for life. From general knowledge:
check a text of law before quoting it.
"""

import re

from .checksums import tax
from .normal import Normal, Row, digits_of

_PROVINCES = """
001 Hà Nội|002 Hà Giang|004 Cao Bằng|006 Bắc Kạn|008 Tuyên Quang|010 Lào Cai|011 Điện Biên
012 Lai Châu|014 Sơn La|015 Yên Bái|017 Hòa Bình|019 Thái Nguyên|020 Lạng Sơn|022 Quảng Ninh
024 Bắc Giang|025 Phú Thọ|026 Vĩnh Phúc|027 Bắc Ninh|030 Hải Dương|031 Hải Phòng|033 Hưng Yên
034 Thái Bình|035 Hà Nam|036 Nam Định|037 Ninh Bình|038 Thanh Hóa|040 Nghệ An|042 Hà Tĩnh
044 Quảng Bình|045 Quảng Trị|046 Thừa Thiên Huế|048 Đà Nẵng|049 Quảng Nam|051 Quảng Ngãi
052 Bình Định|054 Phú Yên|056 Khánh Hòa|058 Ninh Thuận|060 Bình Thuận|062 Kon Tum|064 Gia Lai
066 Đắk Lắk|067 Đắk Nông|068 Lâm Đồng|070 Bình Phước|072 Tây Ninh|074 Bình Dương|075 Đồng Nai
077 Bà Rịa - Vũng Tàu|079 TP. Hồ Chí Minh|080 Long An|082 Tiền Giang|083 Bến Tre|084 Trà Vinh
086 Vĩnh Long|087 Đồng Tháp|089 An Giang|091 Kiên Giang|092 Cần Thơ|093 Hậu Giang|094 Sóc Trăng
095 Bạc Liêu|096 Cà Mau
"""
PROVINCES: dict[str, str] = {
    row[:3]: row[4:].strip() for line in _PROVINCES.split("\n") for row in line.split("|") if row
}
"""First three digits of a citizen id: province where the birth was registered."""
_SERIES = "ABCDEFGHKLMNPSTUVXYZĐ"
_PLATE = re.compile(
    rf"([1-9][0-9])[ .\-]*((?:[{_SERIES}R][{_SERIES}QTN]?|QT)[0-9]??)[ .\-]*"
    r"([0-9]{3}[ .]?[0-9]{2}|[0-9]{4}|[0-9]{2}[ .\-][0-9]{2})"
)
_DIPLOMATS = re.compile(r"([1-9][0-9])[ .\-]*(NG|NN|QT|CV)[ .\-]*([0-9]{3})[ .\-]*([0-9]{2})")
_NO_PROVINCES = frozenset(("13", "42", "44", "45", "46", "87", "91", "96"))
"""Codes between 11 and 99 that no plate has."""
_NINES = frozenset(("123456789", "987654321", "012345678"))


def cccd(text: str, region: str = "") -> Normal | None:
    """Read a citizen id of 12 digits: province, sex and century, year of birth, serial.

    Real ones may have few different digits, as 001151105001: a search of texts asks for more.
    """
    number = digits_of(text, 12)
    if number[:3] not in PROVINCES or number[3] > "3":
        return None
    century, year = (19, 20)[number[3] in "23"], number[4:6]
    if century == 20 and year > "49":
        return None  # nobody was born then yet
    facts = {
        "province": PROVINCES[number[:3]],
        "sex": "female" if number[3] in "13" else "male",
        "birth-year": f"{century}{year}",
    }
    return Normal(value=number, confidence=65, facts=facts)


def cmnd(text: str, region: str = "") -> Normal | None:
    """Read an old identity card of 9 digits; nothing in it can be checked."""
    number = digits_of(text, 9)
    if len(set(number)) < 3 or number in _NINES:
        return None
    return Normal(value=number, confidence=30)


def tax_code(text: str, region: str = "") -> Normal | None:
    """Read a tax code: 10 digits with a check digit, and `-NNN` for a branch."""
    number = digits_of(text, 10, 13)
    if not number or not tax(number[:10]) or len(set(number[:10])) < 3:
        return None
    if number[2:9] == "0000000":
        return None  # numbering within a province begins with 1
    branch = number[10:]
    if branch == "000":
        return None
    value = f"{number[:10]}-{branch}" if branch else number
    return Normal(value=value, confidence=45, facts={"branch": branch} if branch else {})


def plate(text: str, region: str = "") -> Normal | None:
    """Read a licence plate in any grouping; the normal form is `30A-123.45`, `59X1-123.45`."""
    capitals = text.upper().strip()
    if (found := _DIPLOMATS.fullmatch(capitals)) is not None:
        province, value = found[1], "-".join(found.groups())
    elif (found := _PLATE.fullmatch(capitals)) is not None:
        number = digits_of(found[3], 4, 5)
        tail = f"{number[:3]}.{number[3:]}" if len(number) == 5 else number
        province, value = found[1], f"{found[1]}{found[2]}-{tail}"
    else:
        return None
    if province < "11" or province in _NO_PROVINCES:
        return None
    return Normal(value=value, confidence=50, facts={"province-code": province})


ROWS: dict[str, Row] = {
    "cccd": Row(title="Vietnamese citizen id (CCCD, số định danh)", normal=cccd),
    "cmnd": Row(title="old Vietnamese identity card (CMND)", normal=cmnd),
    "licence-plate": Row(title="Vietnamese licence plate", normal=plate),
    "tax-code": Row(title="Vietnamese tax code (mã số thuế)", normal=tax_code),
}
"""The kinds of this family."""
