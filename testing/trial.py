"""What is tried inside a process of the kit: one examination, and following what it found."""

import hashlib
import json
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import msgspec

from ..evidence.scans.locator import BYTES, Locator, NotALocator, shown, span
from ..evidence.scans.outcome import Outcome
from ..extractors.engine.emission import Emission, blamed
from ..extractors.engine.examination import accepts, resolve_step
from ..extractors.engine.examination import examine as run
from ..extractors.engine.view import FileView
from ..extractors.interface import Extractor, Facts, Text
from ..extractors.settings import Settings
from .breach import Rule
from .guard import Guard
from .messages import Order, Reply, Said
from .watch import Belongings, Lines, Watched, children_left, has_children, settled

ALLOWANCE = 1 << 34
"""Bytes that an item under test may be decoded to."""
MAX_HASHED = 64 << 20
"""Items up to this length are hashed before and after; of longer ones the times are compared."""
MAX_SAID = 20
"""Breaches that one order is answered with."""
MAX_TEXT = 1 << 20
"""Items up to this length are given as a text too."""
NONSENSE = ("", "no such thing", "%FF%00", "0", "-1", "99999999999999999999", "a/b/c", "..//..")
"""What no step leads to."""
_WATCHED = ("home", "temporary", "current")


class Notes:
    """The breaches of one order."""

    def __init__(self) -> None:
        self._said: dict[Said, None] = {}

    def report(self, rule: Rule, text: str) -> None:
        """Note a breach, once; the first `MAX_SAID` of them."""
        if len(self._said) < MAX_SAID:
            self._said[Said(rule=rule, text=text[:500])] = None

    def taken(self) -> list[Said]:
        """Return them, and begin anew."""
        said = list(self._said)
        self._said.clear()
        return said


class Trials:
    """An extractor, prepared, in a process of its own."""

    def __init__(
        self, module: Extractor, settings: Settings, prepared: object, work: Path,
        guard: Guard, notes: Notes,
    ) -> None:  # fmt: skip
        """`work` is a folder of `make_surroundings`; `guard` reports to `notes`."""
        self._module = module
        self._settings = settings
        self._prepared = prepared
        self._work = work
        self._guard = guard
        self._notes = notes
        self.report = notes.report
        self._begun = 0

    def begin(self) -> None:
        """Remember which process this is: the one that may answer."""
        self._begun = os.getpid()

    def carry_out(self, order: Order, beat: Callable[[str], None]) -> Reply:
        """Do what is ordered, and tell `beat` when something begins that may take long."""
        os.chdir(self._work / "current")
        reply = Reply(said="done")
        if order.do == "examine":
            reply = self._examine(order, beat)
        elif order.do == "resolve":
            self._resolve(order, beat)
        else:
            self._lookup(order, beat)
        if os.getpid() != self._begun:  # native code forked, and this is the copy
            os._exit(0)
        if has_children():
            for name in children_left():
                self.report("leftovers", f"child process {name}")
        self._look_around()
        return msgspec.structs.replace(reply, breaches=self._notes.taken())

    def _examine(self, order: Order, beat: Callable[[str], None]) -> Reply:
        digests: set[str] = set()
        reply = Reply(said="done")
        path = Path(order.path)
        known, held = self._known(path), [Belongings()]
        for number in range(order.rounds):
            beat(f"examination {number + 1}")
            reply = self._once(order, Path(order.lines + (f".{number}" if number else "")))
            digests.add(reply.digest)
            held.append(Belongings())
        if self._known(path) != known:
            self.report("item", "the item's bytes or times changed")
        if len(digests) > 1:
            self.report("deterministic", difference(Path(order.lines), Path(f"{order.lines}.1")))
        if held[-1].since(held[-2]):
            self._leftovers(held[-2], order)
        return reply

    def _leftovers(self, before: Belongings, order: Order) -> None:
        """Report what stayed; in a first round only what is the item's own, not a library's."""
        for more in settled().since(before):
            if order.rounds > 1 or order.path in more or str(self._work) in more:
                self.report(
                    "leftovers",
                    more.replace(str(self._work), "").replace(order.path, "of the item"),
                )

    def _once(self, order: Order, lines: Path) -> Reply:
        module = self._limited(order.limits)
        facts = self._facts(order)
        texts = _as_text(Path(order.path)) if order.text else ()
        with (
            tempfile.TemporaryDirectory(dir=self._work, prefix="private-") as private,
            tempfile.TemporaryDirectory(dir=self._work, prefix="children-") as out,
        ):
            view = FileView(
                Path(order.path), facts, self._settings, Path(private), self._prepared, texts
            )
            sink = Lines(lines, self.report)
            emission = Emission(module, facts, sink, Path(out), ALLOWANCE)
            given = {text.locator[0] for text in texts}
            watched = Watched(emission, module, given, self.report)
            begun = time.process_time()
            try:
                if accepts(module.ACCEPTS, facts, view.read(0, 4096)):
                    with self._guard.examining(private, out), _memory(module.LIMITS.memory):
                        outcome = run(module, view, cast("Emission", watched))
                    self._judge(outcome, watched)
                else:
                    outcome = Outcome(extractor=module.NAME, status="not_applicable")
            finally:
                view.close()
            spent = time.process_time() - begun
            if spent > module.LIMITS.cpu:
                self.report("cpu", f"took {spent:.1f} s of {module.LIMITS.cpu}")
            digest, amounts = sink.close(outcome)
        return Reply(said="done", status=outcome.status, digest=digest, amounts=amounts)

    def _judge(self, outcome: Outcome, watched: Watched) -> None:
        if watched.ended is not None and outcome.status != watched.ended.status:
            self.report("limits", f"the end did not come through: {watched.ended}")
        if outcome.status == "crash":
            self.report("crash", outcome.reason)
        if outcome.status == "memory":
            self.report("memory", f"needs more than {self._module.LIMITS.memory} bytes")

    def _resolve(self, order: Order, beat: Callable[[str], None]) -> None:
        lines = Path(order.lines).read_bytes().splitlines()
        wanted = [line for line in lines if line[:1] in b"otc"]
        if order.most and len(wanted) > order.most:
            step = len(wanted) / order.most
            wanted = [wanted[int(number * step)] for number in range(order.most)]
        known: dict[str, bytes | str] = {}
        for line in wanted:
            record = json.loads(line[1:])
            locator = tuple(record["locator"]) if line[:1] in b"ot" else (record["locator"],)
            if line[:1] == b"c" and "sha256" not in record:
                continue
            beat(f"resolving {shown(locator)[:80]}")
            found = self._follow(order, locator, known)
            wrong = found if isinstance(found, str) else _unlike(line[:1], record, found)
            if wrong:
                self.report("locator", f"{shown(locator)[:120]} of {_title(line, record)}: {wrong}")

    def _follow(self, order: Order, locator: Locator, known: dict[str, bytes | str]) -> bytes | str:
        """Return the bytes that a locator leads to, or why it leads nowhere."""
        first = known.get(locator[0])
        if first is None:
            first = self._step(order, Path(order.path), locator[0])
            known.clear()  # one is enough: what stands in one text follows one another
            known[locator[0]] = first
        found = first
        for step in locator[1:]:
            if isinstance(found, str):
                break
            with tempfile.NamedTemporaryFile(dir=self._work) as file:
                file.write(found)
                file.flush()
                found = self._step(order, Path(file.name), step)
        return found

    def _step(self, order: Order, path: Path, step: str) -> bytes | str:
        try:
            return self._asked(order, path, step)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            return blamed(error)

    def _asked(self, order: Order, path: Path, step: str) -> bytes:
        with tempfile.TemporaryDirectory(dir=self._work, prefix="private-") as private:
            facts = replace(self._facts(order), size=path.stat().st_size)
            view = FileView(path, facts, self._settings, Path(private), self._prepared)
            try:
                if step.startswith(f"{BYTES}:"):
                    return resolve_step(None, view, step)
                with self._guard.examining(private), _memory(self._module.LIMITS.memory):
                    return resolve_step(self._module, view, step)
            finally:
                view.close()

    def _lookup(self, order: Order, beat: Callable[[str], None]) -> None:
        for scheme in sorted(self._module.STEPS):
            for rest in NONSENSE:
                step = f"{scheme}:{rest}"
                beat(f"resolving {step}")
                if wrong := self._wrong_at(order, step):
                    self.report("lookup", f"{step} gives {wrong}")
                    break

    def _wrong_at(self, order: Order, step: str) -> str:
        """Return what a step gives that is neither bytes nor a LookupError; empty if nothing."""
        try:
            found: object = self._asked(order, Path(order.path), step)
        except (LookupError, NotALocator):
            return ""
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            return blamed(error)
        return "" if isinstance(found, bytes) else f"{type(found).__name__}, not bytes"

    def _limited(self, limits: dict[str, int]) -> Extractor:
        if not limits:
            return self._module
        offered = {name: getattr(self._module, name) for name in dir(self._module)}
        offered["LIMITS"] = replace(self._module.LIMITS, **limits)
        return cast("Extractor", SimpleNamespace(**offered))

    def _facts(self, order: Order) -> Facts:
        path = Path(order.path)
        size = path.stat().st_size
        whole = path.read_bytes() if size <= MAX_HASHED else b"too long to hash here"
        digest = hashlib.sha256(whole).hexdigest()
        return Facts(
            id=hashlib.sha256(order.name.encode("utf-8", "surrogatepass")).hexdigest(),
            path=order.name, size=size, sha256=digest, media_type=order.media,
            collector=order.collector, companion=order.companion,
        )  # fmt: skip

    def _known(self, path: Path) -> tuple[object, ...]:
        facts = path.stat()
        content = path.read_bytes() if facts.st_size <= MAX_HASHED else b""
        return facts.st_size, facts.st_mtime_ns, facts.st_mode, hashlib.sha256(content).digest()

    def _look_around(self) -> None:
        for name in _WATCHED:
            for path in sorted((self._work / name).rglob("*")):
                self.report("writes", f"{path.relative_to(self._work)} was written")
                if path.is_file() or path.is_symlink():
                    path.unlink()


def make_surroundings(work: Path) -> dict[str, str]:
    """Make the folders that stay empty, and return what makes programs find them."""
    for name in _WATCHED:
        (work / name).mkdir(parents=True, exist_ok=True)
    home, temporary = str(work / "home"), str(work / "temporary")
    return {"HOME": home, "XDG_CACHE_HOME": home, "XDG_CONFIG_HOME": home, "TMPDIR": temporary}


def difference(one: Path, other: Path) -> str:
    """Return the first results in which two examinations differ."""
    first, second = one.read_bytes().splitlines(), other.read_bytes().splitlines()
    for left, right in zip(first, second, strict=False):
        if left != right:
            shown_lines = [line[:240].decode(errors="replace") for line in (left, right)]
            return " against ".join(shown_lines)
    return f"{len(first)} results against {len(second)}"


def _as_text(path: Path) -> tuple[Text, ...]:
    if path.stat().st_size > MAX_TEXT:
        return ()
    content = path.read_bytes()
    try:
        return (Text(locator=(span(0, len(content)),), text=content.decode()),)
    except UnicodeDecodeError:
        return ()


def _title(line: bytes, record: dict[str, object]) -> str:
    names = {b"o": record.get("kind"), b"t": "a text", b"c": f"child {record.get('name')}"}
    return str(names[line[:1]])[:80]


def _unlike(tag: bytes, record: dict[str, str], found: bytes) -> str:
    """Return how the bytes differ from what was emitted; empty if they do not."""
    if tag == b"c":
        return "" if hashlib.sha256(found).hexdigest() == record["sha256"] else "other bytes"
    raw = bytes.fromhex(record.get("raw_bytes", ""))
    wanted = record["text"].encode() if tag == b"t" else raw or record["raw"].encode()
    return "" if found == wanted else f"gives {found[:60]!r} instead of {wanted[:60]!r}"


@contextmanager
def _memory(most: int) -> Iterator[None]:
    """Let this process take `most` bytes of private memory beyond what it has."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    held = next(
        int(line.split()[1]) << 10
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmData")
    )
    resource.setrlimit(resource.RLIMIT_DATA, (held + most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
