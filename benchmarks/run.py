"""Run the benchmarks and print Markdown: `python benchmarks/run.py all --rounds 5`.

The figures in README.md of the project are what this printed at scale 1. A run at
another scale says so and is no figure. See README.md here for the traps.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from tempfile import mkdtemp

import corpus as corpora
import machine
import peers
from contenders import Truyvet, baselines, collecting, starting, verifying
from corpus import Corpus, Kind
from measure import Contender, Series, run_series, say
from places import room_problem
from tables import Goal, Section, creation_note, goal_lines, others_note, series_table

READ_BYTES = 1 << 20
WARM_SCALE = 0.001  # the discarded round that loads programs and compiles modules
HELP_ROUNDS = 20
HELP_LIMIT_MS = 60
OBJECTS_LIMIT = 0.7
COLLECT_LIMIT = {"small": 0.65, "large": 0.55}
WORK = Path("/var/tmp/truyvet-benchmarks")  # /tmp is often memory, where syncing costs nothing
MANY_FILES = 1_000  # runs that leave fewer are removed at once, to spare the disk


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
    settle: float
    """Seconds that must lie between removing many files and creating many."""
    only: frozenset[str]
    """Keys of the rows to run; empty for all."""

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


def collect(settings: Settings, kind: Kind, *, with_peers: bool) -> Section:
    """Compare collecting with copying and hashing, and with the peers when asked."""
    programs = peers.install(settings.peers) if with_peers else {}

    def rows(corpus: Corpus) -> list[Contender]:
        others = peers.contenders(corpus, programs) if with_peers else []
        return settings.chosen([*baselines(corpus), collecting(corpus, settings.truyvet), *others])

    corpus = get_corpus(settings, kind, settings.scale)
    tiny = get_corpus(settings, kind, WARM_SCALE)
    contenders = rows(corpus)
    keep = corpus.facts.files >= MANY_FILES
    copies = len(contenders) * settings.rounds if keep else 1
    place = settings.runs / (kind + ("-peers" if with_peers else ""))
    if problem := room_problem(
        settings.runs, corpus.facts.bytes * copies, corpus.facts.files * copies
    ):
        raise SystemExit(f"{kind}: {problem}")
    if keep:
        settle(settings)
    discard(rows(tiny), place / "warm-up", settings)
    series = run_series(
        contenders,
        place,
        rounds=settings.rounds,
        seed=settings.seed,
        before=lambda: warm(corpus.folder),
        keep=keep,
    )
    return collect_section(settings, corpus, series, with_peers=with_peers)


def discard(contenders: Sequence[Contender], place: Path, settings: Settings) -> None:
    """Run each once for nothing: programs come into the cache, modules are compiled."""
    run_series(contenders, place, rounds=1, seed=settings.seed, before=lambda: None, keep=True)


def collect_section(
    settings: Settings, corpus: Corpus, series: Series, *, with_peers: bool
) -> Section:
    """Return the table of a collect series."""
    limit = COLLECT_LIMIT[corpus.facts.kind]
    goals = [Goal(key="C", against="A", limit=limit)]
    if with_peers:
        goals += [Goal(key="C", against=key, limit=1) for key in ("bagit", "hashdeep")]
        goals += [Goal(key="C", against=key, limit=1) for key in ("borg", "restic")]
    table = series_table(series, ("A", "A-synced", "B"), corpus.facts.bytes)
    title = f"Collect, {'few large' if corpus.facts.kind == 'large' else 'many small'} files"
    return Section(
        title=title + (", with peers" if with_peers else ""),
        notes=(*corpus_notes(settings, corpus), creation_note(series), others_note(series)),
        lines=(*table, "", *goal_lines(series, goals)),
    )


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


def verify(settings: Settings, kind: Kind) -> Section:
    """Compare verifying one case with hashing its objects; nothing is written there."""
    corpus = get_corpus(settings, kind, settings.scale)
    if settings.truyvet.missing:
        return Section(title=f"Verify, {kind}", notes=(), lines=(settings.truyvet.missing,))
    place = settings.runs / f"verify-{kind}"
    place.mkdir()
    case = place / "case"
    settings.truyvet.new_case(case)
    settings.truyvet.run("--case", case, "collect", "files", corpus.folder)
    contenders = verifying(case, settings.truyvet)
    discard(contenders, place / "warm-up", settings)
    series = run_series(
        contenders,
        place,
        rounds=settings.rounds,
        seed=settings.seed,
        before=lambda: warm(case / "objects"),
        keep=True,
    )
    series = with_part(series, "verify", "objects", "truyvet verify, its object pass")
    goals = (Goal(key="verify.objects", against="openssl", limit=OBJECTS_LIMIT),)
    volume = sum(path.stat().st_size for path in (case / "objects").glob("??/*"))
    table = series_table(series, ("openssl", "openssl-2"), volume)
    return Section(
        title=f"Verify, a case of {'few large' if kind == 'large' else 'many small'} files",
        notes=(*corpus_notes(settings, corpus), others_note(series)),
        lines=(*table, "", *goal_lines(series, goals)),
    )


def with_part(series: Series, key: str, part: str, label: str) -> Series:
    """Add a row out of what `key` reported of one of its parts; CPU and memory are the whole's."""
    whole = next(one for one in series.contenders if one.key == key)
    samples = series.samples[key]
    found = [replace(one, wall=one.parts[part]) for one in samples if part in one.parts]
    complete = tuple(found) if len(found) == len(samples) else ()
    added = replace(whole, key=f"{key}.{part}", label=label)
    reason = series.failures.get(key, f"it reports no timings.{part}")
    return Series(
        contenders=(*series.contenders, added),
        samples={**series.samples, added.key: complete},
        creation=series.creation,
        failures=series.failures if complete else {**series.failures, added.key: reason},
    )


def start_up(settings: Settings) -> Section:
    """Compare the help with an interpreter that does nothing."""
    contenders = starting(settings.truyvet)
    place = settings.runs / "help"
    rounds = max(HELP_ROUNDS, settings.rounds)
    discard(contenders, place / "warm-up", settings)
    series = run_series(
        contenders, place, rounds=rounds, seed=settings.seed, before=lambda: None, keep=True
    )
    lines = list(series_table(series, ("python",), 0))
    if series.samples["help"]:
        pairs = zip(series.samples["help"], series.samples["python"], strict=True)
        over = median(1000 * (one.wall - other.wall) for one, other in pairs)
        verdict = "kept" if over <= HELP_LIMIT_MS else "MISSED"
        lines += ["", f"- goal: help <= python + {HELP_LIMIT_MS} ms: {over:+.1f} ms, {verdict}"]
    return Section(title="Start", notes=(f"{rounds} interleaved rounds.",), lines=tuple(lines))


BENCHMARKS: dict[str, Callable[[Settings], list[Section]]] = {
    "collect-small": lambda settings: [collect(settings, "small", with_peers=False)],
    "collect-large": lambda settings: [collect(settings, "large", with_peers=False)],
    "peers": lambda settings: [
        collect(settings, "small", with_peers=True),
        collect(settings, "large", with_peers=True),
    ],
    "verify": lambda settings: [verify(settings, "small"), verify(settings, "large")],
    "help": lambda settings: [start_up(settings)],
}
ALL = ("peers", "verify", "help")  # peers holds the rows of both collect benchmarks


def settle(settings: Settings) -> None:
    """Wait until files that an earlier benchmark removed no longer slow new ones down."""
    stamp = settings.runs.parent / "removed"
    if not stamp.exists():
        return
    left = settings.settle - (time.time() - stamp.stat().st_mtime)
    if left > 0:
        say(f"waiting {left:.0f} s: many files were removed a moment ago")
        time.sleep(left)


def remove_runs(runs: Path) -> None:
    """Remove everything the runs left and note when."""
    many = any(runs.glob("*small*"))
    say("removing the folders of the runs")
    shutil.rmtree(runs, ignore_errors=True)
    os.sync()
    if many:
        (runs.parent / "removed").touch()


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
    parser.add_argument("--settle", type=float, default=90, help="seconds after a removal")
    parser.add_argument("--keep", action="store_true", help="do not remove the runs at the end")
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
        settle=chosen.settle,
        only=frozenset(chosen.only.split(",")) if chosen.only else frozenset(),
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
