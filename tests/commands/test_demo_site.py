"""The web site of `truyvet demo`: the generator gives what is shipped, and that is served."""

from __future__ import annotations

import http.client
import importlib.util
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import zxingcpp
from PIL import Image

from truyvet.commands.demo_site import pages, serving
from truyvet.extractors import web
from truyvet.extractors.payments.emv import parse
from truyvet.extractors.payments.vietqr import transfer
from truyvet.testing import examine

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "commands" / "demo_files" / "site"
PAGES = ("/", "/dat-coc.html")


def generator() -> Any:
    """Return the generator, which is a script and not part of the package."""
    path = ROOT / "docs" / "demo" / "make_demo_site.py"
    spec = importlib.util.spec_from_file_location("make_demo_site", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as url:
        yield url


def asked(address: str, path: str, method: str = "GET") -> tuple[int, str, bytes]:
    """Return status, media type and body."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)
    connection.request(method, path)
    answer = connection.getresponse()
    told = answer.status, answer.getheader("Content-Type", ""), answer.read()
    connection.close()
    return told


def text(path: str) -> str:
    return pages()[path][0].decode()


def test_the_generator_gives_exactly_the_shipped_bytes() -> None:
    assert generator().files() == {path.name: path.read_bytes() for path in FOLDER.iterdir()}


def test_the_generator_writes_what_it_gives(tmp_path: Path) -> None:
    made = generator()
    made.main([str(tmp_path / "new")])
    written = {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()}
    assert written == made.files()


def test_the_table_names_every_file_once() -> None:
    names = json.loads((FOLDER / "names.json").read_bytes())
    held = sorted(name for name, _ in names.values())
    assert held == sorted(path.name for path in FOLDER.iterdir() if path.name != "names.json")


@pytest.mark.parametrize("path", sorted(pages()))
def test_every_page_is_served_as_it_is_shipped(address: str, path: str) -> None:
    content, media = pages()[path]
    assert asked(address, path) == (200, media, content)
    assert asked(address, path, "HEAD") == (200, media, b"")


def test_another_address_is_answered_with_404(address: str) -> None:
    for path in ("/khong-co", "/../names.json", "/names.json", "/%2e%2e/README.md"):
        assert asked(address, path)[0] == 404


def test_only_this_computer_is_served(address: str) -> None:
    assert urlsplit(address).hostname == "127.0.0.1"


def test_the_site_is_gone_when_the_block_ends() -> None:
    with serving() as url:
        assert asked(url, "/")[0] == 200
    with pytest.raises(ConnectionRefusedError):
        asked(url, "/")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_nothing_of_others(address: str, path: str) -> None:
    needed = re.findall(r'(?:src|href)="([^"]+\.(?:css|png|js))"', text(path))
    assert needed
    for target in needed:
        assert asked(address, urlsplit(urljoin(address + path, target)).path)[0] == 200
    assert not re.findall(r'src="(?:https?:)?//', text(path))


def test_the_pages_lead_to_each_other() -> None:
    assert 'href="dat-coc.html"' in text("/")
    assert 'href="./"' in text("/dat-coc.html")


def test_both_pages_bear_the_same_analytics_id() -> None:
    ids = [re.findall(r"gtag\('config', '([^']+)'\)", text(path)) for path in PAGES]
    assert ids == [["G-VIDU2026HT"]] * 2


def test_the_code_pays_the_account_of_the_story() -> None:
    picture = Image.open(io.BytesIO(pages()["/anh/vietqr.png"][0])).convert("L")
    (code,) = zxingcpp.read_barcodes(picture)
    assert "0006970436" + "0113" + "0000123456789" in code.text
    assert transfer(parse(code.text)) is not None


def test_the_identifiers_are_those_of_the_files() -> None:
    story = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    for identifier in ("0912.345.678", "vidu_hoantien_demo", "038 345 6789", "0000123456789"):
        assert identifier in story
        assert identifier in text("/") + text("/dat-coc.html")


def test_the_pages_say_in_a_comment_that_they_are_made_up() -> None:
    for path in PAGES:
        assert "hư cấu" in text(path)
        assert examine(web, text(path).encode()).observations
