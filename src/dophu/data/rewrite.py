"""Files of data/ written anew around what changes: every other row, comment and blank stays as it stands."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import LiteralScalarString

from dophu.data.project import Project
from dophu.data.remarks import HEADING, REMARKS, SECTION
from dophu.data.settings import parse_yaml
from dophu.data.tables import Rule, read_tables
from dophu.errors import UsageError

LIST_SET_IN = re.compile(r"^( *)[\w.]+:(?: *#.*)?\n\1  - ", re.MULTILINE)
ENDLESS = 2**20  # characters a line may have before YAML would be folded


@dataclass(frozen=True)
class CsvRow:
    """A row of a CSV file: as it stands there, and its cells by column."""

    raw: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A CSV file: its header as it stands, and its rows."""

    columns: tuple[str, ...]
    head: str
    rows: tuple[CsvRow, ...]

    @classmethod
    def read(
        cls, project: Project, name: str, rules: dict[str, Rule], optional: Mapping[str, Rule] = MappingProxyType({})
    ) -> Table:
        """Read a table, or start one that does not exist yet. Raises DataError where it breaks its rules.

        optional   columns that it may have
        """
        parts = name.split("/")
        if not project.exists(*parts):
            return cls(tuple(rules), _line(rules), ())
        text = project.read(*parts)
        read_tables({name: text}, rules, optional)
        (head, columns), *rows = _records(text)
        cells = [dict(zip(columns, map(str.strip, row), strict=True)) for _, row in rows]
        return cls(tuple(columns), head, tuple(CsvRow(raw, c) for (raw, _), c in zip(rows, cells, strict=True)))

    def with_columns(self, names: Iterable[str]) -> Table:
        """Add columns behind the others, blank in all rows, where it does not have them yet."""
        more = [name for name in names if name not in self.columns]
        commas, blank = "," * len(more), dict.fromkeys(more, "")
        if not more:
            return self
        rows = (CsvRow(_with_blanks(row.raw, commas), {**row.cells, **blank}) for row in self.rows)
        return Table((*self.columns, *more), f"{self.head.rstrip()},{','.join(more)}\n", tuple(rows))

    def line(self, cells: Mapping[str, str]) -> str:
        """Write a row in the file's order of columns."""
        return _line(cells[column] for column in self.columns)

    def text(self, rows: Iterable[str]) -> str:
        """Write the file with these rows."""
        return "".join(row if row.endswith("\n") else f"{row}\n" for row in (self.head, *rows))


def _with_blanks(raw: str, commas: str) -> str:
    return raw.rstrip("\r\n") + commas + "\n"


def _records(text: str) -> list[tuple[str, list[str]]]:
    """Take a CSV apart into its records: each as it stands, and its cells."""
    lines: list[str] = []

    def read() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            lines.append(line)
            yield line

    found = []
    for cells in csv.reader(read()):
        found.append(("".join(lines), cells))
        lines.clear()
    return found


class _Echo:
    """A file whose writer gives each line back."""

    def write(self, line: str) -> str:
        return line


WRITER: Any = csv.writer(_Echo(), lineterminator="\n")


def _line(cells: Iterable[str]) -> str:
    return str(WRITER.writerow(cells))


class Settings:
    """A YAML file whose comments, order and layout survive a change."""

    def __init__(self, text: str, where: str) -> None:
        parse_yaml(text, where)  # refuses what is no mapping of settings
        set_in = 2 if LIST_SET_IN.search(text) else 0
        self._yaml = YAML()
        self._yaml.preserve_quotes, self._yaml.width = True, ENDLESS
        self._yaml.indent(mapping=2, sequence=2 + set_in, offset=set_in)
        self._yaml.representer.add_representer(type(None), _write_null)
        self.content: Any = self._yaml.load(text)

    @property
    def text(self) -> str:
        """The file as it is now."""
        written = io.StringIO()
        self._yaml.dump(self.content, written)
        return written.getvalue()


def _write_null(representer: Any, _: None) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")


def mapping(**values: Any) -> CommentedMap:
    """Make an entry of settings; what is "" or None is left out."""
    return CommentedMap({key: value for key, value in values.items() if value not in ("", None)})


def put(entry: Any, key: str, value: object) -> None:
    """Set a value where it is another, so that one which stays keeps its spelling."""
    if key not in entry or entry[key] != value:
        entry[key] = value


def list_in(entry: Any, key: str) -> Any:
    """Find a list of an entry, or begin it; it is written one entry a line."""
    if not entry.get(key):
        entry[key] = CommentedSeq()
    return entry[key]


def with_remarks(content: str, new: str, where: str) -> str:
    """Write changed remarks into the text of a params file, in the form that the former ones have there.

    Raises UsageError where they stand under other headings now.
    """
    settings = Settings(content, where)
    found = settings.content[REMARKS]
    if isinstance(found, str):
        put(settings.content, REMARKS, _as_written(found, new))
        return settings.text
    written = [part.removeprefix(HEADING).partition("\n") for part in SECTION.split(new) if part.strip()]
    if len(found) != len(written):
        raise UsageError(where, "the letter has other headings than the remarks", "change them there by hand")
    for place, (heading, (title, _, text)) in enumerate(zip([*found], written, strict=True)):
        put(found, heading, _as_written(found[heading], text))
        if title.strip() != heading.strip():
            _rename(found, place, heading, title.strip())
    return settings.text


def _as_written(old: str, new: str) -> str:
    """Give a text the quotes or the block of a former one, and the comment below it."""
    end = old[len(old.rstrip("\n")) :]
    text = new.strip("\n") + end
    made = LiteralScalarString(text) if "\n" in text else type(old)(text)
    if hasattr(old, "comment"):
        vars(made)["comment"] = old.comment
    return made


def _rename(entry: Any, place: int, key: str, new: str) -> None:
    comment, value = entry.ca.items.pop(key, None), entry.pop(key)
    entry.insert(place, new, value)
    if comment:
        entry.ca.items[new] = comment
