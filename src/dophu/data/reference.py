"""`data/reference/`: units, bases and their control totals."""

from __future__ import annotations

import pandas as pd

from dophu.data.project import Project
from dophu.data.settings import parse_yaml, typed
from dophu.data.tables import ALIASES, BASES, CROSSWALK, REGIONS, TILES, UNITS, Finding, Rule, read_tables, refuse
from dophu.world.bases import Base, Bases, BaseValue
from dophu.world.campaigns import Source
from dophu.world.units import Gazetteer, Unit

FOLDER = ("data", "reference")
USE_A_CODE = "use a code of data/reference/units.csv"


def read_units(project: Project) -> Gazetteer:
    """Read every unit of every vintage; a key that stands twice is refused."""
    file = "data/reference/units.csv"
    frame = read_tables({file: project.read(*FOLDER, "units.csv")}, UNITS)
    refuse(
        Finding(file, int(row.line), "code", row.code, "unit stands twice", "keep one row per vintage and code")
        for row in frame[frame.duplicated(["vintage", "code"])].itertuples()
    )
    columns = ["vintage", "code", "level", "name", "kind", "parent", "region"]
    return Gazetteer(tuple(Unit(*row) for row in frame[columns].itertuples(index=False, name=None)))


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
    return bases


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
    """Check the reference tables that no report reads yet: regions, aliases, tiles and the crosswalk.

    Raises DataError with every finding of a file: unknown units, keys that stand twice, a province that the
    crosswalk leaves out.
    """
    regions = _table(project, "regions.csv", REGIONS)
    aliases = _table(project, "aliases.csv", ALIASES)
    tiles = _table(project, "tiles.csv", TILES)
    crosswalk = _table(project, "crosswalk.csv", CROSSWALK)
    refuse(_twice(regions, ["vintage", "code"]))
    refuse([*_unknown(aliases, gazetteer), *_twice(aliases, ["vintage", "alias"])])
    refuse(
        [*_unknown(tiles, gazetteer), *_twice(tiles, ["vintage", "code"]), *_twice(tiles, ["vintage", "col", "row"])]
    )
    refuse(
        [
            *_unknown(crosswalk, gazetteer, "from_vintage", "from_code"),
            *_unknown(crosswalk, gazetteer, "to_vintage", "to_code"),
            *_twice(crosswalk, ["from_vintage", "from_code"]),
            *_left_out(crosswalk, gazetteer),
        ]
    )


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
