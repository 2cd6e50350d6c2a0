"""Where the unit stands among those whose share is known: ranked bars, with the target and what lacks to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from typing import Literal, NamedTuple

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import blended_transform_factory

from dophu.charts.geometry import Box
from dophu.charts.house import Plot, edge, grid, in_house_style, sheet, with_room
from dophu.charts.look import (
    ACCENT,
    BACKGROUND,
    CLOSEST_ROW,
    DASHED,
    FAINT,
    GAP,
    GRID,
    INK,
    LABEL,
    LACKING,
    LEADING,
    NAME_GAP,
    NEXT_LINE,
    NOTE,
    POINT,
    QUIET,
    ROW,
    SMALLEST,
    TALLEST,
    TARGET_HEAD,
    TICK_FOOT,
    TINT,
    is_narrow,
    names_at_most,
    sheet_width,
    values_at_most,
)
from dophu.charts.numbers import in_percent, round_ticks
from dophu.charts.rows import finite, rows_of
from dophu.charts.text import Words, fitted, width
from dophu.words import around, say

Kind = Literal["exact", "rounded", "published", "bound"]

ARROW = 4.0  # of a bound
BAR = 0.62  # of a row
WHISKER = 1.1  # half of the stroke at the end of an interval
COLUMN_GAP = 4.0
KEY_BAR = 6.0
KEYED: tuple[Kind, ...] = ("rounded", "published", "bound")  # ends of bars that a key explains


@dataclass(frozen=True)
class Share:
    """One share to draw.

    value      per cent; None when nothing is known
    shown      the text printed beside it, "8,12%"
    low, high  per cent, the interval the share lies in; of a bound the one side that is known
    kind       how it is known: exact, rounded, published, bound
    own        whether it is of the unit that the report is about
    gap        what is missing to the target, in words, for `distance`
    lacks      the same as a number, for the column of `standing`
    place      the place, as it is printed before the name
    skipped    what is said of units that are left out above this one, "… 42 đơn vị …"
    """

    name: str
    value: float | None
    shown: str
    low: float | None = None
    high: float | None = None
    kind: Kind = "exact"
    own: bool = False
    gap: str = ""
    lacks: str = ""
    place: str = ""
    skipped: str = ""

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


def shares_of(frame: pd.DataFrame) -> list[Share]:
    """Read shares; of an analyst's own frame `name` and `value` are enough."""
    shares = rows_of(Share, frame, shown=lambda row: in_percent(row["value"]))
    if not shares:
        raise ValueError("shares to draw are at least one")
    return shares


@in_house_style
def standing(  # noqa: PLR0913 - what stands beside the bars, each by its name
    frame: pd.DataFrame,
    target: float | None = None,
    target_label: str = "",
    label: str = "",
    *,
    percent: bool = True,
    less: bool = False,
    gap_label: str = "",
) -> Figure:
    """Rank shares as bars, the highest on top and those without a share at the foot, with what lacks to the target.

    frame   a row for each of 1 to 63 units: name, value in per cent, and what else a `Share` has
    label   what the shares are of; a share above 100 widens the axis
    percent   whether they are shares; else values in a unit of their own, which `label` names
    less    whether less is better: then nothing lacks to the target
    gap_label   what heads the column of gaps, where rows have one and the sheet has room

    A row with a value, `low` and `high` is drawn with its interval; one with `skipped` stands below a break.

    >>> units = report.frame("units").rename(columns={"share": "value"})  # doctest: +SKIP
    >>> report.show(standing(units, target=50, label="% dân số"), "…", alt="…", source="…")  # doctest: +SKIP
    """
    ranked = sorted(shares_of(frame), key=lambda share: (share.position is None, -(share.position or 0.0)))
    places = list(accumulate((1 + bool(share.skipped) for share in ranked), initial=-1))[1:]
    kinds = [kind for kind in KEYED if any(share.kind == kind for share in ranked)]
    head = 2.0 if target is None else TARGET_HEAD
    foot = TICK_FOOT + (5.0 if label else 0.0) + NEXT_LINE * len(kinds)
    row, size = pitch(places[-1] + 1, head, foot)
    bottom = head + row * (places[-1] + 1)
    ticks = round_ticks(max([*(known for share in ranked for known in share.known), target or 0.0, 0.0]))
    columns = _Columns.of(ranked, size, gap_label if target is not None else "")
    area = Box(columns.names, head, sheet_width() - columns.right - width(ticks.percents()[-1], NOTE) / 2, bottom)
    plot = sheet(bottom + foot, area, (0.0, float(ticks.top)), (places[-1] + 0.5, -0.5))
    texts = ticks.percents() if percent else ticks.amounts()
    grid(plot, "x", ticks.values, with_room(plot, ticks.values, texts))
    _draw_bars(plot, list(zip(places, ranked, strict=True)), row, None if less else target)
    edge(plot, "left")
    target_line(plot, target, target_label, columns.right)
    for place, share in zip(places, ranked, strict=True):
        _write_row(plot, share, place, size, columns)
    plot.write(Words(sheet_width(), head - 2.6, columns.head, NOTE, "right"), QUIET)
    plot.write(Words(area.left, bottom + 8.5, fitted(label, sheet_width() - area.left, NOTE), NOTE), QUIET)
    _draw_key(plot, kinds, bottom + foot - NEXT_LINE * len(kinds))
    return plot.whole


class _Columns(NamedTuple):
    """What the columns beside the bars take, in millimetres: names, then shares, then gaps under their heading."""

    names: float
    shares: float
    gaps: float
    head: str

    @classmethod
    def of(cls, shares: Sequence[Share], size: float, head: str) -> _Columns:
        named = max(width(_name(share, size), size, share.own) for share in shares)
        names = max(named, *(width(share.skipped, size) for share in shares)) + NAME_GAP
        values = max(width(_value(share, size), size, share.own) for share in shares) + GAP
        gaps = [width(share.lacks, size, share.own) for share in shares if share.lacks]
        if not head or not gaps or is_narrow():
            return cls(names, values, 0.0, "")
        return cls(names, values, max(*gaps, width(head, NOTE)) + COLUMN_GAP, head)

    @property
    def right(self) -> float:
        """What stands at the right of the bars."""
        return self.shares + self.gaps + GAP


def _draw_bars(plot: Plot, rows: Sequence[tuple[int, Share]], row: float, target: float | None) -> None:
    """Draw each share as a bar from nought, pale from its end to the target; a bound is hollow and points on."""
    known = [(plot.down(place), share) for place, share in rows if share.position is not None]
    half, start = BAR * row / 2, plot.area.left
    for place, share in rows:
        if share.own:
            tint(plot, place)
    if target is not None:
        goal = plot.across(target)
        short = [(y, plot.across(share.position or 0.0)) for y, share in known if max(share.known) < target]
        plot.boxes([Box(end, y - half, goal, y + half) for y, end in short], LACKING)
    for own, open_ended in product((False, True), repeat=2):
        some = [each for each in known if (each[1].own, bool(each[1].open_side)) == (own, open_ended)]
        colour = ACCENT if own else FAINT
        boxes = [Box(start, y - half, plot.across(share.position or 0.0), y + half) for y, share in some]
        plot.boxes(boxes, BACKGROUND if open_ended else colour, edge=colour)
    for y, share in known:
        _draw_end(plot, share, y, ACCENT if share.own else QUIET, plot.area.left + 0.6)


def _draw_end(plot: Plot, share: Share, y: float, colour: str, leftmost: float) -> None:
    """Say at a bar's end how its share is known: by whiskers, an arrow or a diamond; none reaches beyond its bar."""
    x, low, high = plot.across(share.position or 0.0), share.low, share.high
    if share.open_side:
        away = ARROW if share.open_side == "right" else -ARROW
        tip = max(leftmost, x + away)
        plot.strokes([(min(x, tip), y, max(x, tip), y)], colour, 1.1, zorder=2.5)
        plot.points([plot.value(tip, y)[0]], [plot.value(tip, y)[1]], colour, marker=">" if away > 0 else "<", ms=3.5)
    elif share.value is not None and low is not None and high is not None:
        left, right = plot.across(low), plot.across(high)
        ends = [(end, y - WHISKER, end, y + WHISKER) for end in (left, right)]
        plot.strokes([(left, y, right, y), *ends], INK, 0.9, zorder=2.5)
    if share.kind == "published":
        at, level = plot.value(x, y)
        plot.points([at], [level], colour, marker="D", ms=3.6, mfc=BACKGROUND)


def _draw_key(plot: Plot, kinds: Sequence[Kind], top: float) -> None:
    """Explain the ends of bars that the figure has, one a line."""
    for place, kind in enumerate(kinds):
        y, is_bound, is_rounded = top + NEXT_LINE * (place + 0.5), kind == "bound", kind == "rounded"
        plot.boxes([Box(0.3, y - 1.0, KEY_BAR, y + 1.0)], BACKGROUND if is_bound else FAINT, edge=FAINT)
        low, reach, high = (plot.value(KEY_BAR + aside, y)[0] for aside in (-1.5, 0.0, 1.5))
        value, least = None if is_bound else reach, low if is_rounded else reach if is_bound else None
        _draw_end(plot, Share("", value, "", least, high if is_rounded else None, kind), y, QUIET, leftmost=0.3)
        plot.write(Words(KEY_BAR + ARROW + GAP, y, say(f"drawing.kind_{kind}"), NOTE), QUIET)


def pitch(rows: int, head: float, foot: float) -> tuple[float, float]:
    """Choose the height of a row, in millimetres, and its type, in points, so that all share a page."""
    row = max(CLOSEST_ROW, min(ROW, (TALLEST - head - foot) / rows))
    return row, max(SMALLEST, min(LABEL, row / POINT / LEADING))


def tint(plot: Plot, place: int) -> None:
    """Lay a band behind the row of the report's own unit."""
    over = blended_transform_factory(plot.millimetres, plot.transData)
    plot.add_artist(
        Rectangle((0, place - 0.5), sheet_width(), 1, fc=TINT, ec="none", transform=over, clip_on=False, zorder=0)
    )


def target_line(plot: Plot, target: float | None, label: str, right: float = 0.0) -> None:
    """Draw the target across the rows of a figure, its name on top, clear of what heads the columns at the right."""
    if target is None:
        return
    plot.axvline(target, color=BACKGROUND, lw=2.6, zorder=2, clip_on=False)  # so that the dashes are seen on a dark bar
    plot.axvline(target, color=INK, lw=1.0, ls=DASHED, zorder=2, clip_on=False)
    room = sheet_width() - right
    text = fitted(label or in_percent(target), room, LABEL)
    half = width(text, LABEL) / 2
    x = max(half, min(plot.across(target), room - half))
    plot.write(Words(x, plot.area.top - 2.6, text, align="center"), INK)


def _name(share: Share, size: float) -> str:
    """Write the rank before the name."""
    before, after = around("drawing.other_place", "name", rank=share.place) if share.place else ("", "")
    room = names_at_most() - width(before + after, size, share.own)
    return before + fitted(share.name, room, size, share.own) + after


def _value(share: Share, size: float) -> str:
    return fitted(share.shown, values_at_most(), size, share.own)


def _write_row(plot: Plot, share: Share, place: int, size: float, columns: _Columns) -> None:
    """Write the name before the axis, and share and gap in the columns behind the bars; above it what is left out."""
    ink, y, edge = ACCENT if share.own else INK, plot.down(place), sheet_width()
    if share.skipped:
        broken = Words(plot.area.left - NAME_GAP, plot.down(place - 1), share.skipped, size, "right")
        plot.write(broken, QUIET, (None, place - 1))
        plot.strokes([(plot.area.left, broken.y, plot.area.right, broken.y)], GRID, 0.8, DASHED)
    plot.write(Words(plot.area.left - NAME_GAP, y, _name(share, size), size, "right", share.own), ink, (None, place))
    value = Words(edge - columns.gaps, y, _value(share, size), size, "right", share.own)
    plot.write(value, ink if share.known else QUIET, (None, place))
    if columns.gaps:
        plot.write(Words(edge, y, share.lacks, size, "right", share.own), ink, (None, place))
