"""Counts that were revised: as they are known on the day of an edition, and never later knowledge."""

from __future__ import annotations

import re

import pytest

from dophu.data.periods import read_campaign, read_history
from dophu.errors import DataError
from dophu.world.periods import read_period
from tests.project import Draft, demo  # noqa: F401 - a fixture

REVISIONS = "data/demo/2020-07-31/revisions.csv"
HEAD = "source,revised,vintage,unit,measure,former,step,qualifier,reason\n"
ROW = "DEMO,2020-08-05,VN63,20,installs,45000,1,,Loại bản trùng\n"


def counts_known_on(project: Draft, day: str) -> list[int]:
    history = read_history(project, read_campaign(project, "demo"), until=read_period(day))
    mine = history.counts[history.counts["unit"] == "20"]
    return [int(count) for count in mine["count"]]


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2020-07-31", [40000]), ("2020-08-04", [45000]), ("2020-08-05", [40000]), ("2020-08-07", [40000, 80000])],
)
def test_a_count_of_an_earlier_period_is_what_was_known_on_the_day(project: Draft, day: str, counts: list[int]) -> None:
    project.write(REVISIONS, HEAD + ROW)
    assert counts_known_on(project, day) == counts


def test_of_several_revisions_the_earliest_after_the_day_says_what_was_known(project: Draft) -> None:
    project.write(REVISIONS, HEAD + ROW + "DEMO,2020-08-03,VN63,20,installs,47000,1,,\n")
    assert [counts_known_on(project, day)[0] for day in ("2020-08-02", "2020-08-04", "2020-08-06")] == [
        47000,
        45000,
        40000,
    ]


def test_a_revision_made_later_is_not_told_earlier(project: Draft) -> None:
    project.write(REVISIONS, HEAD + ROW)
    campaign = read_campaign(project, "demo")
    days = {day: read_period(f"2020-08-{day:02d}") for day in (4, 5)}
    told = {day: len(read_history(project, campaign, until=until).revisions) for day, until in days.items()}
    assert told == {4: 0, 5: 1}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (ROW.replace(",20,", ",22,"), "counts.csv of the period has no such row"),
        (ROW.replace("2020-08-05", "2020-07-30"), "before the period 2020-07-31"),
        (ROW.replace("2020-08-05", ""), "not a moment"),
        (ROW.replace("45000", "nhiều"), "not a whole number"),
        (ROW + ROW, "stands twice"),
    ],
)
def test_a_wrong_revision_is_refused(project: Draft, row: str, message: str) -> None:
    project.write(REVISIONS, HEAD + row)
    with pytest.raises(DataError, match=re.escape(message)):
        project.history()
