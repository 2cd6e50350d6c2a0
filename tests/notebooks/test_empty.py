"""Nothing empty is released: a report without a figure or a table of its own says why, and a letter keeps its words."""

from __future__ import annotations

import pytest

from tests.telling import open_report, tell

REASONS = {
    ("parts", "2021-06-19", "27"): "chưa có số liệu của đơn vị cấp huyện",
    ("national_table", "2020-08-07", "20"): "chưa có danh sách nào gồm từ hai đơn vị trở lên",
    ("progress", "2020-08-07", "24"): "chưa",  # the nation's downloads are no figure of the province's own
    ("quick_report", "2020-08-07", "24"): "chưa có số liệu nào của tỉnh Bắc Giang",
    ("quick_report", "2020-08-07", "20"): "",
    ("progress", "2021-06-19", "27"): "",
    ("quick_report", "2021-06-19", "VN"): "",
}


@pytest.mark.parametrize(("report", "period", "unit"), REASONS)
def test_a_report_is_empty_without_anything_of_its_unit(report: str, period: str, unit: str) -> None:
    told = open_report(campaign="bluezone", period=period, unit=unit)
    tell(told, report)
    reason = REASONS[report, period, unit]
    assert reason in told.empty
    assert bool(told.empty) is bool(reason)
