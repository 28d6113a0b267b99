"""The search for entities in dense text: ours, `re` with one pattern a rule, ripgrep's alternation.

All look into the same bytes on one core. The times of the first two are those of the search alone,
told by the process itself; ripgrep's and bulk_extractor's are whole, as starting costs them little.
`re` has our validators but need not look for the words beside a number: a head start.

`python entities.py hyperscan|re FILE` is the process that is timed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from measure import Command, Contender, Series, do_nothing, run_series
from setting import Settings, rehearse
from tables import Goal, Section, goal_lines, others_note, series_table
from verifying import timings, with_part

SIZE = 16_000_000
MIN_SIZE = 200_000
RE_GOAL = 1 / 5  # the time of ours over that of re
RG_GOAL = 1 / 1.5
NOT_FOR_LINES = "mrz"  # spans lines, which ripgrep's default mode refuses


def entities(settings: Settings) -> Section:
    """Time the search for all kinds of values."""
    place = settings.runs / "entities"
    place.mkdir(parents=True)
    text = place / "dense.txt"
    size = max(MIN_SIZE, int(SIZE * settings.scale))
    maker = Path(__file__).with_name("dense.py")
    argv = (sys.executable, maker, text, str(size), str(settings.seed))
    subprocess.run([str(word) for word in argv], check=True)
    contenders = settings.chosen(list(contenders_of(text)))
    rehearse(contenders, place / "rehearsal")
    series = run_series(
        contenders, place, rounds=settings.rounds, seed=settings.seed,
        before_round=do_nothing, before_run=do_nothing, keep=True,
    )  # fmt: skip
    series = parts_of(series)
    lines = list(series_table(series, ("re.scan", "rg"), size))
    goals = (
        Goal(key="ours.scan", against="re.scan", limit=RE_GOAL),
        Goal(key="ours.scan", against="rg", limit=RG_GOAL),
    )
    note = f"{size / 1e6:.0f} MB of dense text, a value about every 512 bytes, all kinds."
    return Section(
        title="Entities",
        notes=(note, others_note(series)),
        lines=(*lines, "", *goal_lines(series, goals)),
    )


def parts_of(series: Series) -> Series:
    """Add the rows of the search alone."""
    keys = {one.key for one in series.contenders}
    for key, label in (("ours", "our search alone"), ("re", "the search by re alone")):
        if key in keys:
            series = with_part(series, key, "scan", label)
    return series


def contenders_of(text: Path) -> Iterator[Contender]:
    """Yield ours, re, ripgrep and bulk_extractor over one file."""
    me = str(Path(__file__).resolve())
    for key, engine, label in (
        ("ours", "hyperscan", "our finder, hyperscan anchors"),
        ("re", "re", "re.search, one pattern a rule, our validators"),
    ):
        yield Contender(
            key=key,
            label=label,
            synced="-",
            command=lambda folder, engine=engine: Command(  # type: ignore[misc]
                argv=(sys.executable, me, engine, str(text))
            ),
            parts=timings,
        )
    yield Contender(
        key="rg",
        label="rg -a -o, an alternation of the same patterns, one thread",
        synced="-",
        command=lambda folder: Command(argv=(*ripgrep(), str(text))),
        missing="" if shutil.which("rg") else "not installed",
    )
    yield Contender(
        key="bulk",
        label="bulk_extractor, email and accts, one thread",
        synced="-",
        command=lambda folder: Command(
            argv=(
                "bulk_extractor", "-E", "email", "-e", "accts", "-j", "1",
                "-o", str(folder / "out"), str(text),
            )
        ),
        missing="" if shutil.which("bulk_extractor") else "not installed",
    )  # fmt: skip


def ripgrep() -> list[str]:
    """Return ripgrep's command line with the expressions of all rules."""
    from truyvet.extractors.selectors.finding.table import rules_for

    words = ["rg", "-a", "-o", "-b", "-N", "--no-heading", "-j1"]
    for rule in rules_for("VN"):
        if rule.name != NOT_FOR_LINES:
            core = "".join(chr(byte) if byte < 0x80 else f"\\x{byte:02x}" for byte in rule.core)
            words += ["-e", f"(?-u){core}"]
    return words


def search(engine: str, path: Path) -> Mapping[str, object]:
    """Search a file; return how many values there are and the seconds of the search."""
    from truyvet.extractors.selectors.finding.finder import Finder, finder
    from truyvet.extractors.selectors.finding.matcher import Matcher, Places
    from truyvet.extractors.selectors.finding.rule import Words
    from truyvet.extractors.selectors.finding.table import rules_for

    class Everywhere:
        """A scanner that lets every rule look everywhere and knows no words."""

        def places(self, chunk: bytes) -> Places:
            """Return nothing that is known."""
            return Places(starts=None, words=Words({}), little=[], big=[])

    by_re = engine == "re"
    ready = (
        Finder(Matcher(rules_for("VN"), ()), Everywhere())
        if by_re
        else finder("VN", hyperscan=True)
    )
    content = path.read_bytes()
    list(ready.find(content[:100_000]))
    started = time.perf_counter()
    count = sum(1 for _ in ready.find(content))
    return {"values": count, "timings": {"scan": time.perf_counter() - started}}


if __name__ == "__main__":
    print(json.dumps(search(sys.argv[1], Path(sys.argv[2]))))
