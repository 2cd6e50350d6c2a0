"""The country as tiles: one of equal size for each unit, so that the small are seen beside the large.

A chart in the shape of a country may be read as a map: the islands always stand on it by name, and it says
that it is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from dophu.tell.drawing.canvas import Canvas, Drawing
from dophu.tell.drawing.geometry import Box, Spot
from dophu.tell.drawing.look import (
    BACKGROUND,
    DASHED,
    FIRST_LINE,
    INK,
    NEXT_LINE,
    NOTE,
    POINT,
    QUIET,
    TALLEST,
    UNKNOWN,
    WIDTH,
)
from dophu.tell.drawing.text import Words, broken, fitted, width
from dophu.words import say

NOT_KNOWN = "–"

SCALE = ("#edf3fa", "#bcd4ea", "#85afd8", "#3a74b0", "#0b3f75")  # the text on each has 4.5:1 or more
EDGE = "#767676"  # 4.5:1, so that the palest tile is seen too
PITCH, TILE_GAP = (14.2, 10.0), 0.8  # from tile to tile, and between them
ISLAND = (21.0, 13.0)
KEY_LEFT, SWATCH, SWATCH_TALL = 103.0, 10.4, 4.0
NAME_SIZES = (8.0, 7.5, 7.0)  # points; the largest at which a name fits its tile
VALUE_SIZES, ISLAND_SIZE = (8.5, 7.75, 7.0), 8.5
TILE_LEADING = 1.15


@dataclass(frozen=True)
class Cell:
    """One unit on the grid, columns from 1 at the left, rows from 1 on top.

    level  the class its share falls in, 0 for the lowest; None when nothing is known of it
    """

    code: str
    label: str
    column: int
    row: int
    shown: str = ""
    level: int | None = None
    highlight: bool = False


@dataclass(frozen=True)
class Island:
    """A group of islands that belongs to a unit: a named box without data."""

    label: str
    column: float
    row: float


@dataclass(frozen=True)
class Legend:
    """What the shade means, and the edges of its classes as printed, one more than there are classes."""

    label: str
    edges: Sequence[str]


def tiles(cells: Sequence[Cell], islands: Sequence[Island], legend: Legend, note: str = "") -> Drawing:
    """Show a share for each unit as a shaded tile with its name and number; an unknown one is hatched.

    1 to 80 cells, up to five classes. Raises ValueError without cells or islands, for two cells in one
    place, for a level without its class, and for a place off the canvas.
    """
    _refuse(cells, islands, legend)
    grid = _Grid.holding(cells, islands)
    key = _Key(legend, broken(note, WIDTH - KEY_LEFT, NOTE), any(cell.level is None for cell in cells))
    beside = not any(box.touches(key.box) for box in grid.boxes(cells, islands))
    grid = grid if beside else grid.lowered(key.box.bottom)
    bottom = max(box.bottom for box in [key.box, *grid.boxes(cells, islands)])
    canvas = Canvas(bottom + 1.0)
    key.draw(canvas)
    for island in islands:
        _draw_island(canvas, grid.island(island), island.label)
    for cell in sorted(cells, key=lambda cell: (cell.highlight, cell.row, cell.column)):
        _draw_cell(canvas, grid.tile(cell), cell, len(legend.edges) - 1)
    return canvas.drawing()


def _refuse(cells: Sequence[Cell], islands: Sequence[Island], legend: Legend) -> None:
    classes = len(legend.edges) - 1
    if not cells or not islands:
        raise ValueError("a tile map needs at least one cell, and the islands on it by name")
    if len({(cell.column, cell.row) for cell in cells}) < len(cells):
        raise ValueError("a tile map has at least one place for each cell: two stand on the same")
    if not 1 <= classes <= len(SCALE) or not all(0 <= cell.level < classes for cell in cells if cell.level is not None):
        raise ValueError(f"levels run from 1 to {len(SCALE)} classes, each with two edges")


@dataclass(frozen=True)
class _Grid:
    """Columns and rows laid out so that tiles and islands stay on the canvas."""

    across: float
    down: float
    first_row: float
    top: float = 0.6  # room for the border of a highlighted tile

    @classmethod
    def holding(cls, cells: Sequence[Cell], islands: Sequence[Island]) -> _Grid:
        rows = [*(cell.row for cell in cells), *(island.row for island in islands)]
        columns = max(cell.column for cell in cells)
        farthest = max(island.column for island in islands) - 0.5
        across = min(PITCH[0], WIDTH / columns, (WIDTH - ISLAND[0] / 2 - 1.2) / farthest)
        return cls(across, min(PITCH[1], (TALLEST - 2.0) / (max(rows) - min(rows) + 1)), min(rows))

    def lowered(self, head: float) -> _Grid:
        """Move the grid below what stands over it."""
        return replace(self, top=head + 2.0)

    def _middle(self, column: float, row: float) -> Spot:
        return self.across * (column - 0.5) + 0.6, self.top + self.down * (row - self.first_row + 0.5)

    def tile(self, cell: Cell) -> Box:
        x, y = self._middle(cell.column, cell.row)
        wide, tall = self.across - TILE_GAP, self.down - TILE_GAP
        return Box(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)

    def island(self, island: Island) -> Box:
        x, y = self._middle(island.column, island.row)
        return Box(x - ISLAND[0] / 2, y - ISLAND[1] / 2, x + ISLAND[0] / 2, y + ISLAND[1] / 2)

    def boxes(self, cells: Sequence[Cell], islands: Sequence[Island]) -> list[Box]:
        return [*map(self.tile, cells), *map(self.island, islands)]


@dataclass(frozen=True)
class _Key:
    """What the shades mean, where the canvas is free at the upper right; and that this is no map."""

    legend: Legend
    note: Sequence[str]
    unknown: bool

    @property
    def _lines(self) -> list[str]:
        return [*self.note, *broken(say("drawing.no_map"), WIDTH - KEY_LEFT, NOTE)]

    @property
    def _words(self) -> list[str]:
        return broken(self.legend.label, WIDTH - KEY_LEFT, NOTE)

    @property
    def _shades(self) -> float:
        return FIRST_LINE - 1.0 + NEXT_LINE * len(self._words)

    @property
    def box(self) -> Box:
        tall = self._shades + SWATCH_TALL + 6.5 + NEXT_LINE * (len(self._lines) + (1.5 if self.unknown else 0))
        return Box(KEY_LEFT - 2.0, 0, WIDTH, tall)

    def draw(self, canvas: Canvas) -> None:
        for i, line in enumerate(self._words):
            canvas.print(Words(KEY_LEFT, FIRST_LINE + NEXT_LINE * i, line, NOTE), INK)
        top, edges = self._shades, self.legend.edges
        bottom = top + SWATCH_TALL
        for i, fill in enumerate(_fills(len(edges) - 1)):
            canvas.box(Box(KEY_LEFT + SWATCH * i, top, KEY_LEFT + SWATCH * (i + 1), bottom), fill, EDGE, 0.4)
        size = _size(edges, SWATCH - 0.8, VALUE_SIZES)
        for i, edge in enumerate(edges):
            text = fitted(edge, SWATCH - 0.4, size)
            left = max(KEY_LEFT, min(KEY_LEFT + SWATCH * i - width(text, size) / 2, WIDTH - width(text, size)))
            canvas.print(Words(left, bottom + 2.4, text, size), INK)
        y = bottom + 4.0
        if self.unknown:
            y += 1.5 * NEXT_LINE - 1.5
            _draw_unknown(canvas, Box(KEY_LEFT, y - SWATCH_TALL / 2, KEY_LEFT + SWATCH, y + SWATCH_TALL / 2))
            canvas.print(Words(KEY_LEFT + SWATCH + 2.0, y, say("cell.no_figure"), NOTE), INK)
            y += 1.5
        for i, line in enumerate(self._lines):
            canvas.print(Words(KEY_LEFT, y + NEXT_LINE * (i + 1), line, NOTE), QUIET)


def _fills(classes: int) -> list[str]:
    """Choose shades as far apart as the number of classes allows."""
    last = len(SCALE) - 1
    return [SCALE[round(i * last / max(1, classes - 1))] for i in range(classes)]


def ink_on(fill: str) -> str:
    """Choose the text that is read best on a shade: dark on the pale ones, white on the others."""
    return BACKGROUND if fill in SCALE[3:] else INK


def _draw_unknown(canvas: Canvas, box: Box) -> None:
    canvas.box(box, BACKGROUND)
    canvas.hatch(box, UNKNOWN, step=2.0, width=0.35)
    canvas.box(box, "none", EDGE, 0.4)


def _draw_island(canvas: Canvas, box: Box, label: str) -> None:
    corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
    canvas.curve([*corners, corners[0]], INK, 0.6, DASHED)
    lines = broken(label, ISLAND[0] - 2.0, ISLAND_SIZE)
    for text, y in _stacked(lines, [ISLAND_SIZE] * len(lines), (box.top + box.bottom) / 2):
        canvas.print(Words((box.left + box.right) / 2, y, text, ISLAND_SIZE, "center"), INK)


def _draw_cell(canvas: Canvas, box: Box, cell: Cell, classes: int) -> None:
    if cell.level is None:
        _draw_unknown(canvas, box)
        ink = INK
    else:
        fill = _fills(classes)[cell.level]
        canvas.box(box, fill, EDGE, 0.4)
        ink = ink_on(fill)
    if cell.highlight:
        _draw_border(canvas, box)
    room = box.right - box.left - (2.0 if cell.highlight else 0.8)
    lines, size = _name(cell, room)
    value = cell.shown if cell.level is not None else NOT_KNOWN
    sizes = [*[size] * len(lines), _size([value], room, VALUE_SIZES, bold=True)]
    lines.append(fitted(value, box.right - box.left, sizes[-1], bold=True))
    for i, (text, y) in enumerate(_stacked(lines, sizes, (box.top + box.bottom) / 2)):
        bold = i == len(lines) - 1 or cell.highlight
        ground = BACKGROUND if cell.level is None else None
        canvas.print(Words((box.left + box.right) / 2, y, text, sizes[i], "center", bold), ink, ground)


def _draw_border(canvas: Canvas, box: Box) -> None:
    """Frame the tile of the unit twice, light inside dark, to be seen beside every shade."""
    for inset, colour, thick in ((-0.15, INK, 2.2), (0.55, BACKGROUND, 0.9)):
        edge = Box(box.left + inset, box.top + inset, box.right - inset, box.bottom - inset)
        canvas.box(edge, "none", colour, thick)


def _name(cell: Cell, room: float) -> tuple[list[str], float]:
    """Break a name into at most two lines, in the largest type in which it fits, cut where it fits in none."""
    for most in (1, 2):
        for size in NAME_SIZES:
            lines = broken(cell.label, room, size, cell.highlight)
            if len(lines) <= most and not any("…" in line for line in lines):
                return lines, size if most == 1 else NAME_SIZES[-1]
    first, *rest = broken(cell.label, room, NAME_SIZES[-1], cell.highlight) or [""]
    return [first, *([fitted(" ".join(rest), room, NAME_SIZES[-1], cell.highlight)] if rest else [])], NAME_SIZES[-1]


def _size(texts: Sequence[str], room: float, sizes: Sequence[float], bold: bool = False) -> float:
    """Choose the largest type in which every text fits: a number that is cut would be another number."""
    return next((size for size in sizes if all(width(text, size, bold) <= room for text in texts)), sizes[-1])


def _stacked(texts: Sequence[str], sizes: Sequence[float], middle: float) -> list[tuple[str, float]]:
    """Set lines one under the other around a middle, each as high as its type asks."""
    heights = [TILE_LEADING * size * POINT for size in sizes]
    ends = accumulate(heights)
    top = middle - sum(heights) / 2
    return [(text, top + end - tall / 2) for text, end, tall in zip(texts, ends, heights, strict=True)]
