"""YARA: our own rules and those of the officer's folders, over every item.

Each place where a string of a matching rule stands is an observation: the bytes, where, which
rule of which file, and what the rule says of itself. A rule that matches without a string points
at the item's first bytes. Rules: `extractors/rules`, and the folders named for the scan.
"""

from collections.abc import Mapping

from ..evidence.scans.locator import parse_step, quote, span
from ..evidence.scans.observation import MAX_FACT, MAX_RAW
from .interface import Accepts, Emit, ItemView, Limits
from .rulesets.asking import Hit, ask
from .rulesets.compiling import NoYara, RuleSet, compile_files
from .rulesets.facts import around, described
from .rulesets.files import rule_files
from .settings import Settings

NAME = "yara"
VERSION = "1"
ACCEPTS = Accepts(everything=True)
LIMITS = Limits(wall=900.0, cpu=900)  # 2 GB under 6,000 rules take about a minute
KINDS: Mapping[str, str] = {"yara": "what a YARA rule matched"}
STEPS: Mapping[str, str] = {
    "yara": "the same bytes, and which string of which rule they match: yara:file:rule/$a"
}
PROGRAMS: tuple[str, ...] = ()

TIMEOUT = 600
"""Seconds for one question to YARA."""
FIRST_BYTES = 16
"""What a rule without strings points at."""
MAX_LISTED = 50
"""Files left out that the configuration names."""


def configuration(settings: Settings) -> Mapping[str, str]:
    """Return the hash of the rules, how many they are, what was left out, and YARA's version."""
    try:
        rules = _rules(settings)
    except NoYara:
        return {"yara": "missing"}
    left_out = "; ".join(f"{one.namespace}: {one.reason}" for one in rules.left_out[:MAX_LISTED])
    return {
        "left-out": f"{len(rules.left_out)} files: {left_out}"[:MAX_FACT] if left_out else "none",
        "rules": str(rules.count),
        "ruleset": rules.sha256,
        "yara": rules.version,
    }


def prepare(settings: Settings) -> object:
    """Compile the rules, once for all processes; none where YARA is missing."""
    try:
        return _rules(settings)
    except NoYara as error:
        return error


def extract(view: ItemView, emit: Emit) -> None:
    """Ask the rules about an item."""
    rules = view.prepared
    if not isinstance(rules, RuleSet):
        emit.problem("unsupported", "", str(rules))
        return
    answer = ask(rules, view, TIMEOUT)
    for hit in answer.hits:
        _tell(view, emit, hit)
    for problem in answer.problems:
        emit.problem("partial", "", problem)


def resolve(view: ItemView, step: str) -> bytes:
    """Return the bytes that the step before led to: a `yara` step only says what matched them."""
    if "/" not in parse_step(step)[1]:
        raise LookupError(f"no string of a rule: {step[:80]}")
    return view.read(0, MAX_RAW)


def _rules(settings: Settings) -> RuleSet:
    return compile_files(rule_files(settings.folders()))


def _tell(view: ItemView, emit: Emit, hit: Hit) -> None:
    """Emit every kept place of a rule that matched."""
    facts = described(hit)
    name = f"yara:{quote(hit.namespace)}:{quote(hit.rule)}/"
    normal = f"{hit.namespace}:{hit.rule}"
    for identifier, hits in hit.strings.items():
        for offset, length, key in hits.places:
            raw = view.read(offset, min(length, MAX_RAW))
            emit.observation(
                "yara",
                (span(offset, len(raw)), name + identifier),
                raw,
                normal=normal,
                flag="yara",
                facts=facts
                | around(view, offset, length)
                | {
                    "string": identifier,
                    "matches": str(hits.count),
                    "length": str(length) if length > len(raw) else "",
                    "xor-key": f"0x{key:02x}" if key else "",
                },
            )
    if not any(hits.places for hits in hit.strings.values()):
        raw = view.read(0, FIRST_BYTES)
        emit.observation(
            "yara", (span(0, len(raw)), name), raw, normal=normal, flag="yara", facts=facts
        )
