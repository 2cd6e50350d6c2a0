"""Reports of months, weeks and years: told in words, compared inside their kind, cut off as the regime says."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner

from dophu.cli import main
from dophu.data.project import OVERRIDE
from dophu.errors import DataError
from dophu.publish.gates import check
from tests.courses import shown
from tests.parts import HEAD, give_letterheads, line
from tests.project import CAMPAIGN, PARAMS, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.told import facts_of

REPORTS = ["quick_report", "national_table", "progress", "parts", "data_quality"]
MONTHS = {"2019-09": 30000, "2020-08": 40000, "2020-09": 60000}
YEARS = {"2019": 35000, "2020": 80000}


def of_periods(project: Draft, counts: dict[str, int], day: str = "28") -> None:
    """Count unit 20 so in each period, up to a day of its last month."""
    for folder in (project.root / "data/demo").glob("20*"):
        shutil.rmtree(folder)
    (project.root / PARAMS).unlink()
    give_letterheads(project)
    for name, number in counts.items():
        month = name if len(name) == len("2020-08") else f"{name}-12"
        rows = line("20", number, as_of=f"{month}-{day}T08:00") + line("24", number, as_of=f"{month}-{day}T08:00")
        project.write(f"data/demo/{name}/counts.csv", HEAD + rows)


def test_a_month_is_compared_with_the_month_before_and_with_the_same_a_year_ago(project: Draft) -> None:
    of_periods(project, MONTHS | YEARS)
    project.change(CAMPAIGN, "meaning: Số người", "counts: level, meaning: Số người")
    facts = facts_of(project.edition(period="2020-09"))
    assert shown(facts, "counted", "gained", "year_gained", "period") == [
        "60.000",
        "20.000",
        "30.000",
        "tháng 9 năm 2020",
    ]
    assert facts.history.periods == ("2019-09", "2020-08", "2020-09")


def test_a_year_is_compared_with_the_year_before_and_never_with_a_month(project: Draft) -> None:
    of_periods(project, MONTHS | YEARS)
    facts = facts_of(project.edition(period=2020))
    assert shown(facts, "counted", "gained", "counted/2019") == ["80.000", "45.000", "35.000"]
    assert facts.history.periods == ("2019", "2020")


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("period", ["2020-09", "2020"])
def test_every_report_tells_it_and_passes_its_gates(project: Draft, report: str, period: str) -> None:
    of_periods(project, MONTHS | YEARS)
    document = tell(open_report(project.root, campaign="demo", period=period, unit="20"), report)
    check(document)
    words = {"2020-09": "tháng 9 năm 2020", "2020": "năm 2020"}[period]
    assert report == "quick_report" or words in prose(document)


def test_a_count_of_another_month_is_refused(project: Draft) -> None:
    of_periods(project, MONTHS)
    project.change("data/demo/2020-09/counts.csv", "2020-09-28", "2020-10-01")
    with pytest.raises(
        DataError, match=r"2020-09/counts\.csv row 2 column 'as_of': not a moment of the period 2020-09"
    ):
        project.history()


@pytest.mark.parametrize(("day", "fits"), [("2020-08-15", True), ("2020-09-14", True), ("2020-09-15", False)])
def test_the_regime_cuts_its_months_off(project: Draft, day: str, fits: bool) -> None:
    of_periods(project, {"2020-09": 60000}, day="01")
    project.change(CAMPAIGN, "status: simulated", "status: simulated\nregime: {period: month, cut_off: 14, due_in: 2}")
    project.change("data/demo/2020-09/counts.csv", "2020-09-01T08:00,VN63,20", f"{day}T08:00,VN63,20")
    if fits:
        assert str(facts_of(project.edition(period="2020-09")).day) == "2020-09-14"
    else:
        with pytest.raises(DataError, match="not a moment of the period"):
            project.history()


@pytest.mark.parametrize("wrong", ["{period: monat}", "{period: month, cut_off: 30}", "{period: month, due_in: -1}"])
def test_a_regime_that_cannot_be_is_refused(project: Draft, wrong: str) -> None:
    project.change(CAMPAIGN, "status: simulated", f"status: simulated\nregime: {wrong}")
    with pytest.raises(DataError, match="line 4: 'regime"):
        project.history()


def test_a_folder_of_no_period_is_a_finding(project: Draft) -> None:
    of_periods(project, MONTHS)
    project.write("data/demo/2020-13/counts.csv", HEAD + line("20", 1))
    done = CliRunner().invoke(main, ["check"], env={OVERRIDE: str(project.root)})
    assert "data/demo/2020-13" in done.output
    assert "no period, got '2020-13'" in done.output


def test_check_looks_at_every_kind_by_itself(project: Draft) -> None:
    of_periods(project, MONTHS | {"2019": 99000, "2020": 20000})
    done = CliRunner().invoke(main, ["check"], env={OVERRIDE: str(project.root)})
    fallen = [told.partition(" ")[0] for told in done.output.splitlines() if "(fallen)" in told]
    assert set(fallen) == {"data/demo/2020/counts.csv"}


def test_new_begins_a_month(project: Draft) -> None:
    of_periods(project, MONTHS)
    done = CliRunner().invoke(main, ["new", "2020-10", "--campaign", "demo"], env={OVERRIDE: str(project.root)})
    assert done.exit_code == 0, done.output
    assert (project.root / "data/demo/2020-10/activities.yml").is_file()
    assert "period: 2020-10" in (project.root / "params/2020-10.yml").read_text("utf-8")
