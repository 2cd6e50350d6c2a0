"""Shares of units of very different size around the share of the whole: a funnel plot.

The limits are the caller's; Spiegelhalter (2005), Funnel plots for comparing institutional performance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor, hypot, log10

from dophu.tell.drawing.axes import Axis, Scale, Target, finite, round_axis, standing_ticks
from dophu.tell.drawing.canvas import Canvas, Drawing
from dophu.tell.drawing.frames import Ending, draw_endings, left_of, room_right
from dophu.tell.drawing.geometry import Box, Spot, Stroke
from dophu.tell.drawing.look import (
    ACCENT,
    BACKGROUND,
    DOTTED,
    FIRST_LINE,
    INK,
    NOTE,
    QUIET,
    RADIUS,
    TICK_FOOT,
    VALUES_AT_MOST,
    WIDTH,
    Align,
    Dashes,
)
from dophu.tell.drawing.text import Words, fitted, within
from dophu.words import say

TALL = 95.0
WIDE_SPREAD = 12  # from the smallest to the largest size, beyond which sizes are laid out by their logarithm
FEWEST = 2  # dots, and limits
FEW = 15  # dots that are worth a name over a line


@dataclass(frozen=True)
class FunnelDot:
    """One unit: its size (the base), its share in per cent, and whether it lies outside the limits."""

    label: str
    size: float
    share: float
    shown: str
    outside: bool = False
    highlight: bool = False

    @property
    def bold(self) -> bool:
        """Whether its name must be read."""
        return self.outside or self.highlight


@dataclass(frozen=True)
class FunnelLimit:
    """For one size, between which shares in per cent units stray by chance: 95 and 99.8 of 100 of them."""

    size: float
    low95: float
    high95: float
    low998: float
    high998: float

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """The four shares; none is below zero."""
        low95, low998 = max(0.0, self.low95), max(0.0, self.low998)
        return low95, self.high95, low998, self.high998


def funnel(
    dots: Sequence[FunnelDot], centre: Target, limits: Sequence[FunnelLimit], size_label: str, share_label: str
) -> Drawing:
    """Show shares against sizes, with the share of the whole, by its name and number, and the limits around it.

    2 to 60 dots; those outside the limits, and the unit of the report, are named in bold, others where they
    have room. Sizes that differ widely are laid out by their logarithm. Raises ValueError for fewer than two
    dots or limits, for a size that is not above zero, and for NaN.
    """
    sizes = [*(dot.size for dot in dots), *(limit.size for limit in limits)]
    shares = [centre.value, *(dot.share for dot in dots), *(side for limit in limits for side in limit.sides)]
    if min(len(dots), len(limits)) < FEWEST or min(sizes) <= 0 or not finite(*sizes, *shares):
        raise ValueError("a funnel needs at least two dots and two limits, of sizes above zero")
    ends = [
        Ending(centre.label, bold=True),
        *(Ending(say("drawing.limit", share=share), ink=QUIET) for share in _LIMITS),
    ]
    frame = _framed(shares, sizes, room_right(ends), share_label, size_label)
    curves = _draw_limits(frame, centre, sorted(limits, key=lambda limit: limit.size), ends)
    _draw_dots(frame, dots, curves)
    return frame.canvas.drawing()


# Which sides of a limit are its low and its high one, and how they are drawn.
_LIMITS: dict[str, tuple[int, int, Dashes]] = {"99,8%": (2, 3, "-"), "95%": (0, 1, DOTTED)}


@dataclass(frozen=True)
class _Sizes:
    """Sizes laid across: from 0, or by their logarithm where they differ widely."""

    low: float
    high: float
    start: float
    end: float

    @property
    def _by_power(self) -> bool:
        return self.high > WIDE_SPREAD * self.low

    def __call__(self, size: float) -> float:
        share = log10(size / self.low) / log10(self.high / self.low) if self._by_power else size / self.high
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[tuple[float, str]]:
        """Round sizes and their words; of powers the tens first, then fives and twos."""
        if not self._by_power:
            axis = round_axis(self.high)
            return [(float(tick), axis.amount(tick)) for tick in axis.ticks() if tick <= self.high]
        powers = range(floor(log10(self.low)), ceil(log10(self.high)) + 1)
        ticks = [digit * Fraction(10) ** power for digit, power in product((1, 5, 2), powers)]
        return [(float(tick), Axis(tick, tick).amount(tick)) for tick in ticks if self.low <= tick <= self.high]


@dataclass(frozen=True)
class _Frame:
    """A plot of shares against sizes."""

    canvas: Canvas
    plot: Box
    sizes: _Sizes
    shares: Axis

    def spot(self, size: float, share: float) -> Spot:
        return self.sizes(size), self.shares(share)


def _framed(shares: Sequence[float], sizes: Sequence[float], right: float, share_label: str, size_label: str) -> _Frame:
    """Draw the axes; shares from the round number below the lowest, for it is distance that counts here."""
    scale, axis = Scale(share_label, percent=True), round_axis(max(shares), min(shares))
    top = FIRST_LINE + 6.0
    plot = Box(left_of(scale, axis), top, right, top + TALL)
    canvas = Canvas(plot.bottom + TICK_FOOT + 5.0)
    axis = axis._replace(start=plot.bottom, end=plot.top)
    canvas.print(Words(0, FIRST_LINE, fitted(share_label, WIDTH, NOTE), NOTE), QUIET)
    standing_ticks(canvas, plot, axis, scale.texts(axis))
    canvas.stroke((plot.left, plot.bottom, plot.right, plot.bottom), QUIET, 0.8)
    frame = _Frame(canvas, plot, _Sizes(min(sizes), max(sizes), plot.left + 3.0, plot.right - 2.0), axis)
    _size_ticks(frame)
    label = fitted(size_label, WIDTH - plot.left, NOTE)
    canvas.print(Words(plot.left, plot.bottom + 8.5, label, NOTE), QUIET)
    return frame


def _size_ticks(frame: _Frame) -> None:
    taken: list[Box] = []
    for size, text in frame.sizes.ticks():
        x, y = frame.sizes(size), frame.plot.bottom
        words = Words(within(x, text), y + 3.6, text, NOTE, "center")
        if not words.box.meets(taken, []):
            frame.canvas.stroke((x, y, x, y + 1.0), QUIET, 0.8)
            frame.canvas.print(words, QUIET)
            taken.append(words.box)


def _draw_limits(frame: _Frame, centre: Target, limits: Sequence[FunnelLimit], ends: Sequence[Ending]) -> list[Stroke]:
    """Draw centre and limits, each named at its right end; gives back what labels keep clear of."""
    middle = frame.shares(centre.value)
    drawn: list[Stroke] = [(frame.plot.left, middle, frame.plot.right, middle)]
    spots: list[Spot] = [(frame.plot.right, middle)]
    frame.canvas.strokes(drawn, INK, 0.9)
    for low, high, dashes in _LIMITS.values():
        for side in (low, high):
            curve = [frame.spot(limit.size, limit.sides[side]) for limit in limits]
            strokes = [(*one, *two) for one, two in pairwise(curve)]
            frame.canvas.chains(strokes, QUIET, 0.8, dashes)
            drawn += strokes
        spots.append(curve[-1])
    draw_endings(frame.canvas, list(zip(spots, ends, strict=True)), frame.plot)
    return drawn


def _draw_dots(frame: _Frame, dots: Sequence[FunnelDot], curves: Sequence[Stroke]) -> None:
    """Draw the dots, then their names, those that must be read first, each where it covers nothing."""
    spots = {id(dot): frame.spot(dot.size, dot.share) for dot in dots}
    for dot in sorted(dots, key=lambda dot: (dot.highlight, dot.outside)):
        colour, size = (ACCENT, 7.0) if dot.highlight else (INK, 6.0) if dot.outside else (QUIET, 4.5)
        frame.canvas.dot(spots[id(dot)], colour, size, "square" if dot.outside else "circle")
    taken = [Box.around(spot, RADIUS) for spot in spots.values()]
    few = len(dots) <= FEW
    for dot in sorted(dots, key=lambda dot: (not dot.highlight, not dot.outside, -dot.size)):
        around = _around(dot, spots[id(dot)], _FAR if dot.bold or few else _NEAR)
        words = _free(frame, around, taken, () if few and not dot.bold else curves)
        if words is None:
            continue
        taken.append(words.box)
        _draw_leader(frame, spots[id(dot)], words)
        frame.canvas.print(words, ACCENT if dot.highlight else INK, BACKGROUND)


# Where a name may stand: along these directions, ever farther for those that should be read.
_AROUND: tuple[tuple[float, float, Align], ...] = (
    (1.0, 0.0, "left"),
    (-1.0, 0.0, "right"),
    (0.5, -1.4, "left"),
    (0.5, 1.4, "left"),
    (-0.5, -1.4, "right"),
    (-0.5, 1.4, "right"),
    (0.0, -1.7, "center"),
    (0.0, 1.7, "center"),
)
_NEAR, _FAR = (2.2,), (2.2, 4.5, 7.0, 10.0, 14.0)


def _around(dot: FunnelDot, spot: Spot, ways: Sequence[float]) -> list[Words]:
    """Where the name of a dot may stand, the best place first."""
    text = fitted(" ".join(filter(None, (dot.label, dot.shown))), VALUES_AT_MOST, NOTE, dot.bold)
    return [
        Words(spot[0] + away * across, spot[1] + away * down, text, NOTE, align, dot.bold)
        for away, (across, down, align) in product(ways, _AROUND)
    ]


def _free(frame: _Frame, around: Sequence[Words], taken: Sequence[Box], curves: Sequence[Stroke]) -> Words | None:
    """Find the first place that covers no mark, better no line either; what need not be read covers no line."""
    free = [words for words in around if words.box.inside(frame.plot) and not words.box.meets(taken, [])]
    clear = [words for words in free if not words.box.meets([], curves)]
    return next(iter(clear or (free if around[0].bold else [])), None)


def _draw_leader(frame: _Frame, spot: Spot, words: Words) -> None:
    """Tie a name that stands away from its dot to it."""
    x, y = max(words.box.left, min(spot[0], words.box.right)), words.y
    if hypot(x - spot[0], y - spot[1]) > 2 * _NEAR[0]:
        frame.canvas.stroke((*spot, x, y), QUIET, 0.4)
