"""YARA: every place of every match, bounded, and what could not be asked is said."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from truyvet.extractors import yara
from truyvet.extractors.engine.view import FileView
from truyvet.extractors.interface import Facts
from truyvet.extractors.rulesets.asking import BOUNDS, Answer, ask
from truyvet.extractors.settings import Settings
from truyvet.testing import Examination, examine, resolve

pytest.importorskip("yara")
BINARY = "application/octet-stream"
WORD = """
rule word : money fraud {
    meta:
        author = "An"
        score = 75
        kept = true
        hash = "one"
        hash = "two"
    strings:
        $a = "chuyen"
        $b = /kho[a-z]n/
    condition: any of them
}
"""

Scan = Callable[..., Examination]


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    """Examine bytes with the rules of one file; every locator is followed too."""
    folder = tmp_path / "rules"
    folder.mkdir()

    def scan(content: bytes | Path, rules: str = WORD, name: str = "item") -> Examination:
        (folder / "one.yar").write_text(rules, encoding="utf-8")
        settings = Settings(rules=(str(folder),))
        found = examine(yara, content, name=name, media_type=BINARY, settings=settings)
        for one in found.observations[:200]:
            again = resolve(yara, content, one.locator, media_type=BINARY, settings=settings)
            assert again == one.value()
        return found

    return scan


def test_every_place_of_every_string_is_told(scan: Scan) -> None:
    found = scan(b"..chuyen khoan, chuyen")
    assert [(one.locator[0], one.raw, one.facts["string"]) for one in found.observations] == [
        ("bytes:2+6", "chuyen", "$a"),
        ("bytes:16+6", "chuyen", "$a"),
        ("bytes:9+5", "khoan", "$b"),
    ]
    assert {one.flag for one in found.observations} == {"yara"}
    assert {one.normal for one in found.observations} == {"one.yar:word"}


def test_the_rule_s_own_words_are_told(scan: Scan) -> None:
    facts = scan(b"chuyen").observations[0].facts
    assert facts["namespace"] == "one.yar"
    assert facts["rule"] == "word"
    assert facts["tags"] == "money fraud"
    assert (facts["meta-author"], facts["meta-score"], facts["meta-kept"]) == ("An", "75", "true")
    assert facts["meta-hash"] == "one; two"


def test_what_stands_around_a_match_is_shown_so_that_it_can_be_read(scan: Scan) -> None:
    facts = scan(b"\x00\\a chuyen\xff\n").observations[0].facts
    assert facts["before"] == "\\x00\\x5ca "
    assert facts["after"] == "\\xff\\x0a"


def test_nothing_found_is_an_empty_outcome(scan: Scan) -> None:
    assert scan(b"nothing").outcome.status == "empty"


def test_two_rules_that_match_the_same_bytes_are_both_told(scan: Scan) -> None:
    rules = WORD + WORD.replace("rule word", "rule again").replace("$a", "$x")
    found = scan(b"chuyen", rules)
    assert [one.facts["rule"] for one in found.observations] == ["word", "again"]
    assert {one.locator[0] for one in found.observations} == {"bytes:0+6"}


def test_a_rule_without_strings_points_at_the_first_bytes(scan: Scan) -> None:
    rules = "rule small { condition: filesize < 100 } rule always { condition: true }"
    found = scan(b"0123456789abcdefghij", rules)
    assert [(one.locator[0], one.raw) for one in found.observations] == [
        ("bytes:0+16", "0123456789abcdef")
    ] * 2


def test_an_empty_item_is_asked_about_too(scan: Scan) -> None:
    (one,) = scan(b"", "rule nothing { condition: filesize == 0 }").observations
    assert (one.locator[0], one.raw) == ("bytes:0+0", "")


def test_a_long_match_is_cut_with_its_span(scan: Scan) -> None:
    rules = f'rule long {{ strings: $a = "{"ab" * 2500}" condition: $a }}'
    (one,) = scan(b"ab" * 2500, rules).observations
    assert one.locator[0] == "bytes:0+4096"
    assert one.facts["length"] == "5000"


def test_a_match_under_an_xor_key_names_the_key(scan: Scan) -> None:
    rules = 'rule hidden { strings: $a = "password" xor(1-255) condition: $a }'
    content = bytes(byte ^ 0x5A for byte in b"password")
    (one,) = scan(b"--" + content, rules).observations
    assert one.facts["xor-key"] == "0x5a"
    assert one.value() == content


def test_bytes_that_are_no_text_are_kept_as_they_are(scan: Scan) -> None:
    (one,) = scan(
        b"\xff\xfe\x00\x01", "rule b { strings: $a = { FF FE 00 } condition: $a }"
    ).observations
    assert one.value() == b"\xff\xfe\x00"


def test_many_places_are_counted_and_the_first_told(scan: Scan) -> None:
    found = scan(b"chuyen " * 5_000)
    assert len(found.observations) == BOUNDS.instances
    assert {one.facts["matches"] for one in found.observations} == {"5000"}
    assert found.observations[0].locator[0] == "bytes:0+6"


def test_a_private_rule_and_a_private_string_are_not_told(scan: Scan) -> None:
    rules = (
        'private rule inner { strings: $a = "chu" condition: $a } '
        'rule outer { strings: $p = "yen" private condition: inner and $p }'
    )
    (one,) = scan(b"chuyen", rules).observations
    assert (one.facts["rule"], one.locator[0]) == ("outer", "bytes:0+6")


def test_variables_of_other_scanners_are_known(scan: Scan) -> None:
    rules = (
        'rule named { condition: filename == "hóa đơn.pdf" and extension == ".pdf" '
        'and filepath == "Máy/Tải về" and filetype == "EXE" and owner == "" }'
    )
    found = scan(
        b"MZ" + bytes(70), rules, name="Máy/Tải về/Hóa Đơn.pdf".replace("Hóa Đơn", "hóa đơn")
    )
    assert len(found.observations) == 1


@pytest.mark.parametrize("name", ["a\0b", "\udcff/\udcff.exe", "../..", "", "a" * 5_000, "%s%n"])
def test_hostile_names_are_taken(scan: Scan, name: str) -> None:
    assert scan(b"chuyen", name=name).outcome.status == "ok"


def test_a_broken_file_costs_only_its_own_rules(tmp_path: Path) -> None:
    (tmp_path / "bad.yar").write_text("rule bad { condition: nope }")
    (tmp_path / "good.yar").write_text(WORD)
    settings = Settings(rules=(str(tmp_path),))
    assert examine(yara, b"chuyen", media_type=BINARY, settings=settings).outcome.status == "ok"
    assert "bad.yar" in yara.configuration(settings)["left-out"]


def test_the_configuration_names_the_rules_by_their_hash(tmp_path: Path) -> None:
    file = tmp_path / "one.yar"
    file.write_text(WORD)
    settings = Settings(rules=(str(tmp_path),))
    before = yara.configuration(settings)
    assert yara.configuration(settings) == before
    assert set(before) == {"left-out", "rules", "ruleset", "yara"}
    file.write_text(WORD + "// a comment\n")
    after = yara.configuration(settings)
    assert after["ruleset"] != before["ruleset"]
    assert after["rules"] == before["rules"]


def test_where_the_rules_lie_does_not_matter(tmp_path: Path) -> None:
    texts = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.yar").write_text(WORD)
        texts.append(yara.configuration(Settings(rules=(str(tmp_path / folder),))))
    assert texts[0] == texts[1]


def test_without_yara_every_item_says_so() -> None:
    bare = replace_prepared(ImportError("needs yara-python: pip install yara-python"))
    found = examine(bare, b"chuyen", media_type=BINARY)
    assert found.outcome.status == "unsupported"
    assert "pip install" in found.outcome.defects[0].text


def replace_prepared(prepared: object) -> Any:
    """The extractor as it is where preparing gives this."""

    class Other:
        NAME, VERSION, ACCEPTS, LIMITS = yara.NAME, yara.VERSION, yara.ACCEPTS, yara.LIMITS
        KINDS, STEPS, PROGRAMS = yara.KINDS, yara.STEPS, yara.PROGRAMS
        extract = staticmethod(yara.extract)

        @staticmethod
        def prepare(settings: Settings) -> object:
            return prepared

    return Other


def test_the_same_item_gives_the_same_again(scan: Scan) -> None:
    content = random.Random(1).randbytes(2_000) + b"chuyen khoan"
    assert scan(content).observations == scan(content).observations


@pytest.mark.parametrize("rest", ["", "x", "a:b"])
def test_a_step_that_names_no_rule_leads_nowhere(rest: str) -> None:
    with pytest.raises(LookupError):
        resolve(yara, b"abc", (f"yara:{rest}",), media_type=BINARY)


def test_damaged_items_never_crash(scan: Scan) -> None:
    good = b"MZ" + bytes(58) + b"\x80\0\0\0" + bytes(64) + b"PE\0\0" + bytes(300) + b"chuyen khoan"
    rules = 'import "pe" import "elf" import "dotnet" import "hash" ' + WORD + (
        "rule pe_seen { condition: pe.number_of_sections > 0 or elf.type == 1 or "
        'hash.md5(0, filesize) == "" }'
    )  # fmt: skip
    source = random.Random(7)
    for cut in (1, 60, 128, 200, len(good) - 3):
        assert scan(good[:cut], rules).outcome.status in ("ok", "empty")
    for _ in range(30):
        damaged = bytearray(good)
        damaged[source.randrange(len(damaged))] ^= 1 << source.randrange(8)
        assert scan(bytes(damaged), rules).outcome.status in ("ok", "empty")


# Items too large to be mapped: small bounds stand for two gigabytes.


def asked(tmp_path: Path, content: bytes, rules: str, **bounds: int) -> Answer:
    """What the rules say within these bounds."""
    folder = tmp_path / "large"
    folder.mkdir(exist_ok=True)
    (folder / "one.yar").write_text(rules)
    path = tmp_path / "item"
    path.write_bytes(content)
    settings = Settings(rules=(str(folder),))
    prepared: Any = yara.prepare(settings)
    facts = Facts(id="0" * 64, path="item", size=len(content), sha256="0" * 64)
    private = tmp_path / "private"
    private.mkdir(exist_ok=True)
    view = FileView(path, facts, settings, private, prepared)
    try:
        return ask(prepared, view, 60, replace(BOUNDS, **bounds))
    finally:
        view.close()


def places(answer: Answer) -> list[int]:
    """The offsets of all strings."""
    return [
        place[0] for hit in answer.hits for hits in hit.strings.values() for place in hits.places
    ]


NEEDLE = 'rule needle { strings: $a = "needle" condition: $a }'


@pytest.mark.parametrize("at", [0, 95, 100, 116, 119, 120, 195, 300, 494])
def test_a_match_is_found_once_wherever_the_windows_end(tmp_path: Path, at: int) -> None:
    content = bytearray(500)
    content[at : at + 6] = b"needle"
    answer = asked(tmp_path, bytes(content), NEEDLE, whole=0, window=120, overlap=20)
    assert places(answer) == [at]
    assert answer.hits[0].strings["$a"].count == 1


def test_windows_find_what_the_whole_has(tmp_path: Path) -> None:
    source = random.Random(2)
    content = b"".join(
        b"needle" if source.random() < 0.2 else source.randbytes(9) for _ in range(400)
    )
    whole = asked(tmp_path, content, NEEDLE)
    cut = asked(tmp_path, content, NEEDLE, whole=10, window=256, overlap=32)
    assert places(cut) == places(whole)
    assert cut.hits[0].strings["$a"].count == whole.hits[0].strings["$a"].count
    assert whole.problems == []


def test_windows_keep_the_first_places_and_count_the_rest(tmp_path: Path) -> None:
    bounds = {"whole": 0, "window": 100, "overlap": 14, "instances": 5}
    answer = asked(tmp_path, b"needle " * 200, NEEDLE, **bounds)
    assert places(answer) == [0, 7, 14, 21, 28]
    assert 190 <= answer.hits[0].strings["$a"].count <= 210


@pytest.mark.parametrize(
    "condition",
    ["$a and filesize < 200", "$a at 0", "not $b", "#a < 3", "$a and uint16(0) == 0",
     "none of them", "$a in (0..10)", "for any i in (1..#a): (@a[i] == 0)"],
)  # fmt: skip
def test_rules_for_which_a_window_would_lie_are_not_asked(tmp_path: Path, condition: str) -> None:
    rules = (
        f'rule r {{ strings: $a = "needle" $b = "other" condition: ({condition}) or ($a and $b) }}'
    )
    content = b"needle" + bytes(500)
    answer = asked(tmp_path, content, rules, whole=0, window=120, overlap=20)
    assert answer.hits == []
    assert "not asked" in answer.problems[0]


def test_what_was_not_asked_makes_the_outcome_partial(tmp_path: Path) -> None:
    answer = asked(tmp_path, bytes(500), NEEDLE, whole=100, window=120, overlap=20)
    assert answer.problems[0].startswith("larger than 100 bytes: scanned in windows of 120 bytes")


def test_a_flood_of_matches_neither_fills_the_memory_nor_hides_the_rest(scan: Scan) -> None:
    strings = " ".join(f'$s{number} = "{"a" * number}"' for number in (3, 4, 5, 6))
    rules = f"rule flood {{ strings: {strings} condition: any of them }}\n{NEEDLE}"
    found = scan(b"a" * 1_100_000 + b"needle", rules)
    assert found.outcome.status == "partial"
    assert "more than a million times" in found.outcome.defects[0].text
    assert "needle" in {one.facts["rule"] for one in found.observations}
    assert len(found.observations) <= 4 * BOUNDS.instances + 1


def test_one_string_that_floods_is_named(scan: Scan) -> None:
    rules = 'rule flood { strings: $s = "aaa" condition: $s }'
    found = scan(b"a" * 1_100_000, rules)
    assert found.outcome.status == "partial"
    assert found.outcome.defects[0].text == "only the first million matches of $s of one.yar:flood"
