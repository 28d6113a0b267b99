"""Collections: sources that an entry lists, and objects that nothing names."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.support.scenes import check, collect, items_of, stop

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Collect, SourcePath
from truyvet.evidence.case import Case
from truyvet.evidence.collecting import (
    MAX_INLINE_BYTES,
    MAX_INLINE_SOURCES,
    encode_sources,
    inline_sources,
    unnamed_objects,
)
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import Verdict
from truyvet.evidence.intake import MANIFEST_NAME, Pending
from truyvet.evidence.item import readable
from truyvet.hashes.canonical import decode_record, encode_record


def source(raw: bytes) -> SourcePath:
    path, path_bytes = readable(raw)
    return SourcePath(path=path, path_bytes=path_bytes)


sources = st.lists(st.binary(max_size=4096).map(source), max_size=60).map(tuple)


@given(sources)
def test_an_entry_lists_as_many_sources_as_it_has_room_for(given_: tuple[SourcePath, ...]) -> None:
    listed = inline_sources(given_)
    assert listed == given_[: len(listed)]
    assert len(listed) <= MAX_INLINE_SOURCES
    assert sum(len(encode_record(one)) for one in listed) <= MAX_INLINE_BYTES
    if len(listed) < min(len(given_), MAX_INLINE_SOURCES):
        following = given_[: len(listed) + 1]
        assert sum(len(encode_record(one)) for one in following) > MAX_INLINE_BYTES


@pytest.mark.parametrize(
    "paths",
    [
        [b"/media/%d" % number for number in range(51)],
        [b"/" + "😀".encode() * 1020 + b"%d" % number for number in range(30)],
        [b"/" + b"\x01" * 4000 + b"%d" % number for number in range(30)],
        [b"/" + b"\xff" * 4000 + b"%d" % number for number in range(30)],
    ],
    ids=["many", "long", "control", "bytes"],
)
def test_a_long_list_of_sources_stands_whole_in_an_object(
    case: Case, who: Acting, paths: list[bytes]
) -> None:
    given_ = tuple(map(source, paths))
    entry = collect(case, who, {b"a": b"1"}, sources=given_)
    act = entry.act
    assert isinstance(act, Collect)
    assert act.source_count == len(given_) > len(act.sources)
    kinds = [ref.kind for ref in entry.outputs]
    assert kinds == ["manifest", "sources"]
    content = b"".join(case.store.read(entry.outputs[1].sha256))
    assert content == encode_sources(given_)
    assert tuple(decode_record(line, SourcePath) for line in content.splitlines()) == given_
    assert check(case.folder).verdict is Verdict.VALID


def test_fifty_short_sources_need_no_object(case: Case, who: Acting) -> None:
    entry = collect(case, who, {b"a": b"1"}, sources=tuple(source(b"/%d" % n) for n in range(50)))
    assert [ref.kind for ref in entry.outputs] == ["manifest"]


def test_unnamed_is_what_neither_ledger_nor_any_manifest_names(copy: Case, who: Acting) -> None:
    planted = copy.store.put_bytes(b"nobody names this").sha256
    stop(copy, who, {b"x": b"under way"}, note="other", safe=True)
    under_way = [folder / MANIFEST_NAME for folder, _ in _pendings(copy)]
    with copy.writing() as writer:
        writer.index.begin()
        unnamed = unnamed_objects(copy.store, writer.index, copy.ledger, under_way)
    assert unnamed == {planted}


def test_a_collection_killed_before_its_manifest_was_there_stops_no_other(
    copy: Case, who: Acting
) -> None:
    stop(copy, who, {}, note="killed at once", safe=False)
    ((folder, _),) = _pendings(copy)
    (folder / MANIFEST_NAME).unlink()
    copy.store.put_bytes(b"what the other was killed in")
    stop(copy, who, {b"x": b"1"}, note="other", safe=True)
    collect(copy, who, {b"x": b"1"}, note="other")
    collect(copy, who, {b"y": b"2"}, note="killed at once")
    assert _pendings(copy) == []
    assert check(copy.folder).findings == ()


def test_an_index_that_forgot_its_rows_endangers_nothing(copy: Case, who: Acting) -> None:
    planted = copy.store.put_bytes(b"nobody names this").sha256
    with sqlite3.connect(copy.index_path) as database:
        database.execute("DELETE FROM items")
    database.close()
    with copy.writing() as writer:
        assert unnamed_objects(copy.store, writer.index, copy.ledger, []) == {planted}


def test_continuing_over_an_index_that_forgot_loses_no_object(copy: Case, who: Acting) -> None:
    with sqlite3.connect(copy.index_path) as database:
        database.execute("DELETE FROM items")
        database.execute("DELETE FROM acts")
    database.close()
    before = set(copy.store.names())
    stop(copy, who, {b"x": b"gone when continued"}, note="more", safe=False)
    collect(copy, who, {b"y": b"new"}, note="more")
    assert before <= set(copy.store.names())
    copy.reindex()
    assert check(copy.folder).verdict is Verdict.VALID


@pytest.mark.parametrize("safe", [False, True])
@pytest.mark.parametrize("how", ["again", "close"])
def test_what_a_killed_run_left_behind_is_swept(
    case: Case, who: Acting, safe: bool, how: str
) -> None:
    stop(case, who, {b"a": b"1", b"gone": b"2"}, note="", safe=safe)
    assert check(case.folder).verdict is Verdict.VALID
    if how == "again":
        collect(case, who, {b"a": b"1"})
    else:
        with case.writing() as writer:
            writer.finish_collect(who, writer.resume(""), finished=False)
    assert check(case.folder).verdict is Verdict.VALID
    paths = [item.path for _, item in items_of(case)]
    assert paths == (["a", "gone"] if safe else ["a"] if how == "again" else [])


def test_a_sweep_leaves_what_another_unfinished_collection_has_made_safe(
    case: Case, who: Acting
) -> None:
    stop(case, who, {b"a": b"of the other"}, note="other", safe=True)
    stop(case, who, {b"b": b"one", b"gone": b"two"}, note="", safe=False)
    collect(case, who, {b"b": b"one"})
    collect(case, who, {b"a": b"of the other"}, note="other")
    assert check(case.folder).verdict is Verdict.VALID
    assert [item.path for _, item in items_of(case)] == ["b", "a"]


def test_a_sweep_over_a_damaged_case_stops_with_a_code_and_deletes_nothing(
    copy: Case, who: Acting
) -> None:
    manifests = [
        signed.entry.outputs[0].sha256
        for signed in copy.ledger.entries()
        if isinstance(signed.entry.act, Collect)
    ]
    stop(copy, who, {b"x": b"x", b"gone": b"y"}, note="more", safe=False)
    path = copy.store.path(manifests[0])
    path.chmod(0o600)
    path.write_bytes(b'{"kind"\n')
    before = set(copy.store.names())
    with pytest.raises(TruyvetError):
        collect(copy, who, {b"x": b"x"}, note="more")
    assert before <= set(copy.store.names())


def _pendings(case: Case) -> list[tuple[Path, Pending]]:
    tail = case.ledger.tail()
    return list(case.pendings(tail.case_id, tail.keys))
