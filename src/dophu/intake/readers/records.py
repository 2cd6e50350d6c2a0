"""JSON tables of records, data value sets of DHIS2 among them: each list of records becomes a sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dophu.intake.grid import Cell, Kind, Sheet, Workbook
from dophu.intake.readers.delimited import decoded
from dophu.intake.readers.formats import Format, shown_logical, shown_number, shown_text
from dophu.intake.readers.package import COLUMNS_AT_MOST, ROWS_AT_MOST, TEXT_AT_MOST, UnreadError, damaged, too_big

EXACT_DIGITS = 15
VALUES, OF_A_SET = "dataValues", ("orgUnit", "period")  # of DHIS2
RECORDS = "a list of records: [{...}, {...}]"


def read_json(content: bytes, name: str) -> Workbook:
    """Read every list of records of a JSON text, or one record a line. Raises DataError for what is no table."""
    text, encoding = decoded(content, name)
    found = dict(_lists(_parsed(text, name), "records"))
    if not found:
        fix = "ask for the data as records, or as a spreadsheet"
        raise UnreadError(name, "this is JSON, but not " + RECORDS, fix, "refused.no_table")
    sheets = tuple(_sheet(title, records, name) for title, records in found.items())
    return Workbook(name, "json", sheets, (f"read as {encoding}",))


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_exact)
    except RecursionError:
        raise damaged(name, "its JSON is nested too deeply") from None
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines):
            return (
                [_parsed(line, name) for line in lines[: ROWS_AT_MOST + 1]]
                if _is_whole(lines)
                else _broken(name, error)
            )
        return _broken(name, error)


def _is_whole(lines: list[str]) -> bool:
    """Say whether every line is a record of its own."""
    return all(line.rstrip().endswith("}") for line in lines)


def _broken(name: str, error: ValueError) -> Any:
    raise damaged(name, f"its JSON is broken ({error})") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice: only one of its values could be read."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, _ in pairs if sum(key == other for other, _ in pairs) > 1)
        raise ValueError(f"the key '{twice[:40]}' stands twice in a record")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")


def _exact(text: str) -> float | str:
    """Take a number as spreadsheets hold it; one with more digits stays text."""
    digits = sum(map(str.isdigit, text.lower().partition("e")[0]))
    return float(text) if digits <= EXACT_DIGITS else text


def _lists(value: Any, title: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Find the lists of records, in an object by their keys; a table of headers and rows is one."""
    sets = [value] if isinstance(value, dict) else value
    if _are_records(sets) and all(_are_records(one.get(VALUES)) for one in sets):
        yield VALUES, [record for one in sets for record in _of_set(one)]
    elif _are_records(value):
        yield title, value
    elif isinstance(value, dict) and isinstance(value.get("rows"), list) and isinstance(value.get("headers"), list):
        heads = [str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in value["headers"]]
        yield title, [dict(zip(heads, row, strict=False)) for row in value["rows"] if isinstance(row, list)]
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _lists(inner, str(key)) if isinstance(inner, list | dict) else ()


def _are_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _of_set(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the values of a DHIS2 set; its own unit and period are those of the values that name none."""
    common = {key: values[key] for key in OF_A_SET if key in values}
    for record in values[VALUES]:
        yield record | {key: value for key, value in common.items() if record.get(key) in (None, "")}


def _sheet(title: str, records: list[dict[str, Any]], name: str) -> Sheet:
    """Lay records out, a row each below the names of their fields."""
    if len(records) > ROWS_AT_MOST:
        raise too_big(name, f"it has more than {ROWS_AT_MOST:,} records")
    cells: dict[tuple[int, int], Cell] = {}
    columns: dict[str, int] = {}
    for row, record in enumerate(records, start=2):
        for key, value in _flat(record):
            column = columns.setdefault(key, len(columns) + 1)
            if column > COLUMNS_AT_MOST:
                raise too_big(name, f"its records have more than {COLUMNS_AT_MOST} fields")
            if (cell := _cell(row, column, value, name)) is not None:
                cells[row, column] = cell
    heads = {(1, column): Cell(1, column, key, Kind.TEXT, key) for key, column in columns.items() if key.strip()}
    return Sheet(title[:60], heads | cells)


def _flat(record: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _cell(row: int, column: int, value: Any, name: str) -> Cell | None:
    if value is None or value == "":
        return None
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return Cell(row, column, *shown_logical(value))
    if isinstance(value, int | float):
        return Cell(row, column, *shown_number(value, Format()))
    if len(value) > TEXT_AT_MOST:
        raise too_big(name, f"a field holds {len(value):,} characters")
    return Cell(row, column, *shown_text(value)) if value.strip() else None
