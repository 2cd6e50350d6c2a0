"""The one visual language: sizes in millimetres, type and lines in points, colours with their contrast on white.

What matplotlib itself can be told stands in `house.mplstyle` beside this file.
"""

from __future__ import annotations

from typing import Literal

Align = Literal["left", "center", "right"]

WIDTH = 160.0  # the text width of an A4 letter
TALLEST = 235.0  # rows shrink beyond this, so that a figure and its caption share a page
INCH, POINT = 25.4, 25.4 / 72

TITLE, LABEL, NOTE, SMALLEST = 12.0, 10.5, 9.5, 9.0  # points
LEADING = 1.25  # from line to line, in sizes of type: Vietnamese capitals carry two marks
ROW, CLOSEST_ROW = 6.0, 3.4
NAMES_AT_MOST, VALUES_AT_MOST = 56.0, 45.0  # what long names and values may take from the plot
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
HATCH, HATCHED = "#8f8f8f", "#f5f5f5"
TINT = "#e8eff6"
FAINT = "#949494"  # 3.0:1, for what is many and thin
PALE = "#4d7fb5"  # 4.1:1, the unit's blue where nothing is known yet
BACKGROUND = "#ffffff"

DASHED, DOTTED, SOLID = (0, (4, 2)), (0, (1, 1.6)), "-"  # as matplotlib takes them: ink and gap, in widths of the line
