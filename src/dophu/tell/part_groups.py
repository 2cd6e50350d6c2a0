"""Tables of the parts in groups: how many have come how far and lack how much, and who leads and comes last."""

from __future__ import annotations

from collections.abc import Sequence

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.leaves import CROSSWALK_SOURCE
from dophu.facts.making import folded, tallied
from dophu.facts.standing import Standing
from dophu.measure.part_groups import ABSENT, REACHED, PartGroup
from dophu.measure.parts import Parts
from dophu.tell.blocks import Runs
from dophu.tell.content import TableContent, bare, line, runs
from dophu.tell.said import NOTHING, Said, said
from dophu.tell.sentences.among import named
from dophu.tell.shares import named_heads
from dophu.wording import capitalised, joined
from dophu.words import say
from dophu.world.units import Unit

MOST_NAMED = 5
FIRST, LAST = 3, 5  # how many of many parts are named one by one
MANY = 20  # parts, from which on groups say more than the table of all of them
NUMBERS = {
    "counted": "column.counted",
    "needed": "part_groups.needed",
    "quota_share": "column.quota_share",
    "base": "column.base",
    "share": "column.share",
}
SUMS = ("counted", "base", "share")  # what groups have together, beside what they lack


def label(rows: Sequence[Standing], unit: Unit) -> str:
    """Name a part beside the others, shortly: by its kind too where two of them share a name."""
    same = [row for row in rows if row.unit.name == unit.name]
    return unit.short_name if len(same) == 1 else capitalised(unit.full_name)


def attainment(facts: Facts, found: Parts) -> TableContent | str:
    """Show how many parts have come how far towards their target, what they lack, and what share of all that is."""
    if len(found.rows) < MANY:
        return say("part_groups.few")
    if not found.groups:
        return say("part_groups.none")
    return TableContent(
        key="attainment",
        caption=line("part_groups.caption", kind=found.whole.unit.part_kind, unit=found.whole.unit.full_name),
        head=[
            *(say(key) for key in ("part_groups.group", "part_groups.units")),
            named_heads(facts)["missing"],
            say("part_groups.held"),
        ],
        rows=[
            [
                runs(_named(found, group)),
                *(_cell(fact) for fact in (_units(group), _missing(group), held(facts, group))),
            ]
            for group in found.groups
        ],
        align=["left", "right", "right", "right"],
        foot=[],
    )


def attainment_sentence(found: Parts) -> Said | None:
    """Say how far those of many parts have come that have not reached their target; nothing of few, or without one."""
    groups = [group for group in found.groups if group.key not in (REACHED, ABSENT)]
    told = [part for group in groups if (part := _in_sentence(group))]
    if len(found.rows) < MANY or not told:
        return None
    listed = told[0]
    for part in told[1:]:
        listed = listed + said("sentence.attainment_and") + part
    return said("sentence.attainment", groups=listed)


def _in_sentence(group: PartGroup) -> Said | None:
    many = group.together.looked_up("units")
    names = named(group.rows) if len(group.rows) <= MOST_NAMED else ""
    who = said("sentence.attainment_names", names=names) if names else NOTHING
    return said(f"sentence.attainment_{group.key}", many=many, names=who) if many else None


def not_carried_sentence(found: Parts) -> Said | None:
    """Say of which parts no earlier figure can be added up, since only a part of some former unit went into them.

    The edition's own unit is told apart.
    """
    units = [unit for unit in found.not_carried if unit != found.facts.unit]
    if not units:
        return None
    many = tallied(found.facts, "not_carried", len(units), CROSSWALK_SOURCE)
    shown = joined(unit.full_name for unit in units) if len(units) <= MOST_NAMED else ""
    who = said("sentence.attainment_names", names=shown) if shown else NOTHING
    return said("sentence.not_carried", many=many, names=who)


def _named(found: Parts, group: PartGroup) -> str:
    """Name a group, and its members where they are few."""
    name = group.together.subject.unit.full_name
    if len(group.rows) > MOST_NAMED:
        return name
    return f"{name}: {joined(label(found.rows, row.unit) for row in group.rows)}"


def _units(group: PartGroup) -> Fact | None:
    return group.together.facts.fact("units", group.together.subject)


def _missing(group: PartGroup) -> Fact | None:
    lacks = any(row.looked_up("held") for row in group.rows)
    return group.together.facts.fact("shortfall", group.together.subject) if lacks else None


def held(facts: Facts, group: PartGroup) -> Fact | None:
    """Add up what shares of all that is missing the members of a group hold."""
    shares = [fact for row in group.rows if (fact := facts.fact("held", row.subject))]
    lacking = [row for row in group.rows if row.looked_up("missing")]
    if not shares or len(shares) < len(lacking):
        return None
    return folded(facts, "held_by_group", "percent", "sum", shares, mark=group.key)


def _cell(fact: Fact | None) -> Runs:
    return bare(fact) if fact else []


def first_and_last(facts: Facts, found: Parts) -> TableContent | str:
    """Show the first and the last of many parts with their numbers: count, what is needed, base, share."""
    rows = [row for row in found.rows if row.looked_up("share")]
    if len(rows) < MANY:
        return say("part_groups.few")
    chosen = [*rows[:FIRST], *rows[-LAST:]]
    heads = {what: say(facts.key(head)) for what, head in NUMBERS.items()} | named_heads(facts)
    told = {what: heads[what] for what in NUMBERS if any(row.looked_up(what) for row in chosen)}
    return TableContent(
        key="first_and_last",
        caption=line(
            facts.key("part_groups.first_and_last"), kind=found.whole.unit.part_kind, unit=found.whole.unit.full_name
        ),
        head=[capitalised(found.whole.unit.part_kind), *told.values()],
        rows=[
            [runs(capitalised(row.unit.full_name)), *(_cell(row.facts.fact(what, row.subject)) for what in told)]
            for row in chosen
        ],
        align=["left", *["right"] * len(told)],  # type: ignore[list-item]
        foot=[],
    )


def former(facts: Facts, found: Parts) -> TableContent | str:
    """Show the parts by the units of before that they came out of: how many, their sums, what they lack."""
    groups: Sequence[PartGroup] = found.by_former
    if not groups:
        return say("part_groups.no_former")
    heads = {what: say(facts.key(head)) for what, head in NUMBERS.items()} | named_heads(facts)
    told = {what: heads[what] for what in SUMS}
    head = [say(key) for key in ("part_groups.former", "part_groups.units")]
    return TableContent(
        key="former",
        caption=line("part_groups.former_caption", kind=found.whole.unit.part_kind, unit=found.whole.unit.full_name),
        head=[*head, *told.values(), heads["missing"]],
        rows=[
            [
                runs(capitalised(group.together.subject.unit.full_name)),
                _cell(_units(group)),
                *(_cell(facts.fact(what, group.together.subject)) for what in told),
                _cell(_missing(group)),
            ]
            for group in groups
        ],
        align=["left", *["right"] * (len(told) + 2)],  # type: ignore[list-item]
        foot=[],
    )
