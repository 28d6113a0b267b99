"""`truyvet similar`: pictures that look alike are found, whatever their size, form and quality."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw


def draw(seed: int) -> Image.Image:
    """Return a picture of coloured shapes, another for every seed."""
    picture = Image.new("RGB", (240, 180), (30 * seed % 255, 200, 120))
    pen = ImageDraw.Draw(picture)
    for number in range(1, 9):
        x, y = number * 37 * seed % 200, number * 53 * seed % 140
        pen.ellipse((x, y, x + 40, y + 30), fill=(number * 29 % 255, number * 71 % 255, seed))
    return picture


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one picture in three forms, another one, and a text."""
    folder = tmp_path_factory.mktemp("album")
    one = draw(3)
    one.save(folder / "1-first.png")
    one.resize((480, 360)).save(folder / "2-larger.png")
    one.save(folder / "3-worse.jpg", quality=35)
    draw(11).save(folder / "4-other.png")
    (folder / "5-words.txt").write_text("không phải ảnh", encoding="utf-8")
    return folder


@pytest.fixture
def scanned(newcomer: Any, album: Path) -> Any:
    """An officer who has collected and examined the album."""
    newcomer.does("key", "new", "--name", "An", "--unit", "PA05", "--no-passphrase")
    newcomer.does("case", "new", "case", "--title", "t", "--number", "1")
    officer = newcomer.with_(TRUYVET_CASE=str(newcomer.place / "case"))
    officer.does("collect", "files", str(album))
    ran = officer.run("scan", "--only", "filetype,similarity")
    assert ran.returncode == 0, ran
    return officer


def found(officer: Any, *options: str) -> list[dict[str, Any]]:
    lines = officer.does("similar", "--json", *options).splitlines()
    return [json.loads(line) for line in lines]


def names(pairs: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(Path(pair["path"]).name[0], Path(pair["other_path"]).name[0]) for pair in pairs}


def test_all_pairs_that_look_alike_are_told_once_nearest_first(scanned: Any) -> None:
    pairs = found(scanned)
    assert names(pairs) == {("1", "2"), ("1", "3"), ("2", "3")}
    distances = [pair["distance"] for pair in pairs]
    assert distances == sorted(distances)
    assert not any(pair["same_bytes"] for pair in pairs)


def test_of_one_picture_all_that_are_like_it_are_told(scanned: Any) -> None:
    assert names(found(scanned, "1.2")) == {("2", "1"), ("2", "3")}
    assert found(scanned, "1.4") == []


@pytest.mark.parametrize("kind", ["phash", "dhash"])
def test_either_hash_finds_a_picture_that_was_only_scaled(scanned: Any, kind: str) -> None:
    assert ("1", "2") in names(found(scanned, "1.1", "--by", kind))


def test_a_greater_distance_finds_at_least_as_much(scanned: Any) -> None:
    near, far = found(scanned, "--distance", "2"), found(scanned, "--distance", "32")
    assert names(near) <= names(far)


def test_what_is_no_picture_is_an_error_that_says_so(scanned: Any) -> None:
    ran = scanned.run("similar", "1.5")
    assert ran.returncode == 1
    assert "E848" in ran.stderr
    assert "truyvet scan" in ran.stderr


def test_the_table_names_both_and_a_lonely_picture_is_told_so(scanned: Any) -> None:
    assert "1-first.png" in scanned.does("similar")
    ran = scanned.run("similar", "1.4")
    assert ran.returncode == 0
    assert "none of 4 pictures" in ran.stderr
