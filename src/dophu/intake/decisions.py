"""What is decided about single rows and cells: set aside, left blank; each by its place, and with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dophu.errors import UsageError
from dophu.intake.figures import Figures
from dophu.intake.findings import CellFinding
from dophu.intake.grid import Sheet, column_of, letter_of
from dophu.intake.headers import fold
from dophu.intake.layout import Table
from dophu.intake.numbers import Number
from dophu.intake.percentages import of_percentages
from dophu.world.campaigns import Campaign

ROW = re.compile(r"(?:(?P<sheet>.*)!)?\$?[A-Za-z]{0,3}\$?(?P<row>[1-9]\d*)")
CELL = re.compile(r"(?:(?P<sheet>.*)!)?\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[1-9]\d*)")
OF_A_COUNT = ("number_", "above_base", "count_missing")  # kinds that a blank leaves nothing of


def rows_skipped(sheet: Sheet, skip: Mapping[str, str], kept: dict[str, str]) -> dict[int, str]:
    """Say which rows of a sheet are set aside, and why: by a place or a name, now or as the campaign keeps it."""
    places = {place: ROW.fullmatch(place.strip()) for place in skip}
    found = {
        int(part["row"]): skip[place]
        for place, part in places.items()
        if part and int(part["row"]) in sheet.rows and fold(part["sheet"] or sheet.name) == fold(sheet.name)
    }
    named = {place: reason for place, reason in skip.items() if not places[place]}
    names = {fold(name): reason for name, reason in (kept | named).items()}
    for number, cells in sheet.rows.items() if names else ():
        reasons = (names[fold(cell.text)] for cell in cells.values() if fold(cell.text) in names)
        found.setdefault(number, reason) if (reason := next(reasons, "")) else None
    return found


class UnmetError(UsageError):
    """Reasons were given for places or kinds (`names`) of which nothing needs one."""

    def __init__(self, option: str, names: tuple[str, ...], problem: str, fix: str) -> None:
        super().__init__(option, problem, fix)
        self.names = names


def tell_skipped(table: Table, skip: Mapping[str, str], kept: dict[str, str]) -> Iterator[CellFinding]:
    """Tell of every row that was set aside. Raises UsageError for a place without a row, or without a reason."""
    _refuse_blank("--skip", skip)
    reasons = rows_skipped(table.sheet, skip, kept)
    names = {fold(cell.text) for number in reasons for cell in table.sheet.rows[number].values()}
    for place in skip:
        part = ROW.fullmatch(place.strip())
        if int(part["row"]) not in reasons if part else fold(place) not in names:
            fix = "name a cell of the row, as A34, its number, or the words in one of its cells"
            raise UsageError("--skip", f"there is no row at {place}", fix)
    for row in table.rows:
        if row.role == "set_aside":
            first = next(iter(row.cells.values()))
            text = " | ".join(cell.text for cell in row.cells.values())
            details = {"reason": reasons[row.number]}
            yield CellFinding("note", table.sheet.name, first.place, text, "row_set_aside", details)


def left_blank(
    table: Table, campaign: Campaign, figures: Figures, blank: Mapping[str, str]
) -> dict[tuple[int, int], str]:
    """Take the counts at some places for missing, whatever stands there, and give the reasons by place.

    What was found in the cells no longer keeps the file out. Raises UsageError for a place that is no count.
    """
    _refuse_blank("--leave-blank", blank)
    counts = {heading.column for heading in (*table.measures(campaign.measures), *of_percentages(table, campaign))}
    rows = {row.number for row in table.data}
    reasons: dict[tuple[int, int], str] = {}
    for given, reason in blank.items():
        part = CELL.fullmatch(given.strip())
        place = (int(part["row"]), column_of(part["column"])) if part else (0, 0)
        if place[0] not in rows or place[1] not in counts:
            fix = "name the cell of a count, as B12; a whole row is set aside by --skip"
            raise UnmetError("--leave-blank", (given,), f"{given} is no count of a unit", fix)
        reasons[place] = reason.strip()
        figures.values[place] = Number(missing=True)
    return reasons


def kept_blank(table: Table, campaign: Campaign, figures: Figures) -> dict[str, str]:
    """Find the counts that the campaign leaves blank, where again they cannot be read: their places, and why."""
    unread = {found.place for found in figures.findings if found.kind.startswith("number_")}
    return {
        place: reason
        for row in table.data
        for heading in table.measures(campaign.measures)
        if row.unit
        and (reason := campaign.intake.leave_blank.get(f"{row.unit.code} {heading.meaning}"))
        and (place := f"{heading.letter}{row.number}") in unread
    }


def without_blank(table: Table, found: list[CellFinding], reasons: Mapping[tuple[int, int], str]) -> list[CellFinding]:
    """Tell of the counts that were left blank, instead of what was found in their cells."""
    named = {f"{letter_of(column)}{row}": reason for (row, column), reason in reasons.items()}
    kept = [one for one in found if one.place not in named or not one.kind.startswith(OF_A_COUNT)]
    for (place, reason), at in zip(named.items(), reasons, strict=True):
        cell = table.sheet.at(*at)
        text = cell.text if cell else ""
        kept.append(CellFinding("note", table.sheet.name, place, text, "left_blank", {"reason": reason}))
    return kept


def _refuse_blank(option: str, reasons: Mapping[str, str]) -> None:
    if bare := next((place for place, reason in reasons.items() if not reason.strip()), None):
        raise UsageError(option, f"no reason for {bare}", f'write {option} {bare}="the reason"')
