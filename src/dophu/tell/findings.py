"""What a figure finds, as the first sentence of its caption: a claim whose condition is tested before it is said."""

from __future__ import annotations

from collections.abc import Sequence

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.interval import below
from dophu.facts.making import enter
from dophu.facts.relations import nation_course
from dophu.facts.standing import Standing
from dophu.tell.blocks import Run, Runs
from dophu.tell.filters import as_beside
from dophu.tell.said import NOTHING, Said, said
from dophu.tell.sentences.words import known
from dophu.wording import capitalised
from dophu.words import turned
from dophu.world.campaigns import Better


def titled(facts: Facts, finding: Said | None, subtitle: Runs) -> Runs:
    """Put a finding before what the figure measures, where and when; its facts are taken in, as those of prose are."""
    if finding is None:
        return subtitle
    runs = []
    for part in finding.capitalised().parts:
        text, fact = (part, None) if isinstance(part, str) else (part.text, enter(facts, part.fact))
        runs.append(Run(text=text.replace("**", ""), fact=fact.key if fact else None, bold=True, data=True))
    end = "" if runs[-1].text.endswith(".") else "."
    return [*runs, Run(text=f"{end} ", bold=True, data=True), *subtitle]


def place_and_distance(facts: Facts) -> Said | None:
    """Say the place of the edition's unit among those that are known, and how far it is from the target."""
    return place(facts, _behind(_distance(facts)))


def place(facts: Facts, distance: Said = NOTHING) -> Said | None:
    """Say the place of the edition's unit among those that are known, where it is sure."""
    rank, ranked = known(facts, "rank"), known(facts, "ranked")
    if rank is None or ranked is None or not rank.is_exact:
        return None
    told = {"unit": facts.unit.full_name, "kind": facts.unit.peer_kind}
    return said("finding.place", **told, rank=rank, ranked=ranked, distance=distance)


def _behind(words: Said) -> Said:
    return said("finding.behind", words=words) if words else NOTHING


def _distance(facts: Facts) -> Said:
    """Say how far the unit is from its target, or that it has reached it; nothing where that is open."""
    target, gap = (None if facts.target_base else known(facts, "target")), known(facts, "gap")
    if target is None or gap is None or facts.better == "less":
        return NOTHING
    if gap.sign == "+":
        return said("finding.lacks", gap=gap, target=target)
    return said("finding.has_reached", target=target) if gap.sign in {"-", "0"} else NOTHING


def how_many_reached(facts: Facts, group: Standing) -> Said | None:
    """Say how many of those that can be held against the target have reached it."""
    reached, judged, target = group.looked_up("reached"), group.looked_up("judged"), known(facts, "target")
    if reached is None or judged is None or target is None or not reached.is_exact or facts.better == "less":
        return None
    if reached.sign == "0":
        return said("finding.none_reached", judged=judged, target=target)
    return said("finding.some_reached", reached=reached, judged=judged, target=target)


def pace_and_need(facts: Facts) -> Said | None:
    """Say what is gained a day, held against what the target needs a day where it surely is less or enough."""
    per_day, pace, apart = (known(facts, name) for name in ("per_day", "pace", "pace_apart"))
    if per_day is None or per_day.sign != "+":
        return None
    if pace is None or apart is None or apart.sign == "open":
        return said("finding.per_day", per_day=per_day)
    if apart.sign != "-":
        return said("finding.pace_enough", per_day=per_day, pace=pace)
    times = known(facts, "pace_times")
    key = "finding.pace_times" if times else "finding.pace"
    return said(key, per_day=per_day, pace=pace, **({"times": times} if times else {}))


def beside_nation(facts: Facts) -> Said | None:
    """Say by how much the unit stands above or below the nation; where that is not known, how far from its target."""
    nation = next(iter(nation_course(facts)), None)
    if facts.unit.is_nation or nation is None or nation.measure != facts.own.measure:
        return own_distance(facts)
    apart = facts.get("beside", facts.own.held_against(nation.unit))
    if not isinstance(apart, Fact) or apart.sign not in {"+", "-"}:
        return own_distance(facts)
    return said("finding.beside", unit=facts.unit.full_name, apart=as_beside(apart))


def last_share(facts: Facts, row: Standing | None) -> Said | None:
    """Say the last share of the edition's unit that is known, with its moment where that is an earlier period's."""
    share, moment = (row.looked_up(what) for what in ("share", "as_of")) if row else (None, None)
    if share is None or moment is None:
        return None
    is_of_now = row is not None and row.subject.period == facts.own.period
    return said("finding.stands" if is_of_now else "finding.stood", unit=facts.unit.full_name, share=share, at=moment)


def below_every_base(facts: Facts, gaps: Sequence[Fact | None]) -> Said | None:
    """Say that the unit is below the target whichever base its share is taken of, where that is sure of each."""
    target = facts.fact("target")
    if target is None or facts.better == "less" or not all(gap and gap.sign == "+" for gap in gaps):
        return None
    return said("finding.below_every_base", unit=facts.unit.full_name, target=target)


def own_distance(facts: Facts) -> Said | None:
    """Say how far the edition's unit is from its target, or that it has reached it."""
    distance = _distance(facts)
    return said("finding.distance", unit=facts.unit.full_name, distance=distance) if distance else None


def held_by_few(count: Fact | None, share: Fact | None, known_parts: Fact | None, better: Better) -> Said | None:
    """Say what share of all that is missing the few hold that miss most."""
    if count is None or share is None or known_parts is None:
        return None
    return said(turned("finding.held", better), count=count, parts=known_parts, share=share)


def places_moved(facts: Facts, first: Fact, last: Fact) -> Said | None:
    """Say from which place the unit came to which; nothing where one of them is not sure."""
    if not (first.is_exact and last.is_exact):
        return None
    way = "kept" if first.amount == last.amount else "climbed" if last.amount < first.amount else "dropped"
    return said(f"finding.{way}", unit=facts.unit.full_name, first=first, last=last)


def first_to_last(label: str, first: Fact | None, last: Fact) -> Said:
    """Say from what a measure rose to what, where it surely rose from a first that compares; else what it is."""
    if first is None or below(first.interval, last.interval) is not True:
        return said("finding.is", measure=capitalised(label), last=last)
    return said("finding.rose", measure=capitalised(label), first=first, last=last)
