"""What a test reads out of a finished figure."""

from __future__ import annotations

import re
from itertools import groupby
from math import isfinite
from typing import Any
from xml.etree import ElementTree as ET

from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from dophu.charts.drawing import Drawing
from dophu.charts.geometry import Box
from dophu.charts.look import Align
from dophu.charts.svg import drawing_of
from dophu.charts.text import Words

POINT = 25.4 / 72
SIDES: dict[str, Align] = {"start": "left", "middle": "center", "end": "right"}


def texts(figure: Figure | Drawing) -> list[ET.Element]:
    drawn = figure if isinstance(figure, Drawing) else drawing_of(figure)
    return list(ET.fromstring(drawn.svg).iter("{http://www.w3.org/2000/svg}text"))


def words(figure: Figure | Drawing) -> list[str]:
    return [text.text or "" for text in texts(figure)]


def box(text: ET.Element) -> Box:
    """What the capitals of a text cover, in millimetres."""
    style = text.attrib["style"]
    size = float(re.findall(r"([\d.]+)px", style)[0])
    side = SIDES[re.findall(r"text-anchor: (\w+)", style)[0]]
    x, baseline = float(text.attrib["x"]) * POINT, float(text.attrib["y"]) * POINT
    covered = Words(x, baseline, text.text or "", size, side, "font-weight: 700" in style).box
    return Box(covered.left + 0.7, baseline - 0.66 * size * POINT, covered.right - 0.7, baseline)


def styles(figure: Figure | Drawing) -> list[str]:
    return [text.attrib["style"] for text in texts(figure)]


def style(figure: Figure | Drawing, text: str) -> str:
    return next(element.attrib["style"] for element in texts(figure) if element.text == text)


def pieces(figure: Figure, width: float) -> int:
    """Of how many pieces the lines of a width are."""
    lines = [line for line in figure.axes[0].lines if line.get_linewidth() == width and line.get_linestyle() != "None"]
    return sum(len(_joined(line.get_ydata())) for line in lines)


def _joined(values: Any) -> list[list[float]]:
    known = [list(piece) for is_known, piece in groupby(values, key=isfinite) if is_known]
    return [piece for piece in known if len(piece) > 1]


def marks(figure: Figure, marker: str = "o") -> list[Any]:
    """The marks of a shape."""
    return [line for line in figure.axes[0].lines if line.get_marker() == marker]


def fills(figure: Figure) -> list[str]:
    """The colour of each filled box, in the order they are drawn."""
    boxes = [each for each in figure.axes[0].collections if isinstance(each, PolyCollection)]
    return [colour for each in boxes for _ in each.get_paths() for colour in colours(each.get_facecolor())]


def colours(found: Any) -> list[str]:
    """The colours of a collection, none for what is not painted."""
    return [to_hex(colour) for colour in found[:1] if colour[3]]
