"""What is counted within each period, as a level, or anew each year: what is compared with what, and added up."""

from __future__ import annotations

import pytest

from dophu.facts.fact import Fact
from dophu.measure.consistency import findings
from dophu.measure.outlook import outlook
from dophu.measure.revisions import Revisions
from dophu.proof.recompute import recompute
from dophu.publish.gates import check
from tests.courses import follow, measured, shown
from tests.project import CAMPAIGN, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose

MEANING = "meaning: Số người đã cài đặt."
WEEKS = {  # new cases of each week, by the moment of the count
    "2019-08-09T08:00": {"20": 400, "24": 200},
    "2020-07-24T08:00": {"20": 500, "24": 100},
    "2020-07-31T08:00": {"20": 700, "24": 300},
    "2020-08-07T08:00": {"20": 300, "24": 350},
}
FLOW = "counts: per_period, better: neither"
AIM = (
    "  - {key: half, percent: 50, measure: installs, base: population_2019, "
    "from: 2020-07-31, source: DEMO, label: dân số}\n"
)


def counting(project: Draft, keys: str, aim: bool = False) -> None:
    project.change(CAMPAIGN, MEANING, f"{MEANING}, {keys}")
    if not aim:
        project.change(CAMPAIGN, f"targets:\n{AIM}", "targets: []\n")


def test_a_flow_is_added_up_over_its_year_and_held_against_a_year_ago(project: Draft) -> None:
    counting(project, FLOW)
    follow(project, WEEKS)
    facts, _ = measured(project)
    told = ("counted", "gained", "year_total", "year_periods", "year_gained", "year_growth")
    assert shown(facts, *told) == ["300", "-400", "1.500", "03", "-100", "-25,00%"]


def test_sums_of_two_years_are_held_together_only_over_the_same_periods(project: Draft) -> None:
    counting(project, FLOW)
    follow(project, WEEKS)
    assert shown(measured(project)[0], "year_total", "year_total_gained") == ["1.500", "-"]
    follow(project, WEEKS | {"2019-07-26T08:00": {"20": 50}, "2019-08-02T08:00": {"20": 50}})
    assert shown(measured(project)[0], "year_total_gained") == ["1.000"]


def test_of_a_flow_nothing_is_said_a_day(project: Draft) -> None:
    counting(project, FLOW)
    follow(project, WEEKS)
    facts, _ = measured(project)
    assert shown(facts, "per_day", "week_gained", "pace") == ["-", "-", "-"]


def test_a_week_that_a_unit_sent_blank_leaves_the_sum_of_its_year_unknown(project: Draft) -> None:
    counting(project, FLOW)
    follow(project, WEEKS | {"2020-07-31T08:00": {"20": ",,,", "24": 300}})
    facts, _ = measured(project)
    assert shown(facts, "year_total", "year_total:24") == ["-", "750"]


def test_the_first_period_of_a_year_adds_nothing_up(project: Draft) -> None:
    counting(project, FLOW)
    follow(project, {"2019-12-27T08:00": {"20": 400}, "2020-01-03T08:00": {"20": 100}})
    facts, _ = measured(project, period="2020-01-03")
    assert shown(facts, "counted", "gained", "year_total") == ["100", "-300", "-"]


def test_a_school_year_begins_in_september(project: Draft) -> None:
    counting(project, f"{FLOW}, resets: school_year")
    months = {"2019-08-30T08:00": {"20": 50}, "2019-09-06T08:00": {"20": 10}, "2020-01-03T08:00": {"20": 100}}
    follow(project, months)
    facts, _ = measured(project, period="2020-01-03")
    assert shown(facts, "year_total", "year_periods") == ["110", "02"]


ANEW = {"2019-12-27T08:00": {"20": 60000}, "2020-01-03T08:00": {"20": 500}, "2020-01-10T08:00": {"20": 900}}


def test_a_count_from_the_beginning_of_the_year_starts_anew_and_falls_from_nothing(project: Draft) -> None:
    counting(project, "resets: year")
    follow(project, ANEW)
    facts, followed = measured(project, period="2020-01-03")
    assert shown(facts, "gained", "change") == ["-", "-"]
    assert [(step.anew, step.joined) for step in followed.own.steps] == [(False, False), (True, False)]  # type: ignore[union-attr]
    assert not [one for one in findings(project.history()) if "below" in one.problem]
    later, _ = measured(project, period="2020-01-10")
    assert shown(later, "gained") == ["400"]


def test_without_the_key_the_same_counts_fall(project: Draft) -> None:
    counting(project, "resets: never")
    follow(project, ANEW)
    facts, _ = measured(project, period="2020-01-03")
    assert shown(facts, "gained", "year_gained") == ["-59.500", "-"]
    assert [one for one in findings(project.history()) if "below" in one.problem]


@pytest.mark.parametrize("way", ["per_period", "level"])
def test_what_is_not_counted_up_may_fall(project: Draft, way: str) -> None:
    counting(project, f"counts: {way}")
    follow(project, WEEKS)
    assert not [one for one in findings(project.history()) if "below" in one.problem]


def test_a_level_keeps_its_daily_change_and_has_no_sum_of_a_year(project: Draft) -> None:
    counting(project, "counts: level")
    follow(project, WEEKS)
    facts, _ = measured(project)
    assert shown(facts, "per_day", "year_total", "year_gained") == ["-57", "-", "-100"]


@pytest.mark.parametrize("keys", ["counts: per_period", "counts: level", "better: less"])
def test_a_scenario_is_made_of_what_is_counted_up_towards_more(project: Draft, keys: str) -> None:
    counting(project, keys, aim=True)
    follow(project, WEEKS)
    facts, followed = measured(project)
    assert outlook(facts, followed.own, Revisions(facts)).reason.startswith("chỉ tiêu không phải")


@pytest.mark.parametrize("report", ["quick_report", "progress"])
def test_reports_of_a_flow_pass_their_gates_and_call_no_fall_unexplained(project: Draft, report: str) -> None:
    counting(project, FLOW)
    project.change(CAMPAIGN, "verb: cài đặt", "verb: mắc mới")
    follow(project, WEEKS)
    opened = open_report(project.root, campaign="demo", period="2020-08-07", unit="20")
    document = tell(opened, report)
    check(document)
    assert "đề nghị rà soát" not in prose(document)
    if report == "quick_report":
        assert "Cộng 03 kỳ đã có số liệu từ đầu năm được 1.500 người." in prose(document)
        assert "So với cùng kỳ năm trước, kết quả giảm 100 người, tỷ lệ giảm 0,01 điểm phần trăm." in prose(document)
    assert isinstance(opened.facts.fact("year_total"), Fact)
    assert recompute(opened.ledger.as_data()) == []
