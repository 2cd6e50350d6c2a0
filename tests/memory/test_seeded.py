"""A sample of seeded errors: what is found of those that move a figure; the benchmark seeds all of them."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.memory import KINDS, Result, every_series, measure, table
from benchmarks.slips import LISTS

SERIES = {series.name: series for series in every_series()}
FEWEST = 40  # kinds of errors


def measured(name: str) -> Result:
    return measure(SERIES[name], 1, np.random.default_rng(7), at=lambda number: number % 9 == 2)


@pytest.mark.parametrize(
    ("name", "found", "alarms"),
    [
        ("demo, provinces, before the break", 86, 0),
        ("demo, provinces, after the break", 90, 0),
        ("demo, districts, before the break", 82, 0),
        ("invented cumulative, provinces", 84, 1),
        ("invented cumulative, communes", 82, 1),
        ("invented counts per period", 76, 1),
        ("invented daily counts", 76, 4),
        ("invented annual levels", 78, 1),
    ],
)
def test_most_of_what_moves_a_figure_is_found_and_true_figures_are_left_in_peace(
    name: str, found: int, alarms: int
) -> None:
    result = measured(name)
    moving = sum(kind.moving for kind in result.kinds.values())
    share = 100 * sum(kind.found_moving for kind in result.kinds.values()) / moving
    assert share >= found
    assert (result.alarms <= alarms, result.lists) == (True, int("daily" in name))  # the first Saturday


def test_gross_errors_are_always_found() -> None:
    gross = ("ten times", "a hundred times", "a tenth", "a thousandth", "digit doubled", "last period's column")
    result = measured("demo, provinces, before the break")
    assert [kind for kind in gross if result.kinds[kind].found < result.kinds[kind].seeded] == []


def test_every_kind_of_error_is_seeded_and_told() -> None:
    result = measured("invented cumulative, provinces")
    assert len(KINDS) >= FEWEST
    assert [kind for kind, tally in result.kinds.items() if not tally.seeded] == []
    assert all(f"| {kind} |" in table([result]) for kind in (*LISTS, "ten times"))
