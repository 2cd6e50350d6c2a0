"""Parts grouped by how far they have come towards their target or quota, and by the units they came out of.

A part is in a group only where its figures surely put it there; rounded ones may leave it open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from dophu.data.suppress import is_withheld
from dophu.facts.evaluate import Facts
from dophu.facts.interval import Interval, Truth, reaches
from dophu.facts.standing import Standing
from dophu.facts.subject import Group, Subject
from dophu.words import say
from dophu.world.units import Gazetteer, Unit

REACHED, LAST, OPEN, ABSENT = "reached", "below_tenth", "open", "absent"
STEPS = (  # what a part must have of what it needs, to be in a group
    (REACHED, Fraction(1)),
    ("on_the_way", Fraction(1, 2)),
    ("below_half", Fraction(1, 10)),
)
SEVERAL = "several"  # former units that one came out of


@dataclass(frozen=True)
class PartGroup:
    """Some of the parts: what they have in common, and their facts, single and together."""

    key: str
    rows: list[Standing]
    together: Standing


def by_attainment(facts: Facts, rows: Sequence[Standing], like: Subject) -> list[PartGroup]:
    """Group parts by what they have of what they need: all, half, a tenth, less, nothing sent; empty ones fall out.

    None where less is better or neither, or where no part has a target.
    """
    placed = {row.unit: _place(row) for row in rows}
    if any(row.better != "more" for row in rows) or not {*placed.values()} - {OPEN, ABSENT}:
        return []
    keys = (*(key for key, _ in STEPS), LAST, OPEN, ABSENT)
    chosen = ((key, [row for row in rows if placed[row.unit] == key]) for key in keys)
    return [_made(facts, like, key, say(f"part_group.{key}"), mine) for key, mine in chosen if mine]


def by_former_unit(facts: Facts, rows: Sequence[Standing], like: Subject) -> list[PartGroup]:
    """Group parts by the unit of the vintage before, above the old ones, that they came out of; none for no such.

    Parts out of several are a group of their own, the last.
    """
    gazetteer = facts.history.gazetteer
    above = {row.unit: _former_above(gazetteer, row.unit) for row in rows}
    named = {unit.code: unit for units in above.values() for unit in units}
    groups = [
        _made(facts, like, f"of_{code}", named[code].full_name, mine)
        for code in sorted(named)
        if (mine := [row for row in rows if [one.code for one in above[row.unit]] == [code]])
    ]
    others = [row for row in rows if len(above[row.unit]) > 1]
    return groups + ([_made(facts, like, SEVERAL, say("part_group.several"), others)] if others else [])


def _former_above(gazetteer: Gazetteer, unit: Unit) -> list[Unit]:
    former = [*gazetteer.came_from(unit), *gazetteer.torn(unit)]
    whole = {gazetteer.get(one.vintage, one.parent) if one.depth > unit.depth else one for one in former}
    return sorted(whole, key=lambda one: one.code)


def _made(facts: Facts, like: Subject, key: str, name: str, rows: list[Standing]) -> PartGroup:
    group = Group(f"{like.unit.code}_{key}", name, tuple(row.unit for row in rows))
    return PartGroup(key, rows, Standing(facts, like.of(group)))


def _place(row: Standing) -> str:
    """Name the group a part surely is in."""
    if not row.is_known:
        return OPEN if _is_withheld(row) else ABSENT
    for key, least in STEPS:
        attained = _has(row, least)
        if attained is not False:
            return key if attained else OPEN
    return LAST


def _is_withheld(row: Standing) -> bool:
    unit, subject = row.subject.unit, row.subject
    return isinstance(unit, Unit) and is_withheld(row.facts.history, unit, subject.measure, subject.period)


def _has(row: Standing, least: Fraction) -> Truth:
    """Say whether a part has at least a fraction of what it needs, by its count, else by its share."""
    counted, needed = row.looked_up("counted"), row.looked_up("needed")
    if counted and needed:
        return reaches(counted.interval, _times(needed.interval, least))
    share, target = row.looked_up("share|on_target_base"), row.looked_up("target")
    return reaches(share.interval, _times(target.interval, least)) if share and target else None


def _times(interval: Interval, factor: Fraction) -> Interval:
    return replace(interval, low=interval.low * factor, high=interval.high * factor)
