"""The numbers of a table, column by column: how they are written, what each cell says, and what is missing."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from unicodedata import normalize

from dophu.intake.findings import CellFinding, Weight
from dophu.intake.grid import Cell, Kind, letter_of
from dophu.intake.headers import Heading
from dophu.intake.layout import SheetRow, Table
from dophu.intake.numbers import Decision, Number, in_full, notation_of, read_number
from dophu.intake.result import Notation
from dophu.world.campaigns import Campaign

OTHERS = ("base", "share", "rank")  # never imported, but held against the counts
ROLES = ("data", "subtotal", "total", "wrong")  # all findings at once: the figures of a row without a unit, too
UNDECIDED = ("number_notation",)  # said once for a column whose notation is not known


@dataclass
class Figures:
    """What the cells of a table say.

    headings   of the table, each with its column's notation
    values     the numbers that could be read, the missing ones among them, by row and column
    steps      to what the counts of a column are exact whose figures are in thousands or millions
    """

    headings: tuple[Heading, ...] = ()
    values: dict[tuple[int, int], Number] = field(default_factory=dict)
    findings: list[CellFinding] = field(default_factory=list)
    steps: dict[int, int] = field(default_factory=dict)


def read_figures(table: Table, campaign: Campaign, forced: Notation | None, scales: Mapping[int, int]) -> Figures:
    """Read the columns of counts, bases, shares and ranks; a cell of counts that cannot be read is an error.

    forced   how numbers are written, whatever the cells show
    scales   by how much the figures of a column are to be multiplied, where they are in thousands or millions
    """
    figures = Figures()
    for heading in table.headings:
        counts = heading.meaning in campaign.measures
        read = counts or heading.meaning in OTHERS
        kept = heading.meaning == "base" and bool(heading.measure)
        settings = _Settings(campaign, forced, counts, scales.get(heading.column, 1), kept)
        figures.headings += (_column(table, heading, figures, settings) if read else heading,)
    return figures


def without_empty(table: Table, campaign: Campaign) -> tuple[Table, list[CellFinding]]:
    """Pass over columns of measures that nobody has filled in, where another one is, as in a form of ours.

    A table without any count keeps its columns: what is wrong with it is told.
    """
    measures = table.measures(campaign.measures)
    empty = {heading for heading in measures if not any(_is_filled(row, heading) for row in table.data)}
    if len(empty) == len(measures):
        return table, []
    headings = tuple(_ignored(heading) if heading in empty else heading for heading in table.headings)
    told = [
        CellFinding("note", table.sheet.name, "", heading.text, "column_empty", {"letter": heading.letter})
        for heading in measures
        if heading in empty
    ]
    return replace(table, headings=headings), told


def _is_filled(row: SheetRow, heading: Heading) -> bool:
    cell = row.cells.get(heading.column)
    return cell is not None and (cell.formula is not None or bool(cell.text.strip()))


def _ignored(heading: Heading) -> Heading:
    return replace(heading, meaning="ignored", why="no cell of it is filled in")


@dataclass(frozen=True)
class _Settings:
    campaign: Campaign
    forced: Notation | None
    counts: bool
    scale: int = 1
    kept: bool = False  # a base that the period takes over

    @property
    def whole(self) -> bool:
        """Whether its figures must be whole as they stand."""
        return self.counts and self.scale == 1

    def counted(self, measure: str) -> re.Pattern[str] | None:
        """Say what may stand behind a figure of a measure, the noun of what it counts: "780.561 người"."""
        if not self.counts:
            return None
        noun = self.campaign.measures[measure].noun
        words = "|".join(map(re.escape, dict.fromkeys((noun, *noun.split("/")))))
        return re.compile(rf"(?<=\w)\s*(?:{words})\s*$", re.IGNORECASE)

    @property
    def weight(self) -> Weight:
        """How much a cell weighs that cannot be read: shares and the like are not imported."""
        return "error" if self.counts or self.kept else "warning"


def _column(table: Table, heading: Heading, figures: Figures, settings: _Settings) -> Heading:
    """Decide a column's notation and read its cells into `figures`."""
    cells = [row.cells[heading.column] for row in table.rows if row.role in ROLES and heading.column in row.cells]
    written = cells
    if noun := settings.counted(heading.meaning):
        cells = [_without(cell, noun) for cell in written]
    decision = _decide(cells, settings)
    if decision.kind:
        place = decision.details.get("place", heading.letter)
        text = decision.details.get("text", "")
        figures.findings.append(
            CellFinding(settings.weight, table.sheet.name, place, text, decision.kind, decision.details)
        )
    numbers = [read_number(cell, decision.notation, whole=settings.whole) for cell in cells]
    if settings.scale > 1:
        step = Fraction(settings.scale, 10 ** max((number.places for number in numbers), default=0))
        numbers = [in_full(number, settings.scale, step, whole=settings.counts) for number in numbers]
        figures.steps[heading.column] = max(int(step), 1)
    for cell, number in zip(written, numbers, strict=True):
        if not number.kind:
            figures.values[cell.row, cell.column] = number
        elif not (decision.kind and number.kind in UNDECIDED) and number.kind != "number_uncalculated":
            figures.findings.append(_unread(table, cell, number, settings.weight))
    for row in (row for row in table.rows if row.role == "set_aside" and heading.column in row.cells):
        number = read_number(row.cells[heading.column], decision.notation, whole=settings.whole)
        figures.values |= {} if number.kind else {(row.number, heading.column): number}
    figures.findings += _unseen(table, cells) if settings.counts else ()
    figures.findings += _merged(table, heading) if settings.counts else ()
    figures.findings += _missing(table, heading, figures.values) if settings.counts else _unsaved(table, heading, cells)
    return heading.noted(decision.notation, decision.why)


def _without(cell: Cell, noun: re.Pattern[str]) -> Cell:
    """Take the noun behind a figure off, however its letters are composed."""
    if cell.kind is not Kind.TEXT or not (text := noun.sub("", normalize("NFC", cell.text))):
        return cell
    return cell._replace(text=text)


def _decide(cells: list[Cell], settings: _Settings) -> Decision:
    """Decide a column's notation from its cells; the campaign's settings decide only between two that fit."""
    decision = notation_of(cells, whole=settings.whole, forced=settings.forced)
    kept = settings.campaign.intake.numbers
    if decision.kind and kept:
        return Decision(kept, "kept in campaign.yml")
    return decision


def _unread(table: Table, cell: Cell, number: Number, weight: Weight) -> CellFinding:
    return CellFinding(weight, table.sheet.name, cell.place, cell.text, number.kind, number.details)


def _missing(table: Table, heading: Heading, values: Mapping[tuple[int, int], Number]) -> Iterator[CellFinding]:
    """Name the counts that are missing; a column that has none at all is an error."""
    gaps = [row for row in table.data if _is_missing(row, heading, values)]
    if gaps and len(gaps) == len(table.data):
        yield CellFinding("error", table.sheet.name, "", heading.text, "counts_none", {"letter": heading.letter})
        return
    for row in gaps:
        cell = row.cells.get(heading.column)
        unit = row.unit.full_name if row.unit else ""
        place, text = f"{heading.letter}{row.number}", cell.text if cell else ""
        yield CellFinding("note", table.sheet.name, place, text, "count_missing", {"unit": unit})


def _unseen(table: Table, cells: list[Cell]) -> Iterator[CellFinding]:
    """Find the numbers that their sender struck out, or that a format hides: they may not be meant."""
    for cell in cells:
        if cell.unseen:
            yield CellFinding("error", table.sheet.name, cell.place, cell.text, f"number_{cell.unseen}_out", {})


def _merged(table: Table, heading: Heading) -> Iterator[CellFinding]:
    """Find counts whose cell is merged over several rows of data: whose they are nobody can know."""
    data = [row.number for row in table.data]
    for area in table.sheet.merged:
        first, last = bisect_left(data, area.top), bisect_right(data, area.bottom) - 1
        if first < last and area.left <= heading.column <= area.right:
            cell = table.sheet.at(area.top, area.left)
            place, text = f"{letter_of(area.left)}{area.top}", cell.text if cell else ""
            rows = {"first": str(data[first]), "last": str(data[last])}
            yield CellFinding("error", table.sheet.name, place, text, "count_merged", rows)


def _is_missing(row: SheetRow, heading: Heading, values: Mapping[tuple[int, int], Number]) -> bool:
    number = values.get((row.number, heading.column))
    return heading.column not in row.cells or (number is not None and number.missing)


def _unsaved(table: Table, heading: Heading, cells: list[Cell]) -> Iterator[CellFinding]:
    """Say once of a column which is not imported that its formulas have no saved results."""
    bare = [cell for cell in cells if cell.formula is not None and cell.value is None]
    if bare:
        details = {"letter": heading.letter, "count": str(len(bare))}
        yield CellFinding("note", table.sheet.name, bare[0].place, bare[0].text, "column_unsaved", details)


def parted(table: Table, campaign: Campaign) -> Iterator[CellFinding]:
    """Find counts that a text file cuts at their commas: "63,438" without quotes is 63 in one cell, 438 in the next.

    Only where the row is longer than the headings, or where beside the count no number belongs.
    """
    sheet, counts = table.sheet, table.measures(campaign.measures)
    width = max((sheet.lengths.get(row.number, 0) for row in table.rows if row.role == "heading"), default=0)
    free = {heading.column for heading in table.headings if heading.meaning in ("note", "blank")}
    for row in table.rows if sheet.cut else ():
        for heading in counts if row.role in ROLES else ():
            place = (row.number, heading.column)
            if place in sheet.cut and (sheet.lengths[row.number] > width or heading.column + 1 in free):
                one, two = row.cells[heading.column], row.cells[heading.column + 1]
                details = {"beside": two.text.strip()}
                yield CellFinding("error", sheet.name, one.place, one.text, "number_parted", details)


def with_notations(table: Table, figures: Figures) -> Table:
    """Put the notations into the table's headings."""
    return replace(table, headings=figures.headings)
