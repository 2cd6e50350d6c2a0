"""What a group of peers does from period to period, and which of its units leaves its normal movement.

Expected is the last figure moved as the peers moved, at the unit's own pace; the scale of deviations is a median
absolute deviation of growth, as Hampel (1974) proposed for robust screening, proportional to growth itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dophu.memory import thresholds as t
from dophu.memory.series import Counting, Flags, Numbers, PeriodCounts

TO_SIGMA = 1.4826  # of a median absolute deviation, for what is normally distributed
PACES, LEVELS, LAST = 6, 4, 3  # periods that give a pace, a level, a recent growth
TRUSTED = 3  # past deviations that choose between two ways to expect
OWN = 4.0  # periods that a unit's own restlessness must outweigh
MOST_RESTLESS = 25.0
FAINT = 0.002  # movement of counts that cannot be measured


@dataclass(frozen=True)
class Movement:
    """One row held against the past; NaN where nothing could be compared.

    last       each unit's last figure, and `since` the place of its period in the past (-1 is none)
    expected   what it should have become, on the log scale
    score      how far it is from that, in usual deviations; `off` on the log scale, `size` the usual deviation
    few        units whose own past is too short to know their growth
    goes_on    units that go on from a figure that was doubted, which confirms it
    peers      the peers' movement; NaN where there are too few
    spread     usual deviation of this row alone, and `usual` that of the past
    """

    row: PeriodCounts
    past: int
    last: Numbers
    since: Numbers
    expected: Numbers
    off: Numbers
    size: Numbers
    score: Numbers
    few: Flags
    goes_on: Flags
    growth: Numbers
    moved: Numbers
    peers: float
    spread: float
    usual: float
    misses: tuple[Numbers, Numbers]

    @property
    def compared(self) -> Flags:
        """Which figures were held against their peers' movement."""
        return ~np.isnan(self.score)

    @property
    def expected_counts(self) -> Numbers:
        """What each figure should have become."""
        return np.exp(self.expected) - 0.5


@dataclass
class Walk:
    """The past of one group of peers, as far as it was walked.

    hidden   which figures of each row are doubted and not learnt from, until a later one goes on from them
    """

    counting: Counting
    rows: list[PeriodCounts] = field(default_factory=list)
    done: list[Movement] = field(default_factory=list)
    hidden: list[Flags] = field(default_factory=list)

    @property
    def is_cumulative(self) -> bool:
        """Say whether counts only grow."""
        return self.counting == "cumulative"

    def learn(self, movement: Movement, doubted: Flags) -> None:
        """Add a row to the past; what is doubtful in it stays hidden."""
        confirmed = movement.goes_on & ~doubted
        self.hidden = [hidden & ~confirmed for hidden in self.hidden]
        self.rows.append(movement.row)
        self.done.append(movement)
        self.hidden.append(doubted)
        for kept in (self.rows, self.done, self.hidden):
            del kept[: -t.WINDOW]

    def _known(self, name: str, last: int = t.WINDOW) -> Numbers:
        """Gather something of the last rows, NaN where it is hidden."""
        pairs = zip(self.done[-last:], self.hidden[-last:], strict=True)
        return np.array([np.where(hidden, np.nan, getattr(one, name)) for one, hidden in pairs])

    @property
    def _logs(self) -> Numbers:
        return np.array([np.where(h, np.nan, row.logs) for row, h in zip(self.rows, self.hidden, strict=True)])

    def meet(self, row: PeriodCounts) -> Movement:
        """Hold a row against the past."""
        units, past = len(row.counts), len(self.rows)
        nothing = np.full(units, np.nan)
        if not past:
            none = np.zeros(units, dtype=bool)
            blank = (nothing,) * 5
            return Movement(
                *(row, 0, nothing, np.full(units, -1.0), *blank[:4], none, none, nothing, nothing),
                *(np.nan, np.nan, np.nan, (nothing, nothing)),
            )
        logs, now = self._logs, row.logs
        since, last, halves = self._last(logs, row)
        few = self._few(logs)
        moved = self._moved(logs, now, since, few)
        peers = _middle(now - last, (since == past - 1) & ~few)
        ways = self._ways(logs, last, moved, peers)
        doubted, latest, growing = self._doubted(now, since, last, peers)
        misses = tuple(_centred(now - way, ~few & ~doubted) for way in ways)
        chosen = self._chosen()
        expected, off = np.where(chosen, *ways[::-1]), np.where(chosen, *misses[::-1])
        expected, off = np.where(doubted, latest, expected), np.where(doubted, now - latest, off)
        growth = np.where(doubted, growing, now - last)
        scale = self._scale(expected - last, moved)
        with np.errstate(invalid="ignore"):
            beyond = np.sign(off) * np.maximum(np.abs(off) - halves, 0)
            spread = TO_SIGMA * _middle(np.abs(beyond) / scale, ~few & ~doubted)
            usual = _median([one.spread for one in self.done])
            relative = self._spread(spread, usual, int(np.sum(~np.isnan(off) & ~few)))
            size = np.sqrt((relative * scale) ** 2 + self._noise(expected, last) ** 2 + FAINT**2) * self._own(units)
        return Movement(
            *(row, past, np.exp(last) - 0.5, since, expected, off, size, np.where(few, np.nan, beyond / size)),
            *(few, doubted, growth, moved, peers, spread, usual, (misses[0], misses[1])),
        )

    def _last(self, logs: Numbers, row: PeriodCounts) -> tuple[Numbers, Numbers, Numbers]:
        """Find each unit's last figure, the place of its period, and what rounding may have done to both."""
        known = ~np.isnan(logs)
        at = len(logs) - 1 - np.argmax(known[::-1], axis=0)
        units = np.arange(logs.shape[1])
        any_known = known.any(axis=0)
        halves = np.array([one.halves for one in self.rows])[at, units] + row.halves
        return np.where(any_known, at, -1.0), np.where(any_known, logs[at, units], np.nan), np.nan_to_num(halves)

    def _few(self, logs: Numbers) -> Flags:
        """Find the units of a cumulative count of which too few figures are known to tell how they grow."""
        if not self.is_cumulative:
            return np.zeros(logs.shape[1], dtype=bool)
        with np.errstate(invalid="ignore"):
            above = np.sum(logs > np.log(t.FIRST_COUNTS + 0.5), axis=0)
        usual = int(np.median(above[above > 0])) if np.any(above > 0) else 0
        return np.asarray(above < min(t.FIRST_FIGURES, usual))

    def _moved(self, logs: Numbers, now: Numbers, since: Numbers, few: Flags) -> Numbers:
        """Give each unit the movement of its peers since its own last figure; NaN where these are too few."""
        moved = np.full(len(now), np.nan)
        for place in np.unique(since[~np.isnan(now) & (since >= 0)]).astype(int):
            moved[since == place] = _middle(now - logs[place], ~few)
        return moved

    def _ways(self, logs: Numbers, last: Numbers, moved: Numbers, peers: float) -> tuple[Numbers, Numbers]:
        """Expect the last figure as peers moved; and at the unit's own pace, or on its own level."""
        steady = last + moved
        if self.is_cumulative:
            return steady, last + moved * self._pace(len(last))
        steps = np.nan_to_num(np.array([0.0, *(one.peers for one in self.done[1:]), peers]))
        level = np.cumsum(steps)
        free = (logs - level[: len(logs), None])[-LEVELS:]
        return steady, np.where(np.isnan(moved), np.nan, _medians(free) + level[-1])

    def _pace(self, units: int) -> Numbers:
        if not self.done:
            return np.ones(units)
        with np.errstate(invalid="ignore", divide="ignore"):
            moved = np.array([one.moved for one in self.done[-PACES:]])
            paces = self._known("growth", PACES) / np.where(moved > FAINT, moved, np.nan)
            paces = np.where(paces > 0, paces, np.nan)
            counted = np.sum(~np.isnan(paces), axis=0)
            return np.asarray(np.exp(np.nan_to_num(np.log(_medians(paces))) * counted / (counted + 1.5)))

    def _chosen(self) -> Flags:
        """Choose for each unit the way that missed less in the past; the first where little is known."""
        hidden = np.array(self.hidden)
        ways = [np.where(hidden, np.nan, np.array([one.misses[way] for one in self.done])) for way in (0, 1)]
        missed = [_medians(np.abs(way)) for way in ways]
        told = np.sum(~np.isnan(ways[0]), axis=0)
        with np.errstate(invalid="ignore"):
            return np.asarray((missed[1] < missed[0]) & (told >= TRUSTED))

    def _doubted(self, now: Numbers, since: Numbers, last: Numbers, peers: float) -> tuple[Flags, Numbers, Numbers]:
        """Find the units that go on from a figure that was doubted, rather than from the one before it.

        Gives these, what to expect of them, and how they grew since.
        """
        hidden = np.array(self.hidden)
        doubted = np.where(hidden, np.array([row.logs for row in self.rows]), np.nan)
        known = ~np.isnan(doubted)
        at = len(doubted) - 1 - np.argmax(known[::-1], axis=0)
        latest = doubted[at, np.arange(doubted.shape[1])]
        later = known.any(axis=0) & (at > since)
        together = _middle(now - latest, later & (at == len(doubted) - 1))
        moved = next((one for one in (together, peers) if not np.isnan(one)), 0.0)
        with np.errstate(invalid="ignore"):
            nearer = (np.abs(now - latest - moved) < np.abs(now - last)) | np.isnan(last)
        return np.asarray(later & nearer & ~np.isnan(now)), latest + moved, now - latest

    def _scale(self, expected: Numbers, moved: Numbers) -> Numbers:
        """Say by what deviations are measured: growth for what is cumulative, the figure itself for the others."""
        if not self.is_cumulative:
            return np.ones(len(expected))
        recent = self._known("growth", LAST)
        own = t.OWN_GROWTH * np.nan_to_num(np.max(np.nan_to_num(recent, nan=-np.inf), axis=0), neginf=0.0)
        grown = np.fmax(np.fmax(expected, own), np.fmax(moved, t.GROWTH_AT_LEAST))
        return np.asarray(np.where(np.isnan(expected), np.nan, grown))

    def _spread(self, spread: float, usual: float, units: int) -> float:
        least = t.LEAST_SPREAD if self.is_cumulative else t.LEAST_SPREAD_OF_FLOW
        if np.isnan(spread) or units < t.PEERS:
            mixed = usual
        elif np.isnan(usual):
            mixed = spread
        else:
            mixed = (units * spread + t.PEERS_WEIGHT * usual) / (units + t.PEERS_WEIGHT)
            mixed = float(np.clip(mixed, t.SPREAD_AT_LEAST * usual, t.SPREAD_AT_MOST * usual))
        return max(mixed, least)

    def _noise(self, expected: Numbers, last: Numbers) -> Numbers:
        """Say how far chance alone moves counts of people, on the log scale."""
        after, before = np.exp(expected), np.exp(last)
        if self.is_cumulative:
            return np.asarray(t.NOISE * np.sqrt(np.fmax(after - before, 1.0)) / after)
        return np.asarray(t.NOISE * np.sqrt(1 / after + 1 / before))

    def _own(self, units: int) -> Numbers:
        """Say how restless each unit was, beside its peers."""
        if not self.done:
            return np.ones(units)
        squares = np.minimum(self._known("score") ** 2, MOST_RESTLESS)
        known = np.sum(~np.isnan(squares), axis=0)
        return np.asarray(np.maximum(t.RESTLESS_AT_LEAST, np.sqrt((OWN + np.nansum(squares, axis=0)) / (OWN + known))))

    @property
    def bar(self) -> float:
        """The score from which a cell is suspicious."""
        scores = self._known("score")
        known = np.abs(scores[~np.isnan(scores)])
        tail = float(np.quantile(known, t.TAIL, method="lower")) if len(known) else 0.0
        return float(np.clip(tail, t.BAR + t.BAR_WHEN_NEW / max(len(self.rows), 1), t.BAR_AT_MOST))


def _middle(values: Numbers, among: Flags) -> float:
    """Take the median of known values; NaN of fewer than make peers."""
    mine = values[among & ~np.isnan(values)]
    return float(np.median(mine)) if len(mine) >= t.PEERS else float("nan")


def _centred(values: Numbers, among: Flags) -> Numbers:
    middle = _middle(values, among)
    return values if np.isnan(middle) else values - middle


def _median(values: list[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.median(known)) if known else float("nan")


def _medians(rows: Numbers) -> Numbers:
    """Take the median of each column's known values; NaN of none. NumPy's own warns of columns without any."""
    if not len(rows):
        return np.full(rows.shape[1:], np.nan)
    ordered = np.sort(rows, axis=0)  # NaN goes last
    known = np.sum(~np.isnan(rows), axis=0)
    columns = np.arange(rows.shape[1])
    low, high = np.maximum((known - 1) // 2, 0), np.minimum(known // 2, len(rows) - 1)
    return np.asarray((ordered[low, columns] + ordered[high, columns]) / 2)
