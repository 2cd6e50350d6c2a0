"""A table held to itself: totals against their rows, formulas against what they should add, counts against bases.

What disagrees is an error where a count may be wrong; shares and ranks, which are never imported, give warnings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import pairwise
from operator import add

from dophu.errors import UsageError
from dophu.intake.checked import Checked, Known, Range, Read
from dophu.intake.decisions import UnmetError
from dophu.intake.findings import CellFinding, Weight
from dophu.intake.formulas import added_rows
from dophu.intake.grid import Kind
from dophu.intake.headers import Heading
from dophu.intake.layout import SheetRow, Table
from dophu.intake.recollections import SUSPICIONS
from dophu.intake.shares import check_ranks, check_shares
from dophu.wording import decimal
from dophu.words import say

ACCEPTABLE = frozenset(
    {
        *("total_differs", "total_too_small", "total_stale", "sum_leaves_out", "sum_counts_twice", "sum_adds_others"),
        *("above_base", "share_differs", "share_explained", "share_unexplained", "share_out_of_range", "rank_differs"),
        *(
            "shares_below_one",
            "column_other_time",
            "month_other",
            "unit_no_count",
            "unit_other",
            "block_two",
            "number_struck_out",
            "number_hidden_out",
        ),
    }
) | frozenset(SUSPICIONS)
SUMS = ("subtotal", "total")
KEPT = ("of_unit", "of_measure", "of_count")  # details of a finding that say what it was accepted for
NUMERIC = (Kind.NUMBER, Kind.PERCENT)
NEVER_CHANCE = 1000  # below it two units far from each other may well have the same count
SMALL = 10


def check_rows(table: Table, values: Mapping[tuple[int, int], Read], known: Known) -> list[CellFinding]:
    """Hold a table to itself and to the bases of the reference.

    values   numbers of the rows of data, subtotals and totals by row and column; what is not there is blank
    """
    checked = Checked(table, values, known)
    checks = (_formulas, _sums, _above_base, _repeated, check_shares, check_ranks)
    return [finding for check in checks for finding in check(checked)]


def accepted(findings: Iterable[CellFinding], reasons: Mapping[str, str]) -> list[CellFinding]:
    """Turn disagreements into notes where somebody gave a reason, by place or by kind: "B70", "Sheet1!B70", "jump".

    Raises UsageError for a blank reason, and for a place or a kind of which nothing disagrees.
    """
    left = {name.upper(): reason.strip() for name, reason in reasons.items()}
    if blank := next((name for name, reason in left.items() if not reason), None):
        raise UsageError("--accept", f"no reason for {blank}", f'write --accept {blank}="the reason"')
    used, told = set(), []
    for found in findings:
        names = (found.place.upper(), found.where.upper(), found.kind.upper())
        name = next((name for name in names if name in left), None)
        if name is None or found.kind not in ACCEPTABLE:
            told.append(found)
            continue
        used.add(name)
        said = {"problem": found.problem, "problem_vi": found.problem_vi, "reason": left[name], "kind": found.kind}
        details = said | {key: found.details[key] for key in KEPT if key in found.details}
        told.append(CellFinding("note", found.sheet, found.place, found.value, "accepted", details))
    if unused := sorted(left.keys() - used):
        kinds = ", ".join(sorted({found.kind for found in told if found.kind in ACCEPTABLE})) or "none here"
        fix = f"name a cell whose finding is a disagreement, or its kind ({kinds}); what cannot be read is corrected"
        raise UnmetError("--accept", tuple(unused), f"nothing to accept in {', '.join(unused)}", fix)
    return told


# Formulas


def _formulas(checked: Checked) -> Iterator[CellFinding]:
    """Tell of counts that are formulas: their saved results are used, so one without a result is an error."""
    for heading in checked.counts:
        used = []
        for row in checked.table.data:
            cell = checked.table.sheet.at(row.number, heading.column)
            if cell is None or cell.formula is None:
                continue
            if cell.value is None:
                yield checked.finding("error", row.number, heading.column, "formula_unsaved", formula=cell.formula)
            else:
                used.append(row.number)
        if used:
            first = checked.table.sheet.cells[used[0], heading.column].formula or ""
            details = {"formula": first, "rows": str(len(used)), "letter": heading.letter}
            yield checked.finding("note", used[0], heading.column, "formulas_used", **details)


# Totals, and the formulas that make them


@dataclass(frozen=True)
class _Column:
    """A column whose totals are held to its rows; those of a base that is not taken over are only warned of."""

    checked: Checked
    heading: Heading

    @property
    def weight(self) -> Weight:
        taken = self.heading in self.checked.counts or bool(self.heading.measure)
        return "error" if taken else "warning"

    @cached_property
    def filled(self) -> list[int]:
        """The rows that a sum may add, ascending: it passes over text such as headings."""
        cells, at = self.checked.table.sheet.cells, self.heading.column
        added = (*SUMS, "data")
        return [
            number
            for number, row in self.checked.rows.items()
            if (cell := cells.get((number, at))) and (row.role in added or cell.kind in NUMERIC)
        ]

    @cached_property
    def subtotals(self) -> frozenset[int]:
        """The rows that are a SUBTOTAL themselves."""
        formulas = {row: self.checked.table.sheet.cells[row, self.heading.column].formula for row in self.filled}
        return frozenset(row for row, formula in formulas.items() if "SUBTOTAL(" in (formula or "").upper())

    @cached_property
    def set_aside(self) -> list[int]:
        """The rows with a number that were set aside; a total may count them, and may not."""
        rows = (row.number for row in self.checked.table.rows if row.role == "set_aside")
        return [row for row in rows if self.checked.number(row, self.heading.column)]

    def finding(self, row: SheetRow, kind: str, **details: str) -> CellFinding:
        """Write a finding about a total."""
        return self.checked.finding(self.weight, row.number, self.heading.column, kind, **details)


def _sums(checked: Checked) -> Iterator[CellFinding]:
    """Hold totals and subtotals to the rows they add up: the formula first, then the number."""
    for heading in (*checked.counts, *checked.table.meaning("base")):
        column = _Column(checked, heading)
        for row in checked.table.sums:
            cell = checked.table.sheet.at(row.number, heading.column)
            if cell is not None and row.covers:
                formula = cell.formula or ""
                yield from _wrong_formula(column, row, formula) or _wrong_total(column, row, formula)


def _wrong_formula(column: _Column, row: SheetRow, formula: str) -> list[CellFinding]:
    """Find the rows that a sum leaves out, counts twice or should not add."""
    counted = _counted(column, formula)
    if counted is None:
        return []
    covered = set(row.covers)
    wrong = {
        "sum_leaves_out": [r for r in row.covers if not counted[r] and _is_some(column, r)],
        "sum_counts_twice": [r for r in row.covers if counted[r] > 1],
        "sum_adds_others": sorted(r for r in counted if r not in covered),
    }
    named = {kind: column.checked.names(rows) for kind, rows in wrong.items() if rows}
    return [column.finding(row, kind, formula=formula, rows=rows) for kind, rows in named.items()]


def _is_some(column: _Column, row: int) -> bool:
    number = column.checked.number(row, column.heading.column)
    return number is not None and number.value != 0


def _counted(column: _Column, formula: str) -> Counter[int] | None:
    """Count how often a formula adds each row of data; a subtotal stands for its rows."""
    added = added_rows(formula, column.heading.column, column.filled, column.subtotals)
    if added is None:
        return None
    counted: Counter[int] = Counter()
    for number, times in added.items():
        row = column.checked.rows[number]
        for one in row.covers if row.role in SUMS else (number,):
            counted[one] += times
    return counted


def _wrong_total(column: _Column, row: SheetRow, formula: str) -> Iterator[CellFinding]:
    checked, at = column.checked, column.heading.column
    number = checked.number(row.number, at)
    if number is None:
        if formula and column.weight == "error":  # of the other columns this is said once
            yield checked.finding("note", row.number, at, "total_unsaved", formula=formula)
        return
    missing = [r for r in row.covers if checked.number(r, at) is None]
    total, added = Range.of(number), reduce(add, (checked.range(r, at) for r in row.covers))
    beside = reduce(add, (checked.range(r, at) for r in column.set_aside), Range(0, 0))
    if total.meets(added) or total.meets(added + beside):
        return
    kind = "total_too_small" if missing else "total_stale" if formula else "total_differs"
    details = {"total": total.shown, "sum": added.shown, "rows": str(len(row.covers) - len(missing))}
    details |= {"missing": checked.names(missing), "formula": formula}
    yield column.finding(row, kind, **details, **_gap(checked, column.heading, row))


def _gap(checked: Checked, heading: Heading, row: SheetRow) -> dict[str, str]:
    """Say by how much an exact total is off, and whose count that is, where it is exactly one row's."""
    numbers = {r: n.value for r in row.covers if (n := checked.number(r, heading.column)) and n.value is not None}
    total = checked.number(row.number, heading.column)
    gap = (total.value or 0) - sum(numbers.values()) if total else 0
    same = [r for r, value in numbers.items() if value == abs(gap)]
    whose = checked.names(same) if len(same) == 1 else ""
    return {
        "gap": f"{'+' if gap > 0 else ''}{decimal(gap)}",
        "hint": f", exactly the count of {whose}" if whose else "",
        "hint_vi": say("finding.exactly", whose=whose) if whose else "",
    }


# Counts


def _above_base(checked: Checked) -> Iterator[CellFinding]:
    """Find counts above what they are divided by, unless the campaign says why they may be."""
    campaign, bases = checked.known.campaign, checked.known.bases
    for heading in checked.counts:
        measure = campaign.measures[heading.meaning]
        if not measure.base and heading.meaning != campaign.main_measure:
            continue
        for row in checked.table.data:
            number = checked.number(row.number, heading.column)
            base = bases.of(campaign.base_of(heading.meaning), row.unit.vintage, row.unit.code) if row.unit else None
            if number is None or number.value is None or base is None or number.value <= base.value:
                continue
            details = {"base": bases.described[base.base].label, "key": base.base, "amount": decimal(base.value)}
            details["reason"] = measure.above_base or ""
            kind = "above_base_known" if measure.above_base else "above_base"
            weight: Weight = "note" if measure.above_base else "error"
            yield checked.finding(weight, row.number, heading.column, kind, **details)


def _repeated(checked: Checked) -> Iterator[CellFinding]:
    """Tell of equal exact counts: of neighbours, and of any rows where they are too large for chance."""
    for heading in checked.counts:
        alike: dict[object, list[int]] = {}
        for place, row in enumerate(checked.table.data):
            number = checked.number(row.number, heading.column)
            exact = number is not None and number.step == 1 and not number.qualifier
            if number is not None and exact and (number.value or 0) >= SMALL:
                alike.setdefault(number.value, []).append(place)
        for value, places in alike.items():
            neighbours = any(later - earlier == 1 for earlier, later in pairwise(places))
            if len(places) > 1 and (neighbours or int(str(value)) >= NEVER_CHANCE):
                rows = [checked.table.data[place].number for place in places]
                yield checked.finding("note", rows[1], heading.column, "repeated", rows=checked.names(rows))
