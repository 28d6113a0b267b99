"""Watching with a browser: pictures and shown texts of a page that changes, compared and marked."""

import base64
import io
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.commands.conftest import Officer
from tests.commands.support.scanning import entries
from tests.site.site import Site

CASE = ("--case", "vu-01")
NAMES = ("chromium", "chromium-browser", "google-chrome")

pytestmark = pytest.mark.skipif(
    not (os.environ.get("TRUYVET_CHROMIUM") or any(map(shutil.which, NAMES))),
    reason="there is no Chromium on this computer",
)


@pytest.fixture(scope="module")
def rounds(
    template: Path, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Officer, list[dict[str, Any]]]:
    """An officer after two rounds, over a page with a browser and one without; what he was told."""
    place = tmp_path_factory.mktemp("rounds") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    an.does(*CASE, "watch", "add", site.url("/watched"), "--every", "6h", "--browser")
    an.does(*CASE, "watch", "add", site.url("/unchanging"), "--every", "6h")
    told = list[str]()
    for version in (1, 2):
        site.set_version(version)
        ran = an.run(*CASE, "watch", "run", "--all", "--allow-private", "--json")
        assert ran.returncode == 0, ran
        told = ran.stdout.splitlines()
    return an, list(map(json.loads, told))


def test_pages_with_and_without_a_browser_are_two_collections(
    rounds: tuple[Officer, list[dict[str, Any]]],
) -> None:
    types = [one["act"]["type"] for one in entries(rounds[0].place / "vu-01")]
    assert types[-6:] == ["collect", "collect", "scan"] * 2


def test_the_picture_and_the_shown_text_are_compared(
    rounds: tuple[Officer, list[dict[str, Any]]],
) -> None:
    (page,) = (one for one in rounds[1] if one["page"].endswith("/watched"))
    assert page["picture"]["state"] == "changed"
    assert 0 < page["picture"]["changed_ppm"] < 500_000
    assert page["picture"]["boxes"]
    assert (page["rendered_text"]["state"], page["text"]["state"]) == ("changed", "changed")


def test_a_page_without_a_browser_is_unchanged_without_a_picture(
    rounds: tuple[Officer, list[dict[str, Any]]],
) -> None:
    (page,) = (one for one in rounds[1] if one["page"].endswith("/unchanging"))
    assert (page["picture"]["why"], page["state"]) == ("unrendered", "same")


def test_the_diff_holds_both_pictures_with_boxes(
    rounds: tuple[Officer, list[dict[str, Any]]],
) -> None:
    an = rounds[0]
    (page,) = (one for one in rounds[1] if one["page"].endswith("/watched"))
    an.does(*CASE, "watch", "diff", page["capture"], "-o", "diff.html", "--force")
    text = (an.place / "diff.html").read_text()
    pictures = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', text)
    red, blue = (Image.open(io.BytesIO(base64.b64decode(one))).convert("RGB") for one in pictures)
    assert largest(red, 0, 2) > 150
    assert largest(blue, 2, 0) > 150


def largest(picture: Image.Image, one: int, other: int) -> int:
    """By how much a pixel has more of one colour than of another, at most."""
    content = picture.tobytes()
    return max(a - b for a, b in zip(content[one::3], content[other::3], strict=True))
