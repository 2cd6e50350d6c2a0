"""The chapter of measures: what is known of each, against its own base and target where it has them."""

from __future__ import annotations

from dophu.facts.dating import dating
from dophu.facts.evaluate import Facts
from dophu.facts.standing import Standing
from dophu.facts.subject import Subject
from dophu.tell.blocks import Run
from dophu.tell.chapter import Chapter
from dophu.tell.content import TableContent, line, runs
from dophu.tell.publishers import publisher
from dophu.wording import capitalised
from dophu.words import of_value, say, turned
from dophu.world.campaigns import FigureSettings, quota_base

HEADS = {  # heads by what stands below them
    "counted": "column.counted",
    "base": "column.base",
    "share": "column.share",
    "quota": "column.quota",
    "quota_share": "column.quota_share",
    "target": "column.target",
    "gap": "column.distance",
    "missing": "column.missing",
}
OF_BREAKDOWNS = ("counted", "base", "share")
OF_A_BASE = {"base", "share"}
OF_A_QUOTA = ("quota", "quota_share")
OF_A_TARGET = ("target", "gap")  # what the share of the quota lacks to all of it
FEWEST = 2


def measures(facts: Facts) -> list[Standing]:
    """List every measure of which something is known, the main one first; that of the nation has its own sentence.

    A unit of which a single one is known gives an empty list.
    """
    known = [row for row in (Standing(facts, facts.own), *others(facts)) if row.is_known]
    return known if len(known) >= FEWEST else []


def others(facts: Facts) -> list[Standing]:
    """List the measures beside the main one and the nation's; members stand in the table of their breakdown."""
    campaign, own = facts.history.campaign, facts.own
    apart = {own.measure, campaign.national_measure, *campaign.members}
    listed = [name for name in campaign.measures if name not in apart]
    return [Standing(facts, Subject(facts.unit, own.period, name)) for name in listed]


def is_divided(row: Standing) -> bool:
    """Say whether a measure has a base: its own, or that of its target; the campaign's is the main measure's."""
    measure = row.subject.measure
    own = row.facts.history.campaign.measures[measure].base is not None
    return own or measure == row.facts.own.measure or row.facts.target_of(row.subject) is not None


def table(facts: Facts, rows: list[Standing]) -> TableContent | str:
    """Show every measure in a row: count, base, share, target, what is missing in points and in number."""
    if not rows:
        return say("measures.one")
    dated, told = dating(facts, facts.own), _columns(rows)
    are_shares = all(_figure(row).is_share for row in rows)
    caption = "measures.caption_of_period" if dated == "period" else "measures.caption"
    return TableContent(
        key="measures",
        caption=line(caption, moment=facts.fact(dated) or ""),
        head=[say("column.measure"), *(say(of_value(HEADS[what], is_share=are_shares)) for what in told)],
        rows=[[_label(row), *(_cell(row, what) for what in told)] for row in rows],
        align=["left", *["right"] * len(told)],  # type: ignore[list-item]
        foot=[],
    )


def _columns(rows: list[Standing]) -> list[str]:
    """Choose what the measures are told by: columns of quotas where one was assigned, of targets where one is none."""
    has_quota = any(row.looked_up("quota") for row in rows)
    aims = [target for row in rows if (target := row.facts.target_of(row.subject))]
    only_quotas = has_quota and all(target.key == quota_base(target.measure) for target in aims)
    left_out = {*(() if has_quota else OF_A_QUOTA), *(OF_A_TARGET if only_quotas else ())}
    return [what for what in HEADS if what not in left_out]


def breakdowns(facts: Facts, _rows: list[Standing]) -> TableContent | str:
    """Show the measures by each of their breakdowns, crossed ones last, with what the main one's add up to below."""
    rows = _broken_down(facts)
    if not any(row.is_known for _, row in rows):
        return say("breakdowns.none")
    whole = Standing(facts, facts.own)
    every = [*(row for _, row in rows), whole]
    told = [what for what in OF_BREAKDOWNS if any(_tells(row, what) for row in every)]
    total = "breakdowns.total" if facts.figure.is_counted else "breakdowns.whole"
    return TableContent(
        key="breakdowns",
        caption=line("breakdowns.caption", moment=facts.fact(dating(facts, facts.own)) or ""),
        head=[say("column.breakdown"), say("column.member"), *(say(facts.key(HEADS[what])) for what in told)],
        rows=[[runs(label), _label(row), *(_cell(row, what) for what in told)] for label, row in rows],
        align=["left", "left", *["right"] * len(told)],  # type: ignore[list-item]
        foot=[[line(total), _label(whole), *(_cell(whole, what) for what in told)]],
    )


def _tells(row: Standing, what: str) -> bool:
    return row.looked_up(what) is not None and (what not in OF_A_BASE or is_divided(row))


def _broken_down(facts: Facts) -> list[tuple[str, Standing]]:
    """List the members of all breakdowns with their dimension, each once; members of members behind all others."""
    campaign, own = facts.history.campaign, facts.own.measure
    others = [name for name in campaign.measures if name not in {own, *campaign.members}]
    left = [(name, "" if name == own else capitalised(campaign.measures[name].label)) for name in (own, *others)]
    told: dict[str, str] = {}
    while left:
        measure, within = left.pop(0)
        for each in campaign.measures[measure].breakdowns.values():
            label = say("breakdowns.crossed", one=within, other=each.label) if within else each.label
            new = [name for name in each.members if name not in told]
            told |= dict.fromkeys(new, label)
            left += [(name, label) for name in new]
    return [(label, _of_member(facts, name)) for name, label in told.items()]


def _of_member(facts: Facts, measure: str) -> Standing:
    return Standing(facts, Subject(facts.unit, facts.own.period, measure))


def _label(row: Standing) -> list[Run]:
    """Name a measure; where it is of another hour or another list than the one that leads, with that."""
    facts = row.facts
    label = capitalised(facts.history.campaign.measures[row.subject.measure].label)
    main, as_of = facts.mine, facts.fact("as_of", row.subject) if row.reported else None
    if main is None or row.reported is None or as_of is None:
        return runs(label)
    if row.reported.as_of != main.as_of:
        return line("measures.of_hour", label=label, as_of=as_of)
    if row.reported.source != main.source:
        return line("measures.of_list", label=label, source=publisher(facts.history.sources, row.reported.source))
    return runs(label)


def _cell(row: Standing, what: str) -> list[Run]:
    if what in OF_A_BASE and not is_divided(row):
        return []
    fact = row.facts.fact(what, row.subject)
    if fact is None:
        is_awaited = what == "share" or (what == "counted" and _figure(row).is_counted)
        return runs(say("cell.none")) if is_awaited else []
    if what == "target":
        return runs(fact, _base_of_target(row))
    reached = what in {"gap", "missing"} and fact.sign in {"-", "0"}
    if reached:
        return runs(say(turned("cell.reached", row.better)))
    is_above = what in {"gap", "missing"} and row.better == "less" and fact.sign == "+"  # heads are of what is missing
    return line("cell.lacks.less", gap=fact) if is_above else runs(fact)


def _figure(row: Standing) -> FigureSettings:
    return row.facts.history.campaign.measures[row.subject.measure].figure


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
