"""Sentences of progress: the pace that a target needs beside that of late, its deadline, when a scenario gets there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.tell.filters import against, as_beside, as_change, as_date
from dophu.tell.said import NOTHING, Part, Said, said
from dophu.tell.sentences.words import aimed_at, goal, known, next_goal, noun, target_base
from dophu.wording import capitalised
from dophu.words import turned

MOVED = {"+", "-"}


def needed_pace_sentence(facts: Facts) -> Said | None:
    """Say what the target needs a day to be reached in time, beside what a day has brought of late."""
    pace, by, per_day, times = (known(facts, name) for name in ("pace", "target_by", "per_day", "pace_times"))
    if pace is None or by is None or pace.sign != "+":
        return None
    now = NOTHING
    if per_day and times:
        now = said("progress.needed_times", times=times, now=per_day)
    elif per_day and per_day.sign == "+":
        now = said("progress.needed_now", now=per_day)
    key = "progress.needed_least" if pace.is_exact else "progress.needed"
    return said(key, by=by, pace=pace, noun=noun(facts), now=now)


def pace_sentence(facts: Facts) -> Said | None:
    """Hold the daily gain since the period before against the pace that the target needs."""
    if known(facts, "pace") is None:
        return None
    before, per_day, apart = (known(facts, name) for name in ("as_of|before", "per_day", "pace_apart"))
    moved = {fact.sign for name in ("gained", "change") if (fact := known(facts, name))}
    if before is None or per_day is None or apart is None or moved == {"open"}:
        return None
    times = known(facts, "pace_times")
    return said(
        "progress.pace",
        before=before,
        gain=_gain(facts, per_day, has_moved=bool(moved & MOVED)),
        beside=_beside_needed(apart),
        times=said("progress.pace_times", times=times) if times else NOTHING,
    )


def week_pace_sentence(facts: Facts) -> Said | None:
    """Hold the daily gain of the last week or so against the pace that the target needs."""
    if known(facts, "pace") is None:
        return None
    elapsed, per_day, apart = (known(facts, name) for name in ("week_elapsed", "week_per_day", "week_pace_apart"))
    if elapsed is None or per_day is None or apart is None:
        return None
    gained = known(facts, "week_gained")
    has_moved = gained is not None and gained.sign in MOVED
    gain = _gain(facts, per_day, has_moved=has_moved)
    return said("progress.week_pace", elapsed=elapsed, gain=gain, beside=_beside_needed(apart))


def _gain(facts: Facts, per_day: Fact, *, has_moved: bool) -> Said:
    """Say the change of a day, with what is counted where there is one."""
    change = as_change(per_day)
    return said("progress.gain", change=change, noun=noun(facts)) if has_moved else said("sentence.plain", words=change)


def _beside_needed(apart: Fact) -> Said:
    return said("progress.as_needed") if apart.sign == "0" else said("progress.beside_needed", apart=as_beside(apart))


def deadline_sentence(facts: Facts) -> Said | None:
    """Say how the unit stands to a target for which no daily pace can be said; nothing where there is no target."""
    gap, missing = known(facts, "gap"), known(facts, "missing")
    signs = {fact.sign for fact in (gap, missing) if fact}
    if signs & {"-", "0"}:
        return _reached(facts, gap)
    if "+" in signs:
        return _of_ceiling(facts, gap, missing) if facts.better == "less" else _below(facts, gap, missing)
    aim = goal(facts) if signs else None
    return said("progress.target_open", goal=aim, unit=facts.unit.full_name) if aim else None


def _reached(facts: Facts, gap: Fact | None) -> Said | None:
    share, target, aim = known(facts, "share|on_target_base"), known(facts, "target"), goal(facts)
    if gap and share and target and aim:
        own = known(facts, "share")
        verdict: Part = against(share, target)
        if own is not None and own.key == share.key:
            return said("progress.reached", unit=capitalised(facts.unit.full_name), verdict=verdict, goal=aim)
        told: dict[str, Part] = {"base": target_base(facts), "unit": facts.unit.full_name, "share": share}
        return said("progress.reached_on", **told, verdict=verdict, goal=aim)
    needed = known(facts, "needed")
    if needed is None:
        return None
    key = turned("sentence.target_count_reached", facts.better)
    return said(key, unit=facts.unit.full_name, goal=aimed_at(facts, needed)).capitalised()


def _of_ceiling(facts: Facts, gap: Fact | None, missing: Fact | None) -> Said | None:
    """Say by how much a target that must not be passed is passed."""
    aim = goal(facts)
    if aim and missing:
        points = said("progress.in_points", gap=gap) if gap else NOTHING
        told: dict[str, Part] = {"goal": aim, "unit": facts.unit.full_name, "noun": noun(facts)}
        return said("progress.exceeds", **told, missing=missing, points=points)
    return said("progress.exceeds_by", gap=gap, goal=aim) if gap and aim else None


def _below(facts: Facts, gap: Fact | None, missing: Fact | None) -> Said | None:
    aim, by = goal(facts), known(facts, "target_by")
    if aim is None:
        return None
    if missing is None:
        return said("progress.lacks_points", gap=gap, goal=aim) if gap else None
    told: dict[str, Part] = {"goal": aim, "missing": missing, "noun": noun(facts)}
    if known(facts, "target") is None:
        return said("progress.lacks", **told)
    if by is None:
        return said("progress.lacks_deadline", **told)
    if is_past(facts, by):
        return said("progress.deadline_past", **told, by=by, then=next_goal(facts))
    return said("progress.lacks_by", **told, by=by)


def is_past(facts: Facts, by: Fact) -> bool:
    """Say whether a day is over at the edition's moment."""
    as_of: Any = getattr(known(facts, "as_of"), "value", None)
    if as_of is None or by.value > as_of.day:
        return False
    return by.value < as_of.day or as_of.clock is None  # at an hour of the last day there is time left


def when_reached(scenario: Mapping[str, Any], horizon: Fact | None, target: Fact | None) -> Said | None:
    """Say when a scenario reaches the target, or what it has reached by the end of its time.

    scenario   its facts: `first_day`, `last_day` of getting there; `share_low`, `share_high` at the end of its time
    """
    first, last, low, high = (scenario.get(name) for name in ("first_day", "last_day", "share_low", "share_high"))
    if first and last:
        return said("scenario.between", first=as_date(first), last=as_date(last))
    if first and low and horizon:
        return said("scenario.at_best_or", first=as_date(first), horizon=horizon, low=low)
    if first:
        return said("scenario.at_best", first=as_date(first))
    if scenario.get("rests_below") and target:
        return said("scenario.rests_below", target=target)
    return said("scenario.only", horizon=horizon, low=low, high=high) if low and high and horizon else None
