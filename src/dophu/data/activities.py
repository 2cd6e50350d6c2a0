"""What offices did beside their counts, a period's `activities.yml`: held at the door to its campaign and its day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dophu.data.project import Project
from dophu.data.reference import USE_A_CODE
from dophu.data.settings import line_of, parse_yaml
from dophu.data.tables import LONGEST, QUALIFIERS, Finding, refuse
from dophu.errors import did_you_mean
from dophu.wording import Moment
from dophu.world.campaigns import Activity, Campaign
from dophu.world.periods import Period
from dophu.world.units import Gazetteer

ACTIVITIES = "activities.yml"
PARTS = ("value", "unit", "qualifier", "source")  # of one text or number that is told in full
PERCENT = "percent"
DAYS = ("date", "from", "to", "as_of")  # fields that tell of what was done by the period's day
DATE = re.compile(r"\d{4}-\d\d-\d\d.*")
NUMBER = re.compile(r"[-+\u2212]?\d[\d.,]*")
SHARE = re.compile(r"\d{1,3}(\.\d+)?")


def read_activities(
    project: Project, campaign: Campaign, period: Period, gazetteer: Gazetteer, sources: Collection[str] | None
) -> tuple[dict[str, Any], str]:
    """Read what offices did up to a period, by unit, and who says so.

    sources   the ids that are described; None not to ask for them

    Raises DataError for units, names and sources that are unknown, and for numbers and days that cannot be.
    """
    folder = ("data", campaign.key, period.name, ACTIVITIES)
    if not project.exists(*folder):
        return {}, ""
    where = "/".join(folder)
    settings = parse_yaml(project.read(*folder), where)
    units, source = settings.get("units") or {}, str(settings.get("source") or "")
    refuse(_Door(where, campaign, campaign.window(period).last, gazetteer, settings).findings(units))
    told = {unit: {name: _as_points(value) for name, value in (did or {}).items()} for unit, did in units.items()}
    if sources is not None and any(told.values()) and source not in sources:
        hint = did_you_mean(source, sources)
        refuse(
            [Finding(where, line_of(settings, ["source"]), "source", source, "this source is not in sources.yml", hint)]
        )
    return told, source


def _as_points(value: Any) -> Any:
    """Leave out the full stops of points that are sentences: the list that prints them ends them, all alike."""
    if not isinstance(value, list):
        return value
    return [point.rstrip().removesuffix(".") if isinstance(point, str) else point for point in value]


@dataclass(frozen=True)
class _Door:
    """Looks over one file."""

    where: str
    campaign: Campaign
    day: date
    gazetteer: Gazetteer
    settings: Mapping[str, Any]

    def findings(self, units: Any) -> Iterator[Finding]:
        if not isinstance(units, dict):
            yield self._found(
                "units", units, "not a list of units by their codes", 'write "20": and below it what it did'
            )
            return
        vintage = self.gazetteer.vintage_on(self.day)
        for unit, activities in units.items():
            if (vintage, unit) not in self.gazetteer:
                yield self._found("units", unit, f"no such unit in {vintage}", USE_A_CODE)
            elif not isinstance(activities or {}, dict):
                yield self._found(
                    unit, activities, "not a list of activities by name", "write press: and below it what was done"
                )
            else:
                yield from self._of_unit(unit, activities or {})

    def _of_unit(self, unit: str, activities: Mapping[str, Any]) -> Iterator[Finding]:
        known = self.campaign.known_activities
        for name, value in activities.items():
            if name not in known:
                line = line_of(self.settings, ["units", unit, name])
                yield Finding(self.where, line, name, unit, "no such activity", did_you_mean(name, known))
            else:
                yield from self._value(value, f"{unit}.{name}", known[name])

    def _value(self, value: Any, path: str, activity: Activity) -> Iterator[Finding]:
        if isinstance(value, list):
            for place, part in enumerate(value, 1):
                yield from self._value(part, f"{path}.{place}", activity)
        elif isinstance(value, dict) and "value" not in value:
            yield from self._fields(value, path, activity)
        elif isinstance(value, dict):
            yield from self._told_in_full(value, path)
        elif value is not None and not isinstance(value, bool):
            yield from self._text(str(value), path)

    def _fields(self, value: Mapping[str, Any], path: str, activity: Activity) -> Iterator[Finding]:
        known = (*activity.fields, *PARTS)
        for name, part in value.items():
            if activity.fields and name not in activity.fields:
                yield self._found(f"{path}.{name}", part, "no such field", did_you_mean(name, known))
            else:
                yield from self._value(part, f"{path}.{name}", activity)
        first, last = (str(value.get(end) or "") for end in ("from", "to"))
        if first and last and first > last:
            yield self._found(f"{path}.from", first, f"later than 'to', {last}", "correct one of the two")

    def _told_in_full(self, told: Mapping[str, Any], path: str) -> Iterator[Finding]:
        """Look over `{value: …, unit: …, qualifier: …, source: …}`."""
        for name in told:
            if name not in PARTS:
                yield self._found(f"{path}.{name}", told[name], "no such part of a value", did_you_mean(name, PARTS))
        if "source" in told and not str(told["source"] or "").strip():
            yield self._found(f"{path}.source", "", "given without its source", "name the source, or leave it out")
        text, unit, word = (str(told.get(name) or "") for name in ("value", "unit", "qualifier"))
        if unit not in ("", PERCENT):
            yield self._found(f"{path}.unit", unit, "no unit of a value", "write percent, or leave it out")
        elif unit and not (SHARE.fullmatch(text) and Decimal(text) <= 100):  # noqa: PLR2004 - per cent
            yield self._found(path, text, "no share from 0 to 100 %", "write it as 87.5")
        elif word not in QUALIFIERS:
            yield self._found(
                f"{path}.qualifier", word, "no word before a number", f"write one of: {', '.join(QUALIFIERS[1:])}"
            )
        elif word and not text.isdigit():
            yield self._found(path, text, f"no number that '{word}' could stand before", "write a whole number")
        elif not unit:
            yield from self._text(text, path)

    def _text(self, text: str, path: str) -> Iterator[Finding]:
        """Look over a text as it is written: a day, a whole number, or words."""
        if DATE.fullmatch(text):
            yield from self._day(text, path)
        elif NUMBER.fullmatch(text) and not (text.isascii() and text.isdigit() and len(text) <= LONGEST):
            fix = "write a count as 1200, a share as {value: 87.5, unit: percent}, any other in words"
            yield self._found(path, text, "no whole number", fix)

    def _day(self, text: str, path: str) -> Iterator[Finding]:
        try:
            moment = Moment.parse(text)
        except ValueError:
            yield self._found(path, text, "no day and no moment", "write it as 2020-08-07 or 2020-08-07T08:00")
            return
        if path.rpartition(".")[2] in DAYS and moment.day > self.day:
            yield self._found(
                path, text, f"later than the period's day, {self.day}", "correct it, or move it to its own period"
            )

    def _found(self, path: str, value: Any, problem: str, fix: str) -> Finding:
        way = [int(part) - 1 if part.isdigit() and place else part for place, part in enumerate(path.split("."))]
        line = line_of(self.settings, way if path == "units" else ["units", *way])
        return Finding(self.where, line, path, str(value), problem, fix)
