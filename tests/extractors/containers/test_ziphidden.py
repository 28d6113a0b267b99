"""Zip members by their own headers alone: what counts as one, where the search goes on."""

import random

import pytest
from tests.extractors.containers.views import view
from tests.extractors.containers.zips import Part, deflated, descriptor, pkzip

from truyvet.extractors.containers.entry import Entry, Event, Notice, Trouble
from truyvet.extractors.containers.passwords import Keys
from truyvet.extractors.containers.reading import Refused
from truyvet.extractors.containers.ziphidden import (
    ENOUGH,
    MAX_TRIED_FACTOR,
    MAX_TRIED_FLOOR,
    Budget,
    Tried,
    attempt,
    entry_of,
    hidden,
)
from truyvet.extractors.containers.zipmembers import Opener

TEXT = "Lê Văn Tám, 0987 654 321\n".encode() * 20
NOISE = random.Random(11).randbytes(2_000)


def tried(content: bytes, place: int = 0, keys: tuple[str, ...] = ()) -> Tried | None:
    item = view(content)
    return attempt(item, Opener(item, Keys(keys)), place, len(content), Budget.of(item))


def raw(part: Part) -> bytes:
    return part.local() + part.stored + part.after


def searched(content: bytes, *spans: tuple[int, int], listed: bool = True) -> list[Event]:
    item = view(content)
    events: list[Event] = []
    for event in hidden(item, Opener(item, Keys(())), list(spans) or [(0, len(content))], listed):
        if isinstance(event, Entry) and event.content is not None:
            event.content().read()
        events.append(event)
    return events


def found(content: bytes, *spans: tuple[int, int]) -> list[str]:
    return [event.step for event in searched(content, *spans) if isinstance(event, Entry)]


@pytest.mark.parametrize("method", [0, 8])
@pytest.mark.parametrize("before", [0, 77])
def test_a_header_that_leads_to_data_is_a_member(method: int, before: int) -> None:
    part = Part(name=b"a", content=TEXT, method=method)
    content = bytes(before) + raw(part) + bytes(50)
    member = tried(content, before)
    assert member is not None
    assert member.open().read() == TEXT
    assert member.begin == before + 31
    assert member.consumed == len(part.stored)
    assert member.after(len(content)) == before + len(raw(part))


@pytest.mark.parametrize(
    "part",
    [
        Part(name=b"", content=TEXT), Part(name=b"n" * 4_097, content=TEXT),
        Part(name=b"a\0b", content=TEXT), Part(name=b"d/"),
        Part(name=b"a", content=TEXT, method=77), Part(name=b"a", content=TEXT, method=65_535),
        Part(name=b"a", content=TEXT, method=8, data=b"\xff" * 80),
        Part(name=b"a", content=TEXT, method=8, data=deflated(TEXT)[:5]),
    ],
)  # fmt: skip
def test_a_header_that_cannot_be_or_leads_to_nothing_is_no_member(part: Part) -> None:
    assert tried(raw(part)) is None


@pytest.mark.parametrize("name", [b"n", b"n" * 4_096, "Hồ sơ".encode(), b"\xff\xfe", b"d/"])
def test_a_name_of_a_usual_length_is_taken(name: bytes) -> None:
    assert tried(raw(Part(name=name, content=TEXT))) is not None


@pytest.mark.parametrize("place", [-1, 1, 99_999])
def test_a_place_without_a_header_is_no_member(place: int) -> None:
    assert tried(raw(Part(content=TEXT)), place) is None


@pytest.mark.parametrize(("cut", "counts"), [(ENOUGH - 1, False), (ENOUGH, True)])
def test_damaged_data_counts_when_enough_of_it_comes_out(cut: int, counts: bool) -> None:
    content = raw(Part(content=NOISE))[: 31 + cut]
    member = tried(content)
    assert (member is not None) == counts
    if member is not None:
        assert member.open().read() == NOISE[:cut]
        assert member.after(len(content)) == member.begin


def test_short_data_that_ends_properly_counts() -> None:
    for text in (b"", b"x"):
        member = tried(raw(Part(content=text)))
        assert member is not None
        assert member.open().read() == text


@pytest.mark.parametrize("signed", [True, False])
def test_deflated_data_of_unknown_length_ends_with_its_stream(signed: bool) -> None:
    packed = deflated(TEXT)
    part = Part(
        content=TEXT, method=8, flags=8, own_crc=0, own_size=0, own_packed=0,
        after=descriptor(TEXT, len(packed), signed),
    )  # fmt: skip
    member = tried(raw(part) + raw(part))
    assert member is not None
    assert member.length is None
    assert member.open().read() == TEXT
    assert member.after(1 << 20) == 31 + len(packed)


def test_stored_data_of_unknown_length_ends_at_the_record_that_fits_it() -> None:
    part = Part(
        content=NOISE + descriptor(b"not", 3) + NOISE, flags=8, own_crc=0, own_size=0,
        own_packed=0,
    )  # fmt: skip
    part.after = descriptor(part.content, len(part.content))
    member = tried(raw(part) + bytes(99))
    assert member is not None
    assert member.length == len(part.content)
    assert member.open().read() == part.content


@pytest.mark.parametrize("following", [b"", b"PK\3\4 more"])
def test_stored_data_without_such_a_record_ends_at_the_next_header_or_the_end(
    following: bytes,
) -> None:
    part = Part(content=NOISE, flags=8, own_crc=0, own_size=0, own_packed=0)
    member = tried(raw(part) + following)
    assert member is not None
    assert member.open().read() == NOISE


def test_an_encrypted_member_counts_though_it_stays_closed() -> None:
    member = tried(raw(pkzip(b"123456", TEXT)))
    assert member is not None
    assert member.content is None
    with pytest.raises(Refused, match="no password"):
        member.open()
    opened = tried(raw(pkzip(b"123456", TEXT)), keys=("123456",))
    assert opened is not None
    assert opened.open().read() == TEXT


def test_a_member_without_bytes_is_passed_over_as_long_as_it_claims() -> None:
    member = tried(raw(pkzip(b"123456", TEXT)) + raw(Part(name=b"b", content=b"1")))
    assert member is not None
    assert member.after(1 << 20) == len(raw(pkzip(b"123456", TEXT)))
    assert member.after(50) == member.begin


def test_an_entry_bears_the_step_of_its_header() -> None:
    member = tried(bytes(9) + raw(Part(name=b"a%", content=TEXT)), 9)
    assert member is not None
    named, bare = entry_of(member, "zip"), entry_of(member, "zip-local", bare=True)
    assert (named.step, bare.step) == ("zip:a%25@9", "zip-local:9")
    assert (named.name, named.name_at, named.member.size) == (b"a%", "bytes:39+2", len(TEXT))


def test_members_one_after_another_are_found_in_their_order() -> None:
    parts = [Part(name=b"%d" % number, content=TEXT, method=8) for number in range(5)]
    content = b"-".join(map(raw, parts))
    places = [content.index(raw(part)) for part in parts]
    assert found(content) == [f"zip:{at}@{place}" for at, place in enumerate(places)]


def test_a_zip_inside_a_stored_member_is_not_searched_again() -> None:
    inner = raw(Part(name=b"inner", content=TEXT))
    assert found(raw(Part(name=b"outer", content=inner))) == ["zip:outer@0"]


def test_a_zip_inside_a_member_whose_bytes_are_wrong_is_searched() -> None:
    inner = raw(Part(name=b"inner", content=TEXT))
    assert found(raw(Part(name=b"outer", content=inner, crc=1))) == [
        "zip:outer@0", "zip:inner@35",
    ]  # fmt: skip


def test_only_the_given_spans_are_searched() -> None:
    one, two = raw(Part(name=b"1", content=TEXT)), raw(Part(name=b"2", content=TEXT))
    content = one + two
    assert found(content, (len(one), len(content))) == [f"zip:2@{len(one)}"]
    assert found(content, (1, len(one))) == []


@pytest.mark.parametrize("listed", [True, False])
def test_a_member_is_called_hidden_only_where_a_directory_names_others(listed: bool) -> None:
    events = searched(raw(Part(name=b"a", content=TEXT)), listed=listed)
    notices = [event for event in events if isinstance(event, Notice)]
    assert len(notices) == listed
    for notice in notices:
        assert (notice.kind, notice.locator, notice.raw) == ("hidden-member", "bytes:30+1", b"a")


def test_what_trials_may_read_hangs_on_the_length_of_the_item() -> None:
    assert Budget.of(view(b"1")).left == MAX_TRIED_FLOOR
    item = view(b"")
    assert MAX_TRIED_FACTOR * item.facts.size < MAX_TRIED_FLOOR


def test_a_spent_budget_ends_the_search_and_says_where() -> None:
    # each header claims all that follows: without a budget that is quadratic
    one = Part(name=b"x", own_packed=0, own_size=0, own_crc=0, flags=8).local()
    content = one + bytes(200)
    item = view(content * 4_000)
    troubles = [
        event
        for event in hidden(item, Opener(item, Keys(())), [(0, item.facts.size)], listed=True)
        if isinstance(event, Trouble)
    ]
    assert [trouble.code for trouble in troubles] == ["partial"]
    assert troubles[0].text.startswith("not searched for headers from byte ")
