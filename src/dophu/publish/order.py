"""The order in which a page may sort a table: reckoned here exactly, so that the page only compares whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dophu.publish.values import amount, moment, only_fact
from dophu.tell.blocks import Runs, Table, TraceRow
from dophu.tell.html import plain
from dophu.wording import collation_key

NOWHERE = "-"  # of a cell without a value, which comes last whichever way its column is sorted
Key = tuple[object, ...]


def orders(table: Table, facts: Mapping[str, TraceRow]) -> list[str]:
    """Give each row the places of its cells in their columns, such as "3 1 - 2"; equal values share a place.

    A cell that prints one fact is ordered by that fact's exact value. Where a column has such cells, those
    without are missing; every other column is ordered as Vietnamese dictionaries order words.
    """
    columns = [places(_keys(column, facts)) for column in zip(*table.rows, strict=True)]
    return [" ".join(row) for row in zip(*columns, strict=True)]


def _keys(column: Sequence[Runs], facts: Mapping[str, TraceRow]) -> list[Key | None]:
    values = [_value(cell, facts) for cell in column]
    return values if any(values) else [_word(plain(cell)) for cell in column]


def _value(cell: Runs, facts: Mapping[str, TraceRow]) -> Key | None:
    fact = only_fact(cell, facts)
    if fact is None:
        return None
    number, day = amount(fact), moment(fact)
    if day is not None:
        return 1, *day.order()
    return None if number is None else (0, number)


def _word(text: str) -> Key | None:
    return collation_key(text) if text.strip() else None


def places(keys: Iterable[Key | None]) -> list[str]:
    """Give each key its place among them from 0, equal keys the same; None is nowhere."""
    keys = list(keys)
    ranked = {key: str(place) for place, key in enumerate(sorted({key for key in keys if key is not None}))}
    return [NOWHERE if key is None else ranked[key] for key in keys]
