"""Boxes and strokes on the canvas, in millimetres from its top left corner, and what keeps them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

Spot = tuple[float, float]  # x, y
Stroke = tuple[float, float, float, float]  # a straight line from x, y to x, y; never leftwards


class Box(NamedTuple):
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, spot: Spot, radius: float) -> Box:
        """Enclose a dot."""
        return cls(spot[0] - radius, spot[1] - radius, spot[0] + radius, spot[1] + radius)

    def touches(self, other: Box) -> bool:
        """Whether two boxes share more than an edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def inside(self, other: Box) -> bool:
        """Whether the other box holds the whole of this one."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom

    def crossed_by(self, stroke: Stroke) -> bool:
        """Whether a stroke runs through the box."""
        x1, y1, x2, y2 = stroke
        start, end = max(self.left, x1), min(self.right, x2)
        if start > end:
            return False
        slope = (y2 - y1) / (x2 - x1) if x2 > x1 else 0.0
        heights = (y1 + slope * (start - x1), y1 + slope * (end - x1)) if x2 > x1 else (y1, y2)
        return min(heights) < self.bottom and self.top < max(heights)

    def meets(self, boxes: Iterable[Box], strokes: Iterable[Stroke]) -> bool:
        """Whether anything drawn already stands in the box."""
        return any(map(self.touches, boxes)) or any(map(self.crossed_by, strokes))


def apart(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Move the middles of texts as little as need be until none covers another, in the order they had.

    `sizes` are their heights. They stay between `low` and `high` as long as there is room for all of them.
    Least squares in a given order: pool adjacent violators.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    ends = list(accumulate(sizes[i] for i in order))
    before = [end - sizes[i] / 2 for i, end in zip(order, ends, strict=True)]  # all above, and half of its own
    pools: list[tuple[float, int]] = []  # where a run of neighbours would start the stack, and how many they are
    for i, used in zip(order, before, strict=True):
        start, count = wanted[i] - used, 1
        while pools and pools[-1][0] >= start:
            other, others = pools.pop()
            start, count = (start * count + other * others) / (count + others), count + others
        pools.append((start, count))
    starts = [max(low, min(start, high - ends[-1])) for start, count in pools for _ in range(count)]
    middles = {i: start + used for i, start, used in zip(order, starts, before, strict=True)}
    return [middles[i] for i in range(len(wanted))]
