"""The units below a unit's parts: how many have come how far, part by part, measure by measure, and who is last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.making import folded
from dophu.facts.standing import Standing
from dophu.facts.subject import Group, Subject
from dophu.measure.lower import JUDGED, Lower, in_judged_order, last_of
from dophu.measure.part_groups import ABSENT, OPEN, PartGroup, by_attainment
from dophu.measure.parts import Parts
from dophu.tell.blocks import Runs
from dophu.tell.content import TableContent, bare, line, runs
from dophu.tell.measures import is_divided
from dophu.tell.part_groups import FIRST, LAST, MANY, NUMBERS
from dophu.tell.said import NOTHING, Part, Said, said
from dophu.tell.sentences.words import goal, noun, of_base
from dophu.tell.shares import named_heads
from dophu.wording import capitalised
from dophu.words import say
from dophu.world.units import Unit

GROUPS = ("reached", "on_the_way", "below_half", "below_tenth", OPEN, ABSENT)
FEWEST = 2


def name_of(facts: Facts, unit: Unit) -> str:
    """Name a unit with the one that it lies in: two districts may have a commune of the same name."""
    whole = facts.history.gazetteer.get(unit.vintage, unit.parent)
    return say("unit.within", unit=unit.full_name, whole=whole.name)


def lower_sentence(found: Parts) -> Said | None:
    """Say how many of the units below the parts have reached the target, and who is last with what."""
    below, aim = found.lower, goal(found.facts)
    if below is None:
        return None
    units, reached, short = (below.together.looked_up(name) for name in ("units", "reached", "below_target"))
    last = _last(below)
    if reached is None or short is None or units is None or aim is None or "open" in {reached.sign, short.sign}:
        return said("sentence.lower_last", kind=below.kind, last=last) if last else None
    absent = below.together.looked_up("absent")
    silent = said("sentence.lower_absent", absent=absent) if absent and absent.sign == "+" else NOTHING
    told: dict[str, Part] = {"units": units, "kind": below.kind, "goal": aim, "reached": reached, "short": short}
    end = said("sentence.lower_and_last", last=last) if last else NOTHING
    return said("sentence.lower", **told, absent=silent, last=end)


def _last(below: Lower) -> Said | None:
    """Name who is last, with its share, count, what it needs and its base."""
    row = below.last
    share = row.looked_up(JUDGED) if row else None
    if row is None or share is None:
        return None
    name = name_of(row.facts, row.unit)
    counted, needed, base = (row.looked_up(what) for what in ("counted", "needed", "base"))
    if counted is None or needed is None or base is None:
        return said("sentence.lower_worst", name=name, share=share)
    described = row.facts.history.bases.described[row.facts.base_key(row.subject)]
    told: dict[str, Part] = {"name": name, "share": share, "counted": counted, "needed": needed}
    return said("sentence.lower_worst_of", **told, noun=noun(row.facts), base=of_base(base, described))


def lower_attainment(facts: Facts, found: Parts) -> TableContent | str:
    """Show part by part how many of the units below have come how far, and who is last there.

    A part whose units all lack figures has no row: they are counted in the last one.
    """
    if found.lower is None or not found.lower.groups:
        return say("lower.none")
    parts = [part for part in found.lower.by_part if part.groups]
    some = len(parts) < len(found.lower.by_part)
    keys = [key for key in GROUPS if any(group.key == key for group in found.lower.groups)]
    heads = [say("part_groups.units"), *(say(f"lower.{key}") for key in keys), say("lower.last")]
    return TableContent(
        key="lower_attainment",
        caption=line(
            "lower.caption_of_some" if some else "lower.caption",
            kind=found.lower.kind,
            parts=found.whole.unit.part_kind,
            unit=found.whole.unit.full_name,
        ),
        head=[capitalised(found.whole.unit.part_kind), *heads],
        rows=[[runs(capitalised(part.whole.full_name)), *_counts(part, keys), _last_cell(part)] for part in parts],
        align=["left", *["right"] * (len(keys) + 1), "left"],  # type: ignore[list-item]
        foot=[[runs(say("breakdowns.total")), *_counts(found.lower, keys), _worst(facts, found.lower.rows)]],
        sortable=True,
    )


def _counts(of: Lower, keys: Sequence[str]) -> list[Runs]:
    return [_units(of.together), *_in_groups({group.key: group for group in of.groups}, keys)]


def _in_groups(groups: Mapping[str, PartGroup], keys: Sequence[str]) -> list[Runs]:
    """Write how many are in each group; blank throughout where there is no target to group by."""
    return [_units(groups[key].together) if key in groups else runs("0" if groups else "") for key in keys]


def _units(row: Standing) -> Runs:
    fact = row.facts.fact("units", row.subject)
    return bare(fact) if fact else []


def _last_cell(of: Lower) -> Runs:
    share = of.last.facts.fact(JUDGED, of.last.subject) if of.last else None
    return line("lower.last_of", name=of.last.unit.name, share=share) if of.last and share else []


def lower_ends(facts: Facts, found: Parts) -> TableContent | str:
    """Show the first and the last of the units below the parts with their numbers."""
    rows = [row for row in found.lower.rows if row.looked_up(JUDGED)] if found.lower else []
    if found.lower is None or len(rows) < MANY:
        return say("part_groups.few")
    chosen = [*rows[:FIRST], *rows[-LAST:]]
    heads = {what: say(facts.key(head)) for what, head in NUMBERS.items()} | named_heads(facts)
    told = {what: heads[what] for what in NUMBERS if any(row.looked_up(what) for row in chosen)}
    return TableContent(
        key="lower_ends",
        caption=line(facts.key("part_groups.first_and_last"), kind=found.lower.kind, unit=found.whole.unit.full_name),
        head=[capitalised(found.lower.kind), *told.values()],
        rows=[
            [runs(capitalised(name_of(facts, row.unit))), *(_cell(row.facts.fact(what, row.subject)) for what in told)]
            for row in chosen
        ],
        align=["left", *["right"] * len(told)],  # type: ignore[list-item]
        foot=[],
    )


def _cell(fact: Fact | None) -> Runs:
    return bare(fact) if fact else []


# -- measure by measure ----------------------------------------------------------------------------------


def measures_of_units(facts: Facts, found: Parts) -> TableContent | str:
    """Show for each measure how many units have come how far, how many have none at all, and who is last.

    The units are those below the parts, where the period has figures of them, else the parts.
    """
    each = _measures(found)
    if len(each) < FEWEST:
        return say("measures.one")
    groups = {name: _grouped(facts, name, rows) for name, rows in each.items()}
    keys = [key for key in GROUPS if any(key in told for told in groups.values())]
    kind = found.lower.kind if found.lower else found.whole.unit.part_kind
    heads = ["lower.known", *(f"lower.{key}" for key in keys), "lower.nought", "lower.last"]
    return TableContent(
        key="measures_of_units",
        caption=line("lower.measures_caption", kind=kind, unit=found.whole.unit.full_name),
        head=[say("column.measure"), *map(say, heads)],
        rows=[
            [
                runs(capitalised(facts.history.campaign.measures[name].label)),
                _number(facts, f"known_{name}", rows),
                *_in_groups(groups[name], keys),
                _number(facts, f"nought_{name}", [row for row in rows if _is_nought(row)]),
                _worst(facts, rows),
            ]
            for name, rows in each.items()
        ],
        align=["left", *["right"] * (len(keys) + 2), "left"],  # type: ignore[list-item]
        foot=[],
    )


def _measures(found: Parts) -> dict[str, list[Standing]]:
    """List the rows of each measure of which something is known of some unit, the main one first."""
    facts, campaign = found.facts, found.facts.history.campaign
    units = [row.unit for row in (found.lower.rows if found.lower else found.rows)]
    others = [name for name in campaign.measures if name not in {facts.own.measure, *campaign.members}]
    told = {}
    for name in (facts.own.measure, *others):
        rows = [Standing(facts, Subject(unit, facts.own.period, name)) for unit in units]
        known = [row for row in rows if row.is_known]
        if known:
            told[name] = in_judged_order(known)
    return told


def _grouped(facts: Facts, name: str, rows: list[Standing]) -> dict[str, PartGroup]:
    group = rows[0].subject.of(Group(f"units_{name}", say("group.units"), tuple(row.unit for row in rows)))
    return {group.key: group for group in by_attainment(facts, rows, group)}


def _number(facts: Facts, mark: str, rows: list[Standing]) -> Runs:
    told = [fact for row in rows if (fact := row.looked_up("counted") or row.looked_up("share"))]
    return bare(folded(facts, "units_counted", "count", "count", told, mark=mark))


def _is_nought(row: Standing) -> bool:
    counted = row.looked_up("counted")
    return counted is not None and counted.sign == "0"


def _worst(facts: Facts, rows: list[Standing]) -> Runs:
    last = last_of(rows) if is_divided(rows[0]) else None
    share = (last.facts.fact(JUDGED, last.subject) or last.facts.fact("share", last.subject)) if last else None
    return line("lower.last_of", name=name_of(facts, last.unit), share=share) if last and share else []
