"""What keeps a picture from being decoded, said as the problem of an item."""

from collections.abc import Iterator
from contextlib import contextmanager

from ..fields.field import DAMAGE
from ..interface import Emit
from .decode import Bomb, TooLarge


@contextmanager
def naming_damage(emit: Emit) -> Iterator[None]:
    """Within this block, what a picture raises when it is decoded becomes a problem of the item."""
    try:
        yield
    except Bomb as error:
        emit.problem("bomb", "", str(error))
    except TooLarge as error:
        emit.problem("partial", "", str(error))
    except DAMAGE as error:
        emit.problem("corrupt", "", f"damaged picture ({type(error).__name__})")
