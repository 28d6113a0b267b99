"""The interface and its table: every row is an extractor of that name, and nothing is hidden."""

import inspect
from dataclasses import FrozenInstanceError, fields, replace
from importlib import import_module
from pathlib import Path

import pytest

from truyvet.evidence.scans.locator import BYTES, parse_step
from truyvet.extractors.interface import Accepts, Extractor, Facts, Limits
from truyvet.extractors.settings import Settings
from truyvet.extractors.table import EXTRACTORS, extractor, names

SHARED = {"__init__", "interface", "settings", "table"}
"""Modules of extractors/ that are no extractor but serve all."""


def test_every_extractor_is_a_module_and_a_row(repository: Path) -> None:
    modules = {path.stem for path in (repository / "extractors").glob("*.py")} - SHARED
    assert modules == {row.lstrip(".") for row in EXTRACTORS.values()}


@pytest.mark.parametrize("name", EXTRACTORS)
def test_an_extractor_bears_the_name_of_its_row(name: str) -> None:
    assert str(extractor(name).NAME) == str(name)


@pytest.mark.parametrize("name", EXTRACTORS)
def test_an_extractor_takes_what_the_interface_says(name: str) -> None:
    for function in ("configuration", "prepare", "extract", "resolve"):
        wanted = list(inspect.signature(getattr(Extractor, function)).parameters)[1:]
        given = inspect.signature(getattr(extractor(name), function)).parameters
        assert list(given) == wanted, function


@pytest.mark.parametrize("name", EXTRACTORS)
def test_a_configuration_tells_no_password(name: str) -> None:
    settings = Settings(passwords=("correct horse", "battery staple"))
    told = str(dict(extractor(name).configuration(settings)))
    assert "horse" not in told
    assert "staple" not in told


def test_a_scheme_tells_whose_it_is() -> None:
    owners: dict[str, list[str]] = {}
    for name in EXTRACTORS:
        for scheme in extractor(name).STEPS:
            assert parse_step(f"{scheme}:")[0] == scheme != BYTES
            owners.setdefault(scheme, []).append(name)
    shared = {scheme for scheme, names in owners.items() if len(names) > 1}
    assert shared <= {"digest", "image"}  # of values, never of texts that others read


def test_only_text_recognition_starts_a_program() -> None:
    assert [name for name in EXTRACTORS if extractor(name).PROGRAMS] == ["ocr"]


def test_texts_come_before_what_reads_them() -> None:
    assert list(EXTRACTORS)[-1] == "entities"
    assert next(iter(EXTRACTORS)) == "filetype"


def test_the_table_lists_all_in_the_order_of_examination() -> None:
    assert names()[: len(EXTRACTORS)] == list(EXTRACTORS)


def test_an_extractor_nobody_has_is_a_lookup_error() -> None:
    with pytest.raises(LookupError, match="telepathy"):
        extractor("telepathy")


@pytest.mark.parametrize(
    ("path", "name"), [("a/b/C.TXT", "c.txt"), ("x", "x"), ("", ""), ("a/", ""), ("Ảnh", "ảnh")]
)
def test_the_name_of_an_item_is_the_last_part_of_its_path(path: str, name: str) -> None:
    assert Facts(id="0" * 64, path=path, size=0, sha256="0" * 64).name == name


def test_what_an_extractor_offers_cannot_be_changed() -> None:
    facts = Facts(id="", path="", size=0, sha256="")
    for value, field in [(Accepts(), "names"), (Limits(), "wall"), (facts, "size")]:
        with pytest.raises(FrozenInstanceError):
            setattr(value, field, 1)


def test_limits_are_changed_one_by_one() -> None:
    small = replace(Limits(), records=3)
    changed = [one.name for one in fields(Limits) if getattr(small, one.name) != one.default]
    assert changed == ["records"]


def test_the_table_holds_names_of_modules_only() -> None:
    for row in EXTRACTORS.values():
        assert import_module(row, "truyvet.extractors").__doc__
