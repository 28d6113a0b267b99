"""Truyvet: collect digital evidence into a case that proves itself.

Almost empty on purpose: importing the package must cost nothing, and every name
is found in the room it belongs to (`truyvet.evidence`, `truyvet.hashes`, …).
"""

__version__ = "0.1.0"
