"""Every kind of finding, as the command line says it; `{…}` are filled from a finding's details.

What who sent the file reads, in their language, stands in the word files: `finding.<kind>.problem` says what is wrong
there, `finding.<kind>.fix` what to write instead.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dophu.intake.recollections import ASK, RECOLLECTIONS, SUSPICIONS
from dophu.words import say


class Phrase(NamedTuple):
    """A kind of finding: what is wrong and what to do; a note has no fix."""

    problem: str
    fix: str


def note(problem: str) -> Phrase:
    """Make a kind that only tells what was decided."""
    return Phrase(problem, "")


# By the step that finds it: names, numbers (owned by cells); finding the table (layout); checks against the rows.
PHRASES: dict[str, Phrase] = {
    "name_unknown": Phrase(
        "no {level} of this name; {nearest}",
        "correct the name, or add the spelling to data/reference/aliases.csv; if it is no unit: --skip {place}=REASON",
    ),
    "name_ambiguous": Phrase(
        "several units bear this name; {nearest}",
        "write it in full, with its accents and its kind (tỉnh, thành phố, huyện, …), or with its province in brackets",
    ),
    "name_kind": Phrase(
        "the unit of this name is of another kind: a city is not the province of its name; {nearest}",
        "write the kind and the name as they are",
    ),
    "name_code": Phrase(
        "letters of a name are no name: several units may share them; {nearest}",
        "write the name in full; if it is no unit: --skip {place}=REASON",
    ),
    "name_former": Phrase(
        "{unit} was a unit until {until}; it went into: {into}",
        "give the counts of the units of the period's day; to leave the row out: --skip {place}=REASON",
    ),
    "name_unlisted": Phrase(
        "{unit} was a unit on the period's day, but data/reference/units.csv does not list it",
        "add its row to data/reference/units.csv; to leave the row out: --skip {place}=REASON",
    ),
    "name_later": Phrase(
        "{unit} is a unit only since {since}, after the period's day",
        "give the counts of the units of the period's day; to leave the row out: --skip {place}=REASON",
    ),
    "name_converted": note("read as '{read}', converted from an old encoding"),
    "name_noted": note("read as '{read}': what stands in brackets was not read"),
    "name_eth": note("read as '{read}': it is written with another letter than Đ"),
    "name_respelt": note("read as '{read}': its accents differ"),
    # Numbers (numbers)
    "number_unreadable": Phrase(
        "this is no number",
        (
            "write a number, or leave the cell blank where it is missing; "
            "to take the others without it: --leave-blank {place}=REASON"
        ),
    ),
    "number_scientific": Phrase(
        "it is written with a power of ten, which may have cut its last digits",
        "show the number in full and save the file again; to take the others without it: --leave-blank {place}=REASON",
    ),
    "number_raised": Phrase(
        "a raised figure stands beside it, as the mark of a footnote",
        "write the number alone, and the footnote in a column of its own",
    ),
    "number_two": Phrase(
        "two numbers stand in one cell: {first} and {second}",
        "write one number, or take the row or the cell out of the import: --leave-blank {place}=REASON",
    ),
    "number_hidden": Phrase(
        "a count must be whole; the format of the cell hides the decimals behind it",
        "write the whole number; to take the other counts without this one: --leave-blank {place}=REASON",
    ),
    "number_struck_out": Phrase(
        "the number is struck out", "write the number that holds; where it is this one: --accept {place}=REASON"
    ),
    "number_hidden_out": Phrase(
        "the format of the cell shows nothing of its number",
        "show the number; where it holds: --accept {place}=REASON, else --leave-blank {place}=REASON",
    ),
    "number_marked": note("the mark {mark} was not read as part of the number{said}"),
    "number_parted": Phrase(
        "the row is longer than the headings: its comma may have cut one number into this and '{beside}'",
        "put numbers with commas into quotes, or save the table as xlsx",
    ),
    "number_not_whole": Phrase(
        "a count must be whole; a spreadsheet may have read the dot for thousands as a decimal point",
        "write the whole number, as 63438; to take the others without it: --leave-blank {place}=REASON",
    ),
    "number_negative": Phrase(
        "a count cannot be negative", "correct the number; to take the others without it: --leave-blank {place}=REASON"
    ),
    "number_too_large": Phrase(
        "beyond 2^53 a spreadsheet cannot hold a number exactly",
        "correct the number; to take the others without it: --leave-blank {place}=REASON",
    ),
    "number_percent": Phrase(
        "a percentage stands where a count belongs",
        "write the count; to take the others without it: --leave-blank {place}=REASON",
    ),
    "number_date": Phrase(
        "the spreadsheet has turned it into a date",
        (
            "set the cell's format to text or number and type the figure again; "
            "to take the others without it: --leave-blank {place}=REASON"
        ),
    ),
    "number_error": Phrase(
        "the cell holds an error or true/false instead of a number",
        "mend its formula, or write the number; to take the others without it: --leave-blank {place}=REASON",
    ),
    "number_bound": Phrase(
        "an upper bound is not kept: only hơn, trên, gần and khoảng are",
        (
            "write the number, or one of these words before it; "
            "to take the others without it: --leave-blank {place}=REASON"
        ),
    ),
    "number_notation": Phrase(
        "it does not fit the notation of its column, {notation}", "write all numbers of the column in one way"
    ),
    "number_group": Phrase(
        "the last group has four digits: one too many, or '{digit}' is the mark of a footnote",
        "correct it; a mark goes into brackets: {without} ({digit}); to take the others: --leave-blank {place}=REASON",
    ),
    "number_ambiguous": Phrase(
        "the numbers of this column can be read in two ways: '{text}' is {vi} or {en}",
        "say how they are written: --numbers vi (63.438,5) or --numbers en (63,438.5)",
    ),
    "unit_of_measure": Phrase(
        "two units of measure are said of the same figures: some in thousands or millions, some not",
        "write every count in full, as 63438, or one unit of measure",
    ),
    "unit_no_count": Phrase(
        "the figures are said to be percentages or rates, but the heading is that of a count",
        "ask its sender for the counts; where they are counts: --accept {place}=REASON",
    ),
    "whose_row": Phrase(
        "no one row is that of {unit}", "write the unit's name into the file, beside its figures, or ask its sender to"
    ),
    "unit_other": Phrase(
        "the figures are said to be of '{said}', but the measure counts '{nouns}'",
        "ask its sender; for another column: --column MEASURE=LETTER; where they are: --accept {place}=REASON",
    ),
    "scaled": note("the figures of column {letter} were multiplied by {factor} and are exact to {step}"),
    "number_uncalculated": Phrase(
        "the result of this formula was never calculated",
        "open the file in a spreadsheet, save it, and send it again; or write the number",
    ),
    # Finding the table (headers, layout, rows), and the file as a whole (importer)
    "sheet_unknown": Phrase("no sheet of this name; the file has {sheets}", "correct --sheet"),
    "sheet_hidden": note("the sheet is hidden and was not read"),
    "sheet_unread": note("the sheet was not read"),
    "tables_several": Phrase("several sheets hold a table: {sheets}", "say which one counts: --sheet NAME"),
    "tables_below": Phrase(
        "several tables stand one below the other: {tables}",
        "say which one counts: --table NUMBER, or words of its title",
    ),
    "table_option_none": Phrase("no table has this number or title; the file has {tables}", "correct --table"),
    "table_option_several": Phrase(
        "several tables have these words in their titles: {tables}", "write the number of the table: --table NUMBER"
    ),
    "table_unread": note("another table begins here and was not read"),
    "table_none": Phrase(
        "no table with headings was found in {sheets}",
        (
            "give the columns headings such as 'Địa phương' and the name of what is counted, right above the rows, "
            "or say which they are: --column unit=HEADING; for a hidden sheet: --hidden"
        ),
    ),
    "table_transposed": Phrase(
        "the units stand side by side along the row, not one below the other",
        "turn the table: one row per unit, one column per figure (copy, then paste special, transpose)",
    ),
    "tables_side_by_side": Phrase(
        "two tables stand side by side: the columns {columns} all hold names of units",
        "put one below the other, under one line of headings",
    ),
    "columns_hidden": note("the hidden columns {letters} were not read"),
    "column_several": Phrase(
        "several columns may give '{label}' ({measure}): {candidates}",
        "say which: --column {measure}={letter}, or its heading; intake.columns of campaign.yml keeps it",
    ),
    "column_other_time": Phrase(
        "the heading names another time than {period}",
        "correct the period, or choose another: --column {measure}=LETTER; where it is right: --accept {place}=REASON",
    ),
    "column_two_times": Phrase(
        "beside '{other}' this may be a day of the month or a month of another year",
        "say which column is the period's: --column {measure}={letter}, or the letter of another",
    ),
    "row_other_day": Phrase(
        "the row is of another day than {period}",
        "keep the rows of that day alone; where all are up to it: --as-of MOMENT",
    ),
    "columns_other_times": Phrase(
        "no column of '{label}' is of the period {period}: {candidates}", "correct the period, or ask for its figures"
    ),
    "rows_no_period": Phrase(
        "no row is of the period {period}", "correct the period, or ask for the rows of that time"
    ),
    "block_two": Phrase(
        "the year and its last part '{name}' end on the same day: the rows of the part were read",
        "if they are right: --accept block_two=REASON; for the year: --skip '{name}=REASON'",
    ),
    "series_unknown": Phrase(
        "no row names a measure of the campaign; the rows are of {names}",
        "give their codes in campaign.yml, intake.codes: {measure}: [CODE], or with --mapping FILE",
    ),
    "series_unread": note("rows of other figures were not read: {names}"),
    "column_two_measures": Phrase(
        "the heading fits several measures: {measures}",
        "say which: --column {measure}={letter}; intake.columns of campaign.yml keeps it",
    ),
    "column_none": Phrase(
        "no column gives a measure such as '{label}' ({measure}); possible columns: {candidates}",
        "say which: --column {measure}={letter}, or its heading; intake.columns of campaign.yml keeps it",
    ),
    "column_option_none": Phrase(
        "--column {meaning} names no column; the columns are {candidates}", "write one of these headings, or its letter"
    ),
    "column_option_several": Phrase(
        "--column {meaning} fits several columns: {candidates}", "write the column's letter"
    ),
    "column_unused": note("column {letter} was not read: its heading means no measure of the campaign"),
    "column_rate": note("column {letter} was not read: it gives a rate per so many, neither a count nor a percentage"),
    "rates_alone": Phrase(
        "the column gives a rate per so many, neither a count nor a percentage; no other gives '{label}'",
        "ask for the counts themselves, or for percentages",
    ),
    "column_former": note("column {letter} was not read: it speaks of another period"),
    "columns_former": note("{count} columns from {letters} were not read: they speak of other periods"),
    "column_unheaded": note("column {letter} was not read: it has no heading"),
    "names_again": note("column {letter} names the same units and was not read"),
    "names_disagree": Phrase(
        "the row names {unit} in one column and '{other}' in another",
        "correct one of the names, or set the row aside: --skip {place}=REASON",
    ),
    "names_none": Phrase(
        "no column holds names of units; the columns are {candidates}", "say which: --column unit=LETTER"
    ),
    "name_misplaced": Phrase("{unit} is named outside the column of such units", "move the name into its column"),
    "row_set_aside": note("the row was set aside: {reason}"),
    "left_blank": note("the count was left blank: {reason}"),
    "row_above": Phrase("a unit and its figures stand above the headings", "move the row below the headings"),
    "row_unnamed": Phrase(
        "the row has figures but no name", "write the unit's name; to leave the row out: --skip {place}=REASON"
    ),
    "unit_twice": Phrase(
        "{unit} stands twice: in {first} as well{differs}",
        "keep one of the two rows; to leave this one out: --skip {place}=REASON{all}",
    ),
    "code_other": Phrase(
        "the name in this row is {unit}, whose code is {code}; this code means {meant}", "correct the code or the name"
    ),
    "code_unknown": Phrase("no unit has this code in {vintage}", "correct the code, or give the unit's name"),
    "codes_other": note("column {letter} was not read: it gives codes of another scheme than ours"),
    "code_two_schemes": Phrase(
        "without its hyphen it may be the code of the statistics office or that of ISO 3166-2",
        "write the unit's name, or its code as 01 or VN-HN",
    ),
    "codes_only": note(
        "column {letter} gives codes and no column gives names: the codes were read as those of {vintage}"
    ),
    "shares_below_one": Phrase(
        "no percentage of this column is above 1: they may be fractions, 0.404 for 40.4 %",
        "write them as percentages; where they are: --accept {place}=REASON",
    ),
    "share_out_of_range": Phrase(
        "a percentage below 0 or above 100", "correct it; where it is right: --accept {place}=REASON"
    ),
    "shares_alone": note("the table has no counts: {count} percentages are kept as published, as shares of {base}"),
    "values_alone": note("{count} figures that are no counts are kept as published"),
    "estimates": note("{count} of them are kept with the interval that stands beside them"),
    "interval_halved": Phrase(
        "the interval beside this figure has one end only, or cannot be read",
        "write both ends, or a margin; or leave all of them blank",
    ),
    "interval_apart": Phrase(
        "the figure lies outside its interval, {low} to {high}", "correct the figure, or the interval"
    ),
    "base_not_whole": Phrase(
        "a base must be a whole number above nought",
        "correct the number, or clear the cell where the base is not known",
    ),
    "count_merged": Phrase(
        "the cell is merged over rows {first} to {last}, which count different units",
        "take the merging apart, and write each unit's own count",
    ),
    "counts_none": Phrase(
        "column {letter} holds no count at all", "fill in the counts, or choose another column or sheet"
    ),
    "column_empty": note("nobody has filled in column {letter}: nothing is taken from it"),
    "count_missing": note("no count for {unit}"),
    "column_unsaved": note("{count} formulas of column {letter} have no saved result and were not checked"),
    "rows_hidden": note("{count} hidden rows were not read: {rows}"),
    "vintage_other": Phrase(
        "the names are those of {found}, but on the period's day {expected} was in force",
        "correct the period, or ask for the units of that day",
    ),
    "vintage_mixed": Phrase(
        "the names mix units of before and after 01/7/2025; on the period's day {expected} was in force",
        "ask for the units of that day",
    ),
    "parent_other": Phrase(
        "the rows are parts of {found}, not of {expected}", "correct --unit, or choose the right file"
    ),
    "units_missing": Phrase(
        "{given} of the {all} units of {parent} are in the table; missing: {names}",
        "ask for the missing ones; without them the report names them as missing",
    ),
    "moment_other": Phrase(
        "the file speaks of {moments}, the period is {period}",
        "correct the period, or say until when the counts run: --as-of {period}",
    ),
    "month_other": Phrase(
        "'{line}' names another time than the period, {period}",
        "correct the period; where the counts are the period's: --as-of {period}, or --accept {place}=REASON",
    ),
    "moment_several": Phrase(
        "the file names several moments: {moments}", "say which one holds: --as-of {period}T08:00"
    ),
    "moment_read": note("the counts run until {moment}"),
    "moment_decided": note("the file speaks of {moments}; --as-of says {moment}"),
}

CHECKS: dict[str, Phrase] = {  # a table held to itself (checks, shares)
    "accepted": note("accepted although {problem}: {reason}"),
    "formulas_used": note(
        "{rows} cells of column {letter} are formulas such as ={formula}: their saved results were used"
    ),
    "formula_unsaved": Phrase(
        "the formula ={formula} has no saved result",
        "open the file in a spreadsheet program, let it compute, and save it; or write the number itself",
    ),
    "total_unsaved": note("the total ={formula} has no saved result and was not checked"),
    "total_differs": Phrase(
        "the total is {total}, its {rows} rows add up to {sum} ({gap}{hint})",
        "correct the row or the total; where both are right: --accept {place}=REASON",
    ),
    "total_stale": Phrase(
        "the saved result of ={formula} is {total}, the {rows} rows add up to {sum} ({gap}{hint})",
        "let a spreadsheet program compute it again and save; where both are right: --accept {place}=REASON",
    ),
    "total_too_small": Phrase(
        "the total is {total}, but {rows} rows alone add up to {sum} ({gap}; without {missing})",
        "correct the row or the total; where both are right: --accept {place}=REASON",
    ),
    "sum_leaves_out": Phrase(
        "the sum ={formula} leaves out {rows}",
        "have the sum cover every row; where it is right: --accept {place}=REASON",
    ),
    "sum_counts_twice": Phrase(
        "the sum ={formula} counts more than once: {rows}",
        "leave the subtotals or their rows out of the sum; where it is right: --accept {place}=REASON",
    ),
    "sum_adds_others": Phrase(
        "the sum ={formula} also adds {rows}",
        "have the sum cover its own rows only; where it is right: --accept {place}=REASON",
    ),
    "above_base": Phrase(
        "the count is above its base {key} of {amount}",
        "correct the count; where it is right: --accept {place}=REASON, which becomes the note of the count",
    ),
    "above_base_known": note("the count is above its base {key} of {amount}; the campaign explains it: {reason}"),
    "repeated": note("the same number in {rows}"),
    "door": Phrase("with these counts the period is refused: {problem}", "{fix}"),
    "share_base": note("the shares of column {letter} follow from {base}: {agreed} of {rows} agree with it"),
    "share_explained": Phrase(
        (
            "the share is {printed}; on {base} of {amount} it is {computed}; "
            "{printed} follows from {other_base} of {other_amount}"
        ),
        "have it computed on one base; shares are not imported",
    ),
    "share_unexplained": Phrase(
        "nothing explains the shares of column {letter}: from {base} only {agreed} of {rows} follow",
        "say what they are computed on, or leave the column out: --column ignored={letter}; shares are not imported",
    ),
    "share_differs": Phrase(
        "the share is {printed}; on {base} of {amount} it is {computed}; {printed} implies a base of {implied}",
        "look at the count and at the base; shares are not imported",
    ),
    "rank_differs": Phrase(
        "by {order} the rank is {place}", "look at the count and at the rank; ranks are not imported"
    ),
}
PHRASES |= CHECKS
PHRASES |= {kind: Phrase(said, ASK.format(kind)) for kind, said in SUSPICIONS.items()}
PHRASES |= {kind: note(said) for kind, said in RECOLLECTIONS.items()}

# How a column was understood, and what was passed over: English as it is told, `{…}` parts, and the word files' key.
EVIDENCE: dict[str, str] = {
    "the table has no counts": "no_counts",
    "its heading names another time": "other_time",
    "its cells are codes of units": "unit_codes",
    "its cells are times": "times",
    "it names the same units": "same_units",
    "its cells are names of units": "unit_names",
    "chosen by --column": "chosen",
    "kept in campaign.yml": "kept",
    "its heading names another day ({days})": "other_day",
    "it is headed as the value, and the table is of one measure": "as_value",
    "its heading is a time, and the table is of one measure": "as_time",
    "it alone names the day": "names_day",
    "it alone names the period": "names_period",
    "the others name another time": "others_time",
    "it is the name of the measure": "names_measure",
    "the words {words}": "words",
    "every number reads the same in both notations": "both_notations",
    "{cell} in {place} is a number only in this notation": "only_so",
    "most cells are written so": "most_so",
    "others are not: {part}": "others_not",
    "two readings": "two_readings",
    "macros are not read": "macros",
    "tracked changes were read as accepted": "tracked",
    "links to other files are not followed": "links",
    "the name says {ending}, but the file is {form}": "ending",
    "it was read as that": "as_form",
    "read as {encoding}, cells parted by {mark}": "encoding_and_mark",
    "read as {encoding}": "encoding",
}


def evidence_vi(why: str) -> str:
    """Tell in Vietnamese how a column was understood; words of the file, and what has no twin here, stay.

    >>> evidence_vi("the words 'cài đặt'; '63.438' in C5 is a number only in this notation")
    "có chữ 'cài đặt'; '63.438' ở ô C5 chỉ đọc được theo cách này"
    """
    return "; ".join(map(_part_vi, why.split("; ")))


def _part_vi(part: str) -> str:
    for english, key in EVIDENCE.items():
        wanted = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.*)", re.escape(english))
        if found := re.fullmatch(wanted, part):
            return say(f"evidence.{key}", **found.groupdict())
    return part
