"""`truyvet hashset` over lists of every kind, odd lines, several sets, and damage of each part."""

import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest


def digest(text: str, algorithm: str = "sha256") -> str:
    """The digest of a text, in hexadecimal."""
    return hashlib.new(algorithm, text.encode(), usedforsecurity=False).hexdigest()


L, L2, M, S = digest("a"), digest("b"), digest("a", "md5"), digest("a", "sha1")
LISTS = {
    "checksums": f"{L}  a.exe\n{L2} *b c.exe\n",
    "digests": f"{L}\n{L2}\n",
    "CSV": f"name,size,sha256\na,,\nb,1,{L}\nc,2,{L2}\n",
    "hashdeep": f"%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n1,{M},{L},a, b\n2,{M},{L2},c\n",
}


@pytest.fixture
def an(newcomer: Any) -> Any:
    """An officer with a folder of his own for sets."""
    return newcomer.with_(TRUYVET_HASHSETS=str(newcomer.place / "sets"))


def bring(
    officer: Any, content: str | bytes, *options: str, name: str = "C02", known: str = "bad"
) -> Any:
    """Import a list; how it ended."""
    raw = content.encode() if isinstance(content, str) else content
    Path(officer.place, "list").write_bytes(raw)
    return officer.run("hashset", "import", "list", "--name", name, "--known", known, *options)


@pytest.mark.parametrize("kind", LISTS)
def test_each_kind_of_list_is_imported_and_looked_up(an: Any, kind: str) -> None:
    ran = bring(an, LISTS[kind], "--json")
    result = json.loads(ran.stdout)
    assert (result["kind"], result["rows"]) == (kind, 2)
    assert ran.returncode == (4 if kind == "CSV" else 0)  # a row without a digest
    (found,) = an.reads("hashset", "look", L2)
    assert [one["name"] for one in found["sets"]] == ["C02"]


def test_a_reference_set_is_imported(an: Any) -> None:
    path = Path(an.place, "rds.db")
    made = sqlite3.connect(path)
    made.execute("CREATE TABLE FILE (sha256 TEXT, sha1 TEXT, md5 TEXT)")
    made.execute("INSERT INTO FILE VALUES (?, ?, ?)", (L.upper(), S.upper(), M.upper()))
    made.commit()
    made.close()
    ran = bring(an, path.read_bytes(), "--json", "--algorithm", "md5", name="NSRL", known="good")
    assert (ran.returncode, json.loads(ran.stdout)["kind"]) == (0, "NSRL RDSv3")
    assert an.does("hashset", "look", M, L) == f"{M}  known good: NSRL (md5)\n{L}  in no set\n"


def test_many_refused_lines_are_shown_in_part_and_counted(an: Any) -> None:
    ran = bring(an, f"{L}\n" + "".join(f"dòng {number}\n" for number in range(1_500)))
    assert ran.returncode == 4
    assert ran.stderr.count("no digest: ") == 20
    assert "1,500 lines of 1,501 gave no digest; --json lists the first 1000" in ran.stderr
    told = json.loads(bring(an, f"{L}\n" + "x\n" * 1_500, "--json", "--replace").stdout)
    assert (told["refused"], len(told["listed"])) == (1_500, 1_000)
    assert told["listed"][0] == {"line": 2, "reason": "no digest: 'x'"}


def test_lines_of_a_hostile_list_do_not_reach_the_terminal(an: Any) -> None:
    ran = bring(an, f"{L}\n\x1b[2J\x1b]0;x\x07\n")
    assert "\x1b" not in ran.stdout + ran.stderr


def test_a_name_with_control_signs_is_refused_or_shown_harmless(an: Any) -> None:
    bring(an, L, name="a\x1b[31mb")
    ran = an.run("hashset", "list")
    assert "\x1b" not in ran.stdout + ran.stderr


def test_sets_that_contradict_each_other_are_both_told(an: Any) -> None:
    bring(an, L, name="bad ones")
    bring(an, L, name="good ones", known="good")
    shown = an.does("hashset", "look", L)
    assert shown == f"{L}  known bad: bad ones (sha256); known good: good ones (sha256)\n"


@pytest.mark.parametrize("known", ["", "maybe", "Bad"])
def test_what_it_lists_is_good_or_bad(an: Any, known: str) -> None:
    assert bring(an, L, known=known).returncode == 2


@pytest.mark.parametrize("options", [(), ("--name", "x"), ("--known", "bad")])
def test_name_and_meaning_must_be_said(an: Any, options: tuple[str, ...]) -> None:
    Path(an.place, "list").write_text(L)
    assert an.run("hashset", "import", "list", *options).returncode == 2


def test_a_folder_is_no_list(an: Any) -> None:
    Path(an.place, "list").mkdir()
    ran = an.run("hashset", "import", "list", "--name", "x", "--known", "bad")
    assert ran.returncode == 1
    assert ran.stderr.startswith("truyvet: E")
    assert "Traceback" not in ran.stderr


def test_replacing_removes_sets_of_other_digests_too(an: Any) -> None:
    bring(an, f"{L}\n{M}\n{S}\n")
    assert len(an.reads("hashset", "list")) == 3
    bring(an, f"{L2}\n", "--replace")
    (one,) = an.reads("hashset", "list")
    assert (one["algorithm"], one["count"]) == ("sha256", 1)


def test_replacing_leaves_sets_of_other_names(an: Any) -> None:
    bring(an, L, name="one")
    bring(an, L2, name="two")
    bring(an, L2, "--replace", name="one")
    assert sorted(one["name"] for one in an.reads("hashset", "list")) == ["one", "two"]


@pytest.mark.parametrize("place", [0, 30, 4_080, 4_096, 4_200])
def test_damage_anywhere_is_found_by_checking(an: Any, place: int) -> None:
    bring(an, L)
    (file,) = Path(an.place, "sets").iterdir()
    content = bytearray(file.read_bytes())
    content[place] ^= 8
    file.write_bytes(content)
    (one,) = an.reads("hashset", "list", "--check", status=4)
    assert one["file"] == file.name
    assert one["state"] not in ("ok", "not checked")


def test_a_digest_is_looked_up_in_any_case_and_told_in_small_letters(an: Any) -> None:
    bring(an, f"{L.upper()}  a\n")
    assert [one["digest"] for one in an.reads("hashset", "look", L.upper(), L)] == [L, L]


def test_one_wrong_digest_refuses_the_whole_question(an: Any) -> None:
    bring(an, L)
    ran = an.run("hashset", "look", L, "xyz")
    assert (ran.returncode, ran.stdout, "E805" in ran.stderr) == (1, "", True)
