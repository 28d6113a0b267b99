"""The index of examinations: who ran, how it ended, what was seen, what supersedes what."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.vectors.scanning import configuration, saw

from truyvet.evidence.acts import Scan, ScanTotals
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.examined import MAX_VALUE, Examinations, Sighted, summarise
from truyvet.evidence.index import Index
from truyvet.evidence.item import Item, item_id
from truyvet.evidence.manifest import encode_items, lines_of
from truyvet.evidence.scans.observation import Flag, Observation, TextLine
from truyvet.evidence.scans.outcome import Defect, Outcome, Status, examined
from truyvet.hashes.canonical import encode_record

NAMES = ("filetype", "archive", "entities")
COLLECTION = "ab" * 16
ITEMS = [
    Item(n=n, kind="file", path=f"f{n}", source=0, sha256=f"{n + 1:064x}", size=n) for n in range(4)
]
IDS = [item_id(COLLECTION, one) for one in ITEMS]
NOTHING = ScanTotals(**dict.fromkeys(ScanTotals.__struct_fields__, 0))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """An index with four items and nothing examined."""
    with closing(Index.build(tmp_path / "index.db")) as made:
        made.begin()
        made.add_items(1, COLLECTION, lines_of(encode_items(ITEMS)), 0)
        made.commit()
        yield made


def act(names: tuple[str, ...] = NAMES, left_out: tuple[str, ...] = ()) -> Scan:
    extractors = tuple(one.examiner() for one in configuration(names).extractors)
    return Scan(
        extractors=extractors, left_out=left_out, scan="cd" * 16, status="complete", totals=NOTHING
    )


def outcome(of: int, *statuses: Status, names: tuple[str, ...] = NAMES, reason: str = "") -> bytes:
    """Return the line of item `of` with these statuses, in the order of the extractors."""
    told = [
        Outcome(extractor=name, status=status, reason=reason)
        for name, status in zip(names, statuses, strict=False)
    ]
    return encode_record(examined(IDS[of], told))


def add(
    index: Index,
    seq: int,
    outcomes: list[bytes],
    seen: list[Observation] = [],  # noqa: B006 - only read
    *,
    names: tuple[str, ...] = NAMES,
    left_out: tuple[str, ...] = (),
) -> Examinations:
    """Add a scan to the index."""
    into, done = index.examinations, act(names, left_out)
    index.begin()
    into.add_scan(seq, done, [("outcomes", "11" * 32), ("observations", "22" * 32)])
    into.add_outcomes(seq, done, outcomes)
    into.add_observations(seq, done, [encode_record(one) for one in seen], 0, 0)
    index.commit()
    return into


def phone(of: int, number: str, *, flag: Flag = "", normal: str = "") -> Observation:
    return saw(IDS[of], "entities", "phone", "bytes:0+1", number.encode(), normal=normal, flag=flag)


def names_of(found: object) -> list[str]:
    return [one.name for one in found if isinstance(one, Sighted)]  # type: ignore[attr-defined]


def test_the_extractors_of_a_scan_are_known_in_order_with_those_left_out(index: Index) -> None:
    runs = add(index, 2, [], left_out=("ocr",)).runs()
    assert [(one.name, one.place, one.left_out) for one in runs[2]] == [
        ("filetype", 0, False),
        ("archive", 1, False),
        ("entities", 2, False),
        ("ocr", 3, True),
    ]
    assert runs[2][0].configuration == act().extractors[0].configuration
    assert runs[2][3].version == ""


def test_a_scan_that_comes_later_is_known_at_once(index: Index) -> None:
    assert index.examinations.runs() == {}
    add(index, 2, [])
    assert list(index.examinations.runs()) == [2]
    add(index, 5, [])
    assert list(index.examinations.runs()) == [2, 5]


def test_objects_of_a_scan_are_found_by_kind(index: Index) -> None:
    into = add(index, 2, [])
    assert into.output(2, "outcomes") == "11" * 32
    assert into.outputs(2) == ["observations", "outcomes"]
    for seq, kind in ((2, "texts"), (3, "outcomes")):
        with pytest.raises(TruyvetError, match="E105"):
            into.output(seq, kind)


def test_the_newest_scan_of_each_extractor_counts(index: Index) -> None:
    add(index, 2, [outcome(0, "ok", "timeout", "ok"), outcome(1, "ok", "ok", "crash")])
    into = add(index, 5, [outcome(0, "ok", names=("archive",))], names=("archive",))
    assert dict(into.statuses()) == {
        IDS[0]: {"filetype": "ok", "archive": "ok", "entities": "ok"},
        IDS[1]: {"filetype": "ok", "archive": "ok", "entities": "crash"},
    }
    assert [(one.item, one.extractor) for one in into.shortfalls()] == [(IDS[1], "entities")]


def test_a_newer_shortfall_stands_in_place_of_an_older_success(index: Index) -> None:
    add(index, 2, [outcome(0, "ok", "ok", "ok")])
    into = add(index, 5, [outcome(0, "memory", names=("entities",))], names=("entities",))
    assert dict(into.statuses())[IDS[0]]["entities"] == "memory"
    assert [one.status for one in into.shortfalls()] == ["memory"]


def test_an_extractor_that_was_not_asked_keeps_what_an_older_scan_said(index: Index) -> None:
    add(index, 2, [outcome(0, "ok", "corrupt", "ok")])
    into = add(index, 5, [outcome(0, "ok")])  # only filetype has an outcome in the newer one
    assert dict(into.statuses())[IDS[0]]["archive"] == "corrupt"
    assert into.done_for(IDS[0])["archive"].seq == 2
    assert into.done_for(IDS[0])["filetype"].seq == 5


def test_what_was_never_examined_has_no_extractors(index: Index) -> None:
    assert index.examinations.done_for(IDS[3]) == {}
    into = add(index, 2, [outcome(0, "ok", "ok", "ok")])
    assert into.done_for(IDS[3]) == {}
    assert set(into.done_for(IDS[0])) == set(NAMES)


def test_not_applicable_is_an_outcome_and_no_shortfall(index: Index) -> None:
    into = add(index, 2, [outcome(0, "ok", "not_applicable", "empty")])
    assert dict(into.statuses())[IDS[0]]["archive"] == "not_applicable"
    assert list(into.shortfalls()) == []
    assert "archive" in into.done_for(IDS[0])


@pytest.mark.parametrize(
    "status",
    ["skipped", "partial", "timeout", "memory", "crash", "encrypted", "corrupt", "unsupported",
     "bomb"],
)  # fmt: skip
def test_every_status_that_falls_short_is_listed_with_its_reason(
    index: Index, status: Status
) -> None:
    into = add(index, 2, [outcome(1, "ok", status, reason="vì thế")])
    (short,) = into.shortfalls()
    assert (short.item, short.extractor, short.status, short.reason) == (
        IDS[1],
        "archive",
        status,
        "vì thế",
    )


def test_without_a_reason_the_first_defect_tells(index: Index) -> None:
    defect = Defect(code="encrypted", locator=("zip:a",), text="no password opens it")
    told = Outcome(extractor="archive", status="encrypted", defects=(defect, defect), problems=2)
    into = add(index, 2, [encode_record(examined(IDS[0], [told]))])
    assert [one.reason for one in into.shortfalls()] == ["no password opens it"]


def test_shortfalls_stand_in_the_order_of_the_items(index: Index) -> None:
    lines = [outcome(n, "ok", "crash", "timeout") for n in (3, 0, 2)]
    short = list(add(index, 2, lines).shortfalls())
    assert [IDS.index(one.item) for one in short] == [0, 0, 2, 2, 3, 3]
    assert [one.extractor for one in short[:2]] == ["archive", "entities"]


def test_outcomes_of_what_is_no_item_are_strangers_and_count_for_nothing(index: Index) -> None:
    stranger = encode_record(examined("ee" * 32, [Outcome(extractor="filetype", status="ok")]))
    into = add(index, 2, [stranger, outcome(0, "ok", "ok", "ok")])
    assert into.strangers() == 1
    assert [item for item, _ in into.statuses()] == [IDS[0]]


def test_outcomes_of_an_extractor_that_did_not_run_cannot_be_read(index: Index) -> None:
    line = encode_record(examined(IDS[0], [Outcome(extractor="yara", status="ok")]))
    with pytest.raises(KeyError):
        add(index, 2, [line])


def test_observations_are_found_by_what_they_are(index: Index) -> None:
    into = add(
        index,
        2,
        [outcome(0, "ok", "ok", "ok")],
        [
            phone(0, "0912345678", normal="+84912345678"),
            phone(1, "0987654321", flag="known-bad"),
            saw(IDS[0], "entities", "email", "bytes:1+1", b"lan@example.vn"),
        ],
    )
    assert names_of(into.observations()) == ["2:0", "2:1", "2:2"]
    assert names_of(into.observations(kind="phone")) == ["2:0", "2:1"]
    assert names_of(into.observations(item=IDS[0])) == ["2:0", "2:2"]
    assert names_of(into.observations(value="+84912345678")) == ["2:0"]
    assert names_of(into.observations(value="+84*")) == ["2:0"]
    assert names_of(into.observations(value="0987654321", kind="email")) == []
    assert names_of(into.observations(flagged=True)) == ["2:1"]
    assert names_of(into.observations(flag="known-bad")) == ["2:1"]
    assert names_of(into.observations(flag="yara")) == []
    assert names_of(into.observations(seq=2, n=2)) == ["2:2"]
    assert names_of(into.observations(seq=3)) == []
    assert into.kinds() == {"email": 1, "phone": 2}


@pytest.mark.parametrize("value", ["a*b", "a?b", "a[b]", "[", "*", "100%_"])
def test_a_value_with_signs_of_a_pattern_is_found_as_it_is(index: Index, value: str) -> None:
    into = add(index, 2, [], [phone(0, value), phone(0, "a-b"), phone(0, "axb")])
    if value == "*":
        assert names_of(into.observations(value=value)) == ["2:0", "2:1", "2:2"]
    else:
        assert names_of(into.observations(value=value)) == ["2:0"]


def test_a_star_inside_a_value_is_no_pattern(index: Index) -> None:
    into = add(index, 2, [], [phone(0, "a*b1"), phone(0, "axb1")])
    assert names_of(into.observations(value="a*b*")) == ["2:0"]


def test_a_long_value_is_cut_for_finding(index: Index) -> None:
    into = add(index, 2, [], [phone(0, "9" * 300)])
    (found,) = into.observations()
    assert found.value == "9" * MAX_VALUE


def test_the_place_of_each_line_is_known(index: Index) -> None:
    seen = [phone(0, "09"), phone(1, "0" * 99), phone(2, "đ")]
    lengths = [len(encode_record(one)) + 1 for one in seen]
    found = list(add(index, 2, [], seen).observations())
    assert [one.position for one in found] == [0, lengths[0], lengths[0] + lengths[1]]


def test_blocks_of_lines_are_numbered_on(index: Index) -> None:
    into, done = index.examinations, act()
    index.begin()
    into.add_scan(2, done, [])
    first = encode_record(phone(0, "1"))
    n, position = into.add_observations(2, done, [first, first], 0, 0)
    assert (n, position) == (2, 2 * len(first) + 2)
    into.add_observations(2, done, [first], n, position)
    index.commit()
    assert names_of(into.observations()) == ["2:0", "2:1", "2:2"]


def test_what_a_newer_run_of_the_same_extractor_saw_supersedes(index: Index) -> None:
    add(index, 2, [outcome(0, "ok", "ok", "ok"), outcome(1, "ok", "ok", "ok")],
        [phone(0, "old"), phone(1, "kept")])  # fmt: skip
    into = add(index, 5, [outcome(0, "ok", names=("entities",))], [phone(0, "new")],
               names=("entities",))  # fmt: skip
    assert [one.value for one in into.observations()] == ["kept", "new"]
    assert [one.value for one in into.observations(superseded=True)] == ["old", "kept", "new"]
    assert into.is_newest(IDS[1], "entities", 2)
    assert not into.is_newest(IDS[0], "entities", 2)
    assert into.is_newest(IDS[0], "filetype", 2)


def test_texts_are_found_by_their_words_with_and_without_marks(index: Index) -> None:
    into, done = index.examinations, act()
    index.begin()
    into.add_scan(2, done, [])
    lines = [
        encode_record(
            TextLine(extractor="entities", item=IDS[n], locator=("bytes:0+1",), text=text)
        )
        for n, text in enumerate(["Đường Láng", "dương tính", "DUONG"])
    ]
    assert into.add_texts(2, done, lines, 0) == sum(map(len, lines)) + 3
    index.commit()

    def found(query: str) -> list[int]:
        sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid"
        return [row[0] for row in index._database.execute(sql, (query,))]

    assert found("folded:duong") == [1, 2, 3]
    assert found("marked:đường") == [1]
    assert found("marked:dương") == [2]
    assert found("láng") == [1]


def test_statuses_are_summed_up() -> None:
    told = summarise(
        [
            {"a": "ok", "b": "empty"},
            {"a": "ok", "b": "timeout"},
            {"a": "unsupported", "b": "skipped"},
            {"a": "not_applicable"},
            {},
        ]
    )
    assert told.counts == {"full": 3, "partly": 1, "not": 1}
    assert told.statuses["a"] == {"ok": 2, "unsupported": 1, "not_applicable": 1}
    assert list(told.statuses) == ["a", "b"]
    assert summarise([]).counts == {"full": 0, "partly": 0, "not": 0}
