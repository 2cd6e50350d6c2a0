"""The figures of a report: a frame in, a matplotlib Figure in the house style out.

Each chart is a function of a pandas frame. The reports call them on their facts (`report.figure("standing")`); an
analyst calls them on a frame of their own and shows what comes out by `report.show`:

>>> from dophu.charts import standing  # doctest: +SKIP
>>> units = report.frame("units").rename(columns={"share": "value"})  # doctest: +SKIP
>>> report.show(standing(units, target=50), caption="…", alt="…", source="…")  # doctest: +SKIP

| chart          | shows                                             | columns of its frame; what may be left out     |
|----------------|---------------------------------------------------|--------------------------------------------------|
| standing       | shares ranked, and what lacks to the target       | name, value; shown, low, high, kind, own, place |
| distance       | what is reached and what is missing, base by base | name, value; shown, gap, low, high, kind, own   |
| course         | one count over time                               | moment, value; shown, rounded, gap              |
| lines          | up to four courses beside each other              | name, moment, value; and own, former            |
| multiples      | up to 15 courses, each on a plot of its own       | as `lines`                                      |
| gains          | the gain per day, bars as wide as their time      | start, end, value; shown                        |
| slope          | ranks over time                                   | name, moment, rank; own, code                   |
| scenarios      | the past and what may follow                      | as `lines`; of what may follow also low, high   |
| funnel         | shares against sizes, with limits                 | name, size, value; shown, outside, own          |
| missing_people | people missing to the target                      | name, value; shown, share, own                  |
| changes        | by how much units changed                         | name, value; shown, share, own                  |
| calendar       | what was received, and when                       | name, moment, state; own                        |
| areas          | the country within an office's own boundaries     | name, rings; shown, level, own                  |
| tiles          | the country as tiles, with its islands            | name, column, row, value; shown, level, own     |

They all speak one language. The unit the report is about (`own`) is deep blue, bold and filled; the others are grey. A
filled dot is a value that is known, a diamond one that was only published, a hollow dot one that was rounded, a ringed
one was revised; a triangle or an arrow is a bound, and points to where the value lies. What is hatched is not there:
below zero, not known, or only a scenario; what lacks to a target is pale. The target is a dashed dark line with its
name. Numbers stand beside what they measure, so there is no legend, and grey print loses nothing. A label is printed as
it stands, never read as markup, and cut with "…" where it has no room. Each chart is drawn anew for a phone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dophu.charts.arrivals import calendar
    from dophu.charts.bars import distance
    from dophu.charts.boundaries import areas
    from dophu.charts.courses import course, lines
    from dophu.charts.dates import Break
    from dophu.charts.dots import standing
    from dophu.charts.funnels import funnel
    from dophu.charts.missing import changes, missing_people
    from dophu.charts.outlook import scenarios
    from dophu.charts.pace import gains
    from dophu.charts.panels import multiples
    from dophu.charts.rankings import slope
    from dophu.charts.tilemap import tiles

__all__ = [
    "Break",
    "areas",
    "calendar",
    "changes",
    "course",
    "distance",
    "funnel",
    "gains",
    "lines",
    "missing_people",
    "multiples",
    "scenarios",
    "slope",
    "standing",
    "tiles",
]

ROOMS = {
    "Break": "dates",
    "areas": "boundaries",
    "calendar": "arrivals",
    "changes": "missing",
    "course": "courses",
    "distance": "bars",
    "funnel": "funnels",
    "gains": "pace",
    "lines": "courses",
    "missing_people": "missing",
    "multiples": "panels",
    "scenarios": "outlook",
    "slope": "rankings",
    "standing": "dots",
    "tiles": "tilemap",
}


def __getattr__(name: str) -> Any:
    """Import a chart when it is asked for: colours are needed where nothing is drawn, and matplotlib is large."""
    if name not in ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{ROOMS[name]}"), name)
