"""What an import finds in a cell, said twice: in English on the command line, in Vietnamese to who sent the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from dophu.intake.phrases import PHRASES

Weight = Literal["error", "warning", "note"]
SHOWN_AT_MOST = 60


@dataclass(frozen=True)
class CellFinding:
    """One thing found in a received file.

    weight   "error" keeps the file out of data/; "warning" disagrees with something else in the file but does not
             touch what is imported; "note" is a decision that was taken: what was converted, skipped, not used
    sheet    "" speaks of the whole file
    place    "B7", or an area "A5:D68", or "" for the whole sheet
    value    what the cell holds, as its sender sees it
    kind     a key of PHRASES, whose sentences `details` fill
    """

    weight: Weight
    sheet: str
    place: str
    value: str
    kind: str
    details: dict[str, str] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """Sheet and cell, as a spreadsheet's own formulas name them."""
        return "!".join(filter(None, (self.sheet, self.place)))

    @property
    def problem(self) -> str:
        """What is wrong, in English."""
        return PHRASES[self.kind].problem.format_map(self.details)

    @property
    def fix(self) -> str:
        """What to do, in English; "" for a note."""
        return PHRASES[self.kind].fix.format_map(self.details)

    @property
    def problem_vi(self) -> str:
        """What is wrong, in Vietnamese."""
        return PHRASES[self.kind].problem_vi.format_map(self.details)

    @property
    def fix_vi(self) -> str:
        """What to do, in Vietnamese; "" for a note."""
        return PHRASES[self.kind].fix_vi.format_map(self.details)

    @property
    def shown(self) -> str:
        """The value on one line, cut where it is long."""
        line = " ".join("".join(c if c.isprintable() else " " for c in self.value).split())
        return line if len(line) <= SHOWN_AT_MOST else f"{line[: SHOWN_AT_MOST - 1]}…"

    def __str__(self) -> str:
        got = f", got '{self.shown}'" if self.value else ""
        return f"{self.weight} {self.where}: {self.problem}{got}"


def errors(findings: Iterable[CellFinding]) -> list[CellFinding]:
    """Keep what keeps a file out of data/."""
    return [finding for finding in findings if finding.weight == "error"]
