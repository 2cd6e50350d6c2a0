"""Small counts that could point at persons: they leave the data before anything is computed, printed or kept of them.

Hiding them alone is not enough: where a total is printed, what is hidden is got back by subtracting the rest. So the
next smallest counts beside it are hidden too, until each small one may still be anything from 1 up to its limit.
Noughts stay: they say that there is nobody. See docs/methods.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from dophu.data.history import History
from dophu.words.text import of_kind
from dophu.world.units import Unit

if TYPE_CHECKING:
    import pandas as pd

BELOW = of_kind("hedges", "at most")[1]  # the word that a small count is printed with: "dưới 5"


class Cell(NamedTuple):
    """What is counted of a unit in a period, in whichever list."""

    period: str
    measure: str
    vintage: str
    unit: str


@dataclass(frozen=True)
class _Sum:
    """Cells that add up to a total which is printed."""

    total: Cell | None
    amount: int
    parts: tuple[Cell, ...]


def suppressed(history: History) -> History:
    """Take the small counts out of what is known, and as many others as keep them from being computed."""
    limits = history.campaign.limits
    if not limits:
        return history
    counts = _counts(history)
    small = {cell for cell, count in counts.items() if 0 < count < limits.get(cell.measure, 0)}
    hidden = _with_others(small, counts, list(_sums(history, counts)), limits)
    return replace(
        history,
        counts=_hide(history.counts, small, hidden, limits),
        published=_without(history.published, hidden),
        revisions=_without(history.revisions, hidden),
        withheld=frozenset(hidden - small),
    )


def _counts(history: History) -> dict[Cell, int]:
    """Take the least count of each cell: where two lists differ, a small one in either is small."""
    import pandas as pd  # noqa: PLC0415 - half of what a list of editions would take

    found: dict[Cell, int] = {}
    for cell, count in zip(_cells(history.counts), history.counts["count"].tolist(), strict=True):
        if count is not pd.NA:
            found[cell] = min(count, found.get(cell, count))
    return found


def _cells(frame: pd.DataFrame) -> list[Cell]:
    return [Cell(*row) for row in zip(*(frame[name].tolist() for name in Cell._fields), strict=True)]


def _sums(history: History, counts: Mapping[Cell, int]) -> Iterator[_Sum]:
    """Find what adds up to something that is printed: the parts of a unit, named totals, measures of one unit."""
    for cell, amount in counts.items():
        unit = history.gazetteer.get(cell.vintage, cell.unit)
        parts = [cell._replace(unit=part.code) for part in history.gazetteer.children(unit)]
        yield _Sum(cell, amount, tuple(part for part in parts if part in counts))
        for names in history.campaign.sums_of(cell.measure):
            of = [cell._replace(measure=name) for name in names]
            yield _Sum(cell, amount, tuple(part for part in of if part in counts))
    for row in history.totals.dropna(subset="count").itertuples():
        parts = [Cell(row.period, row.measure, row.vintage, code) for code in row.units.split()]
        yield _Sum(None, int(row.count), tuple(part for part in parts if part in counts))


def _with_others(
    small: set[Cell], counts: Mapping[Cell, int], sums: list[_Sum], limits: Mapping[str, int]
) -> set[Cell]:
    """Hide the next smallest beside small counts, until no sum gives one of them away; what is hidden may need more."""
    hidden = set(small)
    sums = [each for each in sums if len(each.parts) > 0]
    changed = True
    while changed:
        changed = False
        for each in sums:
            if (
                each.total in hidden
                or not hidden.intersection(each.parts)
                or _is_safe(each, small, hidden, counts, limits)
            ):
                continue
            shown = sorted(
                (part for part in each.parts if part not in hidden and counts[part]), key=lambda p: (counts[p], p)
            )
            more = shown[:1] or ([each.total] if each.total else [])
            hidden.update(more)
            changed = changed or bool(more)
    return hidden


def _is_safe(
    each: _Sum, small: set[Cell], hidden: set[Cell], counts: Mapping[Cell, int], limits: Mapping[str, int]
) -> bool:
    """Say whether each hidden part may still be anything it could be, for whoever subtracts what is shown."""
    mine = [part for part in each.parts if part in hidden]
    limit = limits.get(mine[0].measure, max(limits.values()))
    few, others = sum(part in small for part in mine), sum(part not in small for part in mine)
    left = each.amount - sum(counts[part] for part in each.parts if part not in hidden)
    most = limit - 1
    if others:
        return left - most - max(few - 1, 0) >= others * limit and (few > 0 or others > 1)
    return left - 1 <= (few - 1) * most and left - most >= few - 1


def _hide(frame: pd.DataFrame, small: set[Cell], hidden: set[Cell], limits: Mapping[str, int]) -> pd.DataFrame:
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
    """Leave out what others printed of hidden cells: a share gives the count back, and a place its order."""
    import pandas as pd  # noqa: PLC0415 - half of what a list of editions would take

    kept = [cell not in hidden for cell in _cells(frame)]
    return frame[pd.Series(kept, index=frame.index, dtype=bool)].reset_index(drop=True)


def are_small(history: History, counts: pd.DataFrame) -> pd.Series:
    """Say of counts which of them are small ones that this hid: "dưới 5"."""
    limits = counts["measure"].map(history.campaign.limits)
    return (counts["qualifier"] == BELOW) & (counts["count"] == limits).fillna(value=False)


def is_withheld(history: History, unit: Unit, measure: str, period: str) -> bool:
    """Say whether a count is known, and left out so that a smaller one beside it stays hidden."""
    return Cell(period, measure, unit.vintage, unit.code) in history.withheld
