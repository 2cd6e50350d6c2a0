"""`data/reference/`: units, bases and their control totals."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dophu.data.project import Project
from dophu.data.settings import parse_yaml, typed
from dophu.data.tables import ALIASES, BASES, CROSSWALK, REGIONS, TILES, UNITS, Finding, Rule, read_tables, refuse
from dophu.world.bases import Base, Bases, BaseValue
from dophu.world.campaigns import Source
from dophu.world.units import Gazetteer, Region, Tile, Unit

FOLDER = ("data", "reference")
USE_A_CODE = "use a code of data/reference/units.csv"


def read_units(project: Project) -> Gazetteer:
    """Read every unit of every vintage, its region, its tile and its successor.

    Raises DataError for keys that stand twice, unknown units, and a province that the crosswalk leaves out.
    """
    file = "data/reference/units.csv"
    frame = read_tables({file: project.read(*FOLDER, "units.csv")}, UNITS)
    refuse(
        Finding(file, int(row.line), "code", row.code, "unit stands twice", "keep one row per vintage and code")
        for row in frame[frame.duplicated(["vintage", "code"])].itertuples()
    )
    columns = ["vintage", "code", "level", "name", "kind", "parent", "region"]
    units = tuple(Unit(*row) for row in frame[columns].itertuples(index=False, name=None))
    known = Gazetteer(units)
    return Gazetteer(units, _regions(project), _tiles(project, known), _successors(project, known))


def _regions(project: Project) -> tuple[Region, ...]:
    frame = _table(project, "regions.csv", REGIONS)
    refuse(_twice(frame, ["vintage", "code"]))
    return tuple(Region(row.vintage, row.code, row.name, int(row.order)) for row in frame.itertuples())


def _tiles(project: Project, known: Gazetteer) -> tuple[Tile, ...]:
    frame = _table(project, "tiles.csv", TILES)
    refuse([*_unknown(frame, known), *_twice(frame, ["vintage", "code"]), *_twice(frame, ["vintage", "col", "row"])])
    return tuple(Tile(row.vintage, row.code, int(row.col), int(row.row)) for row in frame.itertuples())


def _successors(project: Project, known: Gazetteer) -> tuple[tuple[tuple[str, str], tuple[str, str]], ...]:
    frame = _table(project, "crosswalk.csv", CROSSWALK)
    refuse(
        [
            *_unknown(frame, known, "from_vintage", "from_code"),
            *_unknown(frame, known, "to_vintage", "to_code"),
            *_twice(frame, ["from_vintage", "from_code"]),
            *_left_out(frame, known),
        ]
    )
    return tuple(((row.from_vintage, row.from_code), (row.to_vintage, row.to_code)) for row in frame.itertuples())


def read_bases(project: Project, gazetteer: Gazetteer) -> Bases:
    """Read what counts are divided by; unknown units and control totals that do not add up are refused."""
    file = "data/reference/bases.csv"
    settings = parse_yaml(project.read(*FOLDER, "bases.yml"), "data/reference/bases.yml")
    described = {key: typed(Base, value, f"data/reference/bases.yml: {key}") for key, value in settings.items()}
    frame = read_tables({file: project.read(*FOLDER, "bases.csv")}, BASES)
    rows = list(frame.itertuples())
    values = tuple(
        BaseValue(
            r.base,
            r.vintage,
            r.code,
            int(r.value),
            _whole(r.low),
            _whole(r.high),
            r.qualifier,
            r.status,
            r.source,
            r.note,
        )
        for r in rows
    )
    refuse(
        Finding(
            file,
            int(r.line),
            "code",
            r.code,
            f"no such unit in {r.vintage}",
            USE_A_CODE,
        )
        for r in rows
        if (r.vintage, r.code) not in gazetteer
    )
    refuse(
        Finding(
            file,
            int(r.line),
            "base",
            r.base,
            "base is not described",
            "describe it in data/reference/bases.yml",
        )
        for r in rows
        if r.base not in described
    )
    bases = Bases(described, values)
    refuse(_wrong_totals(bases, gazetteer, file))
    return Bases(described, (*values, *_summed(bases, gazetteer)))


def _summed(bases: Bases, gazetteer: Gazetteer) -> Iterator[BaseValue]:
    """Add up the bases of merged units where a base has no value of its own for the new unit."""
    for unit in gazetteer.units:
        for base in bases.described:
            parts = [bases.of(base, part.vintage, part.code) for part in gazetteer.parts(unit)]
            values = [value for value in parts if value is not None and not value.qualifier]
            if parts and len(values) == len(parts) and bases.of(base, unit.vintage, unit.code) is None:
                yield _sum_of(values, unit)


def _sum_of(values: list[BaseValue], unit: Unit) -> BaseValue:
    exact = all(value.low is None and value.high is None for value in values)
    return BaseValue(
        base=values[0].base,
        vintage=unit.vintage,
        unit=unit.code,
        value=sum(value.value for value in values),
        low=None if exact else sum(value.value if value.low is None else value.low for value in values),
        high=None if exact else sum(value.value if value.high is None else value.high for value in values),
        qualifier="",
        status="derived",
        source=", ".join(dict.fromkeys(value.source for value in values)),
        note=" ".join(dict.fromkeys(filter(None, (value.note for value in values)))),
    )


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _wrong_totals(bases: Bases, gazetteer: Gazetteer, file: str) -> list[Finding]:
    findings = []
    for key, base in bases.described.items():
        for control in base.control_totals:
            inside = {
                (u.vintage, u.code) for u in gazetteer.units if u.parent == control.unit and u.level in control.of
            }
            total = sum(v.value for v in bases.values if v.base == key and (v.vintage, v.unit) in inside)
            if total != control.total:
                problem = f"the {control.of} of {control.unit} add up to {total}, not to {control.total}"
                findings.append(Finding(file, 0, "value", key, problem, f"correct the rows of {key}"))
    return findings


def read_reference_sources(project: Project) -> list[Source]:
    """Read who published the reference figures."""
    where = "data/reference/sources.yml"
    settings = parse_yaml(project.read(*FOLDER, "sources.yml"), where)
    return [typed(Source, source, where) for source in settings.get("sources") or []]


def check_reference(project: Project, gazetteer: Gazetteer) -> None:
    """Check the one reference table that no report reads: the spellings of names. Raises DataError."""
    aliases = _table(project, "aliases.csv", ALIASES)
    refuse([*_unknown(aliases, gazetteer), *_twice(aliases, ["vintage", "alias"])])


def _table(project: Project, name: str, rules: dict[str, Rule]) -> pd.DataFrame:
    return read_tables({f"data/reference/{name}": project.read(*FOLDER, name)}, rules)


def _unknown(frame: pd.DataFrame, gazetteer: Gazetteer, vintage: str = "vintage", code: str = "code") -> list[Finding]:
    return [
        Finding(row["file"], int(row["line"]), code, row[code], f"no such unit in {row[vintage]}", USE_A_CODE)
        for row in frame.to_dict("records")
        if (row[vintage], row[code]) not in gazetteer
    ]


def _twice(frame: pd.DataFrame, key: list[str]) -> list[Finding]:
    return [
        Finding(
            row["file"], int(row["line"]), key[-1], row[key[-1]], "stands twice", f"keep one row per {', '.join(key)}"
        )
        for row in frame[frame.duplicated(key)].to_dict("records")
    ]


def _left_out(crosswalk: pd.DataFrame, gazetteer: Gazetteer) -> list[Finding]:
    covered = set(zip(crosswalk["from_vintage"], crosswalk["from_code"], strict=True))
    old = [unit for unit in gazetteer.units if unit.level == "province" and unit.vintage in {v for v, _ in covered}]
    return [
        Finding("data/reference/crosswalk.csv", 0, "from_code", unit.code, f"{unit.name} is left out", "add its row")
        for unit in old
        if (unit.vintage, unit.code) not in covered
    ]
