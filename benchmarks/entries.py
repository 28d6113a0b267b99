"""Verifying a long ledger: every entry signed, every entry with a checkpoint of its own.

The ledger is written through the package's own functions, without syncing each entry: the case is
made faster than by hand, and is the same.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from measure import Command, Contender, Series, do_nothing, run_series
from setting import Settings, rehearse
from tables import Section, others_note, series_table
from truyvet.evidence.acts import CaseOpen, LedgerRepair
from truyvet.evidence.checkpoints import origin_of
from truyvet.evidence.entry import FIRST_PREV, Entry, sign_entry
from truyvet.evidence.layout import Layout
from truyvet.evidence.records import Actor, CheckpointRef, KeyCard, Ref, Tool
from truyvet.evidence.times import moment_of
from truyvet.hashes.checkpoint import Checkpoint, sign
from truyvet.hashes.digest import sha256_hex
from truyvet.hashes.merkle import Frontier, leaf_hash
from truyvet.hashes.signatures import generate, key_id
from verifying import timings, with_part

ENTRIES = 20_000
CASE = "00000000-0000-4000-8000-000000000000"
TOOL = Tool(
    name="truyvet",
    version="0",
    python="3",
    system="-",
    host="-",
    arguments=("benchmark",) * 8,
    dependencies={"click": "8", "cryptography": "50", "msgspec": "0.22"},
)
RATE = 10_000  # the goal: entries a second, with two cores
BARE = """
import sys
from truyvet.hashes.signatures import generate
key = generate(bytes(32))
message = bytes(1100)
signature = key.sign("benchmark", message)
from truyvet.hashes.signatures import verify
for _ in range(int(sys.argv[1])):
    assert verify(key.public, signature, "benchmark", message)
"""


def entries(settings: Settings) -> Section:
    """Time the ledger pass over a case of many acts and no files."""
    count = max(100, int(ENTRIES * settings.scale))
    case = settings.runs / "entries" / "case"
    write_case(case, count, settings.seed)
    contenders = [
        Contender(
            key="bare",
            label=f"{count:,} bare Ed25519 checks, one process",
            synced="-",
            command=lambda folder: Command(argv=(sys.executable, "-c", BARE, str(count))),
        ),
        Contender(
            key="verify",
            label="truyvet verify, everything",
            synced="-",
            command=lambda folder: Command(
                argv=settings.truyvet.argv("verify", case, "--json"), env=settings.truyvet.env
            ),
            parts=timings,
            missing=settings.truyvet.missing,
        ),
    ]
    place = settings.runs / "entries"
    rehearse(contenders, place / "rehearsal")
    series = run_series(
        contenders,
        place,
        rounds=settings.rounds,
        seed=settings.seed,
        before_round=do_nothing,
        before_run=do_nothing,
        keep=True,
    )
    series = with_part(series, "verify", "ledger", "truyvet verify, its ledger pass")
    lines = [*series_table(series, ("bare",), 0), *rate_lines(series, count)]
    note = f"{count:,} entries and as many checkpoints: two signatures an entry."
    return Section(title="Entries", notes=(note, others_note(series)), lines=tuple(lines))


def rate_lines(series: Series, count: int) -> Iterator[str]:
    """Yield the rate and whether the goal is kept."""
    samples = series.samples["verify.ledger"]
    if not samples:
        return
    rate = count / median(sample.wall for sample in samples)
    yield ""
    yield f"- goal: {RATE:,} entries/s: {rate:,.0f}, {'kept' if rate >= RATE else 'MISSED'}"


def write_case(case: Path, count: int, seed: int) -> None:
    """Write a case of `count` entries: its opening, then acts that name no objects."""
    chance = random.Random(seed)
    key = generate(bytes(32))
    card = KeyCard(
        id=key_id(key.public), name="An", public=key.public.hex(), role="investigator", unit="PA05"
    )
    (case / "ledger" / "checkpoints").mkdir(parents=True)
    torn = b"torn"
    store = Layout(case).store
    store.create()
    tail = (Ref(kind="torn-tail", sha256=store.put_bytes(torn).sha256, size=len(torn)),)
    frontier, prev, checkpoint = Frontier(), FIRST_PREV, None
    origin = origin_of(CASE)
    with (case / "ledger" / "entries.jsonl").open("wb") as ledger:
        for seq in range(count):
            opening = CaseOpen(key=card, number="1", title="Benchmark")
            entry = Entry(
                act=LedgerRepair(after=seq) if seq else opening,
                actor=Actor(key=card.id, name=card.name, role=card.role, unit=card.unit),
                case=CASE,
                checkpoint=checkpoint,
                outputs=tail if seq else (),
                prev=prev,
                purpose="as long as a real entry: " + "x" * 200,
                salt=chance.randbytes(16).hex(),
                seq=seq,
                time=moment_of(seq * 10**9),
                tool=TOOL,
                version=1,
            )
            leaf = sign_entry(entry, key, card.id)
            ledger.write(leaf + b"\n")
            frontier.append(leaf_hash(leaf))
            prev = sha256_hex(leaf)
            note = sign(Checkpoint(origin=origin, size=seq + 1, root=frontier.root()), origin, key)
            (case / "ledger" / "checkpoints" / str(seq + 1)).write_bytes(note)
            checkpoint = CheckpointRef(sha256=sha256_hex(note), size=seq + 1)
