from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from dophu.facts.standing import Standing
from dophu.measure.received import absent
from dophu.measure.standings import last_known
from dophu.tell.standing_rows import highest_of
from tests.parts import BASES, FORMER, count, give_letterheads, line
from tests.project import CAMPAIGN, ROOT, Draft, demo  # noqa: F401 - a fixture
from tests.standings import PEOPLE, RISING, TENTH, demonstrated, measured
from tests.told import fact, shown

BROKEN = "breaks:\n  - {from: 2020-08-01, measures: [installs], note: Đổi cách tính, source: DEMO}\nsources:"


def codes(rows: list[Standing]) -> list[str]:
    return [row.unit.code for row in rows]


def without(*left_out: str) -> dict[str, int]:
    return {code: number for code, number in RISING.items() if code not in left_out}


@pytest.fixture(autouse=True)
def letterheads(project: Draft) -> None:
    give_letterheads(project)


def recomputed(period: str) -> pd.DataFrame:
    """Compute the national table afresh from the files: count, base, share, rank and region by code."""
    reference = ROOT / "data" / "reference"
    units = pd.read_csv(reference / "units.csv", dtype=str).query("vintage == 'VN63' and level == 'province'")
    bases = pd.read_csv(reference / "bases.csv", dtype=str).query("base == 'population_2019'").set_index("code")
    counts = pd.read_csv(ROOT / f"data/demo/{period}/counts.csv", dtype=str).set_index("unit")
    table = units.set_index("code").join(counts["count"], how="inner").join(bases["value"])
    table = table.astype({"count": int, "value": int})
    table["share"] = [Fraction(100 * count, base) for count, base in zip(table["count"], table["value"], strict=True)]
    table["rank"] = [1 + sum(table["share"] > share) for share in table["share"]]
    return table


@pytest.mark.parametrize("period", ["2020-10-11", "2020-10-14", "2020-10-16"])
def test_the_table_of_the_demonstration_is_what_pandas_makes_of_its_files(period: str) -> None:
    _, found = demonstrated("20", period)
    table = recomputed(period)
    assert sorted(codes(found.known)) == sorted(table.index)
    for code, row in table.iterrows():
        values = [fact(found, f"{what} {code}").amount for what in ("counted", "base", "share", "rank")]
        assert values == [row["count"], row["value"], row["share"], row["rank"]]
        assert fact(found, f"gap {code}").amount == 50 - row["share"]
        assert fact(found, f"missing {code}").amount == -(-row["value"] // 2) - row["count"]


@pytest.mark.parametrize(
    ("period", "before"), [("2020-10-11", "2020-10-09"), ("2020-10-16", "2020-10-14"), ("2020-10-14", "2020-10-11")]
)
def test_changes_are_those_between_the_files_of_two_periods(period: str, before: str) -> None:
    _, found = demonstrated("20", period)
    now, then = recomputed(period), recomputed(before)
    for code in now.index.intersection(then.index):
        assert fact(found, f"change {code}").amount == now["share"][code] - then["share"][code]
    both = now.index.intersection(then.index)
    for code in both:
        places = [1 + sum(table["share"][both] > table["share"][code]) for table in (then, now)]
        assert fact(found, f"moved {code}").amount == places[0] - places[1]
    assert shown(found, f"compared {both[0]}") == [str(len(both))]


@pytest.mark.parametrize("period", ["2020-10-11", "2020-10-14"])
def test_regions_add_up_to_the_total_and_the_units_to_the_regions(period: str) -> None:
    _, found = demonstrated("20", period)
    table = recomputed(period)
    for what, column in {"counted": "count", "base": "value"}.items():
        sums = table.groupby("region")[column].sum()
        assert {each: fact(found, f"{what} {each}").amount for each in sums.index} == sums.to_dict()
        assert fact(found, f"{what} total").amount == sums.sum()
    for what in ("units", "known"):
        assert (
            sum(fact(found, f"{what} {row.subject.unit.code}").amount for row in found.regions)
            == fact(found, f"{what} total").amount
        )
    whole = Fraction(100 * int(table["count"].sum()), int(table["value"].sum()))
    assert fact(found, "share total").amount == whole
    assert fact(found, "missing total").amount == -(-int(table["value"].sum()) // 2) - int(table["count"].sum())


def test_regions_are_ranked_only_where_all_are_complete() -> None:
    full, lacking = demonstrated("20", "2020-10-11")[1], demonstrated("20", "2020-10-14")[1]
    keys = [row.subject.unit.code for row in full.regions]
    shares = [fact(full, f"share {key}").amount for key in keys]
    ranks = [1 + sum(other > share for other in shares) for share in shares]
    assert [fact(full, f"rank {key}").amount for key in keys] == ranks
    assert shown(lacking, *(f"rank {key}" for key in keys)) == ["-"] * 6
    partial = [row.subject.unit.code for row in fact(lacking, "partial_regions")]
    assert partial == ["trung_du_mien_nui_phia_bac"]


def test_a_unit_without_figures_stands_last_with_when_it_was_last_known(project: Draft) -> None:
    count(project, RISING, former=True)
    count(project, without("22"))
    _, found = measured(project)
    assert codes(found.rows)[-1:] == ["22"]
    assert shown(found, "told total", "absent total") == ["62", "01"]
    past = last_known(found.facts, found.rows[-1].unit)
    assert past is not None
    assert past.period == "2020-07-31"


def test_a_list_of_few_units_shows_those_alone_and_no_regions(project: Draft) -> None:
    count(project, {code: RISING[code] for code in list(RISING)[:31]})
    _, found = measured(project)
    assert (len(found.rows), found.complete, found.regions) == (31, False, [])
    assert shown(found, "absent total", "quarter", "known total") == ["32", "-", "31"]
    count(project, {code: RISING[code] for code in list(RISING)[:32]})
    assert measured(project)[1].complete


@pytest.mark.parametrize(
    ("own", "source"),
    [
        ({"20": 90000, "22": 200000}, "OWN"),  # the edition's own list, though another is longer
        ({"20": 90000}, "DEMO"),  # a figure by itself is no list
        ({}, "DEMO"),
    ],
)
def test_the_list_is_that_of_the_units_own_source_and_never_two(
    project: Draft, own: dict[str, int], source: str
) -> None:
    project.change(CAMPAIGN, "  - {id: DEMO,", "  - {id: OWN, title: Danh sách khác}\n  - {id: DEMO,")
    later = "".join(line(code, number, as_of="2020-08-07T09:00", source="OWN") for code, number in own.items())
    count(project, {code: TENTH[code] for code in ("01", "22", "24")}, later)
    _, found = measured(project)
    assert found.source == source
    assert {row.reported.source for row in found.known if row.reported} == {source}


def test_a_tie_shares_its_place_and_its_neighbours(project: Draft) -> None:
    quarter = {code: people // 4 for code, people in PEOPLE.items() if people % 4 == 0}
    first, second = list(quarter)[:2]
    count(project, {"20": 78165, first: quarter[first], second: quarter[second], "01": 1})
    _, found = measured(project)
    assert shown(found, f"rank {first}", f"rank {second}", "rank 20") == ["đồng hạng thứ 1"] * 2 + ["thứ 3"]
    assert (sorted(codes(found.above)), codes(found.below)) == ([first, second], ["01"])


def test_the_unit_above_and_the_one_below_say_how_many_people_lie_between(project: Draft) -> None:
    count(project, TENTH | {"20": 90000, "22": 200000})
    _, found = measured(project)
    assert (codes(found.above), codes(found.level)) == (["22"], [])
    assert fact(found, "ahead_people").amount == -(-200000 * 781655 // 1320324) - 90000
    assert fact(found, "ahead").amount == Fraction(20000000, 1320324) - Fraction(9000000, 781655)
    assert (len(found.below) > 1) == (shown(found, "behind_people") == ["-"])


@pytest.mark.parametrize(("unit", "marked"), [("20", "20"), ("178", "20"), ("VN", None)])
def test_the_editions_own_province_is_marked(project: Draft, unit: str, marked: str | None) -> None:
    count(project, RISING)
    _, found = measured(project, unit)
    assert (found.marked.code if found.marked else None) == marked
    assert (found.own is None) == (marked is None)


def test_nothing_is_compared_across_a_method_break(project: Draft) -> None:
    count(project, TENTH, former=True)
    count(project, RISING)
    assert shown(measured(project)[1], "compared 20") == ["63"]
    project.change(CAMPAIGN, "sources:", BROKEN)
    _, found = measured(project)
    assert shown(found, "list_since", "moved 20", "compared 20") == ["-", "-", "-"]
    assert not any(row.change for row in found.rows)


def test_the_last_list_of_half_the_units_is_compared_with_and_one_of_fewer_passed_over(project: Draft) -> None:
    others = [(code, number) for code, number in TENTH.items() if code != "20"]
    few, many = dict(others[:31]), dict(others[:32])
    count(project, few, former=True)
    count(project, RISING)
    assert sum(bool(row.change) for row in measured(project)[1].rows) == 0
    count(project, many, former=True)
    _, found = measured(project)
    assert shown(found, "list_since") == ["ngày 31/7/2020"]
    assert sum(bool(row.change) for row in found.rows) == 32


def test_the_list_looks_back_to_where_the_editions_own_unit_does(project: Draft) -> None:
    count(project, {code: TENTH[code] for code in ("20", "22", "24")}, former=True)
    count(project, RISING)
    assert sum(bool(row.change) for row in measured(project)[1].rows) == 3


@pytest.mark.parametrize(
    ("nation", "note", "difference"),
    [
        (sum(RISING.values()), "", "-"),
        (sum(RISING.values()) + 37, "Gồm nơi khác", "37"),
        (22000000, "", "khoảng -20 triệu"),
    ],
)
def test_the_published_nation_is_held_against_the_sum(project: Draft, nation: int, note: str, difference: str) -> None:
    rest = "10000000,," if nation == 22000000 else f"1,,{note}"
    count(project, RISING, line("VN", nation, rest))
    _, found = measured(project)
    assert shown(found, "nation_apart") == [difference]
    assert [found.nation.note if found.nation else None] == [note]


def test_a_rounded_count_leaves_the_sum_with_the_digits_it_carries(project: Draft) -> None:
    count(project, without("01", "22"), line("01", 800000, "100000,,") + line("22", 200000, "1000,hơn,"))
    _, found = measured(project)
    low = sum(without("01", "22").values()) + 750000 + 200000
    total = fact(found, "counted total")
    assert (total.interval.low, total.interval.open_high) == (low, True)
    assert shown(found, "counted total", "gap total") == ["trên 39,9 triệu", "dưới 8,5 điểm phần trăm"]


def test_no_list_at_all_leaves_an_empty_table(project: Draft) -> None:
    (project.root / FORMER).unlink()
    count(project, {})
    _, found = measured(project)
    assert (found.rows, found.source, found.regions) == ([], "", [])
    assert shown(found, "told total", "counted total", "quarter") == ["0", "-", "-"]


@pytest.mark.parametrize(
    ("others", "above", "below"),
    [
        ({"22": "990247,1,,", "24": "721580,1,,"}, ["22"], ["24"]),
        ({"22": "990247,1,,", "24": "1000000,1000,gần,"}, [], []),
        ({"22": "990247,1,,", "24": "1000000,1000,hơn,", "27": "410652,1,,"}, [], ["27"]),
        ({"22": "990000,100000,,", "24": "1352962,1,,", "27": "410652,1,,"}, [], ["27"]),
    ],
)
def test_somebody_stands_next_only_where_no_open_share_may_stand_between(
    project: Draft, others: dict[str, str], above: list[str], below: list[str]
) -> None:
    rows = "".join(line(code, *rest.split(",", 1)) for code, rest in others.items())
    count(project, {"20": PEOPLE["20"] // 2}, rows)
    _, found = measured(project)
    assert (codes(found.above), codes(found.below)) == (above, below)


def test_a_province_whose_parts_the_list_counts_has_its_row_as_the_reports_on_data_say(project: Draft) -> None:
    parts = {code: 9 * people // 10 for code, people in BASES.items()}
    count(project, parts | {code: PEOPLE[code] * 2 // 5 for code in ("22", "24", "26", "27", "30", "31")})
    facts, found = measured(project)
    assert (len(found.known), "20" in codes(found.known)) == (7, True)
    assert found.total.looked_up("told").amount == 7  # type: ignore[union-attr] # it is told
    assert sum(len(group.units) for group in absent(facts)) == 63 - 7
    assert highest_of(found) == []  # it would stand first, and has no place
