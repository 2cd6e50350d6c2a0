"""Which rows a subtotal or a total adds up: those of its unit, those of its section, or all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dophu.intake.headers import fold
from dophu.intake.layout import SheetRow
from dophu.world.units import Gazetteer, Unit


def covered(rows: Sequence[SheetRow], gazetteer: Gazetteer) -> tuple[SheetRow, ...]:
    """Say of each subtotal and total which rows of data it adds up; none where a row among them could not be read."""
    totalled = _sections_totalled(rows)
    covers = Covers(
        [replace(row, role="subtotal") if row.number in totalled else row for row in rows], gazetteer, totalled
    )
    return tuple(replace(row, covers=found) if (found := covers.of(row)) else row for row in covers.rows)


@dataclass(frozen=True)
class Covers:
    """The rows of data, by what may add them up.

    closing   subtotals that stand at the end of their sections, as "Cộng" does
    """

    rows: Sequence[SheetRow]
    gazetteer: Gazetteer
    closing: frozenset[int]

    def of(self, row: SheetRow) -> tuple[int, ...]:
        """List the rows that a row adds up, ascending; none for one that adds up nothing."""
        if row.role == "total":
            return self._all
        if row.role != "subtotal":
            return ()
        return self._by_unit.get(row.unit.code, ()) if row.unit else self._by_section[row.number]

    @cached_property
    def _unread(self) -> bool:
        return any(row.role == "wrong" for row in self.rows)

    @cached_property
    def _all(self) -> tuple[int, ...]:
        return () if self._unread else tuple(row.number for row in self.rows if row.role == "data")

    @cached_property
    def _by_unit(self) -> dict[str, tuple[int, ...]]:
        """The rows of data in each unit above them, by its code."""
        found: dict[str, list[int]] = {}
        for row in self.rows:
            for code in self._above(row.unit) if row.role == "data" and row.unit and not self._unread else ():
                found.setdefault(code, []).append(row.number)
        return {code: tuple(numbers) for code, numbers in found.items()}

    def _above(self, unit: Unit) -> list[str]:
        codes = []
        while unit.parent:
            codes.append(unit.parent)
            unit = self.gazetteer.get(unit.vintage, unit.parent)
        return codes

    @cached_property
    def _by_section(self) -> dict[int, tuple[int, ...]]:
        """The rows of data between each region's subtotal and the next edge, on the side on which its section lies."""
        edges = [row for row in self.rows if row.role in ("region", "total", "data", "wrong") or _of_region(row)]
        last = next((row for row in reversed(edges) if row.role == "data" or _of_region(row)), None)
        down = (
            last is not None and last.role == "data" and not self.closing
        )  # below the last subtotal there are still rows of its own
        found: dict[int, tuple[int, ...]] = {}
        section: list[SheetRow] = []
        for row in reversed(edges) if down else edges:
            if row.role in ("data", "wrong"):
                section.append(row)
                continue
            whole = all(one.role == "data" for one in section)
            found[row.number] = tuple(sorted(one.number for one in section)) if whole else ()
            section = []
        return found


def _of_region(row: SheetRow) -> bool:
    return row.role == "subtotal" and row.unit is None


def _sections_totalled(rows: Sequence[SheetRow]) -> frozenset[int]:
    """List the rows of "Cộng" amid the table, each of which ends a section; a last one of other words adds up all."""
    data = [row.number for row in rows if row.role == "data"]
    ends = [row for row in rows if row.role == "total" and data and row.number > data[0]]
    inner = [row for row in ends if row.number < data[-1]]
    wording = {fold(row.name.text) for row in inner if row.name}
    last = [row for row in ends[len(inner) : len(inner) + 1] if row.name and fold(row.name.text) in wording]
    return frozenset(row.number for row in (*inner, *last))
