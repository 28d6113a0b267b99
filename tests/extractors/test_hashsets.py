"""Looking items up in hash sets: good, bad, both, in digests of any kind."""

import hashlib
from pathlib import Path

import pytest

from truyvet.extractors import hashsets
from truyvet.extractors.hashlists.importing import Order, import_list
from truyvet.extractors.settings import Settings
from truyvet.hashes.hashset import Known
from truyvet.testing import examine, resolve

WHEN = "2026-03-14T02:15:00.000000Z"
BINARY = "application/octet-stream"
ITEM = b"chuyen khoan\n"


def digest(algorithm: str, content: bytes = ITEM) -> str:
    return hashlib.new(algorithm, content).hexdigest()


class Sets:
    """A folder of sets that a test fills."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "sets"
        self._lists = folder
        self.settings = Settings(hashsets=str(self.folder))

    def add(self, name: str, known: Known, *lines: str) -> None:
        source = self._lists / f"{name}.txt"
        source.write_text("".join(line + "\n" for line in lines))
        import_list(source, self.folder, Order(name=name, known=known, created=WHEN))

    def look(self, content: bytes = ITEM):
        return examine(hashsets, content, media_type=BINARY, settings=self.settings)


@pytest.fixture
def sets(tmp_path: Path) -> Sets:
    return Sets(tmp_path)


def test_a_bad_file_is_flagged_with_the_set_it_is_in(sets: Sets) -> None:
    sets.add("C02", "bad", digest("sha256"))
    (one,) = sets.look().observations
    assert (one.kind, one.flag, one.raw) == ("known-bad", "known-bad", digest("sha256"))
    assert one.locator == ("digest:sha256",)
    assert one.facts["set"] == "C02"
    assert one.facts["source"] == "C02.txt"
    assert one.facts["algorithm"] == "sha256"


def test_a_good_file_is_said_to_be_known_and_not_flagged(sets: Sets) -> None:
    sets.add("NSRL", "good", digest("sha256"))
    (one,) = sets.look().observations
    assert (one.kind, one.flag) == ("known-good", "")


def test_a_file_in_no_set_is_an_empty_outcome(sets: Sets) -> None:
    sets.add("C02", "bad", digest("sha256", b"another"))
    assert sets.look().outcome.status == "empty"


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha512"])
def test_sets_of_other_digests_are_looked_up_too(sets: Sets, algorithm: str) -> None:
    sets.add("old", "bad", digest(algorithm))
    (one,) = sets.look().observations
    assert one.locator == (f"digest:{algorithm}",)
    assert one.raw == digest(algorithm)


def test_sets_of_one_meaning_are_named_together(sets: Sets) -> None:
    sets.add("A", "bad", digest("sha256"))
    sets.add("B", "bad", digest("sha256"))
    (one,) = sets.look().observations
    assert one.facts["set"] == "A; B"


def test_sets_that_contradict_each_other_are_both_said(sets: Sets) -> None:
    sets.add("A", "bad", digest("sha256"))
    sets.add("B", "good", digest("sha256"))
    assert [one.kind for one in sets.look().observations] == ["known-bad", "known-good"]


def test_a_file_that_two_digests_know_is_said_twice(sets: Sets) -> None:
    sets.add("A", "bad", digest("sha256"))
    sets.add("B", "bad", digest("md5"))
    assert [one.locator[0] for one in sets.look().observations] == ["digest:sha256", "digest:md5"]


def test_every_locator_leads_to_the_digest(sets: Sets) -> None:
    sets.add("A", "bad", digest("sha256"), digest("md5"), digest("sha1"))
    found = sets.look().observations
    assert len(found) == 3
    for one in found:
        again = resolve(hashsets, ITEM, one.locator, media_type=BINARY, settings=sets.settings)
        assert again == one.value()


def test_without_a_folder_nothing_is_looked_up() -> None:
    found = examine(hashsets, ITEM, media_type=BINARY, settings=Settings())
    assert found.outcome.status == "empty"
    assert hashsets.configuration(Settings()) == {}


def test_a_folder_that_is_not_there_yet_holds_no_sets(sets: Sets) -> None:
    assert sets.look().outcome.status == "empty"


def test_the_configuration_names_each_set_by_its_digests(sets: Sets) -> None:
    sets.add("A", "bad", digest("sha256"))
    before = dict(hashsets.configuration(sets.settings))
    assert list(before) == ["set-1"]
    assert before["set-1"].startswith("bad sha256 1 ")
    sets.add("B", "good", digest("sha1"))
    assert len(hashsets.configuration(sets.settings)) == 2


def test_a_set_imported_again_on_another_day_is_the_same_configuration(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(digest("sha256") + "\n")
    texts = []
    for day in ("2026-03-14T02:15:00.000000Z", "2026-04-01T00:00:00.000000Z"):
        folder = tmp_path / day[:10]
        import_list(source, folder, Order(name="A", known="bad", created=day))
        texts.append(hashsets.configuration(Settings(hashsets=str(folder))))
    assert texts[0] == texts[1]


@pytest.mark.parametrize("content", [b"", b"not a set", b"truyvet/hashset/v1\n" + bytes(300_000)])
def test_a_damaged_set_is_a_problem_of_every_item_and_the_others_are_asked(
    sets: Sets, content: bytes
) -> None:
    sets.add("A", "bad", digest("sha256"))
    (sets.folder / "damaged.hashset").write_bytes(content)
    found = sets.look()
    assert found.outcome.status == "unsupported"
    assert "damaged.hashset" in found.outcome.defects[0].text
    assert [one.kind for one in found.observations] == ["known-bad"]
    assert any(text.startswith("unusable") for text in
               hashsets.configuration(sets.settings).values())  # fmt: skip


def test_a_link_in_the_folder_is_not_followed(sets: Sets) -> None:
    sets.add("A", "bad", digest("sha256"))
    (real,) = sets.folder.glob("*.hashset")
    (sets.folder / "link.hashset").symlink_to(real)
    assert sets.look().outcome.status == "unsupported"


def test_the_same_item_gives_the_same_again(sets: Sets) -> None:
    sets.add("A", "bad", digest("sha256"), digest("md5"))
    assert sets.look().observations == sets.look().observations
