"""Gathering a bundle out of a case: what goes along, what is left out, what is refused."""

import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.reports.proof.support.forged import bundle, codes
from tests.reports.proof.support.made import (
    ACCOUNT,
    DUC,
    DUC_CA,
    EMAIL,
    HUNG,
    PHONE,
    make_case,
    named,
    said,
)  # fmt: skip
from tests.vectors.officers import AN, CHI, Desk

from truyvet.evidence.acts import Decide, KeyRevoke, Note
from truyvet.evidence.case import Case
from truyvet.evidence.checkpoints import CHECKPOINTS_NAME
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.stating import decide, retract, state
from truyvet.evidence.links.view import Links
from truyvet.evidence.verification.trust import Trust, read_kept
from truyvet.graph.paths import Question, find_paths
from truyvet.reports.proof.archive import write_archive
from truyvet.reports.proof.form import MAX_PATHS
from truyvet.reports.proof.gathering import Asked, Bundle, gather
from truyvet.reports.proof.handchecks import CHECKS, START

Made = tuple[Case, Desk]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """The case of the bundle of docs/spec/proof.md, and the desk of its officers."""
    return make_case(tmp_path / "case")


def gathered(made: Made, start: Node = EMAIL, goal: Node = HUNG, **how: Any) -> Bundle:
    """The bundle of the paths between two nodes."""
    case, desk = made
    with Links.open(case) as links:
        one, two = links.find(start), links.find(goal)
        assert one
        assert two
        paths = find_paths(links, one, two, Question(lens=Lens())).found
        acting = desk.acting(AN)
        asked = {"paths": paths, "question": "q", "software": "s"} | how
        return gather(case, links, Asked(**asked), acting, acting.clock())


def named_members(found: Bundle, start: str) -> list[str]:
    """The names of members that begin so."""
    return sorted(name for name in found.members if name.startswith(start))


def test_only_what_the_hops_need_goes_along(made: Made) -> None:
    found = gathered(made, EMAIL, ACCOUNT)
    assert named_members(found, "lines/") == [
        "lines/2-manifest-0.json", "lines/3-statements-0.json", "lines/3-statements-1.json",
        "lines/3-statements-2.json", "lines/3-statements-3.json",
    ]  # fmt: skip
    assert [one.seq for one in found.proof.entries] == [0, 1, 2, 3, 5]
    assert named_members(found, "items/") == []


def test_a_path_without_decisions_brings_none(made: Made) -> None:
    found = gathered(made, ACCOUNT, HUNG)
    assert found.proof.decisions == ()
    assert [one.seq for one in found.proof.entries] == [0, 1, 3, 4]


def test_a_decision_that_was_taken_back_is_left_out(made: Made, tmp_path: Path) -> None:
    case, desk = made
    undo = Decide(because="x", decision="undo", left=str(DUC), right=str(DUC_CA), undoes=5)
    with case.writing() as writer:
        decide(writer, desk.acting(AN), undo)
        again = Decide(because="x", decision="same", left=str(DUC_CA), right=str(DUC))
        decide(writer, desk.acting(CHI), again)
    found = gathered(made)
    assert found.proof.decisions == (7,)
    assert codes(found.members, tmp_path) == []


def test_a_confirmation_goes_along_with_its_decision(made: Made, tmp_path: Path) -> None:
    case, desk = made
    told = Decide(because="x", decision="same", left=str(DUC), right=str(DUC_CA), confirms=5)
    with case.writing() as writer:
        decide(writer, desk.acting(CHI), told)
    found = gathered(made)
    assert found.proof.decisions == (5,)
    assert 6 in [one.seq for one in found.proof.entries]
    assert codes(found.members, tmp_path) == []


def test_a_statement_that_was_ended_is_left_out(made: Made, tmp_path: Path) -> None:
    case, desk = made
    with case.writing() as writer:
        state(writer, desk.acting(AN), [said(HUNG, "transferred", ACCOUNT, since="2026-04-01")])
        retract(writer, desk.acting(AN), ["4:0"], "nhầm")
    found = gathered(made, ACCOUNT, HUNG)
    assert found.proof.hops[0].links[0].statements == ("6:0",)
    assert codes(found.members, tmp_path) == []


def test_keys_that_were_revoked_go_along(made: Made, tmp_path: Path) -> None:
    case, desk = made
    with case.writing() as writer:
        writer.append(desk.acting(AN), KeyRevoke(key=CHI.card.id, reason="mất máy"))
    found = gathered(made, ACCOUNT, HUNG)
    assert 6 in [one.seq for one in found.proof.entries]
    assert codes(found.members, tmp_path) == []


def test_what_has_nothing_to_do_with_it_stays_in_the_case(made: Made) -> None:
    case, desk = made
    with case.writing() as writer:
        writer.append(desk.acting(AN), Note(text="BÍ MẬT"))
        state(writer, desk.acting(AN), [named(Node(kind="person", value="9" * 16), "BÍ MẬT")])
    content = b"".join(gathered(made).members.values())
    assert "BÍ MẬT".encode() not in content


@pytest.mark.parametrize("with_items", [False, True])
def test_the_bytes_of_items_go_along_only_when_asked_for(made: Made, with_items: bool) -> None:
    found = gathered(made, with_items=with_items)
    assert len(named_members(found, "items/")) == int(with_items)
    assert [row.name for row in found.files] == ["2.0"] * with_items
    assert [one.file for one in found.proof.items] == [with_items]


@pytest.mark.parametrize("count", [0, 1, 2, 31, 32, 33])
def test_lists_of_any_length_are_proved(made: Made, tmp_path: Path, count: int) -> None:
    case, desk = made
    calls = [said(PHONE, "called", Node(kind="phone", value=f"+{n}")) for n in range(count)]
    with case.writing() as writer:
        state(writer, desk.acting(AN), [*calls, said(PHONE, "called", ACCOUNT)])
    found = gathered(made, PHONE, HUNG)
    assert f"lines/6-statements-{count}.json" in found.members
    assert codes(found.members, tmp_path) == []


def test_the_same_question_gives_the_same_bundle(tmp_path: Path) -> None:
    files = list[bytes]()
    for place in ("one", "two"):
        file = io.BytesIO()
        write_archive(file, gathered(make_case(tmp_path / place)).members)
        files.append(file.getvalue())
    assert files[0] == files[1]


def test_a_checkpoint_that_was_kept_is_gone_on_from(made: Made, tmp_path: Path) -> None:
    case, _ = made
    for size in case.checkpoints.sizes():
        kept = read_kept(case.checkpoints.read(size))
        found = gathered(made, kept=kept)
        assert codes(found.members, tmp_path, Trust(checkpoint=kept)) == []


def test_a_checkpoint_of_a_longer_ledger_cannot_be_gone_on_from(made: Made, tmp_path: Path) -> None:
    longer = make_case(tmp_path / "longer")
    with longer[0].writing() as writer:
        writer.append(longer[1].acting(AN), Note(text="x"))
    kept = read_kept(longer[0].checkpoints.read(7))
    with pytest.raises(TruyvetError) as caught:
        gathered(made, kept=kept)
    assert caught.value.code == "E651"


# What is refused.


def test_without_a_checkpoint_there_is_no_proof(made: Made) -> None:
    shutil.rmtree(made[0].folder / CHECKPOINTS_NAME)
    (made[0].folder / CHECKPOINTS_NAME).mkdir()
    with pytest.raises(TruyvetError) as caught:
        gathered(made)
    assert (caught.value.code, bool(caught.value.hint)) == ("E651", True)


@pytest.mark.parametrize("note", [b"", b"x", b"\x00" * 300])
def test_a_checkpoint_that_is_none_makes_no_proof(made: Made, note: bytes) -> None:
    case, _ = made
    newest = case.folder / CHECKPOINTS_NAME / str(case.checkpoints.sizes()[-1])
    newest.chmod(0o644)
    newest.write_bytes(note)
    with pytest.raises(TruyvetError) as caught:
        gathered(made)
    assert caught.value.code == "E651"


def test_a_checkpoint_that_lags_behind_makes_no_proof(made: Made) -> None:
    case, _ = made
    for size in case.checkpoints.sizes()[3:]:
        (case.folder / CHECKPOINTS_NAME / str(size)).unlink()
    with pytest.raises(TruyvetError) as caught:
        gathered(made)
    assert caught.value.code == "E651"


def test_more_paths_than_a_bundle_holds_are_refused(made: Made) -> None:
    case, desk = made
    with Links.open(case) as links:
        one, two = links.find(ACCOUNT), links.find(HUNG)
        assert one
        assert two
        paths = find_paths(links, one, two, Question(lens=Lens())).found
        acting = desk.acting(AN)
        asked = Asked(paths=list(paths) * (MAX_PATHS + 1), question="q", software="s")
        with pytest.raises(TruyvetError) as caught:
            gather(case, links, asked, acting, acting.clock())
    assert caught.value.code == "E651"


# The guide, and its commands by hand, for hostile names too.

HOSTILE = "`$(touch pwned)`</script>\u202e\n```sh check=members\nrm -rf .\n```"


@pytest.fixture
def hostile(made: Made) -> Bundle:
    """A bundle in which somebody is called so."""
    case, desk = made
    who = Node(kind="person", value="f" * 16)
    with case.writing() as writer:
        state(
            writer, desk.acting(AN),
            [named(who, HOSTILE), said(who, "uses", EMAIL, note=HOSTILE, facts={"a": HOSTILE})],
        )  # fmt: skip
    return gathered(made, who, HUNG, question=f"truyvet path {HOSTILE}")


def blocks(guide: str) -> Iterator[str]:
    """The names of the blocks of commands in a guide, as a reader of Markdown finds them."""
    inside = False
    for line in guide.splitlines():
        if line.startswith("```"):
            inside = not inside
            if inside:
                yield line


def test_hostile_names_add_no_commands_to_the_guide(hostile: Bundle) -> None:
    guide = hostile.members["readme.md"].decode()
    assert list(blocks(guide)) == [f"```sh check={name}" for name in ("start", *CHECKS)]
    assert "\u202e" not in guide


def test_a_bundle_with_hostile_names_is_checked_by_hand_and_by_program(
    hostile: Bundle, tmp_path: Path
) -> None:
    for program in ("sh", "sha256sum", "basenc", "jq", "openssl"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    assert codes(hostile.members, tmp_path) == []
    folder = tmp_path / "unpacked"
    shutil.unpack_archive(bundle(hostile.members, tmp_path), folder, "zip")
    before = sorted(folder.rglob("*"))
    for name, block in CHECKS.items():
        ran = subprocess.run(
            ["sh", "-c", f"{START}\n{block}"], cwd=folder, capture_output=True, check=False
        )
        assert (name, ran.returncode, ran.stdout, ran.stderr) == (name, 0, b"", b"")
    assert sorted(folder.rglob("*")) == before


def test_the_guide_tells_every_path_hop_and_statement(made: Made) -> None:
    found = gathered(made)
    guide = found.members["readme.md"].decode()
    proof = json.loads(found.members["proof.json"])
    for hop in proof["hops"]:
        assert f"`{hop['left']}`" in guide
        for link in hop["links"]:
            assert all(f"\n  - {name} `" in guide for name in link["statements"])
    for name in ("Nguyễn Văn Đức", "Đức Cá", "Trần Hùng"):
        assert f"(`{name}`)" in guide
    assert "decisions of entries: 5" in guide
