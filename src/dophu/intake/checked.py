"""A table and its numbers as the checks look at them: each number is all that it may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Protocol

from dophu.intake.findings import CellFinding, Weight
from dophu.intake.grid import letter_of
from dophu.intake.headers import Heading
from dophu.intake.layout import SheetRow, Table
from dophu.wording import decimal
from dophu.world.bases import Bases
from dophu.world.campaigns import Campaign
from dophu.world.units import Gazetteer

NAMES_SHOWN = 5
Amount = int | Fraction


class Read(Protocol):
    """A cell's number as it was read: None is missing, step its rounding, places the decimals that were printed."""

    @property
    def value(self) -> Amount | None:
        """The number; a share is in per cent."""

    @property
    def step(self) -> Amount:
        """To what it is rounded."""

    @property
    def qualifier(self) -> str:
        """The word before it."""

    @property
    def places(self) -> int:
        """How many decimals it shows."""


class Known(Protocol):
    """What the checks need to know of the campaign and its reference."""

    @property
    def campaign(self) -> Campaign:
        """What is counted."""

    @property
    def bases(self) -> Bases:
        """Every base of the reference and the campaign."""

    @property
    def gazetteer(self) -> Gazetteer:
        """Every unit."""


@dataclass(frozen=True)
class Range:
    """All that a number may be; `high` None is open."""

    low: Amount
    high: Amount | None

    @classmethod
    def of(cls, number: Read | None) -> Range:
        """Take a number at its word: "hơn 12.000" lies from 12000 to 13000, a missing one anywhere from 0."""
        if number is None or number.value is None:
            return cls(0, None)
        value, step = number.value, number.step
        if step <= 1:
            return cls(value, value)
        half = Fraction(step, 2)
        below, above = {"": (half, half), "khoảng": (step, step), "gần": (step, 0)}.get(number.qualifier, (0, step))
        return cls(value - below, value + above)

    def __add__(self, other: Range) -> Range:
        high = None if self.high is None or other.high is None else self.high + other.high
        return Range(self.low + other.low, high)

    def meets(self, other: Range) -> bool:
        """Say whether both may be the same number."""
        below = self.high is not None and self.high < other.low
        above = other.high is not None and other.high < self.low
        return not below and not above

    @property
    def shown(self) -> str:
        """The range in digits: "63.438", "63.000 - 64.000", "63.438 +"."""
        if self.high == self.low:
            return decimal(self.low)
        return f"{decimal(self.low)} +" if self.high is None else f"{decimal(self.low)} - {decimal(self.high)}"


@dataclass(frozen=True)
class Checked:
    """A table with its numbers, as the checks look at it."""

    table: Table
    values: Mapping[tuple[int, int], Read]
    known: Known

    @cached_property
    def counts(self) -> tuple[Heading, ...]:
        """The columns that give counts."""
        return self.table.measures(tuple(self.known.campaign.measures))

    @cached_property
    def rows(self) -> dict[int, SheetRow]:
        """The rows by number."""
        return {row.number: row for row in self.table.rows}

    def number(self, row: int, column: int) -> Read | None:
        """Find the number of a cell; None where it is blank or missing."""
        number = self.values.get((row, column))
        return number if number is not None and number.value is not None else None

    def range(self, row: int, column: int) -> Range:
        """Say all that the number of a cell may be."""
        return Range.of(self.values.get((row, column)))

    def names(self, rows: Iterable[int]) -> str:
        """Name rows by unit and number, the first few."""
        named = [_named(self.rows[row]) for row in rows]
        more = f", … ({len(named)})" if len(named) > NAMES_SHOWN else ""
        return ", ".join(named[:NAMES_SHOWN]) + more

    def text(self, row: int, column: int) -> str:
        """Say what a cell shows."""
        cell = self.table.sheet.at(row, column)
        return cell.text if cell else ""

    def finding(self, weight: Weight, row: int, column: int, kind: str, **details: str) -> CellFinding:
        """Write a finding about a cell."""
        place = f"{letter_of(column)}{row}"
        return CellFinding(weight, self.table.sheet.name, place, self.text(row, column), kind, details)


def _named(row: SheetRow) -> str:
    label = row.unit.name if row.unit else " ".join(row.name.text.split()) if row.name else ""
    return f"{label} ({row.number})".strip()
