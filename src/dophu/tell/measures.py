"""The chapter of measures: what was reached of each, against its own base and target."""

from __future__ import annotations

from dophu.facts.evaluate import Facts
from dophu.facts.standing import Standing
from dophu.facts.subject import Subject
from dophu.tell.blocks import Run
from dophu.tell.chapter import Chapter
from dophu.tell.content import TableContent, line, runs
from dophu.wording import capitalised
from dophu.words import say, turned

HEADS = {  # heads by what stands below them
    "counted": "column.counted",
    "base": "column.base",
    "share": "column.share",
    "target": "column.target",
    "gap": "column.distance",
    "missing": "column.missing",
}
FEWEST = 2


def measures(facts: Facts) -> list[Standing]:
    """List every measure that has a base or a target of its own, the main one first.

    A campaign with a single such measure, or a unit of which a single one is known, gives an empty list.
    """
    others = [name for name in facts.history.campaign.measures if name != facts.own.measure]
    judged = [facts.own.measure, *(name for name in others if _is_judged(facts, name))]
    rows = [Standing(facts, Subject(facts.unit, facts.own.period, name)) for name in judged]
    known = [row for row in rows if row.is_known]
    return known if len(known) >= FEWEST else []


def _is_judged(facts: Facts, measure: str) -> bool:
    campaign = facts.history.campaign
    return bool(campaign.measures[measure].base or campaign.target_for(facts.unit.code, facts.day, measure))


def table(facts: Facts, rows: list[Standing]) -> TableContent | str:
    """Show every measure in a row: count, base, share, target, what is missing in points and in number."""
    if not rows:
        return say("measures.one")
    as_of = facts.fact("as_of")
    return TableContent(
        key="measures",
        caption=line("measures.caption", moment=as_of or ""),
        head=[say("column.measure"), *map(say, HEADS.values())],
        rows=[[runs(_label(row)), *(_cell(row, what) for what in HEADS)] for row in rows],
        align=["left", *["right"] * len(HEADS)],  # type: ignore[list-item]
        foot=[],
    )


def _label(row: Standing) -> str:
    return capitalised(row.facts.history.campaign.measures[row.subject.measure].label)


def _cell(row: Standing, what: str) -> list[Run]:
    fact = row.facts.fact(what, row.subject)
    if fact is None:
        return runs(say("cell.none")) if what in {"counted", "share"} else []
    if what == "target":
        return runs(fact, _base_of_target(row))
    reached = what in {"gap", "missing"} and fact.sign in {"-", "0"}
    if reached:
        return runs(say(turned("cell.reached", row.better)))
    is_above = what in {"gap", "missing"} and row.better == "less"  # the heads are of what is missing
    return line("cell.lacks.less", gap=fact) if is_above else runs(fact)


def _base_of_target(row: Standing) -> str:
    """Name what the target is a share of, where that is not the base of the row."""
    facts, target = row.facts, row.facts.target_of(row.subject)
    base = target.base if target else None
    same = base in {None, facts.base_key(row.subject)}
    return "" if same else f" {facts.history.bases.described[str(base)].short}"


MEASURES = Chapter(
    measure=measures,
    names=lambda rows: {"measures": rows},
    tables={"measures": table},
)
