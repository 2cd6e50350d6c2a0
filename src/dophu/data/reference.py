"""`data/reference/`: units of every vintage, regions, tiles, what merged into what, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from dophu.data.below import Below, passage, units_on, whole_twice, wrong_parents, wrong_units
from dophu.data.boundaries import read_boundaries
from dophu.data.levels import read_levels, unknown_vintages
from dophu.data.project import FOLDER, REFERENCE, Project
from dophu.data.settings import parse_yaml, typed
from dophu.data.tables import (
    ALIASES,
    CROSSWALK,
    GONE,
    ISLANDS,
    NOTE,
    REGIONS,
    SPAN,
    TILES,
    UNITS,
    Finding,
    Record,
    Rule,
    read_records,
    refuse,
)
from dophu.world.campaigns import Source
from dophu.world.levels import Levels
from dophu.world.units import LAST, Gazetteer, Gone, Island, Passage, Region, Tile

USE_A_CODE = "use a code of data/reference/units.csv or units/"


def read_units(project: Project, day: date = LAST) -> Gazetteer:
    """Read the nation, its provinces, their regions, tiles, islands and successors, as they are on a day.

    Units below the provinces are read when they are asked for. A vintage before the day's is shown as it was left.

    Raises DataError for keys that stand twice, levels and vintages that levels.csv lacks, spans that overlap, units
    whose parent is of another time, unknown units, and a province that the crosswalk leaves out.
    """
    levels = read_levels(project)
    rows = _table(project, "units.csv", UNITS, SPAN)
    refuse(wrong_units(rows, levels))
    refuse(wrong_parents(rows, levels, rows))
    units = units_on(rows, levels, day)
    known = Gazetteer(units, levels=levels, day=day, lower=Below(project, levels, day, rows))
    return replace(
        known,
        regions=_regions(project, levels),
        tiles=_tiles(project, known),
        passages=_passages(project, known),
        islands=_islands(project, known),
        boundaries=read_boundaries(project, known),
    )


def _regions(project: Project, levels: Levels) -> tuple[Region, ...]:
    rows = _table_if_any(project, "regions.csv", REGIONS)
    refuse([*unknown_vintages(rows, levels), *repeated(rows, ["vintage", "code"])])
    return tuple(Region(row["vintage"], row["code"], row["name"], int(row["order"])) for row in rows)


def _tiles(project: Project, known: Gazetteer) -> tuple[Tile, ...]:
    rows = _table_if_any(project, "tiles.csv", TILES)
    refuse(
        [
            *unknown_units(rows, known),
            *repeated(rows, ["vintage", "code"]),
            *repeated(rows, ["vintage", "col", "row"]),
        ]
    )
    return tuple(Tile(row["vintage"], row["code"], int(row["col"]), int(row["row"])) for row in rows)


def _islands(project: Project, known: Gazetteer) -> tuple[Island, ...]:
    rows = _table_if_any(project, "islands.csv", ISLANDS)
    refuse([*unknown_units(rows, known), *repeated(rows, ["vintage", "name"])])
    return tuple(Island(row["vintage"], row["code"], row["name"], float(row["col"]), float(row["row"])) for row in rows)


def _passages(project: Project, known: Gazetteer) -> tuple[Passage, ...]:
    rows = _table_if_any(project, "crosswalk.csv", CROSSWALK, NOTE)
    refuse(
        [
            *unknown_units(rows, known, "from_vintage", "from_code"),
            *unknown_units(rows, known, "to_vintage", "to_code"),
            *whole_twice(rows),
            *_left_out(rows, known),
        ]
    )
    return tuple(map(passage, rows))


def read_reference_sources(project: Project) -> list[Source]:
    """Read who published the reference figures."""
    where = f"data/{REFERENCE}/sources.yml"
    if not project.exists(*FOLDER, "sources.yml"):
        return []
    settings = parse_yaml(project.read(*FOLDER, "sources.yml"), where)
    return [typed(Source, source, where) for source in settings.get("sources") or []]


def read_aliases(project: Project, gazetteer: Gazetteer) -> dict[tuple[str, str], tuple[str, ...]]:
    """Read the spellings of each unit's name by vintage and code, in the file's order.

    Raises DataError for unknown units, and for a spelling that stands twice in a vintage.
    """
    aliases = _table_if_any(project, "aliases.csv", ALIASES)
    refuse([*unknown_units(aliases, gazetteer), *repeated(aliases, ["vintage", "alias"])])
    spellings: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in aliases:
        key = (row["vintage"], row["code"])
        spellings[key] = (*spellings.get(key, ()), row["alias"])
    return spellings


def read_gone(project: Project) -> tuple[Gone, ...]:
    """Read the units that are no more. Raises DataError for one that stands twice."""
    rows = _table_if_any(project, "gone.csv", GONE)
    refuse(repeated(rows, ["province", "district", "kind", "name"]))
    return tuple(
        Gone(row["name"], row["kind"], row["province"], row["district"], date.fromisoformat(row["until"]), row["into"])
        for row in rows
    )


def _table(
    project: Project, name: str, rules: dict[str, Rule], optional: Mapping[str, Rule] = MappingProxyType({})
) -> list[Record]:
    return read_records({f"data/reference/{name}": project.read(*FOLDER, *name.split("/"))}, rules, optional)


def _table_if_any(
    project: Project, name: str, rules: dict[str, Rule], optional: Mapping[str, Rule] = MappingProxyType({})
) -> list[Record]:
    """Read a table that a country may do without: one that has no regions, that never merged its units."""
    return _table(project, name, rules, optional) if project.exists(*FOLDER, name) else []


def unknown_units(
    rows: Iterable[Record], gazetteer: Gazetteer, vintage: str = "vintage", code: str = "code"
) -> list[Finding]:
    """Find rows that speak of units nobody knows."""
    known = gazetteer.levels.vintages
    lacking = unknown_vintages(rows := list(rows), gazetteer.levels, vintage)
    return lacking + [
        Finding(row["file"], row["line"], code, row[code], f"no such unit in {row[vintage]}", USE_A_CODE)
        for row in rows
        if row[vintage] in known and (row[vintage], row[code]) not in gazetteer
    ]


def repeated(rows: Iterable[Record], key: Sequence[str]) -> list[Finding]:
    """Find rows whose key stands in a row before."""
    fix = f"keep one row per {', '.join(key)}"
    return [Finding(row["file"], row["line"], key[-1], row[key[-1]], "stands twice", fix) for row in _again(rows, key)]


def _again(rows: Iterable[Record], key: Sequence[str]) -> list[Record]:
    seen, again = set[tuple[str, ...]](), []
    for row in rows:
        mark = tuple(row[name] for name in key)
        again += [row] if mark in seen else []
        seen.add(mark)
    return again


def _left_out(crosswalk: Iterable[Record], gazetteer: Gazetteer) -> list[Finding]:
    covered = {(row["from_vintage"], row["from_code"]) for row in crosswalk}
    vintages = {vintage for vintage, _ in covered}
    old = [unit for unit in gazetteer.units if unit.is_province and unit.vintage in vintages]
    return [
        Finding("data/reference/crosswalk.csv", 0, "from_code", unit.code, f"{unit.name} is left out", "add its row")
        for unit in old
        if (unit.vintage, unit.code) not in covered
    ]
