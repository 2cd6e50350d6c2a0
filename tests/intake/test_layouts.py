"""A known truth, laid out at random as people lay tables out: read back to the figure, or refused; never another."""

from __future__ import annotations

import json
import os
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
from tests.intake.corpus import book, lines, page
from tests.intake.packages import packed
from tests.intake.receiving import context, counts, reference, roles
from tests.intake.test_docx import W, para, row, table
from tests.intake.test_fuzz_import import ODD

UNITS = reference()[0].at_level("VN63", "province")
Rows = list[list[Any]]
SEEDS = 150 if os.environ.get("DOPHU_EVERY_BREAKAGE") else 60
TIMES_ABOVE: Rows = [["7/2020", "8/2020"], ["Tháng 7", "Tháng 8"], ["2019 Total", "2020 Total"], [2019, 2020]]
TIMES_BESIDE: Rows = [["2020-07", "2020-08"], ["06/8/2020", "07/8/2020"], ["202007", "202008"], [2019, 2020]]


def drawn(chance: Random) -> dict[str, int]:
    units = chance.sample(UNITS, chance.randint(4, 63))
    return {unit.code: chance.choice([chance.randint(0, 999), chance.randint(1000, 2_000_000)]) for unit in units}


def names(truth: dict[str, int]) -> dict[str, str]:
    return {unit.code: unit.name for unit in UNITS if unit.code in truth}


def plain(truth: dict[str, int], chance: Random) -> Rows:
    head = chance.choice(
        [["STT", "Địa phương", "Số cài đặt"], ["", "provinceName", "Cài đặt"], ["id", "x", "installs"]]
    )
    return [head, *([n, names(truth)[code], count] for n, (code, count) in enumerate(truth.items(), 1))]


def coded(truth: dict[str, int], chance: Random) -> Rows:
    written: Any = chance.choice([str, lambda code: str(int(code)), lambda code: f"{int(code)}.0"])
    return [["provinceCode", "Cài đặt"], *([written(code), count] for code, count in truth.items())]


def twins(truth: dict[str, int], chance: Random) -> Rows:
    return [
        ["fK", "Cài đặt", "Maps"],
        *([names(truth)[code], count, names(truth)[code].upper()] for code, count in truth.items()),
    ]


def months(truth: dict[str, int], chance: Random) -> Rows:
    head: list[Any] = chance.choice(
        [["7/2020", "8/2020"], ["Tháng 7", "Tháng 8"], ["2019 Total", "2020 Total"], [2019, 2020]]
    )
    return [["Địa phương", *head], *([names(truth)[code], count // 2, count] for code, count in truth.items())]


def long(truth: dict[str, int], chance: Random) -> Rows:
    times: list[Any] = chance.choice(
        [["2020-07", "2020-08"], ["06/8/2020", "07/8/2020"], ["202007", "202008"], [2019, 2020]]
    )
    rows: Rows = [
        [time, names(truth)[code], count // (2 - at)] for at, time in enumerate(times) for code, count in truth.items()
    ]
    chance.shuffle(rows)
    return [["period", "Tỉnh", "Cài đặt"], *rows]


def blocks(truth: dict[str, int], chance: Random) -> Rows:
    rows: Rows = [["KẾT QUẢ NĂM 2020"], ["Tỉnh", "Cài đặt"]]
    for code, count in truth.items():
        rows += [[names(truth)[code], 9], ["Quý II", count // 2], ["Quý III", count], ["Quý IV", "-"]]
    return rows


def sectioned(truth: dict[str, int], chance: Random) -> Rows:
    rows: Rows = [["Tỉnh", "Cài đặt"]]
    for at, time in enumerate(chance.choice(TIMES_BESIDE[:3])):
        counted = {code: count // (2 - at) for code, count in truth.items()}
        rows += [[time], *([names(truth)[code], count] for code, count in counted.items())]
        rows += [["Cộng", sum(counted.values())]] if chance.random() < 0.5 else []
    return rows


def subtotalled(truth: dict[str, int], chance: Random) -> Rows:
    rows: Rows = [[names(truth)[code], count] for code, count in truth.items()]
    middle = chance.randint(1, len(rows) - 1)
    parts = [rows[:middle], rows[middle:]]
    return [["Tỉnh", "Cài đặt"], *(line for part in parts for line in (*part, ["Cộng", sum(row[1] for row in part)]))]


def stacked(truth: dict[str, int], chance: Random) -> Rows:
    other: Rows = [
        ["Biểu 2. Đội công tác"],
        ["Tỉnh", "Số đội", "Số loa"],
        *([name, 3, 4] for name in names(truth).values()),
    ]
    first: Rows = [["Biểu 1. Kết quả"], *plain(truth, chance)]
    return [*first, [], *other] if chance.random() < 0.5 else [*other, [], *first]


def totalled(truth: dict[str, int], chance: Random) -> Rows:
    rows: Rows = [["Tỉnh", "Cài đặt"], [chance.choice(["CẢ NƯỚC", "WHOLE COUNTRY", "Tổng số"]), sum(truth.values())]]
    return [*rows, *([names(truth)[code], count] for code, count in truth.items())]


def footnoted(truth: dict[str, int], chance: Random) -> Rows:
    marks = ["", "", "*", " (1)" if min(truth.values()) > 99 else "*"]
    rows = [
        [names(truth)[code], f"{count:,}".replace(",", ".") + chance.choice(marks)] for code, count in truth.items()
    ]
    return [["Tỉnh", "Cài đặt"], *rows, ["* Số ước tính"]]


def preluded(truth: dict[str, int], chance: Random) -> Rows:
    return [["SỞ X"], ["BIỂU TỔNG HỢP, quý III năm 2020"], [], *totalled(truth, chance)]


LAYOUTS: list[Callable[[dict[str, int], Random], Rows]] = [plain, coded, twins, months, long, blocks, stacked]
LAYOUTS += [totalled, footnoted, preluded, sectioned, subtotalled]


def word(rows: Rows) -> bytes:
    width = max(map(len, rows))
    made = [row(*(str(cell) for cell in one), *[""] * (width - len(one))) for one in rows if one]
    body = f"<w:document {W}><w:body>{para('Kính gửi')}{table(*made)}</w:body></w:document>"
    return packed({"word/document.xml": body})


def records(rows: Rows) -> bytes:
    head = next(n for n, one in enumerate(rows) if len(one) > 1)
    keys = [str(cell) or f"c{at}" for at, cell in enumerate(rows[head])]
    return json.dumps([dict(zip(keys, one, strict=False)) for one in rows[head + 1 :] if one]).encode()


FORMS: dict[str, Callable[[Rows], bytes]] = {
    "a.xlsx": book,
    "a.csv": lambda rows: lines([[f'"{cell}"' for cell in one] for one in rows], ";"),
    "a.html": page,
    "a.docx": word,
    "a.json": records,
}


def taken(rows: Rows, name: str, folder: Path, **options: Any) -> Intake | None:
    content = FORMS[name](rows)
    (folder / name).write_bytes(content)
    with suppress(DophuError):
        return take_in(read_file(folder / name), "0" * 64, len(content), context(), Options(**options))
    return None


def is_accounted(intake: Intake) -> bool:
    return sorted([*intake.rows_out, *roles(intake)]) == list(intake.rows_in)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_layout_is_read_back_to_the_figure_in_every_form_of_file(layout: Any, tmp_path: Path) -> None:
    read, tried = 0, SEEDS // len(LAYOUTS)
    for seed in range(tried):
        chance = Random(seed)
        truth, name = drawn(chance), chance.choice(sorted(FORMS))
        rows = layout(truth, chance)
        options = {"columns": {"installs": "C"}} if rows[0][-1] == "installs" else {}
        intake = taken(rows, name, tmp_path, **options)
        if intake and not intake.errors:
            assert counts(intake) == truth, (seed, name)
            assert is_accounted(intake), (seed, name)
            read += 1
    assert 6 * read >= 5 * tried, read  # a layout may not fit a form of file


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_layout_with_a_cell_changed_is_refused_or_every_other_figure_is_as_it_was(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    truth, layout = drawn(chance), chance.choice(LAYOUTS)
    rows = deepcopy(layout(truth, chance))
    at = chance.randrange(len(rows))
    if not rows[at]:
        return
    odd = chance.choice([*ODD, "120\n350", "Hà Tây", "Tháng 7/2020", "2019", "Tỷ lệ"])
    rows[at][chance.randrange(len(rows[at]))] = odd
    intake = taken(rows, chance.choice(["a.xlsx", "a.csv", "a.docx"]), tmp_path)
    if intake is None or intake.errors:
        return
    assert is_accounted(intake)
    wrong = {unit: count for unit, count in counts(intake).items() if count not in (None, truth.get(unit))}
    digits = "".join(filter(str.isdigit, str(odd)))
    assert len(wrong) <= 1, (layout.__name__, odd, wrong)
    assert all(str(count)[:3] in digits or unit not in truth for unit, count in wrong.items()), (
        layout.__name__,
        odd,
        wrong,
    )
