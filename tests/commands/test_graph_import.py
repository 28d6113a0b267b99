"""`truyvet graph import`: what an analyst drew elsewhere, compared and proposed."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer

DUC, LAN = "Nguyễn Văn Đức", "Trần Thị Lan"
ENDINGS = ("graphml", "gexf", "anx", "csv.zip")
Edit = Callable[..., None]


@pytest.fixture(scope="module")
def exported_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with two people and a call, exported as GraphML; only for copying."""
    place = tmp_path_factory.mktemp("exported") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys").with_(TRUYVET_CASE="vu-01")
    an.does("person", "add", DUC, "--phone", "0912345678")
    an.does("person", "add", LAN, "--phone", "0987654321")
    an.does("link", "add", "0912345678", "called", "0987654321", "--grade", "B2")
    for ending in ENDINGS:
        an.does("graph", "export", "-o", f"x.{ending}")
    return place


@pytest.fixture
def linked(exported_template: Path, tmp_path: Path) -> Officer:
    """An, beside a case with links and an export of it."""
    place = tmp_path / "linked"
    shutil.copytree(exported_template, place, symlinks=True)
    officer = Officer(place=place, keys=place / "config/truyvet/keys")
    return officer.with_(TRUYVET_CASE="vu-01")


@pytest.fixture
def edit(linked: Officer) -> Edit:
    """Add elements to the exported graph, as an analyst's program does."""

    def edit_file(*elements: str, drop: str = "") -> None:
        file = linked.place / "x.graphml"
        text = file.read_text(encoding="utf-8")
        if drop:
            text = "\n".join(line for line in text.splitlines() if drop not in line)
        file.write_text(text.replace("</graph>\n", "".join(elements) + "</graph>\n")
                        if not drop else text, encoding="utf-8")  # fmt: skip

    return edit_file


def node(one: str, label: str = "") -> str:
    return f'<node id="{one}"><data key="n1">{label}</data></node>'


def link(start: str, relation: str, end: str) -> str:
    return f'<edge source="{start}" target="{end}"><data key="e0">{relation}</data></edge>'


def propose(officer: Officer, **how: Any) -> str:
    return officer.does("graph", "import", "x.graphml", "--propose", "--grade", "C3", "--note",
                        "vẽ trong Gephi", **how)  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_export_that_nobody_edited_differs_in_nothing(linked: Officer, ending: str) -> None:
    run = linked.run("graph", "import", f"x.{ending}", "--diff")
    assert (run.returncode, run.stdout) == (0, "")
    assert "no difference" in run.stderr


def test_what_the_case_learnt_since_is_not_missed_in_the_file(linked: Officer) -> None:
    linked.does("person", "add", "Người Mới", "--phone", "0911111111")
    linked.does("link", "add", "0911111111", "called", "0987654321")
    run = linked.run("graph", "import", "x.graphml", "--diff")
    assert "no difference" in run.stderr
    assert "as of 2" in run.stderr


def no_difference(officer: Officer, file: str) -> bool:
    """Whether an import of it tells of none, without starting an interpreter."""
    ran = officer.run("graph", "import", file)
    return (ran.returncode, ran.stdout) == (0, "") and ran.stderr.endswith("no difference\n")


def test_what_was_retracted_and_joined_since_is_no_difference(linked: Officer) -> None:
    linked.does("link", "retract", "3:1", "--because", "nhầm")
    linked.does("same", DUC, LAN, "--because", "một người")
    assert all(no_difference(linked, f"x.{ending}") for ending in ENDINGS)


def test_an_export_as_of_earlier_differs_in_nothing(linked: Officer) -> None:
    linked.does("same", DUC, LAN, "--because", "một người")
    before = linked.reads("log")[4]["time"]["utc"]
    linked.does("graph", "export", "--as-of", before, "-o", "then.graphml")
    assert no_difference(linked, "then.graphml")


@pytest.mark.parametrize("ego", [[], ["--ego", LAN]], ids=["case", "ego"])
def test_who_are_one_by_an_exhibit_alone_are_two_without_it(
    linked: Officer, ego: list[str]
) -> None:
    linked.does("link", "add", "0912345678", "met", "0987654321", "--item", "1.1")
    linked.does("same", DUC, LAN, "--because", "một người", "--evidence", "5:0")
    linked.does("graph", "export", *ego, "--without", "1.1", "-o", "less.graphml")
    assert no_difference(linked, "less.graphml")


def test_a_proposed_link_of_a_few_words_is_no_change(linked: Officer, edit: Edit) -> None:
    edit(link("phone:+84987654321", "associate", "phone:+84912345678"))
    propose(linked)
    (linked.place / "x.graphml.manifest.json").unlink()
    assert no_difference(linked, "x.graphml")


def test_added_removed_and_changed_are_listed(linked: Officer, edit: Edit) -> None:
    edit(node("licence-plate:30A-123.45"), link("phone:+84912345678", "owns",
                                                "licence-plate:30A-123.45"))  # fmt: skip
    edit(drop='relation"')
    changes = linked.reads("graph", "import", "x.graphml", "--diff")
    assert {(one["what"], one["of"], one["id"]) for one in changes} >= {
        ("added", "node", "licence-plate:30A-123.45"),
        ("added", "link", "phone:+84912345678"),
    }


def test_an_ego_is_compared_with_that_ego(linked: Officer) -> None:
    linked.does("graph", "export", "--ego", DUC, "-o", "ego.gexf")
    run = linked.run("graph", "import", "ego.gexf", "--diff")
    assert "no difference" in run.stderr
    assert f"compared with ego {DUC}" in run.stderr


def test_without_a_manifest_it_is_compared_with_the_whole_case(linked: Officer) -> None:
    linked.does("graph", "export", "--ego", DUC, "-o", "ego.gexf")
    (linked.place / "ego.gexf.manifest.json").unlink()
    changes = linked.reads("graph", "import", "ego.gexf")
    assert {one["what"] for one in changes} == {"removed"}


@pytest.mark.parametrize("text", ["", "{}", '{"selection": 5, "entries": 1, "recorded": ""}', "["])
def test_a_manifest_that_says_nothing_is_none(linked: Officer, text: str) -> None:
    (linked.place / "x.graphml.manifest.json").write_text(text)
    assert "no difference" in linked.run("graph", "import", "x.graphml").stderr


def test_a_proposed_link_is_the_officers_statement(linked: Officer, edit: Edit) -> None:
    edit(node("licence-plate:30A-123.45"), link("phone:+84912345678", "owns",
                                                "licence-plate:30A-123.45"))  # fmt: skip
    assert "entry 5: 1 statement" in propose(linked)
    [said] = [one for one in linked.reads("link", "list") if one["relation"] == "owns"]
    assert said["grade"] == "C3"
    linked.does("verify")


def test_somebody_new_gets_a_node_and_a_name(linked: Officer, edit: Edit) -> None:
    edit(node("person:n7", "Lê Mới"), link("person:n7", "uses", "phone:+84912345678"))
    told = propose(linked)
    assert "2 statements" in told
    assert "named name:Lê Mới" in told
    assert "person:n7" not in told.partition("entry 5")[2]
    linked.does("person", "show", "le moi")


def test_a_relation_may_be_told_by_its_title(linked: Officer, edit: Edit) -> None:
    edit('<edge source="phone:+84987654321" target="phone:+84912345678">'
         '<data key="e1">called</data></edge>')  # fmt: skip
    assert "phone:+84987654321 called phone:+84912345678" in propose(linked)


@pytest.mark.parametrize(
    ("elements", "reason"),
    [
        ([link("phone:+84912345678", "likes", "phone:+84987654321")], "no relation that is known"),
        ([node("n1"), link("n1", "called", "phone:+84987654321")], "is no node"),
        ([link("phone:+84912345678", "mentioned_with", "phone:+84987654321")], "no link between"),
        ([link("phone:+84912345678", "called", "phone:+84912345678")], "with itself"),
        ([node("item:abc"), link("phone:+84912345678", "uses", "item:abc")], "no item"),
        ([node("ipv4:999.1.1.1"), link("phone:+84912345678", "uses", "ipv4:999.1.1.1")], "ipv4"),
    ],
)
def test_what_cannot_be_stated_is_told_with_its_reason(
    linked: Officer, edit: Edit, elements: list[str], reason: str
) -> None:
    edit(*elements)
    run = linked.run("graph", "import", "x.graphml", "--propose", "--grade", "C3", "--note", "x")
    assert run.returncode == 1
    assert "E635" in run.stderr
    assert "not proposed" in run.stderr
    assert reason in run.stderr or reason == "ipv4"


def test_proposing_the_same_file_again_states_nothing_twice(linked: Officer, edit: Edit) -> None:
    edit(node("licence-plate:30A-123.45"), link("phone:+84912345678", "owns",
                                                "licence-plate:30A-123.45"))  # fmt: skip
    propose(linked)
    run = linked.run("graph", "import", "x.graphml", "--propose", "--grade", "C3", "--note", "x")
    assert "the case knows it by now" in run.stderr
    assert "E635" in run.stderr


@pytest.mark.parametrize("options", [[], ["--grade", "B2"], ["--note", "x"]])
def test_a_proposal_needs_a_grade_and_a_note(linked: Officer, options: list[str]) -> None:
    assert linked.run("graph", "import", "x.graphml", "--propose", *options).returncode == 2


def test_a_grade_that_is_none_is_refused(linked: Officer, edit: Edit) -> None:
    edit(link("phone:+84987654321", "called", "phone:+84912345678"))
    run = linked.run("graph", "import", "x.graphml", "--propose", "--grade", "Z9", "--note", "x")
    assert run.returncode == 2
    assert "entry" not in run.stdout


def test_looking_records_nothing(linked: Officer, edit: Edit) -> None:
    edit(link("phone:+84987654321", "called", "phone:+84912345678"))
    before = linked.does("log")
    linked.does("graph", "import", "x.graphml", "--diff")
    assert linked.does("log") == before


def test_a_file_that_means_harm_is_refused(linked: Officer) -> None:
    (linked.place / "x.graphml").write_text('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
                                            "<graphml>&b;</graphml>")  # fmt: skip
    run = linked.run("graph", "import", "x.graphml", "--diff")
    assert run.returncode == 1
    assert "E633" in run.stderr
    assert "root:" not in run.stdout + run.stderr


def test_hostile_labels_of_a_file_are_shown_harmless(linked: Officer, edit: Edit) -> None:
    edit(node("phone:+84900000000", "\u202egnp.exe"))
    assert "\u202e" not in linked.does("graph", "import", "x.graphml")
