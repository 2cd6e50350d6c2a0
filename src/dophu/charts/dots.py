"""Where the unit stands among those whose share is known: a ranked dot plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import blended_transform_factory

from dophu.charts.geometry import Box
from dophu.charts.house import Plot, edge, grid, in_house_style, sheet
from dophu.charts.look import (
    ACCENT,
    BACKGROUND,
    CLOSEST_ROW,
    DASHED,
    DOTTED,
    GAP,
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
from dophu.charts.numbers import Ticks, in_percent, round_ticks
from dophu.charts.rows import finite, rows_of
from dophu.charts.text import Words, fitted, width, within

Kind = Literal["exact", "rounded", "published", "bound"]

ARROW = 5.0  # of a bound
WHISKER = 0.22  # of a row, half of the stroke at the end of an interval
MARKERS = {"published": "D"}


@dataclass(frozen=True)
class Share:
    """One share to draw.

    value      per cent; None when nothing is known
    shown      the text printed beside it, "8,12%"
    low, high  per cent, the interval the share lies in; of a bound the one side that is known
    kind       how it is known: exact, rounded, published, bound
    own        whether it is of the unit that the report is about
    gap        what is missing to the target, in words, for `distance`
    """

    name: str
    value: float | None
    shown: str
    low: float | None = None
    high: float | None = None
    kind: Kind = "exact"
    own: bool = False
    gap: str = ""

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
def standing(
    frame: pd.DataFrame, target: float | None = None, target_label: str = "", label: str = "", *, percent: bool = True
) -> Figure:
    """Rank shares as a dot plot, the highest on top and those without a share at the foot.

    frame   a row for each of 1 to 63 units: name, value in per cent, and what else a `Share` has
    label   what the shares are of; a share above 100 widens the axis
    percent   whether they are shares; else values in a unit of their own, which `label` names

    A row with a value, `low` and `high` is drawn with its interval.

    >>> units = report.frame("units").rename(columns={"share": "value"})  # doctest: +SKIP
    >>> report.show(standing(units, target=50, label="% dân số"), "…", alt="…", source="…")  # doctest: +SKIP
    """
    ranked = sorted(shares_of(frame), key=lambda share: (share.position is None, -(share.position or 0.0)))
    head, foot = 2.0 if target is None else TARGET_HEAD, TICK_FOOT + (5.0 if label else 0.0)
    row, size = pitch(len(ranked), head, foot)
    bottom = head + row * len(ranked)
    ticks = round_ticks(max([*(known for share in ranked for known in share.known), target or 0.0, 0.0]))
    area = _area(ranked, ticks, size, head, bottom)
    plot = sheet(bottom + foot, area, (0.0, float(ticks.top)), (len(ranked) - 0.5, -0.5))
    grid(plot, "x", ticks.values, ticks.percents() if percent else ticks.amounts())
    edge(plot, "left")
    for place, share in enumerate(ranked):
        if share.own:
            tint(plot, place)
    target_line(plot, target, target_label)
    reached = [(place, share) for place, share in enumerate(ranked) if share.known]
    for own, dashes, thick in ((False, DOTTED, 0.5), (True, "-", 0.8)):
        rows = [(place, share.position or 0.0) for place, share in reached if share.own == own]
        plot.hlines(
            [y for y, _ in rows], 0, [x for _, x in rows], colors=ACCENT if own else QUIET, lw=thick, ls=[dashes]
        )
    for place, share in enumerate(ranked):
        _write_row(plot, share, place, size, target)
        _draw_interval(plot, share, place)
    _draw_marks(plot, reached)
    plot.write(Words(area.left, bottom + 8.5, fitted(label, WIDTH - area.left, NOTE), NOTE), QUIET)
    return plot.whole


def _draw_interval(plot: Plot, share: Share, place: int) -> None:
    """Lay a line from one end of an estimate's interval to the other, with a stroke across each."""
    if share.value is None or share.low is None or share.high is None:
        return
    colour = ACCENT if share.own else INK
    plot.hlines([place], [share.low], [share.high], colors=colour, lw=1.1)
    plot.vlines([share.low, share.high], place - WHISKER, place + WHISKER, colors=colour, lw=0.8)


def pitch(rows: int, head: float, foot: float) -> tuple[float, float]:
    """Choose the height of a row, in millimetres, and its type, in points, so that all share a page."""
    row = max(CLOSEST_ROW, min(ROW, (TALLEST - head - foot) / rows))
    return row, max(SMALLEST, min(LABEL, row / POINT / LEADING))


def tint(plot: Plot, place: int) -> None:
    """Lay a band behind the row of the report's own unit."""
    over = blended_transform_factory(plot.millimetres, plot.transData)
    plot.add_artist(Rectangle((0, place - 0.5), WIDTH, 1, fc=TINT, ec="none", transform=over, clip_on=False, zorder=0))


def target_line(plot: Plot, target: float | None, label: str) -> None:
    """Draw the target across the rows of a figure, its name on top."""
    if target is None:
        return
    plot.axvline(target, color=BACKGROUND, lw=2.6, zorder=2, clip_on=False)  # so that the dashes are seen on a dark bar
    plot.axvline(target, color=INK, lw=1.0, ls=DASHED, zorder=2, clip_on=False)
    text = fitted(label or in_percent(target), WIDTH - plot.area.left, LABEL)
    top = plot.area.top - 2.6
    plot.write(Words(within(plot.across(target), text, LABEL), top, text, align="center"), INK)


def _area(shares: Sequence[Share], ticks: Ticks, size: float, head: float, bottom: float) -> Box:
    """Give names their width, and the plot the widest that leaves room for the value behind each mark."""
    names = [width(fitted(share.name, NAMES_AT_MOST, size, share.own), size, share.own) for share in shares]
    left, top = NAME_GAP + max(names), float(ticks.top)
    needs = [
        (max(share.known, default=0.0) / top, 2 * GAP + ARROW + width(_value(share, size), size, share.own))
        for share in shares
    ]
    needs.append((1.0, width(ticks.percents()[-1], NOTE) / 2))
    wide = min([WIDTH - left, *((WIDTH - left - after) / at for at, after in needs if at > 0)])
    return Box(left, head, left + wide, bottom)


def _value(share: Share, size: float) -> str:
    return fitted(share.shown, VALUES_AT_MOST, size, share.own)


def _write_row(plot: Plot, share: Share, place: int, size: float, target: float | None) -> None:
    """Write the name before the axis and the value behind the mark, or before it where it would hide the target."""
    ink, y = ACCENT if share.own else INK, plot.down(place)
    name = fitted(share.name, NAMES_AT_MOST, size, share.own)
    plot.write(Words(plot.area.left - NAME_GAP, y, name, size, "right", share.own), ink, (None, place))
    value = Words(plot.area.left + GAP, y, _value(share, size), size, "left", share.own)
    if share.position is None:
        plot.write(value, QUIET, (0.0, place))
        return
    left, right = _extent(plot, share)
    behind, before = value._replace(x=right + GAP), value._replace(x=left - GAP, align="right")
    hides_target = target is not None and right < plot.across(target) < behind.box.right + GAP
    fits_before = before.box.left > plot.area.left + GAP
    plot.write(before if hides_target and fits_before else behind, ink, (share.position, place), ground=hides_target)


def _extent(plot: Plot, share: Share) -> tuple[float, float]:
    """From where to where a mark has ink, in millimetres."""
    x = plot.across(share.position or 0.0)
    left = min(plot.across(min(share.known)), x - (ARROW if share.open_side == "left" else RADIUS))
    right = max(plot.across(max(share.known)), x + (ARROW if share.open_side == "right" else RADIUS))
    return max(left, plot.area.left), right


def _draw_marks(plot: Plot, reached: Sequence[tuple[int, Share]]) -> None:
    """Draw the marks of a kind together, each with its interval or the arrow of its bound."""
    for place, share in reached:
        x, y, colour = plot.across(share.position or 0.0), plot.down(place), ACCENT if share.own else QUIET
        left, right = _extent(plot, share)
        if share.open_side:
            tip = left + 0.6 if share.open_side == "left" else right - 0.6
            if abs(tip - x) > ARROW / 2:
                plot.strokes([(min(x, tip), y, max(x, tip), y)], colour, 1.1)
                head = "<" if share.open_side == "left" else ">"
                plot.points([plot.value(tip, y)[0]], [place], colour, marker=head, ms=3.5)
        elif right - left > 2.5 * RADIUS:  # an interval that the dot does not cover
            ends = [(end, y - 1.1, end, y + 1.1) for end in (left, right)]
            plot.strokes([(left, y, right, y), *ends], colour, 1.1)
    for kind, own in dict.fromkeys((share.kind, share.own) for _, share in reached):
        some = [(share.position or 0.0, place) for place, share in reached if (share.kind, share.own) == (kind, own)]
        size, colour = (7.0 if own else 5.5) * (0.8 if kind == "published" else 1.0), ACCENT if own else QUIET
        ground = BACKGROUND if kind == "bound" else colour
        xs, ys = zip(*some, strict=True)
        plot.points(xs, ys, colour, marker=MARKERS.get(kind, "o"), ms=size, mfc=ground)
