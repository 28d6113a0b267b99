"""What a benchmark is given, and the calm in which it starts.

Every round begins alike: what the kernel remembers of removed files is dropped (when
we may), the source is read into the cache again, and each command has run once on a
tiny corpus, so that programs are loaded and modules compiled.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import corpus as corpora
from corpus import Corpus, Kind
from measure import Contender, run_once, say
from places import forget_removed
from programs import Truyvet

READ_BYTES = 1 << 20
TINY_SCALE = 0.001  # of the corpus that commands rehearse on


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What the command line asked for."""

    rounds: int
    scale: float
    seed: int
    truyvet: Truyvet
    corpora: Path
    runs: Path
    """A new folder; every run of this process is inside."""
    peers: Path
    drop: bool
    """Whether the page cache may be dropped between rounds; needs root."""
    only: frozenset[str]
    """Keys of the rows to run; empty for all."""
    rules: Path | None = None
    """A folder of YARA rules that somebody else wrote."""

    def chosen(self, contenders: Sequence[Contender]) -> list[Contender]:
        """Return the contenders that were asked for."""
        return [one for one in contenders if not self.only or one.key in self.only]


def get_corpus(settings: Settings, kind: Kind, scale: float) -> Corpus:
    """Return the corpus, made by another process: our own memory stays small.

    wait4 counts the memory of the process that forks as the child's own.
    """
    ready = corpora.load(kind, settings.corpora, settings.seed, scale)
    if ready is None:
        script = Path(corpora.__file__)
        words = (kind, settings.corpora, "--seed", settings.seed, "--scale", scale)
        argv = [sys.executable, str(script), *map(str, words)]
        subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
        ready = corpora.load(kind, settings.corpora, settings.seed, scale)
    if ready is None:
        raise SystemExit(f"the {kind} corpus could not be made")
    return ready


def warm(folder: Path) -> None:
    """Read every file under `folder` so that it is in the page cache."""
    buffer = bytearray(READ_BYTES)
    for parent, _, names in os.walk(folder):
        for name in names:
            file = os.open(f"{parent}/{name}", os.O_RDONLY)
            while os.readv(file, (buffer,)):
                pass
            os.close(file)


def rehearse(contenders: Sequence[Contender], folder: Path) -> None:
    """Run each once for nothing: programs come into the cache, modules are compiled.

    What fails here is told and left to fail again where it counts.
    """
    for one in contenders:
        if one.missing:
            continue
        place = folder / one.key
        place.mkdir(parents=True)
        if isinstance(result := run_once(one, place), str):
            say(f"rehearsal of {one.key}: {result}")


def calm(settings: Settings, source: Path, rehearsal: Sequence[Contender], folder: Path) -> None:
    """Bring the machine into the state in which every round starts; `folder` is made."""
    if settings.drop:
        forget_removed()
    warm(source)  # once from the disk; some machines reclaim idle pages, so each run reads again
    rehearse(rehearsal, folder)


def corpus_notes(settings: Settings, corpus: Corpus) -> Iterator[str]:
    """Say what was gone through and how often."""
    facts = corpus.facts
    repeated = 100 * (1 - facts.distinct / facts.files)
    yield (
        f"{facts.files:,} files, {facts.bytes / 1e6:,.0f} MB, {repeated:.0f} % of the files "
        f"repeat a content; seed {facts.seed}, listing SHA-256 {facts.sha256[:16]}; "
        f"{settings.rounds} interleaved rounds, source in the page cache."
    )
    if settings.scale != 1:
        yield f"**Scale {settings.scale:g}: a trial of the harness, not a figure.**"
