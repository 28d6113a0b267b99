"""Who acts, when and with what: everything an act takes from the outside, as one value."""

from collections.abc import Callable
from dataclasses import dataclass

from .keyring import Signer
from .records import Actor, Moment, Tool


@dataclass(frozen=True, kw_only=True, slots=True)
class Acting:
    """Who acts, with which key and program, by which clock and randomness."""

    signer: Signer
    """The officer's opened key."""
    tool: Tool
    """The program and how it was called."""
    clock: Callable[[], Moment]
    """Gives the present moment."""
    random: Callable[[int], bytes]
    """Gives that many random bytes."""
    authority: str = ""
    """Legal ground, as its document states it."""
    purpose: str = ""
    """Why."""
    clock_step: str = ""
    """Why the clock may stand before the last entry."""

    @property
    def actor(self) -> Actor:
        """The officer, as an entry names him."""
        card = self.signer.card
        return Actor(key=card.id, name=card.name, role=card.role, unit=card.unit)
