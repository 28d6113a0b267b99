"""Values that identify: their kinds, and the one normal form of each.

`readings` tells what a typed text may stand for, in any spelling; `normal` reads it as one kind;
`KINDS` lists the kinds. The finding of values in bytes lies in `finding`.
"""

from .normal import Normal, Row
from .table import KINDS, normal, readings

__all__ = ["KINDS", "Normal", "Row", "normal", "readings"]
