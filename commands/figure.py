"""The type of options that take a number which need not be whole: between bounds, and a number.

`nan` is neither above nor below any bound, so click lets it through.
"""

import math
from typing import Any

import click


class Figure(click.FloatRange):
    """A finite number between two bounds, both allowed."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number; a wrong usage where there is none, or it is out of bounds."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value} is no number", param, ctx)
        return number
