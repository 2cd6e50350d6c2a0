"""How one subject leads to another: the period before, the edition's own, and the members that a figure is made over.

One rule says which period is "before", and every report of an edition uses it: the latest earlier one, with no break
of method between, in which the edition's own unit has a figure that compares (same base, neither only "more than")
and, where its list tells of half of its peers, half of that list as well. Its peers are held against that period and
no other: who has no figure there has no change. Where the unit itself has none, and for the parts of a unit: the
latest in which half of the list compare.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dophu.errors import UsageError, did_you_mean
from dophu.facts.fact import Fact
from dophu.facts.leaves import Lacking
from dophu.facts.reported import Reported
from dophu.facts.subject import Group, Subject
from dophu.world.campaigns import quota_base
from dophu.world.units import Unit

if TYPE_CHECKING:
    from dophu.facts.evaluate import Facts

WEEK, FEWEST_IN_WEEK = 7 * 24, 2  # hours; and figures in them before the last, else they hold the last interval only
MOST = 10  # lists of which one unit in so many is missing on either side still tell who moved among the others
Members = tuple[str, Callable[[], list[Subject]]]  # the list's name, and how to gather who is in it


# -- one subject -----------------------------------------------------------------------------------------


def before(facts: Facts, subject: Subject) -> Subject | Lacking:
    """Lead to the same unit in the period before."""
    return facts.before(subject)


def edition(facts: Facts, subject: Subject) -> Subject | Lacking:
    """Lead from a unit that the edition's target is set for to the edition's own subject."""
    if facts.target_of(subject) is None:
        return Lacking("no_target")
    return Subject(facts.own.unit, facts.own.period, subject.measure)


def edition_of_unit(facts: Facts, subject: Subject) -> Subject | Lacking:
    """Lead to the edition's own subject for what each unit has to reach by itself: a count is not that of a group."""
    return Lacking("no_target") if isinstance(subject.unit, Group) else edition(facts, subject)


def on_target_base(facts: Facts, subject: Subject) -> Subject | Lacking:
    """Lead to the same over the base that the target is a share of."""
    target = facts.target_of(subject)
    if target is None:
        return Lacking("no_target")
    same = not target.base or target.base == facts.base_key(subject)
    return subject if same else replace(subject, base=target.base or "")


def ratio_part(facts: Facts, subject: Subject) -> Subject | Lacking:
    """Lead from a ratio that takes the part to the first of its two measures."""
    return _of_ratio(facts, subject, 0, "part")


def ratio_lacking(facts: Facts, subject: Subject) -> Subject | Lacking:
    """Lead from a ratio that takes the rest to the first of its two measures."""
    return _of_ratio(facts, subject, 0, "rest")


def ratio_of_rest(facts: Facts, subject: Subject) -> Subject | Lacking:
    """Lead from a ratio that takes the rest to the second of its two measures."""
    return _of_ratio(facts, subject, 1, "rest")


def ratio_whole(facts: Facts, subject: Subject) -> Subject | Lacking:
    """Lead from a ratio to the second of its two measures, which it is a share of."""
    measure = facts.history.campaign.measures[subject.measure]
    return Lacking("no_base") if subject.base else _of_ratio(facts, subject, 1, measure.takes)


def _of_ratio(facts: Facts, subject: Subject, place: int, takes: str) -> Subject | Lacking:
    measure, found = facts.history.campaign.measures[subject.measure], facts.reported(subject)
    if not measure.ratio_of or measure.takes != takes or found is None:
        return Lacking("no_figure")
    return _of_measure(facts, subject, measure.ratio_of[place], found.source)


def _of_measure(facts: Facts, subject: Subject, measure: str, source: str) -> Subject:
    """Name the same of another measure, by the same list."""
    other = replace(subject, measure=measure, base="", source="", against=None)
    record = facts.reported(other)
    return other if record and record.source == source else other.by(source)


def on_quota(facts: Facts, subject: Subject) -> Subject | Lacking:
    """Lead to the same over what was assigned of the measure."""
    measure = facts.history.campaign.measures[subject.measure]
    return replace(subject, base=quota_base(subject.measure)) if measure.quota else Lacking("no_quota")


def against(facts: Facts, subject: Subject) -> Subject | Lacking:
    """Lead to whom the subject is held against."""
    other = subject.against
    if other is None or (_is_whole_of_amounts(facts, subject, other)):
        return Lacking("nobody_to_compare")
    return facts.listed(other, replace(subject, against=None))


def _is_whole_of_amounts(facts: Facts, subject: Subject, other: Unit | Group) -> bool:
    """Say whether it would be held against what it is a part of, where that always is more: a province's money."""
    if not facts.history.campaign.measures[subject.measure].figure.adds_up or isinstance(subject.unit, Group):
        return False
    return isinstance(other, Group) or other.depth < subject.unit.depth


def nation(facts: Facts, subject: Subject) -> Subject | Lacking:
    """Lead to the nation's latest count of the campaign's national measure, none later than the edition's figures."""
    latest = next(iter(reversed(nation_course(facts))), None)
    return latest or Lacking("no_national_figure")


def nation_course(facts: Facts) -> list[Subject]:
    """List the periods in which the nation has a count of its measure by the edition's moment, oldest first."""
    campaign = facts.history.campaign
    measure = campaign.national_measure or campaign.main_measure
    each = (
        facts.known_by(Subject(facts.nation, period, measure), facts.moment)
        for period in facts.history.periods
        if period <= facts.own.period
    )
    return [subject for subject in each if subject and (found := facts.reported(subject)) and found.people]


def year_before(facts: Facts, subject: Subject) -> Subject | Lacking:
    """Lead to the same unit in the same period a year earlier; what is only counted up has no such period."""
    measure = facts.history.campaign.measures[subject.measure]
    if measure.counts == "cumulative" and measure.resets == "never":
        return Lacking("of_no_year")
    period = facts.periods.year_before(subject.measure, subject.period)
    return subject.back_in(period) if period else Lacking("no_year_before")


def same_of_year_before(facts: Facts, subject: Subject) -> Subject | Lacking:
    """Lead to the same period a year earlier where that year has the same periods so far, as sums of both need."""
    then = year_before(facts, subject)
    if isinstance(then, Lacking):
        return then
    periods, measure = facts.periods, subject.measure
    expected = [periods.year_before(measure, name) for name in periods.of_year(measure, subject.period)]
    return then if expected == periods.of_year(measure, then.period) else Lacking("other_periods")


def week(facts: Facts, subject: Subject) -> Subject | Lacking:
    """Lead to the earliest exact count of the last seven days, where they hold more than the last interval."""
    now = facts.reported(subject)
    if now is None or now.kind != "exact":
        return Lacking("no_week")
    earlier = facts.periods.earlier(subject.measure, subject.period)
    subjects = [subject.back_in(then) for then in earlier]
    found = [(each, known) for each in subjects if (known := facts.reported(each)) and known.kind == "exact"]
    within = [each for each, known in found if now.as_of.hours_since(known.as_of) <= WEEK]
    return within[-1] if len(within) >= FEWEST_IN_WEEK else Lacking("no_week")


RELATIONS: dict[str, Callable[[Facts, Subject], Subject | Lacking]] = {
    "before": before,
    "edition": edition,
    "edition_of_unit": edition_of_unit,
    "on_target_base": on_target_base,
    "on_quota": on_quota,
    **{each.__name__: each for each in (ratio_part, ratio_lacking, ratio_of_rest, ratio_whole)},
    "against": against,
    "year_before": year_before,
    "same_of_year_before": same_of_year_before,
    "nation": nation,
    "week": week,
}


def related(facts: Facts, subject: Subject, relation: str) -> Subject | Lacking:
    """Follow a relation by name; `of:27` and `on:smartphones` name a unit and a base."""
    name, _, argument = relation.partition(":")
    if name == "of":
        unit = facts.history.gazetteer.get(facts.unit.vintage, argument)
        return facts.listed(unit, subject)
    if name == "on":
        known = facts.history.bases.described
        if argument not in known:
            raise UsageError("base", f"no base '{argument}'", did_you_mean(argument, known))
        return replace(subject, base="" if argument == facts.base_key(replace(subject, base="")) else argument)
    return RELATIONS[name](facts, subject)


# -- many subjects ---------------------------------------------------------------------------------------
#
# Each names a list, and how to gather it: a list that is asked for by each of its members is gathered once.


def in_list(facts: Facts, subject: Subject) -> Members | Lacking:
    """Gather the peers whose share the subject's own list tells; for a group the groups it stands among."""
    if isinstance(subject.unit, Group):
        name = f"{subject.unit.family}/{subject.period}/{subject.source}"
        family = facts.family(subject.unit)
        return (name, lambda: [subject.of(each) for each in family]) if family else Lacking("groups_incomplete")
    found = facts.reported(subject)
    if found is None:
        return Lacking("no_figure")
    if _was_of_other_units(facts, subject):
        return Lacking("lists_differ")
    listed = facts.list_of(subject.measure, subject.period, found.source)
    return _peers_in(facts, subject, found.source, "peers", lambda: _sharing(listed))


def in_counted_list(facts: Facts, subject: Subject) -> Members | Lacking:
    """Gather the peers whose count the subject's own list tells."""
    found = facts.reported(subject)
    if found is None or isinstance(subject.unit, Group):
        return Lacking("no_figure")
    listed = facts.list_of(subject.measure, subject.period, found.source)
    counted = {code for code, known in listed.items() if known.people is not None}
    return _peers_in(facts, subject, found.source, "counted-peers", lambda: counted)


def in_both_lists(facts: Facts, subject: Subject) -> Members | Lacking:
    """Gather the peers that both the list of the edition's period and the one before tell of."""
    now = subject.back_in(facts.own.period)
    then = facts.before(now)
    if isinstance(then, Lacking):
        return then
    found, earlier = facts.reported(now), facts.reported(then)
    if found is None or earlier is None:
        return Lacking("no_figure")
    if _was_of_other_units(facts, then):
        return Lacking("lists_differ")
    here = facts.list_of(now.measure, now.period, found.source)
    there = facts.list_of(now.measure, then.period, earlier.source)
    assert isinstance(subject.unit, Unit)
    pair = (
        f"{subject.measure} {subject.unit.parent or subject.unit.level} {found.source} {then.period} {earlier.source}"
    )
    if pair not in facts.alike:
        facts.alike[pair] = _are_alike({peer.code for peer in facts.history.gazetteer.peers(subject.unit)}, here, there)
    if not facts.alike[pair]:
        return Lacking("lists_differ")
    first, source = subject.period == now.period, (found if subject.period == now.period else earlier).source
    listed, other = (here, there) if first else (there, here)
    word = f"peers-in-{then.period}-and-{now.period}"
    return _peers_in(facts, subject, source, word, lambda: _sharing(listed) & _sharing(other))


def _was_of_other_units(facts: Facts, subject: Subject) -> bool:
    """Say whether the units of its level were others in a period: a place among 63 is none among 34, however summed."""
    gazetteer = facts.history.gazetteer
    return gazetteer.vintage_on(facts.window(subject.period).last) != facts.unit.vintage


def _are_alike(peers: set[str], here: Mapping[str, Reported], there: Mapping[str, Reported]) -> bool:
    """Say whether two lists tell of nearly the same of some units."""
    mine, theirs = peers & here.keys(), peers & there.keys()
    return MOST * len(mine & theirs) >= (MOST - 1) * max(len(mine), len(theirs))


def _peers_in(facts: Facts, subject: Subject, source: str, word: str, codes: Callable[[], set[str]]) -> Members:
    unit = subject.unit
    assert isinstance(unit, Unit)

    def gather() -> list[Subject]:
        told, like = codes(), subject.by(source)
        peers = [peer for peer in facts.history.gazetteer.peers(unit) if peer.code in told]
        return [facts.listed(peer, like) for peer in peers]

    return f"{word}/{unit.parent or unit.level}/{subject.period}/{source}{_apart(facts, subject)}", gather


def _sharing(listed: Mapping[str, Reported]) -> set[str]:
    return {code for code, known in listed.items() if _shared(known)}


def _apart(facts: Facts, subject: Subject) -> str:
    """Name the base and the measure of a list where they are not the edition's."""
    measure = subject.measure if subject.measure != facts.own.measure else ""
    return f"{f'+{subject.base}' if subject.base else ''}{f'~{measure}' if measure else ''}"


def _shared(known: Reported | None) -> bool:
    return known is not None and known.share is not None


def siblings(facts: Facts, subject: Subject) -> Members | Lacking:
    """Gather the units of one parent of which a figure in the subject's list and a target are known."""
    unit, found = subject.unit, facts.reported(subject)
    if isinstance(unit, Group):
        return Lacking("no_peers")
    like = subject.by(found.source) if found else subject

    def gather() -> list[Subject]:
        each = (facts.listed(peer, like) for peer in facts.history.gazetteer.peers(unit))
        return [one for one in each if _is_told(facts, one, lambda _: True) and facts.target_of(one)]

    return f"siblings/{unit.parent}/{subject.period}/{like.source}{_apart(facts, subject)}", gather


def counted_units(facts: Facts, subject: Subject) -> Members | Lacking:
    """Gather the units that a count is added up over: for a unit all its parts, where one list counts them all.

    For a group those that have a count and a base, so that their share is of the same units; where nobody has a base,
    those that have a count.
    """
    if isinstance(subject.unit, Group):
        return _of_group(facts, subject, "counted", _counted_over(facts, subject))
    parts, lists = facts.units_of(subject), facts.lists_of(subject.measure, subject.period)
    whole = (source for source in lists if all(_is_counted_by(facts, subject.of(part).by(source)) for part in parts))
    source = next(whole, "") if parts and facts.are_all_parts(subject.unit) else ""
    if not source:
        return Lacking("no_figure")
    like = subject.by(source)
    name = f"parts/{subject.unit.code}/{subject.period}/{source}{_apart(facts, subject)}"
    return name, lambda: [facts.listed(part, like) for part in parts]


def _is_counted_by(facts: Facts, subject: Subject) -> bool:
    """Say whether a list counts a unit, or all of its parts."""
    known = facts.reported(subject)
    return _counted(known) if known else bool(facts.get("counted", subject))


def part_measures(facts: Facts, subject: Subject) -> Members | Lacking:
    """Gather the measures that add up to one of which no list has a count."""
    measure, found = facts.history.campaign.measures[subject.measure], facts.reported(subject)
    if not measure.sum_of or found is None or not found.is_made:
        return Lacking("no_figure")
    name = f"measures/{subject.unit.code}/{subject.period}/{found.source}{_apart(facts, subject)}"
    return name, lambda: [_of_measure(facts, subject, each, found.source) for each in measure.sum_of]


def _counted_over(facts: Facts, subject: Subject) -> Callable[[Reported], bool]:
    """Say whom a group's count is added up over."""
    each = (facts.reported(facts.listed(unit, replace(subject, against=None))) for unit in facts.units_of(subject))
    return _has_both if any(known and _has_both(known) for known in each) else _counted


def _counted(known: Reported | None) -> bool:
    return known is not None and known.people is not None


def _has_both(known: Reported) -> bool:
    return known.people is not None and known.base is not None


def all_units(facts: Facts, subject: Subject) -> Members | Lacking:
    """Gather every unit of a group, whatever the list says of it."""
    if not isinstance(subject.unit, Group):
        return Lacking("no_group")
    units = subject.unit.units
    name = f"all/{subject.unit.key}/{subject.period}{_apart(facts, subject)}"
    return name, lambda: [facts.listed(unit, replace(subject, against=None)) for unit in units]


def periods_of_year(facts: Facts, subject: Subject) -> Members | Lacking:
    """Gather the subject in every period since its year began, its own the last; of a single one there is no sum."""
    year = facts.periods.of_year(subject.measure, subject.period)
    if len(year) < FEWEST["periods_of_year"]:
        return Lacking("first_of_year")
    name = f"year/{subject.unit.code}/{year[0]}/{subject.period}/{subject.source}{_apart(facts, subject)}"
    return name, lambda: [subject if then == subject.period else subject.back_in(then) for then in year]


def told_units(facts: Facts, subject: Subject) -> Members | Lacking:
    """Gather the units of a group of which the list says something."""
    return _of_group(facts, subject, "told", lambda known: known.people is not None or _shared(known))


def shared_units(facts: Facts, subject: Subject) -> Members | Lacking:
    """Gather the units of a group whose share is known between two ends."""
    return _of_group(facts, subject, "shared", lambda known: known.share is not None and known.share.closed)


def amount_units(facts: Facts, subject: Subject) -> Members | Lacking:
    """Gather the units of a group whose amounts add up; of shares, means and indices nothing does."""
    if not facts.history.campaign.measures[subject.measure].figure.adds_up:
        return Lacking("adds_up_to_nothing")
    return _of_group(facts, subject, "amounts", lambda known: known.share is not None and known.share.closed)


def ranked_units(facts: Facts, subject: Subject) -> Members | Lacking:
    """Gather the units of a group that have a share to rank, one-sided ones included."""
    return _of_group(facts, subject, "ranked", _shared)


def aimed_units(facts: Facts, subject: Subject) -> Members | Lacking:
    """Gather the units of a group whose share is known and for which the edition's target is set."""
    return _of_group(facts, subject, "aimed", _shared, lambda each: facts.target_of(each) is not None)


def judged_units(facts: Facts, subject: Subject) -> Members | Lacking:
    """Gather the units for which the edition's target is set, over the base that it is a share of."""
    aimed = _of_group(facts, subject, "judged", lambda _: True, lambda each: facts.target_of(each) is not None)
    if isinstance(aimed, Lacking):
        return aimed
    name, gather = aimed

    def on_its_base() -> list[Subject]:
        led = (on_target_base(facts, each) for each in gather())
        return [each for each in led if isinstance(each, Subject) and facts.get("share", each)]

    target = facts.target_of(subject)
    return f"{name}{f'+{target.base}' if target and target.base else ''}", on_its_base


def _of_group(
    facts: Facts,
    subject: Subject,
    word: str,
    fits: Callable[[Reported], bool],
    also: Callable[[Subject], bool] = lambda each: True,
) -> Members | Lacking:
    unit = subject.unit
    if not isinstance(unit, Group):
        return Lacking("no_group")

    def gather() -> list[Subject]:
        each = (facts.listed(one, replace(subject, against=None)) for one in unit.units)
        return [one for one in each if _is_told(facts, one, fits) and also(one)]

    return f"{word}/{unit.key}/{subject.period}/{subject.source}{_apart(facts, subject)}", gather


def _is_told(facts: Facts, subject: Subject, fits: Callable[[Reported], bool]) -> bool:
    """Say whether a list says of a unit what is asked, or whether it is the sum of its parts by the same list."""
    known = facts.reported(subject)
    return fits(known) if known else is_sum_of_parts(facts, subject)


def is_sum_of_parts(facts: Facts, subject: Subject) -> bool:
    """Say whether a list that does not count a unit counts all of its parts, so that it is their sum."""
    added = None if facts.reported(subject) else facts.get("counted", subject)
    return isinstance(added, Fact) and subject.source in {"", *added.sources}


MEMBERS: dict[str, Callable[[Facts, Subject], Members | Lacking]] = {
    "list": in_list,
    "counted_list": in_counted_list,
    "list_of_both": in_both_lists,
    "siblings": siblings,
    "counted_units": counted_units,
    "all_units": all_units,
    "part_measures": part_measures,
    "told_units": told_units,
    "periods_of_year": periods_of_year,
    "shared_units": shared_units,
    "ranked_units": ranked_units,
    "amount_units": amount_units,
    "aimed_units": aimed_units,
    "judged_units": judged_units,
}
FEWEST = {
    "list": 2,
    "counted_list": 2,
    "list_of_both": 2,
    "shared_units": 2,
    "ranked_units": 2,
    "periods_of_year": 2,
}  # of fewer there is no rank, no spread and no middle
