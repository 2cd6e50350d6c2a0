"""Levels of government by day: which there are, how they lie above one another, what their units are called together.

A vintage is a set of units in force: its span is that of its uppermost level, the nation. A code means one unit in one
vintage; kinds, names and levels may change within it, by day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dophu.errors import UsageError


@dataclass(frozen=True)
class Span:
    """From a first to a last day, both included; None where it has no beginning or no end that is known."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return (self.first or date.min) <= day <= (self.last or date.max)

    def covers(self, other: Span) -> bool:
        """Say whether it holds every day of another."""
        return self.holds(other.first or date.min) and self.holds(other.last or date.max)

    def overlaps(self, other: Span) -> bool:
        """Say whether some day lies in both."""
        return self.holds(other.first or date.min) or other.holds(self.first or date.min)

    def nearest(self, day: date) -> date:
        """Bring a day into it."""
        return min(max(day, self.first or date.min), self.last or date.max)

    def within(self, other: Span) -> Span:
        """Take the other's ends where it has none of its own."""
        return Span(self.first or other.first, self.last or other.last)


ALWAYS = Span()


@dataclass(frozen=True)
class Level:
    """One level of one vintage.

    above   the level it lies below; blank for the nation
    many    what its units are called together: "tỉnh, thành phố"
    """

    vintage: str
    name: str
    above: str
    many: str
    span: Span = ALWAYS


@dataclass(frozen=True)
class Levels:
    """The levels of every vintage, one row for each span of time."""

    rows: tuple[Level, ...] = ()

    @cached_property
    def _roots(self) -> list[Level]:
        roots = (row for row in self.rows if not row.above)
        return sorted(roots, key=lambda row: row.span.first or date.min)

    @cached_property
    def vintages(self) -> tuple[str, ...]:
        """Name the vintages, the earliest first."""
        return tuple(dict.fromkeys(row.vintage for row in self._roots))

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        vintages = dict.fromkeys(row.vintage for row in self.rows)
        return {vintage: tuple(level.name for level in self.of(vintage)) for vintage in vintages}

    def span_of(self, vintage: str) -> Span:
        """Say from which day to which a vintage holds."""
        spans = [row.span for row in self._roots if row.vintage == vintage]
        return Span(spans[0].first, spans[-1].last)

    def vintage_on(self, day: date) -> str:
        """Name the set of units in force on a day."""
        found = next((row.vintage for row in self._roots if row.span.holds(day)), None)
        if found is None:
            known = ", ".join(f"{one} {_shown(self.span_of(one))}" for one in self.vintages)
            fix = "write a day in one of them, or add its levels to data/reference/levels.csv"
            raise UsageError("period", f"no vintage of units holds on {day}; known are {known}", fix)
        return found

    def of(self, vintage: str) -> tuple[Level, ...]:
        """List the levels of a vintage, the nation first, each once."""
        found: list[Level] = []
        rows = {row.name: row for row in self.rows if row.vintage == vintage}
        above = [""]
        while above:
            below = [row for row in rows.values() if row.above in above]
            found += below
            above = [row.name for row in below]
        return tuple(found)

    def names(self, vintage: str) -> tuple[str, ...]:
        """Name the levels of a vintage, the nation first."""
        return self._names.get(vintage, ())

    def depth(self, vintage: str, level: str) -> int:
        """Count the levels above one: 0 for the nation."""
        rows = {row.name: row for row in self.rows if row.vintage == vintage}
        depth = 0
        while rows[level].above:
            level, depth = rows[level].above, depth + 1
        return depth

    def above(self, vintage: str, level: str) -> str:
        """Name the level above one; blank for the nation's."""
        return next(row.above for row in self.rows if (row.vintage, row.name) == (vintage, level))

    def below(self, vintage: str, level: str) -> str:
        """Name the level below one; blank for the lowest."""
        return next((row.name for row in self.rows if (row.vintage, row.above) == (vintage, level)), "")

    def many(self, vintage: str, level: str, day: date) -> str:
        """Say what the units of a level are called together on a day; blank for none."""
        rows = [row for row in self.rows if (row.vintage, row.name) == (vintage, level)]
        near = self.span_of(vintage).nearest(day)
        return next((row.many for row in rows if row.span.holds(near)), rows[-1].many if rows else "")

    def earlier(self, one: str, other: str) -> bool:
        """Say whether a vintage lies before another."""
        return self.vintages.index(one) < self.vintages.index(other)

    def ended(self, vintage: str) -> Iterable[str]:
        """Name the levels that the vintage before had and this one has not."""
        place = self.vintages.index(vintage)
        return (
            [name for name in self.names(self.vintages[place - 1]) if name not in self.names(vintage)] if place else []
        )


def _shown(span: Span) -> str:
    return f"({span.first or '…'} to {span.last or '…'})"
