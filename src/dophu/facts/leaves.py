"""What the data say of a subject: the facts that rest on no other fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from dophu import wording
from dophu.data.tables import printed_share
from dophu.facts.fact import Status, Value
from dophu.facts.interval import Interval, base_interval
from dophu.facts.printing import Counted, as_published
from dophu.facts.reported import Reported, base_of, explaining_bases
from dophu.facts.subject import Group, Subject
from dophu.wording import Moment
from dophu.words import say
from dophu.world.bases import BaseValue
from dophu.world.campaigns import Target, quota_base
from dophu.world.periods import last_day, read_period
from dophu.world.units import Unit

if TYPE_CHECKING:
    from dophu.facts.evaluate import Facts

UNITS_SOURCE, CROSSWALK_SOURCE = "UNITS", "CROSSWALK"


@dataclass(frozen=True)
class Said:
    """A figure as the data have it; `text` as the source wrote it, blank for what the rule of printing writes."""

    value: Value
    text: str = ""
    sources: tuple[str, ...] = ()
    base: str = ""
    note: str = ""
    status: Status = "published"
    word: str = ""


@dataclass(frozen=True)
class Lacking:
    """That the data do not say it, and why: a key of the word files."""

    reason: str


Leaf = Callable[["Facts", Subject], "Said | Lacking"]


def counted(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take the published count of a unit."""
    found = facts.reported(subject)
    if found is not None and found.is_made:
        return Lacking("no_count")
    if found is None or found.people is None or found.count is None:
        return Lacking("no_figure" if found is None else "no_count")
    text = _count_text(found, facts.counted_in(subject.measure))
    return Said(found.people, text, (found.source,), note=found.note)


def _count_text(found: Reported, unit: Counted) -> str:
    if found.people is not None and found.people.point is not None:
        ends = [wording.count(int(end)) for end in (found.people.low, found.people.high)]
        return say("number.estimate", value=wording.count(found.count or 0), low=ends[0], high=ends[1])
    return as_published(found.count or 0, found.step, found.qualifier, unit)


def base(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take the base of a unit; one that is younger than the period is not used."""
    value = facts.base_value(subject)
    if value is None:
        return Lacking("no_base")
    text = f"{value.qualifier} {wording.count(value.value)}" if value.qualifier else ""  # an interval: by the rule
    return Said(base_interval(value), text, (value.source,), base=value.base, note=value.note)


def published_share(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take the share that the list itself prints of a unit."""
    found = facts.reported(subject)
    if found is None or found.printed is None or found.printed_value is None or subject.base:
        return Lacking("no_figure" if found is None else "no_published_share")
    number = in_own_unit(facts, subject, found.printed_value, found.printed_places)
    text = f"{found.printed_qualifier} {number}" if found.printed_qualifier else number
    if found.estimate and found.printed.point is not None:
        ends = [_end(facts, subject, end) for end in (found.estimate.low, found.estimate.high)]
        text = say("number.estimate", value=number, low=ends[0], high=ends[1])
    return Said(found.printed, text, (found.source,), base=facts.base_key(subject), note=found.note)


def confidence(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take how often the interval of a survey's estimate holds the true value, as the survey says."""
    found = facts.reported(subject)
    if found is None or found.estimate is None or not found.estimate.level:
        return Lacking("no_estimate")
    level, places = printed_share(found.estimate.level)
    return Said(Interval.exactly(level), wording.percent(level, places), (found.source,))


def survey_method(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take how a survey says that it was made."""
    found = facts.reported(subject)
    if found is None or found.estimate is None or not found.estimate.method:
        return Lacking("no_estimate")
    return Said(found.estimate.method, sources=(found.source,))


def in_own_unit(facts: Facts, subject: Subject, value: Fraction, places: int) -> str:
    """Write what a subject's measure is ranked and judged by: a share in per cent, else a value in its unit."""
    scale = facts.scale(subject.measure)
    return wording.percent(value, places) if scale is None else wording.decimal(value, places) + scale.after


def _end(facts: Facts, subject: Subject, printed: str) -> str:
    return in_own_unit(facts, subject, *printed_share(printed))


def published_rank(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take the rank that a source gives the unit: of its own list, stated before concluded, the latest."""
    stated = facts.published_rank(subject)
    if stated is None:
        return Lacking("no_published_rank")
    return Said(Interval.exactly(stated.rank), sources=(stated.source,), note=stated.note)


def published_rank_of(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take how many units that ranking names."""
    stated = facts.published_rank(subject)
    if stated is None or not stated.total:
        return Lacking("no_published_rank")
    return Said(Interval.exactly(stated.total), sources=(stated.source,))


def published_rank_by(facts: Facts, subject: Subject) -> Said | Lacking:
    """Say by what that ranking is ordered."""
    stated = facts.published_rank(subject)
    if stated is None:
        return Lacking("no_published_rank")
    return Said(ranked_by(facts, stated.by), sources=(stated.source,))


def ranked_by(facts: Facts, kind: str) -> str:
    """Say by what a published list is ordered: the counts, or the share of a kind of base."""
    named = {base.kind: say("ranked_by.share", base=base.kind_name) for base in facts.history.bases.described.values()}
    return named.get(kind) or say(f"ranked_by.{kind}")


def explaining_base(facts: Facts, subject: Subject) -> Said | Lacking:
    """Name the base under which the count would give the published share that disagrees with ours."""
    found = facts.reported(subject)
    if found is None or found.agrees:
        return Lacking("no_disagreement")
    values = explaining_bases(found, facts.history)
    if not values:
        return Lacking("no_explaining_base")
    return Said(facts.history.bases.described[values[0].base].label, sources=(values[0].source,))


def merged_from(facts: Facts, subject: Subject) -> Said | Lacking:
    """Name the units whose figures of the period before were added up, where the unit was merged since."""
    then = facts.before(subject)
    if isinstance(then, Lacking) or isinstance(subject.unit, Group):
        return Lacking("same_area")
    parts = facts.history.gazetteer.parts(subject.unit)
    if len(parts) <= 1 or facts.history.gazetteer.vintage_on(last_day(then.period)) == subject.unit.vintage:
        return Lacking("same_area")
    return Said(wording.joined(part.name for part in parts), sources=(CROSSWALK_SOURCE,))


def as_of(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take the moment up to which a figure is known; of several units the latest."""
    found = facts.reported(subject)
    if found is not None:
        return Said(found.as_of, sources=(found.source,))
    each = [known for unit in facts.units_of(subject) if (known := facts.reported(subject.of(unit)))]
    if each:
        last = max(each, key=lambda known: known.as_of.order())
        return Said(last.as_of, sources=(last.source,))
    stated = facts.published_rank(subject)
    if stated:
        return Said(stated.as_of, sources=(stated.source,))
    return Said(Moment(facts.window(subject.period).last), status="given")


def period(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take the last day that the period counts; of one that is no day by the name that readers call it."""
    named = read_period(subject.period)
    return Said(named.last if named.kind == "day" else named.in_words, status="given")


def target(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take the target in force, as a share."""
    found = facts.target_of(subject)
    if found is None or found.level is None:
        return Lacking("target_is_count" if found else "no_target")
    text = _level_text(facts, subject, found.level)
    level = Interval.exactly(Fraction(found.level))
    return Said(level, text, (found.source,), base=found.base or "", note=found.note or "")


def _level_text(facts: Facts, subject: Subject, level: Decimal) -> str:
    """Write a target as the campaign has it."""
    return in_own_unit(facts, subject, Fraction(level), max(0, -int(level.as_tuple().exponent)))


def former_target(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take the target of the period before as a share, where another is in force now, or none."""
    then, unit = facts.before(subject), subject.unit
    if isinstance(then, Lacking) or isinstance(unit, Group):
        return then if isinstance(then, Lacking) else Lacking("no_target")
    history, now = facts.history, facts.target_of(subject)
    found = history.campaign.target_for(unit, history.gazetteer, facts.window(then.period).last, subject.measure)
    if found is None or found.level is None:
        return Lacking("no_target")
    if now is not None and (now.level, now.base) == (found.level, found.base):
        return Lacking("same_target")
    text = _level_text(facts, subject, found.level)
    return Said(Interval.exactly(Fraction(found.level)), text, (found.source,), base=found.base or "")


def target_count(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take the target in force, where it is a count."""
    found = facts.target_of(subject)
    if found is None or found.count is None:
        return Lacking("target_is_share" if found else "no_target")
    return Said(Interval.exactly(found.count), sources=(found.source,), note=found.note or "")


def target_by(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take the day by which the target is to be reached."""
    found = facts.target_of(subject)
    by = (found.by or _end_of_quota(facts, subject, found.base)) if found else None
    return Said(by, sources=(found.source,)) if found and by else Lacking("no_deadline")


def next_target(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take what the target demands after its step in force, as a share."""
    following = _following(facts, subject)
    if following is None or following.level is None:
        return Lacking("target_is_count" if following else "no_next_target")
    text = _level_text(facts, subject, following.level)
    return Said(Interval.exactly(Fraction(following.level)), text, (following.source,), base=following.base or "")


def next_target_count(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take what the target demands after its step in force, where it is a count."""
    following = _following(facts, subject)
    if following is None or following.count is None:
        return Lacking("target_is_share" if following else "no_next_target")
    return Said(Interval.exactly(following.count), sources=(following.source,))


def next_target_by(facts: Facts, subject: Subject) -> Said | Lacking:
    """Take the day by which that is to be reached."""
    following = _following(facts, subject)
    if following is None or following.by is None:
        return Lacking("no_deadline" if following else "no_next_target")
    return Said(following.by, sources=(following.source,))


def _following(facts: Facts, subject: Subject) -> Target | None:
    """Find what the target in force demands once its day is over; None where that is its last."""
    found = facts.target_of(subject)
    if found is None or found.by is None:
        return None
    declared = next(target for target in facts.history.campaign.every_target if target.key == found.key)
    return declared.after(found.by)


def _end_of_quota(facts: Facts, subject: Subject, base: str | None) -> date | None:
    """Find the last day that a quota holds, which is the day by which it is to be reached."""
    if base != quota_base(subject.measure):
        return None
    over = replace(subject, base=base)
    each = [facts.base_value(over)] if isinstance(subject.unit, Unit) else []
    each = each if any(each) else [facts.base_value(over.of(unit)) for unit in facts.units_of(over)]
    ends = {value.end for value in each if value}
    return ends.pop() if len(ends) == 1 else None


def peers(facts: Facts, subject: Subject) -> Said | Lacking:
    """Count the units of the same level and parent, itself included."""
    if isinstance(subject.unit, Group):
        return Lacking("no_peers")
    return _tallied(len(facts.history.gazetteer.peers(subject.unit)))


def units(facts: Facts, subject: Subject) -> Said | Lacking:
    """Count the units of a group, or those directly below a unit."""
    return _tallied(len(facts.units_of(subject)))


def _tallied(number: int) -> Said:
    return Said(Interval.exactly(number), sources=(UNITS_SOURCE,), status="tallied")


LEAVES: dict[str, Leaf] = {
    leaf.__name__: leaf
    for leaf in (
        counted,
        base,
        published_share,
        confidence,
        survey_method,
        published_rank,
        published_rank_of,
        published_rank_by,
        explaining_base,
        merged_from,
        as_of,
        period,
        target,
        former_target,
        target_count,
        target_by,
        next_target,
        next_target_count,
        next_target_by,
        peers,
        units,
    )
}


def value_of_base(facts: Facts, subject: Subject, key: str) -> BaseValue | None:
    """Find the base of a unit that its period may use."""
    unit = subject.unit
    return base_of(facts.history, key, (unit.vintage, unit.code), subject.period) if isinstance(unit, Unit) else None
