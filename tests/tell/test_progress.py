from __future__ import annotations

import pytest

from dophu.publish.looks import FEWEST_MARKS
from dophu.tell.blocks import Runs
from dophu.tell.chapters import CHAPTERS
from dophu.tell.content import FigureContent, TableContent
from dophu.tell.html import plain
from dophu.tell.progress import (
    PROGRESS,
    course,
    daily_gain,
    nation_course,
    outlook,
    points_of,
    rank_course,
    revisions,
    share_course,
)
from dophu.wording import Moment
from dophu.words import say
from tests.courses import cut, follow, measured, revise
from tests.measure.test_progress import MOMENTS, STEADY, bend, daily
from tests.project import Draft, demo  # noqa: F401 - a fixture

TWO = {moment: {"20": 9000 + 100 * i, "22": 8000 + 300 * i} for i, moment in enumerate(MOMENTS)}


def the_table(content: TableContent | str) -> TableContent:
    assert isinstance(content, TableContent), content
    return content


def drawn(content: FigureContent | str) -> FigureContent:
    assert isinstance(content, FigureContent), content
    return content


def texts(rows: list[list[Runs]]) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in rows]


def column(content: TableContent, head: str) -> list[str]:
    return [row[content.head.index(head)] for row in texts(content.rows)]


def test_the_chapter_is_known() -> None:
    assert CHAPTERS["progress"] is PROGRESS


def test_the_table_has_the_last_period_on_top_and_marks_it(project: Draft) -> None:
    follow(project, STEADY)
    content = the_table(course(*measured(project)))
    assert content.head == ["Kỳ", "Số người cài đặt", "Tỷ lệ", "Thay đổi", "Trong", "Mỗi ngày"]
    assert texts(content.rows)[0] == ["07/8/2020", "115.000", "14,71%", "4.000", "02 ngày", "2.000"]
    assert texts(content.rows)[-1] == ["01/8/2020", "100.000", "12,79%", "", "", ""]
    assert (content.marked, len(content.rows)) == (0, 4)


def test_every_number_of_the_table_is_one_fact_and_nothing_else(project: Draft) -> None:
    follow(project, TWO)
    content = the_table(course(*measured(project)))
    cells = [cell for row in content.rows for cell in row[1:-1] if cell]
    assert {len(cell) for cell in cells} == {1}
    assert all(cell[0].fact for cell in cells)


def test_the_notes_say_what_keeps_a_row_from_being_read_like_the_others(project: Draft) -> None:
    follow(project, STEADY | {MOMENTS[1]: {"20": "105000,1000,gần,Theo báo chí"}})
    cut(project)
    revise(project, "2020-08-05", "2020-08-06,20,112000,1,,Loại bản trùng")
    notes = column(the_table(course(*measured(project))), "Ghi chú")
    assert notes == ["", "Đổi cách tính từ 04/8/2020. Đã điều chỉnh, số cũ 112.000", "Theo báo chí", ""]


def test_a_figure_that_skips_one_says_with_which_it_compares(project: Draft) -> None:
    follow(project, STEADY | {MOMENTS[1]: {"20": "105000,1000,hơn,"}})
    content = the_table(course(*measured(project)))
    assert column(content, "Ghi chú") == ["", "So với ngày 01/8/2020", "", ""]
    assert column(content, "Thay đổi") == ["4.000", "11.000", "", ""]
    assert column(content, "Số người cài đặt")[2] == "hơn 105.000"


def test_rounded_counts_change_as_exactly_as_they_are_known(project: Draft) -> None:
    follow(project, STEADY | {MOMENTS[3]: {"20": "116000,1000,,"}})
    content = the_table(course(*measured(project)))
    assert column(content, "Thay đổi")[0] == "khoảng 5.000"
    assert column(content, "Mỗi ngày")[0] == "khoảng 3.000"


def test_a_rank_tells_among_how_many_in_its_own_cell(project: Draft) -> None:
    follow(project, TWO | {MOMENTS[1]: TWO[MOMENTS[1]] | {"24": 9}})
    content = the_table(course(*measured(project)))
    assert [rank.split("/")[1] for rank in column(content, "Thứ hạng")] == ["2", "2", "3", "2"]


def test_the_shares_are_drawn_with_a_gap_where_they_do_not_compare(project: Draft) -> None:
    follow(project, TWO)
    cut(project)
    facts, found = measured(project)
    content = drawn(share_course(facts, found))
    assert [point.gap for point in points_of(found, found.courses[0], found.courses[0].steps)] == [
        True,
        False,
        True,
        False,
    ]
    assert "đổi cách tính" in content.drawing.svg
    assert "Tỉnh Lạng Sơn" in content.drawing.svg
    assert content.alt.startswith(
        "Biểu đồ đường theo thời gian: tỉnh Lạng Sơn từ 1,15% (01/8/2020) đến 1,19% (07/8/2020)"
    )
    assert texts(content.rows)[0] == ["07/8/2020", "9.300", "1,19%"]


def test_a_published_share_is_not_joined_to_a_recomputed_one(project: Draft) -> None:
    follow(project, {MOMENTS[1]: {"20": 9000}, MOMENTS[2]: {"20": 9100}, MOMENTS[3]: {"22": 9000}})
    head = "source,as_of,vintage,unit,measure,figure,value,step,qualifier,base,of,status,since,note\n"
    for moment, value in ((MOMENTS[2], "9.50"), (MOMENTS[3], "10.23")):
        row = f"DEMO,{moment},VN63,20,installs,share,{value},,,population,,published,,Mẫu số khác\n"
        project.write(f"data/demo/{moment[:10]}/published.csv", head + row)
    facts, found = measured(project)
    assert found.own is not None
    assert [point.gap for point in points_of(found, found.own, found.own.steps)] == [True, False, True]
    notes = column(the_table(course(facts, found)), "Ghi chú")
    assert notes[0] == "Thay đổi giữa hai tỷ lệ công bố. Tỷ lệ nguồn công bố. Mẫu số khác"


def test_an_empty_bar_stands_where_two_periods_do_not_compare(project: Draft) -> None:
    follow(project, STEADY)
    cut(project)
    content = drawn(daily_gain(*measured(project)))
    assert content.rows == []  # the table of the course holds them
    assert "–" in content.drawing.svg
    assert "qua 2 khoảng giữa hai kỳ, cao nhất 2.000" in content.alt


def test_a_fall_is_drawn_below_zero_and_never_said_to_rise(project: Draft) -> None:
    follow(project, STEADY | {MOMENTS[3]: {"20": "110000,1,,Loại bản trùng"}})
    content = drawn(daily_gain(*measured(project)))
    assert ">-500<" in content.drawing.svg
    assert "gần nhất -500" in content.alt
    assert "tăng" not in content.alt


def test_the_places_of_the_unit_and_its_neighbours_have_their_numbers(project: Draft) -> None:
    follow(project, TWO)
    content = drawn(rank_course(*measured(project)))
    assert content.head == ["Tỉnh, thành phố", "Thứ hạng ngày 01/8/2020", "Thứ hạng ngày 07/8/2020"]
    assert texts(content.rows) == [["Lạng Sơn", "thứ 1", "thứ 1"], ["Quảng Ninh", "thứ 2", "thứ 2"]]
    assert all(run.fact for row in content.rows for cell in row[1:] for run in cell)


def test_places_are_not_joined_across_a_break(project: Draft) -> None:
    follow(project, TWO)
    cut(project)
    content = drawn(rank_course(*measured(project)))
    told = "".join(run.text for run in content.caption)
    assert "Lạng Sơn xếp thứ" in told
    assert " từ thứ" not in told
    frame = content.frame
    assert frame is not None
    ranks = [[rank or None for rank in rows["rank"].fillna(0)] for _, rows in frame.groupby("code")]
    assert ranks == [[1, 1, None, 1, 1], [2, 2, None, 2, 2]]
    assert frame.moment[2] == Moment.parse("2020-08-04")


def test_scenarios_are_called_so_and_have_their_range_and_their_backtest(project: Draft) -> None:
    follow(project, bend(40.5))
    content = drawn(outlook(*measured(project, target_by="2020-08-13")))
    assert "kịch bản logistic" in content.drawing.svg
    assert "Hạn đạt mục tiêu" in content.drawing.svg
    assert ">Lạng Sơn 40,33%<" in content.drawing.svg  # short, lest a long name cut its value
    assert content.head[-1] == "Thử lại"
    ends = ["khoảng 40,4%", "khoảng 40,8%"]
    row = ["Kịch bản logistic", *ends, "không", "không", "không đạt", "đúng 08 trong 10 kỳ"]
    assert texts(content.rows)[1:] == [row]
    assert "không phải dự báo" in content.alt
    assert "kịch bản logistic: không đạt, khoảng này đúng 08 trong 10 kỳ thử lại" in content.alt


def test_a_scenario_alone_stands_beside_what_is_reached_so_that_the_looks_gate_lets_it_pass(project: Draft) -> None:
    follow(project, bend(40.5))
    content = drawn(outlook(*measured(project, target_by="2020-08-13")))
    assert texts(content.rows)[0] == ["Đến nay", "40,33%", "40,33%", "–", "–", "–", "–"]
    assert len(content.rows) >= FEWEST_MARKS


def test_scenarios_that_failed_are_not_drawn_and_the_reason_is_said(project: Draft) -> None:
    follow(project, daily(2000, seed=1))
    reason = outlook(*measured(project))
    assert isinstance(reason, str)
    assert reason.startswith(f"kịch bản tuyến tính: {say('scenario.left')}")


def test_what_was_revised_is_listed_with_its_reason_or_that_none_was_given(project: Draft) -> None:
    follow(project, TWO)
    revise(project, "2020-08-05", "2020-08-06,20,9900,1,,")
    revise(project, "2020-08-03", "2020-08-07T17:00,22,9000,1000,hơn,Loại bản trùng")
    rows = texts(the_table(revisions(*measured(project))).rows)
    assert rows == [
        ["Tỉnh Lạng Sơn", "05/8/2020", "9.900", "9.200", "-700", "06/8/2020", "không nêu lý do"],
        ["Tỉnh Quảng Ninh", "03/8/2020", "hơn 9.000", "8.300", "dưới -700", "17h00 07/8/2020", "Loại bản trùng"],
    ]


@pytest.mark.parametrize("show", [course, share_course, daily_gain, rank_course, outlook, revisions, nation_course])
def test_one_period_gives_reasons_in_words_instead_of_tables_and_figures(project: Draft, show: object) -> None:
    follow(project, {MOMENTS[3]: {"20": 1000}})
    assert callable(show)
    reason = show(*measured(project))
    assert isinstance(reason, str)
    assert len(reason) > 10


@pytest.mark.parametrize("show", [course, share_course, daily_gain, rank_course, outlook])
def test_so_does_a_unit_of_which_nothing_is_known(project: Draft, show: object) -> None:
    follow(project, {MOMENTS[3]: {"22": 1000}})
    assert callable(show)
    assert isinstance(show(*measured(project)), str)


@pytest.mark.parametrize(
    ("places", "title", "alt"),
    [
        ([9000, 7000, 9000, 9000], "Thứ hạng của", "thứ 1 ngày 01/8/2020, thứ 1 ngày 07/8/2020"),  # it came back
        ([9000, 9000, 9000, 9000], "Tỉnh Lạng Sơn vẫn xếp thứ 1", "thứ 1 ngày 07/8/2020"),
        ([9000, 9000, 9000, "9000,1000,gần,"], "Thứ hạng của", "thứ 1 đến 2 ngày 07/8/2020"),
    ],
)
def test_a_place_is_said_to_be_kept_where_it_never_changed_and_is_sure(
    project: Draft, places: list[int | str], title: str, alt: str
) -> None:
    follow(project, {moment: {"20": place, "22": 13000} for moment, place in zip(MOMENTS, places, strict=True)})
    content = drawn(rank_course(*measured(project)))
    assert plain(content.caption).startswith(title)
    assert alt in content.alt


def test_places_of_lists_that_end_before_the_period_are_told_as_no_news(project: Draft) -> None:
    follow(project, TWO | {MOMENTS[-1]: {"20": 9300, "24": 100}})
    content = drawn(rank_course(*measured(project)))
    assert plain(content.caption).startswith("Thứ hạng của tỉnh Lạng Sơn")


def test_a_count_of_nought_is_an_exact_one(project: Draft) -> None:
    follow(project, {moment: {"20": 0} for moment in MOMENTS})
    _, found = measured(project)
    assert [each.why for each in found.outlook.left_out] == ["untried", "no_curve"]
