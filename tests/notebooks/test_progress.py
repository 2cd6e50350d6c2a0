"""The report of progress, told for cases that life brings: it says what the data carry and no more."""

from __future__ import annotations

import re

import pytest

from dophu.publish.exporters import publish
from dophu.publish.gates import check
from dophu.tell.blocks import Document, Figure, Heading, Table
from dophu.tell.html import plain
from dophu.words import say
from tests.courses import cut, follow, revise
from tests.measure.test_progress import DUE, MOMENTS, STEADY, bend, daily
from tests.parts import give_letterheads
from tests.project import Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose

CAMPAIGN_WIDE = [("2020-08-05", "20"), ("2020-09-08", "40"), ("2020-09-24", "06"), ("2020-10-14", "06")]
LAST = [("2020-10-16", unit) for unit in ("01", "48", "178", "VN")]


def told(project: Draft, unit: str = "20", **parameters: object) -> Document:
    content = {"campaign": "demo", "period": "2020-08-07", "unit": unit} | parameters
    document = tell(open_report(project.root, **content), "progress")
    check(document)
    return document


def headings(document: Document) -> list[str]:
    return [plain(block.runs) for block in document.blocks if isinstance(block, Heading) and block.level > 1]


def figures(document: Document) -> list[str]:
    return [block.key for block in document.blocks if isinstance(block, Figure)]


def test_the_title_says_what_is_counted(project: Draft) -> None:
    assert told(project).title == "Tiến độ cài đặt ứng dụng Thử nghiệm"


def test_one_period_gives_a_short_report_that_says_so(project: Draft) -> None:
    follow(project, {MOMENTS[3]: {"20": 1000}})
    document = told(project)
    assert (headings(document), figures(document)) == ([], [])
    assert "mới có số liệu của một kỳ" in prose(document)
    assert "Chưa có kỳ trước nào so sánh được" in prose(document)


def test_a_unit_without_figures_is_told_so(project: Draft) -> None:
    follow(project, {MOMENTS[2]: {"22": 900}, MOMENTS[3]: {"22": 1000}})
    document = told(project)
    assert (headings(document), figures(document)) == ([], [])
    assert "chưa có số lượng và tỷ lệ người cài đặt của tỉnh Lạng Sơn" in prose(document)


def test_a_unit_that_is_missing_now_is_told_with_its_last_figure(project: Draft) -> None:
    follow(project, STEADY | {MOMENTS[3]: {"22": 9000, "VN": "90000,1,,Chưa gồm một tỉnh"}})
    text = prose(told(project))
    assert "Lần gần nhất có số liệu là 08h00 ngày 05/8/2020: 111.000 người, 14,20%." in text
    assert "Cả nước đạt 0,09%. Số liệu kèm ghi chú: “Chưa gồm một tỉnh”." in text


def test_what_is_needed_a_day_leads_and_scenarios_follow(project: Draft) -> None:
    follow(project, bend(40.5))
    document = told(project, target_by=DUE)
    text = prose(document)
    assert text.index("mỗi ngày cần thêm ít nhất") < text.index("Kịch bản logistic: nếu mức tăng chậm dần")
    assert headings(document) == ["Diễn biến qua các kỳ", "Kịch bản đến mục tiêu"]
    assert figures(document) == ["share_course", "daily_gain", "outlook"]
    assert "khoảng này đúng 08 trong 10 kỳ thử lại" in text
    assert "mức bão hòa không vượt mục tiêu 50%" in text
    assert "Kịch bản tuyến tính: không lập, vì thử lại trên số liệu đã qua, khoảng này sai quá nhiều (" in text


def test_a_linear_scenario_says_what_it_keeps_up_and_how_often_it_was_right(project: Draft) -> None:
    follow(project, daily(2000))
    text = prose(told(project))
    assert "giữ mức bình quân 2.007 người mỗi ngày như trong 29 khoảng" in text
    assert "khoảng này đúng 19 trong 22 kỳ thử lại" in text


def test_without_any_scenario_each_is_named_with_its_reason(project: Draft) -> None:
    follow(project, daily(2000, seed=1))
    document = told(project)
    text = prose(document)
    assert "Kịch bản đến mục tiêu" not in headings(document)
    assert f"Kịch bản tuyến tính: {say('scenario.left')} (thử lại ở 22 kỳ, đúng 20 kỳ)." in text
    assert f"Kịch bản logistic: {say('scenario.no_curve')}." in text


@pytest.mark.parametrize(
    ("last", "says", "does_not_say"),
    [
        ("115000", ["mỗi ngày tăng 2.000 người, thấp hơn 9.183 so với mức cần có"], ["giảm"]),
        ("110000,1,,Loại bản trùng", ["người cài đặt giảm 1.000", "ghi chú: “Loại bản trùng”"], ["tăng -", "giảm -"]),
        ("110000", ["người cài đặt giảm 1.000", "Chưa có giải thích cho mức giảm này"], ["tăng -", "giảm -"]),
        ("111000", ["người cài đặt không thay đổi.", "mỗi ngày không thay đổi, thấp hơn"], ["thay đổi người"]),
        ("111001", ["người cài đặt tăng 01, tỷ lệ tăng 0,0001 điểm phần trăm"], ["0,00 ", "không thay đổi"]),
        ("388000,1000,,", ["đạt 49,5% đến 49,8%", "cần thêm"], ["đã đạt mục tiêu", "khoảng 50%"]),
        ("391000,1000,,", ["chưa đủ chính xác để kết luận"], ["đã đạt mục tiêu", "còn thiếu", "cần thêm"]),
        ("400000", ["đã vượt mục tiêu 50%"], ["mỗi ngày cần thêm", "kịch bản"]),
        ("116000,1000,,", ["khoảng 116.000", "cần thêm 11.120 đến 11.170 người"], ["ít nhất", "Kịch bản tuyến tính"]),
    ],
)
def test_the_words_are_chosen_by_the_data(project: Draft, last: str, says: list[str], does_not_say: list[str]) -> None:
    follow(project, STEADY | {MOMENTS[3]: {"20": last}})
    text = prose(told(project, target_by=DUE))
    assert [words for words in says if words not in text] == []
    assert [words for words in does_not_say if words in text] == []


@pytest.mark.parametrize(
    ("period", "unit", "says", "draws"),
    [
        ("2021-06-19", "27", "Tỉnh Bắc Ninh xếp thứ 1 trong 10 tỉnh, thành phố đã biết số liệu", False),
        ("2021-05-28", "24", "Tỉnh Bắc Giang xếp thứ 1 đến 2 trong 02 tỉnh, thành phố", False),
        ("2021-05-31", "24", "", False),
        ("2020-08-20", "27", "Tỉnh Bắc Ninh xếp thứ 5 trong 05 tỉnh, thành phố", True),
    ],
)
def test_a_rank_is_said_though_no_course_of_ranks_can_be_drawn(period: str, unit: str, says: str, draws: bool) -> None:
    document = tell(open_report(campaign="bluezone", period=period, unit=unit), "progress")
    assert says in prose(document)
    assert ("Thứ hạng" in "".join(headings(document))) == bool(says)
    assert ("rank_course" in figures(document)) == draws


def test_a_break_is_told_and_nothing_is_compared_across_it(project: Draft) -> None:
    follow(project, {moment: {"20": 9000 + i, "22": 8000 + i} for i, moment in enumerate(MOMENTS[1:3])})
    cut(project)
    text = prose(told(project, period="2020-08-05"))
    assert "Cách tính có thay đổi. Từ ngày 04/8/2020: cách tính mới" in text
    assert "Chưa có kỳ trước nào so sánh được" in text
    assert "không có danh sách trước đó xếp hạng cùng những đơn vị ấy" in text


def test_revisions_are_told_in_the_first_edition_that_knows_them_and_in_no_other(project: Draft) -> None:
    follow(project, STEADY)
    revise(project, "2020-08-01", "2020-08-05T17:00,20,101000,1,,")
    days = ["2020-08-03", "2020-08-05", "2020-08-07"]
    assert ["Số liệu được điều chỉnh" in headings(told(project, period=day)) for day in days] == [False, True, False]
    counted = [next(b for b in told(project, period=day).blocks if isinstance(b, Table)) for day in days]
    assert [plain(table.rows[-1][1]) for table in counted] == ["101.000", "100.000", "100.000"]


def test_the_nations_other_measure_is_named_as_another(project: Draft) -> None:
    document = tell(open_report(campaign="bluezone", period="2021-06-19", unit="30"), "progress")
    assert "chỉ tiêu khác: đến 17h00 ngày 19/6/2021 có khoảng 37,9 triệu" in prose(document)
    assert figures(document) == ["share_course", "course"]


def test_the_nation_and_a_district_have_their_progress_too(project: Draft) -> None:
    give_letterheads(project)
    follow(project, {moment: {"178": 900 + i, "20": 9000 + i, "VN": 90000 + i} for i, moment in enumerate(MOMENTS)})
    assert "Tỉnh Lạng Sơn đạt 1,15%; thành phố Lạng Sơn thấp hơn 0,28 điểm phần trăm" in prose(told(project, "178"))
    assert "cả nước có 90.003 người cài đặt" in prose(told(project, "VN"))


@pytest.mark.parametrize(("period", "unit"), [*CAMPAIGN_WIDE, *LAST])
def test_every_format_of_the_demonstration_has_the_same_numbers(period: str, unit: str) -> None:
    document = tell(open_report(campaign="demo", period=period, unit=unit), "progress")
    check(document)
    formats = ("html", "pdf", "docx") if unit == "40" else ("html",)
    assert set(publish(document, formats)) == set(formats)


def test_a_place_of_the_course_is_among_a_plain_number_of_units() -> None:
    document = tell(open_report(campaign="bluezone", unit="27", period="2021-06-19"), "progress")
    check(document)
    assert "thứ 5/9" in prose(document)
    assert not re.search(r"thứ \d+/0\d", prose(document))
