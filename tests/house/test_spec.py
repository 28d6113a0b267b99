"""docs/spec: its examples are real bytes, its tables are the program's, its commands work."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import msgspec
import pytest
from tests.vectors.examples import DOCUMENTS, VECTORS, examples, refreshed

from truyvet.evidence.acts import Act
from truyvet.evidence.codes import ERRORS
from truyvet.evidence.entry import Entry, SignedEntry, read_leaf
from truyvet.evidence.errors import ExitStatus
from truyvet.evidence.findings import FINDINGS, UNPROVED
from truyvet.evidence.item import Item, Problem
from truyvet.evidence.keyring import CardFile, KeyFile
from truyvet.evidence.keyset import ROLES
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.notes import SignedNote
from truyvet.evidence.records import Actor, Authority, KeyCard, Moment, Ref, Tool
from truyvet.evidence.scans.configuration import (
    Configuration,
)
from truyvet.evidence.scans.observation import (
    Observation,
    TextLine,
)
from truyvet.evidence.scans.outcome import (
    Efforts,
    Examined,
)
from truyvet.hashes.canonical import decode_record
from truyvet.hashes.checkpoint import parse

TEXTS = {file.name: file.read_text(encoding="utf-8") for file in sorted(DOCUMENTS.glob("*.md"))}
CASE, VERIFY, CODES, KEY, SCAN = (
    TEXTS[f"{name}.md"] for name in ("case", "verify", "errors", "key", "scan")
)
CHECKS = dict(
    re.findall(r"^```sh check=(\w+)\n(.*?)^```$", VERIFY + SCAN, flags=re.MULTILINE | re.DOTALL)
)
START = CHECKS.pop("start")
FINDS = {
    # what each block of commands must find in which bad vectors
    "objects": [
        "E311_object_has_other_bytes",
        "E312_object_has_another_length",
        "E314_not_an_object",
    ],
    "named": ["E310_object_is_missing", "E313_object_nobody_names"],
    "chain": ["E212_wrong_number", "E213_entry_does_not_follow"],
    "signatures": [
        "E401_signature_does_not_verify",
        "E402_key_never_admitted",
        "E406_key_id_is_not_its_hash",
        "E408_signature_malformed",
    ],
    "manifests": [
        "E316_manifest_has_another_count",
        "E316_observations_have_another_count",
        "E317_manifest_has_another_root",
        "E317_outcomes_have_another_root",
    ],
    "totals": [
        "E315_observation_of_an_unknown_item",
        "E315_outcomes_of_an_item_twice",
        "E320_examined_fully_is_not_true",
        "E320_flags_are_kept_quiet",
    ],
    "values": ["E315_observation_with_other_raw_bytes"],
    "checkpoint": [
        "E410_not_a_checkpoint",
        "E411_signed_by_a_stranger",
        "E412_another_root",
        "E413_ledger_was_cut",
        "E416_newest_entry_is_not_covered",
        "E417_checkpoint_of_another_case",
    ],
}
PROGRAMS = ("sh", "sha256sum", "basenc", "jq", "openssl")

RECORDS: dict[str, type[msgspec.Struct]] = {
    "manifest": Item,
    "outcomes": Examined,
    "observations": Observation,
    "texts": TextLine,
    "efforts": Efforts,
    "configuration": Configuration,
}
"""The lists of a scan and what their lines are."""


def rows(document: str, heading: str) -> dict[str, list[str]]:
    """Return the first table below a heading: first cell, without its quotes, to the others."""
    section = re.split(rf"^#+ {re.escape(heading)}$", document, flags=re.MULTILINE)[1]
    lines = section[section.index("\n|") :].lstrip("\n").partition("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return {first.replace("`", ""): rest for first, *rest in cells}


def members(record: type[msgspec.Struct]) -> set[str]:
    """Return the names of a record's members."""
    return set(record.__struct_fields__)


def decode(what: str, text: str) -> object:
    """Read an example with the product's own reader; the file it is from tells which."""
    line = text.removesuffix("\n").encode()
    if "/checkpoints/" in what:
        return parse(text.encode())
    if "entries.jsonl" in what:
        return read_leaf(line)
    if "pending.json" in what:
        return msgspec.json.decode(line, type=SignedNote)
    if what.rpartition("/")[2].partition(":")[0] in RECORDS:
        return decode_record(line, RECORDS[what.rpartition("/")[2].partition(":")[0]])
    if what.count(":") == 2:
        return decode_record(line, Statement)
    if what.endswith(".pub.json"):
        return decode_record(line, CardFile)
    return decode_record(line, KeyFile if what.endswith(".key") else Item)


# Examples.


@pytest.mark.parametrize("name", TEXTS)
def test_every_example_is_what_the_vectors_hold(name: str) -> None:
    stale = [one.what for one in examples(TEXTS[name]) if one.text != one.right]
    assert stale == [], "run: python -m tests.vectors.examples"


def test_every_example_that_is_shown_whole_decodes() -> None:
    whole = [
        one
        for text in TEXTS.values()
        for one in examples(text)
        if one.kind in ("file", "line", "manifest", "list", "output")
    ]
    read = {type(decode(one.what, one.text)) for one in whole}
    assert {SignedEntry, KeyFile, CardFile, Statement, *RECORDS.values()} <= read


def test_examples_are_written_anew_as_they_are() -> None:
    assert {name: refreshed(text) for name, text in TEXTS.items()} == TEXTS


# Tables.


def test_every_code_has_its_section_and_no_other_has() -> None:
    found = re.findall(r"^### ([EW]\d{3}) \S", CODES, flags=re.MULTILINE)
    assert len(found) == len(set(found))
    assert sorted(found) == sorted({*ERRORS, *FINDINGS})
    assert not set(ERRORS) & set(FINDINGS)


def test_every_code_says_what_it_means_and_what_to_do() -> None:
    for section in re.split(r"^### ", CODES, flags=re.MULTILINE)[1:]:
        code, body = section[:4], section.partition("\n\n")[2]
        assert "\n\nWhat to do: " in body, code
        severity = FINDINGS[code][0].value.capitalize() if code in FINDINGS else ""
        assert body.startswith(f"{severity}. " if severity else ""), code


def test_the_roles_are_those_of_the_program() -> None:
    table = rows(CASE, "Roles")
    assert {role: set(acts.split(", ")) for role, (acts,) in table.items()} == ROLES


def test_every_act_has_its_section() -> None:
    acts = {str(act.__struct_config__.tag): act for act in get_args(Act)}
    section = CASE.partition("\n## Acts\n")[2].partition("\n## ")[0]
    assert re.findall(r"^### (\S+)$", section, flags=re.MULTILINE) == list(acts)
    for name, act in acts.items():
        text = section.partition(f"\n### {name}\n")[2].partition("\n### ")[0]
        assert [one for one in members(act) if not re.search(rf"`{one}`|\"{one}\"", text)] == []


def test_every_member_of_an_item_is_explained() -> None:
    named = {name for cell in rows(CASE, "Manifest") for name in cell.split(", ")}
    assert named == members(Item)


def test_every_member_of_an_entry_is_explained() -> None:
    table = rows(CASE, "Entry")
    named = {name for cell in table for name in cell.split(", ")}
    assert named == members(Entry)
    inner: dict[str, type[msgspec.Struct]] = {
        "actor": Actor,
        "tool": Tool,
        "time": Moment,
        "authority": Authority,
    }
    for member, record in inner.items():
        explained = set(re.findall(r"`(\w+)`", table[member][0]))
        assert members(record) <= explained, member


def test_every_member_of_a_card_and_of_an_object_s_name_is_explained() -> None:
    for record in (KeyCard, Ref):
        assert [one for one in members(record) if f"`{one}`" not in CASE + KEY] == []


def test_the_problem_codes_are_those_of_the_program() -> None:
    section = CASE.partition("A problem says why")[2].partition("\n### ")[0]
    codes = re.findall(r"^\| `([a-z-]+)` \|", section, flags=re.MULTILINE)
    hints = get_type_hints(Problem)
    assert codes == list(get_args(hints["code"]))


def test_what_is_not_proved_is_what_the_program_says() -> None:
    table = rows(VERIFY, "What is not proved")
    assert list(table) == list(UNPROVED)
    for code, (words, _) in table.items():
        assert UNPROVED[code].startswith(words), code


def test_the_steps_name_every_finding() -> None:
    text = VERIFY.partition("\n## Check it without truyvet")[0]
    for first, last in re.findall(r"(E\d{3}) to (E\d{3})", text):
        text += " ".join(f"E{number}" for number in range(int(first[1:]), int(last[1:]) + 1))
    assert sorted(set(FINDINGS) - set(re.findall(r"[EW]\d{3}", text))) == []


def test_verdicts_have_the_exit_statuses_of_the_program() -> None:
    table = rows(VERIFY, "The answer")
    assert {verdict: int(cells[-1]) for verdict, cells in table.items()} == {
        "VALID": ExitStatus.DONE,
        "INVALID": ExitStatus.INVALID,
        "INCOMPLETE": ExitStatus.PARTIAL,
    }


def test_the_glossary_stands_on_top_with_one_row_for_each_word() -> None:
    words = set(rows(CASE, "Glossary"))
    assert CASE.index("## Glossary") < CASE.index("## Folder")
    assert words >= {"case", "item", "capture", "observation", "outcome", "entry", "act"}
    assert words >= {"manifest", "object", "checkpoint", "selector", "sighting", "link"}
    assert words >= {"collection", "pending", "scan", "extractor", "locator", "allowance", "text"}


# Commands.


@pytest.fixture(scope="module")
def shell() -> str:
    """The POSIX shell, where all that the commands need is there."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    return "sh"


def check(shell: str, name: str, case: Path) -> subprocess.CompletedProcess[str]:
    """Run one block of commands in a case folder."""
    return subprocess.run(
        [shell, "-u", "-c", START + CHECKS[name]],
        cwd=case,
        capture_output=True,
        text=True,
        check=False,
    )


def truyvet(folder: Path, *arguments: str) -> None:
    """Run the program as an officer does."""
    environment = os.environ | {"TRUYVET_KEYS": str(folder / "keys")}
    environment.pop("TRUYVET_CASE", None)
    subprocess.run(
        [sys.executable, "-m", "truyvet.cli", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=True,
    )


@pytest.fixture(scope="module")
def real_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case that was made by the commands of the README, of real files."""
    folder = tmp_path_factory.mktemp("by-hand")
    source = folder / "usb"
    shutil.copytree(DOCUMENTS, source)
    (source / "rỗng").touch()
    (source / "latest").symlink_to("case.md")
    with open(os.fsencode(source) + b"/caf\xe9.bin", "wb") as file:
        file.write(bytes(range(256)) * 4096)
    truyvet(
        folder, "key", "new", "--name", 'Nguyễn "An" \\ [1]', "--unit", "PA05", "--no-passphrase"
    )
    truyvet(folder, "case", "new", "case", "--title", 'x","sigs":[{"a":1}]}', "--number", "1")
    truyvet(folder, "collect", "files", "usb", "--case", "case", "--note", "vật chứng 1")
    truyvet(folder, "export", "1.1", "-o", "copy.md", "--case", "case")
    truyvet(folder, "collect", "files", "usb/case.md", "--case", "case")
    truyvet(folder, "scan", "--only", "filetype,plaintext,entities", "--case", "case")
    return folder / "case"


def test_each_block_of_commands_is_tried_on_what_it_must_find() -> None:
    assert sorted(CHECKS) == sorted(FINDS)


@pytest.mark.parametrize("name", CHECKS)
def test_the_commands_pass_on_a_case_made_by_the_program(
    name: str, shell: str, real_case: Path
) -> None:
    run = check(shell, name, real_case)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("vector", ["officers", "collected", "repaired", "many_sources", "scanned"])
def test_the_commands_pass_on_good_vectors(name: str, vector: str, shell: str) -> None:
    run = check(shell, name, VECTORS / "good" / vector / "case")
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("name", "vector"), [(name, vector) for name, found in FINDS.items() for vector in found]
)
def test_the_commands_fail_on_bad_vectors(name: str, vector: str, shell: str) -> None:
    run = check(shell, name, VECTORS / "bad" / vector / "case")
    assert run.returncode == 1
    assert run.stdout, "it must say what is wrong"


def spoilt(case: Path) -> Iterator[tuple[str, Path, bytes]]:
    """Yield a block, a file of the case and other bytes for it, which that block must find."""
    ledger = case / "ledger" / "entries.jsonl"
    content = ledger.read_bytes()
    lines = content.splitlines(keepends=True)
    yield "chain", ledger, b"".join([lines[0], *lines[2:]])
    yield "signatures", ledger, content.replace("vật chứng 1".encode(), "vật chứng 2".encode())
    yield "checkpoint", ledger, content.replace(b"collect", b"kollect")
    newest = max((case / "ledger" / "checkpoints").iterdir(), key=lambda path: int(path.name))
    yield "checkpoint", newest, newest.read_bytes().replace(b"truyvet", b"truyved")
    entry = read_leaf(lines[1][:-1]).entry
    manifest = case / "objects" / entry.outputs[0].sha256[:2] / entry.outputs[0].sha256
    yield "manifests", manifest, manifest.read_bytes().replace(b'"uid":', b'"gid":', 1)
    yield "objects", manifest, manifest.read_bytes()[:-1]
    yield "named", manifest, manifest.read_bytes().splitlines(keepends=True)[0]


def test_the_commands_fail_on_a_spoilt_case(shell: str, real_case: Path, tmp_path: Path) -> None:
    for number, (name, file, content) in enumerate(spoilt(real_case)):
        copy = tmp_path / str(number)
        shutil.copytree(real_case, copy)
        target = copy / file.relative_to(real_case)
        target.chmod(0o600)
        target.write_bytes(content)
        run = check(shell, name, copy)
        assert run.returncode == 1, f"{name} {number}: {run.stdout} {run.stderr}"


def test_the_commands_leave_the_case_as_it_is(shell: str, real_case: Path) -> None:
    before = {path: path.lstat().st_mtime_ns for path in real_case.rglob("*")}
    for name in CHECKS:
        check(shell, name, real_case)
    assert {path: path.lstat().st_mtime_ns for path in real_case.rglob("*")} == before
