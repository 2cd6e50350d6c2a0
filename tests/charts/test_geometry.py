from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dophu.charts.geometry import apart
from dophu.charts.numbers import round_ticks


@pytest.mark.parametrize(
    ("wanted", "moved"),
    [
        ([], []),
        ([50], [50]),
        ([0], [2]),
        ([100], [98]),
        ([10, 30], [10, 30]),
        ([10, 10], [8, 12]),
        ([30, 10], [30, 10]),
        ([10, 11, 12], [7, 11, 15]),
        ([99, 99, 20], [94, 98, 20]),
    ],
)
def test_texts_move_as_little_as_need_be(wanted: list[float], moved: list[float]) -> None:
    assert apart(wanted, [4] * len(wanted), 0, 100) == pytest.approx(moved)


@settings(deadline=None)  # a busy machine is no fault
@given(st.lists(st.tuples(st.floats(-50, 150), st.floats(1, 9)), max_size=10))
def test_texts_never_cover_each_other(each: list[tuple[float, float]]) -> None:
    sizes = [size for _, size in each]
    placed = sorted(zip(apart([y for y, _ in each], sizes, 0, 100), sizes, strict=True))
    assert all(b - a >= (one + two) / 2 - 1e-6 for (a, one), (b, two) in pairwise(placed))
    assert all(size / 2 - 1e-6 <= y <= 100 - size / 2 + 1e-6 for y, size in placed)


@settings(deadline=None)  # a busy machine is no fault
@given(st.integers(-(10**9), 10**9), st.integers(0, 10**9))
def test_an_axis_holds_what_it_was_laid_for(low: int, more: int) -> None:
    ticks = round_ticks((low + more) / 100, low / 100)
    assert float(ticks.low) <= low / 100
    assert float(ticks.top) >= (low + more) / 100
    assert len(ticks.values) <= 6
