"""Whole lists beside former ones: another period's column, shifted rows, factors, round numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dophu.memory.judge import judge
from dophu.memory.series import Numbers, PeriodCounts
from tests.memory.series import PERIODS, UNITS, counts, kinds, sent, walked

TRUE, LAST = counts(PERIODS), counts(PERIODS - 1)


def shifted(given: Numbers) -> Numbers:
    return np.roll(given, 1)


def mostly_last(given: Numbers) -> Numbers:
    return np.where(np.arange(UNITS) % 4 == 0, given, LAST)


def filled(given: Numbers) -> Numbers:
    return np.where((np.arange(UNITS) > 4) & (np.arange(UNITS) < 9), given[4], given)


def counted_on(given: Numbers) -> Numbers:
    places = np.arange(UNITS)
    return np.where((places > 4) & (places < 9), given[4] + places - 4, given)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda _: LAST, "list_copied"),
        (lambda _: counts(2), "list_copied"),
        (mostly_last, "list_copied"),
        (shifted, "shifted"),
        (lambda c: np.roll(c, 2), "shifted"),
        (lambda c: np.round(c / 1000), "list_moved"),
        (lambda c: c * 10, "list_moved"),
        (lambda _: np.round(LAST * 1.05), "same_factor"),
        (lambda _: LAST + 750, "same_step"),
        (lambda c: 1000 * np.ceil(c / 1000), "all_multiples"),
        (lambda c: 10 * np.ceil(c / 10), "all_multiples"),
        (lambda _: counts(PERIODS + 1), "list_hurried"),
        (filled, "filled_down"),
        (counted_on, "filled_down"),
        (lambda c: np.sort(c)[::-1], "scattered"),
    ],
)
def test_a_wrong_list_is_one_finding(change: Callable[[Numbers], Numbers], kind: str) -> None:
    found = sent(walked(), change(TRUE))
    assert kinds(found).count(kind) == 1
    assert len(found) <= 2 or kind == "scattered"


@pytest.mark.parametrize(("grown", "kind"), [(np.round(LAST * 1.05), "same_factor"), (LAST + 750, "same_step")])
def test_a_list_grown_alike_hides_no_other_error(grown: Numbers, kind: str) -> None:
    wrong = np.where(np.arange(UNITS) == 7, grown * 10, grown)
    assert [(one.kind, 7 in one.units) for one in sent(walked(), wrong)] == [(kind, False), ("jump", True)]


def test_the_period_is_named_whose_column_was_sent() -> None:
    for period in (0, 3, PERIODS - 1):
        (found,) = (one for one in sent(walked(), counts(period)) if one.kind == "list_copied")
        assert found.since == period


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_list_that_never_grew_steadily_may_leap(step: int) -> None:
    lists = [counts(period) for period in (0, 1, 3, 4, 6, 7, 9, 10)]
    assert not {"list_moved", "list_hurried"} & set(kinds(sent(walked(lists=lists), counts(10 + step))))


def test_the_next_periods_column_hides_no_other_error() -> None:
    wrong = np.where(np.arange(UNITS) == 7, counts(PERIODS + 1) * 10, counts(PERIODS + 1))
    found = {one.kind: one for one in sent(walked(), wrong)}
    assert 1.9 < found["list_hurried"].numbers["pace"] < 2.2
    assert (found["jump"].units, found["jump"].cause) == ((7,), "ten_times")


def test_the_column_of_a_later_period_that_is_there_already_is_found() -> None:
    later = {10_000: PeriodCounts.of(7 * PERIODS + 7, counts(PERIODS + 1))}
    found = judge(walked(), PeriodCounts.of(7 * PERIODS, counts(PERIODS + 1)), later=later)[1]
    assert [(one.kind, one.since) for one in found] == [("list_copied", 10_000)]


def test_a_habit_of_round_numbers_is_no_finding() -> None:
    lists = [100 * np.ceil(counts(period) / 100) for period in range(PERIODS)]
    assert sent(walked(lists=lists), 100 * np.ceil(TRUE / 100)) == []


def test_a_list_that_has_come_to_rest_is_no_copy() -> None:
    lists = [counts(0) + np.where(np.arange(UNITS) % 10 == period % 10, 40.0 * period, 0) for period in range(PERIODS)]
    lists = [np.maximum.accumulate(lists)[period] for period in range(PERIODS)]
    given = lists[-1].copy()
    given[5] += 40
    assert "list_copied" not in kinds(sent(walked(lists=lists), given))


def test_many_unchanged_figures_are_one_finding() -> None:
    given = np.where(np.arange(UNITS) < 9, LAST, TRUE)
    (found,) = sent(walked(), given)
    assert (found.kind, len(found.units)) == ("many_unchanged", 9)


def test_heaped_last_digits_are_found_in_long_lists_only() -> None:
    lists = [counts(period, units=60) for period in range(PERIODS)]
    true = counts(PERIODS, units=60)
    heaped = np.where(np.arange(60) % 4 == 0, true, 5 * np.ceil(true / 5))
    assert kinds(sent(walked(lists=lists), heaped)) == ["heaped"]
    assert sent(walked(lists=lists), true) == []


def test_counts_of_a_period_may_rise_and_fall_together_as_they_did() -> None:
    random = np.random.default_rng(5)
    lists = [
        np.round(counts(0) * factor * random.uniform(0.95, 1.05, UNITS)) for factor in (1, 1.2, 0.8, 1.1, 0.9, 1.2)
    ]
    assert sent(walked("per_period", lists=lists[:-1]), lists[-1]) == []
    assert "list_moved" in kinds(sent(walked("per_period", lists=lists[:-1]), lists[-1] * 10))
