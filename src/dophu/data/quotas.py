"""Quotas: the count that each unit was assigned of a measure, from a day to a day, in a campaign's `targets.csv`.

A quota is a base like any other: a share of it is computed, judged and told as one of residents is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dophu.data.bases import overlapping, summed
from dophu.data.project import Project
from dophu.data.reference import unknown_units
from dophu.data.tables import QUOTAS, Finding, Record, read_records, refuse
from dophu.errors import DataError, did_you_mean
from dophu.world.bases import Base, Bases, BaseValue
from dophu.world.campaigns import Campaign, Measure, quota_base
from dophu.world.units import Gazetteer

TARGETS = "targets.csv"


def with_quotas(project: Project, campaign: Campaign, gazetteer: Gazetteer, bases: Bases) -> Bases:
    """Add a campaign's quotas to the bases; merged units get the sum of their parts.

    Raises DataError for a quota without `targets.csv`, rows of unknown units or of measures without a quota, spans
    that overlap, and a base of the quota's name.
    """
    assigned = {name: measure for name, measure in campaign.measures.items() if measure.quota}
    file = f"data/{campaign.key}/{TARGETS}"
    if not project.exists("data", campaign.key, TARGETS):
        _must_be_without(assigned, campaign, file)
        return bases
    rows = quota_rows(project, campaign)
    refuse([*unknown_units(rows, gazetteer), *overlapping([_as_base(row) for row in rows])])
    refuse(_unasked(rows, assigned))
    described = {quota_base(name): _described(measure, rows, name) for name, measure in assigned.items()}
    if twice := sorted(described.keys() & bases.described):
        raise DataError(file, f"a base is called '{twice[0]}', as this quota is", "give that base another name")
    quotas = Bases(described, tuple(map(_value, rows)))
    added = (*bases.values, *quotas.values, *summed(quotas, gazetteer))
    return replace(bases, described=bases.described | described, values=added)


def quota_rows(project: Project, campaign: Campaign) -> list[Record]:
    """Read the rows of a campaign's `targets.csv`; none where there is no such file."""
    if not project.exists("data", campaign.key, TARGETS):
        return []
    return read_records({f"data/{campaign.key}/{TARGETS}": project.read("data", campaign.key, TARGETS)}, QUOTAS)


def _must_be_without(assigned: dict[str, Measure], campaign: Campaign, file: str) -> None:
    if assigned:
        name = next(iter(assigned))
        problem = f"measures.{name}.quota asks for {file}, and there is none"
        fix = f"write it, begun with: {','.join(QUOTAS)}"
        raise DataError(f"data/{campaign.key}/campaign.yml", problem, fix)


def _unasked(rows: list[Record], assigned: dict[str, Measure]) -> Iterator[Finding]:
    for row in rows:
        if row["measure"] not in assigned:
            hint = did_you_mean(row["measure"], assigned) if assigned else "no measure has one"
            fix = f"{hint}; a measure that has quotas says so in campaign.yml, under quota"
            yield Finding(row["file"], row["line"], "measure", row["measure"], "this measure has no quota", fix)


def _described(measure: Measure, rows: list[Record], name: str) -> Base:
    assert measure.quota is not None
    first = min((row["from"] for row in rows if row["measure"] == name), default=str(date.max))
    return Base(
        label=measure.quota.label,
        short=measure.quota.short,
        kind=quota_base(name),
        kind_label=measure.quota.label,
        noun=measure.noun,
        as_of=date.fromisoformat(first),
        source=measure.quota.source,
    )


def _as_base(row: Record) -> Record:
    """Write a row as one of `bases.csv`, for the checks that both tables have."""
    blank = dict.fromkeys(("low", "high", "qualifier"), "")
    return {**row, **blank, "base": quota_base(row["measure"]), "value": row["count"], "status": "published"}


def _value(row: Record) -> BaseValue:
    return BaseValue(
        base=quota_base(row["measure"]),
        vintage=row["vintage"],
        unit=row["code"],
        value=int(row["count"]),
        low=None,
        high=None,
        qualifier="",
        status="published",
        source=row["source"],
        note=row["note"],
        start=date.fromisoformat(row["from"]),
        end=date.fromisoformat(row["to"]) if row["to"] else None,
    )
