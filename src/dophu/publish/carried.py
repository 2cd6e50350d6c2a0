"""What the tables of a page carry besides what they print: numbers for a spreadsheet's paste, and a file to save."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from markupsafe import Markup

from dophu.publish.order import orders
from dophu.publish.values import amount, only_fact
from dophu.tell.blocks import Runs, Table, TraceRow
from dophu.tell.html import Carried, fill, plain
from dophu.words import say

NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{3})*(?:,(\d+))?(%?)|-?\d+")
MISREAD = re.compile(r"[.,%]")  # a number without these reads the same in every language
ENGLISH = 1033  # of LibreOffice's languages: how `sdval` is written, not how the cell is shown
FORMULA = re.compile(r"[=+@\t\r]|-.*\D")  # a spreadsheet would reckon with such a text
DIGITS = ".15g"
MARK = "\ufeff"  # by which Excel knows UTF-8


class Number(NamedTuple):
    """A cell that is a number and nothing else: its exact value, in per cent for a share, and how it prints."""

    value: Fraction
    decimals: int
    percent: bool


def number(cell: Runs, facts: Mapping[str, TraceRow]) -> Number | None:
    """Read the number that a cell is; None for words, and for a figure that is a bound or was rounded by its source."""
    found = NUMBER.fullmatch(plain(cell).strip())
    fact = only_fact(cell, facts) if found else None
    value = amount(fact) if fact else None
    if found is None or value is None:
        return None
    return Number(value, len(found[1] or ""), bool(found[2]))


def carried(table: Table, facts: Mapping[str, TraceRow], name: str) -> Carried:
    """Reckon what a table carries; `name` is its link's id, and its file's name."""
    sorts = orders(table, facts) if table.sortable else []
    return Carried(sorts, _paste(facts), _link(table, facts, name))


def _paste(facts: Mapping[str, TraceRow]) -> Callable[[Runs], Markup]:
    def paste(cell: Runs) -> Markup:
        found = number(cell, facts) if MISREAD.search(plain(cell)) else None
        if found is None:
            return Markup("")
        value = found.value / 100 if found.percent else found.value
        form = "#,##0" + ("." + "0" * found.decimals if found.decimals else "") + ("%" if found.percent else "")
        return fill(' sdval="{}" sdnum="{};0;{}"', format(float(value), DIGITS), ENGLISH, form)

    return paste


def _link(table: Table, facts: Mapping[str, TraceRow], name: str) -> Markup:
    data = b64encode(csv_of(table, facts).encode()).decode()
    form = (
        '<p class="data"><a id="{0}" download="{0}.csv" href="data:text/csv;charset=utf-8;base64,{1}"'
        ' aria-label="{2}">{3}</a></p>'
    )
    label = say("page.csv_of", table=plain(table.caption) or say("table.unnamed"))
    return fill(form, name, data, label, say("page.csv"))


def csv_of(table: Table, facts: Mapping[str, TraceRow]) -> str:
    """Write a table as RFC 4180 has it: numbers exactly and with a point, shares in per cent, all else as it prints."""
    rows = [table.head, *table.rows, *table.foot]
    return MARK + "".join(_line(_value(cell, facts) for cell in row) for row in rows)


def _value(cell: Runs, facts: Mapping[str, TraceRow]) -> str:
    if found := number(cell, facts):
        return format(float(found.value), DIGITS)
    text = " ".join(plain(cell).split())
    return "'" + text if FORMULA.match(text) else text


def _line(values: Iterable[str]) -> str:
    return (
        ",".join('"' + value.replace('"', '""') + '"' if re.search(r'[",]', value) else value for value in values)
        + "\r\n"
    )
