from __future__ import annotations

from fractions import Fraction
from math import isnan

import pytest

from dophu.measure.standings import standings
from dophu.publish.gates import check
from dophu.tell.blocks import Runs
from dophu.tell.content import FigureContent, TableContent
from dophu.tell.figures import standing
from dophu.tell.standing_figures import changes, class_edges, class_of, dots, tiles
from dophu.tell.standing_tables import absent, provinces, regions
from dophu.tell.standings import ANNEX, names
from tests.parts import count, give_letterheads, line
from tests.project import CAMPAIGN, Draft, demo  # noqa: F401 - a fixture
from tests.standings import PEOPLE, RISING, demonstrated, measured
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.told import facts_of


@pytest.fixture(autouse=True)
def letterheads(project: Draft) -> None:
    give_letterheads(project)


def text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def table(content: TableContent | str) -> TableContent:
    assert isinstance(content, TableContent)
    return content


def figure(content: FigureContent | str) -> FigureContent:
    assert isinstance(content, FigureContent)
    return content


def column(content: TableContent, head: str) -> list[str]:
    return [text(row[content.head.index(head)]) for row in content.rows]


def test_every_province_stands_in_the_table_by_rank_with_the_editions_own_marked() -> None:
    content = table(provinces(*demonstrated("20", "2020-10-11")))
    assert column(content, "Thứ hạng") == [str(place) for place in range(1, 64)]
    assert (len(content.head), content.sortable, column(content, "Tỉnh, thành phố")[content.marked or 0]) == (
        10,
        True,
        "Lạng Sơn",
    )
    assert text(content.caption).endswith(
        "(nguồn: Ban Chỉ đạo Quốc gia (mô phỏng)); thay đổi so với 08h00 ngày 09/10/2020"
    )
    assert [text(cell) for cell in content.foot[0]][:5] == ["Cộng 63 đơn vị", "", "", "96.208.984", "22.895.216"]


@pytest.mark.parametrize("period", ["2020-08-05", "2020-10-11", "2020-10-14", "2020-10-16"])
def test_every_number_of_a_table_is_one_fact_that_prints_as_it_is_shown(period: str) -> None:
    facts, found = demonstrated("20", period)
    contents = [
        content for write in (provinces, regions, absent) if isinstance(content := write(facts, found), TableContent)
    ]
    cells = [cell for content in contents for row in (*content.rows, *content.foot) for cell in row[1:]]
    numbers = [cell for cell in cells if any(sign.isdigit() for sign in text(cell))]
    printed = [[run for run in cell if run.fact] for cell in numbers]  # behind a word for its sign: "vượt 1.200"
    assert {len(cell) for cell in printed} == {1}
    words = {"tăng ", "giảm ", ""}
    for (run,) in printed:
        shown = facts.asked[run.fact or ""].shown
        assert any(
            run.text.removeprefix(word) in (shown, shown.replace("-", "")) or run.text in shown for word in words
        )


def test_who_has_more_than_enough_makes_up_for_nobody_in_the_sum(project: Draft) -> None:
    count(project, PEOPLE | {"01": PEOPLE["01"] // 2 - 70, "79": PEOPLE["79"]})
    content = table(provinces(*measured(project)))
    lacks = dict(zip(column(content, "Tỉnh, thành phố"), column(content, "Còn thiếu (người)"), strict=True))
    assert lacks["Hà Nội"] == "71"
    assert sum(cell.startswith("vượt ") for cell in lacks.values()) == len(PEOPLE) - 1
    assert not [cell for cell in lacks.values() if cell.startswith("-")]
    assert text(content.foot[0][content.head.index("Còn thiếu (người)")]) == "71"


def test_a_place_won_is_a_rise_and_one_lost_a_fall() -> None:
    facts, found = demonstrated("20", "2020-10-11")
    cells = column(table(provinces(facts, found)), "Thay đổi thứ hạng")
    signs = [row.moved.sign for row in found.rows]  # type: ignore[union-attr] # all are known
    words = {"+": "tăng ", "-": "giảm ", "0": "0"}
    assert {*signs} == {*words}
    assert all(cell.startswith(words[sign]) for cell, sign in zip(cells, signs, strict=True))


@pytest.mark.parametrize(("period", "before"), [("2020-10-14", "11/10/2020"), ("2020-10-16", "14/10/2020")])
def test_moves_are_told_among_the_units_of_both_lists_and_the_caption_says_so(period: str, before: str) -> None:
    content = table(provinces(*demonstrated("20", period)))
    assert "Thay đổi thứ hạng" in content.head
    assert text(content.caption).endswith(f"{before}, thứ hạng trong 62 đơn vị có ở cả hai kỳ")


def test_units_that_share_a_place_are_named_together() -> None:
    facts, found = demonstrated("20", "2020-10-16")
    assert column(table(provinces(facts, found)), "Thứ hạng").count("12") == 2
    assert str(names(found)["tied_named"]) == "tỉnh Cao Bằng và tỉnh Yên Bái đồng hạng thứ 12"


def test_a_missing_province_stands_last_and_in_a_table_of_its_own() -> None:
    facts, found = demonstrated("06", "2020-10-14")
    last = table(provinces(facts, found)).rows[-1]
    assert [text(cell) for cell in last] == [
        "Bắc Kạn", "", "Trung du và miền núi phía Bắc", "313.905", "chưa có số liệu", "", "", "", "", "",
    ]  # fmt: skip
    missing = table(absent(facts, found))
    assert [text(cell) for cell in missing.rows[0]][3:] == ["08h00 ngày 11/10/2020", "60.846", "19,38%"]
    assert missing.marked == 0


def test_what_the_source_says_of_the_nation_stands_below_the_sum_where_it_differs() -> None:
    feet = {day: table(provinces(*demonstrated("20", day))).foot for day in ("2020-10-11", "2020-10-14")}
    assert [len(foot) for foot in feet.values()] == [1, 2]
    assert [text(cell) for cell in feet["2020-10-14"][1]][4:6] == ["22.941.894", "23,85%"]


def test_regions_come_in_the_offices_order_with_the_editions_own_marked() -> None:
    content = table(regions(*demonstrated("01", "2020-10-11")))
    assert column(content, "Vùng")[1] == "Đồng bằng sông Hồng"
    assert content.marked == 1
    assert [text(cell) for cell in content.foot[0]][:3] == ["Tổng số", "63", "63"]
    assert sorted(column(content, "Thứ hạng")) == list("123456")


@pytest.mark.parametrize(
    ("counted", "written", "drawn"),
    [([], False, False), (["20"], False, False), (["20", "22"], True, True), (list(RISING)[:31], True, True)],
)
def test_what_a_short_list_does_not_carry_is_neither_written_nor_drawn(
    project: Draft, counted: list[str], written: bool, drawn: bool
) -> None:
    count(project, {code: RISING[code] for code in counted})
    facts, found = measured(project)
    assert isinstance(provinces(facts, found), TableContent) is written
    assert isinstance(dots(facts, found), FigureContent) is drawn
    assert [isinstance(each(facts, found), str) for each in (regions, absent, tiles)] == [True] * 3


def test_a_unit_of_which_only_a_bound_is_known_is_drawn_with_the_side_that_is_open() -> None:
    facts = facts_of(campaign="bluezone", period="2021-07-27", unit="79")
    drawn = figure(dots(facts, standings(facts))).frame
    assert drawn is not None
    bounds = {bar["name"]: (bar["low"], bar["high"]) for bar in drawn.to_dict("records") if bar["kind"] == "bound"}
    assert [name for name, (low, high) in bounds.items() if isnan(low)] == ["Hà Nội"]
    assert {name for name, (low, high) in bounds.items() if isnan(high)} == {"Bình Dương", "TP. Hồ Chí Minh"}


def test_the_map_has_both_archipelagos_and_says_that_it_is_none() -> None:
    content = figure(tiles(*demonstrated("20", "2020-10-14")))
    for words in ("Hoàng Sa", "(Đà Nẵng)", "Trường Sa", "(Khánh Hòa)", "không phải bản đồ"):
        assert words in content.drawing.svg
    assert content.alt.startswith("Sơ đồ ô, không phải bản đồ địa giới hành chính")
    assert "Lạng Sơn 24,80%; chưa có số liệu: 01 đơn vị." in content.alt


def test_the_target_is_drawn_only_where_it_is_set_for_a_unit_of_the_list(project: Draft) -> None:
    count(project, RISING)
    assert "Mục tiêu" in figure(dots(*measured(project))).drawing.svg
    project.change(CAMPAIGN, "measure: installs, base", 'measure: installs, scope: ["178"], base')
    content = figure(dots(*measured(project, "178")))
    assert "Mục tiêu" not in content.drawing.svg
    assert "mục tiêu" not in content.alt


@pytest.mark.parametrize(
    ("shares", "edges"),
    [
        ([11, 12, 14, 16, 17, 19, 24, 28, 33, 54], [10, 14, 18, 24, 34, 56]),
        ([5, 25, 45, 65, 85], [0, 20, 40, 60, 80, 100]),
        ([0, 0, 0, 0, 60], [0, 20, 40, 60, 80, 100]),
        ([7, 7, 7], [7, Fraction(36, 5), Fraction(37, 5), Fraction(38, 5), Fraction(39, 5), 8]),
        ([90, 110, 130, 150, 180], [80, 120, 140, 160, 180, 200]),
    ],
)
def test_classes_have_round_edges_that_hold_every_share(shares: list[int], edges: list[Fraction]) -> None:
    found = class_edges(map(Fraction, shares))
    assert found == edges
    assert all(found[0] <= share < found[-1] for share in shares)
    assert [class_of(edge, found) for edge in found[:-1]] == [0, 1, 2, 3, 4]


def test_those_who_gained_most_are_named_only_where_nobody_left_out_gained_as_much(project: Draft) -> None:
    even = [code for code, people in PEOPLE.items() if people % 10 == 0][:4]
    count(project, {code: PEOPLE[code] // 10 for code in even}, former=True)
    for most, named in (([3, 2, 2, 2], 1), ([3, 2, 2, 1], 3), ([2, 2, 2, 2], 0)):
        count(project, {code: PEOPLE[code] // 10 * times for code, times in zip(even, most, strict=True)})
        told = names(measured(project)[1])
        assert (len(told["rose"]), told["fell"]) == (named, [])


def test_rounded_shares_name_nobody_first(project: Draft) -> None:
    count(project, {}, line("20", 80000, "100000,,") + line("24", 90000, "100000,,") + line("22", 1000))
    assert names(measured(project)[1])["highest"] == []


def test_a_letter_takes_the_table_only_where_half_the_provinces_are_known(project: Draft) -> None:
    count(project, dict(list(RISING.items())[:31]))
    facts, _ = measured(project)
    assert isinstance(ANNEX.tables["national"](facts, ANNEX.measure(facts)), str)
    count(project, dict(list(RISING.items())[:32]))
    facts, _ = measured(project)
    content = table(ANNEX.tables["national"](facts, ANNEX.measure(facts)))
    assert len(content.rows) == 63


def test_two_that_print_alike_at_an_end_are_named_together_and_pass_the_gates(project: Draft) -> None:
    lowest, second, *_ = RISING
    count(project, RISING | {second: PEOPLE[second] * 10 // 100 + 1})
    document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="20"), "national_table")
    check(document)
    named = " và ".join(facts_of(project.edition(unit=code)).unit.full_name for code in (lowest, second))
    assert f"thấp nhất là {named} (10,00%)" in prose(document)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({"22": "132033,1,,"}, "của 2 đơn vị."),  # it fell by more than the other rose
        ({"22": "132033,1,,", "24": "190000,1000,hơn,"}, "của 2 đơn vị."),
        ({"22": "264065,1,,"}, "của 2 đơn vị. Tăng nhiều nhất: tỉnh Quảng Ninh 10,00 điểm phần trăm."),
    ],
)
def test_who_rose_most_is_said_only_where_no_open_change_may_be_larger(
    project: Draft, rows: dict[str, str], says: str
) -> None:
    count(project, {"20": 78166, "22": 132033, "24": 180395}, former=True)
    count(project, {"20": 78166}, "".join(line(code, *rest.split(",", 1)) for code, rest in rows.items()))
    content = figure(changes(*measured(project)))
    assert content.alt.endswith(says)


def test_a_letters_figure_calls_nobody_highest_with_whom_another_ties(project: Draft) -> None:
    halves = {code: PEOPLE[code] // 2 for code in ("22", "24", "27", "33")}
    count(project, {"20": PEOPLE["20"] // 4} | halves, line("30", 100000, "1000,hơn,"))
    alt = figure(standing(measured(project)[0], None)).alt
    assert "tỷ lệ của 5 đơn vị đã biết rõ số liệu" in alt
    assert "Từ trên xuống: Bắc Giang 50,00%" in alt
    count(project, {"20": PEOPLE["20"] // 4, "22": PEOPLE["22"] // 2, "24": PEOPLE["24"] // 3})
    assert "của 3 đơn vị đã biết số liệu" in figure(standing(measured(project)[0], None)).alt


@pytest.mark.parametrize(("last", "says"), [("100000,1000,gần,", False), ("100000,1,,", True)])
def test_how_far_the_ends_lie_apart_is_said_where_no_share_is_open(project: Draft, last: str, says: bool) -> None:
    count(project, {"20": PEOPLE["20"] // 2, "22": PEOPLE["22"] // 4}, line("24", *last.split(",", 1)))
    assert (names(measured(project)[1])["spread"] is not None) == says
