"""A whole scan of mixed files: where the time goes, and what the engine itself costs an item."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import copytree
from statistics import median

import mixed
from measure import Command, Contender, Sample, Series, do_nothing, run_series
from programs import Truyvet
from setting import Settings
from tables import Goal, Section, goal_lines, grid, others_note, series_table

OVERHEAD_LIMIT_MS = 1.0  # the goal: everything but the extractors, for each item
BUSY_LIMIT = 0.65  # the goal: two processes over one


def scanning(settings: Settings) -> Section:
    """Scan the same case with one process and with two, and a case of one file beside it."""
    title = f"Scan, {mixed.FILES:,} mixed files, all extractors"
    if settings.truyvet.missing:
        return Section(title=title, notes=(), lines=(settings.truyvet.missing,))
    place = settings.runs / "scan"
    place.mkdir()
    cases = {
        "whole": _case(settings, place, "whole", max(1, round(mixed.FILES * settings.scale))),
        "single": _case(settings, place, "single", 1),
    }
    contenders = [
        _contender(settings.truyvet, "scan-1", cases["whole"], "--jobs", "1"),
        _contender(settings.truyvet, "scan-2", cases["whole"], "--jobs", "2"),
        _contender(settings.truyvet, "start", cases["single"], "--jobs", "2"),
    ]
    series = run_series(
        settings.chosen(contenders),
        place,
        rounds=settings.rounds,
        seed=settings.seed,
        before_round=do_nothing,
        before_run=do_nothing,
        keep=True,
    )
    volume = sum(path.stat().st_size for path in (cases["whole"] / "objects").glob("??/*"))
    goals = (Goal(key="scan-2", against="scan-1", limit=BUSY_LIMIT),)
    return Section(
        title=title,
        notes=(f"{volume / 1e6:.0f} MB stored; seed {settings.seed}.", others_note(series)),
        lines=(
            *series_table(series, ("scan-1",), volume),
            "",
            *goal_lines(series, goals),
            *_overhead(series),
            "",
            *_shares(series),
        ),
    )


def _case(settings: Settings, place: Path, name: str, files: int) -> Path:
    source, case = place / f"{name}-files", place / f"{name}-case"
    mixed.make(source, seed=settings.seed, files=files)
    settings.truyvet.new_case(case)
    settings.truyvet.run("--case", case, "collect", "files", source)
    return case


def _contender(truyvet: Truyvet, key: str, case: Path, *options: str) -> Contender:
    return Contender(
        key=key,
        label=f"truyvet scan {' '.join(options)}" + (", one file" if key == "start" else ""),
        synced="yes",
        prepare=lambda folder: _copy(case, folder / "case"),
        command=lambda folder: Command(
            argv=truyvet.argv("--case", folder / "case", "scan", *options), env=truyvet.env
        ),
        parts=lambda folder: _efforts(folder / "case"),
        missing=truyvet.missing,
    )


def _copy(source: Path, target: Path) -> None:
    copytree(source, target)


def _efforts(case: Path) -> Mapping[str, float]:
    """Return the CPU seconds of each extractor, as the scan itself has recorded them."""
    *_, last = (case / "ledger" / "entries.jsonl").read_text(encoding="utf-8").splitlines()
    entry = json.loads(last)["entry"]
    names = {ref["kind"]: ref["sha256"] for ref in entry["outputs"]}
    spent: Counter[str] = Counter()
    path = case / "objects" / names["efforts"][:2] / names["efforts"]
    for line in path.read_text(encoding="utf-8").splitlines():
        for one in json.loads(line)["efforts"]:
            spent[one["extractor"]] += one["cpu"]
    seconds = {name: cpu / 1e6 for name, cpu in spent.items()}
    return seconds | {"items": float(entry["act"]["totals"]["items"])}


def _overhead(series: Series) -> Iterator[str]:
    """Yield what an item costs beside its extractors: all CPU less theirs and less the start."""
    whole, start = series.samples.get("scan-2", ()), series.samples.get("start", ())
    if not whole or not start:
        yield "- goal: engine overhead: not measured"
        return
    begun = median(one.cpu - _extractors(one) for one in start)
    costs = [1e3 * (one.cpu - _extractors(one) - begun) / one.parts["items"] for one in whole]
    reached = median(costs)
    verdict = "kept" if reached <= OVERHEAD_LIMIT_MS else "MISSED"
    promise = f"- goal: engine overhead <= {OVERHEAD_LIMIT_MS:.2f} ms of CPU an item"
    yield f"{promise}: {reached:.2f}, {verdict}"


def _extractors(sample: Sample) -> float:
    return sum(seconds for name, seconds in sample.parts.items() if name != "items")


def _shares(series: Series) -> Iterator[str]:
    """Yield where the CPU time of the extractors goes."""
    samples = series.samples.get("scan-2", ())
    if not samples:
        return
    names = sorted({name for one in samples for name in one.parts} - {"items"})
    found = {name: median(one.parts.get(name, 0.0) for one in samples) for name in names}
    total = sum(found.values())
    rows = (
        (name, f"{seconds:.2f}", f"{100 * seconds / total:.0f} %")
        for name, seconds in sorted(found.items(), key=lambda pair: -pair[1])
    )
    yield from grid(("extractor", "CPU s", "share"), rows)
