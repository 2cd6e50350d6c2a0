"""Small counts that could point at persons: they leave the data before anything is computed, printed or kept of them.

Hiding them alone is not enough: where a total is printed, what is hidden is got back by subtracting the rest. So the
next smallest counts beside it are hidden too (`dophu.data.moves`), until each small one may still be anything from 1 up
to its limit. Noughts stay: they say that there is nobody. See docs/methods.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from dophu.data.history import UNDATED, History
from dophu.data.moves import Cell, Ends, Relation, complement
from dophu.words.text import of_kind
from dophu.world.periods import last_day
from dophu.world.units import Unit

if TYPE_CHECKING:
    import pandas as pd

BELOW = of_kind("hedges", "at most")[1]  # the word that a small count is printed with: "dưới 5"


def suppressed(history: History) -> History:
    """Take the small counts out of what is known, and as many others as keep them from being computed."""
    limits = history.campaign.limits
    if not limits:
        return history
    counts = _counts(history)
    small = frozenset(cell for cell, count in counts.items() if 0 < count < limits.get(cell.measure, 0))
    ends = Ends(counts, small, limits, _bases(history, counts))
    hidden = complement(ends, relations(history, counts)) if small else set()
    return replace(
        history,
        counts=_hide(history.counts, small, hidden, limits),
        published=_told_of_no(history.published, hidden),
        totals=_without(history.totals.rename(columns={"units": "unit"}), hidden).rename(columns={"unit": "units"}),
        revisions=_without(history.revisions, hidden),
        withheld=frozenset(hidden - small),
    )


def _counts(history: History) -> dict[Cell, int]:
    """Take the least count of each cell: where two lists differ, a small one in either is small."""
    import pandas as pd  # noqa: PLC0415 - half of what a list of editions would take

    found: dict[Cell, int] = {}
    for frame in (history.counts, history.totals.rename(columns={"units": "unit"})):
        for cell, count in zip(_cells(frame), frame["count"].tolist(), strict=True):
            if count is not pd.NA:
                found[cell] = min(count, found.get(cell, count))
    return found


def _bases(history: History, counts: Mapping[Cell, int]) -> dict[Cell, int]:
    """Give each count the base that it cannot exceed, where it does not already."""
    found = {}
    for cell, count in counts.items():
        measure = history.campaign.measures[cell.measure]
        base = None if measure.above_base else history.campaign.base_of(cell.measure)
        value = history.bases.in_force(base, cell.vintage, cell.unit, cell.period) if base else None
        if value and count <= value.value:
            found[cell] = value.value if value.high is None else value.high
    return found


def _cells(frame: pd.DataFrame) -> list[Cell]:
    return [Cell(*row) for row in zip(*(frame[name].tolist() for name in Cell._fields), strict=True)]


def relations(history: History, counts: Mapping[Cell, int]) -> Iterator[Relation]:
    """Find what holds printed counts to each other: sums over units and measures, parts of a whole, time."""
    for cell in counts:
        yield from _sums_to(history, cell, counts)
        whole = history.campaign.measures[cell.measure].part_of
        above = cell._replace(measure=whole) if whole else cell
        if above in counts and whole:
            yield _at_most(cell, above, counts)
    yield from _in_time(history, counts)


def _sums_to(history: History, cell: Cell, counts: Mapping[Cell, int]) -> Iterator[Relation]:
    """Hold a count to what adds up to it: the units of a named total, a unit's parts, its measures."""
    if " " in cell.unit:
        each = [[cell._replace(unit=code) for code in cell.unit.split()]]
    else:
        unit = history.gazetteer.get(cell.vintage, cell.unit)
        each = [[cell._replace(unit=part.code) for part in history.gazetteer.children(unit)]]
        each += [[cell._replace(measure=name) for name in names] for names in history.campaign.sums_of(cell.measure)]
    for parts in each:
        known = [part for part in parts if part in counts]
        signs = {cell: 1} | dict.fromkeys(known, -1)
        left = counts[cell] - sum(counts[part] for part in known)
        if known:
            yield Relation(signs, None if len(known) == len(parts) else max(0, left))


def _at_most(less: Cell, more: Cell, counts: Mapping[Cell, int]) -> Relation:
    return Relation({more: 1, less: -1}, max(0, counts[more] - counts[less]))


def _in_time(history: History, counts: Mapping[Cell, int]) -> Iterator[Relation]:
    """Hold what is only counted up to what it was before, where it did not begin anew."""
    course: dict[Cell, list[Cell]] = {}
    for cell in sorted(counts):
        if history.campaign.measures[cell.measure].counts == "cumulative":
            course.setdefault(cell._replace(period=""), []).append(cell)
    for earlier, later in (pair for cells in course.values() for pair in pairwise(cells)):
        is_dated = UNDATED not in (earlier.period, later.period)
        days = (last_day(earlier.period), last_day(later.period)) if is_dated else None
        if days and not history.campaign.parted_between(later.measure, *days):
            yield _at_most(earlier, later, counts)


def _hide(frame: pd.DataFrame, small: frozenset[Cell], hidden: set[Cell], limits: Mapping[str, int]) -> pd.DataFrame:
    """Write a small count as "dưới 5", and leave blank what is hidden beside it."""
    import pandas as pd  # noqa: PLC0415 - half of what a list of editions would take

    cells, kept = _cells(frame), frame.copy()
    few = pd.Series([cell in small for cell in cells], index=frame.index, dtype=bool)
    others = pd.Series([cell in hidden - small for cell in cells], index=frame.index, dtype=bool)
    kept.loc[others, "count"] = pd.NA
    kept.loc[few, "count"] = [limits[measure] for measure in frame.loc[few, "measure"]]
    kept.loc[few, "step"], kept.loc[few, "qualifier"] = 1, BELOW
    kept.loc[few | others, ["low", "high"]] = ""
    return kept


def _without(frame: pd.DataFrame, hidden: set[Cell]) -> pd.DataFrame:
    """Leave out the rows of hidden cells."""
    return _kept(frame, [cell not in hidden for cell in _cells(frame)])


def _told_of_no(frame: pd.DataFrame, hidden: set[Cell]) -> pd.DataFrame:
    """Leave out what others printed of hidden cells: a share gives the count back, and so does an increase.

    Of a list with a hidden cell all places go: the one that is missing among them lies between two shares.
    """
    in_time = {cell._replace(period="") for cell in hidden}
    lists = {cell._replace(unit="") for cell in hidden}
    told = {
        "rank": lambda cell: cell._replace(unit="") in lists,
        "increase": lambda cell: cell._replace(period="") in in_time,
    }
    figures = zip(_cells(frame), frame["figure"].tolist(), strict=True)
    return _kept(frame, [not told.get(figure, hidden.__contains__)(cell) for cell, figure in figures])


def _kept(frame: pd.DataFrame, kept: list[bool]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - half of what a list of editions would take

    return frame[pd.Series(kept, index=frame.index, dtype=bool)].reset_index(drop=True)


def are_small(history: History, counts: pd.DataFrame) -> pd.Series:
    """Say of counts which of them are small ones that this hid: "dưới 5"."""
    limits = counts["measure"].map(history.campaign.limits)
    return (counts["qualifier"] == BELOW) & (counts["count"] == limits).fillna(value=False)


def is_withheld(history: History, unit: Unit, measure: str, period: str) -> bool:
    """Say whether a count is known, and left out so that a smaller one beside it stays hidden."""
    return Cell(period, measure, unit.vintage, unit.code) in history.withheld
