"""Address books: each card a person of its own, with names, numbers and addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extractors.support.specimens import CARDS

from truyvet.evidence.links.statement import statement_of
from truyvet.extractors import vcard
from truyvet.extractors.settings import Settings
from truyvet.testing import Examination, examine, resolve
from truyvet.testing.bench import ITEM


def looked_at(content: bytes | str) -> Examination:
    raw = content.encode() if isinstance(content, str) else content
    found = examine(vcard, raw, name="a.vcf")
    for seen in found.observations:
        assert resolve(vcard, raw, seen.locator) == seen.value()
    return found


def told(found: Examination) -> list[str]:
    """Return the statements, persons by the order of their cards."""
    people = dict[str, str]()
    lines = []
    for seen in found.of("link"):
        said = statement_of(seen)
        ends = []
        for node in (said.subject, said.object):
            made_up = node.kind == "person"
            name = people.setdefault(str(node), f"person-{len(people) + 1}") if made_up else ""
            ends.append(name or str(node))
        lines.append(f"{ends[0]} {said.relation} {ends[1]}")
    return lines


def card(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


def test_a_card_says_all_that_stands_in_it() -> None:
    found = looked_at(CARDS)
    assert told(found) == [
        f"item:{ITEM} has_contact person-1",
        "person-1 named name:Nguyễn Văn Đức",
        "person-1 alias alias:Đức Tọt",
        "person-1 uses phone:+84912345678",
        "person-1 uses email:duc@example.com",
        "person-1 located_at place:12 Tràng Tiền, Hà Nội, VN",
        f"item:{ITEM} has_contact person-2",
        "person-2 named name:Đức",
        "person-2 uses phone:191",
    ]
    named = found.of("link")[1]
    assert named.facts["note"] == "dài dòng"
    assert found.of("link")[3].facts["type"] == "cell"


def test_a_card_that_is_not_closed_is_named() -> None:
    outcome = looked_at(CARDS).outcome
    assert (outcome.status, outcome.defects[0].text) == ("corrupt", "a card that is not closed")


def test_two_cards_of_one_name_are_two_persons() -> None:
    assert (
        len({line.split()[0] for line in told(looked_at(card("FN:Đức") * 2)) if "named" in line})
        == 2
    )


def test_a_name_is_made_of_its_parts_where_none_is_shown() -> None:
    assert "person-1 named name:Nguyễn Văn Đức" in told(looked_at(card("N:Nguyễn;Đức;Văn;;")))


@pytest.mark.parametrize(
    ("line", "node"),
    [("TEL:tel:+84-168-345-6789", "phone:+84383456789"), ("EMAIL:A@B.VN", "email:a@b.vn"),
     ("X-ZALO:0912345678", "zalo:+84912345678"), ("TEL:*101#", "phone:*101#"),
     ("EMAIL:not one", "email:not one")],
)  # fmt: skip
def test_numbers_and_addresses_are_in_their_normal_form(line: str, node: str) -> None:
    assert f"person-1 uses {node}" in told(looked_at(card("FN:x", line)))


def test_what_else_a_card_tells_stands_with_the_name() -> None:
    found = looked_at(card("FN:x", "ORG:Công ty A;Phòng B", "TITLE:Giám đốc", "BDAY:1990-01-01"))
    facts = found.of("link")[1].facts
    assert facts["organization"] == "Công ty A;Phòng B"
    assert (facts["title"], facts["birth"]) == ("Giám đốc", "1990-01-01")


def test_a_photograph_does_no_harm() -> None:
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(["A" * 70] * 2000)
    assert "person-1 uses phone:191" in told(looked_at(card("FN:x", photo, "TEL:191")))


def test_a_file_without_cards_is_named() -> None:
    assert looked_at("hello\n").outcome.status == "corrupt"
    assert looked_at("").outcome.status == "empty"


def test_it_knows_no_step() -> None:
    with pytest.raises(LookupError):
        resolve(vcard, b"x", ("card:1",))


@pytest.mark.parametrize(
    ("line", "node"),
    [('TEL;VALUE=uri;TYPE="voice,home":tel:+84-912-345-678;ext=55', "phone:+84912345678"),
     ("TEL:TEL:+84912345678", "phone:+84912345678"), ("TEL:0168 345 6789", "phone:+84383456789"),
     ("EMAIL;PREF=1:mailto:A@B.vn", "email:a@b.vn"),
     ("X-WHATSAPP:+84 912 345 678", "whatsapp:+84912345678"),
     ('item1.TEL;X="a:b":0912345678', "phone:+84912345678")],
)  # fmt: skip
def test_addresses_of_all_versions_are_one_node(line: str, node: str) -> None:
    assert f"person-1 uses {node}" in told(looked_at(card("FN:x", line)))


def test_types_in_quotes_are_told() -> None:
    found = looked_at(card("FN:x", 'TEL;TYPE="work,cell":0912345678', "TEL;HOME;FAX:191"))
    assert [seen.facts.get("type") for seen in found.of("link")[2:]] == ["cell, work", "fax, home"]


@pytest.mark.parametrize(
    "line",
    ["TEL:", "TEL: ", "EMAIL:;", "N:;;;;", "ADR:;;;;;;", "NICKNAME:", "X-ZALO:abc", "TEL",
     "PHOTO:x"],
)  # fmt: skip
def test_what_holds_nothing_says_nothing(line: str) -> None:
    assert told(looked_at(card(line))) == [f"item:{ITEM} has_contact person-1"]


def test_a_name_that_is_shown_counts_before_its_parts() -> None:
    lines = told(looked_at(card("N:Nguyễn;Đức;Văn;;", "FN:Anh Đức")))
    assert lines[1:] == ["person-1 named name:Anh Đức"]


def test_a_card_may_bear_several_of_everything() -> None:
    found = told(looked_at(card("FN:a", "FN:b", "TEL:191", "TEL:113", "NICKNAME:x", "NICKNAME:y")))
    assert [line.split(" ", 1)[1] for line in found[1:]] == [
        "named name:a", "named name:b", "alias alias:x", "alias alias:y", "uses phone:191",
        "uses phone:113",
    ]  # fmt: skip


def test_values_of_ten_thousand_characters_are_cut_to_a_node() -> None:
    found = looked_at(card("FN:" + "x" * 10_000, "ADR:;;" + "y" * 10_000, "NOTE:" + "z" * 10_000))
    assert [len(statement_of(seen).object.value) for seen in found.of("link")[1:]] == [512, 512]
    assert len(found.of("link")[1].facts["note"]) == 1000


def test_as_many_cards_are_as_many_persons() -> None:
    found = examine(vcard, (card("FN:Đức", "TEL:191") * 2000).encode(), name="a.vcf").of("link")
    people = {seen.facts["object"] for seen in found if seen.facts["relation"] == "has_contact"}
    assert (len(found), len(people)) == (6000, 2000)


@pytest.mark.parametrize("cut", [1, 5, 20, 60, 75])
def test_a_file_that_breaks_off_gives_what_stands_before(cut: int) -> None:
    whole = card("FN:a", "TEL:191") + card("FN:b", "TEL:113", "EMAIL:x@y.vn", "NOTE:z")
    found = looked_at(whole.encode()[:-cut])
    assert told(found)[:3] == [
        f"item:{ITEM} has_contact person-1", "person-1 named name:a", "person-1 uses phone:191",
    ]  # fmt: skip


@given(st.binary(max_size=200))
def test_no_bytes_break_it_and_every_statement_stands_where_it_says(content: bytes) -> None:
    looked_at(b"BEGIN:VCARD\nFN:x\n" + content)


def test_the_region_of_a_scan_decides_whose_a_number_is() -> None:
    assert vcard.configuration(Settings(region="VN")) != vcard.configuration(Settings(region="LA"))
