"""The rules for single cells: beyond their normal movement, fallen, unchanged, exchanged with another's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from dophu.memory import thresholds as t
from dophu.memory.causes import cause, tenfold
from dophu.memory.movement import Movement, Walk
from dophu.memory.seasons import as_in_season
from dophu.memory.series import Flags, Numbers
from dophu.memory.suspicion import Suspicion

PAIRS = 60  # cells among which exchanged ones are looked for
NEVER_IN = 8  # periods in which a unit was never unchanged


def suspicious_cells(walk: Walk, movement: Movement, shares: Numbers | None) -> Iterator[Suspicion]:
    """Find the cells that a person should look at, each once, exchanged ones as a pair.

    shares   each unit's base, where it is known: it bounds what a first figure may be
    """
    if not walk.rows:
        return
    taken: set[int] = set()
    for one in _exchanged(movement):
        taken |= {*one.units}
        yield one
    beyond, fallen = _beyond(walk, movement), _fallen(walk, movement)
    leapt = _leapt(walk, movement) | _first(walk, movement, shares)
    for unit in np.flatnonzero(beyond | fallen | leapt):
        if int(unit) not in taken:
            stands = movement.row.exact[unit] and movement.row.counts[unit] == movement.last[unit].round()
            yield _cell(walk, movement, int(unit), "fallen" if fallen[unit] else "unit_unchanged" if stands else "jump")
    yield from _unchanged(walk, movement, np.asarray(beyond | fallen))


def _cell(walk: Walk, movement: Movement, unit: int, kind: str) -> Suspicion:
    since = int(movement.since[unit])
    former = {place: int(row.counts[unit]) for place, row in enumerate(walk.rows) if row.exact[unit]}
    former.pop(len(walk.rows) - 1, None)
    named, other = cause(movement, unit, former)
    numbers = {"expected": float(movement.expected_counts[unit]), "moved": float(np.exp(movement.moved[unit]))}
    return Suspicion(kind, (unit,), since, numbers, named, other)


def _beyond(walk: Walk, movement: Movement) -> Flags:
    """Find the figures beyond their normal movement."""
    with np.errstate(invalid="ignore"):
        score = np.abs(movement.score)
        off = np.abs(movement.off)
        counts = np.abs(movement.row.counts - movement.expected_counts)
        matters = (off > t.LEAST_DEVIATION) & (counts > t.LEAST_COUNT)
        gross = (off > np.log(t.GROSS)) & (score > t.BAR_GROSS)
        usual = score > walk.bar
    tens = np.zeros(len(score), dtype=bool)
    for unit in np.flatnonzero(np.nan_to_num(score) > t.BAR_TENFOLD):
        tens[unit] = tenfold(movement, int(unit)) != 0
    if len(walk.rows) == 1:
        usual = np.zeros(len(score), dtype=bool)
    return np.asarray(matters & (usual | gross | tens) & ~as_in_season(walk, movement))


def _fallen(walk: Walk, movement: Movement) -> Flags:
    """Find cumulative counts below the last one, whatever rounding did to both."""
    row = movement.row
    if not walk.is_cumulative:
        return np.zeros(len(row.counts), dtype=bool)
    units = np.arange(len(row.counts))
    steps = np.array([one.steps for one in walk.rows])[np.maximum(movement.since, 0).astype(int), units]
    with np.errstate(invalid="ignore"):
        return np.asarray(row.counts + _rounded(row.steps) < movement.last.round() - _rounded(steps))


def _rounded(steps: Numbers) -> Numbers:
    return np.where(steps > 1, steps, 0.0)


def _leapt(walk: Walk, movement: Movement) -> Flags:
    """Find the figures without peers that grew as no earlier one of the unit did."""
    row, last = movement.row, movement.last
    with np.errstate(invalid="ignore", divide="ignore"):
        factor = (row.counts + 0.5) / (last + 0.5)
        alone = np.isnan(movement.moved) & (last > t.FIRST_COUNTS)
        past = [np.exp(one.growth) for one in walk.done]
        largest = np.max(np.nan_to_num(np.array(past), nan=0.0), axis=0) if past else np.zeros(len(factor))
        leapt = alone & (factor > t.FEW_PEERS_FACTOR) & (factor > 2 * largest)
        if not walk.is_cumulative:
            leapt |= alone & (factor < 1 / t.FEW_PEERS_FACTOR) & (last > t.SERIES_COUNTS)
    return np.asarray(leapt)


def _first(walk: Walk, movement: Movement, bases: Numbers | None) -> Flags:
    """Find the first figures of a cumulative count that are far above any increment per base seen yet."""
    nothing = np.zeros(len(movement.few), dtype=bool)
    if bases is None or not walk.is_cumulative or len(walk.rows) < t.FIRST_FIGURES:
        return nothing
    with np.errstate(invalid="ignore", divide="ignore"):
        each = [np.where(one.few, np.nan, one.row.counts - one.last) / bases for one in (*walk.done, movement)]
        each += [one.row.counts / bases for one in walk.done[:1]]
        seen = np.array(each)
        largest = float(np.nanmax(seen)) if np.any(~np.isnan(seen)) else np.nan
        own = (movement.row.counts - movement.last) / bases
        return np.asarray(movement.few & (own > t.FIRST_INCREMENT * largest)) if largest > 0 else nothing


def _exchanged(movement: Movement) -> Iterator[Suspicion]:
    """Find two units whose figures fit when they are exchanged."""
    score = np.abs(np.nan_to_num(movement.score))
    likely = sorted(np.flatnonzero(score > t.BAR_SWAPPED), key=lambda unit: -score[unit])[:PAIRS]
    order = {int(unit): place for place, unit in enumerate(movement.row.listed)}
    logs, taken = movement.row.logs, set[int]()
    for one, other in combinations(map(int, likely), 2):
        apart = abs(order[one] - order[other]) > 1
        bar = t.BAR_SWAPPED_APART if apart else t.BAR_SWAPPED_SUM
        pairs = ((one, other), (other, one))
        fits = all(abs(logs[a] - movement.expected[b]) < t.FITS * movement.size[b] for a, b in pairs)
        matters = all(abs(movement.off[unit]) > t.LEAST_DEVIATION for unit in (one, other))
        if fits and matters and score[one] + score[other] > bar and not {one, other} & taken:
            taken |= {one, other}
            yield Suspicion("swapped", (one, other), int(movement.since[one]))


def _unchanged(walk: Walk, movement: Movement, others: Flags) -> Iterator[Suspicion]:
    """Find figures that stand as they stood, of units that never did so and should have moved."""
    row = movement.row
    if len(walk.rows) < t.UNCHANGED_PERIODS:
        return
    with np.errstate(invalid="ignore"):
        same = row.exact & (row.counts == movement.last.round()) & (movement.since == len(walk.rows) - 1)
        if walk.is_cumulative:
            moving = movement.expected_counts - movement.last >= t.UNCHANGED_GROWTH
        else:
            moving = row.counts * movement.size >= t.UNCHANGED_FLOW
        before = [one.row.counts == one.last.round() for one in walk.done[-NEVER_IN:]]
    ever = np.any(before, axis=0)
    for unit in np.flatnonzero(same & moving & ~ever & ~others):
        numbers = {"expected": float(movement.expected_counts[unit])}
        yield Suspicion("unit_unchanged", (int(unit),), int(movement.since[unit]), numbers)
