"""An export that nobody edited differs in nothing, by any lens and whatever is recorded since."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.graph.support.linking import statement
from tests.graph.support.naive import Story, drawn, told

from truyvet.commands.graph_import import as_exported, compared
from truyvet.commands.links_options import LinkOptions
from truyvet.commands.selecting import Selection, source_of
from truyvet.evidence.acts import Decide
from truyvet.evidence.links.stating import decide
from truyvet.graph.exports.saving import manifest_path, save
from truyvet.graph.exports.table import exporter
from truyvet.graph.imports.table import read_graph

WHICH: dict[str, Any] = {
    "as_of": "", "since": "", "until": "", "least_grade": "", "via": frozenset(), "without": (),
    "mentions": True, "together": False,
}  # fmt: skip
ASKED: dict[str, dict[str, Any]] = {
    "everything": {},
    "no mentions": {"mentions": False},
    "relations": {"via": frozenset({"called", "uses"})},
    "a grade": {"least_grade": "B2"},
    "a span": {"since": "2026-01-05", "until": "2026-01-31"},
    "without an item": {"without": ("a.txt",)},
    "without two items": {"without": ("a.txt", "b.txt")},
    "as of a day": {"as_of": "7"},
    "as of a day, without an item": {"as_of": "9", "without": ("b.txt",)},
    "as of a year": {"as_of": "2030"},
    "an ego": {"ego": "phone:3", "hops": 2},
    "an ego of a name": {"ego": "An"},
    "an ego, without an item": {"ego": "Bình", "hops": 2, "without": ("a.txt",)},
    "together": {"ego": "phone:3", "together": True},
    "paths": {"path": ("phone:1", "phone:2")},
    "paths of a year": {"path": ("phone:1", "phone:2"), "as_of": "2030", "without": ("c.txt",)},
}
Asked = dict[str, Selection]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A case with links, names and decisions, of which one rests on an exhibit."""
    with told(tmp_path_factory.mktemp("told"), 1) as made:
        made.states(
            statement(("person:an", "name:An", "named")),
            statement(("person:an", "phone:3", "uses"), item=made.items["a.txt"]),
            statement(("person:binh", "name:Bình", "named")),
            statement(("person:binh", "phone:4", "uses")),
            statement(("person:mai", "name:Mai", "named")),
        )
        seq = made.known[-1].seq
        joins(made, "person:an", "person:binh", f"{seq}:1")
        yield made


def joins(story: Story, one: str, two: str, *evidence: str) -> int:
    story.days_on()
    same = Decide(because="one man", decision="same", left=one, right=two, evidence=evidence)
    with story.case.writing() as writer:
        seq = decide(writer, story.who, same).seq
    story.same.append((seq, one, two, 0))
    return seq


def selections(story: Story) -> Asked:
    """Each of them; an entry's number stands for its day, a file's name for its item."""
    found = {}
    for name, facts in ASKED.items():
        told = dict(facts)
        which = WHICH | {key: told.pop(key) for key in WHICH.keys() & told.keys()}
        if which["as_of"].isdecimal() and len(which["as_of"]) < 4:
            which["as_of"] = story.day(int(which["as_of"]))
        which["without"] = tuple(story.items[one] for one in which["without"])
        found[name] = Selection(which=LinkOptions(**which), **told)
    return found


def export(story: Story, asked: Asked, folder: Path, form: str) -> dict[str, Path]:
    """Write an export of each."""
    written = {}
    for number, (name, selection) in enumerate(asked.items()):
        written[name] = folder / f"{number}{exporter(form).ENDING}"
        with selection.which.opened(story.case) as links:
            source = source_of(story.case, links, selection, evidence=False)
            save(
                source, exporter(form), written[name], case=story.case.folder, force=False,
                software="truyvet", selection=selection.told(),
            )  # fmt: skip
    return written


def differing(story: Story, files: dict[str, Path]) -> dict[str, list[str]]:
    """What an import tells of each file; nothing where it is nothing."""
    nothing = Selection(which=LinkOptions(**WHICH))
    found = {}
    for name, file in files.items():
        asked = as_exported(story.case, file, nothing)
        changes = compared(story.case, read_graph(file), asked, loops=file.suffix != ".anx")
        found[name] = [
            f"{one.what} {one.of} {one.id} {one.relation} {one.other}" for one in changes
        ]
    return {name: changes for name, changes in found.items() if changes}


def retracted(story: Story, chance: Random) -> None:
    standing = [number for number, one in enumerate(story.known) if not one.ended]
    story.retracts(*chance.sample(standing, 3))


def joined(story: Story, chance: Random) -> None:
    one, two = chance.sample(["phone:1", "phone:3", "person:mai", "person:an", "phone:9"], 2)
    joins(story, one, two)


def undone(story: Story, chance: Random) -> None:
    live = [seq for seq, _, _, ended in story.same if not ended]
    if live:
        story.undoes(chance.choice(live))


def stated(story: Story, chance: Random) -> None:
    """Somebody else is called An from now on."""
    named = statement((f"phone:{chance.randrange(20)}", "name:An", "named"))
    newer = statement(("person:moi", "name:Mới", "named"))
    story.states(named, newer, *(drawn(chance, 20, story.items) for _ in range(4)))


LATER: dict[str, Callable[[Story, Random], None]] = {
    "retracted": retracted, "joined": joined, "undone": undone, "stated": stated,
}  # fmt: skip


@pytest.mark.parametrize("form", ["graphml", "gexf", "i2", "csv"])
def test_an_export_of_now_differs_in_nothing(story: Story, form: str, tmp_path: Path) -> None:
    files = export(story, selections(story), tmp_path, form)
    assert differing(story, files) == {}


@pytest.mark.parametrize("later", LATER)
def test_an_earlier_export_differs_in_nothing(story: Story, later: str, tmp_path: Path) -> None:
    files = export(story, selections(story), tmp_path, "graphml")
    LATER[later](story, Random(5))
    assert differing(story, files) == {}


def test_nor_does_it_whatever_is_recorded_in_whatever_order(story: Story, tmp_path: Path) -> None:
    chance, files = Random(11), dict[str, Path]()
    clear = {name: one for name, one in selections(story).items() if one.ego != "An"}
    for number, later in enumerate(chance.choices(list(LATER), k=8)):
        folder = tmp_path / str(number)
        folder.mkdir()
        some = dict(chance.sample(list(clear.items()), 4))
        made = export(story, some, folder, "csv")
        files |= {f"{number} {name}": file for name, file in made.items()}
        LATER[later](story, chance)
    assert differing(story, files) == {}


MOMENT = "2026-03-14T02:15:00.000000Z"


@pytest.mark.parametrize(
    ("exported", "asked", "recorded", "as_of"),
    [
        ("", "", MOMENT, MOMENT),
        ("", "", "2026-03-14T09:15:00+07:00", MOMENT),
        ("", "2027", MOMENT, "2027"),
        ("2026-03-14", "", MOMENT, MOMENT),
        ("2026-03-13", "", MOMENT, "2026-03-13"),
        ("2026-03-13", "2027", MOMENT, "2026-03-13"),
        ("2027", "", MOMENT, MOMENT),
        ("2027", "", "", "2027"),
    ],
)
def test_what_the_case_learnt_after_the_export_never_counts(
    story: Story, tmp_path: Path, exported: str, asked: str, recorded: str, as_of: str
) -> None:
    told = Selection(which=LinkOptions(**WHICH | {"as_of": exported})).told()
    manifest = {"selection": told, "entries": 2, "recorded": recorded}
    manifest_path(tmp_path / "x").write_text(json.dumps(manifest))
    given = Selection(which=LinkOptions(**WHICH | {"as_of": asked}))
    assert as_exported(story.case, tmp_path / "x", given).which.as_of == as_of


@pytest.mark.parametrize("recorded", ["today", "2026-03-14T02:15:00", "2026-99-14T02:15:00Z"])
def test_a_manifest_of_no_time_is_none(story: Story, tmp_path: Path, recorded: str) -> None:
    told = Selection(which=LinkOptions(**WHICH), ego="An").told()
    manifest = {"selection": told, "entries": 2, "recorded": recorded}
    manifest_path(tmp_path / "x").write_text(json.dumps(manifest))
    given = Selection(which=LinkOptions(**WHICH))
    assert as_exported(story.case, tmp_path / "x", given) == given
