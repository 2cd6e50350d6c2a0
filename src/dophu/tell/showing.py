"""An author's own table in a report: numbered, captioned, its numbers facts or entered with their source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from numbers import Integral
from typing import Any, Literal

import numpy as np
import pandas as pd

from dophu.errors import UsageError
from dophu.facts import making
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, Missing
from dophu.facts.interval import Interval
from dophu.tell.blocks import Run, Runs
from dophu.tell.content import TableContent, bare, from_source, runs
from dophu.tell.frames import Behind
from dophu.tell.styled import INDEXES, Cell, Styled, is_styled, joined, only_counts, refuse_misread
from dophu.wording import day_month_year, decimal
from dophu.words import say
from dophu.words.claims import claims
from dophu.words.numerals import read
from dophu.words.text import has_words

YEARS = range(1900, 2101)  # whole numbers that a heading may call years
PLACES = 2  # decimals of an own number in a table
LONG_WHOLE = re.compile(r"\d{5,}")
NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")

Align = Literal["left", "center", "right"]
Rows = Sequence[Mapping[str, Fact | str]]  # of the frames of a report: a fact or name for each column


def is_frame(shown: object) -> bool:
    """Say whether what is shown is a table: a frame, a column of one, or one formatted by pandas or Great Tables."""
    return isinstance(shown, pd.DataFrame | pd.Series | Styled) or is_styled(shown)


def table_of(facts: Facts, shown: Any, caption: Runs, source: str, behind: Behind) -> TableContent:
    """Write a frame, or a formatted table as it was read, as a table of the report.

    A cell that is a fact, or still is what a frame of the report had there, prints as that fact. Any other number is
    entered as given by `source`, as its author has formatted it. A table without rows is a UsageError.
    """
    if isinstance(shown, Styled):
        return _formatted(facts, shown, caption, source, behind)
    frame = shown.to_frame() if isinstance(shown, pd.Series) else shown
    columns = list(_columns(frame))
    _refuse_unnamed(columns)
    cells = _Cells(facts, source, behind)
    lines = zip(frame.index, *(column.values for column in columns), strict=True)
    rows = [cells.row(columns, values, label) for label, *values in lines]
    _refuse_empty(rows)
    return TableContent(
        key="own",
        caption=[*caption, *from_source(source if cells.given else "")],
        head=[column.head for column in columns],
        rows=rows,
        align=[column.align for column in columns],
        foot=[],
        typed=True,
    )


@dataclass(frozen=True)
class _Column:
    """A column of a frame; `name` is that by which the facts behind its cells are found."""

    head: str
    name: str
    values: Sequence[Any]
    align: Align


def _columns(frame: pd.DataFrame) -> Iterator[_Column]:
    """Walk through a frame's columns; what names its rows stands first, unless that only counts them."""
    index = frame.index
    for level in [] if only_counts(index) else range(index.nlevels):
        named = index.get_level_values(level)
        yield _Column(head := _head(named.name), head, list(named), "left")
    for place, name in enumerate(frame.columns):
        column = frame.iloc[:, place]
        yield _Column(_head(name), str(name), list(column), "right" if _is_numeric(column) else "left")


def _head(name: Any) -> str:
    """Write what names a column: of several levels all, blank where pandas has only counted."""
    if _is_year(name):
        return say("own.of_year", year=str(name))
    if not isinstance(name, tuple):
        return "" if name is None or isinstance(name, Integral) else str(name)
    return joined(map(_head, name))


def _refuse_unnamed(columns: Sequence[_Column]) -> None:
    """Raise a UsageError for numbers under no heading, as a Series without a name gives them."""
    if any(not column.head and column.align == "right" for column in columns):
        raise UsageError("report.show", "a column of numbers has no heading", 'name it: .rename("…")')


def _refuse_empty(rows: Sequence[Sequence[Runs]]) -> None:
    if not any(rows):
        fix = "show it only where it has some: if len(…): report.show(…)"
        raise UsageError("report.show", "the table has no rows", fix)


def _formatted(facts: Facts, styled: Styled, caption: Runs, source: str, behind: Behind) -> TableContent:
    told = source.strip() or "; ".join(styled.notes)
    if left := [note for note in styled.notes if note not in told]:
        fix = "say it in source=, or in the prose beside the table"
        raise UsageError("report.show", f"the table's note '{left[0]}' would not print", fix)
    cells = _Cells(facts, told, behind)
    rows = [[cells.formatted(cell, styled.data, styled.values) for cell in row] for row in styled.rows]
    _refuse_empty(rows)
    align: list[Align] = ["right" if is_number else "left" for is_number in styled.is_number]
    return TableContent(
        key="own",
        caption=[*caption, *from_source(told if cells.given or styled.notes else "")],
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
        self.facts, self.behind = facts, behind
        self.source = source.strip() if has_words(source) else ""
        self.given = False

    def row(self, columns: Sequence[_Column], values: Sequence[Any], label: Any) -> list[Runs]:
        known = self._known(label, [column.name for column in columns], values)
        return [self._cell(value, known, column.name) for column, value in zip(columns, values, strict=True)]

    def formatted(self, cell: Cell, data: pd.DataFrame | None, values: Sequence[Any]) -> Runs:
        """Write a cell as its author has formatted it; a fact prints as the fact that it is."""
        if cell.place is not None and data is not None:
            row, column = cell.place
            value, name = data.iloc[row, column], str(data.columns[column])
            known = self._known(data.index[row], list(map(str, data.columns)), list(data.iloc[row]))
            if not cell.is_formatted or isinstance(value, Fact) or _behind(value, known, name):
                return self._cell(value, known, name)
            values = [value]
        if not NUMBERS.search(cell.text):
            return [Run(text=cell.text)] if cell.text else []
        if LONG_WHOLE.fullmatch(cell.text):  # nobody has formatted it
            return self._given(Fraction(cell.text), "count", "")
        refuse_misread(cell.text, None if cell.is_summary else values)
        return self._given(cell.text, "text", "")

    def _known(self, label: Any, columns: Sequence[str], values: Sequence[Any]) -> Rows:
        """Find what the report's frames had in a row: by its code or period, else by the name that stands in it."""
        codes = [label, *(value for column, value in zip(columns, values, strict=True) if column in INDEXES)]
        if by_code := [self.behind[code] for code in codes if isinstance(code, str) and code in self.behind]:
            return by_code
        names = [value for value in (label, *values) if isinstance(value, str)]
        return [row for row in self.behind.values() if row.get("name") in names]

    def _cell(self, value: Any, known: Rows, column: str) -> Runs:
        if fact := value if isinstance(value, Fact) else _behind(value, known, column):
            return bare(making.enter(self.facts, fact))
        if isinstance(value, str):
            return self._text(value, known, column)
        if isinstance(value, Missing) or (pd.api.types.is_scalar(value) and pd.isna(value)):
            return runs(say("own.unknown"))
        if isinstance(value, datetime | date):
            day = day_month_year(value.date() if isinstance(value, datetime) else value)
            is_told = any(row.get("as_of") == day for row in self.behind.values())
            return runs(day) if is_told else self._given(day, "text", column)
        if isinstance(value, bool | np.bool_):  # somebody's judgement: a comparison of what is not known says no
            return self._given(say("own.yes" if value else "own.no"), "text", column)
        return self._number(value, column)

    def _text(self, text: str, known: Rows, column: str) -> Runs:
        """Write words; a number in them rests on the table's source, unless more than a number is claimed."""
        said = {"", *self.facts.history.sources, *(row.get("name") for row in known)}
        if column in INDEXES:
            said |= self.behind.keys()
        is_number = NUMBERS.fullmatch(text.removesuffix("%")) is not None
        if text not in said and (is_number or (self.source and read(text).numbers and not claims(text))):
            return self._given(text, "text", column)
        return [Run(text=text, data=text in said)]

    def _number(self, value: Any, column: str) -> Runs:
        try:
            number = Fraction(str(value))
        except ValueError:
            problem = f"the column '{column}' holds {value!r}, of which no table knows how to print it"
            fix = f'make it text: .astype({{"{column}": str}}), of an index .index.astype(str)'
            raise UsageError("report.show", problem, fix) from None
        if _is_year(value) and column.casefold() in {"year", say("own.year")}:
            return runs(str(value))
        text = "" if number.denominator == 1 else decimal(number, PLACES)
        return self._given(text or number, "text" if text else "count", column)

    def _given(self, value: str | Fraction, unit: Literal["count", "text"], column: str) -> Runs:
        """Enter a number under the table's source; a UsageError where nobody is named to answer for it."""
        if not self.source:
            fix = 'name it: report.show(…, caption="…", source="…"), or show facts'
            where = f" in the column '{column}'" if column else ""
            raise UsageError("report.show", f"nobody can tell where {value}{where} comes from", fix)
        self.given = True
        entered = value if isinstance(value, str) else Interval.exactly(value)
        return bare(making.given(self.facts, entered, unit, self.source))


def _is_year(value: Any) -> bool:
    return isinstance(value, Integral) and value in YEARS


def _behind(value: Any, known: Rows, column: str) -> Fact | None:
    """Find the fact that a cell still is: that of its column, or of a renamed one the only one of its row."""
    facts = [(name, fact) for row in known for name, fact in row.items() if isinstance(fact, Fact)]
    same = [(name, fact) for name, fact in facts if _is_same(value, fact)]
    if of_column := [fact for name, fact in same if name == column]:
        return of_column[0]
    is_own = all(name != column for name, _ in facts)
    return same[0][1] if is_own and len(same) == 1 else None


def _is_same(value: Any, fact: Fact) -> bool:
    return isinstance(value, int | float) and value == float(fact.amount)
