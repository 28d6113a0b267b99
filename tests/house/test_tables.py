"""A kind is a file and a row: tables and modules agree; each module is what its room expects."""

import inspect
from importlib import import_module
from pathlib import Path

import pytest

from truyvet.cli import COMMANDS
from truyvet.collectors.table import COLLECTORS, collector, one_by_one
from truyvet.evidence import acts
from truyvet.evidence.acts import Act, type_of
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.keyset import ROLES
from truyvet.extractors.table import EXTRACTORS, TEXT_READERS, TEXT_WRITERS
from truyvet.reports.formats import FORMATS

SHARED_COMMANDS = {
    "__init__",
    "asking_web",
    "capturing",
    "charting",
    "collection",
    "context",
    "deciding",
    "demo_site",
    "desk_known",
    "desk_options",
    "desk_search",
    "desk_seeing",
    "desk_telling",
    "figure",
    "interrupt",
    "known_telling",
    "known_texts",
    "lazy",
    "links_options",
    "naming",
    "near",
    "nodes",
    "output",
    "path_telling",
    "progress",
    "proposing",
    "proving",
    "records",
    "same_pair",
    "scan_diff",
    "scanning",
    "search_telling",
    "selecting",
    "show_observation",
    "statements",
    "stating",
    "table_known",
    "table_preview",
    "table_profile",
    "table_rows",
    "verify_proof",
    "watch_comparing",
    "watch_pages",
    "watch_scan",
    "watch_telling",
    "web_address",
    "web_archived",
    "zones",
}
"""Modules of commands/ that are no command but serve all."""
SHARED_COLLECTORS = {"__init__", "handle", "readers", "table"}
SHARED_EXTRACTORS = {"__init__", "interface", "settings", "table"}


def modules_of(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.py")}


def test_every_command_is_a_module_and_a_row(repository: Path) -> None:
    modules = modules_of(repository / "commands") - SHARED_COMMANDS
    groups = {name: import_module(f"truyvet.commands.{name}") for name in COMMANDS}
    rows = {name: getattr(group, "COMMANDS", {}) for name, group in groups.items()}
    below = {f"{name}_{row}" for name in rows for row in rows[name]}
    assert modules == set(COMMANDS) | below


def test_every_collector_is_a_module_and_a_row(repository: Path) -> None:
    modules = modules_of(repository / "collectors") - SHARED_COLLECTORS
    assert modules == {row.lstrip(".") for row in COLLECTORS.values()}


def test_every_extractor_is_a_module_and_a_row(repository: Path) -> None:
    modules = modules_of(repository / "extractors") - SHARED_EXTRACTORS
    assert modules == {row.lstrip(".") for row in EXTRACTORS.values()}
    assert all(name == row.lstrip(".") for name, row in EXTRACTORS.items())
    assert set(EXTRACTORS) >= TEXT_READERS | TEXT_WRITERS


@pytest.mark.parametrize("name", sorted(COLLECTORS))
def test_a_collector_bears_the_name_of_its_row_and_captures_or_collects(name: str) -> None:
    found = collector(name)
    assert str(found.NAME) == str(name)
    verbs = {verb for verb in ("capture", "collect") if hasattr(found, verb)}
    assert len(verbs) == 1
    takes = {"capture": ["handle", "n"], "collect": ["order", "place"]}
    for verb in verbs:
        assert list(inspect.signature(getattr(found, verb)).parameters) == takes[verb]


def test_what_captures_handle_by_handle_is_told_apart() -> None:
    assert one_by_one("files").NAME == "files"
    with pytest.raises(TruyvetError, match="E505"):
        one_by_one("web")


def test_a_collector_nobody_has_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(TruyvetError, match="E505") as caught:
        collector("telepathy")
    assert "files" in caught.value.hint


def test_every_act_may_be_done_by_some_role_and_every_right_is_an_act() -> None:
    names = {str(act.__struct_config__.tag) for act in Act.__args__}
    assert set().union(*ROLES.values()) == names


def test_every_structure_with_a_type_is_an_act_of_the_union() -> None:
    tagged = {
        one for _, one in inspect.getmembers(acts, inspect.isclass)
        if getattr(getattr(one, "__struct_config__", None), "tag", None)
    }  # fmt: skip
    assert tagged == set(Act.__args__)
    assert type_of(acts.LedgerRepair(after=1)) == "ledger.repair"


def test_every_report_format_renders_with_a_module_of_its_own() -> None:
    for row in FORMATS.values():
        assert import_module(row.render.__module__).__doc__
