"""The rules that every extractor keeps, tried over samples and over what becomes of them.

Two processes with different hash seeds hold the extractor. The first examines; the second
follows every locator that came out, before it has seen the item itself, then examines too. What
crashes, hangs or eats is killed and becomes a breach. Rules: `breach.RULES`, for people in
docs/guide/extractors.md.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from ..extractors.interface import Extractor
from ..extractors.settings import Settings
from .bench import DEFAULTS, FOUND, Brought, media_type_of
from .breach import Breach, Rule
from .keeper import Room
from .messages import Amounts, Opening, Order, Reply
from .mutants import MAX_MUTATED, mutants, write_huge
from .trial import difference

MAX_DEATHS = 5
"""After so many processes that had to be killed or died, nothing more is tried."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Effort:
    """How much is tried: the defaults are what an extractor is judged by."""

    cuts: int = 6
    """Truncations of each sample."""
    flips: int = 12
    """Items with flipped bits made of each sample."""
    huge: int = 10 << 30
    """Bytes of the sparse file that begins with the first sample; 0 for none."""
    wall: float = float("inf")
    """Seconds an examination may take where `LIMITS.wall` allows more."""
    disk: int = 1 << 30
    """Bytes that temporary files and children of one examination may occupy."""
    seed: int = 1
    """What the mutations are made from."""
    locators: int = 200
    """How many locators of a mutated item are followed; those of a sample all are."""


FULL = Effort()
"""What an extractor is judged by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sample:
    name: str
    path: Path
    media: str
    brought: Brought


def conformance(
    module: Extractor,
    samples: Mapping[str, bytes | Path],
    *,
    settings: Settings = DEFAULTS,
    effort: Effort = FULL,
    brought: Brought = FOUND,
) -> list[Breach]:
    """Return every breach of a rule, in the order of the samples; empty for a good extractor.

    `samples` are items by their names, as bytes or files that are read; at least one must be an
    item that `module` is for. The module is loaded again, by its name or file, in processes that
    may be killed, so nothing it does can end the caller. Takes seconds to minutes.
    """
    with tempfile.TemporaryDirectory(prefix="truyvet-conformance-") as work:
        trial = _Conformance(Path(work), effort)
        trial.run(module, samples, settings, brought)
        return list(dict.fromkeys(trial.breaches))


def check(
    module: Extractor,
    samples: Mapping[str, bytes | Path],
    *,
    settings: Settings = DEFAULTS,
    effort: Effort = FULL,
    brought: Brought = FOUND,
) -> None:
    """Raise AssertionError with all breaches; for the one test that an extractor needs."""
    breaches = conformance(module, samples, settings=settings, effort=effort, brought=brought)
    if breaches:
        raise AssertionError("\n".join([f"{len(breaches)} breaches:", *map(str, breaches)]))


class _Conformance:
    """One run of the kit."""

    def __init__(self, work: Path, effort: Effort) -> None:
        self.breaches: list[Breach] = []
        self._work = work
        self._effort = effort
        self._wall = 0.0
        self._deaths = 0

    def run(
        self,
        module: Extractor,
        samples: Mapping[str, bytes | Path],
        settings: Settings,
        brought: Brought,
    ) -> None:
        """Try everything."""
        with ExitStack() as stack:
            rooms = []
            for seed in (1, 2):
                opening = _opening(module, settings, self._work / f"room-{seed}")
                room = stack.enter_context(Room(opening, seed, self._effort.disk))
                rooms.append(room)
            one, other = rooms
            loaded = self._opened(one), self._opened(other)
            if not (one.alive and other.alive):
                return
            if loaded[0].configuration != loaded[1].configuration:
                texts = [reply.configuration for reply in loaded]
                self._note("configuration", "", " in one process, in another ".join(texts))
            self._wall = min(loaded[0].limits["wall"], self._effort.wall)
            self._try_all(one, other, list(self._stored(samples, brought)))

    def _opened(self, room: Room) -> Reply:
        reply = room.loaded()
        self._take("", reply)
        if reply.said == "loaded" and reply.name:
            self._take("", room.ready())
        return reply

    def _try_all(self, one: Room, other: Room, samples: list[_Sample]) -> None:
        fitting = []
        for sample in samples:
            reply = self._whole(one, other, sample)
            if reply is not None and reply.status != "not_applicable":
                fitting.append((sample, reply.amounts))
            if not (one.alive and other.alive):
                return
        if not fitting:
            self._note("samples", "", f"none of {len(samples)} samples is for it")
        for sample, _ in fitting:
            self._mutated(one, other, sample)
        self._limited(one, fitting)
        for sample, _ in fitting[:1]:
            self._ask(one, sample.name, _order("lookup", sample))
            if self._effort.huge:
                self._huge(one, other, sample)

    def _whole(self, one: Room, other: Room, sample: _Sample) -> Reply | None:
        """Try a sample as it is, and as a text; return the answer to the first."""
        first = self._ask(one, sample.name, self._examine(sample, rounds=2))
        if first is None or first.status == "not_applicable":
            return first
        self._compare(other, sample, first, text=False)
        again = self._ask(one, f"{sample.name}, as a text", self._examine(sample, text=True))
        if again is not None and again.digest != first.digest:
            self._compare(other, sample, again, text=True)
        return first

    def _compare(self, other: Room, sample: _Sample, first: Reply, *, text: bool) -> None:
        """Follow the locators in another process, and examine there as well."""
        name = f"{sample.name}, as a text" if text else sample.name
        lines = str(self._work / "lines")
        self._ask(other, name, _order("resolve", sample, lines=lines))
        theirs = str(self._work / "lines-of-the-other")
        second = self._ask(other, name, self._examine(sample, text=text, lines=theirs))
        if second is not None and second.digest != first.digest:
            words = difference(Path(lines), Path(theirs))
            self._note("deterministic", name, f"in another process: {words}")

    def _mutated(self, one: Room, other: Room, sample: _Sample) -> None:
        effort = self._effort
        with sample.path.open("rb") as file:
            content = file.read(MAX_MUTATED)
        for mutant in mutants(content, seed=effort.seed, cuts=effort.cuts, flips=effort.flips):
            name = f"{sample.name}, {mutant.name}"
            path = self._work / "mutant"
            path.write_bytes(mutant.content)
            damaged = replace(sample, path=path)
            reply = self._ask(one, name, self._examine(damaged))
            if reply is not None and reply.amounts != Amounts():
                order = _order("resolve", damaged, lines=str(self._work / "lines"))
                self._ask(other, name, msgspec.structs.replace(order, most=effort.locators))

    def _limited(self, one: Room, fitting: list[tuple[_Sample, Amounts]]) -> None:
        """Let the first sample that has enough of something reach the limit of it."""
        for limit in ("records", "children", "text", "output"):
            for sample, amounts in fitting:
                amount = getattr(amounts, limit)
                if amount > 1:
                    small = self._examine(sample, limits={limit: amount // 2})
                    self._ask(one, f"{sample.name}, {limit} limited to {amount // 2}", small)
                    break

    def _huge(self, one: Room, other: Room, sample: _Sample) -> None:
        path = self._work / "huge"
        with sample.path.open("rb") as file:
            write_huge(path, file.read(MAX_MUTATED), self._effort.huge)
        name = f"{sample.name}, then zeros up to {self._effort.huge} bytes"
        grown = replace(sample, path=path)
        if self._ask(one, name, self._examine(grown)) is not None:
            order = _order("resolve", grown, lines=str(self._work / "lines"))
            self._ask(other, name, msgspec.structs.replace(order, most=20))

    def _examine(
        self, sample: _Sample, *, rounds: int = 1, text: bool = False, lines: str = "",
        limits: Mapping[str, int] | None = None,
    ) -> Order:  # fmt: skip
        order = _order("examine", sample, lines=lines or str(self._work / "lines"))
        return msgspec.structs.replace(order, rounds=rounds, text=text, limits=dict(limits or {}))

    def _ask(self, room: Room, sample: str, order: Order) -> Reply | None:
        """Give an order; return the answer unless the process died of it."""
        if not room.alive or self._deaths >= MAX_DEATHS:
            return None
        reply = room.ask(order, self._wall)
        self._deaths += reply.said == "died"
        self._take(sample, reply)
        return reply if reply.said == "done" else None

    def _take(self, sample: str, reply: Reply) -> None:
        for said in reply.breaches:
            self._note(said.rule, sample, said.text)

    def _note(self, rule: Rule, sample: str, text: str) -> None:
        self.breaches.append(Breach(rule=rule, sample=sample, text=text))

    def _stored(self, samples: Mapping[str, bytes | Path], brought: Brought) -> Iterator[_Sample]:
        """Yield the samples as files, copied so that nothing can happen to the caller's."""
        for number, (name, content) in enumerate(samples.items()):
            path = self._work / f"sample-{number}"
            path.write_bytes(content.read_bytes() if isinstance(content, Path) else content)
            shown = name.encode("utf-8", "replace").decode()  # as the engine names items
            yield _Sample(name=shown, path=path, media=media_type_of(path), brought=brought)


def _order(do: str, sample: _Sample, lines: str = "") -> Order:
    return msgspec.convert(
        {
            "do": do,
            "path": str(sample.path),
            "name": sample.name,
            "media": sample.media,
            "collector": sample.brought.collector,
            "companion": sample.brought.companion,
            "lines": lines,
        },
        Order,
    )


def _opening(module: object, settings: Settings, work: Path) -> Opening:
    """Return how another process finds the module: by its name, or by its file."""
    name = str(getattr(module, "__name__", ""))
    spec = getattr(module, "__spec__", None)
    file = str(getattr(module, "__file__", "") or "")
    importable = spec is not None and getattr(spec, "parent", None) not in (None, "")
    return Opening(module=name, file="" if importable else file, settings=settings, work=str(work))
