"""Following a locator back, in a confined process: step by step, each by whoever wrote it."""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.commands.support.scanning import zipped

from truyvet.evidence.scans.locator import NotALocator
from truyvet.extractors import archive, entities, web
from truyvet.extractors.engine.resolving import Request, Unresolved, resolve
from truyvet.extractors.settings import Settings
from truyvet.extractors.table import EXTRACTORS, extractor, owner
from truyvet.testing import examine
from truyvet.testing import resolve as resolve_here
from truyvet.testing.unfolding import unfold

PAGE = b"<html><body><p>goi 0912 <i>345 678</i></p></body></html>"


def following(path: Path, locator: tuple[str, ...], by: str = "entities", **more: Any) -> bytes:
    request = Request(
        object=str(path), path="a/b", item="ab" * 32, sha256="cd" * 32, extractor=by,
        locator=locator, settings=Settings(**more),
    )  # fmt: skip
    return resolve(request)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page on the disk."""
    path = tmp_path / "page"
    path.write_bytes(PAGE)
    return path


def test_bytes_are_resolved_without_an_extractor(page: Path) -> None:
    assert following(page, ("bytes:6+6",)) == b"<body>"


def test_what_stands_in_a_text_is_resolved_by_who_took_the_text_out(page: Path) -> None:
    texts = examine(web, PAGE).texts
    (line,) = (one for one in texts if "0912" in one.text)
    at = line.text.encode().index(b"0912")
    locator = (*line.locator, f"bytes:{at}+12")
    assert following(page, locator) == b"0912 345 678"


def test_a_member_of_an_archive_is_resolved(tmp_path: Path) -> None:
    path = tmp_path / "zip"
    path.write_bytes(zipped({"sâu/trong.txt": b"gold", "b": b"x"}))
    (child, _) = examine(archive, path).children
    assert following(path, (child.found.locator,), "archive") == b"gold"


@pytest.mark.parametrize(
    ("locator", "why"),
    [(("bytes:0+999",), "the item ends before byte 999"), (("nobody:1",), "no extractor knows"),
     (("zip:missing",), "LookupError"), (("bytes:x",), "NotALocator"), (("Bytes",), "NotALocator"),
     (("html:nonsense",), "LookupError"), (("bytes:9007199254740993+9999999999999999",), "ends")],
)  # fmt: skip
def test_what_leads_nowhere_says_why(page: Path, locator: tuple[str, ...], why: str) -> None:
    with pytest.raises(Unresolved, match=why):
        following(page, locator)


def test_an_unknown_extractor_leads_nowhere(page: Path) -> None:
    with pytest.raises(Unresolved):
        following(page, ("html:text",), "telepathy")


def test_a_missing_object_leads_nowhere(tmp_path: Path) -> None:
    with pytest.raises(Unresolved):
        following(tmp_path / "nowhere", ("bytes:0+1",))


def test_the_owner_is_the_extractor_itself_where_it_lists_the_scheme() -> None:
    assert owner(archive, "zip:a") is archive
    assert owner(web, "bytes:0+1") is web
    assert owner(entities, "bytes:0+1") is entities


@pytest.mark.parametrize("name", EXTRACTORS)
def test_every_scheme_has_an_owner_that_lists_it(name: str) -> None:
    for scheme in extractor(name).STEPS:
        assert scheme in owner(entities, f"{scheme}:x").STEPS


def test_a_scheme_of_nobody_stays_with_who_wrote_it() -> None:
    assert owner(entities, "nobody:1") is entities
    with pytest.raises(NotALocator):
        owner(entities, "no step")


@pytest.mark.parametrize("folder", ["offsets", "mail", "metadata", "images", "chats", "links",
                                    "apps", "warc", "case_uco"])  # fmt: skip
def test_every_observation_of_the_samples_leads_back_to_its_bytes(
    folder: str, samples: Path
) -> None:
    modules = [extractor(name) for name in EXTRACTORS if name not in {"ocr"}]
    seen = 0
    for path in sorted((samples / folder).rglob("*")):
        if not path.is_file():
            continue
        for item in unfold(path, modules, name=path.name):
            for name, examination in item.examinations.items():
                for found in examination.observations[:40]:
                    content = resolve_here(
                        extractor(name), item.content, found.locator,
                        name=item.name, media_type=item.media_type,
                    )  # fmt: skip
                    assert content == found.value(), (path.name, item.steps, found)
                    seen += 1
    assert seen


def test_the_builder_of_hostile_files_resolves_too(hostile: ModuleType, tmp_path: Path) -> None:
    content = hostile.escaping()
    path = tmp_path / "zip"
    path.write_bytes(content)
    for child in examine(archive, content).children[:3]:
        assert following(path, (child.found.locator,), "archive") == child.content
    assert json.dumps([child.name for child in examine(archive, content).children])
