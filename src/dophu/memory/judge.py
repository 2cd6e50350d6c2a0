"""One row held against its past: what is suspicious in it, each cell told once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from dophu.memory import thresholds as t
from dophu.memory.cells import suspicious_cells
from dophu.memory.lists import suspicious_lists
from dophu.memory.movement import Movement, Walk
from dophu.memory.series import Flags, Numbers, PeriodCounts
from dophu.memory.suspicion import Suspicion

EXPLAINS = ("list_copied", "many_unchanged", "shifted", "filled_down", "same_factor", "same_step", "list_moved")
MOVES_ALL = ("list_copied", "shifted", "list_moved")  # and what peers do is not known
SINGLE = ("jump", "fallen", "unit_unchanged")


def judge(
    walk: Walk, row: PeriodCounts, *, bases: Numbers | None = None, later: Mapping[int, PeriodCounts] | None = None
) -> tuple[Movement, list[Suspicion]]:
    """Hold a row against the past that was walked.

    bases   each unit's base, NaN where it is not known
    later   rows of later periods that are there already
    """
    movement = walk.meet(row)
    lists = list(suspicious_lists(walk, movement, later or {}))
    explained = {unit for one in lists if one.kind in EXPLAINS for unit in one.units}
    if len(explained) > t.MOST * int(np.sum(row.known)) and any(one.kind in MOVES_ALL for one in lists):
        return movement, lists
    seen = _as_rounded(walk, movement, lists)
    cells = [one for one in suspicious_cells(walk, seen, bases) if not explained & {*one.units}]
    return movement, [*lists, *_gathered(cells, row)]


def _as_rounded(walk: Walk, movement: Movement, lists: list[Suspicion]) -> Movement:
    """Look at the cells of a list of round numbers as at rounded ones: that was said once."""
    step = next((one.numbers["step"] for one in lists if one.kind == "all_multiples"), None)
    return movement if step is None else walk.meet(replace(movement.row, steps=np.maximum(movement.row.steps, step)))


def doubtful(suspicions: list[Suspicion], units: int) -> Flags:
    """Mark the units that are not learnt from."""
    marked = np.zeros(units, dtype=bool)
    marked[[unit for one in suspicions for unit in one.units]] = True
    return marked


def _gathered(cells: list[Suspicion], row: PeriodCounts) -> list[Suspicion]:
    """Tell a kind once that hits most of a list."""
    found = []
    for kind in dict.fromkeys(one.kind for one in cells):
        alike = [one for one in cells if one.kind == kind]
        if kind in SINGLE and len(alike) >= max(t.LIST, t.MOST * int(np.sum(row.known))):
            units = tuple(unit for one in alike for unit in one.units)
            causes = {one.cause for one in alike}
            same = causes.pop() if len(causes) == 1 else ""
            found.append(replace(alike[0], kind=f"list_{kind}", units=units, numbers={}, cause=same, other=None))
        else:
            found += alike
    return found
