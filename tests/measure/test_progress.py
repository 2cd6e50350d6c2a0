from __future__ import annotations

from fractions import Fraction
from math import exp

import pytest

from dophu.measure.ledger import Fact, Ledger, Missing
from dophu.measure.lines import MOST_TOLD
from dophu.measure.outlook import outward
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


def bend(ceiling: float, last: str = "2020-08-07", rate: float = 0.4, midpoint: float = 8.0) -> dict[str, Counts]:
    """Count unit 20 every day from 28/7 along a logistic curve (ceiling in per cent)."""
    days = [f"2020-07-{day}" for day in range(28, 32)] + [f"2020-08-{day:02d}" for day in range(1, 8)]
    shares = [ceiling / (1 + exp(-rate * (i - midpoint))) for i in range(len(days))]
    return {day: {"20": round(share * BASE / 100)} for day, share in zip(days, shares, strict=True) if day <= last}


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


def test_the_linear_scenario_has_the_range_of_the_last_intervals(project: Draft) -> None:
    follow(project, STEADY)
    ledger, _ = measured(project, target_by="2020-12-31")
    told = ("linear_low", "linear_mean", "linear_high", "linear_intervals", "linear_verdict")
    assert shown(ledger, *told) == ["2.000", "2.500", "4.000", "03", "đạt"]
    # 275828 are missing: 68,957 days at the fastest, 110,33 on average, 137,9 at the slowest
    assert shown(ledger, "linear_first_day", "linear_day", "linear_last_day") == [
        "khoảng 15/10/2020",
        "khoảng 25/11/2020",
        "khoảng 23/12/2020",
    ]


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("2020-12-31", ["31/12/2020", "đạt", "khoảng 15/10/2020", "khoảng 23/12/2020"]),
        ("2020-11-30", ["30/11/2020", "có thể không đạt", "khoảng 15/10/2020", "-"]),
        ("2020-09-30", ["30/9/2020", "không đạt", "-", "-"]),
        (None, ["03/02/2021", "đạt", "khoảng 15/10/2020", "khoảng 23/12/2020"]),
        ("2020-08-06", ["03/02/2021", "đạt", "khoảng 15/10/2020", "khoảng 23/12/2020"]),
        ("2030-01-01", ["03/02/2021", "đạt", "khoảng 15/10/2020", "khoảng 23/12/2020"]),
    ],
)
def test_no_scenario_looks_beyond_the_due_day_or_half_a_year(project: Draft, due: str | None, told: list[str]) -> None:
    follow(project, STEADY)
    ledger, _ = measured(project, target_by=due)
    keys = ("horizon", "linear_verdict", "linear_first_day", "linear_last_day")
    assert shown(ledger, *keys) == told


@pytest.mark.parametrize(
    ("ceiling", "verdict", "saturation"),
    [(40.5, "không đạt", ["khoảng 40%", "khoảng 41%"]), (60.5, "đạt", ["khoảng 60%", "khoảng 61%"])],
)
def test_the_logistic_scenario_is_judged_by_where_it_saturates(
    project: Draft, ceiling: float, verdict: str, saturation: list[str]
) -> None:
    follow(project, bend(ceiling))
    ledger, found = measured(project)
    assert ("logistic", verdict) in verdicts(found)
    assert shown(ledger, "logistic_low", "logistic_high") == saturation
    assert shown(ledger, "logistic_points") == ["11"]


@pytest.mark.parametrize(
    ("low", "high", "printed"),
    [
        (40.2, 40.9, (40, 41, 0)),
        (48.5, 49.5, (Fraction("48.5"), Fraction("49.5"), 1)),
        (50.2, 52.5, (Fraction("50.2"), Fraction("52.5"), 1)),
        (48.5, 49.98, (Fraction("48.5"), Fraction("49.98"), 2)),
        (3.14, 9.99, (Fraction("3.1"), 10, 1)),
        (0.141, 0.149, (Fraction("0.14"), Fraction("0.15"), 2)),
    ],
)
def test_a_range_is_rounded_outward_but_not_across_the_target(
    low: float, high: float, printed: tuple[Fraction, Fraction, int]
) -> None:
    assert outward(low, high, 50) == printed


def test_a_saturation_that_straddles_the_target_leaves_it_open(project: Draft) -> None:
    counts = bend(50.0)
    wobble = {day: {"20": int(numbers["20"]) + (-1) ** i * 3000} for i, (day, numbers) in enumerate(counts.items())}
    follow(project, wobble)
    ledger, found = measured(project)
    assert ("logistic", "có thể không đạt") in verdicts(found)
    assert isinstance(ledger["logistic_last_day"], Missing)


def test_a_path_never_leaves_its_range_nor_passes_the_target(project: Draft) -> None:
    follow(project, bend(60))
    _, found = measured(project)
    assert [scenario.key for scenario in found.outlook.scenarios] == ["linear", "logistic"]
    for scenario in found.outlook.scenarios:
        assert all(at.low <= at.share + 1e-9 <= at.high + 2e-9 <= 50 + 3e-9 for at in scenario.path)
        assert scenario.path == sorted(scenario.path, key=lambda at: at.moment.order())


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ({MOMENTS[2]: {"20": 1000}, MOMENTS[3]: {"20": 2000}}, "không đủ số liệu"),
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
