"""What an officer found to be seen wrongly stays so, however often a scan sees it again."""

from dataclasses import replace

import pytest
from tests.evidence.support.linking import (
    CUONG,
    DUC,
    OTHER,
    PHONE,
    Says,
    dump,
    ended,
    link,
    scan,
    told,
)
from tests.evidence.support.scenes import check, collect

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.findings import Verdict
from truyvet.evidence.links.history import by_name
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.schema import LINKS_NAME
from truyvet.evidence.links.view import Links

WRONG = Says(normal=PHONE.value, raw="0912 345 678")
RIGHT = Says(normal=OTHER.value)
CALLED = replace(link(DUC, "called", CUONG), raw="row 1")


@pytest.fixture
def struck(case: Case, who: Acting) -> Case:
    """A case in which one of two mentions and a link were retracted."""
    collect(case, who, {b"a": b"one 1", b"b": b"two 2"})
    entry = scan(case, who, {"a": [WRONG, RIGHT, CALLED]})
    ended(case, who, f"{entry.seq}:0", f"{entry.seq}:2")
    return case


def subjects(case: Case) -> list[str]:
    return [triple[0] for triple in told(case)]


def test_the_same_seen_again_does_not_count(struck: Case, who: Acting) -> None:
    for _ in range(2):
        scan(struck, who, {"a": [WRONG, RIGHT, CALLED]})
        assert subjects(struck) == [str(OTHER)]


def test_that_it_was_retracted_is_told_of_what_was_seen_again(struck: Case, who: Acting) -> None:
    entry = scan(struck, who, {"a": [RIGHT, WRONG]})
    with Links.open(struck) as links:
        (one,), (two,) = by_name(links, entry.seq, 0), by_name(links, entry.seq, 1)
    assert (one.ended, two.ended) == (0, entry.seq - 1)


@pytest.mark.parametrize(
    "seen",
    [
        replace(WRONG, at=5),
        replace(WRONG, raw="0912.345.678"),
        replace(WRONG, by="other"),
        replace(WRONG, kind="page-phone"),
        replace(WRONG, normal="+84900000000"),
    ],
    ids=["elsewhere", "written otherwise", "by another", "of another kind", "read otherwise"],
)
def test_what_differs_in_anything_counts(struck: Case, who: Acting, seen: Says) -> None:
    scan(struck, who, {"a": [RIGHT, seen]}, names=("toy", "other"))
    assert len(told(struck)) == 2


def test_the_same_in_another_item_counts(struck: Case, who: Acting) -> None:
    scan(struck, who, {"b": [WRONG]})
    assert str(PHONE) in subjects(struck)


def test_how_sure_the_extractor_is_and_what_more_it_tells_makes_no_other_observation(
    struck: Case, who: Acting
) -> None:
    scan(struck, who, {"a": [replace(WRONG, confidence=50, facts={"near": "x"}), RIGHT]})
    assert subjects(struck) == [str(OTHER)]


def test_a_link_that_is_read_otherwise_counts(struck: Case, who: Acting) -> None:
    read = replace(link(CUONG, "called", DUC), raw="row 1")
    scan(struck, who, {"a": [RIGHT, read]})
    assert (str(CUONG), "called", str(DUC)) in told(struck)


def test_before_it_was_retracted_it_counted(struck: Case, who: Acting) -> None:
    times = {one.entry.seq: one.entry.time.utc for one in struck.ledger.entries()}
    entry = scan(struck, who, {"a": [WRONG, RIGHT, CALLED]})
    before = told(struck, Lens(as_of=times[entry.seq - 2]))
    assert len(before) == 3
    assert len(told(struck, Lens(as_of=times[entry.seq - 1]))) == 1


def test_what_was_superseded_already_is_struck_too(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b"one 1"})
    first = scan(case, who, {"a": [WRONG]})
    scan(case, who, {"a": []})
    ended(case, who, f"{first.seq}:0")
    scan(case, who, {"a": [WRONG, RIGHT]})
    assert subjects(case) == [str(OTHER)]


def test_the_second_index_is_the_same_built_anew(struck: Case, who: Acting) -> None:
    dump(struck)
    scan(struck, who, {"a": [WRONG, RIGHT, CALLED]})
    caught_up = dump(struck)
    (struck.folder / LINKS_NAME).unlink()
    assert dump(struck) == caught_up
    assert len(caught_up["struck"]) == 2


def test_an_observation_that_links_nothing_strikes_nothing(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b"one 1"})
    entry = scan(case, who, {"a": [Says(kind="file-type", normal="text/plain"), RIGHT]})
    ended(case, who, f"{entry.seq}:0")
    scan(case, who, {"a": [Says(kind="file-type", normal="text/plain"), RIGHT]})
    assert subjects(case) == [str(OTHER)]
    assert dump(case)["struck"] == []


def test_the_case_verifies(struck: Case, who: Acting) -> None:
    scan(struck, who, {"a": [WRONG, RIGHT]})
    assert check(struck.folder).verdict is Verdict.VALID
