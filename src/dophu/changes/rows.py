"""Files of data/ held against each other: rows that were revised, came or went."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff

VALUES = {
    "count",
    "value",
    "step",
    "qualifier",
    "note",
    "as_of",
    "source",
    "status",
    "published",
}  # the rest names a row
CsvRow = dict[str, str]
LONGEST = 400  # rows of one file that are told; more are counted


@dataclass(frozen=True)
class RowChange:
    """A row, named by its cells that are no values; before and after are its values, "" where there is none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class FileChange:
    """A file that an edition was made from, by its path in the project.

    state   changed, new or gone
    rows    what changed in it; of a file that came or went as a whole, none
    more    how many rows beyond those
    """

    name: str
    state: str
    rows: tuple[RowChange, ...] = ()
    more: int = 0


def file_change(name: str, before: bytes | None, after: bytes | None) -> FileChange:
    """Compare one file; None where an edition was made without it."""
    if before is None or after is None:
        return FileChange(name, "new" if before is None else "gone")
    old, new = before.decode("utf-8-sig", "replace"), after.decode("utf-8-sig", "replace")
    rows = list(_table(old, new) if name.endswith(".csv") else _lines(old, new))
    return FileChange(name, "changed", tuple(rows[:LONGEST]), max(0, len(rows) - LONGEST))


def _table(old: str, new: str) -> Iterator[RowChange]:
    was, now = _rows(old), _rows(new)
    for name in [*now, *(name for name in was if name not in now)]:
        before, after = was.get(name), now.get(name)
        if before != after:
            yield RowChange(name, _values(before, after), _values(after, before))


def _values(row: CsvRow | None, other: CsvRow | None) -> str:
    """Tell a row's values; where there is the other row as well, only those that differ."""
    told = {key: value for key, value in (row or {}).items() if value and (other is None or other.get(key) != value)}
    return "; ".join(f"{key}: {value}" for key, value in told.items())


def _rows(text: str) -> Mapping[str, CsvRow]:
    """Read a CSV: what each row is of, and its values; a row of the same name again is numbered."""
    found: dict[str, CsvRow] = {}
    seen: Counter[str] = Counter()
    for row in csv.DictReader(io.StringIO(text, newline="")):
        cells = {key: value for key, value in row.items() if isinstance(key, str) and isinstance(value, str)}
        name = " ".join(value for key, value in cells.items() if key not in VALUES and value)
        seen[name] += 1
        again = f" ({seen[name]})" if seen[name] > 1 else ""
        found[name + again] = {key: value for key, value in cells.items() if key in VALUES}
    return found


def _lines(old: str, new: str) -> Iterator[RowChange]:
    for line in unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm=""):
        if line.startswith("-") and not line.startswith("---"):
            yield RowChange("", line[1:].strip(), "")
        elif line.startswith("+") and not line.startswith("+++"):
            yield RowChange("", "", line[1:].strip())
