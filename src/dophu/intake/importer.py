"""The import of one file, step by step: sheet, headings, rows, numbers, checks; and the account of every row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from dophu.errors import DataError
from dophu.intake.checks import accepted, check_rows
from dophu.intake.decisions import kept_blank, left_blank, tell_skipped, without_blank
from dophu.intake.estimates import estimates
from dophu.intake.figures import Figures, parted, read_figures, with_notations, without_empty
from dophu.intake.findings import CellFinding, Weight, merged
from dophu.intake.footnotes import CellKey, notes_of, tell_marks
from dophu.intake.grid import Workbook
from dophu.intake.headers import Vocabulary, speaks_of_a_base
from dophu.intake.layout import Frame, SheetRow, Table
from dophu.intake.moments import OF_A_DOCUMENT, counted_until
from dophu.intake.names import Names, decode
from dophu.intake.nouns import other_units
from dophu.intake.numbers import Number
from dophu.intake.own_bases import as_value, bases_apart, own_bases
from dophu.intake.percentages import kinds_of_bases, of_percentages, percentages, wrong_percentages
from dophu.intake.periods import PERIOD, time_of
from dophu.intake.result import Count, Intake, Notation, OwnBase, Printed, Skipped
from dophu.intake.rows import read_table
from dophu.intake.scales import factors, no_counts, tell_scaled
from dophu.intake.search import Wanted, choose_table
from dophu.intake.series import joined, slices
from dophu.intake.table_units import TableUnits, transposed
from dophu.intake.times import agrees, is_of_other_year, times_in, without_ranges_of_days
from dophu.wording import Moment
from dophu.wording import moment as in_words
from dophu.words import say
from dophu.world.bases import Bases
from dophu.world.campaigns import Campaign
from dophu.world.units import Gazetteer, Gone

TEXT_AT_MOST = 120  # characters of a skipped row that are repeated
NAMES_SHOWN = 20
SAME_FILE = "same_file"
ENDS_IN_A_YEAR = re.compile(r"^\D{1,80}\s(?:19|20)\d\d\W*$")  # "Kết quả 2020"
OF_A_PLAN = re.compile(
    r"kế hoạch|nghị quyết|nghị định|thông tư|chỉ thị|chương trình|đề án|quy hoạch|giai đoạn|so với|cùng kỳ|mẫu số|luật",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Context:
    """What a file is read against.

    aliases   spellings of units that no rule gives, by (vintage, code)
    parent    the unit whose parts the file must list ("VN", or a province's code); None leaves it to the names
    gone      reads the units that are no more; few files name any
    recall    holds what was read against former deliveries: a file's counts and its SHA-256 -> findings
    since     the first day of the period, where it has several
    """

    gazetteer: Gazetteer
    aliases: Mapping[tuple[str, str], Sequence[str]]
    campaign: Campaign
    period: date
    bases: Bases
    parent: str | None = None
    gone: Callable[[], Iterable[Gone]] = tuple
    recall: Callable[[Sequence[Count], str], list[CellFinding]] | None = None
    since: date | None = None

    @cached_property
    def names(self) -> Names:
        """All units by the spellings of their names; many files may be read in one context."""
        return Names(self.gazetteer, self.aliases, self.gone)


@dataclass(frozen=True)
class Options:
    """What whoever imports decides where the file leaves it open.

    table     number or title of the table, where a sheet holds several
    columns   measure or meaning -> heading or letter of its column
    numbers   how numbers are written
    hidden    whether hidden sheets, rows and columns are read
    as_of     until when the counts run, where the file says otherwise or nothing
    accept    place ("B70" or "Sheet!B70") of a disagreement, or a kind of them -> why it is taken as it stands
    skip      a cell of a row, or its number, -> why the row is set aside
    blank     place of a count -> why it is left blank
    """

    sheet: str | None = None
    table: str | None = None
    columns: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    numbers: Notation | None = None
    hidden: bool = False
    as_of: Moment | None = None
    accept: Mapping[str, str] = field(default_factory=dict)
    skip: Mapping[str, str] = field(default_factory=dict)
    blank: Mapping[str, str] = field(default_factory=dict)


def take_in(workbook: Workbook, sha256: str, size: int, context: Context, options: Options) -> Intake:
    """Import one file: every finding at once, and every non-empty row of its sheet accounted for.

    sha256, size   of the file as received

    Raises UsageError for an option that names nothing. What is wrong with the file is among the findings; then
    `counts` is not to be used.
    """
    blank = Intake(
        *(
            workbook.name,
            sha256,
            size,
            workbook.form,
            "",
            "",
            context.gazetteer.vintage_on(context.period),
            context.parent or "",
        ),
        *((), (), (), (), (), (), options.as_of),
    )
    table_units = TableUnits("", context.gazetteer, context.names, context.gazetteer.vintage_on(context.period))
    vocabulary, (frame, findings) = found_table(workbook, context, options, table_units)
    searched = [frame.view] if frame else [sheet for sheet in workbook if not sheet.hidden]
    turned = [finding for sheet in searched if (finding := transposed(sheet, table_units))]
    if turned or frame is None:
        return replace(blank, findings=tuple(turned or findings))
    table_units.sheet = frame.sheet.name
    parts, unread = slices(frame, vocabulary)
    if not parts:
        return replace(blank, findings=(*findings, *unread))
    told = [*findings, *unread]
    tables = (read_table(part.frame, part.vocabulary, replace(table_units), context.parent) for part in parts)
    return joined([_imported(table, blank, told, context, options) for table in tables])


def found_table(
    workbook: Workbook, context: Context, options: Options, table_units: TableUnits
) -> tuple[Vocabulary, tuple[Frame | None, list[CellFinding]]]:
    """Find the table that counts, with what its headings may mean; None with an error where there is not one."""
    day = options.as_of.day if options.as_of else context.period
    vocabulary, settings = Vocabulary(context.campaign, options.columns, day, context.since), context.campaign.intake
    held = settings.sheet if settings.sheet in {sheet.name for sheet in workbook} else None
    wanted = Wanted(options.sheet or held, options.table or settings.table, options.hidden, options.skip, settings.skip)
    return vocabulary, choose_table(workbook, wanted, vocabulary, table_units)


def _imported(
    table: Table, blank: Intake, findings: Sequence[CellFinding], context: Context, options: Options
) -> Intake:
    """Read and check the numbers of a table, and put the intake together."""
    table, passed_over = without_empty(table, context.campaign)
    scales, doubts = factors(table, context.campaign.measures, blank.name)
    figures = read_figures(table, context.campaign, options.numbers, scales)
    table = with_notations(table, figures)
    kept = kept_blank(table, context.campaign, figures)
    blanks = left_blank(table, context.campaign, figures, kept | dict(options.blank))
    as_of, moments = _as_of(table, context, options)
    moments += [] if options.as_of else _other_days(table, context.period)
    notes = notes_of(table, figures.values) | blanks
    found = [
        *findings,
        *table.findings,
        *passed_over,
        *doubts,
        *no_counts(table, context.campaign.measures),
        *other_units(table, context.campaign),
        *tell_scaled(table, scales, figures.steps),
    ]
    found += [*figures.findings, *parted(table, context.campaign), *tell_marks(table, figures.values, notes)]
    found += [*_whole(table, context), *moments, *tell_skipped(table, options.skip, context.campaign.intake.skip)]
    given = _given(table, figures, notes, context)
    found += given.findings
    found += check_rows(table, figures.values, given.context)
    found += _recalled(table, given.counts, blank.sha256, given.context)
    found = without_blank(table, _weightiest(found), blanks)
    found = merged(accepted(found, options.accept), len(table.data))
    return _put_together(table, replace(blank, findings=tuple(found), as_of=as_of), given, context.campaign)


def _weightiest(found: Sequence[CellFinding]) -> list[CellFinding]:
    """Leave out what is told as an error as well."""
    raised = [one for one in found if one.weight == "error"]
    return [one for one in found if one.weight == "error" or replace(one, weight="error") not in raised]


@dataclass(frozen=True)
class _Given:
    """What a table gives.

    context   with the denominators that it brings
    """

    counts: tuple[Count, ...]
    bases: tuple[OwnBase, ...]
    shares: tuple[Printed, ...]
    context: Context
    findings: tuple[CellFinding, ...]


def _given(table: Table, figures: Figures, notes: Mapping[CellKey, str], context: Context) -> _Given:
    """Gather the counts, denominators and percentages of a table, and what is wrong with the latter two."""
    counts = tuple(_counts(table, figures, notes, context))
    bases, wrong = own_bases(table, figures, context.bases)
    columns = of_percentages(table, context.campaign)
    ends, apart = estimates(table, columns, figures)
    kinds = kinds_of_bases(columns, context.campaign, context.bases)
    shares = tuple(percentages(table, kinds, figures, notes, ends))
    found = [*wrong, *wrong_percentages(table, columns, figures, context.campaign), *apart]
    found += _shares_told(table, shares)
    if bases:
        day = context.period.isoformat()
        own = context.bases.with_own(day, tuple(as_value(base, "") for base in bases))
        context = replace(context, bases=own)
        found += bases_apart(table, bases, context, day)
    return _Given(counts, bases, shares, context, tuple(found))


def _put_together(table: Table, blank: Intake, given: _Given, campaign: Campaign) -> Intake:
    """Write down what was read, with the account of every row."""
    takes = bool(of_percentages(table, campaign) or table.measures(campaign.measures))
    intake = replace(
        blank,
        sheet=table.sheet.name,
        area=table.area.place,
        vintage=table.vintage,
        parent=table.parent,
        columns=tuple(heading.as_column() for heading in table.headings),
        counts=given.counts,
        rows_in=tuple(table.sheet.rows),
        rows_out=tuple(row.number for row in table.data) if takes else (),
        skipped=tuple(_skipped(row) for row in table.rows if row.role not in ("data", "wrong")),
        bases=given.bases,
        shares=given.shares,
    )
    _account(intake, table)
    return intake


def _shares_told(table: Table, shares: Sequence[Printed]) -> Iterator[CellFinding]:
    """Say how many figures are kept as published: shares of which base, others, and estimates among them."""
    told = {
        "shares_alone": [share for share in shares if share.base],
        "values_alone": [share for share in shares if not share.base],
        "estimates": [share for share in shares if share.ends],
    }
    for kind, some in told.items():
        if some:
            details = {"count": str(len(some)), "base": ", ".join(sorted({share.base for share in some}))}
            yield CellFinding("note", table.sheet.name, "", "", kind, details)


def _counts(table: Table, figures: Figures, notes: Mapping[CellKey, str], context: Context) -> Iterator[Count]:
    """List the counts by unit as the gazetteer has them, and by measure as the campaign has them."""
    by_unit = {row.unit: row for row in reversed(table.data)}
    measures = table.measures(context.campaign.measures)
    units = sorted(filter(None, by_unit), key=lambda unit: (unit.depth, unit.code))
    ordered = [(unit, by_unit[unit], heading) for unit in units for heading in measures]
    for unit, row, heading in ordered:
        number = figures.values.get((row.number, heading.column), Number())
        value = int(number.value) if number.value is not None else None
        place = f"{heading.letter}{row.number}"
        key = (unit.vintage, unit.code, heading.meaning)
        note = notes.get((row.number, heading.column), "")
        yield Count(*key, value, int(number.step), number.qualifier, place, note)


def _recalled(table: Table, counts: Sequence[Count], sha256: str, context: Context) -> Iterator[CellFinding]:
    """Hold the counts against former deliveries, and name the cells as their sender sees them."""
    recalled = context.recall(counts, sha256) if context.recall else []
    if SAME_FILE in {found.kind for found in recalled} and _holds_periods(table):
        recalled = accepted(recalled, {SAME_FILE: say("finding.several_periods")})
    shown = {cell.place: cell.text for cell in table.sheet.cells.values()} if recalled else {}
    for found in recalled:
        yield replace(found, sheet=table.sheet.name, value=shown.get(found.place, ""))


def _holds_periods(table: Table) -> bool:
    """Say whether a table has figures of other periods, too, so that its file comes again for each."""
    return bool(table.meaning("former")) or any(row.role == "other_period" for row in table.rows)


def _skipped(row: SheetRow) -> Skipped:
    text = " | ".join(" ".join(cell.text.split()) for cell in row.cells.values() if cell.text.strip())
    return Skipped(row.number, row.role, text[:TEXT_AT_MOST])


def _account(intake: Intake, table: Table) -> None:
    """Hold the import to its promise: every row gave counts, was skipped by name, or belongs to an error."""
    skipped = [row.row for row in intake.skipped]
    refused = [row.number for row in table.rows if row.role == "wrong" or (row.role == "data" and not intake.rows_out)]
    told = Counter([*intake.rows_out, *skipped, *refused])
    lost = sorted({*intake.rows_in}.symmetric_difference(told)) + [row for row, times in told.items() if times > 1]
    if refused and not intake.errors:
        lost += refused
    if lost:
        rows = ", ".join(map(str, lost[:TEXT_AT_MOST]))
        raise DataError(f"{intake.name}!{intake.sheet}", f"rows {rows} are unaccounted for", "report this as a fault")


def _whole(table: Table, context: Context) -> Iterator[CellFinding]:
    """Hold the units of the table to those it should list: parts of the unit asked for, and all of them."""
    sheet, gazetteer = table.sheet.name, context.gazetteer
    if context.parent and table.parent and context.parent != table.parent:
        found, expected = (gazetteer.get(table.vintage, code).full_name for code in (table.parent, context.parent))
        yield CellFinding("error", sheet, "", "", "parent_other", {"found": found, "expected": expected})
        return
    given = {row.unit for row in table.data}
    above = {unit.parent for unit in given if unit}
    wholes = [gazetteer.get(table.vintage, code) for code in sorted(filter(None, above))]
    peers = [unit for whole in wholes for unit in gazetteer.children(whole)]
    missing = [unit.name for unit in peers if unit not in given]
    if missing and given:
        names = ", ".join(missing[:NAMES_SHOWN]) + (", …" if len(missing) > NAMES_SHOWN else "")
        parent = gazetteer.get(table.vintage, table.parent).full_name
        details = {"given": str(len(given)), "all": str(len(peers)), "parent": parent, "names": names}
        yield CellFinding("warning", sheet, "", "", "units_missing", details)


def _as_of(table: Table, context: Context, options: Options) -> tuple[Moment | None, list[CellFinding]]:
    """Find until when the counts run, by the file or by the option, and hold it to the period."""
    counted = [without_ranges_of_days(heading.text) for heading in table.measures(context.campaign.measures)]
    titles = [table.sheet.name, *(decode(cell.text, cell.fonts) for cell in table.titles)]
    named = counted_until([*titles, *counted], context.period.year)
    fitting = [moment for moment in named if moment.day == context.period]
    moment = options.as_of or (fitting[0] if len(fitting) == 1 else None)
    if not named:
        return moment, [] if options.as_of else _other_time(table, context)
    weight: Weight = "note" if moment else "error"
    if options.as_of:
        kind = "moment_read" if options.as_of in named else "moment_decided"
    else:
        kind = "moment_read" if moment else "moment_several" if fitting else "moment_other"
    details = {
        **_said("period", [Moment(context.period)]),
        **_said("moment", [moment] if moment else []),
        **_said("moments", fitting or named),
    }
    return moment, [CellFinding(weight, table.sheet.name, "", "", kind, details)]


def _other_time(table: Table, context: Context) -> list[CellFinding]:
    """Find a title, or the sheet's name, that names no day but another month or year than the period's."""
    period = context.period
    titles = [("", table.sheet.name), *((cell.place, decode(cell.text, cell.fonts)) for cell in table.titles)]
    spoken = [
        (place, line, _fits(line, context, bare=not place or ENDS_IN_A_YEAR.search(line) is not None))
        for place, line in titles
        if _dates_counts(line)
    ]
    told = [one for one in spoken if one[2] is not None]
    if not told or any(fits for _, _, fits in told):
        return []
    place, line, _ = told[0]
    details = {"line": line[:TEXT_AT_MOST], "place": place or table.sheet.name, **_said("period", [Moment(period)])}
    return [CellFinding("error", table.sheet.name, place, "", "month_other", details)]


def _fits(line: str, context: Context, *, bare: bool) -> bool | None:
    """Say whether a title's time is that of the period; None where it names none."""
    fits = agrees(line, context.period, bare=bare)
    return fits and not is_of_other_year(line, context.since, context.period)


def _dates_counts(line: str) -> bool:
    """Say whether the time of a title is that of its counts, not of a document, a plan or a base."""
    months = any(span.grain == "month" for span in times_in(line, date.min.year, bare=False))
    of_a_plan = OF_A_PLAN.search(line) is not None and not months
    return not (OF_A_DOCUMENT.search(line) or of_a_plan or speaks_of_a_base(line))


def _other_days(table: Table, period: date) -> list[CellFinding]:
    """Find the first row that a column of times gives to another time than the period."""
    for row in table.data:
        if time_of(row.cells, table.headings, period) is False:
            cell = next(row.cells[one.column] for one in table.meaning(PERIOD) if one.column in row.cells)
            details = _said("period", [Moment(period)])
            return [CellFinding("error", table.sheet.name, cell.place, cell.text, "row_other_day", details)]
    return []


def _said(key: str, moments: Sequence[Moment]) -> dict[str, str]:
    """Write moments in both languages."""
    return {key: ", ".join(map(str, moments)), f"{key}_vi": ", ".join(in_words(moment) for moment in moments)}
