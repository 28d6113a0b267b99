"""The Oresteia, six related investigations: who appears in more than one of them."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.desks import officer, state_case

SAMPLES = Path(
    os.environ.get("TRUYVET_SAMPLES") or Path(__file__).resolve().parents[3] / "shared/samples"
)


def asked(by: Officer, kind: str, what: str) -> list[Any]:
    """Return what overlaps of a kind."""
    told = by.reads("desk", "overlaps", "--kind", kind, "--purpose", "đối chiếu")
    return [one for one in told if one["what"] == what]


def oresteia(samples: Path) -> dict[str, dict[str, str]]:
    """Return of each investigation its persons: local id to name."""
    things = json.loads((samples / "case_uco/Oresteia.json").read_text())["uco-core:object"]
    people = {one["@id"]: name_of(one) for one in things if one["@type"] == "uco-identity:Person"}
    return {
        one["uco-core:name"]: {
            part["@id"]: people[part["@id"]]
            for part in one["uco-core:object"]
            if part["@id"] in people
        }
        for one in things
        if one["@type"] == "case-investigation:Investigation"
    }


def name_of(person: dict[str, Any]) -> str:
    """Return a person's name: its facet's, else what stands in its id before the number."""
    for facet in person.get("uco-core:hasFacet", ()):
        if facet["@type"] == "uco-identity:SimpleNameFacet":
            parts = (facet.get("uco-identity:givenName"), facet.get("uco-identity:familyName"))
            return " ".join(filter(None, parts))
    local = person["@id"].removeprefix("kb:")
    return local[:-37].replace("-", " ").title()


@pytest.fixture(scope="module")
def greek(tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer beside a desk of the six investigations of the Oresteia."""
    if not SAMPLES.is_dir():
        pytest.skip(f"no samples at {SAMPLES}")
    an = officer(tmp_path_factory.mktemp("greek"), "An")
    an.does("desk", "init", "desk")
    for crime, people in oresteia(SAMPLES).items():
        case = an.place / crime.replace(" ", "-").lower()
        stated = (
            (f"{number:04x}", name, "passport", passport(local))
            for number, (local, name) in enumerate(people.items())
        )
        state_case(case, crime, stated)
        an.does("desk", "add", str(case))
    return an


def passport(local: str) -> str:
    """Return a passport number made of a local id: an identifier that is the person's own."""
    return f"B{int(local[-12:], 16) % 10_000_000:07d}"


def expected() -> set[tuple[str, tuple[str, ...]]]:
    """Return who appears in more than one investigation, straight from the file."""
    places: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for crime, people in oresteia(SAMPLES).items():
        for local, name in people.items():
            places.setdefault(local, []).append(crime)
            names[local] = name
    return {(names[one], tuple(crimes)) for one, crimes in places.items() if len(crimes) > 1}


def test_who_appears_in_more_than_one_investigation_of_the_oresteia(greek: Officer) -> None:
    found = {
        (one["cases"][0]["label"], tuple(case["case"] for case in one["cases"]))
        for one in asked(greek, "person", "person")
    }
    assert found == expected()
    assert {"Aegisthus", "Thyestes Mycenae"} <= {name for name, _ in found}


def test_so_do_the_identifiers_that_they_share(greek: Officer) -> None:
    found = {
        (one["cases"][0]["holders"][0], tuple(case["case"] for case in one["cases"]))
        for one in asked(greek, "passport", "selector")
    }
    assert found == expected()
