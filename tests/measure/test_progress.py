from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import exp

import pytest

from dophu.measure.ledger import Fact, Ledger, Missing
from dophu.measure.lines import MOST_TOLD
from dophu.measure.outlook import LEFT, NO_CURVE, UNTRIED, WRONG, outward
from dophu.measure.progress import Progress
from tests.courses import Counts, cut, follow, measured, revise
from tests.parts import shown
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


def facts(ledger: Ledger, key: str) -> list[str]:
    return [name for name, fact in ledger.names().items() if name.startswith(key) and isinstance(fact, Fact)]


def verdicts(found: Progress) -> list[tuple[str, str]]:
    return [(scenario.key, scenario.verdict) for scenario in found.outlook.scenarios]


# -- courses and pace ------------------------------------------------------------------------------------


def test_each_gain_is_taken_over_its_actual_hours(project: Draft) -> None:
    follow(project, STEADY)
    ledger, _ = measured(project)
    told = ("gain_of_20_2020_08_03", "hours_of_20_2020_08_03", "per_day_of_20_2020_08_03")
    assert shown(ledger, *told) == ["5.000", "02 ngày 12 giờ", "2.000"]
    assert shown(ledger, "gain_of_20_2020_08_05", "per_day_of_20_2020_08_05") == ["6.000", "4.000"]
    assert shown(ledger, "points_of_20_2020_08_05") == ["0,77 điểm phần trăm"]


def test_the_editions_own_period_takes_the_facts_of_the_letter(project: Draft) -> None:
    follow(project, STEADY)
    ledger, found = measured(project)
    assert found.line is not None
    row = found.line.rows[-1]
    keys = [fact.key for fact in (row.count, row.share, row.gain, row.per_day) if fact]
    assert keys == ["counted", "rate", "change_count", "change_per_day"]
    assert facts(ledger, "count_of_20_2020_08_07") == []


def test_the_pace_is_held_against_what_is_needed(project: Draft) -> None:
    follow(project, STEADY)
    ledger, _ = measured(project, target_by=DUE)
    assert shown(ledger, "gap_count", "pace") == ["275.828", "11.183"]  # over 24 days and 16 hours
    assert shown(ledger, "change_per_day", "pace_difference", "pace_times") == ["2.000", "-9.183", "5,6 lần"]
    week = ("week_since", "week_hours", "week_count", "week_per_day", "week_difference")
    assert shown(ledger, *week) == ["08h00 ngày 01/8/2020", "06 ngày", "15.000", "2.500", "-8.683"]


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
    ledger, _ = measured(project)
    assert isinstance(ledger["week_per_day"], Fact) is known


def test_a_fall_stays_a_fall(project: Draft) -> None:
    follow(project, STEADY | {MOMENTS[3]: {"20": "110000,1,,Loại bản trùng"}})
    ledger, found = measured(project)
    assert shown(ledger, "change_count", "change_per_day") == ["-1.000", "-500"]
    assert isinstance(ledger["pace_times"], Missing)
    assert found.line is not None
    assert found.line.rows[-1].step.known is not None
    assert found.line.rows[-1].step.known.note == "Loại bản trùng"


def test_a_break_leaves_no_gain_and_no_week_across_it(project: Draft) -> None:
    follow(project, STEADY)
    cut(project)
    ledger, found = measured(project)
    assert facts(ledger, "gain_of_20_2020_08_05") == []
    assert isinstance(ledger["week_per_day"], Missing)
    assert found.broken is not None
    assert found.outlook.scenarios == []


def test_of_a_long_course_only_the_last_rows_and_the_first_are_told(project: Draft) -> None:
    days = [f"2020-{month:02d}-{day:02d}" for month in (6, 7) for day in range(1, 31, 2)] + ["2020-08-05", "2020-08-07"]
    follow(project, {day: {"20": 1000 * i} for i, day in enumerate(days)})
    ledger, found = measured(project)
    assert found.line is not None
    assert (len(found.line.rows), len(found.line.told)) == (32, MOST_TOLD)
    assert shown(ledger, "course_known", "course_left_out") == ["32", "02"]
    assert facts(ledger, "count_of_20_2020_06_0") == [
        "count_of_20_2020_06_01",
        "count_of_20_2020_06_05",
        *(f"count_of_20_2020_06_0{day}" for day in (7, 9)),
    ]


def test_the_unit_is_held_against_its_region_and_the_nation_at_the_same_moment(project: Draft) -> None:
    highlands = dict.fromkeys(["62", "64", "66", "67", "68"], 100000)
    follow(project, {MOMENTS[3]: highlands | {"VN": "9620898,1000,,"}})
    ledger, found = measured(project, "62")
    assert [line.label for line in found.lines] == ["tỉnh Kon Tum", "vùng Tây Nguyên", "cả nước"]
    assert shown(ledger, "count_in_tay_nguyen_2020_08_07", "share_in_tay_nguyen_2020_08_07") == ["500.000", "8,56%"]
    assert shown(ledger, "beside_in_tay_nguyen_2020_08_07") == ["9,95 điểm phần trăm"]
    assert facts(ledger, "beside_of_VN") == []  # a rounded count has no exact share


def test_places_are_compared_where_the_same_units_are_ranked(project: Draft) -> None:
    ordered = [{"20": 9000, "22": 8000}, {"20": 9000, "22": 90000}, {"20": 9500, "22": 90000, "24": 900000}]
    follow(project, dict(zip(MOMENTS, [*ordered, {"20": 99000, "22": 90000}], strict=True)))
    ledger, found = measured(project)
    assert found.places is not None
    assert {unit.code: places for unit, places in found.places.places.items()} == {"20": [1, 2, 1], "22": [2, 1, 2]}
    assert shown(ledger, "rank_since", "rank_before", "rank", "rank_move") == [
        "20h00 ngày 03/8/2020",
        "thứ 2",
        "thứ 1",
        "01",
    ]


def test_places_are_not_compared_across_a_break(project: Draft) -> None:
    follow(project, {moment: {"20": 9000 + i, "22": 8000 + i} for i, moment in enumerate(MOMENTS[1::2])})
    cut(project)
    ledger, found = measured(project)
    assert found.places is not None
    assert isinstance(ledger["rank_move"], Missing)


# -- the outlook -----------------------------------------------------------------------------------------


def test_a_scenario_comes_with_its_backtest(project: Draft) -> None:
    follow(project, daily(2000))
    ledger, found = measured(project, target_by="2020-12-31")
    assert verdicts(found) == [("linear", "chưa đạt")]
    told = ("linear_mean", "linear_intervals", "linear_right", "linear_tried")
    assert shown(ledger, *told) == ["2.007", "29", "19", "22"]
    low, high = ledger.fact("linear_low"), ledger.fact("linear_high")
    assert 1500 < low.amount < 2007 < high.amount < 2500


def test_a_scenario_that_fails_its_backtest_is_not_told_but_why(project: Draft) -> None:
    faster = {day: {"20": 50000 + 11 * i**3} for i, day in enumerate(daily(0))}
    follow(project, faster)
    ledger, found = measured(project)
    assert [each.key for each in found.outlook.scenarios] == []
    linear = found.outlook.left_out[0]
    assert (linear.key, linear.reason) == ("linear", WRONG)
    assert shown(ledger, "linear_right", "linear_tried") == ["0", "22"]
    assert isinstance(ledger["linear_mean"], Missing)


def test_a_scenario_that_the_course_has_just_left_is_not_told(project: Draft) -> None:
    follow(project, daily(2000, seed=1))
    ledger, found = measured(project)
    assert found.outlook.left_out[0].reason == LEFT
    assert shown(ledger, "linear_right", "linear_tried") == ["20", "22"]


def test_a_course_too_short_to_be_tried_has_no_scenario(project: Draft) -> None:
    follow(project, STEADY)
    ledger, found = measured(project)
    assert [each.reason for each in found.outlook.left_out] == [UNTRIED, NO_CURVE]
    assert shown(ledger, "linear_tried", "linear_mean", "horizon") == ["0", "-", "08/8/2020"]


def test_what_was_revised_since_is_tried_as_it_was_known_then(project: Draft) -> None:
    follow(project, daily(2000))
    before = measured(project)[0]
    more = int(daily(2000)["2020-07-22"]["20"]) + 5000
    revise(project, "2020-07-22", f"2020-07-23,20,{more},1,,")
    ledger, _ = measured(project)
    assert ledger.fact("linear_right").amount < before.fact("linear_right").amount
    assert shown(ledger, "linear_mean") == shown(before, "linear_mean")


@pytest.mark.parametrize(
    ("due", "start", "told"),
    [
        ("2020-12-31", 100000, ["15/8/2020", "chưa đạt", "-", "-"]),
        (None, 100000, ["15/8/2020", "chưa đạt", "-", "-"]),
        ("2020-08-06", 100000, ["15/8/2020", "chưa đạt", "-", "-"]),
        ("2020-08-10", 100000, ["10/8/2020", "không đạt", "-", "-"]),
        ("2020-08-14", 322000, ["14/8/2020", "đạt", "khoảng 11/8/2020", "khoảng 13/8/2020"]),
        ("2020-08-12", 322000, ["12/8/2020", "có thể không đạt", "khoảng 11/8/2020", "-"]),
        ("2020-12-31", 314000, ["15/8/2020", "có thể chưa đạt", "khoảng 15/8/2020", "-"]),
    ],
)
def test_a_scenario_looks_no_further_than_the_due_day_and_than_it_was_tried(
    project: Draft, due: str | None, start: int, told: list[str]
) -> None:
    follow(project, daily(2000, start))
    ledger, _ = measured(project, target_by=due)
    keys = ("horizon", "linear_verdict", "linear_first_day", "linear_last_day")
    assert shown(ledger, *keys) == told


def test_no_scenario_looks_further_than_half_a_year(project: Draft) -> None:
    days = [f"{year}-{month:02d}-07" for year in range(2012, 2021) for month in (2, 5, 8, 11)]
    follow(project, {day: {"20": 3000 * i + 500 * (i % 3)} for i, day in enumerate(days) if day <= "2020-08-07"})
    ledger, found = measured(project)
    assert verdicts(found) == [("linear", "chưa đạt")]
    assert shown(ledger, "horizon") == ["03/02/2021"]


def test_the_logistic_scenario_tells_where_it_comes_to_rest(project: Draft) -> None:
    follow(project, bend(40.5))
    ledger, found = measured(project)
    assert ("logistic", "chưa đạt") in verdicts(found)
    assert shown(ledger, "logistic_low", "logistic_high", "logistic_points") == ["khoảng 40,5%", "khoảng 40,8%", "30"]
    assert ledger.fact("logistic_low").amount >= ledger.fact("rate").amount


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
    _, found = measured(project)
    assert verdicts(found)[0] == ("linear", "đạt")
    for scenario in found.outlook.scenarios:
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
    ledger, found = measured(project)
    assert (found.outlook.scenarios, found.outlook.reason) == ([], reason)
    assert isinstance(ledger["linear_verdict"], Missing)


def test_without_a_target_there_is_no_scenario(project: Draft) -> None:
    follow(project, STEADY)
    text = (project.root / CAMPAIGN).read_text("utf-8")
    start, end = text.index("targets:"), text.index("activities:")
    project.write(CAMPAIGN, text[:start] + text[end:])
    assert measured(project)[1].outlook.reason == "chưa có mục tiêu áp dụng cho đơn vị"


# -- revisions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("revised", "unit", "told"),
    [
        ("2020-08-07", "20", True),
        ("2020-08-06T17:00", "20", True),
        ("2020-08-05", "20", False),  # the last edition knew it
        ("2020-08-06", "22", True),  # a peer
        ("2020-08-06", "178", False),  # one of another level
    ],
)
def test_what_was_revised_since_the_last_edition_is_told(project: Draft, revised: str, unit: str, told: bool) -> None:
    follow(project, STEADY | {MOMENTS[1]: {"20": 105000, "22": 9000, "178": 800}})
    revise(project, "2020-08-03", f"{revised},{unit},106000,1,,Loại bản trùng")
    ledger, found = measured(project)
    assert [each.revision.unit.code for each in found.revised] == [unit] * told
    assert isinstance(ledger["revised_count"], Fact) is told


def test_a_revision_has_its_former_count_its_new_one_and_the_difference(project: Draft) -> None:
    follow(project, STEADY)
    revise(project, "2020-08-03", "2020-08-06,20,106500,1,,")
    _, found = measured(project)
    (each,) = found.revised
    assert [fact.shown for fact in (each.former, each.new, each.difference) if fact] == ["106.500", "105.000", "-1.500"]
    assert each.revised.shown == "ngày 06/8/2020"


def test_of_two_revisions_each_has_what_followed_it(project: Draft) -> None:
    follow(project, STEADY)
    revise(project, "2020-08-03", "2020-08-06,20,106500,1,,")
    name = "data/demo/2020-08-03/revisions.csv"
    more = "DEMO,2020-08-07,VN63,20,installs,104000,1000,,\n"
    project.write(name, (project.root / name).read_text("utf-8") + more)
    _, found = measured(project)
    pairs = [[fact.shown if fact else "-" for fact in (e.former, e.new, e.difference)] for e in found.revised]
    assert pairs == [["106.500", "khoảng 104.000", "-"], ["khoảng 104.000", "105.000", "-"]]


def test_an_earlier_edition_knows_only_the_former_count(project: Draft) -> None:
    follow(project, STEADY)
    revise(project, "2020-08-03", "2020-08-06,20,106500,1,,")
    ledger, found = measured(project, period="2020-08-05")
    assert shown(ledger, "count_of_20_2020_08_03", "change_count") == ["106.500", "4.500"]
    assert found.revised == []
    assert found.line is not None
    assert [row.revised for row in found.line.rows] == [[], [], []]
