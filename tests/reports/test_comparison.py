"""A comparison: what is called changed, the same, and not known."""

import pytest

from truyvet.evidence.records import Moment
from truyvet.reports.comparison import (
    SORTS,
    Alarm,
    Change,
    Comparison,
    Picture,
    Seen,
    Side,
    Standing,
    Text,
    Why,
    change,
)

FACTS = {"address": "https://a.example/", "status": "200", "title": "A", "document": "0" * 64}
SAME = Text(state="same")
UNSHOWN = Text(state="unknown", why="unrendered")
UNRENDERED = Picture(state="unknown", why="unrendered")


def side(name: str = "2.1", **facts: str) -> Side:
    """A capture that came whole and was examined."""
    time = Moment(utc="2026-03-14T02:15:00.000000Z", zone="+07:00")
    return Side(
        name=name, given="https://a.example/", time=time, result="whole", reason="",
        facts=FACTS | facts, answered=True, scanned=True,
    )  # fmt: skip


def comparison(
    *,
    old: Side | None = None,
    new: Side | None = None,
    page: Text = SAME,
    rendered: Text = UNSHOWN,
    picture: Picture = UNRENDERED,
    flags: tuple[Alarm, ...] = (),
    hits: tuple[Alarm, ...] = (),
    changes: dict[str, Change] | None = None,
) -> Comparison:
    """A comparison in which nothing changed but what is given."""
    sorts = {sort: Change(state="same") for sort in SORTS} | (changes or {})
    return Comparison(
        old=old or side(), new=new or side("3.1"), between=0, page=page, rendered=rendered,
        picture=picture, changes=sorts, flags=flags, hits=hits,
    )  # fmt: skip


def test_nothing_that_was_looked_at_changed() -> None:
    assert comparison().state == "same"


@pytest.mark.parametrize("code", ["address", "status", "title", "certificate", "redirects"])
def test_another_fact_is_a_change(code: str) -> None:
    found = comparison(new=side("3.1", **{code: "other"}))
    assert (found.state, found.changed_facts()) == ("changed", (code,))


def test_another_server_address_is_told_and_is_no_change() -> None:
    found = comparison(new=side("3.1", peer="192.0.2.1:443"))
    assert (found.state, found.changed_facts()) == ("same", ())


def test_other_bytes_are_never_called_unchanged() -> None:
    found = comparison(new=side("3.1", document="1" * 64))
    assert (found.state, found.bytes_differ) == ("changed", True)


@pytest.mark.parametrize("sort", SORTS)
def test_something_gone_or_new_is_a_change(sort: str) -> None:
    found = comparison(changes={sort: Change(state="changed", new=(Seen(kind="x", value="y"),))})
    assert (found.state, found.changed_sorts()) == ("changed", (sort,))


@pytest.mark.parametrize("why", ["unscanned", "unscanned-before", "textless", "cut"])
def test_a_text_that_was_not_compared_leaves_it_unknown(why: Why) -> None:
    assert comparison(page=Text(state="unknown", why=why)).state == "unknown"


def test_a_page_that_was_never_rendered_can_be_unchanged_without_a_picture() -> None:
    assert comparison(picture=UNRENDERED).state == "same"
    broken = Picture(state="unknown", why="uncompared")
    assert comparison(picture=broken).state == "unknown"


@pytest.mark.parametrize(
    ("page", "rendered", "state"),
    [
        ("same", "same", "same"),
        ("changed", "same", "changed"),
        ("same", "changed", "changed"),
        ("unknown", "same", "unknown"),
        ("same", "unknown", "unknown"),
        ("unknown", "changed", "changed"),
    ],
)
def test_the_text_changed_where_either_did(
    page: Standing, rendered: Standing, state: Standing
) -> None:
    texts = [Text(state=one, why="textless" if one == "unknown" else None) for one in
             (page, rendered)]  # fmt: skip
    assert comparison(page=texts[0], rendered=texts[1]).text.state == state


def seen(*values: str) -> set[Seen]:
    """Links to these."""
    return {Seen(kind="link", value=value) for value in values}


def test_what_is_gone_and_new_is_sorted() -> None:
    found = change(seen("c", "a", "z"), seen("z", "d", "b"), None)
    assert [one.value for one in found.gone] == ["a", "c"]
    assert [one.value for one in found.new] == ["b", "d"]


def test_where_nothing_can_be_compared_all_there_is_is_listed_and_nothing_is_gone() -> None:
    for old, why in ((None, "first"), (seen("a"), "unscanned-before")):
        found = change(old, seen("b"), why)  # type: ignore[arg-type]
        assert (found.state, found.why, found.gone) == ("unknown", why, ())
        assert [one.value for one in found.new] == ["b"]
