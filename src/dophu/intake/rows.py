"""What each row of a sheet is: data of one unit, a region, a total, a footnote; nothing is skipped unnamed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from dophu.intake.covers import covered
from dophu.intake.findings import CellFinding
from dophu.intake.footnotes import explains
from dophu.intake.grid import Area, Cell, Kind, letter_of
from dophu.intake.headers import UNEXPLAINED, Heading, Vocabulary, level_named, read_headings
from dophu.intake.layout import Frame, Role, SheetRow, Table, is_numbering, is_text
from dophu.intake.legacy import ENCODINGS
from dophu.intake.names import decode, role_of
from dophu.intake.names import fold as letters_of
from dophu.intake.numbers import NOTE_MARKS
from dophu.intake.periods import in_period, with_periods
from dophu.intake.table_units import (
    LONGEST_NAME,
    Columns,
    TableUnits,
    columns_of_names,
    is_near_none,
    whose,
    with_codes,
)
from dophu.words import say
from dophu.world.units import Gazetteer, Unit

HIDDEN_SHOWN = 20
NUMBER_ALONE = re.compile(r"\s*\d[\d., ]*")
PROSE = 5  # words of a line that stands alone and is near no unit's name
LONGEST_FIGURE = 25  # characters; "khoảng 12,3 triệu người" is a figure, a sentence with a date is not


@dataclass
class Reading:
    """One pass over the rows of a sheet, from the top.

    above      the units named so far above the level of the table, by level
    findings   what was found on the way
    """

    frame: Frame
    columns: Columns
    table_units: TableUnits
    above: dict[str, Unit] = field(default_factory=dict)
    findings: list[CellFinding] = field(default_factory=list)
    _last: SheetRow | None = None
    _parents: dict[str, str | None] = field(default_factory=dict)

    def rows(self) -> Iterator[SheetRow]:
        """Give every non-empty row of the sheet its role."""
        view = self.frame.view
        for number, cells in self.frame.sheet.rows.items():
            if number in self.frame.aside:
                yield SheetRow(number, self.frame.aside[number], cells)
                continue
            if number not in view.rows:
                self._last = SheetRow(number, "hidden", cells)
            elif number < self.frame.top:
                self._last = self._above_headings(number, cells)
            elif number <= self.frame.bottom:
                self._last = SheetRow(number, "heading", cells)
            else:
                self._last = self._row(number, view.rows[number])
            yield self._last

    def _above_headings(self, number: int, cells: dict[int, Cell]) -> SheetRow:
        """Read a row above the headings: a title, unless it has a unit's name and figures as the table's rows do."""
        name = cells.get(self.columns.units[-1].column) if self.columns.units else None
        if name and self._has_figures(cells) and self.table_units.find(name, self.table_units.level, None):
            return self._wrong(number, cells, self._finding(name, "row_above"))
        return SheetRow(number, "title", cells)

    def _row(self, number: int, cells: dict[int, Cell]) -> SheetRow:
        printed = self._of_headings(cells)
        if printed or not (self.columns.units or self.columns.code):  # then the finding on the columns says why
            return SheetRow(number, printed or "wrong", cells)
        label = self._label(cells)
        if label is None:
            return self._unlabelled(number, cells)
        role = self._role(label)
        figures = self._has_figures(cells)
        if role in ("total", "mean") or (role == "footnote" and not figures):
            return SheetRow(number, role, cells, name=label)
        if role == "region":
            return SheetRow(number, "subtotal" if figures else "region", cells, name=label)
        return self._of_unit(number, cells, label, figures=figures)

    def _of_headings(self, cells: dict[int, Cell]) -> Role | None:
        """Say whether a row prints headings again, or right below them numbers the columns, the names' among them."""
        if self.frame.repeats(cells):
            return "repeated"
        below = self._last is not None and self._last.role in ("heading", "repeated")
        names = self.columns.units[-1].column in cells if self.columns.units else any(map(is_text, cells.values()))
        return "numbering" if below and names and is_numbering(cells) else None

    def _label(self, cells: dict[int, Cell]) -> Cell | None:
        """Find the cell that says what a row is: its name, else a coarser one, else the longest words on the left."""
        for heading in reversed(self.columns.units):
            if heading.column in cells:
                return cells[heading.column]
        first = min(self.columns.figures, default=0)
        left = [cell for column, cell in cells.items() if is_text(cell) and (column < first or len(cells) == 1)]
        if self._is_coded(cells):  # then words beside the code name no unit
            left = [cell for cell in left if self._role(cell)]
        return max(left, key=lambda cell: len(cell.text), default=None)

    def _is_coded(self, cells: dict[int, Cell]) -> bool:
        code = self.columns.code
        return not self.columns.units and code is not None and code.column in cells

    def _role(self, label: Cell) -> Role | None:
        """Say whether words mean a total, a region or a footnote; a unit may bear a region's name."""
        if label.kind is not Kind.TEXT or self.table_units.find(
            label, self.table_units.level, self._parent(self.table_units.level)
        ):
            return None
        if self.table_units.find(label, self.table_units.uppermost, None):
            return "total"
        if len(label.text) > LONGEST_NAME:
            return "footnote" if role_of(label.text[:LONGEST_NAME]) == "footnote" else None
        readings = (decode(label.text, label.fonts), *(encoding(label.text) for encoding in ENCODINGS.values()))
        return next(filter(None, map(role_of, readings)), None)

    def _unlabelled(self, number: int, cells: dict[int, Cell]) -> SheetRow:
        """Read a row without words on its left: one of a table of codes, an error, a signature, or a running number."""
        code = self.columns.code
        if not self.columns.units and code and code.column in cells:
            return self._of_code(number, cells, cells[code.column])
        if self._has_figures(cells) or self._is_astray(cells):
            return self._wrong(number, cells, self._unnamed(number, cells))
        return SheetRow(number, "footnote" if any(map(is_text, cells.values())) else "blank", cells)

    def _is_astray(self, cells: dict[int, Cell]) -> bool:
        """Say whether a row without a name has a number outside the running numbers and codes."""
        astray = [cell for column, cell in cells.items() if column not in self.columns.numbers]
        return any(map(_is_number, astray)) or (bool(astray) and not any(map(is_text, cells.values())))

    def _unnamed(self, number: int, cells: dict[int, Cell]) -> CellFinding:
        """Point at the cell in which the name should stand."""
        named = [*(heading.column for heading in self.columns.units[-1:]), *cells]
        place = f"{letter_of(named[0])}{number}"
        return CellFinding("error", self.frame.sheet.name, place, "", "row_unnamed")

    def _of_unit(self, number: int, cells: dict[int, Cell], label: Cell, *, figures: bool) -> SheetRow:
        """Read a row that names a unit: of the table's level, of a level above, or of none that is known."""
        wrong = self._enter(cells, label)
        if wrong:
            return self._wrong(number, cells, wrong)
        in_column = not self.columns.units or label.column == self.columns.units[-1].column
        unit = (
            self.table_units.find(label, self.table_units.level, self._parent(self.table_units.level))
            if in_column
            else None
        )
        upper = None if unit and not self._may_head(unit, label) else self._upper(label)
        if upper:
            self._put(upper)
            return SheetRow(number, "subtotal" if figures else "parent", cells, upper, label)
        if unit:
            return self._data(number, cells, unit, label)
        return self._unknown(number, cells, label, figures=figures)

    def _enter(self, cells: dict[int, Cell], label: Cell) -> CellFinding | None:
        """Note the coarser units that a row names in columns of their own; one that is not known is an error."""
        for heading, level in zip(self.columns.units[:-1], self.table_units.levels, strict=False):
            cell = cells.get(heading.column)
            if cell is None or cell is label:
                continue
            unit = self.table_units.find(cell, level, self._parent(level))
            if unit is None:
                return self.table_units.unknown(cell, level, self._parent(level))
            if self.above.get(level) is not unit:
                self._put(unit)
        return None

    def _parent(self, level: str) -> str | None:
        """Name the unit in which a name of a level is to be looked for; None for anywhere."""
        if level not in self._parents:
            named = (self.above[one].code for one in reversed(self.table_units.above(level)) if one in self.above)
            self._parents[level] = next(named, self.table_units.parent(level))
        return self._parents[level]

    def _put(self, unit: Unit) -> None:
        """Go on below a unit: what was named below another one no longer holds."""
        kept = self.table_units.above(unit.level)
        self.above = {level: one for level, one in self.above.items() if level in kept} | {unit.level: unit}
        self._parents.clear()

    def _may_head(self, unit: Unit, label: Cell) -> bool:
        """Say whether a bare name may be that of the unit above: a town of that name stands in another row as well."""
        above, letters = self.table_units.gazetteer.get(unit.vintage, unit.parent), letters_of(label.text)
        if letters == letters_of(above.full_name):
            return True
        return above not in self.above.values() and letters == letters_of(unit.name) and self._named[unit] > 1

    @cached_property
    def _named(self) -> Counter[Unit]:
        """How many rows name each unit of the table's level."""
        if not self.columns.units:
            return Counter()
        column, level = self.columns.units[-1].column, self.table_units.level
        cells = [row[column] for row in self.frame.body.values() if column in row]
        found = [self.table_units.find(cell, level, self.table_units.parent(level)) for cell in cells]
        return Counter(unit for unit in found if unit)

    def _upper(self, label: Cell) -> Unit | None:
        """Find a unit above the table's level by its name."""
        for level in reversed(self.table_units.above(self.table_units.level)):
            unit = self.table_units.find(label, level, self._parent(level))
            if unit and self._is_above_table(unit):
                return unit
        return None

    def _is_above_table(self, unit: Unit) -> bool:
        """Say whether the table's rows may lie in a unit: where they are to be of one, another heads none of them."""
        asked, gazetteer = self.table_units.asked, self.table_units.gazetteer
        return asked is None or unit in gazetteer.wholes_of(gazetteer.get(self.table_units.vintage, asked))

    def _data(self, number: int, cells: dict[int, Cell], unit: Unit, label: Cell) -> SheetRow:
        if twin := self._other_twin(cells, unit):
            details = {"unit": unit.full_name, "other": twin.text, "place": twin.place}
            return self._wrong(number, cells, self._finding(twin, "names_disagree", **details))
        code = cells.get(self.columns.code.column) if self.columns.code else None
        if code and not self.table_units.is_code_of(code, unit):
            details = {"unit": unit.full_name, "code": unit.code, "meant": self.table_units.meant(code)}
            return self._wrong(number, cells, self._finding(code, "code_other", **details))
        note = self.table_units.note(label, self.table_units.level, self._parent(self.table_units.level))
        self.findings += [note] if note else []
        return SheetRow(number, "data", cells, unit, label)

    def _other_twin(self, cells: dict[int, Cell], unit: Unit) -> Cell | None:
        """Find a name of the row, in another column of names, that is another unit's."""
        for column in self.columns.again & cells.keys():
            found = self.table_units.find(cells[column], self.table_units.level, self._parent(self.table_units.level))
            if found and found is not unit:
                return cells[column]
        return None

    def _of_code(self, number: int, cells: dict[int, Cell], cell: Cell) -> SheetRow:
        unit = self.table_units.by_code(cell)
        if unit is None and self.table_units.has_code(cell):
            return self._wrong(number, cells, self._finding(cell, "code_two_schemes"))
        if unit is None:
            details = {"vintage": self.table_units.vintage}
            return self._wrong(number, cells, self._finding(cell, "code_unknown", **details))
        return SheetRow(number, "data", cells, unit, cell)

    def _unknown(self, number: int, cells: dict[int, Cell], label: Cell, *, figures: bool) -> SheetRow:
        """Read a row whose words name nothing: a line across the table, a footnote, or else an error."""
        if not figures and self._lies_across(label):
            return SheetRow(number, "region", cells, name=label)
        level = self.table_units.level
        finding = self.table_units.unknown(label, level, self._parent(level))
        below = not figures and number > self._last_figures
        if below and (self._is_below(number, label) or explains(label.text, self._marks) or is_near_none(finding)):
            return SheetRow(number, "footnote", cells, name=label)
        if len(cells) == 1 and len(label.text.split()) >= PROSE and is_near_none(finding):
            return SheetRow(number, "footnote", cells, name=label)
        return self._wrong(number, cells, finding)

    @cached_property
    def _marks(self) -> frozenset[str]:
        cells = (cell for row in self.frame.body.values() for cell in row.values() if cell.kind is Kind.TEXT)
        found = (NOTE_MARKS.search(cell.text) for cell in cells if len(cell.text) <= LONGEST_FIGURE)
        return frozenset(mark[0].strip() for mark in found if mark)

    def _lies_across(self, label: Cell) -> bool:
        """Say whether a cell is merged over the columns of figures, so that its row can have none."""
        return self._reach.get((label.row, label.column), 0) >= min(self.columns.figures, default=1)

    @cached_property
    def _reach(self) -> dict[tuple[int, int], int]:
        """The last column of each merged area, by its upper left corner."""
        return {(area.top, area.left): area.right for area in self.frame.view.merged}

    def _is_below(self, number: int, label: Cell) -> bool:
        """Say whether a row without figures lies below the table: after a gap or a footnote, or off the names."""
        apart = self._last is None or self._last.number < number - 1 or self._last.role == "footnote"
        named = [heading.column for heading in self.columns.units]
        return apart or label.column not in named

    @cached_property
    def _last_figures(self) -> int:
        return max((number for number, cells in self.frame.body.items() if self._has_figures(cells)), default=0)

    def _has_figures(self, cells: dict[int, Cell]) -> bool:
        """Say whether a row has a number in a column of figures; "x" and "-" are none."""
        found = (cells[column] for column in self.columns.figures if column in cells)
        return any(cell.kind is not Kind.TEXT or _is_figure(cell.text) for cell in found)

    def _finding(self, cell: Cell, kind: str, **details: str) -> CellFinding:
        return CellFinding("error", self.frame.sheet.name, cell.place, cell.text, kind, details)

    def _wrong(self, number: int, cells: dict[int, Cell], finding: CellFinding) -> SheetRow:
        self.findings.append(finding)
        return SheetRow(number, "wrong", cells)


def _is_figure(text: str) -> bool:
    return len(text) <= LONGEST_FIGURE and any(sign.isdigit() for sign in text)


def _is_number(cell: Cell) -> bool:
    """Say whether a cell is a number beyond doubt, and no date."""
    return cell.kind is Kind.NUMBER or (cell.kind is Kind.TEXT and NUMBER_ALONE.fullmatch(cell.text) is not None)


def read_table(frame: Frame, vocabulary: Vocabulary, table_units: TableUnits, asked: str | None) -> Table:
    """Read the headings and say what every row is, and of which unit; what cannot be said is an error in `findings`.

    asked   the unit whose parts the table is to list; None leaves it to the names
    """
    about = vocabulary.about(decode(cell.text, cell.fonts) for cell in frame.titles)
    headings, findings = read_headings(frame.heads, frame.sheet.name, vocabulary, about=about)
    if not any(heading.meaning in ("unit", "parent") for heading in headings):
        named = columns_of_names(frame, table_units) - {one.column for one in headings if one.meaning == "code"}
        headings, findings = read_headings(frame.heads, frame.sheet.name, vocabulary, named, about)
    headings = tuple(with_periods(with_codes(headings, frame, table_units), frame))
    columns, found = whose(frame, headings, table_units, asked)
    if any(finding.kind == "tables_side_by_side" for finding in found):
        findings = []  # every heading stands twice
    frame, misdated = in_period(frame, headings, columns, table_units, vocabulary)
    reading = Reading(frame, columns, table_units)
    rows = covered(list(reading.rows()), table_units.gazetteer)
    table = Table(
        sheet=frame.sheet,
        area=_area(frame, rows),
        titles=frame.titles,
        headings=tuple(_with_parents(heading, columns) for heading in headings),
        rows=rows,
        vintage=table_units.vintage,
        level=table_units.level,
        parent=_above_all(rows, table_units.gazetteer),
    )
    return replace(
        table,
        findings=(
            *findings,
            *found,
            *misdated,
            *reading.findings,
            *_twice(table),
            *_without_names(table),
            *_named_again(table),
            *_hidden(table),
        ),
    )


def _with_parents(heading: Heading, columns: Columns) -> Heading:
    """Tell the columns of coarser units from that of the table's units, and from one that holds no names."""
    if heading.meaning not in ("unit", "parent") or not columns.units:
        return heading
    if heading.column in columns.again:
        return replace(heading, meaning="again", why="it names the same units")
    finest = columns.units[-1].column
    named = heading.column in {one.column for one in columns.units}
    meaning = "unit" if heading.column == finest else "parent" if named else UNEXPLAINED
    return replace(heading, meaning=meaning)


def _without_names(table: Table) -> list[CellFinding]:
    """Name the columns whose heading promises names of units, and that hold none."""
    bare = [heading for heading in table.headings if heading.meaning == UNEXPLAINED and level_named(heading.text) == ""]
    place, sheet = f"{table.area.top}", table.sheet.name
    details = [(heading, {"letter": heading.letter}) for heading in bare]
    return [CellFinding("note", sheet, f"{h.letter}{place}", h.text, "column_unused", d) for h, d in details]


def _named_again(table: Table) -> list[CellFinding]:
    """Name the columns that give the names of the units once more."""
    again = table.meaning("again")
    place, sheet = f"{table.area.top}", table.sheet.name
    return [
        CellFinding("note", sheet, f"{h.letter}{place}", h.text, "names_again", {"letter": h.letter}) for h in again
    ]


def _area(frame: Frame, rows: Sequence[SheetRow]) -> Area:
    """Enclose the headings and the rows down to the last one with figures."""
    columns = [head.column for head in frame.heads]
    last = max((row.number for row in rows if row.role in ("data", "subtotal", "total", "wrong")), default=frame.bottom)
    return Area(frame.top, min(columns), last, max(columns))


def _above_all(rows: Sequence[SheetRow], gazetteer: Gazetteer) -> str:
    """Name the lowest unit that holds all units of the rows of data."""
    units = {row.unit for row in rows if row.role == "data" and row.unit}
    while len({unit.parent for unit in units}) > 1:
        units = {gazetteer.get(unit.vintage, unit.parent) if unit.parent else unit for unit in units}
    return next((unit.parent for unit in units), "")


def _twice(table: Table) -> list[CellFinding]:
    """Find the units that more than one row of data names."""
    first: dict[Unit, SheetRow] = {}
    findings = []
    for row in table.data:
        if row.unit is None or row.name is None:
            continue
        before, name = first.setdefault(row.unit, row), row.name
        if before is not row and before.name:
            details = {"unit": row.unit.full_name, "first": before.name.place, **_difference(table, before, row)}
            findings.append(CellFinding("error", table.sheet.name, name.place, name.text, "unit_twice", details))
    return findings


def _difference(table: Table, one: SheetRow, other: SheetRow) -> dict[str, str]:
    """Say in which column that is not read two rows of one unit differ: they may be of men and women."""
    for heading in table.headings:
        cells = [row.cells.get(heading.column) for row in (one, other)]
        texts = [cell.text if cell and is_text(cell) else "" for cell in cells]
        if heading.meaning == UNEXPLAINED and all(texts) and texts[0] != texts[1]:
            said = {"column": f"{heading.letter} '{heading.text}'", "one": texts[0], "other": texts[1]}
            fix = f"; rows of one kind are set aside by what stands in them: --skip '{texts[1]}=REASON'"
            differs = "; the rows differ in column {column}: '{one}' and '{other}'".format(**said)
            return {"differs": differs, "differs_vi": say("finding.rows_differ", **said), "all": fix}
    return {"differs": "", "differs_vi": "", "all": ""}


def _hidden(table: Table) -> list[CellFinding]:
    """Name the hidden rows, which were not read."""
    hidden = [str(row.number) for row in table.rows if row.role == "hidden"]
    shown = ", ".join(hidden[:HIDDEN_SHOWN]) + (", …" if len(hidden) > HIDDEN_SHOWN else "")
    details = {"count": str(len(hidden)), "rows": shown}
    return [CellFinding("note", table.sheet.name, "", "", "rows_hidden", details)] if hidden else []
