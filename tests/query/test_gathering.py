"""What is told of an item: hits at their very bytes, as many as are shown, and in what order."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.scanning import lay, zipped

from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.folding import folded
from truyvet.query.gathering import PER_ITEM, Found
from truyvet.query.searching import Search
from truyvet.query.snippets import SHOWN
from truyvet.query.source import Source, opened

FILES = {
    "many.txt": "\n".join(f"0912 345 {n:03d} đường số {n}" + " x" * 80 for n in range(40)).encode(),
    "marks/duong.txt": "dương tính".encode(),
    "marks/plain.txt": b"duong pho duong pho",
    "marks/other.txt": "đường dài".encode(),
    "marks/upper.txt": "DƯƠNG TÍNH".encode(),
    "long.txt": ("từ " * 400 + "hiếm " + "từ " * 400).encode(),
    "short.txt": "hiếm".encode(),
    "rtl.txt": "\u202eđường\u202c \x1b[31mhiếm hoi\x00 <script>".encode(),
    "in.zip": zipped({"trong/sâu.txt": "đường trong zip".encode()}),
    "page.html": "<p>Số <b>đường</b> hầm</p>".encode(),
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """A scanned case of these files, opened for questions."""
    place = tmp_path_factory.mktemp("gathered")
    keys = place / "config/truyvet/keys"
    an = Officer(place=place, keys=keys, settings={"TRUYVET_CASE": "vu"})
    lay(place / "bag", FILES)
    an.does("key", "new", "--name", "An", "--unit", "PA05", "--no-passphrase")
    an.does("case", "new", "vu", "--title", "Lừa đảo", "--number", "12/2026")
    an.does("collect", "files", "bag")
    only = "filetype,archive,web,plaintext,entities"
    an.does("scan", "--only", only, "--jobs", "1")
    with opened(Case(place / "vu")) as source:
        yield source


def found(source: Source, query: str) -> list[Found]:
    """What a query finds."""
    return list(Search(source, query).found())


def names(source: Source, query: str) -> list[str]:
    """The file names of what is found, in order."""
    return [Path(one.item.path).name for one in found(source, query) if one.item]


@pytest.mark.parametrize("query", ["duong", "hiem", "dương", '"duong pho"', "so*"])
def test_every_hit_of_a_plain_text_stands_at_its_locator(source: Source, query: str) -> None:
    looked = 0
    for one in found(source, query):
        for snippet in (s for passage in one.passages for s in passage.snippets):
            if len(snippet.locator) != 1 or not snippet.locator[0].startswith("bytes:"):
                continue
            assert one.item is not None
            assert one.item.sha256 is not None
            offset, _, size = snippet.locator[0].removeprefix("bytes:").partition("+")
            content = source.case.store.path(one.item.sha256).read_bytes()
            stands = content[int(offset) :][: int(size)].decode()
            marked = [snippet.text[start:end] for start, end in snippet.hits]
            assert stands in marked
            assert folded(stands).startswith(folded(query.strip('"*')))
            looked += 1
    assert looked


def test_a_text_tells_three_snippets_and_counts_all_hits(source: Source) -> None:
    (one,) = (x for x in found(source, '"duong so"') if x.item)
    (passage,) = one.passages
    assert len(passage.snippets) == SHOWN
    assert passage.count == 40


def test_observations_of_an_item_are_told_up_to_five_and_counted_all(source: Source) -> None:
    one = next(x for x in found(source, "type:phone") if x.item and "many" in x.item.path)
    assert (len(one.seen), one.seen_count) == (PER_ITEM, 40)
    numbers = [int(seen.name.split(":")[1]) for seen in one.seen]
    assert numbers == sorted(numbers)


def test_what_stands_as_typed_comes_first_in_any_case(source: Source) -> None:
    assert set(names(source, "dương path:marks")[:2]) == {"duong.txt", "upper.txt"}
    assert len(names(source, "dương path:marks")) == 4


@pytest.mark.parametrize("typed", ["DƯƠNG", "dương", "Dương", "du\u031bo\u031bng"])
def test_the_order_is_the_same_however_the_marks_are_typed(source: Source, typed: str) -> None:
    assert names(source, typed) == names(source, "dương")


def test_of_texts_that_hold_a_word_once_the_shorter_one_comes_first(source: Source) -> None:
    order = names(source, "hiem")
    assert order.index("short.txt") < order.index("long.txt")


def test_scores_rise_within_what_stands_alike(source: Source) -> None:
    scores = [one.score for one in found(source, "hiem") if one.item]
    assert scores == sorted(scores)
    assert all(score < 0 for score in scores)


def test_without_words_nothing_is_ranked(source: Source) -> None:
    assert {one.score for one in found(source, "ext:txt")} == {0.0}


def test_an_item_inside_another_is_found_by_its_text(source: Source) -> None:
    assert names(source, '"trong zip"') == ["sâu.txt"]


def test_words_that_marking_up_parts_stand_side_by_side(source: Source) -> None:
    assert names(source, '"duong ham"') == ["page.html"]


@pytest.mark.parametrize("query", ["duong -type:phone", "hiem OR duong", "(duong) path:marks"])
def test_counting_equals_what_is_found(source: Source, query: str) -> None:
    assert Search(source, query).count() == (len(found(source, query)), 0)


@pytest.mark.parametrize(
    "query",
    ['"hiem* OR duong"', "folded:x", '"NEAR(duong hiem)"', '"duong AND hiem"', 'x"* : "y'],
)
def test_operators_of_the_full_text_index_are_words_here(source: Source, query: str) -> None:
    got, code = list[Found](), ""
    try:
        got = found(source, query)
    except TruyvetError as error:
        code = error.code
    assert not got
    assert code in ("", "E590", "E591")


@pytest.mark.parametrize("words", [1, 16, 17, 60])
def test_many_words_are_ranked_by_the_first_and_found_by_all(source: Source, words: int) -> None:
    query = " ".join(["duong", *["x*"] * (words - 1)])
    assert all(one.passages for one in found(source, query))
    assert not found(source, query + " khongco")


def test_a_hundred_and_twenty_numbers_may_be_asked_at_once(source: Source) -> None:
    query = " OR ".join(f"0912345{n:03d}" for n in range(120))
    (one,) = found(source, query)
    assert one.seen_count == 40
