"""What the tables of a page carry besides what they print: numbers for a spreadsheet's paste, and a file to save."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from markupsafe import Markup

from dophu.publish.order import orders
from dophu.publish.values import amount, only_fact, said_day
from dophu.tell.blocks import Runs, Table, TraceRow
from dophu.tell.html import Carried, fill, plain
from dophu.words import say

NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{3})*(?:,(\d+))?(%?)|-?\d+")
MISREAD = re.compile(r"[.,%]")  # a number without these reads the same in every language
ENGLISH = 1033  # of LibreOffice's languages: how `sdval` is written, not how the cell is shown
THOUSANDS = re.compile(r"\.\d{3}$")  # what a point before three digits is to a spreadsheet in Vietnamese
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


def carried(table: Table, facts: Mapping[str, TraceRow], name: str, file: str) -> Carried:
    """Reckon what a table carries; `name` is the id of the link that saves it as a file."""
    sorts = orders(table, facts) if table.sortable else []
    return Carried(sorts, _paste(facts), _link(table, facts, name, file))


def _paste(facts: Mapping[str, TraceRow]) -> Callable[[Runs], Markup]:
    def paste(cell: Runs) -> Markup:
        found = number(cell, facts) if MISREAD.search(plain(cell)) else None
        if found is None:
            return Markup("")
        value = found.value / 100 if found.percent else found.value
        form = "#,##0" + ("." + "0" * found.decimals if found.decimals else "") + ("%" if found.percent else "")
        return fill(' sdval="{}" sdnum="{};0;{}"', format(float(value), DIGITS), ENGLISH, form)

    return paste


def _link(table: Table, facts: Mapping[str, TraceRow], name: str, file: str) -> Markup:
    data = b64encode(csv_of(table, facts).encode()).decode()
    form = (
        '<p class="data"><a id="{0}" download="{1}" href="data:text/csv;charset=utf-8;base64,{2}"'
        ' aria-label="{3}">{4}</a></p>'
    )
    label = say("page.csv_of", table=plain(table.caption) or say("table.unnamed"))
    return fill(form, name, file, data, label, say("page.csv"))


def csv_of(table: Table, facts: Mapping[str, TraceRow]) -> str:
    """Write a table as RFC 4180 has it, its days by ISO 8601, numbers exactly and with a point, shares in per cent."""
    rows = [table.head, *table.rows, *table.foot]
    return MARK + "".join(_line(_value(cell, facts) for cell in row) for row in rows)


def _value(cell: Runs, facts: Mapping[str, TraceRow]) -> str:
    if found := number(cell, facts):
        return _pointed(found.value)
    text = " ".join(plain(cell).split())
    if when := said_day(text):  # an English spreadsheet would take "11/10/2020" for a day of November
        return str(when)
    return "'" + text if FORMULA.match(text) else text


def _pointed(value: Fraction) -> str:
    text = format(float(value), DIGITS)
    return f"{text}0" if THOUSANDS.search(text) else text


def _line(values: Iterable[str]) -> str:
    return (
        ",".join('"' + value.replace('"', '""') + '"' if re.search(r'[",]', value) else value for value in values)
        + "\r\n"
    )
