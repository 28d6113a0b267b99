"""The page as bytes: its policy, its data, its library, the same bytes for the same graph."""

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from tests.reports.support.charts import part, small
from tests.reports.support.harm import HARM, all_harm, hostile

from truyvet.evidence.errors import TruyvetError
from truyvet.graph.model import Part
from truyvet.graph.telling import told
from truyvet.hashes.digest import sha256, sha256_hex
from truyvet.reports.chart.contents import contents_of
from truyvet.reports.chart.html import BUNDLE, SCRIPTS, read_library, render_html
from truyvet.reports.chart.plan import plan_of
from truyvet.reports.chart.words import LANGUAGES
from truyvet.reports.templating import TEMPLATES

SCRIPT = re.compile(r"<script(?: ([^>]*))?>(.*?)</script>", re.DOTALL)


def page(graph: Part | None = None, language: str = "vi") -> str:
    """The page of a graph."""
    return render_html(plan_of(graph or part(12, 20)), language, tool="truyvet test").decode()


def data_of(text: str, name: str = "graph") -> Any:
    """The graph, or the words, that stand in a page."""
    found = dict(SCRIPT.findall(text))
    return json.loads(found[f'type="application/json" id="{name}"'])


def policy_of(text: str) -> dict[str, str]:
    """The directives of the page's policy."""
    match = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert match is not None
    content = match[1].replace("&#39;", "'")
    return dict(part.split(" ", 1) for part in content.split("; "))


def source(text: str) -> str:
    """How a policy names this text."""
    return f"'sha256-{base64.b64encode(sha256(text.encode())).decode()}'"


def test_the_same_graph_gives_the_same_bytes() -> None:
    assert page() == page()


def test_the_policy_allows_the_page_itself_and_nothing_else() -> None:
    text = page()
    policy = policy_of(text)
    assert policy["default-src"] == "'none'"
    scripts = [body for attributes, body in SCRIPT.findall(text) if not attributes]
    assert policy["script-src"] == " ".join(map(source, scripts))
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    assert policy["style-src"] == source(style[1])
    assert policy["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in str(policy)


def test_the_page_names_no_other_place() -> None:
    text = page()
    markup = SCRIPT.sub("", text)
    assert not re.search(r"\b(?:src|href|action|style|on\w+)=", markup)
    style = (TEMPLATES / "chart" / "chart.css").read_text()
    assert "url(" not in style
    assert "@import" not in style


def test_our_own_script_never_parses_text_as_mark_up() -> None:
    for name in SCRIPTS:
        text = (TEMPLATES / "chart" / name).read_text()
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b", text)


def test_every_part_of_the_script_is_in_the_page() -> None:
    folder = TEMPLATES / "chart"
    assert {file.name for file in folder.glob("*.js")} == set(SCRIPTS)


def test_the_page_holds_the_graph_whole() -> None:
    graph = part(12, 20)
    data = data_of(page(graph))
    assert [row[0] for row in data["nodes"]] == [node.id for node in graph.held_nodes]
    assert len(data["edges"]) == 20
    assert [row[3] for row in data["edges"]] == [edge.count for edge in graph.held_edges]
    assert sum(len(row[9]) for row in data["edges"]) == 40


@pytest.mark.parametrize("name", list(HARM))
def test_hostile_text_does_not_end_the_data(name: str) -> None:
    text = page(hostile(HARM[name]))
    assert len(SCRIPT.findall(text)) == 4
    assert len(re.findall("<script", text)) == 4
    data_of(text)


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_page_opens_in_the_language_that_is_asked_for(language: str) -> None:
    text = page(language=language)
    assert f'<html lang="{language}">' in text
    assert f'"language":"{language}"' in text


def test_the_library_is_the_one_that_was_built_and_its_licences_are_in_the_page() -> None:
    content = (BUNDLE / "chart.bundle.js").read_bytes()
    digest = sha256_hex(content)
    assert (BUNDLE / "chart.bundle.js.sha256").read_text() == f"{digest}  chart.bundle.js\n"
    assert digest in (BUNDLE / "README.md").read_text()
    text = page()
    assert content.decode() in text
    for name in ("Guillaume Plique", "Alexis Jacomy", "Joyent"):
        assert name in SCRIPT.sub("", text)


def test_the_lock_pins_what_the_licences_name() -> None:
    lock = json.loads((BUNDLE / "package-lock.json").read_text())
    licences = (BUNDLE / "LICENCES.txt").read_text()
    for name in ("sigma", "graphology", "graphology-utils", "events", "@sigma/edge-curve"):
        entry = lock["packages"][f"node_modules/{name}"]
        assert entry["integrity"].startswith("sha512-")
        assert f"---- {name} {entry['version']}" in licences


def test_the_library_asks_for_nothing_by_itself() -> None:
    text = (BUNDLE / "chart.bundle.js").read_text()
    assert not re.search(r"\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon", text)


def test_an_altered_library_goes_into_no_page(tmp_path: Path) -> None:
    for name in ("chart.bundle.js", "chart.bundle.js.sha256"):
        (tmp_path / name).write_bytes((BUNDLE / name).read_bytes())
    assert read_library(tmp_path)
    with (tmp_path / "chart.bundle.js").open("a") as file:
        file.write("//")
    with pytest.raises(TruyvetError, match="E641"):
        read_library(tmp_path)


@pytest.mark.parametrize(("nodes", "edges"), [(1, 0), (12, 20), (120, 200)])
def test_the_data_of_a_page_is_the_plan(nodes: int, edges: int) -> None:
    graph = part(nodes, edges)
    assert data_of(page(graph)) == json.loads(json.dumps(contents_of(plan_of(graph))))


def test_the_words_of_both_languages_are_in_every_page() -> None:
    words = data_of(page(small("A called n1"), "en"), "words")
    assert words["language"] == "en"
    assert words["tables"]["vi"]["relation.called"] == "gọi cho"
    assert words["tables"]["en"]["relation.called"] == "called"
    assert words["tables"]["vi"].keys() == words["tables"]["en"].keys()


def test_a_language_that_there_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        page(language="fr")


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("vi", "Sơ đồ liên kết · Đường liên kết từ A đến B"),
        ("en", "Link chart · Paths from A to B"),
    ],
)
def test_the_title_is_said_in_the_language(language: str, title: str) -> None:
    graph = small("A called B", title=told("paths", start="A", goal="B"))
    assert lxml_html.fromstring(page(graph, language)).findtext(".//title") == title


@pytest.mark.parametrize("name", list(HARM))
def test_another_reader_of_html_finds_the_same_page(name: str) -> None:
    plain, harmed = (
        [one.tag for one in lxml_html.fromstring(page(graph)).iter() if isinstance(one.tag, str)]
        for graph in (hostile("x"), hostile(HARM[name]))
    )
    assert plain == harmed


def test_a_page_full_of_harm_has_no_element_more() -> None:
    text = page(all_harm())
    assert len(SCRIPT.findall(text)) == 4
    assert "<img" not in text


@pytest.mark.parametrize("directive", ["base-uri", "form-action", "default-src"])
def test_the_policy_closes(directive: str) -> None:
    assert policy_of(page())[directive] == "'none'"


def test_the_policy_stands_before_all_that_it_is_about() -> None:
    text = page()
    policy = text.index("Content-Security-Policy")
    assert policy < text.index("<title") < text.index("<style") < text.index("<script")


def test_no_address_of_another_place_stands_in_the_page_but_in_licences_and_names() -> None:
    markup = SCRIPT.sub("", page())
    markup = re.sub(r"<pre>.*?</pre>", "", markup, flags=re.DOTALL)
    assert not re.search(r"https?://|//\w", markup)
    own = "".join((TEMPLATES / "chart" / name).read_text() for name in SCRIPTS)
    assert set(re.findall(r"https?://[\w./]+", own)) == {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("broken", ["", "0" * 64, "not a hash"])
def test_a_library_whose_hash_is_damaged_goes_into_no_page(tmp_path: Path, broken: str) -> None:
    (tmp_path / "chart.bundle.js").write_bytes((BUNDLE / "chart.bundle.js").read_bytes())
    (tmp_path / "chart.bundle.js.sha256").write_text(f"{broken}  chart.bundle.js\n")
    with pytest.raises(TruyvetError, match="E641") as caught:
        read_library(tmp_path)
    assert caught.value.hint


def test_a_page_for_5000_nodes_stays_small() -> None:
    graph = small(*[f"A called p{n}" for n in range(4_999)])
    assert len(page(graph)) < 2_500_000
