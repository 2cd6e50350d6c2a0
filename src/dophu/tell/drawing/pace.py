"""The gain per day between one comparable period and the next: wide as the time, so that area is people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dophu.tell.drawing.axes import Scale, finite
from dophu.tell.drawing.canvas import Drawing
from dophu.tell.drawing.frames import Frame, framed, left_of
from dophu.tell.drawing.geometry import Box
from dophu.tell.drawing.look import ACCENT, BACKGROUND, FAINT, HATCHED, INK, NOTE, POINT, QUIET, WIDTH
from dophu.tell.drawing.text import Words, fitted, width
from dophu.tell.drawing.timeline import Break, Span, break_flags, date_ticks, days, spread
from dophu.wording import Moment

LABEL_ROOM = 1.12  # how much farther than bars below zero the axis reaches, for their numbers
UNKNOWN_TALL = 6.0
UNKNOWN_SHOWN = "–"


@dataclass(frozen=True)
class Gain:
    """What was gained per day from one moment to the next; below zero after a revision.

    `known` is False where the two counts cannot be compared, and `per_day` is then not read.
    """

    start: Moment | date
    end: Moment | date
    per_day: float
    shown: str
    known: bool = True

    def __post_init__(self) -> None:
        if days(self.start) >= days(self.end) or not finite(self.per_day):
            raise ValueError(f"a gain runs from an earlier to a later moment and is finite: {self}")


def gains(bars: Sequence[Gain], value_label: str, breaks: Sequence[Break] = ()) -> Drawing:
    """Show gains per day as bars as wide as their time; hatched ones are below zero, empty ones not known.

    1 to 60 bars in the order of their moments. Raises ValueError without bars.
    """
    if not bars:
        raise ValueError("gains need at least one bar")
    scale = Scale(value_label)
    axis = scale.axis([bar.per_day * (LABEL_ROOM if bar.per_day < 0 else 1) for bar in bars if bar.known])
    moments = [moment for bar in bars for moment in (bar.start, bar.end)]
    span = Span.over(moments, left_of(scale, axis) + 2.0, WIDTH)
    frame = framed(scale, axis, span, break_flags(span, breaks))
    date_ticks(frame.canvas, span, spread(span, moments), frame.plot.bottom)
    boxes = [_draw_bar(frame, bar) for bar in bars]
    _label_bars(frame, bars, boxes)
    return frame.canvas.drawing()


def _draw_bar(frame: Frame, bar: Gain) -> Box:
    zero, height = frame.axis(0), frame.axis(bar.per_day) if bar.known else frame.axis(0) - UNKNOWN_TALL
    left, right = frame.span(bar.start), frame.span(bar.end)
    air = min(0.35, (right - left) / 6)
    box = Box(left + air, min(zero, height), right - air, max(zero, height))
    if not bar.known:
        frame.canvas.box(box, HATCHED)
        frame.canvas.hatch(box, FAINT, step=1.4, width=0.4)
    elif bar.per_day < 0:
        frame.canvas.box(box, BACKGROUND, ACCENT, 0.9)
        frame.canvas.hatch(box, ACCENT, width=0.7)
    else:
        frame.canvas.box(box, ACCENT)
    return box


def _label_bars(frame: Frame, bars: Sequence[Gain], boxes: Sequence[Box]) -> None:
    """Print each gain beyond the end of its bar, the last one first, then the largest, as many as have room."""
    taken: list[Box] = [*boxes]
    *others, last = zip(bars, boxes, strict=True)
    for bar, box in [last, *sorted(others, key=lambda each: -abs(each[0].per_day))]:
        text = fitted(bar.shown if bar.known else bar.shown or UNKNOWN_SHOWN, WIDTH / 3, NOTE)
        half = width(text, NOTE) / 2 + 0.6
        x = max(frame.plot.left + half, min((box.left + box.right) / 2, frame.plot.right - half))
        below = bar.known and bar.per_day < 0
        away = 0.5 * NOTE * POINT + 0.7
        words = Words(x, box.bottom + away if below else box.top - away, text, NOTE, "center")
        if not words.box.meets(taken, frame.poles):
            frame.canvas.print(words, INK if bar.known else QUIET, BACKGROUND)
            taken.append(words.box)
