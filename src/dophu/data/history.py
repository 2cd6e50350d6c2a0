"""What is known of a campaign up to a day, as the rows of its periods say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dophu.world.bases import Bases
from dophu.world.campaigns import Campaign, Source
from dophu.world.units import Gazetteer

if TYPE_CHECKING:
    import pandas as pd

Rows = dict[str, list[dict[str, Any]]]
RowsIn = dict[tuple[str, str], list[dict[str, Any]]]
UNDATED = "undated"
REVISED_CELL = ["period", "source", "vintage", "unit", "measure"]


@dataclass(frozen=True)
class History:
    """What is known of a campaign up to a day.

    counts      one row per source, unit and measure: count (<NA> when not published), rounding step
    published   shares, values, ranks and increases as others printed them: as text, since decimals matter
    totals      published totals of named groups of units
    revisions   counts as they stood before they were revised: former (<NA> when there was none), revised, reason
    Each has the columns file, line and period; as_of is a Moment, or None when no date was published.
    periods     every period that has counts or published figures, of whichever unit, oldest first
    withheld    counts that are known and left out, so that a small one beside them cannot be computed
    files       SHA-256 of every file that was read, by its path in the project
    readings    what is made of its rows, by these; kept here for every edition that looks at some of them
    """

    campaign: Campaign
    gazetteer: Gazetteer
    bases: Bases
    counts: pd.DataFrame
    published: pd.DataFrame
    totals: pd.DataFrame
    revisions: pd.DataFrame
    sources: dict[str, Source]
    periods: tuple[str, ...]
    activities: dict[str, Any] = field(default_factory=dict)
    activities_source: str = ""
    files: dict[str, str] = field(default_factory=dict)
    withheld: frozenset[tuple[str, str, str, str]] = frozenset()
    readings: dict[tuple[Any, ...], Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def counted(self) -> Rows:
        """The dated rows of `counts` by their measure."""
        return _by_measure(self.counts)

    @cached_property
    def shared(self) -> Rows:
        """The dated shares and values of `published` by their measure."""
        return _by_measure(self.published[self.published["figure"].isin(["share", "value"])])

    @cached_property
    def counted_in(self) -> RowsIn:
        """The rows of `counted` by their measure and period."""
        return _by_period(self.counted)

    @cached_property
    def shared_in(self) -> RowsIn:
        """The rows of `shared` by their measure and period."""
        return _by_period(self.shared)


def _by_measure(frame: pd.DataFrame) -> Rows:
    dated, names, found = frame[frame["period"] != UNDATED], list(frame), Rows()
    for cells in zip(*(dated[name].tolist() for name in names), strict=True):
        row = dict(zip(names, cells, strict=True))
        found.setdefault(row["measure"], []).append(row)
    return found


def _by_period(rows: Rows) -> RowsIn:
    found = RowsIn()
    for measure, each in rows.items():
        for row in each:
            found.setdefault((measure, row["period"]), []).append(row)
    return found
