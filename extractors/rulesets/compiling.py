"""Compiling rules: each file by itself, so that one that fails costs no other, then all together.

A file may need a module that this build of YARA lacks (magic, cuckoo, androguard), or a variable
that only another scanner sets. Such a file is left out and named with the reason.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any, Literal

from ...hashes.digest import sha256_hex
from .conditions import monotone_rules
from .files import Included, RuleFile
from .variables import DEFINED

NEEDED = "needs yara-python: pip install yara-python"
STACK_SIZE = 65_536
"""Depth of YARA's own stack; four times its default, for deep conditions of public sets."""
STRINGS_PER_RULE = 100_000
"""Ten times YARA's default: rules of plain indicators reach it."""
MATCH_BYTES = 64
"""Bytes of each match that YARA copies; we read the item itself. Guards memory."""

_IMPORT = re.compile(r'\s*import\s+"([^"\n]*)"')

Result = Literal["compiled", "failed", "index"]
"""What became of a file."""


class NoYara(ImportError):
    """yara-python is not installed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A rule that compiled."""

    name: str
    """Its name."""
    tags: tuple[str, ...]
    """Its tags."""
    meta: Mapping[str, object]
    """What it says of itself; of a name that stands twice, the last."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Compiled:
    """What became of one file of rules."""

    namespace: str
    """Its path below its folder."""
    sha256: str
    """Hash of its bytes, and of what it includes."""
    result: Result
    """Whether its rules are asked."""
    rules: tuple[Rule, ...] = ()
    """Those it has."""
    reason: str = ""
    """Why it is left out."""
    warnings: tuple[str, ...] = ()
    """What the compiler said of those it took."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleSet:
    """Compiled rules and where they come from."""

    rules: Any
    """The `yara.Rules`; forks with its process."""
    files: tuple[Compiled, ...]
    """Every file that was found, in the order of namespaces."""
    sha256: str
    """Hash over (namespace, hash, result) of every file."""
    version: str
    """Version of YARA."""
    taken: tuple[RuleFile, ...]
    """The files that compiled."""

    @property
    def count(self) -> int:
        """How many rules are asked."""
        return sum(len(file.rules) for file in self.files)

    def monotone(self) -> frozenset[tuple[str, str]]:
        """Return (namespace, rule) of those that hold for a whole if they hold for a part of it.

        Read off the sources when first asked for: it takes longer than compiling them.
        """
        return _monotone(self.taken)

    @property
    def left_out(self) -> list[Compiled]:
        """The files that did not compile."""
        return [file for file in self.files if file.result == "failed"]


def compile_files(files: Sequence[RuleFile]) -> RuleSet:
    """Compile rule files; the same files again cost nothing. `NoYara` where YARA is missing."""
    return _compiled(tuple(files))


@lru_cache(maxsize=2)  # a scan asks for its configuration before it prepares
def _compiled(files: tuple[RuleFile, ...]) -> RuleSet:
    yara = load()
    results = tuple(_try(yara, file) for file in files)
    taken = [
        file for file, result in zip(files, results, strict=True) if result.result == "compiled"
    ]
    folders = {file.namespace: Included(file) for file in taken}

    def include(wanted: str, including: str | None, namespace: str) -> str | None:
        return folders[namespace](wanted, including, namespace)

    rules = yara.compile(
        sources={file.namespace: file.source for file in taken},
        externals=dict(DEFINED),
        include_callback=include,
    )
    lines = (f"{file.result} {file.sha256} {file.namespace}\n" for file in results)
    return RuleSet(
        rules=rules,
        files=results,
        sha256=sha256_hex("".join(lines).encode()),
        version=yara.YARA_VERSION,
        taken=tuple(taken),
    )


@lru_cache(maxsize=2)
def _monotone(files: tuple[RuleFile, ...]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (file.namespace, rule) for file in files for rule in monotone_rules(file.source)
    )


def load() -> Any:
    """Return the configured `yara` module; `NoYara` where there is none."""
    try:
        yara: Any = import_module("yara")
    except ImportError:
        raise NoYara(NEEDED) from None
    yara.set_config(
        stack_size=STACK_SIZE, max_strings_per_rule=STRINGS_PER_RULE, max_match_data=MATCH_BYTES
    )
    return yara


def _try(yara: Any, file: RuleFile) -> Compiled:
    """Compile one file alone."""
    if file.problem:
        return _left_out(file, "failed", file.problem)
    if file.is_index:
        return _left_out(file, "index", "only includes files that stand alone")
    included = Included(file)
    try:
        rules = yara.compile(
            sources={file.namespace: file.source},
            externals=dict(DEFINED),
            include_callback=included,
        )
    except (yara.Error, UnicodeEncodeError) as error:
        return _left_out(file, "failed", _missing_module(yara, file) or str(error))
    sha256 = sha256_hex("".join([file.sha256, *included.hashes]).encode())
    return Compiled(
        namespace=file.namespace,
        sha256=sha256 if included.hashes else file.sha256,
        result="compiled",
        rules=tuple(
            Rule(name=rule.identifier, tags=tuple(rule.tags), meta=rule.meta) for rule in rules
        ),
        warnings=tuple(rules.warnings),
    )


def _left_out(file: RuleFile, result: Result, reason: str) -> Compiled:
    return Compiled(namespace=file.namespace, sha256=file.sha256, result=result, reason=reason)


def _missing_module(yara: Any, file: RuleFile) -> str:
    """Name the module that a file imports and this build lacks: YARA tells only its last error."""
    for number, line in enumerate(file.source.splitlines(), 1):
        found = _IMPORT.match(line)
        if found and found[1] not in yara.modules:
            return f'line {number}: unknown module "{found[1]}"'
    return ""
