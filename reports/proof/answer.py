"""What checking a bundle gives: everything that was found, and what it proves."""

from dataclasses import dataclass, field

from ...evidence.codes import ERRORS
from ...evidence.findings import FINDINGS, UNPROVED, Severity, Verdict
from ...evidence.verification.run import SignerFacts
from .form import Proof

P6 = (
    "that nothing else in the case speaks against it: what was retracted, undone or revoked is "
    "known only as far as the bundle brings it; ask for the case"
)
"""What no bundle can show: that something is not there."""
UNCONNECTED = "E650"
"""The one fault that leaves something open and speaks against nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that is wrong with a bundle."""

    code: str
    """A finding of cases (`FINDINGS`), or E645 to E650."""
    place: str
    """Where: a member, an entry, a hop."""
    text: str
    """What."""

    @property
    def severity(self) -> Severity:
        """What it means for the verdict."""
        if self.code == UNCONNECTED:
            return Severity.INCOMPLETE
        return FINDINGS[self.code][0] if self.code in FINDINGS else Severity.INVALID


def fault(code: str, place: str, reason: object) -> Fault:
    """Make a fault of a bundle, with the words of its code."""
    text = ERRORS[code][0].format(place=place, reason=reason)
    return Fault(code=code, place=place, text=text.removeprefix(f"{place}: "))


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """A decision that two nodes are one, as its entry tells it."""

    entry: int
    """Its entry."""
    left: str
    """One node."""
    right: str
    """The other."""
    because: str
    """Why."""
    name: str
    """The officer's name."""
    unit: str
    """His unit."""
    recorded: str
    """UTC time of the entry."""
    evidence: tuple[str, ...]
    """Short names of what it rests on; they need not be here."""
    confirmed: tuple[str, ...] = ()
    """Officers that confirmed it, each with the entry."""


@dataclass(kw_only=True, slots=True)
class Answer:
    """The answer; what was not reached stands at its default."""

    faults: list[Fault] = field(default_factory=list)
    """All that is wrong, in the order of the steps."""
    proof: Proof | None = None
    """What the bundle says of itself."""
    title: str = ""
    """Title of the case."""
    number: str = ""
    """Its number."""
    entries: int = 0
    """Entries that the checkpoint covers."""
    root: str = ""
    """Root of the checkpoint, hexadecimal."""
    signers: tuple[SignerFacts, ...] = ()
    """Who signed the entries that are here."""
    is_kept: bool = False
    """Whether it was compared with a checkpoint that the verifier kept."""
    is_trusted: bool = False
    """Whether keys that the verifier trusts were given."""
    texts: dict[str, str] = field(default_factory=dict)
    """What each statement says, by its short name, as read from the line that is proved."""

    decisions: dict[int, Decided] = field(default_factory=dict)
    """The decisions that two nodes are one, by entry."""
    rests: list[tuple[int, ...]] = field(default_factory=list)
    """For each hop the entries of the decisions that it rests on."""
    own_guide: bool = False
    """Whether `readme.md` says something else than this program would write of the bundle."""
    labels: dict[str, str] = field(default_factory=dict)
    """What nodes are called, by statements and items that are proved."""

    def called(self, node: str) -> str:
        """Return a node with what it is called."""
        label = self.labels.get(node)
        if label is None:
            return node
        return f"item {label}" if node.startswith("item:") else f"{label} ({node})"

    def told(self, name: str) -> str:
        """Return what a statement says, with what its nodes are called."""
        text = self.texts.get(name, "")
        for node in self.labels:
            text = text.replace(node, self.called(node))
        return text

    def add(self, code: str, place: str, reason: object) -> None:
        """Add a fault of the bundle; once, by whichever step it is found."""
        found = fault(code, place, reason)
        if found not in self.faults:
            self.faults.append(found)

    @property
    def verdict(self) -> Verdict:
        """VALID, INVALID or INCOMPLETE, as for cases."""
        severities = {one.severity for one in self.faults}
        if Severity.INVALID in severities:
            return Verdict.INVALID
        return Verdict.INCOMPLETE if Severity.INCOMPLETE in severities else Verdict.VALID

    @property
    def unproved(self) -> dict[str, str]:
        """What the verdict does not speak of, by code."""
        codes = ["P1", "P2"]
        codes += [] if self.is_kept else ["P3"]
        codes += [] if self.is_trusted else ["P4"]
        return {code: UNPROVED[code] for code in codes} | {"P6": P6}
