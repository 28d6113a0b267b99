"""The help of Truyvet against its own interpreter doing nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from statistics import median

from measure import Command, Contender, do_nothing, run_series
from programs import Truyvet
from setting import Settings, rehearse
from tables import Section, series_table

ROUNDS = 20  # at least: the difference is small
LIMIT_MS = 60  # the goal


def start_up(settings: Settings) -> Section:
    """Compare the help with an interpreter that does nothing."""
    contenders = contenders_of(settings.truyvet)
    place = settings.runs / "help"
    rounds = max(ROUNDS, settings.rounds)
    rehearse(contenders, place / "rehearsal")
    series = run_series(
        contenders,
        place,
        rounds=rounds,
        seed=settings.seed,
        before_round=do_nothing,
        before_run=do_nothing,
        keep=True,
    )
    lines = list(series_table(series, ("python",), 0))
    if series.samples["help"]:
        pairs = zip(series.samples["help"], series.samples["python"], strict=True)
        over = median(1000 * (one.wall - other.wall) for one, other in pairs)
        verdict = "kept" if over <= LIMIT_MS else "MISSED"
        lines += ["", f"- goal: help <= python + {LIMIT_MS} ms: {over:+.1f} ms, {verdict}"]
    return Section(title="Start", notes=(f"{rounds} interleaved rounds.",), lines=tuple(lines))


def contenders_of(truyvet: Truyvet) -> list[Contender]:
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
