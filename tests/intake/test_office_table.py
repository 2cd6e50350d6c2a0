"""The statistics office's kind of table: all provinces, three years, regions, a total, English names."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dophu.data.project import Project
from dophu.data.reference import read_units
from dophu.intake.files import read_file
from dophu.intake.importer import Options, take_in
from tests.intake.corpus import book, lines
from tests.intake.receiving import context, counts, roles
from tests.project import ROOT

REGIONS = {
    "dong_bang_song_hong": ("Red River Delta", "Đồng bằng sông Hồng"),
    "trung_du_mien_nui_phia_bac": ("Northern midlands and mountain areas", "Trung du và miền núi phía Bắc"),
    "bac_trung_bo_duyen_hai_mien_trung": ("North Central and Central coastal areas", "Bắc Trung Bộ và DH miền Trung"),
    "tay_nguyen": ("Central Highlands", "Tây Nguyên"),
    "dong_nam_bo": ("South East", "Đông Nam Bộ"),
    "dong_bang_song_cuu_long": ("Mekong River Delta", "Đồng bằng sông Cửu Long"),
}
UNITS = read_units(Project(ROOT)).at_level("VN63", "province")
YEARS = (2018, 2019, 2020)
CHANCE = Random(63)
TRUTH = {unit.code: [CHANCE.randint(0, 400_000) for _ in YEARS] for unit in UNITS}


def english(name: str, kind: str) -> str:
    apart = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return f"{plain} city" if kind == "thành phố" and name in ("Hồ Chí Minh", "Cần Thơ") else plain


def rows_of(language: int, headings: list[Any], former: bool = True) -> list[list[Any]]:
    """Lay the table out as the office does: the total, then each region above its provinces."""
    total = [sum(values[at] for values in TRUTH.values()) for at in range(len(YEARS))]
    rows: list[list[Any]] = [headings, [(" WHOLE COUNTRY", "CẢ NƯỚC")[language], *total]]
    for region, names in REGIONS.items():
        inside = [unit for unit in UNITS if unit.region == region]
        rows.append([names[language], *(sum(TRUTH[u.code][at] for u in inside) for at in range(len(YEARS)))])
        for unit in inside:
            name = unit.name if language else english(unit.name, unit.kind)
            rows.append([name, *TRUTH[unit.code]])
            if former and unit.code == "01":
                rows.append([("Ha Tay", "Hà Tây")[language], "..", "..", ".."])
    return rows


ENGLISH = [["Number of pupils by province by Cities, provincies and Years"], []]
LAYOUTS: dict[str, tuple[int, list[list[Any]], list[Any], str]] = {
    "English, semicolons": (0, ENGLISH, ["Cities, provincies", *(f"{year} Total" for year in YEARS)], ";"),
    "English, years as R names them": (0, [], ["", *(f"X{year}" for year in YEARS)], ","),
    "English, plain years": (0, ENGLISH, ["Cities, provincies", *map(str, YEARS)], ";"),
    "Vietnamese, a workbook": (1, [["Số học sinh phân theo địa phương"], []], ["", *YEARS], "xlsx"),
    "Vietnamese, preliminary": (1, [], ["Địa phương", "2018", "2019", "Sơ bộ 2020"], "\t"),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("at", range(len(YEARS)))
def test_every_cell_of_the_year_is_right_without_editing_the_file(layout: Any, at: int, tmp_path: Path) -> None:
    language, above, headings, form = layout
    rows = [*above, *rows_of(language, headings)]
    path = tmp_path / ("a.xlsx" if form == "xlsx" else "a.csv")
    path.write_bytes(book(rows) if form == "xlsx" else lines(rows, form))
    former = next(number for number, row in enumerate(rows, 1) if row and row[0] in ("Ha Tay", "Hà Tây"))
    known = context(period=context().period.replace(year=YEARS[at]))
    (error,) = take_in(read_file(path), "0" * 64, 1, known, Options()).errors
    assert (error.kind, error.place) == ("name_former", f"A{former}")
    intake = take_in(read_file(path), "0" * 64, 1, known, Options(skip={error.place: "đã nhập vào Hà Nội"}))
    assert (intake.errors, counts(intake)) == ([], {code: values[at] for code, values in TRUTH.items()})
    told = roles(intake)
    assert sorted(told.values()).count("subtotal") == len(REGIONS)
    assert (list(told.values()).count("total"), told[former]) == (1, "set_aside")
    assert sorted([*intake.rows_out, *told]) == list(intake.rows_in)


def test_a_region_that_does_not_add_up_is_found_in_the_year_that_is_read(tmp_path: Path) -> None:
    rows = [*ENGLISH, *rows_of(0, LAYOUTS["English, semicolons"][2], former=False)]
    rows[4][3] += 10
    (tmp_path / "a.csv").write_bytes(lines(rows, ";"))
    found = take_in(read_file(tmp_path / "a.csv"), "0" * 64, 1, context(), Options()).errors
    assert [(one.kind, one.place) for one in found] == [("total_differs", "D5")]
