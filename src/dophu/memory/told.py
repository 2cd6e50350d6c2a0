"""Suspicions in words: the unit, both numbers with their days, and the likely cause."""

from __future__ import annotations

from dataclasses import dataclass

from dophu.memory.movement import Movement
from dophu.memory.past import Figure, Group, UnitIndex
from dophu.memory.suspicion import Suspicion
from dophu.wording import decimal
from dophu.words import say
from dophu.world.campaigns import Campaign
from dophu.world.periods import read_period
from dophu.world.units import Gazetteer

NAMES_SHOWN = 5
SIGNIFICANT = 3  # digits of what would be usual

ABOUT_ANOTHER = {"own_former", "last_of_other", "row_beside"}  # causes that name a period or a unit


@dataclass(frozen=True)
class Remark:
    """A suspicion in words.

    units    codes; empty where it is the whole list
    against  the period it is held against; "" where it is the list itself
    cells    where the figures stand
    details  what its phrases are filled with
    """

    kind: str
    group: Group
    period: str
    units: tuple[str, ...]
    against: str
    cells: tuple[Figure, ...]
    details: dict[str, str]

    @property
    def is_of_list(self) -> bool:
        """Say whether it is about a list rather than a unit or two."""
        return self.kind not in OF_CELLS


OF_CELLS = ("jump", "fallen", "unit_unchanged", "swapped", "part_above_whole", "sum_differs", "cut_off", "cut_short")


@dataclass(frozen=True)
class Words:
    """What turns places into names: the index of the units, and the periods' names by their place in the past."""

    campaign: Campaign
    gazetteer: Gazetteer
    group: Group
    index: UnitIndex
    periods: dict[int, str]
    period: str
    listed: dict[str, Figure]

    def name(self, place: int) -> str:
        """Name a unit as prose does."""
        return self.gazetteer.get(self.group.vintage, self.index.units[place]).name

    def remark(self, movement: Movement, found: Suspicion) -> Remark:
        """Put a suspicion into words."""
        units = tuple(self.index.units[place] for place in found.units)
        cells = tuple(self.listed[unit] for unit in units if unit in self.listed)
        against = self.periods.get(found.since, "") if found.since is not None else ""
        details = self._figures(movement, found) | self._numbers(found)
        details |= {"names": self._names(found), "number": str(len(units)), **days("day", against)}
        cause = self._cause(found, against)
        label = self.campaign.measures[self.group.measure].label
        return Remark(
            *(found.kind, self.group, self.period, units, against, cells),
            details | {"cause": cause, "measure": label, "unit": self.name(found.units[0]) if found.units else ""},
        )

    def _figures(self, movement: Movement, found: Suspicion) -> dict[str, str]:
        """Write the figures of the first unit and, of a pair, the second."""
        said = {}
        for number, place in enumerate(found.units[:2]):
            mark = "" if number == 0 else "other_"
            said[f"{mark}now"] = decimal(int(movement.row.counts[place]))
            last = movement.last[place]
            said[f"{mark}then"] = decimal(round(last)) if last == last else "-"  # noqa: PLR0124 - NaN is not itself
            said[f"{mark}name"] = self.name(place)
        return said

    def _numbers(self, found: Suspicion) -> dict[str, str]:
        numbers = found.numbers
        usual = numbers.get("expected", float("nan"))
        known = usual == usual  # noqa: PLR0124 - NaN is not itself
        said = {
            "usual": f"; about {_about(usual)} would be usual" if known else "",
            "usual_vi": say("finding.usual", usual=_about(usual)) if known else "",
        }
        return (
            said | {name: decimal(round(value)) for name, value in numbers.items() if name in WHOLE} | _shortly(numbers)
        )

    def _names(self, found: Suspicion) -> str:
        named = [self.name(place) for place in found.units[:NAMES_SHOWN]]
        return ", ".join(named) + (f", … ({len(found.units)})" if len(found.units) > NAMES_SHOWN else "")

    def _cause(self, found: Suspicion, against: str) -> str:
        if found.kind == "list_copied":
            return say("cause.column", day=_written(against))
        other = found.other
        if not found.cause or (other is None and found.cause in ABOUT_ANOTHER):  # each of a list has another
            return say("cause.unknown")
        if other is None:
            return say(f"cause.{found.cause}")
        if found.cause == "own_former":
            return say("cause.own_former", day=_written(self.periods.get(other, "")))
        return say(f"cause.{found.cause}", unit=self.name(other))


WHOLE = ("same", "of", "step", "share", "times", "by")


DIGITS = {"factor": 4, "percent": 2, "pace": 2}  # that are shown of what need not be whole


def _shortly(numbers: dict[str, float]) -> dict[str, str]:
    return {name: f"{numbers[name]:.{digits}g}".replace(".", ",") for name, digits in DIGITS.items() if name in numbers}


def _about(value: float) -> str:
    """Round to the digits that an expectation has."""
    whole = max(round(value), 0)
    step = 10 ** max(len(str(whole)) - SIGNIFICANT, 0)
    return decimal(round(whole / step) * step)


def days(key: str, period: str) -> dict[str, str]:
    """Write a period in both languages."""
    return {key: period, f"{key}_vi": _written(period)}


def _written(period: str) -> str:
    return read_period(period).in_words if period else ""
