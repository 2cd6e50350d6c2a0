"""What the periods of a campaign report: each period's lists, the figure of record of a unit, the period before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

import pandas as pd

from dophu.data.history import History
from dophu.facts.made import known_figures
from dophu.facts.reported import Reported, best, comparable_shares
from dophu.facts.subject import Group, Subject
from dophu.wording import Moment
from dophu.world.periods import last_day, read_period
from dophu.world.units import Unit

FEBRUARY, HALF_A_WEEK = 2, timedelta(days=3)
Lists = dict[str, dict[str, Reported]]  # by source, then by the code of the unit


@dataclass(frozen=True)
class PublishedRank:
    """A published rank of one unit, and the kind of figure it ranks by."""

    unit: Unit
    rank: int
    total: int | None
    by: str
    status: str
    source: str
    as_of: Moment
    note: str


class Periods:
    """The lists of every period, each read once; of units of one vintage."""

    def __init__(self, history: History, lead: Unit) -> None:
        self.history = history
        self.lead = lead
        self._lists: dict[tuple[str, str], Lists] = {}
        self._records: dict[tuple[str, str, str], Reported | None] = {}
        self._before: dict[tuple[str, str | None, str], str] = {}  # by measure, parent of the list or none, period
        self._ranks: dict[str, list[PublishedRank]] = {}

    def lists(self, measure: str, period: str) -> Lists:
        """Take the lists of a period: by source, then by code."""
        if (measure, period) not in self._lists:
            found: Lists = {}
            for known in known_figures(self.history, measure, period=period):
                if known.unit.vintage == self.lead.vintage:
                    found.setdefault(known.source, {})[known.unit.code] = known
            self._lists[measure, period] = found
        return self._lists[measure, period]

    def reported(self, measure: str, period: str, unit: Unit, source: str) -> Reported | None:
        """Find what a list says of a unit; with no list named, the figure of record."""
        if source:
            return self.lists(measure, period).get(source, {}).get(unit.code)
        key = (measure, period, unit.code)
        if key not in self._records:
            self._records[key] = best(self._of_unit(measure, period, unit), unit)
        return self._records[key]

    def _of_unit(self, measure: str, period: str, unit: Unit) -> list[Reported]:
        """Take what each list says of one unit; of lists that nobody has asked for only its rows are read."""
        if (measure, period) in self._lists:
            return [units[unit.code] for units in self._lists[measure, period].values() if unit.code in units]
        return known_figures(self.history, measure, period=period, unit=unit)

    # -- the period before -----------------------------------------------------------------------------------

    def told_to(self, own: Subject) -> bool:
        """Lead from another unit; say whether it looks back from each period as its list does without it."""
        assert isinstance(own.unit, Unit)
        self.lead = own.unit
        lists = {key: then for key, then in self._before.items() if key[1] is not None}
        self._before = dict(lists)
        mine = [(key, then) for key, then in lists.items() if key[1] == own.unit.parent]
        return all(self._before_lead(measure, period, own) == then for (measure, _, period), then in mine)

    def before(self, subject: Subject, own: Subject) -> str:
        """Name the period before, blank for none: `relations` has the rule."""
        if subject.unit == own.unit:
            return self._before_lead(subject.measure, subject.period, own)
        return self._before_list(subject, own)

    def _before_lead(self, measure: str, period: str, own: Subject) -> str:
        key = (measure, None, period)
        if key not in self._before:
            now = self.reported(measure, period, self.lead, "")
            earlier = ((then, self.reported(measure, then, self.lead, "")) for then in self.earlier(measure, period))
            fitting = (then for then, known in earlier if now and known and _compare(now, known))
            listed = self._complete_list(measure, now) if now and period == own.period else {}
            self._before[key] = self._first(measure, fitting, listed)
        return self._before[key]

    def _first(self, measure: str, fitting: Iterator[str], listed: dict[Unit, Reported]) -> str:
        """Choose the first period in which half of a list compares as well, else the first of all."""
        first = next(fitting, "")
        if not first or not listed:
            return first
        return next((then for then in chain((first,), fitting) if self._half_compare(measure, then, listed)), first)

    def _complete_list(self, measure: str, now: Reported) -> dict[Unit, Reported]:
        """Take the list of a figure where it tells of half of the unit's peers: a table of them stands beside it."""
        peers = self.history.gazetteer.peers(now.unit)
        listed = self.lists(measure, now.period).get(now.source, {})
        found = {peer: listed[peer.code] for peer in peers if peer.code in listed}
        return found if len(found) > 1 and 2 * len(found) >= len(peers) else {}

    def _before_list(self, subject: Subject, own: Subject) -> str:
        """Compare the peers of the edition's unit with its own period before, and others where half of them stand.

        A group compares as the whole list does: whoever is asked first, all regions look back to the same period.
        """
        member = subject.unit.units[0] if isinstance(subject.unit, Group) else subject.unit
        units = self.history.gazetteer.peers(member)
        key = (subject.measure, units[0].parent if units else "", subject.period)
        if key not in self._before:
            now = {unit: self.reported(subject.measure, subject.period, unit, subject.source) for unit in units}
            listed = {unit: known for unit, known in now.items() if known}
            lead = self._before_lead(subject.measure, subject.period, own) if subject.period == own.period else ""
            if lead and self.lead in units:
                self._before[key] = lead
                return lead
            periods = [*([lead] if lead else []), *self.earlier(subject.measure, subject.period)]
            fitting = (then for then in periods if self._half_compare(subject.measure, then, listed))
            self._before[key] = next(fitting, "")
        return self._before[key]

    def _half_compare(self, measure: str, then: str, now: dict[Unit, Reported]) -> bool:
        earlier = ((known, self.reported(measure, then, unit, "")) for unit, known in now.items())
        alike = sum(1 for known, last in earlier if last and _compare(known, last))
        return alike > 0 and 2 * alike >= len(now)

    def earlier(self, measure: str, period: str) -> Iterator[str]:
        """Walk back through the periods to the last break of method."""
        for then in reversed(self.history.periods):
            if then < period:
                days = last_day(then), last_day(period)
                if self.history.campaign.parted_between(measure, *days):
                    return
                yield then

    def of_year(self, measure: str, period: str) -> list[str]:
        """List the periods since the year of a period began, itself the last, none of them before a break of method."""
        described, day = self.history.campaign.measures[measure], last_day(period)
        first = described.year_begins(day)
        counted = (then for then in self.earlier(measure, period) if (measure, then) in self.history.counted_in)
        return [*reversed([then for then in counted if last_day(then) >= first]), period]

    def year_before(self, measure: str, period: str) -> str:
        """Name the same period a year earlier, blank for none: of days the nearest, no further than half a week off."""
        named, campaign = read_period(period), self.history.campaign
        near = self._near_a_year_ago(named.last) if named.kind == "day" else str(named.year_before or "")
        known = near in self.history.periods
        return near if known and not campaign.broken_between(measure, last_day(near), named.last) else ""

    def _near_a_year_ago(self, day: date) -> str:
        then = day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == FEBRUARY else day.day)
        off = {name: abs(last_day(name) - then) for name in self.history.periods}
        return min((name for name in off if off[name] <= HALF_A_WEEK), key=lambda name: off[name], default="")

    # -- published ranks ---------------------------------------------------------------------------------

    def published_ranks(self, period: str) -> list[PublishedRank]:
        """Take every published rank of a period."""
        if period not in self._ranks:
            rows = self.history.published
            rows = rows[(rows["period"] == period) & (rows["figure"] == "rank")]
            self._ranks[period] = [_published_rank(self.history, row) for row in rows.itertuples()]
        return self._ranks[period]

    def published_rank(self, subject: Subject) -> PublishedRank | None:
        """Choose a unit's published rank: of its own list, stated before concluded, the latest."""
        own = (
            self.reported(subject.measure, subject.period, subject.unit, "") if isinstance(subject.unit, Unit) else None
        )
        source = own.source if own else ""
        mine = [stated for stated in self.published_ranks(subject.period) if stated.unit == subject.unit]
        order = lambda stated: (stated.source == source, stated.status == "published", stated.as_of.order())  # noqa: E731
        return max(mine, key=order, default=None)


def _compare(now: Reported, then: Reported) -> bool:
    return comparable_shares(now, then) is not None or _are_bare_counts(now, then)


def _are_bare_counts(*figures: Reported) -> bool:
    """Say whether figures are counts, none of them one-sided, of a unit that has no base in any of their periods."""
    return all(known.people and known.people.closed and known.base is None for known in figures)


def _published_rank(history: History, row: object) -> PublishedRank:
    cell = row._asdict()  # type: ignore[attr-defined] # a row of a frame
    return PublishedRank(
        unit=history.gazetteer.get(cell["vintage"], cell["unit"]),
        rank=int(cell["value"]),
        total=None if pd.isna(cell["of"]) else int(cell["of"]),
        by=cell["base"] or "unnamed",
        status=cell["status"],
        source=cell["source"],
        as_of=cell["as_of"],
        note=cell["note"],
    )
