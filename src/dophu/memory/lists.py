"""The rules for a whole list: an earlier period's column, one factor, shifted rows, round numbers, heaped digits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dophu.memory import thresholds as t
from dophu.memory.causes import TENFOLD
from dophu.memory.movement import Movement, Walk
from dophu.memory.series import Flags, Numbers, PeriodCounts
from dophu.memory.suspicion import Suspicion

Positions = NDArray[np.int64]  # of units in the rows of a group

STEPS = (1000, 100, 10)
SHIFTS = (-1, 1, -2, 2)


def suspicious_lists(walk: Walk, movement: Movement, later: Mapping[int, PeriodCounts]) -> Iterator[Suspicion]:
    """Find what is wrong with a list as a whole; the first that explains most of it is enough.

    later   periods after the row, by a place of their own beyond the past; a file of theirs may have come too early
    """
    yield from _filled_down(walk, movement.row)
    structural = (_copied(walk, movement, later), _shifted(movement), _moved(walk, movement), _one_factor(movement))
    found = next((one for rule in structural for one in rule), None)
    if found:
        yield found
    else:
        yield from _many_unchanged(walk, movement)
        yield from _scattered(walk, movement)
    yield from _multiples(walk, movement.row)
    yield from _heaped(walk, movement.row)


def _units(flags: Flags) -> tuple[int, ...]:
    return tuple(map(int, np.flatnonzero(flags)))


# Another period's figures


def _same(row: PeriodCounts, then: PeriodCounts) -> Flags:
    """Find the figures that two rows share; those of a few people may be so by chance."""
    with np.errstate(invalid="ignore"):
        return np.asarray((row.counts == then.counts) & (row.counts > t.FIRST_COUNTS))


def _comparable(row: PeriodCounts, then: PeriodCounts) -> Flags:
    with np.errstate(invalid="ignore"):
        return np.asarray(row.known & then.known & ((row.counts > t.FIRST_COUNTS) | (then.counts > t.FIRST_COUNTS)))


def _share_same(row: PeriodCounts, then: PeriodCounts) -> float:
    comparable = int(np.sum(_comparable(row, then)))
    return float(np.sum(_same(row, then))) / comparable if comparable >= t.PEERS else 0.0


def _copied(walk: Walk, movement: Movement, later: Mapping[int, PeriodCounts]) -> Iterator[Suspicion]:
    """Find the period of which most figures of the list are."""
    row, rows = movement.row, dict(enumerate(walk.rows)) | dict(later)
    usual = [_share_same(now, then) for then, now in zip(walk.rows, walk.rows[1:], strict=False)]
    most = max(t.MOST, t.MOST_OF_USUAL * float(np.median(usual)) if usual else 0.0)
    shares = {place: _share_same(row, then) for place, then in rows.items()}
    place = max(shares, key=lambda at: (shares[at], at), default=None)
    if place is not None and shares[place] > most:
        same = _same(row, rows[place])
        numbers = {"same": float(np.sum(same)), "of": float(np.sum(_comparable(row, rows[place])))}
        yield Suspicion("list_copied", _units(same), place, numbers)


def _many_unchanged(walk: Walk, movement: Movement) -> Iterator[Suspicion]:
    """Find more unchanged figures than a list usually has."""
    if len(walk.rows) < t.FIRST_FIGURES:
        return
    row, last = movement.row, walk.rows[-1]
    same = _same(row, last)
    usual = [int(np.sum(_same(now, then))) for then, now in zip(walk.rows, walk.rows[1:], strict=False)]
    rate, number = max(float(np.mean(usual)), *map(float, usual[-RECENT:])) + 0.5, int(np.sum(same))
    likely = sum(rate**k * math.exp(-rate) / math.factorial(k) for k in range(number)) if number < SHORT else 1 - SURE
    if number >= t.RUN and 1 - likely < t.UNCHANGED_CHANCE and number > 2 * rate:
        numbers = {"same": float(number), "of": float(np.sum(_comparable(row, last)))}
        yield Suspicion("many_unchanged", _units(same), len(walk.rows) - 1, numbers)


RECENT = 2  # periods that show a list coming to rest
SHORT, SURE = 100, 1e-9  # more unchanged figures than any chance explains


# Moved as one


def _one_factor(movement: Movement) -> Iterator[Suspicion]:
    """Find one factor that makes most figures from the last ones, or one number that was added to them."""
    last = movement.last.round()
    with np.errstate(invalid="ignore"):
        steps = np.where(movement.row.exact, movement.row.counts - last, np.nan)
        grown, stepped = (np.flatnonzero(np.abs(steps) >= least) for least in (t.FACTOR_SEEN, t.STEP_SEEN))
    before = movement.past - 1
    if len(stepped) >= t.ALIKE:
        step, alike = _commonest(steps, stepped)
        if len(alike) >= t.SAME_STEP * len(stepped):
            yield Suspicion("same_step", alike, before, {"step": step})
            return
    if len(grown) >= t.ALIKE:
        factor, alike = _factor(movement.row.counts, last, grown)
        if len(alike) >= t.SAME_FACTOR * len(grown):
            yield Suspicion("same_factor", alike, before, {"factor": factor})


def _commonest(steps: Numbers, among: Positions) -> tuple[float, tuple[int, ...]]:
    values, times = np.unique(steps[among], return_counts=True)
    step = float(values[times.argmax()])
    return step, tuple(map(int, among[steps[among] == step]))


def _factor(counts: Numbers, last: Numbers, among: Positions) -> tuple[float, tuple[int, ...]]:
    """Find the factor that the most rounded figures have in common."""
    now, then = counts[among], last[among]
    low, high = (now - 0.5) / (then + 0.5), (now + 0.5) / np.maximum(then - 0.5, 0.5)
    starts, ends = np.sort(low), np.sort(high)
    held = np.searchsorted(starts, starts, side="right") - np.searchsorted(ends, starts, side="left")
    factor = float(starts[int(held.argmax())])
    return factor, tuple(map(int, among[(low <= factor) & (factor <= high)]))


def _moved(walk: Walk, movement: Movement) -> Iterator[Suspicion]:
    """Find a list that moved as a whole as it never did."""
    peers = [one.peers for one in walk.done if not math.isnan(one.peers)]
    if math.isnan(movement.peers) or not peers or int(np.sum(movement.compared)) < t.LIST:
        return
    moved, largest = movement.peers, max(map(abs, peers))
    if walk.is_cumulative:
        days = [max(now.day - then.day, 1) for then, now in zip(walk.rows, walk.rows[1:], strict=False)]
        rates = [one.peers / day for one, day in zip(walk.done[1:], days, strict=True) if not math.isnan(one.peers)]
        recent = max(rates[-3:], default=0.0) * max(movement.row.day - walk.rows[-1].day, 1)
        far = moved > max(math.log1p(t.MOVED), t.MOVED_TIMES * max(recent, t.GROWTH_AT_LEAST)) or moved < -t.MOVED
        hurried = _hurried(rates, moved / max(movement.row.day - walk.rows[-1].day, 1), moved)
    else:
        usual = 1.4826 * float(np.median(np.abs(np.array(peers) - np.median(peers))))
        bar = max(t.MOVED_FLOW, t.MOVED_FLOW_SPREADS * usual, t.MOVED_FLOW_TIMES * largest)
        far, hurried = abs(moved) > bar, 0.0
    units = _units(movement.compared)
    if far:
        cause = TENFOLD.get(round(moved / math.log(10)), "") if abs(moved) > math.log(t.GROSS) else ""
        yield Suspicion("list_moved", units, len(walk.rows) - 1, {"factor": math.exp(moved)}, cause)
    elif hurried:
        numbers = {"percent": 100 * math.expm1(moved), "pace": hurried}
        yield Suspicion("list_hurried", units, len(walk.rows) - 1, numbers)


def _hurried(rates: Sequence[float], rate: float, moved: float) -> float:
    """Say how many times its usual pace a list of steady growth grew, as by the next period's column; else 0."""
    paces = [now / usual for usual, now in _beside_usual(rates)]
    usual = float(np.median(rates[-t.PACE :])) if len(rates) >= t.PACE else 0.0
    if len(paces) < t.NEW or usual <= 0 or moved < t.HURRIED_GROWTH:
        return 0.0
    recent, pace = paces[-t.NEW :], rate / usual
    steady = max(recent) <= t.STEADY * min(recent)
    return pace if steady and pace > max(t.HURRIED * float(np.median(recent)), t.HURRIED_TIMES * max(recent)) else 0.0


def _beside_usual(rates: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Give each rate of growth beside the usual one of the periods before it."""
    for place in range(t.PACE, len(rates)):
        usual = float(np.median(rates[place - t.PACE : place]))
        if usual > 0:
            yield usual, rates[place]


def _scattered(walk: Walk, movement: Movement) -> Iterator[Suspicion]:
    """Find a list whose figures moved in all directions, as those of another measure or another order do."""
    times = t.SCATTERED if len(walk.done) >= t.NEW else t.SCATTERED_WHEN_NEW
    floor = t.LEAST_SPREAD if walk.is_cumulative else t.LEAST_SPREAD_OF_FLOW
    if math.isnan(movement.usual) or int(np.sum(movement.compared)) < t.LIST:
        return
    if movement.spread > times * max(movement.usual, floor):
        numbers = {"times": movement.spread / max(movement.usual, floor)}
        yield Suspicion("scattered", _units(movement.compared), len(walk.rows) - 1, numbers)


# Rows


def _shifted(movement: Movement) -> Iterator[Suspicion]:
    """Find rows in a row whose figures are those of the row before or behind, as expected or as they last stood."""
    listed = movement.row.listed
    if len(listed) < t.LIST:
        return
    with np.errstate(invalid="ignore"):
        last = np.log(movement.last + 0.5)  # a shifted list moves its peers, by which the figures are expected
    runs = ((shift, _run_of(movement, base[listed], shift)) for shift in SHIFTS for base in (movement.expected, last))
    if found := next(((shift, run) for shift, run in runs if run), None):
        shift, run = found
        yield Suspicion("shifted", tuple(map(int, listed[run])), movement.past - 1, {"by": float(shift)})


def _run_of(movement: Movement, meant: Numbers, shift: int) -> slice | None:
    """Find the longest run of rows that fit what was meant for their neighbours; None for too few."""
    listed = movement.row.listed
    score = np.abs(np.nan_to_num(movement.score[listed]))
    away = movement.row.logs[listed] - np.roll(meant, -shift)
    common = float(np.median(away[~np.isnan(away)])) if np.any(~np.isnan(away)) else 0.0  # what all rows grew by
    tolerance = np.roll(movement.size[listed], -shift)
    with np.errstate(invalid="ignore"):
        fits = np.abs(away - common) < np.maximum(t.FITS * tolerance, t.LEAST_DEVIATION / 2)
    sure = fits & (score > t.BAR_SWAPPED)
    run = _longest(sure, fits | (score > t.BAR_SWAPPED))
    hits, length = int(sure[run].sum()), run.stop - run.start
    return run if length >= t.RUN and hits >= max(t.RUN, t.SHIFTED * length) else None


def _longest(sure: Flags, likely: Flags) -> slice:
    """Find the longest run of likely rows that begins and ends with a sure one."""
    best, start, last = slice(0, 0), -1, -1
    for place in range(len(sure)):
        if not likely[place]:
            start = -1
        elif sure[place]:
            start = place if start < 0 else start
            last = place
            if last + 1 - start > best.stop - best.start:
                best = slice(start, last + 1)
    return best


def _filled_down(walk: Walk, row: PeriodCounts) -> Iterator[Suspicion]:
    """Find three rows in a row that are equal or count on by one, as a dragged cell leaves them."""
    listed = row.listed
    counts = row.counts[listed]
    if len(counts) < t.LIST:
        return
    steps = np.diff(counts)
    equal = (steps == 0) & (counts[1:] >= t.SERIES_COUNTS)
    one_more = (np.abs(steps) == 1) & (counts[1:] >= t.SERIES_COUNTS)
    for alike in (equal, one_more & (np.roll(steps, 1) == steps) | one_more & (np.roll(steps, -1) == steps)):
        run = _longest(alike, alike)
        if run.stop - run.start >= t.RUN - 1:
            units = tuple(map(int, listed[run.start : run.stop + 1]))
            before = walk.rows[-1] if walk.rows else None
            if before is None or not _was_so(before, units):
                yield Suspicion("filled_down", units)
                return


def _was_so(before: PeriodCounts, units: tuple[int, ...]) -> bool:
    return bool(len(set(before.counts[list(units)])) == 1)


# Digits


def _multiples(walk: Walk, row: PeriodCounts) -> Iterator[Suspicion]:
    """Find a list of nothing but multiples of 10, 100 or 1000 that was none before."""
    for step in STEPS:
        share, number = _share_multiple(row, step)
        if number >= t.LIST and share >= t.MULTIPLES:
            before = [_share_multiple(one, step)[0] for one in walk.rows[-t.NEW :]]
            if not before or max(before) < t.MULTIPLES_USUAL:
                with np.errstate(invalid="ignore"):
                    units = _units(row.exact & (row.counts > 0) & (row.counts % step == 0))
                yield Suspicion("all_multiples", units, None, {"step": float(step)})
            return


def _share_multiple(row: PeriodCounts, step: int) -> tuple[float, int]:
    counts = row.counts[row.exact & (np.nan_to_num(row.counts) >= step)]
    return (float(np.mean(counts % step == 0)), len(counts)) if len(counts) else (0.0, 0)


def _heaped(walk: Walk, row: PeriodCounts) -> Iterator[Suspicion]:
    """Find last digits that are 0 or 5 far more often than chance and the past would have it."""
    counts, chance = _digits(row), 0.2
    if len(counts) < t.HEAPED_COUNTS:
        return
    share = float(np.mean(counts % 5 == 0))
    score = (share - chance) / math.sqrt(chance * (1 - chance) / len(counts))
    before = [float(np.mean(_digits(one) % 5 == 0)) for one in walk.rows[-t.NEW :] if len(_digits(one))]
    habit = float(np.median(before)) if before else chance
    if score > t.HEAPED_SCORE and share - habit > t.HEAPED_ABOVE and _share_multiple(row, 10)[0] < t.MULTIPLES:
        with np.errstate(invalid="ignore"):
            units = _units(row.exact & (row.counts % 5 == 0))
        yield Suspicion("heaped", units, None, {"share": 100 * share})


def _digits(row: PeriodCounts) -> np.ndarray:
    counts: np.ndarray = row.counts[row.exact & (np.nan_to_num(row.counts) >= 50)]  # noqa: PLR2004 - smaller ones heap by themselves
    return counts
