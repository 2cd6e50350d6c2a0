"""The country within an office's own boundaries, shaded by class; the islands always stand on it by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import cos, hypot, radians
from typing import NamedTuple

import pandas as pd
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from dophu.charts.geometry import Box, Spot
from dophu.charts.house import Plot, in_house_style, sheet
from dophu.charts.look import ACCENT, EDGE, HATCHED, INK, NOTE, TALLEST, is_narrow, sheet_width
from dophu.charts.rows import rows_of
from dophu.charts.text import Words, fitted
from dophu.charts.tilemap import ISLAND, Island, Key, draw_island, fills_of, written

THIN = 0.2  # millimetres: points of a ring that lie nearer are one
AIR = 2.0


@dataclass(frozen=True)
class Area:
    """One unit: its outer rings in degrees, longitude before latitude, and the class of its share, None for unknown."""

    name: str
    rings: Sequence[Sequence[Spot]]
    shown: str = ""
    level: float | None = None
    own: bool = False


@in_house_style
def areas(  # noqa: PLR0913 - each is what a map is drawn of, and named
    frame: pd.DataFrame,
    islands: pd.DataFrame,
    edges: Sequence[float | Fraction],
    label: str,
    *,
    percent: bool = True,
    target: float | None = None,
    target_label: str = "",
) -> Figure:
    """Show a class for each unit within its boundary, and the unit of the report by name.

    frame     a row for each unit: name, rings, and what else an `Area` has
    islands   a row for each: name, column, row, on the grid of the tile map, whose rows go from north to south
    edges     of the classes, in per cent, as `tiles` takes them
    """
    units, boxes = rows_of(Area, frame), rows_of(Island, islands)
    if not units or not boxes:
        raise ValueError("a map needs at least one unit, and the islands on it by name")
    goal = next((place for place, edge in enumerate(edges) if edge == target), None)
    texts = [written(edge, percent=percent) for edge in edges]
    key = Key(label, texts, "", any(unit.level is None for unit in units), goal, target_label, is_map=True)
    laid = _Laid.of([spot for unit in units for ring in unit.rings for spot in ring], key.box.bottom + AIR)
    plot = sheet(laid.bottom + AIR, Box(0, 0, sheet_width(), laid.bottom), (0.0, 1.0), (0.0, 1.0))
    key.draw(plot)
    fills = fills_of(len(edges) - 1)
    for unit in sorted(units, key=lambda unit: unit.own):
        _draw(plot, laid, unit, fills[int(unit.level)] if unit.level is not None else HATCHED)
    for box, island in zip(laid.beside(boxes), boxes, strict=True):
        draw_island(plot, box, island.name)
    for unit in units:
        if unit.own:
            _write_name(plot, laid, unit)
    return plot.whole


class _Laid(NamedTuple):
    """Degrees laid out on the sheet, true to form at their middle latitude; the islands have a strip at the right."""

    west: float
    north: float
    scale: float  # millimetres a degree of latitude
    narrower: float  # of a degree of longitude
    top: float
    bottom: float

    @classmethod
    def of(cls, spots: Sequence[Spot], top: float) -> _Laid:
        west, east = min(lon for lon, _ in spots), max(lon for lon, _ in spots)
        south, north = min(lat for _, lat in spots), max(lat for _, lat in spots)
        narrower = cos(radians((south + north) / 2))
        room, tall = sheet_width() - ISLAND[0] - 2 * AIR, TALLEST - top - AIR
        scale = min(room / max(east - west, 1e-9) / narrower, tall / max(north - south, 1e-9))
        return cls(west, north, scale, narrower, top, top + scale * (north - south))

    def spot(self, at: Spot) -> Spot:
        """Say where a place stands on the sheet."""
        return (at[0] - self.west) * self.scale * self.narrower + 1.0, self.top + (self.north - at[1]) * self.scale

    def beside(self, islands: Sequence[Island]) -> list[Box]:
        """Lay the boxes of the islands at the right, from north to south."""
        left, tall = sheet_width() - ISLAND[0] - 0.6, self.bottom - self.top
        steps = [self.top + tall * (place + 1) / (len(islands) + 1) for place in range(len(islands))]
        order = sorted(range(len(islands)), key=lambda place: islands[place].row)
        middles = dict(zip(order, steps, strict=True))
        return [Box(left, middles[i] - ISLAND[1] / 2, left + ISLAND[0], middles[i] + ISLAND[1] / 2) for i in middles]


def _draw(plot: Plot, laid: _Laid, unit: Area, fill: str) -> None:
    rings = [_thinned([laid.spot(at) for at in ring]) for ring in unit.rings]
    corners = [[plot.value(*spot) for spot in ring] for ring in rings]
    edge, width = (ACCENT, 1.6) if unit.own else (EDGE, 0.3)
    plot.add_collection(
        PolyCollection(corners, facecolors=fill, edgecolors=edge, linewidths=width, clip_on=False), autolim=False
    )


def _thinned(ring: Sequence[Spot]) -> list[Spot]:
    """Leave out points too near to the one before to be seen apart."""
    kept = [ring[0]]
    for spot in ring[1:]:
        if hypot(spot[0] - kept[-1][0], spot[1] - kept[-1][1]) >= THIN:
            kept.append(spot)
    return kept


def _write_name(plot: Plot, laid: _Laid, unit: Area) -> None:
    spots = [laid.spot(at) for at in max(unit.rings, key=len)]
    right, middle = max(x for x, _ in spots), sum(y for _, y in spots) / len(spots)
    text = " ".join(filter(None, (unit.name, unit.shown)))
    room = sheet_width() - right - AIR if not is_narrow() else sheet_width() / 2
    words = Words(min(right + AIR, sheet_width() - room), middle, fitted(text, room, NOTE, bold=True), NOTE, bold=True)
    plot.write(words, INK, ground=True)
