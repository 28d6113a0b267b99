"""Collecting against copying and hashing, and against other tools that take files in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import peers
from corpus import Corpus, Kind
from measure import Command, Contender, Series, run_series
from places import room_problem
from programs import COPY, Truyvet, counts_lines, shell
from setting import TINY_SCALE, Settings, calm, corpus_notes, get_corpus, warm
from tables import Goal, Section, creation_note, goal_lines, others_note, series_table

LIST = 'cd "$2" && find . -type f -print0'
LIMIT = {"small": 0.65, "large": 0.55}  # the goals: collect over cp -r and sha256sum
MANY_FILES = 1_000  # runs that leave fewer are removed at once, to spare the disk


def collect(settings: Settings, kind: Kind, *, with_peers: bool) -> Section:
    """Compare collecting with copying and hashing, and with the peers when asked."""
    programs = peers.install(settings.peers) if with_peers else {}

    def rows(corpus: Corpus) -> list[Contender]:
        others = peers.contenders(corpus, programs) if with_peers else []
        return settings.chosen(
            [*baselines(corpus), truyvet_collect(corpus, settings.truyvet), *others]
        )

    corpus = get_corpus(settings, kind, settings.scale)
    tiny = rows(get_corpus(settings, kind, TINY_SCALE))
    contenders = rows(corpus)
    keep = corpus.facts.files >= MANY_FILES
    copies = len(contenders) * settings.rounds if keep else 1
    place = settings.runs / (kind + ("-peers" if with_peers else ""))
    if problem := room_problem(
        settings.runs, corpus.facts.bytes * copies, corpus.facts.files * copies
    ):
        raise SystemExit(f"{kind}: {problem}")
    rehearsals = (place / f"rehearsal-{number}" for number in count())
    series = run_series(
        contenders,
        place,
        rounds=settings.rounds,
        seed=settings.seed,
        before_round=lambda: calm(settings, corpus.folder, tiny, next(rehearsals)),
        before_run=lambda: warm(corpus.folder),
        keep=keep,
    )
    return collect_section(settings, corpus, series, with_peers=with_peers)


def collect_section(
    settings: Settings, corpus: Corpus, series: Series, *, with_peers: bool
) -> Section:
    """Return the table of a collect series."""
    limit = LIMIT[corpus.facts.kind]
    goals = [Goal(key="C", against="A", limit=limit)]
    if with_peers:
        goals += [Goal(key="C", against=key, limit=1) for key in ("bagit", "hashdeep")]
        goals += [Goal(key="C", against=key, limit=1) for key in ("borg", "restic")]
    table = series_table(series, ("A", "A-synced", "B"), corpus.facts.bytes)
    many = corpus.facts.files >= MANY_FILES
    title = f"Collect, {'few large' if corpus.facts.kind == 'large' else 'many small'} files"
    return Section(
        title=title + (", with peers" if with_peers else ""),
        notes=(
            *corpus_notes(settings, corpus),
            *((creation_note(series),) if many else ()),
            others_note(series),
        ),
        lines=(*table, "", *goal_lines(series, goals)),
    )


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


def truyvet_collect(corpus: Corpus, truyvet: Truyvet) -> Contender:
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


def has_objects(expected: int) -> Callable[[Path], Iterator[str]]:
    """Return a check that the case holds at least the distinct contents."""

    def problems(folder: Path) -> Iterator[str]:
        found = sum(1 for path in (folder / "case/objects").glob("??/*"))
        if found < expected:
            yield f"{found} objects, {expected} expected"

    return problems
