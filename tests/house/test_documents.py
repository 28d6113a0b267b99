"""The documents say what the program does: commands, statuses, codes, links.

Words are not judged, only what can be counted. Also kept here: nothing that is committed names
a place that exists on one machine only.
"""

import ast
import importlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

CODE = re.compile(r"\b[EW]\d{3}\b")
ANCHOR = re.compile(r"^#+\s+`?([EW]\d{3})\b|<a\s+(?:id|name)=\"([EWew]\d{3})\"", re.MULTILINE)
STATUS_ROW = re.compile(r"^\|\s*[`*]*(\d+)[`*]*\s*\|(.*)\|\s*$", re.MULTILINE)
STATUS_WORDS = {
    # what the README's row must say, so that two rows cannot be swapped unnoticed
    "DONE": "done",
    "FAILED": "failed",
    "USAGE": "usage",
    "INVALID": "not verify",
    "PARTIAL": "part",
    "INTERRUPTED": "interrupt",
}
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)")  # pictures too
FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
# Put together here, so that this file does not hold what it looks for.
MACHINE_PLACES = ["/" + "work/", "/tmp" + "/team", "/opt/" + "wheels", "/opt/" + "pypi"]
REGISTRY_HOSTS = [
    f"{name}.{top}"
    for name, top in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("debian", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("crates", "io"),
        ("proxy.golang", "org"),
    ]
]
# Not after a letter or a closing bracket: a case folder has a work/ of its own.
PLACE = re.compile(
    r"(?<![\w.}>)\]-])(?:" + "|".join(map(re.escape, MACHINE_PLACES)) + ")"
    "|" + "|".join(map(re.escape, REGISTRY_HOSTS))
)


def codes_in(source: str) -> set[str]:
    """Every error and finding code in a source's strings; comments and names do not count."""
    strings = (
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {code for text in strings for code in CODE.findall(text)}


def codes_anchored(markdown: str) -> set[str]:
    """Every code that a heading or an anchor of the document is named by."""
    return {(heading or anchor).upper() for heading, anchor in ANCHOR.findall(markdown)}


def status_rows(markdown: str) -> dict[int, str]:
    """The table below the heading about exit statuses: number to words."""
    parts = re.split(r"^#+\s.*exit status.*$", markdown, maxsplit=1, flags=re.M | re.I)
    section = re.split(r"^#+\s", parts[-1], maxsplit=1, flags=re.MULTILINE)[0]
    if len(parts) == 1:
        return {}
    return {int(number): words.lower() for number, words in STATUS_ROW.findall(section)}


def anchors_of(markdown: str) -> set[str]:
    """The fragments one can link to: explicit ones, and headings as GitHub spells them."""
    found = set(re.findall(r"<a\s+(?:id|name)=\"([^\"]+)\"", markdown))
    counts: dict[str, int] = {}
    for heading in re.findall(r"^#+\s+(.*?)\s*#*$", FENCE.sub("", markdown), re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        seen = counts.get(slug, 0)
        counts[slug] = seen + 1
        found.add(f"{slug}-{seen}" if seen else slug)
    return found


def broken_links(document: Path) -> Iterator[str]:
    """Name the relative links that lead nowhere, fragments included."""
    text = document.read_text(encoding="utf-8")
    for link in LINK.findall(FENCE.sub("", text)):
        target, _, fragment = unquote(link).partition("#")
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        file = document.parent / target if target else document
        if not file.exists():
            yield f"{document.name}: {link}"
        elif fragment and file.suffix == ".md" and fragment not in anchors_in(file):
            yield f"{document.name}: {link} (no such heading)"


def anchors_in(file: Path) -> set[str]:
    """The fragments of a file."""
    return anchors_of(file.read_text(encoding="utf-8"))


def places_named(text: str) -> list[str]:
    """Machine paths and registry hosts in a text."""
    return PLACE.findall(text)


@pytest.fixture(scope="module")
def documents(repository: Path) -> list[Path]:
    """README and its siblings, and everything under docs/."""
    return sorted([*repository.glob("*.md"), *(repository / "docs").rglob("*.md")])


def committed_files(repository: Path) -> list[Path]:
    """What git keeps or would keep: tracked files, and new ones that are not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if shutil.which("git") is None or not (repository / ".git").exists():
        pytest.skip("not a git checkout")
    listing = subprocess.run(command, cwd=repository, capture_output=True, check=True).stdout
    files = [repository / name for name in listing.decode().split("\0") if name]
    return [file for file in files if file.is_file() and not file.is_symlink()]


def test_the_readme_shows_every_group_of_commands(repository: Path) -> None:
    cli = importlib.import_module("truyvet.cli").cli
    readme = (repository / "README.md").read_text(encoding="utf-8")
    names = cli.list_commands(click.Context(cli))
    assert names
    assert [name for name in names if not re.search(rf"\btruyvet {name}\b", readme)] == []


def test_the_readme_has_the_table_of_exit_statuses(repository: Path) -> None:
    statuses = importlib.import_module("truyvet.evidence.errors").ExitStatus
    rows = status_rows((repository / "README.md").read_text(encoding="utf-8"))
    assert {status.name for status in statuses} == set(STATUS_WORDS)
    assert list(rows) == [int(status) for status in statuses]
    wrong = {
        status.name: rows[status]
        for status in statuses
        if STATUS_WORDS[status.name] not in rows[status]
    }
    assert not wrong


def test_every_code_is_explained_and_every_explained_code_exists(
    repository: Path, product_files: list[Path]
) -> None:
    used = {code for file in product_files for code in codes_in(file.read_text(encoding="utf-8"))}
    explained = codes_anchored((repository / "docs/spec/errors.md").read_text(encoding="utf-8"))
    assert used
    assert sorted(used - explained) == [], "no anchor in docs/spec/errors.md"
    assert sorted(explained - used) == [], "explained, but no code says it"


def test_every_relative_link_leads_somewhere(documents: list[Path]) -> None:
    assert documents
    assert [broken for document in documents for broken in broken_links(document)] == []


def test_nothing_committed_names_a_place_of_one_machine(repository: Path) -> None:
    found = {}
    for file in committed_files(repository):
        content = file.read_bytes()
        if b"\0" not in content and (places := places_named(content.decode(errors="replace"))):
            found[str(file.relative_to(repository))] = places
    assert not found


# The readings themselves, on small texts.


def test_codes_are_read_from_strings_and_not_from_comments() -> None:
    assert codes_in('E101 = {"W203": "see E301"}  # noqa: E501\n') == {"W203", "E301"}


def test_an_anchor_is_a_heading_or_an_explicit_one() -> None:
    text = '## E201 link does not follow\n### `E202`\n<a id="e203"></a>\nE204 in passing\n'
    assert codes_anchored(text) == {"E201", "E202", "E203"}


def test_the_status_table_ends_with_its_section() -> None:
    text = (
        "# T\n| 9 | no |\n## Exit statuses\n| `0` | Done |\n| 4 | partly |\n## Next\n| 5 | no |\n"
    )
    assert status_rows(text) == {0: " done ", 4: " partly "}
    assert status_rows("# T\n| 9 | no |\n") == {}


def test_links_are_followed_to_the_heading(tmp_path: Path) -> None:
    (tmp_path / "spec.md").write_text(
        "# Vết số 1: `items`\n\n# Again\n\n# Again\n", encoding="utf-8"
    )
    (tmp_path / "README.md").write_text(
        "[a](spec.md) [b](spec.md#vết-số-1-items) [c](spec.md#again-1) [d](https://e.invalid/x)\n"
        "[bad](gone.md) [bad](spec.md#gone) ![bad](gone.png)\n```\n[not](a.link)\n```\n",
        encoding="utf-8",
    )
    broken = list(broken_links(tmp_path / "README.md"))
    assert [line.partition(": ")[2].partition(" ")[0] for line in broken] == [
        "gone.md",
        "spec.md#gone",
        "gone.png",
    ]


def test_the_work_folder_of_a_case_is_no_place_of_a_machine() -> None:
    place = MACHINE_PLACES[0]
    assert not places_named(f"case{place}3f/ {{case}}{place} <case>{place} $CASE{place}")
    assert places_named(f"cd {place}x") == [place]
    assert places_named(f"https://files.{REGISTRY_HOSTS[1]}/") == [REGISTRY_HOSTS[1]]
