"""CSV tables checked at the door: every finding of a file in one error, by row, column and value.

After this module frames are trusted: codes are text, counts are whole numbers, moments are `Moment`s.
Row numbers are those of the file, the header being row 1.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from dophu.errors import DataError, did_you_mean
from dophu.wording import Moment

if TYPE_CHECKING:
    import pandas as pd

Record = dict[str, Any]  # a row by the names of its columns, with its file and line
MARK = '"'
LONGEST_LINE = 100_000  # characters, below what the CSV reader takes for a cell
SHOWN = 60  # characters of a broken row
OPEN_QUOTE = "a quotation mark opens a cell that does not end on its line"
CLOSE_QUOTE = "close the mark or remove it; write text that runs on on one line"
LONGEST = 15  # digits of a number: a thousand times mankind, and far inside what 64 bits hold
QUALIFIERS = ("", "hơn", "trên", "gần", "khoảng")


@dataclass(frozen=True)
class Cell:
    """A figure that a finding speaks of, as facts name it; what is blank is any."""

    vintage: str = ""
    unit: str = ""
    measure: str = ""
    period: str = ""
    source: str = ""
    base: str = ""


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong, or doubtful and explained, in one cell; `row` 0 speaks of the whole file.

    note    explains it: a finding with a note is known, reported and not refused
    source  the id of who published the figure
    cells   the figures that it doubts, the one of its row first
    """

    file: str
    row: int
    column: str
    value: str
    problem: str
    fix: str
    note: str = ""
    source: str = ""
    cells: tuple[Cell, ...] = field(default=(), compare=False, repr=False)

    @property
    def known(self) -> bool:
        """Say whether a note in the data explains it."""
        return bool(self.note)

    def __str__(self) -> str:
        row = f" row {self.row}" if self.row else ""
        column = f" column '{self.column}'" if self.column else ""
        return f"{self.file}{row}{column}: {self.problem}, got '{self.value}'"

    def as_data(self) -> Record:
        """Write it as plain data, as a person reads it."""
        return {name: value for name, value in vars(self).items() if name != "cells"} | {"known": self.known}


def refuse(findings: Iterable[Finding]) -> None:
    """Raise one DataError with every unexplained finding; none means the data may pass."""
    wrong = sorted(finding for finding in findings if not finding.known)
    if not wrong:
        return
    lines = "".join(f"\n  {finding}" for finding in wrong)
    fixes = "; ".join(dict.fromkeys(finding.fix for finding in wrong))
    raise DataError(wrong[0].file, f"{len(wrong)} finding(s){lines}", fixes)


def _is_moment(text: str) -> bool:
    try:
        Moment.parse(text)
    except ValueError:
        return False
    return True


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


@dataclass(frozen=True)
class Rule:
    """What one cell may hold, and what to do when it does not."""

    holds: Callable[[str], bool]
    problem: str
    fix: str


WHOLE = Rule(
    _matches(rf"|[0-9]{{1,{LONGEST}}}"),
    f"not a whole number of 0 or more, of at most {LONGEST} digits",
    "write digits only, as 63438, or leave it blank",
)
STEP = Rule(
    _matches(rf"|[1-9][0-9]{{0,{LONGEST - 1}}}"),
    "not a rounding step",
    "write 1 for an exact count, 1000 for thousands",
)
SHARE = Rule(
    _matches(rf"-?[0-9]{{1,{LONGEST}}}(\.[0-9]{{1,{LONGEST}}})?"),
    "not a number",
    "write it with a decimal point, as 8.12, without %",
)
MOMENT = Rule(lambda t: t == "" or _is_moment(t), "not a moment", "write 2020-08-07 or 2020-08-07T08:00")
DAY = Rule(lambda t: t == "" or (_is_moment(t) and "T" not in t), "not a date", "write 2020-08-07")
NEEDED = Rule(lambda t: t != "", "blank", "fill it in")
FREE = Rule(lambda t: True, "", "")


def one_of(*words: str) -> Rule:
    """Allow a closed list of words."""
    shown = ", ".join(f"'{word}'" for word in words)
    return Rule(lambda text: text in words, f"not one of {shown}", f"use one of {shown}")


VINTAGE = NEEDED  # held to levels.csv where units are looked up
COUNTS = {
    "source": NEEDED,
    "as_of": MOMENT,
    "vintage": VINTAGE,
    "unit": NEEDED,
    "measure": NEEDED,
    "count": WHOLE,
    "step": STEP,
    "qualifier": one_of(*QUALIFIERS),
    "note": FREE,
}
PUBLISHED = {
    "source": NEEDED,
    "as_of": MOMENT,
    "vintage": VINTAGE,
    "unit": NEEDED,
    "measure": NEEDED,
    "figure": one_of("share", "value", "rank", "increase"),
    "value": SHARE,
    "step": STEP,
    "qualifier": one_of(*QUALIFIERS),
    "base": FREE,
    "of": WHOLE,
    "status": one_of("published", "order_of_mention", "derived"),
    "since": DAY,
    "note": FREE,
}
END = Rule(lambda text: text == "" or SHARE.holds(text), "not a number", "write it with a decimal point, as 8.12")
LEVEL = Rule(_matches(r"|[1-9][0-9](\.[0-9])?"), "not a level of confidence in per cent", "write 95, or leave it blank")
ESTIMATE = {"low": END, "high": END, "level": LEVEL, "method": FREE}  # columns that published.csv may have
ESTIMATED = {**ESTIMATE, "low": WHOLE, "high": WHOLE}  # and counts.csv
TOTALS = {
    "source": NEEDED,
    "as_of": MOMENT,
    "vintage": VINTAGE,
    "units": NEEDED,
    "measure": NEEDED,
    "count": WHOLE,
    "step": STEP,
    "qualifier": one_of(*QUALIFIERS),
    "note": FREE,
}
REVISIONS = {
    "source": NEEDED,
    "revised": Rule(lambda t: t != "" and _is_moment(t), "not a moment", "write 2020-08-29 or 2020-08-29T08:00"),
    "vintage": VINTAGE,
    "unit": NEEDED,
    "measure": NEEDED,
    "former": WHOLE,
    "step": STEP,
    "qualifier": one_of(*QUALIFIERS),
    "reason": FREE,
}
LEVELS = {**dict.fromkeys(("vintage", "level"), NEEDED), "above": FREE, "many": NEEDED, "from": DAY, "to": DAY}
OWN_CODE = Rule(  # a bare number loses its noughts on the way, and gets them back up to two digits
    _matches(r"[0-9]{2,5}|.*[^0-9].*"), "not a unit's code", "write its digits, two to five of them, as 01"
)
UNITS = dict.fromkeys(("vintage", "level", "name", "kind"), NEEDED) | {
    "code": OWN_CODE,
    **dict.fromkeys(("parent", "region", "note"), FREE),
}
PLACE = Rule(_matches("[0-9]{1,4}"), "not a place", "write its number, as 12")
REGIONS = {"vintage": VINTAGE, "code": NEEDED, "name": NEEDED, "order": PLACE}
ALIASES = {"vintage": VINTAGE, "code": NEEDED, "alias": NEEDED}
TILES = {"vintage": VINTAGE, "code": NEEDED, "col": PLACE, "row": PLACE}
GONE = {"name": NEEDED, "kind": NEEDED, "province": FREE, "district": FREE, "until": DAY, "into": NEEDED}
ISLANDS = {"vintage": VINTAGE, "code": NEEDED, "name": NEEDED, "col": SHARE, "row": SHARE}
CROSSWALK = {
    "from_vintage": VINTAGE,
    "from_code": FREE,
    "to_vintage": VINTAGE,
    "to_code": NEEDED,
    "relation": one_of("unchanged", "merged_whole", "people_whole", "part"),
    "effective_from": DAY,
}
NOTE = {"note": FREE}  # a column that the crosswalk may have
BASES = {
    **dict.fromkeys(("base", "vintage", "code"), NEEDED),
    "value": Rule(
        _matches(rf"[1-9][0-9]{{0,{LONGEST - 1}}}"), "not a number of people or devices", "write digits only, as 781655"
    ),
    "low": WHOLE,
    "high": WHOLE,
    "qualifier": one_of(*QUALIFIERS),
    "status": one_of("published", "derived"),
    "source": NEEDED,
    "note": FREE,
}


QUOTAS = {
    **dict.fromkeys(("measure", "vintage", "code"), NEEDED),
    "count": BASES["value"],
    "from": Rule(lambda t: t != "" and DAY.holds(t), "not a date", DAY.fix),
    "to": DAY,
    "source": NEEDED,
    "note": FREE,
}
SPAN = {"from": DAY, "to": DAY}  # columns that bases.csv and tables of units may have


def read_tables(
    texts: dict[str, str], rules: dict[str, Rule], optional: Mapping[str, Rule] = MappingProxyType({})
) -> pd.DataFrame:
    """Read CSV files of one kind as text (NFC) into one frame and hold every cell to its column's rule.

    texts      file name -> content
    optional   columns that a file may leave out; their cells are blank then

    Returns the cells as text, blank as "", with the columns `file` and `line` in front.
    Raises DataError with all findings.
    """
    return _frame(_checked(texts, rules, optional))


def read_records(
    texts: dict[str, str], rules: dict[str, Rule], optional: Mapping[str, Rule] = MappingProxyType({})
) -> list[Record]:
    """Read CSV files as `read_tables` does, for those so short that a frame would be the greater part of the work.

    optional   columns that a file may leave out; their cells are blank then
    """
    columns = _checked(texts, rules, optional)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def as_frame(rows: list[list[str | int]], columns: list[str]) -> pd.DataFrame:
    """Put rows of text into a frame; `line` is a number, and a frame without rows has the same types."""
    cells = zip(*rows, strict=True) if rows else [()] * len(columns)
    return _frame(dict(zip(columns, cells, strict=True)))


def _frame(columns: Mapping[str, Sequence[str | int]]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - half of what a list of editions would take

    kinds = {name: int if name == "line" else str for name in columns}
    return pd.DataFrame({name: pd.Series(cells, dtype=kinds[name]) for name, cells in columns.items()})


def _checked(
    texts: dict[str, str], needed: dict[str, Rule], optional: Mapping[str, Rule] = MappingProxyType({})
) -> dict[str, list[Any]]:
    """Read files of one kind into columns, column by column: a file's rows are gone before the next is read."""
    rules = {**needed, **optional}
    columns: dict[str, list[Any]] = {name: [] for name in ("file", "line", *rules)}
    for file, text in texts.items():
        head, *body = _read(file, text, needed, optional)
        for name in optional:
            columns[name] += [""] * len(body) if name not in head else []
        columns["file"] += [file] * len(body)
        columns["line"] += range(2, len(body) + 2)
        for name, cells in zip(head, zip(*body, strict=True), strict=False):
            columns[name] += map(str.strip, cells)
    refuse(_wrong_cells(columns, rules))
    return columns


def _read(file: str, text: str, rules: dict[str, Rule], optional: Mapping[str, Rule]) -> list[list[str]]:
    """Read one file into rows, the head first, after checking its columns."""
    lines = _rows(file, unicodedata.normalize("NFC", text))
    if not lines:
        raise DataError(file, "the file is empty", f"start it with: {','.join(rules)}")
    head, *body = lines
    body = [_filled(row, head, optional) for row in body] if optional else body
    refuse([*_wrong_columns(head, file, rules, optional), *_ragged(head, body, file), *_without_rows(body, file)])
    return [head, *body]


def _filled(row: list[str], head: list[str], optional: Mapping[str, Rule]) -> list[str]:
    """Let a row end before columns that may be left out."""
    lacking = head[len(row) :]
    return row + [""] * len(lacking) if all(name in optional for name in lacking) else row


def _rows(file: str, text: str) -> list[list[str]]:
    """Read the rows of a file, each on a line of its own: one stray quotation mark would take in the rows below it."""
    lines = list(io.StringIO(text, newline=""))
    refuse(_broken_lines(file, lines))
    rows: list[list[str]] = []
    reader = csv.reader(lines, strict=True)
    try:
        rows.extend(reader)
    except csv.Error as error:
        number = reader.line_num
        refuse([Finding(file, number, "", _shown(lines[number - 1]), f"this is not a CSV table: {error}", CLOSE_QUOTE)])
    return rows


def _broken_lines(file: str, lines: Sequence[str]) -> Iterator[Finding]:
    """Find the lines in which a quoted cell does not end, and those that no table has."""
    plain = [line for line in lines if MARK not in line and len(line) <= LONGEST_LINE]
    if len(plain) == len(lines):
        return
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            problem = f"a line of {len(line)} characters"
            yield Finding(file, number, "", _shown(line), problem, f"write rows of at most {LONGEST_LINE}")
        elif line.count(MARK) % 2 or _runs_on(line):
            yield Finding(file, number, "", _shown(line), OPEN_QUOTE, CLOSE_QUOTE)


def _runs_on(line: str) -> bool:
    """Say whether the last cell of a line goes on below it: as text between marks that a line's end is part of."""
    return MARK in line and next(csv.reader([line.rstrip("\r\n") + "\n"]), [""])[-1].endswith("\n")


def _shown(line: str) -> str:
    return line.strip()[:SHOWN]


def _without_rows(body: list[list[str]], file: str) -> list[Finding]:
    """Refuse a table of headings alone: it says neither that nothing was counted, nor that its rows were lost."""
    fix = "put its rows back, or remove the file where there are none"
    return [] if body else [Finding(file, 1, "", "", "the table has no rows below its headings", fix)]


def _wrong_columns(head: list[str], file: str, rules: dict[str, Rule], optional: Mapping[str, Rule]) -> list[Finding]:
    known = {**rules, **optional}
    unknown = [
        Finding(file, 1, name, name, "unknown column", did_you_mean(name, known)) for name in head if name not in known
    ]
    missing = [
        Finding(file, 1, name, "", "column is missing", f"add the column '{name}'")
        for name in rules
        if name not in head
    ]
    twice = [
        Finding(file, 1, name, name, "column stands twice", f"keep one column '{name}'")
        for name in sorted({name for name in head if head.count(name) > 1})
    ]
    return unknown + missing + twice


def _ragged(head: list[str], body: list[list[str]], file: str) -> list[Finding]:
    return [
        Finding(
            file,
            number,
            "",
            ",".join(row)[:SHOWN],
            f"{len(row)} cells in {len(head)} columns",
            "put text with commas in quotes",
        )
        for number, row in enumerate(body, start=2)
        if len(row) != len(head)
    ]


def _wrong_cells(columns: Mapping[str, list[Any]], rules: dict[str, Rule]) -> list[Finding]:
    """Hold each different value of a column to its rule once: columns repeat theirs by the thousand."""
    found = []
    for name, rule in rules.items():
        wrong = {value for value in set(columns[name]) if not rule.holds(value)}
        rows = zip(columns["file"], columns["line"], columns[name], strict=True) if wrong else ()
        found += [Finding(file, line, name, v, rule.problem, rule.fix) for file, line, v in rows if v in wrong]
    return found


def whole(column: pd.Series) -> pd.Series:
    """Turn checked digits into whole numbers; blank becomes missing."""
    import pandas as pd  # noqa: PLC0415 - half of what a list of editions would take

    numbers = [int(text) if text else None for text in column.tolist()]
    return pd.Series(numbers, index=column.index, name=column.name, dtype="Int64")


def moments(column: pd.Series) -> pd.Series:
    """Turn checked text into moments; blank becomes None."""
    import pandas as pd  # noqa: PLC0415 - half of what a list of editions would take

    known = {text: Moment.parse(text) if text else None for text in column.unique()}
    return pd.Series([known[text] for text in column.tolist()], index=column.index, name=column.name, dtype=object)


def printed_share(text: str) -> tuple[Fraction, int]:
    """Read a share as printed: its exact value and how many decimals it was printed with."""
    return Fraction(text), decimals_of(text)


def decimals_of(text: str) -> int:
    """Count the decimals that a number was printed with."""
    return len(text.partition(".")[2])
