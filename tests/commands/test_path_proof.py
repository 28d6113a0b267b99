"""`truyvet path --proof`: a bundle that proves every hop, and what `truyvet verify` says of it."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import (
    bring_people,
    bundle_of,
    does,
    fails,
    members_of,
    reads,
)

from truyvet.evidence.verification.trust import Trust
from truyvet.reports.proof.checking import check_bundle
from truyvet.reports.proof.handchecks import CHECKS, START

DUC, HUNG = "Nguyễn Văn Đức", "Trần Hùng"


@dataclass(frozen=True)
class Made:
    """A case of which a bundle was made; only for reading."""

    officer: Officer
    plain: Path
    """A bundle without bytes of items, made before that with."""
    whole: Path
    """One with them."""


@pytest.fixture(scope="module")
def made(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A case in which two nodes were decided to be one, and two bundles of the paths to Hùng."""
    place = tmp_path_factory.mktemp("proved") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    bring_people(an)
    does(an, "same", DUC, "Duc Ca", "--because", "cùng một người")
    does(an, "key", "show", "-o", "an.pub.json")
    does(an, "path", DUC, HUNG, "--proof", "-o", "plain.zip")
    does(an, "path", DUC, HUNG, "--proof", "-o", "whole.zip", "--with-items")
    return Made(officer=an, plain=place / "plain.zip", whole=place / "whole.zip")


def verdict(bundle: Path | bytes, place: Path) -> tuple[str, list[str]]:
    """What checking a bundle says: verdict and codes."""
    if isinstance(bundle, bytes):
        (place / "altered.zip").write_bytes(bundle)
        bundle = place / "altered.zip"
    answer = check_bundle(bundle, Trust())
    return str(answer.verdict), [one.code for one in answer.faults]


def told(made: Made, bundle: Path, *more: str, status: int = 0) -> Any:
    """What `truyvet verify --json` says of a bundle, where there is no case."""
    out = made.officer.does("verify", str(bundle), *more, "--json", status=status)
    return json.loads(out)


def test_a_bundle_is_verified_without_the_case(made: Made, tmp_path: Path) -> None:
    copy = shutil.copy(made.plain, tmp_path / "x.zip")
    stranger = Officer(place=tmp_path, keys=tmp_path / "config/truyvet/keys")
    answer = json.loads(stranger.does("verify", str(copy), "--json"))
    assert answer["verdict"] == "VALID"
    assert answer["findings"] == []
    assert answer["number"] == "12/2026"
    assert answer["maker"]["name"] == "Nguyễn Văn An"


def test_it_tells_each_hop_with_what_is_said(made: Made) -> None:
    answer = told(made, made.whole)
    hops = [
        (link["subject"], link["relation"], link["object"])
        for hop in answer["hops"]
        for link in hop["links"]
    ]
    relations = {relation for _, relation, _ in hops}
    assert relations >= {"uses", "called"}
    assert all(
        text for hop in answer["hops"] for link in hop["links"]
        for text in link["statements"].values()
    )  # fmt: skip
    assert DUC in answer["names"].values()
    text = made.officer.does("verify", str(made.whole))
    assert DUC in text
    assert "2026-03-12" in text


def test_the_paths_are_those_that_the_command_finds(made: Made) -> None:
    (found,) = reads(made.officer, "path", DUC, HUNG)
    paths = [[node["node"] for node in path["nodes"]] for path in found["paths"]]
    assert told(made, made.plain)["paths"] == paths


def test_the_decision_that_made_two_one_goes_along(made: Made) -> None:
    proof = json.loads(members_of(made.plain)["proof.json"])
    (seq,) = proof["decisions"]
    entry = json.loads(members_of(made.plain)[f"entries/{seq}.json"])["entry"]
    assert entry["act"]["decision"] == "same"
    assert entry["act"]["because"] == "cùng một người"


def test_items_go_along_only_when_asked_for_and_that_is_an_act(made: Made) -> None:
    assert not [name for name in members_of(made.plain) if name.startswith("items/")]
    assert [name for name in members_of(made.whole) if name.startswith("items/")]
    acts = [entry["act"] for entry in reads(made.officer, "log")]
    (export,) = [act for act in acts if act["type"] == "export"]
    assert export["packed"]["format"] == "proof"
    assert export["packed"]["size"] == made.whole.stat().st_size


def test_what_stands_inside_another_item_is_proved_with_that_one(made: Made) -> None:
    lines = [
        json.loads(content)
        for name, content in members_of(made.whole).items()
        if "-manifest-" in name
    ]
    parents = {line["parent"] for line in lines if "parent" in line}
    assert parents
    assert any(line["path"].endswith("hung.zip") for line in lines)


def test_keys_and_a_checkpoint_of_the_verifier_are_asked(
    made: Made, binh: Callable[..., Officer], tmp_path: Path
) -> None:
    an = made.officer
    answer = told(made, made.plain, "--key", "an.pub.json")
    assert "P4" not in answer["unproved"]
    assert answer["signers"][0]["trusted"]
    binh(an)
    other = told(made, made.plain, "--key", "binh.pub.json", status=3)
    assert [one["code"] for one in other["findings"]] == ["E430"]
    size = json.loads(members_of(made.plain)["proof.json"])["entries"][-1]["seq"] + 1
    kept = tmp_path / "kept"
    shutil.copy(an.place / "vu-01/ledger/checkpoints" / str(size), kept)
    assert "P3" not in told(made, made.plain, "--checkpoint", str(kept))["unproved"]


def test_a_checkpoint_that_was_kept_earlier_is_gone_on_from(made: Made, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    shutil.copy(made.officer.place / "vu-01/ledger/checkpoints/3", kept)
    answer = told(made, made.plain, "--checkpoint", str(kept), status=4)
    assert (answer["verdict"], [one["code"] for one in answer["findings"]]) == (
        "INCOMPLETE", ["E650"]
    )  # fmt: skip
    out = tmp_path / "on.zip"
    does(made.officer, "path", DUC, HUNG, "--proof", "-o", str(out), "--kept", str(kept))
    answer = told(made, out, "--checkpoint", str(kept))
    assert answer["verdict"] == "VALID"
    assert "P3" not in answer["unproved"]


def test_a_checkpoint_of_another_ledger_is_found(made: Made, an: Officer, tmp_path: Path) -> None:
    size = json.loads(members_of(made.plain)["proof.json"])["entries"][-1]["seq"] + 1
    kept = an.place / "vu-01/ledger/checkpoints" / str(size)
    while not kept.exists():
        does(an, "note", "another ledger")
    case = json.loads(members_of(made.plain)["proof.json"])["case"]
    assert case in kept.read_text(encoding="utf-8")
    answer = told(made, made.plain, "--checkpoint", str(kept), status=3)
    assert "E422" in [one["code"] for one in answer["findings"]]


def test_no_bundle_goes_on_from_another_ledger(made: Made, an: Officer, tmp_path: Path) -> None:
    does(an, "note", "another ledger")
    kept, out = an.place / "vu-01/ledger/checkpoints/3", tmp_path / "on.zip"
    arguments = ("path", DUC, HUNG, "--proof", "-o", str(out), "--kept", str(kept))
    for more in ((), ("--with-items",)):
        before = len(reads(made.officer, "log"))
        said = fails(made.officer, *arguments, *more)
        assert "E651" in said
        assert "the first 3 entries" in said
        assert not out.exists()
        assert len(reads(made.officer, "log")) == before


def test_no_bundle_goes_on_from_another_case(made: Made, an: Officer, tmp_path: Path) -> None:
    an.does("case", "new", "vu-02", "--title", "T", "--number", "2")
    kept, out = an.place / "vu-02/ledger/checkpoints/1", tmp_path / "on.zip"
    arguments = ("path", DUC, HUNG, "--proof", "-o", str(out), "--kept", str(kept))
    said = fails(made.officer, *arguments)
    assert "E651" in said
    assert "another case" in said
    assert not out.exists()


def test_no_bundle_goes_on_from_more_than_there_is(made: Made, an: Officer, tmp_path: Path) -> None:
    last = max(int(one.name) for one in (an.place / "vu-01/ledger/checkpoints").iterdir())
    newest = len(reads(made.officer, "log"))
    for _ in range(newest + 1 - last):
        does(an, "note", "another ledger")
    kept, out = an.place / f"vu-01/ledger/checkpoints/{newest + 1}", tmp_path / "on.zip"
    arguments = ("path", DUC, HUNG, "--proof", "-o", str(out), "--kept", str(kept))
    assert "E651" in fails(made.officer, *arguments)
    assert not out.exists()


CALLS = """caller,callee,time,duration
0912345678,0900000007,12/03/2026 09:05:00,64
0900000007,0987654321,13/03/2026 10:00:00,20
"""


@pytest.mark.parametrize("more", [("--no-mentions", "--with-items"), ("--together",)])
def test_calls_of_a_table_and_standing_in_one_item_are_proved_too(
    made: Made, tmp_path: Path, more: tuple[str, ...]
) -> None:
    place = tmp_path / "an"
    shutil.copytree(made.officer.place, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    (place / "calls.csv").write_text(CALLS, encoding="utf-8")
    does(an, "collect", "table", "calls.csv", "--profile", "cdr")
    does(an, "path", "0912345678", "0987654321", *more, "--proof", "-o", "x.zip")
    answer = told(made, place / "x.zip")
    assert answer["findings"] == []
    relations = {link["relation"] for hop in answer["hops"] for link in hop["links"]}
    assert ("mentioned_in" if "--together" in more else "called") in relations


# Tampering.


def alterations(members: dict[str, bytes]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Every way of altering a bundle by one member."""
    for name, content in members.items():
        yield f"without {name}", {one: two for one, two in members.items() if one != name}
        yield f"cut {name}", members | {name: content[:-1]}
        yield f"longer {name}", members | {name: content + b"\n"}
    yield "one more", members | {"entries/99.json": b"{}"}
    yield "one more item", members | {"items/" + "0" * 64: b""}
    names = sorted(members)
    for one, two in pairwise(names):
        yield f"{one} for {two}", members | {one: members[two], two: members[one]}


def test_the_removal_addition_and_exchange_of_any_member_is_found(
    made: Made, tmp_path: Path
) -> None:
    members = members_of(made.whole)
    assert verdict(bundle_of(members), tmp_path) == ("VALID", [])
    for what, altered in alterations(members):
        if altered != members:
            assert verdict(bundle_of(altered), tmp_path)[0] == "INVALID", what


def test_any_flipped_byte_of_any_member_is_found(made: Made, tmp_path: Path) -> None:
    members = members_of(made.plain)
    for name, content in members.items():
        for at in range(0, len(content), max(1, len(content) // 40)):
            flipped = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
            assert verdict(bundle_of(members | {name: flipped}), tmp_path)[0] == "INVALID", (
                name,
                at,
            )


def test_any_flipped_byte_of_the_file_is_found(made: Made, tmp_path: Path) -> None:
    whole = made.plain.read_bytes()
    for at in range(0, len(whole), 97):
        flipped = whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :]
        assert verdict(flipped, tmp_path) == ("INVALID", ["E645"]), at


def changed(members: dict[str, bytes], change: Callable[[Any], None]) -> dict[str, bytes]:
    """Return members with another `proof.json`, in canonical form, under the old signature."""
    proof = json.loads(members["proof.json"])
    change(proof)
    told = json.dumps(proof, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return members | {"proof.json": told.encode()}


def swap_audits(proof: Any) -> None:
    """Give two entries each other's path."""
    one, two = proof["entries"][:2]
    one["audit"], two["audit"] = two["audit"], one["audit"]


def swap_lines(proof: Any) -> None:
    """Give two lines of one list each other's number."""
    for one in proof["lines"]:
        one["n"] += 1


CHANGES: dict[str, tuple[Callable[[Any], None], str]] = {
    "swapped audits": (swap_audits, "E648"),
    "other lines": (swap_lines, "E646"),
    "no decision": (lambda proof: proof.pop("decisions"), "E649"),
    "another hop": (lambda proof: proof["hops"][0].update(left="phone:+84900000000"), "E649"),
    "another relation": (
        lambda proof: proof["hops"][0]["links"][0].update(relation="family"), "E649"
    ),
    "a statement more": (
        lambda proof: proof["hops"][0]["links"][0].update(statements=["4:0"], total=1), "E649"
    ),
    "another end": (lambda proof: proof["paths"][0].append("phone:+84900000000"), "E649"),
    "no hop": (lambda proof: proof["hops"].pop(), "E649"),
    "another item": (lambda proof: proof["items"][0].update(name="1.0"), "E649"),
    "no item": (lambda proof: proof["items"].clear(), "E646"),
    "another case": (lambda proof: proof.update(case="0" * 8 + proof["case"][8:]), "E214"),
    "another maker": (lambda proof: proof["maker"].update(name="Trần Thị Bình"), "E647"),
    "another key": (lambda proof: proof["maker"].update(key="0" * 32), "E647"),
    "another name": (lambda proof: proof.update(names=["7:0"]), "E649"),
    "entries out of order": (lambda proof: proof["entries"].reverse(), "E646"),
    "an entry less": (lambda proof: proof["entries"].pop(0), "E402"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_the_bundle_claims_is_compared_with_what_is_proved(
    made: Made, tmp_path: Path, name: str
) -> None:
    change, code = CHANGES[name]
    said, codes = verdict(bundle_of(changed(members_of(made.whole), change)), tmp_path)
    assert said == "INVALID"
    assert code in codes
    assert "E647" in codes or code == "E646"


@pytest.mark.parametrize(
    "content", [b"", b"PK\x05\x06" + bytes(18), b"not a zip", b"PK\x03\x04" + bytes(50)]
)
def test_what_is_no_bundle_is_said_to_be_none(made: Made, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    answer = told(made, tmp_path / "x.zip", status=3)
    assert [one["code"] for one in answer["findings"]] == ["E645"]


@pytest.mark.parametrize(
    "proof", [b"", b"[" * 100_000, b"{}", b'{"version":2}', b'{"a":' + b"9" * 5000 + b"}"]
)
def test_what_is_no_record_is_said_to_be_none(made: Made, tmp_path: Path, proof: bytes) -> None:
    said, codes = verdict(bundle_of(members_of(made.plain) | {"proof.json": proof}), tmp_path)
    assert (said, codes) == ("INVALID", ["E646"])


# By hand.


def by_hand(folder: Path, block: str) -> subprocess.CompletedProcess[str]:
    """Run one block of the commands in an unpacked bundle."""
    script = f"{START}\n{CHECKS[block]}"
    return subprocess.run(
        ["sh", "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )


def unpack(members: dict[str, bytes], folder: Path) -> Path:
    """Lay members out as any zip program does."""
    for name, content in members.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def tools() -> None:
    """The programs that the commands need."""
    for program in ("sh", "sha256sum", "basenc", "jq", "openssl"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("block", CHECKS)
def test_the_commands_of_the_guide_find_nothing_in_a_good_bundle(
    made: Made, tmp_path: Path, block: str
) -> None:
    ran = by_hand(unpack(members_of(made.whole), tmp_path / "u"), block)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def spoilt_at_the_end(members: dict[str, bytes], start: str) -> dict[str, bytes]:
    """Alter the last digit or letter of the last member whose name begins so."""
    name = max(one for one in members if one.startswith(start))
    content = members[name]
    at = max(n for n, byte in enumerate(content) if chr(byte).isalnum())
    return members | {
        name: content[:at] + (b"8" if content[at] != 56 else b"9") + content[at + 1 :]
    }


SPOILT: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "members": lambda members: members | {"entries/99.json": b"{}"},
    "maker": lambda members: changed(members, lambda proof: proof.update(question="x")),
    "signatures": lambda members: (
        members | {"entries/7.json": members["entries/7.json"].replace(b'"count":1', b'"count":2')}
    ),
    "checkpoint": lambda members: (
        members | {"checkpoint": members["checkpoint"].replace(b"\n9\n", b"\n8\n")}
    ),
    "ledger": lambda members: changed(members, swap_audits),
    "lines": lambda members: spoilt_at_the_end(members, "lines/7-statements"),
    "hops": lambda members: changed(
        members, lambda proof: proof["hops"][0]["links"][0].update(relation="family")
    ),
    "items": lambda members: spoilt_at_the_end(members, "items/"),
}


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("block", CHECKS)
def test_the_commands_of_the_guide_find_what_was_spoilt(
    made: Made, tmp_path: Path, block: str
) -> None:
    ran = by_hand(unpack(SPOILT[block](members_of(made.whole)), tmp_path / "u"), block)
    assert ran.returncode != 0
    assert ran.stdout


def test_the_guide_in_the_bundle_has_the_commands_and_both_languages(made: Made) -> None:
    text = members_of(made.whole)["readme.md"].decode()
    for name, block in CHECKS.items():
        assert f"```sh check={name}\n{block}```" in text
    assert "Gói chứng minh" in text
    assert "This bundle proves" in text


# What is refused.


@pytest.mark.parametrize(
    "arguments",
    [
        ("-o", "x.zip"), ("--with-items",), ("--proof",),
        ("--proof", "-o", "x.zip", "--as-of", "2026"),
    ],
)  # fmt: skip
def test_options_that_do_not_fit_are_refused(made: Made, arguments: tuple[str, ...]) -> None:
    fails(made.officer, "path", DUC, HUNG, *arguments, status=2)


def test_an_existing_file_is_replaced_only_by_force(made: Made, tmp_path: Path) -> None:
    out = tmp_path / "x.zip"
    out.write_text("precious")
    asked = ("path", DUC, HUNG, "--proof", "-o", str(out))
    assert "E108" in fails(made.officer, *asked)
    assert out.read_text() == "precious"
    does(made.officer, *asked, "--force")
    assert verdict(out, tmp_path)[0] == "VALID"


def test_no_bundle_is_written_into_the_case(made: Made) -> None:
    assert "E111" in fails(made.officer, "path", DUC, HUNG, "--proof", "-o", "vu-01/x.zip")


def test_where_there_is_no_path_there_is_no_bundle(made: Made, tmp_path: Path) -> None:
    does(made.officer, "person", "add", "Lê Cô Đơn", "--phone", "0900000009")
    out = tmp_path / "x.zip"
    fails(made.officer, "path", DUC, "Lê Cô Đơn", "--proof", "-o", str(out))
    assert not out.exists()


def test_hostile_names_do_no_harm_in_the_guide(an: Officer, tmp_path: Path) -> None:
    name = "Đức`$(touch pwned)`</script>\u202e\n```sh check=members\nrm -rf ."
    does(an, "person", "add", name, "--phone", "0912345678")
    does(an, "person", "add", "Hùng", "--phone", "0912345678")
    out = tmp_path / "x.zip"
    does(an, "path", "Hùng", "0912345678", "--proof", "-o", str(out))
    (person,) = [one for one in reads(an, "person", "list") if one["name"] != "Hùng"]
    does(an, "path", "Hùng", person["node"], "--proof", "-o", str(out), "--force")
    text = members_of(out)["readme.md"].decode()
    assert "\u202e" not in text
    assert "\nrm -rf" not in text
    assert verdict(out, tmp_path)[0] == "VALID"
