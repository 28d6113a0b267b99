"""Machine-readable zones: specimens of ICAO, made Vietnamese ones, each wrong sign, each damage."""

import pytest
from tests.extractors.selectors import oracles
from tests.extractors.selectors.looks import found, normals

from truyvet.extractors.selectors import readings
from truyvet.extractors.selectors.travel import mrz, passport

# ICAO 9303 part 4, appendix B; part 5, appendix B; specimens that issuers publish.
SPECIMENS = {
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10": "UTO:L898902C3",
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\n"
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<": "UTO:D23145890",
    "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\n"
    "C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4": "D:C01X00T47",
}
VIETNAMESE = oracles.td3(
    "VNM", "NGUYEN<<VAN<DUC", "C1234567", "850412", "M", "290101", "001085012345"
)
CARD = oracles.td1("VNM", "TRAN<<THI<BUOI", "123456789", "900305", "F", "300305", "079190012345")
MADE = {"a passport": VIETNAMESE, "a card": CARD}
SIGNS = "0123456789"


@pytest.mark.parametrize("zone", SPECIMENS)
def test_the_specimens_are_read_and_found(zone: str) -> None:
    read = mrz(zone)
    assert read is not None
    assert (read.value, read.confidence) == (SPECIMENS[zone], 100)
    assert normals("mrz", f"\n{zone}\n") == [SPECIMENS[zone]]
    assert readings(zone)[0] == ("mrz", SPECIMENS[zone])


def test_the_writer_of_zones_writes_the_specimens() -> None:
    td3, td1, _ = SPECIMENS
    assert (
        oracles.td3(
            "UTO", "ERIKSSON<<ANNA<MARIA", "L898902C3", "740812", "F", "120415", "ZE184226B"
        )
        == td3
    )
    assert (
        oracles.td1("UTO", "ERIKSSON<<ANNA<MARIA", "D23145890", "740812", "F", "120415", "") == td1
    )


def test_a_vietnamese_passport_tells_its_holder() -> None:
    read = mrz(VIETNAMESE)
    assert read is not None
    assert read.value == "VNM:C1234567"
    assert read.facts == {
        "document": "passport",
        "nationality": "VNM",
        "birth": "850412",
        "expiry": "290101",
        "sex": "male",
        "family-name": "NGUYEN",
        "given-names": "VAN DUC",
    }


def test_a_vietnamese_card_tells_the_citizen_id() -> None:
    read = mrz(CARD)
    assert read is not None
    assert read.value == "VNM:123456789"
    assert read.facts["cccd"] == "079190012345"
    assert (read.facts["document"], read.facts["sex"]) == ("card", "female")


def places_checked(zone: str) -> list[int]:
    """Where a digit stands that a check digit covers, or is one."""
    first = zone.index("\n") + 1 if zone.startswith("P") else 5
    end = zone.rindex("\n") if not zone.startswith("P") else len(zone)
    return [place for place in range(first, end) if zone[place].isdigit()]


@pytest.mark.parametrize("zone", [*SPECIMENS, *MADE.values()])
def test_every_single_wrong_digit_is_noticed(zone: str) -> None:
    places = places_checked(zone)
    assert len(places) > 15
    assert [one for one in oracles.neighbours(zone, SIGNS, places) if mrz(one)] == []


@pytest.mark.parametrize("what", MADE)
def test_dates_that_changed_places_are_noticed(what: str) -> None:
    zone = MADE[what]
    birth, expiry = ("850412", "290101") if what == "a passport" else ("900305", "300305")
    assert mrz(zone.replace(birth, "@").replace(expiry, birth).replace("@", expiry)) is None


@pytest.mark.parametrize("what", MADE)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["ascii", "utf-16-le", "utf-16-be"])
def test_a_zone_is_found_in_each_encoding_and_end_of_line(
    what: str, end: str, encoding: str
) -> None:
    zone = MADE[what].replace("\n", end)
    content = f"scan:{end}{zone}{end}".encode(encoding)
    (one,) = [one for one in found(content) if one.spot.kind == "mrz"]
    assert content[one.offset : one.offset + one.length].decode(encoding) == zone


@pytest.mark.parametrize("what", MADE)
def test_a_zone_cut_anywhere_is_none(what: str) -> None:
    zone = MADE[what]
    assert [place for place in range(len(zone)) if mrz(zone[:place])] == []
    assert [place for place in range(1, len(zone)) if mrz(zone[place:])] == []


@pytest.mark.parametrize("what", MADE)
@pytest.mark.parametrize("change", [" ", "\n\n", "\t", "", "\n "])
def test_lines_are_joined_by_one_end_of_line_only(what: str, change: str) -> None:
    assert mrz(MADE[what].replace("\n", change)) is None


@pytest.mark.parametrize("what", MADE)
def test_small_letters_and_letters_o_are_no_zone(what: str) -> None:
    assert mrz(MADE[what].lower()) is None
    assert mrz(MADE[what].replace("0", "O")) is None


@pytest.mark.parametrize(("sex", "told"), [("M", "male"), ("F", "female"), ("<", ""), ("X", "")])
def test_the_sex_is_told_where_it_is(sex: str, told: str) -> None:
    zone = oracles.td3("VNM", "LE<<A", "B7654321", "700101", sex, "310101", "")
    read = mrz(zone)
    assert read is not None
    assert read.facts["sex"] == told


@pytest.mark.parametrize(
    ("names", "family", "given"),
    [
        ("NGUYEN<<VAN<DUC", "NGUYEN", "VAN DUC"),
        ("LE<<A", "LE", "A"),
        ("TRAN", "TRAN", ""),
        ("NGUYEN<PHUC<<BAO<AN", "NGUYEN PHUC", "BAO AN"),
        ("<<", "", ""),
    ],
)
def test_names_are_parted_at_two_fillers(names: str, family: str, given: str) -> None:
    read = mrz(oracles.td3("VNM", names, "B7654321", "700101", "M", "310101", ""))
    assert read is not None
    assert (read.facts["family-name"], read.facts["given-names"]) == (family, given)


def test_an_empty_own_field_may_have_a_filler_for_its_digit() -> None:
    zone = oracles.td3("VNM", "LE<<A", "B7654321", "700101", "M", "310101", "")
    assert zone[-2] == "0"
    assert mrz(zone[:-2] + "<" + zone[-1]) is not None


@pytest.mark.parametrize("value", ["B1234567", "C7654321", "N1234567", "P1234568"])
def test_vietnamese_passport_numbers_are_surer_than_others(value: str) -> None:
    read = passport(value)
    assert read is not None
    assert read.confidence == 40
    assert normals("passport", f"Hộ chiếu số: {value}, cấp ngày") == [value]


@pytest.mark.parametrize(
    "value", ["12345678", "ABC1234567", "A12345", "A123456789", "A1111111", "", "Ă1234567"]
)
def test_what_is_no_passport_number_is_none(value: str) -> None:
    assert passport(value) is None
