"""`python -m truyvet.testing NAME FILE…`: try an extractor over files, and report.

NAME is the name of a row or an entry point, or the file of a module. Exit status: 0 nothing
found, 1 some rule is broken, 2 wrong usage.
"""

import argparse
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from ..extractors import table
from ..extractors.interface import Extractor
from .breach import RULES, Breach
from .conformance import Effort, conformance


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    given = _parser().parse_args(arguments)
    missing = [str(file) for file in given.files if not file.is_file()]
    if missing:
        sys.stderr.write(f"no such file: {', '.join(missing)}\n")
        return 2
    try:
        module = named(given.name)
    except LookupError:
        sys.stderr.write(f"no extractor {given.name}; there are: {', '.join(table.names())}\n")
        return 2
    effort = Effort(
        cuts=given.cuts, flips=given.flips, huge=given.huge, seed=given.seed, wall=given.wall
    )
    breaches = conformance(module, {file.name: file for file in given.files}, effort=effort)
    sys.stdout.write(report(given.name, len(given.files), breaches))
    return 1 if breaches else 0


def named(name: str) -> Extractor:
    """Return the extractor of this name, or the module in this file; LookupError if neither."""
    path = Path(name)
    if path.suffix != ".py":
        return table.extractor(name)
    spec = importlib.util.spec_from_file_location(path.stem, path.absolute())
    if spec is None or spec.loader is None or not path.is_file():
        raise LookupError(name)
    # Not executed here: what it does when it is loaded is tried like everything else.
    return cast("Extractor", importlib.util.module_from_spec(spec))


def report(name: str, samples: int, breaches: Sequence[Breach]) -> str:
    """Return the breaches as text for people: rule by rule, each with what it demands."""
    tried = f"{name}: {samples} sample{'s' if samples != 1 else ''}"
    if not breaches:
        return f"{tried}, no rule broken\n"
    lines = [f"{tried}, {len(breaches)} breach{'es' if len(breaches) != 1 else ''}"]
    for rule, demand in RULES.items():
        found = [breach for breach in breaches if breach.rule == rule]
        if found:
            lines += ["", f"{rule}: {demand}"]
            lines += [f"  {breach.sample or 'the module'}\n    {breach.text}" for breach in found]
    return "\n".join(lines) + "\n"


def _parser() -> argparse.ArgumentParser:
    default = Effort()
    parser = argparse.ArgumentParser(
        prog="python -m truyvet.testing",
        description="Try an extractor over files and over what becomes of them.",
        epilog="example: python -m truyvet.testing my_extractor.py sample.bin",
    )
    parser.add_argument("name", help="name of an extractor, or file of its module")
    parser.add_argument("files", nargs="+", type=Path, help="samples it is for")
    parser.add_argument("--cuts", type=int, default=default.cuts, help="truncations a sample")
    parser.add_argument("--flips", type=int, default=default.flips, help="flipped items a sample")
    parser.add_argument("--huge", type=int, default=default.huge, help="bytes of the sparse file")
    parser.add_argument("--wall", type=float, default=default.wall, help="seconds an examination")
    parser.add_argument("--seed", type=int, default=default.seed, help="seed of the mutations")
    return parser


if __name__ == "__main__":
    sys.exit(main())
