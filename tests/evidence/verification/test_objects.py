"""Objects: every one is there, has its length and hash, and no other is."""

import os
from collections.abc import Callable

import pytest
from tests.evidence.support.places import as_nobody, open_to_all
from tests.evidence.support.scenes import FILES, check, codes, collect, open_case

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.findings import Verdict
from truyvet.hashes.digest import sha256_hex

OBJECT = sha256_hex(FILES[b"usb/a\nb"])
CONTENT = FILES[b"usb/a\nb"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(CONTENT[:-1], "E312"), (CONTENT + b"x", "E312"), (b"", "E312"), (CONTENT[::-1], "E311")],
)
def test_an_object_of_other_bytes_is_found(copy: Case, content: bytes, code: str) -> None:
    path = copy.store.path(OBJECT)
    path.chmod(0o600)
    path.write_bytes(content)
    (found,) = check(copy.folder).findings
    assert (found.code, found.place) == (code, f"objects/{OBJECT[:2]}/{OBJECT}")


def test_a_missing_object_is_incomplete_and_not_invalid(copy: Case) -> None:
    copy.store.path(OBJECT).unlink()
    answer = check(copy.folder)
    assert (answer.verdict, sorted(answer.counts)) == (Verdict.INCOMPLETE, ["E310"])


def test_fast_compares_lengths_and_is_never_valid(copy: Case) -> None:
    answer = check(copy.folder, fast=True)
    assert (answer.verdict, sorted(answer.counts)) == (Verdict.INCOMPLETE, ["E630"])
    path = copy.store.path(OBJECT)
    path.chmod(0o600)
    path.write_bytes(CONTENT[::-1])
    assert sorted(check(copy.folder, fast=True).counts) == ["E630"]
    path.write_bytes(b"")
    assert sorted(check(copy.folder, fast=True).counts) == ["E312", "E630"]


@pytest.mark.parametrize("kind", ["link", "loop", "dangling", "folder", "fifo"])
def test_what_stands_in_the_place_of_an_object_is_found(copy: Case, kind: str) -> None:
    path = copy.store.path(OBJECT)
    elsewhere = path.rename(copy.folder.parent / "elsewhere")
    make: dict[str, Callable[[], object]] = {
        "link": lambda: path.symlink_to(elsewhere),
        "loop": lambda: path.symlink_to(path),
        "dangling": lambda: path.symlink_to("nothing"),
        "folder": path.mkdir,
        "fifo": lambda: os.mkfifo(path),
    }
    make[kind]()
    assert codes(copy.folder) == ["E314"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("0" * 64, "E313"),
        ("00" + "A" * 62, "E314"),
        ("0" * 63, "E314"),
        ("0" * 64 + "\n", "E314"),
        ("1" * 64, "E314"),
        (".hidden", "E314"),
        ("\udcff", "E314"),
    ],
)
@pytest.mark.parametrize("folder", [False, True])
def test_a_planted_object_is_found(copy: Case, name: str, code: str, folder: bool) -> None:
    path = copy.store.folder / "00" / name
    path.parent.mkdir(exist_ok=True)
    if folder:
        path.mkdir()
    else:
        path.write_bytes(b"planted")
    assert codes(copy.folder) == ["E314" if folder else code]


def test_a_planted_object_whose_name_is_right_is_found_too(copy: Case) -> None:
    copy.store.put_bytes(b"planted, and hashes to its name")
    assert codes(copy.folder) == ["E313"]


def test_empty_folders_are_no_finding_and_missing_ones_neither(copy: Case) -> None:
    for number in range(256):
        (copy.store.folder / f"{number:02x}").mkdir(exist_ok=True)
    assert check(copy.folder).findings == ()
    for shard in copy.store.folder.iterdir():
        if not any(shard.iterdir()):
            shard.rmdir()
    assert check(copy.folder).findings == ()


def test_a_missing_store_is_incomplete(copy: Case) -> None:
    copy.store.folder.rename(copy.folder.parent / "elsewhere")
    answer = check(copy.folder)
    assert answer.verdict is Verdict.INCOMPLETE
    assert set(answer.counts) == {"E310"}


def test_a_file_or_link_in_the_place_of_a_shard_is_found(copy: Case) -> None:
    shard = copy.store.folder / OBJECT[:2]
    elsewhere = shard.rename(copy.folder.parent / "elsewhere")
    shard.symlink_to(elsewhere)
    assert "E611" in codes(copy.folder)
    shard.unlink()
    shard.write_bytes(b"")
    assert {"E610", "E310"} <= set(codes(copy.folder))


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (f"objects/{OBJECT[:2]}/{OBJECT}", "E319"),
        (f"objects/{OBJECT[:2]}", "E631"),
        ("objects", "E631"),
        ("ledger/entries.jsonl", "E631"),
        ("ledger/checkpoints/2", "E631"),
        ("ledger/checkpoints", "E631"),
        ("ledger", "E631"),
        ("work", "E631"),
        ("index.db", "E631"),
    ],
)
def test_what_cannot_be_read_is_a_finding_and_never_breaks_the_verifier(
    who: Acting, part: str, code: str
) -> None:
    def make() -> None:
        collect(open_case(place / "case", who), who, FILES)

    def look() -> None:
        answer = check(place / "case")
        assert code in answer.counts, answer.counts
        assert answer.verdict is not Verdict.VALID

    with open_to_all() as place:
        as_nobody(make)
        (place / "case" / part).chmod(0)
        as_nobody(look)
        (place / "case" / part).chmod(0o700)


def test_a_manifest_that_cannot_be_read_accuses_nobody(who: Acting) -> None:
    def look() -> None:
        answer = check(place / "case")
        assert answer.verdict is Verdict.INCOMPLETE, answer.findings

    with open_to_all() as place:
        as_nobody(lambda: collect(open_case(place / "case", who), who, FILES))
        case = Case(place / "case")
        manifest = list(case.ledger.entries())[1].entry.outputs[0].sha256
        case.store.path(manifest).chmod(0)
        as_nobody(look)
        case.store.path(manifest).unlink()
        as_nobody(look)
