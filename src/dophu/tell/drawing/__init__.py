"""The figures of a report, drawn: marks in, one SVG out, the same bytes every time.

Every figure speaks one language. The unit the report is about is deep blue, bold and filled; the others are
grey. A filled dot is a value that is known, a diamond one that was only published, a hollow dot one that was
rounded or of which only a bound is known, a ringed one was revised. What is hatched is not there: missing,
below zero, not known, or only a scenario. The target is a dashed dark line with its name. Numbers stand
beside what they measure, so there is no legend, and grey print loses nothing.

Places and sizes inside are millimetres from the top left corner; type is in points. The text of a label
comes from data: it is printed as it stands, never read as markup, and cut with "…" where it has no room.
"""

from __future__ import annotations

from dophu.tell.drawing.axes import Scale, Target
from dophu.tell.drawing.bars import distance
from dophu.tell.drawing.canvas import Drawing
from dophu.tell.drawing.courses import course, lines
from dophu.tell.drawing.dots import Kind, Mark, standing
from dophu.tell.drawing.frames import Series
from dophu.tell.drawing.funnels import FunnelDot, FunnelLimit, funnel
from dophu.tell.drawing.look import ACCENT, BACKGROUND, TINT
from dophu.tell.drawing.missing import MissingBar, missing_people
from dophu.tell.drawing.outlook import Path, scenarios
from dophu.tell.drawing.pace import Gain, gains
from dophu.tell.drawing.rankings import Track, slope
from dophu.tell.drawing.sparkline import spark
from dophu.tell.drawing.strip import KnownRank, ladder
from dophu.tell.drawing.tilemap import Cell, Island, Legend, tiles
from dophu.tell.drawing.timeline import Break, Point

__all__ = [
    "ACCENT",
    "BACKGROUND",
    "TINT",
    "Break",
    "Cell",
    "Drawing",
    "FunnelDot",
    "FunnelLimit",
    "Gain",
    "Island",
    "Kind",
    "KnownRank",
    "Legend",
    "Mark",
    "MissingBar",
    "Path",
    "Point",
    "Scale",
    "Series",
    "Target",
    "Track",
    "course",
    "distance",
    "funnel",
    "gains",
    "ladder",
    "lines",
    "missing_people",
    "scenarios",
    "slope",
    "spark",
    "standing",
    "tiles",
]
