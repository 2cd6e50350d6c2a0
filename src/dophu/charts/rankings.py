"""How ranks moved from period to period: a slope chart, the best on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import nan

import pandas as pd
from matplotlib.figure import Figure

from dophu.charts.dates import Span, When, date_ticks, days
from dophu.charts.geometry import Box, Stroke, apart
from dophu.charts.house import Plot, in_house_style, sheet
from dophu.charts.look import ACCENT, FAINT, INK, KNOWN, LEADING, NOTE, POINT, QUIET, TICK_FOOT, Align, sheet_width
from dophu.charts.rows import rows_of
from dophu.charts.text import Words, fitted, width
from dophu.words import around

TALL, RANK_ROW, LEAST_TALL = 110.0, 5.5, 30.0
HEAD = 4.0
NAMED_ROW = LEADING * NOTE * POINT
NAME_AT_MOST = 40.0
LEADER = 5.0
NEIGHBOURS, FEW = 2, 12  # named above and below the unit; so few are all named


@dataclass(frozen=True)
class Ranked:
    """The rank of one unit at one moment, counted from 1 for the best; None where it has none.

    code   tells units of one name apart
    """

    name: str
    moment: When
    rank: float | None
    own: bool = False
    code: str = ""


@dataclass(frozen=True)
class _Track:
    name: str
    own: bool
    ranks: Sequence[int | None]

    @property
    def last(self) -> int | None:
        return next((rank for rank in reversed(self.ranks) if rank is not None), None)


@in_house_style
def slope(frame: pd.DataFrame, total: int) -> Figure:
    """Show ranks over time, 1 on top and `total` at the foot: the unit, its neighbours by name, the others thin.

    frame   a row for each unit and moment, the moments in their order: name, moment, rank, own; a rank that is missing
            interrupts its line; 1 to 63 units over 1 to 40 moments
    """
    moments, tracks = _read(rows_of(Ranked, frame), total)
    named = _named(tracks)
    sides = (0, -1) if len(moments) > 1 else (-1,)
    ends = {side: [_End.of(track, side) for track in named if track.ranks[side]] for side in sides}
    taken = {end.rank for end in ends[sides[0]]}
    ends[sides[0]] += [_End(rank, f"{rank}", QUIET) for rank in (1, total) if rank not in taken]
    room = {side: max((end.width for end in each), default=0.0) + LEADER + 0.6 for side, each in ends.items()}
    span = Span.over(moments, room.get(0, 0.0), sheet_width() - room[-1])
    tall = max(LEAST_TALL, min(TALL, RANK_ROW * (total - 1)))
    area = Box(span.start, HEAD, span.end, HEAD + tall)
    plot = sheet(area.bottom + TICK_FOOT + 1.0, area, (span.first, span.last), (max(2, total), 1))
    date_ticks(plot, span, moments)
    plot.xaxis.set_tick_params(pad=6)
    for track in sorted(tracks, key=lambda track: (track.own, track in named)):
        _draw(plot, track, [days(when) for when in moments], named=track in named)
    for side in sides:
        _write(plot, ends[side], days(moments[side]), side)
    return plot.whole


def _read(rows: Sequence[Ranked], total: int) -> tuple[list[When], list[_Track]]:
    moments = sorted({days(row.moment): row.moment for row in rows}.items())
    by_unit: dict[tuple[str, str], dict[float, Ranked]] = {}
    for row in rows:
        by_unit.setdefault((row.code, row.name), {})[days(row.moment)] = row
    if not rows or not all(1 <= row.rank <= total for row in rows if row.rank is not None):
        raise ValueError(f"ranks are from 1 to {total}, of at least one unit")
    tracks = []
    for (_, name), known in by_unit.items():
        found = [known[day].rank if day in known else None for day, _ in moments]
        own = any(row.own for row in known.values())
        tracks.append(_Track(name, own, [None if rank is None else int(rank) for rank in found]))
    return [when for _, when in moments], tracks


def _named(tracks: Sequence[_Track]) -> list[_Track]:
    """Choose the unit of the report and those who now stand nearest above and below it; all when they are few."""
    ranked = sorted((track for track in tracks if track.last is not None), key=lambda track: track.last or 0)
    own = [i for i, track in enumerate(ranked) if track.own]
    near = {i + away for i in own for away in range(-NEIGHBOURS, NEIGHBOURS + 1)}
    return [track for i, track in enumerate(ranked) if i in near or len(ranked) <= FEW]


@dataclass(frozen=True)
class _End:
    """What is printed beside a rank, at the first (side 0) or the last (side -1) moment."""

    rank: int
    text: str
    ink: str = INK
    own: bool = False

    @classmethod
    def of(cls, track: _Track, side: int) -> _End:
        rank, own = track.ranks[side] or 0, track.own
        before, after = around("drawing.own_place" if own else "drawing.other_place", "name", rank=rank)
        name = fitted(track.name, NAME_AT_MOST - width(before + after, NOTE, own), NOTE, own)
        return cls(rank, f"{before}{name}{after}", ACCENT if own else INK, own)

    @property
    def width(self) -> float:
        return width(self.text, NOTE, self.own)


def _draw(plot: Plot, track: _Track, xs: Sequence[float], *, named: bool) -> None:
    """Draw a track; a rank without neighbours in time is a dot."""
    colour, thick, size = (ACCENT, 1.8, 4.5) if track.own else (KNOWN, 0.9, 2.4) if named else (FAINT, 0.35, 1)
    known = list(zip(xs, track.ranks, strict=True))
    plot.plot(xs, [rank or nan for _, rank in known], color=colour, lw=thick, clip_on=False)
    pieces = [list(piece) for is_known, piece in groupby(known, key=lambda each: each[1] is not None) if is_known]
    dots = [spot for piece in pieces if named or len(piece) == 1 for spot in piece]
    if dots:
        plot.points([x for x, _ in dots], [rank or nan for _, rank in dots], colour, ms=size)


def _write(plot: Plot, ends: Sequence[_End], when: float, side: int) -> None:
    """Print the names of one side, apart from each other, each tied to its rank by a thin leader."""
    x, away = plot.across(when), 1.0 if side else -1.0
    align: Align = "left" if side else "right"
    heights = [plot.down(end.rank) for end in ends]
    low, high = HEAD - NAMED_ROW / 2, plot.area.bottom + NAMED_ROW / 2
    middles = apart(heights, [NAMED_ROW] * len(ends), low, high)
    leaders: list[Stroke] = []
    for end, y, middle in zip(ends, heights, middles, strict=True):
        leaders.append((x + away, y, x + away * (LEADER - 1.0), middle))
        plot.write(Words(x + away * LEADER, middle, end.text, NOTE, align, end.own), end.ink, (when, end.rank))
    plot.strokes(leaders, QUIET, 0.4)
