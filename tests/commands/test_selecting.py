"""Which links leave a case: exactly those that `ego` and `path` print, as the manifest says."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer

from truyvet.commands.links_options import LinkOptions
from truyvet.commands.selecting import MAX_EGO, MAX_PATH, Selection, selection_of
from truyvet.graph.exports.table import EXPORTS, exporter
from truyvet.graph.paths import HOPS

ALL = LinkOptions(as_of="", since="", until="", least_grade="", via=frozenset(), without=(),
                  mentions=True, together=False)  # fmt: skip
LINKS = [
    # a chain of ten calls 0 – 1 – … – 10, a triangle on it, a pair apart
    *((n, n + 1, "called", f"2026-01-{n + 1:02}", "B2") for n in range(10)),
    (0, 2, "called", "2026-02-01", "C3"),
    (1, 2, "transferred", "2026-02-02", "A1"),
    (2, 1, "called", "", "E5"),
    (20, 21, "called", "2026-03-01", "B2"),
]
ENDS = ("0900000000", "0900000010")


def phone(number: int) -> str:
    return f"phone:+849000000{number:02}"


@pytest.fixture(scope="module")
def chained(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An, beside a case with a chain of calls; tests write only beside it."""
    place = tmp_path_factory.mktemp("chained") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys").with_(TRUYVET_CASE="vu-01")
    rows = ["id,source,target,relation,first,kind"]
    rows += [f"e{n},{phone(a)},{phone(b)},{relation},{first},{n}"
             for n, (a, b, relation, first, _) in enumerate(LINKS)]  # fmt: skip
    for grade in ("A1", "B2", "C3", "E5"):
        some = [row for row, link in zip(rows[1:], LINKS, strict=True) if link[4] == grade]
        (place / f"{grade}.csv").write_text("\r\n".join([rows[0], *some, ""]))
        an.does("graph", "import", f"{grade}.csv", "--propose", "--grade", grade, "--note", "x")
    return an


def export(officer: Officer, *options: str) -> tuple[set[str], set[tuple[str, ...]]]:
    """Nodes and links of an export."""
    officer.does("graph", "export", "-o", "x.cyjs", "--force", *options)
    told = json.loads((officer.place / "x.cyjs").read_bytes())["elements"]
    return ({one["data"]["id"] for one in told["nodes"]},
            {(one["data"]["source"], one["data"]["relation"], one["data"]["target"])
             for one in told["edges"]})  # fmt: skip


def triples(told: list[Any]) -> set[tuple[str, ...]]:
    """Links that a command printed."""
    return {(one["subject"], one["relation"], one["object"]) for one in told}


NARROWED: list[tuple[str, ...]] = [
    (), ("--via", "called"), ("--min-grade", "B2"), ("--since", "2026-02-01"),
    ("--until", "2026-01-02"), ("--no-mentions",), ("--as-of", "2020-01-01"),
]  # fmt: skip


@pytest.mark.parametrize("hops", ["1", "2", "6"])
@pytest.mark.parametrize("options", NARROWED, ids=" ".join)
def test_an_ego_is_who_ego_prints(chained: Officer, hops: str, options: tuple[str, ...]) -> None:
    asked = ["ego", ENDS[0], "--hops", hops, "--limit", "0", "--json", *options]
    status = 1 if "--as-of" in options else 0
    told = [json.loads(line) for line in chained.does(*asked, status=status).splitlines()]
    nodes, links = export(chained, "--ego", ENDS[0], "--hops", hops, *options)
    assert nodes == {one["node"] for one in told} | {phone(0)}
    inward = triples([link for one in told for link in one["links"]])
    assert inward <= links
    assert {end for link in links for end in (link[0], link[2])} <= nodes


@pytest.mark.parametrize("options", NARROWED[:1] + NARROWED[5:6], ids=" ".join)
@pytest.mark.parametrize(("goal", "most"), [(2, "1"), (2, "5"), (4, "3"), (8, "5")])
def test_a_path_is_what_path_prints(
    chained: Officer, options: tuple[str, ...], goal: int, most: str
) -> None:
    ends = (phone(0), phone(goal))
    [told] = chained.reads("path", *ends, "--max", most, *options)
    nodes, links = export(chained, "--path", *ends, "--paths", most, *options)
    assert nodes == {one["node"] for path in told["paths"] for one in path["nodes"]}
    hops = [link for path in told["paths"] for hop in path["hops"] for link in hop["links"]]
    assert triples(hops) == links


def test_the_whole_case_is_every_link(chained: Officer) -> None:
    nodes, links = export(chained)
    assert links == {(phone(a), relation, phone(b)) for a, b, relation, *_ in LINKS}
    assert len(nodes) == 13


@pytest.mark.parametrize("command", ["export -o x.gexf", "svg -o x.gexf", "html -o x.gexf"])
@pytest.mark.parametrize(
    "ends", [(phone(0), phone(20)), (phone(0), phone(10))], ids=["apart", "too far"]
)
def test_no_path_is_no_file_and_said_as_path_says_it(
    chained: Officer, command: str, ends: tuple[str, str], tmp_path: Path
) -> None:
    if "export" not in command and ends[1] == phone(10):
        return
    said = chained.run("path", *ends)
    output = tmp_path / "x.gexf"
    words = command.replace("x.gexf", str(output)).split()
    run = chained.run("graph", *words, "--path", *ends)
    assert (run.returncode, run.stdout) == (said.returncode, "") == (1, "")
    assert f"no path of at most {HOPS} links" in run.stderr
    assert run.stderr.splitlines()[-1] == said.stderr.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


def test_a_longer_path_is_found_when_it_is_asked_for(chained: Officer) -> None:
    _, links = export(chained, "--path", *ENDS, "--hops", "9")
    assert len(links) == 9


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--ego", "0900000000", "--hops", str(MAX_EGO + 1)], "more than 6"),
        (["--path", *ENDS, "--hops", str(MAX_PATH + 1)], "range"),
        (["--hops", "2"], "--ego and --path"),
        (["--ego", "0900000000", "--hops", "0"], "range"),
        (["--ego", "1", "--path", *ENDS], "not both"),
        (["--path", "0900000000", "+84 900 000 000"], "the same one"),
        (["--together"], "--together"),
        (["--as-of", "soon"], "no time"),
        (["--via", "likes"], "no relation"),
        (["--min-grade", "Z9"], "no grade"),
    ],
)
def test_what_cannot_be_asked_is_wrong_usage_and_writes_nothing(
    chained: Officer, options: list[str], word: str, tmp_path: Path
) -> None:
    run = chained.run("graph", "export", "-o", str(tmp_path / "x.gexf"), *options)
    assert run.returncode == 2
    assert word in run.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "question"),
    [
        ([], "the whole case"),
        (["--ego", "0900000000"], "ego 0900000000 --hops 1"),
        (["--path", *ENDS, "--hops", "12"], f"path {ENDS[0]} {ENDS[1]} --max 5 --hops 12"),
        (["--ego", "0900000000", "--via", "called", "--until", "2026-01-02"],
         "ego 0900000000 --hops 1, until 2026-01-02, by called"),
    ],
)  # fmt: skip
def test_the_manifest_says_what_was_asked_counted_and_written(
    chained: Officer, options: list[str], question: str, tmp_path: Path
) -> None:
    output = tmp_path / "x.cyjs"
    chained.does("graph", "export", "-o", str(output), *options)
    told = json.loads((tmp_path / "x.cyjs.manifest.json").read_bytes())
    elements = json.loads(output.read_bytes())["elements"]
    if options:
        assert told["question"] == question
    assert (told["nodes"], told["edges"]) == (len(elements["nodes"]), len(elements["edges"]))
    assert told["sha256"] == hashlib.sha256(output.read_bytes()).hexdigest()
    assert told["size"] == output.stat().st_size
    assert selection_of(told["selection"]) is not None


@pytest.mark.parametrize("options", [["--ego", "0900000003", "--hops", "3"],
                                     ["--path", *ENDS, "--hops", "10", "--paths", "2"],
                                     ["--via", "called", "--min-grade", "C3"]])  # fmt: skip
def test_an_import_is_compared_with_just_what_was_exported(
    chained: Officer, options: list[str], tmp_path: Path
) -> None:
    chained.does("graph", "export", "-o", str(tmp_path / "x.graphml"), *options)
    run = chained.run("graph", "import", str(tmp_path / "x.graphml"))
    assert "no difference" in run.stderr


def test_what_is_typed_counts_before_what_the_manifest_says(
    chained: Officer, tmp_path: Path
) -> None:
    chained.does("graph", "export", "-o", str(tmp_path / "x.graphml"))
    told = chained.reads("graph", "import", str(tmp_path / "x.graphml"), "--via", "transferred")
    assert {(one["what"], one["of"]) for one in told} == {("added", "link"), ("added", "node")}
    assert sum(one["of"] == "link" for one in told) == len(LINKS) - 1


def test_two_processes_with_two_seeds_write_the_same_bytes(chained: Officer) -> None:
    files = [f"x{exporter(name).ENDING}" for name in EXPORTS]
    program = (
        "from truyvet.cli import main\n"
        f"for file in {files!r}:\n"
        "    assert main(['graph', 'export', '-o', file, '--force', '--with-evidence']) == 0\n"
    )
    digests = []
    for seed in ("0", "4242"):
        environment = chained.environment | {"PYTHONHASHSEED": seed}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        subprocess.run([sys.executable, "-c", program], cwd=chained.place, env=environment,
                       check=True, capture_output=True)  # fmt: skip
        written = [*files, *(f"{one}.manifest.json" for one in files)]
        digests.append([hashlib.sha256((chained.place / one).read_bytes()) for one in written])
    assert [one.hexdigest() for one in digests[0]] == [one.hexdigest() for one in digests[1]]


SELECTIONS = [
    Selection(which=ALL),
    Selection(which=ALL, ego="Đức \u202e", hops=6),
    Selection(which=ALL, path=("a", "b"), hops=20, paths=100),
    Selection(which=LinkOptions(as_of="2026", since="2025-01", until="2026-01-02", together=True,
                                least_grade="B2", via=frozenset({"called", "owns"}),
                                without=("1.2",), mentions=False), path=("a", "b")),
]  # fmt: skip


@pytest.mark.parametrize("selection", SELECTIONS)
def test_a_selection_comes_back_from_its_manifest(selection: Selection) -> None:
    back = selection_of(json.loads(json.dumps(selection.told())))
    assert back is not None
    assert (back.which, back.ego, back.path, back.reach) == (
        selection.which, selection.ego, selection.path, selection.reach
    )  # fmt: skip
    assert back.question() == selection.question()


TOLD = Selection(which=ALL, ego="x").told()


@pytest.mark.parametrize(
    "told",
    [None, 5, [], {}, "ego", TOLD | {"path": ["one"]}, TOLD | {"path": 5}, TOLD | {"hops": "far"},
     TOLD | {"hops": float("inf")}, TOLD | {"paths": float("nan")}, TOLD | {"via": 5},
     {name: told for name, told in TOLD.items() if name != "as_of"}],
)  # fmt: skip
def test_what_is_no_selection_is_none(told: Any) -> None:
    assert selection_of(told) is None


@pytest.mark.parametrize(("hops", "reach"), [(-5, 1), (0, 1), (10**9, MAX_EGO)])
def test_a_manifest_cannot_ask_for_more_than_a_person(hops: int, reach: int) -> None:
    found = selection_of(TOLD | {"hops": hops, "paths": 10**9})
    assert found is not None
    assert (found.reach, found.paths) == (reach, 100)
