"""What runs against what: the baselines, Truyvet and reading an existing case.

A command that copies writes `copy` and `sums` in the fresh folder of its run. The
paths go to `sh` as arguments and never into its text. Peers are in peers.py.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus import Corpus
from measure import Command, Contender

LIST = 'cd "$2" && find . -type f -print0'
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


def has_objects(expected: int) -> Callable[[Path], Iterator[str]]:
    """Return a check that the case holds at least the distinct contents."""

    def problems(folder: Path) -> Iterator[str]:
        found = sum(1 for path in (folder / "case/objects").glob("??/*"))
        if found < expected:
            yield f"{found} objects, {expected} expected"

    return problems


def baselines(corpus: Corpus) -> list[Contender]:
    """Return copy-then-hash, with coreutils and with OpenSSL, synced and not."""
    check = counts_lines(corpus.facts.files)
    source = corpus.folder
    coreutils = f'{COPY} && ({LIST} | xargs -0 sha256sum > "$3")'
    openssl = f'{COPY} && ({LIST} | xargs -0 openssl dgst -sha256 > "$3")'
    sync = ' && sync -f "$2"'
    rows = (
        ("A", "cp -r, sha256sum of the copy", coreutils, "no"),
        ("A-synced", "the same, then sync -f", coreutils + sync, "yes"),
        ("B", "cp -r, openssl dgst -sha256 of the copy", openssl, "no"),
        ("B-synced", "the same, then sync -f", openssl + sync, "yes"),
    )
    return [
        Contender(key=key, label=label, synced=synced, command=shell(text, source), problems=check)
        for key, label, text, synced in rows
    ]


def collecting(corpus: Corpus, truyvet: Truyvet) -> Contender:
    """Return collecting the corpus into a new case; opening the case is not timed."""

    def prepare(folder: Path) -> None:
        truyvet.new_case(folder / "case")

    def command(folder: Path) -> Command:
        argv = truyvet.argv("--case", folder / "case", "collect", "files", corpus.folder)
        return Command(argv=argv, env=truyvet.env)

    return Contender(
        key="C",
        label="truyvet collect files",
        synced="itself",
        prepare=prepare,
        command=command,
        problems=has_objects(corpus.facts.distinct),
        missing=truyvet.missing,
    )


def timings(folder: Path) -> Mapping[str, float]:
    """Read the seconds of each part that `truyvet verify --json` printed, if it did."""
    try:
        parts = json.loads((folder / "stdout").read_text())["timings"]
        return {name: float(seconds) for name, seconds in parts.items()}
    except (ValueError, KeyError, TypeError):
        return {}


def verifying(case: Path, truyvet: Truyvet) -> list[Contender]:
    """Return verify and plain hashing of the same objects, with one and two processes."""
    objects = case / "objects"
    find = 'find "$1" -type f -print0'
    check = counts_lines(sum(1 for path in objects.glob("??/*")))
    rows = (
        (
            "openssl",
            "openssl dgst -sha256 over the objects",
            f"{find} | xargs -0 openssl dgst -sha256",
        ),
        (
            "openssl-2",
            "the same, xargs -n 500 -P 2",
            f"{find} | xargs -0 -n 500 -P 2 openssl dgst -sha256",
        ),
        ("sha256sum", "sha256sum over the objects", f"{find} | xargs -0 sha256sum"),
    )
    hashing = [
        Contender(
            key=key,
            label=label,
            synced="-",
            command=shell(f'{text} > "$3"', objects),
            problems=check,
        )
        for key, label, text in rows
    ]
    verify = Contender(
        key="verify",
        label="truyvet verify, everything",
        synced="-",
        command=lambda folder: Command(
            argv=truyvet.argv("verify", case, "--json"), env=truyvet.env
        ),
        parts=timings,
        missing=truyvet.missing,
    )
    return [*hashing, verify]


def starting(truyvet: Truyvet) -> list[Contender]:
    """Return the help of Truyvet and its own interpreter doing nothing."""
    python = interpreter(truyvet.program)
    return [
        Contender(
            key="python",
            label="python -c pass",
            synced="-",
            command=lambda folder: Command(argv=(python, "-c", "pass")),
        ),
        Contender(
            key="help",
            label="truyvet --help",
            synced="-",
            command=lambda folder: Command(argv=truyvet.argv("--help"), env=truyvet.env),
            missing=truyvet.missing,
        ),
    ]


def interpreter(program: Path | None) -> str:
    """Return the Python that the installed script names in its first line."""
    if program is not None:
        with program.open("rb") as file:
            first = file.readline().decode(errors="replace").strip()
        if first.startswith("#!") and "python" in first and " " not in first:
            return first[2:]
    return shutil.which("python3") or "python3"
