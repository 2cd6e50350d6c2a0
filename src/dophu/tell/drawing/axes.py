"""Axes: round numbers to stand beside, and the line of the target, which looks the same in every figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor, isfinite, log10
from typing import NamedTuple

from dophu import wording
from dophu.tell.drawing.canvas import Canvas
from dophu.tell.drawing.geometry import Box
from dophu.tell.drawing.look import BACKGROUND, DASHED, GRID, INK, LABEL, NOTE, QUIET, WIDTH
from dophu.tell.drawing.text import Words, fitted, width, within
from dophu.wording import Moment, decimal
from dophu.words import say

MILLION = 10**6
FEWEST_COUNTED = 5.0  # an axis of counts has no fractions


@dataclass(frozen=True)
class Target:
    """The share aimed at, in per cent, its name as printed ("Mục tiêu 50%"), and by when, where a date is set."""

    value: float
    label: str
    by: Moment | date | None = None


@dataclass(frozen=True)
class Scale:
    """What the heights of a figure are, as printed above them, and whether they are shares in per cent."""

    label: str
    percent: bool = False

    def axis(self, values: Iterable[float]) -> Axis:
        """Lay an axis from 0, or below where values are negative, to beyond the highest of them."""
        known = [0.0, *values]
        return round_axis(max(known if self.percent else [FEWEST_COUNTED, *known]), min(known))

    def texts(self, axis: Axis) -> list[str]:
        """Write the ticks of the axis."""
        return [axis.percent(tick) if self.percent else axis.amount(tick) for tick in axis.ticks()]


class Axis(NamedTuple):
    """Ticks between two round numbers, from 0 unless it says otherwise; values become millimetres."""

    step: Fraction
    top: Fraction
    start: float = 0.0
    end: float = WIDTH
    low: Fraction = Fraction(0)

    def __call__(self, value: float | Fraction) -> float:
        """Say where a value stands."""
        share = (float(value) - float(self.low)) / float(self.top - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[Fraction]:
        """List the round numbers, the lowest first."""
        return [self.low + self.step * i for i in range(int((self.top - self.low) / self.step) + 1)]

    def places(self, step: Fraction) -> int:
        """How many decimals the multiples of a step need."""
        return next(n for n in range(30) if (step * 10**n).denominator == 1)

    def percent(self, tick: Fraction) -> str:
        """Write a tick as a share."""
        return wording.percent(tick, self.places(self.step) if tick else 0)

    def amount(self, tick: Fraction) -> str:
        """Write a tick as a number, in millions where they are round."""
        if tick == 0 or self.step * 10 < MILLION or self.top < MILLION:
            return decimal(tick, self.places(self.step))
        return say("number.millions", value=decimal(tick / MILLION, self.places(self.step / MILLION)))


def round_axis(top: float, low: float = 0.0, intervals: int = 5) -> Axis:
    """Lay an axis from 0, or a round number below `low`, to the first that reaches `top`, in few intervals."""
    high, deep = _exact(top), _exact(low)
    if high <= deep:
        high = deep + 10
    power = Fraction(10) ** floor(log10((high - deep) / intervals))
    sizes = (power * Fraction(size) for size in ("1", "2", "2.5", "5", "10", "20"))
    step = next(size for size in sizes if ceil(high / size) - floor(deep / size) <= intervals)
    return Axis(step, step * ceil(high / step), low=step * floor(deep / step))


def _exact(value: float) -> Fraction:
    """Take a number as it is written, not as it is stored: 0.1 is a tenth."""
    return Fraction(str(float(value)))


def finite(*values: float | None) -> bool:
    """Whether every value that is known can be drawn."""
    return all(value is None or isfinite(value) for value in values)


def percent_ticks(canvas: Canvas, axis: Axis, bottom: float) -> None:
    """Print the shares of a lying axis, below it."""
    for tick in axis.ticks():
        x = axis(tick)
        canvas.stroke((x, bottom, x, bottom + 1.0), QUIET, 0.8)
        canvas.print(Words(x, bottom + 3.6, axis.percent(tick), NOTE, "center"), QUIET)


def standing_ticks(canvas: Canvas, plot: Box, axis: Axis, texts: Sequence[str]) -> None:
    """Print the numbers of a standing axis at the left of its plot, with a thin line across for each."""
    for tick, words in zip(axis.ticks(), texts, strict=True):
        y = axis(tick)
        canvas.stroke((plot.left, y, plot.right, y), GRID, 0.6)
        canvas.print(Words(plot.left - 2.0, y, words, NOTE, "right"), QUIET)


def ticks_width(texts: Sequence[str]) -> float:
    """Measure what the numbers of a standing axis take from the left."""
    return max((width(text, NOTE) + 2.0 for text in texts), default=0.0)


def target_line(canvas: Canvas, axis: Axis, target: Target | None, top: float, bottom: float) -> None:
    """Draw the target across the rows of a figure, its name on top."""
    if target is None:
        return
    x, text = axis(target.value), fitted(target.label, WIDTH - axis.start, LABEL)
    dash(canvas, (x, top), (x, bottom))
    canvas.print(Words(within(x, text, LABEL), top - 2.6, text, align="center"), INK)


def dash(canvas: Canvas, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw the line of the target."""
    canvas.stroke((*start, *end), BACKGROUND, 2.6)  # so that the dashes are seen on a dark bar
    canvas.stroke((*start, *end), INK, 1.0, DASHED)
