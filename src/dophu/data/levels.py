"""`data/reference/levels.csv`: the levels of government by day, and what breaks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from dophu.data.project import FOLDER, Project
from dophu.data.tables import LEVELS, Finding, Record, read_records, refuse
from dophu.errors import did_you_mean
from dophu.world.levels import ALWAYS, Level, Levels, Span

FILE = "/".join((*FOLDER, "levels.csv"))


def read_levels(project: Project) -> Levels:
    """Read which levels there are from which day to which.

    Raises DataError for spans that overlap or run backwards, a level above that there is not, a vintage with no
    uppermost level or several, and two levels that lie directly below the same one.
    """
    rows = read_records({FILE: project.read(*FOLDER, "levels.csv")}, LEVELS)
    refuse([*backwards(rows), *_overlapping(rows), *_hanging(rows)])
    refuse(_vintages_overlap(rows))
    return Levels(tuple(Level(row["vintage"], row["level"], row["above"], row["many"], span_of(row)) for row in rows))


def span_of(row: Record) -> Span:
    """Take the days from which to which a row holds."""
    if not (row.get("from") or row.get("to")):
        return ALWAYS
    first, last = (date.fromisoformat(row[name]) if row.get(name) else None for name in ("from", "to"))
    return Span(first, last)


def backwards(rows: Iterable[Record]) -> Iterator[Finding]:
    """Find rows that end before they begin."""
    for row in (row for row in rows if row["from"] and row["to"]):
        span = span_of(row)
        if span.first and span.last and span.last < span.first:
            yield Finding(row["file"], row["line"], "to", row["to"], f"before its first day, {span.first}", "swap them")


def unknown_vintages(rows: Iterable[Record], levels: Levels, column: str = "vintage") -> list[Finding]:
    """Find rows of a vintage that levels.csv lacks."""
    known = levels.vintages
    problem = f"no such vintage in {FILE}"
    return [
        Finding(
            row["file"], row["line"], column, row[column], problem, f"use one of {', '.join(known)}, or add it there"
        )
        for row in rows
        if row[column] not in known
    ]


def _overlapping(rows: list[Record]) -> Iterator[Finding]:
    for one, other in combinations(rows, 2):
        same = (one["vintage"], one["level"]) == (other["vintage"], other["level"])
        if same and span_of(one).overlaps(span_of(other)):
            problem = f"this level holds on the same days as in row {one['line']}"
            yield Finding(
                other["file"], other["line"], "from", other["from"], problem, "let one end before the other begins"
            )


def _hanging(rows: list[Record]) -> Iterator[Finding]:
    """Find levels that lie below none of their vintage, and a vintage whose levels are no chain."""
    for vintage in dict.fromkeys(row["vintage"] for row in rows):
        mine = [row for row in rows if row["vintage"] == vintage]
        names = {row["level"] for row in mine}
        for row in mine:
            if row["above"] and row["above"] not in names:
                hint = did_you_mean(row["above"], names)
                yield Finding(row["file"], row["line"], "above", row["above"], f"no such level in {vintage}", hint)
        below: dict[str, str] = {}
        for row in mine:
            if below.setdefault(row["above"], row["level"]) != row["level"]:
                where = f"below '{row['above']}'" if row["above"] else "uppermost"
                problem = f"{vintage} has '{below[row['above']]}' {where} already"
                yield Finding(
                    row["file"], row["line"], "level", row["level"], problem, "let levels lie one below the other"
                )
        if "" not in below:
            row = mine[0]
            yield Finding(
                row["file"],
                row["line"],
                "above",
                row["above"],
                f"{vintage} has no uppermost level",
                "leave above blank in its row",
            )


def _vintages_overlap(rows: list[Record]) -> Iterator[Finding]:
    roots = [row for row in rows if not row["above"]]
    for one, other in combinations(roots, 2):
        if one["vintage"] != other["vintage"] and span_of(one).overlaps(span_of(other)):
            problem = f"{other['vintage']} holds on days of {one['vintage']}, row {one['line']}"
            yield Finding(
                other["file"], other["line"], "from", other["from"], problem, "let one end before the other begins"
            )
