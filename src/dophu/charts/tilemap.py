"""The country as tiles: one of equal size for each unit, so that the small are seen beside the large.

A chart in the shape of a country may be read as a map: the islands always stand on it by name, and it says
that it is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from dophu import wording
from dophu.charts.geometry import Box
from dophu.charts.house import Plot, in_house_style, sheet
from dophu.charts.look import (
    BACKGROUND,
    DASHED,
    EDGE,
    FIRST_LINE,
    INK,
    NEXT_LINE,
    NOTE,
    POINT,
    QUIET,
    SCALE,
    TALLEST,
    UNKNOWN,
    is_narrow,
    sheet_width,
)
from dophu.charts.numbers import in_percent
from dophu.charts.rows import rows_of
from dophu.charts.text import Words, broken, fitted, width
from dophu.words import say

NOT_KNOWN = "–"

PITCH, TILE_GAP = (14.2, 10.0), 0.8  # from tile to tile, and between them
ISLAND = (21.0, 13.0)
KEY_LEFT, SWATCH, SWATCH_TALL = 103.0, 10.4, 4.0  # on a phone the key stands above, from the left
NAME_SIZES = (8.0, 7.5, 7.0)  # points; the largest at which a name fits its tile
VALUE_SIZES, ISLAND_SIZE = (8.5, 7.75, 7.0), 8.5
TILE_LEADING = 1.15
BORDER = 0.6  # of a tile that is framed


@dataclass(frozen=True)
class Tile:
    """One unit on the grid, columns from 1 at the left, rows from 1 on top.

    value  its share in per cent; None when nothing is known of it
    level  the class its share falls in, 0 for the lowest; follows from the edges where the frame has no such column
    """

    name: str
    column: float
    row: float
    value: float | None
    shown: str
    level: float | None = None
    own: bool = False


@dataclass(frozen=True)
class Island:
    """A group of islands that belongs to a unit: a named box without data."""

    name: str
    column: float
    row: float


@in_house_style
def tiles(  # noqa: PLR0913 - each is what a map is drawn of, and named
    frame: pd.DataFrame,
    islands: pd.DataFrame,
    edges: Sequence[float | Fraction],
    label: str,
    note: str = "",
    *,
    percent: bool = True,
    target: float | None = None,
    target_label: str = "",
) -> Figure:
    """Show a share for each unit as a shaded tile with its name and number; an unknown one is hatched.

    frame     a row for each of 1 to 80 units: name, column, row, value in per cent, and what else a `Tile` has
    islands   a row for each: name, column, row
    edges     of the classes, in per cent, one more than there are classes, of which there are up to five
    percent   whether they are shares; else values in a unit of their own, which `label` names
    target    the edge that is the target, by its name; the last class is open
    """
    cells = rows_of(
        Tile,
        frame,
        shown=lambda row: "" if row["value"] is None else in_percent(row["value"]),
        level=lambda row: None if row["value"] is None else sum(row["value"] >= edge for edge in edges[1:-1]),
    )
    boxes = rows_of(Island, islands)
    _refuse(cells, boxes, len(edges) - 1)
    grid = _Grid.holding(cells, boxes)
    key = Key(
        label,
        [written(edge, percent=percent) for edge in edges],
        note,
        unknown=any(cell.level is None for cell in cells),
        goal=next((place for place, edge in enumerate(edges) if edge == target), None),
        goal_label=target_label,
    )
    if any(box.touches(key.box) for box in grid.boxes(cells, boxes)):
        grid = grid._replace(top=key.box.bottom + 2.0)
    bottom = max(box.bottom for box in [key.box, *grid.boxes(cells, boxes)])
    plot = sheet(bottom + 1.0, grid.area, grid.columns, grid.rows)
    key.draw(plot)
    for island in boxes:
        draw_island(plot, grid.island(island), island.name)
    _draw_fills(plot, grid, cells, fills_of(len(edges) - 1))
    if not is_narrow():  # on a phone a tile is smaller than its number; its class is all that is seen
        for cell in sorted(cells, key=lambda cell: (cell.own, cell.row, cell.column)):
            _write_cell(plot, grid.tile(cell), cell, fills_of(len(edges) - 1))
    return plot.whole


def written(edge: float | Fraction, *, percent: bool) -> str:
    """Write the edge of a class."""
    exact = Fraction(str(edge)) if isinstance(edge, float) else Fraction(edge)
    write = wording.percent if percent else wording.decimal
    return write(exact, 0 if exact.denominator == 1 else 1)


def _refuse(cells: Sequence[Tile], islands: Sequence[Island], classes: int) -> None:
    if not cells or not islands:
        raise ValueError("a tile map needs at least one cell, and the islands on it by name")
    if len({(cell.column, cell.row) for cell in cells}) < len(cells):
        raise ValueError("a tile map has at least one place for each cell: two stand on the same")
    if not 1 <= classes <= len(SCALE) or not all(0 <= cell.level < classes for cell in cells if cell.level is not None):
        raise ValueError(f"levels run from 1 to {len(SCALE)} classes, each with two edges")


class _Grid(NamedTuple):
    """Columns and rows laid out so that tiles and islands stay on the sheet; sizes in millimetres."""

    across: float
    down: float
    columns: tuple[float, float]  # of the axes, from the left edge of the first to the right edge of the last
    rows: tuple[float, float]  # the same, from the foot up
    top: float = BORDER

    @classmethod
    def holding(cls, cells: Sequence[Tile], islands: Sequence[Island]) -> _Grid:
        rows = [*(cell.row for cell in cells), *(island.row for island in islands)]
        columns = max(cell.column for cell in cells)
        farthest = max(island.column for island in islands) - 0.5
        across = min(PITCH[0], sheet_width() / columns, (sheet_width() - ISLAND[0] / 2 - 1.2) / farthest)
        down = min(across if is_narrow() else PITCH[1], (TALLEST - 2.0) / (max(rows) - min(rows) + 1))
        return cls(across, down, (0.5, columns + 0.5), (max(rows) + 0.5, min(rows) - 0.5))

    @property
    def area(self) -> Box:
        wide, tall = self.across * (self.columns[1] - self.columns[0]), self.down * (self.rows[0] - self.rows[1])
        return Box(BORDER, self.top, BORDER + wide, self.top + tall)

    def _box(self, place: Tile | Island, wide: float, tall: float) -> Box:
        x, y = self.across * (place.column - 0.5) + BORDER, self.top + self.down * (place.row - self.rows[1])
        return Box(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)

    def tile(self, cell: Tile) -> Box:
        return self._box(cell, self.across - TILE_GAP, self.down - TILE_GAP)

    def island(self, island: Island) -> Box:
        return self._box(island, *ISLAND)

    def boxes(self, cells: Sequence[Tile], islands: Sequence[Island]) -> list[Box]:
        return [*map(self.tile, cells), *map(self.island, islands)]


def _key_left() -> float:
    return 2.0 if is_narrow() else KEY_LEFT


class Key(NamedTuple):
    """What the shades mean, where the sheet is free at the upper right; and that this is no map."""

    label: str
    edges: Sequence[str]
    note: str
    unknown: bool
    goal: int | None = None  # the place of the edge that is the target
    goal_label: str = ""
    is_map: bool = False

    @property
    def _lines(self) -> list[str]:
        return [
            line
            for text in (self.note, "" if self.is_map else say("drawing.no_map"))
            for line in broken(text, sheet_width() - _key_left(), NOTE)
        ]

    @property
    def _words(self) -> list[str]:
        return broken(self.label, sheet_width() - _key_left(), NOTE)

    @property
    def _shades(self) -> float:
        above = len(self._words) + (self.goal is not None)
        return FIRST_LINE - 1.0 + NEXT_LINE * above

    @property
    def box(self) -> Box:
        """What it takes of the sheet."""
        tall = self._shades + SWATCH_TALL + 6.5 + NEXT_LINE * (len(self._lines) + (1.5 if self.unknown else 0))
        return Box(_key_left() - 2.0, 0, sheet_width(), tall)

    def draw(self, plot: Plot) -> None:
        """Draw the words, the shades with their edges, and what the rest means."""
        for i, line in enumerate(self._words):
            plot.write(Words(_key_left(), FIRST_LINE + NEXT_LINE * i, line, NOTE), INK)
        top = self._shades
        bottom = top + SWATCH_TALL
        for i, fill in enumerate(fills_of(len(self.edges) - 1)):
            plot.boxes([Box(_key_left() + SWATCH * i, top, _key_left() + SWATCH * (i + 1), bottom)], fill, EDGE, 0.4)
        size = _size(self.edges, SWATCH - 0.8, VALUE_SIZES)
        self._mark_goal(plot, top)
        last = len(self.edges) - 1
        for i, edge in enumerate(self.edges[:last] if self.goal is not None else self.edges):
            text = fitted(edge, SWATCH - 0.4, size)
            left = max(
                _key_left(), min(_key_left() + SWATCH * i - width(text, size) / 2, sheet_width() - width(text, size))
            )
            plot.write(Words(left, bottom + 2.4, text, size), INK)
        y = bottom + 4.0
        if self.unknown:
            y += 1.5 * NEXT_LINE - 1.5
            _draw_unknown(plot, [Box(_key_left(), y - SWATCH_TALL / 2, _key_left() + SWATCH, y + SWATCH_TALL / 2)])
            plot.write(Words(_key_left() + SWATCH + 2.0, y, say("cell.no_figure"), NOTE), INK)
            y += 1.5
        for i, line in enumerate(self._lines):
            plot.write(Words(_key_left(), y + NEXT_LINE * (i + 1), line, NOTE), QUIET)

    def _mark_goal(self, plot: Plot, top: float) -> None:
        """Draw the target across the shades, its name above them."""
        if self.goal is None:
            return
        x = _key_left() + SWATCH * self.goal
        plot.strokes([(x, top - 1.0, x, top + SWATCH_TALL + 1.0)], BACKGROUND, 2.6, zorder=2)
        plot.strokes([(x, top - 1.0, x, top + SWATCH_TALL + 1.0)], INK, 1.2, DASHED, zorder=2)
        text = fitted(self.goal_label, sheet_width() - _key_left(), NOTE)
        wide = width(text, NOTE, bold=True)
        left = max(_key_left(), min(x - wide / 2, sheet_width() - wide))
        plot.write(Words(left, top - 2.6, text, NOTE, bold=True), INK)


def fills_of(classes: int) -> list[str]:
    """Choose shades as far apart as the number of classes allows."""
    last = len(SCALE) - 1
    return [SCALE[round(i * last / max(1, classes - 1))] for i in range(classes)]


def ink_on(fill: str) -> str:
    """Choose the text that is read best on a shade: dark on the pale ones, white on the others."""
    return BACKGROUND if fill in SCALE[3:] else INK


def _draw_unknown(plot: Plot, boxes: Sequence[Box]) -> None:
    for box in boxes:
        plot.hatch(box, UNKNOWN, step=2.0, width=0.35)
    plot.boxes(boxes, "none", EDGE, 0.4)


def draw_island(plot: Plot, box: Box, name: str) -> None:
    """Name islands in a dashed box."""
    plot.boxes([box], "none", INK, 0.6, linestyles=[DASHED])
    lines = broken(name, ISLAND[0] - 2.0, ISLAND_SIZE)
    for text, y in _stacked(lines, [ISLAND_SIZE] * len(lines), (box.top + box.bottom) / 2):
        plot.write(Words((box.left + box.right) / 2, y, text, ISLAND_SIZE, "center"), INK)


def _draw_fills(plot: Plot, grid: _Grid, cells: Sequence[Tile], fills: Sequence[str]) -> None:
    """Draw the tiles of a class together, and frame that of the unit twice, to be seen beside every shade."""
    _draw_unknown(plot, [grid.tile(cell) for cell in cells if cell.level is None])
    for level, fill in enumerate(fills):
        plot.boxes([grid.tile(cell) for cell in cells if cell.level == level], fill, EDGE, 0.4)
    for box in (grid.tile(cell) for cell in cells if cell.own):
        for inset, colour, thick in ((-0.15, INK, 2.2), (0.55, BACKGROUND, 0.9)):
            frame = Box(box.left + inset, box.top + inset, box.right - inset, box.bottom - inset)
            plot.boxes([frame], "none", colour, thick, zorder=2)


def _write_cell(plot: Plot, box: Box, cell: Tile, fills: Sequence[str]) -> None:
    ink = INK if cell.level is None else ink_on(fills[int(cell.level)])
    room = box.right - box.left - (2.0 if cell.own else 0.8)
    lines, size = _name(cell, room)
    value = cell.shown if cell.level is not None else NOT_KNOWN
    sizes = [*[size] * len(lines), _size([value], room, VALUE_SIZES, bold=True)]
    lines.append(fitted(value, box.right - box.left, sizes[-1], bold=True))
    for i, (text, y) in enumerate(_stacked(lines, sizes, (box.top + box.bottom) / 2)):
        words = Words((box.left + box.right) / 2, y, text, sizes[i], "center", i == len(lines) - 1 or cell.own)
        plot.write(words, ink, (cell.column, cell.row), ground=cell.level is None)


def _name(cell: Tile, room: float) -> tuple[list[str], float]:
    """Break a name into at most two lines, in the largest type in which it fits, cut where it fits in none."""
    for most in (1, 2):
        for size in NAME_SIZES:
            lines = broken(cell.name, room, size, cell.own)
            if len(lines) <= most and not any("…" in line for line in lines):
                return lines, size if most == 1 else NAME_SIZES[-1]
    first, *rest = broken(cell.name, room, NAME_SIZES[-1], cell.own) or [""]
    return [first, *([fitted(" ".join(rest), room, NAME_SIZES[-1], cell.own)] if rest else [])], NAME_SIZES[-1]


def _size(texts: Sequence[str], room: float, sizes: Sequence[float], bold: bool = False) -> float:
    """Choose the largest type in which every text fits: a number that is cut would be another number."""
    return next((size for size in sizes if all(width(text, size, bold) <= room for text in texts)), sizes[-1])


def _stacked(texts: Sequence[str], sizes: Sequence[float], middle: float) -> list[tuple[str, float]]:
    """Set lines one under the other around a middle, each as high as its type asks."""
    heights = [TILE_LEADING * size * POINT for size in sizes]
    top = middle - sum(heights) / 2
    return [(text, top + end - tall / 2) for text, end, tall in zip(texts, accumulate(heights), heights, strict=True)]
