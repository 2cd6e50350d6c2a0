"""Numbers beside an axis as an office writes them, on figures that a notebook's author has drawn."""

from __future__ import annotations

import re
from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import LogFormatterSciNotation, NullFormatter, ScalarFormatter

LONGEST_WHOLE = 4  # digits of a year, which has no point in it
BY_ITSELF = {ScalarFormatter, LogFormatterSciNotation}  # what matplotlib takes where nobody has chosen
NUMBER = re.compile(r"(\d+)(?:\.(\d+))?")


class OfficeNumbers(ScalarFormatter):
    """Writes 0,5 and 1.500.000 where matplotlib writes 0.5 and 1.5 with 1e6 at the axis' end."""

    def __init__(self) -> None:
        super().__init__(useOffset=False)
        self.set_scientific(False)

    def __call__(self, value: float, place: int | None = None) -> str:
        """Write the number of a tick."""
        return written(super().__call__(value, place))


def written(text: str) -> str:
    """Write a number of Python as an office does.

    >>> written("1500000"), written("−0.5"), written("2020")
    ('1.500.000', '−0,5', '2020')
    """
    return NUMBER.sub(_one, text)


def _one(number: re.Match[str]) -> str:
    whole, part = number[1], number[2]
    grouped = f"{int(whole):,}".replace(",", ".") if len(whole) > LONGEST_WHOLE else whole
    return f"{grouped},{part}" if part else grouped


def as_an_office_writes(figure: Figure) -> None:
    """Let the axes of a figure number themselves so; one whose author has chosen a way keeps it."""
    for axes in figure.axes:
        for axis in _axes_of(axes):
            if type(axis.get_major_formatter()) in BY_ITSELF:
                axis.set_major_formatter(OfficeNumbers())
                axis.set_minor_formatter(NullFormatter())


def _axes_of(axes: Any) -> list[Any]:
    return [getattr(axes, name) for name in ("xaxis", "yaxis", "zaxis") if hasattr(axes, name)]
