"""Of tables that cross, add up, nest and go on in time, an attacker bounds no small count closer than "dưới 5"."""

from __future__ import annotations

import random
from itertools import product

import pytest

from dophu.data.moves import Cell, Ends, Relation, complement
from tests.attacker import Range, Sum, narrowed, possible

LIMIT = 5
UNITS = ("a", "b", "c", "d", "e", "f", "g")
SEXES, AGES = ("nam", "nu"), ("tre", "lon", "gia")
MEASURES = {"all": (SEXES, AGES), "nam": (("nam-tre", "nam-lon", "nam-gia"),), "nu": (("nu-tre", "nu-lon", "nu-gia"),)}
MEASURES |= {age: ((f"nam-{age}", f"nu-{age}"),) for age in AGES}


TWO_BY_TWO = {("nam", "a"): 1, ("nu", "a"): 20, ("all", "a"): 21, ("nam", "b"): 17, ("nu", "b"): 4, ("all", "b"): 21}
TWO_BY_TWO |= {("nam", "whole"): 18, ("nu", "whole"): 24}


def cell(measure: str, unit: str, period: str = "1") -> Cell:
    return Cell(period, measure, "", unit)


def filled(chance: random.Random, period: str = "1", before: dict[Cell, int] | None = None) -> dict[Cell, int]:
    """Fill a table of units by sex by age, with all its sums; counts that go on only rise."""
    counts = {}
    for unit, sex, age in product(UNITS, SEXES, AGES):
        own = cell(f"{sex}-{age}", unit, period)
        more = chance.choice([0, 0, chance.randint(1, 4), chance.randint(5, 30), chance.randint(5, 60)])
        counts[own] = more + (before or {}).get(own._replace(period="1"), 0)
    for whole in ("nam", "nu", *AGES, "all"):
        for unit in UNITS:
            counts[cell(whole, unit, period)] = sum(counts[cell(part, unit, period)] for part in MEASURES[whole][0])
    for measure in [*{one.measure for one in counts}]:
        counts[cell(measure, "whole", period)] = sum(counts[cell(measure, unit, period)] for unit in UNITS)
        counts[cell(measure, "a b c", period)] = sum(counts[cell(measure, unit, period)] for unit in UNITS[:3])
    return counts


def tied(counts: dict[Cell, int]) -> list[Relation]:
    found = []
    for one, count in counts.items():
        units = {"whole": UNITS, "a b c": UNITS[:3]}.get(one.unit, ())
        parts = [[one._replace(unit=unit) for unit in units]]
        parts += [[one._replace(measure=name) for name in names] for names in MEASURES.get(one.measure, ())]
        found += [Relation({one: 1} | dict.fromkeys(each, -1)) for each in parts if each]
        earlier = one._replace(period="1")
        if one.period == "2":
            found.append(Relation({one: 1, earlier: -1}, count - counts[earlier]))
    return found


def ends_of(counts: dict[Cell, int]) -> Ends:
    small = frozenset(one for one, count in counts.items() if 0 < count < LIMIT)
    return Ends(counts, small, {one.measure: LIMIT for one in counts}, {})


def hidden_in(counts: dict[Cell, int]) -> set[Cell]:
    return complement(ends_of(counts), tied(counts))


def known(counts: dict[Cell, int], hidden: set[Cell]) -> tuple[dict[Cell, Range], list[Sum]]:
    """Gather what the attacker knows: the ends of each count, and each relation that he can think of."""
    ends = ends_of(counts)
    ranges = {one: ends.of(one) if one in hidden else (count, count) for one, count in counts.items()}
    return ranges, [({**each.signs}, None if each.room is not None else 0) for each in tied(counts)]


def bounds(counts: dict[Cell, int], hidden: set[Cell]) -> dict[Cell, Range]:
    ranges, sums = known(counts, hidden)
    return {one: possible(ranges, sums, one) for one in sorted(ends_of(counts).small)}


def widest(counts: dict[Cell, int]) -> dict[Cell, Range]:
    """Say what each small count might be were nothing printed but noughts: a part of a small sum is no 4."""
    ranges, sums = known(counts, {one for one, count in counts.items() if count})
    found = narrowed(ranges, sums)
    assert found is not None
    return {one: found[one] for one in sorted(ends_of(counts).small)}


@pytest.mark.parametrize("seed", range(4))
def test_a_crossed_table_gives_no_small_count_away(seed: int) -> None:
    counts = filled(random.Random(seed))
    hidden = hidden_in(counts)
    found = bounds(counts, hidden)
    assert found == widest(counts)
    assert set(found.values()) <= {(1, LIMIT - 1), (1, LIMIT - 2), (2, LIMIT - 1)}
    assert not {one for one in hidden if counts[one] == 0}


@pytest.mark.parametrize("seed", [3])
def test_nor_does_the_next_period_of_what_is_counted_up(seed: int) -> None:
    chance = random.Random(seed)
    before = filled(chance)
    counts = before | filled(chance, "2", before)
    hidden = hidden_in(counts)
    assert {one for one in hidden if one.period == "1"} == hidden_in(before), "what was printed stays printed"
    assert all(low < high for low, high in bounds(counts, hidden).values())


def test_where_each_row_is_safe_by_itself_the_table_still_tells() -> None:
    """In two rows and two columns with these sums the second small one is three more than the first: 1 and 4."""
    counts = {cell(name, unit): count for (name, unit), count in TWO_BY_TWO.items()}
    rows = [Relation({cell("all", unit): 1, cell("nam", unit): -1, cell("nu", unit): -1}) for unit in ("a", "b")]
    columns = [Relation({cell(m, "whole"): 1, cell(m, "a"): -1, cell(m, "b"): -1}) for m in ("nam", "nu")]
    ranges = {one: (count, count) for one, count in counts.items()}
    ends = ends_of(counts)
    block = {cell(name, unit) for name in ("nam", "nu") for unit in ("a", "b")}
    sums: list[Sum] = [({**each.signs}, 0) for each in (*rows, *columns)]
    assert possible(ranges | {one: ends.of(one) for one in block}, sums, cell("nu", "b")) == (4, 4)
    hidden = complement(ends, [*rows, *columns])
    assert possible(ranges | {one: ends.of(one) for one in hidden}, sums, cell("nu", "b")) == (1, 4)
