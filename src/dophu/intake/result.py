"""What an import made of a file: the rows it took, what it found, and an account of every row it was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dophu.intake.findings import CellFinding, errors
from dophu.wording import Moment

Notation = Literal["vi", "en"]


@dataclass(frozen=True)
class Count:
    """One count of one unit, and the cell it comes from.

    count      None where the file says that it is missing
    step       to what it is rounded: 1 for an exact count, 1000 for "hơn 12.000"
    qualifier  "", "hơn", "trên", "gần" or "khoảng"
    note       what the file's own footnote says of it
    """

    vintage: str
    unit: str
    measure: str
    count: int | None
    step: int
    qualifier: str
    place: str
    note: str = ""


@dataclass(frozen=True)
class Ends:
    """What a figure may lie between, as data/ writes it, and how often it does in per cent; blank for not told."""

    low: str
    high: str
    level: str = ""


@dataclass(frozen=True)
class Printed:
    """A figure of one unit that is printed without a count, and the cell it comes from.

    value   as printed, with a decimal point: "40.40" has two decimals
    base    the kind of base that its heading names, else that of the campaign; "unnamed" where neither is known, blank
            for what is no percentage
    ends    of the interval that a survey gives beside it
    """

    vintage: str
    unit: str
    measure: str
    value: str
    qualifier: str
    place: str
    base: str = "unnamed"
    note: str = ""
    ends: Ends | None = None


@dataclass(frozen=True)
class OwnBase:
    """A denominator of one unit that the file brings along, and the cell it comes from."""

    base: str
    vintage: str
    unit: str
    value: int
    step: int
    qualifier: str
    place: str


@dataclass(frozen=True)
class Column:
    """A column of the table: its heading as sent, what it was taken for, and by what evidence.

    meaning    "unit", "parent", "code", "number" (STT), a measure's key, "base", "share", "rank", "ignored", …
    notation   how its numbers are written; None where no cell depends on it
    """

    letter: str
    heading: str
    meaning: str
    why: str
    notation: Notation | None = None


@dataclass(frozen=True)
class Skipped:
    """A row of the file that gave no count, and why: "heading", "region", "subtotal", "total", "footnote", …"""

    row: int
    why: str
    text: str


@dataclass(frozen=True)
class Intake:
    """An import of one file.

    rows_in     numbers of the sheet's non-empty rows; each is in rows_out or among the skipped, never both
    as_of       the moment the file itself names ("tính đến 08h00 ngày 07/8/2020"); None when it names none
    shares      percentages of a table that has no counts
    bases       denominators that the file brings along for its period
    parent      the unit of which the rows are parts: "VN", or a province's code for a list of districts
    """

    name: str
    sha256: str
    size: int
    form: str
    sheet: str
    area: str
    vintage: str
    parent: str
    columns: tuple[Column, ...]
    counts: tuple[Count, ...]
    rows_in: tuple[int, ...]
    rows_out: tuple[int, ...]
    skipped: tuple[Skipped, ...]
    findings: tuple[CellFinding, ...]
    as_of: Moment | None = None
    bases: tuple[OwnBase, ...] = ()
    shares: tuple[Printed, ...] = ()

    @property
    def errors(self) -> list[CellFinding]:
        """What keeps the file out of data/."""
        return errors(self.findings)
