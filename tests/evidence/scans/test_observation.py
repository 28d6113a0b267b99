"""Observations: what names them, what they may hold, and that they are read as written."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.item import readable
from truyvet.evidence.scans.observation import (
    OBSERVATION_DOMAIN,
    Observation,
    TextLine,
    contradictions,
    observation_id,
)
from truyvet.hashes.canonical import encode_record
from truyvet.hashes.digest import sha256_hex

ITEM = "ab" * 32


def observation(**changes: object) -> Observation:
    """Return an observation of a telephone number, with some of it changed."""
    fields: dict[str, object] = {
        "extractor": "entities", "item": ITEM, "kind": "phone", "locator": ("bytes:4+10",),
        "raw": "0912345678",
    }  # fmt: skip
    return msgspec.convert(fields | changes, Observation)


def test_an_id_is_the_hash_of_what_was_seen_where_and_by_whom() -> None:
    name = (
        '{"extractor":"entities","item":"' + ITEM + '","kind":"phone","locator":["bytes:4+10"],'
        '"raw":"0912345678","raw_bytes":""}'
    )
    assert observation_id(observation()) == sha256_hex(OBSERVATION_DOMAIN + name.encode())


@pytest.mark.parametrize(
    "change",
    [
        {"extractor": "other"},
        {"item": "cd" * 32},
        {"kind": "fax"},
        {"locator": ("bytes:5+10",)},
        {"locator": ("bytes:4+10", "bytes:0+10")},
        {"raw": "0912345679"},
        {"raw_bytes": "ff"},
    ],
)
def test_whatever_names_an_observation_changes_its_id(change: dict[str, object]) -> None:
    assert observation_id(observation(**change)) != observation_id(observation())


@pytest.mark.parametrize(
    "change",
    [{"normal": "+84912345678"}, {"confidence": 5}, {"facts": {"a": "b"}}, {"flag": "yara"}],
)
def test_an_opinion_does_not_change_the_id(change: dict[str, object]) -> None:
    assert observation_id(observation(**change)) == observation_id(observation())


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "Phone"},
        {"kind": "phone number"},
        {"kind": ""},
        {"kind": "a" * 49},
        {"extractor": "a\n"},
        {"item": ITEM.upper()},
        {"item": "ab"},
        {"locator": ()},
        {"locator": ("a:b",) * 9},
        {"confidence": 101},
        {"confidence": -1},
        {"flag": "spooky"},
        {"facts": {"Two Words": "x"}},
        {"facts": {"a": "x" * 4097}},
        {"normal": "x" * 4097},
        {"raw_bytes": "FF"},
        {"raw_bytes": "f"},
        {"colour": "red"},
    ],
)
def test_what_no_observation_may_hold_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        observation(**change)


@given(st.binary(max_size=80))
def test_a_raw_value_comes_back_byte_for_byte(raw: bytes) -> None:
    text, text_bytes = readable(raw)
    seen = observation(raw=text, raw_bytes=text_bytes)
    line = encode_record(seen)
    assert msgspec.json.decode(line, type=Observation).value() == raw
    assert contradictions(seen) == []


@pytest.mark.parametrize("raw_bytes", ["30", "ff", "efbfbd"])
def test_raw_bytes_that_read_as_something_else_contradict(raw_bytes: str) -> None:
    assert contradictions(observation(raw="0912", raw_bytes=raw_bytes))


def test_what_stands_at_its_default_is_not_written() -> None:
    assert set(msgspec.json.decode(encode_record(observation()))) == {
        "extractor", "item", "kind", "locator", "raw",
    }  # fmt: skip


def test_an_observation_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        observation().raw = "other"  # type: ignore[misc]


def test_a_text_has_a_locator_and_a_name() -> None:
    fields = {"extractor": "pdf", "item": ITEM, "locator": ["pdf:page/1"], "text": "Trang một"}
    line = msgspec.convert(fields, TextLine)
    assert msgspec.json.decode(encode_record(line), type=TextLine) == line
    wrongs: list[dict[str, object]] = [{"locator": []}, {"extractor": "PDF"}, {"item": ""}]
    for wrong in wrongs:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(fields | wrong, TextLine)
