"""Units of which no figure of before a change of units can be added up: only a part of some former unit went in."""

from __future__ import annotations

from collections.abc import Sequence

from dophu.data.history import UNDATED
from dophu.facts.evaluate import Facts
from dophu.world.periods import last_day
from dophu.world.units import Unit


def not_carried(facts: Facts, units: Sequence[Unit]) -> list[Unit]:
    """List those of some units, all of one vintage, that the figures of the period before cannot be carried to.

    None unless that period is of an earlier vintage, and counts former units that went into some of them.
    """
    history, period = facts.history, facts.own.period
    earlier = [name for name in history.periods if name != UNDATED and last_day(name) < last_day(period)]
    latest = max(earlier, key=last_day, default="")
    if not latest or history.gazetteer.vintage_on(last_day(latest)) == facts.unit.vintage:
        return []
    before = history.counts[history.counts["period"] == latest]
    counted = {*zip(before["vintage"].tolist(), before["unit"].tolist(), strict=True)}
    former = {(part.vintage, part.code) for unit in units for part in history.gazetteer.parts(unit)}
    return [unit for unit in units if history.gazetteer.torn(unit)] if counted & former else []
