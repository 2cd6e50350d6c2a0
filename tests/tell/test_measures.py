"""All measures of which something is known are told in the letter, the main one first."""

from __future__ import annotations

from dophu.tell.blocks import Table
from dophu.tell.html import plain
from tests.parts import line
from tests.project import CAMPAIGN, COUNTS, PUBLISHED, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell

MORE = """
  calls: {label: số cuộc gọi, noun: cuộc gọi, verb: gọi, meaning: Số cuộc gọi.}
  late: {label: số hồ sơ trễ hạn, noun: hồ sơ, verb: trễ hạn, meaning: Trễ hạn., base: population_2019, better: less}
"""
AIM = (
    "  - {key: most, percent: 5, measure: late, base: population_2019, from: 2020-07-31, source: DEMO, label: hồ sơ}\n"
)


def rows_of(project: Draft) -> list[list[str]]:
    project.change(CAMPAIGN, "\nmain_measure", f"{MORE}main_measure")
    project.change(CAMPAIGN, "activities:", f"{AIM}activities:")
    text = (project.root / COUNTS).read_text("utf-8")
    more = line("20", 1234).replace("installs", "calls") + line("20", 50000).replace("installs", "late")
    project.write(COUNTS, text + more)
    document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="20"))
    table = next(block for block in document.blocks if isinstance(block, Table) and "chỉ tiêu" in plain(block.caption))
    return [[plain(cell) for cell in row] for row in table.rows]


def test_a_measure_without_base_and_target_is_told_by_its_count_alone(project: Draft) -> None:
    rows = {row[0]: row[1:] for row in rows_of(project)}
    assert list(rows) == ["Số người cài đặt", "Số cuộc gọi", "Số hồ sơ trễ hạn"]
    assert rows["Số cuộc gọi"] == ["1.234", "", "", "", "", ""]


def test_what_lies_above_a_ceiling_says_so_among_what_is_missing(project: Draft) -> None:
    rows = {row[0]: row[1:] for row in rows_of(project)}
    assert rows["Số người cài đặt"][-2:] == ["39,77 điểm phần trăm", "310.828"]
    assert [cell.split()[0] for cell in rows["Số hồ sơ trễ hạn"][-2:]] == ["vượt", "vượt"]


def test_amounts_beside_shares_stand_under_a_head_that_fits_both_and_await_no_count(project: Draft) -> None:
    figure = "figure: {kind: mean, unit: phút}, better: less"
    wait = f"  wait: {{label: thời gian, noun: phút, verb: chờ, meaning: Thời gian., {figure}}}\n"
    project.change(CAMPAIGN, "\nmain_measure", f"\n{wait}main_measure")
    aim = "  - {key: soon, value: 30, measure: wait, from: 2020-07-31, source: DEMO, label: thời gian}\n"
    project.change(CAMPAIGN, "activities:", f"{aim}activities:")
    mean = "DEMO,2020-08-07T08:00,VN63,20,wait,value,30,,,,,published,,\n"
    project.write(PUBLISHED, (project.root / PUBLISHED).read_text("utf-8") + mean)
    document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="20"))
    table = next(block for block in document.blocks if isinstance(block, Table) and "chỉ tiêu" in plain(block.caption))
    told = dict(zip(map(plain, table.head), map(plain, table.rows[1]), strict=True))
    assert (told["Kết quả"], told["Số lượng"], told["Khoảng cách"]) == ("30 phút", "", "0 phút")
