"""The looks of a workbook's cells, whichever library writes them."""

from __future__ import annotations

import re
from typing import NamedTuple

FORBIDDEN = re.compile(r"[\[\]:*?/\\]")  # in the name of a sheet
LONGEST_NAME = 31  # of a sheet
FORMULA_SIGNS = ("=", "+", "-", "@")
FONT = "Times New Roman"
INK, BANNER_INK, BANNER_FILL, HEAD_FILL, LINE_INK = "000000", "8E1B10", "FBE9E7", "F0F0F0", "808080"


class Look(NamedTuple):  # a tuple, by which thousands of cells find their format
    """How a cell looks: size in points, colours as RRGGBB, lines around a cell of the table."""

    size: float = 11
    bold: bool = False
    ink: str = INK
    fill: str = ""
    side: str = "left"
    wrap: bool = False
    boxed: bool = False
    ruled: bool = False  # with a stronger line above


BANNER = Look(12, bold=True, ink=BANNER_INK, fill=BANNER_FILL)
TITLE = Look(13, bold=True)
HEAD = Look(bold=True, fill=HEAD_FILL, side="center", wrap=True, boxed=True)
