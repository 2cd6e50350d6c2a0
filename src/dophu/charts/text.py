"""Text on the canvas: how wide it is, how it is cut, and where it stands.

A label is data: it is printed as it stands, never read as markup, and cut with "…" where it has no room.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from dophu import fonts
from dophu.charts.geometry import Box
from dophu.charts.look import LABEL, NOTE, POINT, Align, sheet_width


def width(text: str, size: float, bold: bool = False) -> float:
    """Measure text on one line; a letter that Tinos lacks, which the gates refuse, counts as a square."""
    known = fonts.advances(fonts.BOLD if bold else fonts.REGULAR)
    return sum(known.get(letter, 1.0) for letter in text) * size * POINT


def plain(text: str) -> str:
    """Text as one line: no control characters, which XML cannot hold, and no change of direction."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in composed).split())


def fitted(text: str, room: float, size: float, bold: bool = False) -> str:
    """Text cut with "…" to the room it has."""
    text = plain(text)
    if width(text, size, bold) <= room:
        return text
    room -= width("…", size, bold)
    kept = 0
    while kept < len(text) and (room := room - width(text[kept], size, bold)) >= 0:
        kept += 1
    return text[:kept].rstrip() + "…"


def broken(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Text broken at spaces into lines that fit; a word too long for a line is cut."""
    lines: list[str] = []
    for word in plain(text).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(fitted(word, room, size, bold))
    return lines


def within(x: float, text: str, size: float = NOTE) -> float:
    """Where to centre a text so that it stays on the canvas, as near to x as can be."""
    half = width(text, size) / 2
    return max(half, min(x, sheet_width() - half))


class Words(NamedTuple):
    """A line of text with its place: x of the side it is aligned by, y of its middle; size in points."""

    x: float
    y: float
    text: str
    size: float = LABEL
    align: Align = "left"
    bold: bool = False

    @property
    def box(self) -> Box:
        """What the text covers, with a little air at its sides."""
        wide, half = width(self.text, self.size, self.bold), 0.5 * self.size * POINT
        left = self.x - {"left": 0.0, "center": wide / 2, "right": wide}[self.align]
        return Box(left - 0.6, self.y - half, left + wide + 0.6, self.y + half)
