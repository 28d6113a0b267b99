"""requirements.lock: one tested set of versions, with hashes, for every platform.

Compared with setup.cfg without a network. `make lock` writes the file; whether the pinned
versions can still be had is what installing them says, not this test.
"""

import configparser
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[^\s;\\]+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")


def pins(lock: str) -> dict[str, set[str]]:
    """Versions by name; a name has several where platforms or Pythons differ."""
    found: dict[str, set[str]] = {}
    for pin in PIN.finditer(lock):
        found.setdefault(pin["name"], set()).add(pin["version"])
    return found


def unmet(requirements: Iterable[str], pinned: dict[str, set[str]]) -> list[str]:
    """Name the requirements that have no pin, or one they do not allow."""
    found = []
    for text in requirements:
        wanted = Requirement(text)
        versions = pinned.get(canonicalize_name(wanted.name), set())
        bad = sorted(version for version in versions if version not in wanted.specifier)
        if bad or not versions:
            found.append(f"{text}: locked {bad or 'nothing'}")
    return found


@pytest.fixture(scope="module")
def lock(repository: Path) -> str:
    """The text of requirements.lock."""
    return (repository / "requirements.lock").read_text(encoding="utf-8")


def test_the_lock_satisfies_every_requirement(
    lock: str, packaging: configparser.ConfigParser
) -> None:
    texts = [
        packaging["options"]["install_requires"],
        *packaging["options.extras_require"].values(),
    ]
    requirements = [line for text in texts for line in text.splitlines() if line]
    assert requirements
    assert not unmet(requirements, pins(lock)), "run: make lock"


def test_every_pin_has_a_hash(lock: str) -> None:
    blocks = re.split(r"^(?=\S)", lock, flags=re.MULTILINE)
    pinned = [block for block in blocks if PIN.match(block)]
    bare = [block.splitlines()[0] for block in pinned if not HASH.search(block)]
    assert pinned
    assert not bare


def test_the_lock_names_no_place(lock: str) -> None:
    places = re.compile(r"^.*(?:://|index-url|find-links|file:|/home/|/tmp/).*$", re.MULTILINE)
    assert not places.findall(lock)


@pytest.mark.parametrize(
    ("requirement", "met"),
    [("click>=8.2", True), ("Click>=8.2,<8.3", False), ("yara-python>=4.5", False)],
)
def test_a_lock_that_lags_behind_is_noticed(requirement: str, met: bool) -> None:
    assert (unmet([requirement], {"click": {"8.5.1"}}) == []) is met
