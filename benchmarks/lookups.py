"""Looking up: is a value known among millions of sightings, where does a phrase stand in the text.

The case is made up: its lists of items, observations and texts are laid out as a scan leaves them
and named by signed entries; both indexes are built from them as they always are. Beside it ripgrep
(or grep) goes through the same lists, as one searches without an index.

`python lookups.py make|known|search …` are the processes that are started.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from measure import Command, Contender, Series, do_nothing, run_series, say
from setting import Settings, rehearse
from tables import Section, others_note, series_table, spread
from verifying import timings, with_part

SIGHTINGS = 10_000_000
TEXT_BYTES = 1_000_000_000
KNOWN_GOAL_MS = 5.0
PHRASE_GOAL_MS = 20.0
ASKED = 40
"""Look-ups of each run, all of different values; its figure is their median."""
PHONES = 1_500_000
ITEMS = 40_000
WORDS = 60_000
TEXT_SIZE = 8_000
_START = "bcdghklmnprstvx"
_MIDDLE = ("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "á", "ạ", "ế", "ộ", "ứ", "ữ")
_END = ("", "n", "m", "ng", "nh", "c", "t", "p")


def lookups(settings: Settings) -> list[Section]:
    """Time look-ups of values and of phrases."""
    place = settings.runs / "lookups"
    place.mkdir(parents=True)
    case = place / "case"
    sightings = max(2_000, int(SIGHTINGS * settings.scale))
    size = max(400_000, int(TEXT_BYTES * settings.scale))
    say(f"making {sightings:,} sightings and {size / 1e6:,.0f} MB of text")
    me = str(Path(__file__).resolve())
    words = ("make", case, sightings, size, settings.seed)
    subprocess.run([sys.executable, me, *map(str, words)], check=True)
    lists = json.loads((place / "case.json").read_text())
    notes: tuple[str, ...] = (
        f"{settings.rounds} rounds; each asks {ASKED} times for something else.",
    )
    if settings.scale != 1:
        notes += (f"**Scale {settings.scale:g}: a trial of the harness, not a figure.**",)
    return [
        _section(
            settings, case, "known", lists["observations"], KNOWN_GOAL_MS,
            title=f"Known, one value among {sightings:,} sightings", notes=notes,
        ),
        _section(
            settings, case, "search", lists["texts"], PHRASE_GOAL_MS,
            title=f"Search, a phrase in {size / 1e6:,.0f} MB of text", notes=notes,
        ),
    ]  # fmt: skip


def _section(
    settings: Settings,
    case: Path,
    verb: str,
    listed: str,
    goal: float,
    *,
    title: str,
    notes: tuple[str, ...],
) -> Section:
    place = settings.runs / f"lookups-{verb}"
    place.mkdir()
    contenders = settings.chosen(list(contenders_of(settings, case, verb, listed)))
    rehearse(contenders, place / "rehearsal")
    series = run_series(
        contenders, place, rounds=settings.rounds, seed=settings.seed,
        before_round=do_nothing, before_run=do_nothing, keep=True,
    )  # fmt: skip
    series = with_part(series, verb, "opening", "opening the case for it")
    series = with_part(series, verb, "one", "one look-up in it, to its first answer read back")
    series = with_part(series, verb, "all", "the same, to the last of at most 50")
    lines = series_table(series, ("grep",), 0)
    return Section(
        title=title,
        notes=(*notes, others_note(series)),
        lines=(*lines, "", *_goal(series, f"{verb}.one", goal)),
    )


def _goal(series: Series, key: str, limit: float) -> Iterator[str]:
    samples = [1e3 * one.wall for one in series.samples.get(key, ())]
    if not samples:
        yield f"- goal: {key} <= {limit:g} ms: not measured"
        return
    kept = "kept" if statistics.median(samples) <= limit else "MISSED"
    yield f"- goal: {key} <= {limit:g} ms: {spread(samples, 2)} ms, {kept}"


def contenders_of(settings: Settings, case: Path, verb: str, listed: str) -> Iterator[Contender]:
    """Yield ours and a search through the list itself."""
    me = str(Path(__file__).resolve())
    asked = next(iter(questions(verb, settings.seed)))
    yield Contender(
        key=verb,
        label=f"{ASKED} look-ups in one process, whole",
        synced="-",
        command=lambda folder: Command(
            argv=(sys.executable, me, verb, str(case), str(settings.seed))
        ),
        parts=timings,
    )
    yield Contender(
        key="command",
        label=f"truyvet {verb}, one look-up",
        synced="-",
        command=lambda folder: Command(
            argv=settings.truyvet.argv("--case", case, verb, asked), env=settings.truyvet.env
        ),
        missing=settings.truyvet.missing,
    )
    tool = shutil.which("rg") or shutil.which("grep")
    options = ("-c", "-F") if tool and tool.endswith("grep") else ("-c", "-F", "-j1")
    yield Contender(
        key="grep",
        label=f"{Path(tool or 'grep').name} through the list, one value, as written",
        synced="-",
        command=lambda folder: Command(argv=(str(tool), *options, asked.strip('"'), listed)),
        missing="" if tool else "not installed",
    )


def questions(verb: str, seed: int) -> Iterator[str]:
    """Yield what is asked for, all of which is there: telephone numbers, or phrases."""
    if verb == "known":
        chance = random.Random(f"sightings/{seed}")
        seen = dict.fromkeys(some_phone(chance) for _ in range(50 * ASKED))
        yield from ("0" + number[3:] for number in list(seen)[::7])
        return
    words = vocabulary(seed)
    for number in range(PHRASES):
        yield f'"{" ".join(phrase(number, words))}"'


def some_phone(chance: random.Random) -> str:
    """Return a telephone number; a few come very often."""
    return phone(int(PHONES * chance.random() ** 2))


PHRASES = 5_000
"""Phrases of three words that the text holds now and then."""


def phrase(number: int, words: list[str]) -> list[str]:
    """Return one of the phrases."""
    chance = random.Random(f"phrase/{number}")
    return [words[int(len(words) * chance.random() ** 3)] for _ in range(3)]


def vocabulary(seed: int) -> list[str]:
    """Return made-up Vietnamese syllables, the commonest first."""
    chance = random.Random(f"words/{seed}")
    made = dict[str, None]()
    while len(made) < WORDS:
        syllables = chance.choice((1, 1, 1, 2))
        made[
            "".join(
                chance.choice(_START) + chance.choice(_MIDDLE) + chance.choice(_END)
                for _ in range(syllables)
            )
            + ("" if len(made) < 2_000 else str(chance.randrange(1_000)))
        ] = None
    return list(made)


def phone(number: int) -> str:
    """Return a telephone number in its normal form."""
    return f"+849{number:08d}"


def make(folder: Path, sightings: int, size: int, seed: int) -> None:
    """Make the case, and its indexes; tell where the lists stand."""
    from linkgraphs import acting
    from truyvet.evidence.acts import Collect, Examiner, Scan, ScanTotals, SourcePath, Totals
    from truyvet.evidence.case import create
    from truyvet.evidence.links.view import Links
    from truyvet.evidence.records import Ref

    officer = acting(seed)
    case = create(folder, officer, title="benchmark", number="1")
    collection = "c" * 32
    with case.writing() as writer:

        def stored(kind: str, lines: Iterable[bytes]) -> Ref:
            digest, count, total = hashlib.sha256(), 0, 0
            draft = folder / "work" / kind
            draft.parent.mkdir(exist_ok=True)
            with draft.open("wb") as file:
                for line in lines:
                    file.write(line)
                    digest.update(line)
                    count, total = count + 1, total + len(line)
            name = digest.hexdigest()
            draft.rename(case.store.path(name))
            return Ref(kind=kind, sha256=name, size=total, count=count, root="0" * 64)

        manifest = stored("manifest", item_lines())
        totals = Totals(bytes=0, items=ITEMS, problems=0, stored=0)
        source = SourcePath(path="/made-up")
        writer.append(
            officer,
            Collect(
                collection=collection, collector="files", sources=(source,), source_count=1,
                status="complete", totals=totals,
            ),
            outputs=(manifest,),
        )  # fmt: skip
        writer.index.begin()
        writer.index.add_items(1, collection, (line[:-1] for line in item_lines()), 0)
        writer.index.commit()
        ids = item_ids(collection)
        outputs = {
            "observations": stored("observations", observation_lines(ids, sightings, seed)),
            "texts": stored("texts", text_lines(ids, size, seed)),
        }
        ran = tuple(
            Examiner(configuration="0" * 64, name=name, version="1")
            for name in ("entities", "plaintext")
        )
        scanned = ScanTotals(
            bytes=0, children=0, flags=0, full=ITEMS, items=ITEMS, observations=sightings,
            partly=0, texts=outputs["texts"].count or 0, unexamined=0,
        )  # fmt: skip
        act = Scan(extractors=ran, scan="d" * 32, status="complete", totals=scanned)
        writer.append(officer, act, outputs=tuple(outputs.values()))
    with Links.open(case):
        pass
    lists = {kind: str(case.store.path(ref.sha256)) for kind, ref in outputs.items()}
    folder.with_suffix(".json").write_text(json.dumps(lists))


def item_lines() -> Iterator[bytes]:
    """Yield the lines of the manifest: items without bytes."""
    for n in range(ITEMS):
        yield b'{"kind":"file","n":%d,"path":"made-up/%05d.txt","source":0}\n' % (n, n)


def item_ids(collection: str) -> list[str]:
    """Return the ids of the items."""
    from truyvet.evidence.item import item_id, trusted_item

    return [item_id(collection, trusted_item(line)) for line in item_lines()]


def observation_lines(ids: list[str], sightings: int, seed: int) -> Iterator[bytes]:
    """Yield sightings of telephone numbers, a few of them very often, in the order of the items."""
    chance = random.Random(f"sightings/{seed}")
    for number in range(sightings):
        seen = some_phone(chance)
        item = ids[number * ITEMS // sightings]
        yield (
            f'{{"confidence":90,"extractor":"entities","item":"{item}","kind":"phone",'
            f'"locator":["bytes:{16 * number}+10"],"normal":"{seen}","raw":"0{seen[3:]}"}}\n'
        ).encode()


def text_lines(ids: list[str], size: int, seed: int) -> Iterator[bytes]:
    """Yield texts of made-up Vietnamese, by a power law, with a known phrase in each."""
    chance = random.Random(f"texts/{seed}")
    words, done = vocabulary(seed), 0
    while done < size:
        said = list[str]()
        length = 0
        while length < TEXT_SIZE:
            said.append(words[int(WORDS * chance.random() ** 3)])
            length += len(said[-1].encode()) + 1
        at = chance.randrange(len(said))
        said[at:at] = phrase(done // TEXT_SIZE % PHRASES, words)
        text = " ".join(said)
        length = len(text.encode())
        item = ids[done // TEXT_SIZE % ITEMS]
        line = {
            "extractor": "plaintext", "item": item, "locator": [f"bytes:0+{length}"], "text": text
        }  # fmt: skip
        yield json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        done += length


def ask(verb: str, folder: Path, seed: int) -> Mapping[str, object]:
    """Ask a case many times; return the seconds of opening it and of one look-up (the median)."""
    from truyvet.evidence.case import Case
    from truyvet.query.known import known
    from truyvet.query.searching import Search
    from truyvet.query.source import opened

    started = time.perf_counter()
    with opened(Case(folder)) as source:
        opening = time.perf_counter() - started
        times, whole, found = list[float](), list[float](), 0
        for asked, _ in zip(questions(verb, seed), range(ASKED), strict=False):
            started = time.perf_counter()
            answers = known(source, [asked]) if verb == "known" else Search(source, asked).found(50)
            if next(answers, None) is None:
                raise SystemExit(f"not found: {asked}")
            times.append(time.perf_counter() - started)
            found += 1 + sum(1 for _ in answers)
            whole.append(time.perf_counter() - started)
    parts = {"one": statistics.median(times), "all": statistics.median(whole)}
    return {"found": found, "timings": {"opening": opening, **parts}}


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
    else:
        print(json.dumps(ask(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
