"""EMVCo payment codes: chains of data objects, lengths that lie, checksums."""

import random

import pytest
from tests.extractors.payments.codes import closed, tlv

from truyvet.extractors.payments.crc import crc16
from truyvet.extractors.payments.emv import NotEmv, objects, parse

EMVCO = (
    "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN"
    "5914BEST TRANSPORT6007BEIJING"
    "64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603"
    "***0708A60086670902ME91320016A0112233449988770708123456786304A13A"
)
"""The example of EMV QRCPS-MPM, annex; its checksum covers the UTF-8 of its Chinese names."""


def bitwise(content: bytes) -> int:
    """Return the checksum bit by bit, as the standard words it (ISO/IEC 13239)."""
    crc = 0xFFFF
    for byte in content:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


@pytest.mark.parametrize(
    ("content", "crc"), [(b"", 0xFFFF), (b"123456789", 0x29B1), (b"A", 0xB915), (b"\0", 0xE1F0)]
)
def test_the_checksum_has_the_known_values(content: bytes, crc: int) -> None:
    assert crc16(content) == crc


def test_the_checksum_is_that_computed_bit_by_bit() -> None:
    source = random.Random(4)
    for _ in range(100):
        content = source.randbytes(source.randrange(80))
        assert crc16(content) == bitwise(content)


def test_the_example_of_the_standard_is_read() -> None:
    found = parse(EMVCO)
    assert (found.values["59"], found.values["60"], found.values["54"]) == (
        "BEST TRANSPORT", "BEIJING", "23.72",
    )  # fmt: skip
    assert objects(found.values["64"]) == {"00": "ZH", "01": "最佳运输", "02": "北京"}
    assert (found.crc, found.crc_holds) == ("A13A", True)


@pytest.mark.parametrize("place", range(10, len(EMVCO) - 8, 29))
def test_any_changed_character_breaks_the_checksum_or_the_chain(place: int) -> None:
    other = "7" if EMVCO[place] != "7" else "8"
    try:
        assert not parse(EMVCO[:place] + other + EMVCO[place + 1 :]).crc_holds
    except NotEmv:
        assert EMVCO[place].isdigit()


@pytest.mark.parametrize(
    "text",
    ["0", "00", "000", "0005abcd", "xx02ab", "0x02ab", "00x2ab", "002", "00020", "٠٠02ab", "-102ab",
     "0002ab01", "0002ab0199"],
)  # fmt: skip
def test_a_chain_that_breaks_is_refused(text: str) -> None:
    with pytest.raises(NotEmv):
        objects(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [("", {}), ("0000", {"00": ""}), ("0002ab", {"00": "ab"}), ("0002ab0001x", {"00": "ab"}),
     ("5904Đức.", {"59": "Đức."}), ("9901\n", {"99": "\n"})],
)  # fmt: skip
def test_a_chain_is_taken_apart(text: str, values: dict[str, str]) -> None:
    assert objects(text) == values


def test_a_chain_of_any_values_is_taken_apart_as_it_was_made() -> None:
    source = random.Random(7)
    letters = "abcĐứỜ0123 :/\n💰"
    for _ in range(100):
        wanted = {
            f"{tag:02d}": "".join(source.choices(letters, k=source.randrange(99)))
            for tag in source.sample(range(100), source.randrange(12))
        }
        assert objects("".join(tlv(tag, value) for tag, value in wanted.items())) == wanted


@pytest.mark.parametrize(
    "text", ["", "hello", "01020100", "https://a.vn", "0002", "00 201", "000201x"]
)
def test_what_does_not_begin_and_end_as_a_payload_is_none(text: str) -> None:
    with pytest.raises(NotEmv):
        parse(text)


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "   "])
def test_blanks_after_a_payload_are_passed_over(end: str) -> None:
    assert parse(closed("000201") + end).crc_holds


@pytest.mark.parametrize(
    ("text", "crc", "holds"),
    [
        (closed("000201"), closed("000201")[-4:], True),
        (
            closed("000201")[:-4] + closed("000201")[-4:].lower(),
            closed("000201")[-4:].lower(),
            True,
        ),
        ("000201" + "63040000", "0000", False),
        ("000201", "", False),
        ("000201" + "6302AB", "AB", False),
        (closed("000201") + "5901x", closed("000201")[-4:], False),
        ("000201" + "6304ZZZZ", "ZZZZ", False),
    ],
)
def test_the_checksum_holds_only_as_the_last_object(text: str, crc: str, holds: bool) -> None:
    found = parse(text)
    assert (found.crc, found.crc_holds) == (crc, holds)
