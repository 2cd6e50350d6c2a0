"""Counts that a survey estimates: they print with their interval, and verdicts follow only where it decides."""

from __future__ import annotations

import pytest

from dophu.errors import DataError
from dophu.publish.gates import check
from tests.project import COUNTS, PUBLISHED, TOTALS, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.told import facts_of, shown

HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note,low,high,level,method\n"
ROW = "DEMO,2020-08-07T08:00,VN63,20,installs,{count},{step},,,{low},{high},95,mẫu chùm\n"


def estimated(project: Draft, count: int, low: object, high: object, step: object = "") -> Draft:
    project.write(COUNTS, HEAD + ROW.format(count=count, step=step, low=low, high=high))
    for name in (PUBLISHED, TOTALS):
        (project.root / name).unlink(missing_ok=True)
    return project


@pytest.mark.parametrize(
    ("ends", "gap", "missing"),
    [((300000, 380000), "+", "+"), ((380000, 400000), "open", "open"), ((391000, 400000), "-", "-")],
)
def test_the_target_is_judged_only_where_the_interval_decides(
    project: Draft, ends: tuple[int, int], gap: str, missing: str
) -> None:
    facts = facts_of(estimated(project, sum(ends) // 2, *ends).edition())
    assert [facts.get(name).sign for name in ("gap", "missing")] == [gap, missing]  # type: ignore[union-attr]
    assert shown(facts, "confidence", "survey_method") == ["95%", "mẫu chùm"]


def test_the_letter_prints_the_estimate_with_its_interval(project: Draft) -> None:
    office = estimated(project, 80000, 75000, 86000)
    document = tell(open_report(office.root, campaign="demo", period="2020-08-07", unit="20"))
    check(document)
    text = prose(document)
    assert "80.000 (75.000 đến 86.000) người cài đặt" in text
    assert "đạt 9% đến 12% dân số" in text
    assert "Số liệu là ước lượng điều tra mẫu (mẫu chùm)" in text


@pytest.mark.parametrize(
    ("low", "high", "step", "problem"),
    [
        (75000, "", "", "an interval without both its ends"),
        (81000, 86000, "", "the count lies outside its interval 81000 to 86000"),
        (75000, 86000, 1000, "an interval beside a rounded count"),
        (75000.5, 86000, "", "not a whole number"),
    ],
)
def test_what_is_no_interval_of_a_count_is_refused_with_its_row(
    project: Draft, low: object, high: object, step: object, problem: str
) -> None:
    estimated(project, 80000, low, high, step)
    with pytest.raises(DataError, match=rf"counts\.csv row 2 .*{problem}"):
        project.edition()
