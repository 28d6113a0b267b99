"""The desk: a register of vehicles brought in, and one value looked up over all cases at once.

The register is made up, with as many rows as a real province has vehicles. The look-up index is
filled with sightings of made-up cases, as copying them would; the cases themselves are empty.
Beside the import stands what reading the same table with Python's `csv` into an indexed table
costs, without values being read, checked or traced to their bytes.

`python desks.py make|known|bare …` are the processes that are started.
"""

from __future__ import annotations

import csv
import json
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from lookups import phone
from measure import Command, Contender, do_nothing, run_series, say
from setting import Settings, rehearse
from tables import Section, others_note, series_table, spread
from verifying import timings, with_part

ROWS = 453_600
"""Vehicles of a real province."""
SIGHTINGS = 10_000_000
CASES = 200
PHONES = 4_000_000
ASKED = 1_000
IMPORT_GOAL_S = 60.0
KNOWN_GOAL_MS = 5.0
HEADINGS = ("Biển số", "Chủ xe", "CCCD", "Điện thoại", "Số khung", "Nhãn hiệu", "Ngày đăng ký")
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")
_MIDDLE = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Quang", "Ngọc", "Thanh", "Xuân", "Thu")
_GIVEN = ("An", "Bình", "Đức", "Hải", "Lan", "Mai", "Nam", "Phúc", "Quân", "Sơn", "Trang", "Hùng")


def desks(settings: Settings) -> list[Section]:
    """Time the import of a register and look-ups across cases."""
    place = settings.runs / "desks"
    place.mkdir(parents=True)
    rows = max(500, int(ROWS * settings.scale))
    sightings = max(5_000, int(SIGHTINGS * settings.scale))
    write_register(place / "vehicles.csv", rows, settings.seed)
    say(f"making a desk of {CASES} cases and {sightings:,} sightings")
    me = str(Path(__file__).resolve())
    words = ("make", place / "desk", sightings, settings.seed)
    subprocess.run([sys.executable, me, *map(str, words)], check=True)
    notes: tuple[str, ...] = (f"{settings.rounds} rounds.",)
    if settings.scale != 1:
        notes += (f"**Scale {settings.scale:g}: a trial of the harness, not a figure.**",)
    return [
        _import(settings, place / "vehicles.csv", rows, notes),
        _known(settings, place / "desk", sightings, notes),
    ]


def _import(settings: Settings, table: Path, rows: int, notes: tuple[str, ...]) -> Section:
    place = settings.runs / "desks-import"
    me = str(Path(__file__).resolve())
    truyvet = settings.truyvet
    contenders = [
        Contender(
            key="bare",
            label="csv and an indexed SQLite table, Python",
            synced="no",
            command=lambda folder: Command(
                argv=(sys.executable, me, "bare", str(table), str(folder / "bare.db"))
            ),
        ),
        Contender(
            key="import",
            label="truyvet desk register import",
            synced="yes",
            prepare=lambda folder: _make_desk(settings, folder),
            command=lambda folder: Command(
                argv=truyvet.argv(
                    "desk", "register", "import", table, "--profile", "vehicles", "--desk",
                    folder / "desk", "--json",
                ),
                env=truyvet.env,
            ),
            problems=lambda folder: _unread(folder, rows),
            missing=truyvet.missing,
        ),
    ]  # fmt: skip
    series = run_series(
        settings.chosen(contenders), place, rounds=settings.rounds, seed=settings.seed,
        before_round=do_nothing, before_run=do_nothing, keep=False,
    )  # fmt: skip
    walls = [one.wall for one in series.samples.get("import", ())]
    goal = f"- goal: import <= {IMPORT_GOAL_S:g} s: not measured"
    if walls:
        kept = "kept" if statistics.median(walls) <= IMPORT_GOAL_S else "MISSED"
        goal = f"- goal: import <= {IMPORT_GOAL_S:g} s: {spread(walls, 1)} s, {kept}"
    size = table.stat().st_size
    return Section(
        title=f"Register of {rows:,} vehicles, {size / 1e6:.0f} MB",
        notes=(*notes, others_note(series)),
        lines=(*series_table(series, ("bare",), size), "", goal),
    )


def _known(settings: Settings, desk: Path, sightings: int, notes: tuple[str, ...]) -> Section:
    place = settings.runs / "desks-known"
    place.mkdir()
    me = str(Path(__file__).resolve())
    contenders = settings.chosen(
        [
            Contender(
                key="known",
                label=f"{ASKED} look-ups in one process, whole",
                synced="-",
                command=lambda folder: Command(
                    argv=(sys.executable, me, "known", str(desk), str(settings.seed))
                ),
                parts=timings,
            )
        ]
    )
    rehearse(contenders, place / "rehearsal")
    series = run_series(
        contenders, place, rounds=settings.rounds, seed=settings.seed,
        before_round=do_nothing, before_run=do_nothing, keep=True,
    )  # fmt: skip
    series = with_part(series, "known", "opening", "opening the desk for it")
    series = with_part(series, "known", "one", "one look-up in it")
    walls = [1e3 * one.wall for one in series.samples.get("known.one", ())]
    goal = f"- goal: known.one <= {KNOWN_GOAL_MS:g} ms: not measured"
    if walls:
        kept = "kept" if statistics.median(walls) <= KNOWN_GOAL_MS else "MISSED"
        goal = f"- goal: known.one <= {KNOWN_GOAL_MS:g} ms: {spread(walls, 3)} ms, {kept}"
    return Section(
        title=f"Known in any of {CASES} cases, {sightings:,} sightings",
        notes=(*notes, others_note(series)),
        lines=(*series_table(series, (), 0), "", goal),
    )


def _make_desk(settings: Settings, folder: Path) -> None:
    """Make a key, if there is none, and an empty desk."""
    from os import environ

    truyvet = settings.truyvet
    environment = {**environ, **truyvet.env}
    key = truyvet.argv("key", "new", "--name", "B", "--unit", "B", "--no-passphrase")
    listed = subprocess.run(
        truyvet.argv("key", "list", "--json"), env=environment, capture_output=True, check=False
    )
    if not listed.stdout.strip():
        subprocess.run(key, env=environment, check=True, capture_output=True)
    made = truyvet.argv("desk", "init", folder / "desk")
    subprocess.run(made, env=environment, check=True, capture_output=True)


def _unread(folder: Path, rows: int) -> Iterator[str]:
    told = json.loads((folder / "stdout").read_text())
    if (told["rows"], told["unread"]) != (rows, 0):
        yield f"{told['rows']} rows, {told['unread']} of them not whole"


def write_register(path: Path, rows: int, seed: int) -> None:
    """Write a made-up register of vehicles."""
    chance = random.Random(f"register/{seed}")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for number in range(rows):
            serial = f"{number + 100_000:06d}"
            plate = f"30{chance.choice('ABCDEFGH')}-{number // 100 % 1000:03d}.{number % 100:02d}"
            owner = " ".join(chance.choice(one) for one in (_FAMILY, _MIDDLE, _GIVEN))
            citizen = f"001{chance.choice('01')}{chance.randrange(50, 99)}{serial}"
            mobile = f"09{chance.choice('0136789')}{chance.randrange(10_000_000):07d}"
            since = f"{chance.randrange(1, 29):02d}/{chance.randrange(1, 13):02d}/2019"
            vin = f"RLHJF5803DY{serial}"
            writer.writerow((plate, owner, citizen, mobile, vin, "Honda", since))


def bare(table: Path, path: Path) -> None:
    """Read a table with `csv` and put each cell into an indexed table."""
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE cells (value TEXT, row INTEGER)")
    with table.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        database.executemany(
            "INSERT INTO cells VALUES (?,?)",
            ((cell, number) for number, row in enumerate(rows) for cell in row),
        )
    database.execute("CREATE INDEX cells_value ON cells (value)")
    database.commit()
    database.close()


def make(folder: Path, sightings: int, seed: int) -> None:
    """Make a desk with cases on it, and fill its look-up index with what they might hold."""
    from linkgraphs import acting
    from truyvet.evidence.acts import Attach
    from truyvet.evidence.case import create
    from truyvet.query.desk.database import kind_id, make_index, writing
    from truyvet.query.desk.desk import opened

    officer = acting(seed)
    desk = create(folder, officer, title="benchmark", number="desk")
    make_index(folder, desk.opening()[0])
    with desk.writing() as writer:
        for number in range(CASES):
            place = folder.parent / "cases" / str(number)
            case = create(place, acting(seed + number + 1), title="made up", number=str(number))
            case_id, _ = case.opening()
            attach = Attach(access="open", attached=case_id, number=str(number), path=str(place))
            writer.append(officer, attach)
    with opened(folder, writable=True) as there, writing(there.database):
        phones = kind_id(there.database, "phone")
        there.database.execute(
            "CREATE TEMP TABLE made (value TEXT, kind INTEGER, place INTEGER, count INTEGER)"
        )
        there.database.executemany(
            "INSERT INTO temp.made VALUES (?,?,?,1)", made_up(phones, sightings, seed)
        )
        there.database.execute(
            "INSERT INTO sightings SELECT value, kind, place, 0, sum(count), 1, 2 FROM temp.made"
            " GROUP BY value, kind, place ORDER BY value, kind, place"
        )
        there.database.execute("UPDATE cases SET entries = 1, problem = ''")


def made_up(kind: int, sightings: int, seed: int) -> Iterator[tuple[str, int, int]]:
    """Yield sightings in cases, each of another number or case than the one before."""
    chance = random.Random(f"desk/{seed}")
    for _ in range(sightings):
        yield phone(int(PHONES * chance.random() ** 2)), kind, 1 + chance.randrange(CASES)


def ask(folder: Path, seed: int) -> Mapping[str, object]:
    """Look up many values; return the seconds of opening the desk and of one look-up (median)."""
    from truyvet.query.desk.desk import opened
    from truyvet.query.desk.lookup import look_up

    chance = random.Random(f"asked/{seed}")
    started = time.perf_counter()
    with opened(folder) as desk:
        opening = time.perf_counter() - started
        times, hits = [], 0
        for _ in range(ASKED):
            value = "0" + phone(int(PHONES * chance.random() ** 2))[3:]
            started = time.perf_counter()
            hits += len(look_up(desk, value).hits)
            times.append(time.perf_counter() - started)
    if not hits:
        raise SystemExit("nothing was found")
    return {"hits": hits, "timings": {"opening": opening, "one": statistics.median(times)}}


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    elif sys.argv[1] == "bare":
        bare(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        print(json.dumps(ask(Path(sys.argv[2]), int(sys.argv[3]))))
