"""Tables of a survey: each figure comes in with its interval; means and indices come in as they are printed."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dophu.cli import main
from dophu.data.project import OVERRIDE
from tests.examples import office_of

UNITS = ("Thành phố Hà Nội", "Cao Bằng", "Tuyên Quang", "Lạng Sơn")
GIVEN = ("20", "70.1", "67.6", "72.6", "95")


@pytest.fixture(name="office")
def an_office(tmp_path: Path) -> Path:
    root = office_of(tmp_path, {"khao-sat": "2024"})
    shutil.rmtree(root / "data" / "khao-sat" / "2025")
    return root


def sent(office: Path, heads: str, cells: str) -> tuple[str, list[tuple[str, ...]]]:
    """Import a table of which the last row is told, and the others are alike but for their names."""
    rows = [["Tỉnh, thành phố", *heads.split("|")], *([unit, *cells.split("|")] for unit in UNITS)]
    file = office / "bieu.csv"
    with file.open("w", encoding="utf-8", newline="") as lines:
        lines.write("sep=;\n")
        csv.writer(lines, delimiter=";").writerows(rows)
    command = ["import", str(file), "--campaign", "khao-sat", "--period", "2025"]
    told = CliRunner(env={OVERRIDE: str(office)}).invoke(main, command)
    path = office / "data" / "khao-sat" / "2025" / "published.csv"
    names = ("unit", "value", "low", "high", "level")
    with path.open(encoding="utf-8", newline="") if path.exists() else Path("/dev/null").open() as rows_of:
        taken = [tuple(row.get(name) or "" for name in names) for row in csv.DictReader(rows_of)]
    return told.output, taken


NAMED = "Tỷ lệ hộ sử dụng nước sạch (%)"


@pytest.mark.parametrize(
    ("heads", "cells", "level"),
    [
        (f"{NAMED}|Sai số (±)", "70,1|2,5", ""),
        (f"{NAMED}|Sai số|Sai số chuẩn|Cỡ mẫu", "70,1|±2,5|1,3|400", ""),
        (f"{NAMED}|Khoảng tin cậy 95%", "70,1|67,6 - 72,6", "95"),
        (f"{NAMED}|KTC 95%", "70,1|(67,6; 72,6)", "95"),
        (f"{NAMED}|95% CI", "70.1|67.6–72.6", "95"),
        (f"{NAMED}|Cận dưới|Cận trên", "70,1%|67,6%|72,6%", ""),
        ("Tỷ lệ hộ sử dụng nước sạch|Giới hạn dưới|Giới hạn trên", "70,1|67,6|72,6", ""),
        (f"{NAMED}|Khoảng tin cậy 95%|Khoảng tin cậy 95%", "70,1|67,6|72,6", "95"),
    ],
)
def test_a_figure_comes_with_its_interval_however_it_is_written(
    office: Path, heads: str, cells: str, level: str
) -> None:
    output, taken = sent(office, heads, cells)
    assert taken[-1:] == [(*GIVEN[:4], level)], output
    assert len(taken) == len(UNITS)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ("70,1||72,6", "B6: the interval beside this figure has one end only"),
        ("70,1|71,0|72,6", "B6: the figure lies outside its interval, 71 to 72,6"),
        ("70,1|x|72,6", "the interval beside this figure has one end only"),
        ("70,1|sáu mươi|72,6", "C6: this is no number"),
    ],
)
def test_half_an_interval_keeps_the_file_out(office: Path, cells: str, says: str) -> None:
    output, taken = sent(office, f"{NAMED}|Cận dưới|Cận trên", cells)
    assert says in output
    assert taken == []


def test_a_changed_margin_is_a_revision(office: Path) -> None:
    assert sent(office, f"{NAMED}|Sai số", "70,1|2,5")[1]
    output, taken = sent(office, f"{NAMED}|Sai số", "70,1|2,4")
    assert "if they are revised: --revise" in output
    assert taken[-1][2:4] == ("67.6", "72.6")


@pytest.mark.parametrize(
    ("figure", "heads", "cells"),
    [
        ("{kind: mean, unit: ngày}", "Tỷ lệ hộ sử dụng nước sạch|Ghi chú", "5,25|"),
        ("index", "Tỷ lệ hộ sử dụng nước sạch", "101,25"),
    ],
)
def test_what_is_no_percentage_is_kept_as_a_value(office: Path, figure: str, heads: str, cells: str) -> None:
    settings = office / "data" / "khao-sat" / "campaign.yml"
    text = settings.read_text("utf-8").replace("figure: share", f"figure: {figure}", 1).replace("    base: ho\n", "", 1)
    settings.write_text(text.replace("percent: 65, measure: nuoc_sach", "value: 5, measure: nuoc_sach"), "utf-8")
    shutil.rmtree(office / "data" / "khao-sat" / "2023")
    shutil.rmtree(office / "data" / "khao-sat" / "2024")
    output, taken = sent(office, heads, cells)
    assert taken[-1:] == [("20", cells.rstrip("|").replace(",", "."), "", "", "")], output
    assert ",value," in (office / "data" / "khao-sat" / "2025" / "published.csv").read_text("utf-8")
