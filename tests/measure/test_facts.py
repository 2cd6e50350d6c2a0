from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from dophu.data.periods import period_names, read_campaign, read_history
from dophu.data.project import Project
from dophu.errors import UsageError
from dophu.measure.comparisons import national_facts, place_facts, sensitivity, share_facts
from dophu.measure.facts import write_ledger
from dophu.measure.ledger import Fact, Ledger, Missing
from dophu.measure.view import View, view
from dophu.world.units import NATION
from tests.project import CAMPAIGN, COUNTS, ROOT, TOTALS, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report

PERIODS = period_names(Project.find(ROOT), "bluezone")
OTHER_CODES = "gap gap_count target_count pace rank ranked change_count change_points disagreement"
CHANGES = "change_since change_hours change_count change_per_day change_points"
COUNTS_HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"
BREAK = "breaks:\n  - {from: 2020-08-01, measures: [installs], note: cách tính mới, source: DEMO}\nactivities:"


@cache
def ledger_of(period: str, unit: str) -> Ledger:
    return open_report(campaign="bluezone", period=period, unit=unit).ledger


def demo_ledger(project: Draft, unit: str = "20", **parameters: object) -> Ledger:
    edition = project.edition(unit=unit, **parameters)
    return write_ledger(view(edition.history, edition.unit, edition.period, edition.target))


def shown(ledger: Ledger, keys: str) -> list[str | None]:
    found = [ledger[key] for key in keys.split()]
    return [fact.shown if isinstance(fact, Fact) else None for fact in found]


def missing(ledger: Ledger, keys: str) -> bool:
    return all(isinstance(ledger[key], Missing) for key in keys.split())


@cache
def told(period: str) -> list[tuple[View, Ledger]]:
    """Every unit that a period says anything of, with all its facts."""
    return [(seen, full_ledger(seen)) for seen in every_view(period)]


def every_view(period: str) -> Iterator[View]:
    project, day = Project.find(ROOT), date.fromisoformat(period)
    campaign = read_campaign(project, "bluezone")
    history = read_history(project, campaign, day)
    frames = [frame[frame["period"] == period] for frame in (history.counts, history.published)]
    for code in sorted({unit for frame in frames for unit in frame["unit"]} - {NATION}):
        unit = history.gazetteer.get("VN63", code)
        yield view(history, unit, day, campaign.target_for(code, day))


def full_ledger(seen: View) -> Ledger:
    ledger = write_ledger(seen)
    for enter in (share_facts, place_facts, sensitivity):
        enter(ledger, seen)
    return ledger


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("counted", "63.438"),
        ("base", "781.655"),
        ("rate", "8,12%"),
        ("published_rate", "8,12%"),
        ("target", "50%"),
        ("gap", "41,88 điểm phần trăm"),
        ("target_count", "390.828"),
        ("gap_count", "327.390"),
        ("published_rank", "thứ 8"),
        ("published_rank_of", "63"),
        ("as_of", "08h00 ngày 07/8/2020"),
    ],
)
def test_lang_son_on_7_august_2020(key: str, text: str) -> None:
    assert ledger_of("2020-08-07", "20").fact(key).shown == text


def test_lang_son_has_a_published_rank_and_no_computed_one() -> None:
    ledger = ledger_of("2020-08-07", "20")
    assert missing(ledger, "rank ranked disagreement pace")
    assert ledger.fact("published_rank").status == "published"


def test_hai_duong_is_recomputed_and_held_against_its_printed_share() -> None:
    ledger = ledger_of("2021-06-19", "30")
    assert shown(ledger, "rate published_rate disagreement") == ["36,41%", "40,40%", "3,99 điểm phần trăm"]
    assert ledger.fact("explaining_base").base == "population_2009"
    assert shown(ledger, "rank ranked peers published_rank") == ["thứ 7", "10", "63", "thứ 4"]


def test_khanh_hoa_has_the_share_it_printed() -> None:
    assert shown(ledger_of("2020-08-13", "56"), "rate published_rate disagreement") == ["15,77%", "15,77%", None]


def test_hau_giang_needs_9684_a_day_until_30_august() -> None:
    assert shown(ledger_of("2020-08-13", "93"), "gap_count target_by pace") == ["164.617", "30/8/2020", "9.684"]


@pytest.mark.parametrize(
    ("period", "unit", "known", "unknown"),
    [
        ("2021-06-19", "74", {"rate": "36,68%"}, "counted gap_count pace change_count disagreement"),
        (
            "2020-08-14",
            "91",
            {"counted": "trên 124.500", "rate": "trên 7,22%"},
            OTHER_CODES.replace("target_count ", ""),
        ),
        ("2021-07-27", "01", {"counted": "gần 3.100.000", "rate": "dưới 38,50%"}, "gap gap_count rank published_rate"),
        ("2020-08-07", "48", {"published_rank": "thứ 1"}, "counted rate gap gap_count rank published_rate"),
        ("2020-08-20", "01", {"counted": "khoảng 2.397.000", "rate": "29,8%"}, "gap_count pace change_count"),
    ],
)
def test_what_was_published_in_part_is_told_in_part(
    period: str, unit: str, known: dict[str, str], unknown: str
) -> None:
    ledger = ledger_of(period, unit)
    assert {key: ledger.fact(key).shown for key in known} == known
    assert missing(ledger, unknown)


@pytest.mark.parametrize("unit", ["01", "30", "27", "22"])
def test_nothing_is_compared_across_the_method_break_of_june_2021(unit: str) -> None:
    assert missing(ledger_of("2021-07-27", unit), CHANGES)


def test_no_published_share_is_compared_with_a_recomputed_one() -> None:
    before = ledger_of("2021-06-19", "30").fact("change_since")
    assert before.shown == "17h00 ngày 11/5/2021"  # the list of 24/5 printed a share of Hải Dương, and no count
    assert isinstance(ledger_of("2021-05-24", "30")["counted"], Missing)


def test_a_difference_from_a_bound_turns_the_bounds_word_round() -> None:
    ledger = ledger_of("2020-08-22", "34")
    assert shown(ledger, "rate published_rate disagreement") == [
        "trên 11,61%",
        "khoảng 14%",
        "dưới 2,89 điểm phần trăm",
    ]


def test_a_change_that_rounds_to_nothing_is_not_said_to_be_none() -> None:
    assert missing(ledger_of("2021-05-24", "48"), "change_points")


@pytest.mark.parametrize("period", PERIODS)
def test_every_fact_can_be_traced(period: str) -> None:
    for seen, ledger in told(period):
        facts = list(ledger)
        assert len({fact.key for fact in facts}) == len(facts)
        for fact in facts:
            assert all(isinstance(ledger[key], Fact) for key in fact.inputs), fact.key
            assert set(filter(None, fact.source.split(", "))) <= set(seen.history.sources), fact.key
            assert fact.label
            assert fact.formula


@pytest.mark.parametrize("period", PERIODS)
def test_no_fact_prints_what_is_not_there(period: str) -> None:
    for _, ledger in told(period):
        for fact in ledger:
            printed = f"{fact.shown} {fact.exact} {fact.label} {fact.formula} {fact.note}"
            assert not re.search(r"\b(nan|NaN|None|NaT|<NA>)\b", printed), fact.key


@pytest.mark.parametrize("period", PERIODS)
def test_only_exact_counts_and_bases_are_computed_with_to_the_last_person(period: str) -> None:
    for seen, ledger in told(period):
        if not (seen.mine and seen.mine.people and seen.mine.people.exact):
            assert missing(ledger, "gap_count pace change_count change_per_day")
        if isinstance(ledger["gap"], Fact):
            assert ledger.fact("rate").qualifier in {"", "khoảng"}


def test_each_gap_in_people_closes_its_target() -> None:
    for _, ledger in told("2021-06-19"):
        if isinstance(ledger["gap_count"], Fact):
            reached = ledger.fact("counted").amount + ledger.fact("gap_count").amount
            share = 100 * reached / ledger.fact("base").amount
            assert share >= ledger.fact("target").amount > share - 100 / ledger.fact("base").amount


def test_units_with_the_same_exact_share_are_tied(project: Draft) -> None:
    for count in ("20,installs,80000", "24,installs,90000"):
        project.change(COUNTS, count, f"{count[:12]}0")
    project.change(COUNTS, "150000,1000,hơn", "150000,1,")
    project.change(TOTALS, "170000", "0")
    (project.root / "data/demo/2020-07-31/counts.csv").unlink()
    for unit, text in (("22", "thứ 1"), ("20", "đồng hạng thứ 2"), ("24", "đồng hạng thứ 2")):
        assert demo_ledger(project, unit).fact("rank").shown == text


def test_a_change_is_told_in_people_points_and_by_the_day(project: Draft) -> None:
    project.change("data/demo/2020-07-31/counts.csv", "2020-07-31,", "2020-07-31T20:00,")
    texts = ["20h00 ngày 31/7/2020", "06 ngày 12 giờ", "40.000", "6.154", "5,12 điểm phần trăm"]
    assert shown(demo_ledger(project), CHANGES) == texts


@pytest.mark.parametrize("row", ["39000,1000,hơn", "40000,10000,"])
def test_a_change_from_a_rounded_count_is_not_told_in_people(project: Draft, row: str) -> None:
    project.change("data/demo/2020-07-31/counts.csv", "40000,1,", row)
    assert missing(demo_ledger(project), "change_count change_per_day")


def test_a_method_break_ends_what_can_be_compared(project: Draft) -> None:
    assert not missing(demo_ledger(project), "change_count")
    project.change(CAMPAIGN, "activities:", BREAK)
    assert missing(demo_ledger(project), CHANGES)


def test_a_place_that_rounding_leaves_open_is_not_given(project: Draft) -> None:
    project.change(COUNTS, "22,installs,150000,1000,hơn", "22,installs,135000,1000,")
    ledger = demo_ledger(project)
    assert missing(ledger, "rank ranked")
    assert "không phân định được" in ledger["rank"].reason  # type: ignore[union-attr]


def test_the_share_under_every_base_known_for_the_unit() -> None:
    report = open_report(campaign="bluezone", period="2021-06-19", unit="30")
    rows = {row.base: row.share.shown for row in sensitivity(report.ledger, report.view)}
    assert list(rows.items())[:2] == [("population_2019", "36,41%"), ("population_2009", "40,40%")]
    assert rows["smartphones_2021_06_19"] == "khoảng 49,26%"


def test_no_share_is_taken_of_a_base_from_a_later_day() -> None:
    report = open_report(campaign="bluezone", period="2020-08-07", unit="20")
    assert [row.base for row in sensitivity(report.ledger, report.view)] == ["population_2019"]


def test_the_national_course_grows_with_each_period() -> None:
    report = open_report(campaign="bluezone", period="2021-07-27", unit="01")
    course = [fact for _, fact in national_facts(report.ledger, report.view)]
    assert [fact.key for fact in course] == sorted(fact.key for fact in course)
    assert [fact.amount for fact in course] == sorted(fact.amount for fact in course)
    assert (course[0].shown, course[-1].shown) == ("khoảng 2.000.000", "gần 42.000.000")


def test_a_key_never_stands_for_two_values() -> None:
    ledger, fact = Ledger(), Fact("a", "A", 1, "count", "số nguồn công bố", "S")
    assert ledger.add(fact) is ledger.add(fact)
    with pytest.raises(UsageError, match="stands for 01 and 02"):
        ledger.add(Fact("a", "A", 2, "count", "số nguồn công bố", "S"))


def test_a_missing_fact_is_false_and_compares_as_false() -> None:
    ledger = Ledger()
    gap = ledger.lack("gap", "Khoảng cách", "chưa có tỷ lệ")
    assert not any([gap, gap > 0, gap < 0, gap >= 0, gap <= 0])
    with pytest.raises(UsageError, match="not known in this edition: chưa có tỷ lệ"):
        ledger.fact("gap")


def test_facts_compare_as_their_values_do() -> None:
    ledger = ledger_of("2020-08-07", "20")
    assert ledger.fact("gap") > 0
    assert ledger.fact("rate") < ledger.fact("target")
    assert ledger.fact("rate").amount == Fraction(6343800, 781655)
    with pytest.raises(TypeError, match="as_of is a moment, not a number"):
        _ = ledger.fact("as_of").amount


def test_a_rounded_count_still_compares_by_the_share_it_carries() -> None:
    ledger = ledger_of("2021-06-19", "27")  # 447.000 on 27/5, to the thousand
    assert shown(ledger, "change_since change_hours change_points") == [
        "ngày 27/5/2021",
        "23 ngày",
        "khoảng 12 điểm phần trăm",
    ]


def test_the_nation_is_never_known_later_than_the_unit() -> None:
    morning, noon = ledger_of("2020-08-20", "27"), ledger_of("2020-08-20", "48")  # 08h37 and 11h00 of the same day
    assert shown(morning, "national_as_of national") == ["08h37 ngày 20/8/2020", "khoảng 19.400.000"]
    assert shown(noon, "national_as_of national") == ["11h00 ngày 20/8/2020", "hơn 20.000.000"]
