"""Words that still stand in a file and that nobody can see any more: hidden, white, tiny, struck out."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font

from dophu.returned.hidden import hidden_words


def letter(**marks: str | None) -> bytes:
    """A DOCX whose number bears some marks."""
    paper = docx.Document()
    run = paper.add_paragraph().add_run("80.000")
    for name, value in marks.items():
        mark = OxmlElement(f"w:{name}")
        if value is not None:
            mark.set(qn("w:val"), value)
        run._r.get_or_add_rPr().append(mark)
    return saved(paper)


def saved(paper: Any) -> bytes:
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def workbook(change: Callable[[Any], None] = lambda _: None) -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = 80000
    book.create_sheet("Khác")
    change(book)
    return saved(book)


@pytest.mark.parametrize(
    "marks",
    [{"vanish": None}, {"webHidden": None}, {"strike": None}, {"dstrike": "1"}, {"color": "FEFEFE"}, {"sz": "2"}],
)
def test_a_number_that_cannot_be_seen_in_a_docx_is_told(marks: dict[str, str | None]) -> None:
    assert hidden_words("docx", letter(), letter(**marks)) == ["80.000"]
    assert hidden_words("docx", letter(**marks), letter(**marks)) == []


@pytest.mark.parametrize("marks", [{}, {"vanish": "0"}, {"strike": "false"}, {"color": "1F3864"}, {"sz": "28"}])
def test_marks_that_hide_nothing_are_none(marks: dict[str, str | None]) -> None:
    assert hidden_words("docx", letter(), letter(**marks)) == []


def test_a_style_that_hides_is_told() -> None:
    paper = docx.Document()
    paper.styles["Normal"].font.hidden = True
    paper.add_paragraph("80.000")
    assert hidden_words("docx", letter(), saved(paper)) == ["Normal"]


WORKBOOKS: dict[str, Callable[[Any], None]] = {
    "Sheet!A1": lambda book: setattr(book.worksheets[0]["A1"], "font", Font(color="FFFFFFFF")),
    "Sheet!1": lambda book: setattr(book.worksheets[0].row_dimensions[1], "hidden", True),
    "Sheet!A": lambda book: setattr(book.worksheets[0].column_dimensions["A"], "hidden", True),
    "Khác": lambda book: setattr(book.worksheets[1], "sheet_state", "hidden"),
    "Sheet!A1:B2": lambda book: book.worksheets[0].conditional_formatting.add(
        "A1:B2",
        CellIsRule(operator="greaterThan", formula=["0"]),  # type: ignore[no-untyped-call] # openpyxl has no types
    ),
}


@pytest.mark.parametrize("place", WORKBOOKS)
def test_what_a_workbook_hides_is_told_by_its_place(place: str) -> None:
    assert hidden_words("xlsx", workbook(), workbook(WORKBOOKS[place])) == [place]
    assert hidden_words("xlsx", workbook(), workbook()) == []
