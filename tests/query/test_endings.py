"""What officers took back: it counts no longer, and is told with who, when and why."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.query.conftest import item_named, seen_named

from truyvet.evidence.case import Case
from truyvet.query.endings import ending, endings_of
from truyvet.query.known import Answer, Reading, known
from truyvet.query.searching import Search
from truyvet.query.sightings import flags_of
from truyvet.query.source import Source, opened
from truyvet.query.views import ask


def beside(place: Path) -> Officer:
    """The officer of the case that all of this room's tests ask, beside a copy of it."""
    settings = {"TRUYVET_KEYS": str(place / "keys"), "TRUYVET_CASE": "vu"}
    return Officer(place=place, keys=place / "config/truyvet/keys", settings=settings)


def named(case: Path, relation: str) -> str:
    """Short name of the one statement of a relation that stands."""
    with opened(Case(case)) as source:
        sql = f"SELECT statement FROM statements WHERE relation = '{relation}' AND ended IS NULL"  # noqa: S608
        ((name,),) = ask(source, sql, seconds=20).rows
        return str(name)


@pytest.fixture(scope="module")
def ended(asked: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """A copy in which some was retracted.

    Entry 9 ends an observation of 0912345678, 10 both of 0987654321, 11 the statement that Đức uses
    0912345678, 12 the card, 13 the call.
    """
    place = tmp_path_factory.mktemp("ended") / "copy"
    shutil.copytree(asked.parent, place, symlinks=True)
    an = beside(place)
    case = place / "vu"
    with opened(Case(case)) as source:
        (told,) = known(source, ["0987654321"])
        both = [one.name for one in told.readings[0].sightings]
    retract(an, seen_named(case, "+84912345678"), "số của người khác")
    retract(an, *both, "đọc nhầm")
    retract(an, uses_of(case, "+84912345678"), "nhầm số")
    retract(an, seen_named(case, "4539148803436467"), "thẻ mẫu")
    retract(an, named(case, "called"), "nhầm người")
    return an


def uses_of(case: Path, value: str) -> str:
    """Short name of the statement that somebody uses a number."""
    with opened(Case(case)) as source:
        sql = f"SELECT statement FROM statements WHERE object = 'phone:{value}'"  # noqa: S608
        ((name,),) = ask(source, sql + " AND relation = 'uses'", seconds=20).rows
        return str(name)


def retract(an: Officer, *names_and_reason: str) -> None:
    """Take something back."""
    *names, reason = names_and_reason
    an.does("link", "retract", *names, "--because", reason)


@pytest.fixture
def source(ended: Officer) -> Iterator[Source]:
    """That case, opened for questions."""
    with opened(Case(ended.place / "vu")) as source:
        yield source


def answer(source: Source, value: str, limit: int = 20) -> Answer:
    """What is known of a value."""
    (told,) = known(source, [value], limit=limit)
    return told


def phone(source: Source, value: str) -> Reading:
    """The number that a value stands for, whether it is known or was."""
    told = answer(source, value)
    return next(one for one in (*told.readings, *told.gone) if one.kind == "phone")


def test_a_retracted_sighting_counts_no_longer_and_the_others_do(source: Source) -> None:
    told = phone(source, "0912345678")
    assert (told.count.seen, told.count.retracted, told.count.superseded) == (1, 1, 0)
    assert len(told.sightings) == len(told.retracted) == 1
    assert told.sightings[0].ended is None


def test_a_retracted_sighting_says_who_took_it_back_when_and_why(source: Source) -> None:
    (one,) = phone(source, "0912345678").retracted
    assert one.ended is not None
    assert (one.ended.entry, one.ended.by) == (9, "Nguyễn Văn An")
    assert one.ended.reason == "số của người khác"
    assert one.ended.recorded == source.recorded(9)


def test_a_retracted_sighting_still_leads_to_its_bytes(source: Source) -> None:
    (one,) = phone(source, "0912345678").retracted
    (step,) = one.locator
    offset, _, size = step.removeprefix("bytes:").partition("+")
    content = source.case.store.path(one.sha256).read_bytes()
    assert content[int(offset) :][: int(size)].decode() == one.raw


def test_a_value_of_which_all_was_retracted_is_not_known_and_says_so(source: Source) -> None:
    told = answer(source, "0987654321")
    assert not told.known
    assert told.readings == ()
    assert [(one.kind, one.count.retracted) for one in told.gone] == [("phone", 2)]
    assert told.superseded == 0


def test_one_entry_may_end_several(source: Source) -> None:
    (gone,) = answer(source, "0987654321").gone
    assert {one.ended.entry for one in gone.retracted if one.ended} == {10}


def test_an_ended_statement_is_told_with_its_end(source: Source) -> None:
    told = phone(source, "0912345678")
    assert dict(told.links) == {}
    assert told.ties == ()
    assert told.ended_count == 1
    (one,) = told.ended
    assert (one.relation, one.subject_label) == ("uses", "Nguyễn Văn Đức")
    assert one.ended is not None
    assert (one.ended.entry, one.ended.reason) == (11, "nhầm số")


def test_an_ended_statement_is_told_at_both_of_its_ends(source: Source) -> None:
    for name in ("nguyen van duc", "tran thi lan"):
        person = next(one for one in answer(source, name).readings if one.kind == "person")
        assert "called" in {one.relation for one in person.ended}
        assert "called" not in person.links


def test_times_of_a_statement_that_ended_count_no_longer(source: Source) -> None:
    lan = next(one for one in answer(source, "tran thi lan").readings if one.kind == "person")
    assert (lan.since, lan.until) == ("2025-12-31", "2025-12-31")


def test_what_was_retracted_is_limited_and_counted_all(source: Source) -> None:
    (gone,) = answer(source, "0987654321", limit=1).gone
    assert (len(gone.retracted), gone.count.retracted) == (1, 2)


def test_what_is_unknown_altogether_was_never_retracted(source: Source) -> None:
    assert answer(source, "0999888777").gone == ()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("type:phone val:0987654321", 0),
        ("type:phone val:0912345678", 1),
        ("type:card", 0),
        ("val:4539148803436467", 0),
        ("rel:called", 0),
        ("ext:csv -type:card", 1),
    ],
)
def test_searching_finds_nothing_by_what_was_retracted(
    source: Source, query: str, found: int
) -> None:
    got = list(Search(source, query).found())
    assert len(got) == found
    assert Search(source, query).count() == (found, 0)


def test_the_words_of_a_text_stand_whatever_was_retracted_of_it(source: Source) -> None:
    paths = [one.item.path for one in Search(source, "4539").found() if one.item]
    assert paths == ["evidence/card.csv"]


def test_the_view_of_observations_leaves_out_what_was_retracted(source: Source) -> None:
    sql = "SELECT count(*) FROM observations WHERE kind IN ('card', 'phone')"
    with opened(source.case) as other:
        ((left,),) = ask(other, sql, seconds=20).rows
    everything = sum(1 for _ in source.index.examinations.observations(kind="phone"))
    assert left == everything - 3


def test_the_view_of_statements_shows_the_entry_that_ended_each(source: Source) -> None:
    sql = "SELECT relation, ended FROM statements WHERE ended IS NOT NULL AND extractor IS NULL"
    with opened(source.case) as other:
        assert sorted(ask(other, sql, seconds=20).rows) == [("called", 13), ("uses", 11)]


def test_what_an_entry_says_of_an_end_is_read_from_the_entry(source: Source) -> None:
    told = ending(source.links, 12)
    assert (told.entry, told.by, told.reason) == (12, "Nguyễn Văn An", "thẻ mẫu")


def test_a_case_in_which_nothing_was_retracted_says_so(asked: Path) -> None:
    with opened(Case(asked)) as source:
        assert not source.retracts
        assert all(not one.ended for one in answer(source, "nguyen van duc").readings)


@pytest.fixture
def officer(asked: Path, tmp_path: Path) -> Officer:
    """An officer beside a copy of his own."""
    shutil.copytree(asked.parent, tmp_path / "copy", symlinks=True)
    return beside(tmp_path / "copy")


def test_a_name_that_was_taken_back_is_told_as_gone_in_any_spelling(officer: Officer) -> None:
    officer.does("person", "add", "Lê Văn Hải", "--alias", "Hải Lé")
    case = officer.place / "vu"
    with opened(Case(case)) as source:
        sql = "SELECT statement FROM statements WHERE relation = 'alias'"
        ((name,),) = ask(source, sql, seconds=20).rows
    retract(officer, str(name), "không phải biệt danh")
    with opened(Case(case)) as source:
        for typed in ("Hải Lé", "hai le", "HẢI LÉ"):
            told = answer(source, typed)
            assert not told.known
            ((one,),) = (gone.ended for gone in told.gone)
            assert (one.relation, one.object_label) == ("alias", "Hải Lé")
        assert answer(source, "le van hai").known


def test_what_a_new_scan_sees_again_stays_retracted(officer: Officer) -> None:
    case = officer.place / "vu"
    retract(officer, seen_named(case, "4539148803436467"), "thẻ mẫu")
    officer.does("scan", "--only", "entities", "--region", "US", "--jobs", "1")
    with opened(Case(case)) as source:
        told = answer(source, "4539148803436467")
        (gone,) = told.gone
        assert not told.known
        assert (gone.count.seen, gone.count.retracted, gone.count.superseded) == (0, 2, 0)
        assert {one.ended.entry for one in gone.retracted if one.ended} == {9}
        found = endings_of(source.database, source.links)
        assert {one.entry for one in found.values()} == {9}
        assert sorted(seq for seq, _ in found) == [2, 10]
        sql = "SELECT count(*) FROM observations WHERE kind = 'card'"
        assert list(ask(source, sql, seconds=20).rows) == [(0,)]
    (card,) = officer.reads("observations", "--kind", "card")
    assert (card["observation"].split(":")[0], card["ended"]["entry"]) == ("10", 9)


RETRACT = """
import sys
from pathlib import Path
from truyvet.commands.context import ActOptions
from truyvet.evidence.case import Case
from truyvet.evidence.links.stating import retract

acting = ActOptions(purpose="", authority="", signer=None, clock_step="").acting()
with Case(Path(sys.argv[1])).writing() as writer:
    retract(writer, acting, [sys.argv[2]], "luật sai")
"""


def test_a_retracted_flag_asks_for_no_attention(officer: Officer) -> None:
    case = officer.place / "vu"
    with opened(Case(case)) as source:
        row = next(source.index.items(name=item_named(case, "gap.txt")))
        assert flags_of(source, row) == ("yara",)
        (seen,) = source.index.examinations.observations(flag="yara")
    line = [sys.executable, "-c", RETRACT, str(case), seen.name]
    subprocess.run(line, env=officer.environment, check=True)
    with opened(Case(case)) as source:
        assert flags_of(source, row) == ()
        assert list(Search(source, "flag:yara").found()) == []


def test_all_that_was_ended_is_told_by_name(source: Source) -> None:
    found = endings_of(source.database, source.links)
    assert {one.entry for one in found.values()} == {9, 10, 11, 12, 13}
    assert len(found) == 6
    assert all(one == ending(source.links, one.entry) for one in found.values())
