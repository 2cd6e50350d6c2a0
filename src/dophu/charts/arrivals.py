"""What was received, and when: a box for each unit and period, so that what never came is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from dophu import wording
from dophu.charts.dates import When, days, moment_of
from dophu.charts.dots import pitch, tint
from dophu.charts.geometry import Box
from dophu.charts.house import Plot, grid, in_house_style, sheet, with_room
from dophu.charts.look import (
    ACCENT,
    EDGE,
    FAINT,
    INK,
    LACKING,
    NAME_GAP,
    NEXT_LINE,
    NOTE,
    QUIET,
    TICK_FOOT,
    names_at_most,
    sheet_width,
)
from dophu.charts.rows import rows_of
from dophu.charts.text import Words, fitted, width
from dophu.words import say

HEAD = 1.0
BOX, KEY_BOX = 0.78, 3.0  # of a place, and in the key
STATES = ("exact", "unsure", "none")


@dataclass(frozen=True)
class Received:
    """What came of one unit in one period: an exact figure, one that was rounded or only published, or none."""

    name: str
    moment: When
    state: str
    own: bool = False

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"a state is one of {', '.join(STATES)}: {self.state}")


@in_house_style
def calendar(frame: pd.DataFrame) -> Figure:
    """Show for each unit and period whether a figure came: filled, pale, or an empty box where none did.

    frame   a row for each unit and period, up to 63 units and 60 periods: name, moment, state ("exact", "unsure" or
            "none"), own

    >>> report.show(calendar(frame), "…", alt="…", source="…")  # doctest: +SKIP
    """
    cells = rows_of(Received, frame)
    if not cells:
        raise ValueError("a calendar has at least one box")
    names = list(dict.fromkeys(cell.name for cell in cells))
    moments = sorted({days(cell.moment): cell.moment for cell in cells}.items())
    places = {day: place for place, (day, _) in enumerate(moments)}
    own = {cell.name for cell in cells if cell.own}
    states = [state for state in STATES if any(cell.state == state for cell in cells)]
    foot = TICK_FOOT + NEXT_LINE * len(states)
    row, size = pitch(len(names), HEAD, foot)
    left = NAME_GAP + max(width(fitted(name, names_at_most(), size, name in own), size, name in own) for name in names)
    area = Box(left, HEAD, sheet_width() - 2.0, HEAD + row * len(names))
    plot = sheet(area.bottom + foot, area, (-0.5, len(moments) - 0.5), (len(names) - 0.5, -0.5))
    for place, name in enumerate(names):
        if name in own:
            tint(plot, place)
        text = fitted(name, names_at_most(), size, name in own)
        words = Words(left - NAME_GAP, plot.down(place), text, size, "right", name in own)
        plot.write(words, ACCENT if name in own else INK, (None, place))
    wide = min(row, (area.right - area.left) / len(moments)) * BOX / 2
    for state in states:
        spots = [plot.spot(places[days(cell.moment)], names.index(cell.name)) for cell in cells if cell.state == state]
        _draw(plot, [Box(x - wide, y - wide, x + wide, y + wide) for x, y in spots], state)
    _date(plot, [moment for _, moment in moments])
    _draw_key(plot, states, area.bottom + TICK_FOOT)
    return plot.whole


def _draw(plot: Plot, boxes: Sequence[Box], state: str) -> None:
    fills = {"exact": ACCENT, "unsure": FAINT, "none": LACKING}
    edges = {"exact": ACCENT, "unsure": FAINT, "none": EDGE}
    plot.boxes(boxes, fills[state], edges[state], 0.6)
    if state == "none":
        plot.strokes([(box.left, box.bottom, box.right, box.top) for box in boxes], EDGE, 0.6)


def _date(plot: Plot, moments: Sequence[When]) -> None:
    """Date the columns that have room; they stand evenly apart, whatever lay between the periods."""
    first, *others = (moment_of(when).day for when in moments)
    texts = [wording.day_month_year(first), *map(wording.day_month, others)]
    grid(plot, "x", range(len(moments)), with_room(plot, range(len(moments)), texts))
    plot.xaxis.grid(visible=False)


def _draw_key(plot: Plot, states: Sequence[str], top: float) -> None:
    for place, state in enumerate(states):
        y = top + NEXT_LINE * (place + 0.5)
        _draw(plot, [Box(0.3, y - KEY_BOX / 2, 0.3 + KEY_BOX, y + KEY_BOX / 2)], state)
        plot.write(Words(KEY_BOX + 2.0, y, say(f"drawing.received_{state}"), NOTE), QUIET)
