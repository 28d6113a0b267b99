"""Companions: the first item of some collections, which says how the others are to be read.

A table's bytes alone do not say what its columns mean. What the officer chose stands beside it in
the same collection, so that every later examination reads it in the same way.
"""

PROFILE_NAME = "profile.toml"
"""Path of the profile of tables."""
COMPANIONS = {"table": PROFILE_NAME}
"""Collector: path of the item number 0 of its collections."""
MAX_COMPANION = 1 << 20
"""Bytes of a companion."""
