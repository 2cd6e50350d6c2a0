"""Time laid across a sheet: moments as matplotlib counts them, their dates, what is flagged, and room for labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from dophu import wording
from dophu.charts.geometry import Box, Spot, Stroke
from dophu.charts.house import Dashes, Plot
from dophu.charts.look import (
    ACCENT,
    DASHED,
    DOTTED,
    FIRST_LINE,
    GAP,
    INK,
    LABEL,
    NEXT_LINE,
    NOTE,
    RADIUS,
    SOLID,
    Align,
    is_narrow,
    sheet_width,
    values_at_most,
)
from dophu.charts.text import Words, fitted, width
from dophu.wording import Moment
from dophu.words import say

EPOCH = date(1970, 1, 1).toordinal()  # from which matplotlib counts days
MOST_DATED, DATE_ROOM = 7, 19.0  # dates below a plot, and from the middle of one to the next

When = Moment | date | str  # a day, with its hour where it is known; as text "2020-08-07" or "2020-08-07T08:00"
Marked = tuple[When, str, Dashes]


@dataclass(frozen=True)
class Break:
    """The moment from which values are counted differently, and what changed."""

    moment: When
    label: str


def moment_of(when: When) -> Moment:
    """Read a day or a day with its hour as a moment."""
    if isinstance(when, str):
        return Moment.parse(when)
    if isinstance(when, Moment):
        return when
    return Moment(when.date(), when.time()) if isinstance(when, datetime) else Moment(when)


def days(when: When) -> float:
    """Count days to a moment, the hour as a part of the day."""
    known = moment_of(when)
    clock = known.clock or time.min
    return known.day.toordinal() - EPOCH + (clock.hour * 60 + clock.minute) / 1440


class Span(NamedTuple):
    """A stretch of time laid across the sheet."""

    first: float
    last: float
    start: float
    end: float

    @classmethod
    def over(cls, moments: Iterable[When], start: float, end: float | None = None) -> Span:
        """Lay time from the first to the last moment, to the end of the sheet; a single one stands at the end."""
        counted = [days(when) for when in moments]
        first, last = min(counted), max(counted)
        return cls(first if first < last else last - 1, last, start, sheet_width() - 2.0 if end is None else end)

    def __call__(self, when: When) -> float:
        """Say where a moment stands, in millimetres."""
        return self.start + (days(when) - self.first) / (self.last - self.first) * (self.end - self.start)

    def holds(self, when: When) -> bool:
        """Whether the moment lies behind the first and not behind the last one."""
        return self.first < days(when) <= self.last


class Flag(NamedTuple):
    """A moment marked by a vertical line, with what it is at its top."""

    when: When
    x: float
    dashes: Dashes
    words: Words


def as_of_flag(as_of: When, moments: Iterable[When]) -> Marked:
    """Say up to when the report knows the counts: of a day without its hour, behind all that is known of the day."""
    that_day = [when for when in moments if moment_of(when).day == moment_of(as_of).day]
    place = max([as_of, *that_day], key=days) if moment_of(as_of).clock is None else as_of
    words = "drawing.as_of_narrow" if is_narrow() else "drawing.as_of"
    return place, say(words, moment=wording.moment(moment_of(as_of))), SOLID


def break_flags(span: Span, breaks: Sequence[Break]) -> list[Marked]:
    """Say what changed at each break within the time that is shown."""
    return [(cut.moment, cut.label, DOTTED) for cut in breaks if span.holds(cut.moment)]


def due_flag(due: When | None) -> list[Marked]:
    """Say by when the target is to be reached."""
    return [] if due is None else [(due, say("drawing.deadline", moment=wording.moment(moment_of(due))), DASHED)]


def title_of(label: str) -> Words:
    """Say what the heights are, at the top left."""
    return Words(0, FIRST_LINE, fitted(label, sheet_width(), NOTE), NOTE)


def raised(title: Words, span: Span, marked: Sequence[Marked]) -> list[Flag]:
    """Name the marked moments, each on the first free line beside or below the title."""
    flags: list[Flag] = []
    for when, text, dashes in marked:
        x, taken = span(when), [title.box, *(flag.words.box for flag in flags)]
        sides = _sides(x, text, title.y)
        clear = [words for words in sides if not any(words.box.left < flag.x < words.box.right for flag in flags)]
        words = (clear or sides)[0]
        while any(map(words.box.touches, taken)):
            words = words._replace(y=words.y + NEXT_LINE)
        flags.append(Flag(when, x, dashes, words))
    return flags


def _sides(x: float, text: str, y: float) -> list[Words]:
    """Where the words of a flag may stand: at the side with more room, or at the other if they fit there whole."""
    right, left = Words(x + GAP, y, "", NOTE), Words(x - GAP, y, "", NOTE, "right")
    rooms = [(x - GAP, left), (sheet_width() - x - GAP, right)]
    if x <= sheet_width() / 2:
        rooms.reverse()
    (most, wide), (least, narrow) = rooms
    first, second = fitted(text, most, NOTE), fitted(text, least, NOTE)
    return [wide._replace(text=first), *([narrow._replace(text=second)] if second == first else [])]


def foot_of(flags: Sequence[Flag]) -> float:
    """Where the last line of flags ends and a plot may begin."""
    return max((flag.words.y for flag in flags), default=FIRST_LINE) + 8.0


def draw_flags(plot: Plot, flags: Sequence[Flag]) -> list[Stroke]:
    """Draw the lines of all flags, their words over them; gives back the lines, which labels keep clear of."""
    poles = [(flag.x, flag.words.y - 1.6, flag.x, plot.area.bottom) for flag in flags]
    for flag, pole in zip(flags, poles, strict=True):
        plot.strokes([pole], INK, 0.7, flag.dashes, zorder=1.5)
        plot.write(flag.words, INK, (days(flag.when), plot.get_ylim()[0]), ground=True)
    return poles


def date_ticks(plot: Plot, span: Span, moments: Iterable[When]) -> None:
    """Date the last moment, the first, and those between that have room; the year where it changes."""
    chosen = sorted(_with_room(span, _spread(span, moments)))
    texts, year = list[str](), None
    for at, _ in chosen:
        day = date.fromordinal(int(at) + EPOCH)
        texts.append(wording.day_month(day) if day.year == year else wording.day_month_year(day))
        year = day.year
    plot.set_xticks([at for at, _ in chosen], texts)
    for label, (_, words) in zip(plot.get_xticklabels(), chosen, strict=True):
        label.set_horizontalalignment(words.align)


def _spread(span: Span, moments: Iterable[When]) -> list[float]:
    """Choose moments to date, about evenly, the first and the last among them, as many as have room."""
    ordered = sorted({days(when) for when in moments})
    most = max(2, min(MOST_DATED, int((span.end - span.start) / DATE_ROOM) + 1))
    step = max(1.0, (len(ordered) - 1) / (most - 1))
    return [ordered[round(i * step)] for i in range(min(len(ordered), most))]


def _with_room(span: Span, moments: Sequence[float]) -> list[tuple[float, Words]]:
    chosen: list[tuple[float, Words]] = []
    for i in last_first_between(len(moments)):
        text = wording.day_month_year(date.fromordinal(int(moments[i]) + EPOCH))
        x = span.start + (moments[i] - span.first) / (span.last - span.first) * (span.end - span.start)
        half = width(text, NOTE) / 2
        align: Align = "right" if x + half > sheet_width() else "left" if x < half else "center"
        words = Words(x, 0, text, NOTE, align)
        if not any(words.box.touches(other.box) for _, other in chosen):
            chosen.append((moments[i], words))
    return chosen


def last_first_between(count: int) -> list[int]:
    """In which order points are labelled, the most telling first."""
    return list(dict.fromkeys([count - 1, 0, *range(1, count - 1)]))


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


class Labelled(NamedTuple):
    """A value to be labelled where there is room."""

    at: Spot  # of the axes
    text: str
    bold: bool = False
    always: bool = False  # though it covers what is drawn
    sides: Sequence[tuple[float, float, Align]] = BESIDE


def label_values(
    plot: Plot, values: Sequence[Labelled], dots: Sequence[Spot], lines: Sequence[Stroke], inside: Box
) -> None:
    """Label values, the first listed first, each beside its dot where it covers nothing that is drawn."""
    taken = [Box.around(dot, RADIUS) for dot in dots]
    for value in values:
        x, y = plot.spot(*value.at)
        text = fitted(value.text, values_at_most(), LABEL, value.bold)
        around = [Words(x + right, y + down, text, LABEL, align, value.bold) for right, down, align in value.sides]
        whole = [words for words in around if words.box.inside(inside)]
        clear = [words for words in whole if not words.box.meets(taken, lines)]
        for words in (clear or (whole if value.always else []))[:1]:
            plot.write(words, ACCENT if value.bold else INK, value.at, ground=True)
            taken.append(words.box)
