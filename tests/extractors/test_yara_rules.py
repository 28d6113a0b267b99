"""Our own rules: each finds the sample it is for and stays quiet over what is not.

The samples: `rulesets.samples`.
"""

from pathlib import Path
from typing import Any

import pytest
from tests.extractors.rulesets.samples import BENIGN, POSITIVE

from truyvet.extractors.rulesets.compiling import compile_files, load
from truyvet.extractors.rulesets.files import OWN, own_files

SEVERITIES = {"low", "medium", "high", "critical"}
FALSE_POSITIVE_FOLDERS = ("/usr/share/doc", "/usr/lib/python3", "/usr/share/perl")
FALSE_POSITIVE_FILES = 1_500


@pytest.fixture(scope="module")
def rules() -> Any:
    return compile_files(own_files())


def names(rules: Any, content: str | bytes) -> set[str]:
    """The rules that match."""
    taken = content.encode() if isinstance(content, str) else content
    return {match.rule for match in rules.rules.match(data=taken)}


def public(rules: Any) -> list[Any]:
    """The rules that can be seen in a match; private ones only serve them."""
    return [rule for rule in rules.rules if not rule.is_private]


def test_every_file_compiles_without_a_warning(rules: Any) -> None:
    assert [
        (file.namespace, file.reason) for file in rules.files if file.result != "compiled"
    ] == []
    assert [(file.namespace, file.warnings) for file in rules.files if file.warnings] == []


def test_every_rule_has_a_sample_and_every_sample_a_rule(rules: Any) -> None:
    assert {rule.identifier for rule in public(rules)} == set(POSITIVE)


@pytest.mark.parametrize("name", POSITIVE)
def test_a_rule_finds_what_it_is_for(rules: Any, name: str) -> None:
    assert name in names(rules, POSITIVE[name]())


@pytest.mark.parametrize("what", BENIGN)
def test_what_is_harmless_is_left_in_peace(rules: Any, what: str) -> None:
    assert names(rules, BENIGN[what]) == set()


def test_every_rule_says_what_it_is_for_in_two_languages(rules: Any) -> None:
    for rule in public(rules):
        meta = rule.meta
        assert {"author", "description", "description_vi", "severity", "date"} <= set(meta)
        assert meta["author"] == "Truyvet"
        assert meta["severity"] in SEVERITIES
        assert meta["description"][0].isupper()
        assert meta["description_vi"] != meta["description"]


def test_no_rule_finds_the_rules_themselves(rules: Any) -> None:
    found = {path.name: names(rules, path.read_bytes()) for path in OWN.glob("*.yar")}
    assert {name: some for name, some in found.items() if some} == {}


def test_no_rule_finds_a_file_of_this_repository(rules: Any, repository: Path) -> None:
    files = [*repository.glob("*.md"), *(repository / "docs").rglob("*.md")]
    files += [*(repository / "extractors").rglob("*.py"), *(repository / "tests").rglob("*.py")]
    found = {str(file): names(rules, file.read_bytes()) for file in files}
    assert {name: some for name, some in found.items() if some} == {}


@pytest.mark.parametrize("folder", FALSE_POSITIVE_FOLDERS)
def test_nothing_of_an_ordinary_system_is_found(rules: Any, folder: str) -> None:
    if not Path(folder).is_dir():
        pytest.skip(f"no {folder}")
    load()
    found = {}
    files = [path for path in sorted(Path(folder).rglob("*")) if path.is_file()]
    for path in files[:: max(1, len(files) // FALSE_POSITIVE_FILES)]:
        if path.stat().st_size < 4 << 20 and (some := rules.rules.match(str(path))):
            found[str(path)] = some
    assert found == {}


def test_no_rule_finds_a_public_sample(rules: Any, samples: Path) -> None:
    files = [path for path in sorted(samples.rglob("*")) if path.is_file()]
    found = {str(path): rules.rules.match(str(path)) for path in files}
    assert {name: some for name, some in found.items() if some} == {}
