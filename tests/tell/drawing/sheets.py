"""What a test reads out of a finished figure."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from dophu.tell.drawing import Drawing
from dophu.tell.drawing.geometry import Box
from dophu.tell.drawing.look import Align
from dophu.tell.drawing.text import Words

POINT = 25.4 / 72
SIDES: dict[str, Align] = {"start": "left", "middle": "center", "end": "right"}


def texts(figure: Drawing) -> list[ET.Element]:
    return list(ET.fromstring(figure.svg).iter("{http://www.w3.org/2000/svg}text"))


def words(figure: Drawing) -> list[str]:
    return [text.text or "" for text in texts(figure)]


def box(text: ET.Element) -> Box:
    """What the capitals of a text cover, in millimetres."""
    style = text.attrib["style"]
    size = float(re.findall(r"([\d.]+)px", style)[0])
    side = SIDES[re.findall(r"text-anchor: (\w+)", style)[0]]
    x, baseline = float(text.attrib["x"]) * POINT, float(text.attrib["y"]) * POINT
    covered = Words(x, baseline, text.text or "", size, side, "font-weight: 700" in style).box
    return Box(covered.left + 0.7, baseline - 0.66 * size * POINT, covered.right - 0.7, baseline)
