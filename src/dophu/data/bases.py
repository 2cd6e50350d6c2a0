"""What counts are divided by: `bases.yml` and `bases.csv` of data/reference, and those a campaign brings along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dophu.data.project import REFERENCE, Project
from dophu.data.reference import repeated, unknown_units
from dophu.data.settings import parse_yaml, typed
from dophu.data.tables import BASES, SPAN, Finding, Record, read_records, refuse
from dophu.errors import DataError
from dophu.world.bases import Base, Bases, BaseValue, ControlTotal, Described
from dophu.world.periods import Period, is_period, up_to
from dophu.world.units import Gazetteer, Unit


def read_bases(project: Project, gazetteer: Gazetteer, campaign: str = "", period: Period | None = None) -> Bases:
    """Read every base of the reference and of a campaign; merged units get the sum of their parts.

    period   the one that is looked at: what its senders brought along comes first; no later one is read

    Raises DataError for unknown units, bases not described, values and descriptions that stand twice, and control
    totals that do not add up.
    """
    folders = [folder for folder in (REFERENCE, campaign) if folder and project.exists("data", folder, "bases.yml")]
    described = _described(project, folders)
    valued = [folder for folder in folders if folder == REFERENCE or project.exists("data", folder, "bases.csv")]
    names = [f"data/{folder}/bases.csv" for folder in valued]  # a campaign's may stand in its periods alone
    rows = read_records({name: project.read(*name.split("/")) for name in names}, BASES, SPAN)
    refuse([*unknown_units(rows, gazetteer), *overlapping(rows)])
    refuse(_undescribed(rows, described))
    bases = Bases(described, tuple(_value(row) for row in rows))
    refuse(_wrong_totals(bases, gazetteer, names[0]))
    own = {
        name: (*values, *summed(Bases(described, values), gazetteer))
        for name, values in _own(project, campaign, period, gazetteer)
    }
    return Bases(described, (*bases.values, *summed(bases, gazetteer)), own, period.name if period else "")


def _own(
    project: Project, campaign: str, period: Period | None, gazetteer: Gazetteer
) -> Iterator[tuple[str, tuple[BaseValue, ...]]]:
    """Read the bases that periods bring along, in `bases.csv` of their folders."""
    every = list(filter(is_period, project.folders("data", campaign))) if campaign else []
    names = up_to(every, period) if period else every
    for name in (one for one in names if project.exists("data", campaign, one, "bases.csv")):
        file = f"data/{campaign}/{name}/bases.csv"
        rows = read_records({file: project.read(*file.split("/"))}, BASES)
        refuse([*unknown_units(rows, gazetteer), *repeated(rows, ["base", "vintage", "code"])])
        yield name, tuple(map(_value, rows))


def overlapping(rows: list[Record]) -> Iterator[Finding]:
    """Find values of one base and unit that hold on the same day, and spans that end before they begin."""
    held: dict[tuple[str, str, str], list[BaseValue]] = {}
    for row in rows:
        value, file, line = _value(row), row["file"], row["line"]
        others = held.setdefault((value.base, value.vintage, value.unit), [])
        first, last = value.start or date.min, value.end or date.max
        if last < first:
            yield Finding(file, line, "to", row["to"], f"the span ends before it begins, {first}", "correct the days")
        elif any(first <= (one.end or date.max) and (one.start or date.min) <= last for one in others):
            fix = "keep one row, or say in the columns from and to on which days each holds"
            yield Finding(file, line, "code", row["code"], f"{value.base} stands twice for the same days", fix)
        others.append(value)


def _described(project: Project, folders: list[str]) -> dict[str, Base]:
    described = Described()
    for where in (f"data/{folder}/bases.yml" for folder in folders):
        for key, value in parse_yaml(project.read(*where.split("/")), where).items():
            if key in described:
                raise DataError(where, f"base '{key}' is described twice", "give one of them another name")
            described[key] = typed(Base, value, f"{where}: {key}")
    return described


def _undescribed(rows: list[Record], described: dict[str, Base]) -> Iterator[Finding]:
    for row in rows:
        if row["base"] not in described:
            fix = f"describe it in {row['file'].removesuffix('.csv')}.yml"
            yield Finding(row["file"], row["line"], "base", row["base"], "base is not described", fix)


def _value(row: Record) -> BaseValue:
    return BaseValue(
        base=row["base"],
        vintage=row["vintage"],
        unit=row["code"],
        value=int(row["value"]),
        low=int(row["low"]) if row["low"] else None,
        high=int(row["high"]) if row["high"] else None,
        qualifier=row["qualifier"],
        status=row["status"],
        source=row["source"],
        note=row["note"],
        start=_day(row.get("from", "")),
        end=_day(row.get("to", "")),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _wrong_totals(bases: Bases, gazetteer: Gazetteer, file: str) -> Iterator[Finding]:
    for key, base in bases.described.items():
        for vintage in sorted({value.vintage for value in bases.values if value.base == key}):
            for control in base.control_totals:
                total = _sum_inside(bases, gazetteer, key, vintage, control)
                if total not in {None, control.total}:
                    problem = f"the {control.of} of {control.unit} add up to {total}, not to {control.total}"
                    yield Finding(file, 0, "value", key, problem, f"correct the rows of {key}")


def _sum_inside(bases: Bases, gazetteer: Gazetteer, key: str, vintage: str, control: ControlTotal) -> int | None:
    """Add up a base over the units that a control total speaks of; None where the vintage has no such units."""
    level = control.of.removesuffix("s")
    known = (vintage, control.unit) in gazetteer
    units = gazetteer.below(gazetteer.get(vintage, control.unit), level) if known else []
    values = [value for unit in units if (value := bases.of(key, vintage, unit.code))]
    return sum(value.value for value in values) if values else None


def summed(bases: Bases, gazetteer: Gazetteer) -> Iterator[BaseValue]:
    """Add up the bases of merged units where a base has no value of its own for the new unit."""
    earlier = dict.fromkeys(
        (value.vintage, value.unit) for value in bases.values if value.vintage != gazetteer.levels.vintages[-1]
    )
    for unit in gazetteer.merged_from(earlier):
        parts = gazetteer.parts(unit)
        for base in bases.described:
            for day in _days_of(bases, base, parts):
                known = [bases.of(base, part.vintage, part.code, day) for part in parts]
                values = [value for value in known if value is not None and not value.qualifier]
                if len(values) == len(parts) and bases.of(base, unit.vintage, unit.code, day) is None:
                    yield _sum_of(values, unit)


def _days_of(bases: Bases, base: str, parts: list[Unit]) -> list[str]:
    """List the days on which a value of some parts begins to hold; "" for values that hold at all times."""
    mine = (value for part in parts for value in bases.every(base, part.vintage, part.code))
    return sorted({value.start.isoformat() if value.start else "" for value in mine})


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
        start=max(filter(None, (value.start for value in values)), default=None),
        end=min(filter(None, (value.end for value in values)), default=None),
    )
