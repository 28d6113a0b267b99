"""Markdown tables out of series; every ratio is the median of the rounds' own ratios."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from measure import Contender, Sample, Series

SPOILED = 3  # dearest over cheapest creation; undisturbed 1.2 to 1.6, in the trap 10 to 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Goal:
    """A promise about one row: its time over that of another stays below a limit."""

    key: str
    against: str
    limit: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One benchmark's result."""

    title: str
    notes: tuple[str, ...]
    lines: tuple[str, ...]
    """The table and what stands under it."""

    def text(self) -> str:
        """Return the section as Markdown."""
        notes = "".join(f"{note}\n" for note in self.notes)
        return f"## {self.title}\n\n{notes}\n" + "\n".join(self.lines) + "\n"


def spread(values: Sequence[float], digits: int) -> str:
    """Return the median with the least and the greatest: `1.23 (1.20-1.31)`."""
    low, mid, high = (f"{value:.{digits}f}" for value in (min(values), median(values), max(values)))
    return f"{mid} ({low}-{high})"


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a Markdown table, the first column to the left, the others to the right."""
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"


def series_table(series: Series, against: Sequence[str], volume: int) -> Iterator[str]:
    """Yield the table of a series; `volume` is the bytes each run goes through, 0 for none."""
    head = ["command", "synced", "seconds"]
    head += [f"x {key}" for key in against]
    head += ["MB/s"] if volume else []
    head += ["CPU s", "largest process MB", "all processes MB"]
    rows = [row(series, one, against, volume, width=len(head)) for one in series.contenders]
    yield from grid(head, rows)


def row(
    series: Series, one: Contender, against: Sequence[str], volume: int, *, width: int
) -> list[str]:
    """Return the cells of one contender."""
    name = f"{one.key}: {one.label}"
    samples = series.samples[one.key]
    if not samples:
        reason = " ".join(series.failures[one.key].split())[:120]
        return [name, reason] + [""] * (width - 2)
    walls = [sample.wall for sample in samples]
    cells = [name, one.synced, spread(walls, 3 if max(walls) < 1 else 2)]
    cells += [ratio_cell(series, one.key, other) for other in against]
    cells += [f"{volume / median(walls) / 1e6:.0f}"] if volume else []
    return cells + memory_cells(samples)


def memory_cells(samples: Sequence[Sample]) -> list[str]:
    """Return CPU seconds (median) and memory (the worst of all runs)."""
    together = max(sample.tree for sample in samples)
    return [
        f"{median(sample.cpu for sample in samples):.2f}",
        f"{max(sample.largest for sample in samples) / 1e6:.0f}",
        f"{together / 1e6:.0f}" if together else "-",
    ]


def ratio_cell(series: Series, key: str, against: str) -> str:
    """Return the ratio to another row; a dash for the row itself."""
    if key == against or not series.samples.get(against):
        return "-"
    return spread(series.ratios(key, against), 2)


def others_note(series: Series) -> str:
    """Say how much else the machine did while the series ran."""
    samples = [sample for runs in series.samples.values() for sample in runs]
    if not samples:
        return "Nothing could be run."
    return f"Other work kept {spread([one.others for one in samples], 2)} cores busy meanwhile."


def creation_note(series: Series) -> str:
    """Say what a new file cost while the series ran, and when that spoils the figures."""
    costs = [1e6 * seconds for seconds in series.creation]
    note = f"A new empty file cost {spread(costs, 0)} microseconds before the runs."
    if max(costs) > SPOILED * min(costs):
        note += " **The disk was slowed by earlier removals: do not use these figures.**"
    return note


def goal_lines(series: Series, goals: Iterable[Goal]) -> Iterator[str]:
    """Yield one line a goal: kept, missed or not measured."""
    for goal in goals:
        promise = f"- goal: {goal.key} <= {goal.limit:.2f} x {goal.against}: "
        if not (series.samples.get(goal.key) and series.samples.get(goal.against)):
            yield promise + "not measured"
            continue
        reached = median(series.ratios(goal.key, goal.against))
        yield f"{promise}{reached:.2f}, {'kept' if reached <= goal.limit else 'MISSED'}"
