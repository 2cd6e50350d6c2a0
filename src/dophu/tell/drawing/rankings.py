"""How ranks moved from period to period: a slope chart, the best on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dophu.tell.drawing.canvas import Canvas, Drawing
from dophu.tell.drawing.geometry import Stroke, apart
from dophu.tell.drawing.look import (
    ACCENT,
    FAINT,
    INK,
    KNOWN,
    LEADING,
    NOTE,
    POINT,
    QUIET,
    TICK_FOOT,
    WIDTH,
    Align,
)
from dophu.tell.drawing.text import Words, fitted, width
from dophu.tell.drawing.timeline import Span, date_ticks, spread
from dophu.wording import Moment
from dophu.words import around

TALL, RANK_ROW, LEAST_TALL = 150.0, 5.5, 30.0
HEAD = 4.0
NAMED_ROW = LEADING * NOTE * POINT
NAME_AT_MOST = 40.0
LEADER = 5.0
NEIGHBOURS, FEW = 2, 12  # named above and below the unit; so few are all named


@dataclass(frozen=True)
class Track:
    """The ranks of one unit, one for each moment, counted from 1 for the best; None where it has none."""

    label: str
    ranks: Sequence[int | None]
    highlight: bool = False


def slope(tracks: Sequence[Track], moments: Sequence[Moment | date], total: int) -> Drawing:
    """Show ranks over time, 1 on top and `total` at the foot: the unit, its neighbours by name, the others thin.

    1 to 63 tracks over 1 to 40 moments in their order; a missing rank interrupts a line. Raises ValueError
    without tracks or moments, for a rank outside 1 to `total`, or for a track without one rank a moment.
    """
    if not tracks or not moments or any(len(track.ranks) != len(moments) for track in tracks):
        raise ValueError("a slope needs at least one track and one moment, and in each track a rank or None for each")
    if not all(1 <= rank <= total for track in tracks for rank in track.ranks if rank is not None):
        raise ValueError(f"ranks are from 1 to {total}")
    named = _named(tracks)
    sides = (0, -1) if len(moments) > 1 else (-1,)
    ends = {side: [_End.of(track, side) for track in named if track.ranks[side]] for side in sides}
    ends[sides[0]] += [_End(rank, f"{rank}", QUIET) for rank in (1, total) if rank not in _ranks(ends[sides[0]])]
    room = {side: max((end.width for end in each), default=0.0) + LEADER + 0.6 for side, each in ends.items()}
    span = Span.over(moments, room.get(0, 0.0), WIDTH - room[-1])
    tall = max(LEAST_TALL, min(TALL, RANK_ROW * (total - 1)))
    canvas = Canvas(HEAD + tall + TICK_FOOT + 1.0)
    grid = _Grid(canvas, [span(when) for when in moments], tall / max(1, total - 1))
    date_ticks(canvas, span, spread(span, moments), HEAD + tall + 1.0)
    for track in sorted(tracks, key=lambda track: (track.highlight, track in named)):
        grid.draw(track, track in named)
    for side in sides:
        grid.name(ends[side], side, HEAD + tall)
    return canvas.drawing()


def _last(track: Track) -> int | None:
    return next((rank for rank in reversed(track.ranks) if rank is not None), None)


def _named(tracks: Sequence[Track]) -> list[Track]:
    """Choose the unit of the report and those who now stand nearest above and below it; all when they are few."""
    ranked = sorted((track for track in tracks if _last(track) is not None), key=lambda track: _last(track) or 0)
    own = [i for i, track in enumerate(ranked) if track.highlight]
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
    def of(cls, track: Track, side: int) -> _End:
        rank, own = track.ranks[side] or 0, track.highlight
        before, after = around("drawing.own_place" if own else "drawing.other_place", "name", rank=rank)
        name = fitted(track.label, NAME_AT_MOST - width(before + after, NOTE, own), NOTE, own)
        return cls(rank, f"{before}{name}{after}", ACCENT if own else INK, own)

    @property
    def width(self) -> float:
        return width(self.text, NOTE, self.own)


def _ranks(ends: Sequence[_End]) -> set[int]:
    return {end.rank for end in ends}


class _Grid:
    """Moments across, ranks down."""

    def __init__(self, canvas: Canvas, xs: Sequence[float], step: float) -> None:
        self.canvas, self.xs, self.step = canvas, xs, step

    def height(self, rank: int) -> float:
        return HEAD + self.step * (rank - 1)

    def draw(self, track: Track, named: bool) -> None:
        """Draw a track; a rank without neighbours in time is a dot."""
        spots = [(x, self.height(rank)) if rank else None for x, rank in zip(self.xs, track.ranks, strict=True)]
        strokes: list[Stroke] = [(*one, *two) for one, two in pairwise(spots) if one and two]
        held = {spot for x1, y1, x2, y2 in strokes for spot in ((x1, y1), (x2, y2))}
        colour, thick, size = (
            (ACCENT, 1.8, 4.5) if track.highlight else (KNOWN, 0.9, 2.4) if named else (FAINT, 0.35, 1)
        )
        self.canvas.chains(strokes, colour, thick)
        for spot in spots:
            if spot and (named or spot not in held):
                self.canvas.dot(spot, colour, size)

    def name(self, ends: Sequence[_End], side: int, bottom: float) -> None:
        """Print the names of one side, apart from each other, each tied to its rank by a thin leader."""
        x, away = self.xs[side], 1.0 if side else -1.0
        align: Align = "left" if side else "right"
        heights = [self.height(end.rank) for end in ends]
        middles = apart(heights, [NAMED_ROW] * len(ends), HEAD - NAMED_ROW / 2, bottom + NAMED_ROW / 2)
        for end, y, middle in zip(ends, heights, middles, strict=True):
            self.canvas.curve([(x + away, y), (x + away * (LEADER - 1.0), middle)], QUIET, 0.4)
            self.canvas.print(Words(x + away * LEADER, middle, end.text, NOTE, align, end.own), end.ink)
