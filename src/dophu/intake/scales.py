"""Figures in thousands or millions: said once anywhere about a table, and wrong by as much if it is overlooked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod

from dophu.intake.findings import CellFinding
from dophu.intake.grid import Cell
from dophu.intake.headers import PER, RATE, Heading, fold
from dophu.intake.layout import Table
from dophu.intake.names import bare, plain
from dophu.wording import decimal
from dophu.world.campaigns import Measure

COUNTED = (
    r"(?:nguoi|luot|tai khoan|ho|lieu|mui|dan|khach|may|thue bao|ca|tre|em|hoc sinh|cai|chiec|con|ban|giay|the|dong|vnd"
    r"|usd|persons?|pers|people|inhabitants|doses?|heads?|units?|installs?|accounts?|subscribers?|households?)\b"
)
SHORT = r"(?:ngh|ng|tr)[.](?= ?(?:nguoi|luot|ho|tai khoan|d(?:ong)?\b)|[^a-z]*$|[^a-z ])"  # "ng.người", no "tr. 5"
ALONE = rf"(?=[\W_]*$|[\W_]*[^\w\s.]|[\W_]*{COUNTED})"  # no "Triệu Phong", which is a unit
MONEY = r"t[yi](?= (?:dong|vnd|usd)\b)"
WORD = rf"(?:{MONEY}|(?:nghin|ngan|ngh|trieu|thousands?|thous[.]?|millions?)(?![^\W_]){ALONE}|{SHORT})"
SCALE = rf"(?:1[., ]?000(?:[., ]?000)?\b|10[³⁶]|(?:chuc|tram|t[yi])\b{ALONE}|{WORD})"  # no "Trạm Y tế"
IN_WORDS = re.compile(
    r"\b(?:d[.]?v(?:[.]?t)?|don vi(?: tinh| do)?|tinh (?:bang|theo)|units?|in)\b"
    rf"[\s:.,(-]*(?:[x×] ?)?(?P<scale>{SCALE})"
)
DIGITS = rf"1[., ]?000(?:[., ]?000)?(?= ?{COUNTED})"
IN_TITLE = re.compile(rf"\( *(?P<scale>{WORD}|{DIGITS})|^(?P<alone>{WORD}|{DIGITS})(?: ?[^\W\d_]+[.]?){{0,2}}$")
UNIT_SAID = re.compile(r"\b(?:d[.]?v(?:[.]?t)?|don vi(?: tinh| do)?|units?)\b[\s:.,(-]*")
PERCENTS = ("%", "ty le", "ti le", "phan tram", "percent", "per cent")
NOT_A_RATE = r"(?<!tren )(?<!moi )(?<!cho )(?<!tren moi )(?<!per )(?<!every )(?<![\d.,/])"  # "ca trên 1.000 người"
IN_HEADING = re.compile(
    rf"\b(?P<scale>{WORD})|\( *(?P<digits>1[., ]?000)|[x×] ?1[., ]?000\b|\b(?P<power>10[³⁶])|\(k\)"
    rf"|{NOT_A_RATE}\b(?P<full>1[., ]?000(?:[., ]?000)?) ?{COUNTED}|'000\b|\b000s\b"
)
PARTED = re.compile(r"[_-]+")  # words of a name: "DVT_nghin_nguoi"
BOTH_LANGUAGES = re.compile(r" [-/] ")  # "Nghìn người - Thous. persons"
UNIT_OF_MEASURE = re.compile(r"\bd[.]?v[.]?t\b|\bdon vi tinh\b|\bunit of measure\b")
SIZES = {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
SIZE = re.compile(rf"\b((?:(?:{'|'.join(SIZES)}) )+)(?=(?:dong|vnd|usd|d)\b)")
POWERS = ("0", "1", "2", "3", "6", "9")
FACTORS = {"chuc": 10, "tram": 100, "ng": 1000, "th": 1000, "10³": 1000}
FACTORS |= {"tr": 10**6, "mi": 10**6, "10⁶": 10**6, "ty": 10**9, "ti": 10**9}


def unit_of(measure: Measure) -> str:
    """Say what a measure's figures are in: "tỷ đồng" of an amount, the noun of a count."""
    return measure.figure.unit or measure.noun


def size_of(text: str) -> int:
    """Say in how much money a text counts: 10^6 for "triệu đồng", 10^12 for "nghìn tỷ đồng", 1 for any other."""
    found = SIZE.search(bare(plain(text)))
    return prod(SIZES[word] for word in found[1].split()) if found else 1


def factors(table: Table, measures: Mapping[str, Measure], file: str) -> tuple[dict[int, int], list[CellFinding]]:
    """Say by how much the figures of each column of counts or bases are to be multiplied; 1 is left out.

    file   its name, in which it may be said as well as in that of the sheet

    A column of which several scales are said has none: that is an error.
    """
    columns = [*table.measures(tuple(measures)), *table.meaning("base")]
    said: dict[int, dict[int, Cell]] = {}
    for heading in columns:
        for factor, cell in (*_of_heading(table, heading), *_of_titles(table, file), *_of_rows(table, columns)):
            said.setdefault(heading.column, {}).setdefault(factor, cell)
    doubtful = {max(cells.items())[1] for cells in said.values() if len(cells) > 1}
    findings = [CellFinding("error", table.sheet.name, c.place, c.text, "unit_of_measure", {}) for c in doubtful]
    own = {one.column: size_of(unit_of(measures[one.meaning])) for one in columns if one.meaning in measures}
    agreed = {column: next(iter(cells)) // own.get(column, 1) for column, cells in said.items() if len(cells) == 1}
    return {column: factor for column, factor in agreed.items() if factor > 1}, findings


def no_counts(table: Table, measures: Iterable[str]) -> list[CellFinding]:
    """Find what stands around a table of counts alone and says that its figures are percentages or rates."""
    if not table.measures(tuple(measures)) or table.meaning("share") or table.meaning(RATE):
        return []
    below = (cell for row in table.rows if row.role == "footnote" for cell in row.cells.values())
    told = [cell for cell in (*table.titles, *below) if _is_of_no_count(bare(plain(cell.text)))]
    columns = [heading.column for heading in table.headings if UNIT_OF_MEASURE.search(bare(plain(heading.text)))]
    cells = (row.cells[column] for column in columns for row in table.data if column in row.cells)
    told += [cell for cell in cells if _is_no_count(bare(plain(cell.text)))]
    return [CellFinding("error", table.sheet.name, cell.place, cell.text, "unit_no_count", {}) for cell in told[:1]]


def _is_of_no_count(text: str) -> bool:
    found = UNIT_SAID.search(text)
    rest = text[found.end() :] if found else ""
    return bool(found) and _is_no_count(rest)


def _is_no_count(unit: str) -> bool:
    return unit.startswith(PERCENTS) or PER.search(unit) is not None


def _of_heading(table: Table, heading: Heading) -> Iterator[tuple[int, Cell]]:
    text = bare(plain(heading.text))
    cells = [row.cells[heading.column] for row in table.rows if row.role == "heading" and heading.column in row.cells]
    if found := IN_WORDS.search(text) or IN_HEADING.search(text):
        yield _factor(found), cells[-1] if cells else table.data[0].cells[heading.column]


def _of_titles(table: Table, file: str) -> Iterator[tuple[int, Cell]]:
    """Read what stands above or below the table; the names of its sheet and file count as standing in its corner."""
    below = (cell for row in table.rows if row.role == "footnote" for cell in row.cells.values())
    names = (Cell(1, 1, name, text=PARTED.sub(" ", name)) for name in (table.sheet.name, file.rpartition(".")[0]))
    for cell in (*table.titles, *below, *names):
        text = bare(plain(cell.text))
        parts = (text, *BOTH_LANGUAGES.split(text))
        if found := IN_WORDS.search(text) or next(filter(None, map(IN_TITLE.search, parts)), None):
            yield _factor(found), cell


def _of_rows(table: Table, columns: Sequence[Heading]) -> Iterator[tuple[int, Cell]]:
    """Read the column in which each row says its unit of measure; a row that says no scale is in full.

    columns   those of figures, whose own headings may say theirs

    UNIT_MULT of SDMX gives the power of ten.
    """
    powers = [heading.column for heading in table.headings if fold(heading.text) == "unit mult"]
    for cell in (row.cells[column] for column in powers for row in table.data if column in row.cells):
        yield 10 ** int(cell.text) if cell.text in POWERS else 1, cell
    spoken = [heading for heading in table.headings if UNIT_OF_MEASURE.search(bare(plain(heading.text)))]
    units = [heading.column for heading in spoken if heading not in columns]
    for cell in (row.cells[column] for column in units for row in table.data if column in row.cells):
        text = bare(plain(cell.text))
        found = IN_WORDS.search(text) or IN_TITLE.search(text)
        yield (_factor(found) if found else 1), cell


def tell_scaled(table: Table, scales: Mapping[int, int], steps: Mapping[int, int]) -> Iterator[CellFinding]:
    """Tell of each column that was multiplied, and to what its counts are exact."""
    for heading in table.headings:
        if heading.column in scales:
            details = {"letter": heading.letter, "factor": decimal(scales[heading.column])}
            details["step"] = decimal(steps.get(heading.column, scales[heading.column]))
            yield CellFinding(
                "note", table.sheet.name, f"{heading.letter}{table.area.top}", heading.text, "scaled", details
            )


def _factor(found: re.Match[str]) -> int:
    """Read a scale: a word, or the number itself."""
    text = next(filter(None, found.groupdict().values()), found[0])
    digits = re.sub(r"[., ]", "", text)
    if digits.lstrip("x×(").isdecimal():
        return int(digits.lstrip("x×("))
    return next((factor for start, factor in FACTORS.items() if text.startswith(start)), 1000)
