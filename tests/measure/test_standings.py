from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from dophu.measure.bounds import Bounds
from dophu.measure.groups import digits
from dophu.measure.parts import Part
from tests.parts import FORMER, count, give_letterheads, line, shown
from tests.project import CAMPAIGN, COUNTS, PUBLISHED, ROOT, TOTALS, Draft, demo  # noqa: F401 - a fixture
from tests.standings import PEOPLE, RISING, TENTH, demonstrated, measured

BROKEN = "breaks:\n  - {from: 2020-08-01, measures: [installs], note: Đổi cách tính, source: DEMO}\nsources:"


def codes(rows: list[Part]) -> list[str]:
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
    ledger, found = demonstrated("20", period)
    table = recomputed(period)
    assert sorted(codes(found.known)) == sorted(table.index)
    for code, row in table.iterrows():
        values = [ledger.fact(f"{what}_of_{code}").value for what in ("count", "base", "share", "rank")]
        assert values == [row["count"], row["value"], row["share"], row["rank"]]
        assert ledger.fact(f"gap_of_{code}").value == 50 - row["share"]
        assert ledger.fact(f"missing_of_{code}").value == -(-row["value"] // 2) - row["count"]


@pytest.mark.parametrize(
    ("period", "before"), [("2020-10-11", "2020-10-09"), ("2020-10-16", "2020-10-11"), ("2020-10-14", "2020-10-11")]
)
def test_changes_are_those_between_the_files_of_two_periods(period: str, before: str) -> None:
    ledger, found = demonstrated("20", period)
    now, then = recomputed(period), recomputed(before)
    for code in now.index.intersection(then.index):
        assert ledger.fact(f"change_of_{code}").value == now["share"][code] - then["share"][code]
    moved = {code: then["rank"][code] - now["rank"][code] for code in found.moved}
    assert {code: fact.value for code, fact in found.moved.items()} == moved
    assert len(moved) == (63 if len(then) == len(now) else 0)


@pytest.mark.parametrize("period", ["2020-10-11", "2020-10-14"])
def test_regions_add_up_to_the_total_and_the_units_to_the_regions(period: str) -> None:
    _, found = demonstrated("20", period)
    table = recomputed(period)
    for what, column in {"count": "count", "base": "value"}.items():
        sums = table.groupby("region")[column].sum()
        assert {group.key: getattr(group, what).value for group in found.regions} == sums.to_dict()
        assert getattr(found.total, what).value == sums.sum()
    for what in ("units", "known", "missing"):
        assert sum(getattr(group, what).value for group in found.regions) == getattr(found.total, what).value
    whole = Fraction(100 * int(table["count"].sum()), int(table["value"].sum()))
    assert [fact.value for fact in (found.total.share,) if fact] == [whole]


def test_regions_are_ranked_only_where_all_are_complete() -> None:
    full, lacking = demonstrated("20", "2020-10-11")[1], demonstrated("20", "2020-10-14")[1]
    shares = [group.share.amount for group in full.regions if group.share]
    assert [group.rank.value for group in full.regions if group.rank] == [
        1 + sum(s > t for s in shares) for t in shares
    ]
    assert [group.rank for group in lacking.regions] == [None] * 6
    assert [group.key for group in lacking.regions if not group.complete] == ["trung_du_mien_nui_phia_bac"]


def test_a_unit_without_figures_stands_last_with_when_it_was_last_known(project: Draft) -> None:
    count(project, RISING, former=True)
    count(project, without("22"))
    ledger, found = measured(project)
    assert codes(found.rows)[-1:] == ["22"]
    assert shown(ledger, "list_known", "list_absent", "last_of_22", "last_count_of_22") == [
        "62",
        "01",
        "ngày 31/7/2020",
        f"{RISING['22']:,}".replace(",", "."),
    ]
    assert (found.moved, shown(ledger, "list_since_ranked")) == ({}, ["63"])


def test_a_list_of_few_units_shows_those_alone_and_no_regions(project: Draft) -> None:
    count(project, {code: RISING[code] for code in list(RISING)[:31]})
    ledger, found = measured(project)
    assert (len(found.rows), found.complete, found.regions, found.past) == (31, False, [], {})
    assert shown(ledger, "list_absent", "quarter", "known_in_total") == ["32", "-", "31"]
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
    assert {row.known.source for row in found.known if row.known} == {source}


def test_a_tie_shares_its_place_and_its_neighbours(project: Draft) -> None:
    quarter = {code: people // 4 for code, people in PEOPLE.items() if people % 4 == 0}
    first, second = list(quarter)[:2]
    count(project, {"20": 78165, first: quarter[first], second: quarter[second], "01": 1})
    ledger, found = measured(project)
    assert shown(ledger, f"rank_of_{first}", f"rank_of_{second}", "rank_of_20") == ["đồng hạng thứ 1"] * 2 + ["thứ 3"]
    assert (sorted(codes(found.above)), codes(found.below)) == ([first, second], ["01"])


def test_the_unit_above_and_the_one_below_say_how_many_people_lie_between(project: Draft) -> None:
    count(project, TENTH | {"20": 90000, "22": 200000})
    ledger, found = measured(project)
    assert (codes(found.above), codes(found.level)) == (["22"], [])
    assert int(ledger.fact("above_people").amount) == -(-200000 * 781655 // 1320324) - 90000
    assert ledger.fact("above_points").amount == Fraction(20000000, 1320324) - Fraction(9000000, 781655)
    assert (len(found.below) > 1) == (shown(ledger, "below_people") == ["-"])


@pytest.mark.parametrize(("unit", "marked"), [("20", "20"), ("178", "20"), ("VN", None)])
def test_the_editions_own_province_is_marked(project: Draft, unit: str, marked: str | None) -> None:
    count(project, RISING)
    _, found = measured(project, unit)
    assert (found.marked.code if found.marked else None) == marked
    assert (found.own is None) == (marked is None)


def test_nothing_is_compared_across_a_method_break(project: Draft) -> None:
    count(project, TENTH, former=True)
    count(project, RISING)
    assert len(measured(project)[1].moved) == 63
    project.change(CAMPAIGN, "sources:", BROKEN)
    ledger, found = measured(project)
    assert (found.moved, shown(ledger, "list_since", "list_climbed")) == ({}, ["-", "-"])
    assert not any(row.change for row in found.rows)


def test_the_last_list_of_half_the_units_is_compared_with_and_one_of_fewer_passed_over(project: Draft) -> None:
    few, many = dict(list(TENTH.items())[:31]), dict(list(TENTH.items())[:32])
    count(project, few, former=True)
    count(project, RISING)
    assert shown(measured(project)[0], "list_since") == ["-"]
    count(project, many, former=True)
    ledger, found = measured(project)
    assert shown(ledger, "list_since", "list_since_ranked") == ["ngày 31/7/2020", "32"]
    assert sum(row.change is not None for row in found.rows) == 32


@pytest.mark.parametrize(
    ("nation", "note", "difference"),
    [(sum(RISING.values()), "", "-"), (sum(RISING.values()) + 37, "Gồm nơi khác", "37"), (22000000, "", "-")],
)
def test_the_published_nation_is_held_against_the_sum(project: Draft, nation: int, note: str, difference: str) -> None:
    rest = "10000000,," if nation == 22000000 else f"1,,{note}"
    count(project, RISING, line("VN", nation, rest))
    ledger, found = measured(project)
    assert shown(ledger, "nation_difference") == [difference]
    assert [found.nation.note if found.nation else None] == [note]


def test_a_rounded_count_leaves_the_sum_with_the_digits_it_carries(project: Draft) -> None:
    count(project, without("01", "22"), line("01", 800000, "100000,,") + line("22", 200000, "1000,hơn,"))
    ledger, found = measured(project)
    low = sum(without("01", "22").values()) + 750000 + 200000
    assert (found.total.people, found.total.count) == (Bounds(Fraction(low), None), ledger["count_in_total"])
    assert ledger.fact("count_in_total").qualifier == "trên"
    assert shown(ledger, "gap_in_total", "missing_in_total") == ["-", "-"]


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (12001, 12001, ("", 12001)),
        (455500, 456500, ("khoảng", 460000)),
        (449000, 451000, ("khoảng", 450000)),
        (4, 6, ("", None)),
        (12001, None, ("trên", 12001)),
        (None, 12001, ("dưới", 12001)),
        (None, None, ("", None)),
    ],
)
def test_a_sum_prints_the_digits_on_which_its_ends_agree(
    low: int | None, high: int | None, written: tuple[str, int | None]
) -> None:
    ends = [Fraction(end) if end is not None else None for end in (low, high)]
    assert digits(Bounds(*ends)) == written


def test_no_list_at_all_leaves_an_empty_table(project: Draft) -> None:
    for file in (FORMER, COUNTS, PUBLISHED, TOTALS):
        (project.root / file).unlink()
    ledger, found = measured(project)
    assert (found.rows, found.source, found.regions) == ([], "", [])
    assert shown(ledger, "list_known", "list_as_of", "count_in_total", "quarter") == ["0", "-", "-", "-"]
