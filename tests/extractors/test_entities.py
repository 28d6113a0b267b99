"""The extractor of entities: the law of locators, texts, encodings, limits and hostile bytes."""

import random
from pathlib import Path

import pytest
from tests.extractors.selectors.soup import soup

from truyvet.evidence.scans.observation import MAX_RAW
from truyvet.extractors import entities
from truyvet.extractors.interface import Facts, Text
from truyvet.extractors.selectors import KINDS, normal
from truyvet.extractors.settings import Settings
from truyvet.testing import Examination, examine, resolve

BINARY = "application/octet-stream"


def look(content: bytes | Path, *texts: Text, settings: Settings | None = None) -> Examination:
    """Examine some bytes and texts."""
    return examine(
        entities, content, media_type=BINARY, texts=texts, settings=settings or Settings()
    )


def lawful(content: bytes) -> Examination:
    """Examine, and check that every locator leads to its raw value."""
    found = look(content)
    for one in found.observations:
        assert resolve(entities, content, one.locator, media_type=BINARY) == one.value()
    return found


def page(number: int, text: str) -> Text:
    """A text that another extractor took out of the item."""
    return Text(locator=(f"pdf:page/{number}",), text=text)


def test_an_address_at_its_known_place(samples: Path) -> None:
    found = look(samples / "offsets" / "nps-2010-emails.100k.raw")
    places = {one.normal: one.locator for one in found.of("email")}
    assert places["plain_text@textedit.com"] == ("bytes:80896+23",)


def test_the_known_cards_are_found(samples: Path) -> None:
    cards = {one.normal for one in look(samples / "offsets" / "ccns.txt").of("card")}
    assert {"371449635398431", "378282246310005"} <= cards


@pytest.mark.parametrize("seed", range(6))
def test_every_locator_leads_to_its_value(seed: int) -> None:
    content = soup(seed, 4)
    found = look(content)
    assert found.outcome.status in ("ok", "empty")
    for one in found.observations:
        offset, length = map(int, one.locator[0].removeprefix("bytes:").split("+"))
        assert content[offset : offset + length] == one.value()


def test_the_resolver_of_the_engine_agrees() -> None:
    assert len(lawful("xin chào a@example.com, 0912 345 678".encode()).observations) == 2
    assert len(lawful("xin chào a@example.com, 0912 345 678".encode("utf-16")).observations) == 2


def test_the_same_bytes_give_the_same_observations_in_the_same_order() -> None:
    content = soup(77, 40)
    first, second = look(content), look(content)
    assert first.observations == second.observations
    assert first.outcome == second.outcome


def test_observations_stand_in_the_order_of_their_offsets() -> None:
    found = look(b"b@example.com 0912345678 a@example.com")
    assert [one.normal for one in found.observations] == [
        "b@example.com",
        "+84912345678",
        "a@example.com",
    ]


def test_every_occurrence_is_an_observation() -> None:
    assert len(look(b"a@example.com a@example.com").of("email")) == 2


def test_a_value_in_utf16_says_its_encoding_and_keeps_its_bytes() -> None:
    (one,) = look("a@example.com".encode("utf-16-le")).observations
    assert one.facts["encoding"] == "utf-16-le"
    assert one.value() == "a@example.com".encode("utf-16-le")
    assert one.normal == "a@example.com"


def test_an_empty_item_is_empty() -> None:
    assert look(b"").outcome.status == "empty"


def test_an_item_without_values_is_empty() -> None:
    assert look("một hai ba".encode()).outcome.status == "empty"


def test_a_value_in_a_text_is_located_through_the_text() -> None:
    text = page(3, "thư từ đâu: a@example.com")
    (one,) = look(b"%PDF", text).observations
    offset = text.text.encode().index(b"a@")
    assert one.locator == ("pdf:page/3", f"bytes:{offset}+13")
    assert one.raw == "a@example.com"


def test_a_value_of_the_bytes_is_not_told_again_from_a_text() -> None:
    found = look(b"to a@example.com", page(1, "to A@Example.com and b@example.com"))
    assert [one.normal for one in found.observations] == ["a@example.com", "b@example.com"]


def test_two_texts_may_show_the_same_value() -> None:
    found = look(b"", page(1, "a@example.com"), page(2, "a@example.com"))
    assert [one.locator[0] for one in found.observations] == ["pdf:page/1", "pdf:page/2"]


def test_a_text_with_lone_surrogates_is_read() -> None:
    assert len(look(b"", page(1, "\ud800 a@example.com")).observations) == 1


def test_a_word_in_a_text_tells_what_a_number_is() -> None:
    found = look(b"", page(1, "Số tài khoản: 0071000123456 - Vietcombank"))
    assert [one.normal for one in found.of("bank-account")] == ["970436:0071000123456"]


def test_the_former_number_is_kept_beside_the_one_of_today() -> None:
    (one,) = look(b"gui 0168 345 6789 nhe").observations
    assert (one.raw, one.normal) == ("0168 345 6789", "+84383456789")
    assert one.facts["former"] == "+841683456789"


def test_the_region_of_the_case_decides_about_national_numbers() -> None:
    content = b"call (202) 456-1111"
    assert look(content).observations == []
    (one,) = look(content, settings=Settings(region="US")).observations
    assert one.normal == "+12024561111"


def test_the_configuration_names_what_results_depend_on() -> None:
    told = entities.configuration(Settings(region="GB"))
    assert told["region"] == "GB"
    assert set(told) == {"phonenumbers", "region"}


def test_the_kinds_are_those_of_the_table() -> None:
    assert set(entities.KINDS) == set(KINDS)
    assert all(entities.KINDS.values())


def test_a_long_url_is_cut_where_raw_values_end() -> None:
    content = ("https://example.com/" + "a" * 2_020).encode("utf-16-le")
    (one,) = look(content).observations
    assert len(one.value()) == min(len(content), MAX_RAW)
    assert lawful(content).outcome.status == "ok"


def test_what_is_seen_reads_as_the_same_normal_form_when_typed() -> None:
    found = look(soup(5, 60))
    kinds = {"email", "phone", "card", "iban", "bitcoin", "uuid", "mac", "ipv6"}
    some = [one for one in found.observations if one.kind in kinds and not one.raw_bytes]
    assert some
    for one in some:
        if "encoding" not in one.facts:
            read = normal(one.kind, one.raw)
            assert read is not None
            assert read.value == one.normal


@pytest.mark.parametrize("seed", range(30))
def test_flipped_bits_never_crash(seed: int) -> None:
    content = bytearray(soup(3, 8))
    chance = random.Random(seed)
    for _ in range(40):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    assert look(bytes(content)).outcome.status in ("ok", "empty")


@pytest.mark.parametrize("part", range(1, 20))
def test_a_truncated_item_never_crashes(part: int) -> None:
    content = soup(4, 8)
    assert look(content[: len(content) * part // 20]).outcome.status in ("ok", "empty")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "\udcff\udcfe", "a\0b", "x" * 5_000, "0912345678.txt", ""]
)
def test_the_name_of_an_item_changes_nothing(name: str) -> None:
    found = examine(entities, b"a@example.com", name=name, media_type=BINARY)
    assert [one.normal for one in found.observations] == ["a@example.com"]


def test_a_sparse_file_costs_little(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.seek(64 << 20)
        file.write(b"a@example.com")
    (one,) = look(path).observations
    assert one.locator == (f"bytes:{64 << 20}+13",)


def test_without_a_prepared_finder_it_is_a_bug() -> None:
    assert entities.STEPS == {}
    with pytest.raises(LookupError):
        resolve(entities, b"abc", ("nothing:1",), media_type=BINARY)


def test_preparing_twice_compiles_once() -> None:
    assert entities.prepare(Settings()) is entities.prepare(Settings())


def test_a_case_of_many_values_is_bounded() -> None:
    assert entities.LIMITS.records == 200_000


@pytest.mark.parametrize(
    ("collector", "path", "own"),
    [
        ("web", "1/http://example.vn//capture.json", True),
        ("web", "settings.json", True),
        ("web", "crawl.json", True),
        ("web", "1/http://example.vn//network.jsonl", False),
        ("files", "usb/capture.json", False),
        ("", "1/http://example.vn//capture.warc/http://example.vn/capture.json", False),
    ],
)
def test_only_what_our_collector_wrote_of_itself_is_left_unread(
    collector: str, path: str, own: bool
) -> None:
    facts = Facts(id="0" * 64, path=path, size=1, sha256="0" * 64, collector=collector)
    assert entities.is_own(facts) is own
