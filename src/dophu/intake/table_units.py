"""Whose figures a table gives: its columns of names and codes, their level and vintage, the unit of each cell.

A part is a unit below another, as everywhere outside of files and packages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from statistics import median

from dophu.intake.findings import CellFinding
from dophu.intake.grid import Cell, Kind, Sheet
from dophu.intake.headers import Heading, fold, level_named
from dophu.intake.layout import Frame
from dophu.intake.names import NONE_NEAR, Found, Names, role_of
from dophu.world.units import Gazetteer, Unit, as_code

NO_FIGURES = ("unit", "parent", "code", "number", "note", "blank", "ignored", "period")
ALONG_AT_LEAST = 3  # names of units side by side in one row
ALONG_SEARCHED = 30  # rows in which they are looked for
SAMPLED = 50  # rows that show which column holds names
EVIDENCE = 500  # rows that show of which level names are
LONGEST_NAME = 200  # characters; a longer text is prose, and no unit's name
SHORTEST_NAME = 2  # letters: there was a phường V, and "v" heads many a column
SHORTEST_CODE = 2  # digits, those of provinces
FEW_NAMES = 3  # of fewer it is not known whether they were typed without accents
TWINS_AGREE = 0.9  # of the rows in which two columns of names must agree to be one
BARE_ISO = re.compile(r"VN(\d\d)", re.IGNORECASE)  # without its hyphen it may be the other code: VN01 is no VN-01
QUOTED, WHOLE = re.compile(r'\s*"([^"]*)"\s*'), re.compile(r"'?(\d+)(?:\.0+)?")


@dataclass(frozen=True)
class Columns:
    """The columns that say whose figures a row gives, and those that hold figures.

    units     columns of names, the coarsest level first; none where the table gives codes alone
    numbers   columns of running numbers, under a heading or, left of the names, without one
    again     columns that name the same units as the column of names, in other spellings
    """

    units: tuple[Heading, ...]
    code: Heading | None
    figures: tuple[int, ...]
    numbers: frozenset[int] = frozenset()
    again: frozenset[int] = frozenset()


@dataclass
class TableUnits:
    """Units by the names and codes of one table.

    vintage   the names are looked for in it
    levels    of the columns of names, the coarsest first; the last is the table's; none before they are found
    marked    whether its names bear their accents
    fixed     the unit whose parts the table's rows are, where one holds for all of them
    asked     that unit, where it was asked for and the table has its parts
    """

    sheet: str
    gazetteer: Gazetteer
    names: Names
    vintage: str
    levels: tuple[str, ...] = ()
    fixed: str | None = None
    asked: str | None = None
    marked: bool = True
    _found: dict[tuple[str, tuple[str, ...], str, str, str | None, bool], Found] = field(default_factory=dict)

    @property
    def level(self) -> str:
        """The level of the units that the rows count."""
        return self.levels[-1] if self.levels else self.known_levels[0]

    @property
    def known_levels(self) -> tuple[str, ...]:
        """Name the levels below the nation, the coarsest first."""
        return self.gazetteer.levels.names(self.vintage)[1:]

    @property
    def uppermost(self) -> str:
        """Name the nation's level."""
        return self.gazetteer.levels.names(self.vintage)[0]

    @property
    def nation(self) -> str:
        """The code of the whole of which all units are parts."""
        return self.gazetteer.nation(self.vintage).code

    def above(self, level: str) -> tuple[str, ...]:
        """List the levels above one, the coarsest first."""
        return self.known_levels[: self.known_levels.index(level)] if level in self.known_levels else ()

    def is_coarsest(self, level: str) -> bool:
        """Say whether a level is that of the provinces."""
        return level == self.known_levels[0]

    def parent(self, level: str) -> str | None:
        """Name the unit whose parts the units of a level are, when no row says it; None for any."""
        return self.nation if self.is_coarsest(level) else self.fixed if level == self.level else None

    def look(self, cell: Cell, level: str, parent: str | None) -> Found:
        """Look a name up once for all its cells."""
        key = (cell.text, cell.fonts, self.vintage, level, parent, self.marked)
        found = self._found.get(key)
        if found is None:
            prose = len(cell.text) > LONGEST_NAME
            names, where = self.names, (self.vintage, level, parent)
            known = None if prose else names.find(cell.text, *where, cell.fonts, marked=self.marked)
            found = self._found[key] = known or Found(None, "name_unknown")
        return found

    def find(self, cell: Cell, level: str, parent: str | None) -> Unit | None:
        """Find the unit that a cell names; None for none."""
        return self.look(cell, level, parent).unit

    def unknown(self, cell: Cell, level: str, parent: str | None) -> CellFinding:
        """Say why a name is no unit's."""
        found = self.names.unknown(cell.text[:LONGEST_NAME], self.vintage, level, parent)
        kind, details = found.kind, dict(found.details)
        details["place"] = cell.place
        if found.unit:
            kind, details = "name_misplaced", {"unit": found.unit.full_name}
        return CellFinding("error", self.sheet, cell.place, cell.text, kind, details)

    def note(self, cell: Cell, level: str, parent: str | None) -> CellFinding | None:
        """Say what had to be converted to read a name; None for nothing."""
        found = self.look(cell, level, parent)
        if not found.kind:
            return None
        return CellFinding("note", self.sheet, cell.place, cell.text, found.kind, dict(found.details))

    def by_code(self, cell: Cell) -> Unit | None:
        """Find the unit of a code, however its zeros were lost; None for none.

        A number alone is a code of the table's level, or of one level only: 4 in a list of communes is 00004, not 04.
        """
        code = code_in(cell)
        if BARE_ISO.fullmatch(code):
            return None
        exact = self.gazetteer.get(self.vintage, code) if (self.vintage, code) in self.gazetteer else None
        if exact and (exact.level == self.level or cell.kind is Kind.TEXT):
            return exact
        if code.isdecimal():
            meant = self.gazetteer.with_number(self.vintage, int(code))
            mine = [unit for unit in meant if unit.level == self.level] or ([] if self.levels else meant)
            return mine[0] if len(mine) == 1 else None
        return exact or self.names.find(code, self.vintage, self.known_levels[0], self.nation).unit

    def is_code_of(self, cell: Cell, unit: Unit) -> bool:
        """Say whether a cell gives a unit's code, be it that of the statistics office or, without "VN-", of ISO."""
        code = code_in(cell)
        bare = BARE_ISO.sub(r"\1", code)
        if bare.lstrip("0") == unit.code.lstrip("0") or self.by_code(cell) is unit:
            return True
        return bare.isdecimal() and self.names.find(f"VN-{bare}", self.vintage, unit.level, unit.parent).unit is unit

    def has_code(self, cell: Cell) -> bool:
        """Say whether a cell is a code of some unit of the table's level, in one of the schemes that are known."""
        code = code_in(cell)
        unit = self.by_code(cell._replace(value=bare[1], text=bare[1]) if (bare := BARE_ISO.fullmatch(code)) else cell)
        return unit is not None and unit.level == self.level

    def said(self, vintage: str) -> str:
        """Say which units a vintage holds, for a message: "63 tỉnh, thành phố"; blank for no vintage."""
        provinces = self.gazetteer.provinces(vintage) if vintage else []
        return f"{len(provinces)} {provinces[0].peer_kind}" if provinces else ""

    def meant(self, cell: Cell) -> str:
        """Name the unit of a code, or say that there is none."""
        unit = self.by_code(cell)
        return unit.full_name if unit else code_in(cell)


def code_in(cell: Cell) -> str:
    """Read a code from text, from a number, from a number written as text (1.0), or from a formula that is text."""
    value = cell.value
    if value is None and (quoted := QUOTED.fullmatch(cell.formula or "")):
        return as_code(quoted[1])
    if cell.kind is Kind.TEXT and (whole := WHOLE.fullmatch(cell.text.strip())):
        return as_code(whole[1])
    if cell.kind is Kind.NUMBER and isinstance(value, float) and value.is_integer():
        return as_code(int(value))
    return as_code(value if isinstance(value, int) else cell.text)


def is_near_none(finding: CellFinding) -> bool:
    """Say whether words that name no unit are not even near to one's name."""
    return finding.kind == "name_unknown" and finding.details["nearest"] == NONE_NEAR


def columns_of_names(frame: Frame, table_units: TableUnits) -> frozenset[int]:
    """Find the column whose words are names of units, where no heading says which one it is."""
    fitting = {}
    for head in frame.heads:
        cells = [cell for cell in _texts(frame, head.column, SAMPLED) if role_of(cell.text[:LONGEST_NAME]) is None]
        known = sum(1 for cell in cells if any(_fits(table_units, cell, level) for level in table_units.known_levels))
        if known and 2 * known >= len(cells):
            fitting[head.column] = known
    best = max(fitting.values(), default=0)
    return frozenset(column for column, known in fitting.items() if known == best)


def with_codes(headings: Sequence[Heading], frame: Frame, table_units: TableUnits) -> list[Heading]:
    """Take a column under a heading of units for one of codes, where its cells are codes and no names."""
    found = []
    for one in headings:
        cells = [row[one.column] for row in islice(frame.body.values(), SAMPLED) if one.column in row]
        unnamed = (
            one.meaning == "unit" and cells and not any(names_a_unit(table_units, c) for c in cells if has_letters(c))
        )
        codes = unnamed and all(table_units.by_code(cell) for cell in cells if not has_letters(cell))
        coded = codes and not all(map(has_letters, cells)) and not any(h.meaning == "code" for h in headings)
        found.append(replace(one, meaning="code", why="its cells are codes of units") if coded else one)
    return found


def has_letters(cell: Cell) -> bool:
    """Say whether a cell has words, and not a number alone."""
    return any(map(str.isalpha, cell.text))


def transposed(sheet: Sheet, table_units: TableUnits) -> CellFinding | None:
    """Refuse a sheet in which the units stand along a row and not down a column."""
    down: Counter[int] = Counter()
    along: tuple[int, str] = (0, "")
    for row in list(sheet.rows.values())[:ALONG_SEARCHED]:
        named = [cell for cell in row.values() if cell.kind is Kind.TEXT and _is_province_or_part(table_units, cell)]
        down.update({cell.column for cell in named})
        along = max(along, (len(named), named[0].place if named else ""))
    if along[0] < ALONG_AT_LEAST or along[0] <= max(down.values(), default=0):
        return None
    return CellFinding("error", sheet.name, along[1], "", "table_transposed")


def _is_province_or_part(table_units: TableUnits, cell: Cell) -> bool:
    return any(_fits(table_units, cell, level) for level in table_units.known_levels[:2])


def names_a_unit(table_units: TableUnits, cell: Cell) -> bool:
    """Say whether a cell names a unit of any level, of whatever vintage."""
    if len(fold(cell.text)) < SHORTEST_NAME or cell.text.strip().isdecimal():
        return False
    vintages = table_units.gazetteer.levels.vintages
    other = [replace(table_units, vintage=vintage) for vintage in vintages if vintage != table_units.vintage]
    return any(_fits(one, cell, level) for one in (table_units, *other) for level in one.known_levels)


def _texts(frame: Frame, column: int, rows: int | None = None, *, width: int = 0) -> list[Cell]:
    """List the different words below a heading, one cell for each; those of the first rows alone where so many do.

    width   how many cells a row must have
    """
    body = islice(frame.body.values(), rows)
    cells = (row[column] for row in body if column in row and row[column].kind is Kind.TEXT and len(row) >= width)
    return list({cell.text: cell for cell in cells}.values())


def _fits(table_units: TableUnits, cell: Cell, level: str) -> bool:
    found = table_units.look(cell, level, table_units.nation if table_units.is_coarsest(level) else None)
    return found.unit is not None or found.kind == "name_ambiguous"


def evidence(frame: Frame, column: int, table_units: TableUnits) -> Counter[str]:
    """Count the different names of a column that are units of each level, where rows have their figures."""
    widths = [len(row) for row in islice(frame.body.values(), EVIDENCE) if column in row]
    cells = _texts(frame, column, EVIDENCE, width=int(median(widths)) if widths else 0)
    levels = table_units.known_levels
    return Counter({level: sum(_fits(table_units, cell, level) for cell in cells) for level in levels})


def whose(
    frame: Frame, headings: Sequence[Heading], table_units: TableUnits, asked: str | None
) -> tuple[Columns, list[CellFinding]]:
    """Find the columns of names and codes, and settle in `table_units` the vintage, the levels and the unit above.

    asked   the unit whose parts the table is to list; None leaves it to the names

    Without columns the findings say why.
    """
    units = [heading for heading in headings if heading.meaning in ("unit", "parent")]
    code = next((heading for heading in headings if heading.meaning == "code"), None)
    figures = tuple(heading.column for heading in headings if heading.meaning not in NO_FIGURES)
    if not units:
        table_units.levels = (_level_below(table_units, asked) or _level_of_codes(frame, code, table_units),)
        return Columns((), code, figures), [_no_names(frame, headings, code, table_units)]
    units, again = _without_twins(frame, units, table_units)
    if len({fold(one.text) for one in units}) < len(units):
        return Columns((), None, figures), [_side_by_side(units, table_units.sheet)]
    table_units.marked = _are_marked(frame, units)
    units, table_units.levels = _levels(frame, units, table_units, asked)
    if len(set(table_units.levels)) < len(units):
        return Columns((), None, figures), [_side_by_side(units, table_units.sheet)]
    findings = _vintage(frame, units, table_units)
    if findings:
        units, table_units.levels = _levels(frame, units, table_units, None)
    table_units.fixed = _fixed(frame, units, table_units, asked)
    table_units.asked = asked if asked and table_units.fixed == asked else None
    if code and not _is_of_our_scheme(frame, code, units[-1], table_units):
        findings += [_other_scheme(frame, code)]
        code = None
    left = units[0].column
    numbers = (h.column for h in headings if h.meaning == "number" or (h.meaning == "blank" and h.column < left))
    return Columns(tuple(units), code, figures, frozenset(numbers), again), findings


def _is_of_our_scheme(frame: Frame, code: Heading, names: Heading, table_units: TableUnits) -> bool:
    """Say whether a column beside the names gives our codes: half of its cells at least, or the one there is."""
    rows = [row for row in islice(frame.body.values(), EVIDENCE) if names.column in row and code.column in row]
    cells = [
        row[code.column] for row in rows if table_units.find(row[names.column], table_units.level, table_units.fixed)
    ]
    return len(cells) == 1 or 2 * sum(map(table_units.has_code, cells)) >= len(cells)


def _other_scheme(frame: Frame, code: Heading) -> CellFinding:
    place = f"{code.letter}{frame.bottom}"
    return CellFinding("note", frame.sheet.name, place, code.text, "codes_other", {"letter": code.letter})


def _are_marked(frame: Frame, units: Sequence[Heading]) -> bool:
    """Say whether the names bear accents: where not one of several does, their columns were typed without."""
    cells = [cell for one in units for cell in _texts(frame, one.column, EVIDENCE)]
    return len(cells) < FEW_NAMES or not all(cell.text.isascii() for cell in cells)


def _level_of_codes(frame: Frame, code: Heading | None, table_units: TableUnits) -> str:
    """Tell the level by codes of three digits and more: a shorter one may have lost its zeros."""
    rows = islice(frame.body.values(), EVIDENCE)
    cells = [row[code.column] for row in rows if code.column in row] if code else []
    long = [cell for cell in cells if len(code_in(cell)) > SHORTEST_CODE]
    units = [unit for cell in long if (unit := table_units.by_code(cell))]
    levels = Counter(unit.level for unit in units if not unit.is_nation).most_common(1)
    return levels[0][0] if levels else table_units.known_levels[0]


def _without_twins(
    frame: Frame, units: Sequence[Heading], table_units: TableUnits
) -> tuple[list[Heading], frozenset[int]]:
    """Keep one of several columns that name the same units row by row: the one with the most names that are known."""
    known = {one.column: evidence(frame, one.column, table_units).total() for one in units}
    kept: list[Heading] = []
    for one in sorted(units, key=lambda one: (-known[one.column], one.column)):
        if not any(_are_twins(frame, one.column, other.column, table_units) for other in kept):
            kept.append(one)
    columns = {one.column for one in kept}
    return [one for one in units if one.column in columns], frozenset(known) - columns


def _are_twins(frame: Frame, one: int, other: int, table_units: TableUnits) -> bool:
    """Say whether two columns name the same unit in nearly all rows, of some level."""
    pairs = [(row[one], row[other]) for row in islice(frame.body.values(), EVIDENCE) if one in row and other in row]
    for level in table_units.known_levels:
        parent = table_units.nation if table_units.is_coarsest(level) else None
        found = [
            (table_units.find(first, level, parent), table_units.find(second, level, parent)) for first, second in pairs
        ]
        both = [first is second for first, second in found if first and second]
        if both and sum(both) >= TWINS_AGREE * len(both) and TWINS_AGREE * len(pairs) <= len(both) + 1:
            return True
    return False


def _levels(
    frame: Frame, units: Sequence[Heading], table_units: TableUnits, asked: str | None
) -> tuple[list[Heading], tuple[str, ...]]:
    """Decide the level of each column of names and put the coarsest first; one without any name is left out."""
    below = _level_below(table_units, asked)
    counted = {one.column: evidence(frame, one.column, table_units) for one in units}
    named = [one for one in units if counted[one.column].total() or level_named(_lowest(one))] or units
    levels = {one.column: _level(one, counted[one.column], below, table_units.known_levels) for one in named}
    known = table_units.known_levels
    if len(set(levels.values())) < len(named):  # then the headings tell the columns apart
        levels |= {one.column: level for one in named if (level := level_named(_lowest(one))) in known}
    ordered = sorted(named, key=lambda one: known.index(levels[one.column]))
    return ordered, tuple(levels[one.column] for one in ordered)


def _vintage(frame: Frame, units: Sequence[Heading], table_units: TableUnits) -> list[CellFinding]:
    """Recognise the vintage of the names; one that was not in force on the period's day is an error."""
    expected = table_units.vintage
    found = _recognised(frame, units, table_units)
    table_units.vintage = found or expected
    if found == expected:
        return []
    details = {"found": found, "expected": expected}
    details |= {f"{key}_vi": table_units.said(name) for key, name in details.items()}
    kind = "vintage_other" if found else "vintage_mixed"
    return [CellFinding("error", table_units.sheet, "", "", kind, details)]


def _recognised(frame: Frame, units: Sequence[Heading], table_units: TableUnits) -> str:
    """Tell the vintage by the names of provinces, else by that in which names below them are known at all; "" for both.

    A commune may bear the name that a province had, so names known at the table's own level tell nothing.
    """
    vintages = table_units.gazetteer.levels.vintages
    in_each = {vintage: replace(table_units, vintage=vintage) for vintage in vintages}
    of_provinces = [one for one, level in zip(units, table_units.levels, strict=True) if table_units.is_coarsest(level)]
    provinces = [cell for one in of_provinces for cell in _texts(frame, one.column)]
    if any(_fits(one, cell, one.known_levels[0]) for cell in provinces for one in in_each.values()):
        return table_units.names.recognise_vintage([cell.text for cell in provinces], table_units.vintage)
    last = units[-1]
    headed = level_named(_lowest(last))  # "Huyện" heads no column of a vintage without districts
    every = {level for one in in_each.values() for level in one.known_levels}
    fitting = [v for v, one in in_each.items() if headed not in every or headed in one.known_levels]
    cells = _texts(frame, last.column, EVIDENCE)
    known = {
        v: sum(any(_fits(in_each[v], cell, level) for level in in_each[v].known_levels) for cell in cells)
        for v in fitting
    }
    likely = [v for v in fitting if known[v] == max(known.values())]
    here = table_units.known_levels
    doubtful = (v for v in likely if not headed and _are_all_of_another_level(cells, in_each[v], here))
    return next(doubtful, table_units.vintage if table_units.vintage in likely else likely[0])


def _are_all_of_another_level(cells: Sequence[Cell], table_units: TableUnits, known: Sequence[str]) -> bool:
    """Say whether all of several names are of a level that others do not have: of districts, as communes are named now.

    A name alone is a file of its own, and no district sends one any more.
    """
    others = (level for level in table_units.known_levels if level not in known)
    return len(cells) > 1 and any(all(_fits(table_units, cell, level) for cell in cells) for level in others)


def _no_names(frame: Frame, headings: Sequence[Heading], code: Heading | None, table_units: TableUnits) -> CellFinding:
    """Say that the codes are read instead of names, or that the table has neither."""
    if code:
        details = {"letter": code.letter, "vintage": table_units.vintage}
        return CellFinding("note", table_units.sheet, "", code.text, "codes_only", details)
    candidates = ", ".join(head.shown for head in frame.heads)
    return CellFinding("error", table_units.sheet, "", "", "names_none", {"candidates": candidates})


def _side_by_side(units: Sequence[Heading], sheet: str) -> CellFinding:
    columns = ", ".join(sorted(heading.letter for heading in units))
    return CellFinding("error", sheet, "", units[0].text, "tables_side_by_side", {"columns": columns})


def _level_below(table_units: TableUnits, asked: str | None) -> str | None:
    """Name the level of a unit's parts; None where no unit was asked for."""
    if asked is None:
        return None
    unit = table_units.gazetteer.get(table_units.vintage, asked)
    return next((part.level for part in table_units.gazetteer.children(unit)), None)


def _lowest(heading: Heading) -> str:
    return heading.text.rsplit(" / ", 1)[-1]


def _level(heading: Heading, found: Counter[str], asked: str | None, known: Sequence[str]) -> str:
    """Decide the level of a column: that of most of its names; between equals, what its heading or the option says."""
    named = level_named(_lowest(heading))
    best = [level for level in known if found[level] == max(found.values())]
    return next((choice for choice in (asked, named) if choice in best), best[0])


def _fixed(frame: Frame, units: Sequence[Heading], table_units: TableUnits, asked: str | None) -> str | None:
    """Name the unit whose parts all rows are: the one asked for, else the one that most names have above them."""
    is_coarsest = table_units.is_coarsest(table_units.level)
    if is_coarsest or len(units) > 1:
        return table_units.nation if is_coarsest else None
    if asked and _level_below(table_units, asked) == table_units.level:
        return asked
    found = [table_units.find(cell, table_units.level, None) for cell in _texts(frame, units[0].column)]
    parents = Counter(unit.parent for unit in found if unit).most_common(2)
    alone = len(parents) == 1 or (len(parents) > 1 and parents[0][1] > parents[1][1])
    return parents[0][0] if alone else None
