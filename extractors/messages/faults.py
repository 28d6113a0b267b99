"""Faults: what is wrong with a message's body, as values."""

from dataclasses import dataclass

from ...evidence.scans.outcome import ProblemCode


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that is wrong."""

    code: ProblemCode
    """`corrupt`, `unsupported`, `partial` (a limit of length) or `bomb` (one of ratio)."""
    text: str
    """In words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What decoding one body may give."""

    size: int = 4 << 30
    """Bytes; more is `partial`."""
    ratio: int = 1_000
    """Decoded bytes for each byte that came; more is `bomb`. Deflate gives at most 1,032."""
    floor: int = 64 << 20
    """Bytes from which the ratio counts."""
