"""Keys on this computer: private files that only their passphrase opens."""

import os
import stat
from pathlib import Path

import pytest
from tests.evidence.support.forging import change
from tests.evidence.support.people import officer
from tests.evidence.support.places import as_nobody, filled, open_to_all, small_disk

from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.keyring import Keyring, card_bytes, open_key, read_card
from truyvet.evidence.records import KeyCard
from truyvet.hashes.canonical import encode_record
from truyvet.hashes.signatures import verify

ENTROPY = bytes(range(60))


def make(
    folder: Path,
    words: dict[str, str] | None = None,
    *,
    number: int = 0,
    passphrase: str | None = None,
) -> KeyCard:
    facts = {"name": "Nguyễn Văn An", "unit": "PA05", "role": "investigator"} | (words or {})
    entropy = bytes([number]) + ENTROPY[1:]
    return Keyring(folder).create(passphrase=passphrase, entropy=entropy, **facts)


def test_a_key_opens_with_its_passphrase_in_either_unicode_form_and_no_other(
    tmp_path: Path,
) -> None:
    card = make(tmp_path, passphrase="tiếng Việt")
    file = Keyring(tmp_path).find(None)
    assert file.seed == ""
    signer = open_key(file, "tie\u0302\u0301ng Vie\u0323\u0302t")
    assert signer.card == card
    assert verify(bytes.fromhex(card.public), signer.key.sign("d", b"m"), "d", b"m")
    for wrong in ("tieng Viet", "", None):
        with pytest.raises(TruyvetError, match="E703"):
            open_key(file, wrong)


def test_a_sealed_key_is_bound_to_its_card(tmp_path: Path) -> None:
    make(tmp_path, passphrase="p")
    file = Keyring(tmp_path).find(None)
    with pytest.raises(TruyvetError, match="E703"):
        open_key(change(file, card=change(file.card, name="Somebody Else")), "p")


def test_the_same_entropy_gives_the_same_key(tmp_path: Path) -> None:
    assert make(tmp_path / "one") == make(tmp_path / "two")
    assert make(tmp_path / "one", number=1) != make(tmp_path / "one", number=2)


def test_key_files_are_private(tmp_path: Path) -> None:
    card = make(tmp_path / "keys")
    file = tmp_path / "keys" / f"{card.id}.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert card.name.encode() in file.read_bytes()


def test_a_key_without_passphrase_opens_without(tmp_path: Path) -> None:
    card = make(tmp_path)
    assert open_key(Keyring(tmp_path).find(None), None).card == card


def test_a_key_is_found_by_the_start_of_its_id(tmp_path: Path) -> None:
    ring, cards = Keyring(tmp_path), [make(tmp_path, number=number) for number in range(3)]
    for card in cards:
        assert ring.find(card.id[:10]).card == card
    assert sorted(file.card.id for file in ring.files()) == sorted(card.id for card in cards)
    with pytest.raises(TruyvetError, match="E707"):
        ring.find(None)
    with pytest.raises(TruyvetError, match="E707"):
        ring.find("")
    with pytest.raises(TruyvetError, match="E702"):
        ring.find("zz")


def test_no_key_is_an_error_that_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(TruyvetError, match="E701") as raised:
        Keyring(tmp_path / "none").find(None)
    assert "key new" in raised.value.hint


@pytest.mark.parametrize("field", ["name", "unit"])
def test_a_key_needs_a_name_and_a_unit(tmp_path: Path, field: str) -> None:
    with pytest.raises(TruyvetError, match="E112"):
        make(tmp_path, {field: " \t"})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("words", [{"role": "king"}, {"name": "x" * 4097}, {"unit": "\udcff"}])
def test_a_card_that_no_case_could_hold_is_never_made(
    tmp_path: Path, words: dict[str, str]
) -> None:
    with pytest.raises(TruyvetError):
        make(tmp_path, words)
    assert Keyring(tmp_path).files() == []


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"{}", b"x" * 100_000, b'{"card":{}}', encode_record(officer().card)],
)
def test_a_file_that_is_no_key_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "some.key").write_bytes(content)
    with pytest.raises(TruyvetError, match=r"E708.*some\.key"):
        Keyring(tmp_path).files()


def test_a_changed_key_file_does_not_open(tmp_path: Path) -> None:
    make(tmp_path)
    file = Keyring(tmp_path).find(None)
    other = make(tmp_path / "other", number=9)
    for broken in (
        change(file, seed="AAAA"),
        change(file, seed="not base64"),
        change(file, card=other),
        change(file, seed="", box="AAAA"),
    ):
        with pytest.raises(TruyvetError, match="E708"):
            open_key(broken, "p")


def test_a_key_file_of_another_format_is_refused(tmp_path: Path) -> None:
    card = make(tmp_path)
    path = tmp_path / f"{card.id}.key"
    path.write_bytes(path.read_bytes().replace(b"truyvet/key/v1", b"truyvet/key/v9"))
    with pytest.raises(TruyvetError, match=r"E708.*v9"):
        Keyring(tmp_path).files()


def test_a_public_key_file_gives_its_card_back(tmp_path: Path) -> None:
    card = officer().card
    (tmp_path / "an.pub.json").write_bytes(card_bytes(card))
    assert read_card(tmp_path / "an.pub.json") == card
    assert os.fsencode(card.name) in card_bytes(card)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"public-key/v1", b"public-key/v2"),
        (officer().card.public.encode(), officer(2).card.public.encode()),
        (b"PA05", b"PA\xff5"),
        (b'"format"', b' "format"'),
    ],
)
def test_a_changed_public_key_file_is_refused(tmp_path: Path, old: bytes, new: bytes) -> None:
    content = card_bytes(officer().card).replace(old, new)
    (tmp_path / "an.pub.json").write_bytes(content)
    with pytest.raises(TruyvetError, match="E708"):
        read_card(tmp_path / "an.pub.json")


def test_a_private_key_file_is_not_taken_for_a_public_one(tmp_path: Path) -> None:
    card = make(tmp_path)
    with pytest.raises(TruyvetError, match="E708"):
        read_card(tmp_path / f"{card.id}.key")


def test_a_full_disk_makes_no_half_key(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "256k") as disk:
        ring = disk / "keys"
        make(ring)
        with filled(disk, 0), pytest.raises(TruyvetError, match="E901"):
            make(ring, number=1)
        assert len(Keyring(ring).files()) == 1
        make(ring, number=1)
        assert len(Keyring(ring).files()) == 2


def test_a_folder_of_keys_that_cannot_be_read_is_an_error_with_a_code() -> None:
    with open_to_all() as place:
        make(place / "keys")  # belongs to root, mode 0700

        def refused() -> None:
            with pytest.raises(TruyvetError, match="E902"):
                Keyring(place / "keys").files()

        as_nobody(refused)
