"""What was revised since the last edition: the former count, the new one, when, and for which reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd

from dophu.data.history import REVISED_CELL, UNDATED
from dophu.measure.bounds import Bounds, count_bounds
from dophu.measure.facts import AS_PUBLISHED
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.view import View
from dophu.wording import Moment, day_month_year
from dophu.world.units import NATION, Unit


@dataclass(frozen=True)
class Counted:
    """A published count with its rounding step and the word before it; the whole numbers it may stand for."""

    count: int
    step: int
    qualifier: str

    @property
    def people(self) -> Bounds:
        """The whole numbers the count may stand for."""
        return count_bounds(self.count, self.step, self.qualifier)


@dataclass(frozen=True)
class Revision:
    """One count that was replaced; `former` or `new` is None where nothing was published in its stead."""

    unit: Unit
    period: str
    source: str
    revised: Moment
    former: Counted | None
    new: Counted | None
    reason: str


@dataclass(frozen=True)
class Revised:
    """A count that was replaced since the last edition, as facts; None where nothing was published."""

    revision: Revision
    revised: Fact
    former: Fact | None
    new: Fact | None
    difference: Fact | None


def revisions(seen: View) -> list[Revision]:
    """List every revision of the main measure known by the edition's day, by period and unit, oldest first."""
    frame, measure = seen.history.revisions, seen.history.campaign.main_measure
    wanted = (frame["measure"] == measure) & (frame["vintage"] == seen.unit.vintage) & (frame["period"] != UNDATED)
    rows = sorted(frame[wanted].to_dict("records"), key=lambda row: (_cell(row), row["revised"].order()))
    found = []
    for cell, group in groupby(rows, key=_cell):
        same = list(group)
        former = [_counted(row, row["former"]) for row in same]
        found += [
            _revision(seen, row, old, new)
            for row, old, new in zip(same, former, [*former[1:], _current(seen, cell)], strict=True)
        ]
    return found


def since_last(seen: View, found: list[Revision]) -> list[Revision]:
    """Keep what an edition has to tell: revised after the day of the last one, and all of its own period."""
    day = seen.day.isoformat()
    last = max((period for period in seen.history.periods if period < day), default="")
    return [r for r in found if r.period == day or not last or r.revised.day > date.fromisoformat(last)]


def _cell(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[column]) for column in REVISED_CELL)


def _counted(row: dict[str, Any], count: object) -> Counted | None:
    step = 1 if pd.isna(row["step"]) else int(row["step"])
    return None if pd.isna(count) else Counted(int(str(count)), step, str(row["qualifier"] or ""))


def _current(seen: View, cell: tuple[str, ...]) -> Counted | None:
    counts = seen.history.counts
    same = (counts[REVISED_CELL] == list(cell)).all(axis=1)
    return next((_counted(row, row["count"]) for row in counts[same].to_dict("records")), None)


def _revision(seen: View, row: dict[str, Any], former: Counted | None, new: Counted | None) -> Revision:
    unit = seen.history.gazetteer.get(row["vintage"], row["unit"])
    return Revision(unit, row["period"], row["source"], row["revised"], former, new, row["reason"])


def in_view(seen: View, found: list[Revision]) -> list[Revision]:
    """Keep the revisions of the unit, its peers and the units above it; its own come first."""
    own, above = seen.unit.code, (seen.unit.parent, NATION)
    codes = {own, *above, *(peer.code for peer in seen.peers)}
    return sorted(
        (r for r in found if r.unit.code in codes), key=lambda r: (r.unit.code != own, r.unit.code not in above)
    )


def enter(ledger: Ledger, revision: Revision) -> Revised:
    """Enter one revision: when, the former count, the new one, and the difference where both are exact."""
    r = revision
    where = re.sub(r"\W", "_", f"{r.unit.code}_{r.period}_{r.source}_{r.revised}")
    named = f"{r.unit.full_name}, kỳ {day_month_year(date.fromisoformat(r.period))}"
    label, formula = f"Thời điểm điều chỉnh số của {named}", "thời điểm nguồn điều chỉnh"
    at = ledger.add(Fact(f"revised_{where}", label, r.revised, "moment", formula, r.source, note=r.reason))
    former = _entered(ledger, f"former_{where}", f"Số trước khi điều chỉnh của {named}", r, r.former)
    new = _entered(ledger, f"new_{where}", f"Số sau khi điều chỉnh của {named}", r, r.new)
    if not (former and new and r.former and r.new and r.former.people.exact and r.new.people.exact):
        return Revised(r, at, former, new, None)
    label, inputs = f"Mức điều chỉnh của {named}", (new.key, former.key)
    more = Fact(f"difference_{where}", label, r.new.count - r.former.count, "count", "số mới - số cũ", r.source, inputs)
    return Revised(r, at, former, new, ledger.add(replace(more, status="computed")))


def _entered(ledger: Ledger, key: str, label: str, r: Revision, counted: Counted | None) -> Fact | None:
    if counted is None:
        return None
    word = counted.qualifier or ("khoảng" if counted.step > 1 else "")
    return ledger.add(Fact(key, label, counted.count, "count", AS_PUBLISHED, r.source, qualifier=word, note=r.reason))
