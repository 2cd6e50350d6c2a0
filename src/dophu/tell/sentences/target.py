"""The verdict against the target: judged from bounds, said only where they decide, and open where they do not."""

from __future__ import annotations

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.tell.filters import against
from dophu.tell.said import NOTHING, Part, Said, Shown, said
from dophu.tell.sentences.time import compared_with
from dophu.tell.sentences.words import aimed_at, goal, known, noun, target_base
from dophu.words import turned
from dophu.world.campaigns import quota_base


def target_sentence(facts: Facts) -> Said | None:
    """Say whether the edition's unit has reached its target, and what it lacks.

    Nothing where there is no target, or too little is known to say even that it is open.
    """
    gap, missing = known(facts, "gap"), known(facts, "missing")
    verdict = _verdict([fact for fact in (gap, missing) if fact])
    if verdict == "open":
        return _open(facts)
    if gap:
        return _of_share(facts, gap, missing, below=verdict == "below")
    if missing:
        return _of_count(facts, missing, below=verdict == "below")
    return _not_judged(facts)


def quota_sentence(facts: Facts) -> Said | None:
    """Say what share of what it was assigned the edition's unit has; nothing where the day has no quota for it."""
    measure, quota, share = facts.own.measure, known(facts, "quota"), known(facts, "quota_share")
    described = facts.history.campaign.measures[measure].quota
    if quota is None or share is None or described is None:
        return None
    told: dict[str, Part] = {"label": described.label, "quota": quota, "noun": noun(facts), "share": share}
    return said("sentence.quota", **told, unit=facts.unit.full_name)


def target_change_sentence(facts: Facts) -> Said | None:
    """Say that the target is another than in the period before, or was withdrawn; nothing where it is the same."""
    former, before, target = known(facts, "former_target"), compared_with(facts), known(facts, "target")
    if former is None or before is None:
        return None
    if target is None:
        return said("sentence.target_withdrawn", before=before, former=former, ended=_ended(facts))
    return said(
        "sentence.target_changed", before=before, former=former, goal=aimed_at(facts, target), ended=_ended(facts)
    )


def _ended(facts: Facts) -> Said:
    """Say how the former target stood when it was last judged: missed or reached, and by how much."""
    gap = known(facts, "gap|before")
    if gap is None or gap.sign not in {"+", "-", "0"}:
        return NOTHING
    if gap.sign == "0":
        return said("sentence.target_ended_level")
    key = "sentence.target_ended_short" if gap.sign == "+" else "sentence.target_ended_beyond"
    return said(turned(key, facts.better), gap=Shown(gap.magnitude, gap))


def _verdict(lacks: list[Fact]) -> str:
    """Say below, reached or open by what lacks; "" where nothing is known."""
    signs = {fact.sign for fact in lacks}
    if signs & {"-", "0"}:
        return "reached" if "+" not in signs else "below"
    return "below" if "+" in signs else "open" if lacks else ""


def _of_share(facts: Facts, gap: Fact, missing: Fact | None, *, below: bool) -> Said | None:
    share, target = known(facts, "share|on_target_base"), known(facts, "target")
    if share is None or target is None:
        return None
    own = known(facts, "share")
    on_base = NOTHING
    if own is None or own.key != share.key:
        of_quota = target.base == quota_base(facts.own.measure)
        key = "sentence.target_on_quota" if of_quota else "sentence.target_on_base"
        on_base = said(key, base=target_base(facts), share=share)
    told: dict[str, Part] = {
        "label": facts.history.campaign.measures[facts.own.measure].label,
        "unit": facts.unit.full_name,
        "on_base": on_base,
        "verdict": against(share, target),
        "goal": aimed_at(facts, target),
    }
    if not below:
        exceeded = gap.sign == "-"
        beyond = (
            said(turned("sentence.target_beyond", facts.better), gap=Shown(gap.magnitude, gap)) if exceeded else NOTHING
        )
        return said(facts.key("sentence.target_reached"), **told, beyond=beyond)
    needed = known(facts, "needed")
    in_people = NOTHING
    if missing and needed:
        in_people = said(
            turned("sentence.target_in_people", facts.better), missing=missing, needed=needed, noun=noun(facts)
        )
    return said(facts.key("sentence.target_below"), **told, gap=gap, in_people=in_people)


def _of_count(facts: Facts, missing: Fact, *, below: bool) -> Said | None:
    needed = known(facts, "needed")
    if needed is None:
        return None
    told: dict[str, Part] = {"unit": facts.unit.full_name, "goal": aimed_at(facts, needed)}
    if below:
        return said(turned("sentence.target_count_below", facts.better), **told, missing=missing, noun=noun(facts))
    return said(turned("sentence.target_count_reached", facts.better), **told)


def _open(facts: Facts) -> Said | None:
    aim = goal(facts)
    return said("sentence.target_open", goal=aim, unit=facts.unit.full_name) if aim else None


def _not_judged(facts: Facts) -> Said | None:
    target, needed = known(facts, "target"), known(facts, "needed")
    if target is None or needed is None:
        return None
    return said("sentence.target_not_judged", goal=aimed_at(facts, target), needed=needed, noun=noun(facts))
