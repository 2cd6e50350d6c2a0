from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dophu.measure.bounds import (
    Bounds,
    at_least,
    at_most,
    base_bounds,
    count_bounds,
    one_sided,
    share,
    share_bounds,
)
from dophu.wording import decimal
from dophu.world.bases import BaseValue

VALUES = st.fractions(0, 100, max_denominator=10**6)
PARTS = st.fractions(0, 1)
COUNTED = st.builds(count_bounds, st.integers(10**4, 10**8), st.sampled_from([1, 100, 1000]))
INTERVALS = st.tuples(VALUES, VALUES).map(lambda ends: Bounds(min(ends), max(ends)))


def inside(bounds: Bounds, part: Fraction) -> Fraction:
    assert bounds.low is not None
    assert bounds.high is not None
    return bounds.low + part * (bounds.high - bounds.low)


def base_of(value: int, low: int | None = None, high: int | None = None, qualifier: str = "") -> BaseValue:
    return BaseValue("people", "VN63", "20", value, low, high, qualifier, "published", "S", "")


@pytest.mark.parametrize(
    ("step", "qualifier", "low", "high"),
    [
        (1, "", 456000, 456000),
        (1000, "", 455500, 456500),
        (1000, "khoảng", 455500, 456500),
        (1000, "hơn", 456000, 457000),
        (1000, "trên", 456000, 457000),
        (1000, "gần", 455000, 456000),
    ],
)
def test_a_count_is_as_exact_as_its_step_and_word(step: int, qualifier: str, low: int, high: int) -> None:
    assert count_bounds(456000, step, qualifier) == Bounds(Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("places", "qualifier", "low", "high"),
    [
        (2, "", "28.105", "28.115"),
        (1, "", "28.06", "28.16"),
        (0, "hơn", "28.11", "29.11"),
        (0, "gần", "27.11", "28.11"),
    ],
)
def test_a_printed_share_is_as_exact_as_its_decimals(places: int, qualifier: str, low: str, high: str) -> None:
    assert share_bounds(Fraction("28.11"), places, qualifier) == Bounds(Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("base", "low", "high"),
    [
        (base_of(800), 800, 800),
        (base_of(800, 790, 810), 790, 810),
        (base_of(800, qualifier="hơn"), 800, None),
        (base_of(800, qualifier="gần"), None, 800),
    ],
)
def test_a_base_known_from_one_side_has_one_end(base: BaseValue, low: int | None, high: int | None) -> None:
    found = base_bounds(base)
    assert (found.low, found.high) == (low, high)


@given(INTERVALS, PARTS)
def test_printed_decimals_are_true_for_every_value_inside(bounds: Bounds, part: Fraction) -> None:
    places = bounds.decimals()
    if places is not None:
        assert bounds.low is not None
        assert decimal(inside(bounds, part), places) == decimal(bounds.low, places)


@pytest.mark.parametrize(
    ("low", "high", "places"),
    [("8.1159", "8.1159", 2), ("28.07", "28.14", 1), ("20.9", "21.2", 0), ("28.4", "28.6", None), ("29.995", "30", 2)],
)
def test_a_figure_carries_only_decimals_its_ends_agree_on(low: str, high: str, places: int | None) -> None:
    assert Bounds(Fraction(low), Fraction(high)).decimals() == places


@pytest.mark.parametrize("bounds", [Bounds(None, Fraction(3)), Bounds(Fraction(3), None), Bounds(None, None)])
def test_an_open_figure_carries_no_decimals(bounds: Bounds) -> None:
    assert bounds.decimals() is None
    assert not bounds.exact
    assert not bounds.closed


@given(COUNTED, COUNTED, PARTS, PARTS)
def test_a_share_lies_inside_its_bounds(people: Bounds, base: Bounds, part: Fraction, of: Fraction) -> None:
    value = 100 * inside(people, part) / inside(base, of)
    assert share(people, base).overlaps(Bounds.exactly(value))


def test_a_share_of_a_base_without_an_upper_end_has_no_lower_one() -> None:
    people = Bounds.exactly(63438)
    assert share(people, Bounds(Fraction(800000), None)) == Bounds(None, Fraction(63438, 8000))
    assert share(people, Bounds(None, Fraction(800000))) == Bounds(Fraction(63438, 8000), None)


@given(INTERVALS, INTERVALS, PARTS, PARTS)
def test_a_difference_lies_inside_its_bounds(left: Bounds, right: Bounds, part: Fraction, other: Fraction) -> None:
    value = inside(left, part) - inside(right, other)
    assert left.minus(right).overlaps(Bounds.exactly(value))


@given(INTERVALS, INTERVALS)
def test_figures_agree_when_some_value_lies_in_both(left: Bounds, right: Bounds) -> None:
    shared = left.minus(right)
    assert left.overlaps(right) == right.overlaps(left) == shared.overlaps(Bounds.exactly(0))


@pytest.mark.parametrize(("word", "low", "high"), [("hơn", 1, None), ("trên", 1, None), ("gần", None, 2), ("", 1, 2)])
def test_a_word_promises_one_side_only(word: str, low: int | None, high: int | None) -> None:
    kept = one_sided(Bounds(Fraction(1), Fraction(2)), word)
    assert (kept.low, kept.high) == (low, high)


@given(VALUES)
def test_a_printed_bound_is_never_too_tight(value: Fraction) -> None:
    assert at_least(value) <= value <= at_most(value)
    assert at_most(value) - at_least(value) <= Fraction(1, 100)
