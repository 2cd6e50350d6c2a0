"""What one list says of the units it names: the counts, shares and places that may be put side by side.

A period may hold several lists, taken at different hours by different publishers. Ranks are only ever computed
inside one of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from dophu.data.history import UNDATED, History
from dophu.data.tables import printed_share
from dophu.measure.bounds import ABOVE, BELOW, Bounds, base_bounds, count_bounds, one_sided, share, share_bounds
from dophu.wording import Moment
from dophu.world.bases import BaseValue
from dophu.world.units import Unit


@dataclass(frozen=True)
class Known:
    """What a list says of one unit.

    count, people       as published, and the whole numbers it may stand for
    printed             the published share (per cent) with its decimals and qualifier, and its bounds
    computed            the share recomputed from the count on the base; None without either
    share, kind         the one to use: "exact", "rounded", "published", or a one-sided "bound"; None without any
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
    people: Bounds | None
    base: BaseValue | None
    printed: Bounds | None
    printed_value: Fraction | None
    printed_places: int
    printed_qualifier: str
    printed_source: str
    computed: Bounds | None

    @property
    def agrees(self) -> bool:
        """Say whether published and recomputed share may be the same; True when either is unknown."""
        return self.printed is None or self.computed is None or self.printed.overlaps(self.computed)

    @property
    def kind(self) -> str | None:
        """Say which share to use: recomputed when the count carries it, published otherwise."""
        if self.computed and self.computed.exact:
            return "exact"
        if self.printed and self.agrees:
            return "published"
        if self.computed is None:
            return None
        if self.qualifier in (*ABOVE, *BELOW):
            return "bound"
        return "rounded" if self.computed.decimals() is not None else None

    @property
    def share(self) -> Bounds | None:
        """The share to use, in per cent."""
        if self.kind == "bound" and self.computed:
            return one_sided(self.computed, self.qualifier)
        return {"exact": self.computed, "rounded": self.computed, "published": self.printed}.get(self.kind or "")


def known_figures(history: History, measure: str, *, period: str = "", unit: Unit | None = None) -> list[Known]:
    """List what is known of a measure in one period, or of one unit in every period; one per source and unit."""
    kind = history.bases.described[history.campaign.base_of(measure)].kind
    counts = _narrowed(history.counts, measure, period, unit)
    printed = _narrowed(history.published, measure, period, unit)
    printed = printed[(printed["figure"] == "share") & (printed["base"] == kind)]
    keys = ["period", "source", "vintage", "unit"]
    rows = counts.merge(printed, on=keys, how="outer", suffixes=("", "_printed"), sort=True)
    return [_known(history, measure, row) for row in rows.to_dict("records")]


def _narrowed(frame: pd.DataFrame, measure: str, period: str, unit: Unit | None) -> pd.DataFrame:
    wanted = (frame["measure"] == measure) & (frame["period"] != UNDATED)
    if period:
        wanted &= frame["period"] == period
    if unit:
        wanted &= (frame["vintage"] == unit.vintage) & (frame["unit"] == unit.code)
    return frame[wanted]


def _notes(*notes: object) -> str:
    return " ".join(dict.fromkeys(note for note in notes if isinstance(note, str) and note))


def _known(history: History, measure: str, row: dict[str, Any]) -> Known:
    has_count, has_printed = pd.notna(row["count"]), isinstance(row["value"], str)
    step = int(row["step"]) if pd.notna(row["step"]) else 1
    qualifier = row["qualifier"] if isinstance(row["qualifier"], str) else ""
    people = count_bounds(int(row["count"]), step, qualifier) if has_count else None
    base = history.bases.of(history.campaign.base_of(measure), row["vintage"], row["unit"])
    value, places = printed_share(row["value"]) if has_printed else (None, 0)
    word = row["qualifier_printed"] if has_printed else ""
    return Known(
        unit=history.gazetteer.get(row["vintage"], row["unit"]),
        period=row["period"],
        as_of=row["as_of"] if isinstance(row["as_of"], Moment) else row["as_of_printed"],
        source=row["source"],
        note=_notes(row["note"], row["note_printed"]),
        count=int(row["count"]) if has_count else None,
        step=step,
        qualifier=qualifier,
        people=people,
        base=base,
        printed=share_bounds(value, places, word) if value is not None else None,
        printed_value=value,
        printed_places=places,
        printed_qualifier=word,
        printed_source=row["source"] if has_printed else "",
        computed=share(people, base_bounds(base)) if people and base else None,
    )


def best(known: Iterable[Known], unit: Unit) -> Known | None:
    """Choose what to report of a unit: a figure with a count before one without, then the latest."""
    mine = [k for k in known if k.unit == unit]
    return max(mine, key=lambda k: (k.count is not None, k.as_of.order()), default=None)


def comparable_shares(now: Known, then: Known) -> tuple[Bounds, Bounds] | None:
    """Pair two shares on the same base: both recomputed from counts, or both as published; None for neither.

    Published ones are paired only where the published share is the one reported, whatever its base was.
    A count or share that is only "more than" or "nearly" compares with nothing.
    """
    counted = (now, then) if not {now.qualifier, then.qualifier} & {*ABOVE, *BELOW} else ()
    printed = (now, then) if not {now.printed_qualifier, then.printed_qualifier} & {*ABOVE, *BELOW} else ()
    recomputed = [k.computed for k in counted if k.computed and k.computed.closed]
    published = [k.printed for k in printed if k.printed and now.kind == "published"]
    pair = next((pair for pair in (recomputed, published) if len(pair) == len((now, then))), None)
    return (pair[0], pair[1]) if pair else None


def explaining_bases(chosen: Known, history: History) -> list[BaseValue]:
    """Name the bases under which a count would give the share that was printed beside it."""
    if chosen.people is None or chosen.printed is None:
        return []
    values = history.bases.known_for(chosen.unit.vintage, chosen.unit.code)
    return [value for value in values if share(chosen.people, base_bounds(value)).overlaps(chosen.printed)]
