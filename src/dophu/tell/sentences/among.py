"""Sentences about many: who leads and who is last, how many have reached the target, where most of it is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.standing import Standing
from dophu.tell.said import NOTHING, Part, Said, said
from dophu.tell.sentences.words import goal, noun
from dophu.wording import joined
from dophu.words import turned

MOST_NAMED = 8


def named(rows: Iterable[Standing]) -> str:
    """Name units in a sentence; none, and more than a sentence holds, are not named."""
    found = [row.name for row in rows]
    return joined(found) if 0 < len(found) <= MOST_NAMED else ""


def told_of(group: Standing, *, is_whole: bool = True) -> Said | None:
    """Say of how many units of a group something is known: of all of them, or of so many among all.

    is_whole   whether the group is known to be all there are
    """
    told, units = group.looked_up("told"), group.looked_up("units")
    if told is None or units is None or told.sign != "+":
        return None
    if not is_whole:
        return said("told_of.only", told=told)
    if told.amount == units.amount:
        return said("told_of.every", units=units)
    return said("told_of.some", told=told, units=units)


def lead_sentence(highest: Sequence[Standing], lowest: Sequence[Standing], *, every: bool) -> Said | None:
    """Say whose share is the highest and whose the lowest, and how far apart; nothing where the first is not sure.

    every   whether the share of every unit is known
    """
    share, first = _share_of(highest), named(highest)
    if share is None or not first:
        return None
    low, last = _share_of(lowest), named(lowest)
    end = NOTHING
    if low and last:
        spread = highest[0].against(lowest[0])
        apart = isinstance(spread, Fact) and spread.sign == "+"
        apart_words = said("sentence.lead_spread", spread=spread) if apart and isinstance(spread, Fact) else NOTHING
        end = said("sentence.lead_lowest", names=last, share=low, spread=apart_words)
    key = "sentence.lead_all" if every else highest[0].facts.key("sentence.lead_known")
    return said(key, names=first, share=share, lowest=end)


def _share_of(rows: Sequence[Standing]) -> Fact | None:
    return rows[0].looked_up("share") if rows else None


def reached_sentence(facts: Facts, group: Standing, *, every: bool, fewest: int = 2) -> Said | None:
    """Say how many of a group's units have reached the target; nothing where the bounds leave their number open.

    every    whether all units of the group can be held against it
    fewest   units of which it is worth saying
    """
    reached, judged, aim = group.looked_up("reached"), group.looked_up("judged"), goal(facts)
    if reached is None or judged is None or aim is None or judged.amount < fewest or reached.sign == "open":
        return None
    judgeable = NOTHING if every else said("sentence.reached_judgeable")
    if reached.sign == "0":
        among = NOTHING if every else said("sentence.reached_among")
        return said("sentence.reached_none", among=among, goal=aim)
    told: dict[str, Part] = {"reached": reached, "judgeable": judgeable, "goal": aim}
    if reached.value == judged.value:
        return said("sentence.reached_all", **told)
    return said("sentence.reached_some", **told, judged=judged)


def shortfall_sentence(facts: Facts, shortfall: Fact | None, *, every: bool) -> Said | None:
    """Add up what the units lack that have not reached the target, or what lies above it where that is a ceiling."""
    aim = goal(facts)
    if shortfall is None or aim is None:
        return None
    key = "sentence.shortfall_all" if every else "sentence.shortfall_known"
    return said(turned(key, facts.better), goal=aim, shortfall=shortfall, noun=noun(facts))


def concentration_sentence(top: Sequence[Standing], count: Fact | None, share: Fact | None) -> Said | None:
    """Say how much of what is missing the few hold that miss most."""
    names = named(top)
    if count is None or share is None:
        return None
    if count.amount > 1:
        of = said("sentence.concentration_of", names=names) if names else NOTHING
        return said(turned("sentence.concentration", top[0].better), count=count, names=of, share=share)
    return said("sentence.concentration_one", names=names, share=share) if names else None


def farthest_sentence(farthest: Standing | None, most: Standing | None, counted: str) -> Said | None:
    """Say who is farthest from the target by share, where another lacks most people."""
    if farthest is None or most is None or most.name == farthest.name:
        return None
    gap, missing, lacks = farthest.looked_up("gap"), farthest.looked_up("missing"), most.looked_up("missing")
    if gap is None or gap.sign != "+" or lacks is None:
        return None
    people = said("sentence.farthest_people", missing=missing, noun=counted) if missing else NOTHING
    told: dict[str, Part] = {"farthest": farthest.name, "gap": gap, "people": people}
    return said(turned("sentence.farthest", farthest.better), **told, most=most.name, missing=lacks, noun=counted)


def outliers_sentence(
    outside: Fact | None, dots: Fact | None, limit: Fact | None, above: Said | None, below: Said | None
) -> Said | None:
    """Say how many lie outside the limits of a funnel, and who or how many above and below it."""
    if outside is None or dots is None or limit is None:
        return None
    if outside.sign == "0":
        return said("sentence.outliers_none", limit=limit)
    up = said("sentence.outliers_above", names=above) if above else NOTHING
    down = said("sentence.outliers_below", names=below) if below else NOTHING
    both = said("sentence.and_then", one=up, other=down) if up and down else up or down
    who = said("sentence.outliers_named", named=both) if both else NOTHING
    return said("sentence.outliers", outside=outside, dots=dots, limit=limit, named=who)
