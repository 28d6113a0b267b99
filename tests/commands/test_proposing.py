"""From an analyst's edit to a statement: export, edit, compare, propose, look at the case."""

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.calls import widest

DUC, LAN = "Nguyễn Văn Đức", "Trần Thị Lan"
ONE, TWO, NEW = "phone:+84912345678", "phone:+84987654321", "licence-plate:30A-123.45"
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def exported_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with two people, a call and a friendship, exported in all formats; for copying."""
    place = tmp_path_factory.mktemp("proposing") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys").with_(TRUYVET_CASE="vu-01")
    an.does("person", "add", DUC, "--phone", "0912345678")
    an.does("person", "add", LAN, "--phone", "0987654321")
    an.does("link", "add", "0912345678", "called", "0987654321", "--grade", "B2")
    an.does("link", "add", DUC, "associate", LAN, "--grade", "B2")
    for ending in ("graphml", "gexf", "anx", "csv.zip"):
        an.does("graph", "export", "-o", f"x.{ending}")
    return place


@pytest.fixture
def linked(exported_template: Path, tmp_path: Path) -> Officer:
    """An, beside such a case and its exports."""
    place = tmp_path / "linked"
    shutil.copytree(exported_template, place, symlinks=True)
    officer = Officer(place=place, keys=place / "config/truyvet/keys")
    return officer.with_(TRUYVET_CASE="vu-01")


def table(officer: Officer, *rows: dict[str, str]) -> str:
    """A table of links beside the case, as a spreadsheet saves it."""
    heads = sorted({name for row in rows for name in row})
    text = io.StringIO()
    writer = csv.DictWriter(text, heads)
    writer.writeheader()
    writer.writerows(rows)
    (officer.place / "drawn.csv").write_bytes(text.getvalue().encode())
    return "drawn.csv"


def link(source: str, relation: str, target: str, **more: str) -> dict[str, str]:
    return {"source": source, "target": target, "relation": relation, **more}


def propose(officer: Officer, file: str, *, status: int = 0) -> tuple[list[str], str]:
    """What was stated, and what was said of the rest."""
    run = officer.run("graph", "import", file, "--propose", "--grade", "C3", "--note", "x",
                      "--json")  # fmt: skip
    assert run.returncode == status, run
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    return next((line["states"] for line in lines if "states" in line), []), run.stderr


def edited_xml(node: str, edge: str, end: str) -> Callable[[Path], None]:
    def edit(file: Path) -> None:
        encoding = "utf-16" if file.suffix == ".anx" else "utf-8"
        text = file.read_bytes().decode(encoding)
        places = {"</nodes>": node, end: edge} if file.suffix == ".gexf" else {end: node + edge}
        for place, added in places.items():
            assert text.count(place) == 1
            text = text.replace(place, added + place)
        file.write_bytes(text.encode(encoding))

    return edit


def edited_tables(file: Path) -> None:
    """Add a row to both tables of a ZIP."""
    with zipfile.ZipFile(file) as pack:
        tables = {name: pack.read(name).decode() for name in pack.namelist()}
    tables["nodes.csv"] += f"{NEW},licence-plate,30A-123.45\r\n"
    tables["edges.csv"] += f"mine,{ONE},{NEW},owns\r\n"
    with zipfile.ZipFile(file, "w") as pack:
        for name, text in tables.items():
            pack.writestr(name, text)


EDITS = {
    "graphml": edited_xml(
        f'<node id="{NEW}"><data key="n1">30A-123.45</data></node>',
        f'<edge source="{ONE}" target="{NEW}"><data key="e0">owns</data></edge>', "</graph>"),
    "gexf": edited_xml(f'<node id="{NEW}" label="30A-123.45"/>',
                       f'<edge id="mine" source="{ONE}" target="{NEW}" kind="owns"/>', "</edges>"),
    "anx": edited_xml(
        f'<ChartItem Label="30A-123.45"><End><Entity EntityId="{NEW}" Identity="{NEW}"/></End>'
        "</ChartItem>",
        f'<ChartItem Label="owns"><Link End1Id="{ONE}" End2Id="{NEW}">'
        '<LinkStyle Type="owns"/></Link></ChartItem>', "</ChartItemCollection>"),
    "csv.zip": edited_tables,
}  # fmt: skip


@pytest.mark.parametrize("ending", EDITS)
def test_what_was_drawn_in_any_format_becomes_a_statement(linked: Officer, ending: str) -> None:
    EDITS[ending](linked.place / f"x.{ending}")
    changes = linked.reads("graph", "import", f"x.{ending}", "--diff")
    added = [(one["of"], one["id"]) for one in changes if one["what"] == "added"]
    assert added == [("node", NEW), ("link", ONE)]
    assert {one["what"] for one in changes} == {"added"}
    said, _ = propose(linked, f"x.{ending}")
    assert said == [f"{ONE} owns {NEW}"]
    [stated] = [one for one in linked.reads("link", "list") if one["relation"] == "owns"]
    assert (stated["grade"], stated["note"]) == ("C3", "x")
    assert propose(linked, f"x.{ending}", status=1)[0] == []
    linked.does("graph", "export", "-o", "after.graphml")
    assert NEW in (linked.place / "after.graphml").read_text(encoding="utf-8")
    linked.does("verify")


@pytest.mark.parametrize(
    ("spelled", "known"),
    [
        ("phone:0912.345.678", ONE),
        ("phone:+84 912 345 678", ONE),
        ("licence-plate:30a 12345", NEW),
        ("email:DUC@Example.vn", "email:duc@example.vn"),
    ],
)
def test_a_node_may_be_spelled_as_people_do(linked: Officer, spelled: str, known: str) -> None:
    said, _ = propose(linked, table(linked, link(TWO, "messaged", spelled)))
    assert said == [f"{TWO} messaged {known}"]


@pytest.mark.parametrize(
    ("first", "since"),
    [
        ("2026-03", "2026-03"),
        ("12/3/2026", "2026-03-12"),
        ("2026-03-12T14:05:00+07:00", "2026-03-12T07:05:00Z"),
        ("", ""),
    ],
)
def test_a_time_may_be_written_as_people_do(linked: Officer, first: str, since: str) -> None:
    row = link(TWO, "called", ONE, first=first, amount="500", currency="VND")
    propose(linked, table(linked, row))
    [said] = [one for one in linked.reads("link", "list") if one["subject"] == TWO]
    assert said.get("since", "") == since
    assert said["facts"] == {"amount": "500", "currency": "VND"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (link(TWO, "called", ONE, first="2026-02-31"), "no time"),
        (link(TWO, "called", ONE, last="yesterday"), "no time"),
        (link(TWO, "called", ONE, first="2026-03-12T14:05:00"), "zone"),
        (link(TWO, "called", ONE, amount="5" * 65), "longer than 64"),
        (link("phone:0912345678", "called", "phone:+84 912 345 678"), "with itself"),
        (link("phone:0912345678", "called", ONE), "with itself"),
        (link(ONE, "likes", TWO), "no relation"),
        (link(ONE, "named", "name:X"), "no link between two"),
        (link("ghost:1", "called", ONE), "KIND:VALUE"),
        (link("phone:" + "9" * 600, "called", ONE), "KIND:VALUE"),
        (link("phone:not a number", "called", ONE), "telephone"),
        (link("person:n1", "uses", "person:n1"), "with itself"),
    ],
)
def test_what_cannot_be_stated_is_refused_with_its_reason(
    linked: Officer, row: dict[str, str], reason: str
) -> None:
    before = linked.does("log")
    said, told = propose(linked, table(linked, row), status=1)
    assert said == []
    assert reason in told
    assert "E635" in told
    assert linked.does("log") == before


def test_a_person_too_long_to_name_leaves_no_trace_of_the_other(linked: Officer) -> None:
    long = "person:" + "x" * 505
    rows = [link("person:short", "associate", long), link(TWO, "called", ONE)]
    nodes = "id,label\r\nperson:short,Short\r\n" + f"{long},{'y' * 600}\r\n{ONE},\r\n{TWO},\r\n"
    edges = "source,target,relation\r\n" + "".join(
        f"{row['source']},{row['target']},{row['relation']}\r\n" for row in rows
    )
    with zipfile.ZipFile(linked.place / "x.zip", "w") as pack:
        pack.writestr("nodes.csv", nodes)
        pack.writestr("edges.csv", edges)
    said, told = propose(linked, "x.zip", status=4)
    assert said == [f"{TWO} called {ONE}"]
    assert "not proposed: person:short associate" in told
    assert "E570" in linked.run("person", "show", "Short").stderr


def test_somebody_new_in_two_links_is_one_person_with_one_name(linked: Officer) -> None:
    rows = [link("person:n1", "uses", ONE), link("person:n1", "owns", NEW)]
    said, _ = propose(linked, table(linked, *rows))
    named, *others = said
    person = named.split()[0]
    assert named == f"{person} named name:n1"
    assert others == [f"{person} uses {ONE}", f"{person} owns {NEW}"]


def test_two_new_people_who_know_each_other_are_two(linked: Officer) -> None:
    said, _ = propose(linked, table(linked, link("person:a1", "family", "person:b1")))
    assert len(said) == 3
    assert len({one.split()[0] for one in said[:2]}) == 2


@pytest.mark.parametrize(("relation", "times"), [("owns", 1), ("called", 2)])
def test_a_link_drawn_twice_is_said_once_unless_it_happens(
    linked: Officer, relation: str, times: int
) -> None:
    row = link(TWO, relation, "phone:0900000001")
    said, told = propose(linked, table(linked, row, row), status=0 if times == 2 else 4)
    assert len(said) == times
    assert ("says it twice" in told) is (times == 1)


def test_a_friendship_known_one_way_is_known_the_other_way(linked: Officer) -> None:
    [known] = [one for one in linked.reads("link", "list") if one["relation"] == "associate"]
    row = link(known["object"], "associate", known["subject"])
    said, told = propose(linked, table(linked, row), status=1)
    assert said == []
    assert "knows it by now" in told


def test_a_friendship_drawn_both_ways_is_said_once(linked: Officer) -> None:
    rows = [link(ONE, "associate", TWO), link(TWO, "associate", ONE)]
    assert len(propose(linked, table(linked, *rows), status=4)[0]) == 1


@pytest.mark.parametrize(
    "label", ["\u202egnp.exe", "=cmd|'/C calc'!A0", "a\x1bb", "<script>", "'; DROP TABLE nodes--"]
)
def test_a_hostile_name_of_somebody_new_does_no_harm(linked: Officer, label: str) -> None:
    person = f"person:{label}"
    run = linked.run("graph", "import", table(linked, link(person, "uses", ONE)), "--propose",
                     "--grade", "C3", "--note", "x")  # fmt: skip
    assert run.returncode == 0, run
    assert not {"\u202e", "\x1b"} & set(run.stdout + run.stderr)
    linked.does("verify")


@pytest.mark.parametrize(
    "text",
    ["[" * 500_000, '{"selection": {}, "entries": 1e999, "recorded": ""}', "\x00", "NaN",
     '{"selection": [], "entries": {}, "recorded": 1}'],
    ids=["deep", "infinite", "nul", "nan", "types"],
)  # fmt: skip
def test_a_manifest_that_means_harm_is_none(linked: Officer, text: str) -> None:
    (linked.place / "x.graphml.manifest.json").write_text(text)
    run = linked.run("graph", "import", "x.graphml")
    assert (run.returncode, "no difference" in run.stderr) == (0, True), run


def test_a_huge_manifest_is_not_read_whole(linked: Officer) -> None:
    with (linked.place / "x.graphml.manifest.json").open("wb") as file:
        file.truncate(64 << 30)
    assert linked.run("graph", "import", "x.graphml").returncode == 0


def test_a_proposal_of_a_thousand_links_is_one_entry(linked: Officer) -> None:
    rows = [link(ONE, "called", f"phone:09{number:08}") for number in range(1_000)]
    said, _ = propose(linked, table(linked, *rows))
    assert len(said) == 1_000
    assert len(linked.reads("log")) == 7


def test_differences_fit_eighty_columns(linked: Officer) -> None:
    file = table(linked, link(ONE, "messaged", "email:" + "a" * 60 + "@example.vn"))
    status, shown = linked.types("graph", "import", file)
    assert status == 0
    assert widest(shown) <= 80


def test_json_tells_each_change_by_name(linked: Officer) -> None:
    EDITS["graphml"](linked.place / "x.graphml")
    told: list[Any] = linked.reads("graph", "import", "x.graphml")
    assert told == [
        {"what": "added", "of": "node", "id": NEW, "label": "30A-123.45"},
        {"what": "added", "of": "link", "id": ONE, "relation": "owns", "other": NEW, "label": ""},
    ]
