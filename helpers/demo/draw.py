"""Seeded numbers, and points for every indicator that meet a wanted score for every board.

Only the raw stream of PCG64 and plain arithmetic are used: numpy promises that stream for ever, but not the
values of its distributions, and the shipped data must come out the same on every machine and version.
"""

from __future__ import annotations

import numpy as np

LOWEST, HIGHEST = 62.0, 100.0  # points of one indicator: nobody is drawn at a disgrace, nobody above full marks


class Stream:
    """An endless row of random numbers, the same for the same `keys` everywhere."""

    def __init__(self, *keys: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence(keys))

    def uniform(self, *shape: int) -> np.ndarray:
        """Floats in [0, 1)."""
        raw = self._bits.random_raw(int(np.prod(shape)))
        return ((raw >> np.uint64(11)) * 2.0**-53).reshape(shape)

    def bell(self, *shape: int) -> np.ndarray:
        """Floats of mean 0 and deviation 1, never beyond ±3.5: four uniforms added up."""
        return (self.uniform(4, *shape).sum(axis=0) - 2.0) * 3.0**0.5


def meet(
    wanted: np.ndarray,
    points: np.ndarray,
    weights: np.ndarray,
    lowest: np.ndarray | float = LOWEST,
    fixed: np.ndarray | None = None,
) -> np.ndarray:
    """Move `points` so that their weighted mean comes as near to `wanted` as the bounds let it.

    `wanted` (… × district) is a score, `points` (… × district × indicator) a first guess, `weights` (indicator) sum
    to 1. Indicators marked in `fixed` (district × indicator) stay as they are; the rest stay within `lowest` and 100.
    """
    free = np.ones(points.shape, bool) if fixed is None else np.broadcast_to(~fixed, points.shape)
    lowest = np.broadcast_to(np.minimum(lowest, HIGHEST), points.shape)
    points = np.where(free, np.clip(points, lowest, HIGHEST), points)
    for _ in range(12):
        missing = wanted - (points * weights).sum(axis=-1)
        room = free & np.where(missing[..., None] > 0, points < HIGHEST, points > lowest)
        share = (room * weights).sum(axis=-1)
        step = np.where(share > 0, missing / np.where(share > 0, share, 1.0), 0.0)
        points = np.where(room, np.clip(points + step[..., None], lowest, HIGHEST), points)
    return points
