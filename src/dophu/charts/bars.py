"""How far from the target: what is reached and what is missing, under each base."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from dophu.charts.dots import Share, shares_of, target_line
from dophu.charts.geometry import Box
from dophu.charts.house import Plot, edge, grid, in_house_style, sheet
from dophu.charts.look import (
    ACCENT,
    BACKGROUND,
    GAP,
    HATCH,
    HATCHED,
    INK,
    LABEL,
    NAME_GAP,
    NOTE,
    QUIET,
    TARGET_HEAD,
    TICK_FOOT,
    sheet_width,
    values_at_most,
)
from dophu.charts.numbers import round_ticks
from dophu.charts.text import Words, fitted, width

BAR_ROW, BAR_TOP, BAR_FOOT = 14.0, 6.4, 12.2


@in_house_style
def distance(frame: pd.DataFrame, target: float, target_label: str = "") -> Figure:
    """Show for each base what is reached, solid, and what is missing to the target, hatched.

    frame   a row for each of 1 to 6 bases, in the order given: name, value in per cent, and what else a `Share` has

    A share above the target has no missing piece; one of which only a bound is known is hollow.
    """
    shares = shares_of(frame)
    bottom = TARGET_HEAD + BAR_ROW * len(shares)
    ticks = round_ticks(max([target, *(known for share in shares for known in share.known)]))
    start, end = width("0%", NOTE) / 2, width(ticks.percents()[-1], NOTE) / 2
    area = Box(start, TARGET_HEAD, sheet_width() - end, bottom)
    plot = sheet(bottom + TICK_FOOT, area, ticks.ends, (len(shares), 0.0))
    grid(plot, "x", ticks.values, ticks.percents())
    plot.xaxis.grid(visible=False)
    edge(plot, "bottom")
    for place, share in enumerate(shares):
        _draw_bars(plot, share, TARGET_HEAD + BAR_ROW * place, target)
    target_line(plot, target, target_label)
    for place, share in enumerate(shares):
        _write_name(plot, share, TARGET_HEAD + BAR_ROW * place + 3.6, target)
        _write_value(plot, share, TARGET_HEAD + BAR_ROW * place + 9.3, target)
    return plot.whole


def _draw_bars(plot: Plot, share: Share, row: float, target: float) -> None:
    if share.position is None:
        return
    start, reached, goal = plot.area.left, plot.across(share.position), plot.across(target)
    if reached < goal:
        missing = Box(reached, row + BAR_TOP, goal, row + BAR_FOOT)
        plot.boxes([missing], HATCHED)
        plot.hatch(missing, HATCH, zorder=1)
    colour = ACCENT if share.own else QUIET
    fill = BACKGROUND if share.open_side else colour
    plot.boxes([Box(start, row + BAR_TOP, reached, row + BAR_FOOT)], fill, edge=colour, zorder=1.5)


def _write_name(plot: Plot, share: Share, y: float, target: float) -> None:
    """Name the base at the left, and end what is missing at the target, or at the edge when names are long."""
    ink = ACCENT if share.own else INK
    gap = Words(plot.across(target) - GAP, y, fitted(share.gap, sheet_width() / 2, LABEL), align="right")
    room = plot.area.right - plot.area.left - width(gap.text, LABEL) - NAME_GAP
    name = Words(plot.area.left, y, fitted(share.name, room, LABEL, share.own), bold=share.own)
    plot.write(name, ink, plot.value(name.x, y), ground=True)
    fits = gap.box.left > name.box.right + NAME_GAP
    gap = gap if fits else gap._replace(x=plot.area.right)
    plot.write(gap, ink, plot.value(gap.x, y), ground=True)


def _write_value(plot: Plot, share: Share, y: float, target: float) -> None:
    """Print the share at the end of its bar: inside, or behind it, and then not on the target line."""
    reached, goal, known = plot.across(share.position or 0.0), plot.across(target), share.position is not None
    value = Words(reached - GAP, y, fitted(share.shown, values_at_most(), LABEL, known), align="right", bold=known)
    ink = QUIET if not known else ACCENT if share.own else INK
    if value.box.left > plot.area.left:
        plot.write(value, ink if share.open_side else BACKGROUND, plot.value(value.x, y))
        return
    behind = value._replace(x=reached + GAP, align="left")
    hides_target = reached < goal < behind.box.right
    value = behind._replace(x=goal + GAP) if hides_target else behind
    plot.write(value, ink, plot.value(value.x, y), ground=True)
