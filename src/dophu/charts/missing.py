"""Where the people are who are still missing to the target: unit by unit, in people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from dophu.charts.dots import pitch, tint
from dophu.charts.geometry import Box
from dophu.charts.house import Plot, grid, in_house_style, sheet
from dophu.charts.look import (
    ACCENT,
    BACKGROUND,
    FIRST_LINE,
    GAP,
    INK,
    NAME_GAP,
    NAMES_AT_MOST,
    NOTE,
    QUIET,
    TARGET_HEAD,
    TICK_FOOT,
    VALUES_AT_MOST,
    WIDTH,
)
from dophu.charts.numbers import in_units, round_ticks
from dophu.charts.rows import finite, rows_of
from dophu.charts.text import Words, fitted, width

EDGE = WIDTH - 0.6  # of the column at the right


@dataclass(frozen=True)
class MissingPeople:
    """One unit: people missing to the target (negative above it), and the share printed beside them."""

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
    bars = rows_of(MissingPeople, frame, shown=lambda row: in_units(row["value"]))
    if not bars:
        raise ValueError("missing people need at least one bar")
    row, size = pitch(len(bars), TARGET_HEAD, TICK_FOOT)
    bottom = TARGET_HEAD + row * len(bars)
    ticks = round_ticks(max(0.0, *(bar.value for bar in bars)), min(0.0, *(bar.value for bar in bars)))
    share_label = share_label if any(bar.share for bar in bars) else ""
    area = _area(bars, size, share_label, bottom)
    plot = sheet(bottom + TICK_FOOT, area, ticks.ends, (len(bars) - 0.5, -0.5))
    grid(plot, "x", ticks.values, _with_room(plot, ticks.values, ticks.amounts()))
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
    share = Words(EDGE, FIRST_LINE, fitted(share_label, VALUES_AT_MOST, NOTE), NOTE, "right")
    room = (share.box.left if share_label else WIDTH) - area.left - NAME_GAP
    plot.write(Words(area.left, FIRST_LINE, fitted(label, room, NOTE), NOTE), QUIET)
    plot.write(share, QUIET)
    return plot.whole


def _area(bars: Sequence[MissingPeople], size: float, share_label: str, bottom: float) -> Box:
    """Leave room for names at the left, and at the right for each bar's number and for the shares."""
    names = [width(fitted(bar.name, NAMES_AT_MOST, size, bar.own), size, bar.own) for bar in bars]
    shares = [width(fitted(bar.share, VALUES_AT_MOST, size), size, bar.own) for bar in bars]
    column = max(width(fitted(share_label, VALUES_AT_MOST, NOTE), NOTE), *shares) + NAME_GAP if any(shares) else 0.0
    values = max(width(fitted(bar.shown, VALUES_AT_MOST, size, bar.own), size, bar.own) for bar in bars)
    return Box(NAME_GAP + max(names) + 2.0, TARGET_HEAD, WIDTH - column - values - 2 * GAP, bottom)


def _box(plot: Plot, bar: MissingPeople, place: int, row: float) -> Box:
    zero, end, y = plot.across(0.0), plot.across(bar.value), plot.down(place)
    return Box(min(zero, end), y - 0.34 * row, max(zero, end), y + 0.34 * row)


def _write_row(plot: Plot, bar: MissingPeople, place: int, size: float) -> None:
    ink, y = ACCENT if bar.own else INK, plot.down(place)
    name = fitted(bar.name, NAMES_AT_MOST, size, bar.own)
    plot.write(Words(plot.area.left - NAME_GAP - 2.0, y, name, size, "right", bar.own), ink, (None, place))
    shown = fitted(bar.shown, VALUES_AT_MOST, size, bar.own)
    end = max(0.0, bar.value)
    plot.write(Words(plot.across(end) + GAP, y, shown, size, "left", bar.own), ink, (end, place))
    share = fitted(bar.share, VALUES_AT_MOST, size, bar.own)
    plot.write(Words(EDGE, y, share, size, "right", bar.own), ink, (None, place))


def _with_room(plot: Plot, values: Sequence[float], texts: Sequence[str]) -> list[str]:
    """Leave out the numbers that would touch another; the zero is sure of its own."""
    taken: list[Box] = []
    kept = dict.fromkeys(values, "")
    for value, text in sorted(zip(values, texts, strict=True), key=lambda each: bool(each[0])):
        words = Words(plot.across(value), 0.0, text, NOTE, "center")
        if not words.box.meets(taken, []):
            kept[value] = text
            taken.append(words.box)
    return list(kept.values())
