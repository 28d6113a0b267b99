"""What a vector is made of: the good case it starts from, what is done to it, what is found."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

Codes = dict[str, list[str]]
"""Finding codes and the places they are expected at."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Brought:
    """What the verifier of a vector brings himself, or asks for."""

    keys: tuple[str, ...] = ()
    """Public key files of `keys/` that he trusts."""
    kept: bool = False
    """Whether he kept the checkpoint `kept` beside the case."""
    fast: bool = False
    """Whether he leaves the bytes of the objects unread."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bad:
    """A bad vector."""

    of: str
    """The good vector that it spoils."""
    spoil: Callable[[Path], Codes]
    """Spoils a copy of it and says what verifying must find; its docstring tells what is wrong."""
    brought: Brought = field(default_factory=Brought)
    """What the verifier brings."""
