"""What an import finds in a cell, said twice: on the command line, and in their language to who sent the file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from dophu.intake.phrases import PHRASES
from dophu.intake.recollections import SUSPICIONS
from dophu.words import message, say

Weight = Literal["error", "warning", "note"]
SHOWN_AT_MOST = 60
CELL = re.compile(r"([A-Z]+)\d+")
TOLD_ONCE = frozenset({"above_base_known", "number_marked", "name_converted", "name_eth"})  # of notes
MERGED_AT_LEAST = 8  # findings of a kind in one column before they are told as one
MANY = 60  # of so many rows and more, half of these are enough


@dataclass(frozen=True)
class CellFinding:
    """One thing found in a received file.

    weight   "error" keeps the file out of data/; "warning" disagrees with something else in the file but does not
             touch what is imported; "note" is a decision that was taken: what was converted, skipped, not used
    sheet    "" speaks of the whole file
    place    "B7", or an area "A5:D68", or "" for the whole sheet
    value    what the cell holds, as its sender sees it
    kind     a key of PHRASES, whose sentences `details` fill
    cells    the other cells of its column of which the same holds
    """

    weight: Weight
    sheet: str
    place: str
    value: str
    kind: str
    details: dict[str, str] = field(default_factory=dict)
    cells: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """Sheet and cell, as a spreadsheet's own formulas name them."""
        return "!".join(filter(None, (self.sheet, self.place)))

    @property
    def problem(self) -> str:
        """What is wrong, in English."""
        return PHRASES[self.kind].problem.format_map(self.details) + self._others(
            " (so do {count} cells more: {cells})"
        )

    @property
    def fix(self) -> str:
        """What to do, in English; "" for a note."""
        return PHRASES[self.kind].fix.format_map({"place": self.place or "CELL", **self.details})

    @property
    def problem_vi(self) -> str:
        """What is wrong, in the language of who sent the file."""
        return say(f"finding.{self.kind}.problem", **self.details) + self._others(message("finding.other_cells"))

    @property
    def fix_vi(self) -> str:
        """What to do, in the language of who sent the file; "" for a note."""
        if not PHRASES[self.kind].fix:
            return ""
        kind = "suspicion" if self.kind in SUSPICIONS else self.kind
        return say(f"finding.{kind}.fix", **self.details)

    def _others(self, words: str) -> str:
        """Name the other cells of which the same holds, neighbours together; "" where there are none."""
        return words.format(count=len(self.cells), cells=areas(self.cells)) if self.cells else ""

    @property
    def shown(self) -> str:
        """The value on one line, cut where it is long."""
        line = " ".join("".join(c if c.isprintable() else " " for c in self.value).split())
        return line if len(line) <= SHOWN_AT_MOST else f"{line[: SHOWN_AT_MOST - 1]}…"

    def __str__(self) -> str:
        got = f", got '{self.shown}'" if self.value else ""
        return f"{self.weight} {self.where}: {self.problem}{got}"


def areas(places: Iterable[str]) -> str:
    """Write the cells of one column shortly: "C3:C9, C12".

    >>> areas(["C3", "C4", "C5", "C12"])
    'C3:C5, C12'
    """
    runs: list[list[int]] = []
    letter = ""
    for place in places:
        letter, row = place.rstrip("0123456789"), int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(f"{letter}{run[0]}" + (f":{letter}{run[-1]}" if len(run) > 1 else "") for run in runs)


def merged(findings: Iterable[CellFinding], rows: int) -> list[CellFinding]:
    """Make one finding of a kind that hits most cells of a column, or very many.

    rows   of data that the table has
    """
    alike: dict[tuple[str, str, str, str], list[CellFinding]] = {}
    told = list(findings)
    for found in told:
        tells = found.weight != "note" or found.kind in TOLD_ONCE
        if tells and (cell := CELL.fullmatch(found.place)):
            alike.setdefault((found.weight, found.sheet, cell[1], found.kind), []).append(found)
    most = [group for group in alike.values() if len(group) >= MERGED_AT_LEAST and 2 * len(group) >= min(rows, MANY)]
    firsts = {id(group[0]): replace(group[0], cells=tuple(one.place for one in group[1:])) for group in most}
    gone = {id(one) for group in most for one in group[1:]}
    return [firsts.get(id(one), one) for one in told if id(one) not in gone]


def errors(findings: Iterable[CellFinding]) -> list[CellFinding]:
    """Keep what keeps a file out of data/."""
    return [finding for finding in findings if finding.weight == "error"]
