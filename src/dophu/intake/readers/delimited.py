"""Delimited text (csv), in the encodings and with the separators that offices use: decided by evidence, or refused."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dophu.intake.grid import Cell, Kind, Sheet, Workbook
from dophu.intake.readers.package import COLUMNS_AT_MOST, ROWS_AT_MOST, TEXT_AT_MOST, UnreadError, damaged, too_big

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DECLARED = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)
SAVE_AS = "save it as 'CSV UTF-8', or as xlsx"
VIETNAMESE = frozenset("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ₫")
LINES_ASKED = 1_000
AS_TEXT = re.compile(r'="([^"]*)"')
LEADING, THREE = re.compile(r"\d{1,3}"), re.compile(r"\d{3}")


def read_delimited(content: bytes, name: str) -> Workbook:
    """Read a text file of cells, each as text. Raises DataError where encoding or separator cannot be told."""
    text, encoding = decoded(content, name)
    declared = DECLARED.match(text)
    separator = declared[1] if declared else _separator(text, name)
    body = text[declared.end() :] if declared else text
    first = 2 if declared else 1
    remarks = (f"read as {encoding}, cells parted by {SEPARATORS.get(separator, repr(separator))}",)
    return Workbook(name, "csv", (_sheet(body, separator, first, name),), remarks)


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """Decode by the mark at the file's start, else as UTF-8 if it is that, else as CP1258 if it reads as Vietnamese."""
    if not content.strip(b"\x00 \t\r\n"):
        raise UnreadError(name, "the file is empty", "ask the sender for it once more", "refused.empty")
    encoding = next((code for mark, code in MARKS.items() if content.startswith(mark)), None) or _wide(content)
    try:
        return content.decode(encoding or "utf-8"), (encoding or "utf-8").removesuffix("-sig")
    except UnicodeDecodeError as error:
        if encoding:
            raise UnreadError(name, f"byte {error.start} is not {encoding}", SAVE_AS) from None
        return _from_windows(content, error.start, name), "CP1258"


def _wide(content: bytes) -> str | None:
    """Recognise UTF-16 without a mark: every other byte of its plain letters is nought."""
    sample = content[:4096]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample[start::2].count(0) > len(sample) // 5 and not sample[1 - start :: 2].count(0):
            return encoding
    return None


def _from_windows(content: bytes, place: int, name: str) -> str:
    try:
        text = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError:
        raise UnreadError(name, f"byte {place} is neither UTF-8 nor CP1258", SAVE_AS) from None
    strange = {sign for sign in text.lower() if sign.isalpha() and not sign.isascii()} - VIETNAMESE
    if strange or any(unicodedata.combining(sign) for sign in text):
        # TCVN3 and VNI are read as Latin letters: names.py converts them where that makes a name known
        return content.decode("latin-1")
    return text


def _separator(text: str, name: str) -> str:
    """Take the separator that cuts most lines into the same number of cells, when no other does as well."""
    lines = text.splitlines()[:LINES_ASKED]
    marks = {mark: _agreement(lines, mark) for mark in SEPARATORS}
    best = max(marks.values())
    if best == (0, 0):
        return ","
    found = [mark for mark, agreement in marks.items() if agreement == best]
    if len(found) > 1:
        both = " or ".join(SEPARATORS[mark] for mark in found)
        raise UnreadError(name, f"its cells may be parted by {both}", f"begin it with a line 'sep=;', or {SAVE_AS}")
    return found[0]


def _agreement(lines: list[str], mark: str) -> tuple[int, int]:
    """Count the lines that have the commonest number of cells above one, and that number."""
    try:
        sizes = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if len(row) > 1)
    except csv.Error:
        return 0, 0
    return max(((times, size) for size, times in sizes.items()), default=(0, 0))


class _Lines:
    """The lines of a text, and those that the row just read was made of."""

    def __init__(self, text: str) -> None:
        self._all = io.StringIO(text, newline="")
        self._row: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._all:
            self._row.append(line)
            yield line

    def of_row(self) -> str:
        """Give the lines of the row, and forget them."""
        row, self._row = self._row, []
        return "".join(row)


def _sheet(text: str, separator: str, first: int, name: str) -> Sheet:
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    cells: dict[tuple[int, int], Cell] = {}
    lengths, parted = dict[int, int](), list[tuple[int, int]]()
    columns, rows = set[int](), 0
    try:
        for number, row in enumerate(reader, start=first):
            found = {(number, column): _typed(value) for column, value in enumerate(row, start=1) if value.strip()}
            raw, lengths[number] = lines.of_row(), len(row)
            parted += [(number, column) for column in _parted(row, raw)] if separator == "," else ()
            rows += bool(found)
            columns |= {column for _, column in found}
            if rows > ROWS_AT_MOST or len(columns) > COLUMNS_AT_MOST:
                raise too_big(name, f"it has more than {ROWS_AT_MOST:,} rows or {COLUMNS_AT_MOST} columns")
            cells |= {place: Cell(*place, value, Kind.TEXT, value) for place, value in found.items()}
    except csv.Error as error:
        raise damaged(
            name, f"line {reader.line_num} is no row of cells ({error}): look for an unclosed quote"
        ) from None
    if any(len(cell.text) > TEXT_AT_MOST for cell in cells.values()):
        raise too_big(name, f"a cell holds more than {TEXT_AT_MOST:,} characters")
    return Sheet("csv", cells, lengths=lengths, cut=frozenset(parted))


def _typed(value: str) -> str:
    """Take a cell as it was typed: ="01" is how a spreadsheet is made to keep the nought."""
    return found[1] if (found := AS_TEXT.fullmatch(value.strip())) else value


def _parted(row: Sequence[str], raw: str) -> Iterator[int]:
    """Find the cells that stand without quotes before three digits, as 63 does in 63,438."""
    for column, (one, two) in enumerate(pairwise(row), start=1):
        if LEADING.fullmatch(one.strip()) and THREE.fullmatch(two.strip()) and f"{one},{two}" in raw:
            yield column
