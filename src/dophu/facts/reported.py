"""What one list says of the units it names: the counts, shares and places that may be put side by side.

A period may hold several lists, taken at different hours by different publishers. Ranks are only ever computed
inside one of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import pandas as pd

from dophu.data.history import History
from dophu.data.tables import printed_share
from dophu.facts.interval import Interval, base_interval, count_interval, share_interval
from dophu.wording import Moment
from dophu.world.bases import BaseValue
from dophu.world.campaigns import ALL
from dophu.world.units import Unit

FrameRow = dict[str, Any]


@dataclass(frozen=True)
class Estimate:
    """How a survey's figure is known: the ends of its interval as printed, its level in per cent, its method."""

    low: str
    high: str
    level: str
    method: str


@dataclass(frozen=True)
class Reported:
    """What one list says of one unit.

    count, people       as published, and the whole numbers it may stand for
    printed             the published share (per cent) with its decimals and qualifier, and its interval
    computed            the share recomputed from the count on the base; None without either
    share, kind         the one to use: "exact", "rounded", "published", or a one-sided "bound"; None without any
    is_made             whether it is made of other measures, and no list has a count of it
    whole               what a count is multiplied by over its base: 100, or what a rate is of
    estimate            how a survey's figure is known; None for what is no estimate
    agrees              False when the published share cannot come from the count and the base
    """

    unit: Unit
    period: str
    as_of: Moment
    source: str
    note: str
    count: int | None
    step: int
    qualifier: str
    people: Interval | None
    base: BaseValue | None
    printed: Interval | None
    printed_value: Fraction | None
    printed_places: int
    printed_qualifier: str
    printed_source: str
    is_made: bool = False
    whole: int = ALL
    estimate: Estimate | None = None

    @cached_property
    def computed(self) -> Interval | None:
        """The share recomputed from the count on the base, or the rate."""
        return share_of(self.people, base_interval(self.base), self.whole) if self.people and self.base else None

    @property
    def is_exact(self) -> bool:
        """Say whether the count is known to the unit."""
        return self.people is not None and self.people.exact

    @cached_property
    def agrees(self) -> bool:
        """Say whether published and recomputed share may be the same; True when either is unknown."""
        return self.printed is None or self.computed is None or self.printed.overlaps(self.computed)

    @cached_property
    def kind(self) -> str | None:
        """Say which share to use: recomputed when the count carries it, published otherwise."""
        if self.computed and self.computed.exact:
            return "exact"
        if self.printed and self.agrees:
            return "published"
        if self.computed is None:
            return None
        return "rounded" if self.computed.closed else "bound"

    @cached_property
    def share(self) -> Interval | None:
        """The share to use, in per cent."""
        return self.printed if self.kind == "published" else self.computed


def said_figures(history: History, measure: str, *, period: str = "", unit: Unit | None = None) -> list[Reported]:
    """List what lists say of a measure in one period, or of one unit in every period; one per source and unit."""
    kind = history.bases.described[history.campaign.base_of(measure)].kind
    counted = history.counted_in.get((measure, period), ()) if period else history.counted.get(measure, ())
    shared = history.shared_in.get((measure, period), ()) if period else history.shared.get(measure, ())
    counts = _by_list(row for row in counted if unit is None or _is_of(row, unit))
    fitting = (row for row in shared if row["figure"] == "value" or row["base"] == kind)
    printed = _by_list(row for row in fitting if unit is None or _is_of(row, unit))
    nothing: list[FrameRow] = [{}]
    return [
        _reading(history, measure, count, share)
        for key in sorted(counts.keys() | printed.keys())
        for count in counts.get(key, nothing)
        for share in printed.get(key, nothing)
    ]


def _is_of(row: FrameRow, unit: Unit) -> bool:
    return bool(row["unit"] == unit.code and row["vintage"] == unit.vintage)


def _by_list(rows: Iterable[FrameRow]) -> dict[tuple[str, ...], list[FrameRow]]:
    """Gather rows by what a count and a share of the same list and unit have in common."""
    found: dict[tuple[str, ...], list[FrameRow]] = {}
    for row in rows:
        found.setdefault((row["period"], row["source"], row["vintage"], row["unit"]), []).append(row)
    return found


def _notes(*notes: str) -> str:
    return " ".join(dict.fromkeys(filter(None, notes)))


def _reading(history: History, measure: str, row: FrameRow, share_row: FrameRow) -> Reported:
    """Read rows once for all editions of a period: the same rows, and only these, say the same."""
    key = (measure, *row.values(), "share", *share_row.values())
    found: Reported | None = history.readings.get(key)
    if found is None:
        found = history.readings[key] = _known(history, measure, row, share_row)
    return found


def _known(history: History, measure: str, row: FrameRow, share_row: FrameRow) -> Reported:
    """Put together what a list says of a unit in a row of counts, in one of shares, or in both."""
    either = row or share_row
    has_count, step = pd.notna(row.get("count")), row.get("step", pd.NA)
    step, qualifier = int(step) if pd.notna(step) else 1, row.get("qualifier", "")
    people = _people(row, step, qualifier) if has_count else None
    base = base_of(history, history.campaign.base_of(measure), (either["vintage"], either["unit"]), either["period"])
    value, places = printed_share(share_row["value"]) if share_row else (None, 0)
    word = share_row.get("qualifier", "")
    return Reported(
        unit=history.gazetteer.get(either["vintage"], either["unit"]),
        period=either["period"],
        as_of=either["as_of"],
        source=either["source"],
        note=_notes(row.get("note", ""), share_row.get("note", "")),
        count=int(row["count"]) if has_count else None,
        step=step,
        qualifier=qualifier,
        people=people,
        base=base,
        printed=_printed(share_row, value, places, word) if value is not None else None,
        printed_value=value,
        printed_places=places,
        printed_qualifier=word,
        printed_source=either["source"] if share_row else "",
        whole=history.campaign.measures[measure].figure.whole,
        estimate=_estimate(share_row) or _estimate(row),
    )


def _people(row: FrameRow, step: int, qualifier: str) -> Interval:
    """Bound a count: by the interval of a survey's estimate, else by its rounding."""
    if _has_ends(row):
        return Interval(Fraction(row["low"]), Fraction(row["high"]), point=Fraction(int(row["count"])))
    return count_interval(int(row["count"]), step, qualifier)


def _estimate(row: FrameRow) -> Estimate | None:
    return Estimate(*(row[name] for name in ("low", "high", "level", "method"))) if _has_ends(row) else None


def _has_ends(row: FrameRow) -> bool:
    return bool(row.get("low") and row.get("high"))


def _printed(row: FrameRow, value: Fraction, places: int, word: str) -> Interval:
    """Bound a published share or value: by the interval of a survey's estimate, else by its decimals."""
    if _has_ends(row):
        return Interval(Fraction(row["low"]), Fraction(row["high"]), point=value)
    return share_interval(value, places, word)


def base_of(history: History, base: str, unit: tuple[str, str], period: str) -> BaseValue | None:
    """Find a base of a unit (vintage and code); None where it is not known, or younger than the period.

    What a period's senders brought along is of that period, and of no other.
    """
    return history.bases.in_force(base, *unit, period)


def share_of(count: Interval, base: Interval, whole: int = ALL) -> Interval:
    """Divide a count by a base, in per cent, or of the whole that a rate is of.

    >>> share_of(Interval.exactly(63438), Interval.exactly(781655)).exact
    True
    """
    return Interval.exactly(whole) * count / base


def best(known: Iterable[Reported], unit: Unit) -> Reported | None:
    """Choose what to report of a unit: a count before none, an exact one before a rounded one, then the latest.

    A press figure rounded to ten thousands, of whatever hour, never displaces the list of record.
    """
    mine = [k for k in known if k.unit == unit]
    return max(mine, key=lambda k: (k.count is not None, k.is_exact, k.as_of.order()), default=None)


def later(moment: Moment, than: Moment) -> bool:
    """Say whether a moment is surely later; on the same day only hours that are both known can tell."""
    if moment.day != than.day:
        return moment.day > than.day
    return moment.clock is not None and than.clock is not None and moment.clock > than.clock


def comparable_shares(now: Reported, then: Reported) -> tuple[Interval, Interval] | None:
    """Pair two shares on the same base: both recomputed from counts, or both as published; None for neither.

    Published ones are paired only where the published share is the one reported, whatever its base was.
    A count or share that is only "more than" or "nearly" compares with nothing.
    """
    recomputed = [k.computed for k in (now, then) if k.computed and k.computed.closed]
    published = [k.printed for k in (now, then) if k.printed and k.printed.closed and now.kind == "published"]
    pair = next((pair for pair in (recomputed, published) if len(pair) == len((now, then))), None)
    return (pair[0], pair[1]) if pair else None


def explaining_bases(chosen: Reported, history: History) -> list[BaseValue]:
    """Name the bases, none younger than the figure, under which a count would give the share printed beside it."""
    if chosen.people is None or chosen.printed is None:
        return []
    key = (chosen.unit.vintage, chosen.unit.code)
    values = [value for value in history.bases.known_for(*key) if base_of(history, value.base, key, chosen.period)]
    return [
        value
        for value in values
        if share_of(chosen.people, base_interval(value), chosen.whole).overlaps(chosen.printed)
    ]
