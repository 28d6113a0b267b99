"""Capturing web sites: beside wget, against a server that takes its time, and large answers.

The first table's goal is a ratio to `wget -r -p --warc-file`, which keeps one connection, writes a
WARC (gzip, as it does unless told otherwise) and the files besides. Ours signs, keeps certificates,
addresses and times of each exchange, and does not compress: that is done on export.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from statistics import median

import serving
import website
from measure import Command, Contender, Series, do_nothing, run_series
from programs import Truyvet
from setting import Settings, rehearse
from tables import Goal, Section, creation_note, goal_lines, others_note, series_table
from website import Website

WGET_LIMIT = 1.25
"""The goal: ours on one connection over wget."""
DELAY_S = 0.05
SLOW_PAGES = 400
"""At full scale; two requests each."""
JOBS_GOAL = 6
"""The goal: pages a second with eight jobs over those with one."""
LARGE_MB = (10, 500)
GROWTH_MB = 30
"""What the large capture may need more than the small one: buffers that fill once."""
TINY_PAGES = 5


def capture(settings: Settings) -> list[Section]:
    """Run the tables, each with the rows that were asked for."""
    if problem := settings.truyvet.missing or serving.missing():
        return [Section(title="Web capture", notes=(), lines=(problem,))]
    tables = (
        ({"wget", "wget-plain", "C"}, beside_wget),
        ({"jobs-1", "jobs-8"}, jobs),
        ({f"{mb}-mb" for mb in LARGE_MB}, large),
    )
    return [table(settings) for keys, table in tables if not settings.only or settings.only & keys]


def beside_wget(settings: Settings) -> Section:
    """Capture the site on one connection, and have wget do it."""
    place = settings.runs / "capture-wget"
    pages = max(20, int(website.PAGES * settings.scale))
    site = website.make(place / "site", seed=settings.seed, pages=pages)
    tiny = website.make(place / "tiny", seed=settings.seed, pages=TINY_PAGES)
    with (
        serving.nginx(site.folder, place / "nginx") as address,
        serving.nginx(tiny.folder, place / "nginx-tiny") as tiny_address,
    ):
        contenders = settings.chosen(list(_beside(settings.truyvet, site, address)))
        rehearsal = settings.chosen(list(_beside(settings.truyvet, tiny, tiny_address)))
        series = _series(settings, contenders, rehearsal, place / "runs")
    goals = (Goal(key="C", against="wget", limit=WGET_LIMIT),)
    return Section(
        title="Web capture, one connection, a server without delay",
        notes=(*_notes(settings, site), creation_note(series), others_note(series)),
        lines=(
            *series_table(series, ("wget", "wget-plain"), site.bytes),
            "",
            *goal_lines(series, goals),
        ),
    )


def jobs(settings: Settings) -> Section:
    """Capture from a server that answers after 50 ms, one page at a time and eight."""
    place = settings.runs / "capture-jobs"
    pages = max(24, int(SLOW_PAGES * settings.scale))
    site = website.make(place / "site", seed=settings.seed, pages=pages)
    with serving.slowly(site.folder, DELAY_S) as address:
        contenders = settings.chosen(
            [_crawl(settings.truyvet, f"jobs-{number}", site, address, number) for number in (1, 8)]
        )
        series = _series(settings, contenders, (), place / "runs")
    lines = list(series_table(series, ("jobs-1",), 0))
    if series.samples.get("jobs-1") and series.samples.get("jobs-8"):
        gained = median(series.ratios("jobs-1", "jobs-8"))
        verdict = "kept" if gained >= JOBS_GOAL else "MISSED"
        lines += ["", f"- goal: 8 jobs >= {JOBS_GOAL} x 1 job: {gained:.2f} x, {verdict}"]
    return Section(
        title=f"Web capture, a server that answers after {DELAY_S * 1000:.0f} ms",
        notes=(*_notes(settings, site), others_note(series)),
        lines=tuple(lines),
    )


def large(settings: Settings) -> Section:
    """Capture one small and one large answer, for the memory they need."""
    place = settings.runs / "capture-large"
    folder = place / "site"
    folder.mkdir(parents=True)
    sizes = {mb: max(1, int(mb * settings.scale)) for mb in LARGE_MB}
    block = bytes(range(256)) * 4096  # 1 MB
    for mb, size in sizes.items():
        with (folder / f"{mb}.bin").open("wb") as file:
            for number in range(size):
                file.write(number.to_bytes(8, "big") + block[8:])
    with serving.nginx(folder, place / "nginx") as address:
        contenders = [
            _one(settings.truyvet, f"{mb}-mb", f"{address}{mb}.bin", size)
            for mb, size in sizes.items()
        ]
        series = _series(settings, settings.chosen(contenders), (), place / "runs", keep=False)
    lines = list(series_table(series, (), 0))
    small, big = (series.samples.get(f"{mb}-mb") for mb in LARGE_MB)
    if small and big:
        grown = (max(s.largest for s in big) - max(s.largest for s in small)) / 1e6
        verdict = "kept" if grown <= GROWTH_MB else "MISSED"
        lines += [
            "",
            f"- goal: memory constant (+{GROWTH_MB} MB at most): {grown:+.0f} MB, {verdict}",
        ]
    return Section(
        title="Web capture, one answer of 10 MB and one of 500 MB",
        notes=(*_trial(settings), others_note(series)),
        lines=tuple(lines),
    )


def _series(
    settings: Settings,
    contenders: list[Contender],
    rehearsal: list[Contender] | tuple[()],
    place: Path,
    *,
    keep: bool = True,
) -> Series:
    numbers = count()
    return run_series(
        contenders,
        place,
        rounds=settings.rounds,
        seed=settings.seed,
        before_round=lambda: rehearse(rehearsal, place / f"rehearsal-{next(numbers)}"),
        before_run=do_nothing,
        keep=keep,
    )


def _notes(settings: Settings, site: Website) -> Iterator[str]:
    yield (
        f"{site.pages:,} pages, {site.files:,} files, {site.bytes / 1e6:,.0f} MB, each page with "
        f"a picture of its own and {len(website.SHARED)} shared files; {settings.rounds} "
        "interleaved rounds, fresh folders."
    )
    yield from _trial(settings)


def _trial(settings: Settings) -> Iterator[str]:
    if settings.scale != 1:
        yield f"**Scale {settings.scale:g}: a trial of the harness, not a figure.**"


def _beside(truyvet: Truyvet, site: Website, address: str) -> Iterator[Contender]:
    """Yield wget as it comes, wget without gzip, and ours."""
    for key, more, label in (
        ("wget", (), "wget -r -p --warc-file"),
        ("wget-plain", ("--no-warc-compression",), "the same, --no-warc-compression"),
    ):
        yield Contender(
            key=key,
            label=label,
            command=_wget(address, more),
            problems=_saved(site.files),
            missing="" if shutil.which("wget") else "not installed",
        )
    yield _crawl(truyvet, "C", site, address, 1)


def _wget(address: str, more: tuple[str, ...]) -> Callable[[Path], Command]:
    def command(folder: Path) -> Command:
        argv = ("wget", "-r", "-l", "inf", "-p", "-nv", "-nH", "--warc-file=saved", *more)
        return Command(argv=(*argv, "-P", str(folder / "saved"), "-o", "log", address))

    return command


def _saved(expected: int) -> Callable[[Path], Iterator[str]]:
    """Return a check that wget has saved as many files as there are."""

    def problems(folder: Path) -> Iterator[str]:
        found = sum(1 for path in (folder / "saved").rglob("*") if path.is_file())
        if found < expected:
            yield f"{found} files, {expected} expected"

    return problems


def _crawl(truyvet: Truyvet, key: str, site: Website, address: str, number: int) -> Contender:
    """Return our capture of the whole site with so many jobs."""
    words = ("collect", "site", address, "--allow-private", "--rate", "0")
    return _ours(
        truyvet, key, (*words, "--jobs", str(number)), f"truyvet collect site --jobs {number}",
        _captured(truyvet, site.pages),
    )  # fmt: skip


def _one(truyvet: Truyvet, key: str, address: str, size: int) -> Contender:
    """Return our capture of one address."""
    words = ("collect", "web", address, "--allow-private")
    return _ours(truyvet, key, words, f"an answer of {size} MB", _captured(truyvet, 1))


def _ours(
    truyvet: Truyvet,
    key: str,
    words: tuple[str, ...],
    label: str,
    problems: Callable[[Path], Iterator[str]],
) -> Contender:
    """Return a command of ours into a new case; opening the case is not timed."""

    def prepare(folder: Path) -> None:
        truyvet.new_case(folder / "case")

    def command(folder: Path) -> Command:
        env: Mapping[str, str] = truyvet.env
        return Command(argv=truyvet.argv("--case", folder / "case", *words), env=env)

    return Contender(
        key=key,
        label=label,
        synced="itself",
        prepare=prepare,
        command=command,
        problems=problems,
        missing=truyvet.missing,
    )


def _captured(truyvet: Truyvet, expected: int) -> Callable[[Path], Iterator[str]]:
    """Return a check that the case lists as many whole pages as there are."""

    def problems(folder: Path) -> Iterator[str]:
        told = truyvet.tell("--case", folder / "case", "web", "list", "--json")
        found = sum('"purpose":"page"' in line.replace(" ", "") for line in told.splitlines())
        if found < expected:
            yield f"{found} pages, {expected} expected"

    return problems
