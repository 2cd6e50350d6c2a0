from __future__ import annotations

import pytest

from dophu.measure.parts import Part
from tests.parts import BASES, FORMER, TENTH, count, give_letterheads, line, measured, shown
from tests.project import CAMPAIGN, PUBLISHED, Draft, demo  # noqa: F401 - a fixture

TOTAL = sum(TENTH.values())


def codes(parts: list[Part]) -> list[str]:
    return [part.unit.code for part in parts]


@pytest.fixture(autouse=True)
def letterheads(project: Draft) -> None:
    give_letterheads(project)


def test_every_district_has_its_facts_best_first_and_the_missing_last(project: Draft) -> None:
    count(project, {"178": 51642, "186": 12173, "189": 2857})
    ledger, found = measured(project)
    assert codes(found.rows)[:3] == ["178", "186", "189"]
    assert [row.unit.name for row in found.rows[3:5]] == ["Bắc Sơn", "Bình Gia"]
    assert shown(ledger, "base_of_178", "count_of_178", "share_of_178", "rank_of_178") == [
        "103.284",
        "51.642",
        "50,00%",
        "thứ 1",
    ]
    assert shown(ledger, "gap_of_186", "missing_of_186", "missing_of_178", "parts_known", "parts_unknown") == [
        "40,00 điểm phần trăm",
        "48.695",
        "0",
        "03",
        "08",
    ]


def test_equal_shares_share_a_place(project: Draft) -> None:
    count(project, {"178": 103284 // 4, "183": 2000, "181": 52689})
    ledger, _ = measured(project)
    assert shown(ledger, "rank_of_181", "rank_of_178", "rank_of_183") == ["thứ 1", "thứ 2", "thứ 3"]
    count(project, {"178": 103284, "183": 79873, "181": 2000})
    ledger, found = measured(project)
    assert shown(ledger, "rank_of_178", "rank_of_183", "rank_of_181") == ["đồng hạng thứ 1"] * 2 + ["thứ 3"]
    assert codes(found.best) == ["183", "178"]


@pytest.mark.parametrize(
    ("whole", "sums", "difference"),
    [
        (line("20", TOTAL), "equal", "-"),
        (line("20", TOTAL + 37), "unexplained", "-37"),
        (line("20", TOTAL - 37), "unexplained", "37"),
        (line("20", TOTAL + 37, "1,,Gồm số chưa rõ huyện"), "explained", "-37"),
        (line("20", 78000, "1000,,"), "equal", "-"),
        (line("20", 90000, "1000,,"), "unexplained", "-"),
        (line("20", TOTAL + 37, as_of="2020-08-07T17:00"), "apart", "-"),
        ("", "unknown", "-"),
    ],
)
def test_the_sum_is_held_against_the_whole(project: Draft, whole: str, sums: str, difference: str) -> None:
    count(project, TENTH, whole)
    ledger, found = measured(project)
    assert (found.sums, shown(ledger, "sum_difference")) == (sums, [difference])
    assert shown(ledger, "sum_count", "sum_base") == ["78.160", "781.655"]


@pytest.mark.parametrize(
    ("whole", "sums"), [(TOTAL, "partial"), (TOTAL - TENTH["178"], "without"), (1000, "unexplained")]
)
def test_a_sum_that_lacks_a_part_says_so(project: Draft, whole: int, sums: str) -> None:
    count(project, {code: number for code, number in TENTH.items() if code != "178"}, line("20", whole))
    assert measured(project)[1].sums == sums


def test_districts_that_are_but_some_of_a_province_never_add_up_to_it(project: Draft) -> None:
    count(project, {"220": 1000, "222": 2000, "223": 3000}, line("24", 6000))
    ledger, found = measured(project, "24")
    assert (found.complete, found.sums) == (False, "partial")
    assert shown(ledger, "listed_share", "base_difference") == ["29,35%", "-1.274.484"]


def test_bases_are_held_against_the_whole(project: Draft) -> None:
    count(project, TENTH)
    assert shown(measured(project)[0], "listed_base", "base_difference", "listed_share") == ["781.655", "0", "100,00%"]


def test_the_missing_people_are_named_by_the_fewest_that_hold_half(project: Draft) -> None:
    count(project, {"178": 51642 - 10, "183": 39937 - 50, "181": 26345 - 40, "186": 121735})
    ledger, found = measured(project)
    assert shown(ledger, "missing_of_186", "missing_of_183", "held_of_183") == ["-60.867", "50", "50,00%"]
    assert shown(ledger, "missing_total", "missing_top", "missing_top_share") == ["100", "01", "50,00%"]
    assert codes(found.top) == ["183"]


@pytest.mark.parametrize(
    ("more", "total"),
    [("", "61.969"), (line("181", 5000, "1000,,"), "-"), (line("181", 52000, "1000,,"), "-")],
)
def test_a_district_of_unknown_distance_leaves_the_missing_people_open(project: Draft, more: str, total: str) -> None:
    count(project, {"178": 10328, "186": 40213}, more)
    assert shown(measured(project)[0], "missing_total") == [total]


def test_a_fall_is_a_fall_and_a_break_is_not_compared_across(project: Draft) -> None:
    count(project, {"178": 10329, "183": 7987}, former=True)
    count(project, {"178": 10328, "183": 8000})
    assert shown(measured(project)[0], "gained_of_178", "change_of_183", "parts_since") == [
        "-01",
        "0,02 điểm phần trăm",
        "ngày 31/7/2020",
    ]
    broken = "breaks:\n  - {from: 2020-08-01, measures: [installs], note: x, source: DEMO}\ndocuments:"
    project.change(CAMPAIGN, "documents:", broken)
    ledger, _ = measured(project)
    assert shown(ledger, "parts_since") == ["-"]
    assert "gained_of_178" not in ledger


def test_a_period_in_which_few_of_the_districts_were_known_is_passed_over(project: Draft) -> None:
    count(project, {"178": 9000}, former=True)
    count(project, {"178": 10328, "183": 8000, "181": 5000})
    assert shown(measured(project)[0], "parts_since") == ["-"]


def test_the_list_that_names_most_is_taken_and_none_is_mixed(project: Draft) -> None:
    project.change(CAMPAIGN, "sources:\n", "sources:\n  - {id: OTHER, title: Khác}\n")
    count(project, {"178": 10000, "183": 8000}, line("181", 5000, source="OTHER") + line("178", 9999, source="OTHER"))
    assert {row.known.source for row in measured(project)[1].known if row.known} == {"DEMO"}
    count(project, {"178": 10000}, line("181", 5000, source="OTHER") + line("178", 9999, source="OTHER"))
    assert {row.known.source for row in measured(project)[1].known if row.known} == {"OTHER"}


def test_a_district_sees_its_province_and_stands_marked(project: Draft) -> None:
    count(project, TENTH | {"178": 51642}, line("20", 119470))
    ledger, found = measured(project, "178")
    assert (found.whole.code, found.marked and found.marked.code) == ("20", "178")
    assert shown(ledger, "whole_share", "beside_whole") == ["15,28%", "34,72 điểm phần trăm"]


@pytest.mark.parametrize(
    ("more", "lead"),
    [
        ("", ["178"]),
        (line("181", 20000, "1000,hơn,"), []),
        (line("181", 30000, "1000,hơn,"), ["181"]),
        (line("181", 20000, "1000,gần,"), ["178"]),
    ],
)
def test_who_leads_is_said_only_where_it_is_sure(project: Draft, more: str, lead: list[str]) -> None:
    count(project, {"178": 51642, "183": 8000}, more)
    assert codes(measured(project)[1].best) == lead


@pytest.mark.parametrize(
    ("scope", "targeted"), [("['178']", ["178"]), ("['20']", ["178", "183"]), ("all", ["178", "183"])]
)
def test_a_target_is_held_against_those_it_is_set_for(project: Draft, scope: str, targeted: list[str]) -> None:
    project.change(CAMPAIGN, "from: 2020-07-31", f"scope: {scope}, from: 2020-07-31")
    count(project, {"178": 10000, "183": 7000})
    found = measured(project, "20" if "20" in scope else "178")[1]
    assert [row.unit.code for row in found.rows if row.missing and row.gap] == targeted


def test_moments_that_differ_are_facts(project: Draft) -> None:
    count(project, {"178": 10000, "183": 8000}, line("181", 5000, as_of="2020-08-07T17:00"))
    assert shown(measured(project)[0], "parts_as_of", "as_of_of_178") == [
        "17h00 ngày 07/8/2020",
        "08h00 ngày 07/8/2020",
    ]


def test_the_funnel_is_laid_around_the_whole_and_marks_who_lies_outside(project: Draft) -> None:
    even = {code: base * 3 // 10 for code, base in BASES.items()}
    count(project, even | {"178": 41314}, line("20", sum(even.values()) - even["178"] + 41314))
    ledger, found = measured(project)
    assert [(dot.part.unit.code, dot.outside, dot.above) for dot in found.dots if dot.outside] == [
        ("178", "outer", True)
    ]
    assert found.centre is ledger["whole_share"]
    assert shown(ledger, "funnel_dots", "funnel_outside", "funnel_inner", "funnel_outer") == [
        "11",
        "01",
        "95%",
        "99,8%",
    ]


@pytest.mark.parametrize(
    ("numbers", "more", "centre"),
    [
        (TENTH, "", "sum_share"),
        (TENTH, line("20", TOTAL, as_of="2020-08-07"), "sum_share"),
        ({code: TENTH[code] for code in ("178", "180", "181", "182", "183")}, "", None),
        ({code: TENTH[code] for code in ("178", "180", "181", "182", "183")}, line("20", TOTAL), "whole_share"),
    ],
)
def test_the_centre_is_the_wholes_own_share_or_that_of_most_parts(
    project: Draft, numbers: dict[str, int], more: str, centre: str | None
) -> None:
    count(project, numbers, more)
    found = measured(project)[1].centre
    assert (found.key if found else None) == centre


def test_a_published_share_is_a_share_but_no_count(project: Draft) -> None:
    count(project, {"178": 10000})
    head = "source,as_of,vintage,unit,measure,figure,value,step,qualifier,base,of,status,since,note\n"
    project.write(PUBLISHED, f"{head}DEMO,2020-08-07T08:00,VN63,183,installs,share,12.5,,,population,,published,,\n")
    ledger, found = measured(project)
    assert codes(found.known) == ["183", "178"]
    assert shown(ledger, "share_of_183", "rank_of_183", "sum_of") == ["12,5%", "thứ 1", "01"]
    assert "count_of_183" not in ledger


def test_the_nation_has_provinces_as_its_parts(project: Draft) -> None:
    count(project, {"20": 80000, "24": 90000})
    ledger, found = measured(project, "VN")
    assert (found.complete, found.whole.part_kind) == (True, "tỉnh, thành phố")
    assert shown(ledger, "parts_listed", "parts_known", "rank_of_20") == ["63", "02", "thứ 1"]


def test_a_province_without_districts_in_the_data_has_no_parts(project: Draft) -> None:
    (project.root / FORMER).unlink()
    ledger, found = measured(project, "22")
    assert (found.rows, found.sums, found.funnel) == ([], "unknown", None)
    assert shown(ledger, "parts_known", "districts_ended") == ["0", "-"]
