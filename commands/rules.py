"""`truyvet rules`: the YARA rules that a scan asks, and whether they compile."""

from pathlib import Path

import click

from ..evidence.errors import ExitStatus, TruyvetError, guarding
from ..extractors.rulesets.compiling import (
    Compiled,
    NoYara,
    Rule,
    RuleSet,
    compile_files,
)
from ..extractors.rulesets.files import own_files, rule_files
from .context import PATH
from .output import Align, facts, note, safe, say, say_json, table

MAX_WARNINGS = 20
"""Warnings that are shown to people; --json has all."""


@click.group("rules", epilog="Example: truyvet rules check my-rules")
def command() -> None:
    """YARA rules: ours, and those of your folders."""


@command.command(epilog="Example: truyvet rules check my-rules --json")
@click.argument("folder", type=PATH)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file.")
def check(folder: Path, as_json: bool) -> ExitStatus:
    """Compile the rules of a folder; name each file that fails, and why (status 4)."""
    rules = _compiled(folder)
    found = [file for file in rules.files if not _is_own(file)]
    if not found:
        raise TruyvetError("E807", path=folder)
    failed = [file for file in found if file.result == "failed"]
    if as_json:
        for file in found:
            say_json(_as_facts(file))
    else:
        _print_check(found, failed)
    return ExitStatus.PARTIAL if failed else ExitStatus.DONE


def _print_check(found: list[Compiled], failed: list[Compiled]) -> None:
    for file in failed:
        say(f"failed  {safe(file.namespace)}: {safe(file.reason)}")
        note(f"  hint: {_next_step(file.reason)}")
    warnings = [(file.namespace, text) for file in found for text in file.warnings]
    for namespace, text in warnings[:MAX_WARNINGS]:
        say(f"warning  {safe(namespace)}: {safe(text)}")
    if len(warnings) > MAX_WARNINGS:
        note(f"… and {len(warnings) - MAX_WARNINGS} more warnings: --json has all")
    compiled = [file for file in found if file.result == "compiled"]
    facts(
        {
            "compiled": f"{len(compiled)} files, {sum(len(file.rules) for file in compiled)} rules",
            "index": f"{sum(file.result == 'index' for file in found)} files that only include",
            "failed": f"{len(failed)} files",
        }
    )


def _next_step(reason: str) -> str:
    """Return what the officer can do about a file that failed."""
    if "unknown module" in reason:
        return "this build of YARA has no such module: the file is left out of scans"
    if "undefined identifier" in reason:
        return "it asks for a variable that is not defined here: remove that condition"
    if "include" in reason:
        return "put the included file into the same folder"
    if "cannot be read" in reason or "larger than" in reason:
        return "check the file and its permissions"
    return "correct the line, or move the file out of the folder; scans leave it out"


@command.command("list", epilog="Example: truyvet rules list my-rules --json")
@click.argument("folder", type=PATH, required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a rule.")
def list_rules(folder: Path | None, as_json: bool) -> None:
    """List the rules that a scan asks: ours, and those of a folder."""
    rules = _compiled(folder)
    if as_json:
        for file in rules.files:
            for rule in file.rules:
                say_json({"namespace": file.namespace, "rule": rule.name,
                          "tags": list(rule.tags), "meta": _plain(rule)})  # fmt: skip
        return
    columns = {"rule": Align.LEFT, "file": Align.LEFT, "description": Align.WRAP}
    table(columns, (_cells(file, rule) for file in rules.files for rule in file.rules))
    for file in rules.left_out:
        note(f"left out: {safe(file.namespace)}: {safe(file.reason)}")
    note(f"{rules.count} rules, rule set {rules.sha256[:16]}, YARA {rules.version}")


def _cells(file: Compiled, rule: Rule) -> tuple[str, ...]:
    return rule.name, file.namespace, str(_plain(rule).get("description", ""))


def _plain(rule: Rule) -> dict[str, object]:
    """Return a rule's meta as JSON has it."""
    return {
        name: value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        for name, value in rule.meta.items()
    }


def _compiled(folder: Path | None) -> RuleSet:
    if folder is None:
        files = own_files()
    elif not folder.is_dir():
        raise TruyvetError("E807" if folder.exists() else "E501", path=folder)
    else:
        with guarding(folder):
            files = rule_files((folder.absolute(),))
    try:
        return compile_files(files)
    except NoYara as error:
        raise TruyvetError("E806") from error


def _is_own(file: Compiled) -> bool:
    return file.namespace in {own.namespace for own in own_files()}


def _as_facts(file: Compiled) -> dict[str, object]:
    return {
        "namespace": file.namespace,
        "sha256": file.sha256,
        "result": file.result,
        "rules": len(file.rules),
        "reason": file.reason,
        "warnings": list(file.warnings),
    }
