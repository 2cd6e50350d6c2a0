"""Single figures beside the unit's past and its peers' movement."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dophu.memory.series import Numbers
from tests.memory.series import PERIODS, counts, goes_on, kinds, sent, walked

TRUE = counts(PERIODS)
UNIT = 7


def wrong(change: Callable[[int], float], unit: int = UNIT) -> Numbers:
    given = TRUE.copy()
    given[unit] = change(int(given[unit]))
    return given


def first_two(count: int) -> int:
    text = str(count)
    return int(text[1] + text[0] + text[2:])


def test_true_figures_are_left_in_peace() -> None:
    walk = walked(periods=2)
    for period in range(2, 12):
        assert goes_on(walk, counts(period)) == []


@pytest.mark.parametrize(
    ("change", "kind", "cause"),
    [
        (lambda c: c * 10, "jump", "ten_times"),
        (lambda c: c * 100, "jump", "hundred_times"),
        (lambda c: c * 1000, "jump", "thousand_times"),
        (lambda c: c // 10, "fallen", "tenth"),
        (lambda c: c // 100, "fallen", "hundredth"),
        (lambda c: int(str(c)[1:]), "fallen", "digit_less"),
        (lambda c: int(str(c)[:2] + str(c)[1:]), "jump", "digit_doubled"),
        (lambda c: c + 1 - 2, "", ""),
        (lambda c: c * 1.3, "jump", None),
    ],
)
def test_a_slip_of_a_digit_is_found_and_named(change: Callable[[int], float], kind: str, cause: str | None) -> None:
    found = sent(walked(), wrong(change))
    assert kinds(found) == ([kind] if kind else [])
    if kind:
        assert found[0].units == (UNIT,)
        assert cause in (None, found[0].cause)


def test_exchanged_digits_are_found_and_named() -> None:
    unit = next(place for place in range(len(TRUE)) if str(int(TRUE[place]))[0] < str(int(TRUE[place]))[1])
    (found,) = sent(walked(), wrong(first_two, unit))
    assert (found.kind, found.units, found.cause) == ("jump", (unit,), "digits_swapped")


def test_two_exchanged_figures_are_one_finding() -> None:
    given = TRUE.copy()
    given[[3, 11]] = given[[11, 3]]
    (found,) = sent(walked(), given)
    assert (found.kind, sorted(found.units)) == ("swapped", [3, 11])


def test_the_figure_of_the_row_beside_is_named() -> None:
    (found,) = sent(walked(), wrong(lambda _: TRUE[UNIT + 1] - 3))
    assert (found.cause, found.other) == ("row_beside", UNIT + 1)


def test_an_earlier_figure_of_its_own_is_named_with_its_period() -> None:
    (found,) = sent(walked(), wrong(lambda _: counts(3)[UNIT]))
    assert (found.kind, found.cause, found.other) == ("fallen", "own_former", 3)


def test_a_figure_that_never_stood_still_and_does_is_suspicious() -> None:
    (found,) = sent(walked(), wrong(lambda _: counts(PERIODS - 1)[UNIT]))
    assert (found.kind, found.units) == ("unit_unchanged", (UNIT,))


def test_with_one_past_period_only_gross_errors_are_looked_for() -> None:
    walk, given = walked(periods=1), counts(1)
    assert sent(walk, given * np.where(np.arange(len(given)) == UNIT, 1.5, 1)) == []
    assert kinds(sent(walk, np.where(np.arange(len(given)) == UNIT, given * 10, given))) == ["jump"]


def test_one_unit_alone_is_held_against_its_own_past() -> None:
    walk = walked(lists=[np.array([63438.0])])
    assert kinds(sent(walk, np.array([634380.0]))) == ["jump"]
    assert kinds(sent(walk, np.array([6343.0]))) == ["fallen"]
    assert sent(walk, np.array([66001.0])) == []


def test_rounding_explains_what_it_can() -> None:
    rounded, steps = np.floor(TRUE / 1000) * 1000, np.full(len(TRUE), 1000.0)
    assert sent(walked(), rounded, steps=steps) == []


def test_a_level_may_fall_and_a_cumulative_count_may_not() -> None:
    given = TRUE.copy()
    given[UNIT] = counts(PERIODS - 1)[UNIT] - 10
    assert kinds(sent(walked("cumulative"), given)) == ["fallen"]
    assert sent(walked("level"), given) == []


def test_after_a_doubted_figure_both_ways_on_are_believed() -> None:
    for following in (counts(PERIODS + 1)[UNIT], counts(PERIODS + 1)[UNIT] * 3):
        walk = walked()
        assert kinds(goes_on(walk, wrong(lambda count: count * 3))) == ["jump"]
        later = counts(PERIODS + 1)
        later[UNIT] = round(following)
        assert sent(walk, later) == []


def test_a_doubted_figure_teaches_nothing() -> None:
    walk, clean = walked(), walked()
    goes_on(walk, wrong(lambda count: count * 10))
    goes_on(clean, TRUE)
    again = counts(PERIODS + 1)
    again[UNIT] *= 1.4
    assert kinds(sent(walk, again)) == kinds(sent(clean, again)) == ["jump"]


def test_units_with_a_last_figure_of_another_age_are_not_held_to_their_peers() -> None:
    lists = [counts(period) for period in range(PERIODS)]
    for given in lists[3:]:
        given[UNIT] = np.nan
    late = counts(PERIODS)
    assert sent(walked(lists=lists), late) == []


def test_first_figures_of_a_late_starter_are_no_jumps() -> None:
    lists = [counts(period) for period in range(PERIODS)]
    for given in lists:
        given[UNIT] = 0
    lists[-1][UNIT] = 4
    late = counts(PERIODS)
    late[UNIT] = 90
    assert sent(walked(lists=lists), late) == []
