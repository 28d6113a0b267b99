"""Verifying a case against hashing its objects with OpenSSL and coreutils."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from corpus import Kind
from measure import Command, Contender, Series, do_nothing, run_series
from programs import Truyvet, counts_lines, shell
from setting import Settings, corpus_notes, get_corpus, rehearse, warm
from tables import Goal, Section, goal_lines, others_note, series_table

OBJECTS_LIMIT = 0.7  # the goal: the object pass over openssl dgst, with two cores


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
    contenders = contenders_of(case, settings.truyvet)
    warm(case / "objects")
    rehearse(contenders, place / "rehearsal")
    series = run_series(
        contenders,
        place,
        rounds=settings.rounds,
        seed=settings.seed,
        before_round=do_nothing,
        before_run=lambda: warm(case / "objects"),
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


def timings(folder: Path) -> Mapping[str, float]:
    """Read the seconds of each part that `truyvet verify --json` printed, if it did."""
    try:
        parts = json.loads((folder / "stdout").read_text())["timings"]
        return {name: float(seconds) for name, seconds in parts.items()}
    except (ValueError, KeyError, TypeError):
        return {}


def contenders_of(case: Path, truyvet: Truyvet) -> list[Contender]:
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
