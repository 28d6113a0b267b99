"""Findings: what a reader of documents yields, delivered to the engine or searched for a step.

A reader is a list of jobs, each a generator with the prefix of the steps that it writes. All jobs
in order are an examination; to resolve a step, only the jobs that may have written it run again.
That makes the law of locators hold by construction: what resolves is what was emitted.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ...evidence.scans.locator import BYTES, MAX_STEP, quote, span
from ...evidence.scans.observation import MAX_RAW, Flag
from ...evidence.scans.outcome import ProblemCode
from ..interface import Emit, Member

LONGEST_NAME = 1_000
"""Characters of a foreign name in a step; a longer one is cut and ends in its hash."""
LONGEST_STEP = 4_000
"""Characters of all names of a step: storages may nest as deep as a hostile file likes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A value that becomes an observation."""

    kind: str
    """Kind of the observation."""
    step: str
    """Where it stands; `bytes:…` for a value that stands so in the item itself."""
    raw: str | bytes
    """The value, of any length."""
    normal: str = ""
    """Its normal form."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Details."""
    flag: Flag = ""
    """Why it asks for attention."""
    confidence: int = 100
    """How sure the reader is, in percent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """Readable text."""

    step: str
    """Where it stands."""
    text: str
    """The text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inside:
    """A file inside the document that becomes an item."""

    step: str
    """Where it stands."""
    content: bytes
    """Its bytes."""
    member: Member
    """What the document says of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """What could not be read."""

    code: ProblemCode
    """What kind of problem."""
    why: str
    """Why, without words that vary from run to run."""
    step: str = ""
    """Where; empty for the whole."""


_SURE = LONGEST_STEP // 2  # of a prefix: so much of a step is never cut

Finding = Seen | Words | Inside | Trouble
"""Anything that a reader yields."""
Job = tuple[tuple[str, ...], Callable[[], Iterator[Finding]]]
"""The prefixes of all steps that a generator writes, and the generator."""


def step(scheme: str, *names: str) -> str:
    """Return `scheme:a/b` for foreign names, quoted; too long a name is cut and hashed."""
    joined = "/".join(_cut(quote(name), LONGEST_NAME) for name in names)
    return f"{scheme}:{_cut(joined, LONGEST_STEP)}"


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{text[:longest]}~{digest[:32]}"


def plain(text: str) -> str:
    """Return text without lone surrogates, as UTF-8 can hold it."""
    return text.encode("utf-8", "replace").decode()


def run(jobs: Iterable[Job], wanted: str = "") -> Iterator[Finding]:
    """Yield what the jobs find, each step for one value only: a second value gets `~2`.

    With `wanted`, only the jobs that may write this step run.
    """
    taken: dict[str, bytes] = {}
    for prefixes, job in jobs:
        if wanted and not wanted.startswith(tuple(prefix[:_SURE] for prefix in prefixes)):
            continue
        for finding in job():
            yield finding if isinstance(finding, Trouble) else _alone(finding, taken)


def _alone(finding: Seen | Words | Inside, taken: dict[str, bytes]) -> Finding:
    """Return the finding under a step that leads to nothing else."""
    if finding.step.startswith(f"{BYTES}:"):
        return finding
    digest = hashlib.blake2b(content(finding), digest_size=16).digest()
    first = finding.step[: MAX_STEP - 16]
    name, n = first, 1
    while taken.setdefault(name, digest) != digest:
        n += 1
        name = f"{first}~{n}"
    return finding if name == finding.step else replace(finding, step=name)


def content(finding: Seen | Words | Inside) -> bytes:
    """Return the bytes that the finding's step leads to."""
    if isinstance(finding, Inside):
        return finding.content
    value = finding.text if isinstance(finding, Words) else finding.raw
    return value if isinstance(value, bytes) else plain(value).encode()


def deliver(findings: Iterable[Finding], emit: Emit) -> None:
    """Emit findings in their order; a value too long for an observation is cut, and its span."""
    children: set[str] = set()
    for finding in findings:
        if isinstance(finding, Trouble):
            emit.problem(finding.code, finding.step, finding.why)
        elif isinstance(finding, Words):
            emit.text(finding.step, plain(finding.text))
        elif isinstance(finding, Seen):
            _observe(finding, emit)
        elif finding.step not in children:
            children.add(finding.step)
            emit.child(finding.step, finding.content, finding.member)


def _observe(seen: Seen, emit: Emit) -> None:
    whole = content(seen)
    if not whole:
        return
    locator: tuple[str, ...] = (seen.step,)
    if len(whole) > MAX_RAW:
        end = MAX_RAW
        while isinstance(seen.raw, str) and whole[end] & 0xC0 == 0x80:
            end -= 1  # not through a character
        whole, locator = whole[:end], (seen.step, span(0, end))
    emit.observation(
        seen.kind, locator, whole, normal=seen.normal, facts=seen.facts, flag=seen.flag,
        confidence=seen.confidence,
    )  # fmt: skip


def search(findings: Iterable[Finding], wanted: str) -> bytes:
    """Return the bytes that a step leads to; LookupError where no finding has it."""
    for finding in findings:
        if not isinstance(finding, Trouble) and finding.step == wanted:
            return content(finding)
    raise LookupError(f"nothing stands at {wanted[:80]}")
