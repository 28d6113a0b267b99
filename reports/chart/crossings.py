"""Links that run straight through a node which is none of their ends, and seem to end there."""

import numpy as np

from .layout import Numbers, Points

MAX_LINKS = 150
"""Links of a chart above which it is too dense for it to matter."""


def covered(
    place: Points, ends: "np.ndarray[tuple[int, int], np.dtype[np.int64]]", radii: Numbers
) -> set[int]:
    """Return the numbers of the links (rows of `ends`) that pass within a foreign node's rim."""
    if not 0 < len(ends) <= MAX_LINKS:
        return set()
    starts, ways = place[ends[:, 0]], place[ends[:, 1]] - place[ends[:, 0]]
    lengths = np.maximum((ways**2).sum(axis=1), 1e-9)
    away = place[None, :, :] - starts[:, None, :]
    share = (away * ways[:, None, :]).sum(axis=2) / lengths[:, None]
    nearest = away - np.clip(share, 0.0, 1.0)[:, :, None] * ways[:, None, :]
    hit = (nearest**2).sum(axis=2) < (0.85 * radii[None, :]) ** 2
    rows = np.arange(len(ends))
    hit[rows, ends[:, 0]] = False
    hit[rows, ends[:, 1]] = False
    return {int(row) for row in np.flatnonzero(hit.any(axis=1))}
