"""An author's own table or picture in a report: numbered, captioned, its numbers facts or entered with their source."""

from __future__ import annotations

import base64
import math
import re
import struct
import sys
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from dophu.charts.drawing import Drawing
from dophu.charts.look import INCH, WIDTH
from dophu.errors import UsageError
from dophu.facts import making
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, Missing
from dophu.facts.interval import Interval
from dophu.tell.blocks import Run, Runs
from dophu.tell.content import FigureContent, TableContent, bare, line, runs
from dophu.tell.frames import Behind
from dophu.tell.styled import Cell, Styled, is_styled, refuse_misread
from dophu.wording import day_month_year, decimal
from dophu.words import say
from dophu.words.text import normal

INDEXES = {"code", "period"}  # of the frames of a report, whose rows have names
PLACES = 2  # decimals of an own number in a table
NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
DPI = 96.0  # of a picture that does not say
PNG = b"\x89PNG\r\n\x1a\n"


Align = Literal["left", "center", "right"]


def is_frame(shown: object) -> bool:
    """Say whether what is shown is a table: a frame, a column of one, or one formatted by pandas or Great Tables."""
    return isinstance(shown, pd.DataFrame | pd.Series | Styled) or is_styled(shown)


# -- tables ------------------------------------------------------------------------------------------------


def table_of(facts: Facts, shown: Any, caption: Runs, source: str, behind: Behind) -> TableContent:
    """Write a frame, or a formatted table as it was read, as a table of the report.

    A cell that is a fact, or still is what a frame of the report had there, prints as that fact. Any other number is
    entered as given by `source`, as its author has formatted it.
    """
    if isinstance(shown, Styled):
        return _formatted(facts, shown, caption, source, behind)
    frame = shown.to_frame() if isinstance(shown, pd.Series) else shown
    named = frame.index.name not in INDEXES and not isinstance(frame.index, pd.RangeIndex)
    head = [*([str(frame.index.name or "")] if named else []), *map(str, frame.columns)]
    cells = _Cells(facts, source, behind)
    rows = []
    for index, values in zip(frame.index, frame.itertuples(index=False, name=None), strict=True):
        row = [cells.run(value, str(index), column) for column, value in zip(frame.columns, values, strict=True)]
        rows.append([*([cells.run(index, str(index), "")] if named else []), *row])
    align: list[Align] = ["right" if _is_numeric(frame[column]) else "left" for column in frame.columns]
    return TableContent(
        key="own",
        caption=[*caption, *_source(source if cells.given else "")],
        head=head,
        rows=rows,
        align=["left", *align] if named else align,
        foot=[],
        typed=True,
    )


def _formatted(facts: Facts, styled: Styled, caption: Runs, source: str, behind: Behind) -> TableContent:
    told = source.strip() or "; ".join(styled.notes)
    if left := [note for note in styled.notes if note not in told]:
        fix = "say it in source=, or in the prose beside the table"
        raise UsageError("report.show", f"the table's note '{left[0]}' would not print", fix)
    cells = _Cells(facts, told, behind)
    rows = [[cells.formatted(cell, styled.data, styled.values) for cell in row] for row in styled.rows]
    align: list[Align] = ["right" if is_number else "left" for is_number in styled.is_number]
    return TableContent(
        key="own",
        caption=[*caption, *_source(told if cells.given or styled.notes else "")],
        head=list(styled.head),
        rows=rows,
        align=align,
        foot=[],
        typed=True,
    )


def _is_numeric(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) or all(isinstance(value, Fact | Missing) for value in column)


class _Cells:
    """Writes the cells of one frame; `given` says whether any number rests on its source alone."""

    def __init__(self, facts: Facts, source: str, behind: Behind) -> None:
        self.facts, self.source, self.behind = facts, source.strip(), behind
        self.given = False

    def run(self, value: Any, index: str, column: object) -> Runs:
        if fact := value if isinstance(value, Fact) else self._behind(value, index, str(column)):
            return bare(making.enter(self.facts, fact))
        if isinstance(value, str):
            return [Run(text=value, data=value in (self.behind.get(index, {}).get("name"), ""))]
        if isinstance(value, Missing) or value is None or value is pd.NaT or _is_nan(value):
            return runs(say("own.unknown"))
        if isinstance(value, datetime | date):
            return runs(day_month_year(value.date() if isinstance(value, datetime) else value))
        return self._number(value, column)

    def formatted(self, cell: Cell, data: pd.DataFrame | None, values: Sequence[Any]) -> Runs:
        """Write a cell as its author has formatted it; a fact prints as the fact that it is."""
        if cell.place is not None and data is not None:
            row, column = cell.place
            value, index, name = data.iloc[row, column], str(data.index[row]), data.columns[column]
            if not cell.is_formatted or isinstance(value, Fact) or self._behind(value, index, str(name)):
                return self.run(value, index, name)
            values = [value]
        if not NUMBERS.search(cell.text):
            return [Run(text=cell.text)] if cell.text else []
        refuse_misread(cell.text, None if cell.is_summary else values)
        self._need_source(cell.text, "")
        return bare(making.given(self.facts, cell.text, "text", self.source))

    def _need_source(self, value: Any, column: object) -> None:
        """Raise a UsageError for a number of which nobody is named to answer for it."""
        if not self.source:
            fix = 'name it: report.show(…, caption="…", source="…"), or show facts'
            where = f" in the column '{column}'" if column != "" else ""
            raise UsageError("report.show", f"nobody can tell where {value}{where} comes from", fix)
        self.given = True

    def _behind(self, value: Any, index: str, column: str) -> Fact | None:
        """Find the fact that a cell still is: that of its column, or of a renamed one the only one of its row."""
        facts = {name: each for name, each in self.behind.get(index, {}).items() if isinstance(each, Fact)}
        same = {name: each for name, each in facts.items() if _is_same(value, each)}
        return same.get(column) or (next(iter(same.values())) if len(same) == 1 and column not in facts else None)

    def _number(self, value: Any, column: object) -> Runs:
        try:
            number = Fraction(str(value))
        except ValueError:
            problem = f"the column '{column}' holds {value!r}, of which no table knows how to print it"
            raise UsageError("report.show", problem, "write it as text, a number or a fact") from None
        self._need_source(value, column)
        if number.denominator == 1:
            return bare(making.given(self.facts, Interval.exactly(number), "count", self.source))
        return bare(making.given(self.facts, decimal(number, PLACES), "text", self.source))


def _is_same(value: Any, fact: Fact) -> bool:
    return isinstance(value, int | float) and value == float(fact.amount)


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _source(source: str) -> Runs:
    return line("own.source", source=source.strip()) if source.strip() else []


# -- pictures ----------------------------------------------------------------------------------------------


def figure_of(facts: Facts, shown: Any, caption: Runs, alt: str, source: str) -> FigureContent:
    """Write a matplotlib figure, or a picture in PNG, as a figure of the report; its numbers are given by `source`."""
    lacking = [name for name, text in (("alt", alt), ("source", source)) if not text.strip()]
    if lacking:
        problem = f"a picture needs {' and '.join(lacking)}: what it shows in words, and where its numbers come from"
        raise UsageError("report.show", problem, 'write report.show(…, caption="…", alt="…", source="…")')
    for number in NUMBERS.findall(normal(alt)):
        making.given(facts, number, "text", source.strip())
    return FigureContent(key="own", plot=_drawing(shown), alt=alt, caption=[*caption, *_source(source)])


def _drawing(shown: Any) -> Drawing:
    figure = getattr(shown, "figure", shown)  # of axes, theirs
    if hasattr(figure, "savefig"):
        return _plotted(figure)
    content = _bytes(shown)
    if content[:8] == PNG:
        return _picture(content)
    fix = "give a matplotlib figure, a frame, or a picture in PNG by its path or its bytes"
    raise UsageError("report.show", f"{type(shown).__name__} is nothing that a report can show", fix)


def _plotted(figure: Any) -> Drawing:
    from dophu.charts.svg import drawing_of  # noqa: PLC0415 - who reads an edition draws nothing

    drawn = drawing_of(figure)
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(figure)  # or the kernel shows it once more at the cell's end
    return drawn


def _bytes(shown: Any) -> bytes:
    if isinstance(shown, str | Path) and Path(shown).is_file():
        return Path(shown).read_bytes()
    found = getattr(shown, "data", shown)  # of IPython's Image
    if not isinstance(found, bytes) and hasattr(shown, "_repr_png_"):  # of Pillow's
        found = shown._repr_png_()
    return found if isinstance(found, bytes) else b""


def _picture(content: bytes) -> Drawing:
    """Put a PNG into a drawing, no wider than the text."""
    pixels = struct.unpack(">II", content[16:24])
    scale = min(1.0, WIDTH / (pixels[0] / DPI * INCH))
    wide, high = (size / DPI * INCH * scale for size in pixels)
    data = base64.b64encode(content).decode()
    svg = (
        f'<svg width="{wide:.2f}mm" height="{high:.2f}mm" viewBox="0 0 {pixels[0]} {pixels[1]}"'
        ' xmlns="http://www.w3.org/2000/svg" version="1.1">'
        f'<image width="{pixels[0]}" height="{pixels[1]}" href="data:image/png;base64,{data}"/></svg>'
    )
    return Drawing(svg, wide, high)
