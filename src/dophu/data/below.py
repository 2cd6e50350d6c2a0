"""Units below the provinces: `data/reference/units/<vintage>/<level>/<province>.csv`, read when they are asked for.

A project may hold all of its units in units.csv; the folder keeps a large country's out of every reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import NamedTuple, Self

from dophu.data.levels import backwards, span_of, unknown_vintages
from dophu.data.project import FOLDER, Project
from dophu.data.tables import CROSSWALK, NOTE, SPAN, UNITS, Finding, Record, read_records, refuse
from dophu.errors import did_you_mean
from dophu.world.levels import Levels, Span
from dophu.world.units import Passage, Unit

UNITS_FOLDER = (*FOLDER, "units")
CROSSWALK_FOLDER = (*FOLDER, "crosswalk")
WHOLE = ("unchanged", "merged_whole")  # of whose figures nothing stayed behind or went elsewhere


@dataclass
class Below:
    """Reads the lists of units below the provinces, each once.

    top   the rows of units.csv, to which those below refer
    """

    project: Project
    levels: Levels
    day: date
    top: list[Record]
    _texts: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)

    def units(self, vintage: str, level: str, province: str) -> tuple[Unit, ...]:
        """Read the units of a level inside a province, as they are on the day; none where there is no such list."""
        rows = self._rows(vintage, level, province)
        above = self.top
        if (upper := self.levels.above(vintage, level)) and self.levels.depth(vintage, upper) > 1:
            above = self._rows(vintage, upper, province)
        refuse([*wrong_units(rows, self.levels), *_of_elsewhere(rows, vintage, level)])
        refuse([*wrong_parents(rows, self.levels, above), *_twice_as_top(rows, self.top)])
        return units_on(rows, self.levels, self.day)

    def lists(self, vintage: str, level: str) -> Iterator[str]:
        """Name the provinces of which there is a list of a level."""
        folder = self.project.path(*UNITS_FOLDER, vintage, level)
        yield from sorted(path.stem for path in folder.glob("*.csv")) if folder.is_dir() else ()

    def holding(self, vintage: str, code: str) -> Iterator[tuple[str, str]]:
        """Name the lists, by level and province, in which a code or a name stands; looking makes no input of them."""
        if not code or "," in code or vintage not in self.levels.vintages:
            return
        for level in self.levels.names(vintage):
            for province, text in self.texts(vintage, level):
                if f",{code}," in text:
                    yield level, province

    def texts(self, vintage: str, level: str) -> list[tuple[str, str]]:
        """Show the lists of a level as they stand, by province; looking makes no input of them."""
        if (vintage, level) not in self._texts:
            found = self._texts[vintage, level] = []
            folder = self.project.path(*UNITS_FOLDER, vintage, level)
            for province in self.lists(vintage, level):
                with suppress(OSError, UnicodeDecodeError):  # whoever asks for the list is told
                    found.append((province, (folder / f"{province}.csv").read_text("utf-8-sig")))
        return self._texts[vintage, level]

    def stats(self) -> dict[str, str]:
        """Say of each file, without reading it, how large it is and when it changed."""
        found = {}
        for folder in (UNITS_FOLDER, CROSSWALK_FOLDER):
            root = self.project.path(*folder)
            for path in sorted(root.rglob("*.csv")) if root.is_dir() else ():
                stat = path.stat()
                found[path.relative_to(root).as_posix()] = f"{stat.st_size} {stat.st_mtime_ns}"
        return found

    def passages(self, province: str) -> tuple[Passage, ...]:
        """Read what earlier units passed on to those of a province; none where nothing is written down."""
        if not self.project.exists(*CROSSWALK_FOLDER, f"{province}.csv"):
            return ()
        name = (*CROSSWALK_FOLDER, f"{province}.csv")
        rows = read_records({"/".join(name): self.project.read(*name)}, CROSSWALK, NOTE)
        refuse(
            [*unknown_vintages(rows, self.levels, "from_vintage"), *unknown_vintages(rows, self.levels, "to_vintage")]
        )
        refuse(whole_twice(rows))
        return tuple(map(passage, rows))

    def _rows(self, vintage: str, level: str, province: str) -> list[Record]:
        name = (*UNITS_FOLDER, vintage, level, f"{province}.csv")
        if not self.project.exists(*name):
            return []
        return read_records({"/".join(name): self.project.read(*name)}, UNITS, SPAN)


def units_on(rows: Iterable[Record], levels: Levels, day: date) -> tuple[Unit, ...]:
    """Take the units as they are on a day: of several rows the one that holds, else the last that did."""
    near = {vintage: levels.span_of(vintage).nearest(day) for vintage in levels.vintages}
    found: dict[tuple[str, str], tuple[Span, Record]] = {}
    for row in rows:
        span, key = span_of(row), (row["vintage"], row["code"])
        has_begun = _begins(span) <= near[row["vintage"]]
        if has_begun and (key not in found or _begins(found[key][0]) <= _begins(span)):
            found[key] = (span, row)
    places = {
        vintage: {level: _Place.of(levels, vintage, level, day) for level in levels.names(vintage)} for vintage in near
    }
    return tuple(_unit(row, span, places[row["vintage"]][row["level"]]) for span, row in found.values())


def _begins(span: Span) -> date:
    return span.first or date.min


class _Place(NamedTuple):
    """What a unit has from its level on a day."""

    depth: int
    peer_kind: str
    part_kind: str

    @classmethod
    def of(cls, levels: Levels, vintage: str, level: str, day: date) -> Self:
        below = levels.below(vintage, level)
        parts = levels.many(vintage, below, day) if below else ""
        return cls(levels.depth(vintage, level), levels.many(vintage, level, day), parts)


def _unit(row: Record, span: Span, place: _Place) -> Unit:
    columns = ("vintage", "code", "level", "name", "kind", "parent", "region")
    vintage, code, level, name, kind, parent, region = (row[column] for column in columns)
    return Unit(vintage, code, level, name, kind, parent, region, *place, span)


def wrong_units(rows: list[Record], levels: Levels) -> list[Finding]:
    """Find units of a vintage or level that there is not, and such as stand twice on a day."""
    lacking = unknown_vintages(rows, levels)
    known = {vintage: levels.names(vintage) for vintage in levels.vintages}
    unknown = [
        Finding(
            row["file"], row["line"], "level", row["level"],
            f"no such level in {row['vintage']}",
            f"{did_you_mean(row['level'], known[row['vintage']])}; levels are in data/reference/levels.csv",
        )
        for row in rows
        if row["vintage"] in known and row["level"] not in known[row["vintage"]]
    ]  # fmt: skip
    return [*lacking, *unknown, *backwards(rows), *_outside(rows, levels), *_twice(rows)]


def _outside(rows: list[Record], levels: Levels) -> Iterator[Finding]:
    spans = {vintage: levels.span_of(vintage) for vintage in levels.vintages}
    for row in (row for row in rows if row["vintage"] in spans and (row.get("from") or row.get("to"))):
        whole = spans[row["vintage"]]
        if not whole.covers(span_of(row).within(whole)):
            problem = f"not within {row['vintage']}, {whole.first or '…'} to {whole.last or '…'}"
            shown = f"{row['from']} to {row['to']}"
            yield Finding(
                row["file"], row["line"], "from", shown, problem, "leave the day blank where the vintage's holds"
            )


def _twice(rows: list[Record]) -> Iterator[Finding]:
    by_key: dict[tuple[str, str], list[Record]] = {}
    for row in rows:
        by_key.setdefault((row["vintage"], row["code"]), []).append(row)
    for mine in (mine for mine in by_key.values() if len(mine) > 1):
        mine.sort(key=lambda row: (_begins(span_of(row)), row["line"]))
        for one, other in pairwise(mine):
            if span_of(one).overlaps(span_of(other)):
                alike = span_of(one) == span_of(other)
                problem = "unit stands twice" if alike else f"it holds on days on which row {one['line']} does too"
                fix = "keep one row per vintage and code" if alike else "let one end before the other begins"
                yield Finding(other["file"], other["line"], "code", other["code"], problem, fix)


def wrong_parents(rows: list[Record], levels: Levels, above: list[Record]) -> list[Finding]:
    """Find units whose parent is not there, not of the level above, or not on all of their days.

    above   the rows in which their parents stand
    """
    parents: dict[tuple[str, str], list[Record]] = {}
    for row in above:
        parents.setdefault((row["vintage"], row["code"]), []).append(row)
    found, wanted = [], {(v, level): levels.above(v, level) for v in levels.vintages for level in levels.names(v)}
    for row in rows:
        upper = wanted[row["vintage"], row["level"]]
        if problem := _parent_problem(row, upper, parents.get((row["vintage"], row["parent"]), [])):
            fix = f"write the code of its {upper}" if upper else "leave it blank"
            found.append(Finding(row["file"], row["line"], "parent", row["parent"], problem, fix))
    return found


def _parent_problem(row: Record, wanted: str, parents: list[Record]) -> str:
    if not wanted:
        return "the uppermost level has no parent" if row["parent"] else ""
    if not parents:
        return f"no such unit in {row['vintage']}"
    if any(parent["level"] != wanted for parent in parents):
        return f"a {row['level']} lies below a {wanted}, and this is a {parents[0]['level']}"
    spans = [span_of(parent) for parent in parents]
    joined = Span(min(map(_begins, spans)), max(span.last or date.max for span in spans))
    return "" if joined.covers(span_of(row)) else f"it holds from {joined.first} to {joined.last} only"


def _of_elsewhere(rows: list[Record], vintage: str, level: str) -> Iterator[Finding]:
    for row in rows:
        if (row["vintage"], row["level"]) != (vintage, level):
            problem = f"this file lists the units of level '{level}' in {vintage}"
            yield Finding(
                row["file"], row["line"], "level", f"{row['vintage']} {row['level']}", problem, "move the row"
            )


def _twice_as_top(rows: list[Record], top: list[Record]) -> Iterator[Finding]:
    known = {(row["vintage"], row["code"]) for row in top}
    for row in rows:
        if (row["vintage"], row["code"]) in known:
            fix = "keep it in one of the two files"
            yield Finding(row["file"], row["line"], "code", row["code"], "it stands in units.csv as well", fix)


def passage(row: Record) -> Passage:
    """Read a row of the crosswalk."""
    old, new = (row["from_vintage"], row["from_code"]), (row["to_vintage"], row["to_code"])
    return Passage(old, new, row["relation"] in WHOLE)


def whole_twice(rows: list[Record]) -> Iterator[Finding]:
    """Find units that went into another whole, and into a second one as well."""
    whole: dict[tuple[str, str], Record] = {}
    for row in (row for row in rows if row["from_code"]):
        key = (row["from_vintage"], row["from_code"])
        first = whole.setdefault(key, row)
        if first is not row and {first["relation"], row["relation"]} & {*WHOLE}:
            problem = f"it went elsewhere in row {first['line']}, so one of the two is not whole"
            yield Finding(
                row["file"], row["line"], "relation", row["relation"], problem, "write part for both, or correct it"
            )
