"""Asking: time that runs out, windows of any size, variables, and what is kept of a match."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from truyvet.extractors import yara
from truyvet.extractors.engine.view import FileView
from truyvet.extractors.interface import Facts
from truyvet.extractors.rulesets.asking import BOUNDS, Answer, Hit, ask
from truyvet.extractors.rulesets.facts import (
    CONTEXT_BYTES,
    MAX_META,
    MAX_META_TEXT,
    around,
    described,
    readable,
)
from truyvet.extractors.rulesets.variables import DEFINED, variables
from truyvet.extractors.settings import Settings

pytest.importorskip("yara")
SLOW = "rule slow { condition: for all i in (0..filesize * 1000): (uint8(i % 7) >= 0) }"
WORD = 'rule word { strings: $a = "needle" condition: $a }'


def item(path: str = "item", size: int = 1) -> Facts:
    """What is known of an item of this path."""
    return Facts(id="0" * 64, path=path, size=size, sha256="0" * 64)


class Desk:
    """A folder with rules and an item, and a question about them."""

    def __init__(self, place: Path) -> None:
        self.rules, self.item, self.private = place / "rules", place / "item", place / "private"
        self.rules.mkdir()
        self.private.mkdir()

    def view(self, content: bytes, rules: str = WORD, name: str = "item") -> FileView:
        (self.rules / "one.yar").write_text(rules, encoding="utf-8")
        self.item.write_bytes(content)
        settings = Settings(rules=(str(self.rules),))
        prepared: Any = yara.prepare(settings)
        return FileView(self.item, item(name, len(content)), settings, self.private, prepared)

    def ask(self, content: bytes, rules: str = WORD, timeout: int = 60, **bounds: int) -> Answer:
        view = self.view(content, rules)
        prepared: Any = view.prepared
        try:
            return ask(prepared, view, timeout, replace(BOUNDS, **bounds))
        finally:
            view.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def places(answer: Answer) -> list[tuple[int, int]]:
    """Offsets and lengths of all strings."""
    return [
        place[:2] for hit in answer.hits for hits in hit.strings.values() for place in hits.places
    ]


def test_time_that_runs_out_is_said(desk: Desk) -> None:
    answer = desk.ask(b"needle" * 200_000, WORD + SLOW, timeout=1)
    assert answer.problems == ["not finished in 1 seconds"]


def test_time_that_runs_out_in_a_window_names_the_window(desk: Desk) -> None:
    bounds = {"whole": 0, "window": 2_000_000, "overlap": 10}
    answer = desk.ask(b"ab" * 400_000, WORD + SLOW, timeout=1, **bounds)
    assert answer.problems[0].startswith("larger than 0 bytes: scanned in windows of 2000000 bytes")
    assert answer.problems[1:] == ["the window at 0: not finished in 1 seconds"]


@pytest.mark.parametrize("size", [0, 1, 5, 6, 7])
def test_items_smaller_than_a_window_are_asked_once(desk: Desk, size: int) -> None:
    answer = desk.ask(b"needle\n"[:size], whole=0, window=64, overlap=8) if size else desk.ask(b"")
    assert places(answer) == ([(0, 6)] if size >= 6 else [])


@pytest.mark.parametrize("window", [16, 17, 32, 100, 1_000])
@pytest.mark.parametrize("overlap", [6, 8, 15])
def test_any_windows_see_what_the_whole_shows(desk: Desk, window: int, overlap: int) -> None:
    chance = random.Random(window * overlap)
    content = b"".join(
        b"needle" if chance.random() < 0.3 else chance.randbytes(chance.randrange(1, 9))
        for _ in range(120)
    )
    whole = desk.ask(content)
    cut = desk.ask(content, whole=0, window=window, overlap=overlap)
    assert places(cut) == places(whole)
    assert cut.hits[0].strings["$a"].count == whole.hits[0].strings["$a"].count


def test_strings_in_different_windows_do_not_make_a_rule_match_by_accident(desk: Desk) -> None:
    both = 'rule both { strings: $a = "needle" $b = "thread" condition: all of them }'
    content = b"needle" + bytes(500) + b"thread"
    assert len(desk.ask(content, both).hits) == 1
    assert desk.ask(content, both, whole=0, window=100, overlap=20).hits == []


def test_strings_of_one_rule_are_kept_by_their_names(desk: Desk) -> None:
    rules = 'rule two { strings: $x = "aa" $y = "bb" $z = "cc" condition: any of them }'
    (hit,) = desk.ask(b"bb aa bb", rules).hits
    assert {name: [one[0] for one in hits.places] for name, hits in hit.strings.items()} == {
        "$x": [3],
        "$y": [0, 6],
    }


@pytest.mark.parametrize("instances", [1, 2, 7])
def test_no_more_places_are_kept_than_asked_for(desk: Desk, instances: int) -> None:
    answer = desk.ask(b"needle " * 10, instances=instances)
    assert len(places(answer)) == instances
    assert answer.hits[0].strings["$a"].count == 10


@pytest.mark.parametrize(
    ("modifier", "content"),
    [
        ("nocase", b"NeeDLE"),
        ("wide", "needle".encode("utf-16-le")),
        ("base64", b"xxbmVlZGxlxx"),
        ("xor", bytes(byte ^ 7 for byte in b"needle")),
        ("ascii wide", b"needle"),
        ("fullword", b"a needle b"),
    ],
)
def test_places_and_lengths_are_those_of_the_bytes(
    desk: Desk, modifier: str, content: bytes
) -> None:
    rules = f'rule word {{ strings: $a = "needle" {modifier} condition: $a }}'
    ((offset, length),) = places(desk.ask(b"\0\0" + content, rules))
    assert 2 <= offset < offset + length <= 2 + len(content)


# External variables.


@pytest.mark.parametrize(
    ("path", "name", "folder", "ending"),
    [
        ("a.exe", "a.exe", "", ".exe"),
        ("C/Users/An/A.EXE", "a.exe", "C/Users/An", ".exe"),
        ("x/.profile", ".profile", "x", ""),
        ("x/archive.tar.gz", "archive.tar.gz", "x", ".gz"),
        ("x/", "", "x", ""),
        ("", "", "", ""),
        ("Máy/Hóa đơn.PDF", "hóa đơn.pdf", "Máy", ".pdf"),
        ("a\0b/c\0d.e", "c\ufffdd.e", "a\ufffdb", ".e"),
        ("\udcff/\udcfe.x", "?.x", "?", ".x"),
    ],
)
def test_variables_are_made_of_the_path(path: str, name: str, folder: str, ending: str) -> None:
    found = variables(item(path), b"")
    assert (found["filename"], found["filepath"], found["extension"]) == (name, folder, ending)
    assert set(found) == set(DEFINED)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"MZ\x90\0", "EXE"),
        (b"\x7fELF\x02", "ELF"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04", "ZIP"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7ZIP"),
        (b"\x1f\x8b\x08", "GZIP"),
        (b"GIF89a", "GIF"),
        (b"\xff\xd8\xff\xe0", "JPG"),
        (b"\x89PNG\r\n", "PNG"),
        (b"BM6\0", "BMP"),
        (b"{\\rtf1", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1", "OLE"),
        (b"MDMP\x93", "MDMP"),
        (b"MSCF\0", "CAB"),
        (b"L\0\0\0\x01\x14\x02\0", "LNK"),
        (b"regf", "REGF"),
        (b"", ""),
        (b"M", ""),
        (b"PK\x05\x06", ""),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_first_bytes(head: bytes, kind: str) -> None:
    assert variables(item(), head)["filetype"] == kind


@pytest.mark.parametrize("word", sorted(DEFINED))
def test_a_rule_may_ask_for_every_variable(desk: Desk, word: str) -> None:
    answer = desk.ask(b"x", f'rule r {{ condition: {word} == "never" or {word} contains "" }}')
    assert [hit.rule for hit in answer.hits] == ["r"]


# What is told of a match.


def a_hit(**meta: object) -> Hit:
    """A rule that matched, with this meta."""
    return Hit(namespace="n.yar", rule="r", tags=("a", "b"), meta=meta)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("text", "text"),
        (7, "7"),
        (-1, "-1"),
        (True, "true"),
        (False, "false"),
        (b"caf\xe9", "caf\ufffd"),
        (["a", "b"], "a; b"),
        ([1, True, "x"], "1; true; x"),
        ("", ""),
        ("ngân hàng", "ngân hàng"),
    ],
)
def test_meta_is_told_as_text(value: object, told: str) -> None:
    assert described(a_hit(x=value))["meta-x"] == told


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Author", "meta-author"),
        ("ref_1", "meta-ref-1"),
        ("__x__", "meta-x"),
        ("A-B c", "meta-a-b-c"),
        ("x" * 60, "meta-" + "x" * 43),
    ],
)
def test_names_of_meta_become_words(name: str, word: str) -> None:
    assert word in described(a_hit(**{name: "v"}))


def test_long_meta_is_cut_and_much_of_it_bounded() -> None:
    told = described(a_hit(**{f"m{number}": "x" * 1_000 for number in range(100)}))
    metas = {name: text for name, text in told.items() if name.startswith("meta-")}
    assert len(metas) == MAX_META
    assert {len(text) for text in metas.values()} == {MAX_META_TEXT}
    assert all(text.endswith("…") for text in metas.values())
    assert (told["namespace"], told["rule"], told["tags"]) == ("n.yar", "r", "a b")


@pytest.mark.parametrize(
    ("offset", "length"), [(0, 1), (0, 100), (50, 1), (99, 1), (31, 5), (68, 1)]
)
def test_context_is_what_stands_before_and_behind(desk: Desk, offset: int, length: int) -> None:
    content = bytes(range(32, 127))[:95] + b"ABCDE"
    view = desk.view(content)
    try:
        told = around(view, offset, length)
    finally:
        view.close()
    assert told["before"] == readable(content[max(0, offset - CONTEXT_BYTES) : offset])
    assert told["after"] == readable(content[offset + length : offset + length + CONTEXT_BYTES])


@pytest.mark.parametrize("byte", [0, 9, 10, 31, 92, 127, 128, 255])
def test_bytes_that_cannot_be_shown_are_written_as_numbers(byte: int) -> None:
    assert readable(bytes([byte])) == f"\\x{byte:02x}"
    assert readable(b"a" + bytes([byte]) + b"~ ") == f"a\\x{byte:02x}~ "
