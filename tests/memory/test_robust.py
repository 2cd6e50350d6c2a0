"""Whatever is counted, the memory says something about units that are there, and never fails."""

from __future__ import annotations

import warnings

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dophu.memory.judge import doubtful, judge
from dophu.memory.movement import Walk
from dophu.memory.series import Counting, PeriodCounts

COUNT = st.one_of(st.none(), st.integers(0, 30), st.integers(0, 10**6), st.integers(0, 10**13))
STEP = st.sampled_from([1, 1, 1, 10, 1000, 10**6])


@st.composite
def histories(draw: st.DrawFn) -> list[PeriodCounts]:
    units = draw(st.integers(1, 9))
    lists = draw(st.lists(st.lists(COUNT, min_size=units, max_size=units), min_size=1, max_size=6))
    gaps = draw(st.lists(st.integers(1, 400), min_size=len(lists), max_size=len(lists)))
    rows = []
    for number, counts in enumerate(lists):
        steps = np.array(draw(st.lists(STEP, min_size=units, max_size=units)), dtype=float)
        numbers = np.array([np.nan if count is None else count for count in counts], dtype=float)
        rows.append(
            PeriodCounts(sum(gaps[: number + 1]), numbers, steps, np.array(draw(st.permutations(range(units)))))
        )
    return rows


@settings(max_examples=150, deadline=None)
@given(histories(), st.sampled_from(["cumulative", "per_period", "level"]), st.booleans())
def test_any_history_is_judged(rows: list[PeriodCounts], counting: Counting, based: bool) -> None:
    walk = Walk(counting)
    bases = np.full(len(rows[0].counts), 1000.0) if based else None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for row in rows:
            movement, found = judge(walk, row, bases=bases, later={10_000: rows[0]})
            assert all(one.units and all(row.known[unit] for unit in one.units) for one in found)
            assert all(one.since is None or one.since in (*range(len(walk.rows)), 10_000) for one in found)
            walk.learn(movement, doubtful(found, len(row.counts)))
