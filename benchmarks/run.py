"""Run the benchmarks and print Markdown: `python benchmarks/run.py all --rounds 5`.

The figures in README.md of the project are what this printed at scale 1. A run at
another scale says so and is no figure. See README.md here for the traps.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import mkdtemp

import machine
from capturing import capture
from collecting import collect
from desks import desks
from entities import entities
from entries import entries
from exports import exports
from links import links
from lookups import lookups
from matching import matching
from measure import say
from programs import Truyvet
from scanning import scanning
from setting import Settings
from starting import start_up
from tables import Section
from verifying import verify

WORK = Path("/var/tmp/truyvet-benchmarks")  # /tmp is often memory, where syncing costs nothing

BENCHMARKS: dict[str, Callable[[Settings], list[Section]]] = {
    "collect-small": lambda settings: [collect(settings, "small", with_peers=False)],
    "collect-large": lambda settings: [collect(settings, "large", with_peers=False)],
    "peers": lambda settings: [
        collect(settings, "small", with_peers=True),
        collect(settings, "large", with_peers=True),
    ],
    "verify": lambda settings: [verify(settings, "small"), verify(settings, "large")],
    "capture": capture,
    "desks": desks,
    "entities": lambda settings: [entities(settings)],
    "entries": lambda settings: [entries(settings)],
    "exports": lambda settings: [exports(settings)],
    "help": lambda settings: [start_up(settings)],
    "links": lambda settings: [links(settings)],
    "lookups": lookups,
    "scan": lambda settings: [scanning(settings)],
    "yara": lambda settings: [matching(settings)],
}
ALL = ("peers", "verify", "entries", "help")  # peers holds the rows of both collect benchmarks


def remove_runs(runs: Path) -> None:
    """Remove everything the runs left."""
    say("removing the folders of the runs")
    shutil.rmtree(runs, ignore_errors=True)


def heading(settings: Settings) -> str:
    """Return the facts of the machine."""
    facts = "".join(f"- {name}: {value}\n" for name, value in machine.facts(settings.runs))
    return f"# Benchmarks\n\n{facts}"


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Run the benchmarks, print Markdown.")
    parser.add_argument("benchmark", choices=[*BENCHMARKS, "all"])
    parser.add_argument("--rounds", type=int, default=5, help="fewer than 5 is only a trial")
    parser.add_argument("--scale", type=float, default=1.0, help="0.1 = a tenth of the corpora")
    parser.add_argument("--seed", type=int, default=1, help="of the corpora and of the order")
    parser.add_argument("--only", help="rows of the collect tables to run, as A,B,C,borg")
    parser.add_argument("--truyvet", type=Path, help="the program; default: the one in PATH")
    parser.add_argument("--work", type=Path, default=WORK, help="on a real disk, not in memory")
    parser.add_argument("--corpora", type=Path, help="default: corpora in the work folder")
    parser.add_argument(
        "--no-drop", action="store_true", help="leave the page cache alone between rounds"
    )
    parser.add_argument("--keep", action="store_true", help="do not remove the runs at the end")
    parser.add_argument("--rules", type=Path, help="a folder of YARA rules, for `yara`")
    parser.add_argument("--out", type=Path, help="write the Markdown here too")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for and print it."""
    chosen = parse(arguments)
    for name in [name for name in os.environ if name.startswith("TRUYVET_")]:
        del os.environ[name]  # a case or passphrase of the user must not be met
    work = chosen.work.resolve()
    (work / "runs").mkdir(parents=True, exist_ok=True)
    runs = Path(mkdtemp(dir=work / "runs"))
    found = chosen.truyvet or shutil.which("truyvet")
    settings = Settings(
        rounds=chosen.rounds,
        scale=chosen.scale,
        seed=chosen.seed,
        truyvet=Truyvet(program=Path(found).absolute() if found else None, config=runs / "config"),
        corpora=(chosen.corpora or work / "corpora").resolve(),
        runs=runs,
        peers=work / "peers",
        drop=not chosen.no_drop,
        only=frozenset(chosen.only.split(",")) if chosen.only else frozenset(),
        rules=chosen.rules.resolve() if chosen.rules else None,
    )
    try:
        texts = [heading(settings)]
        if not settings.truyvet.missing:
            settings.truyvet.new_key()
        for name in ALL if chosen.benchmark == "all" else (chosen.benchmark,):
            texts += [section.text() for section in BENCHMARKS[name](settings)]
    finally:
        if not chosen.keep:
            remove_runs(runs)
    text = "\n".join(texts)
    print(text, end="")
    if chosen.out:
        chosen.out.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
