"""A collection under way: what is safe stays, what is not is read again."""

import os
from pathlib import Path

import pytest
from tests.evidence.support.forging import change
from tests.evidence.support.people import acting, another, officer
from tests.evidence.support.places import as_nobody, open_to_all
from tests.evidence.support.scenes import (
    FILES,
    MODIFIED,
    USB,
    VARIED,
    admit,
    bring,
    collect,
    items_of,
    open_case,
    revoke,
    stop,
)

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.intake import (
    MANIFEST_NAME,
    NOTHING,
    PENDING_NAME,
    SYNC_BYTES,
    SYNC_ITEMS,
    Done,
    Intake,
    Pending,
    pending_folders,
    read_pending,
    sum_up,
    write_pending,
)
from truyvet.evidence.item import Item, Problem
from truyvet.evidence.keyset import KeySet
from truyvet.evidence.manifest import encode_items
from truyvet.evidence.records import Actor
from truyvet.evidence.seals import Seals
from truyvet.evidence.store import Store
from truyvet.evidence.times import utc_of


def note_of(who: Acting, case: Case, collection: str = "c" * 32) -> Pending:
    return Pending(
        actor=who.actor,
        case=case.opening()[0],
        collection=collection,
        collector="files",
        entries=1,
        sources=USB,
        started=who.clock(),
    )


def keys_of(case: Case) -> KeySet:
    return case.ledger.tail().keys


def intake_of(case: Case, who: Acting) -> Intake:
    pending = note_of(who, case)
    folder = case.work / pending.collection
    if not folder.exists():
        write_pending(folder, pending, who.signer.key)
    return Intake(folder, pending, case.store, Seals(folder, who.signer.card, who.signer.key))


def take(intake: Intake, items: list[Item]) -> list[bytes]:
    return intake.add(encode_items(items), sum_up(items, NOTHING))


def test_a_signed_note_reads_as_itself(case: Case, who: Acting) -> None:
    pending = note_of(who, case)
    folder = case.work / pending.collection
    write_pending(folder, pending, who.signer.key)
    assert pending_folders(case.folder) == [folder]
    assert read_pending(folder, pending.case, keys_of(case)) == pending
    assert (folder / PENDING_NAME).stat().st_mode & 0o777 == 0o600


def test_a_note_counts_only_where_it_was_written(case: Case, who: Acting) -> None:
    pending = note_of(who, case)
    folder = case.work / pending.collection
    write_pending(folder, pending, who.signer.key)
    moved = case.work / ("d" * 32)
    folder.rename(moved)
    assert read_pending(moved, pending.case, keys_of(case)) is None
    moved.rename(folder)
    assert read_pending(folder, "00000000-0000-4000-8000-000000000000", keys_of(case)) is None
    assert read_pending(folder, pending.case, KeySet()) is None


@pytest.mark.parametrize("content", [b"", b"{}\n", b"\xff", b"[" * 100_000])
def test_what_is_no_note_is_none(case: Case, content: bytes) -> None:
    folder = case.work / ("c" * 32)
    folder.mkdir(parents=True)
    (folder / PENDING_NAME).write_bytes(content)
    assert read_pending(folder, case.opening()[0], keys_of(case)) is None
    (folder / PENDING_NAME).unlink()
    os.mkfifo(folder / PENDING_NAME)
    assert read_pending(folder, case.opening()[0], keys_of(case)) is None


def test_a_changed_note_is_none(case: Case, who: Acting) -> None:
    pending = note_of(who, case)
    folder = case.work / pending.collection
    write_pending(folder, pending, who.signer.key)
    content = (folder / PENDING_NAME).read_bytes()
    (folder / PENDING_NAME).write_bytes(content.replace(b"/media/usb", b"/media/usc"))
    assert read_pending(folder, pending.case, keys_of(case)) is None


def test_a_note_in_the_name_of_another_is_none(case: Case, who: Acting) -> None:
    binh = officer(2, name="Bình")
    admit(case, who, binh.card)
    actor = Actor(key=binh.card.id, name="Bình", role="investigator", unit="PA05")
    pending = change(note_of(who, case), actor=actor)
    write_pending(case.work / pending.collection, pending, who.signer.key)
    assert read_pending(case.work / pending.collection, pending.case, keys_of(case)) is None


def test_a_note_begun_before_its_key_was_revoked_still_counts(case: Case, who: Acting) -> None:
    binh = officer(2, name="Bình")
    admit(case, who, binh.card)
    stop(case, another(who, binh), FILES, note="phone", safe=True)
    revoke(case, who, binh.card.id)
    assert len(case.unfinished()) == 1


def test_lines_are_safe_only_after_their_objects(case: Case, who: Acting) -> None:
    intake = intake_of(case, who)
    assert take(intake, VARIED) == []
    assert (intake.next_n, intake.totals()) == (len(VARIED), NOTHING)
    assert intake.flush() == encode_items(VARIED).splitlines()
    assert intake.totals() == sum_up(VARIED, NOTHING)
    assert intake.flush() == []
    intake.close()


def fifos(first: int, count: int) -> list[Item]:
    return [Item(n=n, kind="fifo", path=f"{n}", source=0) for n in range(first, first + count)]


def test_many_items_become_safe_while_the_next_come_in(case: Case, who: Acting) -> None:
    intake = intake_of(case, who)
    safe = take(intake, fifos(0, SYNC_ITEMS))
    while not safe:
        assert intake.totals().items == 0
        assert intake.next_n < 5 * SYNC_ITEMS + 2
        safe = take(intake, fifos(intake.next_n, 1))
    assert safe == encode_items(fifos(0, SYNC_ITEMS)).splitlines()
    count = intake.next_n
    assert safe + intake.flush() == encode_items(fifos(0, count)).splitlines()
    assert intake.totals().items == count
    intake.close()


def test_many_bytes_become_safe_by_themselves(case: Case, who: Acting) -> None:
    intake = intake_of(case, who)
    safe, digest = list[bytes](), "a" * 64
    while not safe:
        large = Item(
            n=intake.next_n, kind="file", path="a", source=0, sha256=digest, size=SYNC_BYTES
        )
        safe = take(intake, [large])
        assert intake.next_n < 8
    intake.close()


def test_lines_whose_sync_fails_are_never_written(case: Case, who: Acting) -> None:
    class NoDisk(Store):
        def sync(self) -> None:
            raise OSError(5, "the disk is gone")

    pending = note_of(who, case)
    folder = case.work / pending.collection
    write_pending(folder, pending, who.signer.key)
    seals = Seals(folder, who.signer.card, who.signer.key)
    intake = Intake(folder, pending, NoDisk(case.folder, case.parts), seals)
    take(intake, VARIED)
    for _ in range(2):
        with pytest.raises(OSError, match="the disk is gone"):
            intake.flush()
    assert intake.totals() == NOTHING
    intake.close()
    assert (folder / MANIFEST_NAME).read_bytes() == b""


def test_what_was_safe_is_known_to_the_next_run_and_the_rest_is_not(
    case: Case, who: Acting
) -> None:
    first = intake_of(case, who)
    take(first, VARIED[:3])
    first.flush()
    take(first, VARIED[3:])
    first.close()
    again = intake_of(case, who)
    assert [line for lines in again.recover() for line in lines] == encode_items(
        VARIED[:3]
    ).splitlines()
    assert again.next_n == 3
    assert again.totals() == sum_up(VARIED[:3], NOTHING)
    again.close()


def test_totals_count_items_stored_bytes_and_problems() -> None:
    items = [
        Item(n=0, kind="file", path="a", source=0, sha256="a" * 64, size=5),
        Item(n=1, kind="file", path="b", source=0, size=7, problem=Problem(code="unreadable")),
        Item(n=2, kind="file", path="c", source=0, sha256="a" * 64, size=5),
    ]
    total = sum_up(items[1:], sum_up(items[:1], NOTHING))
    assert (total.items, total.stored, total.bytes, total.problems) == (3, 2, 10, 1)


def test_a_file_is_done_with_its_size_and_time_and_no_other() -> None:
    done = Done()
    raw = b"a\xff"
    item = Item(
        n=0,
        kind="file",
        path="a\ufffd",
        path_bytes=raw.hex(),
        source=0,
        size=3,
        modified=utc_of(MODIFIED),
    )
    assert not done.has(0, raw, 3, MODIFIED)
    done.learn([item])
    assert done.has(0, raw, 3, MODIFIED)
    for source, path, size, modified in (
        (1, raw, 3, MODIFIED),
        (0, "a\ufffd".encode(), 3, MODIFIED),
        (0, raw, 4, MODIFIED),
        (0, raw, 3, MODIFIED + 1),
    ):
        assert not done.has(source, path, size, modified)
    done.learn([change(item, n=1, size=4)])
    assert not done.has(0, raw, 3, MODIFIED)


def test_status_says_whether_all_could_be_had(case: Case, who: Acting) -> None:
    intake = intake_of(case, who)
    assert intake.status(finished=True) == "complete"
    take(intake, VARIED)
    intake.flush()
    assert intake.status(finished=True) == "partial"
    assert intake.status(finished=False) == "closed"
    intake.close()


def test_the_manifest_goes_on_growing_without_touching_the_stored_one(
    case: Case, who: Acting
) -> None:
    with case.writing() as writer:
        collecting = writer.begin_collect(who, "files", USB, "")
        bring(case, collecting, {b"a": b"1"})
        stored = collecting.finish()  # and here it was killed
    entry = collect(case, who, {b"a": b"1", b"b": b"2"})
    assert entry.outputs[0].sha256 != stored.sha256
    assert [item.path for _, item in items_of(case)] == ["a", "b"]
    assert not case.store.has(stored.sha256)


def test_an_ordinary_user_goes_on_too() -> None:
    def work(place: Path) -> None:
        who = acting()
        case = open_case(place / "case", who)
        with case.writing() as writer:
            collecting = writer.begin_collect(who, "files", USB, "")
            bring(case, collecting, {b"a": b"1"})
            collecting.finish()
        collect(case, who, {b"a": b"1", b"b": b"2"})

    with open_to_all() as place:
        as_nobody(lambda: work(place))
