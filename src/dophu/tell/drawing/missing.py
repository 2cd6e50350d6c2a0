"""Where the people are who are still missing to the target: unit by unit, in people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dophu.tell.drawing.axes import Axis, finite, round_axis
from dophu.tell.drawing.canvas import Canvas, Drawing
from dophu.tell.drawing.geometry import Box
from dophu.tell.drawing.look import (
    ACCENT,
    BACKGROUND,
    CLOSEST_ROW,
    FIRST_LINE,
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


@dataclass(frozen=True)
class MissingBar:
    """One unit: people missing to the target, negative above it, and the share printed beside them."""

    label: str
    missing: float
    shown: str
    share_shown: str = ""
    highlight: bool = False

    def __post_init__(self) -> None:
        if not finite(self.missing):
            raise ValueError(f"a unit whose count is not known has no bar: {self}")


def missing_people(bars: Sequence[MissingBar], value_label: str = "", share_label: str = "") -> Drawing:
    """Show what is missing as bars in the order given, hatched and to the left where a unit is above the target.

    1 to 60 bars; rows shrink so that they share a page. Raises ValueError without bars.
    """
    if not bars:
        raise ValueError("missing people need at least one bar")
    row = max(CLOSEST_ROW, min(ROW, (TALLEST - TARGET_HEAD - TICK_FOOT) / len(bars)))
    size = max(SMALLEST, min(LABEL, row / POINT / LEADING))
    bottom = TARGET_HEAD + row * len(bars)
    axis = _axis(bars, size, share_label)
    canvas = Canvas(bottom + TICK_FOOT)
    rows = [(bar, TARGET_HEAD + row * (i + 0.5)) for i, bar in enumerate(bars)]
    for bar, y in rows:
        if bar.highlight:
            canvas.box(Box(0, y - row / 2, WIDTH, y + row / 2), TINT)
    canvas.strokes([(axis(tick), TARGET_HEAD, axis(tick), bottom) for tick in axis.ticks()], GRID, 0.6)
    for bar, y in rows:
        _draw_row(canvas, axis, bar, Words(0, y, "", size, "left", bar.highlight), 0.34 * row)
    canvas.stroke((axis(0), TARGET_HEAD, axis(0), bottom), QUIET, 0.8)
    _draw_words(canvas, axis, value_label, share_label if any(bar.share_shown for bar in bars) else "", bottom)
    return canvas.drawing()


def _name(bar: MissingBar, size: float) -> str:
    return fitted(bar.label, NAMES_AT_MOST, size, bar.highlight)


def _axis(bars: Sequence[MissingBar], size: float, share_label: str) -> Axis:
    """Leave room for names at the left, and at the right for each bar's number and for the shares."""
    axis = round_axis(max(0.0, *(bar.missing for bar in bars)), min(0.0, *(bar.missing for bar in bars)))
    start = NAME_GAP + max(width(_name(bar, size), size, bar.highlight) for bar in bars)
    shares = [width(fitted(bar.share_shown, VALUES_AT_MOST, size), size, bar.highlight) for bar in bars]
    column = max(width(fitted(share_label, VALUES_AT_MOST, NOTE), NOTE), *shares) + NAME_GAP if any(shares) else 0.0
    values = max(width(_value(bar, size), size, bar.highlight) for bar in bars)
    return axis._replace(start=start + 2.0, end=WIDTH - column - values - 2 * GAP)


def _value(bar: MissingBar, size: float) -> str:
    return fitted(bar.shown, VALUES_AT_MOST, size, bar.highlight)


def _draw_row(canvas: Canvas, axis: Axis, bar: MissingBar, row: Words, half: float) -> None:
    colour, ink, ground = (ACCENT, ACCENT, TINT) if bar.highlight else (QUIET, INK, BACKGROUND)
    zero, end = axis(0), axis(bar.missing)
    box = Box(min(zero, end), row.y - half, max(zero, end), row.y + half)
    if bar.missing < 0:
        canvas.box(box, BACKGROUND, colour, 0.7)
        canvas.hatch(box, colour)
    else:
        canvas.box(box, colour)
    canvas.print(row._replace(x=axis.start - NAME_GAP - 2.0, text=_name(bar, row.size), align="right"), ink)
    canvas.print(row._replace(x=max(zero, end) + GAP, text=_value(bar, row.size)), ink, ground)
    share = fitted(bar.share_shown, VALUES_AT_MOST, row.size, bar.highlight)
    canvas.print(row._replace(x=WIDTH - 0.6, text=share, align="right"), ink)


def _draw_words(canvas: Canvas, axis: Axis, value_label: str, share_label: str, bottom: float) -> None:
    share = Words(WIDTH - 0.6, FIRST_LINE, fitted(share_label, VALUES_AT_MOST, NOTE), NOTE, "right")
    room = (share.box.left if share_label else WIDTH) - axis.start - NAME_GAP
    canvas.print(Words(axis.start, FIRST_LINE, fitted(value_label, room, NOTE), NOTE), QUIET)
    canvas.print(share, QUIET)
    taken: list[Box] = []
    for tick in sorted(axis.ticks(), key=bool):  # the zero is sure of its number
        words = Words(axis(tick), bottom + 3.6, axis.amount(tick), NOTE, "center")
        canvas.stroke((words.x, bottom, words.x, bottom + 1.0), QUIET, 0.8)
        if not words.box.meets(taken, []):
            canvas.print(words, QUIET)
            taken.append(words.box)
