"""A share above 100 per cent carries its explanation where it is told, in the letter as in the tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from dophu.publish.gates import check
from tests.examples import an_office  # noqa: F401 - a fixture
from tests.project import CAMPAIGN, COUNTS, PUBLISHED, TOTALS, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose

WHY = "Tỷ lệ vượt toàn bộ mẫu số: Mẫu số lập năm 2019; có người đến cư trú sau đó."
ROW = "DEMO,2020-08-07T08:00,VN63,20,installs,80000,1,,"


def told(project: Draft, report: str, count: int) -> str:
    if count != 80000:
        project.change(COUNTS, ROW, ROW.replace("80000", str(count)))
    document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="20"), report)
    check(document)
    return prose(document)


@pytest.mark.parametrize("report", ["quick_report", "national_table"])
@pytest.mark.parametrize(("count", "explained"), [(800000, True), (781655, False), (80000, False)])
def test_it_is_explained_where_it_surely_is_above_all(
    project: Draft, report: str, count: int, *, explained: bool
) -> None:
    for name in (PUBLISHED, TOTALS):
        (project.root / name).unlink()
    reason = "above_base: Mẫu số lập năm 2019; có người đến cư trú sau đó., meaning: Số"
    project.change(CAMPAIGN, "meaning: Số", reason)
    assert (WHY in told(project, report, count)) is explained


def test_the_parts_of_a_province_explain_it_too(office: Path) -> None:
    text = prose(tell(open_report(office, campaign="tiem-chung", period="2021-11-30", unit="20"), "parts"))
    assert "Tỷ lệ vượt toàn bộ mẫu số: Có người từ nơi khác đến tiêm; mẫu số rà soát ngày 01/10/2021." in text
