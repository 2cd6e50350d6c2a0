"""What is known of a campaign up to a day, as the rows of its periods say it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dophu.world.bases import Bases
from dophu.world.campaigns import Campaign, Source
from dophu.world.units import Gazetteer, Unit

if TYPE_CHECKING:
    import pandas as pd

Rows = dict[str, list[dict[str, Any]]]
RowsIn = dict[tuple[str, str], list[dict[str, Any]]]
Codes = frozenset[tuple[str, str]]  # of units, each with its vintage
Unseen = tuple[Codes, Codes]  # in counts and in published figures
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
    ahead       facts that were evaluated of it for the edition that a fork tells
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
    ahead: list[Any] = field(default_factory=list, compare=False, repr=False)

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

    @cached_property
    def _units(self) -> tuple[Codes, Codes, Codes]:
        """The units of which there are counts, published figures and revisions."""
        counts, published, revisions = (_codes(frame) for frame in (self.counts, self.published, self.revisions))
        return counts, published, revisions

    @property
    def vintages(self) -> set[str]:
        """The vintages of the units of which there are rows."""
        return {vintage for codes in self._units for vintage, _ in codes}

    def unseen(self, units: Iterable[Unit]) -> Unseen:
        """Name whom an edition does not look at that looks at some units; all look at those that were revised."""
        counts, published, revised = self._units
        seen = {(unit.vintage, unit.code) for unit in units}
        return counts - seen - revised, published - seen

    def without(self, unseen: Unseen, period: str) -> History:
        """Leave out the rows of some units, but for those of one period; totals and revisions are kept whole."""
        counts, published = (
            _without(frame, units, period) for frame, units in zip((self.counts, self.published), unseen, strict=True)
        )
        return replace(self, counts=counts, published=published)

    def read_rows(self) -> None:
        """Read the rows of its frames once, for forks of this process."""
        assert self.counted_in is not None
        assert self.shared_in is not None


def _codes(frame: pd.DataFrame) -> Codes:
    return frozenset(zip(frame["vintage"].tolist(), frame["unit"].tolist(), strict=True))


def _without(frame: pd.DataFrame, units: Codes, period: str) -> pd.DataFrame:
    rows = zip(*(frame[column].tolist() for column in ("period", "vintage", "unit")), strict=True)
    kept = [own == period or (vintage, unit) not in units for own, vintage, unit in rows]
    return frame if all(kept) else frame[kept].reset_index(drop=True)


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
