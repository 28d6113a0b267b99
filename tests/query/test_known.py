"""Known: values in any spelling, in a real case; what is told of each."""

import shutil
from pathlib import Path

import pytest
from tests.query.conftest import FILES, Officer, item_named, seen_named

from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.hashes.digest import sha256_hex
from truyvet.query.coverage import covered
from truyvet.query.known import Answer, Reading, known
from truyvet.query.source import Source, opened


def answer(source: Source, value: str, limit: int = 20) -> Answer:
    """What is known of a value."""
    (told,) = known(source, [value], limit=limit)
    return told


def reading(source: Source, value: str, kind: str) -> Reading:
    """One thing that a value stands for."""
    return next(one for one in answer(source, value).readings if one.kind == kind)


@pytest.mark.parametrize(
    ("typed", "kind", "paths"),
    [
        ("0912.345.678", "phone", {"nfc.txt", "nfd.txt"}),
        ("+84 912 345 678", "phone", {"nfc.txt", "nfd.txt"}),
        ("(84)912345678", "phone", {"nfc.txt", "nfd.txt"}),
        ("0168 345 6789", "phone", {"nfc.txt", "nfd.txt"}),
        ("038 345 6789", "phone", {"nfc.txt", "nfd.txt"}),
        ("30a12345", "licence-plate", {"nfc.txt", "nfd.txt"}),
        ("4539-1488-0343-6467", "card", {"card.csv"}),
        ("LAN@example.VN", "email", {"đường.txt", "card.csv"}),
        ("phone:+84987654321", "phone", {"gap.txt", "wide.txt"}),
        (sha256_hex(FILES["chat/nfc.txt"]).upper(), "sha256", {"nfc.txt"}),
    ],
)
def test_a_value_is_known_in_any_spelling(
    source: Source, typed: str, kind: str, paths: set[str]
) -> None:
    told = reading(source, typed, kind)
    assert {one.path.rpartition("/")[2] for one in told.sightings} == paths
    assert told.count.seen == len(told.sightings)


@pytest.mark.parametrize("algorithm", ["md5", "sha1"])
def test_a_file_is_known_by_its_other_digests(source: Source, algorithm: str) -> None:
    import hashlib

    digest = hashlib.new(algorithm, FILES["card.csv"], usedforsecurity=False).hexdigest()
    told = reading(source, digest.upper(), f"digest-{algorithm}")
    assert [one.path for one in told.sightings] == ["evidence/card.csv"]


def test_a_sighting_says_where_since_when_and_by_whom(source: Source) -> None:
    one = next(one for one in reading(source, "0912345678", "phone").sightings if "nfc" in one.path)
    assert (one.raw, one.normal) == ("0912.345.678", "+84912345678")
    assert one.locator == (f"bytes:{FILES['chat/nfc.txt'].index(b'0912')}+12",)
    assert (one.entry, one.extractor) == (2, "entities")
    assert one.version == source.version(2, "entities")
    assert one.recorded == source.recorded(2)


def test_tags_of_an_observation_and_of_its_item_are_told(source: Source) -> None:
    tagged = seen_named(source.case.folder, "+84912345678")
    marks = {one.name: one.tags for one in reading(source, "0912345678", "phone").sightings}
    assert marks.pop(tagged) == ("nghi phạm A",)
    assert set(marks.values()) == {()}
    (card,) = reading(source, "4539148803436467", "card").sightings
    assert card.tags == ("Thẻ ngân hàng",)


def test_flags_of_the_item_are_told(source: Source) -> None:
    flags = {
        one.path.rpartition("/")[2]: one.item_flags
        for one in reading(source, "0987654321", "phone").sightings
    }
    assert flags == {"gap.txt": ("yara",), "wide.txt": ()}


def test_who_is_tied_to_a_number_is_told(source: Source) -> None:
    told = reading(source, "0912345678", "phone")
    assert dict(told.links) == {"uses": 1}
    assert [(tie.label, tie.relation) for tie in told.ties] == [("Nguyễn Văn Đức", "uses")]
    assert [one.said_by for one in told.stated] == ["Nguyễn Văn An"]


@pytest.mark.parametrize("typed", ["nguyen van duc", "Nguyễn Văn Đức", "NGUYỄN VĂN ĐỨC"])
def test_a_person_is_known_by_name(source: Source, typed: str) -> None:
    told = reading(source, typed, "person")
    assert told.label == "Nguyễn Văn Đức"
    assert dict(told.links) == {"called": 1, "named": 1, "transferred": 1, "uses": 1}
    assert (told.since, told.until) == ("2025-12-31", "2026-03-12")
    assert {tie.label for tie in told.ties} == {"+84912345678", "Trần Thị Lan"}


def test_a_statement_names_the_item_it_rests_on(source: Source) -> None:
    called = next(
        one for one in reading(source, "tran thi lan", "person").stated if one.relation == "called"
    )
    assert called.item == item_named(source.case.folder, "nfc.txt")
    assert (called.grade, called.since) == ("B2", "2026-03-12")


def test_several_readings_of_one_value_are_told_apart(source: Source) -> None:
    told = answer(source, "4539148803436467")
    assert [one.kind for one in told.readings] == ["card"]
    assert {"card", "bank-account"} <= {one.kind for one in told.tried}


def test_no_reading_is_told_twice(source: Source) -> None:
    for typed in ("+84912345678", "phone:+84912345678", "lan@example.vn", "0912345678"):
        told = [(one.kind, one.value) for one in answer(source, typed).readings]
        assert len(told) == len(set(told))


@pytest.mark.parametrize(
    "typed",
    [
        "0999888777", "99A-999.99", "Lê Thị Không Có", "ab" * 32, "ab" * 16, "person:0000",
        "phone:", "\0", "\u202e0912\u202c", "'; DROP TABLE items; --", "x" * 100_000, "*", "%",
        "nguyen van hai",
    ],
)  # fmt: skip
def test_what_is_not_known_is_not_known(source: Source, typed: str) -> None:
    told = answer(source, typed)
    assert not told.known
    assert told.tried


def test_a_no_says_what_it_covered(source: Source) -> None:
    looked = covered(source)
    assert (looked.case, looked.entries) == ("12/2026", 9)
    assert looked.as_of == source.recorded(8)
    assert looked.items == looked.full + looked.without_bytes + looked.partly + looked.unexamined
    assert dict(looked.extractors)["entities"] == source.version(2, "entities")
    assert "mail" in looked.left_out
    assert not looked.whole


def test_sightings_are_limited_and_counted_all(source: Source) -> None:
    told = answer(source, "0912345678", limit=1).readings[0]
    assert len(told.sightings) == 1
    assert told.count.seen == 2


def test_answers_come_in_the_order_of_the_values(source: Source) -> None:
    values = ["0999888777", "0912345678", "0999888777"]
    assert [one.asked for one in known(source, values)] == values


@pytest.fixture
def officer(asked: Path, tmp_path: Path) -> Officer:
    """An officer beside a copy of the case."""
    shutil.copytree(asked.parent, tmp_path / "copy", symlinks=True)
    return Officer(tmp_path / "copy")


def test_what_a_later_scan_no_longer_sees_is_superseded(officer: Officer) -> None:
    officer.does("scan", "--only", "entities,digests", "--region", "US", "--jobs", "1")
    with opened(Case(officer.place / "vu")) as source:
        told = answer(source, "0987 654 321")
        assert not told.known
        assert told.superseded == 2
        again = reading(source, "4539148803436467", "card")
        assert again.count.seen == 1
        assert again.first == source.recorded(9)


def test_decisions_bring_what_is_tied_to_the_other(officer: Officer) -> None:
    officer.does("person", "add", "Đức Cống", "--phone", "0987654321")
    officer.does("same", "Đức Cống", "Nguyễn Văn Đức", "--because", "anh trai xác nhận")
    with opened(Case(officer.place / "vu")) as source:
        told = reading(source, "duc cong", "person")
        assert len(told.same) == 1
        assert dict(told.links)["uses"] == 2


def test_a_retracted_statement_ties_nobody(officer: Officer) -> None:
    (uses,) = (
        one.name
        for one in _asked(officer, "0912345678").readings[0].stated
        if one.relation == "uses"
    )
    officer.does("link", "retract", uses, "--because", "nhầm số")
    assert _asked(officer, "0912345678").readings[0].ties == ()


def _asked(officer: Officer, value: str) -> Answer:
    with opened(Case(officer.place / "vu")) as source:
        return answer(source, value)


@pytest.mark.parametrize("name", ["index.db", "links.db"])
def test_a_damaged_index_is_an_error_with_a_code_or_is_built_anew(
    officer: Officer, name: str
) -> None:
    path = officer.place / "vu" / name
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    path.write_bytes(content)
    code = ""
    try:
        known_anew = _asked(officer, "0912345678").known
    except TruyvetError as error:
        known_anew, code = False, error.code
    assert known_anew or code == "E602"


def test_a_value_that_the_index_moved_elsewhere_is_an_error_and_no_answer(
    officer: Officer,
) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(officer.place / "vu" / "index.db")) as database, database:
        database.execute("UPDATE observations SET value = '+84999888777' WHERE kind = 'phone'")
    with pytest.raises(TruyvetError, match="E604"):
        _asked(officer, "0999888777")
