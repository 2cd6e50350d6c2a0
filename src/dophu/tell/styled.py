"""A table that its author has formatted, by pandas' Styler or by Great Tables, read as what it prints.

Both are read by the HTML that they make of themselves, which they promise to keep; neither is imported for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from numbers import Real
from typing import Any

import pandas as pd

from dophu.errors import UsageError
from dophu.words.numerals import value_of
from dophu.words.text import of_kind

INDEXES = {"code", "period"}  # of the frames of a report
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
AS_WRITTEN = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")  # as an office writes it
EITHER = re.compile(r"\d{1,3},\d{3}")
PERCENT = {"%": Fraction(100)}
PLACE = re.compile(r"\brow(\d+) col(\d+)\b")
PICTURES = ".//img | .//svg | .//*[contains(@class, 'gt_footnote_marks')]"


@dataclass(frozen=True)
class Cell:
    """What a cell prints; of a Styler's, the place of its value in the data, where its author has not formatted it."""

    text: str
    place: tuple[int, int] | None = None
    is_formatted: bool = True
    is_summary: bool = False  # computed by the table itself: its number is none of the data


@dataclass(frozen=True)
class Styled:
    """A formatted table.

    head      one text a column, those of spanning heads before it: "Quý I: Số xã"
    rows      a row that heads a group has its name in the first cell
    title     that it bears, notes: below it, dropped: whether it has colours or the like, which no report carries
    values    of its data, that its numbers are held to
    data      of a Styler, in which its cells have their places
    """

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    is_number: Sequence[bool]
    title: str = ""
    notes: Sequence[str] = ()
    dropped: bool = False
    values: Sequence[Any] = ()
    data: pd.DataFrame | None = None


def is_styled(shown: object) -> bool:
    """Say whether this is a table that pandas' Styler or Great Tables has formatted."""
    return _is_styler(shown) or _is_great_table(shown)


def _is_styler(shown: object) -> bool:
    return type(shown).__module__.startswith("pandas.io.formats.style")


def _is_great_table(shown: object) -> bool:
    return type(shown).__module__.startswith("great_tables") and hasattr(shown, "as_raw_html")


def read_styled(shown: Any) -> Styled:
    """Read a formatted table. Raises a UsageError for what it holds that no table of a report can carry."""
    return _of_styler(shown) if _is_styler(shown) else _of_great_table(shown)


def refuse_misread(text: str, values: Sequence[Any] | None) -> None:
    """Raise a UsageError for a number in a cell that is no value as an office writes it: 12.5 would be read as 125.

    values   what the cell may print; None where that is not known, and 1,234 could be either
    """
    found = NUMBER.findall(text)
    if values is None and all(AS_WRITTEN.fullmatch(number) and not EITHER.fullmatch(number) for number in found):
        return
    if values is not None and all(_is_one_of(number, text, values) for number in found):
        return
    fix = 'write numbers as 1.234,5: Styler.format(…, decimal=",", thousands="."), or locale="vi" in Great Tables'
    raise UsageError("report.show", f"a cell prints '{text}', which an office reads as another number", fix)


def _is_one_of(number: str, text: str, values: Sequence[Any]) -> bool:
    if not AS_WRITTEN.fullmatch(number):
        return False
    read = Fraction(number.replace(".", "").replace(",", "."))
    exact_to = Fraction(1, 2 * 10 ** len(number.partition(",")[2]))
    said = PERCENT | {word: 1 / Fraction(value_of([word]) or 1) for word in of_kind("numbers", "scale")}
    scales = [Fraction(1), *(scale for word, scale in said.items() if word in text)]
    known = (value for each in values for value in _numbers(each))
    return any(abs(read - abs(value) * scale) <= exact_to for value, scale in product(known, scales))


def _numbers(value: Any) -> list[Fraction]:
    """List the numbers that a value may print."""
    if isinstance(value, date):
        return [Fraction(part) for part in (value.day, value.month, value.year)]
    if isinstance(value, str):
        found = (each for each in NUMBER.findall(value) if AS_WRITTEN.fullmatch(each))
        return [Fraction(each.replace(".", "").replace(",", ".")) for each in found]
    if not isinstance(value, Real) or value != value:  # noqa: PLR0124 - of any kind of number, only nan is not itself
        return []
    return [Fraction(str(value))]


# -- pandas ------------------------------------------------------------------------------------------------


def _of_styler(shown: Any) -> Styled:
    frame, table = shown.data, _styler_table(shown)
    unformatted = _styler_rows(_styler_table(type(shown)(frame)), frame)
    plain = {each.place: each.text for row in unformatted for each in row if each.place}
    rows = [[_marked(each, plain) for each in row] for row in _styler_rows(table, frame)]
    columns = [each.place[1] if each.place else None for row in rows[:1] for each in row]
    looks = shown.export()
    return Styled(
        head=_styler_head(table, len(columns)),
        rows=rows,
        is_number=[column is not None and _is_numeric(frame.iloc[:, column]) for column in columns],
        title=" ".join(_texts(table.xpath("./caption"))),
        dropped=bool(looks["apply"] or looks["table_styles"]),
        data=frame,
    )


def _styler_table(shown: Any) -> Any:
    return _table(shown.to_html(sparse_index=False, sparse_columns=False))


def _is_numeric(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column))


def _styler_rows(table: Any, frame: pd.DataFrame) -> list[list[Cell]]:
    """Read the cells of a Styler; rows that are only counted, or have the codes of a report, print no head."""
    return [[_cell(each) for each in row if _prints(each, frame)] for row in table.xpath("./tbody/tr")]


def _prints(cell: Any, frame: pd.DataFrame) -> bool:
    return cell.tag == "td" or not only_counts(frame.index)


def only_counts(index: pd.Index) -> bool:
    """Say whether rows are only counted, or have the codes of a report's frame: what names them is in their cells."""
    return index.name in INDEXES or (index.name is None and pd.api.types.is_integer_dtype(index))


def _cell(cell: Any) -> Cell:
    found = PLACE.search(cell.get("class", "")) if cell.tag == "td" else None
    return Cell(_text(cell), (int(found[1]), int(found[2])) if found else None)


def _marked(cell: Cell, plain: dict[tuple[int, int], str]) -> Cell:
    return Cell(cell.text, cell.place, is_formatted=cell.place is None or plain.get(cell.place) != cell.text)


def _styler_head(table: Any, width: int) -> list[str]:
    """Join the levels of the heads; the names of the rows' heads stand in a line of their own below them."""
    lines = [[_text(cell) for cell in row][-width:] for row in table.xpath("./thead/tr")] if width else []
    return [joined(texts) for texts in zip(*lines, strict=True)]


# -- Great Tables ------------------------------------------------------------------------------------------


def _of_great_table(shown: Any) -> Styled:
    table = _table(shown.as_raw_html())
    if table.xpath(PICTURES):
        problem, fix = "a cell holds a picture or the mark of a footnote", "say it in a column of its own, or in prose"
        raise UsageError("report.show", f"{problem}, which no table of a report can carry", fix)
    lines = _grid(row for row in table.xpath("./thead/tr") if "gt_heading" not in row.get("class", "").split())
    rows = [_great_row(row) for row in _grid(table.xpath("./tbody/tr"))]
    width = max((len(row) for row in rows), default=0)
    body = table.xpath("./tbody/tr[not(contains(@class, 'gt_group_heading'))]")
    return Styled(
        head=[joined(map(_text, cells)) for cells in zip(*lines, strict=True)] or [""] * width,
        rows=rows,
        is_number=[all(map(_is_right, cells)) for cells in zip(*_grid(body), strict=True)],
        title=" – ".join(_texts(table.xpath(".//*[contains(@class, 'gt_title') or contains(@class, 'gt_subtitle')]"))),
        notes=_texts(table.xpath("./tfoot//td")),
        dropped=bool(table.xpath("./tbody//*[self::td or self::th][@style]")),
        values=_values(getattr(shown, "_tbl_data", None)),
    )


def _great_row(cells: Sequence[Any]) -> list[Cell]:
    heads_group = len(cells) > 1 and all(cell is cells[0] for cell in cells)
    return [
        Cell("" if heads_group and place else _text(cell), is_summary="summary" in cell.get("class", ""))
        for place, cell in enumerate(cells)
    ]


def _is_right(cell: Any) -> bool:
    return "gt_right" in cell.get("class", "")


def _values(data: Any) -> list[Any]:
    return [] if data is None else [value for column in data.columns for value in data[column]]


# -- HTML --------------------------------------------------------------------------------------------------


def _table(page: str) -> Any:
    from lxml import html  # noqa: PLC0415 - few reports show such a table

    return html.fromstring(f"<div>{page}</div>").find(".//table")


def _text(cell: Any) -> str:
    return " ".join("".join(cell.itertext()).split())


def _texts(cells: Iterable[Any]) -> list[str]:
    return [text for text in map(_text, cells) if text]


def joined(texts: Iterable[str]) -> str:
    """Join the heads that stand above each other, each said once."""
    return ": ".join(dict.fromkeys(text for text in texts if text))


def _grid(rows: Iterable[Any]) -> list[list[Any]]:
    """Lay cells out with what spans rows and columns in every place that it spans."""
    lines, open_cells = list[list[Any]](), dict[int, tuple[Any, int]]()
    for row in rows:
        line, cells = list[Any](), iter(row)
        while True:
            if len(line) in open_cells:
                cell, more = open_cells.pop(len(line))
                if more > 1:
                    open_cells[len(line)] = (cell, more - 1)
                line.append(cell)
                continue
            cell = next(cells, None)
            if cell is None:
                break
            for _ in range(int(cell.get("colspan", 1))):
                if int(cell.get("rowspan", 1)) > 1:
                    open_cells[len(line)] = (cell, int(cell.get("rowspan")) - 1)
                line.append(cell)
        lines.append(line)
    return lines
