from __future__ import annotations

import pytest

from dophu.tell.blocks import Runs
from dophu.tell.content import FigureContent, TableContent
from dophu.tell.parts import PARTS, courses, funnel, missing_people, names, table
from tests.parts import BASES, TENTH, count, give_letterheads, line, measured
from tests.project import CAMPAIGN, PUBLISHED, Draft, demo  # noqa: F401 - a fixture
from tests.told import facts_of

TOTAL = sum(TENTH.values())
MARKED = TENTH | {"178": 51642}


@pytest.fixture(autouse=True)
def letterheads(project: Draft) -> None:
    give_letterheads(project)


def text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def the_table(project: Draft, unit: str = "20") -> TableContent:
    content = table(*measured(project, unit))
    assert isinstance(content, TableContent)
    return content


def drawn(content: FigureContent | str) -> FigureContent:
    assert isinstance(content, FigureContent)
    return content


def test_the_table_has_every_district_and_marks_the_editions_own(project: Draft) -> None:
    count(project, MARKED, line("20", TOTAL))
    content = the_table(project, "178")
    assert [text(cell) for cell in content.rows[0]] == [
        "Thành phố Lạng Sơn",
        "103.284",
        "51.642",
        "50,00%",
        "1",
        "0,00",
        "0",
    ]
    assert (content.marked, content.sortable, len(content.rows)) == (0, True, 11)
    assert text(content.caption).startswith("Kết quả theo đơn vị cấp huyện, tỉnh Lạng Sơn, 08h00 ngày 07/8/2020")


def test_every_number_of_the_table_is_one_fact_and_nothing_else(project: Draft) -> None:
    count(project, TENTH, former=True)
    count(project, MARKED, line("20", TOTAL))
    content = the_table(project)
    cells = [cell for row in (*content.rows, *content.foot) for cell in row[1:] if cell]
    assert {len(cell) for cell in cells} == {1}
    assert all(cell[0].fact for cell in cells)
    assert [head for head in content.head if head.startswith("Thay đổi")]


@pytest.mark.parametrize(
    ("whole", "foot"),
    [
        (line("20", TOTAL), ["Toàn tỉnh 78.160"]),
        (line("20", TOTAL + 37), ["Cộng 11 đơn vị 78.160", "Toàn tỉnh 78.197"]),
        ("", ["Cộng 11 đơn vị 78.160"]),
    ],
)
def test_the_foot_has_the_sum_unless_the_whole_says_the_same(project: Draft, whole: str, foot: list[str]) -> None:
    count(project, TENTH, whole)
    assert [f"{text(row[0])} {text(row[2])}" for row in the_table(project).foot] == foot


def test_what_is_not_known_is_said_and_columns_without_a_number_are_left_out(project: Draft) -> None:
    project.change(CAMPAIGN, "from: 2020-07-31", "scope: ['22'], from: 2020-07-31")
    count(project, {code: TENTH[code] for code in list(TENTH)[:6]})
    rows = the_table(project).rows
    assert [text(row[2]) for row in rows[6:]] == ["chưa có số liệu"] * 5
    assert the_table(project).head == ["Đơn vị cấp huyện", "Dân số 2019", "Số người cài đặt", "Tỷ lệ", "Thứ hạng"]


def test_of_a_list_with_few_known_only_those_are_shown(project: Draft) -> None:
    count(project, {"178": 10000, "183": 9000})
    head = "source,as_of,vintage,unit,measure,figure,value,step,qualifier,base,of,status,since,note\n"
    project.write(PUBLISHED, f"{head}DEMO,2020-08-07T08:00,VN63,181,installs,share,12.5,,,population,,published,,\n")
    rows = the_table(project).rows
    assert [[text(cell) for cell in row[:4:2]] for row in rows] == [
        ["Huyện Bình Gia", "không công bố"],
        ["Huyện Cao Lộc", "9.000"],
        ["Thành phố Lạng Sơn", "10.000"],
    ]


def test_the_funnel_says_who_lies_outside_and_around_what(project: Draft) -> None:
    even = {code: base * 3 // 10 for code, base in BASES.items()} | {"178": 41314}
    count(project, even, line("20", sum(even.values())))
    content = drawn(funnel(*measured(project)))
    assert content.alt == (
        "Biểu đồ phễu: tỷ lệ của 11 đơn vị theo quy mô mẫu số, quanh tỷ lệ chung 31,32%. "
        "Nằm ngoài giới hạn 95%: Lạng Sơn 40,00% (trên giới hạn 99,8%)."
    )
    assert text(content.caption).startswith("01 trong 11 đơn vị nằm ngoài giới hạn 95%. Tỷ lệ")
    assert [text(cell) for cell in content.rows[0]] == ["Lạng Sơn", "103.284", "40,00%", "trên giới hạn 99,8%"]
    assert "giới hạn 95%" in content.drawing.svg


def test_a_part_of_one_value_has_no_course_of_its_own() -> None:
    facts = facts_of(campaign="bluezone", period="2020-08-20", unit="VN")
    content = drawn(courses(facts, PARTS.measure(facts)))
    assert content.frame is not None
    values = content.frame["name"].value_counts()
    assert values.min() > 1
    assert "Sơn La" not in values
    assert text(content.caption).endswith("có số liệu từ nhiều kỳ")


@pytest.mark.parametrize(
    "numbers",
    [
        {code: TENTH[code] for code in list(TENTH)[:4]},  # fewer than five
        TENTH | {"178": 110000},  # a share above 100 %
    ],
)
def test_there_is_no_funnel_of_few_or_of_shares_above_a_whole(project: Draft, numbers: dict[str, int]) -> None:
    project.change(CAMPAIGN, "Số người đã cài đặt.", "Số người đã cài đặt., above_base: Mẫu số cũ")
    count(project, numbers, line("20", 200000))
    assert isinstance(funnel(*measured(project)), str)


def test_missing_people_are_sorted_and_those_above_the_target_have_no_share_of_them(project: Draft) -> None:
    count(project, {"178": 51642 - 10, "183": 39937 - 90, "186": 121735})
    content = drawn(missing_people(*measured(project)))
    assert [[text(cell) for cell in row] for row in content.rows] == [
        ["Cao Lộc", "90", "90,00%"],
        ["Lạng Sơn", "10", "10,00%"],
        ["Hữu Lũng", "vượt 60.867", "đã đạt"],
    ]
    assert content.alt.startswith("Biểu đồ thanh: số còn thiếu của 3 đơn vị. Nhiều nhất: Cao Lộc 90, Lạng Sơn 10 và")


@pytest.mark.parametrize(
    ("numbers", "more"),
    [
        ({"178": 10000}, ""),
        ({"178": 103284, "183": 79873}, ""),
    ],
)
def test_missing_people_of_one_or_of_none_are_not_drawn(project: Draft, numbers: dict[str, int], more: str) -> None:
    count(project, numbers, more)
    assert isinstance(missing_people(*measured(project)), str)


def test_two_of_one_name_are_told_apart_by_their_kind(project: Draft) -> None:
    project.change(
        "data/reference/units/VN63/district/20.csv", "VN63,183,district,Cao Lộc", "VN63,183,district,Lạng Sơn"
    )
    count(project, {"178": 10000, "183": 9000, "181": 5000})
    rows = drawn(missing_people(*measured(project))).rows
    assert [text(row[0]) for row in rows] == ["Thành phố Lạng Sơn", "Huyện Lạng Sơn", "Bình Gia"]


def test_a_sentence_names_eight_and_no_more(project: Draft) -> None:
    count(project, {code: TENTH[code] for code in list(TENTH)[:3]})
    assert names(measured(project)[1])["unknown_parts"].startswith("huyện Bắc Sơn, huyện Cao Lộc, ")
    count(project, {code: TENTH[code] for code in list(TENTH)[:2]})
    assert names(measured(project)[1])["unknown_parts"] == ""


def test_a_province_without_districts_has_no_table_and_no_figure(project: Draft) -> None:
    facts, found = measured(project, "22")
    made = [make(facts, found) for make in (*PARTS.tables.values(), *PARTS.figures.values())]
    assert all(isinstance(reason, str) for reason in made)
