"""What measures say of each other in one period: a part is never more than its whole, parts add up to their sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dophu.memory.past import Figure, Group
from dophu.memory.told import Remark
from dophu.wording import decimal
from dophu.world.campaigns import Campaign
from dophu.world.units import Gazetteer

OF_UNIT = Mapping[str, Figure]  # by measure


@dataclass(frozen=True)
class Related:
    """The figures of all measures of the units of one period, level and vintage."""

    campaign: Campaign
    gazetteer: Gazetteer
    vintage: str
    level: str
    period: str
    units: Mapping[str, OF_UNIT]

    def remarks(self) -> Iterator[Remark]:
        """Find parts above their whole and sums that differ from their parts, as far as rounding allows."""
        for unit, figures in self.units.items():
            for measure in self.campaign.measures:
                if measure in figures:
                    yield from self._above_whole(unit, measure, figures)
                    yield from self._sum(measure, figures)

    def _above_whole(self, unit: str, measure: str, figures: OF_UNIT) -> Iterator[Remark]:
        part, whole = figures[measure], self.campaign.measures[measure].part_of
        if whole is None or whole not in figures or _is_later(part, figures[whole]):
            return  # whoever came since the whole was counted is in the part alone
        if part.least > figures[whole].most:
            said = {"part": self._label(measure), "whole": self._label(whole)}
            yield self._remark("part_above_whole", measure, part, said | {"whole_count": decimal(figures[whole].count)})

    def _sum(self, measure: str, figures: OF_UNIT) -> Iterator[Remark]:
        for parts in self.campaign.sums_of(measure):
            if all(part in figures for part in parts):
                yield from self._added(measure, parts, figures)

    def _added(self, measure: str, parts: tuple[str, ...], figures: OF_UNIT) -> Iterator[Remark]:
        total = figures[measure]
        if len({(figures[name].source, figures[name].as_of) for name in (measure, *parts)}) > 1:
            return  # of another list or hour they need not add up
        least, most = (sum(getattr(figures[part], end) for part in parts) for end in ("least", "most"))
        if least > total.most or most < total.least:
            added = decimal(sum(figures[part].count for part in parts))
            said = {"measure": self._label(measure), "parts": ", ".join(map(self._label, parts)), "added": added}
            yield self._remark("sum_differs", measure, total, said)

    def _label(self, measure: str) -> str:
        return self.campaign.measures[measure].label

    def _remark(self, kind: str, measure: str, figure: Figure, said: dict[str, str]) -> Remark:
        group = Group(measure, self.vintage, self.level)
        name = self.gazetteer.get(self.vintage, figure.unit).name
        details = {"unit": name, "now": decimal(figure.count)} | said
        return Remark(kind, group, self.period, (figure.unit,), "", (figure,), details)


def _is_later(one: Figure, other: Figure) -> bool:
    """Say whether a figure surely is of a later moment: on one day where the hours of both are known."""
    days = len("2020-08-07")
    if one.as_of[:days] != other.as_of[:days]:
        return one.as_of > other.as_of
    return len(one.as_of) == len(other.as_of) and one.as_of > other.as_of


def related(
    campaign: Campaign, gazetteer: Gazetteer, period: str, lists: Mapping[Group, Mapping[str, Figure]]
) -> Iterator[Remark]:
    """Hold the measures of a period to each other, level by level."""
    if not any(one.part_of or campaign.sums_of(name) for name, one in campaign.measures.items()):
        return
    levels: dict[tuple[str, str], dict[str, dict[str, Figure]]] = {}
    for group, listed in lists.items():
        for unit, figure in listed.items():
            levels.setdefault((group.vintage, group.level), {}).setdefault(unit, {})[group.measure] = figure
    for (vintage, level), units in levels.items():
        yield from Related(campaign, gazetteer, vintage, level, period, units).remarks()
