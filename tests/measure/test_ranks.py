from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dophu.measure.bounds import Bounds
from dophu.measure.ranks import Rank, ranks

EXACT = st.integers(0, 6).map(Bounds.exactly)
ROUNDED = st.tuples(st.integers(0, 6), st.integers(1, 3)).map(lambda at: Bounds(Fraction(at[0]), Fraction(sum(at))))
LISTS = st.lists(st.one_of(EXACT, ROUNDED), max_size=8)


def ranked(*shares: Bounds | None) -> list[Rank]:
    return list(ranks(pd.Series(list(shares), dtype=object)))


def at(low: str, high: str | None = None) -> Bounds:
    return Bounds(Fraction(low), Fraction(high or low))


def place_by_definition(index: int, shares: list[Bounds]) -> int | None:
    """One more than the units above, when those surely above are all that may be above."""
    mine, others = shares[index], shares[:index] + shares[index + 1 :]
    surely = sum(other.low > mine.high for other in others)  # type: ignore[operator]
    perhaps = sum(other.high > mine.low for other in others)  # type: ignore[operator]
    return surely + 1 if surely == perhaps else None


@given(LISTS)
def test_places_are_those_of_the_definition(shares: list[Bounds]) -> None:
    expected = [place_by_definition(index, shares) for index in range(len(shares))]
    assert [rank.place for rank in ranked(*shares)] == expected


@given(st.lists(EXACT, min_size=1, max_size=8))
def test_exact_shares_all_have_a_place_and_equal_ones_share_it(shares: list[Bounds]) -> None:
    for mine, rank in zip(shares, ranked(*shares), strict=True):
        assert rank == Rank(1 + sum(s.low > mine.low for s in shares), shares.count(mine) > 1, len(shares))  # type: ignore[operator]


def test_two_firsts_are_followed_by_a_third() -> None:
    places = [(rank.place, rank.tied) for rank in ranked(at("9"), at("9"), at("7"), at("5"))]
    assert places == [(1, True), (1, True), (3, False), (4, False)]


def test_shares_that_print_alike_but_differ_are_no_tie() -> None:
    assert [rank.place for rank in ranked(at("8.121"), at("8.119"))] == [1, 2]


def test_rounded_shares_that_overlap_leave_both_places_open() -> None:
    assert [rank.place for rank in ranked(at("28.1", "28.3"), at("28.2", "28.4"), at("10"))] == [None, None, 3]


@pytest.mark.parametrize("unknown", [None, Bounds(Fraction(50), None), Bounds(None, Fraction(50))])
def test_what_is_unknown_or_one_sided_is_neither_ranked_nor_counted(unknown: Bounds | None) -> None:
    assert ranked(at("9"), unknown, at("7")) == [Rank(1, False, 2), Rank(2, False, 2)]


def test_no_shares_give_no_ranks() -> None:
    assert ranked() == ranked(None) == []
