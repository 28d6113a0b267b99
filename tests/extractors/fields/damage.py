"""What a reader yields before it stumbles over damage."""

from collections.abc import Iterable
from typing import TypeVar

from truyvet.extractors.fields.field import DAMAGE

Part = TypeVar("Part")


def before_damage(
    parts: Iterable[Part], error: type[Exception] | tuple[type[Exception], ...] = DAMAGE
) -> list[Part]:
    """Return what comes before the damage; fails where there is none, or another than `error`."""
    found, reader = [], iter(parts)
    while True:
        try:
            found.append(next(reader))
        except StopIteration:
            raise AssertionError("no damage was found") from None
        except error:
            return found
