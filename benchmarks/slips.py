"""Plausible errors of a delivery, by kind: each takes a list's counts and its past, and gives what was sent instead.

An error returns None where it cannot be made of the list, such as two figures of one length that are not there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]
Random = np.random.Generator
Sent = tuple[Counts, list[int]]  # the list as sent, and the places that are wrong
HEAPED = 0.7  # of figures that end in 0 or 5 where they are guessed
LARGE = 100  # counts in which a digit is worth an error


@dataclass(frozen=True)
class Case:
    """A true list with what came before it, oldest first, and the one that comes next."""

    true: Counts
    past: list[Counts]
    following: Counts
    random: Random

    @property
    def known(self) -> list[int]:
        """The places that have a figure large enough to be mistyped."""
        return [int(place) for place in np.flatnonzero(np.nan_to_num(self.true) >= LARGE)]

    def some(self) -> int | None:
        """Choose a place."""
        return int(self.random.choice(self.known)) if self.known else None

    def with_one(self, change: Callable[[int], float | None]) -> Sent | None:
        """Change one figure."""
        place = self.some()
        value = None if place is None else change(int(self.true[place]))
        if place is None or value is None or value == self.true[place]:
            return None
        sent = self.true.copy()
        sent[place] = max(value, 0)
        return sent, [place]

    def with_all(self, change: Callable[[Counts], Counts]) -> Sent | None:
        """Change all figures."""
        sent = np.round(change(self.true.copy()))
        wrong = np.flatnonzero(~np.isnan(self.true) & (sent != self.true))
        return (sent, list(map(int, wrong))) if len(wrong) else None


def _digits(change: Callable[[str, Random], str]) -> Callable[[Case], Sent | None]:
    return lambda case: case.with_one(lambda count: int(change(str(count), case.random) or "0"))


def _times(factor: float) -> Callable[[Case], Sent | None]:
    return lambda case: case.with_one(lambda count: round(count * factor))


def _drop(place: int) -> Callable[[str, Random], str]:
    return lambda text, _: text[:place] + text[len(text) if place == -1 else place + 1 :]


def _inner(text: str, random: Random) -> str:
    place = int(random.integers(1, max(len(text) - 1, 2)))
    return text[:place] + text[place + 1 :]


def _exchange(place: int) -> Callable[[str, Random], str]:
    def change(text: str, _: Random) -> str:
        at = place if place >= 0 else len(text) + place
        return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :] if at + 1 < len(text) else text

    return change


def _other(place: int) -> Callable[[str, Random], str]:
    def change(text: str, random: Random) -> str:
        at = place if place >= 0 else len(text) + place
        digit = str((int(text[at]) + int(random.integers(1, 10))) % 10)
        return text[:at] + digit + text[at + 1 :]

    return change


def _doubled(text: str, random: Random) -> str:
    place = int(random.integers(0, len(text)))
    return text[:place] + text[place] + text[place:]


def _more(text: str, random: Random) -> str:
    place = int(random.integers(1, len(text) + 1))
    return text[:place] + str(random.integers(0, 10)) + text[place:]


def _last_of_own(case: Case) -> Sent | None:
    place = case.some()
    return None if place is None else _put(case, {place: case.past[-1][place]})


def _earlier_of_own(case: Case) -> Sent | None:
    place = case.some()
    return None if place is None else _put(case, {place: case.past[-min(3, len(case.past))][place]})


def _put(case: Case, values: dict[int, float]) -> Sent | None:
    sent = case.true.copy()
    for place, value in values.items():
        sent[place] = value
    wrong = [place for place in values if sent[place] != case.true[place] and not np.isnan(case.true[place])]
    return (sent, wrong) if wrong and not any(np.isnan(value) for value in values.values()) else None


def _neighbour(case: Case) -> Sent | None:
    place = case.some()
    return None if place is None else _put(case, {place: case.true[(place + 1) % len(case.true)]})


def _last_of_other(case: Case) -> Sent | None:
    place, other = case.some(), case.some()
    return None if place is None or other in (None, place) else _put(case, {place: case.past[-1][other]})


def _swap(apart: int | None) -> Callable[[Case], Sent | None]:
    def change(case: Case) -> Sent | None:
        one = case.some()
        other = case.some() if apart is None else None if one is None else one + apart
        if one is None or other is None or one == other or other >= len(case.true):
            return None
        return _put(case, {one: case.true[other], other: case.true[one]})

    return change


def _rotate(case: Case) -> Sent | None:
    if len(case.known) < 3:  # noqa: PLR2004 - three change places
        return None
    one, two, three = map(int, case.random.choice(case.known, 3, replace=False))
    return _put(case, {one: case.true[two], two: case.true[three], three: case.true[one]})


def _shift(by: int, share: float) -> Callable[[Case], Sent | None]:
    def change(case: Case) -> Sent | None:
        size = max(4, int(len(case.true) * share))
        start = int(case.random.integers(0, len(case.true) - size + 1)) if share < 1 else 0
        rows = range(start, min(start + size, len(case.true)))
        return _put(case, {row: case.true[start + (row - start + by) % len(rows)] for row in rows})

    return change


def _copied(back: int, share: float) -> Callable[[Case], Sent | None]:
    def change(case: Case) -> Sent | None:
        then = case.past[-min(back, len(case.past))]
        chosen = case.random.random(len(then)) < share
        return _put(case, {int(row): then[row] for row in np.flatnonzero(chosen & ~np.isnan(then))})

    return change


def _ten_unchanged(case: Case) -> Sent | None:
    known = np.array(case.known, dtype=int)
    rows = case.random.permutation(known)[:10]
    return _put(case, {int(row): case.past[-1][row] for row in rows})


def _filled(length: int, step: int) -> Callable[[Case], Sent | None]:
    def change(case: Case) -> Sent | None:
        start = case.some()
        if start is None or start + length >= len(case.true):
            return None
        return _put(case, {start + row: case.true[start] + step * row for row in range(1, length + 1)})

    return change


def _scrambled(case: Case) -> Sent | None:
    rows = np.flatnonzero(~np.isnan(case.true))
    return _put(case, dict(zip(map(int, rows), case.true[case.random.permutation(rows)], strict=True)))


def _by_size(case: Case) -> Sent | None:
    rows = np.flatnonzero(~np.isnan(case.true))
    return _put(case, dict(zip(map(int, rows), np.sort(case.true[rows])[::-1], strict=True)))


def _heaped(case: Case) -> Sent | None:
    return case.with_all(
        lambda counts: np.where(case.random.random(len(counts)) < HEAPED, 5 * np.round(counts / 5), counts)
    )


def _rounded(step: int) -> Callable[[Case], Sent | None]:
    return lambda case: case.with_all(lambda counts: step * np.round(counts / step))


def _scaled(low: float, high: float) -> Callable[[Case], Sent | None]:
    """All figures times one factor, or each by its own: another measure of the same units."""

    def change(case: Case) -> Sent | None:
        factors = case.random.uniform(low, high, len(case.true)) if low < high else low
        return case.with_all(lambda counts: counts * factors)

    return change


def _same_growth(case: Case) -> Sent | None:
    factor = 1 + abs(float(np.nanmedian(case.true / case.past[-1])) - 1) or 1.02
    return case.with_all(lambda _: case.past[-1] * max(factor, 1.005))


def _same_step(case: Case) -> Sent | None:
    step = max(float(np.nanmedian(case.true - case.past[-1])), 10.0)
    return case.with_all(lambda _: case.past[-1] + step)


CELLS: dict[str, Callable[[Case], Sent | None]] = {
    "ten times": _times(10),
    "a hundred times": _times(100),
    "a thousand times": _times(1000),
    "a tenth": _times(0.1),
    "a hundredth": _times(0.01),
    "a thousandth": _times(0.001),
    "digit doubled": _digits(_doubled),
    "a digit too many": _digits(_more),
    "first digit dropped": _digits(_drop(0)),
    "inner digit dropped": _digits(_inner),
    "last digit dropped": _digits(_drop(-1)),
    "first two digits exchanged": _digits(_exchange(0)),
    "next two digits exchanged": _digits(_exchange(1)),
    "last two digits exchanged": _digits(_exchange(-2)),
    "first digit wrong": _digits(_other(0)),
    "second digit wrong": _digits(_other(1)),
    "third digit wrong": _digits(_other(2)),
    "last digit wrong": _digits(_other(-1)),
    "40 % too many": _times(1.4),
    "10 % too many": _times(1.1),
    "10 % too few": _times(0.9),
    "twice as many": _times(2),
    "half as many": _times(0.5),
    "zero": _times(0),
    "last period's figure": _last_of_own,
    "an earlier figure": _earlier_of_own,
    "neighbour's figure": _neighbour,
    "another's last figure": _last_of_other,
}
LISTS: dict[str, Callable[[Case], Sent | None]] = {
    "neighbours exchanged": _swap(1),
    "two exchanged": _swap(None),
    "three rotated": _rotate,
    "all shifted by a row": _shift(1, 1.0),
    "all shifted by two": _shift(2, 1.0),
    "a third shifted": _shift(1, 0.34),
    "scrambled": _scrambled,
    "sorted by size": _by_size,
    "last period's column": _copied(1, 1.0),
    "an earlier column": _copied(3, 1.0),
    "last period's for most": _copied(1, 0.7),
    "ten unchanged": _ten_unchanged,
    "the next period's column": lambda case: case.with_all(lambda _: case.following),
    "three filled down": _filled(3, 0),
    "six counted on": _filled(6, 1),
    "in thousands": _rounded(1000),
    "in hundreds": _rounded(100),
    "in tens": _rounded(10),
    "heaped on 0 and 5": _heaped,
    "all ten times": _scaled(10, 10),
    "all a tenth": _scaled(0.1, 0.1),
    "all a thousandth": _scaled(0.001, 0.001),
    "all twice": _scaled(2, 2),
    "all 2 % fewer": _scaled(0.98, 0.98),
    "another measure": _scaled(0.2, 0.6),
    "all grown alike": _same_growth,
    "all raised alike": _same_step,
}
