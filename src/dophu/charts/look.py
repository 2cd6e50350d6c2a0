"""The one visual language: sizes in millimetres, type and lines in points, colours with their contrast on white.

What matplotlib itself can be told stands in `house.mplstyle` beside this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

Align = Literal["left", "center", "right"]

WIDTH = 160.0  # the text width of an A4 letter
NARROW = 320 / 96 * 25.4  # the narrowest phone, on which a drawing of this width is not shrunk
TALLEST = 235.0  # rows shrink beyond this, so that a figure and its caption share a page
INCH, POINT = 25.4, 25.4 / 72

TITLE, LABEL, NOTE, SMALLEST = 12.0, 10.5, 9.5, 9.0  # points
LEADING = 1.25  # from line to line, in sizes of type: Vietnamese capitals carry two marks
ROW, CLOSEST_ROW = 5.0, 3.4
NAMES_AT_MOST, VALUES_AT_MOST = 56.0, 45.0  # what long names and values may take from the plot
NARROW_NAMES, NARROW_VALUES = 34.0, 36.0  # the same on a phone
GAP = 1.6  # between a mark and its text
NAME_GAP = 3.0  # between names and the axis
RADIUS = 1.3  # of a dot, with its edge
TARGET_HEAD = 7.0  # room for the target's name
TICK_FOOT = 6.5  # room for the numbers of an axis
FIRST_LINE, NEXT_LINE = 3.0, 4.4

INK = "#1a1a1a"
ACCENT = "#0b4a86"  # 8.9:1 on white, and dark in grey print
QUIET = "#666666"  # 5.7:1
KNOWN, UNKNOWN = "#4d4d4d", "#c9c9c9"
GRID = "#dedede"
LACKING = "#f0e2d2"  # from a share to its target; ink on it has 13.7:1
HATCH, HATCHED = "#8f8f8f", "#f5f5f5"
TINT = "#e8eff6"
FAINT = "#949494"  # 3.0:1, for what is many and thin
PALE = "#4d7fb5"  # 4.1:1, the unit's blue where nothing is known yet
BACKGROUND = "#ffffff"
SCALE = ("#edf3fa", "#bcd4ea", "#85afd8", "#3a74b0", "#0b3f75")  # classes of tiles; the text on each has 4.5:1 or more
EDGE = "#767676"  # of a tile: 4.5:1, so that the palest is seen too

DASHED, DOTTED, SOLID = (0, (4, 2)), (0, (1, 1.6)), "-"  # as matplotlib takes them: ink and gap, in widths of the line

_sheet: ContextVar[float] = ContextVar("sheet", default=WIDTH)


def sheet_width() -> float:
    """Say how wide the sheet is that is drawn on, in millimetres."""
    return _sheet.get()


def is_narrow() -> bool:
    """Whether the sheet is that of a phone."""
    return sheet_width() < WIDTH


@contextmanager
def on_a_phone() -> Iterator[None]:
    """Draw on the sheet of a phone instead of on that of a letter."""
    token = _sheet.set(NARROW)
    try:
        yield
    finally:
        _sheet.reset(token)


def names_at_most() -> float:
    """Say what long names may take from the plot, in millimetres."""
    return NARROW_NAMES if is_narrow() else NAMES_AT_MOST


def values_at_most() -> float:
    """Say what long values may take from the plot, in millimetres."""
    return NARROW_VALUES if is_narrow() else VALUES_AT_MOST
