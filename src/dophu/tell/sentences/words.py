"""What sentences are made of: facts that are known, and the campaign's own words."""

from __future__ import annotations

from collections.abc import Iterable

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.interval import Interval, above
from dophu.tell.said import NOTHING, Said, said
from dophu.words import say
from dophu.world.bases import Base
from dophu.world.campaigns import Measure, Target


def known(facts: Facts, name: str) -> Fact | None:
    """Look at a fact of the edition without taking it in; what prints is taken in by the prose that prints it."""
    found = facts.get(name)
    return found if isinstance(found, Fact) else None


def noun(facts: Facts) -> str:
    """Name what is counted."""
    return facts.history.campaign.measures[facts.own.measure].noun


def target_label(target: Target, measure: Measure) -> str:
    """Name what a target is a share of as the order that set it does, or what is counted; a value has its unit."""
    if target.value is not None:
        return ""
    if target.count is not None:
        return target.label if target.label.startswith(measure.noun) else measure.noun
    return target.label.removeprefix(f"{say('word.share')} ")


def aimed_at(facts: Facts, aim: Fact) -> Said:
    """Name a target by its number and what it is of: "72,5% dân số", "500 tài khoản", "30 phút"."""
    label = target_label(facts.target, facts.history.campaign.measures[facts.own.measure]) if facts.target else ""
    return said("sentence.goal", goal=aim, label=label) if label else said("sentence.plain", words=aim)


def target_base(facts: Facts) -> str:
    """Name the base that the target is a share of."""
    base = facts.target.base if facts.target and facts.target.base else facts.history.campaign.main_base
    return facts.history.bases.described[base].label


def base_words(facts: Facts) -> Said | None:
    """Name the base of the edition's share, with its size where the share was computed on it."""
    share, base = known(facts, "share"), known(facts, "base")
    described = facts.history.bases.described[facts.history.campaign.main_base]
    if share is None:
        return None
    if share.status == "published":
        return said("base.published", kind=described.kind_name)
    return said("base.of", label=described.label, base=of_base(base, described)) if base else None


def of_base(size: Fact, described: Base) -> Said:
    """Tell the size of a base with what it counts; the number alone where its description does not name that."""
    return (
        said("sentence.counted", counted=size, noun=described.noun)
        if described.noun
        else said("sentence.plain", words=size)
    )


def above_base_sentence(facts: Facts) -> Said | None:
    """Explain a share that surely is above all of its base, as the campaign does."""
    share = known(facts, "share")
    return above_base(facts, [share] if share else [])


def above_base(facts: Facts, shares: Iterable[Fact]) -> Said | None:
    """Say why shares may be above 100 per cent, where one of them surely is; nothing where the campaign is silent."""
    reason = facts.history.campaign.measures[facts.own.measure].above_base
    is_above = any(share.unit == "percent" and above(share.interval, Interval.exactly(100)) for share in shares)
    return said("sentence.above_base", reason=reason.rstrip(".")) if reason and is_above else None


def goal(facts: Facts) -> Said | None:
    """Name the target: its share or value, or else its count, with what it is of."""
    aim = known(facts, "target") or known(facts, "needed")
    return aimed_at(facts, aim) if aim else None


def next_goal(facts: Facts) -> Said:
    """Say behind a step whose day is over what the target demands next; nothing where that was its last."""
    aim, by = known(facts, "next_target") or known(facts, "next_target_count"), known(facts, "next_target_by")
    if aim is None:
        return NOTHING
    deadline = said("sentence.next_goal_by", by=by) if by else NOTHING
    return said("sentence.next_goal", goal=aimed_at(facts, aim), by=deadline)
