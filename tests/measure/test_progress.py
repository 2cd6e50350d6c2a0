from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import exp

import pytest

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.measure.course import MOST_TOLD
from dophu.measure.outlook import outward
from dophu.measure.progress import Progress
from tests.courses import Counts, cut, follow, found, measured, revise, shown
from tests.project import CAMPAIGN, Draft, demo  # noqa: F401 - a fixture

BASE = 781655  # of unit 20
DUE = "2020-08-31"
MOMENTS = ["2020-08-01T08:00", "2020-08-03T20:00", "2020-08-05T08:00", "2020-08-07T08:00"]
STEADY: dict[str, Counts] = {
    moment: {"20": n} for moment, n in zip(MOMENTS, (100000, 105000, 111000, 115000), strict=True)
}


def daily(gain: int, start: int = 100000, seed: int = 3) -> dict[str, Counts]:
    """Count unit 20 on each of the 30 days up to 07/8/2020, gaining more or less as many a day."""
    draw, found, count = random.Random(seed), dict[str, Counts](), float(start)
    for i in range(30):
        found[(date(2020, 7, 9) + timedelta(days=i)).isoformat()] = {"20": round(count)}
        count += gain * draw.uniform(0.5, 1.5)
    return found


def bend(ceiling: float, midpoint: float = 17.0) -> dict[str, Counts]:
    """Let unit 20 grow on those days along a logistic curve (ceiling in per cent), each gain a little off it."""
    draw, shares = random.Random(1), [ceiling / (1 + exp(-0.4 * (i - midpoint))) for i in range(31)]
    reached, found = shares[0], dict[str, Counts]()
    for day, (now, then) in zip(daily(0), pairwise(shares), strict=True):
        found[day] = {"20": round(reached * BASE / 100)}
        reached += then - now + draw.gauss(0, 0.05)
    return found


def is_known(facts: Facts, key: str) -> bool:
    return isinstance(found(facts, key), Fact)


def verdicts(told: Progress) -> list[tuple[str, str]]:
    return [(scenario.key, scenario.verdict) for scenario in told.outlook.scenarios]


# -- courses and pace ------------------------------------------------------------------------------------


def test_each_gain_is_taken_over_its_actual_hours(project: Draft) -> None:
    follow(project, STEADY)
    facts, _ = measured(project)
    told = ("gained/2020-08-03", "elapsed/2020-08-03", "per_day/2020-08-03")
    assert shown(facts, *told) == ["5.000", "02 ngày 12 giờ", "2.000"]
    assert shown(facts, "gained/2020-08-05", "per_day/2020-08-05") == ["6.000", "4.000"]
    assert shown(facts, "change/2020-08-05") == ["0,77 điểm phần trăm"]


def test_the_editions_own_period_has_the_facts_of_the_letter(project: Draft) -> None:
    follow(project, STEADY)
    facts, told = measured(project)
    assert told.own is not None
    last = told.own.steps[-1]
    assert last.fact("counted") is found(facts, "counted")
    assert [fact.key for what in ("share", "gained") if (fact := last.fact(what))] == ["share@20", "gained@20"]


def test_of_the_hours_before_a_deadline_nothing_is_asked_for_by_the_day(project: Draft) -> None:
    follow(project, STEADY)
    facts, _ = measured(project, target_by="2020-08-07")
    assert shown(facts, "missing", "pace") == ["275.828", "-"]  # 16 hours are left


def test_the_pace_is_held_against_what_is_needed(project: Draft) -> None:
    follow(project, STEADY)
    facts, _ = measured(project, target_by=DUE)
    assert shown(facts, "missing", "pace") == ["275.828", "11.183"]  # over 24 days and 16 hours
    assert shown(facts, "per_day", "pace_apart", "pace_times") == ["2.000", "-9.183", "5,6 lần"]
    week = ("week_elapsed", "week_gained", "week_per_day", "week_pace_apart")
    assert shown(facts, *week) == ["06 ngày", "15.000", "2.500", "-8.683"]


@pytest.mark.parametrize(
    ("moments", "known"),
    [
        (["2020-07-31T08:00", "2020-08-05T08:00", "2020-08-07T08:00"], True),
        (["2020-07-31T07:00", "2020-08-05T08:00", "2020-08-07T08:00"], False),
        (["2020-08-05T08:00", "2020-08-07T08:00"], False),
    ],
)
def test_the_week_is_seven_days_of_data_and_more_than_the_last_interval(
    project: Draft, moments: list[str], known: bool
) -> None:
    follow(project, {moment: {"20": 100000 + 1000 * i} for i, moment in enumerate(moments)})
    assert is_known(measured(project)[0], "week_per_day") is known


def test_a_fall_stays_a_fall(project: Draft) -> None:
    follow(project, STEADY | {MOMENTS[3]: {"20": "110000,1,,Loại bản trùng"}})
    facts, told = measured(project)
    assert shown(facts, "gained", "per_day", "pace_times") == ["-1.000", "-500", "-"]
    assert told.own is not None
    assert told.own.steps[-1].known is not None
    assert told.own.steps[-1].known.note == "Loại bản trùng"


@pytest.mark.parametrize(
    ("last", "per_day", "sign"), [(111001, "chưa đến 01", "+"), (111004, "01", "+"), (110999, "chưa đến 01", "-")]
)
def test_a_change_that_is_not_nought_is_never_printed_as_nought(
    project: Draft, last: int, per_day: str, sign: str
) -> None:
    follow(project, {"2020-07-31": {"20": 111000}, "2020-08-07": {"20": last}})
    fact = found(measured(project)[0], "per_day")
    assert isinstance(fact, Fact)
    assert (fact.magnitude, fact.sign) == (per_day, sign)


def test_the_pace_is_judged_from_bounds(project: Draft) -> None:
    follow(project, STEADY | {MOMENTS[3]: {"20": "388000,1000,,"}})
    facts, _ = measured(project, target_by="2020-08-08")
    fact = found(facts, "missing")
    assert isinstance(fact, Fact)
    assert fact.sign == "+"  # 388.500 would not do either
    follow(project, STEADY | {MOMENTS[3]: {"20": "391000,1000,,"}})
    fact = found(measured(project)[0], "missing")
    assert isinstance(fact, Fact)
    assert fact.sign == "open"  # between 390.500 and 391.500 lies what is needed


def test_a_break_leaves_no_gain_and_no_week_across_it(project: Draft) -> None:
    follow(project, STEADY)
    cut(project)
    facts, told = measured(project)
    assert shown(facts, "gained/2020-08-05", "week_per_day") == ["-", "-"]
    assert told.broken is not None
    assert told.outlook.scenarios == []


def test_of_a_long_course_only_the_last_rows_are_told(project: Draft) -> None:
    days = [f"2020-{month:02d}-{day:02d}" for month in (6, 7) for day in range(1, 31, 2)] + ["2020-08-05", "2020-08-07"]
    follow(project, {day: {"20": 1000 * i} for i, day in enumerate(days)})
    facts, told = measured(project)
    assert told.own is not None
    assert (len(told.own.steps), len(told.own.told)) == (32, MOST_TOLD)
    assert shown(facts, "course_known", "course_left_out") == ["32", "02"]


def test_the_unit_is_held_against_its_region_and_the_nation_at_the_same_moment(project: Draft) -> None:
    highlands = dict.fromkeys(["62", "64", "66", "67", "68"], 100000)
    follow(project, {MOMENTS[3]: highlands | {"VN": "9620898,1000,,"}})
    _, told = measured(project, "62")
    assert [course.label for course in told.courses] == ["tỉnh Kon Tum", "vùng Tây Nguyên", "cả nước"]
    region = told.courses[1].steps[-1]
    assert [fact.shown for what in ("counted", "share") if (fact := region.fact(what))] == ["500.000", "8,56%"]
    beside = [told.beside(course) for course in told.above]
    assert [fact.shown for fact in beside if fact] == ["9,95 điểm phần trăm", "khoảng 8,50 điểm phần trăm"]


def test_places_are_compared_among_those_who_stand_in_both_lists(project: Draft) -> None:
    ordered = [{"20": 9000, "22": 8000}, {"20": 9000, "22": 90000}, {"20": 9500, "22": 90000, "24": 900000}]
    follow(project, dict(zip(MOMENTS, [*ordered, {"20": 99000, "22": 90000}], strict=True)))
    facts, told = measured(project)
    assert told.ranks is not None
    assert {unit.code: places for unit, places in told.ranks.tracks.items()} == {"20": [1, 2, 1], "22": [2, 1, 2]}
    assert shown(facts, "rank/2020-08-05", "rank") == ["thứ 3", "thứ 1"]


def test_places_move_from_one_period_to_the_next(project: Draft) -> None:
    follow(project, {MOMENTS[1]: {"20": 9000, "22": 90000}, MOMENTS[3]: {"20": 99000, "22": 90000}})
    assert shown(measured(project)[0], "ranked", "compared", "rank", "moved") == ["02", "02", "thứ 1", "01"]


def test_places_are_not_compared_across_a_break(project: Draft) -> None:
    follow(project, {moment: {"20": 9000 + i, "22": 8000 + i} for i, moment in enumerate(MOMENTS[1::2])})
    cut(project)
    facts, told = measured(project)
    assert told.ranks is not None
    assert shown(facts, "moved") == ["-"]


# -- the outlook -----------------------------------------------------------------------------------------


def test_a_scenario_comes_with_its_backtest(project: Draft) -> None:
    follow(project, daily(2000))
    facts, told = measured(project, target_by="2020-12-31")
    assert verdicts(told) == [("linear", "chưa đạt")]
    keys = ("linear_mean", "linear_intervals", "linear_right", "linear_tried")
    assert shown(facts, *keys) == ["2.007", "29", "19", "22"]
    low, high = (facts.asked[f"linear_{end}@20"].amount for end in ("low", "high"))
    assert 1500 < low < 2007 < high < 2500


def test_a_scenario_that_fails_its_backtest_is_not_told_but_why(project: Draft) -> None:
    faster = {day: {"20": 50000 + 11 * i**3} for i, day in enumerate(daily(0))}
    follow(project, faster)
    facts, told = measured(project)
    assert [each.key for each in told.outlook.scenarios] == []
    linear = told.outlook.left_out[0]
    assert (linear.key, linear.why) == ("linear", "wrong")
    assert shown(facts, "linear_right", "linear_tried") == ["0", "22"]
    assert shown(facts, "linear_mean") == ["-"]


def test_a_scenario_that_the_course_has_just_left_is_not_told(project: Draft) -> None:
    follow(project, daily(2000, seed=1))
    facts, told = measured(project)
    assert told.outlook.left_out[0].why == "left"
    assert shown(facts, "linear_right", "linear_tried") == ["20", "22"]


def test_a_course_too_short_to_be_tried_has_no_scenario(project: Draft) -> None:
    follow(project, STEADY)
    facts, told = measured(project)
    assert [each.why for each in told.outlook.left_out] == ["untried", "no_curve"]
    assert shown(facts, "linear_tried", "linear_mean", "horizon") == ["-", "-", "-"]


def test_what_was_revised_since_is_tried_as_it_was_known_then(project: Draft) -> None:
    follow(project, daily(2000))
    before = measured(project)[0]
    more = int(daily(2000)["2020-07-22"]["20"]) + 5000
    revise(project, "2020-07-22", f"2020-07-23,20,{more},1,,")
    facts, _ = measured(project)
    assert facts.asked["linear_right@20"] < before.asked["linear_right@20"]
    assert shown(facts, "linear_mean") == shown(before, "linear_mean")


@pytest.mark.parametrize(
    ("due", "start", "expected"),
    [
        ("2020-12-31", 100000, ["chưa đạt", "15/8/2020", "-", "-"]),
        (None, 100000, ["chưa đạt", "15/8/2020", "-", "-"]),
        ("2020-08-06", 100000, ["chưa đạt", "15/8/2020", "-", "-"]),
        ("2020-08-10", 100000, ["không đạt", "10/8/2020", "-", "-"]),
        ("2020-08-14", 322000, ["đạt", "14/8/2020", "khoảng 11/8/2020", "khoảng 13/8/2020"]),
        ("2020-08-12", 322000, ["có thể không đạt", "12/8/2020", "khoảng 11/8/2020", "-"]),
        ("2020-12-31", 314000, ["có thể chưa đạt", "15/8/2020", "khoảng 15/8/2020", "-"]),
    ],
)
def test_a_scenario_looks_no_further_than_the_due_day_and_than_it_was_tried(
    project: Draft, due: str | None, start: int, expected: list[str]
) -> None:
    follow(project, daily(2000, start))
    facts, told = measured(project, target_by=due)
    keys = ("horizon", "linear_first_day", "linear_last_day")
    assert [told.outlook.scenarios[0].verdict, *shown(facts, *keys)] == expected


def test_no_scenario_looks_further_than_half_a_year(project: Draft) -> None:
    text = (project.root / CAMPAIGN).read_text("utf-8")
    project.write(CAMPAIGN, text.replace("population_2019", "population_2009"))  # a base is not used before its day
    days = [f"{year}-{month:02d}-07" for year in range(2012, 2021) for month in (2, 5, 8, 11)]
    follow(project, {day: {"30": 5000 + 3000 * i + 500 * (i % 3)} for i, day in enumerate(days) if day <= "2020-08-07"})
    facts, told = measured(project, "30")
    assert verdicts(told) == [("linear", "chưa đạt")]
    assert facts.asked["horizon@30"].shown == "03/02/2021"


def test_the_logistic_scenario_tells_where_it_comes_to_rest(project: Draft) -> None:
    follow(project, bend(40.5))
    facts, told = measured(project)
    assert ("logistic", "chưa đạt") in verdicts(told)
    assert shown(facts, "logistic_low", "logistic_high", "logistic_points") == ["khoảng 40,5%", "khoảng 40,8%", "30"]
    assert facts.asked["logistic_low@20"] >= facts.asked["share@20"]


@pytest.mark.parametrize(
    ("low", "high", "reached", "printed"),
    [
        (40.2, 40.9, 0, (40, 41, 0)),
        (48.5, 49.5, 0, (Fraction("48.5"), Fraction("49.5"), 1)),
        (50.2, 52.5, 0, (Fraction("50.2"), Fraction("52.5"), 1)),
        (48.5, 49.98, 0, (Fraction("48.5"), Fraction("49.98"), 2)),
        (3.14, 9.99, 0, (Fraction("3.1"), 10, 1)),
        (0.141, 0.149, 0, (Fraction("0.14"), Fraction("0.15"), 2)),
        (23.95, 26.05, 23.6, (Fraction("23.9"), Fraction("26.1"), 1)),
        (23.636, 26.099, 23.636, (Fraction("23.64"), Fraction("26.1"), 2)),
        (22.9, 26.1, 23.6, (22, 27, 0)),  # a course that fell before may do so again
    ],
)
def test_a_range_is_rounded_outward_but_not_across_the_target_nor_below_what_is_reached(
    low: float, high: float, reached: float, printed: tuple[Fraction, Fraction, int]
) -> None:
    assert outward(low, high, 50, reached) == printed


def test_a_path_never_leaves_its_range_nor_passes_the_target(project: Draft) -> None:
    follow(project, daily(2000, 322000))
    _, told = measured(project)
    assert verdicts(told)[0] == ("linear", "đạt")
    for scenario in told.outlook.scenarios:
        assert all(at.low <= at.share + 1e-9 <= at.high + 2e-9 <= 50 + 3e-9 for at in scenario.path)
        assert scenario.path == sorted(scenario.path, key=lambda at: at.moment.order())


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        (STEADY | {MOMENTS[3]: {"20": "116000,1000,,"}}, "kỳ này chưa có số đếm chính xác"),
        (STEADY | {MOMENTS[3]: {"22": 1000}}, "kỳ này chưa có số đếm chính xác"),
        (STEADY | {MOMENTS[3]: {"20": 400000}}, "đã đạt mục tiêu"),
    ],
)
def test_without_data_there_is_no_scenario_but_a_reason(project: Draft, counts: dict[str, Counts], reason: str) -> None:
    follow(project, counts)
    facts, told = measured(project)
    assert (told.outlook.scenarios, told.outlook.reason) == ([], reason)
    assert shown(facts, "linear_tried") == ["-"]


def test_without_a_target_there_is_no_scenario(project: Draft) -> None:
    follow(project, STEADY)
    text = (project.root / CAMPAIGN).read_text("utf-8")
    start, end = text.index("targets:"), text.index("activities:")
    project.write(CAMPAIGN, text[:start] + text[end:])
    assert measured(project)[1].outlook.reason == "chưa có mục tiêu áp dụng cho đơn vị"


# -- revisions -------------------------------------------------------------------------------------------


def pairs(told: Progress) -> list[list[str]]:
    known = told.revisions
    each = [(known.former(r), known.new(r), known.difference(r)) for r in told.revised]
    return [[fact.shown if fact else "-" for fact in row] for row in each]


@pytest.mark.parametrize(
    ("revised", "unit", "is_told"),
    [
        ("2020-08-07", "20", True),
        ("2020-08-06T17:00", "20", True),
        ("2020-08-05", "20", False),  # the last edition knew it
        ("2020-08-06", "22", True),  # a peer
        ("2020-08-06", "178", False),  # one of another level
    ],
)
def test_what_was_revised_since_the_last_edition_is_told(
    project: Draft, revised: str, unit: str, is_told: bool
) -> None:
    follow(project, STEADY | {MOMENTS[1]: {"20": 105000, "22": 9000, "178": 800}})
    revise(project, "2020-08-03", f"{revised},{unit},106000,1,,Loại bản trùng")
    facts, told = measured(project)
    assert [each.unit.code for each in told.revised] == [unit] * is_told
    assert is_known(facts, "revised_count") is is_told


def test_a_revision_has_its_former_count_its_new_one_and_the_difference(project: Draft) -> None:
    follow(project, STEADY)
    revise(project, "2020-08-03", "2020-08-06,20,106500,1,,")
    facts, told = measured(project)
    assert pairs(told) == [["106.500", "105.000", "-1.500"]]
    difference = facts.asked["revised_by:20/2020-08-03/DEMO/2020-08-06"]
    assert difference.formula == ["-", "counted@20/2020-08-03", "former:20/2020-08-03/DEMO/2020-08-06"]
    assert told.revisions.at(told.revised[0]).shown == "ngày 06/8/2020"


def test_of_two_revisions_each_has_what_followed_it(project: Draft) -> None:
    follow(project, STEADY)
    revise(project, "2020-08-03", "2020-08-06,20,106500,1,,")
    name = "data/demo/2020-08-03/revisions.csv"
    more = "DEMO,2020-08-07,VN63,20,installs,104000,1000,,\n"
    project.write(name, (project.root / name).read_text("utf-8") + more)
    _, told = measured(project)
    expected = [["106.500", "khoảng 104.000", "khoảng -3.000"], ["khoảng 104.000", "105.000", "500 đến 1.500"]]
    assert pairs(told) == expected


def test_an_earlier_edition_knows_only_the_former_count(project: Draft) -> None:
    follow(project, STEADY)
    revise(project, "2020-08-03", "2020-08-06,20,106500,1,,")
    facts, told = measured(project, period="2020-08-05")
    assert shown(facts, "counted/2020-08-03", "gained") == ["106.500", "4.500"]
    assert (told.revised, told.revisions.found) == ([], [])
