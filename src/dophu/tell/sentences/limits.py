"""What falls short in a period, and what is to be done next: drafts for the analyst to take or to strike.

Each says only what the figures bear out. Causes that no figure shows come from the office itself (`activities.yml`).
"""

from __future__ import annotations

from collections.abc import Sequence

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.interval import below
from dophu.facts.standing import Standing
from dophu.tell.filters import as_beside, as_change
from dophu.tell.said import NOTHING, Part, Said, said
from dophu.tell.sentences.among import named
from dophu.tell.sentences.progress import is_past
from dophu.tell.sentences.rank import places_among
from dophu.tell.sentences.time import compared_with
from dophu.tell.sentences.words import goal, known, next_goal, noun
from dophu.words import turned


def stalled_sentence(facts: Facts) -> Said | None:
    """Say that a running total below its target has not risen since the period before."""
    gained, before, as_of = (known(facts, name) for name in ("gained", "as_of|before", "as_of"))
    if gained is None or before is None or as_of is None or gained.sign != "0" or not _is_short_total(facts):
        return None
    return said("sentence.stalled", **_counted(facts), before=before, as_of=as_of)


def slowed_sentence(facts: Facts) -> Said | None:
    """Say that a running total below its target rises by less a day than in the period before."""
    now, then = known(facts, "per_day"), known(facts, "per_day|before")
    if now is None or then is None or now.sign != "+" or then.sign != "+" or not _is_short_total(facts):
        return None
    if below(now.interval, then.interval) is not True:
        return None
    return said("sentence.slowed", now=now, then=then, noun=noun(facts))


def dropped_sentence(facts: Facts) -> Said | None:
    """Say by how many places the unit has dropped among those that both lists rank."""
    moved, before = known(facts, "moved"), compared_with(facts)
    if moved is None or before is None or moved.sign != "-":
        return None
    return said(
        "sentence.dropped", before=before, moved=as_change(moved), among=places_among(lambda name: known(facts, name))
    )


def where_missing_sentence(top: Sequence[Standing], count: Fact | None, share: Fact | None, kind: str) -> Said | None:
    """Say which few parts hold half of what is missing."""
    if count is None or share is None:
        return None
    names = named(top)
    of = said("sentence.concentration_of", names=names) if names else NOTHING
    return said(turned("sentence.where_missing", top[0].better), count=count, kind=kind, names=of, share=share)


def last_part_sentence(worst: Standing | None, whole: Standing) -> Said | None:
    """Say which part alone has the worst share, and how far it is from the whole's."""
    share = worst.looked_up("share") if worst else None
    beside = worst.against(whole) if worst else None
    if worst is None or share is None or not isinstance(beside, Fact) or beside.sign not in {"+", "-"}:
        return None
    told: dict[str, Part] = {"name": worst.title, "share": share, "beside": as_beside(beside)}
    return said(worst.facts.key("sentence.last_part"), **told, whole=whole.name)


def without_data_sentence(absent: Fact | None, kind: str) -> Said | None:
    """Say of how many parts nothing is known."""
    return said("sentence.without_data", absent=absent, kind=kind) if absent and absent.sign == "+" else None


def target_task_sentence(facts: Facts) -> Said | None:
    """Draft what the target asks for: to make up what is missing, to keep what is reached, or to set another day."""
    gap, missing, aim = known(facts, "gap"), known(facts, "missing"), goal(facts)
    signs = {fact.sign for fact in (gap, missing) if fact}
    if aim is None or not signs:
        return None
    if signs <= {"-", "0"}:
        by = known(facts, "target_by")
        then = next_goal(facts) if by and is_past(facts, by) else NOTHING
        return said(turned("sentence.task_keep", facts.better), goal=aim, then=then)
    if missing and missing.sign == "+":
        return _make_up(facts, aim, said("sentence.counted", counted=missing, noun=noun(facts)))
    return _make_up(facts, aim, said("sentence.plain", words=gap)) if gap and gap.sign == "+" else None


def _make_up(facts: Facts, aim: Said, what: Said) -> Said:
    """Draft that what is missing be made up: by the day that is set, by the next step, or by a day yet to be set."""
    by = known(facts, "target_by")
    if by is None:
        return said(turned("sentence.task", facts.better), what=what, goal=aim)
    told: dict[str, Part] = {"what": what, "goal": aim, "by": by}
    then = next_goal(facts)
    if is_past(facts, by) and then is not NOTHING:
        return said(turned("sentence.task_next", facts.better), **told, then=then)
    key = "sentence.task_late" if is_past(facts, by) else "sentence.task_by"
    return said(turned(key, facts.better), **told)


def focus_task_sentence(top: Sequence[Standing], count: Fact | None, kind: str) -> Said | None:
    """Draft where to work first: the few parts that hold half of what is missing, named among what falls short."""
    if count is None or not named(top):
        return None
    return said(turned("sentence.task_focus", top[0].better), count=count, kind=kind)


def data_task_sentence(absent: Fact | None, kind: str) -> Said | None:
    """Draft that those of whom nothing is known are to report."""
    return said("sentence.task_data", absent=absent, kind=kind) if absent and absent.sign == "+" else None


def _is_short_total(facts: Facts) -> bool:
    """Say whether the edition counts up what it wants more of, and is surely below its target."""
    measure = facts.history.campaign.measures[facts.own.measure]
    short = {fact.sign for name in ("gap", "missing") if (fact := known(facts, name))}
    return measure.counts == "cumulative" and facts.better == "more" and "+" in short


def _counted(facts: Facts) -> dict[str, Part]:
    return {"noun": noun(facts), "verb": facts.history.campaign.measures[facts.own.measure].verb}
