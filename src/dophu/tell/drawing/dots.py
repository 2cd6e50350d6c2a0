"""Where the unit stands among those whose share is known: a ranked dot plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dophu.tell.drawing.axes import Axis, Target, finite, percent_ticks, round_axis, target_line
from dophu.tell.drawing.canvas import Canvas, Drawing, Shape
from dophu.tell.drawing.geometry import Box
from dophu.tell.drawing.look import (
    ACCENT,
    BACKGROUND,
    CLOSEST_ROW,
    DOTTED,
    GAP,
    GRID,
    INK,
    LABEL,
    LEADING,
    NAME_GAP,
    NAMES_AT_MOST,
    NOTE,
    POINT,
    QUIET,
    RADIUS,
    ROW,
    SMALLEST,
    TALLEST,
    TARGET_HEAD,
    TICK_FOOT,
    TINT,
    VALUES_AT_MOST,
    WIDTH,
)
from dophu.tell.drawing.text import Words, fitted, width

Kind = Literal["exact", "rounded", "published", "bound"]

ARROW = 5.0  # of a bound


@dataclass(frozen=True)
class Mark:
    """One share to draw.

    value      per cent; None when nothing is known
    shown      the text printed beside it, "8,12%"
    low, high  per cent, the interval the share lies in; of a bound the one side that is known
    gap_shown  what is missing to the target, in words, for `distance`
    """

    label: str
    value: float | None
    shown: str
    low: float | None = None
    high: float | None = None
    highlight: bool = False
    kind: Kind = "exact"
    gap_shown: str = ""

    def __post_init__(self) -> None:
        if not finite(*self.known):
            raise ValueError(f"a share that is not known is None, not NaN or infinity: {self}")

    @property
    def known(self) -> list[float]:
        """What is known of the share, in per cent: its value, its upper and its lower limit."""
        return [share for share in (self.value, self.high, self.low) if share is not None]

    @property
    def position(self) -> float | None:
        """Where the mark stands, in per cent: its value, or the bound that is known of it."""
        return next(iter(self.known), None)

    @property
    def open_side(self) -> Literal["left", "right"] | None:
        """Towards which side a bound leaves the share open; None for a share that is known."""
        if self.kind != "bound":
            return None
        return "right" if self.high is None and self.low is not None else "left"


def standing(marks: Sequence[Mark], target: Target | None, axis_label: str) -> Drawing:
    """Rank shares as a dot plot, the highest on top and those without a share at the foot.

    1 to 63 marks; a share above 100 widens the axis. Raises ValueError without marks.
    """
    if not marks:
        raise ValueError("a standing needs at least one mark")
    ranked = sorted(marks, key=lambda mark: (mark.position is None, -(mark.position or 0.0)))
    head, foot = TARGET_HEAD if target else 2.0, TICK_FOOT + (5.0 if axis_label else 0.0)
    row = max(CLOSEST_ROW, min(ROW, (TALLEST - head - foot) / len(ranked)))
    size = max(SMALLEST, min(LABEL, row / POINT / LEADING))
    bottom = head + row * len(ranked)
    axis = _axis(ranked, target, size)
    canvas = Canvas(bottom + foot)
    heights = [head + row * (i + 0.5) for i in range(len(ranked))]
    for mark, y in zip(ranked, heights, strict=True):
        if mark.highlight:
            canvas.box(Box(0, y - row / 2, WIDTH, y + row / 2), TINT)
    canvas.strokes([(axis(tick), head, axis(tick), bottom) for tick in axis.ticks()[1:]], GRID, 0.6)
    canvas.stroke((axis.start, head, axis.start, bottom), QUIET, 0.8)
    percent_ticks(canvas, axis, bottom)
    target_line(canvas, axis, target, head, bottom)
    for mark, y in zip(ranked, heights, strict=True):
        _row(canvas, axis, mark, Words(axis.start, y, mark.label, size, "left", mark.highlight), target)
    label = fitted(axis_label, WIDTH - axis.start, NOTE)
    canvas.print(Words(axis.start, bottom + 8.5, label, NOTE), QUIET)
    return canvas.drawing()


def _axis(marks: Sequence[Mark], target: Target | None, size: float) -> Axis:
    """Give names their width, and the plot the widest that leaves room for the value behind each mark."""
    reach = [max(mark.known, default=0.0) for mark in marks]
    axis = round_axis(max([*reach, target.value if target else 0.0]))
    start = NAME_GAP + max(
        width(fitted(mark.label, NAMES_AT_MOST, size, mark.highlight), size, mark.highlight) for mark in marks
    )
    behind = [2 * GAP + ARROW + width(_value(mark, size), size, mark.highlight) for mark in marks]
    needs = [(share / float(axis.top), after) for share, after in zip(reach, behind, strict=True)]
    needs.append((1.0, width(axis.percent(axis.top), NOTE) / 2))
    wide = min([WIDTH - start, *((WIDTH - start - after) / at for at, after in needs if at > 0)])
    return axis._replace(start=start, end=start + wide)


def _value(mark: Mark, size: float) -> str:
    return fitted(mark.shown, VALUES_AT_MOST, size, mark.highlight)


def _row(canvas: Canvas, axis: Axis, mark: Mark, row: Words, target: Target | None) -> None:
    colour, ink, ground = (ACCENT, ACCENT, TINT) if mark.highlight else (QUIET, INK, BACKGROUND)
    name = fitted(mark.label, NAMES_AT_MOST, row.size, mark.highlight)
    canvas.print(row._replace(x=axis.start - NAME_GAP, text=name, align="right"), ink)
    value = row._replace(text=_value(mark, row.size))
    if mark.position is None:
        canvas.print(value._replace(x=axis.start + GAP), QUIET, ground)
        return
    left, right = _extent(axis, mark)
    canvas.stroke((axis.start, row.y, left, row.y), colour, *((0.8, "-") if mark.highlight else (0.5, DOTTED)))
    behind, before = value._replace(x=right + GAP), value._replace(x=left - GAP, align="right")
    hides_target = target is not None and right < axis(target.value) < behind.box.right + GAP
    fits_before = before.box.left > axis.start + GAP
    canvas.print(before if hides_target and fits_before else behind, ink, ground)
    _dot(canvas, axis, mark, row.y, colour)


def _extent(axis: Axis, mark: Mark) -> tuple[float, float]:
    """From where to where a mark has ink, in millimetres."""
    x = axis(mark.position or 0.0)
    left = min(axis(min(mark.known)), x - (ARROW if mark.open_side == "left" else RADIUS))
    right = max(axis(max(mark.known)), x + (ARROW if mark.open_side == "right" else RADIUS))
    return max(left, axis.start), right


def _dot(canvas: Canvas, axis: Axis, mark: Mark, y: float, colour: str) -> None:
    """Draw the dot of a mark whose position is known, with its interval or the arrow of its bound."""
    x, size = axis(mark.position or 0.0), 7.0 if mark.highlight else 5.5
    left, right = _extent(axis, mark)
    head: Shape = mark.open_side or "right"
    tip = left + 0.6 if head == "left" else right - 0.6
    if mark.open_side and abs(tip - x) > ARROW / 2:
        canvas.stroke((min(x, tip), y, max(x, tip), y), colour, 1.1)
        canvas.dot((tip, y), colour, 3.5, head)
    elif right - left > 2.5 * RADIUS:  # an interval that the dot does not cover
        ends = [(end, y - 1.1, end, y + 1.1) for end in (left, right)]
        canvas.strokes([(left, y, right, y), *ends], colour, 1.1)
    if mark.kind == "published":
        canvas.dot((x, y), colour, 0.8 * size, "diamond")  # as large to the eye as the dot
    else:
        canvas.dot((x, y), colour, size, filled=mark.kind != "bound")
