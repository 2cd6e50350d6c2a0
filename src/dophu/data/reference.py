"""`data/reference/`: units, bases and their control totals."""

from __future__ import annotations

from dophu.data.project import Project
from dophu.data.settings import parse_yaml, typed
from dophu.data.tables import BASES, UNITS, Finding, read_tables, refuse
from dophu.world.bases import Base, Bases, BaseValue
from dophu.world.campaigns import Source
from dophu.world.units import Gazetteer, Unit

FOLDER = ("data", "reference")


def read_units(project: Project) -> Gazetteer:
    """Read every unit of every vintage; a key that stands twice is refused."""
    file = "data/reference/units.csv"
    frame = read_tables({file: project.read(*FOLDER, "units.csv")}, UNITS)
    refuse(
        Finding(file, int(row.row), "code", row.code, "unit stands twice", "keep one row per vintage and code")
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
            int(r.row),
            "code",
            r.code,
            f"no such unit in {r.vintage}",
            "use a code of data/reference/units.csv",
        )
        for r in rows
        if (r.vintage, r.code) not in gazetteer
    )
    refuse(
        Finding(
            file,
            int(r.row),
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
