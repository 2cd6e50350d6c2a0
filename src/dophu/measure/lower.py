"""The units below a unit's parts, where the period has figures of them: communes, while there are districts above.

A province's report counts its communes by how far they have come, district by district, and names who is last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dophu.facts.evaluate import Facts
from dophu.facts.interval import below
from dophu.facts.standing import Standing
from dophu.facts.subject import Group, Subject
from dophu.measure.part_groups import PartGroup, by_attainment
from dophu.words import say
from dophu.world.units import Unit

JUDGED = "share|on_target_base"
FEWEST = 2


@dataclass(frozen=True)
class Lower:
    """Units of the level below the parts, from the best by what they are judged by.

    whole      the unit that they lie in: the one that is reported on, or one of its parts
    together   all of them as a group
    """

    whole: Unit
    rows: list[Standing]
    together: Standing

    @property
    def kind(self) -> str:
        """What they are called together."""
        return self.rows[0].unit.peer_kind

    @cached_property
    def groups(self) -> list[PartGroup]:
        """Them by how far they have come towards their target; none without one."""
        return by_attainment(self.together.facts, self.rows, self.together.subject)

    @cached_property
    def by_part(self) -> list[Lower]:
        """Them by the part that they lie in."""
        parts = self.together.facts.history.gazetteer.children(self.whole)
        within = {part: [row for row in self.rows if row.unit.parent == part.code] for part in parts}
        return [_lower(part, rows) for part, rows in within.items() if rows]

    @cached_property
    def last(self) -> Standing | None:
        """The one that surely is the worst, if one alone is."""
        return last_of(self.rows)


def lower(facts: Facts, whole: Unit, widest: Callable[[Facts, Sequence[Unit]], str]) -> Lower | None:
    """Gather the units below a unit's parts by the list that tells of most; None where the period has none of them."""
    gazetteer = facts.history.gazetteer
    level = _level_below_parts(facts, whole)
    if not level or not _is_counted(facts, level):
        return None
    units = gazetteer.below(whole, level)
    like = Subject(whole, facts.own.period, facts.own.measure, widest(facts, units))
    rows = [Standing(facts, facts.listed(unit, like)) for unit in units]
    return _lower(whole, in_judged_order(rows)) if like.source else None


def _level_below_parts(facts: Facts, whole: Unit) -> str:
    levels = facts.history.gazetteer.levels
    parts = levels.below(whole.vintage, whole.level)
    return levels.below(whole.vintage, parts) if parts else ""


def _is_counted(facts: Facts, level: str) -> bool:
    """Say whether some list of the period names a unit of a level; those of the country are not read to know it."""
    lists = facts.lists_of(facts.own.measure, facts.own.period).values()
    return any(known.unit.level == level for listed in lists for known in listed.values())


def _lower(whole: Unit, rows: list[Standing]) -> Lower:
    like = rows[0].subject
    units = tuple(row.unit for row in rows)
    source = next((row.reported.source for row in rows if row.reported), "")
    group = Group(f"lower_{whole.code}", say("group.lower", unit=whole.full_name), units)
    return Lower(whole, rows, Standing(rows[0].facts, like.of(group).by(source)))


def in_judged_order(rows: Sequence[Standing]) -> list[Standing]:
    """Sort rows from the best by what they are judged by: the share of a quota, where one was assigned."""

    def place(row: Standing) -> tuple[bool, Fraction, str]:
        share = row.looked_up(JUDGED) or row.looked_up("share")
        amount = share.amount if share else Fraction(0)
        return share is None, amount if row.better == "less" else -amount, row.unit.code

    return sorted(rows, key=place)


def last_of(rows: Sequence[Standing]) -> Standing | None:
    """Find the row that surely is the worst by what it is judged by, if one alone is."""
    known = [(row, share.interval) for row in rows if (share := row.looked_up(JUDGED) or row.looked_up("share"))]
    if len(known) < FEWEST or known[0][0].better == "neither":
        return None
    (last, worst), others = known[-1], known[:-1]
    is_less = last.better == "less"
    apart = (below(share, worst) if is_less else below(worst, share) for _, share in others)
    return last if all(apart) else None
