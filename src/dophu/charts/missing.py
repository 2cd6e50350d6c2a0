"""Where the people are who are still missing to the target: unit by unit, in people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.figure import Figure

from dophu.charts.dots import pitch, tint
from dophu.charts.geometry import Box
from dophu.charts.house import Plot, grid, in_house_style, sheet, with_room
from dophu.charts.look import (
    ACCENT,
    BACKGROUND,
    FIRST_LINE,
    GAP,
    INK,
    NAME_GAP,
    NOTE,
    QUIET,
    TARGET_HEAD,
    TICK_FOOT,
    is_narrow,
    names_at_most,
    sheet_width,
    values_at_most,
)
from dophu.charts.numbers import in_percent, in_units, round_ticks
from dophu.charts.rows import finite, rows_of
from dophu.charts.text import Words, fitted, width

NARROWEST = 6.0  # of the plot
EDGE = 0.6  # from the edge of the sheet to the column at the right


@dataclass(frozen=True)
class MissingPeople:
    """One unit: people missing to the target (negative above it), or a change; and the share printed beside it."""

    name: str
    value: float
    shown: str
    share: str = ""
    own: bool = False

    def __post_init__(self) -> None:
        if not finite(self.value):
            raise ValueError(f"a unit whose count is not known has no bar: {self}")


@in_house_style
def missing_people(frame: pd.DataFrame, label: str = "", share_label: str = "") -> Figure:
    """Show what is missing as bars in the order given, hatched and to the left where a unit is above the target.

    frame   a row for each of 1 to 60 units: name, value in people, shown, share, own
    """
    return _drawn(rows_of(MissingPeople, frame, shown=lambda row: in_units(row["value"])), label, share_label)


@in_house_style
def changes(frame: pd.DataFrame, label: str = "", share_label: str = "") -> Figure:
    """Show by how much units changed between two periods as bars in the order given, a fall hatched and to the left.

    frame   a row for each of 1 to 60 units: name, value in points, shown, share (where it stands now), own

    >>> report.show(changes(frame, "điểm phần trăm"), "…", alt="…", source="…")  # doctest: +SKIP
    """
    return _drawn(rows_of(MissingPeople, frame, shown=lambda row: in_percent(row["value"])), label, share_label)


def _drawn(bars: Sequence[MissingPeople], label: str, share_label: str) -> Figure:
    if is_narrow():  # bars and their numbers need all of a phone
        bars = [replace(bar, share="") for bar in bars]
    if not bars:
        raise ValueError("bars are at least one")
    row, size = pitch(len(bars), TARGET_HEAD, TICK_FOOT)
    bottom = TARGET_HEAD + row * len(bars)
    ticks = round_ticks(max(0.0, *(bar.value for bar in bars)), min(0.0, *(bar.value for bar in bars)))
    share_label = share_label if any(bar.share for bar in bars) else ""
    area = _area(bars, size, share_label, bottom)
    plot = sheet(bottom + TICK_FOOT, area, ticks.ends, (len(bars) - 0.5, -0.5))
    grid(plot, "x", ticks.values, with_room(plot, ticks.values, ticks.amounts()))
    for place, bar in enumerate(bars):
        if bar.own:
            tint(plot, place)
    boxes = [_box(plot, bar, place, row) for place, bar in enumerate(bars)]
    for bar, box in zip(bars, boxes, strict=True):
        colour = ACCENT if bar.own else QUIET
        if bar.value < 0:
            plot.boxes([box], BACKGROUND, colour, 0.7)
            plot.hatch(box, colour, zorder=1)
    for own, colour in ((False, QUIET), (True, ACCENT)):
        plot.boxes([box for bar, box in zip(bars, boxes, strict=True) if bar.own == own and bar.value >= 0], colour)
    plot.axvline(0.0, color=QUIET, lw=0.8)
    for place, bar in enumerate(bars):
        _write_row(plot, bar, place, size)
    share = Words(sheet_width() - EDGE, FIRST_LINE, fitted(share_label, values_at_most(), NOTE), NOTE, "right")
    room = (share.box.left if share_label else sheet_width()) - area.left - NAME_GAP
    plot.write(Words(area.left, FIRST_LINE, fitted(label, room, NOTE), NOTE), QUIET)
    plot.write(share, QUIET)
    return plot.whole


def _area(bars: Sequence[MissingPeople], size: float, share_label: str, bottom: float) -> Box:
    """Leave room for names at the left, and at the right for each bar's number and for the shares."""
    names = [width(fitted(bar.name, names_at_most(), size, bar.own), size, bar.own) for bar in bars]
    shares = [width(fitted(bar.share, values_at_most(), size), size, bar.own) for bar in bars]
    column = max(width(fitted(share_label, values_at_most(), NOTE), NOTE), *shares) + NAME_GAP if any(shares) else 0.0
    values = max(width(fitted(bar.shown, values_at_most(), size, bar.own), size, bar.own) for bar in bars)
    left = NAME_GAP + max(names) + 2.0
    return Box(left, TARGET_HEAD, max(left + NARROWEST, sheet_width() - column - values - 2 * GAP), bottom)


def _box(plot: Plot, bar: MissingPeople, place: int, row: float) -> Box:
    zero, end, y = plot.across(0.0), plot.across(bar.value), plot.down(place)
    return Box(min(zero, end), y - 0.34 * row, max(zero, end), y + 0.34 * row)


def _write_row(plot: Plot, bar: MissingPeople, place: int, size: float) -> None:
    ink, y = ACCENT if bar.own else INK, plot.down(place)
    name = fitted(bar.name, names_at_most(), size, bar.own)
    plot.write(Words(plot.area.left - NAME_GAP - 2.0, y, name, size, "right", bar.own), ink, (None, place))
    shown = fitted(bar.shown, values_at_most(), size, bar.own)
    end = max(0.0, bar.value)
    plot.write(Words(plot.across(end) + GAP, y, shown, size, "left", bar.own), ink, (end, place))
    share = fitted(bar.share, values_at_most(), size, bar.own)
    plot.write(Words(sheet_width() - EDGE, y, share, size, "right", bar.own), ink, (None, place))
