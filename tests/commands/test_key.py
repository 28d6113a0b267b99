"""`truyvet key`: made, listed, shown, handed over, admitted, revoked; and nothing secret shown."""

import base64
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SECRET = "correct horse battery staple"


def key_files(officer: Any) -> list[Path]:
    """The key files of an officer."""
    return sorted(officer.keys.glob("*.key"))


def make(officer: Any, *options: str) -> Any:
    """Make a key for An."""
    return officer.run("key", "new", "--name", "Nguyễn Văn An", "--unit", "PA05", *options)


def test_a_new_key_is_shown_with_its_words(newcomer: Any) -> None:
    made = make(newcomer, "--no-passphrase")
    assert made.returncode == 0
    lines = dict(line.split(None, 1) for line in made.stdout.splitlines())
    assert lines["name"] == "Nguyễn Văn An"
    assert lines["role"] == "investigator"
    assert len(lines["key"]) == 32
    assert lines["words"].count("-") == 7


def test_where_the_key_is_stored_is_said_on_stderr(newcomer: Any) -> None:
    made = make(newcomer, "--no-passphrase")
    assert str(newcomer.keys) in made.stderr
    assert str(newcomer.keys) not in made.stdout


def test_key_files_are_private(newcomer: Any) -> None:
    make(newcomer, "--no-passphrase")
    (file,) = key_files(newcomer)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(newcomer.keys.stat().st_mode) == 0o700


def test_keys_may_be_kept_in_a_folder_of_one_s_own(newcomer: Any) -> None:
    own = newcomer.with_(TRUYVET_KEYS=str(newcomer.place / "stick"))
    make(own, "--no-passphrase")
    assert list((newcomer.place / "stick").glob("*.key"))
    assert not key_files(newcomer)


def test_a_key_without_a_passphrase_must_be_asked_for(newcomer: Any) -> None:
    made = make(newcomer)
    assert made.returncode == 1
    assert "E709" in made.stderr
    assert "hint:" in made.stderr
    assert not key_files(newcomer)


def test_an_empty_passphrase_is_refused(newcomer: Any) -> None:
    made = make(newcomer.with_(TRUYVET_PASSPHRASE=""))
    assert made.returncode == 1
    assert "E710" in made.stderr
    assert not key_files(newcomer)


def test_an_unknown_role_is_wrong_usage(newcomer: Any) -> None:
    assert make(newcomer, "--role", "judge", "--no-passphrase").returncode == 2


@pytest.mark.parametrize("name", ["", "   "])
def test_an_empty_name_is_refused(newcomer: Any, name: str) -> None:
    made = newcomer.run("key", "new", "--name", name, "--unit", "PA05", "--no-passphrase")
    assert (made.returncode, made.stdout) == (1, "")
    assert "E112" in made.stderr


@pytest.mark.parametrize("name", [b"\xff", "x" * 4097])
def test_a_name_that_no_entry_takes_is_refused_with_a_code(
    newcomer: Any, name: str | bytes
) -> None:
    made = newcomer.run("key", "new", "--name", name, "--unit", "PA05", "--no-passphrase")
    assert made.returncode == 1
    assert made.stderr.startswith("truyvet: E1")


def test_a_sealed_key_signs_with_its_passphrase(newcomer: Any) -> None:
    an = newcomer.with_(TRUYVET_PASSPHRASE=SECRET)
    assert make(an).returncode == 0
    an.does("case", "new", "vu-01", "--title", "Lừa đảo", "--number", "1")
    assert an.reads("key", "list")[0]["sealed"] is True


def test_a_wrong_passphrase_writes_nothing(newcomer: Any) -> None:
    make(newcomer.with_(TRUYVET_PASSPHRASE=SECRET))
    wrong = newcomer.with_(TRUYVET_PASSPHRASE="wrong")
    opened = wrong.run("case", "new", "vu-01", "--title", "Lừa đảo", "--number", "1")
    assert (opened.returncode, opened.stdout) == (1, "")
    assert "E703" in opened.stderr
    assert not (newcomer.place / "vu-01").exists()


def test_a_sealed_key_without_a_terminal_says_how_to_give_the_passphrase(newcomer: Any) -> None:
    make(newcomer.with_(TRUYVET_PASSPHRASE=SECRET))
    opened = newcomer.run("case", "new", "vu-01", "--title", "Lừa đảo", "--number", "1")
    assert opened.returncode == 1
    assert "E709" in opened.stderr
    assert "TRUYVET_PASSPHRASE" in opened.stderr


def test_neither_passphrase_nor_private_key_reaches_output_or_case(an: Any) -> None:
    (file,) = key_files(an)
    seed = base64.b64decode(json.loads(file.read_bytes())["seed"])
    sealed = an.with_(TRUYVET_PASSPHRASE=SECRET)
    shown = [sealed.run("key", "show"), sealed.run("key", "list", "--json"), make(sealed)]
    written = b"".join(path.read_bytes() for path in an.place.joinpath("vu-01").rglob("*")
                       if path.is_file())  # fmt: skip
    shown_text = "".join(ran.stdout + ran.stderr for ran in shown).encode()
    sealed_files = b"".join(path.read_bytes() for path in key_files(an) if path != file)
    secrets = (seed, seed.hex().encode(), base64.b64encode(seed), SECRET.encode())
    assert not [one for one in secrets if one in written + shown_text + sealed_files]


def test_a_passphrase_is_asked_for_twice_and_not_shown(newcomer: Any) -> None:
    command = ("key", "new", "--name", "An", "--unit", "PA05")
    status, shown = newcomer.types(*command, answers=[SECRET, SECRET])
    assert status == 0
    assert SECRET not in shown
    assert newcomer.reads("key", "list")[0]["sealed"] is True


def test_two_different_passphrases_make_no_key(newcomer: Any) -> None:
    status, shown = newcomer.types(
        "key", "new", "--name", "An", "--unit", "PA05", answers=["one", "two"]
    )
    assert status == 1
    assert "E710" in shown
    assert not key_files(newcomer)


def test_keys_are_listed_one_json_object_a_line(an: Any) -> None:
    make(an, "--no-passphrase")
    keys = an.reads("key", "list")
    assert [key["name"] for key in keys] == ["Nguyễn Văn An"] * 2
    assert {key["sealed"] for key in keys} == {False}


def test_no_keys_are_an_empty_list(newcomer: Any) -> None:
    assert newcomer.reads("key", "list") == []


def test_no_key_says_how_to_make_one(newcomer: Any) -> None:
    shown = newcomer.run("key", "show")
    assert shown.returncode == 1
    assert "E701" in shown.stderr
    assert "truyvet key new" in shown.stderr


def test_two_keys_need_a_choice(an: Any) -> None:
    made = json.loads(make(an, "--no-passphrase", "--json").stdout)
    asked = an.run("--case", "vu-01", "collect", "files", "evidence")
    assert "E707" in asked.stderr
    an.does("--case", "vu-01", "collect", "files", "evidence", "--signer", made["id"][:8], status=1)
    chosen = an.reads("key", "list")
    first = next(key for key in chosen if key["id"] != made["id"])
    an.with_(TRUYVET_SIGNER=first["id"]).does("--case", "vu-01", "collect", "files", "evidence")


def test_the_public_part_is_written_to_a_file_once(an: Any) -> None:
    an.does("key", "show", "-o", "an.pub.json")
    assert "seed" not in (an.place / "an.pub.json").read_text()
    again = an.run("key", "show", "-o", "an.pub.json")
    assert again.returncode == 1
    assert "E108" in again.stderr


def test_a_reader_that_looks_away_does_not_keep_the_file_from_being_written(an: Any) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    an.run("key", "show", "-o", "an.pub.json", capture_output=False, stdout=writing)
    os.close(writing)
    assert (an.place / "an.pub.json").is_file()


def test_an_admitted_officer_may_sign(an: Any, binh: Callable[..., Any]) -> None:
    other = binh(an)
    refused = other.run("--case", "vu-01", "collect", "files", "evidence")
    assert "E704" in refused.stderr
    an.does("--case", "vu-01", "key", "admit", "binh.pub.json", "--purpose", "joins")
    other.does("--case", "vu-01", "collect", "files", "evidence")
    an.does("verify", "vu-01")


def test_a_role_bounds_what_an_officer_may_do(an: Any, binh: Callable[..., Any]) -> None:
    other = binh(an, role="analyst")
    an.does("--case", "vu-01", "key", "admit", "binh.pub.json")
    refused = other.run("--case", "vu-01", "collect", "files", "evidence")
    assert refused.returncode == 1
    assert "E706" in refused.stderr


def test_a_revoked_key_signs_no_more(an: Any, binh: Callable[..., Any]) -> None:
    other = binh(an)
    an.does("--case", "vu-01", "key", "admit", "binh.pub.json")
    key = other.reads("key", "list")[0]["id"]
    an.does("--case", "vu-01", "key", "revoke", key[:8], "--because", "laptop lost")
    refused = other.run("--case", "vu-01", "collect", "files", "evidence")
    assert "E705" in refused.stderr
    an.does("verify", "vu-01")


def test_a_key_is_admitted_once(an: Any, binh: Callable[..., Any]) -> None:
    binh(an)
    an.does("--case", "vu-01", "key", "admit", "binh.pub.json")
    assert "E711" in an.run("--case", "vu-01", "key", "admit", "binh.pub.json").stderr


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\x00", b"[" * 100_000])
def test_what_is_no_public_key_file_is_refused(an: Any, content: bytes) -> None:
    (an.place / "no-key").write_bytes(content)
    refused = an.run("--case", "vu-01", "key", "admit", "no-key")
    assert refused.returncode == 1
    assert "E708" in refused.stderr


def test_a_public_key_that_does_not_fit_its_id_is_refused(an: Any) -> None:
    an.does("key", "show", "-o", "an.pub.json")
    file = an.place / "an.pub.json"
    card = json.loads(file.read_text())
    forged = file.read_text().replace(card["card"]["id"], "0" * 32)
    file.write_text(forged)
    assert "E708" in an.run("--case", "vu-01", "key", "admit", "an.pub.json").stderr
