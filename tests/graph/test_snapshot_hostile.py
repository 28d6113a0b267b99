"""A snapshot is derived: whatever stands in its file, the answer is right or the error plain."""

import json
import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from tests.evidence.support.people import Clock, acting
from tests.graph.support.linking import linked, node, statement

from truyvet.evidence.acts import Decide
from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.stating import decide, retract, state
from truyvet.evidence.links.view import Links
from truyvet.evidence.verification.run import verify
from truyvet.evidence.verification.trust import Trust
from truyvet.graph.arrays import ArraySteps
from truyvet.graph.communities import communities
from truyvet.graph.components import components
from truyvet.graph.pagerank import pagerank_of
from truyvet.graph.paths import Question, find_paths
from truyvet.graph.ranking import rank
from truyvet.graph.snapshot import HEAD_BYTES, Snapshot, build, current, snapshot_of

TOLD = [("1", "2"), ("2", "3"), ("3", "4"), ("4", "5"), ("1", "3"), ("8", "9"), ("7", "7")]
ARRAYS = [one.name for one in fields(Snapshot) if one.name not in ("entries", "prev")]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return linked(tmp_path / "case", map(statement, TOLD))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, bytes]:
    """A case, and the bytes of its snapshot as they were built."""
    made = linked(tmp_path_factory.mktemp("made") / "case", map(statement, TOLD))
    with Links.open(made) as links:
        snapshot_of(made, links)
    return made, (made.folder / "links.snapshot").read_bytes()


def later(case: Case, *told: tuple[str, ...]) -> None:
    with case.writing() as writer:
        state(writer, acting(clock=Clock(90), seed=9), map(statement, told))


HEADS = {
    "an array of arrays": b"[" * HEAD_BYTES,
    "objects in objects": b'{"a":' * 800,
    "no text": b"\xff\xfe" * 2_000,
    "NUL": bytes(HEAD_BYTES),
    "a number": b"1".ljust(HEAD_BYTES),
    "null": b"null".ljust(HEAD_BYTES),
    "not a number": b'{"format": NaN}'.ljust(HEAD_BYTES),
    "no lengths": b'{"format": 2}'.ljust(HEAD_BYTES),
    "lengths a text": b'{"format": 2, "lengths": "x"}'.ljust(HEAD_BYTES),
    "RTL marks": '{"format": "\u202e1"}'.encode().ljust(HEAD_BYTES),
}


@pytest.mark.parametrize("name", sorted(HEADS))
def test_a_head_that_is_none_is_no_snapshot(shared: tuple[Case, bytes], name: str) -> None:
    case, content = shared
    (case.folder / "links.snapshot").write_bytes(HEADS[name] + content[HEAD_BYTES:])
    with Links.open(case) as links:
        assert current(case, links) is None
        assert snapshot_of(case, links).size == 8
        assert current(case, links) is not None


@pytest.mark.parametrize(
    "length", [-1, -(10**9), 0, 1, 2**31, 2**63, 10**40, 1.5, None, "3", True, [3]]
)
@pytest.mark.parametrize("name", ["ids", "ends", "out_counts"])
def test_a_length_that_is_none_is_no_snapshot(
    shared: tuple[Case, bytes], name: str, length: object
) -> None:
    case, content = shared
    head = json.loads(content[:HEAD_BYTES])
    head["lengths"][name] = length
    told = json.dumps(head).encode().ljust(HEAD_BYTES)
    (case.folder / "links.snapshot").write_bytes(told + content[HEAD_BYTES:])
    with Links.open(case) as links:
        assert current(case, links) is None
        assert (snapshot_of(case, links).size, snapshot_of(case, links).links) == (8, 6)


@pytest.mark.parametrize("cut", [1, 63, 64, 100, HEAD_BYTES - 1, HEAD_BYTES, HEAD_BYTES + 8])
def test_a_file_that_ends_too_early_is_no_snapshot(shared: tuple[Case, bytes], cut: int) -> None:
    case, content = shared
    (case.folder / "links.snapshot").write_bytes(content[:-cut] if cut < 100 else content[:cut])
    with Links.open(case) as links:
        assert current(case, links) is None
        assert snapshot_of(case, links).size == 8


@pytest.mark.parametrize("seed", range(40))
def test_any_bit_that_tips_makes_it_be_built_anew(shared: tuple[Case, bytes], seed: int) -> None:
    case, content = shared
    chance, damaged = Random(seed), bytearray(content)
    first = 0 if seed % 4 == 0 else HEAD_BYTES
    damaged[chance.randrange(first, len(content))] ^= 1 << chance.randrange(8)
    (case.folder / "links.snapshot").write_bytes(damaged)
    with Links.open(case) as links:
        assert current(case, links) is None
        snapshot_of(case, links)
    assert (case.folder / "links.snapshot").read_bytes() == content


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "zeros for a block": lambda content: content[:-64] + bytes(64),
    "a block of its own twice": lambda content: content[:-64] + content[-128:-64],
    "two blocks changed about": lambda c: c[:-128] + c[-64:] + c[-128:-64],
    "all arrays zero": lambda c: c[:HEAD_BYTES] + bytes(len(c) - HEAD_BYTES),
    "another sum": lambda c: headed(c, crc=0),
    "no sum": lambda c: headed(c, crc=None),
    "a sum that is true": lambda c: headed(c, crc=True),
    "a sum that is a text": lambda c: headed(c, crc=str(json.loads(c[:HEAD_BYTES])["crc"])),
    "more in its head": lambda c: headed(c, more=1),
    "another way to write its head": lambda c: c[: HEAD_BYTES - 1] + b"\n" + c[HEAD_BYTES:],
}


@pytest.mark.parametrize("name", sorted(DAMAGE))
def test_a_damaged_one_is_built_anew(shared: tuple[Case, bytes], name: str) -> None:
    case, content = shared
    (case.folder / "links.snapshot").write_bytes(DAMAGE[name](content))
    with Links.open(case) as links:
        assert current(case, links) is None
        assert snapshot_of(case, links).size == 8
    assert (case.folder / "links.snapshot").read_bytes() == content


def headed(content: bytes, **other: object) -> bytes:
    told = json.loads(content[:HEAD_BYTES]) | other
    return json.dumps(told).encode().ljust(HEAD_BYTES) + content[HEAD_BYTES:]


@pytest.mark.parametrize("seed", range(12))
def test_damage_with_a_sum_that_fits_gives_an_answer_or_a_plain_error(
    shared: tuple[Case, bytes], seed: int
) -> None:
    case, content = shared
    chance, damaged = Random(seed), bytearray(content)
    for _ in range(12):
        damaged[chance.randrange(HEAD_BYTES, len(content))] = chance.choice((0, 1, 127, 128, 255))
    head = json.loads(content[:HEAD_BYTES])
    del head["crc"]
    bare = json.dumps(head).encode().ljust(HEAD_BYTES)
    crc = zlib.crc32(damaged[HEAD_BYTES:], zlib.crc32(bare))
    (case.folder / "links.snapshot").write_bytes(headed(bytes(damaged), crc=crc))
    with Links.open(case) as links:
        held = current(case, links)
        assert held is not None
        start = links.find(parse_node(node("1")))
        goal = links.find(parse_node(node("5")))
        assert start is not None
        assert goal is not None
        for question in (
            lambda: components(held),
            lambda: pagerank_of(held),
            lambda: pagerank_of(held, directed=True),
            lambda: rank(links, held, "degree"),
            lambda: rank(links, held, "betweenness"),
            lambda: communities(links, held),
            lambda: ArraySteps(links, Lens(), held).reached([start.id]),
            lambda: find_paths(links, start, goal, Question(lens=Lens()), held),
        ):
            assert told_by(question) in ("", "E576")


def told_by(question: Callable[[], object]) -> str:
    """The code of the error that a question ends with; empty where it is answered."""
    try:
        question()
    except TruyvetError as error:
        return error.code
    return ""


def test_a_snapshot_of_another_case_is_not_taken(case: Case, shared: tuple[Case, bytes]) -> None:
    (case.folder / "links.snapshot").write_bytes(shared[1])
    later(case, ("1", "6"))
    with Links.open(case) as links:
        assert current(case, links) is None
        assert snapshot_of(case, links).size == 9


@pytest.mark.parametrize("change", ["state", "retract", "decide"])
def test_every_act_on_links_makes_it_be_built_anew(case: Case, change: str) -> None:
    with Links.open(case) as links:
        before = snapshot_of(case, links)
    with case.writing() as writer:
        who = acting(clock=Clock(90), seed=9)
        if change == "state":
            state(writer, who, [statement(("5", "1"))])
        elif change == "retract":
            retract(writer, who, ["1:5"], "wrong")
        else:
            decide(
                writer, who, Decide(because="one", decision="same", left=node("1"), right=node("8"))
            )
    with Links.open(case) as links:
        assert current(case, links) is None
        held = snapshot_of(case, links)
        fresh = build(links, Lens())
    assert all(np.array_equal(getattr(held, name), getattr(fresh, name)) for name in ARRAYS)
    assert (held.size, held.links) != (before.size, before.links)


def test_nodes_without_links_that_are_one_need_no_arrays(tmp_path: Path) -> None:
    told = [statement((f"person:{one}", f"name:{one}", "named")) for one in ("an", "binh")]
    case = linked(tmp_path / "case", told)
    with case.writing() as writer:
        same = Decide(because="one", decision="same", left="person:an", right="person:binh")
        decide(writer, acting(clock=Clock(90), seed=9), same)
    with Links.open(case) as links:
        held = snapshot_of(case, links)
        assert (held.size, held.links) == (0, 0)
        assert rank(links, held, "pagerank").rows == ()
        assert communities(links, held).told == ()


def test_a_node_linked_with_itself_alone_is_a_node_without_neighbours(tmp_path: Path) -> None:
    case = linked(tmp_path / "case", [statement(("7", "7"))])
    with Links.open(case) as links:
        held = snapshot_of(case, links)
        assert (held.size, held.links, held.degrees.tolist()) == (1, 0, [1])
        assert pagerank_of(held)[0].tolist() == [1.0]
        assert components(held).sizes.tolist() == [1]
        assert communities(links, held).count == 1


@pytest.mark.parametrize("kind", ["folder", "pipe", "link to nothing", "link to itself", "socket"])
def test_what_is_no_file_is_no_snapshot_and_nothing_waits_for_it(case: Case, kind: str) -> None:
    path = case.folder / "links.snapshot"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        os.mknod(path, 0o600 | 0o140000)
    else:
        path.symlink_to("nothing" if kind.endswith("nothing") else "links.snapshot")
    with Links.open(case) as links:
        assert current(case, links) is None
        assert snapshot_of(case, links).size == 8


def test_a_folder_that_cannot_be_written_gives_the_same_in_memory(case: Case) -> None:
    with Links.open(case) as links:
        wanted = build(links, Lens())
    work = case.parts
    work.mkdir(exist_ok=True)
    (work / f"{os.getpid()}-links.snapshot.part").mkdir()  # where it would be laid
    with Links.open(case) as links:
        held = snapshot_of(case, links)
        assert all(np.array_equal(getattr(held, one), getattr(wanted, one)) for one in ARRAYS)
        assert current(case, links) is None


BUILDING = """
import sys
from pathlib import Path
from truyvet.evidence.case import Case
from truyvet.evidence.links.view import Links
from truyvet.graph.snapshot import current, snapshot_of
case = Case(Path(sys.argv[1]))
with Links.open(case) as links:
    print("ready", flush=True)
    while True:
        held = snapshot_of(case, links)
        assert held.size == int(sys.argv[2]), held.size
        (case.folder / "links.snapshot").unlink(missing_ok=True)
"""


def test_who_is_killed_while_building_leaves_a_case_that_is_whole(case: Case) -> None:
    for wait in (0.0, 0.003, 0.01, 0.02):
        command = [sys.executable, "-c", BUILDING, str(case.folder), "8"]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(wait)
            process.send_signal(signal.SIGKILL)
        with Links.open(case) as links:
            held = current(case, links)
            assert held is None or held.size == 8
            assert snapshot_of(case, links).links == 6
    told = verify(case.folder, Trust())
    assert not [one.code for one in told.findings if one.code.startswith("E")]


def test_two_that_build_at_once_do_not_disturb_each_other(case: Case) -> None:
    command = [sys.executable, "-c", BUILDING, str(case.folder), "8"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in "12"]
    for process in both:
        assert process.stdout is not None
        process.stdout.readline()
    with Links.open(case) as links:
        for _ in range(20):
            assert snapshot_of(case, links).size == 8
    for process in both:
        assert process.poll() is None
        process.kill()
        _, errors = process.communicate()
        assert errors == b""


def test_a_snapshot_in_use_survives_its_file(case: Case) -> None:
    with Links.open(case) as links:
        snapshot_of(case, links)
        held = current(case, links)
        assert held is not None
        (case.folder / "links.snapshot").unlink()
        assert components(held).sizes.tolist() == [5, 2, 1]


@pytest.mark.parametrize("name", ["starts", "out_starts"])
@pytest.mark.parametrize("value", [-5, 2**40, 2**62])
def test_offsets_out_of_all_bounds_are_refused(case: Case, name: str, value: int) -> None:
    with Links.open(case) as links:
        held = build(links, Lens())
        offsets = getattr(held, name).astype(np.int64).copy()
        offsets[2] = value
        damaged = replace(held, **{name: offsets})
        questions = [lambda: damaged.matrix(directed=name == "out_starts"), damaged.check]
        if name == "starts":
            questions.append(lambda: ArraySteps(links, Lens(), damaged).reached(held.ids.tolist()))
        for question in questions:
            with pytest.raises(TruyvetError) as caught:
                question()
            assert (caught.value.code, bool(caught.value.hint)) == ("E576", True)


def test_places_leave_out_whom_they_do_not_know(case: Case) -> None:
    with Links.open(case) as links:
        held = build(links, Lens())
    known = held.ids.tolist()
    assert held.places([known[0], 10**12, -1, known[-1]]).tolist() == [0, len(known) - 1]
    assert held.places([]).tolist() == []
