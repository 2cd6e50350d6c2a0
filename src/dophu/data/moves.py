"""Which counts to hide beside small ones, so that all that is printed leaves each small one anything it may be.

What is printed holds counts to each other: parts to their whole, members of a breakdown to their measure, named totals,
a part to what it is part of, an earlier count to a later one. A small count is safe where it may be moved to either end
of its range while other hidden ones move along and nothing printed changes. Such a move is the proof; whoever knows all
that is printed cannot tell the moved table from the true one, by whatever arithmetic. See docs/methods.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count as numbers
from math import sqrt
from statistics import median
from typing import NamedTuple

MOST_TRIED = 1000  # moves looked at for one end of one count; beyond them its whole table is hidden
OPEN = (3.0, 30.0)  # what a relation that a move still breaks weighs, in middling counts; in haste the more


class Cell(NamedTuple):
    """What is counted of a unit in a period, in whichever list; of a named total its units."""

    period: str
    measure: str
    vintage: str
    unit: str


Move = dict[Cell, int]  # by how much each count moves
Range = tuple[int, int]  # both ends included
ENDLESS = 10**12


@dataclass(frozen=True)
class Relation:
    """Counts that are held to each other, each with its sign.

    room   by how much their signed sum may sink before readers would see it; None where it may not move at all
    """

    signs: Mapping[Cell, int]
    room: int | None = None

    @property
    def period(self) -> str:
        """The last period that it ties."""
        return max(cell.period for cell in self.signs)

    def broken_by(self, moved: int) -> int:
        """Say by how much readers see its signed sum move; 0 where they do not."""
        return moved if self.room is None else min(0, moved + self.room)


@dataclass(frozen=True)
class Ends:
    """Between which two numbers each count lies for readers once it is hidden."""

    counts: Mapping[Cell, int]
    small: frozenset[Cell]
    limits: Mapping[str, int]
    most: Mapping[Cell, int]

    def of(self, cell: Cell) -> Range:
        """Give both ends: a small one lies below its limit, another at it or above, up to its base."""
        limit = self.limits.get(cell.measure, 1)
        return (1, limit - 1) if cell in self.small else (limit, self.most.get(cell, ENDLESS))

    def up_to(self, cell: Cell, by: int) -> int:
        """Say how much of a move a count has room for."""
        (least, most), own = self.of(cell), self.counts[cell]
        return max(by, min(0, least - own)) if by < 0 else min(by, max(0, most - own))


def narrowed(
    ranges: Mapping[Cell, Range], relations: Iterable[Relation], counts: Mapping[Cell, int]
) -> dict[Cell, Range]:
    """Narrow ranges by what holds counts to each other, until nothing changes: so readers think, and no further."""
    found, waiting = dict(ranges), list(relations)
    while waiting:
        changed = set()
        for each in waiting:
            changed |= _narrow(found, each, counts)
        waiting = [each for each in waiting if changed.intersection(each.signs)]
    return found


def _narrow(found: dict[Cell, Range], relation: Relation, counts: Mapping[Cell, int]) -> set[Cell]:
    """Narrow by one relation, and name whose range became another."""
    amount = sum(sign * counts[cell] for cell, sign in relation.signs.items())
    signed = {cell: _turned(found[cell], sign) for cell, sign in relation.signs.items()}
    low, high = (sum(each[end] for each in signed.values()) for end in (0, 1))
    changed = set()
    for cell, sign in relation.signs.items():
        least = amount - (relation.room or 0) - (high - signed[cell][1])
        most = amount - (low - signed[cell][0]) if relation.room is None else ENDLESS
        now = _turned((max(signed[cell][0], least), min(signed[cell][1], most)), sign)
        if now != found[cell]:
            found[cell] = now
            changed.add(cell)
    return changed


def _turned(ends: Range, sign: int) -> Range:
    return ends if sign > 0 else (-ends[1], -ends[0])


@dataclass(frozen=True)
class _Tried:
    """A move on the way: how much each relation has moved by it, and what it hides."""

    move: Move = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)
    cost: float = 0.0


@dataclass
class Cover:
    """What is hidden so far, period by period: what an earlier edition printed no later one can hide."""

    ends: Ends
    hidden: set[Cell] = field(default_factory=set)
    middling: float = 1.0  # the root of a middling count of the period
    _relations: list[Relation] = field(default_factory=list)
    _ties: dict[Cell, list[int]] = field(default_factory=dict)
    _sums: Counter[Cell] = field(default_factory=Counter)  # of how many sums each is the total
    _proofs: dict[tuple[Cell, bool], Move] = field(default_factory=dict)

    def add(self, period: str, relations: Collection[Relation]) -> None:
        """Take in a period with what ties it to itself and to earlier ones, and hide what it takes."""
        for tie, relation in enumerate(relations, len(self._relations)):
            for cell in relation.signs:
                self._ties.setdefault(cell, []).append(tie)
            self._sums.update(cell for cell, sign in relation.signs.items() if sign > 0 and relation.room is None)
        self._relations += relations
        roots = [sqrt(count) for cell, count in self.ends.counts.items() if cell.period == period and count > 0]
        self.middling = median(roots) if roots else 1.0
        self.hidden |= {cell for cell in self.ends.small if cell.period == period}
        reach = self._reach(period)
        for cell in sorted(self.hidden & self.ends.small):
            for end in reach[cell]:
                self._prove(cell, end, period)

    def _reach(self, period: str) -> dict[Cell, Range]:
        """Say what each small count may be where all that can be hidden is: of two parts of a small whole none is 4."""
        counts, known = self.ends.counts, self.hidden.union(self._ties)
        open_ones = {cell for cell in known if self._may_move(cell, period)}
        ranges = {cell: self.ends.of(cell) if cell in open_ones else (counts[cell], counts[cell]) for cell in known}
        return narrowed(ranges, self._relations, counts)

    def _prove(self, cell: Cell, end: int, period: str) -> None:
        """Find how a count may come to an end of its range, or as near to it as may be."""
        own = self.ends.counts[cell]
        if end == own:
            return
        known = self._proofs.get((cell, end > own), {})
        if known.get(cell) == end - own and self._holds(known):
            return
        nearer = range(end, own, 1 if end < own else -1)
        moves = (self._cheap(cell, value - own, period) for value in nearer)
        move = next((move for move in moves if move is not None), None)
        if move is None:
            self.hidden |= self._table_of(cell, period)
            return
        self._proofs[cell, end > own] = move
        self.hidden |= set(move)

    def _cheap(self, cell: Cell, by: int, period: str) -> Move | None:
        """Complete a move; where that takes too long, by whatever completes it soon."""
        found = (self._completed(cell, by, period, self.middling * weight) for weight in OPEN)
        return next((move for move in found if move is not None), None)

    def _completed(self, cell: Cell, by: int, period: str, weight: float) -> Move | None:
        """Complete a move by the counts that are hidden already, then by the smallest, until it breaks nothing."""
        order = numbers()
        waiting = [(0.0, next(order), self._longer(_Tried(), cell, by))]
        for _ in range(MOST_TRIED):
            if not waiting:
                return None
            *_, tried = heappop(waiting)
            broken = next(self._broken(tried), None)
            if broken is None:
                return tried.move
            for other, more in self._repairs(broken, tried, period):
                longer = self._longer(tried, other, more)
                left = sum(1 for _ in self._broken(longer))
                heappush(waiting, (longer.cost + weight * left, next(order), longer))
        return None

    def _longer(self, tried: _Tried, cell: Cell, by: int) -> _Tried:
        moved = dict(tried.moved)
        for tie in self._ties.get(cell, ()):
            moved[tie] = moved.get(tie, 0) + by * self._relations[tie].signs[cell]
        return _Tried({**tried.move, cell: by}, moved, tried.cost + 1 + self._cost(cell))

    def _broken(self, tried: _Tried) -> Iterator[int]:
        """List the relations that a move breaks."""
        return (tie for tie, moved in tried.moved.items() if self._relations[tie].broken_by(moved))

    def _holds(self, move: Move) -> bool:
        """Say whether a move that once broke nothing still does not."""
        tried = _Tried()
        for cell, by in move.items():
            tried = self._longer(tried, cell, by)
        return not any(True for _ in self._broken(tried))

    def _repairs(self, broken: int, tried: _Tried, period: str) -> Iterator[tuple[Cell, int]]:
        """List counts that could make up for some of what a move breaks: hidden ones, and those that still may be."""
        relation = self._relations[broken]
        missing = -relation.broken_by(tried.moved[broken])
        for cell, sign in relation.signs.items():
            is_free = cell not in tried.move and self._may_move(cell, period)
            if is_free and (by := self.ends.up_to(cell, missing * sign)):
                yield cell, by

    def _may_move(self, cell: Cell, period: str) -> bool:
        """Say whether a count is hidden, or may still be: noughts and what was printed before may not."""
        return cell in self.hidden or (cell.period == period and self.ends.counts[cell] > 0)

    def _cost(self, cell: Cell) -> float:
        """Weigh what readers lose: a count by its root, and a sum by how much it is the sum of."""
        return 0.0 if cell in self.hidden else sqrt(self.ends.counts[cell]) * (1 + self._sums[cell]) ** 2

    def _table_of(self, cell: Cell, period: str) -> set[Cell]:
        """List all that is tied to a count in a period, noughts left out."""
        found, waiting = {cell}, [cell]
        while waiting:
            ties = self._ties.get(waiting.pop(), ())
            tied = {other for tie in ties for other in self._relations[tie].signs if other not in found}
            tied = {other for other in tied if self._may_move(other, period)}
            found |= tied
            waiting += sorted(tied)
        return found


def complement(ends: Ends, relations: Iterable[Relation]) -> set[Cell]:
    """Name all that must be hidden with the small counts themselves, looking at one period after the other."""
    by_period: dict[str, list[Relation]] = {cell.period: [] for cell in ends.counts}
    for relation in relations:
        by_period[relation.period].append(relation)
    cover = Cover(ends)
    for period in sorted(by_period):
        cover.add(period, by_period[period])
    return cover.hidden
