from __future__ import annotations

import pytest

from dophu.facts.standing import Standing
from tests.parts import BASES, FORMER, TENTH, count, give_letterheads, line, measured
from tests.project import CAMPAIGN, PUBLISHED, Draft, demo  # noqa: F401 - a fixture
from tests.told import shown

TOTAL = sum(TENTH.values())


def codes(parts: list[Standing]) -> list[str]:
    return [part.unit.code for part in parts]


@pytest.fixture(autouse=True)
def letterheads(project: Draft) -> None:
    give_letterheads(project)


def test_every_district_has_its_facts_best_first_and_the_missing_last(project: Draft) -> None:
    count(project, {"178": 51642, "186": 12173, "189": 2857})
    _, found = measured(project)
    assert codes(found.rows)[:3] == ["178", "186", "189"]
    assert [row.unit.name for row in found.rows[3:5]] == ["Bắc Sơn", "Bình Gia"]
    assert shown(found, "base 178", "counted 178", "share 178", "rank 178") == [
        "103.284",
        "51.642",
        "50,00%",
        "thứ 1",
    ]
    assert shown(found, "gap 186", "missing 186", "missing 178", "told together", "absent together") == [
        "40,00 điểm phần trăm",
        "48.695",
        "0",
        "03",
        "08",
    ]


def test_equal_shares_share_a_place(project: Draft) -> None:
    count(project, {"178": 103284 // 4, "183": 2000, "181": 52689})
    _, found = measured(project)
    assert shown(found, "rank 181", "rank 178", "rank 183") == ["thứ 1", "thứ 2", "thứ 3"]
    count(project, {"178": 103284, "183": 79873, "181": 2000})
    _, found = measured(project)
    assert shown(found, "rank 178", "rank 183", "rank 181") == ["đồng hạng thứ 1"] * 2 + ["thứ 3"]
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
    _, found = measured(project)
    assert (found.sums, shown(found, "sum_apart")) == (sums, [difference])
    assert shown(found, "counted together", "base together") == ["78.160", "781.655"]


@pytest.mark.parametrize(("whole", "sums"), [(TOTAL, "partial"), (TOTAL - TENTH["178"], "without"), (1000, "above")])
def test_a_sum_that_lacks_a_part_says_so(project: Draft, whole: int, sums: str) -> None:
    count(project, {code: number for code, number in TENTH.items() if code != "178"}, line("20", whole))
    assert measured(project)[1].sums == sums


def test_districts_that_are_but_some_of_a_province_never_add_up_to_it(project: Draft) -> None:
    count(project, {"220": 1000, "222": 2000, "223": 3000}, line("24", 6000))
    _, found = measured(project, "24")
    assert (found.complete, found.sums) == (False, "partial")
    assert shown(found, "told together", "units together") == ["03", "10"]


def test_bases_are_held_against_the_whole(project: Draft) -> None:
    count(project, TENTH)
    assert shown(measured(project)[1], "bases_apart.added", "bases_apart.difference", "bases_apart.covered") == [
        "781.655",
        "0",
        "100,00%",
    ]


def test_the_missing_people_are_named_by_the_fewest_that_hold_half(project: Draft) -> None:
    count(project, {"178": 51642 - 10, "183": 39937 - 50, "181": 26345 - 40, "186": 121735})
    _, found = measured(project)
    assert shown(found, "missing 186", "missing 183", "held 183") == ["-60.867", "50", "50,00%"]
    assert shown(found, "shortfall", "top_count", "top_share") == ["100", "01", "50,00%"]
    assert codes(found.top) == ["183"]


@pytest.mark.parametrize(
    ("more", "total"),
    [("", "61.969"), (line("181", 5000, "1000,,"), "khoảng 83.000"), (line("181", 52000, "1000,,"), "61.969")],
)
def test_a_district_of_a_rounded_count_leaves_the_missing_people_rounded(project: Draft, more: str, total: str) -> None:
    count(project, {"178": 10328, "186": 40213}, more)
    assert shown(measured(project)[1], "shortfall") == [total]


def test_a_fall_is_a_fall_and_a_break_is_not_compared_across(project: Draft) -> None:
    count(project, {"178": 10329, "183": 7987}, former=True)
    count(project, {"178": 10328, "183": 8000})
    assert shown(measured(project)[1], "gained 178", "change 183", "parts_since") == [
        "-01",
        "0,02 điểm phần trăm",
        "ngày 31/7/2020",
    ]
    broken = "breaks:\n  - {from: 2020-08-01, measures: [installs], note: x, source: DEMO}\ndocuments:"
    project.change(CAMPAIGN, "documents:", broken)
    _, found = measured(project)
    assert shown(found, "parts_since") == ["-"]
    assert shown(found, "gained 178") == ["-"]


def test_a_period_in_which_few_of_the_districts_were_known_is_passed_over(project: Draft) -> None:
    count(project, {"178": 9000}, former=True)
    count(project, {"178": 10328, "183": 8000, "181": 5000})
    assert shown(measured(project)[1], "parts_since") == ["-"]


def test_the_list_that_names_most_is_taken_and_none_is_mixed(project: Draft) -> None:
    project.change(CAMPAIGN, "sources:\n", "sources:\n  - {id: OTHER, title: Khác}\n")
    count(project, {"178": 10000, "183": 8000}, line("181", 5000, source="OTHER") + line("178", 9999, source="OTHER"))
    assert {row.reported.source for row in measured(project)[1].known if row.reported} == {"DEMO"}
    count(project, {"178": 10000}, line("181", 5000, source="OTHER") + line("178", 9999, source="OTHER"))
    assert {row.reported.source for row in measured(project)[1].known if row.reported} == {"OTHER"}


def test_a_district_sees_its_province_and_stands_marked(project: Draft) -> None:
    count(project, TENTH | {"178": 51642}, line("20", 119470))
    _, found = measured(project, "178")
    assert (found.whole.unit.code, found.marked and found.marked.code) == ("20", "178")
    assert shown(found, "share whole", "beside_whole") == ["15,28%", "34,72 điểm phần trăm"]


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
    assert [row.unit.code for row in found.rows if row.missing] == targeted


def test_moments_that_differ_are_facts(project: Draft) -> None:
    count(project, {"178": 10000, "183": 8000}, line("181", 5000, as_of="2020-08-07T17:00"))
    assert shown(measured(project)[1], "as_of together", "as_of 178") == [
        "17h00 ngày 07/8/2020",
        "08h00 ngày 07/8/2020",
    ]


def test_the_funnel_is_laid_around_the_whole_and_marks_who_lies_outside(project: Draft) -> None:
    even = {code: base * 3 // 10 for code, base in BASES.items()}
    count(project, even | {"178": 41314}, line("20", sum(even.values()) - even["178"] + 41314))
    _, found = measured(project)
    assert [(dot.row.unit.code, dot.outside, dot.above) for dot in found.dots if dot.outside] == [
        ("178", "outer", True)
    ]
    assert found.centre is not None
    assert found.centre.subject == found.whole.subject
    assert shown(found, "funnel_dots", "funnel_outside", "funnel_inner", "funnel_outer") == [
        "11",
        "01",
        "95%",
        "99,8%",
    ]


@pytest.mark.parametrize(
    ("numbers", "more", "centre"),
    [
        (TENTH, "", "share@parts/DEMO"),
        (TENTH, line("20", TOTAL, as_of="2020-08-07"), "share@parts/DEMO"),
        ({code: TENTH[code] for code in ("178", "180", "181", "182", "183")}, "", None),
        ({code: TENTH[code] for code in ("178", "180", "181", "182", "183")}, line("20", TOTAL), "share@20"),
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
    _, found = measured(project)
    assert codes(found.known) == ["183", "178"]
    assert shown(found, "share 183", "rank 183", "known together") == ["12,5%", "thứ 1", "01"]
    assert shown(found, "counted 183") == ["-"]


def test_the_nation_has_provinces_as_its_parts(project: Draft) -> None:
    count(project, {"20": 80000, "24": 90000})
    _, found = measured(project, "VN")
    assert (found.complete, found.whole.unit.part_kind) == (True, "tỉnh, thành phố")
    assert shown(found, "units together", "told together", "rank 20") == ["63", "02", "thứ 1"]


def test_a_province_without_districts_in_the_data_has_no_parts(project: Draft) -> None:
    (project.root / FORMER).unlink()
    _, found = measured(project, "22")
    assert (found.known, found.sums, found.funnel) == ([], "unknown", None)
    assert shown(found, "told together") == ["0"]


def test_a_part_of_which_more_may_be_missing_has_no_share_of_those_who_are(project: Draft) -> None:
    counted = {code: number for code, number in TENTH.items() if code != "180"}
    count(project, counted, line("180", 5000, "1000,gần,"))
    facts, _ = measured(project)
    unit = facts.history.gazetteer.get("VN63", "180")
    assert facts.get("held", facts.subject(unit)).why == "open_to_both_sides"  # type: ignore[union-attr] # missing
