"""The chapter of measures: what is known of each, against its own base and target where it has them."""

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
OF_BREAKDOWNS = ("counted", "base", "share")
OF_A_BASE = {"base", "share"}
FEWEST = 2


def measures(facts: Facts) -> list[Standing]:
    """List every measure of which something is known, the main one first; that of the nation has its own sentence.

    A unit of which a single one is known gives an empty list.
    """
    campaign, own = facts.history.campaign, facts.own.measure
    apart = {own, campaign.national_measure, *campaign.members}  # members stand in the table of their breakdown
    others = [name for name in campaign.measures if name not in apart]
    rows = [Standing(facts, Subject(facts.unit, facts.own.period, name)) for name in (own, *others)]
    known = [row for row in rows if row.is_known]
    return known if len(known) >= FEWEST else []


def _is_divided(row: Standing) -> bool:
    """Say whether a measure has a base: its own, or that of its target; the campaign's is the main measure's."""
    measure = row.subject.measure
    own = row.facts.history.campaign.measures[measure].base is not None
    return own or measure == row.facts.own.measure or row.facts.target_of(row.subject) is not None


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


def breakdowns(facts: Facts, _rows: list[Standing]) -> TableContent | str:
    """Show the main measure by each of its breakdowns, with what members add up to below: the measure itself."""
    own = facts.own.measure
    broken = facts.history.campaign.measures[own].breakdowns
    rows = [(each.label, _of_member(facts, name)) for each in broken.values() for name in each.members]
    if not any(row.is_known for _, row in rows):
        return say("breakdowns.none")
    whole = Standing(facts, facts.own)
    told = [what for what in OF_BREAKDOWNS if any(_cell(row, what) for _, row in [*rows, ("", whole)])]
    return TableContent(
        key="breakdowns",
        caption=line("breakdowns.caption", moment=facts.fact("as_of") or ""),
        head=[say("column.breakdown"), say("column.member"), *(say(HEADS[what]) for what in told)],
        rows=[[runs(label), runs(_label(row)), *(_cell(row, what) for what in told)] for label, row in rows],
        align=["left", "left", *["right"] * len(told)],  # type: ignore[list-item]
        foot=[[line("breakdowns.total"), runs(_label(whole)), *(_cell(whole, what) for what in told)]],
    )


def _of_member(facts: Facts, measure: str) -> Standing:
    return Standing(facts, Subject(facts.unit, facts.own.period, measure))


def _label(row: Standing) -> str:
    return capitalised(row.facts.history.campaign.measures[row.subject.measure].label)


def _cell(row: Standing, what: str) -> list[Run]:
    if what in OF_A_BASE and not _is_divided(row):
        return []
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
    tables={"measures": table, "breakdowns": breakdowns},
)
