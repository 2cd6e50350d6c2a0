"""Shares of units of very different size around the share of the whole: a funnel plot.

The limits are the caller's; Spiegelhalter (2005), Funnel plots for comparing institutional performance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor, hypot, log10

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from dophu.charts.geometry import Box, Spot, Stroke
from dophu.charts.house import Dashes, Plot, edge, grid, in_house_style, sheet
from dophu.charts.look import (
    ACCENT,
    DOTTED,
    FIRST_LINE,
    INK,
    NOTE,
    QUIET,
    RADIUS,
    SOLID,
    TICK_FOOT,
    Align,
    sheet_width,
    values_at_most,
)
from dophu.charts.numbers import Ticks, in_percent, round_ticks
from dophu.charts.overtime import Ending, draw_endings, room_left, room_right
from dophu.charts.rows import finite, rows_of
from dophu.charts.text import Words, fitted, within
from dophu.words import say

TALL = 95.0
WIDE_SPREAD = 12  # from the smallest to the largest size, beyond which sizes are laid out by their logarithm
FEWEST = 2  # dots, and limits
FEW = 15  # dots that are worth a name over a line
LIMITS: tuple[tuple[str, str, str, Dashes], ...] = (
    ("99,8%", "low998", "high998", SOLID),
    ("95%", "low95", "high95", DOTTED),
)


@dataclass(frozen=True)
class Sized:
    """One unit: its size (the base), its share in per cent, and whether it lies outside the limits."""

    name: str
    size: float
    value: float
    shown: str
    outside: bool = False
    own: bool = False

    @property
    def bold(self) -> bool:
        """Whether its name must be read."""
        return self.outside or self.own


@dataclass(frozen=True)
class Limit:
    """For one size, between which shares in per cent units stray by chance: 95 and 99.8 of 100 of them."""

    size: float
    low95: float
    high95: float
    low998: float
    high998: float

    def side(self, name: str) -> float:
        """One of the four shares; none is below zero."""
        return max(0.0, float(getattr(self, name)))


@in_house_style
def funnel(  # noqa: PLR0913 - what stands on the plot beside the values, each by its name
    frame: pd.DataFrame,
    limits: pd.DataFrame,
    centre: float,
    centre_label: str = "",
    *,
    size_label: str = "",
    label: str = "",
) -> Figure:
    """Show shares against sizes, with the share of the whole, by its name and number, and the limits around it.

    frame    a row for each of 2 to 60 units: name, size, value in per cent, and what else a `Sized` has
    limits   a row for each size that they are reckoned for: size, low95, high95, low998, high998

    Those outside the limits, and the unit of the report, are named in bold, others where they have room. Sizes that
    differ widely are laid out by their logarithm.
    """
    dots = rows_of(Sized, frame, shown=lambda row: in_percent(row["value"]))
    bounds = sorted(rows_of(Limit, limits), key=lambda limit: limit.size)
    sizes = [*(dot.size for dot in dots), *(limit.size for limit in bounds)]
    sides = [limit.side(name) for limit in bounds for _, *names, _ in LIMITS for name in names]
    shares = [centre, *(dot.value for dot in dots), *sides]
    if min(len(dots), len(bounds)) < FEWEST or min(sizes) <= 0 or not finite(*sizes, *shares):
        raise ValueError("a funnel needs at least two dots and two limits, of sizes above zero")
    names = [Ending(say("drawing.limit", share=share), ink=QUIET) for share, *_ in LIMITS]
    ends = [Ending(centre_label or in_percent(centre), bold=True), *names]
    plot = _framed(shares, sizes, room_right(ends), size_label, label)
    curves = _draw_limits(plot, centre, bounds, ends)
    _draw_dots(plot, dots, curves)
    return plot.whole


def _framed(shares: Sequence[float], sizes: Sequence[float], right: float, size_label: str, label: str) -> Plot:
    """Draw the axes; shares from the round number below the lowest, for it is distance that counts here."""
    ticks, low, high = round_ticks(max(shares), min(shares)), min(sizes), max(sizes)
    left, top = room_left(ticks.percents()), FIRST_LINE + 6.0
    area = Box(left + 3.0, top, right - 2.0, top + TALL)
    by_power = high > WIDE_SPREAD * low
    plot = sheet(area.bottom + TICK_FOOT + 5.0, area, (low if by_power else 0.0, high), ticks.ends, log=by_power)
    grid(plot, "y", ticks.values, ticks.percents())
    plot.yaxis.set_tick_params(pad=14)
    edge(plot, "bottom")
    if by_power:
        plot.xaxis.set_minor_locator(NullLocator())
    _size_ticks(plot, low, high, by_power)
    plot.write(Words(0, FIRST_LINE, fitted(label, sheet_width(), NOTE), NOTE), QUIET)
    plot.write(Words(left, area.bottom + 8.5, fitted(size_label, sheet_width() - left, NOTE), NOTE), QUIET)
    return plot


def _size_ticks(plot: Plot, low: float, high: float, by_power: bool) -> None:
    """Print the sizes below their axis, as many as have room; of powers the tens first, then fives and twos."""
    if by_power:
        powers = range(floor(log10(low)), ceil(log10(high)) + 1)
        sizes = [digit * Fraction(10) ** power for digit, power in product((1, 5, 2), powers)]
        ticks = [(float(size), Ticks(size, size).amount(size)) for size in sizes if low <= size <= high]
    else:
        laid = round_ticks(high)
        ticks = [(size, text) for size, text in zip(laid.values, laid.amounts(), strict=True) if size <= high]
    chosen: dict[float, str] = {}
    taken: list[Box] = []
    for size, text in ticks:
        words = Words(within(plot.across(size), text), 0.0, text, NOTE, "center")
        if not words.box.meets(taken, []):
            chosen[size] = text
            taken.append(words.box)
    plot.set_xticks(sorted(chosen), [chosen[size] for size in sorted(chosen)])


def _draw_limits(plot: Plot, centre: float, limits: Sequence[Limit], ends: Sequence[Ending]) -> list[Stroke]:
    """Draw centre and limits, each named at its right end; gives back what labels keep clear of."""
    plot.axhline(centre, color=INK, lw=0.9)
    sizes, area = [limit.size for limit in limits], plot.area
    drawn: list[Stroke] = [(area.left, plot.down(centre), area.right, plot.down(centre))]
    last: list[Spot] = [(sizes[-1], centre)]
    for _, low, high, dashes in LIMITS:
        for side in (low, high):
            shares = [limit.side(side) for limit in limits]
            plot.plot(sizes, shares, color=QUIET, lw=0.8, ls=dashes)
            drawn += [(*plot.spot(*one), *plot.spot(*two)) for one, two in pairwise(zip(sizes, shares, strict=True))]
        last.append((sizes[-1], shares[-1]))
    draw_endings(plot, list(zip(last, ends, strict=True)))
    return drawn


def _draw_dots(plot: Plot, dots: Sequence[Sized], curves: Sequence[Stroke]) -> None:
    """Draw the dots, then their names, those that must be read first, each where it covers nothing."""
    for dot in sorted(dots, key=lambda dot: (dot.own, dot.outside)):
        colour, size = (ACCENT, 7.0) if dot.own else (INK, 6.0) if dot.outside else (QUIET, 4.5)
        plot.points([dot.size], [dot.value], colour, ms=size, marker="s" if dot.outside else "o")
    taken = [Box.around(plot.spot(dot.size, dot.value), RADIUS) for dot in dots]
    few = len(dots) <= FEW
    for dot in sorted(dots, key=lambda dot: (not dot.own, not dot.outside, -dot.size)):
        around = _around(plot, dot, _FAR if dot.bold or few else _NEAR)
        words = _free(plot, around, taken, () if few and not dot.bold else curves)
        if words is None:
            continue
        taken.append(words.box)
        spot = plot.spot(dot.size, dot.value)
        x = max(words.box.left, min(spot[0], words.box.right))
        if hypot(x - spot[0], words.y - spot[1]) > 2 * _NEAR[0]:
            plot.strokes([(*spot, x, words.y)], QUIET, 0.4)
        plot.write(words, ACCENT if dot.own else INK, (dot.size, dot.value), ground=True)


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


def _around(plot: Plot, dot: Sized, ways: Sequence[float]) -> list[Words]:
    """Where the name of a dot may stand, the best place first."""
    x, y = plot.spot(dot.size, dot.value)
    text = fitted(" ".join(filter(None, (dot.name, dot.shown))), values_at_most(), NOTE, dot.bold)
    return [
        Words(x + away * across, y + away * down, text, NOTE, align, dot.bold)
        for away, (across, down, align) in product(ways, _AROUND)
    ]


def _free(plot: Plot, around: Sequence[Words], taken: Sequence[Box], curves: Sequence[Stroke]) -> Words | None:
    """Find the first place that covers no mark, better no line either; what need not be read covers no line."""
    free = [words for words in around if words.box.inside(plot.area) and not words.box.meets(taken, [])]
    clear = [words for words in free if not words.box.meets([], curves)]
    return next(iter(clear or (free if around[0].bold else [])), None)
