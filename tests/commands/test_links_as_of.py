"""`--as-of`: people and things are shown as they were known then, in lists, exports and charts."""

import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import does, fails, reads

LATER = ("Trần Hùng", "Lê Hoa", "+84987654321", "Đức Sẹo")
"""What was told of later."""


@dataclass(frozen=True)
class Story:
    """A case that went on; only for reading."""

    an: Officer
    then: str
    """A time when only one name and one number were known."""


@pytest.fixture(scope="module")
def story(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Story:
    place = tmp_path_factory.mktemp("as_of") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    does(an, "person", "add", "Nguyễn Văn Đức", "--phone", "0912345678")
    (first,) = [one for one in reads(an, "link", "list") if one["relation"] == "named"]
    then = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    time.sleep(0.002)  # so that the next entry is later
    person = first["subject"]
    does(an, "link", "add", person, "alias", "Đức Sẹo")
    does(an, "link", "retract", first["statement"], "--because", "tên giả")
    does(an, "link", "add", person, "named", "Trần Hùng")
    does(an, "link", "add", person, "uses", "phone:0987654321")
    does(an, "person", "add", "Lê Hoa", "--phone", "0912345678")
    return Story(an=an, then=then)


def known(story: Story, text: str) -> None:
    """Nothing in this text was told of later."""
    assert "Nguyễn Văn Đức" in text
    assert [word for word in LATER if word in text] == []


@pytest.mark.parametrize(
    "question",
    [
        ("ego", "0912345678"),
        ("ego", "Nguyễn Văn Đức"),
        ("path", "Nguyễn Văn Đức", "0912345678"),
        ("rank",),
        ("communities",),
        ("ego", "0912345678", "--json"),
        ("path", "Nguyễn Văn Đức", "0912345678", "--json"),
        ("rank", "--json"),
    ],
    ids=" ".join,
)
def test_an_answer_shows_what_was_known_then(story: Story, question: tuple[str, ...]) -> None:
    ran = story.an.run("--case", "vu-01", *question, "--as-of", story.then)
    assert ran.returncode == 0
    known(story, ran.stdout + ran.stderr)


def test_links_are_counted_as_they_were_then(story: Story) -> None:
    (then,) = reads(story.an, "ego", "0912345678", "--as-of", story.then)
    now = reads(story.an, "ego", "0912345678")
    assert then["degree"] == 1
    assert [one["degree"] for one in now if one["label"] == "Trần Hùng"] == [2]


@pytest.mark.parametrize("form", ["graphml", "cytoscape", "ftm", "gexf"])
def test_an_export_holds_nobody_who_was_known_later(
    story: Story, tmp_path: Path, form: str
) -> None:
    out = tmp_path / "out"
    does(story.an, "graph", "export", "--format", form, "-o", str(out), "--as-of", story.then)
    files = [out] if out.is_file() else sorted(one for one in out.rglob("*") if one.is_file())
    text = "".join(one.read_text(encoding="utf-8") for one in files)
    known(story, text.encode().decode("unicode_escape") if "\\u" in text else text)


def test_a_chart_names_nobody_who_was_known_later(story: Story, tmp_path: Path) -> None:
    out = tmp_path / "x.svg"
    does(story.an, "graph", "svg", "-o", str(out), "--as-of", story.then)
    known(story, out.read_text(encoding="utf-8"))


def test_what_was_not_known_then_was_linked_with_nothing(story: Story) -> None:
    for name in ("0987654321", "Lê Hoa"):
        said = fails(story.an, "ego", name, "--as-of", story.then)
        assert "is linked with nothing" in said
        assert "Lê Hoa" not in said


def test_someone_may_be_asked_for_by_the_name_of_today(story: Story) -> None:
    (told,) = reads(story.an, "ego", "Trần Hùng", "--as-of", story.then)
    assert told["node"] == "phone:+84912345678"
    ran = story.an.run("--case", "vu-01", "ego", "Trần Hùng", "--as-of", story.then)
    known(story, ran.stdout + ran.stderr)
