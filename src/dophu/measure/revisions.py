"""What was revised: the former count, the new one, when and why; and what was known of a count on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd

from dophu.data.history import REVISED_CELL, UNDATED
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.interval import Interval, count_interval
from dophu.facts.making import difference, published
from dophu.facts.printing import Counted, as_published
from dophu.facts.reported import Reported
from dophu.facts.subject import Subject
from dophu.wording import Moment
from dophu.world.periods import last_day
from dophu.world.units import Unit


@dataclass(frozen=True)
class Former:
    """A count as it stood before a revision, with its rounding step, the word before it, and what it is written in."""

    count: int
    step: int
    qualifier: str
    unit: Counted

    @property
    def people(self) -> Interval:
        """The whole numbers the count may stand for."""
        return count_interval(self.count, self.step, self.qualifier)

    @property
    def text(self) -> str:
        """The count as its source wrote it."""
        return as_published(self.count, self.step, self.qualifier, self.unit)


@dataclass(frozen=True)
class Revision:
    """One count that was replaced.

    former  what stood before; None where nothing was published
    next    the revision of the same count that followed; None where the newest count did
    """

    subject: Subject
    revised: Moment
    former: Former | None
    reason: str
    next: Revision | None

    @property
    def unit(self) -> Unit:
        """Whose count it was."""
        assert isinstance(self.subject.unit, Unit)
        return self.subject.unit


class Revisions:
    """Every revision known by the edition's day, and the facts made of it.

    found   those of the main measure; `every` has those of all measures
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.every = _found(facts)
        self.found = [revision for revision in self.every if revision.subject.measure == facts.own.measure]

    def of(self, known: Reported | None) -> list[Revision]:
        """List the revisions of one figure, oldest first."""
        if known is None:
            return []
        cell = (known.unit, known.period, known.source)
        return [r for r in self.found if (r.unit, r.subject.period, r.subject.source) == cell]

    def since_last(self) -> list[Revision]:
        """Keep what an edition has to tell: revised after the day of the last one, and all of its own period."""
        day = self.facts.own.period
        last = max((period for period in self.facts.history.periods if period < day), default="")
        return [r for r in self.found if r.subject.period == day or not last or r.revised.day > last_day(last)]

    def share_on(self, known: Reported, day: date) -> float | None:
        """Take an exact share as it was known on a day, in per cent; None where it was rounded or not out yet."""
        later = next((r for r in self.of(known) if r.revised.day > day), None)
        people = known.people if later is None else later.former.people if later.former else None
        if people is None or known.base is None or not people.exact:
            return None
        return float(100 * people.low / known.base.value)

    # -- facts -------------------------------------------------------------------------------------------

    def former(self, revision: Revision) -> Fact | None:
        """Take the count before a revision."""
        was = revision.former
        return self._published(revision, "former", was.people, "count", was.text) if was else None

    def new(self, revision: Revision) -> Fact | None:
        """Take the count after it: the newest, or what the next revision replaced."""
        return self.former(revision.next) if revision.next else self.facts.fact("counted", self._cell(revision))

    def at(self, revision: Revision) -> Fact:
        """Take the moment of a revision."""
        return self._published(revision, "revised_at", revision.revised, "moment", "")

    def difference(self, revision: Revision) -> Fact | None:
        """Subtract the former count from the new one, where both are known."""
        new, former = self.new(revision), self.former(revision)
        if new is None or former is None:
            return None
        return difference(self.facts, "revised_by", "count", (new, former), **self._mark(revision))

    def _cell(self, revision: Revision) -> Subject:
        """Lead to the revised figure; its list goes unnamed where it is the unit's of record."""
        return self.facts.listed(revision.unit, revision.subject)

    def _mark(self, revision: Revision) -> dict[str, Any]:
        cell = revision.subject
        measure = f"~{cell.measure}" if cell.measure != self.facts.own.measure else ""
        mark = f"{revision.unit.code}/{cell.period}/{cell.source}{measure}/{revision.revised}"
        return {"subject": self._cell(revision), "mark": mark, "note": revision.reason}

    def _published(self, revision: Revision, name: str, value: Any, unit: Any, text: str) -> Fact:
        more = self._mark(revision) | ({"text": text} if text else {})
        return published(self.facts, name, unit, value, revision.subject.source, **more)


def _found(facts: Facts) -> list[Revision]:
    frame = facts.history.revisions
    wanted = (frame["vintage"] == facts.unit.vintage) & (frame["period"] != UNDATED)
    rows = sorted(frame[wanted].to_dict("records"), key=lambda row: (_cell(row), row["revised"].order()))
    found = list[Revision]()
    for _, group in groupby(rows, key=_cell):
        chain, later = list[Revision](), None
        for row in reversed(list(group)):
            later = _revision(facts, row, later)
            chain.insert(0, later)
        found += chain
    return found


def _cell(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[column]) for column in REVISED_CELL)


def _revision(facts: Facts, row: dict[str, Any], following: Revision | None) -> Revision:
    unit = facts.history.gazetteer.get(row["vintage"], row["unit"])
    step = 1 if pd.isna(row["step"]) else int(row["step"])
    said = step, str(row["qualifier"] or ""), facts.counted_in(row["measure"])
    former = None if pd.isna(row["former"]) else Former(int(row["former"]), *said)
    subject = Subject(unit, row["period"], row["measure"], row["source"])
    return Revision(subject, row["revised"], former, row["reason"], following)
