"""The canvas of a figure, and the few shapes that are drawn on it, written as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain
from math import ceil, sqrt
from typing import Literal

from dophu import fonts
from dophu.tell.drawing.geometry import Box, Spot, Stroke
from dophu.tell.drawing.look import BACKGROUND, INCH, POINT, WIDTH, Dashes
from dophu.tell.drawing.text import Words

Shape = Literal["circle", "diamond", "square", "left", "right", "up", "down"]

ANCHORS = {"left": "start", "center": "middle", "right": "end"}
CORNERS: dict[Shape, tuple[Spot, ...]] = {  # in halves of the shape's size
    "diamond": ((0, -sqrt(2)), (sqrt(2), 0), (0, sqrt(2)), (-sqrt(2), 0)),
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "left": ((-1, 0), (1, -1), (1, 1)),
    "right": ((1, 0), (-1, -1), (-1, 1)),
    "up": ((0, -1), (1, 1), (-1, 1)),
    "down": ((0, 1), (1, -1), (-1, -1)),
}


@dataclass(frozen=True)
class Drawing:
    """A finished figure: one `<svg>` element with its text kept as text, and its size in millimetres."""

    svg: str
    width: float
    height: float


class Canvas:
    """A canvas as wide as the text of a letter: draws in the order of its calls, later over earlier.

    Places are millimetres from the top left corner; widths of lines and sizes of dots are points.
    """

    def __init__(self, height: float) -> None:
        self._height = height
        self._shapes: list[str] = []
        self.box(Box(0, 0, WIDTH, height), BACKGROUND)

    def stroke(self, stroke: Stroke, colour: str, width: float, dashes: Dashes = "-") -> None:
        """Draw a straight line."""
        self.strokes([stroke], colour, width, dashes)

    def strokes(self, strokes: Iterable[Stroke], colour: str, width: float, dashes: Dashes = "-") -> None:
        """Draw straight lines, each apart, as one shape."""
        self._line("".join(f"M{_at(x1, y1)}L{_at(x2, y2)}" for x1, y1, x2, y2 in strokes), colour, width, dashes)

    def chains(self, strokes: Sequence[Stroke], colour: str, width: float, dashes: Dashes = "-") -> None:
        """Draw strokes as one shape, without a new start where one goes on from the other, as dashes want it."""
        path, end = "", None
        for x1, y1, x2, y2 in strokes:
            path += ("" if (x1, y1) == end else f"M{_at(x1, y1)}") + f"L{_at(x2, y2)}"
            end = (x2, y2)
        self._line(path, colour, width, dashes)

    def curve(self, spots: Sequence[Spot], colour: str, width: float, dashes: Dashes = "-") -> None:
        """Draw one line through all the spots."""
        self._line(_through(spots), colour, width, dashes)

    def _line(self, path: str, colour: str, width: float, dashes: Dashes) -> None:
        if not path:
            return
        pattern = "" if dashes == "-" else f"; stroke-dasharray: {','.join(_number(part * width) for part in dashes)}"
        pen = f"fill: none; stroke: {colour}; stroke-width: {_number(width)}{pattern}"
        self._shapes.append(f'<path d="{path}" style="{pen}"/>')

    def area(self, spots: Sequence[Spot], fill: str, edge: str = "none", width: float = 0.8) -> None:
        """Fill a polygon."""
        pen = f"fill: {fill}" + (f"; stroke: {edge}; stroke-width: {_number(width)}" if edge != "none" else "")
        self._shapes.append(f'<path d="{_through(spots)}z" style="{pen}"/>')

    def box(self, box: Box, fill: str, edge: str = "none", width: float = 0.8) -> None:
        """Fill a rectangle."""
        left, top, right, bottom = box
        self.area([(left, top), (right, top), (right, bottom), (left, bottom)], fill, edge, width)

    def hatch(self, box: Box, colour: str, step: float = 1.5, width: float = 0.5) -> None:
        """Fill a rectangle with slanted lines, drawn one by one: renderers disagree about hatch patterns."""
        tall = box.bottom - box.top
        strokes: list[Stroke] = []
        for i in range(1, ceil((box.right - box.left + tall) / step)):
            foot = box.left - tall + i * step
            left, right = max(foot, box.left), min(foot + tall, box.right)
            strokes.append((left, box.bottom - (left - foot), right, box.bottom - (right - foot)))
        self.strokes(strokes, colour, width)

    def dot(self, at: Spot, colour: str, size: float, shape: Shape = "circle", filled: bool = True) -> None:
        """Draw a mark; a hollow one shows the background inside."""
        x, y = at
        if shape != "circle":
            half = size * POINT / 2
            spots = [(x + half * across, y + half * down) for across, down in CORNERS[shape]]
            self.area(spots, colour if filled else BACKGROUND, colour, 1.1)
            return
        pen = f"fill: {colour if filled else BACKGROUND}; stroke: {colour}; stroke-width: 1.1"
        centre = f'cx="{_number(x / POINT)}" cy="{_number(y / POINT)}" r="{_number(size / 2)}"'
        self._shapes.append(f'<circle {centre} style="{pen}"/>')

    def ring(self, at: Spot, colour: str, size: float) -> None:
        """Draw a circle around what stands there."""
        x, y = (_number(place / POINT) for place in at)
        pen = f"fill: none; stroke: {colour}; stroke-width: 0.9"
        self._shapes.append(f'<circle cx="{x}" cy="{y}" r="{_number(size / 2)}" style="{pen}"/>')

    def print(self, words: Words, colour: str, ground: str | None = None) -> None:
        """Print a line of text; `ground` clears what was drawn behind it."""
        if not words.text:
            return
        if ground:
            self.box(words.box, ground)
        baseline = words.y + 0.33 * words.size * POINT  # half of a capital's height
        weight = "font-weight: 700; " if words.bold else ""
        face = f"{weight}font-size: {_number(words.size)}px; font-family: '{fonts.FAMILY}'"
        style = f"{face}; text-anchor: {ANCHORS[words.align]}; fill: {colour}"
        x, y = _number(words.x / POINT), _number(baseline / POINT)
        self._shapes.append(f'<text style="{style}" x="{x}" y="{y}">{escape(words.text, quote=False)}</text>')

    def drawing(self) -> Drawing:
        """Finish the canvas."""
        wide, tall = (f"{side / INCH * 72:.6f}" for side in (WIDTH, self._height))
        size = f'width="{wide}pt" height="{tall}pt" viewBox="0 0 {wide} {tall}"'
        opening = f'<svg {size} xmlns="http://www.w3.org/2000/svg" version="1.1" stroke-linejoin="round">'
        return Drawing("\n".join(chain([opening], self._shapes, ["</svg>\n"])), WIDTH, self._height)


def _number(value: float) -> str:
    """Write a number to a hundredth of a point, without idle zeros."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def _at(x: float, y: float) -> str:
    return f"{_number(x / POINT)} {_number(y / POINT)}"


def _through(spots: Sequence[Spot]) -> str:
    return "M" + "L".join(_at(x, y) for x, y in spots)
