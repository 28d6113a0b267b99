"""Breaches: in what an extractor does not keep the rules, as values."""

from dataclasses import dataclass
from typing import Literal

Rule = Literal[
    "form",
    "configuration",
    "prepare",
    "samples",
    "crash",
    "died",
    "wall",
    "cpu",
    "memory",
    "disk",
    "deterministic",
    "record",
    "kinds",
    "steps",
    "locator",
    "lookup",
    "limits",
    "leftovers",
    "writes",
    "item",
    "programs",
    "network",
]
"""The code of a rule."""
RULES: dict[Rule, str] = {
    "form": "The module offers every name of the interface, of its type, in its form of words.",
    "configuration": "`configuration` gives the same words and texts every time, and no password.",
    "prepare": "`prepare` succeeds.",
    "samples": "At least one of the samples is one that the extractor is for.",
    "crash": "No bytes make `extract` raise; damage is named with `emit.problem`.",
    "died": "No bytes end the process: no signal, no exit.",
    "wall": "One examination, and one look-up, ends within `LIMITS.wall`.",
    "cpu": "One examination takes at most `LIMITS.cpu` of processor time.",
    "memory": "One examination needs at most `LIMITS.memory`, however large the item is.",
    "disk": "Temporary files stay small, however large the item is.",
    "deterministic": "The same bytes give the same results in the same order, in any process.",
    "record": "Every result is a valid record: facts named by words, a known flag, true times.",
    "kinds": "Every observation's kind is one of `KINDS`.",
    "steps": "Every locator begins with `bytes` or one of `STEPS`, and has at most 8 steps.",
    "locator": "Every locator leads, in another process, to exactly the value it was given for.",
    "lookup": "`resolve` raises LookupError for a step that leads nowhere.",
    "limits": "When a limit ends the examination, `extract` lets the end through.",
    "leftovers": "No open file, thread or child process is left behind.",
    "writes": "Nothing is written outside `view.folder`.",
    "item": "The item is not changed.",
    "programs": "No program is started that `PROGRAMS` does not name.",
    "network": "No connection is made and no name is looked up.",
}
"""Every rule, in one sentence for people."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Breach:
    """One rule that an extractor broke, once."""

    rule: Rule
    """Which rule."""
    sample: str
    """Name of the sample and what was done to it; empty where no sample is concerned."""
    text: str
    """What happened."""

    def __str__(self) -> str:
        """Return it as one line for people."""
        return (
            f"{self.rule}: {self.sample}: {self.text}"
            if self.sample
            else f"{self.rule}: {self.text}"
        )
