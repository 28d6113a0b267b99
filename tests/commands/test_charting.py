"""What `truyvet graph html`, `svg` and `png` share: what they refuse, what they say and write."""

import hashlib
import io
import json
import shutil
import stat
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image
from tests.commands.support.charted import ENDS, make_links, officer_in

from truyvet.commands.graph import COMMANDS

from .conftest import Officer

FORMS = ("html", "svg", "png")


@pytest.fixture(scope="module")
def once(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer beside a case with links, which no test of this file changes."""
    return make_links(template, tmp_path_factory.mktemp("charting") / "an")


@pytest.fixture
def beside(once: Officer, tmp_path: Path) -> Officer:
    """The same with a copy of that case, to be changed."""
    shutil.copytree(once.place, tmp_path / "an", symlinks=True)
    return officer_in(tmp_path / "an")


def refused(an: Officer, *arguments: str) -> tuple[int, str]:
    """Status and words of a command that writes nothing."""
    before = sorted(an.place.iterdir())
    ran = an.run(*arguments)
    assert sorted(an.place.iterdir()) == before
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr
    return ran.returncode, ran.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("html",), ("svg", "-o"), ("png", "-o", "x", "--limit", "0"),
        ("html", "-o", "x", "--limit", "20001"), ("html", "-o", "x", "--limit", "-1"),
        ("png", "-o", "x", "--scale", "0.2"), ("png", "-o", "x", "--scale", "4.1"),
        ("png", "-o", "x", "--scale", "nan"), ("html", "-o", "x", "--scale", "1"),
        ("svg", "-o", "x", "--lang", "fr"), ("svg", "-o", "x", "--hops", "2"),
        ("svg", "-o", "x", "--ego", "1", "--hops", "7"),
        ("svg", "-o", "x", "--ego", "1", "--hops", "0"),
        ("svg", "-o", "x", "--path", "1"), ("svg", "-o", "x", "--path", "1", "2", "--hops", "21"),
        ("svg", "-o", "x", "--ego", "1", "--path", "1", "2"),
        ("svg", "-o", "x", "--via", "bewitched"),
        ("svg", "-o", "x", "--min-grade", "Z9"), ("svg", "-o", "x", "--since", "one day"),
        ("svg", "-o", "x", "--together"),
        ("svg", "-o", "x", "--path", "0912345678", "0912.345.678"),
        ("bmp", "-o", "x"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_usage_is_told_with_status_2(once: Officer, arguments: tuple[str, ...]) -> None:
    status, words = refused(once, "graph", *arguments)
    assert status == 2
    assert words


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--ego", "nobody"), "E570"), (("--path", ENDS[0], "nobody"), "E570"),
        (("--ego", "\u202e"), "E570"), (("--ego", "x" * 10_000), "E570"),
        (("--without", "9.9"), "E105"), (("--as-of", "2001-01-01"), "E640"),
        (("--via", "met"), "E640"),
    ],
    ids=["nobody", "half a path", "a mark", "10,000 letters", "no item", "long ago", "unmet"],
)  # fmt: skip
def test_what_cannot_be_drawn_is_an_error_with_a_hint(
    once: Officer, arguments: tuple[str, ...], code: str
) -> None:
    status, words = refused(once, "graph", "svg", "-o", "x.svg", *arguments)
    assert status == 1
    assert f"truyvet: {code}: " in words
    assert "hint: " in words


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("target", "code"),
    [("anh.jpg", "E108"), ("vu-01", "E108"), ("vu-01/x", "E111"), ("vu-01/objects/../x", "E111"),
     ("no/such/folder/x", "E"), ("n" * 300, "E")],
    ids=["a file", "a folder", "in the case", "in the case by a detour", "nowhere", "long"],
)  # fmt: skip
def test_a_place_that_must_not_be_written_is_refused(
    once: Officer, form: str, target: str, code: str
) -> None:
    (once.place / "anh.jpg").touch()
    status, words = refused(once, "graph", form, "-o", target)
    assert status == 1
    assert f"truyvet: {code}" in words


def test_a_folder_is_not_replaced_even_by_force(once: Officer) -> None:
    status, words = refused(once, "graph", "svg", "-o", "vu-01", "--force")
    assert (status, "E108" in words) == (1, True)


def test_where_there_is_no_path_nothing_is_written_and_the_reach_is_told(once: Officer) -> None:
    status, words = refused(once, "graph", "svg", "--path", *ENDS, "--hops", "4", "-o", "x.svg")
    assert status == 1
    assert "no path of at most 4 links" in words


def test_without_a_case_nothing_is_drawn(once: Officer) -> None:
    status, words = refused(once.with_(TRUYVET_CASE="no-case"), "graph", "svg", "-o", "x.svg")
    assert status == 1
    assert "truyvet: E1" in words


@pytest.mark.parametrize("form", FORMS)
def test_what_was_written_is_told_as_json(once: Officer, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"x.{form}"
    (told,) = once.reads("graph", form, "-o", str(file))
    content = file.read_bytes()
    assert told == {
        "path": str(file), "nodes": 6, "edges": 5, "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(), "notes": [],
    }  # fmt: skip
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_was_written_is_told_in_words_within_80_columns(once: Officer, tmp_path: Path) -> None:
    an = once.with_(COLUMNS="80")
    said = an.does("graph", "svg", "--limit", "2", "-o", str(tmp_path / "x.svg")).splitlines()
    assert said[0].startswith("2 nodes, 0 links drawn in ")
    assert len(said[1]) <= 80
    assert said[1].startswith("  sha256 ")
    assert len(said) == 2  # what is left out is no result: it goes to the other stream


def test_what_is_left_out_is_told_beside_the_result(once: Officer, tmp_path: Path) -> None:
    ran = once.run("graph", "svg", "--limit", "2", "-o", str(tmp_path / "x.svg"))
    assert "4 of 6 nodes are not shown: only the 2 with most links are" in ran.stderr


def test_a_picture_says_in_vietnamese_what_is_left_out(once: Officer, tmp_path: Path) -> None:
    file = tmp_path / "x.svg"
    once.does("graph", "svg", "--limit", "2", "-o", str(file))
    assert "4 trong số 6 đối tượng không được vẽ" in text_of(file)
    once.does("graph", "svg", "--limit", "2", "--lang", "en", "-o", str(file), "--force")
    assert "4 of 6 nodes are not shown: only the 2 with most links are" in text_of(file)


def text_of(file: Path) -> str:
    """All texts of an SVG, read by somebody else's reader."""
    return " ".join(etree.parse(str(file)).getroot().itertext())


def test_the_title_of_a_path_is_said_in_the_language_of_the_environment(
    once: Officer, tmp_path: Path
) -> None:
    for language, title in (("vi", f"Đường liên kết từ {ENDS[0]} đến"), ("en", "Paths from")):
        file = tmp_path / f"{language}.svg"
        an = once.with_(TRUYVET_LANG=language)
        an.does("graph", "svg", "--path", *ENDS, "-o", str(file))
        assert title in text_of(file)


def test_a_language_of_the_environment_that_there_is_none_is_a_wrong_usage(once: Officer) -> None:
    status, words = refused(once.with_(TRUYVET_LANG="fr"), "graph", "svg", "-o", "x.svg")
    assert status == 2
    assert "fr" in words


@pytest.mark.parametrize("scale", ["0.25", "1", "4"])
def test_a_png_is_as_large_as_is_asked_for(once: Officer, tmp_path: Path, scale: str) -> None:
    file = tmp_path / "x.png"
    once.does("graph", "png", "--ego", ENDS[0], "--scale", scale, "-o", str(file))
    assert Image.open(io.BytesIO(file.read_bytes())).size[0] == round(640 * float(scale))


@pytest.mark.parametrize("limit", [1, 2, 6, 20_000])
def test_a_chart_has_no_more_nodes_than_asked_for(
    once: Officer, tmp_path: Path, limit: int
) -> None:
    (told,) = once.reads("graph", "svg", "--limit", str(limit), "-o", str(tmp_path / "x.svg"))
    assert told["nodes"] == min(limit, 6)
    assert bool(told["notes"]) is (limit < 6)


def test_force_replaces_a_file_by_a_whole_one(once: Officer, tmp_path: Path) -> None:
    file = tmp_path / "x.svg"
    file.write_bytes(b"x" * 1_000_000)
    once.does("graph", "svg", "-o", str(file), "--force")
    assert file.read_bytes().endswith(b"</svg>\n")
    assert [one.name for one in tmp_path.iterdir()] == ["x.svg"]


def test_a_file_whose_name_is_hostile_is_written_and_named_harmlessly(
    once: Officer, tmp_path: Path
) -> None:
    file = tmp_path / "\u202egvs.\x1b[31mđồ thị\n.svg"
    said = once.does("graph", "svg", "-o", str(file))
    assert file.exists()
    assert "\u202e" not in said
    assert "\x1b" not in said
    assert len(said.splitlines()) == 2


def test_the_index_lost_and_built_anew_gives_the_same_chart(once: Officer, beside: Officer) -> None:
    (before,) = once.reads("graph", "svg", "-o", str(beside.place / "a.svg"))
    for file in (beside.place / "vu-01").glob("links.*"):
        file.unlink()
    (after,) = beside.reads("graph", "svg", "-o", str(beside.place / "b.svg"))
    assert after["sha256"] == before["sha256"]


@pytest.mark.parametrize(
    "damage", [b"", b"not a database" * 500, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_damaged_index_draws_no_wrong_chart(beside: Officer, damage: bytes) -> None:
    (before,) = beside.reads("graph", "svg", "-o", "a.svg")
    (beside.place / "vu-01" / "links.db").write_bytes(damage)
    first = beside.run("graph", "svg", "-o", "b.svg", "--json")
    assert "Traceback" not in first.stderr
    if first.returncode:
        assert "truyvet: E" in first.stderr
        first = beside.run("graph", "svg", "-o", "b.svg", "--json")
    assert json.loads(first.stdout)["sha256"] == before["sha256"]


def test_a_person_whose_name_is_hostile_is_drawn_as_text(beside: Officer) -> None:
    name = "</script><script>alert(1)</script>"
    beside.does("person", "add", name, "--phone", "0912345678")
    for form in FORMS:
        beside.does("graph", form, "--ego", "0912345678", "-o", f"harm.{form}")
    page = (beside.place / "harm.html").read_text(encoding="utf-8")
    assert page.count("<script") == 4
    assert "\\u003c/script\\u003e\\u003cscript" in page
    assert "</script><script>" in text_of(beside.place / "harm.svg")


def test_a_retracted_link_is_drawn_no_more(beside: Officer) -> None:
    (before,) = beside.reads("graph", "svg", "-o", "a.svg")
    first = beside.reads("link", "list", "--relation", "called")[0]
    beside.does("link", "retract", first["statement"], "--because", "misread")
    (after,) = beside.reads("graph", "svg", "-o", "b.svg")
    assert (before["edges"], after["edges"]) == (5, 4)


def test_the_group_lists_its_commands_whole(once: Officer) -> None:
    said = " ".join(once.does("graph", "--help").split())
    for name, words in COMMANDS.items():
        assert f"{name} {words[:40]}" in said


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_of_the_group_ends_its_help_with_an_example(once: Officer, name: str) -> None:
    said = once.does("graph", name, "--help").rstrip()
    assert f"Example: truyvet graph {name}" in said.rpartition("\n\n")[2]
