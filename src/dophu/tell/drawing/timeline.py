"""Time laid across the canvas: dated values, the moments that are flagged, and where labels find room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import NamedTuple

from dophu import wording
from dophu.tell.drawing.axes import finite
from dophu.tell.drawing.canvas import Canvas
from dophu.tell.drawing.geometry import Box, Spot, Stroke
from dophu.tell.drawing.look import (
    ACCENT,
    BACKGROUND,
    DOTTED,
    FIRST_LINE,
    GAP,
    INK,
    LABEL,
    NEXT_LINE,
    NOTE,
    QUIET,
    RADIUS,
    VALUES_AT_MOST,
    WIDTH,
    Align,
    Dashes,
)
from dophu.tell.drawing.text import Words, fitted, within
from dophu.wording import Moment
from dophu.words import say

MOST_DATED, DATE_ROOM = 7, 19.0  # dates below a plot, and from the middle of one to the next
ALWAYS_LABELLED = 2  # the last and the first point of a course


@dataclass(frozen=True)
class Point:
    """One dated value of a course.

    approximate  published rounded ("hơn 20 triệu")
    former       the value given for the same moment before a revision
    gap          nothing is known between the point before and this one
    """

    moment: Moment | date
    value: float
    shown: str
    approximate: bool = False
    former: float | None = None
    gap: bool = False

    def __post_init__(self) -> None:
        if not finite(self.value, self.former):
            raise ValueError(f"a value that is not known is left out, not NaN or infinity: {self}")


@dataclass(frozen=True)
class Break:
    """The moment from which values are counted differently, and what changed."""

    moment: Moment | date
    label: str


def moment_of(when: Moment | date) -> Moment:
    """Read a day or a day with its hour as a moment."""
    if isinstance(when, Moment):
        return when
    return Moment(when.date(), when.time()) if isinstance(when, datetime) else Moment(when)


def days(when: Moment | date) -> float:
    """Count days to a moment, the hour as a part of the day."""
    known = moment_of(when)
    clock = known.clock or time.min
    return known.day.toordinal() + (clock.hour * 60 + clock.minute) / 1440


class Span(NamedTuple):
    """A stretch of time laid across the canvas."""

    first: float
    last: float
    start: float
    end: float

    @classmethod
    def over(cls, moments: Iterable[Moment | date], start: float, end: float = WIDTH - 2.0) -> Span:
        """Lay time from the first to the last moment; a single one stands at the end."""
        counted = [days(when) for when in moments]
        first, last = min(counted), max(counted)
        return cls(first if first < last else last - 1, last, start, end)

    def __call__(self, when: Moment | date) -> float:
        """Say where a moment stands."""
        share = (days(when) - self.first) / (self.last - self.first)
        return self.start + share * (self.end - self.start)

    def holds(self, when: Moment | date) -> bool:
        """Whether the moment lies behind the first and not behind the last one."""
        return self.first < days(when) <= self.last


class Flag(NamedTuple):
    """A moment marked by a vertical line, with what it is at its top."""

    x: float
    dashes: Dashes
    words: Words


def as_of_flag(as_of: Moment | date) -> tuple[Moment | date, str, Dashes]:
    """Say up to when the report knows the counts."""
    return as_of, say("drawing.as_of", moment=wording.moment(moment_of(as_of))), "-"


def break_flags(span: Span, breaks: Sequence[Break]) -> list[tuple[Moment | date, str, Dashes]]:
    """Say what changed at each break within the time that is shown."""
    return [(cut.moment, cut.label, DOTTED) for cut in breaks if span.holds(cut.moment)]


def raised(title: Words, span: Span, marked: Sequence[tuple[Moment | date, str, Dashes]]) -> list[Flag]:
    """Name the marked moments, each on the first free line beside or below the title."""
    flags: list[Flag] = []
    for when, text, dashes in marked:
        x, taken = span(when), [title.box, *(flag.words.box for flag in flags)]
        sides = _sides(x, text, title.y)
        clear = [words for words in sides if not any(words.box.left < flag.x < words.box.right for flag in flags)]
        words = (clear or sides)[0]
        while any(map(words.box.touches, taken)):
            words = words._replace(y=words.y + NEXT_LINE)
        flags.append(Flag(x, dashes, words))
    return flags


def _sides(x: float, text: str, y: float) -> list[Words]:
    """Where the words of a flag may stand: at the side with more room, or at the other if they fit there whole."""
    right, left = Words(x + GAP, y, "", NOTE), Words(x - GAP, y, "", NOTE, "right")
    rooms = [(x - GAP, left), (WIDTH - x - GAP, right)]
    if x <= WIDTH / 2:
        rooms.reverse()
    (most, wide), (least, narrow) = rooms
    first, second = fitted(text, most, NOTE), fitted(text, least, NOTE)
    return [wide._replace(text=first), *([narrow._replace(text=second)] if second == first else [])]


def title_of(value_label: str) -> Words:
    """Say what the heights are, at the top left."""
    return Words(0, FIRST_LINE, fitted(value_label, WIDTH / 2, NOTE), NOTE)


def foot_of(flags: Sequence[Flag]) -> float:
    """Where the last line of flags ends and a plot may begin."""
    return max((flag.words.y for flag in flags), default=FIRST_LINE) + 8.0


def draw_flags(canvas: Canvas, flags: Sequence[Flag], bottom: float) -> None:
    """Draw the lines of all flags, then their words over them."""
    for flag in flags:
        canvas.stroke((flag.x, flag.words.y - 1.6, flag.x, bottom), INK, 0.7, flag.dashes)
    for flag in flags:
        canvas.print(flag.words, INK, BACKGROUND)


def last_first_between(count: int) -> list[int]:
    """In which order points are labelled, the most telling first."""
    return list(dict.fromkeys([count - 1, 0, *range(1, count - 1)]))


def spread(span: Span, moments: Iterable[Moment | date]) -> list[Moment | date]:
    """Choose moments to date, about evenly, the first and the last among them, as many as have room."""
    ordered = sorted({days(when): when for when in moments}.items())
    most = max(2, min(MOST_DATED, int((span.end - span.start) / DATE_ROOM) + 1))
    step = max(1.0, (len(ordered) - 1) / (most - 1))
    return [ordered[round(i * step)][1] for i in range(min(len(ordered), most))]


def date_ticks(canvas: Canvas, span: Span, moments: Sequence[Moment | date], bottom: float) -> None:
    """Date the last moment, the first, and those between that have room; the year where it changes."""
    dated = [moment_of(when).day for when in moments]
    chosen: dict[int, Words] = {}
    for i in last_first_between(len(moments)):
        text = wording.day_month_year(dated[i])
        words = Words(within(span(moments[i]), text), bottom + 3.6, text, NOTE, "center")
        if not any(words.box.touches(other.box) for other in chosen.values()):
            chosen[i] = words
    year = None
    for i, words in sorted(chosen.items()):
        text = wording.day_month(dated[i]) if dated[i].year == year else words.text
        year, x = dated[i].year, span(moments[i])
        canvas.stroke((x, bottom, x, bottom + 1.2), QUIET, 0.8)
        canvas.print(words._replace(x=within(x, text), text=text), QUIET)


def joined(points: Sequence[Point], places: Sequence[Spot], breaks: Sequence[Break]) -> list[Stroke]:
    """Join each point to the next by a straight line, but not across a break or a gap."""
    cuts = [days(cut.moment) for cut in breaks]
    return [
        (*start, *end)
        for (one, start), (two, end) in pairwise(zip(points, places, strict=True))
        if not two.gap and not any(days(one.moment) < cut <= days(two.moment) for cut in cuts)
    ]


# Where a label may stand from its dot, the best first: a rising line leaves the upper left free.
BESIDE: tuple[tuple[float, float, Align], ...] = (
    (-0.8, -3.2, "right"),
    (0.0, -3.8, "center"),
    (-2.2, 0.0, "right"),
    (2.2, 0.0, "left"),
)
BESIDE_THE_ENDS: tuple[tuple[float, float, Align], ...] = (
    *BESIDE,
    (0.8, 3.4, "left"),
    (0.0, 3.8, "center"),
    (0.8, -3.2, "left"),
)


def label_points(
    canvas: Canvas, points: Sequence[Point], places: Sequence[Spot], strokes: Sequence[Stroke], plot: Box
) -> None:
    """Label the last point, in bold, and the first in any case, and those between that have room."""
    taken = [Box.around(place, RADIUS) for place in places]
    for rank, i in enumerate(last_first_between(len(points))):
        bold, always = rank == 0, rank < ALWAYS_LABELLED
        words = beside(places[i], points[i].shown, bold, BESIDE_THE_ENDS if always else BESIDE)
        inside = [spot for spot in words if spot.box.inside(plot)]
        clear = [spot for spot in inside if not spot.box.meets(taken, strokes)]
        for spot in (clear or (inside if always else []))[:1]:
            canvas.print(spot, ACCENT if bold else INK, BACKGROUND)
            taken.append(spot.box)


def beside(place: Spot, text: str, bold: bool, sides: Sequence[tuple[float, float, Align]] = BESIDE) -> list[Words]:
    """Where a label of the point may stand, the best place first."""
    shown = fitted(text, VALUES_AT_MOST, LABEL, bold)
    return [Words(place[0] + across, place[1] + down, shown, LABEL, align, bold) for across, down, align in sides]
