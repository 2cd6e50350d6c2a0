"""Notes of a table's rows on paper: numbered below the table, since in a column they make its rows tall or stand alone.

A page and a workbook keep the column, where it is read and filtered beside its row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dophu.publish.layout import PAGE_SETUP, width
from dophu.tell.blocks import Block, Figure, Run, Runs, Table
from dophu.tell.html import plain
from dophu.wording import NO_BREAK_SPACE
from dophu.words import say

DIGIT = re.compile(r"\d")
LONG_NOTE = 60  # millimetres; shorter ones stay in their column
FEW = 4  # rows, of which at most one has a note: then the column is empty room


def footnoted(table: Table) -> tuple[Table, list[Runs]]:
    """Take a column of long or of few notes out of a table: give it with marks behind its rows' heads, and the notes.

    Rows share a note without a number: every number stands on paper as often as in the document.
    """
    if not _is_better_below(table):
        return table, []
    numbers: dict[str, int] = {}
    notes, rows = list[Runs](), list[list[Runs]]()
    for *cells, note in table.rows:
        text = plain(note)
        if text and (text not in numbers or DIGIT.search(text)):
            numbers[text] = len(notes) + 1
            notes.append([_mark(numbers[text], ""), Run(text=" "), *note])
        marked = [*cells[0], _mark(numbers[text], NO_BREAK_SPACE)] if text else cells[0]
        rows.append([marked, *cells[1:]])
    kept = {"head": table.head[:-1], "align": table.align[:-1], "rows": rows, "foot": [row[:-1] for row in table.foot]}
    return table.model_copy(update=kept), notes


def marks_of(blocks: Sequence[Block]) -> Iterator[str]:
    """List the marks that paper prints beside the words of a document: behind rows' heads, and before notes."""
    for block in blocks:
        table = block.table if isinstance(block, Figure) else block
        if isinstance(table, Table):
            made, notes = footnoted(table)
            yield from (plain(new[0][len(old[0]) :]) for old, new in zip(table.rows, made.rows, strict=True) if notes)
            yield from (note[0].text for note in notes)


def _is_better_below(table: Table) -> bool:
    if len(table.head) < 2 or plain(table.head[-1]) != say("column.note"):  # noqa: PLR2004 - a row's head and its note
        return False
    notes = [note for row in table.rows if (note := plain(row[-1]))]
    return len(notes) * FEW <= len(table.rows) or any(width(note, PAGE_SETUP.table) > LONG_NOTE for note in notes)


def _mark(number: int, before: str) -> Run:
    return Run(text=f"{before}({number})", data=True)
