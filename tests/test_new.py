"""`dophu new`: the next period ready to be filled in, and a workbook that comes back without a finding."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from dophu.cli import main
from dophu.data.project import OVERRIDE, Project
from dophu.data.reference import read_units
from dophu.errors import DataError, UsageError
from dophu.run.importing import Wanted, import_file
from dophu.wording import Moment

ROOT = Path(__file__).resolve().parents[1]
NOW = Moment.parse("2020-10-21T08:00")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for folder in ("data", "params", "notebooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return Project(tmp_path.resolve())


def run(project: Project, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={OVERRIDE: str(project.root)})


def former_counts(project: Project) -> dict[str, int]:
    """Counts of the period before, which what is filled in has to resemble."""
    with (project.root / "data/demo/2020-10-16/counts.csv").open(encoding="utf-8", newline="") as file:
        return {row["unit"]: int(row["count"]) for row in csv.DictReader(file)}


def filled(project: Project, path: Path, *, hour: bool = False) -> dict[str, int]:
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    former = former_counts(project)
    counts = {}
    for row in sheet.iter_rows():
        if str(row[0].value or "").isdigit():
            unit = str(row[1].value)
            row[3].value = counts[unit] = former.get(unit, 1000) + 7 * int(str(row[0].value))
        elif hour and str(row[0].value).startswith("Số liệu tính đến"):
            row[0].value = str(row[0].value).replace("ngày", "08h00 ngày")
    book.save(path)
    return counts


@pytest.mark.parametrize(("unit", "many"), [("VN", 63), ("20", 11)])
def test_a_filled_workbook_is_taken_without_a_finding(project: Project, unit: str, many: int) -> None:
    assert run(project, "new", "2020-10-20", "--campaign", "demo", "--unit", unit).exit_code == 0
    path = project.root / "data/demo/2020-10-20/mau.xlsx"
    counts = filled(project, path, hour=True)
    sent = shutil.copy(path, project.root / "nhan.xlsx")
    outcome = import_file(project, Path(sent), Wanted("demo", "2020-10-20", NOW, unit=unit))
    assert [str(found) for found in outcome.intake.findings if found.weight != "note"] == []
    assert {one.unit: one.count for one in outcome.intake.counts} == counts
    assert (len(counts), str(outcome.as_of)) == (many, "2020-10-20T08:00")


def test_the_units_are_those_of_the_day(project: Project) -> None:
    assert run(project, "new", "2025-08-01", "--campaign", "demo", "--unit", "VN").exit_code == 0
    counts = filled(project, project.root / "data/demo/2025-08-01/mau.xlsx")
    assert set(counts) == {unit.code for unit in read_units(project).at_level("VN34", "province")}


def test_params_are_copied_for_the_new_day_without_the_old_letter(project: Project) -> None:
    path = project.root / "params/2020-08-07.yml"
    path.write_text(
        path.read_text().replace("number: null  ", "number: 7").replace("  date: null  ", "  date: 2020-08-07")
    )
    assert run(project, "new", "2020-09-25").exit_code == 0
    text = (project.root / "params/2020-09-25.yml").read_text()
    assert "period: 2020-09-25\n" in text
    assert "  number: null" in text
    assert "  date: null" in text
    assert "Sở Thông tin và Truyền thông" in text
    assert not text.startswith("# Lạng Sơn, số liệu đến 08h00 ngày 07/8/2020")


def test_another_campaign_gets_a_params_file_of_its_own(project: Project) -> None:
    made = run(project, "new", "2020-10-20", "--campaign", "demo")
    assert "params/demo-2020-10-20.yml" in made.stdout
    assert (project.root / "params/demo-2020-10-20.yml").read_text().startswith("campaign: demo\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["2020-13-01"], "is no period"),
        (["2020-08-7"], "is no period"),
        (["20200807"], "write it as 2020-08-07"),
        (["2020-08-07"], "it is there already"),
        (["2020-08-08", "--campaign", "bluzone"], "did you mean 'bluezone'?"),
        (["2020-08-08", "--from", "2020-08-01"], "no params file of '2020-08-01'"),
        (["2020-08-08", "--unit", "318"], "no parts of huyện Bạch Long Vĩ are known"),
        (["2020-08-08", "--unit", "999"], "no unit '999'"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(project: Project, arguments: list[str], says: str) -> None:
    before = sorted(project.root.rglob("*"))
    refused = run(project, "new", *arguments)
    assert refused.exit_code == UsageError.exit_code
    assert says in refused.stderr
    assert sorted(project.root.rglob("*")) == before


def test_an_empty_period_disturbs_no_other(project: Project) -> None:
    run(project, "new", "2020-10-20", "--campaign", "demo")
    assert run(project, "check", "--campaign", "demo").exit_code == 0
    assert "2020-10-20" in run(project, "list").stdout
    assert (
        run(project, "build", "quick_report", "--campaign", "demo", "--period", "2020-10-16", "--dry-run").exit_code
        == 0
    )


def test_the_workbook_has_the_same_bytes_each_time(project: Project, tmp_path: Path) -> None:
    made = []
    for _ in range(2):
        run(project, "new", "2020-10-20", "--campaign", "demo")
        made.append((project.root / "data/demo/2020-10-20/mau.xlsx").read_bytes())
        shutil.rmtree(project.root / "data/demo/2020-10-20")
        (project.root / "params/demo-2020-10-20.yml").unlink()
    assert made[0] == made[1]


def test_only_the_figures_may_be_typed(project: Project) -> None:
    run(project, "new", "2020-10-20", "--campaign", "demo")
    sheet = openpyxl.load_workbook(project.root / "data/demo/2020-10-20/mau.xlsx").active
    assert sheet is not None
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1, sheet.protection.sheet) == ("whole", "0", True)
    row = next(row for row in sheet.iter_rows() if row[0].value == 1)
    assert [cell.protection.locked for cell in row] == [True, True, True, False, False]
    assert (row[3].number_format, sheet.freeze_panes) == ("#,##0", f"D{row[0].row}")


def test_a_period_of_which_nothing_was_received_gives_no_letter(project: Project) -> None:
    run(project, "new", "2020-10-20", "--campaign", "demo", "--unit", "20")
    refused = run(project, "build", "quick_report", "--campaign", "demo", "--period", "2020-10-20", "--unit", "20")
    assert refused.exit_code == DataError.exit_code
    assert "nothing has been received for this period yet" in refused.stderr
    assert "dophu import FILE --campaign demo --period 2020-10-20" in refused.stderr


@pytest.mark.parametrize("lost", [["params/demo-2020-10-20.yml"], []])
def test_run_again_it_finishes_what_a_killed_run_began(project: Project, lost: list[str]) -> None:
    first = run(project, "new", "2020-10-20", "--campaign", "demo")
    made = {name: (project.root / name).read_bytes() for name in first.stdout.split()}
    for name in lost:
        (project.root / name).unlink()
    again = run(project, "new", "2020-10-20", "--campaign", "demo")
    assert (again.exit_code, again.stdout) == (0, first.stdout)
    assert {name: (project.root / name).read_bytes() for name in made} == made


@pytest.mark.parametrize(
    ("name", "text"), [("data/demo/2020-10-20/activities.yml", ""), ("params/demo-2020-10-20.yml", "a: 1")]
)
def test_what_somebody_has_written_meanwhile_is_not_overwritten(project: Project, name: str, text: str) -> None:
    run(project, "new", "2020-10-20", "--campaign", "demo")
    (project.root / name).write_text(text)
    refused = run(project, "new", "2020-10-20", "--campaign", "demo")
    assert refused.exit_code == UsageError.exit_code
    assert (project.root / name).read_text() == text


def test_what_a_killed_run_left_half_made_is_cleared_away(project: Project) -> None:
    left = project.root / "data/demo/.new-2020-10-20"
    left.mkdir()
    (left / "mau.xlsx").write_bytes(b"half")
    done = run(project, "new", "2020-10-20", "--campaign", "demo")
    assert done.exit_code == 0, done.output
    assert not left.exists()
