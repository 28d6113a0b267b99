"""The configuration of a scan: what makes a later scan examine again."""

import msgspec
import pytest

from truyvet.evidence.scans.configuration import (
    CONFIGURATION_DOMAIN,
    Configuration,
    ExtractorConfiguration,
)
from truyvet.hashes.canonical import decode_record, encode_record
from truyvet.hashes.digest import sha256_hex

YARA = ExtractorConfiguration(
    configuration={"ruleset": "ab" * 32, "yara": "4.5.4"}, name="yara", version="1"
)


def test_the_hash_is_over_the_domain_and_the_canonical_part() -> None:
    line = '{"configuration":{"ruleset":"' + "ab" * 32 + '","yara":"4.5.4"},"name":"yara",'
    expected = sha256_hex(CONFIGURATION_DOMAIN + line.encode() + b'"version":"1"}')
    assert YARA.examiner().configuration == expected
    assert (YARA.examiner().name, YARA.examiner().version) == ("yara", "1")


@pytest.mark.parametrize(
    "change",
    [
        {"version": "2"},
        {"name": "yara-x"},
        {"configuration": {"ruleset": "ab" * 32, "yara": "4.5.5"}},
        {"configuration": {"ruleset": "cd" * 32, "yara": "4.5.4"}},
        {"configuration": {"ruleset": "ab" * 32}},
        {"configuration": {"ruleset": "ab" * 32, "yara": "4.5.4", "more": ""}},
        {"configuration": {}},
    ],
)
def test_any_other_setting_or_version_has_another_hash(change: dict[str, object]) -> None:
    other = msgspec.structs.replace(YARA, **change)
    assert other.examiner().configuration != YARA.examiner().configuration


def test_the_order_in_which_settings_were_named_says_nothing() -> None:
    turned = dict(reversed(list(YARA.configuration.items())))
    other = msgspec.structs.replace(YARA, configuration=turned)
    assert other.examiner() == YARA.examiner()


def test_what_one_extractor_depends_on_says_nothing_of_another() -> None:
    plain = ExtractorConfiguration(configuration={}, name="plaintext", version="1")
    alone = Configuration(extractors=(plain,))
    beside = Configuration(extractors=(YARA, plain), region="VN", passwords=3)
    assert alone.extractors[0].examiner() == beside.extractors[1].examiner()


def test_it_is_read_as_it_was_written() -> None:
    whole = Configuration(extractors=(YARA,), passwords=2, region="VN")
    assert decode_record(encode_record(whole), Configuration) == whole
    assert b"region" not in encode_record(Configuration(extractors=()))


@pytest.mark.parametrize(
    "line",
    [
        b'{"extractors":[{"configuration":{},"name":"yara","version":"1"}],"secret":"x"}',
        b'{"extractors":[{"configuration":{},"name":"Not a word","version":"1"}]}',
        b'{"extractors":[{"configuration":{"Not a word":""},"name":"yara","version":"1"}]}',
        b'{"extractors":[{"configuration":{"a":1},"name":"yara","version":"1"}]}',
        b'{"extractors":[],"passwords":-1}',
        b'{"extractors":[],"passwords":0}',
        b'{"extractors":[]} ',
    ],
)
def test_another_form_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode_record(line, Configuration)
