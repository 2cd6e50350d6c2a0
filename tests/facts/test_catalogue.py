"""The catalogue over the shipped campaign and the small project: what each figure prints, and when it is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from dophu.data.periods import period_names, read_campaign, read_history
from dophu.data.project import Project
from dophu.errors import UsageError
from dophu.facts.catalogue import CONCEPTS
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, Missing
from dophu.facts.formula import formula_in_words
from dophu.facts.interval import Interval
from dophu.facts.making import given, tallied
from dophu.facts.relations import nation_course
from dophu.tell.figures import _bases
from tests.project import CAMPAIGN, COUNTS, TOTALS, Draft, demo  # noqa: F401 - a fixture
from tests.told import ROOT, facts_of, shown

PERIODS = period_names(Project.find(ROOT), "bluezone")
OTHERS = "rank ranked gained change disagreement pace"
CHANGES = "as_of|before elapsed gained per_day change"
BREAK = "breaks:\n  - {from: 2020-08-01, measures: [installs], note: cách tính mới, source: DEMO}\nactivities:"


@cache
def real(period: str, unit: str) -> Facts:
    return facts_of(campaign="bluezone", period=period, unit=unit)


def small(project: Draft, unit: str = "20", **parameters: object) -> Facts:
    return facts_of(project.edition(unit=unit, **parameters))


def texts(facts: Facts, asked: str) -> list[str]:
    return shown(facts, *asked.split())


def missing(facts: Facts, asked: str) -> bool:
    return all(isinstance(facts.get(each), Missing) for each in asked.split())


def every(period: str) -> Iterator[Facts]:
    """Open every unit that a period says anything of."""
    project = Project.find(ROOT)
    history = read_history(project, read_campaign(project, "bluezone"))
    frames = [frame[frame["period"] == period] for frame in (history.counts, history.published)]
    for code in sorted({unit for frame in frames for unit in frame["unit"]} - {"VN"}):
        yield real(period, code)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("counted", "63.438"),
        ("base", "781.655"),
        ("share", "8,12%"),
        ("published_share", "8,12%"),
        ("target", "50%"),
        ("gap", "41,88 điểm phần trăm"),
        ("needed", "390.828"),
        ("missing", "327.390"),
        ("published_rank", "thứ 8"),
        ("published_rank_of", "63"),
        ("as_of", "08h00 ngày 07/8/2020"),
    ],
)
def test_lang_son_on_7_august_2020(key: str, text: str) -> None:
    assert texts(real("2020-08-07", "20"), key) == [text]


def test_lang_son_has_a_published_rank_and_no_computed_one() -> None:
    facts = real("2020-08-07", "20")
    assert missing(facts, "rank ranked disagreement pace")
    assert texts(facts, "published_rank published_rank_by") == ["thứ 8", "tỷ lệ trên dân số"]


def test_hai_duong_is_recomputed_and_held_against_its_printed_share() -> None:
    facts = real("2021-06-19", "30")
    assert texts(facts, "share published_share disagreement") == ["36,41%", "40,40%", "khoảng 3,99 điểm phần trăm"]
    assert "2009" in shown(facts, "explaining_base")[0]
    assert texts(facts, "rank ranked peers published_rank") == ["thứ 7", "10", "63", "thứ 4"]


def test_khanh_hoa_has_the_share_it_printed() -> None:
    assert texts(real("2020-08-13", "56"), "share published_share disagreement") == ["15,77%", "15,77%", "-"]


def test_hau_giang_needs_9684_a_day_until_30_august() -> None:
    assert texts(real("2020-08-13", "93"), "missing target_by pace") == ["164.617", "30/8/2020", "9.684"]


@pytest.mark.parametrize(
    ("period", "unit", "known", "unknown"),
    [
        ("2021-06-19", "74", {"share": "36,68%", "gap": "13,32 điểm phần trăm"}, "counted missing pace gained"),
        (
            "2020-08-14",
            "91",
            {"counted": "trên 124.500", "share": "trên 7,22%", "gap": "dưới 22,78 điểm phần trăm"},
            OTHERS,
        ),
        (
            "2021-07-27",
            "01",
            {"counted": "gần 3,1 triệu", "share": "dưới 39%", "gap": "trên 11 điểm phần trăm"},
            CHANGES,
        ),
        ("2020-08-07", "48", {"published_rank": "thứ 1"}, "counted share gap missing rank published_share"),
        ("2020-08-20", "01", {"counted": "khoảng 2.397.000", "share": "29,8%", "missing": "khoảng 19.000"}, "pace"),
    ],
)
def test_what_was_published_in_part_is_told_in_part(
    period: str, unit: str, known: dict[str, str], unknown: str
) -> None:
    facts = real(period, unit)
    assert dict(zip(known, shown(facts, *known), strict=True)) == known
    assert missing(facts, unknown)


@pytest.mark.parametrize("unit", ["01", "30", "27", "22"])
def test_nothing_is_compared_across_the_method_break_of_june_2021(unit: str) -> None:
    assert missing(real("2021-07-27", unit), CHANGES)


def test_no_published_share_is_compared_with_a_recomputed_one() -> None:
    before = texts(real("2021-06-19", "30"), "as_of|before")
    assert before == ["17h00 ngày 11/5/2021"]  # the list of 24/5 printed a share of Hải Dương, and no count
    assert missing(real("2021-05-24", "30"), "counted")


def test_a_difference_from_a_bound_turns_its_open_side_round() -> None:
    facts = real("2020-08-22", "34")
    assert texts(facts, "share published_share disagreement") == ["trên 11,61%", "khoảng 14%", "dưới 3 điểm phần trăm"]


def test_a_change_that_may_be_none_says_no_direction() -> None:
    change = real("2021-05-24", "79").fact("change")
    assert change
    assert (change.sign, change.interval.low < 0 < change.interval.high) == ("open", True)


@pytest.mark.parametrize("period", PERIODS)
def test_every_fact_of_every_unit_can_be_traced_and_prints(period: str) -> None:
    for facts in every(period):
        for concept in CONCEPTS:
            facts.ask(concept)
        told = {fact.key: fact for fact in facts.ledger()}
        for fact in told.values():
            printed = f"{fact.shown} {fact.exact} {fact.label} {formula_in_words(fact, facts)} {fact.note}"
            assert not re.search(r"\b(nan|NaN|None|NaT|<NA>)\b", printed), fact.key
            assert {*fact.sources} <= {*facts.history.sources}, fact.key
            assert all(told[each.key] is each for each in fact.inputs), fact.key
            assert (fact.formula is None) == (fact.status != "computed" and not fact.inputs), fact.key


def test_what_is_missing_in_people_closes_the_target() -> None:
    for facts in every("2021-06-19"):
        short, counted, base, target = (facts.fact(each) for each in ("missing", "counted", "base", "target"))
        if short and counted and base and target and short.is_exact:
            reached = 100 * (counted.amount + short.amount) / base.amount
            assert reached >= target.amount > reached - 100 / base.amount


def test_units_with_the_same_exact_share_are_tied(project: Draft) -> None:
    for count in ("20,installs,80000", "24,installs,90000"):
        project.change(COUNTS, count, f"{count[:12]}0")
    project.change(COUNTS, "150000,1000,hơn", "150000,1,")
    (project.root / TOTALS).unlink()
    (project.root / "data/demo/2020-07-31/counts.csv").unlink()
    for unit, text in (("22", "thứ 1"), ("20", "đồng hạng thứ 2"), ("24", "đồng hạng thứ 2")):
        assert texts(small(project, unit), "rank") == [text]


def test_a_change_is_told_in_people_points_and_by_the_day(project: Draft) -> None:
    project.change("data/demo/2020-07-31/counts.csv", "2020-07-31,", "2020-07-31T20:00,")
    told = ["20h00 ngày 31/7/2020", "06 ngày 12 giờ", "40.000", "6.154", "5,12 điểm phần trăm"]
    assert texts(small(project), CHANGES) == told


def test_a_change_from_a_rounded_count_is_rounded_too(project: Draft) -> None:
    project.change("data/demo/2020-07-31/counts.csv", "40000,1,", "40000,10000,")
    assert texts(small(project), "gained per_day") == ["khoảng 40.000", "5.000 đến 7.000"]


def test_what_is_only_more_than_a_count_compares_with_nothing(project: Draft) -> None:
    project.change("data/demo/2020-07-31/counts.csv", "40000,1,", "39000,1000,hơn")
    assert missing(small(project), CHANGES)


def test_a_method_break_ends_what_can_be_compared(project: Draft) -> None:
    assert not missing(small(project), "gained")
    project.change(CAMPAIGN, "activities:", BREAK)
    assert missing(small(project), CHANGES)


def test_a_place_that_rounding_leaves_open_is_told_as_a_range(project: Draft) -> None:
    project.change(COUNTS, "22,installs,150000,1000,hơn", "22,installs,135000,1000,")
    assert texts(small(project), "rank ranked") == ["thứ 1 đến 2", "03"]


def test_the_share_over_every_base_known_for_the_unit() -> None:
    facts = real("2021-06-19", "30")
    assert [subject.base for subject in _bases(facts)][:2] == ["", "population_2009"]
    assert texts(facts, "share share|on:population_2009 share|on:smartphones_2021_06_19") == [
        "36,41%",
        "40,40%",
        "khoảng 49,26%",
    ]


def test_no_share_is_taken_of_a_base_from_a_later_day() -> None:
    facts = real("2020-08-07", "20")
    assert _bases(facts) == [facts.own]
    assert missing(facts, "share|on:smartphones_2020_08_20")


def test_the_national_course_grows_with_each_period() -> None:
    facts = real("2021-07-27", "01")
    course = [fact for subject in nation_course(facts) if (fact := facts.fact("counted", subject))]
    assert [fact.amount for fact in course] == sorted(fact.amount for fact in course)
    assert (course[0].shown, course[-1].shown) == ("khoảng 2 triệu", "gần 42 triệu")


def test_a_key_never_stands_for_two_values(project: Draft) -> None:
    facts = small(project)
    assert tallied(facts, "known", 1) is tallied(facts, "known", 1)
    with pytest.raises(UsageError, match="stands for 01 and 02"):
        tallied(facts, "known", 2)


def test_a_number_typed_by_hand_needs_a_source(project: Draft) -> None:
    facts = small(project)
    assert given(facts, Interval.exactly(12), "count", "Công văn 95").sources == ("Công văn 95",)
    with pytest.raises(UsageError, match="needs its source"):
        given(facts, Interval.exactly(12), "count", " ")


def test_facts_compare_as_their_values_do() -> None:
    facts = real("2020-08-07", "20")
    gap, share, target = (facts.fact(each) for each in ("gap", "share", "target"))
    assert isinstance(gap, Fact)
    assert gap > 0
    assert share < target  # type: ignore[operator] # both are facts
    with pytest.raises(TypeError, match="as_of@20 is a moment, not a number"):
        _ = facts.get("as_of").interval  # type: ignore[union-attr] # a fact


def test_a_rounded_count_still_compares_by_the_share_it_carries() -> None:
    facts = real("2021-06-19", "27")  # 447.000 on 27/5, to the thousand
    assert texts(facts, "as_of|before elapsed change") == ["ngày 27/5/2021", "23 ngày", "khoảng 12,0 điểm phần trăm"]


def test_the_nation_is_never_known_later_than_the_unit() -> None:
    morning, noon = real("2020-08-20", "27"), real("2020-08-20", "48")  # 08h37 and 11h00 of the same day
    assert texts(morning, "as_of|nation counted|nation") == ["08h37 ngày 20/8/2020", "khoảng 19,4 triệu"]
    assert texts(noon, "as_of|nation counted|nation") == ["11h00 ngày 20/8/2020", "hơn 20 triệu"]
