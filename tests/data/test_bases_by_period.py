"""A base holds for its own time: each share stands on that of its period, and none on a later one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dophu.errors import DataError
from dophu.measure.findings import find
from tests.courses import follow, measured, shown
from tests.project import CAMPAIGN, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose

HEAD = "base,vintage,code,value,low,high,qualifier,status,source,note,from,to\n"
DESCRIBED = "plan:\n  {as_of: 2013-01-01, kind: eligible, label: kế hoạch, short: kế hoạch, source: DEMO}\n"
YEARS = [("2013-01-01", "2013-12-31", 13610), ("2014-01-01", "", 12000)]
COUNTS = {"2013-12-31": {"20": 11055, "24": 100}, "2014-12-31": {"20": 11089, "24": 100}}


def plan(project: Draft, years: list[tuple[str, str, int]] = YEARS, unit: str = "20") -> None:
    rows = "".join(f"plan,VN63,{unit},{value},,,,published,DEMO,,{start},{end}\n" for start, end, value in years)
    project.write("data/demo/bases.yml", DESCRIBED)
    project.write("data/demo/bases.csv", HEAD + rows)
    project.change(CAMPAIGN, "\nbase: population_2019", "\nbase: plan")
    project.change(CAMPAIGN, "base: population_2019, from", "base: plan, from")
    project.change(CAMPAIGN, "from: 2020-07-31", "from: 2013-01-01")
    follow(project, COUNTS)


def test_each_share_stands_on_the_base_of_its_own_year(project: Draft) -> None:
    plan(project)
    facts, _ = measured(project, period="2014-12-31")
    assert shown(facts, "share", "base", "change", "share/2013-12-31", "base/2013-12-31") == [
        *("92,41%", "12.000", "11,18 điểm phần trăm", "81,23%", "13.610")
    ]


def test_a_letter_tells_both_bases_of_a_change(project: Draft) -> None:
    plan(project)
    document = tell(open_report(project.root, campaign="demo", period="2014-12-31", unit="20"))
    text = prose(document)
    assert "tăng 11,18 điểm phần trăm" in text
    assert "12.000" in text
    assert "13.610" in text


def test_a_share_that_falls_by_a_larger_base_alone_is_no_fall_of_the_count(project: Draft) -> None:
    plan(project, [("2013-01-01", "2013-12-31", 13610), ("2014-01-01", "", 14000)])
    for report in ("quick_report", "progress", "parts"):
        text = prose(tell(open_report(project.root, campaign="demo", period="2014-12-31", unit="20"), report))
        assert "kỳ này là 14.000 người, khác mẫu số của kỳ so sánh (13.610)" in text
        assert "Chưa có giải thích cho mức giảm này" not in text


def test_before_its_first_day_and_after_its_last_there_is_no_base(project: Draft) -> None:
    plan(project, [("2014-01-01", "2014-06-30", 12000)])
    for period in COUNTS:
        facts, _ = measured(project, period=period)
        assert shown(facts, "base", "share") == ["-", "-"]


def test_a_base_that_is_younger_than_its_period_is_used_nowhere(project: Draft) -> None:
    plan(project, [("", "", 5000)])
    project.change("data/demo/bases.yml", "as_of: 2013-01-01", "as_of: 2014-12-31")
    facts, _ = measured(project, period="2013-12-31")
    assert shown(facts, "share") == ["-"]
    project.change("data/demo/2014-12-31/counts.csv", "11089,1,,", "4089,1,,")  # the count of the year before is above
    assert not [one for one in find(project, project.history()).findings if "more than its base" in one.problem]


def test_the_door_holds_each_count_to_the_base_of_its_time(project: Draft) -> None:
    plan(project, [("2013-01-01", "2013-12-31", 13610), ("2014-01-01", "", 11000)])
    with pytest.raises(DataError, match=r"2014-12-31/counts\.csv row 2 .*more than its base plan of 11000"):
        project.history()


OVERLAPS = [
    ([("2013-01-01", "2014-06-30", 1), ("2014-01-01", "", 2)], "stands twice for the same days"),
    ([("", "", 1), ("2014-01-01", "", 2)], "stands twice for the same days"),
    ([("2014-01-01", "2013-01-01", 1)], "ends before it begins"),
    ([("2014-13-01", "", 1)], "not a date"),
]


@pytest.mark.parametrize(("years", "problem"), OVERLAPS)
def test_spans_that_contradict_each_other_are_refused_with_their_row(
    project: Draft, years: list[tuple[str, str, int]], problem: str
) -> None:
    plan(project, years)
    with pytest.raises(DataError, match=rf"data/demo/bases\.csv row {len(years) + 1}.*{problem}"):
        project.history()


def test_a_file_without_the_columns_holds_at_all_times(project: Draft) -> None:
    plan(project)
    short = HEAD.replace(",from,to", "")
    project.write("data/demo/bases.csv", f"{short}plan,VN63,20,12000,,,,published,DEMO,\n")
    facts, _ = measured(project, period="2014-12-31")
    assert shown(facts, "base", "base/2013-12-31") == ["12.000", "12.000"]


def test_bases_of_merged_units_are_added_up_year_by_year(project: Draft) -> None:
    plan(project)
    rows = "".join(
        f"plan,VN63,{unit},{value},,,,published,DEMO,,{start},{end}\n"
        for unit in ("24", "27")
        for start, end, value in (("2025-01-01", "2025-12-31", 1000), ("2026-01-01", "", 3000))
    )
    project.write("data/demo/bases.csv", HEAD + rows)
    bases = project.history().bases
    merged = [bases.of("plan", "VN34", "24", day) for day in ("2025-08-01", "2026-08-01")]
    assert [Fraction(value.value) if value else None for value in merged] == [2000, 6000]
