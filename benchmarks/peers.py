"""Other tools that take evidence in, on the same corpus, each with its kindest settings.

bagit.py comes from PyPI into a virtual environment of the benchmark; borg, restic and
hashdeep from the distribution, installed when the benchmark runs as root and they are
missing. A tool that cannot be had leaves a row that says so.

They do not do the same work: borg and restic pack, compress and (restic) encrypt into a
repository; bagit.py and hashdeep only write lists beside a copy. None signs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus import Corpus
from measure import Command, Contender, say
from programs import COPY, counts_lines, shell

BAGIT = "bagit==1.9.0"
PACKAGES = {"borg": "borgbackup", "restic": "restic", "hashdeep": "hashdeep"}
INSTALL_LIMIT_S = 600
HASHDEEP_HEAD_LINES = 5  # format, columns and three comment lines


def install(folder: Path) -> Mapping[str, str]:
    """Install what is missing; return tool -> program, without those that cannot be had."""
    programs: dict[str, str] = {}
    for tool, package in PACKAGES.items():
        if not shutil.which(tool):
            install_package(package)
        if program := shutil.which(tool):
            programs[tool] = program
    python = folder / "venv/bin/python"
    script = folder / "venv/bin/bagit.py"
    if not script.exists():
        quiet((sys.executable, "-m", "venv", str(folder / "venv")))
        quiet((str(python), "-m", "pip", "install", "--quiet", BAGIT))
    if script.exists():
        programs["bagit"] = str(script)
    return programs


def install_package(package: str) -> None:
    """Ask the distribution for one package, when we may."""
    if os.geteuid() or not shutil.which("apt-get"):
        say(f"{package}: not root or no apt-get, left out")
        return
    wanted = ("apt-get", "install", "-y", "--no-install-recommends", package)
    if not quiet(wanted):
        quiet(("apt-get", "update"))
        quiet(wanted)


def quiet(argv: tuple[str, ...]) -> bool:
    """Run an installer; True when it succeeded."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            argv, env=environment, capture_output=True, timeout=INSTALL_LIMIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        say(f"{argv[0]}: {problem}")
        return False
    if done.returncode:
        say(f"{' '.join(argv)}: {done.stderr.decode(errors='replace').strip()[-300:]}")
    return done.returncode == 0


def contenders(corpus: Corpus, programs: Mapping[str, str]) -> list[Contender]:
    """Return one row a peer."""
    return [
        bagit(corpus, programs.get("bagit", "")),
        hashdeep(corpus, programs.get("hashdeep", "")),
        borg(corpus, programs.get("borg", "")),
        restic(corpus, programs.get("restic", "")),
    ]


def bagit(corpus: Corpus, program: str) -> Contender:
    """Return a copy turned into a bag in place, SHA-256 only, a process for each core."""
    cores = os.cpu_count() or 1
    text = f'{COPY} && "{program}" --quiet --sha256 --processes {cores} "$2"'

    def problems(folder: Path) -> Iterator[str]:
        with (folder / "copy/manifest-sha256.txt").open("rb") as file:
            lines = sum(1 for _ in file)
        if lines != corpus.facts.files:
            yield f"{lines} lines in the manifest, {corpus.facts.files} expected"

    return Contender(
        key="bagit",
        label=f"cp -r, bagit.py --sha256 --processes {cores}",
        command=shell(text, corpus.folder),
        problems=problems,
        missing="" if program else "not installed",
    )


def hashdeep(corpus: Corpus, program: str) -> Contender:
    """Return a copy hashed by hashdeep, SHA-256 only, its threads as it likes them."""
    text = f'{COPY} && (cd "$2" && "{program}" -c sha256 -r -l . > "$3")'
    return Contender(
        key="hashdeep",
        label="cp -r, hashdeep -c sha256 -r",
        command=shell(text, corpus.folder),
        problems=counts_lines(corpus.facts.files + HASHDEEP_HEAD_LINES),
        missing="" if program else "not installed",
    )


def borg(corpus: Corpus, program: str) -> Contender:
    """Return an archive in a new unencrypted repository; making the repository is not timed."""

    def env(folder: Path) -> dict[str, str]:
        return {
            "BORG_BASE_DIR": str(folder / "borg"),
            "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK": "yes",
        }

    def prepare(folder: Path) -> None:
        prepared((program, "init", "--encryption=none", str(folder / "copy")), env(folder))

    def command(folder: Path) -> Command:
        argv = (program, "create", f"{folder / 'copy'}::one", str(corpus.folder))
        return Command(argv=argv, env=env(folder))

    return Contender(
        key="borg",
        label="borg create (lz4, no encryption)",
        synced="itself",
        prepare=prepare,
        command=command,
        missing="" if program else "not installed",
    )


def restic(corpus: Corpus, program: str) -> Contender:
    """Return a snapshot in a new repository; making the repository is not timed."""

    def env(folder: Path) -> dict[str, str]:
        return {
            "RESTIC_PASSWORD": "benchmark",
            "RESTIC_REPOSITORY": str(folder / "copy"),
            "RESTIC_CACHE_DIR": str(folder / "cache"),
        }

    def prepare(folder: Path) -> None:
        prepared((program, "init"), env(folder))

    def command(folder: Path) -> Command:
        return Command(argv=(program, "backup", str(corpus.folder)), env=env(folder))

    return Contender(
        key="restic",
        label="restic backup (zstd, encrypted)",
        synced="itself",
        prepare=prepare,
        command=command,
        missing="" if program else "not installed",
    )


def prepared(argv: tuple[str, ...], env: Mapping[str, str]) -> None:
    """Run an untimed preparation; raises CalledProcessError."""
    subprocess.run(argv, env={**os.environ, **env}, capture_output=True, check=True)
