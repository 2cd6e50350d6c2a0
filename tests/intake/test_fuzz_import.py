"""Workbooks changed at random: refused, or read with every other count as it was; never a silent change."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dophu.errors import DophuError
from dophu.intake.files import read_file
from dophu.intake.importer import Options, take_in
from dophu.intake.result import Intake
from tests.intake.corpus import book, lines, old_book, open_book, page
from tests.intake.receiving import context, reference

PARTS = [unit for unit in reference()[0].at_level("VN63", "district") if unit.parent == "20"]
UNITS, CODES = [unit.name for unit in PARTS], [unit.code for unit in PARTS]
COUNTS = [37789, 14086, 8762, 11697, 21059, 9384, 16763, 33251, 17577, 17265, 4630]
TRUTH = dict(zip(CODES, COUNTS, strict=True))
TABLE: list[list[Any]] = [
    ["STT", "Huyện, thành phố", "Số cài đặt"],
    *([n, name, count] for n, (name, count) in enumerate(zip(UNITS, COUNTS, strict=True), 1)),
]
TOTALLED = [*TABLE, [None, "Tổng cộng", sum(COUNTS)]]
ODD = [
    "",
    "-",
    "x",
    "abc",
    "12.345",
    "12,345",
    "hơn 12.000",
    "-5",
    7,
    7.5,
    0,
    -3,
    "8,12%",
    "HG",
    "Nha Trang",
    "Lạng Sơn",
]
ODD += [
    "Tổng cộng",
    "=1+1",
    "1" * 40,
    "Số cài đặt",
    "'63438",
    "1.234.56",
    "63 438",
    "Ghi chú",
    "Kỳ trước",
    1e18,
]
Rows = list[list[Any]]


def change_cell(rows: Rows, chance: Random) -> None:
    row = chance.randrange(len(rows))
    rows[row][chance.randrange(3)] = chance.choice(ODD)


def swap_rows(rows: Rows, chance: Random) -> None:
    one, other = chance.sample(range(1, len(rows)), 2)
    rows[one], rows[other] = rows[other], rows[one]


def repeat_row(rows: Rows, chance: Random) -> None:
    rows.insert(chance.randrange(len(rows)), list(chance.choice(rows)))


def drop_row(rows: Rows, chance: Random) -> None:
    rows.pop(chance.randrange(len(rows)))


def blank_row(rows: Rows, chance: Random) -> None:
    rows.insert(chance.randrange(len(rows)), [None, None, None])


def swap_columns(rows: Rows, chance: Random) -> None:
    one, other = chance.sample(range(3), 2)
    for row in rows:
        row[one], row[other] = row[other], row[one]


def move_cell(rows: Rows, chance: Random) -> None:
    row, column = chance.randrange(len(rows)), chance.randrange(3)
    rows[row][column], rows[row - 1][column] = rows[row - 1][column], rows[row][column]


CHANGES: list[Callable[[Rows, Random], None]] = [change_cell, swap_rows, repeat_row, drop_row, blank_row]
CHANGES += [swap_columns, move_cell]
FORMS: dict[str, Callable[[Rows], bytes]] = {"a.xlsx": book, "a.xls": old_book, "a.csv": lines, "a.html": page}


def taken(content: bytes, name: str, folder: Path) -> Intake | None:
    path = folder / name
    path.write_bytes(content)
    with suppress(DophuError):
        return take_in(read_file(path), "0" * 64, len(content), context(parent="20"), Options())
    return None


def pairs(rows: Rows) -> set[tuple[str, str]]:
    """List what stands beside what in one row, whatever the column."""
    return {(str(one), str(other)) for row in rows for one in row for other in row}


def is_told(intake: Intake, code: str) -> bool:
    name = UNITS[CODES.index(code)]
    return any(name in "".join(found.details.values()) for found in intake.findings)


@pytest.mark.parametrize("seed", range(160))
def test_a_changed_table_is_refused_or_read_as_it_stands(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    rows = deepcopy(chance.choice([TABLE, TOTALLED]))
    for _ in range(chance.randint(1, 3)):
        chance.choice(CHANGES)(rows, chance)
    name = chance.choice(sorted(FORMS))
    if name == "a.csv":
        rows = [["" if cell is None else str(cell).replace(",", ".") for cell in row] for row in rows]
    intake = taken(FORMS[name](rows), name, tmp_path)
    if intake is None or intake.errors:
        return
    beside = pairs(rows)
    for one in intake.counts:
        name = UNITS[CODES.index(one.unit)]
        digits = {"".join(filter(str.isdigit, other)) for unit, other in beside if unit == name}
        assert one.count in (None, TRUTH[one.unit]) or any(str(one.count)[:3] in text for text in digits), (one, rows)
    gone = set(TRUTH) - {one.unit for one in intake.counts}
    assert all(is_told(intake, code) for code in gone), (gone, rows)


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv", "a.html", "a.ods"])
def test_changed_bytes_are_refused_or_change_no_count(name: str, tmp_path: Path) -> None:
    whole = open_book(TABLE) if name == "a.ods" else FORMS[name](TABLE)
    for seed in range(40):
        chance, content = Random(seed), bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(content))
            content[at : at + chance.choice([0, 1, 9])] = bytes(
                chance.randrange(256) for _ in range(chance.choice([0, 1, 3]))
            )
        intake = taken(bytes(content), name, tmp_path)
        if intake and not intake.errors and name in ("a.xlsx", "a.ods"):
            assert {one.unit: one.count for one in intake.counts}.items() <= TRUTH.items()
