"""What the benchmarks start: Truyvet with a key of its own, and shell lines.

A shell line writes `copy` and `sums` in the fresh folder of its run. Paths go to `sh`
as arguments and never into its text.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from measure import Command

COPY = 'cp -r "$1" "$2"'
NOT_BUILT = "truyvet not found: give --truyvet PATH"


@dataclass(frozen=True, kw_only=True, slots=True)
class Truyvet:
    """The installed command under test and the key it signs with."""

    program: Path | None
    """None when it is not installed; its rows then say so."""
    config: Path
    """Its configuration folder for these runs, never the user's."""

    @property
    def missing(self) -> str:
        """Why it cannot run here; empty when it can."""
        return "" if self.program else NOT_BUILT

    @property
    def env(self) -> Mapping[str, str]:
        """The environment that keeps the user's keys out of it."""
        return {"XDG_CONFIG_HOME": str(self.config)}

    def argv(self, *words: str | Path) -> list[str]:
        """Return the command line for these arguments."""
        return [str(self.program), *map(str, words)]

    def run(self, *words: str | Path) -> None:
        """Run it to the end, untimed; raises SystemExit with what it said."""
        done = subprocess.run(
            self.argv(*words), env={**os.environ, **self.env}, capture_output=True, check=False
        )
        if done.returncode:
            text = done.stderr.decode(errors="replace")
            raise SystemExit(f"{' '.join(map(str, words))}: status {done.returncode}: {text}")

    def tell(self, *words: str | Path) -> str:
        """Return what it prints; what it says beside that is of no interest."""
        done = subprocess.run(
            self.argv(*words), env={**os.environ, **self.env}, capture_output=True, check=False
        )
        return done.stdout.decode(errors="replace")

    def new_key(self) -> None:
        """Make the key of this benchmark run."""
        self.config.mkdir(parents=True)
        self.run("key", "new", "--name", "Benchmark", "--unit", "Benchmark", "--no-passphrase")

    def new_case(self, folder: Path) -> None:
        """Open an empty case at `folder`."""
        self.run("case", "new", folder, "--title", "Benchmark", "--number", "1")


def shell(text: str, source: Path) -> Callable[[Path], Command]:
    """Return a command that runs `text` with $1 = source, $2 = copy, $3 = list of sums."""

    def command(folder: Path) -> Command:
        words = (source, folder / "copy", folder / "sums")
        return Command(argv=("sh", "-c", text, "sh", *map(str, words)))

    return command


def counts_lines(expected: int) -> Callable[[Path], Iterator[str]]:
    """Return a check that the list of sums has one line a file."""

    def problems(folder: Path) -> Iterator[str]:
        with (folder / "sums").open("rb") as file:
            lines = sum(1 for _ in file)
        if lines != expected:
            yield f"{lines} sums, {expected} expected"

    return problems
